"""Sheets as one web page, which makes no request and needs no framework."""

import re
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from goaltrack.formats.registry import Contents
from goaltrack.formats.svg_chart import gantt, plot
from goaltrack.formats.svg_shapes import share as bounded
from goaltrack.i18n.resources import read_text
from goaltrack.i18n.text import titled
from goaltrack.reports.blocks import (
    Block,
    Cell,
    Chart,
    Column,
    Facts,
    Gantt,
    Heading,
    Lines,
    Share,
    Sheet,
    Table,
)

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
_GOAL = 3
"""The level of the heading of a goal."""
_REGISTER = "state"
"""The column by which a register is known among tables."""


def export(contents: Contents) -> str:
    """Return the whole report as a page."""
    voice = contents.voice
    return render(contents.report().sheet(voice), voice.language, voice.word("find"))


def render(sheet: Sheet, language: str, find: str) -> str:
    """The sheet as an HTML page in the language; `find` names the search box."""
    page = _Page(sheet, find)
    body = "\n".join(page.blocks(sheet.blocks))
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{_LANGUAGES[language]}">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            f"<title>{escape(sheet.title)}</title>",
            f"<style>\n{read_text('formats/page/page.css')}</style>",
            "</head>",
            "<body>",
            f"<header><h1>{escape(sheet.title)}</h1>",
            f'<p class="sub">{escape(sheet.subtitle)}</p></header>',
            f"<main>\n{body}\n</main>",
            f"<footer>{page.notes(sheet.notes)}<p>{escape(sheet.footer)}</p></footer>",
            f"<script>\n{read_text('formats/page/page.js')}</script>",
            "</body>",
            "</html>\n",
        ]
    )


_LANGUAGES = {"zh": "zh-Hans", "en": "en"}


class _Page:
    """The page as it grows."""

    def __init__(self, sheet: Sheet, find: str) -> None:
        tables = [block for block in sheet.blocks if isinstance(block, Table)]
        self.registers = [table for table in tables if _is_register(table)]
        self.numbers = {name: number for number, (name, _) in enumerate(sheet.notes, 1)}
        self.find = find
        self.has_tally = not self.registers

    def blocks(self, blocks: Sequence[Block]) -> Iterator[str]:
        """Every block, each goal in a card of its own."""
        is_open = False
        for block in blocks:
            if not isinstance(block, Heading):
                yield from self.block(block)
                continue
            if is_open and block.level <= _GOAL:
                yield "</article>"
                is_open = False
            if block.level == _GOAL:
                yield "<article>"
                is_open = True
            text = block.text if block.level <= _GOAL else titled(block.text)
            yield f"<h{block.level}>{escape(text)}</h{block.level}>"
        if is_open:
            yield "</article>"

    def block(self, block: Lines | Facts | Table | Chart | Gantt) -> Iterator[str]:
        """A block that is no heading."""
        if isinstance(block, Lines):
            yield from (f"<p>{escape(text)}</p>" for text in block.texts)
            # The first words of a report are its counts.
            yield _tally(self.registers) if not self.has_tally else ""
            self.has_tally = True
        elif isinstance(block, Facts):
            yield from self.facts(block)
        elif isinstance(block, Chart):
            yield plot(block)
        elif isinstance(block, Gantt):
            yield gantt(block)
        else:
            if block in self.registers[:1]:
                yield (
                    f'<p class="tools" hidden><label>{escape(self.find)} '
                    '<input id="filter" type="search"></label></p>'
                )
            yield from self.table(block)

    def facts(self, facts: Facts) -> Iterator[str]:
        yield "<dl>"
        for term, cell in facts.pairs:
            said = f"<dd{_class(cell.role)}>{self.cell(cell)}</dd>"
            yield f"<dt>{escape(titled(term))}</dt>{said}"
        yield "</dl>"

    def table(self, table: Table) -> Iterator[str]:
        kind = ' class="register"' if _is_register(table) else ""
        label = escape(table.title or ", ".join(c.title for c in table.columns[:2]))
        yield f'<div class="scroll" role="group" tabindex="0" aria-label="{label}">'
        yield f"<table{kind}>"
        if table.title:
            yield f"<caption>{escape(table.title)}</caption>"
        heads = [_head(column) for column in table.columns]
        yield f"<thead><tr>{''.join(heads)}</tr></thead><tbody>"
        for row in table.rows:
            cells = []
            for column, cell in zip(table.columns, row, strict=True):
                kinds = ["number"] if column.is_number else []
                kinds += [cell.role] if cell.role else []
                name = f' data-name="{escape(titled(column.title))}"'
                cells.append(
                    f"<td{_class(' '.join(kinds))}{name}>{self.cell(cell)}</td>"
                )
            yield f"<tr>{''.join(cells)}</tr>"
        yield "</tbody></table></div>"

    def cell(self, cell: Cell) -> str:
        refs = "".join(
            f'<sup><a href="#note-{n}">[{n}]</a></sup>'
            for n in (self.numbers.get(name) for name in cell.cites)
            if n
        )
        bar = _bar(cell.share) if cell.share else ""
        text = escape(cell.text)
        if _DAY.fullmatch(text):
            text = f'<span class="day">{text}</span>'
        return f"{text}{refs}{bar}"

    def notes(self, notes: Sequence[tuple[str, str]]) -> str:
        items = (
            f'<li id="note-{self.numbers[name]}">{escape(text)}</li>'
            for name, text in notes
        )
        return f'<ol class="notes">{"".join(items)}</ol>' if notes else ""


_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
"""A date, which a browser would break at its hyphens."""


def _head(column: Column) -> str:
    kind = _class("number" if column.is_number else "")
    return f'<th scope="col"{kind}>{escape(titled(column.title))}</th>'


def _is_register(table: Table) -> bool:
    names = [column.name for column in table.columns]
    return _REGISTER in names and "source" in names


def _class(names: str) -> str:
    return f' class="{escape(names)}"' if names else ""


_ORDER = ("red", "yellow", "blue", "green", "grey")
"""Colours in the order of attention that they need."""


def _tally(tables: Sequence[Table]) -> str:
    """How many goals are in each state, in the colour that they have."""
    place = [column.name for column in tables[0].columns].index(_REGISTER)
    cells = sorted((row[place].text, row[place].role) for t in tables for row in t.rows)
    counts = [(state, len(list(same))) for state, same in groupby(cells)]
    counts.sort(key=lambda count: (_ORDER.index(count[0][1] or "grey"), -count[1]))
    items = (
        f"<li{_class(role)}><b>{number}</b>{escape(text)}</li>"
        for (text, role), number in counts
    )
    return f'<ul class="tally">{"".join(items)}</ul>'


def _bar(share: Share) -> str:
    done = 100 * bounded(share.done)
    mark = ""
    if share.mark is not None:
        at = 100 * bounded(share.mark)
        mark = f'<rect class="mark" x="{at:.1f}" y="0" width="1.5" height="8"/>'
    return (
        '<svg class="bar" viewBox="0 0 102 8" aria-hidden="true">'
        '<rect class="track" y="1" width="100" height="6" rx="3"/>'
        f'<rect class="done" y="1" width="{done:.1f}" height="6" rx="3"/>{mark}</svg>'
    )
