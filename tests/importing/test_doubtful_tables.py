"""Tables that may be read in two ways: rightly where it is certain, else refused."""

import codecs
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from conftest import Ran, Run
from goaltrack.errors import BadTable, MissingExtra
from goaltrack.importing.decimal_mark import doubtful_mark, infer
from goaltrack.importing.layout import find_table
from goaltrack.importing.number_format import Shown, shown
from goaltrack.importing.readers import Options, read_rows
from goaltrack.ledger.load import load
from goaltrack.model.decimal_comma import with_point

LEDGER = """format = 1
[goals.weight]
title = "体重"
kind = "level"
unit = "kg"
aim = "watch"
[goals.share]
title = "Share"
kind = "level"
unit = "%"
aim = "watch"
[goals.output]
title = "Output"
kind = "level"
unit = "元"
aim = "watch"
[goals.road]
title = "Road"
kind = "milestone"
"""


@pytest.fixture(autouse=True)
def ledger() -> Path:
    path = Path("goals.toml")
    path.write_text(LEDGER, encoding="utf-8")
    return path


def values(goal: str = "weight") -> list[Decimal | None]:
    """The figures that the ledger has now."""
    return [entry.value for entry in load("goals.toml").ledger.goals[goal].progress]


def refused(ran: Ran, *said: str) -> bool:
    """Whether nothing was written, and each of these was said."""
    assert ran.code in (2, 3), ran
    assert Path("goals.toml").read_text(encoding="utf-8") == LEDGER
    return all(word in ran.err for word in said)


