"""`goaltrack export`."""

import os
import sys
from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Annotated

import typer

from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.changes import changes
from goaltrack.cli import options as opt
from goaltrack.cli.errors import argument_missing
from goaltrack.errors import BadUsage, Message, MissingExtra, Refused
from goaltrack.formats.registry import (
    BAD_TEMPLATE,
    FORMATS,
    TABLES,
    Contents,
    table_writer,
    writer,
)
from goaltrack.i18n.catalog import Phrase
from goaltrack.i18n.resources import read_text
from goaltrack.i18n.text import clean
from goaltrack.ledger.files import atomic_write
from goaltrack.ledger.find import read_bytes
from goaltrack.model.period import moment
from goaltrack.model.years import CALENDAR
from goaltrack.reports import changes as changed
from goaltrack.reports import tables
from goaltrack.reports.full_report import Provenance, Report, Since, whole
from goaltrack.reports.wording import Voice
from goaltrack.session import Context, open_ledgers

_NO_FILE_ENDING = Message(
    "no-file-ending",
    "'{path}' has no ending that says what to write\n"
    "name it as report.md, or say --format: {known}",
)
_NO_TEMPLATE = Message(
    "no-template",
    "there is no template for '{name}'\n"
    "--show-template knows md; --template writes text, such as .md, .html or .txt",
)
_UNKNOWN_FORMAT = Message(
    "unknown-format",
    "no report is written as '{name}'\n"
    "the formats are {known}; for Word or PDF open or print the html",
)
_NO_ENTRIES_IN_FORMAT = Message(
    "no-entries-in-format",
    "--entries is for .csv and .parquet: a report as {name} has them anyway",
)
_OUTPUT_IS_LEDGER = Message(
    "output-is-ledger",
    "{path} is the ledger itself, and a report would take its place",
)

_FORMS = {"md": "report.md"}
"""The templates that come with the program, by format."""
_NOT_UTF8 = Phrase("it is not UTF-8 text")
_FEW = 5
"""So many ledgers are named in a report; more are counted."""


def run(
    out: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE",
            help="report.md, .html, .svg, .xlsx, .ics, .csv, .parquet, .json; "
            "- for stdout.",
        ),
    ] = None,
    goals: opt.Goals = None,
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
        typer.Option("--entries", help="Of .csv and .parquet: a row for each entry."),
    ] = False,
    template: Annotated[
        str | None,
        typer.Option(
            "--template", metavar="FILE", help="Your own form of the report (Jinja2)."
        ),
    ] = None,
    show_template: Annotated[
        str | None,
        typer.Option(
            "--show-template", metavar="FORMAT", help="Print our form, to begin with."
        ),
    ] = None,
    file: opt.Files = None,
    as_of: opt.AsOf = None,
    known_on: opt.KnownOn = None,
    lang: opt.Lang = None,
) -> None:
    """Write the report, or the goals and entries as tables."""
    if show_template:
        if show_template not in _FORMS:
            raise BadUsage(_NO_TEMPLATE, name=show_template)
        typer.echo(read_text(f"formats/templates/{_FORMS[show_template]}"), nl=False)
        return
    if out is None:
        raise argument_missing("FILE", "goaltrack export")
    name = format_ or _ending(out)
    _check(name, has_template=bool(template), has_entries=entries)
    asked = open_ledgers(file, goals, lang, as_of, known_on)
    if entries:
        found: str | bytes = _entries(asked, name)
    elif template:
        found = _formed(asked, name, since, template)
    else:
        found = writer(name).export(_contents(asked, since))
    _hand_over(asked, out, found)


def _ending(out: str) -> str:
    """The ending of the file's name, by which it is written.

    Raises:
        BadUsage: it has none.
    """
    if out == "-":
        return "md"
    ending = os.path.splitext(out)[1]
    if not ending:
        raise BadUsage(_NO_FILE_ENDING, path=out, known=", ".join(FORMATS))
    return ending.removeprefix(".").lower()


