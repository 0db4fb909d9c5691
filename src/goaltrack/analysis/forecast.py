"""Whether a goal will be met: the value on its due date, with ranges and a probability.

Pace and probability are two facts. The forecast refuses, and says why, where it cannot
know: under three figures, where nothing has moved, when the due date is here.
"""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from math import sqrt
from typing import NamedTuple

from goaltrack.analysis.pace import YearEstimate, is_whole_year
from goaltrack.analysis.random_walk import FEWEST, Outlook, Walk, thinned, walk
from goaltrack.analysis.series import Figure
from goaltrack.model.ledger import (
    CEILINGS,
    Goal,
    Kind,
    Range,
    meets,
    slack_of,
    tolerated,
)

_HORIZON = 20 * 365
"""How far ahead a date is looked for, in days."""


class Forecast(NamedTuple):
    """The forecast of the value on the due date, or the reason why there is none."""

    on: date
    outlook: Outlook | None
    probability: float | None
    """That the value meets the target on that day (not: at some time before)."""
    method: str | None
    """`walk` (from figures), `years` (from whole years), `year` (from part of one)."""
    refused: str | None
    """The name of the reason, where nothing is forecast."""
    walk: Walk | None = None
    points: int = 0
    """How many figures it rests on."""
    floor: float | None = None
    """A bound that the value cannot fall below: of a total that only grew, its figure.

    0 of one that fell, but never below it.
    """

    def interval(self, share: float) -> tuple[float, float] | None:
        """The range that holds the value with that probability."""
        if self.outlook is None:
            return None
        rest = (1 - share) / 2
        low, high = self.outlook.quantile(rest), self.outlook.quantile(1 - rest)
        return (low, high) if self.floor is None else (max(low, self.floor), high)


def forecast(
    goal: Goal, figures: Sequence[Figure], year: YearEstimate | None, as_of: date
) -> Forecast | None:
    """The forecast of the goal; None where there is no number to be met by a day."""
    if goal.due is None or goal.target is None:
        return None
    on = goal.due.last
    if as_of >= on or (figures and figures[-1].period.last >= on):
        return Forecast(on, None, None, None, "past-due")
    if year and not year.is_complete and year.year == on.year:
        if year.outlook is None:
            return Forecast(on, None, None, None, "not-moved")
        chance = probability(goal, year.outlook)
        return Forecast(on, year.outlook, chance, "year", None, None, year.years)
    points = _points(goal, figures, year)
    if len(points) < FEWEST:
        return Forecast(on, None, None, None, "too-few", None, len(points))
    values = [value for _, value in points]
    if all(value == values[0] for value in values):
        return Forecast(on, None, None, None, "not-moved", None, len(points))
    used = [(day, float(value)) for day, value in thinned(points, on.toordinal())]
    fitted = walk(used)
    outlook = _with_year(fitted.at(on.toordinal()), year)
    method = "years" if year else "walk"
    chance = probability(goal, outlook)
    floor = None
    if goal.kind is Kind.TOTAL and values == sorted(values):
        floor = float(values[-1])
        chance = _decided(goal, figures[-1].value, chance)
    elif goal.kind is Kind.TOTAL and min(values) >= 0:
        floor = 0.0
    return Forecast(on, outlook, chance, method, None, fitted, len(used), floor)


def _decided(goal: Goal, value: Decimal, chance: float) -> float:
    """The chance of a total that only grows: past its target it is decided."""
    if isinstance(goal.target, Range):
        return chance
    is_met = meets(goal, value)
    if goal.aim in CEILINGS:
        return chance if is_met else 0.0
    return 1.0 if is_met else chance


def probability(goal: Goal, outlook: Outlook) -> float:
    """The probability that a value with this outlook meets the target."""
    target = goal.target
    if isinstance(target, Range):
        slack = slack_of(goal) if target.middle is None else 0
        high, low = float(target.high + slack), float(target.low - slack)
        return outlook.below(high) - outlook.below(low)
    below = outlook.below(float(tolerated(goal, target or Decimal(0))))
    return below if goal.aim in CEILINGS else 1 - below


def passing(goal: Goal, fitted: Walk, share: float, as_of: date) -> date | None:
    """The first day after `as_of` on which the target is met with that probability.

    None if that does not come within twenty years at this pace.
    """

    def is_reached(day: int) -> bool:
        return probability(goal, fitted.at(day)) >= share

    start = max(fitted.day, as_of.toordinal()) + 1
    day = _first(is_reached, start, start + _HORIZON)
    return None if day is None else date.fromordinal(day)


def _first(holds: Callable[[int], bool], low: int, high: int) -> int | None:
    """The first day of a hundred and more looked at on which it holds, to the day."""
    high = min(high, date.max.toordinal())
    before, step = low - 1, 1
    while before < high:
        day = min(before + step, high)
        if holds(day):
            while day - before > 1:
                middle = (before + day) // 2
                before, day = (before, middle) if holds(middle) else (middle, day)
            return day
        before, step = day, step + step // 8 + 1
    return None


def _points(
    goal: Goal, figures: Sequence[Figure], year: YearEstimate | None
) -> list[tuple[int, Decimal]]:
    """The values that show how the goal moves, by day; of a yearly flow whole years."""
    begin = []
    if goal.baseline:
        begin = [(goal.baseline.period.last.toordinal(), goal.baseline.value)]
    elif goal.kind is Kind.TOTAL and goal.start:
        begin = [(goal.start.toordinal() - 1, Decimal(0))]
    if goal.kind is Kind.YEAR_TOTAL:
        figures = [figure for figure in figures if is_whole_year(figure)]
    points = [(figure.period.last.toordinal(), figure.value) for figure in figures]
    if year and not year.is_complete:
        points.append((date(year.year, 12, 31).toordinal(), year.estimate))
    if begin and points and begin[0][0] >= points[0][0]:
        # A baseline among the figures: that of its day counts.
        return sorted(dict(begin + points).items())
    return begin + points


def _with_year(outlook: Outlook, year: YearEstimate | None) -> Outlook:
    """The outlook, widened by how unsure the year is that it begins from."""
    if year is None or year.outlook is None:
        return outlook
    unsure = year.outlook.median * year.outlook.scale
    return outlook._replace(scale=sqrt(outlook.scale**2 + unsure**2))
