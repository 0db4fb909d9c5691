"""import: tables of other programs become entries, all of them or none."""

import json
import re
import sys
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyarrow import parquet
from typer.testing import CliRunner

from conftest import Ran, Run
from goaltrack.cli.app import app
from goaltrack.errors import BadTable
from goaltrack.formats.csv import as_table
from goaltrack.importing.layout import Grid, find_table
from goaltrack.importing.readers import Options, read_rows
from goaltrack.ledger.load import load
from goaltrack.ledger.toml_text import inline_table
from goaltrack.reports.tables import Form

TEXT = """format = 1
[sources.s]
title = "S"
[goals.gdp]
title = "国内生产总值"
kind = "year-total"
unit = "亿元"
target = 1000
progress = [
  { id = "h7qk2m9x", period = "2023H1", value = 367.83, source = "s" },
]
[goals.weight]
title = "Weight"
kind = "level"
unit = "kg"
target = 75
[goals.road]
title = "Road"
kind = "milestone"
steps = [{ id = "plan" }]
[goals.run]
title = "Run"
kind = "total"
unit = "km"
target = 600
"""


def _table(path: str, raw: bytes, options: Options) -> Grid:
    return find_table(read_rows(path, raw, options), frozenset())


@pytest.fixture(autouse=True)
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "goals.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def table(text: str, encoding: str = "utf-8") -> str:
    Path("t.csv").write_bytes(text.encode(encoding))
    return "t.csv"


def rows(path: Path) -> list[str]:
    """The fields of the new rows, without their ids."""
    text = path.read_text(encoding="utf-8").splitlines()
    found = [line for line in text if "{ id" in line and line not in TEXT.splitlines()]
    return [line.partition('", ')[2].removesuffix(" },") for line in found]


FULL = """goal,on,value,change,done,percent,status,source,note,recorded,by
gdp,2023,780亿元,,,,final,s#4,"a ""b"", c",2024-01-20,me
国内生产总值,2024年1-6月,400,,,,,,,,
weight,2024/3/1,80.5kg,,,,,,,,
weight,2024-03-02,-1,,,,,,,,
run,2024-01-01,,+5,,,,,,,
run,2024-01-01,,5,,,,,,,
road,2024-01-01,,,plan,,,,,,
road,2024-02-01,,,,60%,,,,,
road,2024-02-02,61%,,,,,,,,
road,2024-03-01,,,是,,,,,,
weight,2024-03-03,,,,,,,only a note,2024/03/04,
weight,2024-03-04,,,,,,,'=x,2024-03-05T10:30:00,
"""


def test_every_key_of_an_entry_can_be_taken_in(goaltrack: Run, ledger: Path) -> None:
    """Columns by name, goals by id or title, amounts with units, days in any form."""
    ran = goaltrack("import", table(FULL))
    assert ran == Ran(0, "t.csv: 12 new, 0 in the ledger already\n", "")
    assert rows(ledger) == [
        'period = "2023", value = 780, status = "final", source = "s#4", '
        'note = "a \\"b\\", c", recorded = 2024-01-20, by = "me"',
        'period = "2024年1-6月", value = 400, recorded = 2026-11-25',
        "on = 2024-03-01, value = 80.5, recorded = 2026-11-25",
        "on = 2024-03-02, value = -1, recorded = 2026-11-25",
        'on = 2024-03-03, note = "only a note", recorded = 2024-03-04',
        'on = 2024-03-04, note = "=x", recorded = 2024-03-05T10:30:00',
        'on = 2024-01-01, done = "plan", recorded = 2026-11-25',
        "on = 2024-02-01, percent = 60, recorded = 2026-11-25",
        "on = 2024-02-02, percent = 61, recorded = 2026-11-25",
        "on = 2024-03-01, done = true, recorded = 2026-11-25",
        "on = 2024-01-01, change = 5, recorded = 2026-11-25",
        "on = 2024-01-01, change = 5, recorded = 2026-11-25",
    ]
    before = ledger.read_bytes()
    ran = goaltrack("import", "t.csv")
    assert ran.out == "t.csv: 0 new, 12 in the ledger already\n"
    assert ledger.read_bytes() == before
    assert goaltrack("undo", "-y").code == 0
    assert rows(ledger) == []


