import json
from pathlib import Path
from unicodedata import east_asian_width

import pytest

from conftest import Look, Run
from goaltrack.context import screen

THEN = ("--as-of", "2023-08-04")


def cells(line: str) -> int:
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in line)


def states(run: Run, *args: str) -> dict[str, dict[str, object]]:
    """The goals of `status --json`, by id."""
    ran = run("status", "--json", *args)
    assert (ran.code, ran.err) == (0, "")
    goals = json.loads(ran.out)["goals"]
    return {goal["id"]: goal for goal in goals}


def test_the_article_as_of_its_day(goaltrack: Run, shipped: Path) -> None:
    """On the day of the article its targets stand as the article says."""
    assert shipped.exists()
    goals = states(goaltrack, *THEN)
    gdp = goals["gdp"]
    assert gdp["figure"] == {
        "first": "2023-01-01",
        "last": "2023-06-30",
        "value": 367.83,
        "entry": "h7qk2m9x",
        "status": None,
        "age_days": 35,
    }
    year = gdp["year"]
    assert isinstance(year, dict)
    assert year["method"] == "even pace"
    assert round(year["estimate"], 1) == 741.8
    assert isinstance(gdp["gap"], float)
    assert round(gdp["gap"], 1) == 258.2
    assert (gdp["state"], gdp["days_left"]) == ("too-early", 880)
    assert goals["storage-output"]["state"] == "no-data"
    for road in ("red-line-road", "xinqing-avenue"):
        assert (goals[road]["state"], goals[road]["days_left"]) == ("open", 149)
    assert goals["county-plan"]["state"] == "met"
    assert goals["shenshan-railway"]["state"] == "undated"
    assert goals["high-tech-firms"]["state"] == "watching"


def test_today_nothing_is_called_missed(goaltrack: Run, shipped: Path) -> None:
    """A deadline that passed without a figure is no failure."""
    assert shipped.exists()
    goals = states(goaltrack)
    found = {name: goal["state"] for name, goal in goals.items()}
    dated = {name for name, goal in goals.items() if goal["due"]}
    assert {name for name in dated if found[name] != "no-result"} == {"rice-subsidy"}
    assert found["rice-subsidy"] == "met"
    assert "missed" not in found.values()


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("columns", [40, 60, 80, 100, 140])
def test_the_board_fits(
    goaltrack: Run, shipped: Path, look: Look, columns: int, language: str
) -> None:
    """At each width the board is as it was looked at, and no line is wider."""
    assert shipped.exists()
    ran = goaltrack("status", *THEN, "--lang", language, env={"COLUMNS": str(columns)})
    assert max(map(cells, ran.out.splitlines())) <= columns
    look(f"board-{language}-{columns}.txt", ran.out)


def test_a_pipe_cuts_nothing(goaltrack: Run, shipped: Path, look: Look) -> None:
    """Without a terminal a line is as long as it needs to be."""
    assert shipped.exists()
    look("board-pipe.txt", goaltrack("status", *THEN).out)


def test_the_plain_board(goaltrack: Run, shipped: Path, look: Look) -> None:
    """--plain has no boxes, bars or columns: every line says all by itself."""
    assert shipped.exists()
    ran = goaltrack("status", *THEN, "--plain")
    assert not any("\u2500" <= char <= "\u259f" for char in ran.out)
    look("board-plain.txt", ran.out)


def test_colour_is_asked_for(goaltrack: Run, shipped: Path, look: Look) -> None:
    """A pipe gets no colour unless it is forced, and NO_COLOR forbids it."""
    assert shipped.exists()
    assert "\x1b[" not in goaltrack("status").out
    look("board-colour.txt", goaltrack("status", *THEN, "--color", "always").out)
    forced = {"FORCE_COLOR": "1"}
    assert "\x1b[" in goaltrack("status", env=forced).out
    assert "\x1b[" in goaltrack("status", env={"CLICOLOR_FORCE": "1"}).out
    assert "\x1b[" not in goaltrack("status", env=forced | {"NO_COLOR": "1"}).out
    assert "\x1b[" not in goaltrack("status", "--color", "never", env=forced).out


