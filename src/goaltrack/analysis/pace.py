"""The plan line: where a goal should be on a day, and by how much it is off it.

Shares and ratios are exact fractions rounded to 28 digits: 0.5 is half. The
formulas are those of earned value and of linear progress: progress = (y - b) /
(G - b), time elapsed = (t - t0) / (T - t0), pace ratio = progress / planned
progress, with y the figure at t, b the baseline at t0, G the target at T.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from goaltrack.analysis.series import Figure
from goaltrack.analysis.student_t import StudentOutlook
from goaltrack.analysis.year_share import year_share
from goaltrack.model.ledger import CEILINGS, Goal, Kind, Point, Range, meets
from goaltrack.model.period import Period
from goaltrack.model.years import CALENDAR, Years

_ZERO = Decimal(0)
_ONE = Decimal(1)
_DECEMBER, _LAST = 12, 31
_YEAR = Decimal("365.2425")
"""Days of a mean Gregorian year: turns a rate a day into one a year."""


class YearEstimate(NamedTuple):
    """The estimate of a year, calendar or fiscal, from its figure so far."""

    year: int
    """Its number."""
    period: Period
    to_date: Decimal
    estimate: Decimal
    share: Decimal
    """The part of the year that the figure is taken for: 1 for a whole year."""
    days_share: Decimal
    """The part of the year's days that the figure covers."""
    years: int
    """How many earlier years the share is learned from; 0 is even pace."""
    outlook: StudentOutlook | None
    """How sure it is; None for a whole year, too early in it, and of nothing."""

    @property
    def is_complete(self) -> bool:
        """Whether the year is over, so that nothing is estimated."""
        return self.days_share == 1


class Trajectory(NamedTuple):
    """The course of a goal from its baseline to its target, and its place on it.

    Times are counted in days, or in years where whole years are compared.
    """

    baseline: Point
    progress: Decimal | None
    """None where the baseline meets the target already: there is no way to go."""
    time_elapsed: Decimal
    """The share of the time from the baseline to the due date that has passed."""
    planned: Decimal
    """The value on the plan line at the date of the figure, in the unit."""
    pace_ratio: Decimal | None
    days_ahead: int | None
    """Days until, or since, the plan line has the figure; None off the line."""
    is_budget: bool = False
    """Whether it is to be gone slowly: a ceiling on what adds up."""


def is_whole_year(figure: Figure) -> bool:
    """Whether the year to date of a year-total is the whole year."""
    first, last = figure.period
    if (first.month, first.day) == (1, 1):
        # As nearly all years are.
        return last.month == _DECEMBER and last.day == _LAST
    return last == _end_of_year(first)


def _end_of_year(first: date) -> date:
    """Return the last day of the year that begins on a first of a month."""
    if first.month == 1:
        return date(first.year, _DECEMBER, _LAST)
    return date.fromordinal(date(first.year + 1, first.month, 1).toordinal() - 1)


def year_estimate(figures: Sequence[Figure], years: Years = CALENDAR) -> YearEstimate:
    """The last figure's year, by the share that earlier years had at the same point.

    The share is the geometric mean of up to five earlier years that are known both
    at the same day of the year and whole; without any, what the days say (even
    pace). A whole year is its own estimate.
    """
    figure = figures[-1]
    first, value = figure.period.first, figure.value
    period = Period(first, _end_of_year(first))
    year = years.number(first)
    if years.are_fiscal:
        period = years.year(year)
    part = Decimal(figure.period.days) / period.days
    if part == 1:
        return YearEstimate(year, period, value, value, part, part, 0, None)
    if value <= 0:
        even = value / part
        return YearEstimate(year, period, value, even, part, part, 0, None)
    found = year_share(float(value), float(part), _history(figures))
    share = Decimal(found.share) if found.years else part
    return YearEstimate(
        year, period, value, value / share, share, part, found.years, found.outlook
    )


def year_estimates(figures: Sequence[Figure]) -> Iterator[YearEstimate]:
    """Yield the estimate of each figure's year when that figure was the last one."""
    # Only whole years and those at the same point say anything of a year: all of
    # the others left out, many figures cost no more than each by itself.
    whole: list[Figure] = []
    at: dict[tuple[int, int], list[Figure]] = {}
    for figure in figures:
        same = at.setdefault(_point_of_year(figure), [])
        yield year_estimate((*whole, *same, figure))
        (whole if is_whole_year(figure) else same).append(figure)


def _history(figures: Sequence[Figure]) -> list[tuple[float, float]]:
    """Return for each earlier year its figure by the same day, and at its end."""
    last = figures[-1].period
    at: dict[int, float] = {}
    whole: dict[int, float] = {}
    for figure in figures:
        year = figure.period.first.year
        if year < last.first.year and figure.value > 0:
            if is_whole_year(figure):
                whole[year] = float(figure.value)
            elif _point_of_year(figure) == _point_of_year(figures[-1]):
                at[year] = float(figure.value)
    return [(at[year], whole[year]) for year in sorted(at) if year in whole]


def _point_of_year(figure: Figure) -> tuple[int, int]:
    """Month and day of the year; the end of February is one point in all years."""
    month, day = figure.period.last.month, figure.period.last.day
    return (2, 28) if (month, day) == (2, 29) else (month, day)


