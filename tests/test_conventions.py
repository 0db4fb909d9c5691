"""Conventions that users of good command-line tools take for granted, one test each."""

import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pexpect
import pyte
import pytest
from typer.main import get_command

from conftest import REPOSITORY, Run
from goaltrack.cli import app as cli
from goaltrack.i18n.text import width

DAY = ("--as-of", "2023-08-04")


def run(*args: str, **more: object) -> "subprocess.CompletedProcess[bytes]":
    """The program as a process of its own."""
    env = {**os.environ, **more.pop("env", {})}  # type: ignore[dict-item]
    command = [sys.executable, "-m", "goaltrack", *args]
    found = {
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "stdin": subprocess.DEVNULL,
    }
    return subprocess.run(command, env=env, check=False, **{**found, **more})  # type: ignore[call-overload,no-any-return]


def terminal(
    *args: str, lines: int = 80, columns: int = 100, **env: str
) -> tuple[int, str]:
    """The exit code, and all that the program writes to a terminal."""
    shell = pexpect.spawn(
        sys.executable, ["-m", "goaltrack", *args], env={**os.environ, "TERM": "xterm", **env},
        dimensions=(lines, columns), encoding="utf-8", timeout=20,
    )  # fmt: skip
    shell.expect(pexpect.EOF)
    shell.close()
    return shell.exitstatus, str(shell.before)


pytestmark = pytest.mark.usefixtures("shipped")


def test_01_data_on_stdout_messages_on_stderr() -> None:
    """JSON on stdout is whole without stderr; an error says nothing on stdout."""
    json.loads(run("status", "--json").stdout)
    ran = run("add", "gdp", "x", "--period", "2025")
    assert ran.stdout == b""
    assert b"error" in ran.stderr


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("status",), 0),
        (("check", "--fail-on", "undated"), 1),
        (("statsu",), 2),
        (("show", "nothing"), 3),
        (("status", "-f", "bad.toml"), 4),
        (("status", "-f", "nowhere.toml"), 5),
    ],
)
def test_02_exit_codes(args: tuple[str, ...], code: int, tmp_path: Path) -> None:
    """Each kind of outcome has the documented code."""
    (tmp_path / "bad.toml").write_text("format = 1\nx = 1\n", encoding="utf-8")
    assert run(*args).returncode == code
    page = (REPOSITORY / "docs" / "errors.md").read_text(encoding="utf-8")
    assert f"\n| {code} |" in page


@pytest.mark.parametrize(
    ("args", "meant"),
    [
        (("statsu",), "status"),
        (("status", "--as-off", "2023"), "--as-of"),
        (("show", "gpd"), "gdp"),
        (("set", "gdp", "tilte=x"), "title"),
        (("status", "stauts:met"), "status"),
        (("check", "-f", "bad.toml"), "title"),
    ],
)
def test_03_did_you_mean(args: tuple[str, ...], meant: str, tmp_path: Path) -> None:
    """Commands, options, goals, keys, terms and keys of a ledger are guessed at."""
    (tmp_path / "bad.toml").write_text('format = 1\ntilte = "x"\n', encoding="utf-8")
    ran = run(*args)
    assert f"did you mean '{meant}'?".encode() in ran.stdout + ran.stderr


def test_04_no_color() -> None:
    """NO_COLOR, if not empty, takes colour away on a terminal."""
    assert "\x1b[" in terminal("status")[1]
    assert not re.search(r"\x1b\[[0-9;]*m", terminal("status", NO_COLOR="1")[1])
    assert "\x1b[" in terminal("status", NO_COLOR="")[1]


def test_05_force_color() -> None:
    """A pipe has no colour, unless FORCE_COLOR or CLICOLOR_FORCE asks for it."""
    assert b"\x1b[" not in run("status").stdout
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE"):
        assert b"\x1b[" in run("status", env={name: "1"}).stdout


def test_06_a_dumb_terminal() -> None:
    """TERM=dumb gets neither colour nor columns."""
    out = terminal("status", TERM="dumb")[1]
    assert "\x1b" not in out
    assert not re.search("[\u2500-\u259f]", out)


