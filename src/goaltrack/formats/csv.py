"""Rows as CSV (RFC 4180), decimals exact, every text in quotes."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from goaltrack.formats.registry import Contents
from goaltrack.ledger.toml_text import to_toml
from goaltrack.model.amount import plain
from goaltrack.model.exported import title_of
from goaltrack.reports.tables import Form, goal_table

_FORMULA = re.compile(r"(^|[;\t\r\n])('*)(?=[=+\-@＝＋－＠])")
"""Where a spreadsheet would take a text for a formula: at its beginning, and after what
separates cells in some countries. `import` takes one quote away again."""
MARK = "\ufeff"
"""The byte order mark, by which spreadsheets know UTF-8."""


def export(contents: Contents) -> str:
    """Return a row for each goal."""
    columns, rows = goal_table(
        contents.assessments, contents.file, contents.years, contents.comparison
    )
    return as_table(columns, rows)


def as_table(columns: Mapping[str, Form], rows: Iterable[Sequence[object]]) -> str:
    """The rows as CSV. A text that a spreadsheet would run gets a quote before it."""
    lines = [",".join(columns)]
    lines += [",".join(map(_cell, row)) for row in rows]
    return "\r\n".join(lines) + "\r\n"


def for_spreadsheet(text: str, language: str, *, is_titled: bool) -> str:
    """Return a table as spreadsheets open it: with the mark of UTF-8.

    With `is_titled` its columns have their titles in the language.
    """
    if is_titled:
        head, end, rest = text.partition("\r\n")
        titles = (title_of(name, language) for name in head.split(","))
        text = ",".join(map(_quoted, titles)) + end + rest
    return MARK + text


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, (list, dict)):
        return _quoted(to_toml(value))
    if isinstance(value, date):
        return value.isoformat()
    return _quoted(value) if isinstance(value, str) else str(value)


def _quoted(text: str) -> str:
    return '"' + _FORMULA.sub(r"\1'\2", text).replace('"', '""') + '"'
