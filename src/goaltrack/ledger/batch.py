"""Many new entries at once: drafts of them all, or what is wrong with which."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from goaltrack.errors import NotSound
from goaltrack.ledger.decode import decode
from goaltrack.ledger.edit import Change, expected
from goaltrack.ledger.load import Book
from goaltrack.ledger.toml_text import Value, inline_table, new_id
from goaltrack.ledger.transaction import Draft, prepare
from goaltrack.ledger.validate import Problem
from goaltrack.model.entry_fields import ENTRY_FIELDS


class NewEntry(NamedTuple):
    """An entry that is to be written: its goal, and the values of its keys."""

    goal: str
    fields: Mapping[str, Value]


class Batch(NamedTuple):
    """The drafts of new entries, or their problems."""

    drafts: list[Draft]
    """One for each file of the ledger that changes; none if an entry has a problem."""
    problems: dict[int, Problem]
    """The problem of an entry, by its place among those that were given."""


def prepare_entries(book: Book, entries: Sequence[NewEntry], today: date) -> Batch:
    """Return drafts of the entries; those without an id get one, and are of today."""
    changes = _changes(book, entries, today)
    files = _by_file(book, changes)
    if len(files) == 1:
        # Of one file the draft itself tells; which entry it is, is asked if need be.
        try:
            return Batch(_drafts(book, files), {})
        except NotSound:
            pass
    problems = _problems(book, changes, files)
    return Batch([] if problems else _drafts(book, files), problems)


def _changes(book: Book, entries: Sequence[NewEntry], today: date) -> list[Change]:
    ids: dict[str, object] = {**book.ledger.entries}
    found = []
    for entry in entries:
        said = entry.fields
        name = said.get("id") or new_id(ids)
        ids[str(name)] = entry
        values: dict[str, Value | None] = {**said, "id": name}
        if "id" not in said:
            # With an id it was in a ledger before, which says when it was recorded.
            values.setdefault("recorded", today)
        text = inline_table({key: values[key] for key in _in_order(tuple(values))})
        found.append(Change(entry.goal, "progress", "", text, is_row=True))
    return found


@lru_cache(100)
def _in_order(keys: tuple[str, ...]) -> list[str]:
    """Return the keys of an entry in the order in which a row is written."""
    return sorted(keys, key=[field.name for field in ENTRY_FIELDS].index)


def _by_file(book: Book, changes: Iterable[Change]) -> dict[int, list[Change]]:
    files: dict[int, list[Change]] = {}
    for change in changes:
        files.setdefault(book.home(change.goal), []).append(change)
    return files


def problems_of(book: Book, files: Mapping[int, Sequence[Change]]) -> list[Problem]:
    """Return the problems that the ledger would have with changes, by its files."""
    data = [
        expected(document.data, files.get(number, ()))
        for number, document in enumerate(book.documents)
    ]
    return decode(*data)[1]


def _drafts(book: Book, files: Mapping[int, list[Change]]) -> list[Draft]:
    return [prepare(book, number, changes) for number, changes in files.items()]


def _problems(
    book: Book, changes: Sequence[Change], files: Mapping[int, list[Change]]
) -> dict[int, Problem]:
    """Return what the ledger would have against the entries, by their places."""
    counts = {name: len(goal.progress) for name, goal in book.ledger.goals.items()}
    places: dict[tuple[str, int], int] = {}
    for place, change in enumerate(changes):
        places[change.goal, counts[change.goal]] = place
        counts[change.goal] += 1
    found = {}
    for problem in problems_of(book, files):
        _, goal, _, number = (*problem.path, "", "", 0)[:4]
        found[places.get((str(goal), int(number)))] = problem
    return {at: problem for at, problem in found.items() if at is not None}
