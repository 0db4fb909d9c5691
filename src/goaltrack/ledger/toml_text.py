"""Values as TOML text: rows, goals, ids."""

import os
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from goaltrack.model.amount import plain
from goaltrack.model.entry_fields import ENTRY_FIELDS
from goaltrack.model.ledger import Entry

Value = str | Decimal | date | bool | int | Sequence[Any] | Mapping[str, Any]

_LETTERS = b"abcdefghijkmnpqrstuvwxyz23456789"
"""32 letters and digits, without those that look like another one (l, o, 0, 1)."""
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
_BYTES = 0xFFFF


def new_id(taken: Mapping[str, object]) -> str:
    """An id that no entry has: 8 letters and digits, 40 random bits."""
    while True:
        name = os.urandom(8).translate(_LETTERS * 8).decode()
        if name not in taken:
            return name


def inline_table(fields: Mapping[str, Any]) -> str:
    """The inline table that holds the fields, in their order; None is left out."""
    pairs = [
        f"{_key(key)} = {to_toml(v)}" for key, v in fields.items() if v is not None
    ]
    return "{ " + ", ".join(pairs) + " }"


def entry_row(entry: Entry) -> str:
    """Return the row of an entry, its keys in the order of `ENTRY_FIELDS`."""
    return inline_table({field.name: field.get(entry) for field in ENTRY_FIELDS})


@lru_cache(1000)
def _key(name: str) -> str:
    """Return a key: bare where TOML allows it, which is in ASCII only."""
    is_bare = name.isascii() and name.replace("-", "_").replace("_", "a").isalnum()
    return name if is_bare else f'"{_quoted(name)}"'


def source_table(source: str, fields: Mapping[str, Value]) -> str:
    """A source under its header, a key a line."""
    lines = [f"{key} = {to_toml(text)}" for key, text in fields.items()]
    return "\n".join([source_header(source), *lines])


def source_header(source: str) -> str:
    """Return the header of the table of a source, as TOML requires it."""
    return f"[sources.{_key(source)}]"


def recipe_table(name: str, values: Mapping[str, Value]) -> str:
    """An import under its header, a key a line."""
    lines = [f"{key} = {to_toml(value)}" for key, value in values.items()]
    return "\n".join([f"[imports.{_key(name)}]", *lines])


def goal_table(goal: str, fields: Mapping[str, str]) -> str:
    """A goal under its header, a key a line, with an empty `progress` for rows.

    The values of the fields are TOML already. What is assessed by its parts, or follows
    from other goals, has no rows.
    """
    lines = [f"{key} = {text}" for key, text in fields.items()]
    has_rows = fields.get("kind") != '"objective"' and "figure" not in fields
    rows = ["progress = [", "]"] if has_rows else []
    return "\n".join([f"[goals.{_key(goal)}]", *lines, *rows])


def to_toml(value: Value) -> str:
    """The value as TOML 1.0, which shows every character that hides."""
    # By its very type first: of a long table there are very many.
    plain_writer = _WRITERS.get(type(value))
    if plain_writer:
        return plain_writer(value)
    if isinstance(value, str):
        return f'"{_quoted(value)}"'
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, Mapping):
        return inline_table(value)
    return "[" + ", ".join(map(to_toml, value)) + "]"  # type: ignore[arg-type]


def _quoted(text: str) -> str:
    if text.isalnum():
        # As ids and names are: there may be very many.
        return text
    if text.isprintable():
        return text.replace("\\", "\\\\").replace('"', '\\"')
    return "".join(map(_escaped, text))


def _escaped(char: str) -> str:
    # What a terminal would obey or hide is escaped, so that a diff shows it.
    if char in _SHORT:
        return _SHORT[char]
    if char.isprintable():
        return char
    code = ord(char)
    return f"\\u{code:04X}" if code <= _BYTES else f"\\U{code:08X}"


_WRITERS: Mapping[type, Callable[[Any], str]] = {
    str: lambda text: f'"{_quoted(text)}"',
    Decimal: plain,
    date: date.isoformat,
}
"""How values of exactly these types are written; others are asked what they are."""
