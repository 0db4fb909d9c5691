"""`goaltrack export`."""

import os
import sys
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from hashlib import sha256
from typing import Annotated, NamedTuple

import typer

from goaltrack.analysis.assess import Assessment
from goaltrack.cli import options as opt
from goaltrack.cli.column_names import read_columns, read_sort
from goaltrack.cli.errors import argument_missing, show_error
from goaltrack.errors import BadUsage, GoaltrackError, Message, MissingExtra, Refused
from goaltrack.formats.registry import (
    ALIASES,
    BAD_TEMPLATE,
    FORMATS,
    TABLES,
    Contents,
    Format,
    table_writer,
    writer,
)
from goaltrack.i18n.catalog import Phrase, language
from goaltrack.i18n.resources import read_text
from goaltrack.i18n.text import clean
from goaltrack.ledger.files import atomic_write
from goaltrack.ledger.find import read_bytes
from goaltrack.model.ledger import Ledger
from goaltrack.model.period import moment
from goaltrack.model.report import ReportSettings
from goaltrack.model.years import CALENDAR
from goaltrack.reports import tables
from goaltrack.reports.blocks import Block
from goaltrack.reports.full_report import (
    MOST_GOALS,
    Comparison,
    Provenance,
    Report,
    Sections,
    compare,
    most_entries,
    slim,
    whole,
)
from goaltrack.reports.goal_page import section
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
    "the formats are {known}; for PDF open or print the html or the docx",
)
_NO_ENTRIES_IN_FORMAT = Message(
    "no-entries-in-format",
    "--entries is for .csv and .parquet: a report as {name} has them anyway",
)
_ONLY_CSV = Message(
    "only-csv",
    "--excel is for .csv; {name} opens in a spreadsheet as it is, or not at all",
)
_OUTPUT_WAS_READ = Message(
    "output-was-read",
    "{path} was read for this export, and would be overwritten\nexport to another file",
)
_NO_COLUMNS = Message(
    "no-columns",
    "{option} is for reports: {known}; {name} has all columns",
)
_NO_FOLDER = Message(
    "no-folder",
    "{path} is not a folder\nname a folder for the reports, or a new name for one",
)

_FORMS = {"md": "report.md"}
"""The templates that come with the program, by format."""
_NOT_UTF8 = Phrase("it is not UTF-8 text")
_FEW = 5
"""So many ledgers are named in a report; more are counted."""


class _Wanted(NamedTuple):
    """The export that the options ask for."""

    format: str
    since: str | None
    has_entries: bool
    template: str | None
    excel: bool | None
    columns: tuple[str, ...]
    sort: str | None


def run(
    out: Annotated[
        str | None,
        typer.Argument(
            metavar="FILE",
            help="report.md, .html, .docx, .xlsx, .svg, .ics, .csv, .parquet, .json; "
            "- for stdout.",
        ),
    ] = None,
    goals: opt.Goals = None,
    format_: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help="md, html, docx, … (default: by ending).",
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            metavar="DAY",
            help="Compare with this day (a report: by default a month before).",
        ),
    ] = None,
    columns: opt.Columns = None,
    sort: Annotated[
        str | None,
        typer.Option("--sort", metavar="ORDER", help="The order of the register."),
    ] = None,
    entries: Annotated[
        bool,
        typer.Option("--entries", help="Of .csv and .parquet: a row for each entry."),
    ] = False,
    excel: Annotated[
        bool | None,
        typer.Option(
            "--excel/--no-excel",
            help="Of .csv: as spreadsheets open it, titled in the language.",
        ),
    ] = None,
    each: Annotated[
        str | None,
        typer.Option(
            "--each", metavar="DIR", help="Write a file for each ledger into a folder."
        ),
    ] = None,
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
    if out is None and not (each and file):
        raise argument_missing("FILE", "goaltrack export")
    name = (format_ or ("md" if each else _ending(out or ""))).lower()
    wanted = _Wanted(
        name if template else ALIASES.get(name, name),
        since,
        entries,
        template,
        excel,
        read_columns(columns) if columns else (),
        read_sort(sort) if sort else None,
    )
    _check(wanted)

    def opened(files: Sequence[str] | None, names: Sequence[str] | None) -> Context:
        return open_ledgers(files, names, lang, as_of, known_on)

    if each:
        files = [*(file or []), *([out] if out else []), *(goals or [])]
        _each(each, files, wanted, opened, lang)
    else:
        asked = opened(file, goals)
        _hand_over(asked, out or "-", _made(asked, wanted), wanted)


def _each(
    folder: str,
    files: Sequence[str],
    wanted: _Wanted,
    opened: Callable[[Sequence[str], None], Context],
    lang: str | None,
) -> None:
    """Write a file for each ledger; report those that are not sound, and go on.

    Raises:
        Refused: the folder is a file.
        Exit: a ledger was skipped; with the code of its error.
    """
    if os.path.exists(folder) and not os.path.isdir(folder):
        raise Refused(_NO_FOLDER, path=folder)
    os.makedirs(folder, exist_ok=True)
    code = 0
    for path, name in zip(files, _names(files), strict=True):
        try:
            asked = opened([path], None)
            out = os.path.join(folder, f"{name}.{wanted.format}")
            _hand_over(asked, out, _made(asked, wanted), wanted)
        except GoaltrackError as error:
            show_error(error, language(lang))
            code = code or error.exit_code
    if code:
        raise typer.Exit(code)


