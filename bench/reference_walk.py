"""The forecast of the first edition, to compare with: a shrunk random walk.

The average rate so far is followed as far as it stands out from the noise, and the
ranges widen with the time ahead.
"""

from bisect import bisect_right
from collections.abc import Sequence
from math import sqrt
from operator import itemgetter, mul, sub, truediv
from typing import NamedTuple, TypeVar

from goaltrack.analysis.student_t import StudentOutlook

FEWEST = 3
"""Under three figures there is a line, and no way to tell how far to trust it."""

_MOST = 12
_KEPT = 4
_NOISE = 4.0
"""How strongly the drift is shrunk: by r² S against four times its variance."""


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

    def at(self, day: int) -> StudentOutlook:
        """The outlook on a day after the last figure."""
        ahead = day - self.day
        median = self.last + self.shrinkage * self.rate * ahead
        scale = sqrt(self.variance * ahead * (1 + ahead / self.days))
        return StudentOutlook(median, scale, self.steps)


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
