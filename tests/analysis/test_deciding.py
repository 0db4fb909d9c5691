"""What decides a level on its due date, and which way an unsaid aim goes."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import goal, judged
from goaltrack.analysis.states import State

DAY = date.fromisoformat
DUE_DAY = 'kind = "level"\ntarget = 75\ndue = 2026-06-30\n'
DUE_YEAR = 'kind = "level"\ntarget = 75\ndue = "2026"\n'
BASE = "baseline = { on = 2026-01-02, value = 60 }\n"
WEEKS = [("2026-06-05", 70), ("2026-06-12", 71), ("2026-06-19", 72)]

DECIDED = [
    # On the due date what ends on it; a figure before it only when it has passed.
    (DUE_DAY, [("2026-06-30", 75)], "2026-06-30", "met", "2026-06-30"),
    (DUE_DAY, [("2026-06-30", 74)], "2026-06-30", "missed", None),
    (DUE_DAY + BASE, [*WEEKS, ("2026-06-26", 76)], "2026-06-30", "on-target", None),
    (DUE_DAY + BASE, [*WEEKS, ("2026-06-26", 76)], "2026-07-01", "met", "2026-06-26"),
    (DUE_DAY + BASE, [*WEEKS, ("2026-06-26", 74)], "2026-07-01", "missed", None),
    (DUE_DAY + BASE, WEEKS, "2026-07-20", "no-result", None),
    (DUE_DAY + BASE + 'every = "month"', WEEKS, "2026-07-20", "missed", None),
    (DUE_DAY, [("2026-06-29", 80)], "2026-07-01", "no-result", None),
    (
        DUE_DAY + "every = 'month'",
        [("2026-06-29", 80)],
        "2026-07-01",
        "no-result",
        None,
    ),
    # Of a due period the last figure, if no later one of it is to be expected.
    (
        DUE_YEAR,
        [("2025-11-30", 70), ("2026-11-30", 80)],
        "2027-01-05",
        "met",
        "2026-11-30",
    ),
    (
        DUE_YEAR,
        [("2026-10-31", 70), ("2026-11-30", 80)],
        "2027-01-05",
        "no-result",
        None,
    ),
    (DUE_YEAR, [("2026-11-30", 80)], "2027-01-05", "no-result", None),
    (
        DUE_YEAR + "every = 'year'",
        [("2026-03-31", 80)],
        "2027-01-05",
        "met",
        "2026-03-31",
    ),
    (
        DUE_YEAR + "every = 'year'",
        [("2025-12-31", 80)],
        "2027-01-05",
        "no-result",
        None,
    ),
    # Without one that reaches it: the last before and the first after.
    (
        DUE_DAY,
        [("2026-03-31", 80), ("2026-09-30", 80)],
        "2026-10-01",
        "met",
        "2026-03-31",
    ),
    (
        DUE_DAY,
        [("2026-03-31", 70), ("2026-09-30", 80)],
        "2026-10-01",
        "late",
        "2026-09-30",
    ),
    (DUE_DAY, [("2026-03-31", 80), ("2026-09-30", 70)], "2026-10-01", "missed", None),
    (DUE_DAY, [("2026-09-30", 70)], "2026-10-01", "missed", None),
    (DUE_DAY, [("2026-09-30", 80)], "2026-10-01", "late", "2026-09-30"),
    # A later figure turns missed into late, and met into nothing else.
    (
        DUE_DAY,
        [("2026-06-30", 74), ("2026-08-31", 75)],
        "2026-09-01",
        "late",
        "2026-08-31",
    ),
    (
        DUE_DAY,
        [("2026-06-30", 75), ("2026-08-31", 1)],
        "2026-09-01",
        "met",
        "2026-06-30",
    ),
    # Met from the first day of the run that holds.
    (
        DUE_DAY,
        [
            ("2026-04-30", 76),
            ("2026-05-15", 70),
            ("2026-05-31", 77),
            ("2026-06-30", 76),
        ],
        "2026-07-01",
        "met",
        "2026-05-31",
    ),
]


@pytest.mark.parametrize(("keys", "rows", "as_of", "state", "met_on"), DECIDED)
def test_what_decides_a_level(
    keys: str, rows: list[tuple[str, int]], as_of: str, state: str, met_on: str | None
) -> None:
    """The state, and since when it has been met."""
    lines = [f"{{ on = {day}, value = {value} }}" for day, value in rows]
    it = judged(keys, *lines, as_of=DAY(as_of))
    assert (it.state.value, it.met_on) == (state, met_on and DAY(met_on))


def test_it_is_on_target_from_the_day_on_which_it_holds() -> None:
    """Before the due date it is not met, and the run's first day is said."""
    lines = [
        f"{{ on = 2026-{month:02}-28, value = {value} }}"
        for month, value in enumerate((76, 70, 77, 78), 1)
    ]
    it = judged(DUE_YEAR, *lines, as_of=DAY("2026-05-01"))
    assert (it.state, it.met_on) == (State.ON_TARGET, None)
    assert it.reached_on == DAY("2026-03-28")