def _check(name: str, *, has_template: bool, has_entries: bool) -> None:
    """Refuse a format that does not go with the rest."""
    if has_template and name in FORMATS and not FORMATS[name].is_text:
        raise BadUsage(_NO_TEMPLATE, name=name)
    if not has_template and name not in FORMATS:
        raise BadUsage(_UNKNOWN_FORMAT, name=name, known=", ".join(FORMATS))
    if has_entries and name not in TABLES:
        raise BadUsage(_NO_ENTRIES_IN_FORMAT, name=name)


def _hand_over(asked: Context, out: str, found: str | bytes) -> None:
    """Write the report to its file, or to standard output."""
    if out == "-":
        if isinstance(found, str) and sys.stdout.isatty():
            # A file keeps every character; a terminal would obey some of them.
            found = "\n".join(map(clean, found.splitlines())) + "\n"
        typer.echo(found, nl=False)
        return
    for book in asked.books:
        if os.path.exists(out) and os.path.samefile(out, book.path):
            raise Refused(_OUTPUT_IS_LEDGER, path=out)
    atomic_write(out, found if isinstance(found, bytes) else found.encode())
    typer.echo(clean(asked.voice.word("written", path=out)), err=True)


def _entries(asked: Context, name: str) -> str | bytes:
    """A row for each entry: in CSV with the columns that `import` reads."""
    days = asked.as_of, asked.known_on
    rows = tables.entry_rows(asked.goals(), asked.file, *days)
    columns: Sequence[tables.EntryColumn] = tables.ENTRY_COLUMNS
    if name == "csv":
        columns = tables.entry_columns(with_ledger=asked.file is None)
    cells = ([column.get(row) for column in columns] for row in rows)
    forms = {column.name: column.form for column in columns}
    return table_writer(name).as_table(forms, cells)


def _contents(asked: Context, since: str | None) -> Contents:
    assessments = asked.chosen()
    return Contents(
        title=asked.ledger.title or asked.voice.word("report"),
        name=os.path.splitext(os.path.basename(asked.path))[0],
        file=asked.file,
        assessments=assessments,
        rollup=asked.ledger.rollup,
        voice=asked.voice,
        as_of=asked.as_of,
        known_on=asked.known_on,
        years=asked.ledger.years if asked.file else CALENDAR,
        parts=asked.ledger.parts,
        sources=asked.ledger.sources,
        report=lambda: _whole(asked, assessments, since),
    )


def _whole(asked: Context, assessments: list[Assessment], since: str | None) -> Report:
    made = Provenance(_files(asked), _hash(asked), asked.as_of, asked.known_on)
    before = _since(asked, assessments, since) if since else None
    return whole(asked.ledger, assessments, asked.voice, made, before)


def _formed(asked: Context, name: str, since: str | None, path: str) -> str:
    """The report in the form of a template."""
    try:
        form = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(BAD_TEMPLATE, path=path, line=1, why=_NOT_UTF8) from None
    report = _whole(asked, asked.chosen(), since)
    return _template_renderer()(report, asked.voice, form, path, name)


def _template_renderer() -> Callable[[Report, Voice, str, str, str], str]:
    try:
        from goaltrack.formats.template import render  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        facts_ = {"name": "--template", "package": error.name, "extra": "template"}
        raise MissingExtra(**facts_) from None
    return render


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


def _since(asked: Context, now: list[Assessment], since: str) -> Since:
    """Return the changes since the day of an earlier report."""
    day = moment(since, asked.today).last
    if day > asked.as_of:
        raise BadUsage(opt.SINCE_LATER, since=day, until=asked.as_of)
    before = asked._replace(as_of=day).assess([each.goal for each in now])
    found = changes(before, now, since=day, until=asked.as_of)
    voice = asked.voice
    table = changed.table(found, voice)
    if not table:
        return Since(voice.word("no_changes"), None)
    return Since(voice.word("between", first=day, last=asked.as_of), table)
