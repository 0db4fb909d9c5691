"""Axes of charts: round numbers and round days."""

from datetime import date
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from goaltrack.reports.ticks import round_days, round_values

_numbers = st.floats(-1e12, 1e12, allow_nan=False).map(lambda x: round(x, 6))


@given(_numbers, _numbers)
def test_ticks_are_round_and_hold_everything(one: float, other: float) -> None:
    """Two to six numbers, evenly apart, 1, 2, 2.5 or 5 times a power of ten."""
    low, high = min(one, other), max(one, other)
    ticks = round_values(low, high)
    assert 2 <= len(ticks) <= 6
    steps = {b - a for a, b in pairwise(ticks)}
    assert len(steps) == 1
    digits = "".join(map(str, steps.pop().normalize().as_tuple().digits)).rstrip("0")
    assert digits in ("1", "2", "25", "5")
    hair = (high - low) * 1e-6 + 1e-6 * abs(high)
    assert float(ticks[0]) <= low + hair
    assert float(ticks[-1]) >= high - hair


def test_examples() -> None:
    """The axes that a person would draw."""
    assert round_values(0, 600) == [0, 200, 400, 600]
    assert round_values(5.1, 5.6) == [Decimal(n) / 10 for n in range(51, 57)]
    assert round_values(3, 3)[0] <= 3 < round_values(3, 3)[-1]


_days = st.dates(date(1, 1, 1), date(9999, 12, 31)).map(date.toordinal)


@given(_days, _days)
def test_days_are_first_days_of_months(one: int, other: int) -> None:
    """At most six, in order, within the two days, each the first of a month."""
    first, last = min(one, other), max(one, other)
    found = round_days(first, last)
    assert len(found) <= 6
    days = [day for day, _ in found]
    assert days == sorted(set(days))
    assert all(first <= day <= last for day in days)
    assert all(date.fromordinal(day).day == 1 for day in days)


def test_examples_of_days() -> None:
    """A year has months, five years have years."""
    year = round_days(date(2026, 1, 1).toordinal(), date(2026, 12, 31).toordinal())
    assert [label for _, label in year] == [
        "2026-01", "2026-04", "2026-07", "2026-10"
    ]  # fmt: skip
    plan = round_days(date(2021, 1, 1).toordinal(), date(2025, 12, 31).toordinal())
    assert [label for _, label in plan] == ["2021", "2022", "2023", "2024", "2025"]
