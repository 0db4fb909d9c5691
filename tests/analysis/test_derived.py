"""Derived figures: which periods, in which unit, since when, and what is refused."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from builders import decoded, sound
from conftest import Run
from goaltrack.analysis.derived import derive, operands, undivided
from goaltrack.analysis.lint import doubts
from goaltrack.model.ledger import Goal, Ledger
from goaltrack.model.period import Period

DAY = date.fromisoformat


def ledger_of(*goals: str) -> Ledger:
    """The ledger of goals, each `id kind unit: rows | more keys`."""
    text = "format = 1\n"
    for each in goals:
        head, _, rest = each.partition(":")
        rows, _, more = rest.partition("|")
        name, kind, unit = head.split(" ", 2)
        text += f'[goals.{name}]\ntitle = "{name}"\nkind = "{kind}"\n'
        text += f'unit = "{unit}"\n' if unit else ""
        text += 'aim = "watch"\n' if "target" not in more else ""
        text += more.strip() + "\n"
        text += f"progress = [ {rows} ]\n" if rows.strip() else ""
    return sound(text)


def figures(goal: Goal) -> dict[str, str]:
    """The figures of a goal by the last day of each."""
    return {
        str(entry.period.last): f"{entry.value.normalize():f}"
        for entry in goal.progress
        if entry.value is not None
    }


def made(formula: str, *goals: str, kind: str = "level", unit: str = "") -> Goal:
    """The goal of that formula over others."""
    found = ledger_of(*goals, f'it {kind} {unit}: | figure = "{formula}"')
    return found.goals["it"]


A = "a level t: { on = 2026-01-31, value = 6 }, { on = 2026-02-28, value = 8 }"
B = "b level t: { on = 2026-02-28, value = 2 }, { on = 2026-03-31, value = 4 }"


def test_stocks_are_joined_by_the_last_day() -> None:
    """Only days that all of them have."""
    assert figures(made("a / b", A, B)) == {"2026-02-28": "4"}
    runs = (
        "r total km: { on = 2026-01-31, change = 5 }, { on = 2026-02-28, change = 5 }"
    )
    assert figures(made("a + r", A, runs)) == {"2026-01-31": "11", "2026-02-28": "18"}


def test_flows_are_joined_by_the_period() -> None:
    """The first quarter and the year both end on no day of the other."""
    gdp = (
        'g year-total 亿元: { period = "2024Q1", value = 20 }, '
        '{ period = "2024", value = 100 }, { period = "2025", value = 110 }'
    )
    part = 'p rate %: { period = "2024", value = 30 }, { period = "2024Q4", value = 9 }'
    assert figures(made("g * p / 100", gdp, part, kind="rate")) == {"2024-12-31": "30"}
    people = "n level 万人: { on = 2024-12-31, value = 50 }"
    assert figures(made("g / n", people, gdp, kind="rate")) == {"2024-12-31": "2"}


def test_scales_are_converted() -> None:
    """万元 and 亿元 are one unit; into that of the goal where it is the same."""
    one = 'one year-total 亿元: { period = "2024", value = 2 }'
    other = 'other year-total 万元: { period = "2024", value = 5000 }'
    both = made("one + other", one, other, kind="year-total", unit="亿元")
    assert figures(both) == {"2024-12-31": "2.5"}
    share = made("other / one * 100", one, other, kind="rate", unit="%")
    assert figures(share) == {"2024-12-31": "25"}


def test_growth_on_a_year_before() -> None:
    """Of a flow on the same period, of a stock on the same day; the end of February."""
    gdp = (
        'g year-total t: { period = "2023H1", value = 50 }, '
        '{ period = "2023", value = 120 }, { period = "2024H1", value = 55 }, '
        '{ period = "2024", value = 126.24 }'
    )
    grown = made("growth(g)", gdp, kind="rate", unit="%")
    assert figures(grown) == {"2024-06-30": "10", "2024-12-31": "5.2"}
    firms = (
        "f level 家: { on = 2023-02-28, value = 4 }, { on = 2024-02-29, value = 5 }, "
        "{ on = 2025-02-28, value = 5.5 }, { on = 2024-05-05, value = 0 }, "
        "{ on = 2025-05-05, value = 7 }"
    )
    found = figures(made("growth(f)", firms, unit="%"))
    assert found == {"2024-02-29": "25", "2025-02-28": "10"}


def test_the_sum_of_the_parts() -> None:
    """What all parts have; parts are those whose parent it is."""
    parts = [f"{each} | parent = 'it'" for each in (A, B)]
    assert figures(made("sum(parts)", *parts, unit="t")) == {"2026-02-28": "10"}


def test_it_is_known_when_the_last_of_its_operands_was() -> None:
    """A view from before sees what it was made of then, also before a correction."""
    one = (
        'x level t: { id = "e1", on = 2026-01-31, value = 6, recorded = 2026-02-02 }, '
        '{ on = 2026-01-31, value = 9, replaces = "e1", recorded = 2026-03-01 }'
    )
    two = "y level t: { on = 2026-01-31, value = 2, recorded = 2026-02-10 }"
    found = ledger_of(one, two, 'it level t: | figure = "x + y"')
    [now] = found.goals["it"].progress
    assert now.value == 11
    assert now.recorded == DAY("2026-03-01")
    for day, value in (("2026-02-05", None), ("2026-02-15", 8), ("2026-03-02", 11)):
        entries = derive(found.goals, DAY(day))["it"].progress
        assert [entry.value for entry in entries] == ([value] if value else [])


def test_goals_that_follow_from_one_another() -> None:
    """In whatever order they stand, each is worked out once, after those it needs."""
    found = ledger_of(
        'c level t: | figure = "b2 * 10"',
        'b2 level t: | figure = "a + 1"',
        A,
        'd level t: | figure = "c - b2"',
    )
    assert figures(found.goals["d"]) == {"2026-01-31": "63", "2026-02-28": "81"}


def test_numbers_are_short_and_exact() -> None:
    """A third three times is a whole again; zeros at the end are not kept."""
    third = made("a / 3", "a level t: { on = 2026-01-31, value = 1 }")
    assert third.progress[0].value == Decimal("0.333333333333333")
    again = made("a / 3 * 3 * 100", "a level t: { on = 2026-01-31, value = 1 }")
    assert str(again.progress[0].value) == "100"
    assert made("2 + 2", A).progress == ()


def test_a_divisor_of_zero_leaves_the_period_out() -> None:
    """It is told by `check`, with its period."""
    zero = "z level t: { on = 2026-01-31, value = 0 }, { on = 2026-02-28, value = 1 }"
    found = ledger_of(A, zero, 'it level t: | figure = "a / z"')
    it = found.goals["it"]
    assert figures(it) == {"2026-02-28": "8"}
    assert undivided(found.goals)[it.id] == [
        Period(DAY("2026-01-31"), DAY("2026-01-31"))
    ]
    assert "a" not in undivided(found.goals)
    said = [doubt.reason.code for doubt in doubts(found) if doubt.goal == "it"]
    assert said == ["divided-by-zero"]


def test_a_growth_from_zero_leaves_the_period_out() -> None:
    """As a division by zero does, and so does each that follows from it."""
    rows = (
        '{ period = "2023", value = 0 }, { period = "2024", value = 5 },'
        ' { period = "2025", value = 6 }'
    )
    gdp = f"g year-total t: {rows}"
    for formula in ("growth(g)", "100 / growth(g)", "growth(g) * 0"):
        found = ledger_of(gdp, f'it rate %: | figure = "{formula}"')
        it = found.goals["it"]
        assert list(figures(it)) == ["2025-12-31"]
        year = Period(DAY("2024-01-01"), DAY("2024-12-31"))
        assert undivided(found.goals)[it.id] == [year]


def test_operands_of_a_figure() -> None:
    """Each with its goal and value; of a growth, both years."""
    gdp = 'g rate %: { period = "2023", value = 4 }, { period = "2024", value = 5 }'
    found = ledger_of(gdp, A, 'it rate %: | figure = "growth(g) + a"')
    year = Period(DAY("2024-01-01"), DAY("2024-12-31"))
    rows = operands(found.goals, found.goals["it"], year, None)
    values = [(other.id, value and value.value) for _, other, value in rows]
    assert values == [("g", 5), ("g", 4), ("a", None)]
    assert operands(found.goals, found.goals["g"], year, None) == []


HEAD = 'format = 1\n[goals.a]\ntitle = "a"\nkind = "level"\naim = "watch"\n'


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('figure = "b * 2"', "[goals.b] is not in this ledger"),
        ('figure = "a * 2"', "follow from themselves: a > a"),
        ('figure = "sum(parts)"', "no goal has this one for its parent"),
        ('figure = "a+2"', "put blanks around"),
        ("figure = 2", "must be a text"),
        ('figure = "x"\n[goals.x]\ntitle = "x"\nkind = "milestone"', "has no figures"),
        ('figure = "x"\n[goals.x]\ntitle = "x"\nkind = "objective"', "has no figures"),
        (
            'figure = "x"\nprogress = [{ on = 2026-01-01, value = 1 }]\n'
            '[goals.x]\ntitle = "x"\nkind = "level"\naim = "watch"',
            "entries of its own would contradict",
        ),
        (
            'figure = "b"\n[goals.b]\ntitle = "b"\nkind = "level"\naim = "watch"\n'
            'figure = "c + c"\n[goals.c]\ntitle = "c"\nkind = "level"\naim = "watch"\n'
            'figure = "a"\n[goals.d]\ntitle = "d"\nkind = "level"\naim = "watch"\n'
            'figure = "c"',
            "follow from themselves: a > b > c > a",
        ),
    ],
)
def test_what_a_formula_may_not_be(more: str, said: str) -> None:
    """What it names is there and has figures, and it does not lead back to itself."""
    _, problems = decoded(HEAD + more)
    texts = [problem.phrase.say("en") for problem in problems]
    assert any(said in text for text in texts), texts


def test_long_chains_are_checked_at_once() -> None:
    """Three thousand goals, each of the one before, are no circle and no recursion."""
    text = HEAD + "progress = [{ on = 2026-01-01, value = 1 }]\n"
    before = "a"
    for n in range(3000):
        text += f'[goals.n{n}]\ntitle = "n"\nkind = "level"\naim = "watch"\n'
        text += f'figure = "{before} + 1"\n'
        before = f"n{n}"
    last = sound(text).goals[before]
    assert last.progress[0].value == 3001


def test_what_the_commands_say(goaltrack: Run, tmp_path: Path) -> None:
    """`why` shows what it is made of, the log leaves it out, JSON has the formula."""
    (tmp_path / "goals.toml").write_text(
        """format = 1
