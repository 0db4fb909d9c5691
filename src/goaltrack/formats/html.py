"""Sheets as one web page, which makes no request and needs no framework."""

import re
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple
from urllib.parse import quote

from goaltrack.formats.registry import Contents
from goaltrack.formats.svg_chart import draw, gantt
from goaltrack.formats.svg_shapes import share as bounded
from goaltrack.i18n.resources import address, read_text
from goaltrack.i18n.text import titled
from goaltrack.reports.blocks import (
    Block,
    Cell,
    Column,
    Facts,
    Gantt,
    Heading,
    Lights,
    Lines,
    Note,
    Picture,
    Share,
    Sheet,
    Table,
)

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'"
_GOAL = 3
"""The level of the heading of a goal."""
_MANY = 9
"""Columns that fit on a sheet of paper."""


class Words(NamedTuple):
    """Words of the page itself."""

    find: str
    annex: str
    sources: str
    roles: Mapping[str, str]
    """Of the bars of the timeline, by their roles."""


def export(contents: Contents) -> str:
    """Return the whole report as a page."""
    voice = contents.voice
    roles = {role: voice.word(f"bar_{role or 'open'}") for role in _ROLES}
    words = Words(voice.word("find"), voice.word("annex"), voice.word("sources"), roles)
    return render(contents.report().sheet(voice), voice.language, words)


_ROLES = ("", "done", "late", "now")


def render(sheet: Sheet, language: str, words: Words) -> str:
    """The sheet as an HTML page in the language."""
    page = _Page(sheet, words)
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
            f"<main>\n{body}\n{page.annex(sheet.annex)}\n{page.notes()}</main>",
            f"<footer><p>{escape(sheet.footer)}</p></footer>",
            f"<script>\n{read_text('formats/page/page.js')}</script>",
            "</body>",
            "</html>\n",
        ]
    )


_LANGUAGES = {"zh": "zh-Hans", "en": "en"}


