"""Tables in JSON: arrays of objects, as services and our own `--json` give them."""

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from goaltrack.errors import BadTable
from goaltrack.i18n.catalog import Phrase
from goaltrack.importing.readers import RawRow, finding
from goaltrack.model.amount import exact, plain
from goaltrack.model.period import Period
from goaltrack.model.period_label import label

_NO_JSON = Phrase("this is not JSON: {why}")
_NO_ROWS = Phrase(
    "there is no array of rows here; name the keys that lead to it with --path: {known}"
)


def json_rows(path: str, text: str, keys: str | None) -> list[RawRow]:
    """Return the rows of a JSON document, the first of which has the names.

    The array of them is the document itself, stands at `keys` (`a.b`), or is the only
    one in it. A row is an object; of Beeminder's files a day, a number and a remark.

    Raises:
        BadTable: it is no JSON, or has no such array.
    """
    data = parsed(path, text)
    found = _array(data, keys)
    if found is None:
        known = ", ".join(_arrays(data)) or "-"
        raise BadTable([finding(path, 1, 1, _NO_ROWS.about(known=known))])
    if all(isinstance(row, list) for row in found):
        found = [_point(row, data) for row in found]
    objects = [row for row in found if isinstance(row, Mapping)]
    names = list(dict.fromkeys(name for row in objects for name in row))
    if {"first", "last"} <= set(names) and not {"on", "period"} & set(names):
        # The entries of our own `--json`.
        objects = [{"period": _period(row), **row} for row in objects]
        names = ["period", *names]
    rows = [RawRow(1, [str(name) for name in names])]
    rows += [
        RawRow(number, [_text(row.get(name)) for name in names])
        for number, row in enumerate(objects, 2)
    ]
    return rows


def parsed(path: str, text: str) -> Any:
    """Return a JSON document, its numbers exact.

    Raises:
        BadTable: it is no JSON.
    """
    try:
        return json.loads(text, parse_float=exact, parse_int=exact)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        phrase = _NO_JSON.about(why=getattr(error, "msg", "it is too deep"))
        raise BadTable([finding(path, line, 1, phrase)]) from None


def _array(data: Any, keys: str | None) -> list[Any] | None:
    if keys:
        for key in keys.split("."):
            data = data.get(key) if isinstance(data, Mapping) else None
    if isinstance(data, list):
        return data
    arrays = _arrays(data) if not keys else {}
    return next(iter(arrays.values())) if len(arrays) == 1 else None


def _arrays(data: Any) -> dict[str, list[Any]]:
    """Return the arrays of rows just below a document, by their keys."""
    if not isinstance(data, Mapping):
        return {}
    return {
        str(key): value
        for key, value in data.items()
        if isinstance(value, list) and value and isinstance(value[0], (Mapping, list))
    }


def _point(row: list[Any], data: Any) -> dict[str, Any]:
    """Return a point of Beeminder's: a day, a number, and perhaps a remark."""
    params = data.get("params") if isinstance(data, Mapping) else None
    adds_up = isinstance(params, Mapping) and params.get("kyoom")
    name = "amount" if adds_up else "value"
    return dict(zip(("date", name, "note"), row, strict=False))


def _period(row: Mapping[str, Any]) -> str:
    """Return the time from the first to the last day of an entry."""
    first, last = str(row.get("first")), str(row.get("last"))
    try:
        found = Period(date.fromisoformat(first), date.fromisoformat(last))
    except ValueError:
        return f"{first}..{last}"
    return first if first == last else label(found, "en")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value) if value.is_finite() else str(value)
    if isinstance(value, (Mapping, list)):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
