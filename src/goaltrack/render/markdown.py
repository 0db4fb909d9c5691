"""Sheets as GitHub-flavoured Markdown: every text escaped, every table whole."""

from goaltrack.report.sheet import (
    Block,
    Cell,
    Chart,
    Facts,
    Heading,
    Lines,
    Sheet,
    Table,
)

_OWN = 4
"""Headings from this level on are our own words, above it people's."""

_SPECIAL = str.maketrans({char: f"\\{char}" for char in "\\`*_[]<>|~#&$!"})


def render(sheet: Sheet) -> str:
    """The sheet as a Markdown document."""
    parts = [f"# {_plain(sheet.title)}", _plain(sheet.subtitle)]
    before: Block | None = None
    for block in sheet.blocks:
        parts.append(_block(block, before))
        before = block
    if sheet.footer:
        parts += ["---", _plain(sheet.footer)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _block(block: Block, before: Block | None) -> str:
    if isinstance(block, Heading):
        text = block.text if block.level < _OWN else _title(block.text)
        return f"{'#' * block.level} {_plain(text)}"
    if isinstance(block, Chart):
        return "\n".join(["```text", *block.lines, "", block.legend, "```"])
    if isinstance(block, Lines):
        # A list after a list would be one with it.
        after_list = isinstance(before, Facts)
        lead, between = ("", "\n\n") if after_list else ("- ", "\n")
        return between.join(f"{lead}{_plain(text)}" for text in block.texts)
    if isinstance(block, Facts):
        pairs = (f"- **{_plain(_title(term))}** {_cell(c)}" for term, c in block.pairs)
        return "\n".join(pairs)
    return _table(block)


def _table(table: Table) -> str:
    head = [_plain(_title(column.title)) for column in table.columns]
    rule = ["---:" if column.is_number else "---" for column in table.columns]
    lines = [head, rule, *([_cell(cell) for cell in row] for row in table.rows)]
    text = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    return f"### {_plain(table.title)}\n\n{text}" if table.title else text


def _title(text: str) -> str:
    """One of our own words as it stands at the beginning of a line."""
    return text[:1].upper() + text[1:]


def _cell(cell: Cell) -> str:
    return _plain(cell.text)


def _plain(text: str) -> str:
    """The text so that Markdown shows it as it is."""
    escaped = text.translate(_SPECIAL)
    # At the beginning of a block these would make a list, a heading or a rule.
    if escaped[:1] in ("-", "+", "="):
        return f"\\{escaped}"
    number = escaped.split(" ", 1)[0]
    if number[-1:] in (".", ")") and number[:-1].isdecimal():
        return f"{number[:-1]}\\{escaped[len(number) - 1 :]}"
    return escaped
