"""The Python interface: the documented page runs, and says what the command line says."""

import copy
import doctest
import json
import pickle
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


@pytest.mark.parametrize(
    "path",
    [*(REPOSITORY / "tests" / "ledgers").glob("*.toml"), REPOSITORY / "goals.toml"],
)
def test_a_text_is_read_as_its_file(path: Path) -> None:
    """`loads` says what `load` says of the file, and opens none."""
    text = path.read_text(encoding="utf-8")
    asked = package.loads(text, name=str(path))
    day = date(2026, 6, 30)
    assert asked.data(day) == package.load(path).data(day)
    assert asked.entries(day) == package.load(path).entries(day)


def test_a_text_that_is_no_ledger_is_told_by_its_name() -> None:
    """What is wrong has the name and the line; files are not included."""
    with pytest.raises(package.GoaltrackError, match=r"row 7:2:1"):
        package.loads("format = 1\nx = 1\n", name="row 7")
    with pytest.raises(package.GoaltrackError, match=r"row 7:1:"):
        package.loads("format = ", name="row 7")
    with pytest.raises(package.GoaltrackError, match="a text has none"):
        package.loads('format = 1\ninclude = ["x.toml"]\n')


def values() -> list[object]:
    """Every public value that a ledger and its assessment hold, and errors."""
    path = REPOSITORY / "tests" / "ledgers" / "district.toml"
    reading = package.load(path)
    found = reading.assess(date(2026, 6, 30))
    goals = list(reading.ledger.goals.values())
    entries = [entry for goal in goals for entry in goal.progress]
    figures = [figure for one in found for figure in one.series.figures]
    sources = list(reading.ledger.sources.values())
    return [reading.ledger, *found, *goals, *entries, *figures, *sources]


def test_public_values_are_copied_pickled_and_compared() -> None:
    """A value is equal to its copy, and to what comes back from another process."""
    found = values()
    assert len(found) > 50
    for value in found:
        assert copy.deepcopy(value) == copy.copy(value) == value
        assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301 - our own
    for text in ("format = 1\nx = 1\n", "[", "format = 1\ninclude = ['x']\n"):
        with pytest.raises(GoaltrackError) as caught:
            package.loads(text)
        again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - as above
        assert type(again) is type(caught.value)
        assert (str(again), again.exit_code) == (
            str(caught.value),
            caught.value.exit_code,
        )


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
