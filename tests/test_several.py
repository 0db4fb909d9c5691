"""Several ledgers read as one: in every view, and as tables for a database."""

import json
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import jsonschema
import pytest

from conftest import REPOSITORY, Run

WEST = """format = 1
title = "West"
rules = "yinchuan"

[sources.plan]
title = "The plan of the west"

[sources.law]
title = "The law"

[goals.bridge]
title = "A bridge"
group = "Roads"
kind = "milestone"
due = "2026"
source = "plan#1"
progress = [
  { id = "west0001", on = 2026-03-31, percent = 20, source = "plan#2" },
]

[goals.part]
title = "A part of it"
parent = "bridge"
kind = "total"
unit = "km"
start = 2026-01-01
due = "2026"
target = 10
source = "law"
progress = [
  { id = "west0002", on = 2026-05-31, value = 1.000000001, source = "law" },
]
"""
EAST = WEST.replace("West", "East").replace("west", "east").replace("yinchuan", "pace")


@pytest.fixture
def both(tmp_path: Path) -> list[str]:
    (tmp_path / "west.toml").write_text(WEST, encoding="utf-8")
    (tmp_path / "east.toml").write_text(EAST, encoding="utf-8")
    return ["west.toml", "east.toml"]


def _query(text: str) -> list[tuple[Any, ...]]:
    return duckdb.connect().execute(text).fetchall()


def test_the_board_over_two_ledgers(goaltrack: Run, both: list[str]) -> None:
    """Goals of one id stand side by side, each under its ledger, in its own rules."""
    out = goaltrack("status", *both, "--as-of", "2026-06-30", "--plain").out
    assert (
        out
        == goaltrack(
            "status",
            "-f",
            "west.toml",
            "-f",
            "east.toml",
            "--as-of",
            "2026-06-30",
            "--plain",
        ).out
    )
    assert out.startswith("West · East\n")
    for text in ("West · Roads", "East · Roads", "west:bridge", "east:bridge"):
        assert text in out
    data = json.loads(goaltrack("status", "--json", *both, "--as-of", "2026-06-30").out)
    assert data["ledger"] is None
    found = {(goal["ledger"], goal["id"]): goal["colour"] for goal in data["goals"]}
    assert found["west.toml", "part"] == "red"
    assert found["east.toml", "part"] == "red"
    alone = json.loads(
        goaltrack("status", "--json", "-f", "west.toml", "--as-of", "2026-06-30").out
    )
    assert [g for g in data["goals"] if g["ledger"] == "west.toml"] == alone["goals"]


@pytest.mark.parametrize("command", ["status", "log", "next", "timeline", "diff"])
def test_each_json_says_which_ledger(
    goaltrack: Run, both: list[str], command: str
) -> None:
    """Every --json over several ledgers is what its schema says, each row with its file."""
    since = ("--since", "2026-01-01") if command == "diff" else ()
    out = goaltrack(command, *both, "--json", "--as-of", "2027-02-01", *since).out
    data = json.loads(out)
    schema = json.loads(goaltrack("schema", command).out)
    jsonschema.validate(data, schema)
    rows = next(value for value in data.values() if isinstance(value, list))
    assert {row["ledger"] for row in rows} == {"west.toml", "east.toml"}
    assert all(":" not in str(row.get("goal", row.get("id"))) for row in rows)


def test_a_goal_of_several_ledgers(goaltrack: Run, both: list[str]) -> None:
    """`west:bridge` is one goal; `bridge` is both on a board, and refused on a page."""
    files = ("-f", "west.toml", "-f", "east.toml")
    assert "A bridge" in goaltrack("show", "west:bridge", *files).out
    assert "west:part" in goaltrack("why", "west:part", *files, "--plain").out
    ran = goaltrack("show", "bridge", *files)
    assert ran.code == 3
    assert ran.err == (
        "error: several ledgers have a goal 'bridge'\nsay which: west:bridge, east:bridge\n"
    )
    shown = json.loads(goaltrack("status", "bridge", *both, "--json").out)
    assert [goal["ledger"] for goal in shown["goals"]] == both
    page = json.loads(goaltrack("show", "east:bridge", *files, "--json").out)
    assert page["parts"] == ["part"]
    assert page["goal"]["id"] == "bridge"


def test_a_source_keeps_its_meaning(goaltrack: Run, both: list[str]) -> None:
    """One id for two sources makes two; one source in two ledgers is one."""
    out = goaltrack("export", "-", "--format", "md", *both).out
    notes = re.findall(r"(?m)^\d+\. (.*)$", out.split("\n## Sources\n")[1])
    assert sorted(notes) == ["The law", "The plan of the east", "The plan of the west"]
    assert "west.toml, east.toml" in out


def test_the_same_file_is_one_ledger(
    goaltrack: Run, both: list[str], tmp_path: Path
) -> None:
    """A file named twice, or by a link to it, is read once."""
    (tmp_path / "link.toml").symlink_to("west.toml")
    once = goaltrack("status", "-f", "west.toml")
    assert goaltrack("status", "west.toml", "link.toml", "-f", "west.toml") == once
    assert len(both) == 2


def test_files_of_one_name(goaltrack: Run, tmp_path: Path) -> None:
    """Ledgers whose files have one name are told apart by their folders."""
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "goals.toml").write_text(WEST, encoding="utf-8")
    out = goaltrack("status", "a/goals.toml", "b/goals.toml", "--plain").out
    assert "a/goals:bridge" in out
    assert "b/goals:bridge" in out


