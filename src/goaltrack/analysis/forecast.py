"""Whether a goal will be met: the value on its due date, with ranges and a probability.

Pace and probability are two facts. The forecast refuses, and says why, where it cannot
know: under three figures, where nothing has moved, when the due date is here. What it
knows poorly it hedges: the chance stays off 0 and 1.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from math import sqrt
from typing import TYPE_CHECKING, NamedTuple, Protocol

from goaltrack.analysis.deciding import is_self_recorded
from goaltrack.analysis.pace import YearEstimate, is_whole_year, start_of_total
from goaltrack.analysis.series import Figure
from goaltrack.analysis.student_t import StudentOutlook
from goaltrack.model.ledger import (
    CEILINGS,
    Aim,
    Goal,
    Kind,
    Range,
    meets,
    slack_of,
    tolerated,
)

if TYPE_CHECKING:
    from goaltrack.analysis.gamma_total import GammaTotal
    from goaltrack.analysis.smoothed_level import SmoothedLevel

FEWEST = 3
"""Under three figures there is a line, and no way to tell how far to trust it."""

_HORIZON = 20 * 365
"""How far ahead a date is looked for, in days."""
_ALL = 100
"""Percent that a share does not pass, if it never has."""
_FAR = 3
"""How many times the record ahead a range of 95 % is no longer known."""
_SOME, _WIDE = (0.05, 0.95), (0.10, 0.90)
_SURE_RISES = 3
_LONG = 2
_QUARTER = 4
_MONTH = 30.44

Points = list[tuple[int, float]]


class Outlook(Protocol):
    """The distribution of a value to come, which may have single values with a chance.

    So is 0 where nothing lies below it, or what is there where nothing more may come.
    """

    @property
    def median(self) -> float:
        """The value that it is as likely to be below as above."""

    def quantile(self, share: float) -> float:
        """The value below which it will be with that probability."""

    def below(self, value: float) -> float:
        """The probability that it will be below the value."""

    def at_most(self, value: float) -> float:
        """The probability that it will be the value or below."""


class Fit(Protocol):
    """A model fitted to the figures, for the outlook on a day to come."""

    @property
    def day(self) -> int:
        """The ordinal of the day of the last figure."""

    @property
    def days(self) -> int:
        """From the first figure to the last."""

    def at(self, day: int) -> Outlook:
        """The outlook on a day after it."""


class Forecast(NamedTuple):
    """The forecast of the value on the due date, or the reason why there is none."""

    on: date
    outlook: Outlook | None
    probability: float | None
    """That the value meets the target on that day (not: at some time before)."""
    method: str | None
    """`level` (from figures), `total` (from what adds up), `left` (from what is left),
    `years` (from whole years), `year` (from part of one), `kept` (from how often)."""
    refused: str | None
    """The name of the reason, where nothing is forecast."""
    fit: "SmoothedLevel | GammaTotal | None" = None
    points: int = 0
    """How many figures it rests on."""
    hedge: str | None = None
    """The name of the reason why the chance is kept off 0 and 1, where it is."""
    ahead: float = 0.0
    """How far it looks ahead, 1 being as far as the record goes back."""
    kept: tuple[int, int] | None = None
    """How many figures met the target, and how many there are."""

    @property
    def is_far(self) -> bool:
        """Whether it looks further ahead than the record goes."""
        return self.ahead > 1

    def interval(self, share: float) -> tuple[float, float] | None:
        """The range that holds the value with that probability; None: not known."""
        if self.outlook is None or (self.ahead > _FAR and share > _WIDE[1]):
            return None
        rest = (1 - share) / 2
        return self.outlook.quantile(rest), self.outlook.quantile(1 - rest)


def forecast(
    goal: Goal, figures: Sequence[Figure], year: YearEstimate | None, as_of: date
) -> Forecast | None:
    """The forecast of the goal; None where there is no number to be met by a day."""
    if goal.due is None or goal.target is None:
        return None
    on = goal.due.last
    if as_of >= on or (figures and figures[-1].period.last >= on):
        return _refusal(on, "past-due")
    if goal.kind in (Kind.LEVEL, Kind.RATE) and isinstance(goal.target, Range):
        return _of_kept(goal, figures, on)
    if year and not year.is_complete and year.year == goal.years.number(on):
        return _of_year(goal, year, on)
    return _of_points(goal, figures, year, (as_of, on))


def _refusal(on: date, why: str, points: int = 0) -> Forecast:
    return Forecast(on, None, None, None, why, None, points)


def _of_year(goal: Goal, year: YearEstimate, on: date) -> Forecast:
    if year.outlook is None:
        return _refusal(on, "not-moved" if year.to_date <= 0 else "early-in-year")
    chance = probability(goal, year.outlook)
    return Forecast(on, year.outlook, chance, "year", None, None, year.years)


def _of_points(
    goal: Goal,
    figures: Sequence[Figure],
    year: YearEstimate | None,
    days: tuple[date, date],
) -> Forecast:
    """By how the figures moved; `days` are the one of the view, and the due date."""
    as_of, on = days
    points = _points(goal, figures, year, as_of)
    if len(points) < FEWEST:
        return _refusal(on, "too-few", len(points))
    values = [value for _, value in points]
    if all(value == values[0] for value in values):
        return _refusal(on, "not-moved", len(points))
    if goal.kind is Kind.TOTAL and values == sorted(values):
        return _of_total(goal, figures, points, on)
    if _is_burn_down(goal, values):
        return _of_what_is_left(goal, points, on)
    return _of_level(goal, points, year, on)


def _of_kept(goal: Goal, figures: Sequence[Figure], on: date) -> Forecast:
    """By how often the range was kept: a trend says little of what is held."""
    known = len(figures)
    if known < FEWEST:
        return _refusal(on, "too-few", known)
    kept = sum(meets(goal, figure.value) for figure in figures)
    chance = (kept + 1) / (known + 2)
    return Forecast(on, None, chance, "kept", None, None, known, kept=(kept, known))


def _of_level(
    goal: Goal, points: Points, year: YearEstimate | None, on: date
) -> Forecast:
    from goaltrack.analysis.smoothed_level import smoothed_level  # noqa: PLC0415

    day = on.toordinal()
    fitted = smoothed_level(points, day)._replace(bounds=_bounds(goal, points))
    outlook = _with_year(fitted.at(day), year)
    return Forecast(
        on,
        outlook,
        probability(goal, outlook),
        "years" if year else "level",
        None,
        fitted,
        fitted.steps + 1,
        ahead=(day - fitted.day) / fitted.days,
    )


def _bounds(goal: Goal, points: Points) -> tuple[float | None, float | None]:
    """Return what the value never passed, and by its nature will not: 0, and 100 %."""
    values = [value for _, value in points]
    target = goal.target if isinstance(goal.target, Decimal) else Decimal(0)
    low = 0.0 if min(values) >= 0 and target >= 0 else None
    is_share = goal.unit in ("%", "％") and max(values) <= _ALL and target <= _ALL
    return low, float(_ALL) if is_share else None


def _of_total(
    goal: Goal, figures: Sequence[Figure], points: Points, on: date
) -> Forecast:
    """By how much more comes. A supposed figure moves only what is there."""
    from goaltrack.analysis.gamma_total import gamma_total  # noqa: PLC0415 - of totals

    day = on.toordinal()
    fitted = gamma_total(_recorded(goal, figures) or points, day)
    last, value = points[-1]
    supposed = max(last - fitted.day, 0)
    fitted = fitted._replace(value=value, day=fitted.day + supposed, supposed=supposed)
    outlook = fitted.at(day)
    hedge = _hedge(fitted, day)
    chance = _hedged(hedge, probability(goal, outlook))
    chance = _decided(goal, figures[-1].value, chance)
    ahead = (day - fitted.day) / fitted.days
    # The day of the view is no figure.
    count = len(points) - (last > figures[-1].period.last.toordinal())
    return Forecast(on, outlook, chance, "total", None, fitted, count, hedge, ahead)


def _recorded(goal: Goal, figures: Sequence[Figure]) -> Points | None:
    """Return the points before a figure that is supposed; None where none is.

    None as well where too few are left, or they say nothing.
    """
    place = next((n for n, f in enumerate(figures) if f.entry.supposed), None)
    if place is None:
        return None
    as_of = figures[place].entry.supposed or date.max
    points = _points(goal, figures[:place], None, as_of)
    is_enough = len(points) >= FEWEST and points[0][1] < points[-1][1]
    return points if is_enough else None


def _of_what_is_left(goal: Goal, points: Points, on: date) -> Forecast:
    """A burn-down: what is done, as a total, is taken from what is left."""
    from goaltrack.analysis.gamma_total import gamma_total  # noqa: PLC0415 - as above

    day, first = on.toordinal(), points[0][1]
    fitted = gamma_total([(at, first - value) for at, value in points], day)
    fitted = fitted._replace(value=points[-1][1], falls=True)
    outlook, hedge = fitted.at(day), _hedge(fitted, day)
    chance = _hedged(hedge, probability(goal, outlook))
    ahead = (day - fitted.day) / fitted.days
    return Forecast(
        on, outlook, chance, "left", None, fitted, len(points), hedge, ahead
    )


def _is_burn_down(goal: Goal, values: Sequence[float]) -> bool:
    """Whether it is a level that only fell, in whole units, towards 0."""
    target = goal.target
    return (
        goal.kind is Kind.LEVEL
        and goal.aim in CEILINGS
        and isinstance(target, Decimal)
        and 0 <= target <= values[0] / _QUARTER
        and values[-1] >= 0
        and all(value.is_integer() for value in values)
        and all(after <= before for before, after in pairwise(values))
    )


def _hedge(fitted: "GammaTotal", day: int) -> str | None:
    """Return why so little is known of a total that nothing is as good as certain."""
    if day - fitted.day > fitted.days:
        return "far"
    if fitted.is_s_shaped:
        return "s-shaped"
    if fitted.rises < _SURE_RISES:
        return "few-rises"
    return "idle" if fitted.idle * fitted.rises > _LONG else None


_HEDGES = {"far": _WIDE, "s-shaped": _WIDE, "few-rises": _SOME, "idle": _SOME}


def _hedged(hedge: str | None, chance: float) -> float:
    low, high = _HEDGES.get(hedge or "", (0.0, 1.0))
    return min(max(chance, low), high)


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
        return outlook.at_most(high) - outlook.below(low)
    bound = float(tolerated(goal, target or Decimal(0)))
    if goal.aim is Aim.AT_MOST:
        return outlook.at_most(bound)
    if goal.aim is Aim.BELOW:
        return outlook.below(bound)
    if goal.aim is Aim.ABOVE:
        return 1 - outlook.at_most(bound)
    return 1 - outlook.below(bound)


def passing(goal: Goal, fitted: Fit, share: float, as_of: date) -> date | None:
    """The first day after `as_of` on which the target is met with that probability.

    None if that does not come within three times the record, or twenty years.
    """

    def is_reached(day: int) -> bool:
        return probability(goal, fitted.at(day)) >= share

    start = max(fitted.day, as_of.toordinal()) + 1
    day = _first(is_reached, start, start + min(_HORIZON, _FAR * fitted.days))
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
    goal: Goal, figures: Sequence[Figure], year: YearEstimate | None, as_of: date
) -> Points:
    """The values that show how the goal moves, by day; of a yearly flow whole years.

    Of a self-recorded total the day of the view is known too: as much was there then.
    """
    begin: Points = []
    if goal.kind is Kind.TOTAL:
        start = start_of_total(goal, figures)
        begin = [(start.toordinal() - 1, 0.0)] if start else []
    elif goal.baseline:
        baseline = goal.baseline
        begin = [(baseline.period.last.toordinal(), float(baseline.value))]
    if goal.kind is Kind.YEAR_TOTAL:
        figures = [figure for figure in figures if is_whole_year(figure)]
    elif goal.kind is Kind.RATE:
        figures = _of_one_length(figures)
    points = [
        (figure.period.last.toordinal(), float(figure.value)) for figure in figures
    ]
    if year and not year.is_complete:
        points.append((year.period.last.toordinal(), float(year.estimate)))
    if points and is_self_recorded(goal, figures) and as_of.toordinal() > points[-1][0]:
        points.append((as_of.toordinal(), points[-1][1]))
    if begin and points and begin[0][0] >= points[0][0]:
        # A baseline among the figures: that of its day counts.
        return sorted(dict(begin + points).items())
    return begin + points


def _of_one_length(figures: Sequence[Figure]) -> Sequence[Figure]:
    """Return the figures of the usual length: others measure something else."""
    lengths = Counter(_length(figure) for figure in figures)
    if len(lengths) <= 1:
        return figures
    usual = max(lengths, key=lambda length: (lengths[length], length))
    return [figure for figure in figures if _length(figure) == usual]


def _length(figure: Figure) -> int:
    """How many months a figure covers; of less than half of one, minus its days."""
    days = figure.period.days
    return round(days / _MONTH) or -days


def _with_year(outlook: StudentOutlook, year: YearEstimate | None) -> StudentOutlook:
    """The outlook, widened by how unsure the year is that it begins from."""
    if year is None or year.outlook is None:
        return outlook
    unsure = year.outlook.median * year.outlook.scale
    return outlook._replace(scale=sqrt(outlook.scale**2 + unsure**2))


def forecast_of_kept(
    on: date, kept: int, missed: int, rest: int, wanted: int
) -> Forecast:
    """The chance of a standing target: of `rest` periods to come `wanted` are needed.

    By how many were kept and missed so far.
    """
    known = kept + missed
    if known < FEWEST:
        return Forecast(on, None, None, None, "too-few-kept", None, known)
    from goaltrack.analysis.kept_share import chance_of_keeping  # noqa: PLC0415 - rare

    chance = chance_of_keeping(kept, missed, rest, wanted)
    return Forecast(on, None, chance, "kept", None, None, known, kept=(kept, known))
