"""show, log and export, as whole outputs."""

import csv
import hashlib
import json
import re
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from markdown_it import MarkdownIt
from rich.cells import cell_len

from conftest import REPOSITORY, Look, Run
from goaltrack.i18n.text import width

THEN = ("--as-of", "2023-08-04")
MAY = ("--as-of", "2023-05-31")


@pytest.fixture
def everything(tmp_path: Path) -> Path:
    """A ledger in which every part of a report has something to say."""
    copy = tmp_path / "goals.toml"
    copy.write_bytes((REPOSITORY / "tests" / "rich.toml").read_bytes())
    return copy


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


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_page(goaltrack: Run, everything: Path, look: Look, language: str) -> None:
    """The page of each goal says all that the ledger says of it."""
    assert everything.exists()
    pages = [goaltrack("show", name, *MAY, "--lang", language).out for name in GOALS]
    look(f"show-{language}.txt", "\n\n".join(pages))


@pytest.mark.parametrize("columns", [40, 60, 100])
def test_pages_and_logs_fit(
    goaltrack: Run, shipped: Path, look: Look, columns: int
) -> None:
    """A page and the log are drawn for the width that there is."""
    assert shipped.exists()
    width = {"COLUMNS": str(columns)}
    page = goaltrack("show", "gdp", *THEN, "--lang", "zh", env=width).out
    log = goaltrack("log", *THEN, env=width).out
    look(f"page-and-log-{columns}.txt", page + "\n\n" + log)


def test_plain_pages(goaltrack: Run, everything: Path, look: Look) -> None:
    """A plain page and log have one fact a line."""
    assert everything.exists()
    page = goaltrack("show", "whole", *MAY, "--plain").out
    look("plain.txt", page + "\n\n" + goaltrack("log", *MAY, "--plain").out)


