"""why, and the board as it would be."""

import json
from pathlib import Path

import pytest

from conftest import REPOSITORY, Look, Run

GOALS = [
    "whole",
    "part",
    "range",
    "road",
    "late",
    "early",
    "half",
    "given-up",
    "resting",
    "books",
    "watched",
]
HISTORY = "".join(
    f'  {{ id = "{part}{year}", period = "{year}{part}", value = {value} }},\n'
    for year, half, whole in (
        (2019, 261, 580.1),
        (2020, 262, 601.4),
        (2021, 315, 682.7),
        (2022, 333, 723.2),
    )
    for part, value in (("H1", half), ("", whole))
).replace('id = "2', 'id = "y2')


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_verdict_is_explained(
    goaltrack: Run, tmp_path: Path, look: Look, language: str
) -> None:
    """Numbers with their entries, formulas, rules, and what would change it."""
    text = (REPOSITORY / "tests" / "rich.toml").read_text(encoding="utf-8")
    (tmp_path / "goals.toml").write_text(text, encoding="utf-8")
    args = ("--as-of", "2023-05-31", "--lang", language)
    pages = [goaltrack("why", name, *args).out for name in GOALS]
    look(f"why-{language}.txt", "\n\n".join(pages))


def test_why_there_is_a_gap_and_no_pace(
    goaltrack: Run, shipped: Path, look: Look
) -> None:
    """Half a year of GDP is explained in under 25 lines."""
    assert shipped.exists()
    out = goaltrack("why", "gdp", "--as-of", "2023-08-04").out
    assert len(out.splitlines()) < 25
    look("why-gdp.txt", out)


def test_why_with_history(goaltrack: Run, shipped: Path, look: Look) -> None:
    """With four earlier years there is a season, a pace, a chance and what changes it."""
    text = shipped.read_text(encoding="utf-8")
    first = '  { id = "h7qk2m9x"'
    shipped.write_text(text.replace(first, HISTORY + first), encoding="utf-8")
    out = goaltrack("why", "gdp", "--as-of", "2023-08-04", "--lang", "zh").out
    for word in ("按前4年同期占比推算", "进度比", "达成概率", "怎样会改变"):
        assert word in out
    look("why-gdp-history.txt", out)
    ran = goaltrack("status", "gdp", "--as-of", "2023-08-04", "--json")
    [gdp] = json.loads(ran.out)["goals"]
    assert gdp["year"]["method"] == "share of earlier years"
    assert gdp["year"]["low80"] < gdp["year"]["estimate"] < gdp["year"]["high80"]
    assert gdp["forecast"]["probability"] == pytest.approx(0.181, abs=0.001)


def test_the_other_rule_sets_explain_themselves(goaltrack: Run, tmp_path: Path) -> None:
    """Each condition is shown with the number that it was held against."""
    text = (REPOSITORY / "tests" / "rich.toml").read_text(encoding="utf-8")
    for name in ("sdg", "yinchuan", "sanya", "suqian"):
        ledger = text.replace("format = 1", f'format = 1\nrules = "{name}"')
        (tmp_path / "goals.toml").write_text(ledger, encoding="utf-8")
        out = goaltrack("why", "whole", "--as-of", "2023-05-31").out
        assert f"rules ({name})" in out
        assert out.count("✓") == 1


@pytest.mark.parametrize(
    ("figure", "state"),
    [
        ("gdp=990@2025", "missed"),
        ("gdp=1,012亿元@2025", "met"),
        ("storage-output=350@2025", "missed"),
        ("xinqing-avenue=done@2023-12-01", "met"),
        ("xinqing-avenue=60%", "open"),
        ("xinqing-avenue=100%@2023-12-01", "met"),
        ("thousand-yi-parks=2", "met"),
    ],
)
def test_the_board_as_it_would_be(
    goaltrack: Run, shipped: Path, figure: str, state: str
) -> None:
    """`--what-if` shows the board with the figure, and the file stays as it was."""
    before = shipped.read_bytes()
    args = ("status", "--as-of", "2023-08-04", "--json", "--what-if", figure)
    goals = {g["id"]: g for g in json.loads(goaltrack(*args).out)["goals"]}
    assert goals[figure.partition("=")[0]]["state"] == state
    assert shipped.read_bytes() == before


@pytest.mark.parametrize(
    ("figure", "code"),
    [
        ("gdp", 2),
        ("gdp=", 2),
        ("gdp=+5@2025", 2),
        ("gdp=5@2024..2025", 2),
        ("gdp=5@2025H3", 2),
        ("gdp=abc@2025", 2),
        ("gdp=5公里@2025", 3),
        ("nope=5", 3),
        ("red-line-road=5", 2),
        ("red-line-road=101%", 2),
    ],
)
def test_what_supposes_nothing_is_refused(
    goaltrack: Run, shipped: Path, figure: str, code: int
) -> None:
    """A supposition that cannot be read is refused like a figure that cannot."""
    assert shipped.exists()
    ran = goaltrack("status", "--what-if", figure)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith("error: ")


def test_changes_are_traced_to_what_they_add_to(goaltrack: Run, tmp_path: Path) -> None:
    """A figure of changes is explained by each of them, back to the last statement."""
    rows = ["{ id = 'a', on = 2023-01-01, value = 5 }"]
    rows += [f"{{ id = 'b{n}', on = 2023-01-0{n}, change = {n} }}" for n in (2, 3, 3)]
    rows[-1] = rows[-1].replace("b3", "c3")
    text = "format = 1\n[goals.it]\ntitle = 'It'\nkind = 'total'\ntarget = 50\n"
    (tmp_path / "goals.toml").write_text(
        text + f"progress = [{', '.join(rows)}]", "utf-8"
    )
    out = goaltrack("why", "it", "--as-of", "2023-01-05").out
    for said in ("5, 2023-01-01 (a,", "+2, 2023-01-02 (b2,", "(b3,", "(c3,"):
        assert said in out
    assert "together  13\n" in out
    more = ", ".join(f"{{ on = 2023-02-0{n}, change = 1 }}" for n in range(1, 8))
    (tmp_path / "goals.toml").write_text(
        text + f"progress = [{', '.join(rows)}, {more}]", "utf-8"
    )
    out = goaltrack("why", "it", "--as-of", "2023-03-05").out
    assert "together  20 (and 5 entries before)\n" in out
