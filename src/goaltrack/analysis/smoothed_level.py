"""Forecasts of a level by exponential smoothing with a shrunk drift and the season.

The newest figures say where the level is: how much more they say than the older ones is
chosen by how well they would have told the next one. The average rate is followed as
far as it stands out from the noise, and less the further ahead. docs/methods.md has the
formulas, how they compared with what came, and where they are weak. Statistics are
floats: they are estimates, not amounts.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from math import inf, log, sqrt
from operator import itemgetter
from typing import NamedTuple

from goaltrack.analysis.student_t import StudentOutlook

Points = Sequence[tuple[int, float]]
"""Values by the ordinals of their days, which increase."""

_MOST = 60
_KEPT = 4
_APART = 16
"""How many figures of the time ahead apart from one another say something each."""
_NOISE = 4.0
"""How strongly the drift is shrunk: by r² S against four times its variance."""
_DAMPING = 0.3
_FARTHEST = 1.5
_DOF = 5
_EXACT, _CLOSE = 1e-24, 1e-6
_WEIGHTS = (0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 1.0)
"""How much of its surprise the newest figure may move the level by."""

# A season: figures a month or a quarter apart, and how long it is.
_SEASONS = ((range(27, 33), 12), (range(88, 95), 4))
_YEARS = 6
_FEWEST_OF_SEASON = 9
_CLEAR = 2.0
"""From which ratio of the variance between to that within months a season is seen."""


class Season(NamedTuple):
    """The parts that months or quarters add to a level, as far as it is followed."""

    parts: tuple[float, ...]
    """By their place in the year, counted from the first figure; they sum to 0."""
    weight: float
    """How much of the season that was seen is followed, from 0 to 1."""


class SmoothedLevel(NamedTuple):
    """A level fitted to figures, for forecasts around the day it was fitted for."""

    level: float
    """Where it is on the day of the last figure, without season."""
    day: int
    rate: float
    """The average change a day."""
    shrinkage: float
    """How much of the rate is followed, from 0 to 1."""
    weight: float
    """How much of its surprise the newest figure moves the level by, from 0 to 1."""
    variance: float
    """Of a figure one step ahead."""
    days: int
    """From the first figure used to the last."""
    steps: int
    season: Season | None = None
    place: float = 0.0
    """Of the last figure in the season, in steps from the first figure."""
    step: float = 1.0
    """Days between the figures of a season."""
    bounds: tuple[float | None, float | None] = (None, None)
    """The values that the level cannot fall below, and rise above."""

    def at(self, day: int) -> StudentOutlook:
        """The outlook on a day after the last figure; before it, that of its day."""
        ahead = max(day - self.day, 0)
        part = ahead / self.days
        middle = self.level + self.followed(day) + self.seasonal(day)
        wait = ahead * self.steps / self.days
        square = self.weight * self.weight
        grown = 1 + (wait - 1) * square if wait >= 1 else 1 - square + wait * square
        grown *= 1 + self.weight * min(part, _FARTHEST)
        scale = sqrt(self.variance * grown)
        dof = min(self.steps, _DOF)
        return StudentOutlook(middle, scale, dof, False, *self.bounds)

    def followed(self, day: int) -> float:
        """How much of the average change until a day is followed."""
        ahead = day - self.day
        whole = self.shrinkage * self.rate * ahead
        return whole / (1 + _DAMPING * ahead / self.days)

    def seasonal(self, day: int) -> float:
        """The part that the season adds on a day."""
        if self.season is None:
            return 0.0
        steps = round(self.place + (day - self.day) / self.step)
        return self.season.parts[steps % len(self.season.parts)]


def smoothed_level(points: Points, day: int) -> SmoothedLevel:
    """The level through at least three figures, not all equal, for a day to come."""
    season = find_season(points)
    first, last = points[0][0], points[-1][0]
    count = len(points)
    if season:
        parts = season.parts
        length = len(parts)
        points = [(at, y - parts[n % length]) for n, (at, y) in enumerate(points)]
    at, values = zip(*thinned(points, day), strict=True)
    waits = [after - before for before, after in pairwise(at)]
    steps, days = len(waits), at[-1] - at[0]
    rate = (values[-1] - values[0]) / days
    off = (
        (after - before - rate * wait, wait)
        for (before, after), wait in zip(pairwise(values), waits, strict=True)
    )
    noise = sum(one * one / wait for one, wait in off) / (steps - 1)
    signal = rate * rate * days
    shrinkage = signal / (signal + _NOISE * noise) if signal else 0.0
    drift = shrinkage * rate
    waited = [wait * steps / days for wait in waits]
    moves = [
        (y, w, drift * wait)
        for y, w, wait in zip(values[1:], waited, waits, strict=True)
    ]
    level, weight, least = values[-1], 1.0, inf
    largest = max(map(abs, values))
    nothing = _EXACT * largest * largest or _EXACT
    for candidate in _WEIGHTS:
        error, end = _smoothed(values[0], moves, candidate)
        cost = steps * log(max(error, nothing)) - log(candidate)
        # Not by the last digits: the same figures in another unit are to choose alike.
        if cost < least - _CLOSE:
            level, weight, least = end, candidate, cost
    still = [(y, w, 0.0) for y, w, _ in moves]
    variance = _smoothed(values[0], still, weight)[0] / steps
    apart = (last - first) / (count - 1)
    return SmoothedLevel(
        level,
        last,
        rate,
        shrinkage,
        weight,
        variance,
        days,
        steps,
        season,
        count - 1,
        apart,
    )


def _smoothed(
    level: float, moves: Sequence[tuple[float, float, float]], weight: float
) -> tuple[float, float]:
    """Return the squared errors of one step ahead, and the level at the end.

    `moves` has for each figure its value, the steps waited, and the drift meanwhile.
    """
    error, square = 0.0, weight * weight
    kept = 1 - weight
    for value, waited, drift in moves:
        guess = level + drift
        off = value - guess
        error += off * off / max(1.0, 1 + (waited - 1) * square)
        level = guess + (1 - kept**waited) * off
    return error, level


def thinned(points: Points, day: int) -> list[tuple[int, float]]:
    """Return the figures that inform a forecast: not too close for how far it looks.

    At most sixty, the newest first to be kept; the last sixty, if fewer than four would
    remain. Never all alike: the last one that differs is kept too.
    """
    apart = (day - points[-1][0]) / _APART
    kept = [points[-1]]
    end = len(points) - 1
    while len(kept) < _MOST:
        end = bisect_right(points, kept[-1][0] - apart, hi=end, key=itemgetter(0))
        if not end:
            break
        kept.append(points[end - 1])
        end -= 1
    found = kept[::-1] if len(kept) >= _KEPT else list(points[-_MOST:])
    latest = points[-1][1]
    if all(value == latest for _, value in found):
        others = (point for point in reversed(points) if point[1] != latest)
        found = sorted({*found, next(others, found[0])})
    return found


def find_season(points: Points) -> Season | None:
    """The season of monthly or quarterly figures, where it stands out; else None.

    Additive indices of the last six years, by deviations from the centred moving
    average, followed by 1 - 1/F, F the ratio of the variance between to that within
    months.
    """
    length = _season_length(points)
    if not length:
        return None
    begin = max(len(points) - _YEARS * length, 0)
    values = [value for _, value in points[begin:]]
    half = length // 2
    found: list[list[float]] = [[] for _ in range(length)]
    for n in range(half, len(values) - half):
        ends = (values[n - half] + values[n + half]) / 2
        middle = (sum(values[n - half + 1 : n + half]) + ends) / length
        found[(begin + n) % length].append(values[n] - middle)
    means = [sum(some) / len(some) for some in found]
    count = sum(map(len, found))
    whole = sum(map(sum, found)) / count
    between = sum(
        len(some) * (mean - whole) ** 2 for some, mean in zip(found, means, strict=True)
    ) / (length - 1)
    within = sum(
        (one - mean) ** 2
        for some, mean in zip(found, means, strict=True)
        for one in some
    )
    rest = count - length
    if rest <= 0 or between * rest < _CLEAR * within or not between:
        return None
    weight = 1 - within / rest / between
    middle = sum(means) / length
    return Season(tuple(weight * (mean - middle) for mean in means), weight)


def _season_length(points: Points) -> int:
    """Return how many figures make a year, where they come by months or quarters."""
    first = points[1][0] - points[0][0]
    for gaps, length in _SEASONS:
        if first in gaps:
            if len(points) < max(2 * length + 1, _FEWEST_OF_SEASON):
                return 0
            days = map(itemgetter(0), points)
            return length if all(b - a in gaps for a, b in pairwise(days)) else 0
    return 0
