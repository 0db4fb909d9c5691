"""What a terminal sees when a pager fails, a signal comes, or a folder has gone."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pexpect
import pytest

from conftest import Run

LEDGER = """format = 1
lang = "en"
[goals.run]
title = "Run"
kind = "total"
unit = "km"
target = 600
due = "2026"
progress = [
]
"""
OTHER, OWN = "\x1b[?1049h", "\x1b[?1049l"


def shell(folder: Path, *args: str, **env: str) -> "pexpect.spawn[str]":
    """The program on a terminal of ten lines."""
    return pexpect.spawn(
        sys.executable,
        ["-m", "goaltrack", *args],
        encoding="utf-8",
        dimensions=(10, 80),
        cwd=str(folder),
        env={**os.environ, "TERM": "xterm", **env},
        # Ctrl-C is ignored where the tests are run in the background.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        timeout=20,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder whose ledger has more goals than the terminal has lines."""
    goals = (LEDGER.partition("[")[2].replace("run]", f"run{n}]") for n in range(20))
    text = "format = 1\n" + "".join(f"[{goal}" for goal in goals)
    (tmp_path / "goals.toml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("pager", "said"),
    [
        ("less '", "the pager 'less '' failed"),
        ("   ", "the pager '   ' failed"),
        ("no-such-pager", "No such file or directory"),
        ("sh -c 'cat >/dev/null; exit 3'", "it ended with code 3"),
    ],
)
def test_a_pager_that_fails_hides_nothing(folder: Path, pager: str, said: str) -> None:
    """The board is shown without it, and why is told."""
    seen = shell(folder, "status", PAGER=pager)
    seen.expect(pexpect.EOF)
    assert said in seen.before
    assert "20 goals" in seen.before
    seen.close()
    assert seen.exitstatus == 0


def test_an_interrupted_pager_goes_on(folder: Path) -> None:
    """Ctrl-C is the pager's: goaltrack waits for its end, and ends as it does."""
    script = "trap 'echo heard' INT; while ! read -r line </dev/tty; do :; done; cat"
    seen = shell(folder, "status", PAGER=f'bash -c "{script}"')
    time.sleep(1)
    seen.sendintr()
    seen.expect("heard")
    assert seen.isalive()
    seen.sendline("go on")
    seen.expect("20 goals")
    seen.expect(pexpect.EOF)
    seen.close()
    assert seen.exitstatus == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT])
def test_a_watch_that_is_ended_gives_the_screen_back(
    folder: Path, number: signal.Signals
) -> None:
    """Whatever signal ends --watch, the terminal's own screen is there again."""
    seen = shell(folder, "status", "--watch")
    seen.expect_exact(OTHER)
    seen.expect("Run")
    os.kill(seen.pid, number)
    seen.expect_exact(OWN)
    seen.expect(pexpect.EOF)
    seen.close()
    assert seen.exitstatus == 128 + number


def test_a_watch_can_rest(folder: Path) -> None:
    """Ctrl-Z gives the own screen back, to the shell; `fg` draws the board again."""
    seen = pexpect.spawn(
        "/bin/bash",
        ["--norc", "-i"],
        encoding="utf-8",
        dimensions=(10, 80),
        cwd=str(folder),
        env={**os.environ, "TERM": "xterm"},
        timeout=20,
    )
    seen.sendline(f"{sys.executable} -m goaltrack status --watch")
    seen.expect_exact(OTHER)
    seen.expect("Run")
    seen.send("\x1a")
    seen.expect_exact(OWN)
    seen.expect("Stopped")
    seen.sendline("fg")
    seen.expect_exact(OTHER)
    seen.expect("Run")
    seen.sendintr()
    seen.expect_exact(OWN)
    seen.close()


