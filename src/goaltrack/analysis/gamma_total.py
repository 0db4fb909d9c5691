"""Forecasts of a total: how much more comes, as a gamma with a chance of nothing.

What adds up comes in bursts and stops: the rate is that of the blocks of the time so
far, the newest counting most; how unsure it is, their spread; that nothing more comes
is the likelier the longer nothing came. docs/methods.md has the formulas, how they
compared with what came, and where they are weak.
"""

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from math import exp
from operator import itemgetter
from typing import NamedTuple

from goaltrack.analysis.gamma import gamma_cdf, gamma_quantile

_BLOCKS = 6
_MEMORY = 0.25
_LEAST_RATE = 0.02
_PRIOR, _PRIOR_BLOCKS = 2.5, 5
"""The relative variance of the blocks before they show one, and its weight."""
_ENDED = 0.6
_FADING = 2.0
_DRIFTING, _FARTHEST = 0.65, 2.0
_ENDING, _ENDED_CHANCE = 10, 0.10
"""A last block under a tenth of the best one: it may be over."""
_FEWEST_BLOCKS, _STEEP = 4, 4


class GammaOutlook(NamedTuple):
    """The figure so far, and more to come: nothing with one chance, else a gamma.

    Of what is left, what is done is taken away, down to 0 (`falls`).
    """

    value: float
    nothing: float
    """The chance that nothing more comes."""
    shape: float
    scale: float
    falls: bool = False

    @property
    def median(self) -> float:
        """The value that it is as likely to be below as above."""
        return self.quantile(0.5)

    def quantile(self, share: float) -> float:
        """The value below which it will be with that probability."""
        if self.falls:
            return max(self.value - self._more(1 - share), 0.0)
        return self.value + self._more(share)

    def below(self, value: float) -> float:
        """The probability that it will be below the value."""
        if not self.falls:
            return self._comes(value - self.value) if value > self.value else 0.0
        if value > self.value:
            return 1.0
        return 1 - self._comes(self.value - value) if value > 0 else 0.0

    def at_most(self, value: float) -> float:
        """The probability that it will be the value or below."""
        if not self.falls:
            return self._comes(value - self.value) if value >= self.value else 0.0
        if value >= self.value:
            return 1.0
        return 1 - self._comes(self.value - value) if value >= 0 else 0.0

    def _more(self, share: float) -> float:
        """How much more comes at most, with that probability."""
        if share <= self.nothing:
            return 0.0
        rest = (share - self.nothing) / (1 - self.nothing)
        return gamma_quantile(rest, self.shape) * self.scale

    def _comes(self, more: float) -> float:
        """The probability that no more than that comes."""
        return self.nothing + (1 - self.nothing) * gamma_cdf(
            more / self.scale, self.shape
        )


class GammaTotal(NamedTuple):
    """How a total grew, for forecasts around the day it was fitted for."""

    value: float
    day: int
    rate: float
    """The amount that is expected to come a day."""
    nothing: float
    """The chance that nothing more comes."""
    spread: float
    """The relative variance of what comes in a block."""
    days: int
    """From the first figure to the last."""
    blocks: int
    rises: int
    idle: float
    """The share of the time so far since the last rise."""
    is_s_shaped: bool = False
    """Whether it began slowly, grew fast, and is slowing down."""
    falls: bool = False
    """Whether `value` is what is left, which goes down to 0."""
    supposed: int = 0
    """How many days of it are supposed, and not recorded."""

    def at(self, day: int) -> GammaOutlook:
        """The outlook on a day; of the last figure, and before it, what is there."""
        ahead = day - self.day
        if ahead <= 0:
            return GammaOutlook(self.value, 1.0, 1.0, 1.0, self.falls)
        # What is supposed takes its own part of the doubt away, and no more.
        doubt = self._doubt(ahead + self.supposed) - self._doubt(self.supposed)
        variance = doubt / (ahead * ahead)
        scale = self.rate * ahead * variance
        return GammaOutlook(self.value, self.nothing, 1 / variance, scale, self.falls)

    def _doubt(self, ahead: int) -> float:
        """The variance of what comes until then, the rate a day being 1."""
        part = ahead / self.days
        block = self.days / self.blocks
        even = self.spread * block * ahead * (1 + part)
        return even + _DRIFTING * min(part, _FARTHEST) * ahead * ahead


def gamma_total(points: Sequence[tuple[int, float]], day: int) -> GammaTotal:
    """The growth of a total that has risen, by at least two figures, for a day to come.

    Its values never fall; the last day is the one up to which the total is known.
    """
    first, last = points[0][0], points[-1][0]
    days, ahead = last - first, day - last
    blocks = min(_BLOCKS, len(points) - 1)
    block = days / blocks
    ends = [_between(points, first + n * block) for n in range(blocks)]
    ends.append(points[-1][1])
    grown = [after - before for before, after in pairwise(ends)]
    fading = _MEMORY * (ahead + days)
    weights = [exp(-(blocks - 1 - n) * block / fading) for n in range(blocks)]
    rate = sum(w * d for w, d in zip(weights, grown, strict=True)) / (
        sum(weights) * block
    )
    done = points[-1][1] - points[0][1]
    rises = [at for (_, a), (at, b) in pairwise(points) if b > a]
    idle = (last - rises[-1]) / days
    count = len(rises)
    waits = exp(-_FADING * max(0.0, idle - 1 / (count + 1)))
    nothing = 1 - (1 - _ENDED / (_ENDED + count)) * waits
    if grown[-1] < max(grown) / _ENDING:
        nothing = max(nothing, _ENDED_CHANCE)
    mean = done / blocks
    uneven = sum((one - mean) ** 2 for one in grown) / mean**2
    spread = (_PRIOR + uneven) / (_PRIOR_BLOCKS + blocks - 1)
    return GammaTotal(
        points[-1][1],
        last,
        max(rate, _LEAST_RATE * done / days),
        nothing,
        spread,
        days,
        blocks,
        count,
        idle,
        _is_s_shaped(grown),
    )


def _is_s_shaped(grown: Sequence[float]) -> bool:
    """Whether the blocks rise to one of several times the least, and fall after it."""
    best = max(grown)
    peak = grown.index(best)
    up = all(before <= after for before, after in pairwise(grown[: peak + 1]))
    down = all(before >= after for before, after in pairwise(grown[peak:]))
    is_clear = len(grown) >= _FEWEST_BLOCKS and best >= _STEEP * min(grown)
    return up and down and is_clear and 0 < peak < len(grown) - 1


def _between(points: Sequence[tuple[int, float]], day: float) -> float:
    """The value on a day on straight lines from figure to figure."""
    place = max(bisect_left(points, day, key=itemgetter(0)), 1)
    (start, low), (end, high) = points[place - 1], points[place]
    return low + (high - low) * (day - start) / (end - start)
