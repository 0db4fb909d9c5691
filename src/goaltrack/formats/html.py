"""Sheets as one web page, which makes no request and needs no framework."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from html import escape
from itertools import groupby

from goaltrack.i18n.resources import read_text
from goaltrack.i18n.text import titled, width
from goaltrack.reports.blocks import (
    Bar,
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
_WIDE, _HIGH = 640, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 96, 16, 14, 26
_ROW, _NAMES, _LONGEST = 26, 220, 30
_GOAL = 3
"""The level of the heading of a goal."""
_REGISTER = "state"
"""The column by which a register is known among tables."""


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
            yield _plot(block)
        elif isinstance(block, Gantt):
            yield _gantt(block)
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
    done = 100 * min(max(float(share.done), 0.0), 1.0)
    mark = ""
    if share.mark is not None:
        at = 100 * min(max(float(share.mark), 0.0), 1.0)
        mark = f'<rect class="mark" x="{at:.1f}" y="0" width="1.5" height="8"/>'
    return (
        '<svg class="bar" viewBox="0 0 102 8" aria-hidden="true">'
        '<rect class="track" y="1" width="100" height="6" rx="3"/>'
        f'<rect class="done" y="1" width="{done:.1f}" height="6" rx="3"/>{mark}</svg>'
    )


def _plot(chart: Chart) -> str:
    """Figures, plan line, target and what is to come, as a picture with its legend."""
    frame = _Frame(chart.first, chart.last, chart.low, chart.high)
    parts = [*_axes(frame, chart), *_range(frame, chart)]
    target = frame.y(chart.target)
    parts.append(_line("target", _LEFT, target, _WIDE - _RIGHT, target))
    parts.append(_curve("plan", frame, chart.plan))
    parts.append(_curve("figures", frame, chart.points))
    parts += [_dot(frame.x(day), frame.y(value)) for day, value in chart.points]
    names = _legend(chart)
    return (
        f'<figure><svg viewBox="0 0 {_WIDE} {_HIGH}" role="img" '
        f'aria-label="{escape(", ".join(names))}">{"".join(parts)}</svg>'
        f"<figcaption>{escape(' · '.join(names))}</figcaption></figure>"
    )


def _axes(frame: "_Frame", chart: Chart) -> Iterator[str]:
    right, bottom = _WIDE - _RIGHT, _HIGH - _BOTTOM
    low, half, high = chart.labels
    yield _line("axis", _LEFT, bottom, right, bottom)
    yield _text(_LEFT - 8, _TOP + 4, high, at_end=True)
    yield _text(_LEFT - 8, (_TOP + bottom) / 2 + 4, half, at_end=True)
    yield _text(_LEFT - 8, bottom, low, at_end=True)
    yield _text(_LEFT, _HIGH - 8, _day(frame.first))
    yield _text(right, _HIGH - 8, _day(frame.last), at_end=True)


def _range(frame: "_Frame", chart: Chart) -> Iterator[str]:
    """Yield the forecast: a fan, or a bar at the end of an estimated year."""
    if len(chart.fan) == 1:
        [(day, low, _, high)] = chart.fan
        y = frame.y(high)
        yield (
            f'<rect class="fan" x="{frame.x(day) - 6:.1f}" y="{y:.1f}" width="12" '
            f'height="{frame.y(low) - y:.1f}"/>'
        )
    elif chart.fan:
        upper = [frame.point(day, high) for day, _, _, high in chart.fan]
        lower = [frame.point(day, low) for day, low, _, _ in reversed(chart.fan)]
        yield f'<polygon class="fan" points="{" ".join(upper + lower)}"/>'
        middle = [(day, value) for day, _, value, _ in chart.fan]
        yield _curve("middle", frame, middle)


def _line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    places = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line class="{kind}" {places}/>'


def _dot(x: float, y: float) -> str:
    return f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'


def _curve(kind: str, frame: "_Frame", points: Sequence[tuple[int, float]]) -> str:
    places = " ".join(frame.point(day, value) for day, value in points)
    return f'<polyline class="{kind}" points="{places}"/>' if places else ""


def _text(x: float, y: float, text: str, *, at_end: bool = False) -> str:
    anchor = ' text-anchor="end"' if at_end else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{anchor}>{escape(text)}</text>'


def _legend(chart: Chart) -> list[str]:
    figure, planned, target, fan, _ = chart.names
    names = [f"● {figure}"]
    names += [f"╌ {planned}"] if chart.plan else []
    names.append(f"─ {target}")
    names += [f"▒ {fan}"] if chart.fan else []
    return names


class _Frame:
    """Days and values as places in the picture."""

    def __init__(self, first: int, last: int, low: float, high: float) -> None:
        self.first, self.last, self.low, self.high = first, last, low, high

    def x(self, day: int) -> float:
        room = _WIDE - _LEFT - _RIGHT
        return _LEFT + room * (day - self.first) / max(self.last - self.first, 1)

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return _TOP + (_HIGH - _TOP - _BOTTOM) * (1 - min(max(share, 0.0), 1.0))

    def point(self, day: int, value: float) -> str:
        return f"{self.x(day):.1f},{self.y(value):.1f}"


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def _gantt(chart: Gantt) -> str:
    """Draw due dates as bars and diamonds on a line of years, with today."""
    bars = [bar for _, part in chart.parts for bar in part]
    days = [day.toordinal() for b in bars for day in (b.first or b.last, b.last)]
    days.append(chart.today.toordinal())
    first, last = min(days), max(days)
    high = _ROW * (len(bars) + len(chart.parts) + 1)
    wide = 900 - _NAMES - 24

    def x(day: int) -> float:
        return _NAMES + wide * (day - first) / max(last - first, 1)

    parts = []
    for year in range(date.fromordinal(first).year, date.fromordinal(last).year + 1):
        at = date(year, 1, 1).toordinal()
        if first <= at <= last:
            parts.append(_line("grid", x(at), 16, x(at), high))
            parts.append(_text(x(at) + 3, 12, str(year)))
    row = 1
    for title, members in chart.parts:
        row += 1
        parts.append(_text(0, _ROW * row - 8, _cut(title)))
        for bar in members:
            row += 1
            parts.append(_span(bar, x, _ROW * row))
    now = x(chart.today.toordinal())
    parts.append(_line("now", now, 16, now, high))
    names = escape(", ".join(bar.title for bar in bars))
    return (
        f'<figure><svg viewBox="0 0 900 {high + 4}" role="img" aria-label="{names}">'
        f"{''.join(parts)}</svg></figure>"
    )


def _span(bar: Bar, x: Callable[[int], float], bottom: int) -> str:
    last = x(bar.last.toordinal())
    kind = _class(f"span {bar.role}".strip())
    name = f'<text class="name" x="0" y="{bottom - 8}">{escape(_cut(bar.title))}</text>'
    y = bottom - 19
    if bar.first is None:
        size = 7
        return (
            f'{name}<rect{kind} x="{last - size:.1f}" y="{y - 1}" width="{size * 2}" '
            f'height="{size * 2}" transform="rotate(45 {last:.1f} {y + 6})"/>'
        )
    first = x(bar.first.toordinal())
    return (
        f'{name}<rect{kind} x="{first:.1f}" y="{y}" '
        f'width="{max(last - first, 2):.1f}" height="12" rx="3"/>'
    )


def _cut(text: str) -> str:
    """The text in the room that names have; what is cut off is in the tables."""
    if width(text) <= _LONGEST:
        return text
    kept = ""
    for char in text:
        if width(kept + char) > _LONGEST - 1:
            break
        kept += char
    return f"{kept}…"
