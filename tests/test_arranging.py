"""Options before and behind the command, words that mean one, and no command at all."""

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Run
from goaltrack.cli.arrange import arranged
from goaltrack.formats.json_schema import json_schema

LEDGER = """format = 1
[goals.run]
title = "Run 600 km"
kind = "total"
unit = "km"
target = 600
start = 2026-01-01
due = "2026"
progress = [ { id = "aaaa1111", on = 2026-02-01, value = 30 } ]
[goals.road]
title = "Road open"
kind = "milestone"
due = "2026"
steps = [ { id = "s1", title = "Paved" }, { id = "s2", title = "Bridge" } ]
progress = [
]
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "goals.toml"
    path.write_text(LEDGER, encoding="utf-8")
    return path


OPTIONS = [["-q"], ["--no-pager"], ["-C", "x"], ["-f", "y"], ["--json"], ["--as-of=z"]]


@given(st.lists(st.sampled_from(OPTIONS), max_size=5), st.data())
def test_where_options_stand_does_not_matter(
    options: list[list[str]], data: st.DataObject
) -> None:
    """Before the command or behind it, the program's and the command's are the same."""
    place = data.draw(st.integers(0, len(options)))
    before = [word for each in options[:place] for word in each]
    behind = [word for each in options[place:] for word in each]
    front, words = arranged([*before, "show", "run", *behind])
    assert words[0] == "show"
    assert sorted([*front, *words]) == sorted([*before, "show", "run", *behind])
    assert {"-q", "--no-pager", "-C"}.isdisjoint(words)
    assert {"-f", "--json", "--as-of=z"}.isdisjoint(front)


def test_what_stands_behind_an_option_is_its_value() -> None:
    """A note that looks like an option stays where it is, as does all after --."""
    assert arranged(["add", "run", "5", "--note", "-q"]) == (
        [],
        ["add", "run", "5", "--note", "-q"],
    )
    assert arranged(["add", "--", "-q"]) == ([], ["add", "--", "-q"])
    assert arranged(["-q"]) == (["-q"], [])
    assert arranged(["--lang", "zh", "status"]) == (["--lang", "zh"], ["status"])


def test_options_on_either_side(goaltrack: Run, ledger: Path) -> None:
    """-f, --json and --as-of before; -q, -C and --no-pager behind."""
    usual = goaltrack("status", "--json", "--as-of", "2026-03-01")
    assert goaltrack("--json", "--as-of", "2026-03-01", "status") == usual
    assert goaltrack("-f", str(ledger), "show", "run").code == 0
    assert goaltrack("add", "run", "5", "-q", "--no-pager").out == ""
    assert goaltrack("status", "-C", str(ledger.parent)).code == 0
    assert goaltrack("status", "-C", "nowhere").code != 0


def test_no_command_is_the_board(goaltrack: Run, ledger: Path, tmp_path: Path) -> None:
    """With a ledger here or where -C says; else the help."""
    board = goaltrack("status")
    assert goaltrack() == board
    assert goaltrack("-f", "goals.toml") == board
    assert goaltrack("--json").out == goaltrack("status", "--json").out
    empty = tmp_path / "empty"
    empty.mkdir()
    os.chdir(empty)
    ledger.rename(tmp_path / "other.toml")
    assert goaltrack().out.startswith("Plain-text accounting")
    (tmp_path / "other.toml").rename(ledger)
    assert "Run 600 km" in goaltrack("-C", str(tmp_path)).out


def test_a_ledger_at_home(
    goaltrack: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """~/goals.toml is the last resort, and ~ is read in GOALTRACK_FILE."""
    home, here = tmp_path / "home", tmp_path / "here"
    home.mkdir()
    here.mkdir()
    (home / "goals.toml").write_text(LEDGER, encoding="utf-8")
    monkeypatch.setenv("HOME", str(home))
    os.chdir(here)
    assert "Run 600 km" in goaltrack("status").out
    (home / "goals.toml").rename(home / "mine.toml")
    assert goaltrack("status").code == 5
    monkeypatch.setenv("GOALTRACK_FILE", "~/mine.toml")
    assert "Run 600 km" in goaltrack("status").out


@pytest.mark.parametrize("word", ["st", "ls", "list", "board", "stat"])
def test_other_words_for_the_board(goaltrack: Run, ledger: Path, word: str) -> None:
    """The usual aliases, and what begins one command only."""
    assert ledger.exists()
    assert goaltrack(word) == goaltrack("status")


def test_a_beginning_of_several_commands_is_none(goaltrack: Run, ledger: Path) -> None:
    """`s` may be status, show, set or schema."""
    assert ledger.exists()
    ran = goaltrack("s")
    assert ran.code == 2
    assert "there is no command 's'" in ran.err


def test_words_may_stand_apart(goaltrack: Run, ledger: Path) -> None:
    """`add run 5 km` and `correct run 7 km` need no quotes."""
    assert "now 35" in goaltrack("add", "run", "5", "km").out
    assert goaltrack("correct", "run", "7", "km", "--yes").code == 0
    assert "change = 7" in ledger.read_text(encoding="utf-8")


def test_the_entry_of_a_period_is_corrected(goaltrack: Run, ledger: Path) -> None:
    """A goal with --on means its entry of that day; one of no entry moves the last."""
    goaltrack("add", "run", "5", "--on", "2026-03-01")
    assert goaltrack("correct", "run", "--on", "2026-03-02", "-y").code == 0
    assert "on = 2026-03-02, change = 5" in ledger.read_text(encoding="utf-8")
    assert goaltrack("correct", "run", "=31", "--on", "2026-02-01", "-y").code == 0
    text = ledger.read_text(encoding="utf-8")
    assert 'on = 2026-02-01, value = 31, replaces = "aaaa1111"' in text


def test_a_step_by_its_title(goaltrack: Run, ledger: Path) -> None:
    """`done` takes a step's title, or the only part of one that fits."""
    assert goaltrack("done", "road", "paved").code == 0
    assert 'done = "s1"' in ledger.read_text(encoding="utf-8")
    assert goaltrack("done", "road", "e").code == 3
    assert goaltrack("done", "road", "Bridge").code == 0