def test_07_colour_quiet_pager() -> None:
    """--color decides, -q says nothing of what was recorded, --no-pager prints at once."""
    assert b"\x1b[" in run("status", "--color", "always").stdout
    assert "\x1b[" not in terminal("status", "--color", "never")[1]
    assert run("-q", "add", "gdp", "998", "--period", "2025").stdout == b""
    assert (
        json.loads(run("-q", "status", "--json").stdout)["goals"][0]["figure"]["value"]
        == 998
    )
    assert "paged" not in terminal("--no-pager", "log", lines=5, PAGER="echo paged")[1]


def test_08_a_closed_pipe() -> None:
    """Where the reader goes, the program goes quietly, with 141."""
    read, write = os.pipe()
    os.close(read)
    ran = run("status", stdout=write)
    os.close(write)
    assert (ran.returncode, ran.stderr) == (141, b"")


def test_09_a_full_disk() -> None:
    """Where output cannot be written, one line says so, with code 5."""
    with Path("/dev/full").open("wb") as full:
        ran = run("status", stdout=full)
    assert ran.returncode == 5
    assert len(ran.stderr.splitlines()) == 1


def test_12_another_encoding() -> None:
    """In a C locale, or one that lacks characters, nothing breaks and JSON is JSON."""
    env = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    json.loads(run("status", "--json", env=env).stdout)
    for coding in ("ascii", "gbk", "latin-1"):
        ran = run("status", env={"PYTHONIOENCODING": coding})
        assert (ran.returncode, ran.stderr) == (0, b"")


@pytest.mark.parametrize("columns", [24, 40, 60, 80, 100, 140])
def test_13_no_line_is_wider_than_the_terminal(columns: int) -> None:
    """On a real screen no board overflows, and wide characters count as two cells."""
    out = run("status", "--lang", "zh", env={"COLUMNS": str(columns)}).stdout.decode()
    assert max(width(line) for line in out.splitlines()) <= columns
    screen = pyte.Screen(columns, 200)
    pyte.Stream(screen).feed(out.replace("\n", "\r\n"))
    shown = [line.rstrip() for line in screen.display if line.strip()]
    lines = [line for line in out.splitlines() if line.strip()]
    assert len(shown) == len(lines)


def test_14_a_pipe_is_not_cut(tmp_path: Path) -> None:
    """Without a terminal a long title is whole."""
    title = "目标" * 60
    text = f'format = 1\n[goals.a]\ntitle = "{title}"\nkind = "milestone"\n'
    (tmp_path / "long.toml").write_text(text, encoding="utf-8")
    assert title in run("status", "-f", "long.toml").stdout.decode()


def test_15_json_is_one_for_all_languages() -> None:
    """--json is the same in every language and locale."""
    one = run("status", "--json", *DAY, env={"LANG": "zh_CN.UTF-8"}).stdout
    assert one == run("status", "--json", *DAY, env={"LANG": "C"}).stdout
    assert one == run("status", "--json", *DAY, "--lang", "zh").stdout


def test_16_from_anywhere(tmp_path: Path) -> None:
    """-C, -f, GOALTRACK_FILE, and a search upwards lead to the ledger."""
    (tmp_path / "a" / "b").mkdir(parents=True)
    meant = run("status").stdout
    assert run("status", cwd=tmp_path / "a" / "b").stdout == meant
    assert run("-C", str(tmp_path), "status", cwd="/").stdout == meant
    assert run("status", "-f", str(tmp_path / "goals.toml"), cwd="/").stdout == meant
    env = {"GOALTRACK_FILE": str(tmp_path / "goals.toml")}
    assert run("status", cwd="/", env=env).stdout == meant
    ran = run("-C", "nowhere", "status")
    assert (ran.returncode, ran.stderr) == (
        5,
        b"error: cannot read nowhere: No such file or directory\n",
    )