def test_ctrl_c_while_modules_load(folder: Path) -> None:
    """Ctrl-C at any moment ends the program, and nothing is said of its inside."""
    code = (
        "import os, signal, sys;"
        "signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from goaltrack.__main__ import main;"
        "sys.argv = ['goaltrack', 'status'];"
        "count = int(os.environ['IMPORTS']);"
        "find = sys.meta_path[-1].find_spec\n"
        "def counted(*args):\n"
        "    global count; count -= 1\n"
        "    if not count: os.kill(os.getpid(), signal.SIGINT)\n"
        "    return find(*args)\n"
        "sys.meta_path[-1].find_spec = counted\n"
        "main()"
    )
    for number in range(1, 120, 17):
        ran = subprocess.run(
            [sys.executable, "-c", code],
            cwd=folder,
            env={**os.environ, "IMPORTS": str(number)},
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode in (130, -signal.SIGINT), ran.stderr
        assert "Traceback" not in ran.stderr


def test_a_folder_that_has_gone(tmp_path: Path) -> None:
    """In a folder that somebody has removed the sentence is about the folder."""
    where = tmp_path / "gone"
    run = f"cd {where} && rmdir {where} && {sys.executable} -m goaltrack"
    for command in ("status", "add x 1", "init", "export r.md", "next"):
        where.mkdir()
        ran = subprocess.run(
            ["/bin/sh", "-c", f"{run} {command}"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 5, ran.stderr
        assert "stdout" not in ran.stderr
        assert "Traceback" not in ran.stderr
        assert "No such file or directory" in ran.stderr


@pytest.mark.parametrize(
    "zone", [":bogus", "XXX+99", "", "No/where", "A-200:99", "\xff"]
)
def test_an_odd_time_zone(folder: Path, zone: str) -> None:
    """Whatever TZ says, a figure is recorded, found and taken back."""
    env = {**os.environ, "TZ": zone, "XDG_STATE_HOME": str(folder / "state")}
    for args in (["add", "run0", "5"], ["log"], ["undo", "-y"], ["check"]):
        ran = subprocess.run(
            [sys.executable, "-m", "goaltrack", *args],
            cwd=folder,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert ran.returncode == 0, ran.stderr


def test_init_without_room_for_the_schema(goaltrack: Run) -> None:
    """The ledger is there: that its schema is not is told, and no error."""
    Path("goals.schema.json").symlink_to("missing/goals.schema.json")
    ran = goaltrack("init")
    assert (ran.code, Path("goals.toml").exists()) == (0, True)


@pytest.mark.parametrize("way", ["status", "export /dev/stdout --format md"])
def test_a_pipe_gets_all(folder: Path, way: str) -> None:
    """What is printed, or exported to /dev/stdout, arrives in a pipe."""
    run = f"{sys.executable} -m goaltrack {way} | cat"
    ran = subprocess.run(
        ["/bin/sh", "-c", run],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Run" in ran.stdout


def test_a_private_ledger_stays_private(folder: Path) -> None:
    """A text that could not be saved is kept as the ledger is: read by its owner only."""
    ledger = folder / "goals.toml"
    ledger.chmod(0o600)
    script = folder / "editor"
    script.write_text('#!/bin/sh\necho "nonsense" >> "$1"\n', encoding="utf-8")
    script.chmod(0o700)
    ran = subprocess.run(
        [sys.executable, "-m", "goaltrack", "edit"],
        cwd=folder,
        env={**os.environ, "VISUAL": str(script)},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert ran.returncode == 4
    [kept] = folder.glob("goals.toml.rej-*")
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_text_is_kept_where_the_ledger_has_gone(folder: Path) -> None:
    """Who takes the ledger away while it is edited takes nothing from the editor."""
    script = folder / "editor"
    script.write_text(
        f'#!/bin/sh\necho "# mine" >> "$1"\nrm {folder}/goals.toml\n', encoding="utf-8"
    )
    script.chmod(0o700)
    ran = subprocess.run(
        [sys.executable, "-m", "goaltrack", "edit"],
        cwd=folder,
        env={**os.environ, "VISUAL": str(script)},
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
        check=False,
    )
    assert ran.returncode == 5
    assert "Traceback" not in ran.stderr
    [kept] = folder.glob("goals.toml.rej-*")
    assert kept.read_text(encoding="utf-8").endswith("# mine\n")
