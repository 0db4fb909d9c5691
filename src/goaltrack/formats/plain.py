"""Sheets as plain lines: for dumb terminals, screen readers and `--plain`."""

from goaltrack.reports.blocks import (
    Block,
    Facts,
    Heading,
    Lights,
    Lines,
    Picture,
    Sheet,
    Table,
)


def render(sheet: Sheet) -> str:
    """The sheet as lines without colour, boxes or columns."""
    lines = [sheet.title, sheet.subtitle]
    before: Block | None = None
    for block in sheet.blocks:
        if isinstance(block, Picture):
            # A picture tells nothing as lines; its numbers stand around it.
            continue
        if not isinstance(before, Heading):
            lines.append("")
        lines += _block(block)
        before = block
    if sheet.footer:
        lines += ["", sheet.footer]
    return "\n".join(lines).strip("\n") + "\n"


def _block(block: Heading | Lines | Lights | Facts | Table) -> list[str]:
    if isinstance(block, Heading):
        return [block.text]
    if isinstance(block, Lines):
        return list(block.texts)
    if isinstance(block, Lights):
        return list(block.lines)
    if isinstance(block, Facts):
        return [f"{term}: {cell.text}" for term, cell in block.pairs]
    return _table(block)


def _table(table: Table) -> list[str]:
    lines = [table.title] if table.title else []
    for row in table.rows:
        texts = [
            cell.text if n < 2 else f"{column.title} {cell.text}"  # noqa: PLR2004 - the first two say what the row is
            for n, (column, cell) in enumerate(zip(table.columns, row, strict=True))
            if cell.text and not column.is_drawn
        ]
        lines.append("  " + "; ".join(texts))
    return lines
