"""The table of commands, the modules behind it, and the help."""

import json as reader
import shlex
import shutil
import subprocess
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

import goaltrack.cli.commands
from conftest import REPOSITORY, Run
from goaltrack import __version__
from goaltrack.cli import meanings
from goaltrack.cli.completion_table import OFFERS
from goaltrack.cli.registry import COMMANDS, Row, module_of
from goaltrack.formats import (
    csv,
    docx,
    html,
    ics,
    json,
    markdown,
    parquet,
    svg,
    xlsx,
)
from goaltrack.formats.registry import (
    FORMATS,
    TABLES,
    TableWriter,
    Writer,
    table_writer,
    writer,
)
from goaltrack.session import today
from terminal import typed


@pytest.mark.parametrize(("name", "summary"), [row[:2] for row in COMMANDS])
def test_the_table_says_what_the_command_says(
    goaltrack: Run, name: str, summary: str
) -> None:
    """A command's help begins with the summary that the list of commands has."""
    for option in ("-h", "--help"):
        ran = goaltrack(name, option)
        assert ran.code == 0
        assert ran.out.startswith(f"{summary}\n")


def test_every_module_has_a_row() -> None:
    """No command is written and forgotten."""
    folder = Path(goaltrack.cli.commands.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert modules == {module_of(row.name) for row in COMMANDS}


WRITERS: dict[str, Writer] = {
    "md": markdown,
    "html": html,
    "docx": docx,
    "svg": svg,
    "xlsx": xlsx,
    "ics": ics,
    "parquet": parquet,
    "json": json,
    "csv": csv,
}
"""Each module is a `Writer` to the type checker, or it would not stand here."""
TABLE_WRITERS: dict[str, TableWriter] = {"csv": csv, "parquet": parquet}


def test_every_format_has_a_module() -> None:
    """Each ending that `export` knows is written by a module of the one protocol."""
    assert {name: writer(name) for name in FORMATS} == WRITERS
    assert {name: table_writer(name) for name in TABLES} == TABLE_WRITERS


def test_help_fits_a_terminal(goaltrack: Run) -> None:
    """The list of commands has each summary whole, in 80 columns."""
    out = goaltrack("--help").out
    assert max(map(len, out.splitlines())) <= 80
    assert "..." not in out.replace("COMMAND [...]", "")
    assert goaltrack("-h").out == out
    assert goaltrack("-h", "--lang", "zh").out.startswith("目标的纯文本账本。")
    assert goaltrack("--lang", "zh", "add", "-h") == goaltrack("add", "-h", "--lang=zh")
    assert goaltrack() == goaltrack("--help")


def test_the_version(goaltrack: Run) -> None:
    """--version says the version first, then what it runs on; as JSON too."""
    ran = goaltrack("--version")
    first, *rest = ran.out.splitlines()
    assert (ran.code, first, ran.err) == (0, f"goaltrack {__version__}", "")
    assert [line.split()[0] for line in rest] == ["Python", "extras:", "ledger:"]
    assert rest[-1] == "ledger: none"
    found = reader.loads(goaltrack("--version", "--json").out)
    assert found["version"] == __version__
    assert found == reader.loads(goaltrack("--json", "--version").out)
    assert "xlsx" in found["extras"]


def test_a_slip_is_told(goaltrack: Run) -> None:
    """An unknown command or option is exit 2 with the one that was meant."""
    ran = goaltrack("statsu")
    assert ran.code == 2
    assert ran.err == (
        "error: there is no command 'statsu'; did you mean 'status'?\n"
        "`goaltrack -h` lists the commands\n"
    )
    ran = goaltrack("status", "--as-off", "2023")
    assert ran.code == 2
    assert ran.err == (
        "error: there is no option '--as-off'; did you mean '--as-of'?\n"
        "`goaltrack status -h` lists the options\n"
    )


BEFORE = {"undo": "goaltrack add weight 71.2"}
"""The command line that goes before the examples of a command."""
TYPED = {
    "goaltrack new": "Read 12 books\nbooks\ntotal\nbooks\n12\n\n2026\n\n",
    "goaltrack ask": "71.2\n",
    "goaltrack ask --by 'Li Ming'": "\n",
    "goaltrack delete first-race": "y\n",
    "goaltrack undo": "y\n",
    "goaltrack undo --redo": "y\n",
    "goaltrack git-setup": "y\n",
}
"""The answers typed into the examples that ask."""


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("row", COMMANDS, ids=lambda row: row.name)
def test_examples_succeed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    goaltrack: Run,
    row: Row,
    language: str,
) -> None:
    """Every example of the help succeeds on the example ledger, in the order given."""
    shutil.copytree(REPOSITORY / "examples" / language, tmp_path / "example")
    folder = tmp_path / "example"
    monkeypatch.chdir(folder)
    monkeypatch.setenv("EDITOR", "true")
    subprocess.run(["git", "init", "-q", "."], check=True)  # noqa: S607 - the one found
    before = [BEFORE[row.name]] if row.name in BEFORE else []
    for example in (*before, *row.examples):
        if row.name == "init":
            (folder / "goals.toml").unlink()
        command, _, file = example.partition(">")
        program, *args = shlex.split(command)
        assert program == "goaltrack"
        if example in TYPED:
            session = typed(*args, answers=TYPED[example])
            assert session.code == 0, (example, session)
        else:
            ran = goaltrack(*args)
            assert ran.code == 0, (example, ran.err)
            if file and not file.startswith(">"):
                Path(file.strip()).write_text(ran.out, encoding="utf-8")


