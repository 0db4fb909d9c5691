"""The Python interface: the documented page runs, and says what the command line says."""

import doctest
import json
from datetime import date
from pathlib import Path

import pytest

import goaltrack as package
from conftest import REPOSITORY, Run
from goaltrack.api import GoaltrackError, load
from goaltrack.formats.json import as_json

DAY = date(2023, 8, 4)


def test_the_page_runs(shipped: Path) -> None:
    """Every example of docs/api.md gives what the page shows."""
    assert shipped.exists()
    text = (REPOSITORY / "docs" / "api.md").read_text(encoding="utf-8")
    examples = doctest.DocTestParser().get_doctest(text, {}, "api.md", None, 0)
    flags = doctest.IGNORE_EXCEPTION_DETAIL
    ran = doctest.DocTestRunner(optionflags=flags).run(examples)
    assert ran.attempted > 10
    assert ran.failed == 0


def test_data_is_the_json_of_status(goaltrack: Run, shipped: Path) -> None:
    """`data` is what `status --json` prints, terms and both clocks included."""
    assert shipped.exists()
    reading = package.load("goals.toml")
    for terms in ([], ["status:met"], ["gdp"]):
        mine = json.loads(as_json(reading.data(DAY, terms=terms)))
        args = ("--as-of", "2023-08-04", *terms)
        assert mine == json.loads(goaltrack("status", "--json", *args).out)
    known = reading.data(DAY, known_on=date(2022, 1, 1))
    assert known["known_on"] == date(2022, 1, 1)


def test_it_finds_the_ledger_and_reads_several(shipped: Path, tmp_path: Path) -> None:
    """Without a path the ledger is found as the command line finds it; two are one."""
    other = tmp_path / "other.toml"
    other.write_bytes((REPOSITORY / "tests" / "rich.toml").read_bytes())
    alone = load()
    both = load(shipped, other)
    assert len(both.ledger.goals) == len(alone.ledger.goals) + 11
    assert both.ledger.goals["other:whole"].origin is not None


def test_what_is_wrong_is_one_error(tmp_path: Path) -> None:
    """A missing file, an unsound one and a wrong term raise errors that say so."""
    with pytest.raises(GoaltrackError, match="cannot read"):
        load("nowhere.toml")
    path = tmp_path / "bad.toml"
    path.write_text("format = 1\nx = 1\n", encoding="utf-8")
    with pytest.raises(GoaltrackError, match=r"bad\.toml:2:1"):
        load(path)
    with pytest.raises(AttributeError):
        _ = package.nothing
