"""`goaltrack undo`."""

import os
from collections.abc import Sequence
from typing import Annotated

import typer

from goaltrack.cli import options as opt
from goaltrack.cli.prompts import confirm
from goaltrack.cli.recording import commit_all, print_changes
from goaltrack.cli.run_state import RUN
from goaltrack.errors import (
    BadLedger,
    LedgerMoved,
    Message,
    NotSound,
    Refused,
)
from goaltrack.i18n.catalog import Phrase
from goaltrack.ledger import journal
from goaltrack.ledger.edit import StaleEdit
from goaltrack.ledger.journal import Record
from goaltrack.ledger.load import Book
from goaltrack.ledger.transaction import Draft, Note, prepare, prepare_exact
from goaltrack.session import Context, open_ledger

_UNDO_CONFLICT = Message(
    "undo-conflict",
    "'{says}' cannot be taken back: {why}\n"
    "change it with `goaltrack edit`, or go past it with `goaltrack undo --skip`",
)
_NOTHING_TO_UNDO = Message(
    "nothing-to-undo",
    "this machine has nothing to take back, or to bring back, in {path}",
)

_MOVED = Phrase("{path} has moved on in that place")
_BROKEN = Phrase("{path} would be no sound ledger then")


def run(
    redo: Annotated[
        bool, typer.Option("--redo", help="Bring back what undo took back last.")
    ] = False,
    skip: Annotated[
        bool,
        typer.Option("--skip", help="Leave the last change as it is, and go past it."),
    ] = False,
    dry_run: opt.DryRun = False,
    yes: opt.Yes = False,
    file: opt.File = None,
    lang: opt.Lang = None,
) -> None:
    """Take back this machine's last change, which is shown first."""
    asked = open_ledger(file, lang)
    own = os.path.realpath(asked.path)
    done, undone = journal.undoable(journal.records(own))
    together = _last(undone if redo else done)
    if not together:
        raise Refused(_NOTHING_TO_UNDO, path=asked.path)
    last, voice = together[-1], asked.voice
    at = f"{journal.here(last.at):%Y-%m-%d %H:%M}"
    if skip:
        journal.append_alone(own, map(journal.skipping, together))
        RUN.say(voice.word("skipped", says=last.says, at=at))
        return
    # The latest first: of several changes to one file each is taken back on the other.
    together.reverse()
    drafts: list[Draft] = []
    for each in together:
        drafts.append(_draft(asked, drafts[-1].after if drafts else asked.book, each))
    if dry_run or not (RUN.quiet and yes):
        print_changes(*drafts)
    if dry_run:
        typer.echo(voice.word("dry_run"), err=True)
        return
    question = voice.word("redo_this" if redo else "undo_this", says=last.says, at=at)
    confirm(question, voice, yes=yes)
    kind = journal.REDO if redo else journal.UNDO
    notes = [Note(each.says, kind, each.key) for each in together]
    try:
        commit_all(list(zip(drafts, notes, strict=True)), voice)
    except LedgerMoved:
        raise _refusal(last, asked, _MOVED) from None
    said = voice.word("redone" if redo else "undone", says=last.says, at=at)
    RUN.say(said)


def _last(stack: Sequence[Record]) -> list[Record]:
    """The last record, and those of other files that belong to it."""
    if not stack:
        return []
    last = stack[-1]
    return [each for each in stack if each is last or (each.group == last.group != "")]


def _draft(asked: Context, book: Book, last: Record) -> Draft:
    """The ledger as it was before the record: to the byte, if nothing came since."""
    home = book.place(last.file)
    if home is None:
        raise _refusal(last, asked, _MOVED)
    changes = [change.inverse for change in reversed(last.changes)]
    try:
        if journal.fingerprint(book.documents[home].text) == last.after:
            return prepare_exact(book, home, changes, last.back)
        if changes:
            return prepare(book, home, changes)
    except StaleEdit:
        pass
    except (BadLedger, NotSound):
        raise _refusal(last, asked, _BROKEN) from None
    raise _refusal(last, asked, _MOVED)


def _refusal(last: Record, asked: Context, why: Phrase) -> Refused:
    return Refused(_UNDO_CONFLICT, says=last.says, why=why.about(path=asked.path))