def test_a_broken_one_is_named(goaltrack: Run, both: list[str], tmp_path: Path) -> None:
    """If one of several ledgers is unsound, its place is told and nothing is shown."""
    (tmp_path / "east.toml").write_text("format = 1\nx = 2\n", encoding="utf-8")
    ran = goaltrack("status", *both)
    assert ran.code == 4
    assert ran.out == ""
    assert ran.err.startswith("east.toml:2:1: ")


def test_no_report_over_a_ledger(
    goaltrack: Run, both: list[str], tmp_path: Path
) -> None:
    """An export never takes the place of one of the ledgers that it is made from."""
    assert goaltrack("export", "east.toml", *both, "--format", "md").code == 3
    assert (tmp_path / "east.toml").read_text(encoding="utf-8") == EAST


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_tables_say_the_same(goaltrack: Run, both: list[str], form: str) -> None:
    """DuckDB reads the goals and the entries with every digit, days as days."""
    goaltrack("export", f"goals.{form}", *both, "--as-of", "2026-06-30")
    goaltrack("export", f"entries.{form}", *both, "--as-of", "2026-06-30", "--entries")
    rows = _query(
        "select ledger, id, title, cast(figure as decimal(38, 9)), due_last, as_of "
        "from 'goals.FORM' order by all".replace("FORM", form)
    )
    assert [row[:3] for row in rows[2:]] == [
        ("west.toml", "bridge", "A bridge"),
        ("west.toml", "part", "A part of it"),
    ]
    assert rows[3][3] == Decimal("1.000000001")
    assert [str(day) for day in rows[3][4:]] == ["2026-12-31", "2026-06-30"]
    entries = _query(
        "select ledger, goal, id, cast(value as decimal(38, 9)) "
        "from 'entries.FORM' order by all".replace("FORM", form)
    )
    assert entries[3] == ("west.toml", "part", "west0002", Decimal("1.000000001"))


def test_a_table_is_the_same_twice(
    goaltrack: Run, both: list[str], tmp_path: Path
) -> None:
    """The same ledgers and day give the same bytes."""
    for name in ("a", "b"):
        goaltrack("export", f"{name}.parquet", *both, "--as-of", "2026-06-30")
    assert (tmp_path / "a.parquet").read_bytes() == (
        tmp_path / "b.parquet"
    ).read_bytes()


# A thousand ledgers (docs/scale.md)


def _generated(number: int, random: Random) -> tuple[str, list[Decimal]]:
    """A ledger of three totals, and the sums of the figures of each."""
    goals, sums = [], []
    for n in range(3):
        values = [Decimal(random.randint(1, 10**12)).scaleb(-9) for _ in range(4)]
        rows = "\n".join(
            f'  {{ id = "e{number:04}{n}{m:02}", period = "2026-{m:02}", value = {value} }},'
            for m, value in enumerate(values, 1)
        )
        goals.append(
            f'[goals.g{n}]\ntitle = "目标{n}"\nkind = "total"\nunit = "亿元"\n'
            f'owner = "局{random.randint(1, 9)}"\nstart = 2026-01-01\ndue = "2026"\n'
            f"target = {random.randint(1, 4000)}\nprogress = [\n{rows}\n]\n"
        )
        sums.append(sum(values, Decimal()))
    return "format = 1\n\n" + "\n".join(goals), sums


@pytest.mark.parametrize("count", [60, pytest.param(1000, marks=pytest.mark.slow)])
def test_many_ledgers(goaltrack: Run, tmp_path: Path, count: int) -> None:
    """The commands and queries of docs/scale.md, on generated ledgers, against the sums."""
    page = (REPOSITORY / "docs" / "scale.md").read_text(encoding="utf-8")
    random = Random(7)
    (tmp_path / "bureaus").mkdir()
    total = Decimal()
    for number in range(count):
        text, sums = _generated(number, random)
        total += sum(sums)
        (tmp_path / "bureaus" / f"b{number:04}.toml").write_text(text, encoding="utf-8")
    for folder, day in (
        ("goals", "2026-06-30"),
        ("goals-2026-03-31", "2026-03-31"),
        ("entries", "2026-06-30"),
    ):
        (tmp_path / folder).mkdir()
        for path in sorted((tmp_path / "bureaus").iterdir()):
            out = f"{folder}/{path.stem}.parquet"
            rows = ("--entries",) if folder == "entries" else ()
            ran = goaltrack(
                "export", out, "-f", f"bureaus/{path.name}", "--as-of", day, *rows
            )
            assert ran.code == 0, ran.err
    queries = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    owners, sums_, month, uncited, turned = (_query(query) for query in queries)
    assert sums_[0][0] == "亿元"
    assert sums_[0][2] == total
    ledgers = [
        f"bureaus/{path.name}" for path in sorted((tmp_path / "bureaus").iterdir())
    ]
    data = json.loads(
        goaltrack("status", "--json", "--as-of", "2026-06-30", *ledgers).out
    )
    late = ("behind", "far-behind", "moving-away", "missed")
    assert sum(row[1] for row in owners) == len(data["goals"]) == 3 * count
    assert sum(row[2] for row in owners) == sum(data["counts"][state] for state in late)
    assert month == []
    assert len(uncited) == 3 * count
    before = json.loads(
        goaltrack("status", "--json", "--as-of", "2026-03-31", *ledgers).out
    )
    states = {(goal["ledger"], goal["id"]): goal["state"] for goal in before["goals"]}
    changed = Counter(states[g["ledger"], g["id"]] != g["state"] for g in data["goals"])
    assert len(turned) == changed[True]
