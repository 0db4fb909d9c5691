"""check, and what every command says of a broken ledger; init; schema."""

import json
import re
from pathlib import Path

import pytest

from conftest import REPOSITORY, Look, Run
from goaltrack.ledger.load import load

SEVEN = """\
format = 1
titel = "七个错误"

[goals.gdp]
title = "经济总量"
kind = "year-total"
target = [1000, 1200]
progress = [
  { id = "a", on = 2023-06-30, period = "2023H1", value = 367.83 },
  { id = "a", period = "2023", value = 990 },
  { period = "2024", value = "1,012亿元" },
]

[goals.road]
title = "道路"
kind = "milestone"
parent = "road"
source = "nanfang"
"""


def test_seven_mistakes(goaltrack: Run, tmp_path: Path, look: Look) -> None:
    """A ledger with mistakes shows all of them with their places, and nothing else."""
    (tmp_path / "goals.toml").write_text(SEVEN, encoding="utf-8")
    ran = goaltrack("status")
    assert (ran.code, ran.out) == (4, "")
    assert len(re.findall(r"(?m)^goals\.toml:\d+:\d+: ", ran.err)) == 7
    look("seven.txt", ran.err)
    for command in (("add", "gdp", "5"), ("log",), ("show", "gdp"), ("export", "x.md")):
        assert goaltrack(*command) == ran
    checked = goaltrack("check")
    assert (checked.code, checked.out, checked.err) == (4, ran.err, "")
    found = json.loads(goaltrack("check", "--json").out)["findings"]
    assert [f["line"] for f in found] == [2, 7, 9, 10, 11, 17, 18]
    assert {f["severity"] for f in found} == {"error"}


def test_check_is_silent_when_all_is_well(goaltrack: Run, shipped: Path) -> None:
    """A sound ledger has nothing said of it, not even with --strict."""
    assert shipped.exists()
    assert goaltrack("check") == (0, "", "")
    assert goaltrack("check", "--strict") == (0, "", "")


def test_several_ledgers_are_one_document(goaltrack: Run, tmp_path: Path) -> None:
    """With --json, and with --fix as well: each finding says its file."""
    (tmp_path / "goals.toml").write_text(SEVEN, encoding="utf-8")
    (tmp_path / "b.toml").write_text(SEVEN, encoding="utf-8")
    (tmp_path / "c.toml").write_text("format = 1\n", encoding="utf-8")
    ran = goaltrack("check", "goals.toml", "b.toml", "--json")
    assert ran.code == 4
    document = json.loads(ran.out)
    assert document["ledger"] is None
    assert {each["file"] for each in document["findings"]} == {"goals.toml", "b.toml"}
    ran = goaltrack("check", "c.toml", "b.toml", "--json", "--fix")
    assert json.loads(ran.out)["ledger"] is None
    assert json.loads(goaltrack("check", "c.toml", "--json").out)["ledger"] == "c.toml"


DOUBTFUL = """\
format = 1
[goals.gdp]
title = "GDP"
kind = "year-total"
target = 10
progress = [
  { id = "a", period = "2023H1", value = 5 },
  { period = "2023Q1", value = 2 },
]
"""


def test_warnings_pass_unless_strict(goaltrack: Run, tmp_path: Path) -> None:
    """A doubt is told and passes; --strict makes it fail, and wants sources."""
    (tmp_path / "goals.toml").write_text(DOUBTFUL, encoding="utf-8")
    ran = goaltrack("check")
    assert (ran.code, ran.err, ran.out) == (0, "", "")
    strict = goaltrack("check", "--strict", "--lang", "zh")
    assert strict.code == 4
    assert "goals.toml:2:8: 提示：目标 gdp：该承诺没有来源" in strict.out


def test_disagreement_fails(goaltrack: Run, tmp_path: Path) -> None:
    """Figures that cannot all be true are an error, with both entries named."""
    text = DOUBTFUL.replace("value = 2 }", 'value = 2, id = "b" }')
    text = text.replace(
        "\n]\n", "\n" + '  { id = "c", period = "2023Q2", value = 9 },\n]\n'
    )
    (tmp_path / "goals.toml").write_text(text, encoding="utf-8")
    ran = goaltrack("check")
    assert ran.code == 4
    assert ran.out == (
        "goals.toml:9:3: goal gdp, entry 3: this entry says 9, but the others come to "
        "3 (entry 1)\n"
        '    7 |   { id = "a", period = "2023H1", value = 5 },\n'
        "      |   ^\n"
        '    9 |   { id = "c", period = "2023Q2", value = 9 },\n'
        "      |   ^\n"
    )
    assert goaltrack("status").code == 0


