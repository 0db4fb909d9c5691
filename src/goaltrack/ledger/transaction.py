"""The one way in which a ledger is written.

A change is first a draft: spans in the text of one file, read back and found to say
the old data and exactly what was intended. `commit` then puts it in the file's
place, under a lock, on whatever the ledger has become by then.
"""

import os
import re
from collections.abc import Sequence
from difflib import unified_diff
from typing import Any, NamedTuple

from goaltrack.errors import (
    BadLedger,
    GoaltrackError,
    LedgerMoved,
    Message,
    NotEditable,
    NotSound,
)
from goaltrack.ledger import journal
from goaltrack.ledger.edit import (
    Change,
    Edit,
    NoPlace,
    StaleEdit,
    apply_edits,
    plan_edits,
)
from goaltrack.ledger.edit import expected as intended
from goaltrack.ledger.entry_rows import Rows
from goaltrack.ledger.files import Lock, remove_stale_temp_files, replace
from goaltrack.ledger.find import read_bytes
from goaltrack.ledger.load import Book, Document, gather, load, parse
from goaltrack.ledger.problems import findings
from goaltrack.model.ledger import Ledger

_WOULD_NOT_READ_BACK = Message(
    "would-not-read-back",
    "{path} would not read back as intended: nothing was written\n"
    "write this by hand, and report this as a bug:\n{row}",
)
_CANNOT_EDIT_SAFELY = Message(
    "cannot-edit-safely",
    "{path}:{line}: {why}\nnothing was written; write this by hand:\n{row}",
)

_TRIES = 20


class Draft(NamedTuple):
    """A ledger that was read, and what one file of it is to hold instead."""

    book: Book
    home: int
    """Which of the book's files is to change."""
    changes: tuple[Change, ...]
    edits: tuple[Edit, ...]
    content: bytes
    after: Book

    @property
    def document(self) -> Document:
        """The file that is to change, as it was read."""
        return self.book.documents[self.home]

    @property
    def ledger(self) -> Ledger:
        """The ledger as it will be."""
        return self.after.ledger


class Committed(NamedTuple):
    """A draft that was written."""

    draft: Draft
    key: str
    """Its record in the journal."""
    journal_error: str
    """Why it cannot be taken back: the journal could not be written; else empty."""

    @property
    def ledger(self) -> Ledger:
        """The ledger as it is now."""
        return self.draft.ledger


def prepare(book: Book, home: int, changes: Sequence[Change]) -> Draft:
    """The ledger as it was read, and these changes to one of its files.

    Nothing is written.

    Raises:
        NotEditable: the file is written in a form that takes no such change.
        Moved: what is to go is not there, or what comes is there already.
        NotSound: the ledger would then say what it must not.
        NotEditable: the content would not read back as intended.
    """
    return prepare_exact(book, home, changes, _planned(book.documents[home], changes))


def prepare_with_table(
    book: Book, home: int, changes: Sequence[Change], table: str
) -> Draft:
    """The same, with a new table (of a source, an import) before the goals of the file.

    Raises:
        NotEditable, StaleEdit: as above.
        BadLedger: the ledger would then say what it must not.
    """
    document = book.documents[home]
    text = apply_edits(document.text, _planned(document, changes))
    found = _FIRST_GOAL.search(text)
    at = found.start() if found else len(text)
    eol = "\r\n" if "\r\n" in text else "\n"
    new = table.replace("\n", eol) + eol * 2
    return prepare_text(book, document, text[:at] + new + text[at:])


_FIRST_GOAL = re.compile(r"(?m)(?:^[ \t]*#.*\r?\n)*^\[goals[.\]]")
"""The header of the first goal, with the comment above it."""


def _planned(document: Document, changes: Sequence[Change]) -> list[Edit]:
    try:
        return plan_edits(document.text, changes)
    except NoPlace as error:
        line = document.text.count("\n", 0, error.at) + 1
        facts = {"path": document.path, "line": line, "why": error.why}
        raise NotEditable(
            _CANNOT_EDIT_SAFELY, **facts, row=_by_hand(error.change)
        ) from error