def test_the_log_marks_corrections(
    goaltrack: Run, everything: Path, look: Look
) -> None:
    """The log is in the order of time, corrections and forecasts are marked."""
    assert everything.exists()
    look("log.txt", goaltrack("log", *MAY).out)
    ran = goaltrack("log", "whole", *MAY, "--known-on", "2023-03-02", "--json")
    ids = [entry["id"] for entry in json.loads(ran.out)["entries"]]
    assert ids == ["a1", "a2"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_report(goaltrack: Run, shipped: Path, look: Look, language: str) -> None:
    """The report on the project's own ledger is as it was looked at."""
    ran = goaltrack("export", "report.md", *THEN, "--lang", language)
    said = {"en": "report.md written\n", "zh": "已写入 report.md\n"}
    assert (ran.code, ran.out, ran.err) == (0, "", said[language])
    text = (shipped.parent / "report.md").read_text(encoding="utf-8")
    look(f"report-{language}.md", text)
    again = goaltrack("export", "-", "--format", "md", *THEN, "--lang", language)
    assert again.out == text


def test_the_report_of_everything(goaltrack: Run, everything: Path, look: Look) -> None:
    """A report escapes what Markdown would obey, and leaves nothing out."""
    assert everything.exists()
    known = ("--known-on", "2023-05-30")
    look("report-rich.md", goaltrack("export", "-", "--format", "md", *MAY, *known).out)


def test_the_report_of_some(goaltrack: Run, everything: Path) -> None:
    """A report may be of chosen goals only."""
    text = everything.read_text(encoding="utf-8")
    everything.write_text(text.replace('title = "Everything"', ""), encoding="utf-8")
    out = goaltrack("export", "-", "road", "--format", "md", *MAY).out
    assert out.startswith("# Report\n")
    sections = out.split("\n## Annex")[0]
    assert sections.count("\n### ") == 1


def test_csv_is_for_spreadsheets(goaltrack: Run, everything: Path, look: Look) -> None:
    """A CSV has one row a goal, exact numbers, and runs no formula."""
    text = everything.read_text(encoding="utf-8")
    hostile = text.replace('"Books read"', '"=HYPERLINK(1)"')
    everything.write_text(hostile, encoding="utf-8")
    ran = goaltrack("export", "out.csv", *MAY)
    assert ran.code == 0
    out = (everything.parent / "out.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(StringIO(out)))
    assert [row["id"] for row in rows] == GOALS
    assert rows[9]["title"] == "'=HYPERLINK(1)"
    assert rows[0]["figure"] == "178.25"
    look("goals.csv", out)


def test_an_export_in_json_is_the_board(goaltrack: Run, everything: Path) -> None:
    """`export x.json` has what `status --json` has, and fits its own schema."""
    goaltrack("export", "x.json", "--lang", "zh")
    out = json.loads((everything.parent / "x.json").read_text(encoding="utf-8"))
    Draft7Validator(json.loads(goaltrack("schema", "export").out)).validate(out)
    board = json.loads(goaltrack("status", "--json").out)
    for goal in out["goals"]:
        del goal["as_written"]
    shared = {key: out[key] for key in board if key != "schema"}
    assert shared | {"schema": board["schema"]} == board


def test_standard_output_is_markdown(goaltrack: Run, shipped: Path) -> None:
    """`export -` writes the report, unless another format is asked for."""
    assert shipped.exists()
    assert (
        goaltrack("export", "-").out == goaltrack("export", "-", "--format", "md").out
    )


@pytest.mark.parametrize(
    "args",
    [
        ("report.pdf",),
        ("-", "--format", "doc"),
        ("report",),
        ("x.md", "--format", "doc"),
    ],
)
def test_other_formats_are_refused(
    goaltrack: Run, shipped: Path, args: tuple[str, ...]
) -> None:
    """A format that is none names those there are, and writes nothing."""
    ran = goaltrack("export", *args)
    assert ran.code == 2
    assert "md, html, docx, svg, xlsx, ics, parquet, json, csv" in ran.err
    assert list(shipped.parent.iterdir()) == [shipped]


def _validated(run: Run, command: str, *args: str) -> Any:
    """The JSON that a command prints, which its shipped schema accepts."""
    schema = json.loads(run("schema", command).out)
    Draft7Validator.check_schema(schema)
    data = json.loads(run(command, *args, "--json").out)
    Draft7Validator(schema).validate(data)
    return data


def test_json_is_as_its_schema_says(goaltrack: Run, everything: Path) -> None:
    """The JSON of `status`, `log`, `show` and `check` fits the schemas shipped."""
    assert everything.exists()
    for days in (MAY, ("--as-of", "2024-06-01"), ("--as-of", "2022-01-01")):
        _validated(goaltrack, "status", *days)
        _validated(goaltrack, "log", *days)
        for name in GOALS:
            _validated(goaltrack, "show", name, *days)
    assert _validated(goaltrack, "check")["findings"] == []
    entries = _validated(goaltrack, "show", "whole", *MAY)["entries"]
    assert entries[1]["corrected_by"] == "a3"


def test_json_never_speaks_another_language(goaltrack: Run, shipped: Path) -> None:
    """Machine output is the same in every locale."""
    assert shipped.exists()
    for command in (("status",), ("show", "gdp"), ("log",), ("check",)):
        english = goaltrack(*command, "--json")
        assert goaltrack(*command, "--json", env={"LANG": "zh_CN.UTF-8"}) == english


def test_goals_that_are_not_there(goaltrack: Run, shipped: Path) -> None:
    """Every command that takes a goal refuses an unknown one alike."""
    assert shipped.exists()
    for command in ("status", "show", "log"):
        ran = goaltrack(command, "gpd")
        assert (ran.code, ran.err) == (
            3,
            "error: no goal is called 'gpd'; did you mean 'gdp'?\n",
        )


TITLES = [
    "a | b \\| c",
    "`code` *bold* _it_ ~~no~~ [x](http://e) <b>h</b> &amp; $x$",
    "1. first",
    "2) second",
    "- dash",
    "+ plus",
    "= equals",
    "# hash",
    "> quote",
    "\\ back",
    "![i](javascript:alert(1))",
    "经济总量 100% | 突破",
]


@pytest.mark.parametrize("title", TITLES)
def test_markdown_says_what_was_said(
    goaltrack: Run, tmp_path: Path, title: str
) -> None:
    """A Markdown reader finds each title whole, as text, in heading and table."""
    text = f"format = 1\ntitle = '{title}'\n[goals.it]\ntitle = '{title}'\n"
    text += f"kind = 'milestone'\nnote = '{title}'\n[goals.b]\ntitle = 'b'\n"
    text += f"kind = 'milestone'\ngroup = '{title}'\n"
    (tmp_path / "goals.toml").write_text(text, encoding="utf-8")
    out = goaltrack("export", "-", "--format", "md").out
    tokens = MarkdownIt("commonmark").enable("table").parse(out)
    inline = [token for token in tokens if token.type == "inline"]
    said = ["".join(c.content for c in t.children or ()) for t in inline]
    kinds = {child.type for token in inline for child in token.children or ()}
    assert kinds <= {"text", "text_special", "strong_open", "strong_close", "softbreak"}
    # The title of the ledger, of the goal in its tables and heading, of the group.
    assert said.count(title) == 5
    assert f"Note {title}" in said
    rows = [line for line in out.splitlines() if line.startswith("| ")]
    wide = [line.replace("\\\\", "").replace("\\|", "").count("|") for line in rows]
    cells = [token for token in tokens if token.type in ("td_open", "th_open")]
    rules = [line for line in rows if set(line) <= set("|-: ")]
    # As many cells as columns, whatever a title says; the rule below a head has none.
    assert len(cells) == sum(n - 1 for n in wide) - sum(r.count("|") - 1 for r in rules)


def test_a_report_never_takes_the_place_of_the_ledger(
    goaltrack: Run, shipped: Path
) -> None:
    """The ledger is not overwritten by its report, under whatever name."""
    before = shipped.read_bytes()
    (shipped.parent / "link.md").symlink_to(shipped)
    for name in ("goals.toml", "./goals.toml", "link.md"):
        ran = goaltrack("export", name, "--format", "md")
        assert ran.code == 3
        assert "was read for this export" in ran.err
    assert shipped.read_bytes() == before


LONG = """
format = 1
[goals.it]
title = "{title}"
kind = "year-total"
unit = "万元"
target = 90000000
due = "2026"
progress = [
  {{ id = "a", period = "2026-01-01..2026-11-15", value = 87654321.55 }},
]
"""


@pytest.mark.parametrize("columns", [12, 20, 30, 36, 40, 60])
@pytest.mark.parametrize("command", ["status", "show it", "log"])
def test_nothing_is_cut_off(
    goaltrack: Run, tmp_path: Path, columns: int, command: str
) -> None:
    """However narrow it is, a number or a period that is shown is shown whole."""
    text = LONG.format(title="经济总量迈上千亿台阶" * 3)
    (tmp_path / "goals.toml").write_text(text, encoding="utf-8")
    width = {"COLUMNS": str(columns)}
    out = goaltrack(*command.split(), "--lang", "zh", env=width).out
    assert max(map(cell_len, out.splitlines())) <= columns
    if command == "log" and columns > 30:
        assert "87,654,321.55" in out


def test_one_long_title_costs_no_columns(goaltrack: Run, tmp_path: Path) -> None:
    """A title of a hundred characters runs over lines, and the figures stay."""
    (tmp_path / "goals.toml").write_text(
        LONG.format(title="long " * 23), encoding="utf-8"
    )
    out = goaltrack("status", env={"COLUMNS": "100"}).out
    assert "87,654,321.55 / 90,000,000 万元" in out


def test_corrections_stay_marked(goaltrack: Run, everything: Path) -> None:
    """At every width the log says which entries are corrected, and which forecasts."""
    assert everything.exists()
    for columns in (50, 60, 80, 100):
        out = goaltrack("log", "whole", *MAY, env={"COLUMNS": str(columns)}).out
        assert "corrected" in out
        assert "forecast" in out


FIRMS = """
format = 1
[goals.firms]
title = "高新技术企业"
kind = "level"
unit = "家"
target = 520
due = 2025-12-31
baseline = { on = 2021-12-31, value = 300 }
progress = [
  { id = "a", on = 2022-12-31, value = 345 },
  { id = "b", on = 2023-12-31, value = 398 },
  { id = "c", on = 2024-12-31, value = 452 },
]
"""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_chart(goaltrack: Run, tmp_path: Path, look: Look, language: str) -> None:
    """Figures, plan line, target and the fan of what is to come, as looked at."""
    (tmp_path / "goals.toml").write_text(FIRMS, encoding="utf-8")
    args = ("firms", "--as-of", "2025-03-01", "--lang", language)
    look(f"chart-{language}.txt", goaltrack("show", *args).out)
    assert "●" not in goaltrack("show", *args, "--plain").out
    assert "●" not in goaltrack("show", *args, env={"COLUMNS": "20"}).out
    assert "```text" in goaltrack("export", "-", "--format", "md", *args[1:]).out


def test_what_has_no_chart(goaltrack: Run, tmp_path: Path) -> None:
    """One figure, no target, or nothing that moves makes no picture."""
    flat = FIRMS
    for value in ("300", "345", "398", "452", "520"):
        flat = flat.replace(value, "7")
    for text in (flat, FIRMS.replace("target = 520", 'aim = "up"')):
        (tmp_path / "goals.toml").write_text(text, encoding="utf-8")
        assert "●" not in goaltrack("show", "firms", "--as-of", "2025-03-01").out
    undated = FIRMS.replace("due = 2025-12-31\n", "")
    (tmp_path / "goals.toml").write_text(undated, encoding="utf-8")
    out = goaltrack("show", "firms", "--as-of", "2025-03-01").out
    assert "●" in out
    assert "80% range" not in out


@pytest.mark.parametrize("mode", ["counts", "worst", "mean"])
def test_parts_as_one(goaltrack: Run, everything: Path, look: Look, mode: str) -> None:
    """A parent and a group are told as one, as the ledger wants it, with coverage."""
    text = everything.read_text(encoding="utf-8")
    chosen = text.replace("format = 1", f'format = 1\nrollup = "{mode}"')
    everything.write_text(chosen, encoding="utf-8")
    page = goaltrack("show", "whole", *MAY).out
    board = goaltrack("status", *MAY, env={"COLUMNS": "100"}).out
    assert "1 of 1 have a figure" in page
    assert ("of 8 have a figure" in board) is (mode != "counts")
    look(f"rollup-{mode}.txt", page + "\n\n" + board)
    shown = json.loads(goaltrack("show", "whole", *MAY, "--json").out)
    assert (shown["parts"], shown["rollup"]["mode"]) == (["part"], mode)
    empty = text.replace("format = 1", f'format = 1\nrollup = "{mode}"')
    none = empty[: empty.index("[goals.whole]")] + (
        '[goals.a]\ntitle = "A"\nkind = "milestone"\ngroup = "G"\n'
    )
    everything.write_text(none, encoding="utf-8")
    out = goaltrack("status").out
    assert ("nothing known; 0 of 1 have a figure" in out) is (mode != "counts")


def test_mermaid_gets_no_word_of_its_own(goaltrack: Run, tmp_path: Path) -> None:
    """A title in the gantt is text: nothing in it that Mermaid would read."""
    titles = ["a: b; c # d %% e `f`", "section x", "Title", "end", "click me", ":"]
    goals = "".join(
        f'[goals.g{n}]\ntitle = "{title}"\nkind = "milestone"\ndue = "2027"\n'
        f'group = "{title}"\n'
        for n, title in enumerate(titles)
    )
    (tmp_path / "goals.toml").write_text(f"format = 1\n{goals}", encoding="utf-8")
    out = goaltrack("export", "-", "--format", "md").out
    chart = out.split("```mermaid\n")[1].split("```")[0].splitlines()
    assert chart[:3] == ["gantt", "    dateFormat YYYY-MM-DD", "    axisFormat %Y-%m"]
    assert chart[3:] == [
        line
        for shown in (
            "a： b； c ＃ d ％％ e 'f'",
            "·section x",
            "·Title",
            "·end",
            "·click me",
            "：",
        )
        for line in (f"    section {shown}", f"    {shown} :2027-01-01, 2028-01-01")
    ]


def test_a_report_begins_with_what_changed(goaltrack: Run, shipped: Path) -> None:
    """--since tells what is new since the last report; the hash is that of the file."""
    goaltrack("add", "gdp", "1012", "--period", "2025")
    out = goaltrack("export", "-", "--format", "md", "--since", "2024-01-01").out
    part = out.split("## What changed\n")[1].split("\n## ")[0]
    assert "2024-01-01 to 2026-11-25" in part
    assert "| 经济总量迈上千亿台阶 | state |" in part
    digest = hashlib.sha256(shipped.read_bytes()).hexdigest()[:12]
    assert f"goals.toml (SHA-256 {digest}) as of 2026-11-25." in out
    again = goaltrack("export", "-", "--format", "md", "--since", "2026-11-25").out
    assert "nothing changed" in again
    ran = goaltrack("export", "-", "--format", "md", "--since", "2027-01-01")
    assert ran.code == 2


def test_sources_are_told_once(goaltrack: Run, shipped: Path) -> None:
    """Each source that a table refers to is listed once, and every one is referred to."""
    assert shipped.exists()
    out = goaltrack("export", "-", "--format", "md").out
    told = re.findall(r"(?m)^(\d+)\. (.+)$", out.split("\n## Sources\n")[1])
    assert [number for number, _ in told] == ["1"]
    assert set(re.findall(r"\[\[(\d+)\]\]\(#sources\)", out)) == {"1"}


@pytest.mark.parametrize("columns", [20, 30, 60, 80, 100, 140, 160])
def test_the_chart_takes_the_room_there_is(
    goaltrack: Run, tmp_path: Path, columns: int
) -> None:
    """A chart is as wide as the terminal, up to a bound, and left out where it is narrow."""
    (tmp_path / "goals.toml").write_text(FIRMS, encoding="utf-8")
    env = {"COLUMNS": str(columns)}
    out = goaltrack("show", "firms", "--as-of", "2025-03-01", env=env).out
    rule = next((line for line in out.splitlines() if "└" in line), "")
    assert bool(rule) == (columns >= 30)
    assert max(width(line) for line in out.splitlines()) <= columns
    assert not rule or width(rule) == min(columns, 115)
