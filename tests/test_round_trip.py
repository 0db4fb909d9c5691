"""Exports come back as the same ledger: goals, entries and sources."""

import json
import re
from pathlib import Path

import openpyxl
import pytest

from conftest import REPOSITORY, Run
from goaltrack.ledger.load import load
from goaltrack.model.ledger import Goal, Ledger

RICH = (REPOSITORY / "tests/rich.toml").read_text(encoding="utf-8")
ALL_KEYS = """format = 1
[sources.s]
title = "S"
file = "s.txt"
published = 2025-01-02

[goals.top]
title = "'=Top; \\"quoted\\"\\nand a line"
kind = "objective"
due = "2027"
group = "All"
rollup = "worst"
number = "1.2"

[goals.cut]
title = "Cut emissions"
kind = "rate"
target = "-42%"
aim = "at-most"
baseline = { period = "2020" }
due = "2030"
parent = "top"
fields = { "配合单位" = "水务局", "a b" = "1,2; [x]" }
colour = { set = "red", on = 2026-01-05, reason = "the audit" }
progress = [
  { id = "aa", period = "2024", value = 71.5, source = "s#3", fields = { risk = "high" } },
]

[goals.grow]
title = "Grow"
kind = "year-total"
unit = "亿元"
target = "+7%/year"
baseline = { period = "2020", value = 100 }
due = "2025"
closed = { on = 2026-02-01, reason = "no more is published" }
progress = [
  { id = "ab", period = "2025", value = 140.123456789, status = "final" },
]

[goals.sleep]
title = "Sleep"
kind = "rate"
unit = "h"
target = [7, 8]
aim = "within"
each = "week"
need = "80%"
take = "worst"
start = 2026-01-05
paused = [
  { on = 2026-03-01, until = 2026-03-09, reason = "ill" },
  { on = 2026-05-01, reason = "away" },
]
tags = ["a,b", "health"]
progress = [
]

[goals.heat]
title = "Keep 20 degrees"
kind = "level"
unit = "°C"
target = 20
tolerance = 0.5
aim = "within"
every = "month"
lag = 3
note = "[not a list]"
limit = 100
weight = 2.5
revisions = [
  { on = 2026-01-10, target = [18, 20], aim = "within", reason = "too cold" },
  { on = 2026-02-10, due = "2026H1", need = 3, reason = "no day" },
]
progress = [
]

[goals.road]
title = "-Road"
kind = "milestone"
due = 2026-12-31
dropped = { on = 2026-02-01, reason = "no money" }
steps = [
  { id = "plan", title = "Plan drawn", due = "2026Q1", weight = 3 },
  { id = "dig", due = 2026-05-15 },
]
progress = [
  { id = "ba", on = 2026-01-20, done = "plan", by = "me", recorded = 2026-01-21T10:00:00 },
  { id = "bb", on = 2026-01-30, percent = 40 },
]

[goals.spend]
title = "Spending"
kind = "year-total"
unit = "EUR"
year-start = 4
year-name = "start"
target = 123456789012345.123456789
tolerance = "about"
due = "FY2026"
plan = [
  { period = "2026-04..2026-06", value = 20 },
  { on = 2026-09-30, value = 50.5 },
]
pace = "growth"
progress = [
]

[goals.later]
title = "Not set yet"
kind = "level"
target = "undecided"
progress = [
]

[goals.share]
title = "Share"
kind = "rate"
unit = "%"
target = "@cut + 0.5"
figure = "grow / spend * 100"
"""
LEDGERS = {
    "rich": RICH,
    "all-keys": ALL_KEYS,
    **{
        "-".join(path.parts[-3:]): path.read_text(encoding="utf-8")
        for path in sorted((REPOSITORY / "examples").rglob("goals.toml"))
        if "include" not in path.read_text(encoding="utf-8")
    },
    "own": (REPOSITORY / "goals.toml").read_text(encoding="utf-8"),
}


