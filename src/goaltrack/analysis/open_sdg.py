"""The progress measure of Open SDG, which governments publish their indicators by.

Its method (github.com/open-sdg/sdg-build, ProgressMeasure, and the methodology of
Statistics Canada): the compound growth a year since the baseline against the one that
the target needs. Its own ways with zero and with a change of sign are kept, so that
published values come out the same; docs/rules.md says what to beware of.
"""

from decimal import Decimal
from typing import NamedTuple

_SMALLEST = 0.001
"""Stands in for a base or target of zero, which has no growth rate."""

_POWER = 4.44


class Measure(NamedTuple):
    """A measurement: a ratio, a status, and a score from -5 to 5."""

    value: float | None
    status: str
    score: float | None


NOT_AVAILABLE = Measure(None, "not_available", None)

# Statuses by the ratio to the growth that is needed; without target, by growth a year.
_WITH_TARGET = (
    (0.95, "substantial_progress"),
    (0.60, "moderate_progress"),
    (0.0, "limited_progress"),
)
_WITHOUT = (
    (0.015, "substantial_progress"),
    (0.005, "moderate_progress"),
    (0.0, "limited_progress"),
)
_WORSE = "deterioration"


_ABOVE = Decimal("7.1429"), Decimal("-4.2857")
_BELOW = Decimal("4.1667"), Decimal("-2.5")
"""The score as a line of the ratio, from 0.60 on and below it."""

_BY_SCORE = (
    (2.5, "substantial_progress"),
    (0.0, "moderate_progress"),
    (-2.5, "limited_progress"),
)


def ratio_of_score(score: Decimal) -> Decimal:
    """Return the ratio to the needed growth that has such a score."""
    steep, at = _ABOVE if score >= 0 else _BELOW
    return (score - at) / steep


def status_of_score(score: float) -> str:
    """Return the status of several series, by the mean of their scores."""
    return _status(score, _BY_SCORE, 1.0)


class Series(NamedTuple):
    """Values at the baseline and now, their years, and what is wished."""

    base: float
    base_year: float
    current: float
    current_year: float
    target: float | None = None
    target_year: float | None = None
    limit: float | None = None
    """A natural limit, such as 0 or 100 percent, for series without target."""
    rises: bool = True


def measure(series: Series) -> Measure:
    """The measure of a series.

    Not available with less than one year between the values, or if they have
    opposite signs.
    """
    base = series.base or _SMALLEST
    current = series.current
    years = series.current_year - series.base_year
    if years < 1 or base * current < 0:
        return NOT_AVAILABLE
    way = (1 if series.rises else -1) * (-1 if base < 0 else 1)
    rate = way * _growth(base, current, years)
    if series.target is None or series.target_year is None:
        return _without_target(rate, base, series.limit)
    target = series.target or _SMALLEST
    ahead = series.target_year - series.base_year
    # No growth leads to the target within its own base year, or across zero.
    has_growth = ahead >= 1 and base * target > 0
    needed = abs(_growth(base, target, ahead)) if has_growth else 0.0
    value = rate / needed if needed else None
    met = current >= target if series.rises else current <= target
    if met:
        return Measure(value, "target_achieved", 5.0)
    if value is None:
        return NOT_AVAILABLE
    if value >= _WITH_TARGET[1][0]:
        score = min(_line(value, _ABOVE), 5.0)
    else:
        score = max(_line(value, _BELOW), -5.0)
    return Measure(value, _status(value, _WITH_TARGET, 1.0), score)


def _line(value: float, line: tuple[Decimal, Decimal]) -> float:
    steep, at = map(float, line)
    return steep * value + at


def _growth(start: float, end: float, years: float) -> float:
    ratio: float = (end / start) ** (1 / years)
    return ratio - 1


def _without_target(rate: float, base: float, limit: float | None) -> Measure:
    """By the growth alone; near a natural limit less of it is asked."""
    share = room(base, limit)
    status = _status(rate, _WITHOUT, share)
    if rate < 0:
        score = max(125 * rate - 2.5, -5.0)
    elif share == 0:
        score = 5.0
    elif rate >= _WITHOUT[0][0] * share:
        score = min(500 * rate / share - 5, 5.0)
    elif rate >= _WITHOUT[1][0] * share:
        score = 250 * rate / share - 1.25
    else:
        score = 500 * rate / share - 2.5
    return Measure(rate, status, score)


def room(base: float, limit: float | None) -> float:
    """Return how much of the usual growth is asked of a series so near its limit."""
    if limit is None or base >= 2 * limit:
        return 1.0
    near = base if base <= limit else 2 * limit - base
    taken: float = (near / limit) ** _POWER
    return 1 - taken


def _status(value: float, bounds: tuple[tuple[float, str], ...], share: float) -> str:
    return next((name for least, name in bounds if value >= least * share), _WORSE)
