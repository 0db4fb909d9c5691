"""Steps against their dates, and owners against theirs.

tests/vectors/evm.json and beebrain_aggday_and_line.json name the source of each case.
"""

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from builders import goal, judged
from conftest import REPOSITORY, Run
from goaltrack.analysis.earned_value import (
    Schedule,
    chance,
    earned,
    schedule,
    slip_ratios,
)
from goaltrack.analysis.series import series
from goaltrack.model.ledger import Step
from goaltrack.model.period import Period

DAY = date.fromisoformat


def vectors(name: str) -> Any:
    path = REPOSITORY / "tests" / "vectors" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


EARNED = [
    case
    for case in vectors("evm")["cases"]
    if {"pv", "ev"} <= set(case["inputs"]) and "sv" in case["expected"]
]


@pytest.mark.parametrize("case", EARNED, ids=lambda case: case["name"])
def test_published_earned_value(case: dict[str, Any]) -> None:
    """Schedule variance and performance index as published, as finely as published."""
    inputs, expected = case["inputs"], case["expected"]
    values = [Decimal(str(inputs[name])) for name in ("pv", "ev")]
    found = Schedule(values[0], values[1], Decimal(1), None)
    assert float(found.variance) == pytest.approx(expected["sv"])
    # Two of the sources cut their ratios off instead of rounding them.
    loose = 0.07 if "truncated in" in (case["note"] or "") else 0.005
    assert float(found.performance or 0) == pytest.approx(expected["spi"], abs=loose)


def steps(*dues: str, weight: int = 1) -> list[Step]:
    return [
        Step(str(n), str(n), Period(DAY(due), DAY(due)), Decimal(weight))
        for n, due in enumerate(dues)
    ]


FOUR = steps("2023-01-31", "2023-02-28", "2023-03-31", "2023-04-30")


@pytest.mark.parametrize(
    ("done", "day", "planned", "earned_on"),
    [
        ((), "2023-01-15", 0, None),
        (("0",), "2023-01-15", 0, "2023-01-31"),
        (("0", "1"), "2023-03-31", 3, "2023-02-28"),
        (("0", "1", "2", "3"), "2023-12-31", 4, "2023-04-30"),
    ],
)
def test_the_day_that_was_earned(
    done: tuple[str, ...], day: str, planned: int, earned_on: str | None
) -> None:
    """The earned day is that for which the work done was planned, after the end too."""
    found = schedule(FOUR, done, DAY(day))
    assert found is not None
    values = [int(v) for v in (found.planned, found.done, found.whole)]
    assert values == [planned, len(done), 4]
    assert found.earned == (earned_on and DAY(earned_on))
    assert (found.performance is None) is (planned == 0)


def test_between_two_dates_by_share() -> None:
    """Half of the weight between two due dates had been planned for their middle."""
    dated = [(DAY("2023-01-01"), Decimal(2)), (DAY("2023-01-11"), Decimal(4))]
    assert earned(dated, Decimal(4)) == DAY("2023-01-06")
    assert earned(dated, Decimal(1)) is None
    assert earned(dated, Decimal(2)) == DAY("2023-01-01")


def test_steps_without_dates_have_no_schedule() -> None:
    """If any step is undated, nobody can say what was planned."""
    undated = [*FOUR, Step("x", "x", None, Decimal(1))]
    assert schedule(undated, (), DAY("2023-01-01")) is None
    assert schedule((), (), DAY("2023-01-01")) is None


STONE = 'kind = "milestone"\nowner = "o"\nstart = 2023-01-01\ndue = 2023-04-11\n'


def finished(*days: int) -> list[Any]:
    """Milestones of a hundred days that took so many."""
    start = DAY("2023-01-01")
    return [
        goal(STONE, f"{{ on = {start + timedelta(days=n)}, done = true }}")
        for n in days
    ]


def test_an_owners_record() -> None:
    """Actual over planned duration of what is finished by then, of that owner only."""
    others = [
        goal(STONE.replace('"o"', '"p"'), "{ on = 2023-02-01, done = true }"),
        goal(STONE, "{ on = 2023-02-01, percent = 50 }"),
        goal(STONE),
        goal('kind = "milestone"\nowner = "o"', "{ on = 2023-02-01, done = true }"),
        goal('kind = "level"\ntarget = 5\nowner = "o"'),
        goal(
            STONE.replace("due = 2023-04-11", "due = 2023-01-01"),
            "{ on = 2023-02-01, done = true }",
        ),
    ]
    goals = {str(n): one for n, one in enumerate([*finished(80, 120), *others])}
    for _ in range(2):  # worked out, and known
        ratios = slip_ratios(goals, "o", DAY("2024-01-01"))
        assert ratios == [Decimal("0.8"), Decimal("1.2")]
    assert slip_ratios(goals, "p", DAY("2024-01-01")) == [Decimal("0.31")]
    assert slip_ratios(goals, None, DAY("2024-01-01")) == ()
    assert slip_ratios(goals, "o", DAY("2023-04-01")) == [Decimal("0.8")]
    fewer = {"0": goals["0"]}
    assert slip_ratios(fewer, "p", DAY("2023-04-01")) == ()


