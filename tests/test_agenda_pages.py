"""next, timeline and diff, as whole outputs and as data."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator

from conftest import REPOSITORY, Look, Run

THEN = ("--as-of", "2023-08-04")
MAY = ("--as-of", "2023-05-31")


@pytest.fixture
def everything(tmp_path: Path) -> Path:
    """A ledger in which there is something of everything."""
    copy = tmp_path / "goals.toml"
    copy.write_bytes((REPOSITORY / "tests" / "rich.toml").read_bytes())
    return copy


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(
    "command",
    [
        ("next",),
        ("timeline",),
        ("diff", "--since", "2023-01-31"),
        ("diff", "--known-since", "2023-03-02"),
    ],
    ids=lambda c: "-".join(c[:2]).replace("---", "-"),
)
def test_each_page(
    goaltrack: Run,
    everything: Path,
    look: Look,
    command: tuple[str, ...],
    language: str,
) -> None:
    """The pages of `next`, `timeline` and `diff` are as they were looked at."""
    assert everything.exists()
    ran = goaltrack(*command, *MAY, "--lang", language)
    assert (ran.code, ran.err) == (0, "")
    name = "-".join(command[:2]).replace("---", "-")
    look(f"{name}-{language}.txt", ran.out)


def test_the_article_then_and_now(goaltrack: Run, shipped: Path, look: Look) -> None:
    """Of the project's own ledger: what is wanted today, and what was due."""
    assert shipped.exists()
    pages = [goaltrack("next").out, goaltrack("timeline", *THEN).out]
    look("next-and-timeline.txt", "\n\n".join(pages))
    assert goaltrack("next", "--line").out == (
        "red-line-road: result missing for 1,060 days (+4)\n"
    )
    assert goaltrack("next", "gdp", "--line").out == (
        "gdp: result missing for 329 days\n"
    )
    assert goaltrack("next", "county-plan", "--line") == (0, "", "")


def test_what_a_figure_changes(goaltrack: Run, shipped: Path) -> None:
    """A recorded figure shows in the difference to the day before."""
    assert shipped.exists()
    goaltrack("add", "gdp", "998", "--period", "2025")
    ran = goaltrack("diff", "gdp", "--known-since", "yesterday", "--json")
    [change] = json.loads(ran.out)["changes"]
    assert (change["before"]["state"], change["after"]["state"]) == (
        "no-result",
        "missed",
    )
    assert goaltrack("diff", "--since", "today").out.endswith("nothing changed\n")


def test_nothing_to_say(goaltrack: Run, tmp_path: Path) -> None:
    """An empty ledger wants nothing, has no dates, and did not change."""
    (tmp_path / "goals.toml").write_text("format = 1\n", encoding="utf-8")
    for command, said in (
        (("next",), "nothing is needed"),
        (("timeline",), "nothing is due"),
        (("diff", "--since", "2020"), "nothing changed"),
    ):
        ran = goaltrack(*command)
        assert (ran.code, ran.out.splitlines()[-1]) == (0, said)
    assert goaltrack("diff").code == 2


def test_json_is_as_its_schema_says(goaltrack: Run, everything: Path) -> None:
    """The JSON of `next`, `timeline` and `diff` fits its schema in any language."""
    assert everything.exists()
    for command in (("next",), ("timeline",), ("diff", "--since", "2023-01-31")):
        for days in (MAY, ("--as-of", "2024-06-01")):
            schema = json.loads(goaltrack("schema", command[0]).out)
            Draft7Validator.check_schema(schema)
            data = json.loads(goaltrack(*command, *days, "--json").out)
            Draft7Validator(schema).validate(data)
            assert goaltrack(*command, *days, "--json", env={"LANG": "zh_CN"}).out == (
                goaltrack(*command, *days, "--json").out
            )


@pytest.mark.parametrize("columns", [40, 60, 80])
def test_they_fit(goaltrack: Run, everything: Path, columns: int) -> None:
    """No line is wider than the terminal."""
    assert everything.exists()
    for command in (("next",), ("timeline",), ("diff", "--since", "2023-01-31")):
        out = goaltrack(*command, *MAY, env={"COLUMNS": str(columns)}).out
        assert max(map(len, out.splitlines())) <= columns