def test_some_goals_of_a_named_ledger(
    goaltrack: Run, shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Goals are chosen by id, the ledger by -f, GOALTRACK_FILE or a folder above."""
    moved = shipped.rename(shipped.parent / "other.toml")
    ran = goaltrack("status", "gdp", "county-plan", "gdp", "-f", "other.toml")
    assert ran.out.splitlines()[-1] == (
        "2 goals: 1 no result, 1 met; 2 of 2 have a figure"
    )
    assert goaltrack("status", env={"GOALTRACK_FILE": "other.toml"}).code == 0
    assert goaltrack("status").code == 5
    moved.rename(shipped)
    (shipped.parent / "below").mkdir()
    monkeypatch.chdir(shipped.parent / "below")
    assert json.loads(goaltrack("status", "--json").out)["ledger"] == "../goals.toml"


def test_two_clocks(goaltrack: Run, shipped: Path) -> None:
    """What had happened and what had been recorded are asked for apart."""
    assert shipped.exists()
    assert (
        states(goaltrack, "--known-on", "2023-08-03")["county-plan"]["figure"] is None
    )
    ran = goaltrack("status", "--as-of", "2023-08", "--known-on", "2023-08-05")
    assert "as of 2023-08-31, as known on 2023-08-05" in ran.out.splitlines()[0]


@pytest.mark.parametrize(
    ("env", "language"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "GOALTRACK_LANG": "en"}, "en"),
    ],
)
def test_the_language(
    goaltrack: Run, shipped: Path, env: dict[str, str], language: str
) -> None:
    """--lang, GOALTRACK_LANG, the ledger and the locale decide, in this order."""
    last = {"en": "18 goals", "zh": "共 18 项"}
    assert last[language] in goaltrack("status", env=env).out
    other = {"en": "zh", "zh": "en"}[language]
    assert last[other] in goaltrack("status", "--lang", other, env=env).out
    text = shipped.read_text(encoding="utf-8")
    shipped.write_text(f'language = "{other}"\n{text}', encoding="utf-8")
    expected = language if "GOALTRACK_LANG" in env else other
    assert last[expected] in goaltrack("status", env=env).out


def test_an_empty_ledger(goaltrack: Run, tmp_path: Path) -> None:
    """A ledger without goals is a board without rows, not an error."""
    (tmp_path / "goals.toml").write_text("format = 1\n", encoding="utf-8")
    ran = goaltrack("status")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[-1] == "no goals yet"
    assert goaltrack("log").out.splitlines()[-1] == "no entries yet"


def test_worst_first(goaltrack: Run, tmp_path: Path) -> None:
    """Inside a group the worst state stands first, then the earliest due date."""
    rows = {
        "met": "2023-01-01, value = 9",
        "none": None,
        "soon": None,
        "far": "2023-06-01, value = 1",
    }
    text = "format = 1\n"
    for name, row in rows.items():
        due = "2027-06-01" if name == "soon" else "2027-12-31"
        progress = f"{{ on = {row} }}" if row else ""
        text += (
            f'[goals.{name}]\ntitle = "{name}"\nkind = "level"\ntarget = 5\n'
            f"due = {due}\nbaseline = {{ on = 2023-01-01, value = 0 }}\n"
            f"progress = [{progress}]\n"
        )
    (tmp_path / "goals.toml").write_text(text, encoding="utf-8")
    lines = goaltrack("status", "--as-of", "2026-01-01", "--plain").out.splitlines()
    order = [line.split("; ")[1] for line in lines if line.startswith("  ")]
    assert order == ["far", "soon", "none", "met"]


def test_dumb_terminals_get_lines(
    monkeypatch: pytest.MonkeyPatch, shipped: Path
) -> None:
    """Under TERM=dumb a terminal is not drawn on."""
    assert shipped.exists()
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "dumb")
    assert screen("auto", plain=False).plain
    assert not screen("auto", plain=False).color
    monkeypatch.setenv("TERM", "xterm")
    assert screen("auto", plain=False).color
    assert not screen("auto", plain=False).plain