def test_columns_have_names_in_both_languages(goaltrack: Run, ledger: Path) -> None:
    """A Chinese spreadsheet is read as it is saved: GB 18030, semicolons, slashes."""
    text = "目标;日期;数值;备注\r\n国内生产总值;2023年;780;初步\r\n;;;\r\n"
    assert goaltrack("import", table(text, "gb18030"), "--lang", "zh").out == (
        "t.csv：新增 1 条，已有 0 条\n"
    )
    assert rows(ledger) == [
        'period = "2023年", value = 780, note = "初步", recorded = 2026-11-25'
    ]
    text = "\ufeffWhen\tAmount\n2024-01-01\t79\n"
    assert goaltrack("import", table(text), "--goal", "weight").code == 0
    assert rows(ledger)[-1] == "on = 2024-01-01, value = 79, recorded = 2026-11-25"


def test_columns_can_be_named(goaltrack: Run, ledger: Path) -> None:
    """--map says where a key stands; a column that nobody reads is told."""
    text = "Datum,kg,Laune\n2024-01-01,79,gut\n"
    ran = goaltrack(
        "import", table(text), "--goal", "weight", "--map", "on=Datum", "--map",
        "value=kg", "--source", "s#1", "--by", "me", "--status", "final",
    )  # fmt: skip
    assert ran.err == (
        "warning: columns that are not read: Laune (--map KEY=COLUMN reads one)\n"
    )
    assert rows(ledger) == [
        'on = 2024-01-01, value = 79, status = "final", source = "s#1", '
        'recorded = 2026-11-25, by = "me"'
    ]


def test_nothing_is_written_if_one_row_is_wrong(goaltrack: Run, ledger: Path) -> None:
    """Every row that cannot be taken is told with its line and field."""
    text = (
        "goal,on,period,value,done,status,id,replaces,recorded\n"
        "weight,2024-01-01,,80,,,,,\n"
        "nope,2024-01-01,,80,,,,,\n"
        ",2024-01-01,,80,,,,,\n"
        "weight,2024-13-01,,80,,,,,\n"
        "weight,2024/2/30,,80,,,,,\n"
        "weight,2024-01-01,2024,80,,,,,\n"
        "weight,,,80,,,,,\n"
        "weight,2024-01-01,,80 km,,,,,\n"
        "weight,2024-01-01,,eighty,,,,,\n"
        "gdp,,2023..2024,5,,,,,\n"
        "road,2024-01-01,,,build,,,,\n"
        "weight,2024-01-02,,81,,certain,,,\n"
        "weight,2024-01-03,,82,,,a b,,\n"
        "weight,2024-01-04,,83,,,,none,\n"
        "weight,2024-01-05,,84,,,,,soon\n"
        "weight,2024-01-06,,85,,,h7qk2m9x,,\n"
    )
    ran = goaltrack("import", table(text))
    assert (ran.code, ran.out) == (3, "")
    lines = ran.err.splitlines()
    assert [line.split(": ")[0] for line in lines[:-1]] == [
        f"t.csv:{line}:{field}"
        for line, field in [
            (3, 1), (4, 1), (5, 2), (6, 2), (7, 3), (8, 1), (9, 4), (10, 4), (11, 3),
            (12, 5), (13, 6), (14, 7), (15, 8), (16, 9), (17, 7),
        ]
    ]  # fmt: skip
    assert "weight, value: '80 km' does not fit weight" in ran.err
    assert "road, done: this milestone has no step 'build'" in ran.err
    assert lines[-1] == "nothing was written"
    assert ledger.read_text(encoding="utf-8") == TEXT


