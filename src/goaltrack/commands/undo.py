"""`goaltrack undo`."""

import os
from typing import Annotated

import typer

from goaltrack.commands import DryRun, File, Lang, Yes
from goaltrack.context import Context, open_ledger
from goaltrack.errors import LedgerMoved, MovedOn, NothingToUndo
from goaltrack.report.text import clean
from goaltrack.store import journal
from goaltrack.store.journal import Record
from goaltrack.store.record import Draft, difference, prepare, prepare_exact
from goaltrack.store.splice import Moved
from goaltrack.writing import confirm, keep, show


def run(
    redo: Annotated[
        bool, typer.Option("--redo", help="Bring back what undo took back last.")
    ] = False,
    dry_run: DryRun = False,
    yes: Yes = False,
    file: File = None,
    lang: Lang = None,
) -> None:
    """Take back this machine's last change, which is shown first."""
    asked = open_ledger(file, lang)
    done, undone = journal.done(journal.records(os.path.realpath(asked.path)))
    stack = undone if redo else done
    if not stack:
        raise NothingToUndo(path=asked.path)
    last = stack[-1]
    draft = _draft(asked, last)
    voice = asked.voice
    if dry_run:
        show(draft, voice)
        return
    for line in difference(draft).splitlines():
        typer.echo(clean(line))
    at = f"{last.at.astimezone():%Y-%m-%d %H:%M}"
    confirm(
        voice.word("redo_this" if redo else "undo_this", says=last.says, at=at), yes=yes
    )
    kind = journal.REDO if redo else journal.UNDO
    try:
        keep(draft, last.says, voice, kind, last.key)
    except LedgerMoved:
        raise MovedOn(says=last.says, path=asked.path) from None
    said = voice.word("redone" if redo else "undone", says=last.says, at=at)
    typer.echo(clean(said))


def _draft(asked: Context, last: Record) -> Draft:
    """The ledger as it was before the record: to the byte, if nothing came since."""
    for home, document in enumerate(asked.book.documents):
        if os.path.realpath(document.path) != last.file:
            continue
        changes = [change.inverse for change in reversed(last.changes)]
        if journal.prints(document.text) == last.after:
            return prepare_exact(asked.book, home, changes, last.back)
        if changes:
            try:
                return prepare(asked.book, home, changes)
            except Moved:
                break
    raise MovedOn(says=last.says, path=asked.path)