def settings(text: str) -> str:
    """What stands before the first source or goal: no table tells it."""
    return re.split(r"(?m)^\[(?:sources|goals)\.", text, maxsplit=1)[0]


def told(ledger: Ledger, *, has_entries: bool) -> dict[str, Goal]:
    """The goals; an aim that was implied may come back as one that is said."""
    goals = {
        name: goal._replace(is_aim_said=True) for name, goal in ledger.goals.items()
    }
    if not has_entries:
        return {n: g._replace(progress=()) for n, g in goals.items() if not g.formula}
    return {
        name: goal._replace(progress=() if goal.formula else goal.progress)
        for name, goal in goals.items()
    }


@pytest.mark.parametrize("form", ["json", "xlsx", "csv"])
@pytest.mark.parametrize("text", LEDGERS.values(), ids=LEDGERS)
def test_an_export_is_the_same_ledger(
    goaltrack: Run, tmp_path: Path, text: str, form: str
) -> None:
    """Goals and entries come back equal, and a second import finds nothing new."""
    before, after = tmp_path / "before.toml", tmp_path / "after.toml"
    before.write_text(text, encoding="utf-8")
    was = load(str(before)).ledger
    ran = goaltrack("export", f"x.{form}", "-f", str(before), "--as-of", "2099-12-31")
    assert ran.code == 0, ran.err
    head = settings(text)
    if form != "json":
        # Only JSON has the sources.
        found = re.findall(r"(?ms)^\[sources\..*?(?=^\[goals|\Z)", text)
        head += "\n".join(found)
    after.write_text(head, encoding="utf-8")
    ran = goaltrack("import", f"x.{form}", "-f", str(after))
    assert ran.code == 0, ran.err
    if form == "csv":
        goaltrack("export", "e.csv", "--entries", "-f", str(before), "--as-of", "2099")
        ran = goaltrack("import", "e.csv", "-f", str(after))
        assert ran.code == 0, ran.err
    now = load(str(after)).ledger
    assert told(now, has_entries=True) == told(was, has_entries=True)
    written = after.read_bytes()
    ran = goaltrack("import", f"x.{form}", "-f", str(after))
    assert (ran.code, after.read_bytes()) == (0, written), ran.err
    assert "differ" not in ran.err
    ran = goaltrack("import", f"x.{form}", "-f", str(after), "--update")
    assert (ran.code, after.read_bytes()) == (0, written), ran.err


def test_json_brings_its_sources(goaltrack: Run, tmp_path: Path) -> None:
    """Sources that goals and entries cite come with an export in JSON, and only once."""
    (tmp_path / "goals.toml").write_text(ALL_KEYS, encoding="utf-8")
    assert goaltrack("export", "x.json").code == 0
    after = tmp_path / "after.toml"
    after.write_text("format = 1\n", encoding="utf-8")
    assert goaltrack("import", "x.json", "-f", str(after)).code == 0
    assert load(str(after)).ledger.sources == load("goals.toml").ledger.sources
    assert goaltrack("undo", "-f", str(after), "--yes").code == 0
    assert after.read_text(encoding="utf-8") == "format = 1\n"