def test_what_contradicts_is_told_or_corrects(goaltrack: Run, ledger: Path) -> None:
    """Another figure for the same time stops the import, or replaces on demand."""
    text = "goal,period,value\ngdp,2023H1,368\n"
    ran = goaltrack("import", table(text))
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == (
        "t.csv:2:3: gdp, value: the ledger says 367.83 for the same time "
        "(entry h7qk2m9x)\nnothing was written\n"
        "--correct lets them replace the entries of the ledger\n"
    )
    ran = goaltrack("import", "t.csv", "--correct")
    assert ran.out == "t.csv: 1 new, 0 in the ledger already\n"
    assert rows(ledger) == [
        'period = "2023H1", value = 368, replaces = "h7qk2m9x", recorded = 2026-11-25'
    ]
    assert goaltrack("import", "t.csv").out == "t.csv: 0 new, 1 in the ledger already\n"


def test_entries_are_known_by_their_ids(goaltrack: Run, ledger: Path) -> None:
    """The same id is the same entry, or a contradiction that nothing can replace."""
    text = "id,goal,period,value\nh7qk2m9x,gdp,2023H1,367.83\nnew00001,gdp,2024,900\n"
    assert goaltrack("import", table(text)).out.startswith("t.csv: 1 new, 1 in")
    assert '{ id = "new00001", ' in ledger.read_text(encoding="utf-8")
    other = "id,goal,period,value\nnew00001,gdp,2024,901\n"
    ran = goaltrack("import", table(other), "--correct")
    assert ran.code == 3
    assert "the entry 'new00001' of the ledger says something else" in ran.err
    text = "id,goal,period,value,replaces\nnew00002,gdp,2024,901,new00001\n"
    assert goaltrack("import", table(text)).code == 0


def test_late_rows_are_taken(goaltrack: Run, ledger: Path) -> None:
    """A row of an older day than the newest entry is as good as any."""
    goaltrack("import", table("goal,on,value\nweight,2024-03-01,80\n"))
    goaltrack("import", table("goal,on,value\nweight,2024-01-01,82\n"))
    assert len(rows(ledger)) == 2


def test_a_dry_run_tells_each_row(goaltrack: Run, ledger: Path) -> None:
    """New, same, conflicting and refused rows are shown with the diff; nothing else."""
    text = "goal,period,value\ngdp,2023H1,367.83\ngdp,2024,900\n"
    ran = goaltrack("import", table(text), "--dry-run")
    assert ran.code == 0
    assert ran.out.startswith(
        "     2  same  gdp  2023H1 367.83\n     3  new  gdp  2024 900\n"
        "1 new, 1 same, 0 conflicting, 0 refused\n--- goals.toml\n"
    )
    text += "gdp,2023H1,368\ngdp,2025,huh\n"
    ran = goaltrack("import", table(text), "--dry-run")
    assert ran.code == 3
    assert "1 new, 1 same, 1 conflicting, 1 refused" in ran.out
    assert ledger.read_text(encoding="utf-8") == TEXT


