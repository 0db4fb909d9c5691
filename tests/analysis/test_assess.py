from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import LATE, goal, judged
from goaltrack.analysis.assess import Assessment, assess
from goaltrack.analysis.pace import planned_on
from goaltrack.analysis.states import URGENCY, State

DAY = date.fromisoformat

LEVEL = 'kind = "level"\ntarget = 100\ndue = 2023-12-31\n'
FROM = "baseline = { on = 2022-12-31, value = 0 }\n"
TOTAL = 'kind = "total"\ntarget = 100\nstart = 2023-01-01\ndue = "2023"\n'
YEAR = 'kind = "year-total"\ntarget = 1000\ndue = "2021..2025"\n'
STONE = 'kind = "milestone"\ndue = "2023"\n'


def names(assessment: Assessment) -> list[str]:
    return [reason.name for reason in assessment.reasons]


# keys, rows, as of, state
STATES = {
    "dropped before all else": (
        LEVEL + 'dropped = { on = 2023-01-01, reason = "no money" }',
        ["{ on = 2023-01-02, value = 200 }"],
        "2023-06-30",
        "dropped",
    ),
    "not dropped before it was": (
        LEVEL + 'dropped = { on = 2023-07-01, reason = "no money" }',
        ["{ on = 2023-01-02, value = 200 }"],
        "2023-01-23",
        "on-target",
    ),
    "paused": (
        LEVEL + 'paused = { on = 2023-01-01, reason = "winter" }',
        [],
        "2023-06-30",
        "paused",
    ),
    "no target is watched": (
        'kind = "level"\naim = "up"',
        [],
        "2023-06-30",
        "watching",
    ),
    "there early": (
        LEVEL,
        ["{ on = 2023-02-01, value = 100 }"],
        "2023-02-22",
        "on-target",
    ),
    "one figure says nothing of a day months later": (
        LEVEL,
        ["{ on = 2023-02-01, value = 100 }"],
        "2024-02-01",
        "no-result",
    ),
    "beyond is not equal": (
        LEVEL + 'aim = "above"',
        ["{ on = 2023-02-01, value = 100 }"],
        "2023-02-02",
        "too-early",
    ),
    "late": (
        LEVEL,
        ["{ on = 2023-12-31, value = 99 }", "{ on = 2024-01-05, value = 100 }"],
        "2024-02-01",
        "late",
    ),
    "missed": (LEVEL, ["{ on = 2023-12-31, value = 99 }"], "2024-02-01", "missed"),
    "missed on the day itself": (
        LEVEL,
        ["{ on = 2023-12-31, value = 99 }"],
        "2023-12-31",
        "missed",
    ),
    "missed by a later figure": (
        LEVEL,
        ["{ on = 2024-01-31, value = 99 }"],
        "2024-02-01",
        "missed",
    ),
    "met, then lost by the due date": (
        LEVEL,
        ["{ on = 2023-02-01, value = 120 }", "{ on = 2023-12-31, value = 99 }"],
        "2024-02-01",
        "missed",
    ),
    "no result": (
        LEVEL,
        ["{ on = 2023-12-30, value = 99 }"],
        "2024-01-01",
        "no-result",
    ),
    "no result without any figure": (LEVEL, [], "2024-01-01", "no-result"),
    "not over on the due day": (LEVEL, [], "2023-12-31", "no-data"),
    "undated": (
        'kind = "level"\ntarget = 100',
        ["{ on = 2023-12-30, value = 99 }"],
        "2024-01-01",
        "undated",
    ),
    "undated and met": (
        'kind = "level"\ntarget = 100',
        ["{ on = 2023-12-30, value = 100 }"],
        "2024-01-01",
        "met",
    ),
    "open": (STONE, ["{ on = 2023-02-01, percent = 50 }"], "2023-06-30", "open"),
    "a milestone done": (
        STONE,
        ["{ on = 2023-02-01, done = true }"],
        "2023-06-30",
        "met",
    ),
    "a milestone done late": (
        STONE,
        ["{ on = 2024-02-01, done = true }"],
        "2024-06-30",
        "late",
    ),
    "a milestone known not to be done": (
        STONE,
        ["{ on = 2024-01-01, percent = 80 }"],
        "2024-06-30",
        "missed",
    ),
    "a milestone of which nothing is known": (
        STONE,
        ["{ on = 2024-01-01, note = 'under way' }"],
        "2024-06-30",
        "no-result",
    ),
    "no data": (LEVEL, [], "2023-06-30", "no-data"),
    "one figure": (
        LEVEL,
        ["{ on = 2023-05-01, value = 9 }"],
        "2023-06-30",
        "too-early",
    ),
    "only the baseline": (
        LEVEL + "baseline = { on = 2023-06-01, value = 0 }",
        ["{ on = 2023-05-01, value = 9 }"],
        "2023-06-30",
        "too-early",
    ),
    "a tenth of the time": (
        LEVEL + FROM,
        ["{ on = 2023-02-05, value = 50 }"],
        "2023-02-26",
        "too-early",
    ),
    "on track": (
        LEVEL + FROM,
        ["{ on = 2023-07-02, value = 48 }"],
        "2023-07-23",
        "on-track",
    ),
    "behind": (
        LEVEL + FROM,
        ["{ on = 2023-07-02, value = 45 }"],
        "2023-07-23",
        "behind",
    ),
    "far behind": (
        LEVEL + FROM,
        ["{ on = 2023-07-02, value = 29 }"],
        "2023-07-23",
        "far-behind",
    ),
    "moving away": (
        LEVEL + FROM,
        ["{ on = 2023-07-02, value = -1 }"],
        "2023-07-23",
        "moving-away",
    ),
    "the first figure is the baseline": (
        LEVEL,
        ["{ on = 2023-01-01, value = 80 }", "{ on = 2023-07-02, value = 90 }"],
        "2023-07-23",
        "on-track",
    ),
    "downwards on track": (
        'kind = "level"\ntarget = 60\naim = "at-most"\ndue = 2023-12-31\n'
        "baseline = { on = 2022-12-31, value = 80 }",
        ["{ on = 2023-07-02, value = 70 }"],
        "2023-07-23",
        "on-track",
    ),
    "downwards moving away": (
        'kind = "level"\ntarget = 60\naim = "below"\ndue = 2023-12-31\n'
        "baseline = { on = 2022-12-31, value = 80 }",
        ["{ on = 2023-07-02, value = 81 }"],
        "2023-07-23",
        "moving-away",
    ),
    "downwards to zero": (
        'kind = "level"\ntarget = 0\naim = "at-most"\ndue = 2023-12-31\n'
        "baseline = { on = 2022-12-31, value = 80 }",
        ["{ on = 2023-07-02, value = 40 }"],
        "2023-07-23",
        "on-track",
    ),
    "across zero": (
        'kind = "level"\ntarget = 10\ndue = 2023-12-31\n'
        "baseline = { on = 2022-12-31, value = -10 }",
        ["{ on = 2023-07-02, value = 0 }"],
        "2023-07-23",
        "on-track",
    ),
    "a baseline that had met the target": (
        LEVEL + 'aim = "at-least"\n' + "baseline = { on = 2022-12-31, value = 120 }",
        ["{ on = 2023-07-02, value = 90 }"],
        "2023-07-23",
        "off-target",
    ),
    "a baseline that equals the target": (
        LEVEL + "baseline = { on = 2022-12-31, value = 100 }",
        ["{ on = 2023-07-02, value = 99 }"],
        "2023-07-23",
        "off-target",
    ),
    "no step from a baseline that equals the target": (
        LEVEL + 'aim = "above"\nbaseline = { on = 2022-12-31, value = 100 }',
        ["{ on = 2023-07-02, value = 100 }"],
        "2023-07-23",
        "far-behind",
    ),
    "a total counts from its start": (
        TOTAL,
        ["{ on = 2023-07-02, value = 48 }"],
        "2023-07-02",
        "on-track",
    ),
    "what is not recorded of a total did not happen": (
        TOTAL,
        ["{ on = 2023-07-02, value = 48 }"],
        "2023-12-01",
        "far-behind",
    ),
    "a published total is judged at its figure": (
        TOTAL + 'every = "quarter"',
        ["{ on = 2023-07-02, value = 48 }"],
        "2023-12-01",
        "on-track",
    ),
    "a total over periods is published": (
        TOTAL,
        ['{ period = "2023H1", value = 48 }'],
        "2023-12-01",
        "on-track",
    ),
    "a total over periods that does not reach its due date": (
        TOTAL,
        ['{ period = "2023H1", value = 48 }'],
        "2024-02-01",
        "no-result",
    ),
    "a total that is over, and not there": (
        TOTAL,
        ["{ on = 2023-12-30, value = 99 }", "{ on = 2024-01-02, change = 0.5 }"],
        "2024-02-01",
        "missed",
    ),
    "a total that misses on its due date": (
        TOTAL,
        ["{ on = 2023-12-31, value = 99 }"],
        "2023-12-31",
        "missed",
    ),
    "a total on its due date": (
        TOTAL,
        ["{ on = 2023-12-28, value = 99 }"],
        "2023-12-31",
        "on-track",
    ),
    "a total that was taken back later": (
        TOTAL,
        ["{ on = 2023-11-28, value = 100 }", "{ on = 2023-12-28, change = -5 }"],
        "2023-12-31",
        "met",
    ),
    "a total that came late": (
        TOTAL,
        ["{ on = 2023-11-28, value = 99 }", "{ on = 2024-01-28, change = 5 }"],
        "2024-02-01",
        "late",
    ),
    "what is not there later was not there before": (
        TOTAL,
        ["{ on = 2024-01-28, value = 5 }"],
        "2024-02-01",
        "missed",
    ),
    "a budget that came back before its end": (
        TOTAL + 'aim = "at-most"',
        ["{ on = 2023-03-28, value = 104 }", "{ on = 2023-12-28, change = -5 }"],
        "2024-02-01",
        "met",
    ),
    "a budget on its last day": (
        TOTAL + 'aim = "at-most"',
        ["{ on = 2023-12-31, value = 99 }"],
        "2023-12-31",
        "on-track",
    ),
    "nothing allowed and nothing used": (
        TOTAL.replace("= 100", "= 0"),
        ["{ on = 2023-06-30, value = 0 }"],
        "2023-07-01",
        "on-track",
    ),
    "a total below its range": (
        TOTAL.replace("= 100", "= [100, 120]") + 'aim = "within"',
        ["{ on = 2023-07-02, value = 40 }"],
        "2023-07-02",
        "behind",
    ),
    "a total in its range": (
        TOTAL.replace("= 100", "= [100, 120]") + 'aim = "within"',
        ["{ on = 2023-07-02, value = 110 }"],
        "2023-07-02",
        "on-target",
    ),
    "a total above its range": (
        TOTAL.replace("= 100", "= [100, 120]") + 'aim = "within"',
        ["{ on = 2023-07-02, value = 121 }"],
        "2023-07-02",
        "missed",
    ),
    "a total that ended in its range": (
        TOTAL.replace("= 100", "= [100, 120]") + 'aim = "within"',
        ["{ on = 2023-12-02, value = 110 }"],
        "2024-01-02",
        "met",
    ),
    "a year below its range": (
        'kind = "year-total"\ntarget = [5, 6]\naim = "within"\ndue = "2025"',
        ['{ period = "2025H1", value = 1 }'],
        "2025-08-01",
        "far-behind",
    ),
    "a budget on track": (
        TOTAL + 'aim = "at-most"',
        ["{ on = 2023-07-02, value = 52 }"],
        "2023-12-01",
        "on-track",
    ),
    "a budget used up too fast": (
        TOTAL + 'aim = "at-most"',
        ["{ on = 2023-07-02, value = 60 }"],
        "2023-07-02",
        "behind",
    ),
    "a budget of which nothing is used": (
        TOTAL + 'aim = "at-most"',
        ["{ on = 2023-07-02, value = 0 }"],
        "2023-12-01",
        "on-track",
    ),
    "a budget kept": (
        TOTAL + 'aim = "at-most"',
        ["{ on = 2023-12-31, value = 100 }"],
        "2024-01-01",
        "met",
    ),
    "a budget broken": (
        TOTAL + 'aim = "below"',
        ["{ on = 2023-12-31, value = 100 }"],
        "2024-01-01",
        "missed",
    ),
    "a range inside": (
        'kind = "level"\ntarget = [5, 6]\naim = "within"\ndue = 2023-12-31',
        ["{ on = 2023-07-02, value = 6 }"],
        "2023-07-23",
        "on-target",
    ),
    "a range outside": (
        'kind = "level"\ntarget = [5, 6]\naim = "within"\ndue = 2023-12-31',
        ["{ on = 2023-07-02, value = 6.1 }"],
        "2023-07-23",
        "off-target",
    ),
    "a range kept": (
        'kind = "level"\ntarget = [5, 6]\naim = "within"\ndue = 2023-12-31',
        ["{ on = 2023-12-31, value = 5.5 }"],
        "2023-12-31",
        "met",
    ),
    "a range left": (
        'kind = "level"\ntarget = [5, 6]\naim = "within"\ndue = 2023-12-31',
        ["{ on = 2023-12-31, value = 4 }"],
        "2023-12-31",
        "missed",
    ),
    "a range without a due date": (
        'kind = "level"\ntarget = [5, 6]\naim = "within"',
        ["{ on = 2023-12-31, value = 5.5 }"],
        "2023-12-31",
        "on-target",
    ),
    "half a year is one figure": (
        YEAR,
        ['{ period = "2023H1", value = 367.83 }'],
        "2023-08-04",
        "too-early",
    ),
    "half a year below it decides nothing": (
        YEAR,
        ['{ period = "2025H1", value = 900 }'],
        "2026-08-04",
        "no-result",
    ),
    "half a year beyond it meets it": (
        YEAR,
        ['{ period = "2025H1", value = 1200 }'],
        "2026-08-04",
        "met",
    ),
    "some year within the plan": (
        YEAR,
        ['{ period = "2024", value = 1005 }', '{ period = "2025", value = 998 }'],
        "2026-08-04",
        "met",
    ),
    "a year before the plan does not count": (
        YEAR,
        ['{ period = "2020", value = 1005 }', '{ period = "2025", value = 998 }'],
        "2026-08-04",
        "missed",
    ),
    "a year after the plan is late": (
        YEAR,
        ['{ period = "2025", value = 998 }', '{ period = "2026", value = 1001 }'],
        "2027-08-04",
        "late",
    ),
    "a year before its due period does not count": (
        YEAR.replace("2021..2025", "2026..2030"),
        ['{ period = "2025", value = 1012 }'],
        "2026-08-04",
        "too-early",
    ),
    "a year before that of its due date does not": (
        YEAR.replace('"2021..2025"', "2026-12-31"),
        ['{ period = "2025", value = 1012 }'],
        "2026-08-04",
        "no-data",
    ),
    "a later year does not make up for a single one": (
        YEAR.replace('"2021..2025"', '"2025"'),
        ['{ period = "2025", value = 998 }', '{ period = "2026", value = 1001 }'],
        "2027-08-04",
        "missed",
    ),
    "its target is to be set": (
        'kind = "level"\ntarget = "undecided"\ndue = 2023-12-31',
        ["{ on = 2023-01-02, value = 200 }"],
        "2024-06-30",
        "undecided",
    ),
    "an old figure": (
        LEVEL + FROM,
        ["{ on = 2023-02-02, value = 10 }"],
        "2023-12-01",
        "stale",
    ),
    "a figure too old by half a day": (
        LEVEL + FROM + 'every = "month"\nlag = 10\n',
        ["{ on = 2023-03-31, value = 10 }"],
        "2023-06-11",
        "stale",
    ),
    "a figure just not too old": (
        LEVEL + FROM + 'every = "month"\nlag = 10\n',
        ["{ on = 2023-03-31, value = 10 }"],
        "2023-06-10",
        "far-behind",
    ),
    "years against years": (
        YEAR,
        ['{ period = "2020", value = 500 }', '{ period = "2023H1", value = 400 }'],
        "2023-08-04",
        "on-track",
    ),
    "the due year by its share": (
        YEAR,
        ['{ period = "2025H1", value = 400 }'],
        "2025-08-04",
        "behind",
    ),
    "the due year too early": (
        YEAR,
        ['{ period = "2025-01", value = 400 }'],
        "2025-08-04",
        "too-early",
    ),
    "steps on track": (
        STONE + 'steps = [{ id = "a", due = 2023-03-01 }, { id = "b" }]',
        ["{ on = 2023-02-01, done = 'a' }"],
        "2023-06-30",
        "on-track",
    ),
    "steps behind": (
        STONE + 'steps = [{ id = "a", due = 2023-03-01, weight = 2 }, '
        '{ id = "b", due = 2023-03-01 }]',
        ["{ on = 2023-02-01, done = 'a' }"],
        "2023-06-30",
        "behind",
    ),
    "no step due yet": (
        STONE + 'steps = [{ id = "a" }, { id = "b", due = 2023-08-01 }]',
        ["{ on = 2023-02-01, done = 'a' }"],
        "2023-06-30",
        "on-track",
    ),
    "a step overdue, and none done": (
        STONE + 'steps = [{ id = "a", due = 2023-03-01 }, { id = "b" }]',
        [],
        "2023-06-30",
        "far-behind",
    ),
    "a budget used up at once": (
        TOTAL + 'aim = "at-most"',
        ["{ on = 2023-01-12, value = 101 }"],
        "2023-01-20",
        "missed",
    ),
    "part of a year, and no whole one": (
        'kind = "year-total"\ntarget = 9\ndue = "2023..2025"',
        ['{ period = "2023Q1", value = 1 }', '{ period = "2023H1", value = 3 }'],
        "2023-08-04",
        "too-early",
    ),
    "no step is due": (STONE + 'steps = [{ id = "a" }]', [], "2023-06-30", "open"),
    "no step done": (
        STONE + 'steps = [{ id = "a", due = 2023-09-30 }]',
        [],
        "2023-06-30",
        "no-data",
    ),
    "all steps done": (
        STONE + 'steps = [{ id = "a" }]',
        ["{ on = 2023-02-01, done = 'a' }"],
        "2023-06-30",
        "met",
    ),
    "a flat plan": (
        LEVEL + FROM + "plan = [{ on = 2023-09-01, value = 0 }]",
        ["{ on = 2023-07-02, value = 0 }"],
        "2023-07-23",
        "on-track",
    ),
    "away from a flat plan": (
        LEVEL + FROM + "plan = [{ on = 2023-09-01, value = 0 }]",
        ["{ on = 2023-07-02, value = -1 }"],
        "2023-07-23",
        "moving-away",
    ),
}


