"""The figure of the same period a year before."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import figures
from goaltrack.analysis.year_before import year_before


@pytest.mark.parametrize(
    ("then", "now"),
    [
        ('period = "2025H1"', 'period = "2026H1"'),
        ('period = "2025-02"', 'period = "2026-02"'),
        ('period = "2023-02"', 'period = "2024-02"'),
        ('period = "2024-02"', 'period = "2025-02"'),
        ("on = 2025-06-30", "on = 2026-06-30"),
        ("on = 2023-02-28", "on = 2024-02-29"),
    ],
)
def test_the_same_days_a_year_earlier(then: str, now: str) -> None:
    """A period is compared with the same one, the end of a month with the end."""
    found = figures(
        'kind = "rate"\ntarget = 5\ndue = "2026"',
        f"{{ {then}, value = 4 }}",
        '{ period = "2025Q4", value = 9 }',
        f"{{ {now}, value = 5 }}",
    ).figures
    now_figure = next(f for f in found if f.value == 5)
    before = year_before(found, now_figure)
    assert before is not None
    assert before.value == 4


def test_another_period_is_none() -> None:
    """Half a year is not compared with a quarter, nor anything with year 0."""
    found = figures(
        'kind = "rate"\ntarget = 5\ndue = "2026"',
        '{ period = "2025Q1", value = 4 }',
        '{ period = "2026H1", value = 5 }',
    ).figures
    assert year_before(found, found[-1]) is None
    [first] = figures(
        'kind = "level"\ntarget = 5', "{ on = 0001-05-01, value = 4 }"
    ).figures
    assert year_before([first], first) is None


@given(st.dates(date(1990, 1, 1), date(2030, 12, 31)))
def test_a_day_has_one_day_a_year_before(day: date) -> None:
    """Of the days of two years one at most is compared with a day, a year before it."""
    days = [day - timedelta(days=n) for n in (367, 366, 365, 364, 0)]
    rows = [f"{{ on = {d}, value = {n} }}" for n, d in enumerate(days)]
    found = figures('kind = "level"\ntarget = 5', *rows).figures
    before = year_before(found, found[-1])
    assert before is not None
    gone = (day - before.period.last).days
    assert gone in (365, 366)
