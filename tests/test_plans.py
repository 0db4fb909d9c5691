"""The example plans: each target as it was promised, in a ledger without a problem."""

import json

import pytest

from conftest import REPOSITORY, Run
from goaltrack.ledger.load import load
from goaltrack.model.ledger import Kind

PLANS = ("十四五.toml", "政府工作报告.toml", "okr.toml", "区发展规划.toml")


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_plan_is_shown_whole(goaltrack: Run, name: str, language: str) -> None:
    """The ledger has no problem, and each of its goals stands on the board."""
    path = REPOSITORY / "examples" / name
    assert goaltrack("check", "-f", str(path)).code == 0
    ran = goaltrack("status", "-f", str(path), "--lang", language, "--plain")
    assert (ran.code, ran.err) == (0, "")
    goals = load(str(path)).ledger.goals
    assert all(f" {name_}; " in ran.out for name_ in goals)


def test_the_main_indicators_of_the_plan() -> None:
    """All twenty, numbered as the plan lists them; what it falls by needs no base."""
    goals = load(str(REPOSITORY / "examples" / PLANS[0])).ledger.goals
    assert [goal.number for goal in goals.values()] == [str(n + 1) for n in range(20)]
    assert (str(goals["carbon"].target), goals["carbon"].unit) == ("82", "% of 2020")
    assert (str(goals["life"].target), goals["life"].written) == ("78.3", "+1")
    assert goals["gdp-growth"].is_undecided
    assert str(goals["rd-growth"].target).startswith("140.2551")


def test_a_revised_target_is_seen_as_it_was(goaltrack: Run) -> None:
    """The deficit ratio of 2023 was 3 % until October, and 3.8 % from then on."""
    path = str(REPOSITORY / "examples" / PLANS[1])
    for day, target in (("2023-06-30", "≤3%"), ("2023-11-01", "≤3.8%")):
        ran = goaltrack("status", "deficit-2023", "-f", path, "--as-of", day, "--plain")
        assert f"{target}; " in ran.out or f"量化目标 {target}" in ran.out
    parts = load(path).ledger
    assert len(parts.parts["targets-2023"]) == 7
    assert parts.goals["targets-2023"].kind is Kind.OBJECTIVE


@pytest.mark.parametrize(
    ("name", "day", "states"),
    [
        ("okr.toml", "2026-11-26", {"company": "behind", "reach": "on-track"}),
        ("okr.toml", "2027-01-10", {"company": "missed", "learning": "missed"}),
        ("区发展规划.toml", "2026-06-01", {"plan": "missed", "roads": "on-track"}),
    ],
)
def test_objectives_by_their_parts(
    goaltrack: Run, name: str, day: str, states: dict[str, str]
) -> None:
    """In the quarter, after its end, and where one year of three was missed."""
    path = str(REPOSITORY / "examples" / name)
    ran = goaltrack("status", "-f", path, "--as-of", day, "--json")
    found = {one["id"]: one["state"] for one in json.loads(ran.out)["goals"]}
    assert {name_: found[name_] for name_ in states} == states
