"""Forecasts of a year from part of it: by the share that earlier years had by then.

docs/methods.md has the formulas and how they compared with what came.
"""

from collections.abc import Sequence
from itertools import pairwise
from math import exp, log, sqrt
from typing import NamedTuple

from goaltrack.analysis.student_t import StudentOutlook

_YEARS = 5
# The spread of a year estimate where its own history says little, as a share of the
# part of the year to come: with several years, with one, with none.
_MANY, _ONE, _NONE = 0.05, 0.06, 0.075
_EARLY = 1 / 6
_ENOUGH = 2
"""Earlier years with which a year is told from less than a sixth of it."""


class YearShare(NamedTuple):
    """The forecast of a year by the share that earlier years had at the same point."""

    outlook: StudentOutlook | None
    """None so early in a year of which too few earlier ones tell."""
    share: float
    years: int
    """How many earlier years it rests on: 0 is even pace."""


def year_share(
    to_date: float, part: float, history: Sequence[tuple[float, float]]
) -> YearShare:
    """The outlook of a year of which `part` (0 to 1, by days) has passed.

    `history` has, oldest first, what earlier years had come to at the same point and
    what they came to: the last five are used. Without any, even pace is assumed.
    """
    used = history[-_YEARS:]
    rest = 1 - part
    count = len(used)
    is_early = part < _EARLY and count < _ENOUGH
    if not count:
        outlook = StudentOutlook(to_date / part, _NONE * rest, 1, is_relative=True)
        return YearShare(None if is_early else outlook, part, 0)
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
    outlook = StudentOutlook(to_date / share, scale, count, is_relative=True)
    return YearShare(None if is_early else outlook, share, count)