class _Page:
    """The page as it grows."""

    def __init__(self, sheet: Sheet, words: Words) -> None:
        headings = [each for each in sheet.blocks if isinstance(each, Heading)]
        self.anchors = {each.goal for each in headings if each.goal}
        self.sources = {note.id: note for note in sheet.notes}
        self.numbers = {note.id: n for n, note in enumerate(sheet.notes, 1)}
        self.words = words

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
            if block.goal:
                yield f'<article id="{escape(_anchor(block.goal))}">'
                is_open = True
            text = block.text if block.level <= _GOAL else titled(block.text)
            yield f"<h{block.level}>{escape(text)}</h{block.level}>"
        if is_open:
            yield "</article>"

    def block(self, block: Lines | Facts | Lights | Table | Picture) -> Iterator[str]:
        """A block that is no heading."""
        if isinstance(block, Lines):
            yield from (f"<p>{escape(text)}</p>" for text in block.texts)
        elif isinstance(block, Facts):
            yield from self.facts(block)
        elif isinstance(block, Lights):
            yield _lights(block)
        elif isinstance(block, Gantt):
            yield gantt(block, self.words.roles, _link)
        elif isinstance(block, Picture):
            yield draw(block)
        else:
            if block.is_register:
                yield (
                    f'<p class="tools" hidden><label>{escape(self.words.find)} '
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
        kinds = ["register"] if table.is_register else []
        kinds += ["many"] if len(table.columns) > _MANY else []
        label = escape(table.title or ", ".join(c.title for c in table.columns[:2]))
        yield f'<div class="scroll" role="group" tabindex="0" aria-label="{label}">'
        yield f"<table{_class(' '.join(kinds))}>"
        if table.title:
            yield f"<caption>{escape(table.title)}</caption>"
        heads = [_head(column) for column in table.columns]
        yield f"<thead><tr>{''.join(heads)}</tr></thead><tbody>"
        heads_ = [_Head.of(column) for column in table.columns]
        bands = {band.row: band.title for band in table.bands}
        for number, row in enumerate(table.rows):
            if number in bands:
                span = len(table.columns)
                yield "</tbody><tbody>" if number else ""
                title = escape(bands[number])
                yield f'<tr class="band"><th colspan="{span}">{title}</th></tr>'
            pairs = zip(heads_, row, strict=True)
            yield f"<tr>{''.join(self.data(*pair) for pair in pairs)}</tr>"
        yield "</tbody></table></div>"

    def data(self, head: "_Head", cell: Cell) -> str:
        """A cell of a table."""
        kinds = f"{head.kinds} {cell.role}" if cell.role else head.kinds
        text = self.cell(cell, is_number=head.is_number)
        style = ""
        if cell.depth:
            style = f' style="padding-left:{cell.depth + 0.6:.1f}rem"'
            text = f"└ {text}"
        shape = f' class="{kinds.strip()}"' if kinds else ""
        return f"<td{shape}{head.name}{style}>{text}</td>"

    def cell(self, cell: Cell, *, is_number: bool = False) -> str:
        text = _unbroken(cell.text, is_number=is_number)
        if cell.goal in self.anchors:
            text = f'<a href="{escape(_link(cell.goal))}">{text}</a>'
        refs = "".join(map(self.source, cell.cites))
        bar = _bar(cell.share) if cell.share else ""
        return f"{text}{refs}{bar}"

    def source(self, name: str) -> str:
        """The name of a source, or its number, which leads to the list of them."""
        number = self.numbers.get(name)
        if number is None:
            return ""
        title = escape(self.sources[name].title)
        return f'<sup><a href="#source-{number}" title="{title}">[{number}]</a></sup>'

    def annex(self, blocks: Sequence[Block]) -> str:
        """The annex of the report, under its heading."""
        if not blocks:
            return ""
        body = "\n".join(self.blocks(blocks))
        heading = escape(self.words.annex)
        return f'<section class="annex"><h2>{heading}</h2>{body}</section>'

    def notes(self) -> str:
        """The sources, with links to their pages."""
        if not self.sources:
            return ""
        items = "".join(
            f'<li id="source-{self.numbers[note.id]}">{_page_of(note)}</li>'
            for note in self.sources.values()
        )
        heading = escape(titled(self.words.sources))
        return f'<h2>{heading}</h2>\n<ol class="notes">{items}</ol>'


class _Head(NamedTuple):
    """The name and the classes that the cells of a column share."""

    name: str
    kinds: str
    is_number: bool

    @classmethod
    def of(cls, column: Column) -> "_Head":
        """Return it for a column."""
        kinds = ["number"] if column.is_number else []
        kinds += ["long"] if column.folds else []
        name = f' data-name="{escape(titled(column.title))}"'
        return cls(name, " ".join(kinds), column.is_number)


def _page_of(note: Note) -> str:
    """The line of a source, with its title as a link to its page."""
    text = escape(note.text)
    if not note.url:
        return text
    title = escape(note.title)
    link = f'<a href="{escape(address(note.url))}" rel="noreferrer">{title}</a>'
    return link + text.removeprefix(title)


def _anchor(goal: str) -> str:
    """The anchor of a goal."""
    return f"goal-{goal}"


def _link(goal: str) -> str:
    return f"#{quote(_anchor(goal))}"


_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_NUMBER = r"[≥≤<>≈+±-]?[0-9][0-9,.]*(?:[–～][0-9][0-9,.]*)?"
_PIECES = re.compile(rf"{_DATE}|{_NUMBER}[%‰]")
_AMOUNTS = re.compile(rf"{_DATE}|{_NUMBER}(?: ?[^\s0-9()（），,;；。]{{1,12}})?")
"""Texts that a browser would break: dates, signed numbers, amounts with units."""


def _unbroken(text: str, *, is_number: bool = False) -> str:
    """The text, escaped, with dates and amounts that stay in one piece."""
    if not text or text.isalpha():
        return _breakable(escape(text)) if len(text) > _LONGEST else escape(text)
    found, at = [], 0
    for match in (_AMOUNTS if is_number else _PIECES).finditer(text):
        piece = match[0]
        if len(piece) == 1:
            continue
        found.append(escape(text[at : match.start()]))
        found.append(f'<span class="one">{escape(piece)}</span>')
        at = match.end()
    said = "".join(found) + escape(text[at:])
    is_long = len(text) > _LONGEST and _LONG_WORD.search(text)
    return _breakable(said) if is_long else said


_LONGEST = 30
_LONG_WORD = re.compile(r"[^\s\u2e80-\uffff]{31,}")
"""A word that no column has room for."""


def _breakable(html: str) -> str:
    """Let words of more than 30 letters break after each 20, outside of elements."""
    pieces = re.split(r"(<[^>]*>)", html)
    return "".join(
        piece
        if piece.startswith("<")
        else _LONG_WORD.sub(lambda word: "<wbr>".join(_twenties(word[0])), piece)
        for piece in pieces
    )


def _twenties(word: str) -> list[str]:
    """Return a word in parts of 20 letters; an escaped one is one letter."""
    return re.findall(r"(?:&[#0-9A-Za-z]+;|.){1,20}", word)


def _head(column: Column) -> str:
    kind = _class("number" if column.is_number else "")
    return f'<th scope="col"{kind}>{escape(titled(column.title))}</th>'


def _class(names: str) -> str:
    return f' class="{escape(names)}"' if names else ""


def _lights(lights: Lights) -> str:
    """The headline, and a tile for each light."""
    tiles = "".join(
        f'<li class="{one.colour}"><b>{one.number}</b>{escape(one.word)}</li>'
        for one in lights.lights
    )
    says = escape(lights.says)
    return (
        f'<div class="glance"><p class="headline"><b>{escape(lights.headline)}</b> '
        f'<span>{says}</span></p><ul class="tally">{tiles}</ul></div>'
    )


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
