"""The board as a picture (SVG), for a README or a wall: Chinese never overlaps."""

from collections.abc import Iterator, Sequence
from html import escape

from goaltrack.formats.registry import Contents
from goaltrack.formats.svg_shapes import share as bounded
from goaltrack.formats.svg_shapes import shortened, text
from goaltrack.i18n.text import titled, width
from goaltrack.reports.blocks import Cell, Column, Share, Sheet, Table
from goaltrack.reports.board import board

_CELL, _ROW, _MARGIN, _GAP = 8.2, 26, 24, 18
_BAR = 84
_LINE = 20
_INDENT = 14
_LONGEST = 44
"""Cells of the longest text that is shown whole."""

_STYLE = """
  svg { font: 14px system-ui, 'Noto Sans CJK SC', 'Noto Sans SC', 'PingFang SC',
    'Microsoft YaHei', sans-serif; font-variant-numeric: tabular-nums; }
  .paper { fill: #fbfaf7 } text { fill: #1d2126 } .line { stroke: #dcd9d1 }
  .title { font-size: 20px; font-weight: 700 } .group { font-weight: 700 }
  .muted, .head, .grey { fill: #59616b } .green { fill: #1d6b3a } .red { fill: #a8201a }
  .yellow { fill: #805300 } .blue { fill: #1f5f8b } .track { fill: #e7e4dc }
  .mark { fill: #1d2126 } .head { font-size: 12px }
  @media (prefers-color-scheme: dark) {
    .paper { fill: #14171b } text { fill: #e9e6df } .line { stroke: #353b43 }
    .muted, .head, .grey { fill: #a9b0b8 } .green { fill: #74c98f }
    .red { fill: #f08a80 } .yellow { fill: #e0b354 } .blue { fill: #7fb8e0 }
    .track { fill: #2c323a } .mark { fill: #e9e6df }
  }
"""


def export(contents: Contents) -> str:
    """Return the board as a picture."""
    voice, before = contents.voice, contents.comparison
    sheet = board(
        contents.title,
        contents.assessments,
        contents.rollup,
        voice,
        contents.as_of,
        contents.known_on,
    )
    if before:
        said = {"better": before.better, "worse": before.worse}
        since = voice.word("compared_with", day=before.day, **said)
        sheet = sheet._replace(footer=f"{sheet.footer}\n{since}")
    return render(sheet)


def render(sheet: Sheet) -> str:
    """The board as an SVG document, in which nothing is loaded from anywhere."""
    tables = [block for block in sheet.blocks if isinstance(block, Table)]
    columns = tables[0].columns if tables else ()
    rooms = [_room(n, column, tables) for n, column in enumerate(columns)]
    wide = 2 * _MARGIN + sum(rooms) + _GAP * max(len(rooms) - 1, 0)
    last = sheet.footer.splitlines()
    widest = max(map(width, last), default=0) * _CELL
    least = max(width(sheet.title) * 11.5, widest) + 2 * _MARGIN
    wide = max(wide, least)
    parts = [*_lines(sheet, tables, rooms, wide)]
    rows = sum(len(table.rows) + 1 for table in tables)
    high = 2 * _MARGIN + 64 + _ROW * rows + 36 + _LINE * (len(last) - 1)
    names = f"<title>{escape(sheet.title)}</title><desc>{escape(sheet.footer)}</desc>"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="{wide:.0f}" '
        f'height="{high:.0f}" viewBox="0 0 {wide:.0f} {high:.0f}">{names}'
        f"<style>{_STYLE}</style>\n"
        f'<rect class="paper" width="100%" height="100%" rx="8"/>\n'
        + "\n".join(parts)
        + "\n</svg>\n"
    )


def _room(number: int, column: Column, tables: Sequence[Table]) -> float:
    """How wide a column is: as its longest text, or a bar."""
    cells = [row[number] for table in tables for row in table.rows]
    texts = [titled(column.title), *(shortened(cell.text, _LONGEST) for cell in cells)]
    bars = _BAR + 44 if any(cell.share for cell in cells) else 0
    return max(*(width(text) * _CELL for text in texts), float(bars))


def _lines(
    sheet: Sheet, tables: Sequence[Table], rooms: Sequence[float], wide: float
) -> Iterator[str]:
    y = float(_MARGIN + 14)
    yield text(_MARGIN, y, sheet.title, "title")
    y += 22
    yield text(_MARGIN, y, sheet.subtitle, "muted")
    y += 30
    if tables:
        for x, room, column in _places(tables[0].columns, rooms):
            yield _cell_text(x, y, room, column, titled(column.title), "head")
    for table in tables:
        y += _ROW
        yield text(_MARGIN, y, table.title, "group")
        for row in table.rows:
            y += _ROW
            right = wide - _MARGIN
            line = f'y1="{y - 18:.0f}" x2="{right:.0f}" y2="{y - 18:.0f}"'
            yield f'<line class="line" x1="{_MARGIN}" {line}/>'
            for (x, room, column), cell in zip(
                _places(table.columns, rooms), row, strict=True
            ):
                yield _cell(x, y, room, column, cell)
    for line in sheet.footer.splitlines():
        yield text(_MARGIN, y + 34, line, "muted")
        y += _LINE


def _places(
    columns: Sequence[Column], rooms: Sequence[float]
) -> Iterator[tuple[float, float, Column]]:
    x = float(_MARGIN)
    for column, room in zip(columns, rooms, strict=True):
        yield x, room, column
        x += room + _GAP


def _cell(x: float, y: float, room: float, column: Column, cell: Cell) -> str:
    if cell.share:
        bar = _bar(x, y - 10, cell.share, cell.role)
        return bar + text(x + _BAR + 6, y, cell.text, cell.role)
    if cell.depth:
        x += _INDENT * cell.depth
        return text(x, y, shortened(f"└ {cell.text}", _LONGEST), cell.role)
    return _cell_text(x, y, room, column, shortened(cell.text, _LONGEST), cell.role)


def _cell_text(
    x: float, y: float, room: float, column: Column, said: str, role: str
) -> str:
    if column.is_number:
        return text(x + room, y, said, role, at_end=True)
    return text(x, y, said, role)


def _bar(x: float, y: float, share: Share, role: str) -> str:
    done = _BAR * bounded(share.done)
    places = f'x="{x:.1f}" y="{y:.1f}" height="8" rx="4"'
    parts = [f'<rect class="track" {places} width="{_BAR}"/>']
    parts.append(f'<rect class="{role or "grey"}" {places} width="{done:.1f}"/>')
    if share.mark is not None:
        at = x + _BAR * bounded(share.mark)
        parts.append(
            f'<rect class="mark" x="{at:.1f}" y="{y - 2:.1f}" width="2" height="12"/>'
        )
    return "".join(parts)
