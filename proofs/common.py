"""Shared by the proofs: a ledger, one add through the library, and how they report."""

import gc
import os
import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from goaltrack.ledger.edit import Change
from goaltrack.ledger.load import Book, load
from goaltrack.ledger.toml_text import Value, inline_table, new_id
from goaltrack.ledger.transaction import Note, commit, prepare

gc.disable()  # as the program does
HEAD = """# A ledger of the proofs.
format = 1

[goals.run]   # kept as it is
title = "Run 600 km"
kind = "total"
unit = "km"
target = 600
"""
LEDGER = HEAD + "progress = [\n]\n"


def add(path: str, goal: str = "run") -> str:
    """Add one entry as `goaltrack add` does, and return its id."""
    book = load(path)
    name = new_id({})
    fields: dict[str, Value | None] = {
        "id": name,
        "on": date(2026, 1, 1),
        "change": Decimal(1),
    }
    change = Change(goal, "progress", "", inline_table(fields), is_row=True)
    commit(prepare(book, book.home(goal), [change]), Note(f"add {goal}"))
    return name


def ids(book: Book) -> list[str]:
    """The ids of all entries, in the order of the file."""
    rows = (entry for goal in book.ledger.goals.values() for entry in goal.progress)
    return [entry.id or "-" for entry in rows]


def state_below(folder: Path) -> None:
    """Keep the journal of this process below the folder, away from the user's own."""
    os.environ["XDG_STATE_HOME"] = str(folder / "state")


def report(name: str, figures: Mapping[str, object], *, good: bool) -> None:
    """Print one line of figures; leave with 1 if what was promised does not hold."""
    said = ", ".join(f"{value} {what}" for what, value in figures.items())
    print(f"{name}: {said}{'' if good else '  NOT AS PROMISED'}", flush=True)
    if not good:
        sys.exit(1)
