"""Sheets as GitHub-flavoured Markdown: every text escaped, every table whole."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from goaltrack.formats.registry import Contents
from goaltrack.formats.text_chart import Drawing, drawn
from goaltrack.i18n.resources import address
from goaltrack.i18n.text import titled
from goaltrack.reports.blocks import (
    Block,
    Cell,
    Facts,
    Gantt,
    Heading,
    Lights,
    Lines,
    Note,
    Sheet,
    Table,
)

_CHART = 72
"""Cells of a line of a chart."""
_OWN = 4
"""Headings from this level on are our own words, above it people's."""

_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|~#&$!"})


def export(contents: Contents) -> str:
    """Return the whole report as Markdown."""
    voice = contents.voice
    words = Words(voice.word("annex"), voice.word("sources"))
    return render(contents.report().sheet(voice), words)


class Words(NamedTuple):
    """The headings of what stands behind a report."""

    annex: str
    sources: str


def render(sheet: Sheet, words: Words) -> str:
    """The sheet as a Markdown document, its sources as a numbered list."""
    refs = references(sheet.notes, words.sources, sheet.blocks)
    parts = [f"# {plain(sheet.title)}", plain(sheet.subtitle)]
    parts.append(blocks(sheet.blocks, refs))
    if sheet.annex:
        parts += [f"## {plain(words.annex)}", blocks(sheet.annex, refs)]
    parts.append(source_list(sheet.notes, words.sources))
    if sheet.footer:
        parts += ["---", plain(sheet.footer)]
    return "\n\n".join(part for part in parts if part) + "\n"


def blocks(found: Iterable[Block], refs: Mapping[str, str]) -> str:
    """Some blocks of a report, with a mark for each source that they cite."""
    parts = []
    before: Block | None = None
    for block in found:
        parts.append(_block(block, before, refs))
        before = block
    return "\n\n".join(part for part in parts if part)


def references(
    notes: Sequence[Note], heading: str, before: Iterable[Block]
) -> Mapping[str, str]:
    """Return the mark of each source by its id: its number, which leads to its page.

    Without a page it leads to the list of sources, which other headings stand `before`.
    """
    # So do code hosts and pandoc name a heading, and a second one of the same name.
    same = sum(
        isinstance(block, Heading) and block.text.lower() == heading.lower()
        for block in before
    )
    anchor = f"#{heading.lower().replace(' ', '-')}" + (f"-{same}" if same else "")
    return {
        note.id: f"[[{number}]]({address(note.url) if note.url else anchor})"
        for number, note in enumerate(notes, 1)
    }


def source_list(notes: Sequence[Note], heading: str) -> str:
    """The sources under their heading, each once; nothing without any."""
    if not notes:
        return ""
    lines = (
        f"{number}. {plain(note.text)}"
        + (f" <{address(note.url)}>" if note.url else "")
        for number, note in enumerate(notes, 1)
    )
    return f"## {plain(heading)}\n\n" + "\n".join(lines)


def _block(block: Block, before: Block | None, refs: Mapping[str, str]) -> str:
    if isinstance(block, Heading):
        text = block.text if block.level < _OWN else titled(block.text)
        return f"{'#' * block.level} {plain(text)}"
    if isinstance(block, Drawing):
        return "\n".join(["```text", *drawn(block, _CHART), "```"])
    if isinstance(block, Gantt):
        return "\n".join(["```mermaid", *_gantt(block), "```"])
    if isinstance(block, Lights):
        return "\n".join(f"- {plain(text)}" for text in block.lines)
    if isinstance(block, Lines):
        # A list after a list would be one with it.
        after_list = isinstance(before, (Facts, Lights))
        lead, between = ("", "\n\n") if after_list else ("- ", "\n")
        return between.join(f"{lead}{plain(text)}" for text in block.texts)
    if isinstance(block, Facts):
        pairs = (
            f"- **{plain(titled(term))}** {_cell(c, refs)}" for term, c in block.pairs
        )
        return "\n".join(pairs)
    return _table(block, refs)


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


def _table(table: Table, refs: Mapping[str, str]) -> str:
    head = [plain(titled(column.title)) for column in table.columns]
    rule = ["---:" if column.is_number else "---" for column in table.columns]
    bands = {band.row: band.title for band in table.bands}
    lines = [head, rule]
    for number, row in enumerate(table.rows):
        if number in bands:
            title = f"**{plain(bands[number])}**"
            lines.append(
                [title if column.name == "title" else "" for column in table.columns]
            )
        lines.append([_cell(cell, refs) for cell in row])
    text = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    return f"### {plain(table.title)}\n\n{text}" if table.title else text


_DEEPEST = 8
"""How far in parts are moved: beyond it a title would have no room."""


def _cell(cell: Cell, refs: Mapping[str, str]) -> str:
    marks = "".join(refs[name] for name in cell.cites if name in refs)
    branch = ""
    if cell.depth:
        branch = "&emsp;" * (min(cell.depth, _DEEPEST) - 1) + "└ "
    text = branch + plain(cell.text)
    return f"{text} {marks}" if text and marks else text + marks


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