def test_a_remark(goaltrack: Run, ledger: Path) -> None:
    """With fields of one's own, whose names may be of any script."""
    ran = goaltrack("note", "run", "wet", "shoes", "--field", "存在问题=天气")
    assert ran.code == 0
    text = ledger.read_text(encoding="utf-8")
    assert 'note = "wet shoes"' in text
    assert '"存在问题" = "天气"' in text
    assert goaltrack("note", "run", "--field", "a=b", "--dry-run").code == 0
    assert goaltrack("note", "run", "--field", "a=").code == 2


def test_a_remark_is_a_report(goaltrack: Run, tmp_path: Path) -> None:
    """`next` asks for no figure after a remark on how it is."""
    (tmp_path / "goals.toml").write_text(
        LEDGER.replace(
            'due = "2026"\nprogress = [ {',
            'due = "2026"\nevery = "month"\nprogress = [ {',
        ),
        encoding="utf-8",
    )
    day = ("--as-of", "2026-06-20")
    assert "figure late" in goaltrack("next", "run", *day).out
    goaltrack("note", "run", "no figure yet", "--on", "2026-06-10")
    assert "figure late" not in goaltrack("next", "run", *day).out


def test_next_tells_a_script(goaltrack: Run, tmp_path: Path, ledger: Path) -> None:
    """--exit-code is 1 where something is needed; --line is silent without a ledger."""
    assert goaltrack("next", "--exit-code", "--as-of", "2027-02-01").code == 1
    assert goaltrack("next", "--exit-code", "--as-of", "2026-02-02").code == 0
    ledger.unlink()
    assert goaltrack("next", "--line") == (0, "", "")
    assert goaltrack("next", "--line", "-f", "none.toml").code == 5
    assert goaltrack("next").code == 5
    assert not list(tmp_path.glob("*.toml"))