def _names(files: Sequence[str]) -> Iterator[str]:
    """Yield a name for the report of each ledger: its own, with folders if need be."""
    whole_ = [os.path.splitext(os.path.normpath(path))[0] for path in files]
    short = [os.path.basename(name) for name in whole_]
    taken: set[str] = set()
    for name, brief in zip(whole_, short, strict=True):
        is_known = short.count(brief) == 1
        own = brief if is_known else name.strip(os.sep).replace(os.sep, "-")
        found, number = own, 1
        while found.casefold() in taken:
            number += 1
            found = f"{own}-{number}"
        taken.add(found.casefold())
        yield found


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
    return ending.removeprefix(".")


def _check(wanted: _Wanted) -> None:
    """Refuse a format that does not go with the rest."""
    name = wanted.format
    if wanted.template and name in FORMATS and not FORMATS[name].is_text:
        raise BadUsage(_NO_TEMPLATE, name=name)
    if not wanted.template and name not in FORMATS:
        raise BadUsage(_UNKNOWN_FORMAT, name=name, known=", ".join(FORMATS))
    if wanted.has_entries and name not in TABLES:
        raise BadUsage(_NO_ENTRIES_IN_FORMAT, name=name)
    if wanted.excel and name != "csv":
        raise BadUsage(_ONLY_CSV, name=name)
    if not wanted.template and not FORMATS[name].has_register:
        option = "--columns" if wanted.columns else "--sort" if wanted.sort else ""
        if option:
            known = ", ".join(n for n, f in FORMATS.items() if f.has_register)
            raise BadUsage(_NO_COLUMNS, option=option, known=known, name=name)


def _made(asked: Context, wanted: _Wanted) -> str | bytes:
    """Return the export in its format."""
    settings = _settings(asked.ledger, wanted)
    asked = asked._replace(ledger=asked.ledger._replace(report=settings))
    if wanted.has_entries:
        found: str | bytes = _entries(asked, wanted)
    elif wanted.template:
        found = _formed(asked, wanted, wanted.template)
    else:
        contents = _contents(asked, wanted.since, FORMATS[wanted.format])
        found = writer(wanted.format).export(contents)
    if wanted.format != "csv" or not isinstance(found, str):
        return found
    is_chinese = asked.voice.language == "zh"
    if wanted.excel is False or not (wanted.excel or is_chinese):
        return found
    from goaltrack.formats.csv import for_spreadsheet  # noqa: PLC0415 - only for CSV

    return for_spreadsheet(found, asked.voice.language, is_titled=bool(wanted.excel))


def _settings(ledger: Ledger, wanted: _Wanted) -> ReportSettings:
    """Return what the options ask of the report, else what the ledger does."""
    found = ledger.report
    if wanted.columns:
        found = found._replace(columns=wanted.columns)
    return found._replace(sort=wanted.sort) if wanted.sort else found


def _hand_over(asked: Context, out: str, found: str | bytes, wanted: _Wanted) -> None:
    """Write the report to its file, or to standard output.

    Raises:
        Refused: it would take the place of a file that was read.
    """
    if out == "-":
        if isinstance(found, str) and sys.stdout.isatty():
            # A file keeps every character; a terminal would obey some of them.
            found = "\n".join(map(clean, found.splitlines())) + "\n"
        typer.echo(found, nl=False)
        return
    if os.path.exists(out):
        for path in _read(asked, wanted.template):
            if os.path.exists(path) and os.path.samefile(out, path):
                raise Refused(_OUTPUT_WAS_READ, path=out)
    atomic_write(out, found if isinstance(found, bytes) else found.encode())
    typer.echo(clean(asked.voice.word("written", path=out)), err=True)


def _read(asked: Context, template: str | None) -> Iterable[str]:
    """Yield each file that an export rests on: ledgers, sources and the template."""
    if template:
        yield template
    for book in asked.books:
        folder = os.path.dirname(book.path)
        yield from (document.path for document in book.documents)
        for source in book.ledger.sources.values():
            if source.file:
                yield os.path.join(folder, source.file)


def _entries(asked: Context, wanted: _Wanted) -> str | bytes:
    """A row for each entry: in CSV with the columns that `import` reads.

    With a day since when, those that were recorded after it.
    """
    days = asked.as_of, asked.known_on
    rows = tables.entry_rows(asked.goals(), asked.file, *days)
    if wanted.since:
        since = _earlier(asked, wanted.since)
        rows = (row for row in rows if row.entry.known_since > since)
    columns: Sequence[tables.EntryColumn] = tables.ENTRY_COLUMNS
    if wanted.format == "csv":
        columns = tables.entry_columns(with_ledger=asked.file is None)
    cells = ([column.get(row) for column in columns] for row in rows)
    forms = {column.name: column.form for column in columns}
    return table_writer(wanted.format).as_table(forms, cells)


