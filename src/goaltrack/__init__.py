"""Plain-text accounting for targets.

For programs: `goaltrack.load(path)`, and what `goaltrack.api` has.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from goaltrack.api import GoaltrackError as GoaltrackError
    from goaltrack.api import Reading as Reading
    from goaltrack.api import load as load
    from goaltrack.api import loads as loads

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Return what a program asks for: the command line loads none of it."""
    if name in ("GoaltrackError", "Reading", "load", "loads"):
        from goaltrack import api  # noqa: PLC0415 - see above

        return getattr(api, name)
    raise AttributeError(f"module 'goaltrack' has no attribute '{name}'")