def test_a_new_goal_in_one_line(goaltrack: Run, ledger: Path) -> None:
    """The id follows from the title; steps, parent, start value, what another has."""
    assert (
        goaltrack("new", "Grow well", "--kind", "objective", "--due", "2026").code == 0
    )
    ran = goaltrack(
        "new", "Weight down", "--target", "<=75 kg", "--from", "85@2026-01-01",
        "--parent", "grow-well", "--kind", "level", "--owner", "me", "--aim", "at-most",
    )  # fmt: skip
    assert ran.code == 0
    assert (
        goaltrack("new", "铺路", "--step", "Paved@2026-10-31", "--step", "Open").code
        == 0
    )
    assert (
        goaltrack("new", "Weight down", "--like", "weight-down", "--target", "70").code
        == 0
    )
    text = ledger.read_text(encoding="utf-8")
    assert (
        '[goals.grow-well]\ntitle = "Grow well"\nkind = "objective"\ndue = "2026"\n'
        in text
    )
    assert "baseline = { on = 2026-01-01, value = 85 }" in text
    assert 'steps = [\n  { id = "s1", title = "Paved", due = 2026-10-31 },\n' in text
    assert '[goals."铺路"]' in text
    assert "[goals.weight-down-2]" in text
    weekly = ("--kind", "total", "--target", "20 km", "--each", "week", "--need", "90%")
    assert goaltrack("new", "weekly", "--title", "Weekly", *weekly).code == 0
    made = ("--kind", "level", "--target", "9", "figure=run / 2", "--unit", "km")
    assert goaltrack("new", "half", "--title", "Half", *made).code == 0
    assert goaltrack("new", "!!", "--kind", "objective").code == 2
    found = json.loads(goaltrack("status", "--json").out)["goals"]
    assert {one["id"] for one in found} >= {"weekly", "half", "grow-well"}


RENAMED = """format = 1
[goals.gdp]
title = "GDP"
kind = "rate"
unit = "%"
target = 5
due = "2025"
[goals.gdp.fields]
office = "gdp"
[goals.gdp-per-head]
title = "per head"
kind = "rate"
unit = "%"
target = "@gdp + 1"
due = "2025"
revisions = [ { on = 2024-01-01, target = "@gdp", reason = "r" } ]
[goals.part]
title = "gdp"
kind = "rate"
unit = "%"
aim = "watch"
parent = "gdp"
figure = "gdp * 2 + gdp-per-head"
[goals.whole]
title = "whole"
kind = "milestone"
"""


def test_a_goal_is_renamed_everywhere(goaltrack: Run, tmp_path: Path) -> None:
    """Headers, parents, targets and formulas; not titles, and not what begins alike."""
    path = tmp_path / "goals.toml"
    path.write_text(RENAMED, encoding="utf-8")
    assert goaltrack("rename", "gdp", "economy", "--dry-run").code == 0
    assert path.read_text(encoding="utf-8") == RENAMED
    assert goaltrack("rename", "gdp", "economy").out == "gdp is called economy now\n"
    want = (
        RENAMED.replace("[goals.gdp]", "[goals.economy]")
        .replace("[goals.gdp.fields]", "[goals.economy.fields]")
        .replace('"@gdp + 1"', '"@economy + 1"')
        .replace('"@gdp"', '"@economy"')
        .replace('parent = "gdp"', 'parent = "economy"')
        .replace('"gdp * 2 + gdp-per-head"', '"economy * 2 + gdp-per-head"')
    )
    assert path.read_text(encoding="utf-8") == want
    assert goaltrack("undo", "-y").code == 0
    assert path.read_text(encoding="utf-8") == RENAMED
    path.write_text(RENAMED.replace("[goals.whole]", '[goals."whole"]'), "utf-8")
    assert goaltrack("rename", "whole", "all").code == 0
    assert '[goals."all"]' in path.read_text(encoding="utf-8")


def test_what_cannot_be_renamed(goaltrack: Run, tmp_path: Path) -> None:
    """A goal that several files name, or that is written in an unusual form."""
    path = tmp_path / "goals.toml"
    path.write_text(
        'format = 1\ninclude = ["b.toml"]\n[goals.a]\ntitle = "a"\nkind = "objective"\n',
        "utf-8",
    )
    (tmp_path / "b.toml").write_text(
        'format = 1\n[goals.b]\ntitle = "b"\nkind = "milestone"\nparent = "a"\n',
        "utf-8",
    )
    ran = goaltrack("rename", "a", "c")
    assert ran.code == 3
    assert "several files" in ran.err
    (tmp_path / "b.toml").unlink()
    path.write_text(
        'format = 1\ngoals.a = { title = "a", kind = "milestone" }\n', "utf-8"
    )
    assert "cannot be changed safely" in goaltrack("rename", "a", "c").err
    odd = 'format = 1\n[goals.a]\ntitle = "a"\nkind = "milestone"\nnote = """\n[goals.a]\n"""\n'
    path.write_text(odd, "utf-8")
    assert "cannot be changed safely" in goaltrack("rename", "a", "c").err
    assert path.read_text(encoding="utf-8") == odd


