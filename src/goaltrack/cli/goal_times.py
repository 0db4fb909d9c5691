"""Cells of a table of goals that are of a time: checkpoints, and figures.

A column is named by its period. What adds up is cumulative where its periods begin
with the year (上半年); else the values themselves tell: single amounts add up to the
target, totals lead up to it.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from goaltrack.errors import GoaltrackError
from goaltrack.i18n.catalog import Phrase
from goaltrack.importing.cells import is_missing
from goaltrack.importing.dates import as_iso
from goaltrack.importing.layout import period_of
from goaltrack.importing.readers import Doubt
from goaltrack.importing.reconcile import Adds, number_in_doubt
from goaltrack.ledger.toml_text import Value
from goaltrack.model.amount import read
from goaltrack.model.ledger import Entry, Kind
from goaltrack.model.period import Period
from goaltrack.model.period import read as read_period
from goaltrack.model.years import Years

_NO_YEAR = Phrase("the table does not say of which year '{text}' is: add a due date")
_ADDS = Phrase(
    "the values by time may be single amounts, or what it comes to by then: "
    "choose with --amounts or --totals"
)
_SUMS = (Kind.TOTAL, Kind.YEAR_TOTAL)


class Cell(NamedTuple):
    """A value of a time: the column that it stands in, its period and its number."""

    column: str
    period: Period
    number: Decimal


class DoubtfulError(Exception):
    """A cell cannot be taken as it is."""

    def __init__(self, column: str, why: Phrase) -> None:
        super().__init__(column)
        self.column = column
        self.why = why


class Counted(NamedTuple):
    """How the numbers of a row are read: the goal, its unit, kind and years."""

    goal: str
    unit: str
    kind: Kind
    years: Years
    decimal: str
    year: str
    """The year of periods that are written without one; empty if it is not known."""
    doubts: Mapping[str, Doubt] = {}
    """Numbers that a workbook may show otherwise, by column."""


def timed_cells(
    texts: Mapping[str, str], periods: Mapping[str, str], how: Counted
) -> list[Cell]:
    """Return the values that a row has in columns of periods, in their order.

    Raises:
        DoubtfulError: one is no number, or of no known year.
    """
    found = []
    for column, period in timed_periods(texts, periods, how):
        text = texts[column]
        is_share = how.unit == "%"
        doubt = how.doubts.get(column)
        why = number_in_doubt(text, how.decimal, doubt, is_share=is_share)
        if why:
            raise DoubtfulError(column, why)
        try:
            number = read(text, how.unit, how.goal, how.decimal or ".").number
        except GoaltrackError as error:
            raise DoubtfulError(column, error.phrase.first_line) from None
        found.append(Cell(column, period, number))
    return sorted(found, key=lambda cell: (cell.period.last, cell.period.first))


def timed_periods(
    texts: Mapping[str, str], periods: Mapping[str, str], how: Counted
) -> Iterator[tuple[str, Period]]:
    """Yield the columns in which a row says something, and their periods.

    Raises:
        DoubtfulError: the year of one is not known.
    """
    for column, name in periods.items():
        if is_missing(texts.get(column, "")):
            continue
        when = period_of(name, how.year)
        if not when:
            raise DoubtfulError(column, _NO_YEAR.about(text=name))
        yield column, read_period(as_iso(when), how.years)


def are_amounts(
    cells: Sequence[Cell], how: Counted, target: Decimal | None, adds: Adds | None
) -> bool:
    """Return whether each cell is of its period alone, and no total by then.

    Raises:
        DoubtfulError: it may be either.
    """
    if how.kind not in _SUMS or not cells:
        return False
    adds = adds or _told(cells, how.years, target)
    if adds is None:
        raise DoubtfulError(cells[0].column, _ADDS)
    return adds is Adds.AMOUNTS


def summed(cells: Iterable[Cell]) -> list[Cell]:
    """Return single amounts as what they come to by the end of each period."""
    total, found = Decimal(0), []
    for cell in cells:
        total += cell.number
        found.append(cell._replace(number=total))
    return found


def _told(cells: Iterable[Cell], years: Years, target: Decimal | None) -> Adds | None:
    """Return what periods and numbers tell of themselves; None if it is open."""
    found = list(cells)
    if all(cell.period.first == years.first_of(cell.period.last) for cell in found):
        return Adds.TOTALS
    numbers = [cell.number for cell in found]
    is_rising = numbers == sorted(numbers) and (target is None or numbers[-1] <= target)
    if target is not None and sum(numbers) == target:
        return Adds.AMOUNTS if numbers[-1] != target else None
    leads_there = target is not None and is_rising and numbers[-1] == target
    return Adds.TOTALS if leads_there else None


def checkpoints(cells: Iterable[Cell], due: Period | None) -> list[Value]:
    """Return the cells as the plan of a goal: those before it is due."""
    return [
        {"on": cell.period.last, "value": cell.number}
        for cell in cells
        if due is None or cell.period.last < due.last
    ]


def figures(cells: Iterable[Cell], how: Counted, *, amounts: bool) -> list[Entry]:
    """Return the cells as entries of a goal, without ids."""
    found = []
    for cell in cells:
        period = cell.period
        if how.kind is Kind.LEVEL or (how.kind is Kind.TOTAL and not amounts):
            period = Period(period.last, period.last)
        elif how.kind is Kind.YEAR_TOTAL and not amounts:
            period = Period(how.years.first_of(period.last), period.last)
        found.append(Entry(period, value=cell.number))
    return found
