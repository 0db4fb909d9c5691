"""`goaltrack drop`."""

from collections.abc import Iterable
from datetime import date
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
from goaltrack.cli.run_state import RUN
from goaltrack.errors import BadUsage, Message, Refused
from goaltrack.i18n.text import clean
from goaltrack.ledger.edit import Change, source_text
from goaltrack.ledger.toml_text import inline_table
from goaltrack.ledger.transaction import Note
from goaltrack.model.ledger import Goal, Suspension
from goaltrack.model.period import day
from goaltrack.session import Context, open_ledger

_ALREADY_DROPPED = Message(
    "already-dropped",
    "{goal} has been {key} since {day}: {reason}\n`goaltrack {how}` goes on with it",
)
_NOT_PAUSED = Message(
    "not-paused", "{goal} was not paused on {day}\nthere is nothing to go on with"
)
_IS_DROPPED = Message(
    "is-dropped",
    "{goal} was dropped on {day}\n"
    "to take it up again: `goaltrack set {goal} --unset dropped`",
)
_RESUME_ALONE = Message(
    "resume-alone", "--resume ends a pause: it takes no --pause and no --reason"
)


def run(
    goal: Annotated[
        str, typer.Argument(metavar="GOAL", help="The goal: its id, or its title.")
    ],
    reason: opt.Reason = None,
    on: opt.On = None,
    pause: Annotated[
        bool, typer.Option("--pause", help="Only for now: it rests until --resume.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with a goal that was paused.")
    ] = False,
    dry_run: opt.DryRun = False,
    json: opt.Json = False,
    file: opt.File = None,
    lang: opt.Lang = None,
) -> None:
    """Give a goal up, or let it rest, with the reason."""
    RUN.as_json = json
    asked = open_ledger(file, lang)
    subject = asked.goal(goal)
    voice = asked.voice
    when = day(on, asked.today) if on else asked.today
    if resume:
        if pause or reason:
            raise BadUsage(_RESUME_ALONE)
        _resume(asked, subject, when, dry_run=dry_run)
        return
    key = "paused" if pause else "dropped"
    before = subject.pause_on(when) if pause else subject.dropped
    if before:
        id_ = subject.id
        how = f"drop {id_} --resume" if pause else f"set {id_} --unset dropped"
        facts_ = {"goal": id_, "day": before.on, "reason": before.reason}
        raise Refused(_ALREADY_DROPPED, **facts_, key=key, how=how)
    if reason is None:
        needs_terminal("--reason")
        why = "why_paused" if pause else "why_given_up"
        reason = ask(voice.word(why, goal=subject.id))
    require_text(reason=reason)
    said = Suspension(when, reason)
    pauses = (*subject.paused, said)
    change = _pauses(asked, subject, pauses) if pause else _dropped(subject, said)
    draft = prepare_draft(asked, subject.id, [change])
    if dry_run:
        print_dry_run(draft, voice)
        return
    ledger = commit_draft(draft, Note(f"drop {subject.id}"), voice).ledger
    print_outcome(asked, ledger, subject.id, reason, voice.day(when))
    if pause:
        typer.echo(clean(voice.word("paused_until", goal=subject.id)), err=True)


def _dropped(goal: Goal, said: Suspension) -> Change:
    table = inline_table({"on": said.on, "reason": said.reason})
    return Change(goal.id, "dropped", "", table)


def _pauses(asked: Context, goal: Goal, pauses: Iterable[Suspension]) -> Change:
    """Return the change to these pauses: one by itself, or an array of them."""
    rows = [
        inline_table({"on": each.on, "until": each.until, "reason": each.reason})
        for each in pauses
    ]
    text = asked.book.documents[asked.book.home(goal.id)].text
    old = source_text(text, goal.id, "paused")
    new = rows[0] if len(rows) == 1 else f"[{', '.join(rows)}]"
    return Change(goal.id, "paused", old, new)


def _resume(asked: Context, goal: Goal, when: date, *, dry_run: bool) -> None:
    """End the pause that lasts on the day."""
    lasting = goal.pause_on(when)
    if goal.dropped:
        raise Refused(_IS_DROPPED, goal=goal.id, day=goal.dropped.on)
    if lasting is None or lasting.until is not None:
        raise Refused(_NOT_PAUSED, goal=goal.id, day=when)
    pauses = [
        pause._replace(until=when) if pause is lasting else pause
        for pause in goal.paused
    ]
    draft = prepare_draft(asked, goal.id, [_pauses(asked, goal, pauses)])
    if dry_run:
        print_dry_run(draft, asked.voice)
        return
    ledger = commit_draft(draft, Note(f"drop {goal.id} --resume"), asked.voice).ledger
    print_outcome(asked, ledger, goal.id, asked.voice.word("goes_on", day=when))
