"""The JSON Schema of a ledger, in the programs that editors use: taplo and tombi."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import REPOSITORY, Run
from goaltrack.ledger.decode import decode
from goaltrack.ledger.editor_schema import FIRST_LINE, NAME, editor_schema
from goaltrack.ledger.load import parse

BIN = Path(sys.executable).parent
SHIPPED = (
    REPOSITORY / "goals.toml",
    REPOSITORY / "tests" / "rich.toml",
    *sorted((REPOSITORY / "examples").rglob("*.toml")),
)


def _marked(folder: Path, text: str) -> dict[str, bool]:
    """Return which of the programs finds a mistake in the ledger, and whether we do."""
    (folder / NAME).write_text(json.dumps(editor_schema()), encoding="utf-8")
    path = folder / "goals.toml"
    path.write_text(f"{FIRST_LINE}\n{text}", encoding="utf-8")
    taplo = [str(BIN / "taplo"), "check", "goals.toml"]
    tombi = [str(BIN / "tombi"), "lint", "--offline", "goals.toml"]
    found = {
        command[0].rpartition("/")[2]: subprocess.run(
            command, cwd=folder, capture_output=True, check=False
        ).returncode
        != 0
        for command in (taplo, tombi)
    }
    ours = decode(parse("goals.toml", text.encode()).data)[1]
    return {**found, "goaltrack": any(not problem.is_warning for problem in ours)}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_shipped_ledgers_are_unmarked(tmp_path: Path, path: Path) -> None:
    """Neither program marks anything in a ledger that is shipped."""
    text = path.read_text(encoding="utf-8")
    assert not any(_marked(tmp_path, text).values())


def test_documented_ledgers_are_unmarked(tmp_path: Path) -> None:
    """Neither program marks anything in a ledger that the documents show whole."""
    shown = 0
    pages = [REPOSITORY / "README.md", *(REPOSITORY / "docs").glob("*.md")]
    for path in [page for page in pages if page.name != "errors.md"]:
        blocks = path.read_text(encoding="utf-8").split("```toml\n")[1:]
        for block in blocks:
            text = block.partition("```")[0]
            if "format = 1" in text:
                shown += 1
                assert not any(_marked(tmp_path, text).values()), (path.name, text)
    assert shown


GOAL = '[goals.a]\ntitle = "A"\nkind = "level"\ntarget = 5\n'
DONE = '[goals.a]\ntitle = "A"\nkind = "milestone"\n'
ROW = "progress = [{{ {} }}]\n"


@pytest.mark.parametrize(
    "text",
    [
        GOAL.replace("title", "titel"),
        GOAL.replace('title = "A"\n', ""),
        GOAL.replace("level", "stock"),
        GOAL.replace("5", "true"),
        GOAL.replace("5", "[1, 2, 3]"),
        GOAL.replace("target = 5\n", ""),
        GOAL.replace("[goals.a]", '[goals."a b"]'),
        GOAL.replace("[goals.a]", "[goals.a_b]"),
        f'{GOAL}aim = "up"\n',
        f'{GOAL}aim = "more"\n',
        f'{GOAL}unit = "12"\n',
        f"{GOAL}due = 2026\n",
        f"{GOAL}weight = 0\n",
        f"{GOAL}lag = -1\n",
        f"{GOAL}tolerance = 0\n",
        f"{GOAL}year-start = 13\n",
        f'{GOAL}each = "fortnight"\n',
        f'{GOAL}need = "90%"\n',
        f'{GOAL}each = "month"\nneed = "most"\n',
        f'{GOAL}every = "fortnight"\n',
        f'{GOAL}start = "2026"\n',
        f"{GOAL}tags = [1]\n",
        f"{GOAL}fields = {{ a = 1 }}\n",
        f'{GOAL}steps = [{{ id = "s" }}]\n',
        f'{GOAL}colour = {{ set = "pink", on = 2026-01-01, reason = "r" }}\n',
        f"{GOAL}paused = {{ on = 2026-01-01 }}\n",
        f"{GOAL}baseline = {{ value = 1, on = 2026-01-01, period = '2026' }}\n",
        GOAL + ROW.format("value = 1"),
        GOAL + ROW.format('on = 2026-01-01, period = "2026", value = 1'),
        GOAL + ROW.format('on = 2026-01-01, value = "1"'),
        GOAL + ROW.format("on = 2026-01-01, value = 1, change = 2"),
        GOAL + ROW.format("on = 2026-01-01, done = true"),
        GOAL + ROW.format("on = 2026-01-01"),
        GOAL + ROW.format('on = 2026-01-01, value = 1, status = "guess"'),
        f"{DONE}target = 5\n",
        f'{DONE}unit = "km"\n',
        DONE + ROW.format("on = 2026-01-01, value = 1"),
        DONE + ROW.format("on = 2026-01-01, percent = 100"),
        DONE.replace("milestone", "objective") + ROW.format("on = 2026-01-01"),
        f'{GOAL}figure = "b + 1"\n' + ROW.format("on = 2026-01-01, value = 1"),
    ],
)
def test_broken_ledgers_are_marked(tmp_path: Path, text: str) -> None:
    """What goaltrack refuses and a schema can express, both programs mark."""
    assert _marked(tmp_path, f"format = 1\n{text}") == {
        "taplo": True,
        "tombi": True,
        "goaltrack": True,
    }


@pytest.mark.parametrize(
    "text",
    [
        f'{GOAL}due = "soon"\n',
        f'{GOAL}source = "nowhere"\n',
        f'{GOAL}parent = "nobody"\n',
        f'{GOAL}figure = "b +"\n',
        GOAL.replace("5", '"oops"'),
        GOAL.replace("5", "[2, 1]"),
        f"{GOAL}due = 2026-01-01\nstart = 2027-01-01\n",
        DONE + ROW.format('on = 2026-01-01, done = "no-step"'),
    ],
)
def test_what_a_schema_cannot_express(tmp_path: Path, text: str) -> None:
    """Texts with a grammar, names of others and the order of days are for `check`."""
    assert _marked(tmp_path, f"format = 1\n{text}") == {
        "taplo": False,
        "tombi": False,
        "goaltrack": True,
    }


@pytest.mark.parametrize("words", [[], ["--empty"]])
def test_init_names_a_schema_that_editors_find(
    goaltrack: Run, tmp_path: Path, words: list[str]
) -> None:
    """The first line of a new ledger names the schema, which is written beside it."""
    (tmp_path / "sub").mkdir()
    assert goaltrack("init", "sub/mine.toml", *words).code == 0
    first = (tmp_path / "sub" / "mine.toml").read_text(encoding="utf-8").split("\n")[0]
    assert first == "#:schema ./goals.schema.json"
    text = (tmp_path / "sub" / NAME).read_text(encoding="utf-8")
    assert json.loads(text) == json.loads(goaltrack("schema").out)
    # A schema that is there is somebody's, and stays.
    (tmp_path / "sub" / NAME).write_text("{}")
    assert goaltrack("init", "sub/other.toml").code == 0
    assert (tmp_path / "sub" / NAME).read_text() == "{}"


def test_the_schema_names_defaults_and_examples() -> None:
    """An editor shows examples and defaults beside what a key means."""
    goal = editor_schema()["definitions"]["goal"]["properties"]
    assert goal["weight"]["default"] == 1
    assert goal["pace"]["default"] == "linear"
    for name in ("unit", "target", "due", "need", "every", "source", "figure"):
        assert goal[name]["examples"], name
    described = [key.get("description") for key in goal.values()]
    assert all(described)
