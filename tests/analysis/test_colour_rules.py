"""Colours: the presets row by row as docs/rules.md tells them, and Open SDG's own values.

tests/vectors/opensdg_statcan_progress.json holds what Open SDG published of the data of
Statistics Canada; each row names its source.
"""

import json
import re
from datetime import date
from typing import Any

import pytest

from builders import judged, sound
from conftest import REPOSITORY, Run
from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.colour_rules import apply_colour_rules, missed_running, numbers
from goaltrack.analysis.open_sdg import NOT_AVAILABLE, Series, measure
from goaltrack.analysis.states import URGENCY
from goaltrack.ledger.presets import preset, rules_of
from goaltrack.ledger.schema import PRESETS

DAY = date.fromisoformat


def _published() -> list[dict[str, Any]]:
    path = REPOSITORY / "tests" / "vectors" / "opensdg_statcan_progress.json"
    cases: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["cases"]
    return cases


def _near(found: float | None, expected: float | None) -> bool:
    if found is None or expected is None:
        return found is expected
    return abs(found - expected) <= 1e-9 * max(1, abs(expected))


def test_all_published_values_come_out() -> None:
    """All 379 rows: progress value, status and score, to 1e-9."""
    rows = _published()
    assert len(rows) == 379
    for row in rows:
        found = NOT_AVAILABLE
        if row["base_value"] is not None and row["current_value"] is not None:
            found = measure(
                Series(
                    row["base_value"],
                    row["base_year"],
                    row["current_value"],
                    row["current_year"],
                    row["target"],
                    row["target_year"],
                    row["limit"],
                    rises=row["direction"] == 1,
                )
            )
        expected = row["expected"]
        assert _near(found.value, expected["progress_value"]), row
        assert _near(found.score, expected["score"]), row
        assert found.status == expected["status"], row


def test_what_the_vectors_leave_open() -> None:
    """A base below zero, at its limit, or equal to a target that is not met."""
    below = measure(Series(-10, 2015, -5, 2020, -1, 2030))
    assert below.value is not None
    assert below.value > 0
    at_limit = measure(Series(100, 2015, 100, 2020, limit=100))
    assert (at_limit.value, at_limit.score) == (0, 5.0)
    above = measure(Series(150, 2015, 150, 2020, limit=100))
    assert above.status == "limited_progress"
    assert measure(Series(300, 2015, 310, 2020, limit=100)).value is not None
    assert measure(Series(5, 2015, 4, 2020, 5, 2030)) == NOT_AVAILABLE
    assert (
        measure(Series(1, 2015, 1.03, 2020, limit=1)).status == "substantial_progress"
    )


LEVEL = (
    'kind = "level"\ntarget = 100\ndue = 2023-12-31\n'
    "baseline = { on = 2022-12-31, value = 0 }\n"
)
ROWS = re.compile(r"(?m)^\| `([a-z]+)` \| (.+?) \| (\w+) \| `(.*)` \| (\S+) \|$")


RATE = 'kind = "rate"\ntarget = 100\ndue = "2023"\n'


def _table() -> list[tuple[str, str, str, str, str]]:
    """The rows of docs/rules.md: rule set, goal, colour, entry, day of the view."""
    text = (REPOSITORY / "docs" / "rules.md").read_text(encoding="utf-8")
    return [
        (name, RATE if case.startswith("a rate") else LEVEL, colour, row, day)
        for name, case, colour, row, day in ROWS.findall(text)
    ]


@pytest.mark.parametrize(("name", "keys", "colour", "row", "day"), _table())
def test_each_row_of_the_documentation(
    name: str, keys: str, colour: str, row: str, day: str
) -> None:
    """A level from 0 to 100, or a rate of 100, in 2023 has the colour told."""
    rows = [f"{{ {row} }}"] if row else []
    it = apply_colour_rules(judged(keys, *rows, as_of=DAY(day)), preset(name))
    assert it.colour == colour


