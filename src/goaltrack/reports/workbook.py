"""What a spreadsheet is given: tables of real numbers and days, titled in words."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from goaltrack.analysis.assess import Assessment
from goaltrack.i18n.text import titled
from goaltrack.model.ledger import Goal, Kind, Range
from goaltrack.reports.board import bar, state_cell
from goaltrack.reports.data import ENTRY_COLUMNS, IMPORTED, Form, entry_rows
from goaltrack.reports.wording import Voice

Value = str | Decimal | date | None


class Field(NamedTuple):
    """A column: its title, how its values are shown, and how wide, in characters."""

    title: str
    form: Form
    width: int


class Grid(NamedTuple):
    """A sheet of a workbook; `roles` has the colour of each row, if it has one."""

    title: str
    fields: tuple[Field, ...]
    rows: tuple[tuple[Value, ...], ...]
    roles: tuple[str, ...] = ()


_REGISTER = (
    ("group", Form.TEXT, 12),
    ("goal", Form.TEXT, 34),
    ("target", Form.NUMBER, 12),
    ("target_high", Form.NUMBER, 12),
    ("unit", Form.TEXT, 8),
    ("due", Form.DAY, 12),
    ("lead", Form.TEXT, 14),
    ("figure", Form.NUMBER, 14),
    ("when", Form.DAY, 12),
    ("done_share", Form.RATIO, 10),
    ("time_share", Form.RATIO, 10),
    ("gap", Form.NUMBER, 12),
    ("state", Form.TEXT, 14),
    ("source", Form.TEXT, 20),
)
_WIDTHS = {"note": 40, "source": 20, "goal": 20, "value": 14}


def workbook(
    assessments: Sequence[Assessment], voice: Voice, known_on: date | None
) -> tuple[Grid, Grid]:
    """The register, a row a goal, and the entries, a row each."""
    fields = tuple(
        Field(titled(voice.word(name)), form, width) for name, form, width in _REGISTER
    )
    register = Grid(
        voice.word("register"),
        fields,
        tuple(tuple(_row(each, voice)) for each in assessments),
        tuple(each.colour for each in assessments),
    )
    return register, _entries(assessments, voice, known_on)


def _row(assessment: Assessment, voice: Voice) -> Iterator[Value]:
    goal, trajectory, figure = assessment.goal, assessment.trajectory, assessment.figure
    target = goal.target
    low, high = target if isinstance(target, Range) else (target, None)
    share = bar(assessment, voice).share
    is_stone = goal.kind is Kind.MILESTONE
    yield goal.heading
    yield goal.title
    yield low
    yield high
    yield goal.unit
    yield goal.due.last if goal.due else None
    yield goal.owner
    yield figure.value if figure and not is_stone else None
    yield figure.period.last if figure else None
    yield share.done if share else None
    yield trajectory.time_share if trajectory else None
    yield assessment.gap
    yield state_cell(assessment, voice).text
    yield voice.citation(goal.source) if goal.source else None


def _entries(
    assessments: Sequence[Assessment], voice: Voice, known_on: date | None
) -> Grid:
    goals: list[Goal] = [each.goal for each in assessments]
    names = (
        IMPORTED
        if all(goal.origin is None for goal in goals)
        else ("ledger", *IMPORTED)
    )
    fields = tuple(
        Field(name, ENTRY_COLUMNS[name], _WIDTHS.get(name, 12)) for name in names
    )
    as_of = assessments[0].as_of if assessments else date.max
    rows = entry_rows(goals, None, as_of, known_on)
    cells = tuple(tuple(_value(row[name]) for name in names) for row in rows)
    return Grid(voice.word("entries"), fields, cells)


def _value(value: object) -> Value:
    if value is None or isinstance(value, (str, Decimal, date)):
        return value
    return str(value)
