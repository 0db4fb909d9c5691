"""Rates: on or off target, and what decides them."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import decoded, goal, judged
from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.colour_rules import apply_colour_rules
from goaltrack.analysis.lint import order_of_magnitude_error, suspected_typos
from goaltrack.analysis.states import State
from goaltrack.analysis.what_if import supposed, thresholds
from goaltrack.ledger.presets import preset

DAY = date.fromisoformat
YEAR = 'kind = "rate"\nunit = "%"\ntarget = 5\ndue = "2024"\n'
SPRING = 'kind = "rate"\nunit = "%"\ntarget = 5\ndue = 2024-05-15\n'


def rate(keys: str, *rows: tuple[str, str], as_of: str) -> Assessment:
    lines = [f'{{ period = "{period}", value = {value} }}' for period, value in rows]
    return judged(keys, *lines, as_of=DAY(as_of))


MONTHS = [("2024-01", "4"), ("2024-02", "4"), ("2024-03", "5"), ("2024-04", "6")]
DECIDED = [
    # The figure that covers most of the due period, of those that end last.
    (YEAR, [("2024-06", "6"), ("2024H1", "4")], "2024-07-20", "off-target", "4"),
    (YEAR, [("2024H1", "4"), ("2024-07", "6")], "2024-08-20", "on-target", "6"),
    (YEAR, [("2024", "4"), ("2024-12", "6")], "2025-01-20", "missed", "4"),
    (YEAR, [("2024", "5"), ("2023..2024", "4")], "2025-01-20", "met", "5"),
    (
        YEAR,
        [("2023-07..2024-12", "5"), ("2021..2024", "4")],
        "2025-02-01",
        "met",
        "5",
    ),
    # On the due date and after it only what ends on its last day decides.
    (YEAR, [("2024H1", "5")], "2024-12-31", "on-target", "5"),
    (YEAR, [("2024H1", "5")], "2025-01-01", "no-result", "5"),
    (YEAR, [("2024", "4"), ("2025", "6")], "2026-02-01", "missed", "4"),
    (YEAR, [("2024", "5"), ("2025", "1")], "2026-02-01", "met", "5"),
    (YEAR, [("2024", "5")], "2024-12-31", "met", "5"),
    # A part decides only where no whole one was ever known.
    (YEAR, [("2024-12", "6")], "2025-01-20", "met", "6"),
    (YEAR, [("2023", "4"), ("2024-12", "6")], "2025-01-20", "no-result", "6"),
    # A day is reached by the last figure before it, if that is no older than usual.
    (SPRING, [("2023-05..2023-12", "4"), *MONTHS], "2024-05-15", "on-target", "6"),
    (SPRING, [("2023-05..2023-12", "4"), *MONTHS], "2024-05-16", "met", "6"),
    (SPRING, [("2023-05..2023-12", "4"), *MONTHS[:2]], "2024-05-16", "no-result", "4"),
    (SPRING, MONTHS, "2024-05-16", "no-result", "6"),
    (SPRING, [("2024-06", "6")], "2024-07-16", "no-result", "6"),
    (SPRING, [("2023", "6")], "2024-05-16", "no-result", "6"),
    (
        SPRING + 'every = "month"',
        [("2023", "4"), ("2024-04", "6")],
        "2024-05-16",
        "met",
        "6",
    ),
    (
        SPRING + 'every = "week"',
        [("2023", "4"), ("2024-04", "6")],
        "2024-05-16",
        "no-result",
        "6",
    ),
    (SPRING + "start = 2024-05-01", MONTHS, "2024-05-10", "no-data", None),
    # Without a due date it is on or off target, and undated until there is a figure.
    (YEAR.replace('due = "2024"', ""), [("2020", "6")], "2026-01-01", "on-target", "6"),
    (
        YEAR.replace('due = "2024"', ""),
        [("2020H2", "6"), ("2020", "4")],
        "2026-01-01",
        "off-target",
        "4",
    ),
    (YEAR.replace('due = "2024"', ""), [], "2026-01-01", "undated", None),
    (YEAR, [], "2024-01-01", "no-data", None),
]


@pytest.mark.parametrize(("keys", "rows", "as_of", "state", "value"), DECIDED)
def test_what_decides(
    keys: str, rows: list[tuple[str, str]], as_of: str, state: str, value: str | None
) -> None:
    """The state and the figure that it is of."""
    it = rate(keys, *rows, as_of=as_of)
    assert it.state.value == state
    assert it.value == (value and Decimal(value))


def test_the_numbers_beside_it() -> None:
    """The gap is that of the figure that decides; there is no progress, pace or rate."""
    it = rate(
        YEAR + "baseline = { period = '2020', value = 1 }",
        ("2024", "4.1"),
        ("2025", "5.3"),
        as_of="2026-02-01",
    )
    assert (it.gap, it.over) == (Decimal("0.9"), "under")
    assert it.figure is not None
    assert it.figure.value == Decimal("5.3")
    assert (it.progress, it.trajectory, it.required, it.achieved) == (None,) * 4
    assert it.forecast is not None
    assert it.forecast.refused == "past-due"


@pytest.mark.parametrize(
    ("aim", "value", "reason", "over"),
    [
        ("at-most", "5.5", "off-target-over", "over"),
        ("at-least", "4.5", "off-target-under", "under"),
        ("below", "5", "off-target-equal", "over"),
        ("above", "5", "off-target-equal", "under"),
        ("at-most", "5", "on-target", None),
    ],
)
def test_it_says_on_which_side(
    aim: str, value: str, reason: str, over: str | None
) -> None:
    """Over or under, and equal where the target must be passed."""
    it = rate(f'{YEAR}aim = "{aim}"', ("2024H1", value), as_of="2024-08-01")
    assert ([each.name for each in it.reasons], it.over) == ([reason], over)


def test_nothing_of_a_rate_looks_like_a_typo() -> None:
    """Growth may be 0.3 in one year and 8 in the next."""
    before = goal(YEAR, '{ period = "2022", value = 0.3 }')
    after = supposed(before, before.progress[0].period, Decimal(30))
    assert suspected_typos(after) == []
    assert order_of_magnitude_error(before, after) == 0


def test_what_the_due_period_must_bring() -> None:
    """`why` names the figure of the due period from which on it is met."""
    rules = preset("pace")
    it = apply_colour_rules(rate(YEAR, ("2024H1", "4"), as_of="2024-08-01"), rules)
    [turn] = thresholds(it, rules, {})
    assert (turn.value, turn.state, turn.colour) == (Decimal(5), State.MET, "green")
    assert turn.period == it.goal.due


@pytest.mark.parametrize("key", ["steps = []", "pace = 'growth'", "plan = []"])
def test_a_rate_has_no_way(key: str) -> None:
    """What speaks of a way to the target is refused."""
    _, problems = decoded(f'format = 1\n[goals.it]\ntitle = "It"\n{YEAR}{key}\n')
    assert [problem.path[-1] for problem in problems] == [key.split(maxsplit=1)[0]]


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["2023", "2024H1", "2024", "2024-12", "2025"]),
            st.integers(0, 9),
        ),
        max_size=6,
    ),
    st.integers(0, 9),
)
def test_no_figure_after_the_due_date_changes_the_verdict(
    rows: list[tuple[str, int]], later: int
) -> None:
    """What was met stays met, and what was missed missed."""
    given_rows = [(period, str(value)) for period, value in rows]
    before = rate(YEAR, *given_rows, as_of="2027-01-01")
    after = rate(YEAR, *given_rows, ("2026", str(later)), as_of="2027-01-01")
    assert after.state is before.state
    assert after.gap == before.gap or not before.decided_by