def _contents(asked: Context, since: str | None, form: Format) -> Contents:
    sections = _room_for_sections(asked)
    assessments = _assessed(asked, sections if form.has_sections else None)
    # A report makes its own, without forecasts.
    compares = since and not form.has_register
    return Contents(
        title=asked.ledger.title or asked.voice.word("report"),
        id=_identity(asked.ledger),
        file=asked.file,
        assessments=assessments,
        rollup=asked.ledger.rollup,
        voice=asked.voice,
        as_of=asked.as_of,
        known_on=asked.known_on,
        years=asked.ledger.years if asked.file else CALENDAR,
        parts=asked.ledger.parts,
        sources=asked.ledger.sources,
        report=lambda: _whole(asked, assessments, since, sections),
        comparison=_comparison(asked, assessments, since) if compares else None,
    )


def _room_for_sections(asked: Context) -> dict[str, tuple[Block, ...]] | None:
    """Return where sections are put; None where the worst goals must be known first."""
    return {} if len(asked.ledger.goals) <= MOST_GOALS else None


def _assessed(
    asked: Context, sections: dict[str, tuple[Block, ...]] | None
) -> list[Assessment]:
    """Return the goals, slim; their sections are put where they are wanted.

    A section is made while all figures of its goal are at hand, and no longer.
    """
    most = most_entries(len(asked.ledger.goals))

    def kept(one: Assessment) -> Assessment:
        if sections is not None:
            days = asked.voice, asked.known_on
            sections[one.goal.id] = tuple(section(asked.ledger, one, *days, most=most))
        return slim(one)

    return asked.chosen(kept)


def _identity(ledger: Ledger) -> str:
    """Return the ledger's id; without one, a name made of what rarely changes in it."""
    if ledger.id:
        return ledger.id
    first = next(iter(ledger.goals.values()), None)
    entry = next((e.id for g in ledger.goals.values() for e in g.progress if e.id), "")
    said = [ledger.title, first.id if first else "", entry]
    return sha256("\n".join(map(str, said)).encode()).hexdigest()[:12]


def _whole(
    asked: Context,
    assessments: list[Assessment],
    since: str | None,
    sections: Sections | None,
) -> Report:
    made = Provenance(_files(asked), _hash(asked), asked.as_of, asked.known_on)
    before = _comparison(asked, assessments, since, has_forecasts=False)
    return whole(asked.ledger, assessments, asked.voice, made, before, sections)


def _formed(asked: Context, wanted: _Wanted, path: str) -> str:
    """The report in the form of a template."""
    try:
        form = read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refused(BAD_TEMPLATE, path=path, line=1, why=_NOT_UTF8) from None
    sections = _room_for_sections(asked)
    report = _whole(asked, _assessed(asked, sections), wanted.since, sections)
    return _template_renderer()(report, asked.voice, form, path, wanted.format)


def _template_renderer() -> Callable[[Report, Voice, str, str, str], str]:
    try:
        from goaltrack.formats.template import render  # noqa: PLC0415 - an extra
    except ImportError as error:
        facts_ = {"name": "--template", "package": error.name, "extra": "template"}
        raise MissingExtra(**facts_) from None
    return render


def _files(asked: Context) -> str:
    """The names of the ledgers' files, or how many they are."""
    if len(asked.books) > _FEW:
        return asked.voice.word("ledgers", number=len(asked.books))
    return ", ".join(os.path.basename(book.path) for book in asked.books)


def _hash(asked: Context) -> str:
    """By what the ledger's files are known again: who has them can make this again."""
    found = sha256()
    for book in asked.books:
        for document in book.documents:
            found.update(document.raw)
    return found.hexdigest()[:12]


def _comparison(
    asked: Context,
    now: Sequence[Assessment],
    since: str | None,
    *,
    has_forecasts: bool = True,
) -> Comparison:
    """Return what has changed since the day of an earlier report, else a month before.

    Raises:
        BadUsage: the day is after that of the report.
    """
    day = _earlier(asked, since) if since else _month_before(asked.as_of)
    goals = (each.goal for each in now)
    earlier = asked._replace(as_of=day)
    before = map(slim, earlier.assessing(goals, has_forecasts=has_forecasts))
    return compare(before, now, day, asked.as_of)


def _earlier(asked: Context, since: str) -> date:
    """Return the day that is compared with.

    Raises:
        BadUsage: it is after that of the report.
    """
    day = moment(since, asked.today).last
    if day > asked.as_of:
        raise BadUsage(opt.SINCE_LATER, since=day, until=asked.as_of)
    return day


def _month_before(day: date) -> date:
    year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    if year < date.min.year:
        return day
    return date(year, month, min(day.day, monthrange(year, month)[1]))