def test_states_can_fail_a_build(goaltrack: Run, shipped: Path) -> None:
    """--fail-on answers 1 when a goal is in that state, and names it on stderr."""
    assert shipped.exists()
    ran = goaltrack("check", "--fail-on", "no-result", "--fail-on", "missed")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines() == [
        "gdp: result unknown",
        "storage-output: result unknown",
        "red-line-road: result unknown",
        "xinqing-avenue: result unknown",
    ]
    assert goaltrack("check", "--fail-on", "missed").code == 0
    ran = goaltrack("check", "--fail-on", "mised")
    assert (ran.code, ran.err.splitlines()[0]) == (
        2,
        "error: 'mised' is not a state or colour",
    )


def test_a_missing_ledger(goaltrack: Run) -> None:
    """A ledger that is not there is an error of its own."""
    ran = goaltrack("check", "-f", "nowhere.toml")
    assert (ran.code, ran.err) == (
        5,
        "error: cannot read nowhere.toml: No such file or directory\n",
    )
    ran = goaltrack("status", env={"LANG": "zh_CN.UTF-8"})
    assert ran.err.startswith("错误：此处、上级文件夹和主目录都没有 goals.toml\n")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_init_starts_and_never_overwrites(
    goaltrack: Run, tmp_path: Path, look: Look, language: str
) -> None:
    """Init writes a small commented ledger once; everything works on it."""
    ran = goaltrack("init", "--lang", language)
    assert ran.code == 0
    path = tmp_path / "goals.toml"
    text = path.read_text(encoding="utf-8")
    shown, number = re.subn(r'(?m)^id = "[0-9a-z]{8}"$', 'id = "xxxxxxxx"', text)
    assert number == 1
    look(f"init-{language}.toml", shown)
    before = path.read_bytes()
    assert goaltrack("init").code == 3
    assert "never overwrites" in goaltrack("init").err
    assert path.read_bytes() == before
    assert goaltrack("check") == (0, "", "")
    assert goaltrack("add", "running", "+7.5", "--lang", "en").out == (
        "running: +7.5 km, now 7.5 km of 600 km, 2026-11-25; far behind, gap 592.5 km\n"
    )


def test_init_without_goals(goaltrack: Run, tmp_path: Path) -> None:
    """--empty begins a ledger that has no goal, and says how to get one."""
    ran = goaltrack("init", "--empty", "--title", "T")
    assert ran.out == "goals.toml written; add a goal with `goaltrack new`\n"
    text = (tmp_path / "goals.toml").read_text(encoding="utf-8")
    assert text.splitlines()[-3:-1] == ["format = 1", 'title = "T"']
    assert re.fullmatch('id = "[a-z0-9]{8}"', text.splitlines()[-1])
    assert goaltrack("status").out.splitlines()[-1] == "no goals yet"


def test_init_elsewhere(goaltrack: Run, tmp_path: Path) -> None:
    """A ledger may be started under another name and title."""
    assert goaltrack("init", "x.toml", "--title", "My year").code == 0
    assert load(str(tmp_path / "x.toml")).ledger.title == "My year"
    assert goaltrack("init", "no/x.toml").code == 5


def test_the_schema_of_a_ledger(goaltrack: Run) -> None:
    """`schema` prints the schema of the ledger, for editors."""
    schema = json.loads(goaltrack("schema").out)
    assert schema == json.loads(goaltrack("schema", "ledger").out)
    assert "progress" in schema["definitions"]["goal"]["properties"]


def test_the_shipped_ledger_cites_facts_that_are_there(goaltrack: Run) -> None:
    """Each fact that goals.toml cites is numbered in the file of its source."""
    ledger = load(str(REPOSITORY / "goals.toml")).ledger
    source = ledger.sources["nanfang-2023"]
    assert source.file
    text = (REPOSITORY / source.file).read_text(encoding="utf-8")
    facts = set(re.findall(r"(?m)^(\d+)\. ", text))
    cited = {
        citation.place
        for goal in ledger.goals.values()
        for citation in (goal.source, *(entry.source for entry in goal.progress))
        if citation
    }
    # Fact 4 is cited in a note: it gives no figure.
    assert cited == facts - {"4"}
    assert goaltrack("check", "-f", str(REPOSITORY / "goals.toml")).code == 0
