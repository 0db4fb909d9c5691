"""The answer of `--version`: the program, its platform, the ledger it would read."""

import os
import platform
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from typing import NamedTuple

from goaltrack import __version__
from goaltrack.errors import Inaccessible
from goaltrack.ledger.find import find

_EXTRAS = {
    "xlsx": "openpyxl",
    "xml": "defusedxml",
    "docx": "docx",
    "ics": "icalendar",
    "parquet": "pyarrow",
    "template": "jinja2",
}
"""Each extra, and the module by which it is known to be installed."""


class About(NamedTuple):
    """The program, and what is around it."""

    version: str
    python: str
    platform: str
    extras: tuple[str, ...]
    """Those that are installed."""
    ledger: str | None
    """The path of the one that would be read."""


def about() -> About:
    """Return what there is to say."""
    try:
        ledger: str | None = os.path.abspath(find(os.environ.get("GOALTRACK_FILE")))
    except Inaccessible:
        ledger = None
    return About(
        __version__,
        platform.python_version(),
        sys.platform,
        tuple(name for name, module in _EXTRAS.items() if find_spec(module)),
        ledger,
    )


def text(found: About) -> str:
    """Return it as lines for a person, the version first."""
    return "\n".join(
        (
            f"goaltrack {found.version}",
            f"Python {found.python} on {found.platform}",
            f"extras: {', '.join(found.extras) or 'none'}",
            f"ledger: {found.ledger or 'none'}",
        )
    )


def has_ledger(options: Sequence[str]) -> bool:
    """Whether a ledger would be found, by the options of the program."""
    at = [place for place, word in enumerate(options) if word in ("-C", "--directory")]
    here = os.getcwd()
    try:
        if at and at[-1] + 1 < len(options):
            os.chdir(options[at[-1] + 1])
        return os.path.lexists(find(os.environ.get("GOALTRACK_FILE")))
    except (OSError, Inaccessible):
        return False
    finally:
        os.chdir(here)
