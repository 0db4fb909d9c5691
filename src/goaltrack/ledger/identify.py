"""Ids: of entries that lack one, which corrections and merges need; of new goals."""

import re
from collections.abc import Container

from goaltrack.ledger.edit import Edit, apply_edits
from goaltrack.ledger.load import Book, Document
from goaltrack.ledger.positions import scan
from goaltrack.ledger.toml_text import new_id
from goaltrack.ledger.validate import is_goal_id


def identified(book: Book, document: Document) -> tuple[str, int]:
    """The text of a file with an id in each row of entries without one, and how many.

    Rows that are written as tables of their own are left as they are.
    """
    text = document.text
    taken: dict[str, object] = dict(book.ledger.entries)
    edits = []
    goals = scan(text).find(("goals",))
    for goal in (goals.items or {}).values():
        rows = (goal.items or {}).get("progress")
        for row in ((rows.items if rows else None) or {}).values():
            has_id = "id" in (row.items or {})
            if has_id or text[row.start : row.start + 1] != "{":
                continue
            name = new_id(taken)
            taken[name] = None
            blank = "" if text[row.start + 1 : row.start + 2] in (" ", "\n") else " "
            comma = "," if row.items else ""
            edits.append(
                Edit(row.start + 1, row.start + 1, f' id = "{name}"{comma}{blank}')
            )
    return apply_edits(text, edits), len(edits)


def proposed_id(title: str, taken: Container[str]) -> str:
    """Return an id made of a title: its first words, and a number where it is taken.

    Empty where the title has no letter and no digit.
    """
    words = re.findall(r"\w+", title.casefold().replace("_", " "))
    name = "-".join(words[:_WORDS])[:_LONGEST_ID].strip("-")
    if not is_goal_id(name):
        return ""
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found


_WORDS, _LONGEST_ID = 4, 32
"""How long a proposed id is: it is to be typed."""
