"""`goaltrack check`."""

from typing import Annotated

import typer

from goaltrack.analysis.colour_rules import COLOURS
from goaltrack.analysis.states import State
from goaltrack.cli import options as opt
from goaltrack.cli.screen import show_json
from goaltrack.errors import BadLedger, BadUsage, Message
from goaltrack.i18n.catalog import language
from goaltrack.i18n.text import clean
from goaltrack.ledger.audit import audit, lost_entries
from goaltrack.ledger.audit import forget as forget_entries
from goaltrack.reports import data as facts
from goaltrack.reports.wording import Voice
from goaltrack.session import Context, open_ledgers

_UNKNOWN_STATE = Message(
    "unknown-state",
    "'{name}' is not a state or colour\nthey are {known}",
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
            "--fail-on",
            metavar="STATE",
            help="Exit 1 if any goal is in this state, or has this colour.",
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
        lost = lost_entries(asked.book)
        if forget and lost:
            forget_entries(asked.book, lost)
            said = asked.voice.word("forgotten", entries=", ".join(e.id for e in lost))
            typer.echo(clean(said), err=True)
            lost = []
        found = audit(asked.book, lost, strict=strict)
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


def _is_in(asked: Context, names: list[str]) -> bool:
    """Return whether any goal has a state or colour of those; print those that do."""
    known = (*(state.value for state in State), *COLOURS)
    wanted = {name.strip() for text in names for name in text.split(",")}
    for name in sorted(wanted.difference(known)):
        raise BadUsage(_UNKNOWN_STATE, name=name, known=", ".join(known))
    hits = [
        found
        for found in asked.assess(asked.goals())
        if not wanted.isdisjoint((found.state.value, found.colour))
    ]
    for hit in hits:
        said = f"{hit.goal.id}: {asked.voice.state(hit.state, hit.goal)}"
        typer.echo(clean(said), err=True)
    return bool(hits)
