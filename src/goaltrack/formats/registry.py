"""From a sheet, or plain data, to text: one function a format.

`FORMATS` names what `export` writes; a format's module is imported when asked for.
"""

from typing import NamedTuple

from goaltrack.errors import Message

BAD_TEMPLATE = Message(
    "bad-template",
    "{path}:{line}: {why}\n`goaltrack export --show-template md` prints one that works",
)


class Format(NamedTuple):
    """A format that reports are written in."""

    module: str
    says: str
    extra: str = ""
    """The extra that must be installed to write it; empty if none."""


FORMATS = {
    "md": Format("markdown", "a report to hand in"),
    "html": Format("html", "a page to look at, offline"),
    "svg": Format("svg", "the board as a picture"),
    "xlsx": Format("xlsx", "register and entries, for spreadsheets", "xlsx"),
    "ics": Format("ics", "what is due and expected, for calendars", "ics"),
    "parquet": Format("parquet", "goals or entries, for databases", "parquet"),
    "json": Format("json", "every number, for programs"),
    "csv": Format("csv", "one row a goal, for spreadsheets"),
}

TABLES = ("csv", "parquet")
"""The formats that are one table: of goals, or of entries."""