@pytest.mark.parametrize(
    ("keys", "rows", "as_of", "state"), STATES.values(), ids=STATES.keys()
)
def test_the_first_state_that_fits(
    keys: str, rows: list[str], as_of: str, state: str
) -> None:
    """Each state is said exactly when the design says it is."""
    assessment = judged(keys, *rows, as_of=DAY(as_of))
    assert assessment.state == state


def test_every_state_is_proven_and_has_its_place() -> None:
    """No state goes without a case above, and each has one urgency."""
    assert {row[3] for row in STATES.values()} == set(State)
    assert sorted(URGENCY) == sorted(State)


def test_the_first_half_of_2023() -> None:
    """Half a year of GDP is held against the target as a year, by even pace."""
    it = judged(YEAR, '{ period = "2023H1", value = 367.83 }', as_of=DAY("2023-08-04"))
    assert it.year is not None
    assert it.year.estimate == Decimal("367.83") / (Decimal(181) / 365)
    assert it.gap == 1000 - it.year.estimate
    assert it.attainment == it.year.estimate / 1000
    assert (it.days_left, it.age, it.remaining, it.trajectory) == (880, 35, None, None)
    assert it.required is not None
    assert it.required.per_year == it.gap / 2
    assert names(it) == ["one-figure", "even-pace"]
    assert it.value == it.year.estimate
    assert it.is_short


