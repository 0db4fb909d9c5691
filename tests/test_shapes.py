"""Ledgers that are large or odd in shape: what is told, and that it is told at all."""

import json
from pathlib import Path

import pytest

from conftest import Run

GOAL = 'title = "It"\nkind = "level"\ntarget = 5\ndue = 2027-01-01\n'


def put(text: str) -> None:
    """Write the ledger."""
    Path("goals.toml").write_text(f"format = 1\n{text}", encoding="utf-8")


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("parent", '"g{}"', "the parents lead back to this goal"),
        ("figure", '"g{} + 1"', "would follow from themselves"),
        ("target", '"@g{} + 1"', "cannot be its own figure"),
    ],
)
@pytest.mark.parametrize("size", [2, 3, 60])
def test_a_circle_is_told_at_its_first_goals(
    goaltrack: Run, key: str, value: str, said: str, size: int
) -> None:
    """However long it is, it is refused; twenty of its goals are named, and the end."""
    kind = GOAL.replace("target = 5\n", "") if key == "target" else GOAL
    goals = [
        f"[goals.g{n}]\n{kind}{key} = {value.format((n + 1) % size)}\n"
        for n in range(size)
    ]
    # A goal that leads into the circle, and one that nothing leads to.
    goals.insert(0, f"[goals.before]\n{kind}{key} = {value.format(0)}\n")
    put("".join(goals))
    ran = goaltrack("check", "--lang", "en")
    assert ran.code == 4
    lines = [line for line in ran.out.splitlines() if " > " in line]
    assert said in lines[0]
    assert 1 <= len(lines) <= min(size, 20)
    way = lines[0].rpartition(": ")[2].split(" > ")
    assert way[0] == way[-1]
    assert len(way) == min(size + 1, 20)
    assert ("…" in way) is (size > 20)


def test_a_circle_of_corrections(goaltrack: Run) -> None:
    """Entries that replace each other are told; those that lead there are not."""
    rows = "".join(
        f'  {{ id = "a{n}", on = 2026-01-01, value = 1, replaces = "a{m}" }},\n'
        for n, m in ((1, 2), (2, 1), (3, 1))
    )
    put(f"[goals.g]\n{GOAL}progress = [\n{rows}]\n")
    ran = goaltrack("check", "--lang", "en", "--json")
    assert [each["line"] for each in json.loads(ran.out)["findings"]] == [8, 9]


def test_hints_end_after_the_first(goaltrack: Run) -> None:
    """Where thousands of names are wrong, each is told, and the first have a hint."""
    goals = (f'[goals.goal-{n}]\n{GOAL}source = "plam"\n' for n in range(300))
    sources = (f'[sources.plan-{n}]\ntitle = "P"\n' for n in range(500))
    put("".join([*sources, *goals]))
    ran = goaltrack("check", "--lang", "en", "--json")
    assert ran.code == 4
    assert ran.out.count("is not in this ledger") == 300
    assert ran.out.count("did you mean") == 200


def test_a_report_of_very_many_goals_is_of_the_most_urgent(goaltrack: Run) -> None:
    """Of more than 1,500 goals a report counts all, and shows the worst of them."""
    late = (
        GOAL.replace("2027", "2025") + "progress = [{ on = 2025-01-01, value = 1 }]\n"
    )
    put("".join(f"[goals.g{n}]\n{late if n == 1550 else GOAL}" for n in range(1600)))
    ran = goaltrack("export", "-", "--format", "md", "--lang", "en")
    assert "1600 goals" in ran.out
    assert "below are the 1,500 most urgent" in ran.out
    assert ran.out.count("### It") == 1500
    attention = ran.out.partition("## Needs attention")[2].partition("## ")[0]
    assert "missed" in attention
    assert goaltrack("export", "r.docx", "g1", "g2").code == 0


def test_a_circle_with_others_beside_it(goaltrack: Run) -> None:
    """Only goals on the circle are told, not what follows from it, nor what it needs."""
    for name, figure in (("top", "a + plain"), ("a", "b + plain"), ("b", "a + end")):
        put_more(name, figure)
    put_more("end", "plain")
    with Path("goals.toml").open("a", encoding="utf-8") as file:
        file.write(f"[goals.plain]\n{GOAL}")
    ran = goaltrack("check", "--lang", "en")
    told = [line.rpartition(": ")[2] for line in ran.out.splitlines() if " > " in line]
    assert told == ["a > b > a", "b > a > b"]


def put_more(name: str, figure: str) -> None:
    """Add a derived goal to the ledger."""
    path = Path("goals.toml")
    if not path.exists():
        put("")
    with path.open("a", encoding="utf-8") as file:
        file.write(f'[goals.{name}]\n{GOAL}figure = "{figure}"\n')


def test_a_register_has_a_hundred_columns_at_most(goaltrack: Run) -> None:
    """More are refused with their line: no page is so wide."""
    names = [f'"fields.f{n}"' for n in range(101)]
    said = ""
    for count, code in ((100, 0), (101, 4)):
        columns = ", ".join(names[:count])
        put(f"[goals.g]\n{GOAL}[report]\ncolumns = [{columns}]\n")
        ran = goaltrack("check", "--lang", "en")
        assert ran.code == code, ran.out
        said = ran.out
    assert "an array of at most 100 columns" in said