@pytest.mark.parametrize(
    ("args", "text", "code", "said"),
    [
        ((), "", 3, "t.csv:1:1: the table is empty"),
        ((), ",,\n", 3, "t.csv:1:1: the table is empty"),
        ((), "goal,goal\n", 3, "t.csv:1:2: two columns are called 'goal'"),
        ((), "goal,value\ngdp,5\n", 3, "error: t.csv has no column 'on'"),
        ((), "on,value\n2024,5\n", 3, "error: t.csv has no column 'goal'"),
        (
            (),
            "goal,on\ngdp,2024,5\n",
            3,
            "t.csv:2:1: this row has 3 fields, and the header has 2",
        ),
        ((), "goal,on\ngdp\n", 3, "t.csv:2:1: an entry says something"),
        (
            (),
            "goal,on\ngdp,2024\0\n",
            3,
            "t.csv:2:2: gdp, on: '2024\ufffd' is not a day",
        ),
        ((), 'goal,on\ngdp,"2024\n', 3, "t.csv:2:1: this is not CSV: unexpected end"),
        (("--map", "value"), "goal,on\n", 2, "error: 'value' is not KEY=COLUMN"),
        (("--map", "v=on"), "goal,on\n", 2, "error: 'v=on' is not KEY=COLUMN"),
        (
            ("--map", "value=vlaue"),
            "goal,on,value\n",
            3,
            "error: t.csv has no column 'vlaue'; did you mean 'value'?",
        ),
        (("--goal", "nope"), "on\n", 3, "error: no goal is called 'nope'"),
        (("--source", "nope"), "on\n", 3, "error: the ledger lists no source called"),
        (("--by", ""), "on\n", 2, "error: --by takes a text"),
    ],
)
def test_what_is_no_table_is_refused(
    goaltrack: Run, args: tuple[str, ...], text: str, code: int, said: str
) -> None:
    """A table that cannot be read is told in a line; nothing is written."""
    ran = goaltrack("import", table(text), *args)
    assert (ran.code, ran.out) == (code, "")
    assert ran.err.startswith(said)


def test_bytes_that_are_no_text() -> None:
    """Bytes that are text in no usual encoding are refused."""
    with pytest.raises(BadTable, match="not text in UTF-8"):
        _table("t.csv", b"\x81", Options())


def test_what_is_no_file(goaltrack: Run, ledger: Path) -> None:
    """A device is not read as a table."""
    assert ledger.exists()
    assert goaltrack("import", "/dev/zero").code == 5


def test_entries_of_several_files_go_where_their_goals_are(
    goaltrack: Run, ledger: Path
) -> None:
    """Each file gets its own rows; if one cannot be written, none is."""
    part = Path("part.toml")
    part.write_text(
        'format = 1\n[goals.more]\ntitle = "M"\nkind = "level"\ntarget = 1\n',
        encoding="utf-8",
    )
    ledger.write_text(
        TEXT.replace("format = 1", 'format = 1\ninclude = ["part.toml"]'),
        encoding="utf-8",
    )
    text = table("goal,on,value\nweight,2024-01-01,80\nmore,2024-01-01,1\n")
    part.chmod(0o444)
    ran = goaltrack("import", text)
    assert (ran.code, ran.out) == (5, "")
    found = load("goals.toml").ledger.goals
    assert not found["weight"].progress
    assert not found["more"].progress
    part.chmod(0o644)
    assert goaltrack("import", text).code == 0
    assert "value = 1," in part.read_text(encoding="utf-8")


def test_an_id_is_one_entry_over_all_files(goaltrack: Run, ledger: Path) -> None:
    """Two rows for goals of two files cannot have one id: neither is taken."""
    part = Path("part.toml")
    head = 'format = 1\n[goals.more]\ntitle = "M"\nkind = "level"\ntarget = 1\n'
    part.write_text(head, encoding="utf-8")
    whole = TEXT.replace("format = 1", 'format = 1\ninclude = ["part.toml"]')
    ledger.write_text(whole, encoding="utf-8")
    rows = "goal,id,on,value\nweight,a1,2024-01-01,80\nmore,a1,2024-01-01,1\n"
    ran = goaltrack("import", table(rows))
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("t.csv:3:2: more, id: the id 'a1' is already that of ")
    assert (ledger.read_text("utf-8"), part.read_text("utf-8")) == (whole, head)


cells = st.text(st.characters(codec="utf-8", exclude_characters="\0"))


@given(st.lists(st.tuples(cells, cells, cells), max_size=4))
@example([("'|", "''=1", "'x")])
def test_any_table_reads_back(lines: list[tuple[str, str, str]]) -> None:
    """Whatever cells hold, they come back from what `export` writes.

    That guards a text that a spreadsheet would run with one quote, and only that quote
    is taken away again.
    """
    text = as_table(dict.fromkeys("abc", Form.TEXT), lines)
    grid = _table("h.csv", text.encode(), Options())
    assert [tuple(line.cells.values()) for line in grid.lines] == [
        line for line in lines if any(map(str.strip, line))
    ]