def prepare_exact(
    book: Book, home: int, changes: Sequence[Change], made: Sequence[Edit]
) -> Draft:
    """The same, where the spans are known already; without changes, anything goes.

    Raises:
        NotSound: the ledger would then say what it must not.
        NotEditable: the content would not read back as the changes say.
    """
    document = book.documents[home]
    content = document.encoded(apply_edits(document.text, made))
    by_hand = "\n".join(map(_by_hand, changes))
    try:
        new = parse(document.path, content)
    except BadLedger as error:
        if changes:
            raise NotEditable(
                _WOULD_NOT_READ_BACK, path=document.path, row=by_hand
            ) from error
        raise
    if changes and not _is_as_intended(document, new, changes):
        raise NotEditable(_WOULD_NOT_READ_BACK, path=document.path, row=by_hand)
    documents = list(book.documents)
    documents[home] = new
    after, problems = gather(documents)
    if problems:
        raise NotSound(findings(documents, problems))
    return Draft(book, home, tuple(changes), tuple(made), content, after)


def prepare_text(book: Book, document: Document, text: str) -> Draft:
    """The ledger with another text in one of its files, as a person has edited it.

    The book may be of a ledger that was not sound, and then say nothing.

    Raises:
        BadLedger: the ledger would say what it must not, or be no TOML.
    """
    content = document.encoded(text)
    after = load(book.path, parse(document.path, content))
    home = book.documents.index(document)
    return Draft(
        book, home, (), tuple(minimal_edit(document.text, text)), content, after
    )


class Note(NamedTuple):
    """The description of a change in the journal."""

    says: str
    """The command, for people."""
    kind: str = journal.CHANGE
    of: str = ""
    """The record that it takes back or brings back."""
    group: str = ""
    """An id shared with changes of other files that belong to it."""


def commit(draft: Draft, note: Note) -> Committed:
    """Write the draft, and what it was made on may have moved on meanwhile.

    Where it has, the changes are made again on what is there now: what others wrote
    stays.

    Raises:
        Moved: what is to go is no longer there.
        LedgerMoved: the ledger moves all the time, or under a change made by hand.
        Locked: another writer holds the ledger.
        CannotWrite, NotConfirmed: the file system refused.
        GoaltrackError: what is there now is no ledger that takes the change.
    """
    path = draft.document.path
    own = os.path.realpath(draft.book.path)
    real = os.path.realpath(path)
    with Lock((os.path.dirname(own), os.path.dirname(real))):
        remove_stale_temp_files(real)
        for _ in range(_TRIES):
            if read_bytes(path) != draft.document.raw:
                draft = _rebase(draft)
            try:
                replace(path, draft.document.raw, draft.content)
            except LedgerMoved:
                continue
            return Committed(draft, *_keep_record(draft, own, real, note))
    raise LedgerMoved(path=path)


def difference(draft: Draft) -> str:
    """The change to the file, as a unified diff."""
    document = draft.document
    before = document.raw.decode().splitlines(keepends=True)
    after = draft.content.decode().splitlines(keepends=True)
    lines = unified_diff(before, after, document.path, document.path)
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def minimal_edit(text: str, new: str) -> list[Edit]:
    """Return the one span in which the texts differ, if they do."""
    if text == new:
        return []
    room = min(len(text), len(new))
    start = next((n for n in range(room) if text[n] != new[n]), room)
    room -= start
    end = next((n for n in range(room) if text[-1 - n] != new[-1 - n]), room)
    return [Edit(start, len(text) - end, new[start : len(new) - end])]


def inverse_edits(text: str, made: Sequence[Edit]) -> list[Edit]:
    """The spans that lead back from the text with the edits made to the text."""
    found, moved = [], 0
    for edit in sorted(made, key=lambda edit: edit[:2]):
        start = edit.start + moved
        old = text[edit.start : edit.end]
        found.append(Edit(start, start + len(edit.new), old))
        moved += len(edit.new) - len(old)
    return found


