"""The plan line: where a goal should be on a day, and by how much it is off it.

Shares and ratios are exact fractions rounded to 28 digits: 0.5 is half. The
formulas are those of earned value and of linear progress: progress = (y - b) /
(G - b), time share = (t - t0) / (T - t0), pace ratio = progress / planned
progress, with y the figure at t, b the baseline at t0, G the target at T.
"""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from goaltrack.core.model import CEILINGS, Goal, Kind, Point, Range, meets
from goaltrack.core.period import Period
from goaltrack.core.series import Figure

_ZERO = Decimal(0)
_ONE = Decimal(1)
_YEAR = Decimal("365.2425")
"""Days of a mean Gregorian year: turns a rate a day into one a year."""


class YearEstimate(NamedTuple):
    """What a calendar year will come to, from its figure so far."""

    year: int
    to_date: Decimal
    estimate: Decimal
    share: Decimal
    """The part of the year's days that the figure covers: 1 for a whole year."""

    @property
    def is_complete(self) -> bool:
        """Whether the year is over, so that nothing is estimated."""
        return self.share == 1


class Way(NamedTuple):
    """A goal's way from its baseline to its target, and where on it it stands.

    Times are counted in days, or in years where whole years are compared.
    """

    baseline: Point
    progress: Decimal | None
    """None where the baseline meets the target already: there is no way to go."""
    time_share: Decimal
    planned: Decimal
    """The value on the plan line at the date of the figure, in the unit."""
    pace_ratio: Decimal | None
    days_ahead: int | None
    """Days until, or since, the plan line has the figure; None off the line."""


def year_estimate(figure: Figure) -> YearEstimate:
    """The figure's year by even pace: as much on each day still to come.

    A whole year is its own estimate.
    """
    year = figure.period.first.year
    days = date(year, 12, 31).toordinal() - date(year, 1, 1).toordinal() + 1
    share = Decimal(figure.period.days) / days
    estimate = figure.value if share == 1 else figure.value / share
    return YearEstimate(year, figure.value, estimate, share)


def way(goal: Goal, figures: tuple[Figure, ...]) -> Way | None:
    """Where the last figure, or the estimate of its year, stands on the way.

    None where nothing says from where progress is counted or when it is due,
    and where the figure is no younger than the baseline.
    """
    target, due = goal.target, goal.due
    baseline = _baseline(goal, figures)
    if baseline is None or due is None or not isinstance(target, Decimal):
        return None
    last = figures[-1]
    value, day = last.value, last.period.last
    begin, at, end = (d.toordinal() for d in (baseline.period.last, day, due.last))
    if goal.kind is Kind.YEAR_TOTAL and not _is_due_year(goal, last):
        # Years are compared with years, whatever part of one is known.
        value, day = year_estimate(last).estimate, date(day.year, 12, 31)
        begin, at, end = baseline.period.last.year, day.year, due.last.year
    if not begin < at or not begin < end:
        return None
    time_share = Decimal(at - begin) / (end - begin)
    planned = _planned(goal, (baseline, Point(due, target)), day, time_share)
    span = target - baseline.value
    is_budget = goal.aim in CEILINGS and (
        goal.kind is Kind.TOTAL or _is_due_year(goal, last)
    )
    if span == 0 or (meets(goal, baseline.value) and not is_budget):
        return Way(baseline, None, time_share, planned, None, None)
    progress = (value - baseline.value) / span
    expected = (planned - baseline.value) / span
    ahead = None
    if not goal.plan and goal.pace == "linear":
        days = due.last.toordinal() - baseline.period.last.toordinal()
        ahead = round((progress - time_share) * days)
    # Of a budget, how slowly it is used up.
    top, bottom = (expected, progress) if is_budget else (progress, expected)
    return Way(baseline, progress, time_share, planned, _ratio(top, bottom), ahead)


def per_year(amount: Decimal, days: int) -> Decimal:
    """The rate a year of an amount that is spread over so many days."""
    return amount * _YEAR / days


def growth(start: Decimal, end: Decimal, years: Decimal) -> Decimal | None:
    """The growth a year that leads from start to end; None unless both are positive."""
    if start <= 0 or end <= 0 or years <= 0:
        return None
    return (end / start) ** (_ONE / years) - 1


def _baseline(goal: Goal, figures: tuple[Figure, ...]) -> Point | None:
    """From where progress is counted, true at the end of its last day.

    In the due year of a yearly flow from 0 at its beginning. Else from what the
    ledger names, from 0 at the start of a total, or from the first figure.
    """
    if _is_due_year(goal, figures[-1]):
        return _nothing_before(figures[-1].period.first)
    if goal.baseline:
        return goal.baseline
    if goal.kind is Kind.TOTAL and goal.start:
        return _nothing_before(goal.start)
    if goal.kind is Kind.YEAR_TOTAL:
        figures = tuple(f for f in figures if year_estimate(f).is_complete)
    return Point(figures[0].period, figures[0].value) if figures else None


def _nothing_before(day: date) -> Point:
    eve = date.fromordinal(max(day.toordinal() - 1, 1))
    return Point(Period(eve, eve), _ZERO)


def _is_due_year(goal: Goal, figure: Figure) -> bool:
    return (
        goal.kind is Kind.YEAR_TOTAL
        and goal.due is not None
        and figure.period.last.year == goal.due.last.year
    )


def _planned(
    goal: Goal, ends: tuple[Point, Point], day: date, time_share: Decimal
) -> Decimal:
    """The plan line on the day: through checkpoints, growing evenly, or straight."""
    start, end = ends[0].value, ends[1].value
    if goal.plan:
        return _between([ends[0], *goal.plan, ends[1]], day)
    if goal.pace == "growth" and start > 0 and end > 0:
        return start * (end / start) ** time_share
    return start + (end - start) * time_share


def _between(points: list[Point], day: date) -> Decimal:
    """The value on the day on straight lines from point to point."""
    before = points[0]
    for after in points[1:]:
        start, end = before.period.last.toordinal(), after.period.last.toordinal()
        if day.toordinal() <= end:
            passed = Decimal(day.toordinal() - start) / (end - start)
            return before.value + (after.value - before.value) * passed
        before = after
    return before.value


def _ratio(top: Decimal, bottom: Decimal) -> Decimal | None:
    return top / bottom if bottom else None


def distance(goal: Goal, value: Decimal) -> Decimal | None:
    """The gap: target minus value; to the nearest bound of a range, 0 inside it."""
    target = goal.target
    if isinstance(target, Range):
        if value < target.low:
            return target.low - value
        return min(target.high - value, _ZERO)
    return None if target is None else target - value
