"""Forecasts of a value by a shrunk random walk, with ranges and probabilities.

A shrunk random walk with drift: the average rate so far is followed only as far as
it stands out from the noise, and the ranges widen with the time ahead. The formulas
were chosen on public yearly and quarterly series and checked on others; docs/methods.md
has them, their calibration, and where they are weak. Statistics are floats: they are
estimates, not amounts.
"""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise
from math import exp, log, sqrt
from operator import itemgetter, mul, sub, truediv
from typing import NamedTuple, TypeVar

from goaltrack.analysis.student_t import student_cdf, student_quantile

FEWEST = 3
"""Under three figures there is a line, and no way to tell how far to trust it."""

_MOST = 12
_KEPT = 4
_NOISE = 4.0
"""How strongly the drift is shrunk: by r² S against four times its variance."""

# The spread of a year estimate where its own history says little, as a share of the
# part of the year to come: with several years, with one, with none.
_MANY, _ONE, _NONE = 0.035, 0.045, 0.075


class Outlook(NamedTuple):
    """The distribution of a value to come: Student's t around a median.

    Of a year estimate the logarithm is distributed so, and `scale` is relative.
    """

    median: float
    scale: float
    dof: int
    is_relative: bool = False

    def quantile(self, share: float) -> float:
        """The value below which it will be with that probability."""
        distance = student_quantile(share, self.dof) * self.scale
        if self.is_relative:
            return self.median * exp(distance)
        return self.median + distance

    def below(self, value: float) -> float:
        """The probability that it will be below the value."""
        if self.scale == 0:
            return 0.5 if value == self.median else float(value > self.median)
        if not self.is_relative:
            return student_cdf((value - self.median) / self.scale, self.dof)
        if value <= 0 or self.median <= 0:
            return float(value > self.median)
        return student_cdf(log(value / self.median) / self.scale, self.dof)


class Walk(NamedTuple):
    """A shrunk random walk with drift, fitted to figures at whole days."""

    last: float
    day: int
    rate: float
    """The average change a day."""
    shrinkage: float
    """How much of the rate is followed, from 0 to 1."""
    variance: float
    """Of the change a day."""
    days: int
    """From the first figure used to the last."""
    steps: int

    def at(self, day: int) -> Outlook:
        """The outlook on a day after the last figure."""
        ahead = day - self.day
        median = self.last + self.shrinkage * self.rate * ahead
        scale = sqrt(self.variance * ahead * (1 + ahead / self.days))
        return Outlook(median, scale, self.steps)


_Value = TypeVar("_Value")


def thinned(points: Sequence[tuple[int, _Value]], day: int) -> list[tuple[int, _Value]]:
    """Return the figures that inform a forecast: half as far apart as it is ahead.

    At most twelve, the newest first to be kept; all, if fewer than four would remain.
    """
    apart = (day - points[-1][0]) / 2
    if points[-1][0] - points[0][0] < apart:
        return list(points)
    kept = [points[-1]]
    end = len(points) - 1
    while len(kept) < _MOST:
        end = bisect_right(points, kept[-1][0] - apart, hi=end, key=itemgetter(0))
        if not end:
            break
        kept.append(points[end - 1])
        end -= 1
    return kept[::-1] if len(kept) >= _KEPT else list(points)


def walk(points: Sequence[tuple[int, float]]) -> Walk:
    """The walk through at least three figures at days that increase."""
    # Lists and functions of the library: there may be a hundred thousand steps.
    at, values = zip(*points, strict=True)
    waits = list(map(sub, at[1:], at))
    changes = list(map(sub, values[1:], values))
    count = len(changes)
    days = at[-1] - at[0]
    rate = (values[-1] - values[0]) / days
    raw = _noise(changes, waits) / count
    noise = _noise(_off(changes, waits, rate), waits) / (count - 1)
    signal = rate**2 * days
    shrinkage = signal / (signal + _NOISE * noise) if signal else 0.0
    around = _noise(_off(changes, waits, shrinkage * rate), waits) / (count - shrinkage)
    return Walk(values[-1], at[-1], rate, shrinkage, (raw + around) / 2, days, count)


def _off(
    changes: Sequence[float], waits: Sequence[int], rate: float
) -> Sequence[float]:
    """By how much each change differs from the rate over its wait."""
    return [change - rate * wait for change, wait in zip(changes, waits, strict=True)]


def _noise(changes: Sequence[float], waits: Sequence[int]) -> float:
    total: float = sum(map(truediv, map(mul, changes, changes), waits))
    return total


class YearOutlook(NamedTuple):
    """The forecast of a year by the share that earlier years had at the same point."""

    outlook: Outlook
    share: float
    years: int
    """How many earlier years it rests on: 0 is even pace."""


def year(
    to_date: float, part: float, history: Sequence[tuple[float, float]]
) -> YearOutlook:
    """The outlook of a year of which `part` (0 to 1, by days) has passed.

    `history` has, oldest first, what earlier years had come to at the same point and
    what they came to: the last five are used. Without any, even pace is assumed.
    """
    used = history[-5:]
    rest = 1 - part
    count = len(used)
    if not count:
        outlook = Outlook(to_date / part, _NONE * rest, 1, is_relative=True)
        return YearOutlook(outlook, part, 0)
    logs = [log(at / whole) for at, whole in used]
    mean = sum(logs) / count
    share = exp(mean)
    if count == 1:
        scale = _ONE * rest
    else:
        spread = sum((x - mean) ** 2 for x in logs) / (count - 1) * (1 + 1 / count)
        jumps = [(b - a) ** 2 for a, b in pairwise(logs)]
        own = max(spread, sum(jumps) / len(jumps))
        scale = sqrt(((count - 1) * own + (_MANY * rest) ** 2) / count)
    outlook = Outlook(to_date / share, scale, count, is_relative=True)
    return YearOutlook(outlook, share, count)