def test_the_due_year_has_a_remainder_and_a_plan_line() -> None:
    """In the due year the plan is the target by days, from 0 on New Year's Eve."""
    it = judged(YEAR, '{ period = "2025H1", value = 400 }', as_of=DAY("2025-07-31"))
    assert it.trajectory is not None
    assert it.trajectory.baseline.value == 0
    assert it.trajectory.baseline.period.last == DAY("2024-12-31")
    assert it.trajectory.time_elapsed == Decimal(181) / 365
    assert it.trajectory.planned == 1000 * (Decimal(181) / 365)
    assert it.remaining == 600
    assert it.gap_to_plan == it.trajectory.planned - 400
    assert it.trajectory.days_ahead == -35
    assert it.required is not None
    assert it.required.per_year == 600 * Decimal("365.2425") / 153
    assert it.required.growth is None
    assert it.achieved is not None
    assert it.achieved.per_year == 400 * Decimal("365.2425") / 181


def test_years_are_compared_with_years() -> None:
    """Before the due year progress runs from whole year to (estimated) whole year."""
    it = judged(
        YEAR,
        '{ period = "2020", value = 500 }',
        '{ period = "2023", value = 800 }',
        as_of=DAY("2024-02-01"),
    )
    assert it.trajectory is not None
    assert it.trajectory.progress == Decimal("0.6")
    assert it.trajectory.time_elapsed == Decimal("0.6")
    assert it.trajectory.pace_ratio == 1
    assert it.achieved is not None
    assert it.achieved.per_year == 100
    assert it.achieved.growth == (Decimal("1.6") ** (1 / Decimal(3))) - 1
    assert it.required is not None
    assert it.required.per_year == 100


