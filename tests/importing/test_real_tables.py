"""Tables as offices and services publish them: each read rightly, or refused."""

import json
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from conftest import REPOSITORY, Ran, Run
from goaltrack.errors import BadTable
from goaltrack.importing.readers import Options, read_rows
from goaltrack.ledger.load import load
from goaltrack.model.period_label import label

TABLES = REPOSITORY / "tests" / "tables"
"""Where they come from stands in the README beside them."""


def use(text: str) -> None:
    Path("goals.toml").write_text(text, encoding="utf-8")


def one(unit: str, kind: str = "rate") -> None:
    """Begin a ledger of one goal `u` in the unit."""
    use(
        f'format = 1\n[goals.u]\ntitle = "U"\nkind = "{kind}"\nunit = "{unit}"\n'
        'aim = "watch"\n'
    )


def figures(goal: str = "u") -> dict[str, Decimal | None]:
    """Return the values of the goal by their periods."""
    found = load("goals.toml").ledger.goals[goal].progress
    return {
        label(entry.period, "en"): entry.value
        if entry.value is not None
        else entry.change
        for entry in found
    }


def written(text: str, encoding: str = "utf-8") -> str:
    Path("t.csv").write_bytes(text.encode(encoding))
    return "t.csv"


def refused(ran: Ran, *said: str) -> bool:
    """Whether nothing was written, and all of this was said."""
    assert ran.code in (2, 3), ran
    assert "progress" not in Path("goals.toml").read_text(encoding="utf-8")
    return all(text in ran.err for text in said)


HALF, QUARTER, JUNE, TWO = "2023H1", "2023Q2", "2023-06", "2023-01..2023-02"
WHOLE = {
    "gdp": {QUARTER: 308038, HALF: 593034},
    "primary": {QUARTER: 18841, HALF: 30416},
    "retail": {HALF: 227588, JUNE: 39951, TWO: 77067},
    "unemp": {HALF: Decimal("5.3"), JUNE: Decimal("5.2"), TWO: Decimal("5.6")},
}
HALVES = {"gdp": {HALF: 593034}, "retail": {HALF: 227588}}


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("t1-full.csv", WHOLE),
        ("t4-dash.csv", WHOLE),
        ("t6-fullwidth.csv", WHOLE),
        (
            "t7-unit.csv",
            {
                "gdp": {HALF: 593034},
                "primary": {HALF: 30416},
                "unemp": {HALF: Decimal("5.3")},
            },
        ),
        (
            "t9-transposed.csv",
            {
                "gdp": {"2023Q1": 284997, HALF: 593034},
                "retail": {"2023Q1": 114922, HALF: 227588},
            },
        ),
        ("t11-two-level.csv", {"retail": {JUNE: 39951, HALF: 227588}}),
        (
            "n1.xlsx",
            {**HALVES, "primary": {HALF: 30416}, "retail": {JUNE: 39951, HALF: 227588}},
        ),
        (
            "n2.xlsx",
            {
                "gdp": {HALF: 593034},
                "retail": {JUNE: Decimal("39951.4"), HALF: 227588},
                "unemp": {JUNE: Decimal("5.2")},
            },
        ),
    ],
)
def test_tables_of_an_office_of_statistics(
    goaltrack: Run, name: str, found: dict[str, dict[str, Decimal]]
) -> None:
    """Titles, units, notes, two headers, rows of periods: every figure, and no other."""
    use((TABLES / "base.toml").read_text(encoding="utf-8"))
    assert goaltrack("import", str(TABLES / name)).code == 0
    goals = load("goals.toml").ledger.goals
    assert {goal: figures(goal) for goal in goals if goals[goal].progress} == found
    # Twice is once.
    before = Path("goals.toml").read_bytes()
    assert goaltrack("import", str(TABLES / name)).code == 0
    assert Path("goals.toml").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "unit", "options", "count", "sample"),
    [
        (
            "fred-unrate.csv",
            "%",
            ("--map", "value=UNRATE", "--each", "month"),
            180,
            {"2000-01": "4.0", "2001-12": "5.7"},
        ),
        ("opensdg-plain-3-1-1.csv", "t", (), 10, {"2015": "7.05", "2024": "12.58"}),
        (
            "opensdg-disaggregated-1-1-1.csv",
            "%",
            ("--where", "Geography="),
            9,
            {"2015": "14.5", "2023": "10.4"},
        ),
        ("eurostat-migr_resfirst.sdmx.csv", "PER", (), 2, {"2021": "287179"}),
        (
            "eurostat-env_wasmun.tsv",
            "KG_HAB",
            ("--where", "geo=PL"),
            15,
            {"2010": "211", "2013": "184", "2014": "159", "2023": "111"},
        ),
        (
            "wdi-wide.csv",
            "sq. km",
            (
                *("--where", "Country Name=Aruba"),
                *("--where", "Indicator Name=Land area (sq. km)"),
            ),
            60,
            {"1961": "180", "2020": "180"},
        ),
    ],
)
def test_published_tables(
    goaltrack: Run,
    name: str,
    unit: str,
    options: tuple[str, ...],
    count: int,
    sample: dict[str, str],
) -> None:
    """What an agency publishes is read with the options named, and no file is edited."""
    one(unit)
    ran = goaltrack("import", str(TABLES / name), "--goal", "u", *options)
    assert ran.code == 0, ran.err
    found = figures()
    assert len(found) == count
    assert {period: str(found[period]) for period in sample} == sample


