"""The formats that `export` writes, and what each is given.

A new format is a module beside this one with a function `export`, and a row of
`FORMATS`. A format's module is imported when it is asked for.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from importlib import import_module
from typing import NamedTuple, Protocol, cast

from goaltrack.analysis.assess import Assessment
from goaltrack.errors import Message, MissingExtra
from goaltrack.model.ledger import Source
from goaltrack.model.years import Years
from goaltrack.reports.full_report import Comparison, Report
from goaltrack.reports.tables import Form
from goaltrack.reports.wording import Voice

BAD_TEMPLATE = Message(
    "bad-template",
    "{path}:{line}: {why}\n`goaltrack export --show-template md` prints one that works",
)


class Contents(NamedTuple):
    """The goals and settings from which an export is made."""

    title: str
    id: str
    """By which the ledger is known when its file and title have changed."""
    file: str | None
    """The ledger's file; None if there are several."""
    assessments: list[Assessment]
    rollup: str
    """How goals become one, by the ledger."""
    voice: Voice
    as_of: date
    known_on: date | None
    years: Years
    """The years of the ledger; of several, calendar years."""
    parts: Mapping[str, Sequence[str]]
    """The ids of the parts of each goal that has any."""
    sources: Mapping[str, Source]
    """The sources of the ledger, by their ids."""
    report: Callable[[], Report]
    """Makes the whole report: only some formats show it."""
    comparison: Comparison | None = None
    """With an earlier day, where one was asked for."""


class Writer(Protocol):
    """The module of a format."""

    def export(self, contents: Contents) -> str | bytes:
        """Return the file's text, or its bytes."""


class TableWriter(Writer, Protocol):
    """The module of a format that is one table, of goals or of entries."""

    def as_table(
        self, columns: Mapping[str, Form], rows: Iterable[Sequence[object]]
    ) -> str | bytes:
        """Return the file of rows whose cells are in the order of the columns."""


class Format(NamedTuple):
    """A format that reports are written in."""

    module: str
    says: str
    extra: str = ""
    """The extra that must be installed to write it; empty if none."""
    is_text: bool = False
    """Whether a template can write it too."""
    has_sections: bool = False
    """Whether it has a section for each goal."""

    @property
    def has_register(self) -> bool:
        """Whether it has the register, whose columns are chosen."""
        return self.has_sections or self.module == "xlsx"


FORMATS = {
    "md": Format("markdown", "a report to hand in", is_text=True, has_sections=True),
    "html": Format(
        "html", "a page to look at, offline", is_text=True, has_sections=True
    ),
    "docx": Format("docx", "the report as a Word document", "docx", has_sections=True),
    "svg": Format("svg", "the board as a picture", is_text=True),
    "xlsx": Format("xlsx", "register and entries, for spreadsheets", "xlsx"),
    "ics": Format("ics", "due dates, steps and tasks, for calendars", "ics"),
    "parquet": Format("parquet", "goals or entries, for databases", "parquet"),
    "json": Format("json", "every number, for programs"),
    "csv": Format("csv", "one row a goal, for spreadsheets"),
}

ALIASES = {"htm": "html", "markdown": "md"}
"""Other endings of files of these formats."""

TABLES = ("csv", "parquet")
"""The formats whose module is a `TableWriter`."""


def writer(name: str) -> Writer:
    """Return the module that writes the format of that name.

    Raises:
        MissingExtra: it needs what is not installed.
    """
    form = FORMATS[name]
    try:
        return cast("Writer", import_module(f"goaltrack.formats.{form.module}"))
    except ImportError as error:
        if not form.extra:
            raise
        facts = {"name": name, "package": error.name, "extra": form.extra}
        raise MissingExtra(**facts) from None


def table_writer(name: str) -> TableWriter:
    """Return the module of one of `TABLES`.

    Raises:
        MissingExtra: it needs what is not installed.
    """
    return cast("TableWriter", writer(name))