def test_numbers_of_a_level() -> None:
    """Gap, attainment, rates and days ahead of a plain rising level."""
    it = judged(
        LEVEL + FROM, "{ on = 2023-07-02, value = 60 }", as_of=DAY("2023-10-01")
    )
    assert it.trajectory is not None
    assert (it.gap, it.attainment) == (Decimal(40), Decimal("0.6"))
    assert it.trajectory.time_elapsed == Decimal(183) / 365
    assert it.trajectory.progress == Decimal("0.6")
    assert it.trajectory.days_ahead == 36
    assert it.gap_to_plan == it.trajectory.planned - 60
    assert it.required is not None
    assert it.required.per_year == 40 * Decimal("365.2425") / 91
    assert it.achieved is not None
    assert it.achieved.growth is None


def test_growth_follows_a_curve() -> None:
    """With pace = "growth" the plan grows by the same factor in equal times."""
    keys = (
        'kind = "level"\ntarget = 400\ndue = 2023-12-31\npace = "growth"\n'
        "baseline = { on = 2021-12-31, value = 100 }"
    )
    it = judged(keys, "{ on = 2022-12-31, value = 200 }", as_of=DAY("2023-02-01"))
    assert it.trajectory is not None
    assert abs(it.trajectory.planned - 200) < Decimal("1e-20")
    assert it.trajectory.days_ahead is None
    assert it.state == "on-track"


