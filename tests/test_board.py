"""The board at every width: what it shows, and what gives way."""

import json
import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from conftest import REPOSITORY, Run
from goaltrack.reports.columns import MORE

LEDGERS = REPOSITORY / "tests" / "ledgers"
BOARDS = [
    (LEDGERS / "personal.toml", "en", "2026-11-26"),
    (LEDGERS / "okr.toml", "en", "2026-11-26"),
    (REPOSITORY / "goals.toml", "zh", "2023-08-04"),
    (LEDGERS / "district.toml", "zh", "2026-11-10"),
]
HEADS = {
    "en": ("gap", "chance", "trend", "age"),
    "zh": ("差距", "达成概率", "走势", "距今"),
}


def shown(run: Run, board: tuple[Path, str, str], columns: int, *args: str) -> str:
    """The board of a ledger on a terminal so many cells wide."""
    path, language, day = board
    env = {"COLUMNS": str(columns)}
    words = ("-f", str(path), "--lang", language, "--as-of", day)
    return run("status", *words, *args, env=env).out


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board[0].stem)
@pytest.mark.parametrize("columns", [60, 80, 100, 120, 160])
def test_what_a_board_always_shows(
    goaltrack: Run, board: tuple[Path, str, str], columns: int
) -> None:
    """State, goal, id, figure and target, bar, due date: at every width, and no wider."""
    out = shown(goaltrack, board, columns)
    assert max(map(cell_len, out.splitlines())) <= columns
    everything = shown(goaltrack, board, 400)
    for sign in "░┃":
        assert out.count(sign) == everything.count(sign)
    for goal in json.loads(shown(goaltrack, board, columns, "--json"))["goals"]:
        assert goal["id"] in out
    # `348 / 600 km` stands in one piece.
    for piece in re.findall(r"\S+ / \S+(?: [^\s░█]+)?", everything.split("\n\n", 1)[1]):
        assert piece in out


def test_one_row_in_two_lines(goaltrack: Run) -> None:
    """At 80 columns id, bar and days stand below goal, figure and due date."""
    lines = shown(goaltrack, BOARDS[0], 80).splitlines()
    place = next(n for n, line in enumerate(lines) if "Read 24 books" in line)
    first, second = lines[place : place + 2]
    assert first.split("  ")[0] == "✓ on track"
    assert first.rstrip().endswith("21 / 24 books  2026")
    assert second.split() == ["books", "███████┃", "88%", "35", "days", "left"]


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board[0].stem)
def test_more_columns_come_in_one_order(
    goaltrack: Run, board: tuple[Path, str, str]
) -> None:
    """Gap, chance, trend, age: a narrower board has the first of those of a wider one."""
    heads = HEADS[board[1]]
    assert len(heads) == len(MORE)
    whole = shown(goaltrack, board, 400).split("\n\n")[0]
    order = [head for head in heads if head in whole]
    before = 0
    for columns in range(60, 240, 12):
        top = shown(goaltrack, board, columns).split("\n\n")[0]
        found = [head for head in order if head in top]
        assert found == order[: len(found)]
        if "goal" in top or "目标任务" in top:
            assert len(found) >= before - len(order)
        before = len(found)
    assert before == len(order)


def test_objectives_come_first_as_a_tree(goaltrack: Run) -> None:
    """Parts stand below their objective whatever their groups are; --flat has groups."""
    out = shown(goaltrack, BOARDS[1], 160)
    places = [
        out.index(t) for t in ("Objectives", "Customers love", "└\xa0NPS", "Team\n")
    ]
    assert places == sorted(places)
    assert "2 of 3 on track" in out
    flat = shown(goaltrack, BOARDS[1], 160, "--flat")
    assert "└" not in flat
    assert "Objectives" not in flat


