"""Which figure decides a goal on its due date, and what a later one changes."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from goaltrack.analysis.cadence import median
from goaltrack.analysis.pace import is_budget, is_whole_year
from goaltrack.analysis.series import Figure
from goaltrack.model.ledger import CEILINGS, Goal, Kind, Range, meets

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
_PART = Decimal("0.1")
"""A figure is no older on the due day than this part of the time to it."""


class Decision(NamedTuple):
    """The figure that decides a level or year-total, and how it does."""

    figure: Figure
    is_met: bool
    late: Figure | None = None
    """The first figure after the due date that meets what that one does not."""
    on: date | None = None
    """Of a year-total: the day on which it was met."""
    in_year: int | None = None
    """The year that met it, of several in any of which it may be met, and not last."""


def decide_level(goal: Goal, figures: Sequence[Figure], as_of: date) -> Decision | None:
    """Return what decides a dated level by the day; None while nothing does.

    The last figure up to the due date, if it reaches it. Else, once it has passed, the
    last before and the first after it together: both meet, and it was met; only the
    later one does, and it is late. A figure after the due date never turns met into
    missed.
    """
    due = goal.due
    if goal.closed and figures:
        return _last_word(goal, figures[-1])
    if due is None or as_of < due.last:
        return None
    before = [figure for figure in figures if figure.period.last <= due.last]
    after = figures[len(before) :]
    late = next((figure for figure in after if meets(goal, figure.value)), None)
    if before and _reaches(goal, before, as_of):
        is_met = meets(goal, before[-1].value)
        return Decision(before[-1], is_met, None if is_met else late)
    if not after:
        return None
    if before and meets(goal, before[-1].value) and after[0] is late:
        return Decision(before[-1], is_met=True, late=None)
    return Decision(after[0], is_met=False, late=late)


def _last_word(goal: Goal, last: Figure) -> Decision:
    """Return how the last figure decides a goal of which no other will come."""
    is_met = meets(goal, last.value)
    is_late = goal.due is not None and last.period.last > goal.due.last
    return Decision(last, is_met and not is_late, last if is_met and is_late else None)


def decide_year_total(goal: Goal, figures: Sequence[Figure]) -> Decision | None:
    """Return what decides a dated year-total; None while nothing does.

    A whole due year decides. Before it is over, a year to date that has passed a target
    to be reached meets it, and one beyond what it may come to misses it: within a year
    what adds up does not fall. Due in several years, it is to be met in one of them; a
    later year is late, and that of a single due year changes nothing.
    """
    due, years = goal.due, goal.years
    if due is None:
        return None
    last = years.number(due.last)
    first = last if due.first == due.last else years.number(due.first)
    by_year: dict[int, list[Figure]] = {}
    for figure in figures:
        by_year.setdefault(years.number(figure.period.first), []).append(figure)
    if goal.closed and figures:
        return _last_word(goal, (by_year.get(last) or figures)[-1])
    for year in range(first, last + 1):
        met = _meeting(goal, by_year.get(year, ()))
        if met:
            later = [
                f for after in range(year + 1, last + 1) for f in by_year.get(after, ())
            ]
            is_lost = bool(later) and not meets(goal, later[-1].value)
            on = _known_on(met)
            return Decision(met, True, None, on, year if is_lost else None)
    if last in by_year:
        figure = by_year[last][-1]
        if is_whole_year(figure) or (first == last and _is_beyond(goal, figure.value)):
            return Decision(figure, False, _late_year(goal, by_year, first, last))
    return None


def _meeting(goal: Goal, of_year: Sequence[Figure]) -> Figure | None:
    """Return the figure of a year that meets the target, and cannot lose it again."""
    can_be_lost = isinstance(goal.target, Range) or is_budget(goal)
    for figure in of_year:
        is_sure = is_whole_year(figure) or not (can_be_lost or goal.aim in CEILINGS)
        if is_sure and meets(goal, figure.value):
            return figure
    return None


def _known_on(figure: Figure) -> date:
    """Return the last day of a figure; if earlier, the day on which it was recorded."""
    known = max(entry.known_since for entry in figure.entries)
    return min(figure.period.last, known)


def _late_year(
    goal: Goal, by_year: Mapping[int, Sequence[Figure]], first: int, last: int
) -> Figure | None:
    """Return the first later figure that meets what was due in any of several years."""
    if first == last:
        return None
    later = (_meeting(goal, by_year[year]) for year in sorted(by_year) if year > last)
    return next(filter(None, later), None)


def _is_beyond(goal: Goal, value: Decimal) -> bool:
    """Whether what adds up has passed its bound, and does not come back."""
    if isinstance(goal.target, Range):
        return value > goal.target.high and not meets(goal, value)
    return (is_budget(goal) or goal.aim in CEILINGS) and not meets(goal, value)


def _reaches(goal: Goal, figures: Sequence[Figure], as_of: date) -> bool:
    """Whether the last of the figures, none of them after the due date, is of it."""
    due, last = goal.due, figures[-1].period.last
    if due is None or last == due.last:
        return True
    if as_of == due.last:
        return False
    gap = usual_gap(goal, figures)
    away = (due.last - last).days
    if due.days > 1:
        # A later one of the due period would be the one that counts.
        return gap is not None and due.first <= last and gap > away
    return away <= longest_gap(goal, figures)


def is_self_recorded(goal: Goal, figures: Sequence[Figure]) -> bool:
    """Whether what is not recorded of a total did not happen.

    Published totals come late, and silence says nothing: they have `every` or `lag`, or
    all of their figures so far cover periods.
    """
    if goal.kind is not Kind.TOTAL or goal.every or goal.lag:
        return False
    return any(
        entry.period.first == entry.period.last
        for figure in figures
        for entry in figure.entries
    )


def is_known_when_due(goal: Goal, figures: Sequence[Figure], as_of: date) -> bool:
    """Whether the figures, none after the due date, say what a total was by then."""
    return bool(figures) and (
        is_self_recorded(goal, figures) or _reaches(goal, figures, as_of)
    )


def usual_gap(goal: Goal, figures: Sequence[Figure]) -> Decimal | None:
    """Return the days from one figure to the next: as expected, else the median."""
    if goal.every in _STEPS:
        return Decimal(_STEPS[goal.every])
    days = [figure.period.last.toordinal() for figure in figures[-_LATEST:]]
    if goal.baseline:
        days.insert(0, goal.baseline.period.last.toordinal())
    gaps = [after - before for before, after in pairwise(days)]
    return Decimal(median(gaps)) if gaps else None


def longest_gap(goal: Goal, figures: Sequence[Figure]) -> Decimal:
    """Return the days within which a figure is still of a due day."""
    due = goal.due.last if goal.due else figures[-1].period.last
    begin = goal.start or figures[0].period.first
    if goal.baseline:
        begin = min(begin, goal.baseline.period.last)
    gap = usual_gap(goal, figures)
    return Decimal(0) if gap is None else min(gap, (due - begin).days * _PART)


def run_start(goal: Goal, figures: Sequence[Figure]) -> date | None:
    """Return the first day of the run of figures that meets the target to the end."""
    found = None
    for figure in reversed(figures):
        if not meets(goal, figure.value):
            break
        found = figure.period.last
    return found
