"""Goals from a table: a 台账, an OKR sheet; twice is once, and all or none."""

from pathlib import Path

import openpyxl
import pytest

from conftest import Run

TASKS = """序号,目标任务,单位,目标值,基期值,基期年份,完成时限,牵头单位,分组,上级目标,当前值,备注,附件
1,地区生产总值,亿元,1000亿元以上,820,2023,2025,发改局,经济,,612,,a
2,城镇调查失业率,%,不超过5.5,,,2025,人社局,民生,,,,
3,新增城镇就业,人,4000人,,,2025,人社局,民生,就业优先行动,3100,,
4,红色干线全线通车,,建成通车,,,2025年12月底前,交通局,交通,,,,
5,能耗强度,吨标准煤/万元,-13%,0.42,2020,2025,发改局,生态,,,,
,,,合计,,,,,,,,,
"""


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "goals.toml"
    path.write_text("format = 1\n", encoding="utf-8")
    return path


def test_a_register_becomes_a_ledger(
    goaltrack: Run, tmp_path: Path, ledger: Path
) -> None:
    """Kinds, aims, baselines and parents are read; again, nothing is new."""
    rows = TASKS.replace(",,,合计,,,,,,,,,\n", "")
    (tmp_path / "t.csv").write_text(rows, encoding="utf-8")
    ran = goaltrack("import", "t.csv", "--on", "2025-01..2025-09", "--dry-run")
    assert ran.code == 0
    assert "year-total*" in ran.out
    assert "objective*" in ran.out
    assert ledger.read_text(encoding="utf-8") == "format = 1\n"
    ran = goaltrack("import", "t.csv", "--on", "2025-01..2025-09")
    assert ran.out == "t.csv: 6 new goals, 0 in the ledger already\n"
    assert "columns that are not read: 附件" in ran.err
    text = ledger.read_text(encoding="utf-8")
    for line in (
        'kind = "year-total"\nunit = "亿元"\ntarget = 1000\naim = "at-least"',
        'baseline = { period = "2023", value = 820 }',
        'period = "2025Q1..2025Q3", value = 612',
        'kind = "rate"\nunit = "%"\ntarget = 5.5\naim = "at-most"',
        'title = "就业优先行动"\nkind = "objective"\n',
        'parent = "就业优先行动"',
        'kind = "milestone"\ndue = 2025-12-31\n',
        'note = "建成通车"',
        'target = "-13%"',
    ):
        assert line in text, line
    assert goaltrack("check").out == ""
    again = goaltrack("import", "t.csv", "--on", "2025-01..2025-09")
    assert again.out == "t.csv: 0 new goals, 5 in the ledger already\n"
    assert "same" in goaltrack("import", "t.csv", "--dry-run").out
    assert ledger.read_text(encoding="utf-8") == text
    assert goaltrack("undo", "-y").code == 0
    assert ledger.read_text(encoding="utf-8") == "format = 1\n"


def test_all_or_none(goaltrack: Run, tmp_path: Path, ledger: Path) -> None:
    """Each row that is no goal is told with its line and column; nothing is written."""
    rows = TASKS + "6,能耗强度,,5,,,2025,,,,,,\n7,x,,many 3 or 4,,,2025,,,,,,\n"
    rows += "9,z,,5,4,,2025-12-01,,,,,,\n10,zz,,5,4,,,,,,,,\n"
    rows += "11,zzz,,5,4,,FY2023,,,,,,\n"
    rows += "8,y,,5,,,31/4/26,,,,,,\n"
    (tmp_path / "t.csv").write_text(rows, encoding="utf-8")
    ran = goaltrack("import", "t.csv")
    assert ran.code == 3
    for said in (
        "t.csv:2:11: a figure that adds up inside a year needs its period",
        "t.csv:7:2: no goal is named in this row",
        "t.csv:8:2: line 6 has a goal of the same title",
        "t.csv:9:4: ",
        "t.csv:10:5: a baseline needs its day or year",
        "t.csv:11:5: a baseline needs its day or year",
        "t.csv:12:7: ",
        "t.csv:13:7: ",
        "nothing was written",
    ):
        assert said in ran.err, said
    assert "refused" in goaltrack("import", "t.csv", "--dry-run").out
    assert ledger.read_text(encoding="utf-8") == "format = 1\n"