def test_an_export_that_was_edited(goaltrack: Run, tmp_path: Path) -> None:
    """What was changed in a table of goals is told, and taken with --update."""
    (tmp_path / "goals.toml").write_text(ALL_KEYS, encoding="utf-8")
    assert goaltrack("export", "x.csv").code == 0
    text = Path("x.csv").read_text(encoding="utf-8")
    Path("x.csv").write_text(text.replace("Not set yet", "Set soon"), encoding="utf-8")
    ran = goaltrack("import", "x.csv")
    assert "later" in ran.err
    assert load("goals.toml").ledger.goals["later"].title == "Not set yet"
    assert goaltrack("import", "x.csv", "--update").code == 0
    assert load("goals.toml").ledger.goals["later"].title == "Set soon"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"id": "cut"', '"id": "two words"', "'two words' is not the id of a goal"),
        ('"target": "-42%"', '"target": "-42%%"', "x.json:2:1: "),
        (
            '"kind": "rate",\n        "target"',
            '"kind": "x",\n        "target"',
            "one of",
        ),
        ('"value": 71.5', '"value": "many"', "'many' is not an amount"),
    ],
)
def test_an_export_that_was_spoiled(
    goaltrack: Run, tmp_path: Path, old: str, new: str, said: str
) -> None:
    """What is no goal or entry is refused with its place, and nothing is written."""
    (tmp_path / "goals.toml").write_text(ALL_KEYS, encoding="utf-8")
    assert goaltrack("export", "x.json").code == 0
    text = Path("x.json").read_text(encoding="utf-8")
    assert old in text
    Path("x.json").write_text(text.replace(old, new), encoding="utf-8")
    after = tmp_path / "after.toml"
    after.write_text("format = 1\n", encoding="utf-8")
    ran = goaltrack("import", "x.json", "-f", str(after))
    assert ran.code == 3, ran.err
    assert said in ran.err
    assert after.read_text(encoding="utf-8") == "format = 1\n"


@pytest.mark.parametrize("fields", ["[oops", "{ a = 1 }", '["a"]', "words"])
def test_fields_of_entries_are_texts(
    goaltrack: Run, tmp_path: Path, fields: str
) -> None:
    """Fields of an entry are a table of texts, and nothing else."""
    (tmp_path / "goals.toml").write_text(ALL_KEYS, encoding="utf-8")
    rows = f"goal,on,value,fields\nheat,2026-03-01,20,'{fields}'\n"
    Path("e.csv").write_text(rows.replace("'", '"' if '"' not in fields else "'"))
    ran = goaltrack("import", "e.csv")
    assert ran.code == 3
    assert "is not a table of texts in TOML or JSON" in ran.err


def test_a_table_with_a_sheet_of_that_name(goaltrack: Run, tmp_path: Path) -> None:
    """A workbook whose sheet `goals` is not ours, and JSON that is not, are tables."""
    (tmp_path / "goals.toml").write_text("format = 1\n", encoding="utf-8")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "goals"
    sheet.append(["title", "target"])
    sheet.append(["Read", "12 books"])
    book.save("x.xlsx")
    assert goaltrack("import", "x.xlsx").code == 0
    assert "read" in load("goals.toml").ledger.goals
    found = [{"about": "goaltrack/export/1", "goal": "read", "on": "2026-01-02"}]
    found[0]["value"] = "=3"
    Path("x.json").write_text(json.dumps(found))
    for more in ((), ("--totals",)):
        ran = goaltrack("import", "x.json", *more)
        assert "x.json" in ran.out + ran.err


def test_json_of_another_kind_is_no_export(goaltrack: Run, tmp_path: Path) -> None:
    """`log --json` and `status --json` are read as tables, as before."""
    (tmp_path / "goals.toml").write_text(RICH, encoding="utf-8")
    Path("log.json").write_text(goaltrack("log", "--json").out, encoding="utf-8")
    assert goaltrack("import", "log.json").code == 0
    Path("x.json").write_text(json.dumps({"schema": "goaltrack/export/1"}))
    assert goaltrack("import", "x.json").code == 0


def test_an_export_with_a_second_row_of_names(goaltrack: Run, tmp_path: Path) -> None:
    """What was made over into groups of columns is read as any table: it lacks a title."""
    (tmp_path / "goals.toml").write_text("format = 1\n", encoding="utf-8")
    (tmp_path / "t.csv").write_text(
        "kind,due_first,due_last,target_as_written,id,,\n"
        ",,,,of goal,title,unit\n"
        "total,2026-01-01,2026-12-31,5,a,A,km\n",
        encoding="utf-8",
    )
    ran = goaltrack("import", "t.csv", "--dry-run")
    assert ran.code not in {0, 1}, ran.out
    assert "error: " in ran.err
    assert "Traceback" not in ran.err