[sources.bureau]
title = "The bureau"
[goals.rd]
title = "Research"
kind = "year-total"
unit = "亿元"
aim = "watch"
progress = [
  { id = "r1", period = "2023", value = 33357, source = "bureau#1", recorded = 2024-02-01 },
]
[goals.gdp]
title = "GDP"
kind = "year-total"
unit = "亿元"
aim = "watch"
progress = [
  { id = "g1", period = "2023", value = 1260582, recorded = 2024-01-17 },
]
[goals.intensity]
title = "Intensity"
kind = "rate"
unit = "%"
target = 2.5
due = "2023"
figure = "rd / gdp * 100"
""",
        encoding="utf-8",
    )
    why = " ".join(goaltrack("why", "intensity", "--as-of", "2024-10-01").out.split())
    assert "its figure: rd / gdp * 100" in why
    assert "Research 33,357 亿元, 2023 (bureau#1)" in why
    assert "GDP 1,260,582 亿元, 2023 (no source)" in why
    assert "intensity" not in goaltrack("log", "--as-of", "2024-10-01").out
    [it] = [
        one
        for one in json.loads(goaltrack("status", "--json").out)["goals"]
        if one["id"] == "intensity"
    ]
    assert it["figure"]["value"] == pytest.approx(2.646158, abs=1e-6)
    shown = json.loads(goaltrack("show", "intensity", "--json").out)
    assert shown["promise"]["formula"] == "rd / gdp * 100"
    before = goaltrack(
        "status", "intensity", "--as-of", "2024-01-20", "--known-on", "2024-01-20"
    )
    assert "2.6" not in before.out
    supposed = goaltrack("status", "intensity", "--what-if", "rd=20000@2023")
    assert "1.587 / 2.5%" in supposed.out
    both = goaltrack("status", "goals.toml", "--known-on", "2024-10-01").out
    assert "2.6" in both
    assert goaltrack("add", "intensity", "3", "--period", "2024").code == 3


def test_several_ledgers_keep_their_formulas_and_targets(
    goaltrack: Run, tmp_path: Path
) -> None:
    """Read as one, each names the goals of its own ledger, also in an old view."""
    for name, value in (("one", 4), ("two", 6)):
        (tmp_path / f"{name}.toml").write_text(
            f"""format = 1
[goals.a]
title = "a"
kind = "rate"
unit = "%"
target = 3
due = "2025"
progress = [ {{ period = "2025", value = {value}, recorded = 2026-01-10 }} ]
[goals.b]
title = "b"
kind = "rate"
unit = "%"
target = "@a"
due = "2025"
figure = "a + 1"
[goals.c]
title = "c"
kind = "rate"
unit = "%"
target = "@previous"
each = "year"
figure = "sum(parts)"
[goals.d]
title = "d"
kind = "rate"
unit = "%"
aim = "watch"
parent = "c"
figure = "2 * a"
""",
            encoding="utf-8",
        )
    words = ("status", "one.toml", "two.toml", "--json", "--as-of", "2026-02-01")
    for more in ((), ("--known-on", "2026-02-01")):
        found = {
            f"{one['ledger']}:{one['id']}": one
            for one in json.loads(goaltrack(*words, *more).out)["goals"]
        }
        assert found["two.toml:b"]["figure"]["value"] == 7
        assert found["two.toml:b"]["target"] == 6
        assert found["one.toml:b"]["target"] == 4
        assert found["one.toml:c"]["figure"]["value"] == 8
