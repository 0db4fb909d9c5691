"""Rows as CSV, decimals exact."""

from collections.abc import Iterable, Sequence
from csv import writer
from datetime import date
from decimal import Decimal
from io import StringIO

from goaltrack.formats.registry import Contents
from goaltrack.ledger.toml_text import to_toml
from goaltrack.model.amount import plain
from goaltrack.reports.tables import goal_table

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "|", "%")


def export(contents: Contents) -> str:
    """Return a row for each goal."""
    return as_table(*goal_table(contents.assessments, contents.file, contents.years))


def as_table(columns: Iterable[str], rows: Iterable[Sequence[object]]) -> str:
    """The rows as CSV (RFC 4180). A text that a spreadsheet would run gets a quote."""
    text = StringIO()
    out = writer(text)
    out.writerow(columns)
    for row in rows:
        out.writerow([_cell(value) for value in row])
    return text.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, (list, dict)):
        return to_toml(value)
    text = value.isoformat() if isinstance(value, date) else str(value)
    # A quote more before quotes, too: `import` takes exactly one away again.
    is_risky = isinstance(value, str) and text.lstrip("'").startswith(_FORMULA)
    return f"'{text}" if is_risky else text
