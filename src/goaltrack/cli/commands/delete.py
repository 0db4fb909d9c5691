"""`goaltrack delete`."""

from typing import Annotated

import typer

from goaltrack.cli import options as opt
from goaltrack.cli.prompts import confirm
from goaltrack.cli.recording import (
    commit_draft,
    prepare_draft,
    print_changes,
    print_dry_run,
    print_json,
)
from goaltrack.cli.run_state import RUN
from goaltrack.errors import Message, Refused
from goaltrack.ledger.edit import Change
from goaltrack.ledger.positions import scan
from goaltrack.ledger.transaction import Note
from goaltrack.model.ledger import Goal
from goaltrack.session import open_ledger

_IS_ENTRY = Message(
    "is-an-entry",
    "'{name}' is an entry, not a goal\n"
    "to take it back: `goaltrack correct {name} --retract --note REASON`",
)
_NAMED_IN_PART = Message(
    "named-in-part",
    "no goal is called '{name}'\n"
    "to delete {title}, use its whole name: `goaltrack delete {goal}`",
)
_STILL_NAMED = Message(
    "still-named",
    "{goal} is named by {others}\nchange these first, or give {goal} up instead: "
    "`goaltrack drop {goal}`",
)


def run(
    goal: Annotated[
        str, typer.Argument(metavar="GOAL", help="The goal: its id, or its title.")
    ],
    dry_run: opt.DryRun = False,
    yes: opt.Yes = False,
    json: opt.Json = False,
    file: opt.File = None,
    lang: opt.Lang = None,
) -> None:
    """Take a goal and its entries out; `undo` brings them back."""
    RUN.as_json = json
    asked = open_ledger(file, lang)
    if goal in asked.ledger.entries:
        raise Refused(_IS_ENTRY, name=goal)
    subject = asked.goal(goal)
    if goal.strip().casefold() not in (subject.id, subject.title.strip().casefold()):
        raise Refused(_NAMED_IN_PART, name=goal, goal=subject.id, title=subject.title)
    others = [
        each.id for each in asked.ledger.goals.values() if _names(each, subject.id)
    ]
    if others:
        raise Refused(_STILL_NAMED, goal=subject.id, others=", ".join(others))
    text = asked.book.documents[asked.book.home(subject.id)].text
    node = scan(text).find(("goals", subject.id))
    change = Change(subject.id, "", text[node.start : node.tail], "")
    draft = prepare_draft(asked, subject.id, [change])
    if dry_run:
        print_dry_run(draft, asked.voice)
        return
    if not yes:
        print_changes(draft)
    question = asked.voice.word("ask_delete", goal=subject.title)
    confirm(question, asked.voice, yes=yes)
    commit_draft(draft, Note(f"delete {subject.id}"), asked.voice)
    if json:
        print_json(asked, subject, None)
    RUN.say(asked.voice.word("deleted", goal=subject.id))


def _names(goal: Goal, name: str) -> bool:
    """Whether a goal names the other one."""
    in_formula = goal.formula is not None and name in goal.formula.goals(())
    is_target = goal.reference is not None and goal.reference.goal == name
    return goal.id != name and (goal.parent == name or is_target or in_formula)