def test_checkpoints_bend_the_plan_line() -> None:
    """Between checkpoints the plan is straight, and after the last one to the due."""
    keys = LEVEL + FROM + "plan = [{ on = 2023-07-02, value = 20 }]"
    before = judged(keys, "{ on = 2023-04-02, value = 9 }", as_of=DAY("2023-12-01"))
    after = judged(keys, "{ on = 2023-10-01, value = 50 }", as_of=DAY("2023-12-01"))
    assert before.trajectory is not None
    assert before.trajectory.planned == 20 * (Decimal(92) / 183)
    assert after.trajectory is not None
    assert after.trajectory.planned == 20 + 80 * Decimal("0.5")
    assert after.trajectory.days_ahead is None


def test_figures_after_the_due_date_stand_at_the_end_of_the_plan() -> None:
    """A late figure is held against the whole target."""
    keys = LEVEL + FROM + "plan = [{ on = 2023-07-02, value = 20 }]"
    it = judged(keys, "{ on = 2024-02-01, value = 50 }", as_of=DAY("2024-02-01"))
    assert it.trajectory is not None
    assert it.trajectory.planned == 100


def test_a_range_has_a_gap_to_its_nearest_bound() -> None:
    """Inside a range there is no gap; below it is positive, above negative."""
    keys = 'kind = "level"\ntarget = [5, 6]\naim = "within"\ndue = 2023-12-31'
    gaps = [
        judged(keys, f"{{ on = 2023-07-02, value = {value} }}", as_of=DAY("2023-07-20"))
        for value in ("4", "5.5", "7.5")
    ]
    assert [it.gap for it in gaps] == [1, 0, Decimal("-1.5")]
    assert [names(it) for it in gaps] == [
        ["off-target-under"],
        ["on-target"],
        ["off-target-over"],
    ]
    assert gaps[0].attainment is None


