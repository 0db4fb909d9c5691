"""A new row in the text of a ledger; every character around it stays."""

import os
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from goaltrack.core.quantity import plain
from goaltrack.errors import Phrase
from goaltrack.store.scan import Node, scan

Value = str | Decimal | date | bool

_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
"""32 letters and digits, without those that look like another one (l, o, 0, 1)."""
_SHORT = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
_BYTES = 0xFFFF

_NOT_ROWS = Phrase(
    "progress is not written as one array of rows, progress = [ … ]",
    "progress 不是一个数组（progress = [ … ]）",
)
_NO_HEADER = Phrase(
    "the goal has no [goals.{goal}] header to add progress under",
    "该目标没有 [goals.{goal}] 表头，无法加入 progress",
)


class NoPlace(Exception):
    """The text has no place to which a row could be added safely."""

    def __init__(self, at: int, why: Phrase) -> None:
        self.at = at
        self.why = why
        super().__init__(why.en)


def new_id(taken: Mapping[str, object]) -> str:
    """An id that no entry has: 8 letters and digits, 40 random bits."""
    while True:
        name = "".join(_LETTERS[byte % 32] for byte in os.urandom(8))
        if name not in taken:
            return name


def row(fields: Mapping[str, Value | None]) -> str:
    """The inline table that holds the fields, in their order; None is left out."""
    pairs = [f"{key} = {_value(v)}" for key, v in fields.items() if v is not None]
    return "{ " + ", ".join(pairs) + " }"


def append(text: str, goal: str, new: str) -> str:
    """The text with one more row at the end of the goal's `progress`.

    Nothing else changes, but for a comma after the row before, where it has
    none. The line ends are those of the text.

    Raises:
        NoPlace: progress is written in a form that takes no rows.
    """
    eol = "\r\n" if "\r\n" in text else "\n"
    node = scan(text).find(("goals", goal))
    progress = (node.items or {}).get("progress")
    if progress is None:
        return _create(text, node, goal, f"progress = [{eol}  {new},{eol}]", eol)
    if progress.items is None or text[progress.start] != "[" or _is_blocks(progress):
        raise NoPlace(progress.start, _NOT_ROWS)
    close = progress.end - 1
    rows = list(progress.items.values())
    indent = _indent(text, progress.key[0] if progress.key else progress.start)
    if rows and text[: rows[-1].start].rsplit("\n", 1)[-1].isspace():
        inner = _indent(text, rows[-1].start)
    else:
        inner = indent + "  "
    line = text.rfind("\n", 0, close) + 1
    if line > progress.start and not text[line:close].strip(" \t"):
        text = f"{text[:line]}{inner}{new},{eol}{text[line:]}"
    else:
        before = text[:close].rstrip(" \t")
        text = f"{before}{eol}{inner}{new},{eol}{indent}{text[close:]}"
    if rows and rows[-1].comma is None:
        end = rows[-1].end
        text = f"{text[:end]},{text[end:]}"
    return text


def _create(text: str, node: Node, goal: str, block: str, eol: str) -> str:
    """The block after the last key of the goal's own table."""
    if not node.is_block:
        raise NoPlace(node.start, _NO_HEADER.about(goal=goal))
    end = text.find("\n", node.tail)
    if end < 0:
        return f"{text}{eol}{block}"
    return f"{text[: end + 1]}{block}{eol}{text[end + 1 :]}"


def _is_blocks(progress: Node) -> bool:
    rows = (progress.items or {}).values()
    return progress.is_block or any(row.is_block for row in rows)


def _indent(text: str, at: int) -> str:
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _value(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, date):
        return value.isoformat()
    return '"' + "".join(map(_escaped, value)) + '"'


def _escaped(char: str) -> str:
    # What a terminal would obey or hide is escaped, so that a diff shows it.
    if char in _SHORT:
        return _SHORT[char]
    if char.isprintable():
        return char
    code = ord(char)
    return f"\\u{code:04X}" if code <= _BYTES else f"\\U{code:08X}"
