"""Rates: growth, unemployment, response times; measured afresh for each period.

Nothing is added up, and no progress or pace is computed: a rate is on or off its
target, and the figure of its due period decides.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from statistics import median

from goaltrack.analysis.series import Figure, Series
from goaltrack.model.ledger import Entry, Goal
from goaltrack.model.period import Period

_STEPS = {
    "day": 1,
    "week": 7,
    "month": 31,
    "quarter": 92,
    "half-year": 184,
    "year": 366,
}
"""Days of the longest such interval."""
_LATEST = 12
"""So many of the last figures say how often one comes."""
_AS_LONG = Decimal("0.9")
"""February is as long as March, and 2023 as 2024."""
_PART = Decimal("0.1")
"""A figure is no older on the due day than this part of the time to it."""


def rate_series(goal: Goal, entries: Sequence[Entry]) -> Series:
    """Return one figure for each last day: the one that covers most of the due period.

    Of those that cover as much: the due period itself, then the longest inside it, then
    the shortest around it. Figures that end before `start` are left out.
    """
    days: dict[date, dict[Period, Entry]] = {}
    for entry in entries:
        if entry.value is not None and (
            goal.start is None or entry.period.last >= goal.start
        ):
            days.setdefault(entry.period.last, {})[entry.period] = entry
    figures = []
    for of_day in days.values():
        period = max(of_day, key=lambda period: _coverage(period, goal.due))
        entry = of_day[period]
        figures.append(Figure(period, entry.value or Decimal(0), (entry,)))
    return Series(tuple(figures), ())


def _coverage(period: Period, due: Period | None) -> tuple[int, bool, bool, int]:
    if due is None:
        return period.days, False, False, 0
    first, last = max(period.first, due.first), min(period.last, due.last)
    common = max((last - first).days + 1, 0)
    return common, period == due, common == period.days, -period.days


def deciding_figure(
    goal: Goal, figures: Sequence[Figure], as_of: date
) -> Figure | None:
    """Return the figure that decides a dated rate by the day; None if none does.

    On the due date and after it, the figure that ends on the due period's last day. One
    that is shorter than the period decides only where the goal has never had one as
    long. Where a day is due, after it also the last figure before, if it is no older
    than figures are apart.
    """
    due = goal.due
    if due is None or as_of < due.last:
        return None
    before = [figure for figure in figures if figure.period.last <= due.last]
    if not before:
        return None
    last = before[-1]
    if last.period.last == due.last:
        longest = max(figure.period.days for figure in before)
        is_part = last.period.days < _AS_LONG * due.days <= longest
        return None if is_part else last
    if due.days > 1 or as_of == due.last:
        return None
    away = (due.last - last.period.last).days
    return last if away <= _interval(goal, before) else None


def _interval(goal: Goal, figures: Sequence[Figure]) -> Decimal:
    """Return the days within which a figure is still of the due day."""
    due = goal.due.last if goal.due else figures[-1].period.last
    begin = goal.start or figures[0].period.first
    most = (due - begin).days * _PART
    if goal.every in _STEPS:
        return min(Decimal(_STEPS[goal.every]), most)
    days = [figure.period.last.toordinal() for figure in figures[-_LATEST:]]
    gaps = [after - before for before, after in pairwise(days)]
    return min(Decimal(median(gaps)), most) if gaps else Decimal(0)
