"""Look through a sound ledger for what is doubtful or missing, each with its place."""

import os
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from goaltrack.analysis.lint import doubts
from goaltrack.errors import Finding
from goaltrack.i18n.messages import sentence
from goaltrack.ledger import journal
from goaltrack.ledger.load import Book
from goaltrack.ledger.problems import findings
from goaltrack.ledger.validate import Path, Problem


class LostEntry(NamedTuple):
    """An entry that this machine wrote, and that is no longer in the ledger."""

    id: str
    goal: str
    at: datetime
    row: str
    """Its text, as it was written."""


def lost_entries(book: Book) -> list[LostEntry]:
    """Return the entries that this machine's journal knows and the ledger has not."""
    here = book.ledger.entries
    kept = journal.records(os.path.realpath(book.path))
    return [
        LostEntry(name, goal, journal.here(record.at), text)
        for name, (record, text) in journal.written(kept).items()
        if name not in here
        for goal in (change.goal for change in record.changes if change.new == text)
    ]


def forget(book: Book, lost: Sequence[LostEntry]) -> None:
    """Write into the journal that these entries are gone on purpose.

    Raises:
        CannotWrite: the journal cannot be written.
    """
    own = os.path.realpath(book.path)
    journal.append_alone(own, [journal.forgetting(own, [each.id for each in lost])])


def audit(book: Book, lost: Sequence[LostEntry], *, strict: bool) -> list[Finding]:
    """Return a finding for each lost entry and for each doubt about the ledger.

    Args:
        book: the ledger and its files.
        lost: entries that are missed, from `lost_entries`.
        strict: look for figures without a source too.
    """
    problems = []
    for gone in lost:
        at = f"{gone.at:%Y-%m-%d %H:%M}"
        facts = {"id": gone.id, "at": at, "row": gone.row}
        path: Path = ("goals", gone.goal)
        home = book.home(gone.goal)
        problem = Problem(
            path,
            at_key=True,
            phrase=sentence("lost-entry", facts),
            is_warning=True,
            file=home,
        )
        problems.append(problem)
    for doubt in doubts(book.ledger, strict=strict):
        goal: Path = ("goals", doubt.goal)
        is_goal = doubt.entry is None
        path = goal if doubt.entry is None else (*goal, "progress", doubt.entry)
        others = tuple((*goal, "progress", other) for other in doubt.others)
        home = book.home(doubt.goal)
        problem = Problem(
            path, is_goal, sentence(*doubt.reason), doubt.is_warning, others, home
        )
        problems.append(problem)
    return findings(book.documents, problems)
