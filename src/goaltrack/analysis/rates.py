"""Rates: growth, unemployment, response times; measured afresh for each period.

Nothing is added up, and no progress or pace is computed: a rate is on or off its
target, and the figure of its due period decides.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from goaltrack.analysis.deciding import longest_gap
from goaltrack.analysis.series import Figure, Series
from goaltrack.model.ledger import Entry, Goal
from goaltrack.model.period import Period

_AS_LONG = Decimal("0.9")
"""February is as long as March, and 2023 as 2024."""


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
    if goal.closed and figures:
        return figures[-1]
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
    return last if away <= longest_gap(goal, before) else None