@pytest.mark.parametrize(
    "args",
    [
        ("add", "gdp", "998", "--period", "2025"),
        ("done", "red-line-road"),
        ("set", "gdp", "note=x"),
        ("drop", "gdp", "--reason", "x"),
        ("new", "a", "--title", "A", "--kind", "milestone"),
        ("correct", "gdp", "3"),
        ("import", "x.csv"),
    ],
)
def test_17_a_dry_run_writes_nothing(args: tuple[str, ...], shipped: Path) -> None:
    """--dry-run shows a diff and leaves every byte."""
    (shipped.parent / "x.csv").write_text(
        "goal,period,value\ngdp,2024,9\n", encoding="utf-8"
    )
    before = hashlib.sha256(shipped.read_bytes()).digest()
    ran = run(*args, "--dry-run")
    assert ran.returncode == 0, ran.stderr
    assert b"@@" in ran.stdout
    assert hashlib.sha256(shipped.read_bytes()).digest() == before


@pytest.mark.parametrize(
    "args", [("drop", "gdp"), ("ask",), ("new",), ("undo",), ("git-setup",)]
)
def test_18_without_a_terminal_nothing_is_asked(args: tuple[str, ...]) -> None:
    """Where nobody can answer, a command that would ask refuses at once."""
    run("add", "gdp", "998", "--period", "2025")
    ran = run(*args, timeout=10)
    assert ran.returncode in (2, 5), ran.stderr


def test_19_errors_say_where(tmp_path: Path) -> None:
    """A problem of a ledger begins with file:line:column, and says what to do."""
    (tmp_path / "bad.toml").write_text('format = 1\ntilte = "x"\n', encoding="utf-8")
    ran = run("check", "-f", "bad.toml")
    assert re.match(rb"bad\.toml:2:1: .*did you mean 'title'\?\n", ran.stdout)


def test_20_help(goaltrack: Run) -> None:
    """-h is --help, and has its examples before the options."""
    for name in get_command(cli.app).commands:  # type: ignore[attr-defined]
        out = goaltrack(name, "-h").out
        assert out == goaltrack(name, "--help").out
        if "Examples:" in out:
            assert out.index("Examples:") < out.index("Options:")


def test_21_a_pager_where_it_helps() -> None:
    """A pager is used on a terminal that is too small, and nowhere else."""
    assert "paged" not in terminal("log", lines=200, PAGER="echo paged")[1]
    seen = terminal("log", lines=5, PAGER="wc -l")[1].split()
    assert int(seen[-1]) > 5
    assert (
        "own" in terminal("log", lines=5, PAGER="false", GOALTRACK_PAGER="echo own")[1]
    )
    assert "惠阳区" in terminal("log", lines=5, PAGER="no-such-pager")[1]
    assert b"paged" not in run("log", env={"PAGER": "echo paged"}).stdout


def test_22_no_progress_in_a_pipe(tmp_path: Path) -> None:
    """Nothing is written to stderr of what is only waiting."""
    ran = run("export", str(tmp_path / "r.html"), "--format", "html")
    assert ran.stderr == f"{tmp_path}/r.html written\n".encode()


def test_23_state_in_its_folder(tmp_path: Path) -> None:
    """State is kept under XDG_STATE_HOME, and nothing is left in the home folder."""
    home, state = tmp_path / "home", tmp_path / "state"
    home.mkdir()
    run(
        "add",
        "gdp",
        "998",
        "--period",
        "2025",
        env={"HOME": str(home), "XDG_STATE_HOME": str(state)},
    )
    assert list(home.iterdir()) == []
    assert any(state.rglob("*"))


def test_25_plain() -> None:
    """--plain has no box, bar or colour; states are words."""
    out = run("status", "--plain", env={"FORCE_COLOR": "1"}).stdout.decode()
    assert not re.search("[\u2500-\u259f\x1b]", out)
    assert "no deadline" in out


def test_26_text_is_text(tmp_path: Path) -> None:
    """A title that looks like markup or commands a terminal is shown, not obeyed."""
    text = (
        'format = 1\n[goals.a]\ntitle = "[red]x[/] \\u001b[31m"\nkind = "milestone"\n'
    )
    (tmp_path / "m.toml").write_text(text, encoding="utf-8")
    out = run("status", "-f", "m.toml", "--color", "always").stdout.decode()
    assert "[red]x[/] \N{REPLACEMENT CHARACTER}[31m" in out