def test_flags_say_how_firm_a_figure_is(goaltrack: Run) -> None:
    """Of Eurostat's flags, estimated and provisional are preliminary, a break is not."""
    one("KG_HAB")
    table = str(TABLES / "eurostat-env_wasmun.tsv")
    assert goaltrack("import", table, "--goal", "u", "--where", "geo=PL").code == 0
    entries = load("goals.toml").ledger.goals["u"].progress
    firm = {label(entry.period, "en"): entry.status for entry in entries}
    assert firm["2013"] == firm["2014"] == "preliminary"
    assert firm["2010"] is firm["2023"] is None


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("fred-unrate.csv", ("--map", "value=UNRATE"), ("2:1", "--each month", "more")),
        (
            "opensdg-disaggregated-1-1-1.csv",
            (),
            ("11:7", "several series", "--where 'Geography=…'"),
        ),
        ("eurostat-env_wasmun.tsv", (), ("several series", "--where 'geo=…'")),
        ("oecd-long.csv", (), ("no column 'on'",)),
    ],
)
def test_doubtful_published_tables_name_the_option(
    goaltrack: Run, name: str, options: tuple[str, ...], said: tuple[str, ...]
) -> None:
    """What may be read in two ways is refused, with the row and what settles it."""
    one("KG_HAB" if name.endswith("tsv") else "%")
    ran = goaltrack("import", str(TABLES / name), "--goal", "u", *options)
    assert refused(ran, *said), ran.err


def test_points_of_beeminder(goaltrack: Run) -> None:
    """The points of a goal that adds up are what is new, with their remarks."""
    one("tests", "total")
    table = str(TABLES / "beeminder-road.json")
    assert goaltrack("import", table, "--goal", "u").code == 0
    entries = load("goals.toml").ledger.goals["u"].progress
    assert [(str(e.period.last), e.change) for e in entries][:2] == [
        ("2017-06-28", Decimal(0)),
        ("2017-06-29", Decimal(10)),
    ]
    assert entries[0].note