def test_the_numbers_are_those_of_the_figure_that_decides() -> None:
    """Gap and progress are of the due date, though the latest figure is shown."""
    lines = ["{ on = 2026-06-30, value = 72 }", "{ on = 2026-07-31, value = 73 }"]
    it = judged(DUE_DAY + BASE, *lines, as_of=DAY("2026-08-01"))
    assert (it.gap, it.progress, it.over) == (
        Decimal(3),
        Decimal("0.8"),
        "under",
    )
    assert it.figure is not None
    assert it.figure.value == 73


@given(
    st.lists(st.integers(0, 400), min_size=1, max_size=5, unique=True),
    st.lists(st.integers(60, 90), min_size=5, max_size=5),
    st.integers(1, 300),
    st.integers(60, 90),
)
def test_a_later_figure_never_turns_met_into_missed(
    days: list[int], values: list[int], later: int, value: int
) -> None:
    """Whatever is published after the due date, what was met stays met."""
    start = DAY("2025-06-30").toordinal()
    due = DAY("2026-06-30").toordinal()
    rows = [
        f"{{ on = {date.fromordinal(start + day)}, value = {v} }}"
        for day, v in zip(sorted(days), values, strict=False)
    ]
    after = f"{{ on = {date.fromordinal(due + 100 + later)}, value = {value} }}"
    view = date.fromordinal(due + 101)
    before = judged(DUE_DAY, *rows, as_of=view)
    now = judged(DUE_DAY, *rows, after, as_of=date.fromordinal(due + 500))
    if before.state is State.MET:
        assert now.state is State.MET


@pytest.mark.parametrize(
    ("keys", "aim"),
    [
        ("target = 75\nbaseline = { on = 2026-01-01, value = 85 }", "at-most"),
        ("target = 75\nbaseline = { on = 2026-01-01, value = 75 }", "at-least"),
        ("target = 75\nbaseline = { on = 2026-01-01, value = 60 }", "at-least"),
        ("target = 75", "at-least"),
        (
            "target = 75\naim = 'at-least'\nbaseline = { on = 2026-01-01, value = 85 }",
            "at-least",
        ),
        (
            "target = 85\nbaseline = { on = 2026-01-01, value = 80 }\n"
            "revisions = [{ on = 2026-02-01, target = 75, reason = 'x' }]",
            "at-most",
        ),
    ],
)
def test_an_unsaid_aim_is_the_way_from_the_baseline(keys: str, aim: str) -> None:
    """By the target first promised; a written aim is obeyed."""
    assert goal(f'kind = "level"\n{keys}').aim.value == aim


@pytest.mark.parametrize("kind", ["total", "year-total"])
def test_of_what_adds_up_nothing_is_the_most(kind: str) -> None:
    """A target of 0 is a budget; a baseline says nothing of the way."""
    assert goal(f'kind = "{kind}"\ntarget = 0').aim.value == "at-most"
    more = 'target = 5\nbaseline = { period = "2024", value = 9 }'
    assert goal(f'kind = "{kind}"\n{more}').aim.value == "at-least"
