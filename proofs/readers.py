"""Every export, read back by the program that its reader uses.

    python proofs/readers.py FOLDER [KEPT]

FOLDER holds node_modules with playwright-core, axe-core, vnu-jar and mermaid-cli; the
other readers (cmark-gfm, Chromium, Java, LibreOffice, pdfinfo, khal) are on PATH. With
KEPT the pictures of the pages stay there, to be looked at.
"""

import csv
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from html import unescape
from html.parser import HTMLParser
from itertools import chain
from pathlib import Path
from typing import Any

from common import report
from docx import Document
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from goaltrack.i18n.text import titled
from goaltrack.ledger.toml_text import to_toml
from goaltrack.reports.blocks import Gantt, Table
from goaltrack.reports.full_report import Provenance, compare, whole
from goaltrack.reports.workbook import workbook
from goaltrack.session import open_ledgers

ROOT = Path(__file__).parent.parent
DAY = "2023-08-04"
EPOCH = date(1899, 12, 30)
HOSTILE = [
    "a | b", "*bold* _it_", "<script>alert(1)</script>", "`code` ~~x~~", "# head",
    "1. one", "- item", "[a](b) ![c](d)", "end: of; it # 5 %", "=1+1", '"q", \'r\'',
    "section", "click it", "A & B &amp; C", "$x$ \\alpha", "目标：《二》、“三”；四。",
    "+5", "@x", "C:\\path\\x", "trailing \\", "10) ten", "===", "~~~", "x" * 300,
]  # fmt: skip
"""Titles that are markup somewhere (but `\\n`, which khal takes for a line break)."""


def hostile(folder: Path) -> Path:
    """A ledger whose every text is one of HOSTILE."""
    parts = ["format = 1", f"title = {json.dumps(HOSTILE[0])}"]
    for n, text in enumerate(HOSTILE):
        said = json.dumps(text, ensure_ascii=False)
        parts += [
            f"[sources.s{n}]", f"title = {said}", f"[goals.g{n}]", f"title = {said}",
            f"group = {json.dumps(HOSTILE[n // 6 * 6], ensure_ascii=False)}",
            f"owner = {said}", f"note = {said}", 'kind = "total"', 'unit = "km"',
            "target = 100.5", "start = 2023-01-01", 'due = "2023"', f'source = "s{n}"',
            "progress = [",
            f"  {{ on = 2023-03-01, value = {n}.25, note = {said} }},",
            f"  {{ on = 2023-04-01, value = {n + 2}.125, by = {said} }},", "]",
        ]  # fmt: skip
    path = folder / "hostile.toml"
    path.write_text("\n".join(parts) + "\n", encoding="utf-8")
    return path


class Case:
    """A ledger in a language, its exports, and what they ought to say."""

    def __init__(
        self, ledger: Path, language: str, folder: Path, day: str = DAY
    ) -> None:
        self.name = f"{ledger.stem}-{language}"
        since = f"{day[:5]}{int(day[5:7]) - 1:02}-04"
        self.args = ["-f", str(ledger), "--lang", language, "--as-of", day]
        self.args += ["--since", since]
        self.folder = folder
        asked = open_ledgers([str(ledger)], None, language, day)
        self.assessments = asked.assess(asked.goals())
        self.voice = asked.voice
        self.years = asked.ledger.years
        made = Provenance(ledger.name, "", asked.as_of, None)
        earlier = date.fromisoformat(since)
        before = asked._replace(as_of=earlier).assess(asked.goals())
        since_then = compare(before, self.assessments, earlier, asked.as_of)
        found = whole(asked.ledger, self.assessments, self.voice, made, since_then)
        self.sheet = found.sheet(self.voice)
        self.report = found
        self.sources = asked.ledger.sources

    def export(self, form: str) -> Path:
        """The file of that format."""
        path = self.folder / f"{self.name}.{form}"
        goaltrack = Path(sys.executable).parent / "goaltrack"
        run([str(goaltrack), "export", str(path), *self.args])
        return path


def run(command: Sequence[str], **more: Any) -> str:
    """The output of the command; the proof ends where it fails."""
    done = subprocess.run(
        command, capture_output=True, encoding="utf-8", check=False, **more
    )
    if done.returncode:
        sys.exit(f"{' '.join(command)[:300]} failed:\n{done.stdout}{done.stderr}")
    return str(done.stdout)


