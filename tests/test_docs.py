"""The documentation, replayed: what it shows is what the program does.

In a page each ```toml block is the ledger from there on, each ```csv block the file
figures.csv, each ```markdown block report.md, and each ```console block
is a session in its folder: commands after `$`, their output below, and `[3]` where
the exit code is not 0. README.md and docs/tutorial.md begin with the project's own
ledger and with none. `pytest --update-docs` writes what the program shows now.
"""

import importlib.util
import re
import shlex
import shutil
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from types import ModuleType

import pytest

from conftest import REPOSITORY, Run
from goaltrack.analysis.states import State
from goaltrack.cli.registry import PARTS
from goaltrack.model.entry_fields import STATUSES
from goaltrack.model.ledger import Kind
from goaltrack.reports.columns import ALL
from goaltrack.reports.wording import Voice

BLOCK = re.compile(r"(?ms)^(`{3,})(toml|csv|jinja|markdown|console)\n(.*?)^\1$")
FILES = {"csv": "figures.csv", "jinja": "house.md", "markdown": "report.md"}
PAGES = [
    "README.md",
    *(f"docs/{path.name}" for path in (REPOSITORY / "docs").glob("*.md")),
]


def _session(run: Run, text: str) -> str:
    """The session as it goes now."""
    shown = []
    for line in text.splitlines():
        if not line.startswith("$ "):
            continue
        shown.append(line)
        words = shlex.split(line[2:])
        env = {"COLUMNS": "88"}
        while "=" in words[0]:
            name, _, value = words.pop(0).partition("=")
            env[name] = value
        if words[0] == "cat":
            shown += Path(words[1]).read_text(encoding="utf-8").splitlines()
            continue
        assert words.pop(0) == "goaltrack", line
        ran = run(*words, env=env)
        shown += (ran.out + ran.err).splitlines()
        if ran.code:
            shown.append(f"[{ran.code}]")
    return "\n".join(shown) + "\n"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_shows_what_the_program_does(
    goaltrack: Run,
    name: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Every session of a page goes as the page says."""
    # The ids of new entries are the same in each replay.
    monkeypatch.setattr("os.urandom", Random(name).randbytes)
    morning = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
    monkeypatch.setattr("goaltrack.ledger.journal.now", lambda: morning)
    page = REPOSITORY / name
    before = page.read_text(encoding="utf-8")
    if name == "README.md":
        (tmp_path / "goals.toml").write_bytes((REPOSITORY / "goals.toml").read_bytes())

    def replay(block: re.Match[str]) -> str:
        fence, kind, text = block.groups()
        if kind == "toml":
            # Another ledger, of which the machine has written nothing yet.
            shutil.rmtree(tmp_path / ".local", ignore_errors=True)
            (tmp_path / "goals.toml").write_text(text, encoding="utf-8")
        elif kind in FILES:
            (tmp_path / FILES[kind]).write_text(text, encoding="utf-8")
        else:
            text = _session(goaltrack, text)
        return f"{fence}{kind}\n{text}{fence}"

    after = BLOCK.sub(replay, before)
    if request.config.getoption("--update-docs"):
        page.write_text(after, encoding="utf-8")
    assert after == page.read_text(encoding="utf-8")


def _reference() -> ModuleType:
    path = REPOSITORY / "scripts" / "reference.py"
    spec = importlib.util.spec_from_file_location("reference", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_tables_are_those_of_the_program() -> None:
    """The tables of keys, JSON and states are made from the program, and up to date."""
    reference = _reference()
    for name in reference.PAGES:
        text = (REPOSITORY / "docs" / name).read_text(encoding="utf-8")
        assert "made: " in text
        assert reference.page(text) == text, "run python scripts/reference.py"


def test_every_error_is_in_the_catalogue() -> None:
    """docs/errors.md has an entry for each code of an error, each of them once."""
    text = (REPOSITORY / "docs" / "errors.md").read_text(encoding="utf-8")
    headings = re.findall(r"(?m)^### (\S+)$", text)
    assert sorted(headings) == sorted(_reference().error_codes())


def test_every_command_is_in_the_readme() -> None:
    """The README names each command."""
    text = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    for row in (row for part in PARTS for row in part.rows):
        assert f"goaltrack {row.name}" in text, row.name


def test_the_terms_are_those_of_the_program() -> None:
    """docs/terms.md has every state, kind and column of the register, as they are said."""
    text = (REPOSITORY / "docs" / "terms.md").read_text(encoding="utf-8")
    english, chinese = Voice("en"), Voice("zh")
    pairs = [(chinese.state(state), english.state(state)) for state in State]
    pairs += [(chinese.kind(kind), english.kind(kind)) for kind in Kind]
    pairs += [(chinese.status(name), english.status(name)) for name in STATUSES]
    pairs += [(chinese.word(c.word), english.word(c.word)) for c in ALL.values()]
    for pair in pairs:
        assert f"| {pair[0]} | {pair[1]} | " in text, pair


def test_links_lead_somewhere() -> None:
    """A link to a file of the project names one that is there."""
    for name in [*PAGES, "CONTRIBUTING.md", "CHANGELOG.md"]:
        page = REPOSITORY / name
        for target in re.findall(
            r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8")
        ):
            assert (page.parent / target).exists(), f"{name}: {target}"