@given(st.binary(max_size=80))
def test_any_bytes_are_a_table_or_refused(raw: bytes) -> None:
    """No file brings the reader down."""
    with suppress(BadTable):
        _table("h.csv", raw, Options())


PLACES = st.sampled_from(["2023", "2023H1", "2024-01", "2024-02-29"])
TEXTS = st.text(
    st.characters(codec="utf-8")
    | st.sampled_from("\u3000\u00a0\u202f\u200c\u200d\n'="),
    min_size=1,
    max_size=9,
).filter(str.strip)
"""Any text that a ledger may hold."""
NOTES = st.none() | TEXTS


@given(
    st.lists(
        st.tuples(
            st.decimals(-(10**9), 10**9, places=3, allow_nan=False),
            PLACES,
            NOTES,
            st.sampled_from([None, "preliminary", "forecast"]),
            NOTES,
            NOTES,
        ),
        max_size=6,
    )
)
def test_exported_entries_come_back(
    rows: list[tuple[Decimal, str, str | None, str | None, str | None, str | None]],
) -> None:
    """Entries from `export --entries` come back the same by `import`, and only once."""
    lines = []
    for number, (value, when, note, status, by, place) in enumerate(rows):
        key = "on" if len(when) > 7 else "period"
        day = date.fromisoformat(when) if key == "on" else when
        fields = {key: day, "value": value, "note": note, "status": status, "by": by}
        fields["source"] = place and f"s#{place}"
        lines.append(f"  {inline_table({'id': f'e{number}', **fields})},\n")
    head = 'format = 1\n[sources.s]\ntitle = "S"\n[goals.it]\ntitle = "It"\nkind = "level"\naim = "watch"\n'
    full = f"{head}progress = [\n{''.join(lines)}]\n"
    Path("full.toml").write_text(full, encoding="utf-8")
    Path("bare.toml").write_text(head, encoding="utf-8")
    run = CliRunner().invoke
    out = ["export", "e.csv", "--entries", "-f", "full.toml", "--as-of", "2099-01-01"]
    assert run(app, out).exit_code == 0
    ran = run(app, ["import", "e.csv", "-f", "bare.toml"])
    assert ran.exit_code == 0, ran.output
    wanted = load("full.toml").ledger.goals["it"].progress
    found = load("bare.toml").ledger.goals["it"].progress
    assert [e._replace(recorded=None) for e in found] == list(wanted)
    assert "0 new" in run(app, ["import", "e.csv", "-f", "bare.toml"]).output


@settings(max_examples=60)
@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_every_format_keeps_every_character(notes: list[str]) -> None:
    """JSON, Parquet and workbooks hold the texts of a ledger as they are."""
    lines = [
        f"  {inline_table({'id': f'e{n}', 'on': date(2026, 1, n + 1), 'note': note})},\n"
        for n, note in enumerate(notes)
    ]
    head = 'format = 1\n[goals.it]\ntitle = "It"\nkind = "level"\naim = "watch"\n'
    full = f"{head}progress = [\n{''.join(lines)}]\n"
    Path("full.toml").write_text(full, encoding="utf-8")
    Path("bare.toml").write_text(head, encoding="utf-8")
    run = CliRunner().invoke
    said = json.loads(run(app, ["log", "--json", "-f", "full.toml"]).output)
    assert [entry["note"] for entry in said["entries"]] == notes
    export = ["export", "e.parquet", "--entries", "-f", "full.toml"]
    assert run(app, export).exit_code == 0
    assert parquet.read_table("e.parquet").column("note").to_pylist() == notes
    assert run(app, ["export", "e.xlsx", "-f", "full.toml"]).exit_code == 0
    ran = run(app, ["import", "e.xlsx", "--sheet", "entries", "-f", "bare.toml"])
    assert ran.exit_code == 0, ran.output
    # Two codes that are no characters have no place in XML.
    kept = [re.sub("[\ufffe\uffff]", "\ufffd", note) for note in notes]
    assert [e.note for e in load("bare.toml").ledger.goals["it"].progress] == kept


