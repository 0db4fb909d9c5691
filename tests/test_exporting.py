"""What `export` writes beside the report: tables, calendars, folders; what it spares."""

import csv
import json
import re
import zipfile
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from conftest import REPOSITORY, Run
from goaltrack.formats import csv as csv_format
from goaltrack.formats import xlsx
from goaltrack.importing.readers import Options, read_rows
from goaltrack.ledger.load import load
from goaltrack.model.exported import CHINESE, title_of
from goaltrack.model.report import COLUMNS
from goaltrack.reports.columns import ALL
from goaltrack.reports.tables import COLUMNS as GOAL_COLUMNS
from goaltrack.reports.tables import ENTRY_COLUMNS, Form

LEDGERS = REPOSITORY / "tests" / "ledgers"
DISTRICT = (LEDGERS / "district.toml").read_text(encoding="utf-8")
THEN = ("--as-of", "2026-11-10")


@pytest.fixture
def district(tmp_path: Path) -> Path:
    """The ledger of a district's key tasks (重点工作台账)."""
    path = tmp_path / "goals.toml"
    path.write_text(DISTRICT, encoding="utf-8")
    return path


@pytest.mark.usefixtures("district")
def test_since_is_told_in_every_format(goaltrack: Run) -> None:
    """--since changes each export, and names the earlier state where there is one."""
    args = ("--since", "2026-09-01", *THEN)
    for form in ("md", "html", "svg", "json", "csv", "ics"):
        plain = goaltrack("export", "-", "--format", form, *THEN).out
        told = goaltrack("export", "-", "--format", form, *args).out
        assert told != plain, form
    found = json.loads(goaltrack("export", "-", "--format", "json", *args).out)
    assert found["since"] == "2026-09-01"
    assert any(change["goal"] == "old" for change in found["changes"])
    rows = list(csv.DictReader(StringIO(goaltrack(
        "export", "-", "--format", "csv", "--no-excel", *args
    ).out)))  # fmt: skip
    old = next(row for row in rows if row["id"] == "old")
    assert (old["state_before"], old["state"]) == ("on-track", "met")
    assert old["figure_before"] == "23"
    entries = goaltrack(
        "export", "-", "--format", "csv", "--entries", "--no-excel", *args
    ).out
    ids = [row["id"] for row in csv.DictReader(StringIO(entries))]
    assert "e0000047" in ids
    assert "e0000045" not in ids


@pytest.mark.usefixtures("district")
def test_the_mark_of_utf8(goaltrack: Run) -> None:
    """CSV begins with the mark in Chinese, and where spreadsheets are asked for."""
    args = ("export", "-", "--format", "csv", *THEN)
    assert goaltrack(*args, "--lang", "zh").out.startswith("\ufeffid,")
    assert goaltrack(*args, "--lang", "zh", "--no-excel").out.startswith("id,")
    assert goaltrack(*args, "--lang", "en").out.startswith("id,")
    assert goaltrack(*args, "--lang", "en", "--excel").out.startswith('\ufeff"id",')
    excel = goaltrack(*args, "--lang", "zh", "--excel").out
    assert excel.startswith('\ufeff"编号","目标任务",')
    ran = goaltrack("export", "r.md", "--excel")
    assert (ran.code, Path("r.md").exists()) == (2, False)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_chinese_table_comes_back(
    goaltrack: Run, district: Path, tmp_path: Path, form: str
) -> None:
    """Goals, entries and sources are the same after export and import in Chinese."""
    more = ("--excel",) if form == "csv" else ()
    assert goaltrack("export", f"t.{form}", "--lang", "zh", *more).code == 0
    first = load(str(district)).ledger
    again = tmp_path / "again.toml"
    start = "format = 1\n"
    if form == "csv":
        start += DISTRICT[DISTRICT.index("[sources.") : DISTRICT.index("[goals.")]
    again.write_text(start, encoding="utf-8")
    ran = goaltrack("import", f"t.{form}", "-f", "again.toml")
    assert ran.code == 0, ran.err
    second = load(str(again)).ledger
    assert list(second.goals) == list(first.goals)
    assert second.sources == first.sources
    for name, goal in first.goals.items():
        kept = () if form == "csv" else goal.progress
        other = second.goals[name]._replace(progress=(), is_aim_said=goal.is_aim_said)
        assert other == goal._replace(progress=())
        assert {e.id for e in second.goals[name].progress} == {e.id for e in kept}