def test_a_target_of_zero_has_no_attainment() -> None:
    """Nothing is divided by zero."""
    keys = 'kind = "level"\ntarget = 0\naim = "at-most"\ndue = 2023-12-31'
    it = judged(keys, "{ on = 2023-07-02, value = 3 }", as_of=DAY("2023-12-01"))
    assert (it.attainment, it.gap) == (None, Decimal(-3))
    assert it.required is not None
    assert it.required.growth is None


def test_on_the_last_day_nothing_is_required_any_more() -> None:
    """No rate helps when no day is left."""
    it = judged(LEVEL, "{ on = 2023-07-02, value = 3 }", as_of=DAY("2023-12-31"))
    assert it.required is None


def test_met_and_lost_is_said() -> None:
    """A target that was met and then lost is judged now, and the day it was met said."""
    it = judged(
        LEVEL + FROM,
        "{ on = 2023-02-01, value = 120 }",
        "{ on = 2023-07-02, value = 60 }",
        as_of=DAY("2023-08-01"),
    )
    assert (it.state, it.met_on) == ("on-track", None)
    assert names(it) == ["pace", "was-met"]


def test_how_early_and_how_late() -> None:
    """When it was first met is said, and how many days that is from the due date."""
    monthly = LEVEL + FROM + 'every = "month"'
    early = judged(monthly, "{ on = 2023-12-01, value = 120 }", as_of=DAY("2024-08-01"))
    late = judged(STONE, "{ on = 2024-10-16, done = true }", as_of=DAY("2024-12-01"))
    assert early.met_on == DAY("2023-12-01")
    assert early.reasons[0].facts["days"] == 30
    assert late.met_on == DAY("2024-10-16")
    assert late.reasons[0].facts["days"] == 290


def test_some_year_counts_and_is_named() -> None:
    """Met in one year of the plan stays met, and the reason names the year."""
    it = judged(
        YEAR,
        '{ period = "2024", value = 1005 }',
        '{ period = "2025", value = 998 }',
        as_of=DAY("2026-08-04"),
    )
    assert names(it) == ["met", "one-year-counts"]


def test_equal_is_not_beyond() -> None:
    """A target that was to be passed and was only equalled is missed with no gap."""
    it = judged(
        'kind = "year-total"\ntarget = 350\naim = "above"\ndue = "2025"',
        '{ period = "2025", value = 350 }',
        as_of=DAY("2026-08-04"),
    )
    assert (it.state.value, it.gap) == ("missed", Decimal(0))
    assert names(it) == ["missed-equal"]


def test_what_stands_behind_the_figure_is_said() -> None:
    """Preliminary figures, disagreements and targets passed already are remarked."""
    it = judged(
        YEAR,
        '{ period = "2025H1", value = 1100, status = "preliminary" }',
        '{ period = "2025Q4", value = 1100 }',
        as_of=DAY("2026-01-10"),
    )
    assert names(it) == [
        "met",
        "even-pace",
        "met-already",
        "preliminary",
        "conflict",
    ]


def test_the_direction_of_what_is_watched() -> None:
    """Two figures show a direction, and whether it is the wished one."""
    keys = 'kind = "level"\naim = "{}"'
    rows = ("{ on = 2023-01-01, value = 5 }", "{ on = 2023-02-01, value = 7 }")
    up = judged(keys.format("up"), *rows)
    down = judged(keys.format("down"), *rows)
    watch = judged(keys.format("watch"), *rows, "{ on = 2023-03-01, value = 7 }")
    falls = judged(keys.format("down"), *rows[::-1], "{ on = 2023-03-01, value = 6 }")
    assert [names(it) for it in (up, down, watch, falls)] == [
        ["going-up"],
        ["going-up"],
        ["going-flat"],
        ["going-down"],
    ]
    wished = [it.reasons[0].facts["wished"] for it in (up, down, watch, falls)]
    assert wished == [True, False, None, True]


def test_a_watched_flow_is_compared_with_the_same_part_of_another_year() -> None:
    """Half a year is compared with half a year, never with a whole one."""
    keys = 'kind = "year-total"\naim = "up"'
    halves = (
        '{ period = "2022H1", value = 5 }',
        '{ period = "2022", value = 12 }',
        '{ period = "2023H1", value = 6 }',
    )
    assert names(judged(keys, *halves)) == ["going-up", "year-share"]
    assert names(judged(keys, *halves[1:])) == ["no-direction", "even-pace"]
    assert names(judged(keys)) == ["no-data"]