@pytest.mark.parametrize("hours", [14, 0, -12])
def test_today_is_the_users_day(monkeypatch: pytest.MonkeyPatch, hours: int) -> None:
    """It is today where the user is: up to two dates lie on the earth at once."""
    monkeypatch.delenv("GOALTRACK_TODAY")
    # As POSIX writes it, which needs no database of zones: hours west of Greenwich.
    monkeypatch.setenv("TZ", f"XXX{-hours}")
    time.tzset()
    zone = timezone(timedelta(hours=hours))
    before = datetime.now(zone).date()
    assert today() in (before, datetime.now(zone).date())


@pytest.mark.parametrize(
    ("args", "use"),
    [
        (("rm", "gdp"), "goaltrack delete GOAL"),
        (("finish", "gdp"), "goaltrack done GOAL"),
        (("deadlines",), "goaltrack timeline"),
        (("history",), "goaltrack log"),
        (("entries",), "goaltrack log"),
        (("deadline", "gdp", "2026"), "goaltrack set GOAL due=DAY"),
        (("update", "gdp", "5"), "goaltrack add GOAL VALUE"),
        (("tree",), "goaltrack status"),
        (("kr", "NPS"), "goaltrack new TITLE --parent OBJECTIVE"),
        (("新建", "公园"), "goaltrack new TITLE"),
        (("录入", "gdp", "5"), "goaltrack add GOAL VALUE"),
        (("new", "x", "--kind", "habit"), "--kind total --target 1 --each day"),
        (("new", "x", "--deadline", "2026"), "--due"),
        (("new", "x", "--to", "5"), "--target"),
        (("new", "x", "--every", "week"), "--each week"),
        (("new", "x", "--目标", "5"), "--target"),
        (("new", "x", "--formula", "a / b"), "figure='rd / gdp * 100'"),
        (("new", "x", "--start", "2026"), "--from VALUE"),
        (("new", "x", "--tag", "a"), "tags=VALUE"),
        (("set", "gdp", "--owner", "x"), "owner=VALUE"),
        (("set", "gdp", "--name", "x"), "title=VALUE"),
        (("status", "--owner", "x"), "goaltrack status owner:VALUE"),
        (("status", "--behind"), "goaltrack status status:behind"),
        (("status", "--format", "json"), "--json"),
        (("next", "--owner", "x"), "goaltrack next owner:VALUE"),
        (("log", "--limit", "3"), "--number N"),
        (("add", "gdp", "5", "--date", "2026"), "--on"),
        (("add", "gdp", "5", "--month", "5"), "--period"),
        (("add", "gdp", "5", "--message", "m"), "--note TEXT"),
        (("correct", "gdp", "--delete"), "--retract"),
        (("done", "gdp", "--step", "s"), "goaltrack done GOAL STEP"),
        (("export", "--output", "r.md"), "goaltrack export report.md"),
        (("delete", "gdp", "--force"), "--yes"),
    ],
)
def test_words_of_other_programs(
    goaltrack: Run, args: tuple[str, ...], use: str
) -> None:
    """Another program's word is answered with what to type, by its meaning."""
    ran = goaltrack(*args)
    assert ran.code == 2
    assert ran.err.splitlines()[1].startswith(f"use `{use}")


@pytest.mark.parametrize(
    ("args", "meant"),
    [
        (("new", "x", "--kind", "levle"), "level"),
        (("status", "--sort", "deu"), "due"),
    ],
)
def test_a_slip_in_a_choice(goaltrack: Run, args: tuple[str, ...], meant: str) -> None:
    """A mistyped choice leads to the right one."""
    ran = goaltrack(*args)
    assert ran.code == 2
    assert f"did you mean '{meant}'?" in ran.err


@pytest.mark.parametrize("args", [("frob",), ("status", "--frob"), ("log", "-q1")])
def test_no_hint_is_better_than_a_wrong_one(
    goaltrack: Run, args: tuple[str, ...]
) -> None:
    """What resembles nothing is answered without a guess."""
    ran = goaltrack(*args)
    assert ran.code == 2
    assert "did you mean" not in ran.err


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("delete", "a", "b"), "it takes one goal: run it once for each"),
        (("edit", "gdp", "5"), "`goaltrack correct GOAL VALUE`"),
        (("undo", "2"), "`goaltrack correct ENTRY --retract`"),
        (("done", "a", "b", "c"), "it takes one step: run it once for each"),
        (("schema", "log", "b"), "quote values that contain spaces"),
        (("show",), "for example: `goaltrack show gdp`"),
        (("export",), "for example: `goaltrack export report.md"),
    ],
)
def test_too_many_or_too_few_words(
    goaltrack: Run, args: tuple[str, ...], said: str
) -> None:
    """A word too many, or one that is missing, is answered with what helps."""
    ran = goaltrack(*args)
    assert ran.code == 2
    assert said in ran.err


def test_meanings_name_what_there_is() -> None:
    """Each command and option that is named for another word is one of ours."""
    commands = {row.name for row in COMMANDS} | {"--version"}
    for use in meanings.suggestions():
        words = use.removeprefix("goaltrack ").split()
        if use.startswith("goaltrack "):
            assert words[0] in commands, use
            options = OFFERS[words[0]][1] if words[0] in OFFERS else {}
            assert {w for w in words[1:] if w[:2] == "--"} <= set(options), use


def test_help_without_a_topic_names_them(goaltrack: Run) -> None:
    """`help` alone lists the topics."""
    assert goaltrack("help").out == (
        "topics: ledger, periods, amounts, states, rules, filters, report; "
        "and every command: goaltrack help add\n"
    )


def test_a_state_alone_is_taken_for_a_filter(goaltrack: Run, shipped: Path) -> None:
    """A word that is no goal but a state leads to the term that chooses by it."""
    assert shipped.exists()
    ran = goaltrack("status", "behind")
    assert (ran.code, ran.out) == (3, "")
    assert "'behind'; did you mean 'status:behind'?\n" in ran.err
