"""The edge cases of the judgement, one test a row of the table of methods."""

from datetime import date
from decimal import Decimal

import pytest

from builders import decoded, goal, judged
from goaltrack.analysis.cadence import next_figure
from goaltrack.analysis.earned_value import schedule
from goaltrack.analysis.open_sdg import Series, measure
from goaltrack.analysis.series import series
from goaltrack.errors import WrongUnit
from goaltrack.model.amount import read as amount
from goaltrack.model.period import read

DAY = date.fromisoformat
LEVEL = 'kind = "level"\ntarget = 100\ndue = 2023-12-31\n'
FROM = "baseline = { on = 2022-12-31, value = 0 }\n"
MID = "{ on = 2023-07-02, value = 50 }"
AUGUST = DAY("2023-08-01")


def test_target_equals_baseline() -> None:
    """G == b: progress is undefined, only met or not met is said."""
    it = judged(LEVEL + FROM.replace("= 0", "= 100"), MID, as_of=AUGUST)
    assert it.trajectory is not None
    assert (it.trajectory.progress, it.trajectory.pace_ratio) == (None, None)


def test_a_baseline_of_zero_or_across_it() -> None:
    """B = 0 or a change of sign: fine on a line, refused as growth."""
    for base in (0, -50):
        keys = LEVEL + 'pace = "growth"\n' + FROM.replace("= 0 }", f"= {base} }}")
        it = judged(keys, MID, as_of=AUGUST)
        assert it.trajectory is not None
        assert it.trajectory.planned == base + (100 - base) * it.trajectory.time_elapsed


def test_a_decreasing_target() -> None:
    """Going down, all signs are right: halfway is half, further is ahead."""
    keys = 'kind = "level"\ntarget = 0\naim = "at-most"\ndue = 2023-12-31\n'
    it = judged(keys + FROM.replace("= 0", "= 100"), MID, as_of=AUGUST)
    assert it.trajectory is not None
    assert it.trajectory.progress == Decimal("0.5")
    assert it.state == "on-track"


def test_a_target_of_zero() -> None:
    """Zero is a target like another; only figure / target is not there."""
    keys = 'kind = "level"\ntarget = 0\naim = "at-most"\ndue = 2023-12-31\n'
    it = judged(keys + FROM.replace("= 0", "= 100"), MID, as_of=AUGUST)
    assert (it.attainment, it.gap) == (None, Decimal(-50))


def test_overshoot() -> None:
    """Beyond the target progress is more than whole, and nothing is clipped."""
    it = judged(LEVEL + FROM, MID.replace("50", "130"), as_of=AUGUST)
    assert it.trajectory is not None
    assert (it.trajectory.progress, it.state) == (Decimal("1.3"), "on-target")


def test_reached_then_lost() -> None:
    """The latest value decides, and the day it was met is kept."""
    it = judged(LEVEL + FROM, "{ on = 2023-03-01, value = 100 }", MID, as_of=AUGUST)
    assert it.state == "on-track"
    assert it.reasons[-1].facts["day"] == DAY("2023-03-01")


def test_entries_outside_the_view() -> None:
    """An entry after the day is kept and not used; so is one before a total's start."""
    total = 'kind = "total"\ntarget = 5\nstart = 2023-01-01'
    found = series(
        goal(total, "{ on = 2022-05-01, value = 3 }", MID), DAY("2023-06-01")
    )
    assert found.figures == ()


def test_several_entries_on_a_day() -> None:
    """By kind: of a stock the last, of a flow the sum."""
    rows = ("{ on = 2023-01-01, change = 2 }", "{ on = 2023-01-01, change = 3 }")
    total = series(goal('kind = "total"\ntarget = 5', *rows), AUGUST).last
    stock = series(goal(LEVEL, MID, MID.replace("50", "60")), AUGUST).last
    assert total is not None
    assert stock is not None
    assert (int(total.value), int(stock.value)) == (5, 60)


def test_a_corrected_value() -> None:
    """The correction counts, the history is kept."""
    rows = (
        '{ id = "a", on = 2023-07-02, value = 50 }',
        '{ id = "b", on = 2023-07-02, value = 55, replaces = "a" }',
    )
    it = goal(LEVEL, *rows)
    found = series(it, AUGUST).last
    assert found is not None
    assert (int(found.value), len(it.progress)) == (55, 2)


def test_stale_data() -> None:
    """The value is carried, the time share stays that of the figure, the age is told."""
    early, late = (
        judged(LEVEL + FROM, MID, as_of=DAY(d)) for d in ("2023-07-03", "2023-12-01")
    )
    assert early.trajectory == late.trajectory
    assert (early.age, late.age) == (1, 152)
    rows = [f"{{ on = 2023-0{m}-01, value = {m} }}" for m in (1, 2, 3)]
    expected = next_figure(goal(LEVEL), series(goal(LEVEL, *rows), AUGUST).figures)
    assert expected is not None
    assert expected < AUGUST


def test_the_due_date_today_or_past() -> None:
    """No forecast any more; met or missed."""
    it = judged(
        LEVEL + FROM, "{ on = 2023-12-31, value = 99 }", as_of=DAY("2023-12-31")
    )
    assert it.state == "missed"
    assert it.forecast is not None
    assert it.forecast.refused == "past-due"


def test_no_value_on_the_due_date() -> None:
    """Without a figure for it, missed or met is not known."""
    assert judged(LEVEL + FROM, MID, as_of=DAY("2024-01-01")).state == "no-result"