def test_an_export_of_the_shipped_ledger_round_trips(
    goaltrack: Run, shipped: Path
) -> None:
    """The project's own entries, in an empty ledger, give the same assessments."""
    wanted = goaltrack("status", "--json").out
    assert goaltrack("export", "e.csv", "--entries").code == 0
    text = shipped.read_text(encoding="utf-8")
    bare = "\n".join(
        line for line in text.splitlines() if not line.startswith("  { id")
    )
    shipped.write_text(bare, encoding="utf-8")
    assert goaltrack("status", "--json").out != wanted
    assert goaltrack("import", "e.csv").code == 0
    assert goaltrack("status", "--json").out == wanted
    assert goaltrack("export", "e.md", "--entries").code == 2


def test_a_plus_sign_is_added(goaltrack: Run, ledger: Path) -> None:
    """+7.5 means in a table what it means on the command line."""
    text = (
        "goal,on,value\nrun,2026-03-01,+7.5\nrun,2026-03-02,-1\nweight,2026-03-01,+2\n"
    )
    assert goaltrack("import", table(text)).code == 0
    assert [inline_table.split(", recorded")[0] for inline_table in rows(ledger)] == [
        "on = 2026-03-01, change = 2",
        "on = 2026-03-01, change = 7.5",
        "on = 2026-03-02, change = -1",
    ]
    ran = goaltrack("import", table("goal,period,value\ngdp,2025,+7\n"))
    assert (ran.code, ran.err.splitlines()[0]) == (
        3,
        "t.csv:2:3: gdp, change: a goal of kind year-total has no 'change'",
    )


def test_a_goal_is_named_without_doubt(goaltrack: Run, ledger: Path) -> None:
    """An id is meant before a title, and a title that two goals have is refused."""
    text = TEXT.replace('title = "Run"', 'title = "weight"')
    ledger.write_text(text.replace('"Road"', '"Both"'), encoding="utf-8")
    goaltrack("import", table("goal,on,value\nweight,2026-03-01,80\n"))
    assert load("goals.toml").ledger.goals["weight"].progress
    ledger.write_text(text.replace('"Road"', '"国内生产总值"'), encoding="utf-8")
    ran = goaltrack("import", table("goal,on,value\n国内生产总值,2023,80\n"))
    assert ran.code == 3
    assert ran.err.startswith(
        "t.csv:2:1: several goals are called '国内生产总值': name it by its id (gdp, road)"
    )


def test_rows_of_one_table_must_agree(goaltrack: Run, ledger: Path) -> None:
    """Two figures for one time are refused, naming the other line; also to correct."""
    for text in ("gdp,2024,330\ngdp,2024,331\n", "gdp,2023H1,330\ngdp,2023H1,331\n"):
        ran = goaltrack("import", table(f"goal,period,value\n{text}"), "--correct")
        assert ran.code == 3
        assert ran.err.startswith(
            "t.csv:3:3: gdp, value: line 2 says 330 for the same time\n"
        )
    assert rows(ledger) == []


def test_what_was_corrected_since_is_told(goaltrack: Run) -> None:
    """A row that says what was corrected adds nothing, and does not say nothing."""
    goaltrack("correct", "h7qk2m9x", "368")
    ran = goaltrack("import", table("goal,period,value\ngdp,2023H1,367.83\n"))
    assert ran.out == "t.csv: 0 new, 1 in the ledger already\n"
    assert ran.err == "t.csv:2: the ledger has it, and it was corrected since\n"
    text = "id,goal,period,value\nh7qk2m9x,gdp,2023H1,367.83\n"
    assert "corrected since" in goaltrack("import", table(text)).err


