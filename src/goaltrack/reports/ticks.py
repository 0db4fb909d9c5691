"""Round numbers and days for the axes of charts."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from math import ceil, floor, log10

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200)
_MONTH_DAYS, _YEAR = 30.4, 12


def round_values(low: float, high: float, most: int = 6) -> list[Decimal]:
    """Return at most so many round numbers, evenly apart, from `low` or below it.

    The last one is at `high` or above it. Round is 1, 2, 2.5 or 5 times a power of ten
    (as P. Heckbert, "Nice numbers for graph labels", Graphics Gems, 1990).
    """
    span = (high - low) or abs(high) or 1.0
    power = floor(log10(span / (most - 1)))
    for exponent in (power, power + 1):
        for factor in _STEPS:
            step = factor * 10.0**exponent
            first, last = floor(low / step + _HAIR), ceil(high / step - _HAIR)
            if last - first + 1 <= most:
                exact = Decimal(str(factor)) * Decimal(10) ** exponent
                return [exact * n for n in range(first, max(last, first + 1) + 1)]
    return [Decimal(repr(low)), Decimal(repr(high))]


_HAIR = 1e-9


def round_days(first: int, last: int, most: int = 6) -> list[tuple[int, str]]:
    """Return at most so many days (ordinals) between two, each with its label.

    First days of months, quarters or years; of a shorter time none.
    """
    months = next(
        (n for n in _MONTHS if (last - first) / (n * _MONTH_DAYS) <= most - 0.5),
        _MONTHS[-1],
    )
    return [
        (day.toordinal(), f"{day:%Y}" if months >= _YEAR else f"{day:%Y-%m}")
        for day in _firsts(date.fromordinal(first), months)
        if first <= day.toordinal() <= last
    ][:most]


def _firsts(first: date, months: int) -> Iterator[date]:
    """Yield the first days of periods of so many months, the one of the day on."""
    number = (first.year * _YEAR + first.month - 1) // months * months
    while number // _YEAR <= date.max.year:
        if number >= _YEAR:
            yield date(number // _YEAR, number % _YEAR + 1, 1)
        number += months
        if number - first.year * _YEAR > months * 20 + _YEAR:
            return