def test_workbooks_of_other_programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is no workbook is refused; without the library, its extra is told."""
    with pytest.raises(BadTable, match=r"t\.ods:1:1: this is no workbook"):
        read_rows("t.ods", b"no workbook", Options())
    monkeypatch.setitem(sys.modules, "python_calamine", None)
    with pytest.raises(MissingExtra, match=r"goaltrack\[xlsx\]"):
        read_rows("t.ods", b"no workbook", Options())


# Decimal marks


@pytest.mark.parametrize("separator", [";", "\t"])
@pytest.mark.parametrize("number", ["71,500", "1.234", "-71,500", "71,500 kg", "1,234"])
def test_a_mark_before_three_digits_is_asked_about(
    goaltrack: Run, separator: str, number: str
) -> None:
    """In a file of either country it may be 71.5 or 71500: the option is named."""
    table = f"date{separator}value\n2026-10-01{separator}{number}\n"
    Path("w.csv").write_text(table, encoding="utf-8")
    ran = goaltrack("import", "w.csv", "--goal", "weight")
    assert refused(ran, "w.csv:2:2: weight, value", "--decimal , or --decimal .")
    assert goaltrack("import", "w.csv", "--goal", "weight", "--decimal", ",").code == 0
    comma = values()
    Path("goals.toml").write_text(LEDGER, encoding="utf-8")
    assert goaltrack("import", "w.csv", "--goal", "weight", "--decimal", ".").code == 0
    [one], [other] = comma, values()
    assert one is not None
    assert other is not None
    assert max(one / other, other / one) == 1000


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        (("71,500", "71,25"), ["71.500", "71.25"]),
        (("71,500", "1.234,5"), ["71.500", "1234.5"]),
        (("71,500", "0,125"), ["71.500", "0.125"]),
        (("1.234", "1.234.567"), ["1234", "1234567"]),
        (("1.234", "2.5"), ["1.234", "2.5"]),
        (("1,234", "1,234.5"), ["1234", "1234.5"]),
        (("80,5",), ["80.5"]),
        (("80", "81"), ["80", "81"]),
    ],
)
def test_other_numbers_of_the_table_decide(
    goaltrack: Run, numbers: tuple[str, ...], found: list[str]
) -> None:
    """One number that can be read in one way only tells the mark of them all."""
    lines = [f"2026-10-0{n};{number}" for n, number in enumerate(numbers, 1)]
    Path("w.csv").write_text("date;value\n" + "\n".join(lines) + "\n", encoding="utf-8")
    ran = goaltrack("import", "w.csv", "--goal", "weight")
    assert ran.code == 0, ran.err
    assert values() == list(map(Decimal, found))


def test_numbers_that_contradict_each_other(goaltrack: Run) -> None:
    """A table with both marks decides nothing, and a wrong option is refused."""
    Path("w.csv").write_text(
        "date;value\n2026-10-01;1,5\n2026-10-02;2.5\n2026-10-03;1,234\n", "utf-8"
    )
    ran = goaltrack("import", "w.csv", "--goal", "weight")
    assert refused(ran, "--decimal")
    ran = goaltrack("import", "w.csv", "--goal", "weight", "--decimal", ";")
    assert refused(ran, "--decimal takes . or ,")


def test_a_comma_file_has_points(goaltrack: Run) -> None:
    """Where commas separate the cells, a comma in a number divides thousands."""
    Path("w.csv").write_text('date,value\n2026-10-01,"71,500"\n', encoding="utf-8")
    assert goaltrack("import", "w.csv", "--goal", "weight").code == 0
    assert values() == [Decimal(71500)]


@given(st.decimals(0, 10**9, places=3), st.booleans())
def test_a_number_written_with_a_comma_reads_back(
    number: Decimal, grouped: bool
) -> None:
    """1.234,5 is 1234.5, with points before each three digits or none."""
    text = f"{number:,f}" if grouped else f"{number:f}"
    comma = text.replace(",", "_").replace(".", ",").replace("_", ".")
    assert Decimal(with_point(f"{comma} kg").removesuffix(" kg")) == number
    assert infer([comma]) in (",", "")
    assert infer([text]) in (".", "")
    assert bool(doubtful_mark(comma)) is bool(doubtful_mark(comma.replace(",", ".")))


@pytest.mark.parametrize("text", ["1.23,4", "1,2,3", "abc", "1,2.3"])
def test_what_is_not_written_with_a_comma_stays(text: str) -> None:
    """A text that is no number with a decimal comma stays as it is, to be refused."""
    assert with_point(text) == text
    assert infer(["abc", "5", ""]) == ""


# Encodings


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1252", "Müller läuft"),
        ("latin-1", "Renée"),
        ("shift_jis", "担当システム"),
        ("big5", "體重紀錄"),
        ("gb18030", "跑步"),
        ("euc_kr", "달리기 기록"),
    ],
)
def test_a_guessed_encoding_is_refused(
    goaltrack: Run, encoding: str, text: str
) -> None:
    """Text that is not UTF-8 may be many things: the option is named, then heard."""
    raw = f"date,value,note\n2026-10-01,70,{text}\n".encode(encoding)
    Path("c.csv").write_bytes(raw)
    ran = goaltrack("import", "c.csv", "--goal", "weight")
    assert refused(ran, "c.csv:2:1: this is not UTF-8 text", "--encoding NAME")
    ran = goaltrack("import", "c.csv", "--goal", "weight", "--encoding", encoding)
    assert ran.code == 0
    [entry] = load("goals.toml").ledger.goals["weight"].progress
    assert entry.note == text


@pytest.mark.parametrize(
    "raw",
    [
        "日期,数值,备注\n2026-10-01,70,跑步\n".encode("gb18030"),
        "goal,date,value,note\n体重,2026-10-01,70,跑步\n".encode("gbk"),
        "date,value,note\n2026-10-01,70,跑步\n".encode("utf-16"),
        "date,value,note\n2026-10-01,70,跑步\n".encode("utf-16-le"),
        "date,value,note\n2026-10-01,70,跑步\n".encode("utf-16-be"),
        codecs.BOM_UTF8 + "date,value,note\n2026-10-01,70,跑步\n".encode(),
    ],
)
def test_a_certain_encoding_is_read(goaltrack: Run, raw: bytes) -> None:
    """Marks, known words of columns and goals, and zero bytes tell an encoding."""
    Path("c.csv").write_bytes(raw)
    ran = goaltrack("import", "c.csv", "--goal", "weight")
    assert ran.code == 0, ran.err
    [entry] = load("goals.toml").ledger.goals["weight"].progress
    assert entry.note == "跑步"


def test_wrong_encodings(goaltrack: Run) -> None:
    """An encoding that is none, or not that of the file, is told."""
    raw = "date,value,note\n2026-10-01,70,é\n".encode("cp1252")
    Path("c.csv").write_bytes(raw)
    for name in ("nope", "rot13", "zip"):
        ran = goaltrack("import", "c.csv", "--goal", "weight", "--encoding", name)
        assert refused(ran, f"no encoding is called '{name}'")
    ran = goaltrack("import", "c.csv", "--goal", "weight", "--encoding", "utf-8")
    assert refused(ran, "c.csv:1:1: this is not utf-8 text")


# Workbooks


def book(*cells: tuple[float, str], path: str = "p.xlsx") -> str:
    """Write a workbook of dates and numbers, each with its number format."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["date", "value"])
        for n, (value, number_format) in enumerate(cells, 1):
            sheet.write_datetime(n, 0, date(2026, 10, n), day)
            form = workbook.add_format({"num_format": number_format})
            sheet.write_number(n, 1, value, form)
    return path


