"""`goaltrack export`."""

import os
from hashlib import sha256
from importlib import import_module
from typing import Annotated, Any

import typer

from goaltrack.commands import AsOf, Files, Goals, KnownOn, Lang
from goaltrack.context import Context, open_ledgers
from goaltrack.core.assess import Assessment
from goaltrack.core.changes import changes
from goaltrack.core.model import Goal
from goaltrack.core.period import moment
from goaltrack.errors import (
    IsLedger,
    MissingExtra,
    NoEntries,
    SinceLater,
    UnknownFormat,
)
from goaltrack.render import FORMATS, TABLES
from goaltrack.report import changed, facts
from goaltrack.report.board import board
from goaltrack.report.calendar import events
from goaltrack.report.text import clean
from goaltrack.report.whole import Made, Since, whole
from goaltrack.report.workbook import workbook
from goaltrack.store.replace import put

_FEW = 5
"""So many ledgers are named in a report; more are counted."""


def run(
    out: Annotated[
        str,
        typer.Argument(
            metavar="FILE",
            help="report.md, .html, .svg, .xlsx, .ics, .json, .csv; - for stdout.",
        ),
    ],
    goals: Goals = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="md, html, xlsx, … (default: by ending).",
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="DAY", help="Of a report: begin with what changed since."
        ),
    ] = None,
    entries: Annotated[
        bool,
        typer.Option("--entries", help="Of .csv: a row for each entry, for import."),
    ] = False,
    file: Files = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    lang: Lang = None,
) -> None:
    """Write the report: .md .html .svg .xlsx .csv .json .ics."""
    name = format_ or out.rpartition(".")[2].lower()
    if name not in FORMATS:
        raise UnknownFormat(name=name, known=", ".join(FORMATS))
    if entries and name not in TABLES:
        raise NoEntries(name=name)
    asked = open_ledgers(file, goals, lang, as_of, known_on)
    found = _entries(asked, name) if entries else _report(asked, name, since)
    if out == "-":
        typer.echo(found, nl=False)
    else:
        for book in asked.books:
            if os.path.exists(out) and os.path.samefile(out, book.path):
                raise IsLedger(path=out)
        put(out, found if isinstance(found, bytes) else found.encode())
        typer.echo(clean(asked.voice.word("written", path=out)), err=True)


def _entries(asked: Context, name: str) -> str | bytes:
    """A row for each entry: in CSV with the columns that `import` reads."""
    days = asked.as_of, asked.known_on
    rows = facts.entry_rows(asked.goals(), asked.file, *days)
    columns = facts.ENTRY_COLUMNS
    if name == "csv":
        names = facts.IMPORTED if asked.file else ("ledger", *facts.IMPORTED)
        columns = {key: columns[key] for key in names}
    cells = ([row[key] for key in columns] for row in rows)
    found: str | bytes = _renderer(name).as_table(columns, cells)
    return found


def _report(asked: Context, name: str, since: str | None) -> str | bytes:
    render = _renderer(name)
    goals = asked.goals()
    assessments = asked.assess(goals)
    voice, days = asked.voice, (asked.as_of, asked.known_on)
    title, mode = asked.ledger.title or voice.word("report"), asked.ledger.rollup
    found: str | bytes
    if name == "json":
        found = render.as_json(facts.status(asked.file, assessments, mode, *days))
    elif name in TABLES:
        rows = (facts.row(each, asked.file) for each in assessments)
        found = render.as_table(facts.COLUMNS, rows)
    elif name == "svg":
        found = render.render(board(title, assessments, mode, voice, *days))
    elif name == "xlsx":
        found = render.render(workbook(assessments, voice, asked.known_on), title)
    elif name == "ics":
        ledger = os.path.splitext(os.path.basename(asked.path))[0]
        found = render.render(events(assessments, voice), title, ledger, asked.as_of)
    else:
        made = Made(_files(asked), _hash(asked), *days)
        before = _since(asked, goals, assessments, since) if since else None
        sheet = whole(asked.ledger, assessments, voice, made, before)
        page = (voice.language, voice.word("find")) if name == "html" else ()
        found = render.render(sheet, *page)
    return found


def _renderer(name: str) -> Any:
    """The module that writes the format.

    Raises:
        MissingExtra: it needs what is not installed.
    """
    form = FORMATS[name]
    try:
        return import_module(f"goaltrack.render.{form.module}")
    except ModuleNotFoundError as error:
        if not form.extra:
            raise
        facts_ = {"name": name, "package": error.name, "extra": form.extra}
        raise MissingExtra(**facts_) from None


def _files(asked: Context) -> str:
    """The names of the ledgers' files, or how many they are."""
    if len(asked.books) > _FEW:
        return asked.title
    return ", ".join(os.path.basename(book.path) for book in asked.books)


def _hash(asked: Context) -> str:
    """By what the ledger's files are known again: who has them can make this again."""
    found = sha256()
    for book in asked.books:
        for document in book.documents:
            found.update(document.raw)
    return found.hexdigest()[:12]


def _since(
    asked: Context, goals: list[Goal], now: list[Assessment], since: str
) -> Since:
    """What changed since the day of an earlier report."""
    day = moment(since, asked.today).last
    if day > asked.as_of:
        raise SinceLater(since=day, until=asked.as_of)
    before = asked._replace(as_of=day).assess(goals)
    found = changes(before, now, since=day, until=asked.as_of)
    voice = asked.voice
    said = voice.word("between", first=day, last=asked.as_of)
    return Since(said, changed.table(found, voice))
