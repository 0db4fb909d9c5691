"""Where the program starts: `goaltrack`, and `python -m goaltrack`."""

import gc
import os

# One short run makes no cycles worth collecting. Off before anything is imported,
# this saves a fifth of the start (docs/decisions.md).
gc.disable()


def main() -> None:
    """Run the command line, or answer a shell that completes one."""
    shell = os.environ.get("GOALTRACK_COMPLETE")
    if shell:
        from goaltrack.cli.completion import main as complete  # noqa: PLC0415 - one of both

        complete(shell)
    else:
        from goaltrack.cli.app import main as run  # noqa: PLC0415 - as above

        run()


if __name__ == "__main__":
    main()
