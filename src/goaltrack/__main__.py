"""Where the program starts: `goaltrack`, and `python -m goaltrack`."""

import gc

# One short run makes no cycles worth collecting. Off before anything is imported,
# this saves a fifth of the start (docs/decisions.md).
gc.disable()

from goaltrack.cli import main  # noqa: E402 - see above

if __name__ == "__main__":
    main()
