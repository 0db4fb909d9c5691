"""A goal under another id: its headers, and every place that names it."""

import re
from collections.abc import Iterator

from goaltrack.ledger.edit import Edit, apply_edits
from goaltrack.ledger.positions import Node, scan

_KEYS = ("parent", "target", "figure")
"""Keys of goals in whose text another goal may be named."""


def renamed(text: str, old: str, new: str) -> str:
    """The text of a ledger's file with a goal's id changed wherever it is used.

    What the text comes to is for the caller to hold against what was meant.
    """
    edits = [*_headers(text, old, new)]
    goals = scan(text).find(("goals",))
    for goal in (goals.items or {}).values():
        for key in _KEYS:
            edits += _named(text, goal, key, old, new)
        for row in _rows(goal, "revisions"):
            edits += _named(text, row, "target", old, new)
    return apply_edits(text, edits)


def _headers(text: str, old: str, new: str) -> Iterator[Edit]:
    """Yield the edits of `[goals.old]` and of the tables below it."""
    name = rf"(?:{re.escape(old)}|\"{re.escape(old)}\"|'{re.escape(old)}')"
    header = rf"(?m)^[ \t]*\[\[?[ \t]*goals[ \t]*\.[ \t]*(?P<id>{name})[ \t]*(?=[\].])"
    for found in re.finditer(header, text):
        quote = found["id"][0] if found["id"][0] in "\"'" else ""
        yield Edit(found.start("id"), found.end("id"), f"{quote}{new}{quote}")


def _rows(goal: Node, key: str) -> list[Node]:
    rows = (goal.items or {}).get(key)
    return list((rows.items or {}).values()) if rows else []


def _named(text: str, table: Node, key: str, old: str, new: str) -> Iterator[Edit]:
    """Yield the edits of the value of a key, as far as it names the goal."""
    node = (table.items or {}).get(key)
    if node is None:
        return
    value = text[node.start : node.end]
    if key == "parent":
        if value[1:-1] == old:
            yield Edit(node.start + 1, node.end - 1, new)
        return
    before = "@" if key == "target" else r"(?<![\w-])"
    for found in re.finditer(rf"{before}{re.escape(old)}(?![\w-])", value):
        start = node.start + found.end() - len(old)
        yield Edit(start, start + len(old), new)