RATIOS = [Decimal(n) / 10 for n in (8, 9, 10, 12, 15)]


def test_the_chance_by_the_record() -> None:
    """In time as often as the record says, given that it is still open today."""
    stone = goal(STONE)
    begun = chance(stone, (), RATIOS, DAY("2023-01-01"))
    assert begun is not None
    assert (begun.low, begun.high, begun.in_time, begun.finished) == (
        4 / 7,
        4 / 7,
        3,
        5,
    )
    late = chance(stone, (), RATIOS, DAY("2023-04-05"))
    assert late is not None
    assert (late.high, late.in_time, late.finished) == (2 / 5, 1, 3)
    assert chance(stone, (), RATIOS[:4], DAY("2023-01-01")) is None
    assert chance(goal('kind = "milestone"'), (), RATIOS, DAY("2023-01-01")) is None
    assert chance(stone, (), RATIOS, DAY("2024-01-01")) is None


def test_steps_alone_and_together() -> None:
    """Open steps together are as likely as the least of them, alone as the product."""
    keys = STONE + (
        'steps = [{ id = "a", due = 2023-04-11 }, { id = "b", due = 2023-04-11 }, '
        '{ id = "c", due = 2023-02-01 }]'
    )
    found = chance(goal(keys), ("c",), RATIOS, DAY("2023-01-01"))
    assert found is not None
    assert found.high == 4 / 7
    assert found.low == pytest.approx((4 / 7) ** 2)


def test_a_page_tells_schedule_and_record(goaltrack: Run) -> None:
    """`show` tells where a milestone is on its schedule and how its owner's dates held."""
    from pathlib import Path  # noqa: PLC0415 - for this one file

    text = "format = 1\n"
    for n, days in enumerate((80, 90, 100, 120, 150)):
        day = DAY("2023-01-01") + timedelta(days=days)
        text += f'[goals.g{n}]\ntitle = "G{n}"\n{STONE}'
        text += f"progress = [{{ on = {day}, done = true }}]\n"
    text += f'[goals.it]\ntitle = "It"\n{STONE.replace("2023", "2024")}'
    text += 'steps = [{ id = "a", due = 2024-02-01 }, { id = "b", due = 2024-03-01 }]\n'
    text += "progress = [{ on = 2024-01-20, done = 'a' }]\n"
    Path("goals.toml").write_text(text, encoding="utf-8")
    out = goaltrack("show", "it", "--as-of", "2024-03-10").out
    assert "1 of 2 done, 2 planned; what is done was planned for 2024-02-01" in out
    assert "2 finished milestones of the same owner" in " ".join(out.split())


def test_a_line_in_pieces() -> None:
    """Beebrain's red line: the plan is straight from checkpoint to checkpoint."""
    case = vectors("beebrain_aggday_and_line")["red_line"]
    (x0, y0, x1, y1), (_, _, x2, y2) = case["segments"]
    zero = DAY("2023-01-01")

    def on(day: int) -> date:
        return zero + timedelta(days=day)

    keys = (
        f'kind = "level"\ntarget = {y2}\ndue = {on(x2)}\n'
        f"baseline = {{ on = {on(x0)}, value = {y0} }}\n"
        f"plan = [{{ on = {on(x1)}, value = {y1} }}]"
    )
    for day, value in case["value_at"]:
        if day > x0:
            it = judged(keys, f"{{ on = {on(day)}, value = 1 }}", as_of=on(day))
            assert it.trajectory is not None
            assert it.trajectory.planned == value


def test_daily_figures_become_one() -> None:
    """Beebrain's aggregation: a level is the day's last word, changes add up."""
    cases = vectors("beebrain_aggday_and_line")
    level, total = 'kind = "level"\ntarget = 1', 'kind = "total"\ntarget = 1'
    [last] = [c for c in cases["aggday"] if c["fn"] == "last"]
    rows = [f"{{ on = 2023-01-01, value = {v} }}" for v in last["in"]]
    found = series(goal(level, *rows), DAY("2023-01-02")).last
    assert found is not None
    assert found.value == last["out"]
    for values, sums in cases["accumulate"]:
        rows = [
            f"{{ on = 2023-01-{n:02}, change = {v} }}" for n, v in enumerate(values, 1)
        ]
        figures = series(goal(total, *rows), DAY("2023-02-01")).figures
        assert [figure.value for figure in figures] == sums
    points = cases["step_function"]["points"]
    rows = [f"{{ on = 2023-01-{day:02}, value = {value} }}" for day, value in points]
    for day, value in cases["step_function"]["value_at"]:
        if day >= points[0][0]:
            held = series(goal(level, *rows), DAY(f"2023-01-{day:02}")).last
            assert held is not None
            assert held.value == value