def test_a_table_of_no_rows_is_read(tmp_path: Path, goaltrack: Run) -> None:
    """A workbook of a ledger without goals comes back as nothing."""
    (tmp_path / "goals.toml").write_text("format = 1\n", encoding="utf-8")
    assert goaltrack("export", "t.xlsx", "--lang", "zh").code == 0
    book = openpyxl.load_workbook("t.xlsx")
    book.create_sheet("x")
    book.save("t.xlsx")
    assert goaltrack("import", "t.xlsx", "--lang", "zh").code == 0


def test_every_column_has_a_chinese_title() -> None:
    """The titles are of the columns, each of its own; columns of both kinds have one."""
    names = [column.name for column in GOAL_COLUMNS]
    names += [column.name for column in ENTRY_COLUMNS]
    assert all(title_of(name, "zh") != name for name in names)
    assert len(set(CHINESE.values())) == len(CHINESE)
    assert set(ALL) == set(COLUMNS)


_cells = st.text(st.sampled_from("=+-@;\t\n',\"x1＝"), max_size=8)


@given(_cells)
def test_no_cell_is_a_formula_in_any_country(text: str) -> None:
    """After no separator stands what a spreadsheet runs, and the text comes back."""
    made = csv_format.as_table({"a": Form.TEXT}, [[text]])
    said = made.split("\r\n", 1)[1]
    inside = said[1:-3].replace('""', '"')
    assert not re.search(r"(^|[;\t\r\n])[=+\-@＝＋－＠]", inside)
    rows = list(read_rows("t.csv", made.encode(), Options()).rows)
    found = [row.texts for row in rows[1:]]
    assert found == ([[text]] if text else [])


def test_a_percent_sign_stays(tmp_path: Path, goaltrack: Run) -> None:
    """The unit % gets no quote."""
    (tmp_path / "goals.toml").write_text(
        'format = 1\n[goals.a]\ntitle = "x;=1"\nkind = "rate"\nunit = "%"\ntarget = 5\n',
        encoding="utf-8",
    )
    out = goaltrack("export", "-", "--format", "csv").out
    assert '"%"' in out
    assert '"x;\'=1"' in out


@pytest.mark.usefixtures("district")
def test_a_calendar_has_tasks(goaltrack: Run) -> None:
    """Each goal and step with a due date is a to-do with its state and percent."""
    assert goaltrack("export", "c.ics", *THEN, "--lang", "zh").code == 0
    calendar: Any = Calendar.from_ical(Path("c.ics").read_bytes())
    todos = {str(t["UID"]).partition("@")[0]: t for t in calendar.walk("VTODO")}
    assert todos["old-todo"]["STATUS"] == "COMPLETED"
    assert int(todos["old-todo"]["PERCENT-COMPLETE"]) == 100
    assert todos["houses-todo"]["STATUS"] == "IN-PROCESS"
    assert int(todos["houses-todo"]["PERCENT-COMPLETE"]) == 38
    assert todos["toilets-todo"]["STATUS"] == "NEEDS-ACTION"
    assert todos["road-step-land-todo"]["STATUS"] == "COMPLETED"
    assert "hub-todo" not in todos
    assert all(str(t["UID"]).endswith("@k3v9x2mq.goaltrack") for t in todos.values())


CALENDAR = """format = 1
title = "{title}"
[goals.run]
title = "Run"
kind = "total"
target = 600
start = 2026-01-01
due = "2026"
[goals.far]
title = "Far"
kind = "milestone"
due = 9999-12-31
[goals.gone]
title = "Gone"
kind = "milestone"
due = 2027-01-01
dropped = {{ on = 2026-02-01, reason = "no" }}
"""


