"""`goaltrack edit`."""

import os
import shutil
import stat
import subprocess
import sys
import time
from contextlib import suppress
from typing import Annotated

import typer

from goaltrack import system
from goaltrack.cli import options as opt
from goaltrack.cli.prompts import agreed, refuse
from goaltrack.cli.recording import commit_draft, print_dry_run
from goaltrack.cli.run_state import RUN
from goaltrack.errors import (
    BadLedger,
    BadUsage,
    CannotWrite,
    GoaltrackError,
    Inaccessible,
    LedgerMoved,
    Message,
    NotEditable,
    Refused,
    reason_of,
)
from goaltrack.i18n.catalog import Phrase, language
from goaltrack.i18n.text import clean
from goaltrack.ledger import journal
from goaltrack.ledger.decode import decode
from goaltrack.ledger.files import create
from goaltrack.ledger.find import find, read_bytes
from goaltrack.ledger.load import Book, Document, parse, split_mark
from goaltrack.ledger.positions import scan
from goaltrack.ledger.transaction import Draft, Note, merge_into_file, prepare_text
from goaltrack.reports.wording import Voice
from goaltrack.session import open_ledger

_EDITOR_FAILED = Message(
    "editor-failed",
    "the editor '{editor}' failed: {why}; nothing was written\n"
    "set VISUAL or EDITOR to the one that you use",
)
_EDIT_CONFLICT = Message(
    "edit-conflict",
    "{path} was changed by someone else in the same place: it was left so\n"
    "look at both, and edit it again",
)
_EDIT_REJECTED = Message(
    "edit-rejected",
    "{path} was left as it was\nput your text right, and copy it there",
)

_NO_TERMINAL = Message(
    "no-terminal-to-edit",
    "there is no terminal for an editor\n"
    "set VISUAL or EDITOR to one that needs none, or use `goaltrack set`",
)

_DEFAULT = "notepad" if system.IS_WINDOWS else "vi"
_BY_PLUS = (
    "vi",
    "vim",
    "nvim",
    "view",
    "nano",
    "emacs",
    "emacsclient",
    "micro",
    "kak",
    "joe",
)
_BY_COLON = ("hx", "helix", "subl", "zed")
_BY_GOTO = ("code", "codium", "cursor")
"""How editors are told the line: `+7 FILE`, `FILE:7`, or `--goto FILE:7`."""


def run(
    goal: Annotated[
        str | None, typer.Argument(metavar="[GOAL]", help="Where to begin.")
    ] = None,
    dry_run: opt.DryRun = False,
    file: opt.File = None,
    lang: opt.Lang = None,
) -> None:
    """Edit the ledger in $EDITOR; checked before it is saved."""
    path = find(file or os.environ.get("GOALTRACK_FILE"))
    is_chosen = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not is_chosen and not sys.stdin.isatty():
        # What is chosen by hand may work without a terminal, vi does not.
        raise BadUsage(_NO_TERMINAL)
    book, document, line = _opened(path, goal, file, lang)
    voice = Voice(language(lang, book.ledger.language))
    try:
        folder = os.path.join(journal.folder(), f"edit-{os.urandom(6).hex()}")
        os.makedirs(folder, mode=0o700)
    except OSError as error:
        raise CannotWrite(path=error.filename, why=reason_of(error)) from error
    copy = os.path.join(folder, os.path.basename(document.path))
    try:
        create(copy, document.raw)
        draft = _edited(book, document, copy, line, voice)
        if draft is None:
            typer.echo(voice.word("unchanged"), err=True)
        elif dry_run:
            print_dry_run(draft, voice)
        else:
            _keep(draft, voice)
            RUN.say(voice.word("written", path=document.path))
        shutil.rmtree(folder, ignore_errors=True)
    except BaseException:
        # Whatever it was, Ctrl-C too: what the user wrote is not thrown away.
        kept = _saved(document, copy)
        if kept:
            typer.echo(clean(voice.word("kept", path=kept)), err=True)
        if kept != copy:
            shutil.rmtree(folder, ignore_errors=True)
        raise