def test_nothing_before_the_year_one() -> None:
    """The first day of the calendar has no eve, and is no error."""
    keys = 'kind = "total"\ntarget = 5\nstart = 0001-01-01\ndue = 0001-12-31'
    assert judged(
        keys, "{ on = 0001-06-01, value = 2 }", as_of=DAY("0001-07-01")
    ).trajectory


_days = st.dates(date(2020, 1, 1), date(2027, 12, 31))
_rows = st.lists(st.tuples(_days, st.integers(-200, 200)), max_size=6)
_kinds = st.sampled_from(
    [
        LEVEL,
        LEVEL + FROM,
        TOTAL,
        TOTAL + 'aim = "at-most"',
        YEAR,
        'kind = "level"\naim = "up"',
        'kind = "level"\ntarget = [5, 60]\naim = "within"\ndue = "2023"',
    ]
)


@given(_kinds, _rows, _days)
def test_exactly_one_state_always(
    keys: str, rows: list[tuple[date, int]], as_of: date
) -> None:
    """Whatever is recorded, a goal has one state, a colour and a reason."""
    texts = [f"{{ on = {day}, value = {value} }}" for day, value in rows]
    it = judged(keys, *texts, as_of=as_of)
    assert it.state in URGENCY
    assert it.reasons
    assert (it.gap is None) == (it.figure is None or it.goal.target is None)


@given(st.integers(-50, 150), st.integers(0, 50), _days)
def test_more_progress_never_makes_it_worse(value: int, more: int, as_of: date) -> None:
    """The same goal on the same day with a higher figure is not judged worse."""
    order = [
        State.NO_RESULT,
        State.MISSED,
        State.MOVING_AWAY,
        State.FAR_BEHIND,
        State.BEHIND,
        State.STALE,
        State.TOO_EARLY,
        State.ON_TRACK,
        State.ON_TARGET,
        State.LATE,
        State.MET,
    ]
    states = [
        judged(LEVEL + FROM, f"{{ on = 2023-07-02, value = {v} }}", as_of=as_of).state
        for v in (value, value + more)
    ]
    if State.NO_DATA not in states:
        assert order.index(states[0]) <= order.index(states[1])


@given(st.integers(1, 200), st.integers(1, 12), _days)
def test_the_unit_changes_nothing(value: int, month: int, as_of: date) -> None:
    """The same goal in 万元 and in 亿元 has the same state and the same pace."""
    row = "{{ on = 2023-{:02}-01, value = {} }}"
    small = judged(LEVEL + FROM, row.format(month, value), as_of=as_of)
    large = judged(
        LEVEL.replace("100", "1000000") + FROM,
        row.format(month, value * 10_000),
        as_of=as_of,
    )
    assert small.state == large.state
    assert (small.trajectory and small.trajectory.pace_ratio) == (
        large.trajectory and large.trajectory.pace_ratio
    )


@given(_rows, _days, _days)
def test_the_future_changes_nothing(
    rows: list[tuple[date, int]], one: date, other: date
) -> None:
    """An entry that lies after the day of the view does not change the view."""
    as_of, later = sorted((one, other))
    texts = [
        f"{{ on = {day}, value = {value} }}" for day, value in rows if day <= as_of
    ]
    after = f"{{ on = {later + timedelta(days=1)}, value = 77 }}"
    first = assess(goal(LEVEL, *texts), as_of)
    second = assess(goal(LEVEL, *texts, after), as_of)
    assert first.state == second.state
    assert first.figure == second.figure


def test_known_on_is_passed_down() -> None:
    """An assessment as known on a day uses what was recorded by then."""
    it = goal(LEVEL, "{ on = 2023-12-31, value = 100, recorded = 2024-03-01 }")
    assert assess(it, LATE, DAY("2024-02-29")).state == "no-result"
    assert assess(it, LATE, DAY("2024-03-01")).state == "met"


def test_a_budget_has_no_days_ahead_and_nothing_required() -> None:
    """A budget need not be used up: only how fast it goes is told."""
    keys = TOTAL + 'aim = "at-most"'
    it = judged(keys, "{ on = 2023-07-02, value = 60 }", as_of=DAY("2023-08-01"))
    assert it.trajectory is not None
    assert (it.trajectory.is_budget, it.trajectory.days_ahead, it.required) == (
        True,
        None,
        None,
    )
    assert names(it) == ["budget"]


def test_what_was_said_later_is_not_known_before() -> None:
    """Dropped on a day: a view as known before that day does not know it."""
    it = goal(LEVEL + 'dropped = { on = 2023-05-01, reason = "no money" }')
    assert assess(it, DAY("2023-06-01"), DAY("2023-04-30")).state == "no-data"
    assert assess(it, DAY("2023-06-01"), DAY("2023-05-01")).state == "dropped"


