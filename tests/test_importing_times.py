"""Tables of goals with columns of periods, and with cells merged over rows."""

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from conftest import Run
from goaltrack.ledger.load import load
from goaltrack.model.ledger import Goal


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "goals.toml"
    path.write_text("format = 1\n", encoding="utf-8")
    return path


def goals(ledger: Path) -> dict[str, Goal]:
    return {goal.title: goal for goal in load(str(ledger)).ledger.goals.values()}


def points(goal: Goal) -> list[tuple[str, str]]:
    return [(str(point.period.last), f"{point.value}") for point in goal.plan]


def entries(goal: Goal) -> list[tuple[str, str]]:
    return [
        (f"{each.period.first}..{each.period.last}", f"{each.value}")
        for each in goal.progress
    ]


PLAN = """目标任务,类型,单位,目标值,完成时限,一季度计划,上半年计划,前三季度计划,全年计划,上半年完成,1-9月完成
工业产值,年度,亿元,400,2026年,80,180,290,400,175,
安置人数,累计,人,1000,2026年,200,450,800,1000,,
治理投诉率,水平,%,≤5,2026年底,8,7,6,5,7.5,6.1
建成大桥,任务,,通车,2026年,,,,,主塔封顶,
"""


def test_plans_and_figures_by_time(
    goaltrack: Run, tmp_path: Path, ledger: Path
) -> None:
    """Columns of planned values are checkpoints, those of reached ones are entries."""
    (tmp_path / "t.csv").write_text(PLAN, encoding="utf-8")
    ran = goaltrack("import", "t.csv")
    assert ran.code == 0, ran.err
    found = goals(ledger)
    quarters = ["2026-03-31", "2026-06-30", "2026-09-30"]
    values = ["80", "180", "290"]
    assert points(found["工业产值"]) == list(zip(quarters, values, strict=True))
    assert entries(found["工业产值"]) == [("2026-01-01..2026-06-30", "175")]
    assert points(found["安置人数"])[1] == ("2026-06-30", "450")
    assert [value for _, value in points(found["治理投诉率"])] == ["8", "7", "6"]
    assert entries(found["治理投诉率"]) == [
        ("2026-06-30..2026-06-30", "7.5"),
        ("2026-09-30..2026-09-30", "6.1"),
    ]
    assert [each.note for each in found["建成大桥"].progress] == ["主塔封顶"]
    before = ledger.read_bytes()
    assert goaltrack("import", "t.csv").code == 0
    assert ledger.read_bytes() == before


@pytest.mark.parametrize(
    ("cells", "options", "wanted"),
    [
        ("100,100,100,100", (), ["100", "200", "300"]),
        ("50,120,250,400", (), ["50", "120", "250"]),
        ("50,60,70,80", ("--amounts",), ["50", "110", "180"]),
        ("50,60,70,80", ("--totals",), ["50", "60", "70"]),
    ],
)
def test_amounts_of_quarters(
    goaltrack: Run,
    tmp_path: Path,
    ledger: Path,
    cells: str,
    options: tuple[str, ...],
    wanted: list[str],
) -> None:
    """What adds up to the target is planned a quarter each; what leads to it, by then."""
    head = "title,kind,target,due,Plan 2026Q1,Plan 2026Q2,Plan 2026Q3,Plan 2026Q4\n"
    text = f"{head}Trees planted,total,400,2026,{cells}\n"
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    ran = goaltrack("import", "t.csv", *options)
    assert ran.code == 0, ran.err
    assert [value for _, value in points(goals(ledger)["Trees planted"])] == wanted


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "title,kind,target,due,Plan Q1,Plan 2026Q2\nTrees,total,400,2026,50,60\n",
            "",
        ),
        (
            "title,kind,target,due,Plan 2026Q1,Plan 2026Q2\nT,total,400,2026,50,60\n",
            "t.csv:2:5: the values by time may be single amounts, or what it comes to "
            "by then: choose with --amounts or --totals",
        ),
        (
            "目标任务,类型,目标值,上半年计划\n植树,水平,400,50\n",
            "t.csv:2:4: the table does not say of which year '上半年' is",
        ),
        (
            "title,kind,target,due,Plan 2026Q1\nTrees,level,400,2026,many\n",
            "t.csv:2:5: 'many' is not an amount",
        ),
        (
            "title,kind,target,due,2025 actual\nTrees,level,400,2026,many\n",
            "t.csv:2:5: 'many' is not an amount",
        ),
        (
            "title;kind;target;due;2025 actual\nTrees;level;400;2026;1.234\n",
            "t.csv:2:5: '1.234' may be 1.234 or 1234",
        ),
        (
            "title,kind,target,due,2024Q3,2025Q4\nTrees,total,400,2026,3,5\n",
            "t.csv:2:5: the values by time may be single amounts",
        ),
    ],
)
def test_values_that_may_be_two(
    goaltrack: Run, tmp_path: Path, ledger: Path, text: str, said: str
) -> None:
    """A value of a time that may mean two things is refused with its column."""
    (tmp_path / "t.csv").write_text(text, encoding="utf-8")
    ran = goaltrack("import", "t.csv")
    if said:
        assert ran.code == 3
        assert said in ran.err
        assert ledger.read_text(encoding="utf-8") == "format = 1\n"
    else:
        # `Q1` alone names no period here, and the column is told as not read.
        assert "Plan Q1" in ran.err


def test_cells_merged_over_rows(goaltrack: Run, tmp_path: Path, ledger: Path) -> None:
    """A bureau or day over several rows is that of each; a number is not."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["2026年重点任务"])
    sheet.append(["目标任务", "目标值", "单位", "完成时限", "牵头单位", "上级目标"])
    sheet.append(["新建公园", 5, "个", "2026年底", "城管局", "城市更新"])
    sheet.append(["改造老旧小区", 40, "个", None, None, None])
    sheet.append(["道路通车", "通车", None, None, "交通局", None])
    sheet.append(["检测井", None, "口", None, None, None])
    for cells in ("A1:F1", "D3:D6", "E3:E4", "E5:E6", "F3:F5", "B5:B5", "B4:B4"):
        if cells.split(":")[0] != cells.split(":")[1]:
            sheet.merge_cells(cells)
    sheet["B6"] = 12
    book.save(tmp_path / "t.xlsx")
    ran = goaltrack("import", "t.xlsx")
    assert ran.code == 0, ran.err
    found = goals(ledger)
    owners = [found[name].owner for name in ("新建公园", "改造老旧小区", "道路通车")]
    assert owners == ["城管局", "城管局", "交通局"]
    assert {str(goal.due.last) for goal in found.values() if goal.due} == {"2026-12-31"}
    whole = found["城市更新"].id
    assert [goal.title for goal in found.values() if goal.parent == whole] == [
        "新建公园",
        "改造老旧小区",
        "道路通车",
    ]


def test_a_number_over_two_rows_is_of_both(
    goaltrack: Run, tmp_path: Path, ledger: Path
) -> None:
    """A target that is merged over two tasks is no target of each of them."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["目标任务", "目标值", "完成时限"])
    sheet.append(["新建公园", 5, "2026年底"])
    sheet.append(["改造公园", None, "2026年底"])
    sheet.merge_cells("B2:B3")
    book.save(tmp_path / "t.xlsx")
    assert goaltrack("import", "t.xlsx").code == 0
    found = goals(ledger)
    assert found["新建公园"].target == Decimal(5)
    assert found["改造公园"].target is None
