"""Objectives: what parts add up to, what they inherit, and how they are shown."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import sound
from conftest import Run
from goaltrack.analysis.agenda import View, Want, needs
from goaltrack.analysis.assess import Assessment, Others, assess
from goaltrack.analysis.colour_rules import apply_colour_rules, numbers
from goaltrack.analysis.states import State
from goaltrack.ledger.presets import preset
from goaltrack.model.ledger import Ledger
from goaltrack.reports.board import tree
from goaltrack.reports.wording import Voice

DAY = date.fromisoformat
HEAD = 'format = 1\n[goals.top]\ntitle = "Top"\nkind = "objective"\n'


def part(name: str, keys: str, rows: str = "") -> str:
    """A part of the objective above."""
    progress = f"progress = [ {rows} ]\n" if rows else ""
    return f'[goals.{name}]\ntitle = "{name}"\nparent = "top"\n{keys}\n{progress}'


def run(name: str, done: int, more: str = "") -> str:
    """A total of so many of a hundred, in the year."""
    keys = f'kind = "total"\ntarget = 100\nstart = 2026-01-01\n{more}'
    return part(name, keys, f"{{ on = 2026-07-01, value = {done} }}")


def top(ledger: Ledger, as_of: str = "2026-07-02") -> Assessment:
    """The objective as of a day."""
    return assess(ledger.goals["top"], DAY(as_of), None, ledger.goals)


def said(found: Assessment) -> str:
    """Its reasons in one text."""
    return "; ".join(Voice("en").reasons(found))


@given(st.lists(st.integers(-20, 160), min_size=1, max_size=6), st.data())
def test_the_mean_lies_between_its_parts(
    values: list[int], data: st.DataObject
) -> None:
    """Progress is from 0 to 1, and rises with that of each part; one state."""
    rows = [run(f"p{n}", value) for n, value in enumerate(values)]
    found = top(sound(HEAD + 'due = "2026"\n' + "".join(rows)))
    shares = [min(max(value, 0), 100) / 100 for value in values]
    assert float(found.progress or 0) == pytest.approx(sum(shares) / len(shares))
    place = data.draw(st.integers(0, len(values) - 1))
    rows[place] = run(f"p{place}", values[place] + 10)
    more = top(sound(HEAD + 'due = "2026"\n' + "".join(rows)))
    assert (more.progress or 0) >= (found.progress or 0)
    order = list(State)
    assert found.state in order
    assert found.parts is not None
    assert len(found.parts.parts) == len(values)


@pytest.mark.parametrize(
    ("parts", "as_of", "state", "text"),
    [
        ("", "2026-07-02", "no-data", "it has no parts yet"),
        (run("a", 100) + run("b", 120), "2026-07-02", "met", "all of its 2 parts"),
        (run("a", 50) + run("b", 10), "2026-07-02", "far-behind", "far behind: b"),
        (run("a", 50, 'dropped = { on = 2026-02-01, reason = "r" }'), "2026-07-02",
         "no-data", "not counted: a"),
        (run("a", 50) + run("b", 10), "2027-03-01", "missed", "missed: a, b"),
        (
            run("a", 100) + part("b", 'kind = "milestone"'),
            "2027-03-01",
            "no-result",
            "not known, or not over: b",
        ),
        (
            part("a", 'kind = "milestone"', "{ on = 2027-02-01, done = true }"),
            "2027-03-01",
            "late",
            "all of its 1 parts",
        ),
        (
            part("a", 'kind = "milestone"') + part("b", 'kind = "milestone"'),
            "2026-07-02",
            "open",
            "open: a, b",
        ),
    ],
)  # fmt: skip
def test_its_state_is_that_of_its_parts(
    parts: str, as_of: str, state: str, text: str
) -> None:
    """Met by all, lost by one, else as the worst of those that say something."""
    found = top(sound(HEAD + 'due = "2026"\n' + parts), as_of)
    assert (found.state.value, text in said(found)) == (state, True), said(found)


def test_the_mean_may_decide() -> None:
    """By its pace while it runs; when it is over all parts must be met."""
    text = HEAD + 'due = "2026"\nstart = 2026-01-01\nrollup = "mean"\n'
    ledger = sound(text + run("a", 5) + run("b", 95))
    found = top(ledger)
    assert (found.state, round(found.pace_ratio or 0, 2)) == ("on-track", 1)
    assert "50.0% of the way on average after 50.1% of the time" in said(found)
    assert top(ledger, "2027-03-01").state == "missed"
    early = 'kind = "milestone"'
    assert top(sound(text + part("a", early)), "2026-01-05").state == "too-early"
    undated = HEAD + 'rollup = "mean"\n' + part("a", early)
    assert top(sound(undated)).state == "undated"
    budget = 'kind = "total"\naim = "at-most"\ntarget = 9\nstart = 2026-01-01'
    spent = part("spent", budget, "{ on = 2026-05-01, value = 2 }")
    found = top(sound(text + spent))
    assert (found.state, found.progress, found.pace_ratio) == ("no-data", None, None)


def test_what_has_no_progress_counts_whole_or_not_at_all() -> None:
    """A rate counts when it is on target, a budget when met, a habit by what was kept."""
    rate = 'kind = "rate"\ntarget = 5\n'
    budget = 'kind = "total"\naim = "at-most"\ntarget = 9\nstart = 2026-01-01\n'
    habit = 'kind = "rate"\ntarget = 5\neach = "month"\nstart = 2026-01-01\n'
    text = HEAD + 'due = "2026"\n'
    text += part("good", rate, '{ period = "2026H1", value = 6 }')
    text += part("bad", rate, '{ period = "2026H1", value = 4 }')
    text += part("spent", budget, "{ on = 2026-05-01, value = 2 }")
    months = '{ period = "2026-01", value = 6 }, { period = "2026-02", value = 4 }'
    text += part("kept", habit, months)
    text += part("new", rate)
    found = top(sound(text))
    assert found.parts is not None
    shares = {one.assessment.goal.id: one.share for one in found.parts.parts}
    assert shares == {
        "good": 1, "bad": 0, "spent": None, "kept": pytest.approx(0.5), "new": 0
    }  # fmt: skip
    assert float(found.progress or 0) == pytest.approx(1.5 / 4)


def test_what_parts_inherit() -> None:
    """Group and due date from the nearest objective that has them; not with `each`."""
    ledger = sound(
        HEAD
        + 'group = "G"\ndue = "2026Q4"\n'
        + part("mid", 'kind = "objective"')
        + part("low", 'kind = "milestone"').replace('"top"', '"mid"')
        + part("own", 'kind = "milestone"\ngroup = "H"\ndue = 2026-11-01')
        + part("habit", 'kind = "rate"\ntarget = 5\neach = "month"')
        + part("seen", 'kind = "level"\naim = "watch"')
        + part("flow", 'kind = "year-total"\ntarget = 5')
        + '[goals.alone]\ntitle = "alone"\nkind = "level"\ntarget = 5\nparent = "own"\n'
    )
    found = {
        name: (goal.group, goal.due and str(goal.due.last))
        for name, goal in ledger.goals.items()
    }
    assert found == {
        "top": ("G", "2026-12-31"),
        "mid": ("G", "2026-12-31"),
        "low": ("G", "2026-12-31"),
        "own": ("H", "2026-11-01"),
        "habit": ("G", None),
        "seen": ("G", None),
        "flow": ("G", "2026-12-31"),
        "alone": ("", None),
    }
    quarter = sound(
        HEAD + 'due = "2026Q1"\n' + part("flow", 'kind = "year-total"\ntarget = 5')
    )
    assert quarter.goals["flow"].due is None


def test_an_objective_without_a_date_is_due_with_its_last_part() -> None:
    """Through several levels; one of its own stands."""
    ledger = sound(
        HEAD
        + part("mid", 'kind = "objective"')
        + part("low", 'kind = "milestone"\ndue = 2026-11-01').replace('"top"', '"mid"')
        + part("next", 'kind = "milestone"\ndue = 2026-12-01').replace('"top"', '"mid"')
        + part("open", 'kind = "milestone"')
    )
    due = {name: goal.due and str(goal.due.last) for name, goal in ledger.goals.items()}
    assert (due["top"], due["mid"], due["open"]) == ("2026-12-01", "2026-12-01", None)


def test_it_begins_with_the_first_of_its_parts() -> None:
    """With its own start, else the earliest start or baseline below it."""
    base = 'kind = "level"\ntarget = 9\nbaseline = { on = 2026-02-28, value = 1 }'
    text = HEAD + 'due = "2026"\n' + part("a", base) + run("b", 1)
    found = top(sound(text))
    assert found.parts is not None
    assert found.parts.begin == DAY("2025-12-31")
    own = top(
        sound(text.replace('due = "2026"', 'due = "2026"\nstart = 2026-04-01', 1))
    )
    assert own.parts is not None
    assert own.parts.begin == DAY("2026-03-31")
    deep = sound(
        HEAD + 'due = "2026"\n' + part("mid", 'kind = "objective"')
        + run("b", 1).replace('"top"', '"mid"')
    )  # fmt: skip
    found = top(deep)
    assert found.parts is not None
    assert found.parts.begin == DAY("2025-12-31")
    over = top(sound(HEAD + "due = 2025-11-01\n" + run("b", 1)))
    assert over.time_elapsed is None


def test_three_thousand_in_a_chain() -> None:
    """No recursion, and each is assessed once."""
    text = HEAD + 'due = "2026"\n'
    above = "top"
    for n in range(3000):
        text += f'[goals.n{n}]\ntitle = "n"\nkind = "objective"\nparent = "{above}"\n'
        above = f"n{n}"
    text += part("last", 'kind = "milestone"').replace('"top"', f'"{above}"')
    ledger = sound(text)
    others = Others(ledger.goals, DAY("2026-07-02"))
    found = others.assessed("top")
    assert found.state == "open"
    assert found.progress == 0
    assert others.is_known("n2999")
    assert len(tree([others.assessed(name) for name in ledger.goals])) == 3002


def test_its_colour_and_score() -> None:
    """Rules see its state and pace; that of Open SDG takes the mean of its parts."""
    base = 'kind = "level"\ntarget = {}\nbaseline = {{ on = 2015-12-31, value = 10 }}\n'
    text = HEAD + 'due = "2030"\nrollup = "mean"\n'
    row = "{ on = 2024-12-31, value = 16 }"
    text += part("good", base.format(20), row) + part("slow", base.format(90), row)
    ledger = sound(text)
    found = top(ledger)
    assert apply_colour_rules(found, preset("pace")).colour == "red"
    sdg = preset("sdg")
    parts = [apply_colour_rules(one.assessment, sdg) for one in found.parts.parts]  # type: ignore[union-attr]
    scores = [float(one.score or 0) for one in parts]
    whole = apply_colour_rules(found, sdg)
    assert float(whole.score or 0) == pytest.approx(sum(scores) / 2)
    middle = (
        HEAD + 'due = "2030"\n' + part("mid", 'kind = "objective"')
        + part("good", base.format(20), row).replace('"top"', '"mid"')
    )  # fmt: skip
    low = top(sound(middle))
    assert apply_colour_rules(low, sdg).score == parts[0].score
    bare = top(sound(HEAD + 'due = "2030"\n' + part("a", 'kind = "milestone"')))
    assert apply_colour_rules(bare, sdg).colour == "grey"
    # These rules count the points by which it is behind.
    half = top(sound(HEAD + 'due = "2026"\n' + run("a", 40)))
    assert numbers(half, preset("yinchuan"))["behind"] == pytest.approx(
        Decimal(10), abs=1
    )


def test_what_is_wanted() -> None:
    """Of its parts; of one without parts, parts."""
    ledger = sound(HEAD + 'due = "2026"\n')
    rules = preset("pace")
    view = View(lambda _goal: rules, None, ledger.goals)
    [need] = needs([view.seen(ledger.goals["top"], DAY("2026-07-02"))], view)
    assert need.want is Want.PARTS
    full = sound(HEAD + 'due = "2026"\n' + run("a", 5))
    view = View(lambda _goal: rules, None, full.goals)
    assert needs([view.seen(full.goals["top"], DAY("2026-07-02"))], view) == []


OKR = """format = 1
title = "Third quarter"
[goals.company]
title = "Grow without losing anybody"
kind = "objective"
due = "2026Q3"
group = "Company"
[goals.team]
title = "Customers love us"
kind = "objective"
parent = "company"
[goals.talks]
title = "Talk with customers"
kind = "total"
unit = "interviews"
target = 30
start = 2026-07-01
parent = "team"
progress = [ { on = 2026-08-10, value = 15 } ]
[goals.guide]
title = "Guide published"
kind = "milestone"
parent = "team"
progress = [ { on = 2026-08-01, done = true } ]
[goals.idea]
title = "An idea"
kind = "milestone"
parent = "company"
dropped = { on = 2026-07-20, reason = "no time" }
"""


def test_the_tree_on_the_board(goaltrack: Run, tmp_path: Path) -> None:
    """Parts stand below their objective, with how many of them are on track."""
    (tmp_path / "goals.toml").write_text(OKR, encoding="utf-8")
    lines = goaltrack("status", "--as-of", "2026-08-16").out.split("\n")
    text = "\n".join(line.replace("\N{NO-BREAK SPACE}", " ") for line in lines)
    places = [
        text.index(one)
        for one in (
            "Grow without",
            "└ Customers love us",
            "  └ Talk with customers",
            "  └ Guide published",
        )
    ]
    assert places == sorted(places)
    assert "2 of 2 on track" in text
    page = goaltrack("show", "company", "--as-of", "2026-08-16").out
    assert "not counted: An idea" in page
    why = " ".join(goaltrack("why", "team", "--as-of", "2026-08-16").out.split())
    assert "Talk with customers 50.0% × 1 (on track)" in why
    assert "progress 150.0% / 2 = 75.0%" in why
    idea = " ".join(goaltrack("why", "company", "--as-of", "2026-08-16").out.split())
    assert "An idea not counted (dropped)" in idea
    [company] = [
        one
        for one in json.loads(
            goaltrack("status", "--json", "--as-of", "2026-08-16").out
        )["goals"]
        if one["id"] == "company"
    ]
    assert (company["progress"], company["parts"]) == (0.75, ["team", "idea"])
    assert goaltrack("add", "company", "5").code == 3
    assert "assessed by its parts" in goaltrack("done", "company").err
    assert "总目标" in goaltrack("add", "company", "5", "--lang", "zh").err
