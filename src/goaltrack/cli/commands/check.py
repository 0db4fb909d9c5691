"""`goaltrack check`."""

import os
from datetime import datetime
from typing import Annotated, NamedTuple

import typer

from goaltrack.analysis.assess import State
from goaltrack.analysis.lint import doubts
from goaltrack.cli import options as opt
from goaltrack.cli.screen import show_json
from goaltrack.errors import BadLedger, BadUsage, CannotWrite, Finding, Message
from goaltrack.i18n.catalog import Phrase, language
from goaltrack.i18n.messages import sentence
from goaltrack.i18n.text import clean
from goaltrack.ledger import journal
from goaltrack.ledger.problems import findings
from goaltrack.ledger.validate import Path, Problem
from goaltrack.reports import data as facts
from goaltrack.reports.wording import Voice
from goaltrack.session import Context, open_ledgers

_UNKNOWN_STATE = Message(
    "unknown-state",
    "'{name}' is not a state\nthe states are {known}",
)

_GONE = Phrase(
    "entry {name}, which this machine wrote on {at}, is no longer here "
    "(if that is meant, say `goaltrack check --forget`): {row}",
)
_BAD = 4
_NO = 1


def run(
    file: opt.File = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help="Warnings fail, and so do numbers without a source."
        ),
    ] = False,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on", metavar="STATE", help="Exit 1 if any goal is in this state."
        ),
    ] = None,
    forget: Annotated[
        bool,
        typer.Option("--forget", help="Miss no more the entries that are gone."),
    ] = False,
    as_of: opt.AsOf = None,
    known_on: opt.KnownOn = None,
    json: opt.Json = False,
    lang: opt.Lang = None,
) -> None:
    """Show each problem of the ledger; silent if there is none."""
    asked: Context | None = None
    try:
        asked = open_ledgers([file] if file else None, None, lang, as_of, known_on)
        lost = _lost(asked)
        if forget and lost:
            _forget(asked, lost)
            lost = []
        found = _findings(asked, lost, strict=strict)
        voice = asked.voice
    except BadLedger as error:
        found = list(error.findings)
        voice = Voice(language(lang))
    if json:
        path = asked.path if asked else found[0].path
        show_json(facts.check(path, found))
    else:
        for finding in found:
            for line in finding.say(voice.language).split("\n"):
                typer.echo(clean(line))
    if any(strict or not finding.is_warning for finding in found):
        raise typer.Exit(_BAD)
    if asked and _is_in(asked, fail_on or []):
        raise typer.Exit(_NO)


class Lost(NamedTuple):
    """An entry that this machine wrote, and that is no longer in the ledger."""

    name: str
    goal: str
    at: datetime
    row: str


def _lost(asked: Context) -> list[Lost]:
    """The entries that the journal of this machine knows, and the ledger has not."""
    here = asked.ledger.entries
    kept = journal.records(os.path.realpath(asked.path))
    return [
        Lost(name, goal, record.at.astimezone(), text)
        for name, (record, text) in journal.written(kept).items()
        if name not in here
        for goal in (change.goal for change in record.changes if change.new == text)
    ]


def _forget(asked: Context, lost: list[Lost]) -> None:
    """Take the entries out of what the journal misses."""
    own = os.path.realpath(asked.path)
    names = [each.name for each in lost]
    try:
        journal.append(own, journal.forgetting(own, names))
    except OSError as error:
        raise CannotWrite(path=journal.folder(), why=error.strerror) from error
    said = asked.voice.word("forgotten", entries=", ".join(names))
    typer.echo(clean(said), err=True)


def _findings(asked: Context, lost: list[Lost], *, strict: bool) -> list[Finding]:
    """The doubts about the ledger, each with its place in the file."""
    problems = []
    for gone in lost:
        at = f"{gone.at:%Y-%m-%d %H:%M}"
        phrase = _GONE.about(name=gone.name, at=at, row=gone.row)
        path: Path = ("goals", gone.goal)
        home = asked.book.home(gone.goal)
        problem = Problem(path, at_key=True, phrase=phrase, is_warning=True, file=home)
        problems.append(problem)
    for doubt in doubts(asked.ledger, strict=strict):
        goal: Path = ("goals", doubt.goal)
        is_goal = doubt.entry is None
        path = goal if doubt.entry is None else (*goal, "progress", doubt.entry)
        others = tuple((*goal, "progress", other) for other in doubt.others)
        home = asked.book.home(doubt.goal)
        problem = Problem(
            path, is_goal, sentence(*doubt.reason), doubt.is_warning, others, home
        )
        problems.append(problem)
    return findings(asked.book.documents, problems)


def _is_in(asked: Context, names: list[str]) -> bool:
    """Return whether any goal is in one of the states; print those that are."""
    known = {state.value: state for state in State}
    for name in names:
        if name not in known:
            raise BadUsage(_UNKNOWN_STATE, name=name, known=", ".join(known))
    wanted = {known[name] for name in names}
    hits = [a for a in asked.assess(asked.goals()) if a.state in wanted]
    for hit in hits:
        said = f"{hit.goal.id}: {asked.voice.state(hit.state)}"
        typer.echo(clean(said), err=True)
    return bool(hits)