def test_every_rule_of_every_preset_is_in_the_documentation() -> None:
    """Each preset has its examples, and each of its rules decides one of them."""
    fired: dict[str, set[int | None]] = {name: set() for name in PRESETS}
    for name, keys, _, row, day in _table():
        rows = [f"{{ {row} }}"] if row else []
        it = apply_colour_rules(judged(keys, *rows, as_of=DAY(day)), preset(name))
        fired[name].add(it.rule)
    for name in PRESETS:
        rules = preset(name).rules
        grey = {n for n, rule in enumerate(rules) if rule.colour == "grey"}
        assert set(range(len(rules))) - grey <= fired[name], name


def test_presets_are_named_with_their_source() -> None:
    """Each preset has a title, a source, and colours of the five."""
    for name in PRESETS:
        rules = preset(name)
        assert (rules.name, bool(rules.title), bool(rules.source)) == (name, True, True)


def test_the_states_have_their_colours() -> None:
    """The default rule set colours by the state alone."""
    rules = preset("pace")
    colours = {s: c.colour for s in URGENCY for c in rules.rules if s.value in c.states}
    assert len(colours) == 9


def coloured(name: str, keys: str, *rows: str, as_of: str) -> Assessment:
    return apply_colour_rules(judged(keys, *rows, as_of=DAY(as_of)), preset(name))


def test_months_missed_running() -> None:
    """Past due, each month that begins is missed; a goal that was met misses none."""
    days = ("2023-12-31", "2024-01-15", "2024-02-01", "2024-03-31", "2025-01-01")
    found = [missed_running(judged(LEVEL, as_of=DAY(day))) for day in days]
    assert found == [0, 1, 2, 3, 13]
    met = judged(LEVEL, "{ on = 2023-12-01, value = 100 }", as_of=DAY("2024-03-01"))
    assert missed_running(met) == 0
    undated = judged('kind = "level"\ntarget = 5', as_of=DAY("2024-03-01"))
    assert missed_running(undated) == 0


def test_checkpoints_missed_running() -> None:
    """Before the due date the checkpoints missed last are counted, as far as is known."""
    plan = ", ".join(
        f"{{ on = 2023-{m:02}-28, value = {8 * m} }}" for m in range(1, 12)
    )
    keys = f"{LEVEL}plan = [{plan}]"

    def after(*values: tuple[int, int]) -> int:
        rows = [f"{{ on = 2023-{m:02}-28, value = {v} }}" for m, v in values]
        return missed_running(judged(keys, *rows, as_of=DAY("2023-11-30")))

    assert after((1, 8), (2, 16)) == 0
    assert after((1, 8), (2, 15)) == 1
    assert after((1, 8), (2, 15), (3, 20)) == 2
    assert after((3, 20)) == 3
    assert after() == 0
    falling = keys.replace("target = 100", 'target = 0\naim = "at-most"')
    assert (
        missed_running(
            judged(falling, "{ on = 2023-01-28, value = 9 }", as_of=DAY("2023-02-01"))
        )
        == 1
    )


def test_what_is_not_known_fires_nothing() -> None:
    """Without figures no bound holds, and the colour is grey."""
    for name in PRESETS:
        it = coloured(name, 'kind = "milestone"', as_of="2023-05-01")
        assert (it.colour, it.rule) == ("grey", None) or it.rule is not None
        rules = preset(name)
        assert all(v in (None, 0) for v in numbers(it, rules).values())