def test_names_of_events_stay(goaltrack: Run, tmp_path: Path) -> None:
    """Events keep their names when the file is renamed; two ledgers have none in common."""
    names = []
    for file, title in (("a.toml", "A"), ("b.toml", "A"), ("a2.toml", "B")):
        text = CALENDAR.format(title=title)
        if file == "b.toml":
            text = text.replace("format = 1\n", 'format = 1\nid = "zzzz1111"\n')
        (tmp_path / file).write_text(text, encoding="utf-8")
        out = goaltrack("export", "-", "--format", "ics", "-f", file).out
        names.append(set(re.findall(r"UID:(\S+)", out)))
        assert "DTSTART;VALUE=DATE:99991231" in out
        assert "DUE;VALUE=DATE:99991231" in out
        assert "STATUS:CANCELLED" in out
    (tmp_path / "a.toml").rename(tmp_path / "renamed.toml")
    out = goaltrack("export", "-", "--format", "ics", "-f", "renamed.toml").out
    assert set(re.findall(r"UID:(\S+)", out)) == names[0]
    assert not names[0] & names[1]
    assert not names[0] & names[2]


def test_a_file_a_ledger(goaltrack: Run, tmp_path: Path) -> None:
    """--each writes a report for each ledger, and goes on after one that is not sound."""
    for folder in ("east", "west"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "goals.toml").write_text(
            CALENDAR.format(title=folder), encoding="utf-8"
        )
    (tmp_path / "bad.toml").write_text("format = 2\n", encoding="utf-8")
    (tmp_path / "okr.toml").write_bytes((LEDGERS / "okr.toml").read_bytes())
    ledgers = ("east/goals.toml", "bad.toml", "west/goals.toml", "okr.toml")
    ran = goaltrack("export", "--each", "out", *ledgers, "--format", "html")
    assert ran.code == 4
    assert "bad.toml:1:10" in ran.err
    found = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert found == ["east-goals.html", "okr.html", "west-goals.html"]
    assert goaltrack("export", "--each", "out", "okr.toml").code == 0
    assert (tmp_path / "out" / "okr.md").exists()
    assert goaltrack("export", "--each", "okr.toml", "okr.toml").code == 3
    assert goaltrack("export", "--each", "out", "-f", "okr.toml").code == 0
    assert goaltrack("export", "--each", "out").code == 2


@pytest.mark.parametrize("name", ["part.toml", "facts.md", "form.md", "hard.md"])
def test_nothing_that_was_read_is_overwritten(
    goaltrack: Run, tmp_path: Path, name: str
) -> None:
    """Not an included file, a source, the template, nor what is linked to one of them."""
    (tmp_path / "goals.toml").write_text(
        'format = 1\ninclude = ["part.toml"]\n[sources.s]\ntitle = "S"\nfile = "facts.md"\n',
        encoding="utf-8",
    )
    (tmp_path / "part.toml").write_text("format = 1\n", encoding="utf-8")
    (tmp_path / "facts.md").write_text("facts", encoding="utf-8")
    (tmp_path / "form.md").write_text("{{ title }}", encoding="utf-8")
    (tmp_path / "hard.md").hardlink_to(tmp_path / "facts.md")
    before = (tmp_path / name).read_bytes()
    ran = goaltrack("export", name, "--template", "form.md", "--format", "md")
    assert ran.code == 3
    assert "was read for this export" in ran.err
    assert (tmp_path / name).read_bytes() == before


@pytest.mark.usefixtures("district")
def test_formats_in_any_case(goaltrack: Run, tmp_path: Path) -> None:
    """HTML is html, and what a template writes as .xhtml is escaped as it is."""
    assert goaltrack("export", "-", "--format", "HTML").out.startswith("<!doctype")
    assert goaltrack("export", "r.HTM").code == 0
    (tmp_path / "f").write_text("{{ word('gap') }}{{ '<b>' }}", encoding="utf-8")
    for form in ("xhtml", "HTML", "htm"):
        out = goaltrack("export", "-", "--template", "f", "--format", form).out
        assert "&lt;b&gt;" in out


