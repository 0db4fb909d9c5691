"""Plain-text accounting for targets.

For programs: `goaltrack.load(path)`, and what `goaltrack.api` has.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from goaltrack.api import Reading as Reading
    from goaltrack.api import load as load

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """`load` and `Reading`: loaded when asked for, since the command line is not."""
    if name in ("load", "Reading"):
        from goaltrack import api  # noqa: PLC0415 - see above

        return getattr(api, name)
    raise AttributeError(f"module 'goaltrack' has no attribute '{name}'")
