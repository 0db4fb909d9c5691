"""Limits on what a command may load: counted in modules, since clocks are noisy."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "rich": "20 ms",
    "tomlkit": "28 ms",
    "dateutil": "10 to 35 ms",
    "pydantic": "75 ms: Typer 0.29 and later load it",
    "click": "Typer carries its own",
    "csv": "3 ms",
    "dataclasses": "our own values are tuples",
    "asyncio": "nothing here waits",
    "logging": "nothing here logs",
    "tomllib": "tomli reads",
    "importlib.metadata": "the version is a literal",
}

RUN = """
import sys
from goaltrack.__main__ import main
sys.argv = ["goaltrack", *sys.argv[1:]]
try:
    main()
except SystemExit:
    pass
sys.stderr.write("\\n" + "\\n".join(sys.modules))
"""


ALLOWED = {
    ("--version",): set[str](),
    ("--help",): set[str](),
    ("status",): {"rich", "dataclasses", "logging"},
    ("status", "--json"): set[str](),
    ("status", "--plain"): set[str](),
    ("show", "gdp"): {"rich", "dataclasses", "logging"},
    ("show", "gdp", "--json"): set[str](),
    ("why", "gdp"): {"rich", "dataclasses", "logging"},
    ("next",): {"rich", "dataclasses", "logging"},
    ("next", "--line"): set[str](),
    ("log",): {"rich", "dataclasses", "logging"},
    ("log", "--json"): set[str](),
    ("add", "gdp", "1012", "--period", "2025"): set[str](),
    ("add", "gdp", "1012", "--period", "2025", "--dry-run"): set[str](),
    ("add", "gpd", "1012", "--period", "2025"): set[str](),
    ("add", "tech-smes", "1012", "--on", "-1m"): {"dateutil"},
    ("done", "red-line-road"): set[str](),
    ("check",): set[str](),
    ("export", "r.md"): set[str](),
    ("export", "r.csv"): {"csv"},
    ("export", "r.html"): set[str](),
    ("init", "new.toml"): {"tomlkit", "dataclasses"},
    ("schema",): set[str](),
}


@pytest.mark.parametrize("args", ALLOWED, ids=" ".join)
def test_a_command_loads_what_it_needs(shipped: Path, args: tuple[str, ...]) -> None:
    """No command imports a heavy package that it does not use."""
    assert shipped.exists()
    command = [sys.executable, "-c", RUN, *args]
    # A coverage measurement would load what it needs into the process.
    env = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")}
    ran = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    loaded = set(ran.stderr.split("\n"))
    assert "goaltrack.cli.app" in loaded
    assert loaded & set(HEAVY) <= ALLOWED[args]


@pytest.mark.parametrize("command", ["status", "next", "log", "show gdp"])
def test_reading_loads_nothing_of_writing(shipped: Path, command: str) -> None:
    """What only a change or an error needs is not loaded where a ledger is read."""
    assert shipped.exists()
    words = [sys.executable, "-c", RUN, *command.split()]
    env = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")}
    ran = subprocess.run(words, env=env, capture_output=True, text=True, check=True)
    writing = ("edit", "files", "journal", "positions", "problems", "transaction")
    names = {f"goaltrack.ledger.{name}" for name in writing}
    assert names.isdisjoint(ran.stderr.split("\n"))


def test_the_version_loads_no_more_than_the_list_of_commands() -> None:
    """--version loads Typer and a few small modules of ours, and reads no ledger."""
    command = [sys.executable, "-c", RUN, "--version"]
    env = {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")}
    ran = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    loaded = {name for name in ran.stderr.split("\n") if name.startswith("goaltrack")}
    assert loaded == {
        "goaltrack",
        "goaltrack.__main__",
        "goaltrack._process",
        "goaltrack.cli",
        "goaltrack.cli.about",
        "goaltrack.cli.app",
        "goaltrack.cli.arrange",
        "goaltrack.cli.registry",
        "goaltrack.errors",
        "goaltrack.i18n",
        "goaltrack.i18n.catalog",
        "goaltrack.i18n.messages",
        "goaltrack.i18n.resources",
        "goaltrack.ledger",
        "goaltrack.ledger.find",
        "goaltrack.system",
    }


def test_what_typer_loads() -> None:
    """The bounded Typer reads arguments without Pydantic."""
    program = (
        "import json, sys, typer\n"
        "app = typer.Typer(add_completion=False)\n"
        "@app.command()\n"
        "def run(x: int) -> None: print(json.dumps(sorted(sys.modules)))\n"
        "app(['1'], standalone_mode=False)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    loaded = set(json.loads(ran.stdout))
    assert "pydantic" not in loaded
    assert "rich" not in loaded


def test_collection_is_off_from_the_start() -> None:
    """The collector is switched off before anything is imported."""
    program = "import gc, goaltrack.__main__; print(gc.isenabled())"
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ran.stdout == "False\n"


def test_it_runs_as_a_module(shipped: Path) -> None:
    """`python -m goaltrack` is `goaltrack`."""
    assert shipped.exists()
    command = [sys.executable, "-m", "goaltrack", "status", "gdp", "--plain"]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert ran.stdout.endswith("1 goal: 1 result unknown\nlights: 1 grey\n")