def test_the_measure_of_a_goal() -> None:
    """Flows are measured in whole years, directions by their growth, watching not."""

    def sdg(keys: str, *rows: str) -> float | None:
        found = numbers(judged(keys, *rows, as_of=DAY("2024-06-01")), preset("sdg"))[
            "sdg"
        ]
        return None if found is None else float(found)

    flow = 'kind = "year-total"\ntarget = 200\ndue = "2030"\n'
    years = ('{ period = "2020", value = 100 }', '{ period = "2023", value = 123 }')
    expected = (1.23 ** (1 / 3) - 1) / (2 ** (1 / 10) - 1)
    assert sdg(flow, *years) == pytest.approx(expected)
    assert sdg(flow, '{ period = "2023H1", value = 123 }') is None
    up = 'kind = "level"\naim = "up"\n'
    rows = ("{ on = 2020-12-31, value = 100 }", "{ on = 2021-12-31, value = 101.5 }")
    assert sdg(up, *rows) == pytest.approx(0.95)
    assert sdg(up, rows[0], "{ on = 2021-12-31, value = 100.5 }") == pytest.approx(0.60)
    assert sdg(up, rows[0], "{ on = 2021-12-31, value = 99 }") == pytest.approx(-1.2)
    assert sdg(up, rows[0]) is None
    assert sdg(up.replace("up", "watch"), *rows) is None
    assert sdg(LEVEL.replace("= 0 }", "= 50 }"), "{ on = 2023-12-30, value = 70 }") == (
        pytest.approx(0.4 / 1.0)
    )


OWN = """
format = 1
rules = "house"
[rulesets.house]
title = "House"
rules = [
  { colour = "blue", states = ["behind", "on-track"], ratio-from = 0.5, ratio-below = 2 },
]
[goals.it]
title = "It"
kind = "level"
target = 5
colour = { set = "red", on = 2023-01-01, reason = "we know better" }
"""


def test_a_ledger_may_have_its_own() -> None:
    """A ledger's own rule set is used by its name."""
    ledger = sound(OWN)
    rules = rules_of(ledger)
    assert (rules.name, rules.title) == ("house", "House")
    it = apply_colour_rules(
        judged(LEVEL, "{ on = 2023-07-02, value = 48 }", as_of=DAY("2023-08-01")), rules
    )
    assert (it.colour, it.rule) == ("blue", 0)
    assert rules_of(sound("format = 1")).name == "pace"


def test_a_colour_by_hand_is_shown_beside(goaltrack: Run) -> None:
    """A colour set by hand is shown beside the computed one, with the reason."""
    from pathlib import Path  # noqa: PLC0415 - for this one file

    Path("goals.toml").write_text(OWN, encoding="utf-8")
    assert (
        "red, set by hand on 2023-01-01: we know better" in goaltrack("show", "it").out
    )
    [found] = json.loads(goaltrack("status", "--json").out)["goals"]
    assert found["colour"] == "grey"
    assert found["colour_by_hand"]["reason"] == "we know better"


def test_points_behind_of_a_budget_and_of_steps() -> None:
    """Used beyond its plan a budget is behind; a milestone is behind by steps due."""
    budget = judged(
        'kind = "total"\nunit = "t"\ntarget = 100\naim = "at-most"\n'
        'start = 2023-01-01\ndue = "2023"',
        "{ on = 2023-06-30, value = 90 }",
        as_of=DAY("2023-07-01"),
    )
    road = judged(
        'title = "Road"\nkind = "milestone"\ndue = 2023-12-31\nsteps = [\n'
        '{ id = "plan", title = "Plan", due = 2023-02-01 },\n'
        '{ id = "dig", title = "Dig", due = 2023-03-01 },\n'
        '{ id = "pave", title = "Pave", due = 2023-12-31, weight = 2 },\n]',
        '{ on = 2023-02-01, done = "plan" }',
        as_of=DAY("2023-07-01"),
    )
    assert round(numbers(budget, preset("yinchuan"))["behind"] or 0) == 40
    assert apply_colour_rules(budget, preset("yinchuan")).colour == "red"
    assert numbers(road, preset("yinchuan"))["behind"] == 25
    assert apply_colour_rules(road, preset("yinchuan")).colour == "yellow"
    assert numbers(road, preset("sanya"))["short"] == 50
