"""Sheets as GitHub-flavoured Markdown: every text escaped, every table whole."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta

from goaltrack.formats.registry import Contents
from goaltrack.formats.text_chart import drawn
from goaltrack.i18n.text import titled
from goaltrack.reports.blocks import (
    Block,
    Cell,
    Chart,
    Facts,
    Gantt,
    Heading,
    Lines,
    Sheet,
    Table,
)

Notes = Sequence[tuple[str, str]]

_CHART = 72
"""Cells of a line of a chart."""
_OWN = 4
"""Headings from this level on are our own words, above it people's."""

_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|~#&$!"})


def export(contents: Contents) -> str:
    """Return the whole report as Markdown."""
    return render(contents.report().sheet(contents.voice))


def render(sheet: Sheet) -> str:
    """The sheet as a Markdown document, its sources as footnotes."""
    numbers = numbered(sheet.notes)
    parts = [f"# {plain(sheet.title)}", plain(sheet.subtitle)]
    parts.append(blocks(sheet.blocks, numbers))
    if sheet.footer:
        parts += ["---", plain(sheet.footer)]
    parts.append(footnotes(sheet.notes))
    return "\n\n".join(part for part in parts if part) + "\n"


def blocks(found: Iterable[Block], numbers: Mapping[str, int]) -> str:
    """Some blocks of a report, with a number for each source that they cite."""
    parts = []
    before: Block | None = None
    for block in found:
        parts.append(_block(block, before, numbers))
        before = block
    return "\n\n".join(part for part in parts if part)


def numbered(notes: Notes) -> Mapping[str, int]:
    """The number of each source's footnote."""
    return {name: number for number, (name, _) in enumerate(notes, 1)}


def footnotes(notes: Notes) -> str:
    """The sources, a footnote each."""
    lines = (f"[^{n}]: {plain(text)}" for n, (_, text) in enumerate(notes, 1))
    return "\n".join(lines)


def _block(block: Block, before: Block | None, numbers: Mapping[str, int]) -> str:
    if isinstance(block, Heading):
        text = block.text if block.level < _OWN else titled(block.text)
        return f"{'#' * block.level} {plain(text)}"
    if isinstance(block, Chart):
        return "\n".join(["```text", *drawn(block, _CHART), "```"])
    if isinstance(block, Gantt):
        return "\n".join(["```mermaid", *_gantt(block), "```"])
    if isinstance(block, Lines):
        # A list after a list would be one with it.
        after_list = isinstance(before, Facts)
        lead, between = ("", "\n\n") if after_list else ("- ", "\n")
        return between.join(f"{lead}{plain(text)}" for text in block.texts)
    if isinstance(block, Facts):
        pairs = (
            f"- **{plain(titled(term))}** {_cell(c, numbers)}"
            for term, c in block.pairs
        )
        return "\n".join(pairs)
    return _table(block, numbers)


def _gantt(chart: Gantt) -> Iterator[str]:
    """The lines of a Mermaid gantt, which code hosts draw."""
    yield "gantt"
    yield "    dateFormat YYYY-MM-DD"
    yield "    axisFormat %Y-%m"
    for title, bars in chart.parts:
        yield f"    section {_mermaid(title)}"
        for bar in bars:
            tags = [_TAGS[bar.role]] if bar.role else []
            if bar.first is None:
                tags += ["milestone", bar.last.isoformat(), "0d"]
            else:
                # Mermaid ends a bar where its last day begins.
                end = bar.last + timedelta(days=1) if bar.last < date.max else bar.last
                tags += [bar.first.isoformat(), end.isoformat()]
            yield f"    {_mermaid(bar.title)} :{', '.join(tags)}"


_TAGS = {"done": "done", "late": "crit"}
_TAKEN = str.maketrans(
    {":": "：", ";": "；", "#": "＃", "%": "％", "`": "'", "<": "＜", ">": "＞"}
)
"""Characters that Mermaid would read, and those that look like them."""


def _mermaid(text: str) -> str:
    """The text so that Mermaid shows it: what is a word of its own gets a dot."""
    plain = text.translate(_TAKEN).strip() or "·"
    word = plain.split()[0].lower()
    return f"·{plain}" if word in _WORDS else plain


_WORDS = (
    *("section", "title", "gantt", "click", "todaymarker", "tickinterval", "weekday"),
    *("dateformat", "axisformat", "excludes", "includes", "topaxis", "end", "weekend"),
    *("inclusiveenddates", "accdescr", "acctitle"),
)


def _table(table: Table, numbers: Mapping[str, int]) -> str:
    head = [plain(titled(column.title)) for column in table.columns]
    rule = ["---:" if column.is_number else "---" for column in table.columns]
    rows = ([_cell(cell, numbers) for cell in row] for row in table.rows)
    text = "\n".join(f"| {' | '.join(cells)} |" for cells in [head, rule, *rows])
    return f"### {plain(table.title)}\n\n{text}" if table.title else text


def _cell(cell: Cell, numbers: Mapping[str, int]) -> str:
    refs = (f"[^{numbers[name]}]" for name in cell.cites if name in numbers)
    return plain(cell.text) + "".join(refs)


def plain(text: str) -> str:
    """The text so that Markdown shows it as it is."""
    escaped = text.translate(_SPECIAL)
    # At the beginning of a block these would make a list, a heading or a rule.
    if escaped[:1] in ("-", "+", "="):
        return f"\\{escaped}"
    number = escaped.split(" ", 1)[0]
    if number[-1:] in (".", ")") and number[:-1].isdecimal():
        return f"{number[:-1]}\\{escaped[len(number) - 1 :]}"
    return escaped