def test_a_workbook_of_key_results(
    goaltrack: Run, tmp_path: Path, ledger: Path
) -> None:
    """An OKR sheet: objectives are made of their names, kinds may be said."""
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        (
            "Objective",
            "Key result",
            "Target",
            "Start value",
            "Current",
            "Type",
            "ID",
            "Due",
        ),
        ("Love", "NPS to 45", "45 points", 31, 38, "level", "nps", "2026Q4"),
        ("Love", "30 interviews", "30 interviews", None, 15, None, "nps"),
        ("love", "!!!", "5", None, None, "odd", None),
        (None, "???", "5", None, None, "total", "a b"),
        ("company", "Guide", "published", None, None, None, None),
    ):
        sheet.append(row)
    book.save(tmp_path / "okr.xlsx")
    ledger.write_text(
        'format = 1\n[goals.company]\ntitle = "Company"\nkind = "objective"\n', "utf-8"
    )
    ran = goaltrack("import", "okr.xlsx")
    assert ran.code == 3
    assert "okr.xlsx:4:6: 'odd' is not a kind" in ran.err
    sheet["F4"] = "level"
    book.save(tmp_path / "okr.xlsx")
    assert goaltrack("import", "okr.xlsx").out == (
        "okr.xlsx: 6 new goals, 0 in the ledger already\n"
    )
    text = ledger.read_text(encoding="utf-8")
    assert '[goals.love]\ntitle = "Love"\nkind = "objective"\n' in text
    assert "baseline = { on = 2026-09-30, value = 31 }" in text
    assert '[goals.30-interviews]\ntitle = "30 interviews"\nkind = "total"' in text
    assert text.count('parent = "love"') == 3
    assert '[goals.goal]\ntitle = "!!!"' in text
    assert '[goals.goal-2]\ntitle = "???"' in text
    assert 'title = "Guide"\nkind = "milestone"\nparent = "company"' in text


def test_columns_may_be_named(goaltrack: Run, tmp_path: Path, ledger: Path) -> None:
    """--map says which column is the title and the target, whatever they are called."""
    (tmp_path / "t.csv").write_text("What,How much\nWalk,5 km\n", encoding="utf-8")
    words = ("--map", "title=What", "--map", "target=How much")
    assert goaltrack("import", "t.csv", *words).code == 0
    assert 'title = "Walk"' in ledger.read_text(encoding="utf-8")
    assert goaltrack("import", "t.csv", "--map", "title=Where").code != 0
    (tmp_path / "x.csv").write_text("title,target\n,\n", encoding="utf-8")
    assert goaltrack("import", "x.csv").out == (
        "x.csv: 0 new goals, 0 in the ledger already\n"
    )


def test_numbers_that_may_be_two(goaltrack: Run, tmp_path: Path, ledger: Path) -> None:
    """A mark before three digits is refused, until the table or --decimal settles it."""
    rows = "title;target;unit\nWalk;1.234;km\n"
    (tmp_path / "t.csv").write_text(rows, encoding="utf-8")
    ran = goaltrack("import", "t.csv")
    assert ran.code == 3
    assert "t.csv:2:2: '1.234' may be 1.234 or 1234: choose with --decimal" in ran.err
    assert ledger.read_text(encoding="utf-8") == "format = 1\n"
    assert goaltrack("import", "t.csv", "--decimal", ",").code == 0
    assert "target = 1234\n" in ledger.read_text(encoding="utf-8")
    assert goaltrack("undo", "-y").code == 0
    assert goaltrack("import", "t.csv", "--decimal", ".").code == 0
    assert "target = 1.234\n" in ledger.read_text(encoding="utf-8")
    assert goaltrack("undo", "-y").code == 0
    (tmp_path / "t.csv").write_text(rows + "Run;2,5;km\n", encoding="utf-8")
    assert goaltrack("import", "t.csv").code == 0
    text = ledger.read_text(encoding="utf-8")
    assert "target = 1234\n" in text
    assert "target = 2.5\n" in text


def test_numbers_that_a_workbook_shows_otherwise(
    goaltrack: Run, tmp_path: Path, ledger: Path
) -> None:
    """A target shown in thousands may be another number: the row is refused."""
    book = openpyxl.Workbook()
    book.active.append(("title", "target", "unit"))
    book.active.append(("Output", 5000000, "EUR"))
    book.active["B2"].number_format = "0,"
    book.save(tmp_path / "t.xlsx")
    ran = goaltrack("import", "t.xlsx")
    assert ran.code == 3
    assert "t.xlsx:2:2: " in ran.err
    assert ledger.read_text(encoding="utf-8") == "format = 1\n"


def test_sources_of_goals(goaltrack: Run, tmp_path: Path, ledger: Path) -> None:
    """--source is of the goal and of its figure, --status and --by of the figure."""
    rows = "title,target,unit,current\nWeight,70,kg,80\nRead 24 books,24,books,\n"
    (tmp_path / "t.csv").write_text(rows, encoding="utf-8")
    ledger.write_text('format = 1\n[sources.plan]\ntitle = "Plan"\n', "utf-8")
    words = ("--source", "plan#f3", "--status", "final", "--by", "Li")
    assert goaltrack("import", "t.csv", *words).code == 0
    text = ledger.read_text(encoding="utf-8")
    assert text.count('\nsource = "plan#f3"\n') == 2
    assert 'value = 80, status = "final", source = "plan#f3"' in text
    assert 'by = "Li"' in text
    assert goaltrack("check").out == ""