PAIRS = [
    # What stands in the table, with the options, and the figures that are right.
    ("Year,Value\n2015.0,1\n2016.0,2\n", (), {"2015": 1, "2016": 2}),
    ("TIME_PERIOD;OBS_VALUE\n2022-Q4;1\n", (), {"2022Q4": 1}),
    ("time|value\n2022M03|5\n", (), {"2022-03": 5}),
    ("REF_DATE,VALUE\n2022S1,7\n", (), {"2022H1": 7}),
    ("month,value\nMar 2022,7\n", (), {"2022-03": 7}),
    ("date,value\n2026-10-01 08:30:00,70\n", (), {"2026-10-01": 70}),
    ("date,value\n31/03/2022,70\n", (), {"2022-03-31": 70}),
    ("date,value\n3/4/2022,70\n", ("--date-order", "dmy"), {"2022-04-03": 70}),
    ("date,value\n3/4/2022,70\n", ("--date-order", "mdy"), {"2022-03-04": 70}),
    ("date,value\n45292,70\n", (), {"2024-01-01": 70}),
    ("period,value\n2015-2017,70\n", (), {"2015..2017": 70}),
    ("date,value\n2024-01-01,1\n2024-02-01,2\n2024-03-01,3\n", ("--each", "day"),
     {"2024-01-01": 1, "2024-02-01": 2, "2024-03-01": 3}),
    ("date,value\n2024-01-01,1\n", ("--each", "quarter"), {"2024Q1": 1}),
    ("date,value\n2024-01-01,1\n", ("--each", "year"), {"2024": 1}),
    ("date,value,\n2026-10-01,70\n", (), {"2026-10-01": 70}),
    ("date,value\n2026-10-01,-\n2026-10-02,..\n2026-10-03,:\n2026-10-04,NA\n"
     "2026-10-05,70\n", (), {"2026-10-05": 70}),
    ("date,value\n2026-10-01,142 i\n2026-10-02,12.0*\n2026-10-03,129 be\n", (),
     {"2026-10-01": 142, "2026-10-02": "12.0", "2026-10-03": 129}),
    ("date,value\n2026-10-01,0.30000000000000004\n", (), {"2026-10-01": "0.3"}),
    ("date,value\n2026-10-01,1.2E+06\n", (), {"2026-10-01": 1200000}),
    ("date,value\n2026-10-01,1 250\n2026-10-02,1'250\n", (),
     {"2026-10-01": 1250, "2026-10-02": 1250}),
    ("date;value\n2026-10-01;71,500\n", ("--decimal", ","), {"2026-10-01": "71.500"}),
    ("A title\n\nunit: kg\ndate,value\n2026-10-01,70\n", (), {"2026-10-01": 70}),
    ("date,value,date\n2026-10-01,70,x\n", ("--map", "on=date"), None),
    ("x,y\n1,2\ndate,value\n2026-10-01,70\n", ("--header", "3"), {"2026-10-01": 70}),
    ("date,value (kg)\n2026-10-01,70\n", (), {"2026-10-01": 70}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "options", "right"), PAIRS)
def test_forms_of_tables(
    goaltrack: Run,
    text: str,
    options: tuple[str, ...],
    right: dict[str, object] | None,
) -> None:
    """Each usual form of a time, a number and a header is read as it is meant."""
    one("kg")
    ran = goaltrack("import", written(text), "--goal", "u", *options)
    if right is None:
        assert refused(ran, "two columns are called 'date'")
        return
    assert ran.code == 0, ran.err
    assert {period: str(value) for period, value in figures().items()} == {
        period: str(value) for period, value in right.items()
    }


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("date,value\n3/4/2022,70\n", (), ("--date-order dmy", "t.csv:2:1")),
        (
            "date,value\n2024-01-01,1\n2024-02-01,2\n2024-03-01,3\n",
            (),
            ("--each month", "t.csv:2:1"),
        ),
        ("date;value\n2026-10-01;71,500\n", (), ("--decimal", "t.csv:2:2")),
        ("date,value\n2026-10-01,(5.2)\n", (), ("'(5.2)' is not an amount",)),
        ("date,value\n2026-10-01,5 km\n", (), ("counted in kg",)),
        ("date,value\n2026-10-01,5 s\n", (), ("counted in kg",)),
        ("date,value\n2026-10-01,1,2\n", (), ("t.csv:2:1: this row has 3 fields",)),
        ("date,value\n2026-10-01,1\n", ("--header", "9"), ("has no row 9",)),
        ("date,value\n2026-10-01,1\n", ("--where", "sex=T"), ("no column 'sex'",)),
        ("date,value\n2026-10-01,1\n", ("--where", "sex"), ("--where sex=T",)),
        ("date,value\n2026-10-01,1\n", ("--amounts", "--totals"), ("not both",)),
    ],
)
def test_doubtful_forms(
    goaltrack: Run, text: str, options: tuple[str, ...], said: tuple[str, ...]
) -> None:
    """What is doubtful is refused, with its row, its column and the option."""
    one("kg")
    ran = goaltrack("import", written(text), "--goal", "u", *options)
    assert refused(ran, *said), ran.err


