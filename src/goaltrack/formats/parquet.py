"""Rows as a Parquet file: typed columns, decimals exact."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Context, Decimal
from io import BytesIO

import pyarrow as pa
from pyarrow import parquet

from goaltrack.formats.registry import Contents
from goaltrack.ledger.toml_text import to_toml
from goaltrack.model.amount import plain
from goaltrack.reports.tables import Form, goal_table

_PLACES = 9
_ROUNDED = Context(prec=38)
_TYPES = {
    Form.TEXT: pa.string(),
    Form.DAY: pa.date32(),
    # The ledger has 15 digits before the point and 9 after it; a sum has room.
    Form.NUMBER: pa.decimal128(38, _PLACES),
    Form.RATIO: pa.float64(),
    Form.COUNT: pa.int64(),
}


def export(contents: Contents) -> bytes:
    """Return a row for each goal."""
    columns, rows = goal_table(
        contents.assessments, contents.file, contents.years, contents.comparison
    )
    return as_table(columns, rows)


def as_table(columns: Mapping[str, Form], rows: Iterable[Sequence[object]]) -> bytes:
    """The rows, whose cells are in the order of the columns, as a Parquet file."""
    cells: list[list[object]] = [[] for _ in columns]
    forms = list(columns.values())
    for row in rows:
        for found, form, value in zip(cells, forms, row, strict=True):
            found.append(_cell(form, value))
    arrays = [
        pa.array(found, _TYPES[form]) for found, form in zip(cells, forms, strict=True)
    ]
    out = BytesIO()
    parquet.write_table(pa.table(arrays, list(columns)), out)
    return out.getvalue()


def _cell(form: Form, value: object) -> object:
    if value is None:
        return None
    if form is Form.TEXT:
        return _text(value)
    if isinstance(value, Decimal):
        if form is Form.RATIO:
            return float(value)
        # What is computed may have more places; what the ledger says has not.
        return value.quantize(Decimal(1).scaleb(-_PLACES), context=_ROUNDED)
    if isinstance(value, datetime):
        return value.date()
    return value


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return plain(value)
    return to_toml(value) if isinstance(value, (list, dict)) else str(value)
