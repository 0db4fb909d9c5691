"""Sheets on a terminal, through Rich: the only room that knows it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from io import StringIO
from typing import NamedTuple

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.text import Text

from goaltrack.formats.text_chart import Drawing, drawn
from goaltrack.i18n.text import folded
from goaltrack.reports.blocks import (
    Block,
    Cell,
    Column,
    Facts,
    Gantt,
    Heading,
    Lights,
    Lines,
    Picture,
    Share,
    Sheet,
    Table,
)

_UNBOUNDED = 10_000
"""Wide enough for any table where nothing cuts the lines (a pipe, a file)."""

_CHART = 72
_BETWEEN = 2
_BAR = 8
_NARROWEST = 16
_SLACK = 3
"""A text that is broken in two has lines of half its length, and a few cells more."""
_WIDEST, _FOLDED = 40, 20
"""How wide a column of long texts may be, at most and at least, before it runs over
several lines: a third of the terminal."""
_LEADING = 2
"""Cells of a row that say what it is."""

_STYLES = {
    "green": "green",
    "yellow": "yellow",
    "red": "bold red",
    "blue": "blue",
    "grey": "cyan",
    "muted": "dim",
    "strong": "bold",
    "": "",
}


Links = Mapping[str, str]
"""The addresses of sources, by their ids."""
_NO_LINKS: Links = {}


def render(
    sheet: Sheet, width: int | None, *, color: bool, links: Links = _NO_LINKS
) -> str:
    """The sheet for a terminal so many cells wide; None where lines may be long.

    Columns are left out, the dispensable first, before a text is broken. No
    line is wider than the terminal. With colour, sources that are cited are links
    (OSC 8) to their addresses, as far as `links` has them.
    """
    room = width or _UNBOUNDED
    out = StringIO()
    console = Console(
        file=out,
        width=room,
        force_terminal=color,
        color_system="standard" if color else None,
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False,
    )
    console.print(_titles(sheet, room), soft_wrap=width is None)
    tables = [block for block in sheet.blocks if isinstance(block, Table)]
    layouts = _layouts(tables, room)
    has_head = False
    before: Block | None = None
    for block in sheet.blocks:
        if isinstance(block, Table):
            layout = layouts[block.columns]
            if not layout:
                _print_stacked(console, block, links)
                before = block
                continue
            _print_table(console, block, layout, links, with_head=not has_head)
            has_head = bool(block.title)
        else:
            if isinstance(block, Gantt):
                # `timeline` draws what is due when on a terminal.
                continue
            if isinstance(block, Picture) and not drawn(block, room):
                continue
            if not isinstance(before, Heading):
                console.print()
            _print_texts(console, block, links)
        before = block
    if sheet.footer:
        console.print(Text(f"\n{sheet.footer}"))
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _titles(sheet: Sheet, room: int) -> Text:
    """The title, and the subtitle at the right end of its line where that fits."""
    title = Text(sheet.title, style="bold")
    space = min(room, 80) - cell_len(sheet.title) - cell_len(sheet.subtitle)
    title.append(" " * space if space > _BETWEEN else "\n")
    title.append(sheet.subtitle, style=_STYLES["muted"])
    return title


def _room(console: Console) -> int:
    """Cells that a chart may take: those of the terminal, or as usual in a pipe."""
    return _CHART if console.width == _UNBOUNDED else console.width


def _print_texts(
    console: Console, block: Heading | Facts | Lines | Lights | Drawing, links: Links
) -> None:
    if isinstance(block, Heading):
        console.print(Text(block.text, style="bold"))
    elif isinstance(block, Lines):
        console.print(Text("\n".join(block.texts)))
    elif isinstance(block, Lights):
        console.print(Text("\n".join(block.lines)))
    elif isinstance(block, Drawing):
        console.print(Text("\n".join(drawn(block, _room(console)))))
    elif block.pairs:
        console.print(_facts(block, console, links))


def _facts(facts: Facts, console: Console, links: Links) -> Text:
    """Return terms in one column and their values in another, folded if need be."""
    terms = [Text(term, style=_STYLES["muted"]) for term, _ in facts.pairs]
    first = max(term.cell_len for term in terms) if terms else 0
    room = max(console.width - first - _BETWEEN, 1)
    lines: list[Text] = []
    for term, (_, cell) in zip(terms, facts.pairs, strict=True):
        value = _linked(cell, links)
        lines += _beside(
            [([term], first, False), (_folded(value, room, console), room, False)]
        )
    return Text("\n").join(lines)


class Slot(NamedTuple):
    """Columns that stand one below the other, and how many cells they have."""

    columns: tuple[int, ...]
    width: int


Layout = tuple[Slot, ...]
"""What stands side by side; nothing where a row is a block of lines."""


def _layouts(tables: Sequence[Table], room: int) -> dict[tuple[Column, ...], Layout]:
    """Return a layout for each set of columns, so that tables that share one align."""
    layouts = {}
    for columns in {table.columns for table in tables}:
        rows = [
            row for table in tables if table.columns == columns for row in table.rows
        ]
        layouts[columns] = _layout(columns, rows, room)
    return layouts


def _layout(
    columns: tuple[Column, ...], rows: Sequence[tuple[Cell, ...]], room: int
) -> Layout:
    """Return the first layout that fits, nothing if none does.

    Columns of a rank are left out, the highest first; then long texts are folded; then
    columns stand below others.
    """
    said = [n for n in range(len(columns)) if any(row[n].text for row in rows)]
    said = said or list(range(len(columns)))
    longest = [
        max((_text(row[n]).cell_len for row in rows), default=0)
        for n in range(len(columns))
    ]
    needed = [n for n in said if not columns[n].rank]
    more = sorted(set(said) - set(needed), key=lambda n: columns[n].rank)
    names = {columns[n].name: n for n in said}
    movable = {n for n in said if columns[n].below in names}
    for below in (frozenset[int](), movable):
        for lines in _FOLDS:
            slots = _slots(needed, below, columns, longest, room, lines)
            if _total(slots) > room:
                continue
            shown = needed
            for n in more:
                wider = _slots([*shown, n], below, columns, longest, room, lines)
                if _total(wider) > room:
                    break
                shown, slots = [*shown, n], wider
            return _widened(slots, columns, longest, room)
    return ()


def _widened(
    slots: Layout, columns: Sequence[Column], longest: Sequence[int], room: int
) -> Layout:
    """Give the room that is left to long texts, from left to right."""
    spare, found = room - _total(slots), []
    for slot in slots:
        wanted = max(
            (min(longest[n], _WIDEST) for n in slot.columns if columns[n].folds),
            default=0,
        )
        more = min(max(wanted - slot.width, 0), spare)
        spare -= more
        found.append(slot._replace(width=slot.width + more))
    return tuple(found)


def _stacks(
    shown: Sequence[int], below: AbstractSet[int], columns: Sequence[Column]
) -> list[tuple[int, ...]]:
    """Return the columns, each with those that stand below it."""
    names = {columns[n].name: n for n in shown}
    under: dict[int, list[int]] = {}
    for n in sorted(below & set(shown)):
        if columns[n].below in names:
            under.setdefault(names[columns[n].below], []).append(n)
    moved = {n for stack in under.values() for n in stack}
    return [(n, *under.get(n, ())) for n in sorted(shown) if n not in moved]


_FOLDS = (1, 2, 9)
"""In how many lines a long text may stand: as wide as is preferred first."""


def _slots(
    shown: Sequence[int],
    below: AbstractSet[int],
    columns: Sequence[Column],
    longest: Sequence[int],
    room: int,
    lines: int,
) -> Layout:
    """Return the columns with their widths, long texts folded into so many lines."""
    found = []
    for stack in _stacks(shown, below, columns):
        wide = 0
        for place, n in enumerate(stack):
            text = longest[n]
            if columns[n].folds and room != _UNBOUNDED:
                # One long text should not cost all others their columns.
                usual = min(text, _WIDEST, max(_FOLDED, room // 3))
                least = max(_NARROWEST, text // lines + _SLACK)
                text = min(usual, least)
            head = 0 if place and columns[n].speaks else cell_len(columns[n].title)
            wide = max(wide, text, head)
        found.append(Slot(stack, wide))
    return tuple(found)


def _total(slots: Layout) -> int:
    return sum(slot.width for slot in slots) + _BETWEEN * (len(slots) - 1)


def _print_table(
    console: Console, table: Table, layout: Layout, links: Links, *, with_head: bool
) -> None:
    lines: list[Text] = []
    head = _head(table.columns, layout, console)
    if table.title and with_head:
        # One head above the titles of all groups, which stand in line.
        lines += head
    if table.title:
        lines += [Text(""), Text(table.title, style="bold")]
    else:
        lines += head
    for row in table.rows:
        texts = [_linked(cell, links) for cell in row]
        lines += _lines_of(texts, table.columns, layout, console)
    console.print(Text("\n").join(lines), no_wrap=True, overflow="ignore", crop=False)


def _head(columns: tuple[Column, ...], layout: Layout, console: Console) -> list[Text]:
    """Return the titles; those of columns below others only where they are needed."""
    below = [n for slot in layout for n in slot.columns[1:]]
    texts = [
        Text("" if n in below and column.speaks else column.title, _STYLES["muted"])
        for n, column in enumerate(columns)
    ]
    return _lines_of(texts, columns, layout, console)


def _lines_of(
    texts: Sequence[Text],
    columns: tuple[Column, ...],
    layout: Layout,
    console: Console,
) -> list[Text]:
    """Return a row: a line, or several where texts are folded or stand below others."""
    cells = []
    for slot in layout:
        top, *others = (texts[n] for n in slot.columns)
        # What stands below a part in a tree is moved in with it.
        inside = len(top.plain) - len(top.plain.lstrip(_BRANCH))
        below = [
            Text(" " * inside) + text if inside else text for text in others if text
        ]
        pieces = [
            piece
            for text in (top, *below)
            for piece in _folded(text, slot.width, console)
        ]
        is_right = columns[slot.columns[0]].is_number
        cells.append((pieces, slot.width, is_right))
    return _beside(cells)


def _print_stacked(console: Console, table: Table, links: Links) -> None:
    """A row as a block: the first two cells in front, the rest with their names."""
    if table.title:
        console.print(Text(f"\n{table.title}", style="bold"))
    for row in table.rows:
        pairs = [
            (column, _linked(cell, links))
            for column, cell in zip(table.columns, row, strict=True)
            if cell.text and not column.rank
        ]
        console.print(Text("  ").join(text for _, text in pairs[:_LEADING]))
        said = [
            text
            if column.speaks
            else Text.assemble((f"{column.title} ", _STYLES["muted"]), text)
            for column, text in pairs[_LEADING:]
        ]
        for line in _packed(said, console.width - _BETWEEN):
            console.print(Padding(line, (0, 0, 0, _BETWEEN)))


def _packed(texts: Sequence[Text], room: int) -> Iterator[Text]:
    """The texts in lines, as many in each as it has room for."""
    line: list[Text] = []
    used = -_BETWEEN
    for text in texts:
        if line and used + _BETWEEN + text.cell_len > room:
            yield Text(" " * _BETWEEN).join(line)
            line, used = [], -_BETWEEN
        line.append(text)
        used += _BETWEEN + text.cell_len
    if line:
        yield Text(" " * _BETWEEN).join(line)


def _folded(text: Text, width: int, console: Console) -> list[Text]:
    """Return a text in lines, broken at blanks and between Chinese characters.

    Not in a number, as Rich would; a word that is longer than a line is broken.
    """
    if text.cell_len <= width:
        return [text]
    lines: list[Text] = []
    at = 0
    for line in folded(text.plain, width):
        at = text.plain.index(line, at)
        piece = text[at : at + len(line)]
        at += len(line)
        lines += [piece] if piece.cell_len <= width else piece.wrap(console, width)
    return lines


def _beside(cells: Sequence[tuple[Sequence[Text], int, bool]]) -> list[Text]:
    """Texts of several lines side by side, each in so many cells, numbers at the right.

    Rich has tables, which take three times as long to load and to draw.
    """
    lines = []
    for number in range(max((len(texts) for texts, _, _ in cells), default=0)):
        line = Text()
        blanks = 0
        for texts, width, is_right in cells:
            text = texts[number] if number < len(texts) else Text("")
            text.rstrip()
            room = max(width - text.cell_len, 0)
            line.append(" " * (blanks + (room if is_right else 0)))
            line.append_text(text)
            blanks = _BETWEEN + (0 if is_right else room)
        lines.append(line)
    return lines


_BRANCH = "\N{NO-BREAK SPACE}└"
"""Characters of the branch before a title in a tree."""
_DEEPEST = 8
"""How far in parts are moved: beyond it a title would have no room."""


def _text(cell: Cell) -> Text:
    style = _STYLES[cell.role]
    if cell.depth:
        blanks = "\N{NO-BREAK SPACE}" * (2 * min(cell.depth, _DEEPEST) - 2)
        return Text(f"{blanks}└\N{NO-BREAK SPACE}{cell.text}", style=style)
    if cell.share is None:
        return Text(cell.text, style=style)
    return Text.assemble((_bar(cell.share), style), " ", f"{cell.text:>4}")


def _linked(cell: Cell, links: Links) -> Text:
    """Return the text of a cell, in which each source that it cites is a link."""
    text = _text(cell)
    for name in cell.cites:
        if name in links:
            cited = rf"(?<![\w-]){re.escape(name)}(?:#[^\s,;，；、()（）]+|(?![\w#-]))"
            # A register has the place alone: `#4`.
            spans = [found.span() for found in re.finditer(cited, text.plain)]
            for span in spans or [(0, len(text))]:
                text.stylize(Style(link=links[name]), *span)
    return text


def _bar(share: Share) -> str:
    # Only what is whole fills the bar.
    most = _BAR if share.done >= 1 else _BAR - 1
    filled = min(max(int(share.done * _BAR + Decimal("0.5")), 0), most)
    cells = list("█" * filled + "░" * (_BAR - filled))
    if share.mark is not None and share.mark < 1:
        cells[max(int(share.mark * _BAR), 0)] = "┃"
    return "".join(cells)