def test_days_and_words_as_spreadsheets_have_them(goaltrack: Run, ledger: Path) -> None:
    """Slashes, no zeros, midnight, eight digits, months; Chinese words; sep= lines."""
    text = (
        "sep=;\n目标;日期;数值;状态;记录于;;完成\n"
        "weight;2026-3-2;80;最终;2026/3/3;;否\n"
        "weight;2026/3/6 0:00;81;;20260307;;\n"
        "weight;20260308;82;;;;\n"
        "国内生产总值;2026/3;83;初步;;;\n"
        "road;2026/4/1;100%;;;;\n"
    )
    ran = goaltrack("import", table(text))
    assert (ran.code, ran.err) == (0, "")
    assert rows(ledger) == [
        'period = "2026-03", value = 83, status = "preliminary", recorded = 2026-11-25',
        'on = 2026-03-02, value = 80, status = "final", recorded = 2026-03-03',
        "on = 2026-03-06, value = 81, recorded = 2026-03-07",
        "on = 2026-03-08, value = 82, recorded = 2026-11-25",
        "on = 2026-04-01, done = true, recorded = 2026-11-25",
    ]
    ran = goaltrack("import", table(",goal,on,value\n,weight,2026-05-01,huh\n"))
    assert ran.err.startswith("t.csv:2:4: weight, value: 'huh' is not an amount")
    ran = goaltrack("import", table("goal,on,value,figure\nweight,2026-05-01,3,999\n"))
    assert ran.err.startswith("warning: columns that are not read: figure")
    assert (
        goaltrack("import", table("id,goal,on,value\nnew,weight,2026-05-01,3\n")).code
        == 0
    )


def test_an_import_into_several_files_is_one_change(
    goaltrack: Run, ledger: Path
) -> None:
    """`undo` takes all of it back; one that failed leaves nothing to take back."""
    part = Path("part.toml")
    head = 'format = 1\n[goals.more]\ntitle = "M"\nkind = "level"\ntarget = 1\n'
    part.write_text(head, encoding="utf-8")
    whole = TEXT.replace("format = 1", 'format = 1\ninclude = ["part.toml"]')
    ledger.write_text(whole, encoding="utf-8")
    text = table("goal,on,value\nweight,2024-01-01,80\nmore,2024-01-01,1\n")
    goaltrack("add", "weight", "79", "--on", "2023-12-31")
    part.chmod(0o444)
    assert goaltrack("import", text).code == 5
    part.chmod(0o644)
    assert goaltrack("import", text).code == 0
    assert goaltrack("undo", "-y").code == 0
    found = load("goals.toml").ledger.goals
    assert (len(found["weight"].progress), len(found["more"].progress)) == (1, 0)
    assert goaltrack("undo", "--redo", "-y").code == 0
    assert goaltrack("undo", "-y").code == goaltrack("undo", "-y").code == 0
    assert not load("goals.toml").ledger.goals["weight"].progress


def book(rows: list[list[object]], name: str = "Data") -> str:
    """A workbook with these rows in its second sheet; the first is empty."""
    out = xlsxwriter.Workbook("t.xlsx", {"default_date_format": "yyyy-mm-dd"})
    out.add_worksheet("Empty")
    sheet = out.add_worksheet(name)
    for number, cells_ in enumerate(rows):
        for column, value in enumerate(cells_):
            sheet.write(number, column, value)
    out.close()
    return "t.xlsx"


