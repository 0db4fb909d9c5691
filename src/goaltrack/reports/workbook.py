"""Sheets of a workbook: tables of real numbers and days, titled in words."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from goaltrack.analysis.assess import Assessment
from goaltrack.i18n.text import titled
from goaltrack.model.exported import SHEET
from goaltrack.model.ledger import Kind, Range
from goaltrack.model.years import Years
from goaltrack.reports.cells import bar, state_cell
from goaltrack.reports.tables import (
    EntryColumn,
    EntryRow,
    Form,
    entry_columns,
    entry_rows,
    goal_table,
)
from goaltrack.reports.wording import Voice

Value = str | int | Decimal | date | list[object] | dict[str, object] | None


class Field(NamedTuple):
    """A column of a sheet: how its values are shown, and how wide, in characters."""

    name: str
    title: str
    form: Form
    width: int


class Grid(NamedTuple):
    """A sheet of a workbook; `roles` has the colour of each row, if it has one."""

    title: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[Value, ...], ...]
    roles: tuple[str, ...] = ()

    def place(self, name: str) -> int:
        """Return the place of the column of that name, from 0."""
        return [field.name for field in self.fields].index(name)


class _Column(NamedTuple):
    """A column of the register: its name (also that of its title) and its values."""

    name: str
    form: Form
    width: int
    value: Callable[[Assessment, Voice], Value]


def _low(assessment: Assessment, _voice: Voice) -> Value:
    target = assessment.goal.target
    return target.low if isinstance(target, Range) else target


def _high(assessment: Assessment, _voice: Voice) -> Value:
    target = assessment.goal.target
    return target.high if isinstance(target, Range) else None


def _due(assessment: Assessment, _voice: Voice) -> Value:
    due = assessment.goal.due
    return due.last if due else None


def _figure(assessment: Assessment, _voice: Voice) -> Value:
    figure = assessment.figure
    is_stone = assessment.goal.kind is Kind.MILESTONE
    return figure.value if figure and not is_stone else None


def _when(assessment: Assessment, _voice: Voice) -> Value:
    figure = assessment.figure
    return figure.period.last if figure else None


def _done(assessment: Assessment, voice: Voice) -> Value:
    share = bar(assessment, voice).share
    return share.done if share else None


def _elapsed(assessment: Assessment, _voice: Voice) -> Value:
    trajectory = assessment.trajectory
    return trajectory.time_elapsed if trajectory else None


def _source(assessment: Assessment, voice: Voice) -> Value:
    source = assessment.goal.source
    return voice.citation(source) if source else None


_REGISTER = (
    _Column("group", Form.TEXT, 12, lambda a, _: a.goal.heading),
    _Column("goal", Form.TEXT, 34, lambda a, _: a.goal.title),
    _Column("target", Form.NUMBER, 12, _low),
    _Column("target_high", Form.NUMBER, 12, _high),
    _Column("unit", Form.TEXT, 8, lambda a, _: a.goal.unit),
    _Column("due", Form.DAY, 12, _due),
    _Column("lead", Form.TEXT, 14, lambda a, _: a.goal.owner),
    _Column("figure", Form.NUMBER, 14, _figure),
    _Column("when", Form.DAY, 12, _when),
    _Column("done_share", Form.RATIO, 10, _done),
    _Column("time_elapsed", Form.RATIO, 10, _elapsed),
    _Column("gap", Form.NUMBER, 12, lambda a, _: a.gap),
    _Column("state", Form.TEXT, 14, lambda a, voice: state_cell(a, voice).text),
    _Column("source", Form.TEXT, 20, _source),
)
_WIDTHS = {"note": 40, "source": 20, "goal": 20, "value": 14}
"""Of columns of entries, in characters; 12 of others."""


def workbook(
    assessments: Sequence[Assessment], voice: Voice, known_on: date | None, years: Years
) -> tuple[Grid, Grid, Grid]:
    """Return the register, a row a goal, the entries, and the goals as written.

    From the last two `import` makes the same goals; `years` are those of the ledger.
    """
    fields = tuple(
        Field(each.name, titled(voice.word(each.name)), each.form, each.width)
        for each in _REGISTER
    )
    register = Grid(
        voice.word("register"),
        fields,
        tuple(tuple(c.value(a, voice) for c in _REGISTER) for a in assessments),
        tuple(each.colour for each in assessments),
    )
    return register, _entries(assessments, voice, known_on), _goals(assessments, years)


def _entries(
    assessments: Sequence[Assessment], voice: Voice, known_on: date | None
) -> Grid:
    goals = [each.goal for each in assessments]
    columns = entry_columns(with_ledger=any(goal.origin for goal in goals))
    fields = tuple(
        Field(each.name, each.name, each.form, _WIDTHS.get(each.name, 12))
        for each in columns
    )
    as_of = assessments[0].as_of if assessments else date.max
    rows = entry_rows(goals, None, as_of, known_on)
    cells = tuple(_cells(columns, row) for row in rows)
    return Grid(voice.word("entries"), fields, cells)


def _goals(assessments: Sequence[Assessment], years: Years) -> Grid:
    forms, rows = goal_table(assessments, None, years)
    fields = tuple(Field(name, name, form, 12) for name, form in forms.items())
    return Grid(SHEET, fields, tuple(tuple(map(_value, row)) for row in rows))


def _cells(columns: Sequence[EntryColumn], row: EntryRow) -> tuple[Value, ...]:
    return tuple(_value(column.get(row)) for column in columns)


def _value(value: object) -> Value:
    if value is None or isinstance(value, (str, int, Decimal, date, list, dict)):
        return value
    return str(value)
