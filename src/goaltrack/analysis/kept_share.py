"""How often a target was kept so far, as the chance that it will be.

Each period to come is kept with a probability that nothing but the record tells, all
the same: (kept + 1) / (known + 2) is its mean (Laplace's rule of succession), and
how many of several are kept is beta-binomial.
"""

from math import exp, lgamma, log


def chance_of_keeping(kept: int, missed: int, rest: int, wanted: int) -> float:
    """The probability that at least `wanted` of the `rest` periods to come are kept."""
    if wanted <= 0:
        return 1.0
    if wanted > rest:
        return 0.0
    good, bad = kept + 1, missed + 1
    start = _log_beta(good, bad) + log(rest + 1)
    found = sum(
        exp(
            _log_beta(good + n, bad + rest - n) - _log_beta(n + 1, rest - n + 1) - start
        )
        for n in range(wanted, rest + 1)
    )
    return min(found, 1.0)


def _log_beta(a: int, b: int) -> float:
    return lgamma(a) + lgamma(b) - lgamma(a + b)