def test_a_percent_cell_is_what_it_shows(goaltrack: Run) -> None:
    """0.512 in a cell that shows 51.2% is 51.2 of a goal in percent."""
    path = book((0.45, "0.0%"), (0.512, "0%"), (51.2, "0.0"), (51.2, '0.0"%"'))
    ran = goaltrack("import", path, "--goal", "share")
    assert ran.code == 0, ran.err
    assert values("share") == list(map(Decimal, ["45", "51.2", "51.2", "51.2"]))


def test_a_percent_cell_of_a_milestone(goaltrack: Run) -> None:
    """60% of a milestone is 60, and not 0.6."""
    assert goaltrack("import", book((0.6, "0%")), "--goal", "road").code == 0
    [entry] = load("goals.toml").ledger.goals["road"].progress
    assert entry.percent == 60


def test_a_percent_cell_for_another_unit(goaltrack: Run) -> None:
    """A share does not fit a goal in kilograms."""
    ran = goaltrack("import", book((0.6, "0%")), "--goal", "weight")
    assert refused(ran, "'60%' does not fit weight")


@pytest.mark.parametrize("form", ["#,##0,", "0!.0,", '0!.0,"万"', "0.00,,", '0"."0,'])
def test_a_scaled_cell_is_asked_about(goaltrack: Run, form: str) -> None:
    """A cell that is shown scaled is refused, and the option that takes it is named."""
    path = book((123456, form))
    ran = goaltrack("import", path, "--goal", "output")
    assert refused(ran, "p.xlsx:2:2: output, value", "--cells stored")
    ran = goaltrack("import", path, "--goal", "output", "--cells", "stored")
    assert ran.code == 0
    assert values("output") == [Decimal(123456)]


def test_a_unit_in_a_format_counts(goaltrack: Run) -> None:
    """12.3 in a cell that shows 12.3万元 is 123,000 元."""
    path = book((12.3, '0.0"万元"'), (5, "#,##0.00"), (6, "General"), (7, "[$¥-804]0"))
    assert goaltrack("import", path, "--goal", "output").code == 0
    assert values("output") == list(map(Decimal, ["123000", "5", "6", "7"]))