class Tables(HTMLParser):
    """The texts of the cells of every table, without the marks of sources."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self.tags: set[str] = set()
        self._is_cell = self._is_mark = False
        self.feed(html)

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        """Begin a table, a row, a cell or a mark."""
        self.tags.add(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")
            self._is_cell = True
        # The only links in a table lead to sources.
        self._is_mark |= tag == "a"

    def handle_endtag(self, tag: str) -> None:
        """End it."""
        self._is_cell &= tag not in ("td", "th")
        self._is_mark &= tag != "a"

    def handle_data(self, data: str) -> None:
        """Take the text of a cell."""
        if self._is_cell and not self._is_mark:
            self.tables[-1][-1][-1] += data


def markdown(cases: Iterable[Case]) -> None:
    """cmark-gfm sees each table, and in each cell the text that was meant."""
    cells = wrong = 0
    for case in cases:
        path = case.export("md")
        html = run(["cmark-gfm", "-e", "table", "-e", "footnotes", str(path)])
        seen = Tables(html)
        wanted = list(map(_rows, _tables(case)))
        cells += sum(len(row) for table in wanted for row in table)
        squeezed = list(map(_neat, seen.tables))
        neat = list(map(_neat, wanted))
        if squeezed != neat:
            pairs = zip(
                chain.from_iterable(chain.from_iterable(squeezed)),
                chain.from_iterable(chain.from_iterable(neat)),
                strict=False,
            )
            print(case.name, next((pair for pair in pairs if pair[0] != pair[1]), ""))
            wrong += 1
        if seen.tags & {"script", "img", "em", "del"}:  # strong: headings of groups
            print(case.name, "has elements that a text made:", seen.tags)
            wrong += 1
    figures = {"cells as they were meant": cells, "reports otherwise": wrong}
    report("cmark-gfm", figures, good=cells > 0 and not wrong)


def _tables(case: Case) -> list[Table]:
    """The tables of a report, in their order."""
    blocks = (*case.sheet.blocks, *case.sheet.annex)
    return [block for block in blocks if isinstance(block, Table)]


def _rows(table: Table, *, as_tree: bool = True) -> list[list[str]]:
    """The texts of a table as they are meant: head, headings of groups, rows."""
    names = [column.name for column in table.columns]
    bands = {band.row: band.title for band in table.bands}
    rows = [[titled(column.title) for column in table.columns]]
    for number, row in enumerate(table.rows):
        if number in bands:
            title = [bands[number] if name == "title" else "" for name in names]
            rows.append(title if as_tree else [bands[number]])
        branch = [
            "\u2003" * (cell.depth - 1) + "└ " if cell.depth and as_tree else ""
            for cell in row
        ]
        rows.append([lead + cell.text for lead, cell in zip(branch, row, strict=True)])
    return rows


def _neat(rows: Iterable[Iterable[str]]) -> list[list[str]]:
    """The rows with one blank where there are several."""
    return [[" ".join(text.split()) for text in row] for row in rows]


def mermaid(cases: Iterable[Case], modules: Path) -> None:
    """mermaid-cli draws each gantt, and each bar has its name in the picture."""
    drawn = wrong = 0
    config = modules / "chromium.json"
    config.write_text(
        json.dumps({"executablePath": _chromium(), "args": ["--no-sandbox"]})
    )
    for case in cases:
        text = case.export("md").read_text(encoding="utf-8")
        [code] = re.findall(r"(?s)```mermaid\n(.*?)```", text)
        source, picture = (case.folder / f"{case.name}.{end}" for end in ("mmd", "svg"))
        source.write_text(code, encoding="utf-8")
        mmdc = modules / "node_modules/.bin/mmdc"
        files = ["-i", str(source), "-o", str(picture)]
        run([str(mmdc), "-q", "-p", str(config), *files])
        seen = re.sub(r"<[^>]+>", "\n", picture.read_text(encoding="utf-8"))
        lines = {_letters(unescape(line)) for line in seen.splitlines()}
        for block in case.sheet.blocks:
            if isinstance(block, Gantt):
                for title in (bar.title for _, bars in block.parts for bar in bars):
                    drawn += 1
                    if _letters(title) not in lines:
                        print(case.name, "lacks the bar", title)
                        wrong += 1
    figures = {"bars drawn": drawn, "missing": wrong}
    report("mermaid-cli", figures, good=drawn > 0 and not wrong)


def _letters(text: str) -> str:
    """The letters and digits of a text, since Mermaid replaces other signs."""
    return re.sub(r"[\W_]+", "", text)


def _chromium() -> str:
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or "chromium"


def pages(cases: Sequence[Case], modules: Path, kept: Path) -> None:
    """The Nu checker, axe-core and Chromium, offline, in light and dark."""
    html = [case.export("html") for case in cases]
    boards = [case.export("svg") for case in cases]
    jar = modules / "node_modules/vnu-jar/build/dist/vnu.jar"
    run(["java", "-jar", str(jar), "--stdout", *map(str, html)])
    run(["java", "-jar", str(jar), "--stdout", "--svg", *map(str, boards)])
    report("Nu checker", {"pages": len(html), "pictures": len(boards)}, good=True)
    script = ROOT / "proofs" / "page.mjs"
    out = run(
        ["node", str(script), str(kept), *map(str, html), *map(str, boards)],
        cwd=modules,
        env={**os.environ, "CHROMIUM": _chromium()},
    )
    found = [json.loads(line) for line in out.splitlines()]
    total = {
        "views": len(found),
        "findings of axe": sum(len(one.get("violations", ())) for one in found),
        "requests": sum(one["requests"] for one in found),
        "errors of scripts": sum(len(one["errors"]) for one in found),
        "texts over texts": sum(len(one["overlaps"]) for one in found),
        "pages wider than the screen": sum(one.get("wide", 0) > 0 for one in found),
        "broken words in cells": sum(len(one.get("broken", ())) for one in found),
        "links that lead nowhere": sum(len(one.get("dead", ())) for one in found),
        "texts out of their cells on A4": sum(len(one.get("out", ())) for one in found),
    }
    is_good = len(found) == 4 * len(cases) and not any([*total.values()][1:])
    if not is_good:
        print(json.dumps(found, ensure_ascii=False, indent=1)[:4000])
    report("Chromium", total, good=is_good)


def documents(cases: Iterable[Case]) -> None:
    """LibreOffice lays each document out; python-docx reads each table as meant."""
    cells = wrong = pages_ = links = 0
    for case in cases:
        path = case.export("docx")
        user = f"-env:UserInstallation=file://{case.folder}/lo"
        files = ["--convert-to", "pdf", "--outdir", str(case.folder), str(path)]
        run(["soffice", "--headless", user, *files])
        told = run(["pdfinfo", str(path.with_suffix(".pdf"))])
        pages_ += int(re.findall(r"Pages:\s+(\d+)", told)[0])
        book = Document(str(path))
        read = [
            _neat([_texts(row) for row in table.rows])
            for table in book.tables
            if table.style and table.style.name == "Table Grid"
        ]
        meant = [_neat(_rows(table, as_tree=False)) for table in _tables(case)]
        cells += sum(len(row) for table in meant for row in table)
        if read != meant:
            pairs = zip(chain(*read), chain(*meant), strict=False)
            print(case.name, next((pair for pair in pairs if pair[0] != pair[1]), ""))
            wrong += 1
        body = book.element.body
        names = set(body.xpath("//w:bookmarkStart/@w:name"))
        anchors = body.xpath("//w:hyperlink/@w:anchor")
        links += len(anchors)
        if set(anchors) - names:
            print(case.name, "has links that lead nowhere", set(anchors) - names)
            wrong += 1
    figures = {
        "pages": pages_,
        "cells as they were meant": cells,
        "links": links,
        "documents otherwise": wrong,
    }
    good = cells > 0 and links > 0 and not wrong
    report("LibreOffice and python-docx", figures, good=good)


def _texts(row: Any) -> list[str]:
    """The texts of a row without the marks of sources; a merged cell once."""
    own = "./w:r/w:t | ./w:hyperlink[starts-with(@w:anchor, 'goal')]/w:r/w:t"
    return [
        "".join(
            "".join(text.text or "" for text in paragraph.xpath(own))
            for paragraph in cell.xpath("./w:p")
        )
        for cell in row._tr.xpath("./w:tc")  # noqa: SLF001 - each cell once
    ]


def workbooks(cases: Iterable[Case]) -> None:
    """LibreOffice and calamine read the values that were meant."""
    values = wrong = 0
    for case in cases:
        path = case.export("xlsx")
        grids = workbook(
            case.assessments, case.voice, None, case.years, case.report, case.sources
        )
        book = CalamineWorkbook.from_path(str(path))
        # Each sheet, as UTF-8, numbers as they are kept and not as they are shown.
        wanted = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,,,,-1"
        user = f"-env:UserInstallation=file://{case.folder}/lo"
        files = ["--convert-to", wanted, "--outdir", str(case.folder), str(path)]
        run(["soffice", "--headless", user, *files])
        for grid in grids:
            above: list[list[object]] = [[line] for line in grid.above]
            above += [[]] if above else []
            head: list[object] = [field.title for field in grid.fields]
            rows = [*above, head, *(row.values for row in grid.rows())]
            mine = [_filled(row) for row in rows]
            read = book.get_sheet_by_name(grid.title).to_python()
            theirs = [_filled(row) for row in read]
            written = case.folder / f"{path.stem}-{grid.title}.csv"
            rows_ = csv.reader(written.read_text(encoding="utf-8").splitlines(True))
            office = [_filled(map(_typed, row)) for row in rows_]
            values += sum(map(len, mine))
            for reader, seen in (("calamine", theirs), ("LibreOffice", office)):
                for line, (a, b) in enumerate(zip(mine, seen, strict=True), 1):
                    if a != b:
                        print(f"{case.name} {grid.title} {reader} {line} {a} {b}"[:400])
                        wrong += 1
    figures = {"values": values, "rows otherwise": wrong}
    report("LibreOffice and calamine", figures, good=values > 0 and not wrong)


def _filled(row: Iterable[object]) -> list[object]:
    """The values of a row as they can be compared, without empty ones at its end."""
    values = [_plain(value) for value in row]
    while values and values[-1] == "":
        values.pop()
    return values


def _typed(text: str) -> object:
    """A value of the CSV that LibreOffice writes: shares are percents in it."""
    for form in (r"(\d{4})-(\d\d)-(\d\d)", r"(\d\d)/(\d\d)/(\d{4})"):
        found = re.fullmatch(form, text)
        if found:
            parts = [int(part) for part in found.groups()]
            year, month, day = parts if parts[0] > 31 else (parts[2], *parts[:2])
            return date(year, month, day)
    try:
        return float(text[:-1]) / 100 if text.endswith("%") else float(text)
    except ValueError:
        return text


def _plain(value: object) -> object:
    """A value as both sides can be compared: numbers to fifteen digits."""
    if value is None or value == "":
        return ""
    if isinstance(value, date):
        return date(value.year, value.month, value.day).isoformat()
    if isinstance(value, (list, dict)):
        value = to_toml(value)
    if isinstance(value, str):
        value = _typed(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return " ".join(str(value).split())
    return f"{float(str(value)):.12g}"


def calendars(cases: Iterable[Case]) -> None:
    """Khal takes each calendar and lists each event; icalendar reads the same ones."""
    events = tasks = wrong = 0
    for case in cases:
        path = case.export("ics")
        calendar: Any = Calendar.from_ical(path.read_bytes())
        parts, todos = calendar.walk("VEVENT"), calendar.walk("VTODO")
        tasks += len(todos)
        names = [str(part["UID"]) for part in (*parts, *todos)]
        for todo in todos:
            is_done = todo["STATUS"] == "COMPLETED"
            percent = int(todo["PERCENT-COMPLETE"])
            if (
                "DUE" not in todo
                or is_done != (percent == 100)
                or len(set(names)) != len(names)
            ):
                print(case.name, todo.to_ical())
                wrong += 1
        home = case.folder / f"khal-{case.name}"
        (home / "events").mkdir(parents=True)
        config = home / "config"
        config.write_text(
            f"[calendars]\n[[goals]]\npath = {home}/events\n"
            f"[sqlite]\npath = {home}/khal.db\n"
            "[locale]\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\n"
            "longdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\n"
            "longdatetimeformat = %Y-%m-%d %H:%M\nlocal_timezone = UTC\n"
            "default_timezone = UTC\n",
            encoding="utf-8",
        )
        khal = ["khal", "-c", str(config)]
        run([*khal, "import", "--batch", "-a", "goals", str(path)])
        days = sorted(part["DTSTART"].dt for part in parts)
        span = [days[0].isoformat(), (days[-1] + timedelta(days=1)).isoformat()]
        form = ["--format", "{title}", "--day-format", ""]
        listed = run([*khal, "list", *form, *span])
        seen = [line.strip() for line in listed.splitlines() if line.strip()]
        meant = [" ".join(str(part["SUMMARY"]).split()) for part in parts]
        events += len(meant)
        if sorted(" ".join(line.split()) for line in seen) != sorted(meant):
            print(case.name, set(meant) ^ set(seen))
            wrong += 1
    figures = {"events": events, "tasks": tasks, "calendars otherwise": wrong}
    good = events > 0 and tasks > 0 and not wrong
    report("khal and icalendar", figures, good=good)


def _cases(folder: Path) -> Iterator[Case]:
    for ledger in (ROOT / "goals.toml", ROOT / "tests" / "rich.toml", hostile(folder)):
        for language in ("zh", "en"):
            yield Case(ledger, language, folder)
    ledgers = ROOT / "tests" / "ledgers"
    yield Case(ledgers / "district.toml", "zh", folder, "2026-10-31")
    yield Case(ledgers / "okr.toml", "en", folder, "2026-11-26")
    yield Case(ledgers / "personal.toml", "en", folder, "2026-11-26")


def main() -> None:
    """Export everything, and ask each reader."""
    modules = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        kept = Path(sys.argv[2]) if len(sys.argv) > 2 else folder / "kept"
        kept.mkdir(parents=True, exist_ok=True)
        os.environ["HOME"] = name
        cases = list(_cases(folder))
        markdown(cases)
        mermaid(cases, modules)
        pages(cases, modules, kept.resolve())
        documents(cases)
        workbooks(cases)
        calendars(cases)


if __name__ == "__main__":
    main()
