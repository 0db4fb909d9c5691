"""Fixtures that any test may ask for; and no test touches the user's own files."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import settings
from typer.testing import CliRunner

from goaltrack.cli.app import app

REPOSITORY = Path(__file__).parent.parent

settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("dev", deadline=None)
settings.register_profile("long", derandomize=True, deadline=None, max_examples=4_000)
settings.load_profile(
    os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "dev")
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-looks` and `--update-docs` write what the program shows now."""
    parser.addoption("--update-looks", action="store_true")
    parser.addoption("--update-docs", action="store_true")


class Ran(NamedTuple):
    """The exit code and output of a command that has ended."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each test has a home, a folder, a day and a terminal of its own."""
    for name in list(os.environ):
        if name.startswith(("GOALTRACK_", "XDG_", "LC_")):
            monkeypatch.delenv(name)
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name in ("TERM_PROGRAM", "VTE_VERSION", "WT_SESSION", "KONSOLE_VERSION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    if os.name == "nt":  # where the state folder does not follow from the home folder
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("TZ", "UTC")
    if hasattr(time, "tzset"):
        time.tzset()
    monkeypatch.setenv("GOALTRACK_TODAY", "2026-11-25")
    # What a test writes is whole: nobody is half-way through saving it.
    monkeypatch.setattr("goaltrack.ledger.load.PATIENCE", 0)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def goaltrack() -> Run:
    """Runs a command line, and returns its code, stdout and stderr."""

    def run(*args: str, env: dict[str, str] | None = None) -> Ran:
        result = CliRunner().invoke(app, list(args), env=env, prog_name="goaltrack")
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout, result.stderr)

    return run


Look = Callable[[str, str], None]


@pytest.fixture
def look(request: pytest.FixtureRequest) -> Look:
    """Holds a whole output against the file of that name in tests/looks."""

    def hold(name: str, text: str) -> None:
        path = REPOSITORY / "tests" / "looks" / name
        if request.config.getoption("--update-looks"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return hold


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A copy of the project's own ledger, in the folder of the test."""
    copy = tmp_path / "goals.toml"
    copy.write_bytes((REPOSITORY / "goals.toml").read_bytes())
    return copy