@pytest.mark.parametrize("count", [0, 1, 2, 3, 4])
def test_how_many_figures(count: int) -> None:
    """None, one, two: no probability; from three on there is one."""
    rows = [f"{{ on = 2023-0{m}-01, value = {m * m} }}" for m in range(1, count + 1)]
    it = judged(LEVEL, *rows, as_of=DAY("2023-04-20"))
    assert it.forecast is not None
    assert (it.forecast.probability is not None) is (count >= 3)
    assert (it.gap is not None) is (count >= 1)


def test_all_steps_equal() -> None:
    """An even rise is followed whole, and still has a range."""
    rows = [f"{{ on = 2023-01-{d:02}, value = {d} }}" for d in (1, 11, 21, 31)]
    it = judged(LEVEL, *rows, as_of=DAY("2023-02-01"))
    assert it.forecast is not None
    ends = it.forecast.interval(0.8)
    assert ends is not None
    assert ends[0] < ends[1]


def test_a_constant_series() -> None:
    """A series that has not moved gets no forecast, and that is given as the reason."""
    rows = [f"{{ on = 2023-0{m}-01, value = 5 }}" for m in (1, 2, 3)]
    it = judged(LEVEL, *rows, as_of=AUGUST)
    assert it.forecast is not None
    assert it.forecast.refused == "not-moved"


def test_a_percent_is_not_clipped_in_the_sums() -> None:
    """A share that was above 100 % may be so again; one that never was is not."""
    keys = LEVEL + 'unit = "%"\n'
    for factor, is_beyond in ((20, False), (26, True)):
        rows = [f"{{ on = 2023-0{m}-01, value = {factor * m} }}" for m in (1, 2, 3, 4)]
        it = judged(keys, *rows, as_of=DAY("2023-05-01"))
        assert it.forecast is not None
        ends = it.forecast.interval(0.8)
        assert ends is not None
        assert (ends[1] > 100) == is_beyond


YEAR = 'kind = "year-total"\ntarget = 100\ndue = "2023"\n'


def test_a_year_to_date_that_falls() -> None:
    """A fall inside a year is kept as it was published, and the last one counts."""
    rows = ('{ period = "2023Q1", value = 30 }', '{ period = "2023H1", value = 25 }')
    found = series(goal(YEAR, *rows), AUGUST)
    assert [figure.value for figure in found.figures] == [30, 25]


def test_a_whole_year_is_final() -> None:
    """The four quarters are the year: held against the target without a forecast."""
    it = judged(
        YEAR, '{ period = "2023Q1..2023Q4", value = 99 }', as_of=DAY("2024-01-01")
    )
    assert (it.state, it.gap) == ("missed", Decimal(1))


def test_a_missing_quarter() -> None:
    """The latest year to date is used; only what adjoins is taken apart."""
    rows = (
        '{ period = "2023Q1", value = 30 }',
        '{ period = "2023-01..2023-09", value = 80 }',
    )
    found = series(goal(YEAR, *rows), DAY("2023-12-01"))
    assert [figure.value for figure in found.figures] == [30, 80]
    assert found.conflicts == ()


def test_beyond_and_reach() -> None:
    """To exceed is more than, to reach is at least."""
    row = '{ period = "2023", value = 100 }'
    above = YEAR + 'aim = "above"'
    assert judged(YEAR, row, as_of=DAY("2024-01-01")).state == "met"
    assert judged(above, row, as_of=DAY("2024-01-01")).state == "missed"


def test_units_are_converted_exactly() -> None:
    """亿元 and 元 are one money, to the last digit; others are refused."""
    assert amount("1元", "万元", "it").number == Decimal("0.0001")
    with pytest.raises(WrongUnit):
        amount("1美元", "万元", "it")


def test_after_the_planned_end() -> None:
    """The index drifts to 1, the earned schedule stays where it is."""
    keys = (
        'kind = "milestone"\nsteps = [{ id = "a", due = 2023-01-31 }, '
        '{ id = "b", due = 2023-02-28 }]'
    )
    steps = goal(keys).steps
    half, whole = (
        schedule(steps, done, DAY("2024-01-01")) for done in (("a",), ("a", "b"))
    )
    assert half is not None
    assert whole is not None
    assert half.earned == DAY("2023-01-31")
    assert whole.performance == 1


def test_leap_years() -> None:
    """Days are counted, not 365 of them."""
    assert read("2024H1").days == 182
    it = judged(
        YEAR.replace("2023", "2024"),
        '{ period = "2024H1", value = 50 }',
        as_of=DAY("2024-08-01"),
    )
    assert it.trajectory is not None
    assert it.trajectory.time_elapsed == Decimal(182) / 366


def test_a_range_upside_down() -> None:
    """Low above high is refused."""
    text = 'format=1\n[goals.it]\ntitle="x"\nkind="level"\ntarget=[6,5]\naim="within"'
    assert decoded(text)[1]


@pytest.mark.parametrize(
    ("base", "target", "year"),
    [(0.0, 100.0, 2023), (5.0, 100.0, 2022), (5.0, -1.0, 2030)],
)
def test_a_target_to_which_no_growth_leads(
    base: float, target: float, year: int
) -> None:
    """Due in its base year or before it, or across zero, nothing can be measured."""
    series = Series(base, 2023, 6.0, 2024, target, year)
    assert measure(series).value is None