def test_the_first_promise_is_judged_beside_the_present_one() -> None:
    """A promise that was lowered is met, and the first one is said to be missed."""
    keys = LEVEL.replace("100", "90") + (
        "revisions = [\n"
        '  { on = 2022-05-01, target = 120, reason = "too easy" },\n'
        '  { on = 2022-09-01, due = 2023-06-30, reason = "delay" },\n'
        '  { on = 2022-10-01, reason = "only a word" },\n'
        "]"
    )
    rows = ("{ on = 2023-06-30, value = 80 }", "{ on = 2023-12-31, value = 95 }")
    it = judged(keys, *rows, as_of=DAY("2024-02-01"))
    assert it.state == "met"
    assert it.original is not None
    assert (it.original.goal.target, it.original.state) == (Decimal(120), State.MISSED)
    assert it.original.goal.due is not None
    assert it.original.goal.due.last == DAY("2023-06-30")
    unchanged = LEVEL + 'revisions = [{ on = 2022-10-01, reason = "a word" }]'
    assert judged(unchanged, as_of=DAY("2024-02-01")).original is None


@pytest.mark.parametrize(
    ("keys", "middle"),
    [
        ("", 55),
        ('pace = "growth"\n', 31.6),
        ('plan = [{ period = "2023-07-02", value = 20 }]\n', 20),
    ],
)
def test_the_plan_line_is_the_one_of_the_goal(keys: str, middle: float) -> None:
    """Straight, growing evenly or through checkpoints, from the baseline to the due date."""
    text = (
        f'kind = "level"\ntarget = 100\ndue = 2023-12-31\n{keys}'
        'baseline = { period = "2022-12-31", value = 10 }'
    )
    it = goal(text)
    assert it.baseline is not None
    found = planned_on(it, it.baseline, DAY("2023-07-02"))
    assert float(found or 0) == pytest.approx(middle, abs=0.2)
    assert planned_on(it, it.baseline, DAY("2024-01-01")) is None
    undated = goal('kind = "level"\ntarget = 100')
    assert planned_on(undated, it.baseline, DAY("2023-07-02")) is None


def test_a_year_that_follows_earlier_ones_has_no_days_ahead() -> None:
    """Days from the straight line would contradict a plan line that is not straight."""
    rows = [
        '{ period = "2022H1", value = 40 }',
        '{ period = "2022", value = 100 }',
        '{ period = "2023H1", value = 41 }',
    ]
    keys = 'kind = "year-total"\ntarget = 100\ndue = "2023"'
    seasonal = judged(keys, *rows, as_of=DAY("2023-08-01"))
    even = judged(keys, rows[-1], as_of=DAY("2023-08-01"))
    assert seasonal.trajectory is not None
    assert seasonal.trajectory.days_ahead is None
    assert even.trajectory is not None
    assert even.trajectory.days_ahead == -31


@pytest.mark.parametrize(
    ("due", "first", "progress", "begins"),
    [
        ('"2026"', "2026-03-01", "0.8333", "2025-12-31"),
        ('"2027"', "2026-03-01", "0.8333", "2026-02-28"),
        ("2026-12-31", "2026-03-01", "0.8333", "2026-02-28"),
    ],
)
def test_a_total_begins_with_nothing(
    due: str, first: str, progress: str, begins: str
) -> None:
    """Without a start a total counts from 0: before its due period, or its first figure."""
    it = judged(
        f'kind = "total"\ntarget = 600\ndue = {due}',
        f"{{ on = {first}, value = 100 }}",
        "{ on = 2026-11-01, value = 500 }",
        as_of=date(2026, 11, 25),
    )
    assert it.trajectory is not None
    assert it.trajectory.baseline.value == 0
    assert it.trajectory.baseline.period.last == date.fromisoformat(begins)
    assert str(it.trajectory.progress)[:6] == progress


@pytest.mark.parametrize(
    ("aim", "rows", "state"),
    [
        ("at-most", ["{ on = 2023-07-01, value = 5 }"], "met"),
        ("at-most", ["{ on = 2023-07-01, value = 30 }"], "no-result"),
        (
            "at-most",
            [
                '{ period = "2023-01-01..2023-05-31", value = 5 }',
                '{ period = "2023-01-01..2023-09-30", value = 30 }',
            ],
            "no-result",
        ),
        (
            "at-most",
            [
                '{ period = "2023-01-01..2023-05-31", value = 5 }',
                '{ period = "2023-01-01..2023-09-30", value = 15 }',
            ],
            "met",
        ),
        ("at-most", ["{ on = 2023-06-20, value = 30 }"], "missed"),
    ],
)
def test_a_budget_is_not_judged_by_what_came_later(
    aim: str, rows: list[str], state: str
) -> None:
    """A total within its bound after the due date was so when due; else nobody knows."""
    keys = f'kind = "total"\naim = "{aim}"\ntarget = 20\nunit = "km"\ndue = 2023-06-30'
    found = judged(keys, *rows, as_of=date(2024, 1, 1))
    assert found.state.value == state
    if state == "met":
        assert found.decided_by is not None
        assert found.decided_by.value <= 20