def test_27_the_same_twice(tmp_path: Path) -> None:
    """The same ledger and day give the same bytes, whenever and wherever."""
    for name in ("a", "b"):
        for form in ("md", "html", "svg", "xlsx", "ics", "csv", "parquet", "json"):
            env = {"TZ": "Asia/Shanghai" if name == "a" else "America/New_York"}
            assert run("export", f"{name}.{form}", *DAY, env=env).returncode == 0
    for path in tmp_path.glob("a.*"):
        assert path.read_bytes() == path.with_stem("b").read_bytes(), path


def test_28_no_network() -> None:
    """No command opens a socket."""
    program = (
        "import sys\n"
        "def look(event, _):\n"
        "    if event.startswith('socket.'): sys.stderr.write(event); sys.exit(99)\n"
        "sys.addaudithook(look)\n"
        "from goaltrack.__main__ import main\n"
        "main()\n"
    )
    for args in (
        ("status",),
        ("add", "gdp", "998", "--period", "2025"),
        ("export", "r.html"),
        ("check",),
    ):
        ran = subprocess.run(
            [sys.executable, "-c", program, *args], capture_output=True, check=False
        )
        assert ran.returncode == 0, ran.stderr


def test_what_is_typed_is_what_is_recorded(goaltrack: Run, tmp_path: Path) -> None:
    """Texts that begin with a minus, or hold a real minus sign, stay as they are."""
    folder = tmp_path / "-1d"
    folder.mkdir()
    (folder / "g.toml").write_text(
        'format = 1\n[goals.cold]\ntitle = "Cold"\nkind = "level"\nunit = "°C"\n'
        'aim = "watch"\n[goals.frost]\ntitle = "Frost"\nkind = "milestone"\n',
        encoding="utf-8",
    )
    file = "-1d/g.toml"
    for note in ("-5 degrees", "−5 degrees", "-5", "- 5", "-.5", "-５", "-€5", "-度"):
        ran = goaltrack("add", "cold", "=-2", "--note", note, "-f", file, "--yes")
        assert ran.code == 0, ran.err
        logged = json.loads(goaltrack("log", "--json", "-f", file).out)
        assert logged["entries"][-1]["note"] == note
    title = ("new", "x", "--title", "-10", "--kind", "milestone", "-f", file)
    assert goaltrack(*title).code == 0
    assert goaltrack("set", "x", "owner=-1", "-f", file).code == 0
    board = json.loads(goaltrack("show", "x", "--json", "-f", file).out)
    assert (board["goal"]["title"], board["promise"]["owner"]) == ("-10", "-1")
    ran = goaltrack("add", "cold", "-1", "-f", file)
    assert ran.out.startswith("cold: -1 °C")
    assert goaltrack("add", "cold", "1", "--on", "-3d", "-f", file, "-y").code == 0
    assert goaltrack("export", "-1r.md", "-f", file).code == 0
    assert (tmp_path / "-1r.md").exists()


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("add", "cold", "−5 x"), "'−5 x' does not fit cold"),
        (("add", "cold", "-5 x"), "'-5 x' does not fit cold"),
        (("show", "−cold"), "no goal is called '−cold'"),
        (("show", "-1cold"), "no goal is called '-1cold'"),
        (("status", "--color", "-1"), "--color takes one of auto, always, never"),
        (("status", "-f", "-1.toml"), "cannot read -1.toml"),
        (("why", "cold", "-7"), "goaltrack why has no use for '-7'"),
    ],
)
def test_errors_quote_what_was_typed(
    goaltrack: Run, tmp_path: Path, args: tuple[str, ...], said: str
) -> None:
    """An error shows each minus as it was typed: a hyphen, or the sign of its own."""
    (tmp_path / "goals.toml").write_text(
        'format = 1\n[goals.cold]\ntitle = "Cold"\nkind = "level"\naim = "watch"\n',
        encoding="utf-8",
    )
    ran = goaltrack(*args)
    assert ran.code
    assert said in ran.err
    assert "\0" not in ran.err
