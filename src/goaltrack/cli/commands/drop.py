"""`goaltrack drop`."""

from typing import Annotated

import typer

from goaltrack.cli import options as opt
from goaltrack.cli.prompts import ask, needs_terminal
from goaltrack.cli.recording import (
    commit_draft,
    prepare_draft,
    print_dry_run,
    print_outcome,
    require_text,
)
from goaltrack.errors import Message, Refused
from goaltrack.i18n.text import clean
from goaltrack.ledger.edit import Change
from goaltrack.ledger.toml_text import inline_table
from goaltrack.ledger.transaction import Note
from goaltrack.model.period import day
from goaltrack.session import open_ledger

_ALREADY_DROPPED = Message(
    "already-dropped",
    "{goal} has been {key} since {day}: {reason}\n"
    "`goaltrack set {goal} --unset {key}` takes it up again",
)


def run(
    goal: Annotated[str, typer.Argument(metavar="GOAL", help="The id of the goal.")],
    reason: opt.Reason = None,
    on: opt.On = None,
    pause: Annotated[
        bool, typer.Option("--pause", help="Only for now: it rests, and is not judged.")
    ] = False,
    dry_run: opt.DryRun = False,
    file: opt.File = None,
    lang: opt.Lang = None,
) -> None:
    """Give a goal up, or let it rest, with the reason."""
    asked = open_ledger(file, lang)
    subject = asked.goal(goal)
    voice = asked.voice
    key = "paused" if pause else "dropped"
    before = subject.paused if pause else subject.dropped
    if before:
        raise Refused(
            _ALREADY_DROPPED, goal=goal, day=before.on, reason=before.reason, key=key
        )
    if reason is None:
        needs_terminal("--reason")
        reason = ask(voice.word("why_paused" if pause else "why_given_up", goal=goal))
    require_text(reason=reason)
    when = day(on, asked.today) if on else asked.today
    change = Change(goal, key, "", inline_table({"on": when, "reason": reason}))
    draft = prepare_draft(asked, goal, [change])
    if dry_run:
        print_dry_run(draft, voice)
        return
    ledger = commit_draft(draft, Note(f"drop {goal}"), voice).ledger
    print_outcome(asked, ledger, goal, reason, voice.day(when))
    if pause:
        typer.echo(clean(voice.word("paused_until", goal=goal)), err=True)
