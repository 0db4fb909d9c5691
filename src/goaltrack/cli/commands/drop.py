"""`goaltrack drop`."""

from typing import Annotated

import typer

from goaltrack.cli.options import DryRun, File, Lang, On, Reason
from goaltrack.cli.recording import ask, draw, keep, needs_terminal, show, tell, texts
from goaltrack.errors import AlreadyDropped
from goaltrack.i18n.text import clean
from goaltrack.ledger.edit import Change
from goaltrack.ledger.toml_text import row
from goaltrack.ledger.transaction import Note
from goaltrack.model.period import day
from goaltrack.session import open_ledger


def run(
    goal: Annotated[str, typer.Argument(metavar="GOAL", help="The id of the goal.")],
    reason: Reason = None,
    on: On = None,
    pause: Annotated[
        bool, typer.Option("--pause", help="Only for now: it rests, and is not judged.")
    ] = False,
    dry_run: DryRun = False,
    file: File = None,
    lang: Lang = None,
) -> None:
    """Give a goal up, or let it rest, with the reason."""
    asked = open_ledger(file, lang)
    subject = asked.goal(goal)
    voice = asked.voice
    key = "paused" if pause else "dropped"
    before = subject.paused if pause else subject.dropped
    if before:
        raise AlreadyDropped(goal=goal, day=before.on, reason=before.reason, key=key)
    if reason is None:
        needs_terminal("--reason")
        reason = ask(voice.word("why_paused" if pause else "why_given_up", goal=goal))
    texts(reason=reason)
    when = day(on, asked.today) if on else asked.today
    change = Change(goal, key, "", row({"on": when, "reason": reason}))
    draft = draw(asked, goal, [change])
    if dry_run:
        show(draft, voice)
        return
    ledger = keep(draft, Note(f"drop {goal}"), voice).ledger
    tell(asked, ledger, goal, reason, voice.day(when))
    if pause:
        typer.echo(clean(voice.word("paused_until", goal=goal)), err=True)