def test_a_published_table_of_percent_cells(goaltrack: Run) -> None:
    """Cells under periods are read with their formats as well."""
    with xlsxwriter.Workbook("t.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        form = workbook.add_format({"num_format": "0.0%"})
        thousands = workbook.add_format({"num_format": "0,"})
        sheet.write_row(0, 0, ["goal", "2024", "2025"])
        sheet.write_string(1, 0, "share")
        sheet.write_number(1, 1, 0.45, form)
        sheet.write_number(1, 2, 0.512, form)
    assert goaltrack("import", "t.xlsx").code == 0
    assert values("share") == [Decimal(45), Decimal("51.2")]
    with xlsxwriter.Workbook("u.xlsx") as workbook:
        sheet = workbook.add_worksheet()
        thousands = workbook.add_format({"num_format": "0,"})
        sheet.write_row(0, 0, ["goal", "2023"])
        sheet.write_string(1, 0, "output")
        sheet.write_number(1, 1, 45000, thousands)
    assert "--cells stored" in goaltrack("import", "u.xlsx").err


@pytest.mark.parametrize(
    ("form", "found"),
    [
        ("General", ""),
        ("0.00_);[Red](0.00)", ""),
        ("#,##0.00 [$€-407]", ""),
        ('0.0"万元"', "万元"),
        ("0.0\\ \\k\\m", "km"),
        ("0.0%", Shown.PERCENT),
        ('0.0"%"', "%"),
        ("#,##0,", Shown.SCALED),
        ("# ?/?", ""),
        ("0.00E+00", ""),
        ('"约" 0', ""),
        ("@", ""),
    ],
)
def test_number_formats(form: str, found: Shown | str) -> None:
    """The first part of a format says how a number is shown."""
    assert shown(form) == found


def test_a_workbook_without_formats(
    goaltrack: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of a kind of workbook whose formats cannot be read, a share is not believed."""
    book((0.512, "0.0%"))
    monkeypatch.setattr("goaltrack.importing.readers._OPENPYXL", ())
    ran = goaltrack("import", "p.xlsx", "--goal", "share")
    assert refused(ran, "p.xlsx:2:2: share, value", "--cells stored", ".xlsx")
    assert goaltrack("import", "p.xlsx", "--goal", "weight").code == 0
    ran = goaltrack("import", "p.xlsx", "--goal", "share", "--cells", "stored")
    assert ran.code == 0
    assert values("share") == [Decimal("0.512")]


# Years


@pytest.mark.parametrize(
    "times",
    [
        ("2009/10", "2010/11", "2011/12"),
        ("2009-10", "2010-11", "2011-12"),
        ("2010-11", "2011-12", "2012-13"),
        ("2011/12",),
        ("2011/12", "2012-2013"),
        ("2011/12", "2013/19"),
    ],
)
@pytest.mark.parametrize("name", ["period", "date"])
def test_a_year_is_not_a_month(
    goaltrack: Run, times: tuple[str, ...], name: str
) -> None:
    """Values that run like fiscal years are never read as months."""
    lines = "".join(f"{time},{n}\n" for n, time in enumerate(times, 1))
    Path("y.csv").write_text(f"{name},value\n{lines}", encoding="utf-8")
    ran = goaltrack("import", "y.csv", "--goal", "weight")
    assert refused(
        ran, "y.csv:2:1: weight", "may be a month or the year", "--each month"
    )


def test_a_column_of_years(goaltrack: Run) -> None:
    """One value alone is a year where its column is called so."""
    Path("y.csv").write_text("Year,value\n2011-12,5\n", encoding="utf-8")
    args = ("import", "y.csv", "--goal", "weight", "--map", "period=Year")
    assert refused(goaltrack(*args), "--each month")
    assert goaltrack(*args, "--each", "month").code == 0
    [entry] = load("goals.toml").ledger.goals["weight"].progress
    assert entry.period.first.isoformat() == "2011-12-01"


@pytest.mark.parametrize(
    "times", [("2011-12",), ("2011-11", "2011-12"), ("2011/11", "2011/12", "2012/1")]
)
def test_months_are_months(goaltrack: Run, times: tuple[str, ...]) -> None:
    """December 2011 is read where nothing speaks for a year."""
    lines = "".join(f"{time},{n}\n" for n, time in enumerate(times, 1))
    Path("m.csv").write_text(f"period,value\n{lines}", encoding="utf-8")
    ran = goaltrack("import", "m.csv", "--goal", "weight")
    assert ran.code == 0, ran.err
    months = [
        e.period.first.month for e in load("goals.toml").ledger.goals["weight"].progress
    ]
    assert 12 in months


def test_columns_that_are_years(goaltrack: Run) -> None:
    """A published table under 2009/10, 2010/11, … is refused as well."""
    Path("t.csv").write_text("goal,2009/10,2010/11\nweight,5,6\n", encoding="utf-8")
    assert refused(goaltrack("import", "t.csv"), "--each month")


def test_a_reader_needs_no_ledger() -> None:
    """Cells come as they are, blanks and all, with what separates them."""
    grid = find_table(read_rows("x.csv", b"a;b\n' x ;'=1\n", Options()), frozenset())
    assert (grid.delimiter, grid.lines[0].cells) == (";", {"a": "' x ", "b": "=1"})