def infer_changes(old: Document, new: Document) -> tuple[Change, ...]:
    """Return the changes of goals between two texts; none if more changed."""
    # Only an edit by hand asks for this.
    from goaltrack.ledger.merge import differences  # noqa: PLC0415

    if not old.data:
        return ()
    changes = differences(old, new)
    try:
        made = apply_edits(old.text, plan_edits(old.text, changes))
        same = parse(new.path, made.encode()).data == new.data
    except (NoPlace, StaleEdit, BadLedger):
        return ()
    return tuple(changes) if same else ()


def merge_into_file(draft: Draft) -> Draft | None:
    """Return an edited text merged with what its file holds by now.

    None where both changed the same thing, or what the file holds is not sound.
    """
    # Only an edit by hand asks for this.
    from goaltrack.ledger.merge import Sides, merged  # noqa: PLC0415

    if not draft.document.data:
        return None
    try:
        book = load(draft.book.path)
        home = book.place(draft.document.path)
        if home is None:
            return None
        now, edited = book.documents[home], draft.after.documents[draft.home]
        text = merged(Sides(draft.document, now, edited), ())
        return prepare_text(book, now, text) if text is not None else None
    except GoaltrackError:
        return None


def _rebase(draft: Draft) -> Draft:
    if not draft.changes:
        raise LedgerMoved(path=draft.document.path)
    book = load(draft.book.path)
    home = book.place(draft.document.path)
    if home is None:
        raise LedgerMoved(path=draft.document.path)
    return prepare(book, home, draft.changes)


def _is_as_intended(
    document: Document, new: Document, changes: Sequence[Change]
) -> bool:
    names = {change.goal for change in changes}
    want = _without_empty(intended(document.data, changes, new.data), names)
    now = _without_empty(new.data, names)
    return want == now and all(
        _is_exactly(want["goals"][name], now["goals"][name])
        for name in names & want["goals"].keys()
    )


def _is_exactly(goal: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether equal values are the same: 1, 1.0 and true are equal to each other."""
    for key, value in goal.items():
        # Of rows, the text is compared where it can be: there may be very many.
        if isinstance(value, Rows) and value.has_text_of(other[key]):
            continue
        if repr(value) != repr(other[key]):
            return False
    return True


def _without_empty(data: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """Return the data without empty arrays in these goals."""
    goals = dict(data.get("goals", {}))
    for name in names & goals.keys():
        goals[name] = {k: v for k, v in goals[name].items() if v != []}
    return {**data, "goals": goals}


def _by_hand(change: Change) -> str:
    """The text that a person may write in the place of the change."""
    if not change.new or change.is_row or not change.key:
        return change.new or f"# - {change.old}"
    return f"{change.key} = {change.new}"


def _keep_record(draft: Draft, own: str, real: str, note: Note) -> tuple[str, str]:
    """Write the change into the journal; its key, and why that failed, or nothing.

    The ledger is written: whatever happens here is told, and nothing is raised.
    """
    key = ""
    try:
        record = _record(draft, real, note)
        key = record.key
        journal.append(own, record)
    except Exception as error:  # noqa: BLE001 - see above
        return key, getattr(error, "strerror", None) or str(error)
    return key, ""


def _record(draft: Draft, real: str, note: Note) -> journal.Record:
    old = draft.document.text
    new = apply_edits(old, draft.edits)
    changes = draft.changes
    if not changes:
        changes = infer_changes(draft.document, draft.after.documents[draft.home])
    return journal.record(
        note.kind,
        note.says,
        real,
        (old, new),
        inverse_edits(old, draft.edits),
        changes,
        of=note.of,
        gone=() if draft.changes else _gone(draft),
        group=note.group,
    )


def _gone(draft: Draft) -> tuple[str, ...]:
    """The entries that a change made by hand has taken away."""
    before, after = draft.book.ledger.entries, draft.ledger.entries
    return tuple(sorted(before.keys() - after.keys()))