def find_trajectory(
    goal: Goal, figures: tuple[Figure, ...], at_day: date | None = None
) -> Trajectory | None:
    """Return the place of the last figure, or its year's estimate, on the way.

    On the day of the figure; on `at_day` where the total is known to be still the same.
    None where nothing says from where progress is counted or when it is due,
    and where the figure is no younger than the baseline.
    """
    target, due = goal.target, goal.due
    if goal.kind is Kind.RATE:
        return None
    baseline = _baseline(goal, figures)
    if baseline is None or due is None or not isinstance(target, Decimal):
        return None
    last = figures[-1]
    value, day = last.value, at_day or last.period.last
    begin, at, end = (d.toordinal() for d in (baseline.period.last, day, due.last))
    if goal.kind is Kind.YEAR_TOTAL and not _is_due_year(goal, last):
        # Years are compared with years, whatever part of one is known.
        number = goal.years.number
        value = year_estimate(figures).estimate
        begin, at, end = map(number, (baseline.period.last, day, due.last))
        day = _end_of_year(last.period.first)
    if not begin < at or not begin < end:
        return None
    time_elapsed = Decimal(at - begin) / (end - begin)
    share = time_elapsed
    if _is_due_year(goal, last):
        # Where the year should be by now is what earlier years had come to by then.
        share = year_estimate(figures).share
    planned = _planned(goal, (baseline, Point(due, target)), day, share)
    span = target - baseline.value
    slowly = is_budget(goal) and (goal.kind is Kind.TOTAL or _is_due_year(goal, last))
    if span == 0 or (meets(goal, baseline.value) and not slowly):
        return Trajectory(baseline, None, time_elapsed, planned, None, None, slowly)
    progress = (value - baseline.value) / span
    expected = (planned - baseline.value) / span
    ahead = None
    if share == time_elapsed and not goal.plan and goal.pace == "linear" and not slowly:
        days = due.last.toordinal() - baseline.period.last.toordinal()
        ahead = round((progress - time_elapsed) * days)
    # Of a budget, how slowly it is used up.
    top, bottom = (expected, progress) if slowly else (progress, expected)
    ratio = _ratio(top, bottom)
    return Trajectory(baseline, progress, time_elapsed, planned, ratio, ahead, slowly)


def planned_on(goal: Goal, baseline: Point, day: date) -> Decimal | None:
    """The plan line on a day from the baseline to the due date; None outside them."""
    if goal.due is None or not isinstance(goal.target, Decimal):
        return None
    begin, end = baseline.period.last.toordinal(), goal.due.last.toordinal()
    if not begin <= day.toordinal() <= end or begin == end:
        return None
    share = Decimal(day.toordinal() - begin) / (end - begin)
    return _planned(goal, (baseline, Point(goal.due, goal.target)), day, share)


def is_budget(goal: Goal) -> bool:
    """Whether the goal is a bound on what adds up, which is to be used slowly.

    Such as a ceiling; or a floor that nothing yet meets: a deficit of at least -50.
    """
    return (
        goal.kind in (Kind.TOTAL, Kind.YEAR_TOTAL)
        and isinstance(goal.target, Decimal)
        and (goal.aim in CEILINGS or goal.target <= 0)
        and meets(goal, _ZERO)
    )


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

    In the due year of a yearly flow from 0 at its beginning, of a total from 0 at its
    start. Else from what the ledger names, or from the first figure. A total whose
    start is not named counts from 0 before its due period, if no figure is
    older, else before its first figure: what adds up begins with nothing.
    """
    if _is_due_year(goal, figures[-1]):
        return _nothing_before(figures[-1].period.first)
    if goal.baseline and goal.kind is not Kind.TOTAL:
        return goal.baseline
    if goal.kind is Kind.TOTAL:
        return _nothing_before(goal.start or _begins(goal, figures[0].period))
    if goal.kind is Kind.YEAR_TOTAL:
        figures = tuple(figure for figure in figures if is_whole_year(figure))
    return Point(figures[0].period, figures[0].value) if figures else None


def _begins(goal: Goal, first: Period) -> date:
    """Return the day from which a total without `start` counts."""
    return _due_from(goal, first) or first.first


def _due_from(goal: Goal, first: Period) -> date | None:
    """Return the first day of a due period that the first figure is not before."""
    due = goal.due
    if due and due.first < due.last and due.first <= first.first:
        return due.first
    return None


def start_of_total(goal: Goal, figures: Sequence[Figure]) -> date | None:
    """The first day of which a total counts; None where only a first day is known."""
    if goal.start or not figures:
        return goal.start
    first = figures[0].period
    begin = first.first if first.first < first.last else None
    return _due_from(goal, first) or begin


def _nothing_before(day: date) -> Point:
    eve = date.fromordinal(max(day.toordinal() - 1, 1))
    return Point(Period(eve, eve), _ZERO)


def _is_due_year(goal: Goal, figure: Figure) -> bool:
    return (
        goal.kind is Kind.YEAR_TOTAL
        and goal.due is not None
        and goal.years.number(figure.period.last) == goal.years.number(goal.due.last)
    )


def _planned(
    goal: Goal, ends: tuple[Point, Point], day: date, share: Decimal
) -> Decimal:
    """Return the planned value on a day by which a share of the time has passed.

    Through checkpoints, growing evenly, or straight.
    """
    start, end = ends[0].value, ends[1].value
    if goal.plan:
        return _between([ends[0], *goal.plan, ends[1]], day)
    if goal.pace == "growth" and start > 0 and end > 0:
        return start * (end / start) ** share
    return start + (end - start) * share


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
