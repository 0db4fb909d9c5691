"""The columns of exported tables: a goal or an entry a row.

Their names are those of the documented files; nothing is translated.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Context, Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.combine import where
from goaltrack.model.entry_fields import ENTRY_FIELDS, EntryField, ValueType
from goaltrack.model.exported import AS_WRITTEN
from goaltrack.model.ledger import Citation, Entry, Goal, Kind, Range
from goaltrack.model.years import Years
from goaltrack.reports.as_written import cells_of
from goaltrack.reports.entries import happened

if TYPE_CHECKING:
    from goaltrack.reports.full_report import Comparison

_DERIVED = Context(prec=12)
"""Quotients have no end: twelve digits of them are more than any figure has."""


class Form(StrEnum):
    """The type of the values of a column."""

    TEXT = "text"
    DAY = "day"
    NUMBER = "number"
    """As exact as the ledger."""
    RATIO = "ratio"
    """Computed or estimated."""
    COUNT = "count"


class GoalColumn(NamedTuple):
    """A column of exported goals."""

    name: str
    form: Form
    get: Callable[[Assessment, str | None], object]
    """Return its cell; the second argument is the file, where one ledger was read."""


def _low(assessment: Assessment, _path: str | None) -> object:
    target = assessment.goal.target
    return target.low if isinstance(target, Range) else target


def _high(assessment: Assessment, _path: str | None) -> object:
    target = assessment.goal.target
    return target.high if isinstance(target, Range) else None


def _median(assessment: Assessment, _path: str | None) -> object:
    outlook = assessment.forecast and assessment.forecast.outlook
    return estimated(outlook.median if outlook else None)


def _chance(assessment: Assessment, _path: str | None) -> object:
    forecast = assessment.forecast
    return estimated(forecast.probability if forecast else None)


def missing(assessment: Assessment) -> Decimal | None:
    """Return what is missing to the target, above zero; None where it is met."""
    if assessment.gap is None or not assessment.is_short:
        return None
    return rounded(abs(assessment.gap))


def _tags(tags: Sequence[str]) -> object:
    """Return tags as one text; as a list where a comma is in one of them."""
    if any("," in tag or tag[:1] == "[" for tag in tags):
        return list(tags)
    return ",".join(tags) or None


def aim_of(goal: Goal) -> str | None:
    """Return the aim of a goal; None for a milestone, which has none."""
    return None if goal.kind is Kind.MILESTONE else goal.aim.value


COLUMNS = (
    GoalColumn("id", Form.TEXT, lambda a, _: a.goal.own_id),
    GoalColumn("title", Form.TEXT, lambda a, _: a.goal.title),
    GoalColumn("group", Form.TEXT, lambda a, _: a.goal.group),
    GoalColumn("kind", Form.TEXT, lambda a, _: a.goal.kind.value),
    GoalColumn("owner", Form.TEXT, lambda a, _: a.goal.owner),
    GoalColumn("unit", Form.TEXT, lambda a, _: a.goal.unit),
    GoalColumn("aim", Form.TEXT, lambda a, _: aim_of(a.goal)),
    GoalColumn("target", Form.NUMBER, _low),
    GoalColumn("target_high", Form.NUMBER, _high),
    GoalColumn("due_first", Form.DAY, lambda a, _: a.goal.due and a.goal.due.first),
    GoalColumn("due_last", Form.DAY, lambda a, _: a.goal.due and a.goal.due.last),
    GoalColumn("state", Form.TEXT, lambda a, _: a.state.value),
    GoalColumn("colour", Form.TEXT, lambda a, _: a.colour),
    GoalColumn("met_on", Form.DAY, lambda a, _: a.met_on),
    GoalColumn("days_left", Form.COUNT, lambda a, _: a.days_left),
    GoalColumn("figure", Form.NUMBER, lambda a, _: a.figure and a.figure.value),
    GoalColumn(
        "figure_first", Form.DAY, lambda a, _: a.figure and a.figure.period.first
    ),
    GoalColumn("figure_last", Form.DAY, lambda a, _: a.figure and a.figure.period.last),
    GoalColumn(
        "year_estimate", Form.NUMBER, lambda a, _: a.year and rounded(a.year.estimate)
    ),
    GoalColumn("attainment", Form.RATIO, lambda a, _: rounded(a.attainment)),
    GoalColumn("progress", Form.RATIO, lambda a, _: rounded(a.progress)),
    GoalColumn(
        "time_elapsed",
        Form.RATIO,
        lambda a, _: rounded(a.time_elapsed),
    ),
    GoalColumn(
        "pace_ratio",
        Form.RATIO,
        lambda a, _: rounded(a.pace_ratio),
    ),
    GoalColumn("gap", Form.NUMBER, lambda a, _: missing(a)),
    GoalColumn("forecast", Form.RATIO, _median),
    GoalColumn("probability", Form.RATIO, _chance),
    GoalColumn("source", Form.TEXT, lambda a, _: cited(a.goal.source)),
    GoalColumn("ledger", Form.TEXT, lambda a, path: where(a.goal, path)),
    GoalColumn("as_of", Form.DAY, lambda a, _: a.as_of),
    GoalColumn("tags", Form.TEXT, lambda a, _: _tags(a.goal.tags)),
    GoalColumn("weight", Form.NUMBER, lambda a, _: a.goal.weight),
    GoalColumn("parent", Form.TEXT, lambda a, _: own_id(a.goal.parent)),
)
"""The columns of exported goals, a row each, before those of `as_written`."""


_COMPARED = {
    "since": Form.DAY,
    "state_before": Form.TEXT,
    "figure_before": Form.NUMBER,
}
"""The columns of a comparison with an earlier day."""


def goal_table(
    assessments: Iterable[Assessment],
    path: str | None,
    years: Years,
    comparison: "Comparison | None" = None,
) -> tuple[Mapping[str, Form], Iterator[Sequence[object]]]:
    """Return the columns of exported goals, and a row of cells for each goal.

    The last ones are keys of the ledger, whose years are given: from them `import`
    makes the same goals. Their cells may be lists and tables. With a comparison the
    state and figure of its day stand behind all that.
    """
    forms = {column.name: column.form for column in COLUMNS}
    forms |= dict.fromkeys(AS_WRITTEN, Form.TEXT)
    forms |= _COMPARED if comparison else {}

    def row(assessment: Assessment) -> list[object]:
        computed = [column.get(assessment, path) for column in COLUMNS]
        cells = [*computed, *cells_of(assessment.goal, years)]
        if comparison:
            before = comparison.before[assessment.goal.id]
            figure = before.figure and before.figure.value
            cells += [comparison.day, before.state.value, figure]
        return cells

    return forms, map(row, assessments)


class EntryRow(NamedTuple):
    """An entry, and the context that a table shows."""

    goal: Goal
    entry: Entry
    ledger: str | None
    corrected_by: str | None


class EntryColumn(NamedTuple):
    """A column of exported entries."""

    name: str
    form: Form
    get: Callable[[EntryRow], object]


_FORMS = {
    ValueType.DAY: Form.DAY,
    ValueType.MOMENT: Form.DAY,
    ValueType.NUMBER: Form.NUMBER,
    ValueType.PERCENT: Form.NUMBER,
}


def _field_column(field: EntryField) -> EntryColumn:
    form = _FORMS.get(field.type, Form.TEXT)
    if field.type is ValueType.DONE:
        # A table has no true; `import` reads it again.
        return EntryColumn(field.name, form, lambda row: _as_word(row.entry.done))
    return EntryColumn(field.name, form, lambda row: field.get(row.entry))


def _as_word(done: bool | str) -> str | None:
    return "true" if done is True else done or None


_IMPORTED = (
    EntryColumn("goal", Form.TEXT, lambda row: row.goal.own_id),
    *map(_field_column, ENTRY_FIELDS),
)
LEDGER_COLUMN = EntryColumn("ledger", Form.TEXT, lambda row: row.ledger)

ENTRY_COLUMNS = (
    *_IMPORTED,
    LEDGER_COLUMN,
    EntryColumn("unit", Form.TEXT, lambda row: row.goal.unit),
    EntryColumn("first", Form.DAY, lambda row: row.entry.period.first),
    EntryColumn("last", Form.DAY, lambda row: row.entry.period.last),
    EntryColumn("corrected_by", Form.TEXT, lambda row: row.corrected_by),
)
"""All columns of exported entries, a row each."""


def entry_columns(*, with_ledger: bool) -> Sequence[EntryColumn]:
    """Return the columns that `import` reads; of several ledgers, the ledger before."""
    return (LEDGER_COLUMN, *_IMPORTED) if with_ledger else _IMPORTED


def entry_rows(
    goals: Iterable[Goal], path: str | None, as_of: date, known_on: date | None
) -> Iterator[EntryRow]:
    """Yield each entry that had happened."""
    for subject in goals:
        if subject.formula:
            # What follows from other goals is in no ledger.
            continue
        shown = [e for e in subject.progress if happened(e, as_of, known_on)]
        replaced = {entry.replaces: entry.id for entry in shown if entry.replaces}
        for entry in shown:
            ledger = where(subject, path)
            yield EntryRow(subject, entry, ledger, replaced.get(entry.id or ""))


def own_id(parent: str | None) -> str | None:
    """Return the id of a parent in its own ledger."""
    return parent and parent.rpartition(":")[2]


def rounded(value: Decimal | None) -> Decimal | None:
    """Return a computed value with the twelve digits that are exported."""
    return None if value is None else _DERIVED.plus(value)


def estimated(value: float | None) -> Decimal | None:
    """Return an estimate with six digits: more than it is good for."""
    return None if value is None else Decimal(f"{value:.6g}")


def cited(citation: Citation | None) -> str | None:
    """Return a source as a ledger writes it."""
    return citation and str(citation)