def _opened(
    path: str, goal: str | None, file: str | None, lang: str | None
) -> tuple[Book, Document, int]:
    """The ledger, which of its files to edit, and at which line to begin.

    A ledger that is not sound can be edited too: that is how it is put right.
    """
    try:
        asked = open_ledger(file, lang)
    except BadLedger as error:
        finding = error.findings[0]
        names = dict.fromkeys((path, finding.path))
        documents = [_as_text(name, error) for name in names]
        ledger, _ = decode({})
        return Book(tuple(documents), ledger), documents[-1], finding.line
    if goal is None:
        return asked.book, asked.book.documents[0], 1
    document = asked.book.documents[asked.book.home(asked.goal(goal).id)]
    at = scan(document.text).find(("goals", goal)).start
    return asked.book, document, document.text.count("\n", 0, at) + 1


def _as_text(path: str, error: BadLedger) -> Document:
    """The file, though it may be no TOML; not if it is no text."""
    raw = read_bytes(path)
    try:
        mark, text = split_mark(raw.decode())
    except UnicodeDecodeError:
        raise error from None
    return Document(path, mark, text, {})


def _edited(
    book: Book, document: Document, copy: str, line: int, voice: Voice
) -> Draft | None:
    """Return the edited copy as a draft; None if unchanged. Asks again on mistakes."""
    while True:
        _edit(copy, line)
        new = read_bytes(copy)
        if new == document.raw:
            return None
        try:
            text = parse(document.path, new).text
            return prepare_text(book, document, text)
        except BadLedger as error:
            refuse(error, voice)
            again = voice.word("edit_again")
            if not sys.stdin.isatty() or not agreed(again, voice, default=True):
                raise NotEditable(_EDIT_REJECTED, path=document.path) from None
            line = error.findings[0].line


def _edit(copy: str, line: int) -> None:
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or _DEFAULT
    try:
        first, *more = system.words(editor)
        command = [system.program(first), *more]
        name = os.path.splitext(os.path.basename(first))[0].lower()
        if name in _BY_PLUS:
            where = [f"+{line}", copy]
        elif name in _BY_GOTO:
            where = ["--wait", "--goto", f"{copy}:{line}"]
        else:
            where = [f"{copy}:{line}"] if name in _BY_COLON else [copy]
        # A list of arguments, no shell: what the user's own variable names is run.
        code = subprocess.run([*command, *where], check=False).returncode  # noqa: S603
    except (OSError, ValueError) as error:
        why = reason_of(error)
        raise Refused(_EDITOR_FAILED, editor=editor, why=why) from error
    if code:
        raise Refused(_EDITOR_FAILED, editor=editor, why=_CODE.about(code=code))


_CODE = Phrase("it ended with code {code}")


def _keep(draft: Draft, voice: Voice) -> None:
    """Write what was edited; what others wrote meanwhile stays, or it all stays."""
    note = Note("edit")
    try:
        commit_draft(draft, note, voice)
    except LedgerMoved:
        joined = merge_into_file(draft)
        if joined:
            with suppress(LedgerMoved):
                commit_draft(joined, note, voice)
                return
        raise Inaccessible(_EDIT_CONFLICT, path=draft.document.path) from None


def _saved(document: Document, copy: str) -> str:
    """Where what the user wrote is kept; empty if that is nothing.

    Beside the ledger, under a name that nothing reads, or else where it was edited.
    """
    try:
        content = read_bytes(copy)
    except GoaltrackError:
        return ""
    if content == document.raw:
        return ""
    name = f"{document.path}.rej-{time.strftime('%Y%m%dT%H%M%S')}"
    mode = 0o600
    with suppress(OSError):  # the ledger may have gone meanwhile
        mode = stat.S_IMODE(os.stat(document.path).st_mode)
    for number in range(1, 100):
        kept = name if number == 1 else f"{name}-{number}"
        try:
            create(kept, content, mode)
        except FileExistsError:
            continue
        except CannotWrite:
            break
        else:
            return kept
    return copy