def test_a_workbook_is_a_table_too(goaltrack: Run, ledger: Path) -> None:
    """Numbers, days, moments and words of a sheet are what a person would have typed."""
    path = book(
        [
            [None, None],
            ["目标", "日期", "数值", "备注", "完成", "记录于"],
            [
                "weight",
                date(2026, 3, 1),
                80.1,
                "x",
                None,
                datetime.fromisoformat("2026-03-02T09:30:00"),
            ],
            ["国内生产总值", 2025, 900, None, None, None],
            [None, None],
            ["road", date(2026, 3, 1), None, None, True, None],
        ]
    )
    assert goaltrack("import", path, "--sheet", "Data") == Ran(
        0, "t.xlsx: 3 new, 0 in the ledger already\n", ""
    )
    assert rows(ledger) == [
        'period = "2025", value = 900, recorded = 2026-11-25',
        'on = 2026-03-01, value = 80.1, note = "x", recorded = 2026-03-02T09:30:00',
        "on = 2026-03-01, done = true, recorded = 2026-11-25",
    ]
    again = goaltrack("import", path, "--sheet", "Data")
    assert again.out == "t.xlsx: 0 new, 3 in the ledger already\n"


def test_our_own_workbook_comes_back(goaltrack: Run, ledger: Path) -> None:
    """The sheet of entries that `export` writes is one that `import` reads."""
    goaltrack("import", table(FULL))
    assert goaltrack("export", "r.xlsx").code == 0
    goaltrack("undo", "-y")
    assert goaltrack("import", "r.xlsx", "--sheet", "entries").code == 0
    assert len(rows(ledger)) == 12


def test_a_table_in_no_sheet(goaltrack: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sheet that is not there, a file that is no workbook, a package that is not."""
    path = book([["goal", "on", "value"], ["weight", "2026-03-01", "huh"]])
    ran = goaltrack("import", path, "--sheet", "Dat")
    assert (ran.code, ran.err.splitlines()[1]) == (3, "its sheets are Empty, Data")
    assert goaltrack("import", path).err.startswith("t.xlsx:1:1: the table is empty")
    ran = goaltrack("import", path, "--sheet", "Data")
    assert ran.err.startswith("t.xlsx:2:3: weight, value: 'huh' is not an amount")
    assert goaltrack("import", table("goal,on\n"), "--sheet", "x").code == 3
    Path("t.xlsx").write_bytes(b"no workbook")
    assert goaltrack("import", path).err.startswith("t.xlsx:1:1: this is no workbook: ")
    with pytest.raises(BadTable):
        _table("t.xlsx", b"no workbook", Options())
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    for sheet in ((), ("--sheet", "Data")):
        assert "pip install 'goaltrack[xlsx]'" in goaltrack("import", path, *sheet).err


def test_a_published_table_is_taken_in_whole(goaltrack: Run, ledger: Path) -> None:
    """An indicator a row, a period a column, year to date: each cell is an entry."""
    text = (
        "指标,单位,2023年1-3月,2023年1-6月,2023年前三季度,2023年,增长率\n"
        "国内生产总值,亿元,150.2,367.83,561.2,780,5.1\n"
        "run,,1,-,,2 km,\n"
    )
    ran = goaltrack("import", table(text))
    assert ran.out == "t.csv: 5 new, 1 in the ledger already\n"
    assert (
        ran.err
        == "warning: columns that are not read: 增长率 (--map KEY=COLUMN reads one)\n"
        "cells without a figure: 2 passed over\n"
    )
    assert [inline_table.split(", recorded")[0] for inline_table in rows(ledger)] == [
        'period = "2023年1-3月", value = 150.2',
        'period = "2023年前三季度", value = 561.2',
        'period = "2023年", value = 780',
        'period = "2023年1-3月", value = 1',
        'period = "2023年", value = 2',
    ]
    found = json.loads(goaltrack("status", "gdp", "--json").out)["goals"][0]
    assert found["year"]["to_date"] == 780
    assert goaltrack("import", "t.csv").out.startswith("t.csv: 0 new, 6 in")
    ran = goaltrack("import", table("goal,2024,2025H1\ngdp,1,huh\nnope,1,2\n"))
    assert [line.split(": ")[0] for line in ran.err.splitlines()[:-1]] == [
        "t.csv:2:3",
        "t.csv:3:1",
        "t.csv:3:1",
    ]
