import json
import signal
import sys
from pathlib import Path
from unicodedata import east_asian_width

import pexpect
import pytest

from conftest import REPOSITORY, Look, Run
from goaltrack.cli.screen import screen

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
    assert ran.out.splitlines()[-2:] == [
        "2 goals: 1 met, 1 result unknown",
        "lights: 1 green, 1 grey",
    ]
    assert goaltrack("status", env={"GOALTRACK_FILE": "other.toml"}).code == 0
    assert goaltrack("status").code == 5
    moved.rename(shipped)
    (shipped.parent / "below").mkdir()
    monkeypatch.chdir(shipped.parent / "below")
    assert json.loads(goaltrack("status", "--json").out)["ledger"] == "../goals.toml"


def test_two_clocks(goaltrack: Run, shipped: Path) -> None:
    """The day of events and the day of knowledge are set apart, and both are told."""
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
        "met": "2026-11-01, value = 9",
        "none": None,
        "soon": None,
        "far": "2026-11-02, value = 1",
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
    lines = goaltrack("status", "--as-of", "2026-11-20", "--plain").out.splitlines()
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


def test_the_board_chosen_and_ordered(goaltrack: Run, shipped: Path) -> None:
    """Terms choose rows, --group gives headings, --sort an order inside them."""
    assert shipped.exists()
    day = ("--as-of", "2023-08-04", "--plain")
    out = goaltrack("status", "status:met", "due:2023", *day).out
    assert "rice-subsidy" in out
    assert "county-plan" not in out
    data = goaltrack("status", "--json", "id:storage", "--as-of", "2023-08-04").out
    found = [goal["id"] for goal in json.loads(data)["goals"]]
    assert found == [
        "storage-output",
        "storage-alliance",
        "storage-seminar",
        "storage-park",
    ]
    out = goaltrack("status", "--group", "state", "--lang", "zh", *day).out
    assert "\n尚无数据\n" in out
    assert "\n监测\n" in out
    out = goaltrack("status", "--group", "none", "--sort", "id", *day).out
    lines = [line for line in out.splitlines() if " · " in line]
    again = goaltrack("status", "--group", "none", "--sort", "id", "-r", *day).out
    assert [line for line in again.splitlines() if " · " in line] == lines[::-1]


def test_given_up_goals_are_told_and_shown_on_demand(
    goaltrack: Run, tmp_path: Path
) -> None:
    """A dropped goal is counted in the last line; --all, its id or a term shows it."""
    text = (REPOSITORY / "tests" / "rich.toml").read_text(encoding="utf-8")
    (tmp_path / "goals.toml").write_text(text, encoding="utf-8")
    out = goaltrack("status").out
    assert "Given up" not in out
    assert out.splitlines()[-2].endswith("; 1 given up (--all shows them)")
    for args in (("--all",), ("given-up",), ("status:dropped",)):
        assert "Given up" in goaltrack("status", *args).out
    assert any(
        g["id"] == "given-up"
        for g in json.loads(goaltrack("status", "--json").out)["goals"]
    )


def test_a_stale_figure_is_told_apart_from_the_state(
    goaltrack: Run, tmp_path: Path
) -> None:
    """The age of a figure is coloured when a newer one ought to be there, whatever the state."""
    text = (
        'format = 1\n[goals.a]\ntitle = "A"\nkind = "level"\ntarget = 9\nevery = "month"\n'
        "progress = [\n  { on = 2026-01-31, value = 1 },\n  { on = 2026-02-28, value = 2 },\n"
        "  { on = 2026-03-31, value = 5 },\n]\n"
    )
    (tmp_path / "goals.toml").write_text(text, encoding="utf-8")
    fresh = goaltrack("status", "--as-of", "2026-04-10", "--color", "always").out
    stale = goaltrack("status", "--as-of", "2026-06-10", "--color", "always").out
    assert "\x1b[2m10 d\x1b[0m" in fresh
    assert "\x1b[33m71 d\x1b[0m" in stale
    assert "▁▃█" in fresh


def test_watch_draws_again(goaltrack: Run, tmp_path: Path) -> None:
    """--watch shows the board on the other screen, again after a change, and tidies up."""
    path = tmp_path / "goals.toml"
    path.write_text(
        'format = 1\n[goals.a]\ntitle = "Before"\nkind = "milestone"\n',
        encoding="utf-8",
    )
    shell = pexpect.spawn(
        sys.executable,
        ["-m", "goaltrack", "status", "--watch"],
        encoding="utf-8",
        dimensions=(24, 100),
        cwd=str(tmp_path),
        # Ctrl-C is ignored where the tests are run in the background.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    shell.expect_exact("\x1b[?1049h")
    shell.expect("Before")
    path.write_text("nonsense", encoding="utf-8")
    shell.expect("goals.toml:1")
    path.write_text(
        'format = 1\n[goals.a]\ntitle = "After"\nkind = "milestone"\n', encoding="utf-8"
    )
    shell.expect("After")
    shell.sendintr()
    shell.expect_exact("\x1b[?1049l")
    shell.expect(pexpect.EOF)
    shell.close()
    assert shell.exitstatus == 0
    assert goaltrack("status", "--watch").code == 2


def test_what_if_of_a_standing_total_is_what_is_new(
    goaltrack: Run, tmp_path: Path
) -> None:
    """A week begins with nothing: 16 more make twenty, and the goal goes by its title."""
    (tmp_path / "goals.toml").write_text(
        'format = 1\n[goals.run]\ntitle = "Run far"\nkind = "total"\ntarget = 20\n'
        'each = "week"\nstart = 2026-11-23\nprogress = [\n'
        "  { on = 2026-11-24, change = 4 },\n]\n",
        encoding="utf-8",
    )
    for supposed, latest in (("run=16", 20), ("Run far==30", 30)):
        ran = goaltrack("status", "--what-if", supposed, "--plain")
        assert f"latest / target {latest} / 20 each week" in ran.out