@pytest.mark.parametrize(
    ("raw", "name", "said"),
    [
        (b"%PDF-1.7 x", "t.csv", "a PDF"),
        (b"<?xml version='1.0'?><a/>", "t.csv", "XML"),
        (b"<!DOCTYPE html><p>", "t.csv", "a web page"),
        (b"PK\x03\x04rest", "t.csv", "a workbook or another archive"),
        (b"\xd0\xcf\x11\xe0rest", "t.csv", "an old Office file"),
        (b"PAR1rest", "t.csv", "a Parquet file"),
        (b"\x1f\x8brest", "t.csv", "a compressed file"),
        (b"PK\x03\x04rest", "t.xlsx", "no workbook"),
        (b"{", "t.json", "not JSON"),
        (b"[" * 100_000, "t.json", "not JSON"),
        (b'{"a": 1}', "t.json", "no array of rows"),
        (b'{"a": [{"x": 1}], "b": [{"x": 1}]}', "t.json", "--path: a, b"),
    ],
)
def test_other_files_are_named(
    goaltrack: Run, raw: bytes, name: str, said: str
) -> None:
    """A file of another kind is called what it is."""
    one("kg")
    Path(name).write_bytes(raw)
    assert refused(goaltrack("import", name, "--goal", "u"), said)


