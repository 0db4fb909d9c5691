"""The table of commands, the modules behind it, and the help."""

import time
from datetime import datetime, timedelta, timezone
from importlib import import_module
from inspect import getdoc
from pathlib import Path

import pytest

import goaltrack.commands
from conftest import Run
from goaltrack import __version__
from goaltrack.cli import COMMANDS, module_of
from goaltrack.context import today
from goaltrack.errors import GoaltrackError
from goaltrack.render import FORMATS


@pytest.mark.parametrize(("name", "summary"), [row[:2] for row in COMMANDS])
def test_the_table_says_what_the_command_says(
    goaltrack: Run, name: str, summary: str
) -> None:
    """A row's summary is the first line of its command, and its help works."""
    run = import_module(f"goaltrack.commands.{module_of(name)}").run
    assert (getdoc(run) or "").splitlines()[0] == summary
    for option in ("-h", "--help"):
        ran = goaltrack(name, option)
        assert ran.code == 0
        assert summary in ran.out.replace("\n  ", " ")


def test_every_module_has_a_row() -> None:
    """No command is written and forgotten."""
    folder = Path(goaltrack.commands.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert modules == {module_of(row.name) for row in COMMANDS}


def test_every_format_has_a_module() -> None:
    """Each ending that `export` knows is written by a module that is there."""
    for form in FORMATS.values():
        import_module(f"goaltrack.render.{form.module}")


def test_help_fits_a_terminal(goaltrack: Run) -> None:
    """The list of commands has each summary whole, in 80 columns."""
    out = goaltrack("--help").out
    assert max(map(len, out.splitlines())) <= 80
    assert "..." not in out.replace("[ARGS]...", "")
    assert goaltrack("-h").out == out
    ran = goaltrack()
    assert ran.code == 2
    assert "Usage: goaltrack" in ran.out + ran.err


def test_the_version(goaltrack: Run) -> None:
    """--version says the name and the version."""
    assert goaltrack("--version") == (0, f"goaltrack {__version__}\n", "")


def test_a_slip_is_told(goaltrack: Run) -> None:
    """An unknown command or option is exit 2 with the one that was meant."""
    ran = goaltrack("statsu")
    assert ran.code == 2
    assert "Did you mean 'status'?" in ran.err
    ran = goaltrack("status", "--as-off", "2023")
    assert ran.code == 2
    assert "--as-of" in ran.err


def _errors(base: type[GoaltrackError]) -> list[type[GoaltrackError]]:
    found = []
    for error in base.__subclasses__():
        found += [error, *_errors(error)]
    return found


def test_every_error_speaks_both_languages() -> None:
    """No error lacks a sentence, and both sentences name the same facts."""
    import string  # noqa: PLC0415 - for this one question

    for error in _errors(GoaltrackError):
        if "sentence" not in vars(error):
            continue
        sentence = error.sentence
        fields = [
            {name for _, name, _, _ in string.Formatter().parse(text) if name}
            for text in (sentence.en, sentence.zh)
        ]
        assert fields[0] == fields[1], error
        assert error.exit_code in (2, 3, 4, 5)


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