@pytest.mark.usefixtures("district")
def test_more_rows_than_a_sheet_has(
    goaltrack: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Entries are refused as a workbook, and not dropped, where a sheet is too short."""
    monkeypatch.setattr(xlsx, "_ROWS", 30)
    ran = goaltrack("export", "r.xlsx", "--lang", "en")
    assert ran.code == 3
    assert "'Entries' would need" in ran.err
    assert "--entries" in ran.err
    assert not Path("r.xlsx").exists()


@pytest.mark.filterwarnings("ignore:.*extension is not supported")
@pytest.mark.usefixtures("district")
def test_a_workbook_shows_digits_that_were_meant(goaltrack: Run) -> None:
    """Numbers have the digits of their goals, milestones words, sources links."""
    assert goaltrack("export", "r.xlsx", *THEN).code == 0
    book: Any = openpyxl.load_workbook("r.xlsx")
    sheet = book["台账"]
    assert sheet["A1"].value == "惠阳区2026年重点工作台账"
    assert "报送单位：区委督查室" in sheet["A2"].value
    head = [cell.value for cell in sheet[4]]
    rows = {
        row[head.index("目标任务")].value: row for row in sheet.iter_rows(min_row=5)
    }
    beds = rows["每千人口医疗床位达到6.2张"]
    assert beds[head.index("量化目标")].number_format == "#,##0.00"
    assert rows["新清大道全线通车"][head.index("量化目标")].value == "完成"
    assert rows["新清大道全线通车"][head.index("最新进展")].value == "3个节点完成2个"
    assert "编号" in [cell.value.casefold() for cell in sheet[4]]
    sources = book["来源"]
    assert sources["E2"].hyperlink.target == "https://example.org/2026/report.html"
    assert [cell.value for cell in book["记录"][1]][:3] == ["目标编号", "编号", "日期"]


@pytest.mark.usefixtures("district")
def test_a_document_has_the_report(goaltrack: Run) -> None:
    """Headings, tables and links of the report are in the document, wide ones on wide pages."""
    assert goaltrack("export", "r.docx", *THEN).code == 0
    book: Any = Document("r.docx")
    headings = [p.text for p in book.paragraphs if p.style.name.startswith("Heading")]
    for said in (
        "总览",
        "需关注事项",
        "台账",
        "预测",
        "新清大道全线通车",
        "附件",
    ):
        assert said in headings
    sides = [s.page_width > s.page_height for s in book.sections]
    assert sides == [False, True, False]
    assert book.core_properties.title == "惠阳区2026年重点工作台账"
    assert goaltrack("export", "s.docx", *THEN).code == 0
    assert Document("s.docx").element.xml == book.element.xml
    charts = [p for p in book.part.package.iter_parts() if "chart" in p.partname]
    assert charts


NEGATIVE = """format = 1
[goals.a]
title = "A"
kind = "total"
target = -20
aim = "at-most"
start = 2026-01-01
due = "2026"
progress = [
  { id = "aa", on = 2026-05-01, value = 5 },
  { id = "ab", on = 2026-06-01, value = -12 },
  { id = "ac", on = 2026-07-01, change = -1 },
]
[goals.old]
title = "Old"
kind = "level"
target = 5
due = 1850-05-05
progress = [
  { id = "ad", on = 1849-01-20, value = 3 },
  { id = "ae", on = 1899-12-31, value = 4 },
]
"""


@pytest.mark.parametrize("form", ["csv", "xlsx", "json"])
def test_negative_totals_and_old_days_come_back(
    goaltrack: Run, tmp_path: Path, form: str
) -> None:
    """A total below zero is a total again, and a day before 1900 the same day."""
    (tmp_path / "goals.toml").write_text(NEGATIVE, encoding="utf-8")
    goaltrack("export", f"t.{form}")
    goaltrack("export", "e.csv", "--entries")
    (tmp_path / "again.toml").write_text("format = 1\n", encoding="utf-8")
    assert goaltrack("import", f"t.{form}", "-f", "again.toml").code == 0
    if form == "csv":
        assert goaltrack("import", "e.csv", "-f", "again.toml").code == 0
    first, second = (
        load(str(tmp_path / f"{n}.toml")).ledger for n in ("goals", "again")
    )
    for name in first.goals:
        rows = [g.progress for g in (first.goals[name], second.goals[name])]
        said = [[(e.period, e.value, e.change) for e in row] for row in rows]
        assert said[0] == said[1]
        assert first.goals[name].due == second.goals[name].due


@pytest.mark.parametrize(
    "text",
    [
        'kind = "total"\ntarget = 1\neach = "day"\nstart = 9999-10-01\ndue = 9999-12-31',
        'kind = "total"\ntarget = 1\neach = "week"\nstart = 9999-01-01',
        'kind = "level"\ntarget = 1\nevery = "day"\ndue = 9999-12-31',
        'kind = "total"\ntarget = -20\nstart = 2026-01-01\ndue = "2026"',
    ],
)
def test_the_end_of_the_calendar(goaltrack: Run, tmp_path: Path, text: str) -> None:
    """Every view and export of a goal that reaches the last day there is."""
    (tmp_path / "goals.toml").write_text(
        f'format = 1\n[goals.a]\ntitle = "A"\n{text}\nprogress = [\n'
        "  { on = 2026-06-01, value = -12 },\n  { on = 9999-12-31, value = 1 },\n]\n",
        encoding="utf-8",
    )
    for day in ("2026-11-25", "9999-12-31"):
        for command in (
            ("status",),
            ("show", "a"),
            ("why", "a"),
            ("check",),
            ("next",),
        ):
            more = () if command == ("check",) else ("--as-of", day)
            assert goaltrack(*command, *more).code == 0, command
        for form in ("md", "html", "docx", "xlsx", "ics", "svg", "json", "csv"):
            assert goaltrack("export", f"r.{form}", "--as-of", day).code == 0, form


@pytest.mark.usefixtures("district")
def test_columns_are_for_reports(goaltrack: Run) -> None:
    """A table has all its columns; choosing some is refused, not passed over."""
    for form in ("csv", "json", "ics", "svg"):
        ran = goaltrack("export", f"r.{form}", "--columns", "title")
        assert (ran.code, Path(f"r.{form}").exists()) == (2, False)
    assert goaltrack("export", "r.csv", "--sort", "due").code == 2
    assert (
        goaltrack("export", "r.md", "--columns", "okr,light", "--sort", "due").code == 0
    )


def test_a_document_is_the_same_file(goaltrack: Run, district: Path) -> None:
    """The same ledger and day give the same bytes, whenever it is written."""
    text = district.read_text(encoding="utf-8")
    district.write_text(
        text.replace("2026/report.html", "a b?x=<y>&z"), encoding="utf-8"
    )
    assert goaltrack("export", "a.docx", *THEN).code == 0
    with zipfile.ZipFile("a.docx") as parts:
        assert {part.date_time[0] for part in parts.infolist()} == {1980}
        links = parts.read("word/_rels/document.xml.rels").decode()
    assert "https://example.org/a%20b?x=%3Cy%3E&amp;z" in links


def test_a_group_called_sources(goaltrack: Run, tmp_path: Path) -> None:
    """The marks of sources lead to the list of them, not to a group of that name."""
    (tmp_path / "goals.toml").write_text(
        'format = 1\n[sources.s]\ntitle = "S"\n[goals.a]\ntitle = "A"\n'
        'kind = "milestone"\ngroup = "Sources"\nsource = "s"\n',
        encoding="utf-8",
    )
    out = goaltrack("export", "-", "--format", "md").out
    assert out.count("\n## Sources\n") == 2
    assert "[[1]](#sources-1)" in out


def test_reports_of_one_name(goaltrack: Run, tmp_path: Path) -> None:
    """Ledgers whose names would be the same get numbers: none overwrites another's."""
    for name in ("d1/a.toml", "d2/a.toml", "d1-a.toml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("format = 1\n", encoding="utf-8")
    ran = goaltrack("export", "--each", "o", "d1/a.toml", "d2/a.toml", "d1-a.toml")
    assert ran.code == 0
    found = sorted(path.name for path in (tmp_path / "o").iterdir())
    assert found == ["d1-a-2.md", "d1-a.md", "d2-a.md"]