def test_the_last_lines(goaltrack: Run) -> None:
    """States, best first, those that nothing is known of together; then the lights."""
    assert shown(goaltrack, BOARDS[3], 200).splitlines()[-2:] == [
        "共 18 项：已完成 2 项，达到序时进度 4 项，达标 2 项，未达标（当前） 2 项，严重滞后 1 项，"
        "未完成 1 项，到期未报 1 项，数据逾期 1 项，无数据 4 项",
        "亮灯：红灯 2，黄灯 2，绿灯 8，灰灯 6",
    ]


def test_columns_are_chosen(goaltrack: Run) -> None:
    """--columns names columns, fields, or a preset; in either language."""
    out = shown(
        goaltrack, BOARDS[3], 200, "--columns", "number,title,nature,growth,state"
    )
    assert out.splitlines()[1].split() == [
        "序号",
        "目标任务",
        "指标性质",
        "同比",
        "状态",
    ]
    row = next(line for line in out.splitlines() if "规模以上工业" in line)
    assert "+5.4%" in row
    assert "预期性" in row
    chosen = shown(
        goaltrack, BOARDS[3], 200, "--columns", "title,fields.指标性质,责任单位"
    )
    assert chosen.splitlines()[1].split() == ["目标任务", "指标性质", "责任单位"]
    okr = shown(goaltrack, BOARDS[1], 200, "--columns", "okr")
    assert okr.splitlines()[1].split()[:2] == ["goal", "owner"]


def test_an_unknown_column_is_named(goaltrack: Run) -> None:
    """What is no column or order is refused with what may be meant."""
    ran = goaltrack("status", "-f", str(BOARDS[0][0]), "--columns", "titel,due")
    assert ran.code == 2
    assert "there is no column 'titel'; did you mean 'title'?" in ran.err
    ran = goaltrack("status", "-f", str(BOARDS[0][0]), "--sort", "due,titl")
    assert ran.code == 2
    assert "goals cannot be ordered by 'titl'; did you mean 'title'?" in ran.err


def test_several_orders(goaltrack: Run) -> None:
    """--sort takes several keys: the first decides, then the next."""
    out = shown(
        goaltrack, BOARDS[0], 160, "--sort", "due,title", "--group", "none",
        "--columns", "due,title",
    )  # fmt: skip
    titles = [line[12:].strip() for line in out.splitlines()[2:-3]]
    assert titles[0].startswith("Finish")
    assert titles[1:] == sorted(titles[1:])


ONE = """format = 1
[goals.a]
title = "Read {number}"
kind = "total"
unit = "{unit}"
target = {number}
start = 2026-01-01
due = "2026"
progress = [
  {{ on = 2026-02-01, value = {number} }},
]
"""


@pytest.mark.parametrize(
    ("unit", "number", "said"),
    [
        ("books", 1, "1 book"),
        ("books", 2, "2 books"),
        ("hours per week", 1, "1 hour per week"),
        ("countries", 1, "1 country"),
        ("people", 1, "1 person"),
        ("series", 1, "1 series"),
        ("calories", 1, "1 calorie"),
        ("km", 1, "1 km"),
        ("GWh", 1, "1 GWh"),
        ("个", 1, "1 个"),
    ],
)
def test_a_number_agrees_with_its_noun(
    goaltrack: Run, tmp_path: Path, unit: str, number: int, said: str
) -> None:
    """`1 book`, `2 books`, and units that have no plural as they are."""
    text = ONE.format(unit=unit, number=number)
    (tmp_path / "goals.toml").write_text(text, encoding="utf-8")
    assert f"{number} / {said}" in goaltrack("status", "--as-of", "2026-03-01").out


YEARS = """format = 1
[goals.a]
title = "Output"
kind = "year-total"
unit = "t"
target = 12
due = "2026"
progress = [
  { period = "2025", value = 12.5 },
]
"""


def test_a_figure_of_an_earlier_year_is_dated(goaltrack: Run, tmp_path: Path) -> None:
    """Last year's figure is not taken for this year's."""
    (tmp_path / "goals.toml").write_text(YEARS, encoding="utf-8")
    out = goaltrack("status", "--as-of", "2026-03-01").out
    assert "12.5 (2025) / 12 t" in out
    assert "104%" not in out
