"""Sheets of a workbook: tables of real numbers and days, titled in words."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from goaltrack.analysis.assess import Assessment
from goaltrack.i18n.text import titled
from goaltrack.model.exported import SHEETS, SOURCE_TITLE, title_of
from goaltrack.model.ledger import Kind, Range, Source
from goaltrack.model.years import Years
from goaltrack.reports import columns
from goaltrack.reports.board import grouped
from goaltrack.reports.cells import bar, compared, elapsed_of, gap_of
from goaltrack.reports.full_report import Report
from goaltrack.reports.register import names_of, view_of
from goaltrack.reports.tables import (
    Form,
    entry_columns,
    entry_rows,
    goal_table,
)
from goaltrack.reports.wording import Voice, digits

Value = str | int | Decimal | date | list[object] | dict[str, object] | None


class Field(NamedTuple):
    """A column of a sheet: how its values are shown, and how wide, in characters."""

    name: str
    title: str
    form: Form
    width: int


class Row(NamedTuple):
    """A row of a sheet: its values, and how many digits its numbers have."""

    values: tuple[Value, ...]
    places: int | None = None
    role: str = ""
    """The colour of its goal."""
    depth: int = 0


class Grid(NamedTuple):
    """A sheet of a workbook; its rows are made as they are written."""

    title: str
    fields: tuple[Field, ...]
    rows: Callable[[], Iterator[Row]]
    number: int
    """How many rows there are, at most."""
    above: tuple[str, ...] = ()
    """Lines above the table."""

    def place(self, name: str) -> int | None:
        """Return the place of the column of that name, from 0; None if it has none."""
        names = [field.name for field in self.fields]
        return names.index(name) if name in names else None


class _Typed(NamedTuple):
    """A column of the register as values: its name, that of its title, and its form."""

    name: str
    word: str
    form: Form
    value: Callable[[Assessment, Voice], Value]
    width: int = 12


def _low(assessment: Assessment, voice: Voice) -> Value:
    target = assessment.goal.target
    if target is None:
        # What is no number says what it is: a milestone is done, or not.
        return voice.target(assessment.goal) or None
    return target.low if isinstance(target, Range) else target


def _high(assessment: Assessment, _voice: Voice) -> Value:
    target = assessment.goal.target
    return target.high if isinstance(target, Range) else None


def _due(assessment: Assessment, _voice: Voice) -> Value:
    due = assessment.goal.due
    return due.last if due else None


def _figure(assessment: Assessment, voice: Voice) -> Value:
    goal, figure = assessment.goal, compared(assessment)
    if goal.kind in (Kind.MILESTONE, Kind.OBJECTIVE):
        return columns.ALL["latest"].cell(assessment, voice).text or None
    return figure.value if figure else None


def _when(assessment: Assessment, _voice: Voice) -> Value:
    figure = compared(assessment)
    return figure.period.last if figure else None


def _done(assessment: Assessment, voice: Voice) -> Value:
    share = bar(assessment, voice).share
    return share.done if share else None


def _gap(assessment: Assessment, _voice: Voice) -> Value:
    return gap_of(assessment)


def _chance(assessment: Assessment, _voice: Voice) -> Value:
    found = assessment.forecast
    is_open = found and found.probability is not None and not assessment.met_on
    return Decimal(repr(found.probability)) if found and is_open else None


_TYPED = {
    "target": (
        _Typed("aim", "aim", Form.TEXT, lambda a, voice: voice.sign(a.goal) or None, 6),
        _Typed("target", "target", Form.NUMBER, _low),
        _Typed("target_high", "target_high", Form.NUMBER, _high),
        _Typed("unit", "unit", Form.TEXT, lambda a, _: a.goal.unit or None, 8),
    ),
    "due": (_Typed("due", "due", Form.DAY, _due),),
    "figure": (
        _Typed("figure", "figure", Form.NUMBER, _figure, 14),
        _Typed("when", "when", Form.DAY, _when),
    ),
    "progress": (_Typed("progress", "bar", Form.RATIO, _done, 10),),
    "elapsed": (
        _Typed("elapsed", "time_elapsed", Form.RATIO, lambda a, _: elapsed_of(a), 10),
    ),
    "gap": (_Typed("gap", "gap", Form.NUMBER, _gap),),
    "chance": (_Typed("chance", "chance", Form.RATIO, _chance, 10),),
}
"""The columns that have values of their own; all others are texts."""
_WIDTHS = {
    "title": 34,
    "owner": 16,
    "state": 18,
    "group": 14,
    "source": 16,
    "number": 7,
}
_LONG = 36
"""Of columns of long texts, in characters; 12 of others."""


def workbook(
    assessments: Sequence[Assessment],
    voice: Voice,
    known_on: date | None,
    years: Years,
    report: Report,
    sources: Mapping[str, Source],
) -> tuple[Grid, ...]:
    """Return the register, a row a goal, the entries, sources, and goals as written.

    From the last three `import` makes the same goals; `years` are those of the ledger.
    """
    found = [
        _register(assessments, voice, report),
        _entries(assessments, voice, known_on),
    ]
    if report.notes:
        cited = [sources[note.id] for note in report.notes]
        found.append(_sources(cited, voice))
    return (*found, _goals(assessments, voice, years))


_OF_SOURCES = (
    ("id", Form.TEXT, 18),
    ("title", Form.TEXT, 50),
    ("publisher", Form.TEXT, 20),
    ("published", Form.DAY, 12),
    ("url", Form.TEXT, 50),
    ("file", Form.TEXT, 24),
    ("note", Form.TEXT, 30),
)
"""The columns of the sheet of sources, as their keys."""


def _of_source(name: str, voice: Voice) -> str:
    """Return the title of a column of the sheet of sources."""
    if name == "title" and voice.language == "zh":
        return SOURCE_TITLE
    return title_of(name, voice.language)


def _sources(cited: Sequence[Source], voice: Voice) -> Grid:
    fields = tuple(
        Field(name, _of_source(name, voice), form, wide)
        for name, form, wide in _OF_SOURCES
    )
    rows = [
        Row(tuple(getattr(source, field.name) for field in fields)) for source in cited
    ]
    return Grid(voice.word("sources"), fields, lambda: iter(rows), len(rows))


def _register(assessments: Sequence[Assessment], voice: Voice, report: Report) -> Grid:
    """Return the register with the columns, and in the order, of the report."""
    parts = grouped(assessments, view_of(report.settings))
    rows = [row for _, members in parts for row in members]
    names = names_of(report.settings, assessments)
    has_groups = "group" not in names and len(parts) > 1
    typed = [each for name in names for each in _typed(name)]
    if has_groups:
        group = _Typed("group", "group", Form.TEXT, lambda a, _: a.goal.heading or None)
        typed.insert(0, group)
    if "parent" not in names:
        typed.append(_Typed("parent", "parent", Form.TEXT, lambda a, _: a.goal.parent))
    if "id" not in names:
        typed.append(_Typed("id", "id", Form.TEXT, lambda a, _: a.goal.id))
    values = [
        Row(
            tuple(each.value(one, voice) for each in typed),
            digits(one.goal),
            one.colour,
            depth,
        )
        for one, depth in rows
    ]
    # Columns that the ledger does not ask for are left out where they say nothing.
    kept = [
        n
        for n, each in enumerate(typed)
        if each.name in report.settings.columns
        or any(row.values[n] is not None for row in values)
        or each.name == "title"
    ]
    fields = tuple(
        Field(
            typed[n].name,
            titled(voice.word(typed[n].word)) if typed[n].word else typed[n].name,
            typed[n].form,
            _WIDTHS.get(typed[n].name, typed[n].width),
        )
        for n in kept
    )

    def shown() -> Iterator[Row]:
        for row in values:
            yield row._replace(values=tuple(row.values[n] for n in kept))

    above = (report.title, report.subtitle(voice))
    return Grid(voice.word("register"), fields, shown, len(values), above)


def _typed(name: str) -> Sequence[_Typed]:
    """Return the columns of values for a column of the register."""
    if name in _TYPED:
        return _TYPED[name]
    [column] = columns.find([name])

    def text(assessment: Assessment, voice: Voice) -> Value:
        found = column.cell(assessment, voice)
        return found.text or voice.word("comma").join(found.cites) or None

    wide = _LONG if column.folds else 12
    return (_Typed(name, column.word, Form.TEXT, text, wide),)


def _entries(
    assessments: Sequence[Assessment], voice: Voice, known_on: date | None
) -> Grid:
    goals = [each.goal for each in assessments]
    chosen = entry_columns(with_ledger=any(goal.origin for goal in goals))
    wide = {"note": 40, "source": 20, "goal": 20, "value": 14}
    fields = tuple(
        Field(
            each.name,
            title_of(each.name, voice.language),
            each.form,
            wide.get(each.name, 12),
        )
        for each in chosen
    )
    as_of = assessments[0].as_of if assessments else date.max

    def rows() -> Iterator[Row]:
        for row in entry_rows(goals, None, as_of, known_on):
            yield Row(tuple(_value(column.get(row)) for column in chosen))

    number = sum(len(goal.progress) for goal in goals)
    return Grid(voice.word("entries_sheet"), fields, rows, number)


def _goals(assessments: Sequence[Assessment], voice: Voice, years: Years) -> Grid:
    forms, rows = goal_table(assessments, None, years)
    fields = tuple(
        Field(name, title_of(name, voice.language), form, 12)
        for name, form in forms.items()
    )
    values = [Row(tuple(map(_value, row))) for row in rows]
    name = SHEETS[voice.language]
    return Grid(name, fields, lambda: iter(values), len(values))


def _value(value: object) -> Value:
    if value is None or isinstance(value, (str, int, Decimal, date, list, dict)):
        return value
    return str(value)
