import os
from pathlib import Path

import pytest

from conftest import Run
from goaltrack.errors import BadLedger
from goaltrack.ledger.load import load
from systems import posix_only

PART = """format = 1
title = "The bureau"
[sources.s]
title = "S"
[goals.water]
title = "Water"
kind = "level"
target = 5
source = "s"
parent = "all"
progress = [
  { id = "w1", on = 2023-01-01, value = 1 },
]
"""
MAIN = """format = 1
title = "The district"
include = ["bureaus/*.toml"]
[goals.all]
title = "All"
kind = "level"
target = 5
progress = [
  { id = "m1", on = 2023-01-01, value = 1, source = "s" },
]
"""


@pytest.fixture(autouse=True)
def _files() -> None:
    Path("bureaus").mkdir()
    Path("bureaus/water.toml").write_text(PART, encoding="utf-8")
    Path("goals.toml").write_text(MAIN, encoding="utf-8")


def said(*parts: tuple[str, str], path: str = "goals.toml") -> list[str]:
    """The first lines of what is wrong, with these files written before."""
    for name, text in parts:
        Path(name).write_text(text, encoding="utf-8")
    with pytest.raises(BadLedger) as caught:
        load(path)
    lines = str(caught.value).replace(os.sep, "/").splitlines()
    return [line for line in lines if ".toml:" in line]


def paths(path: str) -> list[str]:
    """The files of a ledger as they are told."""
    return [document.path.replace(os.sep, "/") for document in load(path).documents]


def test_several_files_are_one_ledger() -> None:
    """Goals and sources of included files belong to the ledger, whose title holds."""
    book = load("goals.toml")
    assert paths("goals.toml") == ["goals.toml", "bureaus/water.toml"]
    assert list(book.ledger.goals) == ["all", "water"]
    assert book.ledger.title == "The district"
    assert [book.home(name) for name in ("all", "water", "none")] == [0, 1, 0]


def test_paths_are_told_from_where_the_user_stands(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """From a folder below, the files are named so that they can be opened there."""
    monkeypatch.chdir("bureaus")
    assert paths("../goals.toml") == ["../goals.toml", "../bureaus/water.toml"]
    absolute = os.path.abspath("../goals.toml")
    assert load(absolute).documents[1].path == os.path.join(
        os.path.dirname(absolute), "bureaus", "water.toml"
    )


def test_ids_are_unique_over_all_files() -> None:
    """A goal or entry that two files have is a problem, told where it stands twice."""
    twice = PART.replace("goals.water", "goals.all").replace('"w1"', '"m1"')
    assert said(("bureaus/water.toml", twice.replace('parent = "all"\n', ""))) == [
        "bureaus/water.toml:5:8: goal all: another file of this ledger has a goal with this id",
        "bureaus/water.toml:11:10: goal all, entry 1, id: the id 'm1' is already that of all, entry 1",
    ]


def test_a_source_may_be_listed_twice_if_it_is_the_same() -> None:
    """Each file can stand alone; but one id cannot mean two sources."""
    source = '[sources.s]\ntitle = "S"\n'
    Path("goals.toml").write_text(MAIN + source, encoding="utf-8")
    assert list(load("goals.toml").ledger.sources) == ["s"]
    assert said(("goals.toml", MAIN + source.replace('"S"', '"T"'))) == [
        "bureaus/water.toml:3:10: source s: another file of this ledger says something "
        "else of a source with this id"
    ]


def test_problems_name_their_file() -> None:
    """A problem in an included file is told with that file, line and column."""
    assert said(("bureaus/water.toml", PART.replace("target = 5", "target = ''"))) == [
        "bureaus/water.toml:8:10: goal water, target: this must be a text, and not empty"
    ]
    assert said(
        ("bureaus/water.toml", "x ="), ("bureaus/fire.toml", "format = 1\nx =")
    ) == [
        "bureaus/fire.toml:2:4: not TOML: this is no value: a text stands in quotes, a number is written 1000 or 0.5, a day 2026-01-31",
        "bureaus/water.toml:1:1: this is not a goaltrack ledger, which begins with format = 1",
    ]
    assert said(
        ("bureaus/water.toml", "include = []\n" + PART),
        ("bureaus/fire.toml", "format = 1"),
    ) == [
        "bureaus/water.toml:1:1: an included file includes no others: "
        "name them in the ledger itself"
    ]


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("../*.toml", "leads out of the ledger's folder"),
        ("bureaus/../../x.toml", "leads out"),
        ("/etc/*.toml", "leads out"),
        ("~/x.toml", "leads out"),
        ("a\\u0000b", "leads out"),
        pytest.param("out/*.toml", "leads out", marks=posix_only),
        pytest.param("link.toml", "leads out", marks=posix_only),
        ("goals.toml", "a ledger does not include itself"),
        ("missing.toml", "no file is called 'missing.toml'"),
        ("missing/*.toml", "no file matches 'missing/*.toml'"),
    ],
)
def test_files_lie_below_the_ledger(pattern: str, why: str, tmp_path: Path) -> None:
    """No pattern, and no symbolic link, leads out of the ledger's own folder."""
    other = tmp_path.parent / f"{tmp_path.name}-other"
    other.mkdir(exist_ok=True)
    (other / "x.toml").write_text(PART, encoding="utf-8")
    if os.name != "nt":
        Path("out").symlink_to(other)
        Path("link.toml").symlink_to(other / "x.toml")
    [line] = said(("goals.toml", MAIN.replace("bureaus/*.toml", pattern)))[:1]
    assert line.startswith("goals.toml:3:12: ")
    assert why in line


def test_patterns_that_are_no_texts_are_told_once() -> None:
    """Other values are the business of the table of keys."""
    for value in ("5", "[5]", '["  "]'):
        text = MAIN.replace('["bureaus/*.toml"]', value)
        assert len(said(("goals.toml", text.replace(', source = "s"', "")))) == 1


def test_a_file_is_included_once() -> None:
    """Patterns may overlap."""
    both = MAIN.replace('"bureaus/*.toml"', '"bureaus/*.toml", "**/water.toml"')
    Path("goals.toml").write_text(both, encoding="utf-8")
    assert len(load("goals.toml").documents) == 2


def test_commands_over_several_files(goaltrack: Run) -> None:
    """The board shows all goals; a figure goes into the file of its goal alone."""
    before = Path("goals.toml").read_bytes()
    assert "2 goals" in goaltrack("status", "--plain").out
    assert goaltrack("add", "water", "2", "--on", "2024-01-01").code == 0
    assert Path("goals.toml").read_bytes() == before
    text = Path("bureaus/water.toml").read_text(encoding="utf-8")
    assert len(text.splitlines()) == len(PART.splitlines()) + 1
    assert (
        goaltrack(
            "new",
            "fire",
            "--title",
            "F",
            "--kind",
            "milestone",
            "--into",
            "bureaus/water.toml",
        ).code
        == 0
    )
    assert "[goals.fire]" in Path("bureaus/water.toml").read_text(encoding="utf-8")
    assert goaltrack("undo", "-y").code == goaltrack("undo", "-y").code == 0
    assert Path("bureaus/water.toml").read_text(encoding="utf-8") == PART
    assert goaltrack("check").out == ""
    other = goaltrack(
        "new", "x", "--title", "F", "--kind", "milestone", "--into", "x.toml"
    )
    assert (other.code, other.err) == (
        3,
        "error: x.toml is not a file of goals.toml\nadd it to include = […] there first\n",
    )
