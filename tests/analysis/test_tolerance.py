"""Targets that are met nearly: how much may be missing."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import goal, judged
from goaltrack.analysis.colour_rules import apply_colour_rules
from goaltrack.analysis.lint import doubts
from goaltrack.analysis.states import State
from goaltrack.analysis.what_if import supposed, thresholds
from goaltrack.ledger.presets import preset
from goaltrack.model.ledger import Ledger, Range, meets
from goaltrack.model.years import CALENDAR

LEVEL = 'kind = "level"\ndue = 2026-06-30\nbaseline = { on = 2026-01-01, value = 76 }\n'
ON = date(2026, 7, 3)


@pytest.mark.parametrize(
    ("keys", "value", "is_met"),
    [
        ('target = 70\naim = "at-most"\ntolerance = 0.5', "70.4", True),
        ('target = 70\naim = "at-most"\ntolerance = 0.5', "70.5", True),
        ('target = 70\naim = "at-most"\ntolerance = 0.5', "70.6", False),
        ('target = 70\naim = "at-most"', "70.4", False),
        ('target = 70\naim = "at-most"\ntolerance = "about"', "70.4", False),
        ("target = 80\ntolerance = 0.5", "79.5", True),
        ("target = 80\ntolerance = 0.5", "90", True),
        ("target = 80\ntolerance = 0.5", "79.4", False),
        ('target = 80\naim = "above"\ntolerance = 0.5', "80", True),
        ('target = 80\naim = "below"\ntolerance = 0.5', "80.5", True),
        ('target = [75, 80]\naim = "within"\ntolerance = 0.5', "80.5", True),
        ('target = [75, 80]\naim = "within"\ntolerance = 0.5', "80.6", False),
        ('target = 75\naim = "within"\ntolerance = 0.5', "75.5", True),
        ('target = 75\naim = "within"\ntolerance = 0.5', "75.6", False),
        ('target = 75\naim = "within"\ntolerance = 0.5', "74.4", False),
    ],
)
def test_what_misses_by_no_more_than_the_tolerance_meets(
    keys: str, value: str, is_met: bool
) -> None:
    """The size counts as meeting; the least bit more does not."""
    it = judged(LEVEL + keys, f"{{ on = 2026-06-30, value = {value} }}", as_of=ON)
    assert it.state is (State.MET if is_met else State.MISSED)


def test_a_number_within_its_tolerance_is_a_range_around_it() -> None:
    """The number that was promised is kept beside the bounds."""
    it = goal('kind = "level"\ntarget = 5\naim = "within"\ntolerance = 0.2')
    assert it.target == Range(Decimal("4.8"), Decimal("5.2"), Decimal(5))
    old = "revisions = [{ on = 2026-01-01, target = 6, reason = 'x' }]"
    it = goal(f'kind = "level"\ntarget = 5\naim = "within"\ntolerance = 1\n{old}')
    assert it.revisions[0].target == Range(Decimal(5), Decimal(7), Decimal(6))


@given(
    st.sampled_from(["at-least", "above", "at-most", "below"]),
    st.decimals(-99, 99, places=1),
    st.decimals("0.1", 9, places=1),
)
def test_tolerance_never_makes_a_verdict_worse(
    aim: str, value: Decimal, tolerance: Decimal
) -> None:
    """Whatever meets a target meets it with a tolerance as well."""
    keys = f'kind = "level"\ntarget = 10\naim = "{aim}"'
    strict, lenient = goal(keys), goal(f"{keys}\ntolerance = {tolerance}")
    assert meets(lenient, value) >= meets(strict, value)
    assert meets(lenient, value) == (
        meets(strict, value) or abs(value - 10) <= tolerance
    )


@pytest.mark.parametrize(
    ("keys", "wider"),
    [
        ("target = 80", "target = 80\ntolerance = 2"),
        (
            'target = [78, 80]\naim = "within"',
            'target = [78, 80]\naim = "within"\ntolerance = 2',
        ),
        (
            'target = 79\naim = "within"\ntolerance = 1',
            'target = 79\naim = "within"\ntolerance = 3',
        ),
    ],
)
def test_a_tolerance_raises_the_chance(keys: str, wider: str) -> None:
    """The forecast counts the values that meet, not those that reach the number."""
    rows = [
        f"{{ on = 2026-{month:02}-01, value = {70 + month + month % 2} }}"
        for month in range(1, 6)
    ]
    due = 'kind = "level"\ndue = 2026-12-31\n'
    one, other = (judged(due + k, *rows, as_of=date(2026, 5, 2)) for k in (keys, wider))
    assert one.forecast is not None
    assert other.forecast is not None
    assert one.forecast.probability is not None
    assert other.forecast.probability is not None
    assert other.forecast.probability > one.forecast.probability


def test_what_would_meet_it_counts_the_tolerance() -> None:
    """The figure that `why` names as enough is enough, and the next less is not."""
    keys = LEVEL + 'target = 70\naim = "at-most"\ntolerance = 0.5'
    it = judged(keys, "{ on = 2026-06-01, value = 73 }", as_of=date(2026, 6, 30))
    [*_, last] = thresholds(apply_colour_rules(it, preset("pace")), preset("pace"), {})
    assert (last.value, last.state) == (Decimal("70.5"), State.MET)
    for value, is_met in ((last.value, True), (last.value + Decimal("0.1"), False)):
        assert meets(supposed(it.goal, last.period, value), value) == is_met


def test_about_asks_for_its_size() -> None:
    """`check` says that the target is judged at the number itself."""
    it = goal('kind = "level"\ntarget = 5\ntolerance = "about"')
    ledger = Ledger("", None, "pace", {}, "counts", ".", CALENDAR, {}, {it.id: it})
    assert [doubt.reason.code for doubt in doubts(ledger)] == ["tolerance-without-size"]