def test_a_document_is_no_workbook(goaltrack: Run) -> None:
    """A Word document under the name of a workbook is called one."""
    import zipfile  # noqa: PLC0415 - for this file

    one("kg")
    with zipfile.ZipFile("t.xlsx", "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    assert refused(goaltrack("import", "t.xlsx", "--goal", "u"), "a Word document")


def test_bounds_of_workbooks(goaltrack: Run) -> None:
    """What would unpack to gigabytes is refused before it is; a far cell costs little."""
    import zipfile  # noqa: PLC0415 - for this file

    one("kg")
    with zipfile.ZipFile("t.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b" " * 210_000_000)
    assert refused(goaltrack("import", "t.xlsx", "--goal", "u"), "at most 200 MB")
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B1"], sheet["A2"], sheet["B2"] = (
        "date",
        "value",
        "2026-01-01",
        5,
    )
    sheet["A1048576"] = "a note"
    book.save("far.xlsx")
    assert goaltrack("import", "far.xlsx", "--goal", "u").code == 0
    assert figures() == {"2026-01-01": 5}
    one("kg")
    Path("wide.csv").write_text("date,value" + ",x" * 6000 + "\n", encoding="utf-8")
    assert refused(goaltrack("import", "wide.csv", "--goal", "u"), "at most 5000")


def test_json_of_services(goaltrack: Run) -> None:
    """An array of objects is a table; --path leads to one among others."""
    one("kg")
    rows = [{"date": "2026-01-01", "value": 80.5, "note": None, "more": {"a": [1]}}]
    Path("t.json").write_text(json.dumps({"meta": {"data": rows}, "x": True}))
    ran = goaltrack("import", "t.json", "--goal", "u", "--path", "meta.data")
    assert ran.code == 0, ran.err
    assert figures() == {"2026-01-01": Decimal("80.5")}
    rows[0]["more"] = True
    Path("u.json").write_text(json.dumps(rows))
    assert goaltrack("import", "u.json", "--goal", "u").out.startswith("u.json: 0 new")


def test_our_own_json_comes_back(goaltrack: Run) -> None:
    """`log --json` is a table of entries."""
    one("kg")
    goaltrack("add", "u", "80", "--on", "2026-01-01", "--note", "first")
    Path("log.json").write_text(goaltrack("log", "--json").out)
    before = Path("goals.toml").read_bytes()
    assert goaltrack("undo", "--yes").code == 0
    assert goaltrack("import", "log.json", "--path", "entries").code == 0
    assert Path("goals.toml").read_bytes() == before


TOTALS = """format = 1
[goals.run]
title = "Run"
kind = "total"
unit = "km"
target = 600
due = "2026"
[goals.gdp]
title = "GDP"
kind = "year-total"
unit = "t"
aim = "watch"
"""


@pytest.mark.parametrize(
    ("text", "options", "rows"),
    [
        ("on,value\n2026-01-05,5\n", ("--amounts",), ["change = 5"]),
        ("on,value\n2026-01-05,5\n", ("--totals",), ["on = 2026-01-05, value = 5"]),
        ("on,amount\n2026-01-05,5\n", (), ["change = 5"]),
        ("on,total\n2026-01-05,5\n", (), ["on = 2026-01-05, value = 5"]),
        ("on,value,change\n2026-01-05,5,\n", (), ["on = 2026-01-05, value = 5"]),
        ("period,value\n2026-01,5\n", (), ['period = "2026-01", value = 5']),
        ("period,cumulative\n2026-01,5\n", (), ["on = 2026-01-31, value = 5"]),
        ("on,value\n2026-01-05,+5\n", (), ["change = 5"]),
    ],
)
def test_amounts_and_totals(
    goaltrack: Run, text: str, options: tuple[str, ...], rows: list[str]
) -> None:
    """Of a total the name of the column, or an option, says what its figures are."""
    use(TOTALS)
    ran = goaltrack("import", written(text), "--goal", "run", *options)
    assert ran.code == 0, ran.err
    ledger = Path("goals.toml").read_text(encoding="utf-8")
    assert all(row in ledger for row in rows)


def test_a_total_that_may_be_either_is_refused(goaltrack: Run) -> None:
    """Run lengths are no running total: what the table does not say is asked for."""
    use(TOTALS)
    ran = goaltrack("import", written("on,value\n2026-01-05,5\n"), "--goal", "run")
    assert refused(ran, "t.csv:2:2", "--amounts or --totals")


def test_a_cumulative_column_of_a_year(goaltrack: Run) -> None:
    """累计 by June is what the year has produced from its first day on."""
    use(TOTALS)
    table = written("指标,时间,累计\nGDP,2023-06,5\n")
    assert goaltrack("import", table).code == 0
    assert figures("gdp") == {"2023H1": 5}


def test_fiscal_years_alone(goaltrack: Run) -> None:
    """--years fiscal takes a year for the fiscal one of that number."""
    use(
        'format = 1\nyear-start = 4\n[goals.u]\ntitle = "U"\nkind = "rate"\n'
        'unit = "%"\naim = "watch"\n'
    )
    table = written("Year,Value\n2024,5\n")
    assert goaltrack("import", table, "--goal", "u", "--years", "fiscal").code == 0
    assert list(figures()) == ["FY2024"]


def test_rows_of_other_goals(goaltrack: Run) -> None:
    """--only-known passes over goals that the ledger has not; --where leaves rows out."""
    one("kg")
    table = written("goal,on,value\nu,2026-01-01,5\nother,2026-01-01,6\n")
    assert refused(goaltrack("import", table), "no goal is called 'other'")
    ran = goaltrack("import", table, "--only-known")
    assert ran.code == 0
    assert "figures of goals that are not in the ledger: 1 passed over" in ran.err
    one("kg")
    assert goaltrack("import", table, "--where", "goal!=other").code == 0
    assert figures() == {"2026-01-01": 5}


def register(path: str, extra: str = "") -> None:
    """Write a 督查台账 of sixty tasks, as an office keeps one."""
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("台账")
    head = [
        "序号",
        "目标任务",
        "单位",
        "目标值",
        "完成时限",
        "牵头单位",
        "配合单位",
        "最新进展",
    ]
    sheet.merge_range(0, 0, 0, len(head) - 1, "惠阳区2026年重点工作督查台账")
    sheet.write_row(1, 0, ["填报时间：2026年6月30日"])
    sheet.write_row(2, 0, head)
    for n in range(60):
        kinds = (
            [
                f"新建公园{n}号片区",
                "个",
                "12个以上",
                "2026年",
                "区城管局",
                "各镇街",
                5 + n % 5,
            ],
            [f"第{n}产业增速", "%", "5%左右", "2026年", "区发改局", "", ""],
            [
                f"道路{n}通车",
                "",
                "建成通车",
                "2026年底前",
                "区交通局",
                "区住建局",
                "60%",
            ],
            [f"企业{n}户数", "家", "不低于300家", "2026年", "区工信局", "", 280],
        )
        sheet.write_row(3 + n, 0, [n + 1, *kinds[n % 4]])
    sheet.write_row(63, 0, [f"注：{extra}数据截至6月底。"])
    book.close()


def test_a_register_of_sixty_tasks(goaltrack: Run) -> None:
    """A 台账 becomes a ledger in one command, is reported, filled in, and read again."""
    use("format = 1\nlanguage = 'zh'\n")
    register("台账.xlsx")
    ran = goaltrack("import", "台账.xlsx", "--lang", "en")
    assert ran.code == 0, ran.err
    assert ran.out == "台账.xlsx: 60 new goals, 0 in the ledger already\n"
    assert "found in row 3" in ran.err
    goals = list(load("goals.toml").ledger.goals.values())
    kinds = [goal.kind.value for goal in goals[:4]]
    assert kinds == ["total", "rate", "milestone", "level"]
    assert goals[0].fields == {"配合单位": "各镇街"}
    assert (goals[0].owner, goals[0].number) == ("区城管局", "1")
    assert goals[1].tolerance == "about"
    assert goals[2].progress[0].percent == 60
    assert goals[3].progress[0].value == 280
    assert goaltrack("export", "台账.md").code == 0
    # Again: nothing is new.
    before = Path("goals.toml").read_bytes()
    assert goaltrack("import", "台账.xlsx").code == 0
    assert Path("goals.toml").read_bytes() == before
    # Filled in by its owners, and taken in again.
    filled = openpyxl.load_workbook("台账.xlsx")
    sheet = filled.active
    assert sheet is not None
    sheet.cell(4, 8, 9)
    sheet.cell(6, 8, "已完成")
    sheet.cell(7, 4, "不低于320家")
    filled.save("台账.xlsx")
    ran = goaltrack("import", "台账.xlsx", "--lang", "en")
    assert ran.code == 0, ran.err
    assert ran.out == ("台账.xlsx: 0 new goals, 2 changed, 58 in the ledger already\n")
    assert "the table differs from the ledger in" in ran.err
    goals = list(load("goals.toml").ledger.goals.values())
    assert goals[0].progress[-1].value == 9
    assert goals[2].progress[-1].done is True
    assert goals[3].target == 300
    # A promise that changes needs a reason, which is kept with the old one.
    ran = goaltrack("import", "台账.xlsx", "--update", "--lang", "en")
    assert ran.code == 3
    assert "台账.xlsx:7:4" in ran.err
    assert "--reason TEXT" in ran.err
    ran = goaltrack(
        "import", "台账.xlsx", "--update", "--reason", "区里加压", "--dry-run"
    )
    assert "target = 320" in ran.out
    ran = goaltrack("import", "台账.xlsx", "--update", "--reason", "区里加压")
    assert ran.code == 0, ran.err
    goal = list(load("goals.toml").ledger.goals.values())[3]
    assert goal.target == 320
    assert goal.revisions[0].target == 300
    assert goaltrack("check").code == 0


COLUMNS = (
    *("--map", "id=id", "--map", "title=title", "--map", "unit=unit"),
    *("--map", "target=target_as_published", "--map", "due=due_as_published"),
    *("--map", "baseline=base_value", "--map", "baseline-year=base_period"),
    *("--map", "kind=kind_hint", "--map", "start=start_as_published"),
    *("--map", "year-start=fiscal_year_start", "--map", "aim=direction_as_published"),
    *("--map", "group=group"),
)


@pytest.mark.parametrize(
    ("name", "new", "others"),
    [
        ("hp2020.csv", 11, ()),
        ("ngoma.csv", 149, ()),
        # `20 million fewer than in 2008` has two numbers.
        ("eu2020.csv", 7, ("--where", "id!=poverty")),
    ],
)
def test_published_sets_of_targets(
    goaltrack: Run, name: str, new: int, others: tuple[str, ...]
) -> None:
    """Targets of agencies become goals by naming their columns, and hold together."""
    use("format = 1\n")
    ran = goaltrack("import", str(TABLES / name), *COLUMNS, *others)
    assert ran.code == 0, ran.err
    assert f"{new} new goals" in ran.out
    assert len(load("goals.toml").ledger.goals) == new


def test_words_of_published_targets(goaltrack: Run) -> None:
    """Reductions, base years and directions are read from the words of a table."""
    use("format = 1\n")
    table = written(
        "id,title,target,unit,baseline,base year,due,direction,kind\n"
        "a,A,50 % reduction,t,,2019,2030,reduction,level\n"
        "b,B,-20 % vs 1990,,,,2020,,level\n"
        "c,C,比2020年下降13.5%,,,,2025,,level\n"
        "d,D,75 %,% of GDP,70,2008,2020,increase,level\n"
        "e,E,5,%,9,2008,2020,Measurable decrease,level\n"
        "f,F,3,h,,,2020,decrease,rate\n"
        "g,A,7,t,5,2019,2030,,level\n"
    )
    ran = goaltrack("import", table)
    assert ran.code == 0, ran.err
    goals = load("goals.toml").ledger.goals
    assert goals["a"].written is not None
    assert [str(goals[name].baseline.period.last) for name in "abc"] == [  # type: ignore[union-attr]
        "2019-12-31",
        "1990-12-31",
        "2020-12-31",
    ]
    assert goals["d"].target == 75
    assert [goals[name].aim.value for name in "def"] == [
        "at-least",
        "at-most",
        "at-most",
    ]
    assert goals["g"].title == "A"


@pytest.mark.parametrize(
    ("text", "options", "said"),
    [
        ("title,target,kind\nA,,level\n", (), ("t.csv:2:1", "a level needs a target")),
        ("title,target\nA,5\nA,6\n", (), ("t.csv:3:1", "line 2 has a goal")),
        ("task,goal value\nA,5\n", ("--map", "nope=task"), ("'nope=task'",)),
        (
            "what,how much\nA,5\n",
            ("--map", "title=what", "--map", "nope=how much"),
            ("'nope=how much'",),
        ),
        ("what,x\nA,5\n", ("--map", "title=what"), ("no column 'target'",)),
        ("what,x\nA,5\n", ("--map", "title=wat"), ("did you mean 'what'?",)),
        ("title,target,unit,baseline\nA,9,t,5\n", (), ("a baseline needs its day",)),
        ("title,target\nA,-42%\n", (), ("has no baseline",)),
    ],
)
def test_goals_that_cannot_be_taken(
    goaltrack: Run, text: str, options: tuple[str, ...], said: tuple[str, ...]
) -> None:
    """What a table of goals lacks is told with its row, and nothing is written."""
    use("format = 1\n")
    ran = goaltrack("import", written(text), *options)
    assert refused(ran, *said), ran.err


def test_other_columns_are_kept_on_demand(goaltrack: Run) -> None:
    """--keep makes fields of the columns that goals have no keys for."""
    use("format = 1\n")
    table = written("title,target,Sponsor\nA,5,Mayor\n")
    assert "not read: Sponsor" in goaltrack("import", table, "--dry-run").err
    assert goaltrack("import", table, "--keep").code == 0
    assert load("goals.toml").ledger.goals["a"].fields == {"Sponsor": "Mayor"}


def test_a_column_of_flags(goaltrack: Run) -> None:
    """OBS_FLAG says how firm a figure is; flags of other things say nothing."""
    one("t")
    table = written(
        "TIME_PERIOD,OBS_VALUE,OBS_FLAG\n2021,1,p\n2022,2,b\n2023,3,\n2024,4,f\n  ,  ,\n"
    )
    assert goaltrack("import", table, "--goal", "u").code == 0
    entries = load("goals.toml").ledger.goals["u"].progress
    assert [entry.status for entry in entries] == [
        "preliminary",
        None,
        None,
        "forecast",
    ]


def test_the_order_of_days_may_be_certain(goaltrack: Run) -> None:
    """One day above 12 shows the order of all; two orders show none."""
    one("t")
    table = written("date,value\n03/31/2022,1\n04/03/2022,2\n")
    assert goaltrack("import", table, "--goal", "u").code == 0
    assert list(figures()) == ["2022-03-31", "2022-04-03"]
    one("t")
    table = written("date,value\n03/31/2022,1\n31/03/2022,2\n")
    assert refused(goaltrack("import", table, "--goal", "u"), "--date-order dmy")


def test_json_that_is_no_table(goaltrack: Run) -> None:
    """A number, and entries whose days are none, are told as what they are."""
    one("kg")
    Path("t.json").write_text(
        '[{"date": "2026-01-01", "value": 1e99999999999999999999}]'
    )
    assert refused(goaltrack("import", "t.json", "--goal", "u"), "'Infinity' is not")
    Path("t.json").write_text("5")
    assert refused(goaltrack("import", "t.json", "--goal", "u"), "no array of rows")
    Path("t.json").write_text('[{"first": "x", "last": "y", "value": 1}]')
    assert refused(goaltrack("import", "t.json", "--goal", "u"), "'x..y' is not a day")
    Path("t.json").write_text(
        '[{"first": "2026-01-01", "last": "2026-01-31", "value": 1}]'
    )
    assert goaltrack("import", "t.json", "--goal", "u").code == 0
    assert figures() == {"2026-01": 1}


def test_a_figure_of_a_year_total_on_a_day(goaltrack: Run) -> None:
    """What adds up inside a year may be given for the day of its year."""
    use(TOTALS)
    table = written("goal,on,value\nGDP,2026-06-30,5\n")
    assert goaltrack("import", table).code == 0
    assert figures("gdp") == {"2026-06-30": 5}


def test_an_aim_by_its_own_name(goaltrack: Run) -> None:
    """The words of the ledger itself are read in a column of directions."""
    use("format = 1\n")
    table = written(
        "title,target,direction\nA,5,at-most\nB,5,higher is better\nC,5,sideways\n"
    )
    assert goaltrack("import", table).code == 0
    goals = load("goals.toml").ledger.goals
    assert [goals[name].is_aim_said for name in "abc"] == [True, True, False]


@pytest.mark.parametrize(
    "text",
    [
        *(".5E99999999999999999999", "1E-999", "1.5e99", "1" * 60 + ".5"),
        *("0." + "1" * 60, "-1E+20", "9.99999999999999999e14"),
    ],
)
def test_numbers_beyond_all_figures(goaltrack: Run, text: str) -> None:
    """A number that no ledger holds is refused, or rounded to one that it holds."""
    one("kg")
    ran = goaltrack(
        "import", written(f"date,value\n2026-01-01,{text}\n"), "--goal", "u"
    )
    assert ran.code in (0, 3)


def test_months_take_the_year_of_the_title(goaltrack: Run) -> None:
    """Rows of 1-2月 below a title with its year are periods of that year."""
    one("%")
    table = written("2026年主要指标\n时间,数值\n1-2月,5.1\n3月,5.2\n2025年,5\n")
    assert goaltrack("import", table, "--goal", "u").code == 0
    assert list(figures()) == ["2026-01..2026-02", "2026-03", "2025"]


def test_a_table_of_one_period(goaltrack: Run) -> None:
    """--on gives the period of a table whose title alone has it."""
    one("%")
    table = written("2026年10月\n指标,数值\nU,5.1\n")
    assert refused(goaltrack("import", table), "--on the day or period")
    assert goaltrack("import", table, "--on", "2026-10").code == 0
    assert list(figures()) == ["2026-10"]


def test_dates_of_a_register_take_its_year(goaltrack: Run) -> None:
    """6月底 in a register of 2026 is of 2026; a total counts from its year's first day."""
    use("format = 1\n")
    table = written(
        "2026年督查台账,,,\n重点任务,目标值,完成时限,单位\n通车,建成,6月底,\n"
        "新建公园,20,2026年,个\n新建学校,5,长期,所\n绿道,5,2027年,公里\n"
    )
    ran = goaltrack("import", table)
    assert ran.code == 3
    assert "'长期' is not a day or period" in ran.err
    assert goaltrack("import", table, "--where", "完成时限!=长期").code == 0
    goals = list(load("goals.toml").ledger.goals.values())
    due, start = goals[0].due, goals[1].start
    assert due
    assert str(due.last) == "2026-06-30"
    assert str(start) == "2026-01-01"


def test_days_of_a_table_of_goals(goaltrack: Run) -> None:
    """Due dates such as 31/12/2026 are read by the order that the column shows."""
    use("format = 1\n")
    table = written("title,target,due\nA,5,31/12/2026\nB,5,01/02/2027\n")
    assert goaltrack("import", table).code == 0
    goals = load("goals.toml").ledger.goals
    assert [str(goals[name].due.last) for name in "ab"] == ["2026-12-31", "2027-02-01"]  # type: ignore[union-attr]
    use("format = 1\n")
    table = written("title,target,due\nA,5,01/02/2027\n")
    assert goaltrack("import", table, "--date-order", "mdy").code == 0
    assert "2027-01-02" in Path("goals.toml").read_text()
    use("format = 1\n")
    table = written("title,target,due\nA,5,46387\n")
    assert goaltrack("import", table).code == 0
    assert "due = 2026-12-31" in Path("goals.toml").read_text()


def test_a_goal_that_is_met_at_once_is_doubted(goaltrack: Run) -> None:
    """Where the first figure meets the target, the aim may be the other way."""
    use("format = 1\n")
    table = written(
        "title,target,unit,due,kind,current\nCosts,80,k,2027,level,95\nX,9,k,2027,level,5\n"
    )
    for words in (("--dry-run",), ()):
        ran = goaltrack("import", table, *words)
        assert ran.err.count("warning: costs: ") == 1
        assert "at-most" in ran.err


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("t.csv", b"sep="),
        ("t.csv", b"sep=\n"),
        ("t.csv", b'sep="\ngoal,on\n'),
        ("t.json", b'{"params": [["20260101", 0, "x"]]}'),
        ("t.xlsx", b"PK\x05\x06" + b"\xff" * 18),
    ],
)
def test_what_fuzzing_found(name: str, raw: bytes) -> None:
    """Half a line for a spreadsheet, other params, a torn workbook: read or refused."""
    with suppress(BadTable):
        assert read_rows(name, raw, Options()).path == name
