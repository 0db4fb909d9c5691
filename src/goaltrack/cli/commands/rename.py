"""`goaltrack rename`."""

from typing import Annotated

import typer

from goaltrack.analysis.assess import assess
from goaltrack.cli import options as opt
from goaltrack.cli.recording import commit_draft, print_dry_run, print_json
from goaltrack.cli.run_state import RUN
from goaltrack.errors import BadUsage, Message, Refused
from goaltrack.ledger.renaming import renamed
from goaltrack.ledger.transaction import Draft, Note, prepare_text
from goaltrack.ledger.validate import is_goal_id
from goaltrack.model.ledger import Goal, Ledger
from goaltrack.session import Context, open_ledger

_BAD_NEW_ID = Message(
    "bad-new-id",
    "'{text}' cannot be the id of a goal\nan id has letters, digits and hyphens only",
)
_ID_TAKEN = Message(
    "id-taken",
    "there is a goal {goal} already\nuse another id",
)
_SEVERAL_FILES = Message(
    "several-files",
    "{goal} is named in several files of the ledger: {files}\n"
    "change it there by hand, with `goaltrack edit`",
)
_NOT_RENAMED = Message(
    "not-renamed",
    "{goal} is written in a form that cannot be changed safely: nothing was written\n"
    "change it by hand, with `goaltrack edit {goal}`",
)


def run(
    goal: Annotated[
        str, typer.Argument(metavar="GOAL", help="The goal: its id, or its title.")
    ],
    new: Annotated[str, typer.Argument(metavar="ID", help="Its new id.")],
    dry_run: opt.DryRun = False,
    json: opt.Json = False,
    file: opt.File = None,
    lang: opt.Lang = None,
) -> None:
    """Give a goal another id, everywhere it is used."""
    RUN.as_json = json
    asked = open_ledger(file, lang)
    old = asked.goal(goal).id
    if not is_goal_id(new):
        raise BadUsage(_BAD_NEW_ID, text=new)
    if new in asked.ledger.goals:
        raise Refused(_ID_TAKEN, goal=new)
    draft = _draft(asked, old, new)
    if dry_run:
        print_dry_run(draft, asked.voice)
        return
    ledger = commit_draft(draft, Note(f"rename {old} {new}"), asked.voice).ledger
    if json:
        found = assess(ledger.goals[new], asked.today, None, ledger.goals)
        print_json(asked, found.goal, found.state)
    RUN.say(asked.voice.word("renamed", old=old, new=new))


def _draft(asked: Context, old: str, new: str) -> Draft:
    """The ledger with the id changed; in the only file that names it.

    Raises:
        Refused: several files name it, or it is written in an unusual form.
    """
    documents = asked.book.documents
    texts = [renamed(document.text, old, new) for document in documents]
    changed = [n for n, document in enumerate(documents) if texts[n] != document.text]
    if len(changed) > 1:
        names = ", ".join(documents[n].path for n in changed)
        raise Refused(_SEVERAL_FILES, goal=old, files=names)
    if not changed:
        raise Refused(_NOT_RENAMED, goal=old)
    [place] = changed
    draft = prepare_text(asked.book, documents[place], texts[place])
    if not _is_renamed(asked.ledger, draft.ledger, old, new):
        raise Refused(_NOT_RENAMED, goal=old)
    return draft


def _is_renamed(before: Ledger, after: Ledger, old: str, new: str) -> bool:
    """Whether the ledgers are the same but for the id, and the order of goals."""
    names = [new if name == old else name for name in before.goals]
    if names != list(after.goals):
        return False
    for name, goal in before.goals.items():
        other = after.goals[new if name == old else name]
        if _unnamed(goal) != _unnamed(other):
            return False
        if other.parent != (new if goal.parent == old else goal.parent):
            return False
    return True


def _unnamed(goal: Goal) -> Goal:
    """Return the goal without what may name a goal."""
    bare = [
        revision._replace(reference=None, written="") for revision in goal.revisions
    ]
    return goal._replace(
        id="",
        parent="",
        reference=None,
        formula=None,
        written="",
        revisions=tuple(bare),
    )
