"""From a sheet, or plain data, to text: one function a format.

`FORMATS` names what `export` writes; a format's module is imported when asked for.
"""

from typing import NamedTuple


class Format(NamedTuple):
    """A format that reports are written in."""

    module: str
    says: str
    extra: str = ""
    """What must be installed beside goaltrack to write it; empty if nothing."""


FORMATS = {
    "md": Format("markdown", "a report to hand in"),
    "html": Format("web", "a page to look at, offline"),
    "svg": Format("picture", "the board as a picture"),
    "xlsx": Format("sheetfile", "register and entries, for spreadsheets", "xlsx"),
    "ics": Format("calendar", "what is due and expected, for calendars", "ics"),
    "parquet": Format("columns", "goals or entries, for databases", "parquet"),
    "json": Format("data", "every number, for programs"),
    "csv": Format("rows", "one row a goal, for spreadsheets"),
}

TABLES = ("csv", "parquet")
"""The formats that are one table: of goals, or of entries."""