def test_a_goal_is_deleted_and_comes_back(goaltrack: Run, ledger: Path) -> None:
    """With its entries, after a question; not while others name it."""
    assert goaltrack("delete", "run").code == 2
    assert goaltrack("delete", "run", "--dry-run").code == 0
    assert ledger.read_text(encoding="utf-8") == LEDGER
    assert goaltrack("delete", "run", "--yes").code == 0
    assert "goals.run" not in ledger.read_text(encoding="utf-8")
    assert goaltrack("undo", "-y").code == 0
    assert "[goals.run]" in ledger.read_text(encoding="utf-8")
    ledger.write_text(RENAMED, encoding="utf-8")
    assert "named by gdp-per-head, part" in goaltrack("delete", "gdp", "-y").err


def test_powershell_gives_its_words_apart(ledger: Path) -> None:
    """Words come by the environment, an empty last one too; offers as for fish."""

    def offered(*words: str) -> list[str]:
        env = {
            **os.environ,
            "GOALTRACK_COMPLETE": "powershell",
            "GOALTRACK_WORDS": "\n".join(words),
        }
        ran = subprocess.run(
            [sys.executable, "-m", "goaltrack"],
            cwd=ledger.parent,
            env=env,
            capture_output=True,
            check=True,
        )
        return ran.stdout.decode().splitlines()

    assert offered("add", "") == ["run\tRun 600 km", "road\tRoad open"]
    assert [each.split("\t")[0] for each in offered("ren")] == ["rename"]
    assert offered("add", "run", "--status", "fin") == ["final\t"]


def test_what_was_written_for_a_program(goaltrack: Run, ledger: Path) -> None:
    """Each writing command answers with `--json`, as its schema says."""
    validator = jsonschema.Draft7Validator(json_schema("written"))
    for words in (
        ("add", "run", "5", "--yes"),
        ("correct", "run", "6", "--yes"),
        ("note", "run", "wet", "--field", "a=b"),
        ("done", "road", "s1"),
        ("new", "Swim", "--kind", "milestone"),
        ("set", "run", "owner=me"),
        ("drop", "swim", "--reason", "cold"),
        ("rename", "swim", "swimming"),
        ("delete", "swimming", "--yes"),
    ):
        found = json.loads(goaltrack(*words, "--json").out)
        validator.validate(found)
        assert (found["entry"] is None) == (words[0] not in ENTRIES), words
        if found["entry"]:
            assert found["entry"]["id"] in ledger.read_text(encoding="utf-8")


ENTRIES = ("add", "correct", "note", "done")
"""Commands that write an entry."""


def test_several_ledgers_are_checked(goaltrack: Run, ledger: Path) -> None:
    """Each by itself; what they say alike in one finding; ids on request."""
    bare = ledger.with_name("bare.toml")
    row = "  { on = 2026-0%d-01, value = %d },\n"
    rows = "".join(row % (n, n) for n in range(1, 10)) + "  {},\n".replace(
        "{}", "{ on = 2026-10-01, value = 11 }"
    )
    bare.write_text(
        'format = 1\n[goals.a]\ntitle = "a"\nkind = "level"\ntarget = 50\nprogress = [\n'
        + rows + "]\n[[goals.b.progress]]\non = 2026-01-01\nvalue = 1\n"
        '[goals.b]\ntitle = "b"\nkind = "level"\ntarget = 5\n'
        '[goals.c]\ntitle = "c"\nkind = "level"\ntarget = 5\n',
        encoding="utf-8",
    )  # fmt: skip
    ran = goaltrack("check", "goals.toml", "bare.toml", "--strict")
    assert ran.code == 4
    assert "more like it, in lines" in ran.out
    assert ", …" in ran.out
    github = goaltrack("check", "bare.toml", "--strict", "--format", "github").out
    assert "::warning file=bare.toml,line=" in github
    assert (
        goaltrack("check", "bare.toml", "--fix").out
        == "bare.toml: ids for 10 entries\n"
    )
    text = bare.read_text(encoding="utf-8")
    assert text.count("id = ") == 10
    assert goaltrack("check", "bare.toml", "--fix").out == ""
    assert bare.read_text(encoding="utf-8") == text
    bare.write_text("format = 2\n", encoding="utf-8")
    assert goaltrack("check", "goals.toml", "bare.toml", "--fix").code == 4
    assert "::error " in goaltrack("check", "bare.toml", "--format", "github").out
    found = goaltrack("check", "goals.toml", "--fail-on", "no-data,open").code
    assert found == 1
