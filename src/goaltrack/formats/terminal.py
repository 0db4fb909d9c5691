"""Sheets on a terminal, through Rich: the only room that knows it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from io import StringIO

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.text import Text

from goaltrack.formats.text_chart import drawn
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

_UNBOUNDED = 10_000
"""Wide enough for any table where nothing cuts the lines (a pipe, a file)."""

_CHART = 72
_BETWEEN = 2
_BAR = 8
_NARROWEST = 10
_SLIM = 4
_WIDEST, _FOLDED = 40, 20
"""How wide a column of long texts may be, at most and at least, before it runs over
several lines: a third of the terminal."""

_NEEDED = 3
"""Columns up to this rank are missed: figure, gap and target of a board."""
_IDLE = 8
"""Columns from this rank on are not worth a line of their own."""

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
            if _lacks_much(block.columns, layout):
                _print_stacked(console, block, links)
                before = block
                continue
            _print_table(console, block, layout, links, with_head=not has_head)
            has_head = bool(block.title)
        else:
            if isinstance(block, Chart) and not drawn(block, room):
                continue
            if isinstance(block, Gantt):
                # `timeline` draws what is due when on a terminal.
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
    console: Console, block: Heading | Facts | Lines | Chart, links: Links
) -> None:
    if isinstance(block, Heading):
        console.print(Text(block.text, style="bold"))
    elif isinstance(block, Lines):
        console.print(Text("\n".join(block.texts)))
    elif isinstance(block, Chart):
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
        lines += _beside([(term, first, False), (value, room, False)], console)
    return Text("\n").join(lines)


Layout = tuple[tuple[int, int], ...]
"""The columns that are shown, and the width of each."""


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
    widths = []
    for n, column in enumerate(columns):
        texts = max((_text(row[n]).cell_len for row in rows), default=0)
        if column.folds and room != _UNBOUNDED:
            # One long text should not cost all others their columns.
            texts = min(texts, _WIDEST, max(_FOLDED, room // 3))
        widths.append(max(cell_len(column.title), texts))
    said = [n for n in range(len(columns)) if any(row[n].text for row in rows)]
    shown = [n for n in said if not columns[n].rank]
    # What matters most first; a wide column that does not fit leaves room for others.
    for n in sorted(set(said) - set(shown), key=lambda n: columns[n].rank):
        if _total(widths, [*shown, n]) <= room:
            shown.append(n)
    shown.sort()
    over = _total(widths, shown) - room
    # Long texts run over several lines first, then whatever is widest: no text is cut.
    folding = [n for n in shown if columns[n].folds]
    for some, least in ((folding, _NARROWEST), (folding, _SLIM), (shown, 1)):
        while over > 0 and some:
            widest = max(some, key=lambda n: widths[n])
            if widths[widest] <= least:
                break
            widths[widest] -= 1
            over -= 1
    return tuple((n, widths[n]) for n in shown)


def _total(widths: Sequence[int], shown: Sequence[int]) -> int:
    return sum(widths[n] for n in shown) + _BETWEEN * (len(shown) - 1)


def _print_table(
    console: Console, table: Table, layout: Layout, links: Links, *, with_head: bool
) -> None:
    head = [Text(table.columns[n].title, style=_STYLES["muted"]) for n, _ in layout]
    rows = [[_linked(row[n], links) for n, _ in layout] for row in table.rows]
    lines: list[Text] = []
    if table.title and with_head:
        # One head above the titles of all groups, which stand in line.
        lines += _columns(table.columns, layout, head, console)
    if table.title:
        lines += [Text(""), Text(table.title, style="bold")]
    else:
        lines += _columns(table.columns, layout, head, console)
    for row in rows:
        lines += _columns(table.columns, layout, row, console)
    console.print(Text("\n").join(lines), no_wrap=True, overflow="ignore", crop=False)


def _lacks_much(columns: tuple[Column, ...], layout: Layout) -> bool:
    """Return whether columns that a row needs were left out."""
    shown = {n for n, _ in layout}
    ranks = [column.rank for n, column in enumerate(columns) if n not in shown]
    return any(0 < rank <= _NEEDED for rank in ranks)


def _print_stacked(console: Console, table: Table, links: Links) -> None:
    """A row as a block: what never goes in front, the rest below it with its names."""
    if table.title:
        console.print(Text(f"\n{table.title}", style="bold"))
    for row in table.rows:
        pairs = list(zip(table.columns, row, strict=True))
        fixed = [_linked(cell, links) for column, cell in pairs if not column.rank]
        console.print(Text("  ").join(fixed))
        said = [
            Text.assemble((f"{column.title} ", _STYLES["muted"]), _linked(cell, links))
            for column, cell in pairs
            if 0 < column.rank < _IDLE and cell.text
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


def _columns(
    columns: tuple[Column, ...], layout: Layout, row: Sequence[Text], console: Console
) -> list[Text]:
    """A row in its columns: a line, or several where a text must be folded."""
    cells = [
        (text, width, columns[n].is_number)
        for text, (n, width) in zip(row, layout, strict=True)
    ]
    return _beside(cells, console)


def _beside(cells: Sequence[tuple[Text, int, bool]], console: Console) -> list[Text]:
    """Texts side by side, each in so many cells, those of numbers at the right end.

    Rich has tables, which take three times as long to load and to draw.
    """
    folded = [
        [text] if text.cell_len <= width else list(text.wrap(console, width))
        for text, width, _ in cells
    ]
    lines = []
    for number in range(max(map(len, folded), default=0)):
        line = Text()
        blanks = 0
        for texts, (_, width, is_right) in zip(folded, cells, strict=True):
            text = texts[number] if number < len(texts) else Text("")
            text.rstrip()
            room = width - text.cell_len
            line.append(" " * (blanks + (room if is_right else 0)))
            line.append_text(text)
            blanks = _BETWEEN + (0 if is_right else room)
        lines.append(line)
    return lines


def _text(cell: Cell) -> Text:
    style = _STYLES[cell.role]
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
