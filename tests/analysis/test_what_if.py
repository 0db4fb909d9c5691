from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import goal, judged
from goaltrack.analysis.assess import Assessment, assess
from goaltrack.analysis.colour_rules import apply_colour_rules
from goaltrack.analysis.what_if import supposed, thresholds
from goaltrack.ledger.presets import preset
from goaltrack.model.period import Period

DAY = date.fromisoformat
PACE = preset("pace")
LEVEL = (
    'kind = "level"\ntarget = 520\ndue = 2025-12-31\n'
    "baseline = { on = 2021-12-31, value = 300 }"
)
GDP = 'kind = "year-total"\ntarget = 1000\ndue = "2021..2025"'


def judge(assessment: Assessment) -> Assessment:
    return apply_colour_rules(assessment, PACE)


def found(keys: str, *rows: str, as_of: str) -> list[tuple[str, str, str, str]]:
    """Value, last day, state and colour of each turn."""
    it = judge(judged(keys, *rows, as_of=DAY(as_of)))
    return [
        (str(t.value), t.period.last.isoformat(), t.state.value, t.colour)
        for t in thresholds(it, PACE, {})
    ]


def test_a_supposed_figure_counts_like_a_recorded_one() -> None:
    """A goal with a supposed entry is judged as if it stood in the ledger."""
    it = goal(LEVEL)
    day = Period(DAY("2025-03-01"), DAY("2025-03-01"))
    real = judged(LEVEL, "{ on = 2025-03-01, value = 500 }", as_of=day.last)
    assert assess(supposed(it, day, Decimal(500)), day.last).state == real.state
    stone = goal('kind = "milestone"')
    assert assess(supposed(stone, day, done=True), day.last).state == "met"
    assert it.progress == ()


def test_what_would_change_a_level() -> None:
    """From the present figure on: the values for today that change what is said."""
    row = "{ on = 2024-12-31, value = 452 }"
    assert found(LEVEL, row, as_of="2025-03-01") == [
        ("466", "2025-03-01", "on-track", "green"),
        ("520", "2025-03-01", "on-target", "green"),
    ]


def test_what_would_change_a_year() -> None:
    """A flow is asked for its whole year; after a whole year, for the next one."""
    half = '{ period = "2023H1", value = 367.83 }'
    assert found(GDP, half, as_of="2023-08-04")[-1] == (
        "1000.00",
        "2023-12-31",
        "met",
        "green",
    )
    whole = '{ period = "2023", value = 800 }'
    assert found(GDP, whole, as_of="2024-02-01")[-1][1] == "2024-12-31"
    late = found(GDP, half, as_of="2026-08-04")
    assert late[-1][1:] == ("2025-12-31", "met", "green")


def test_an_estimate_beyond_the_target_is_no_year() -> None:
    """An estimate meets nothing: the whole year that would is told."""
    keys = 'kind = "year-total"\ntarget = 40\ndue = "2023"'
    turned = found(keys, '{ period = "2023Q1", value = 12 }', as_of="2023-05-31")
    assert turned[-1] == ("40", "2023-12-31", "met", "green")


def test_what_would_change_a_fall() -> None:
    """For a target below, the values go down."""
    keys = (
        'kind = "level"\ntarget = 70\naim = "at-most"\ndue = 2025-12-31\n'
        "baseline = { on = 2024-12-31, value = 82.5 }"
    )
    turned = found(keys, "{ on = 2025-06-01, value = 80 }", as_of="2025-07-01")
    assert [row[2] for row in turned] == ["behind", "on-track", "on-target"]
    assert turned[-1][0] == "70"
    values = [Decimal(row[0]) for row in turned]
    assert values == sorted(values, reverse=True)


@pytest.mark.parametrize(
    "keys",
    [
        'kind = "milestone"\ndue = "2025"',
        'kind = "level"\naim = "up"',
        'kind = "level"\ntarget = [1, 2]\naim = "within"',
        LEVEL + '\ndropped = { on = 2020-01-01, reason = "r" }',
        'kind = "level"\ntarget = 0',
    ],
)
def test_where_no_figure_turns_anything(keys: str) -> None:
    """A goal given up, without one number to reach, or starting at it never turns."""
    assert found(keys, as_of="2025-03-01") == []


def test_what_would_undo_it() -> None:
    """A goal on target turns where a figure undoes it; a total that is met, never."""
    row = "{ on = 2024-12-31, value = 530 }"
    assert found(LEVEL, row, as_of="2025-03-01") == [
        ("519", "2025-03-01", "on-track", "green"),
    ]
    ceiling = 'kind = "total"\ntarget = 70\naim = "at-most"\ndue = "2025"\n'
    spent = found(ceiling, "{ on = 2025-02-01, value = 5 }", as_of="2025-03-01")
    total = ceiling.replace("at-most", "at-least")
    assert found(total, "{ on = 2025-02-01, value = 90 }", as_of="2025-03-01") == []
    assert spent == [
        ("13", "2025-03-01", "behind", "yellow"),
        ("20", "2025-03-01", "far-behind", "red"),
        ("71", "2025-03-01", "missed", "red"),
    ]


def test_a_target_that_is_to_be_passed() -> None:
    """Equal is not beyond: the first figure that is enough lies past the target."""
    keys = 'kind = "year-total"\ntarget = 350\naim = "above"\ndue = "2025"'
    [*_, last] = found(keys, as_of="2025-03-01")
    assert last[2] == "met"
    assert Decimal(last[0]) > 350


@given(st.integers(301, 519), st.dates(DAY("2022-06-01"), DAY("2025-12-30")))
def test_a_turn_is_one(value: int, as_of: date) -> None:
    """At the figure told the state and colour are those told."""
    it = goal(LEVEL, f"{{ on = 2022-05-01, value = {value} }}")
    for turn in thresholds(judge(assess(it, as_of)), PACE, {}):
        after = judge(assess(supposed(it, turn.period, turn.value), as_of))
        assert (after.state, after.colour) == (turn.state, turn.colour)


def test_small_numbers_are_told_finely_enough() -> None:
    """Where two turns lie within one unit, as many digits are told as it takes."""
    keys = (
        'kind = "level"\ntarget = 1\ndue = 2025-12-31\n'
        "baseline = { on = 2024-12-31, value = 0 }"
    )
    turned = found(keys, "{ on = 2025-06-01, value = 0 }", as_of="2025-07-02")
    assert [row[2] for row in turned] == ["behind", "on-track", "on-target"]
    assert [row[0] for row in turned] == ["0.4", "0.5", "1"]
