"""`goaltrack log`."""

from datetime import date
from typing import Annotated

import typer

from goaltrack.cli import options as opt
from goaltrack.cli.screen import screen, show_json, show_sheet
from goaltrack.reports import data as facts
from goaltrack.reports import entries as history
from goaltrack.session import open_ledgers


def run(
    goals: opt.Goals = None,
    number: Annotated[
        int | None,
        typer.Option("-n", "--number", metavar="N", min=1, help="Only the last N."),
    ] = None,
    file: opt.Files = None,
    as_of: opt.AsOf = None,
    known_on: opt.KnownOn = None,
    json: opt.Json = False,
    plain: opt.Plain = False,
    color: opt.Color = opt.When.AUTO,
    lang: opt.Lang = None,
) -> None:
    """List the entries, newest last, corrections marked."""
    asked = open_ledgers(file, goals, lang, as_of, known_on)
    chosen = asked.goals()
    # Unless a day is named, what is written down for days to come is shown as well.
    until = asked.as_of if as_of else date.max
    if json:
        found = facts.log(asked.file, chosen, (asked.as_of, until), asked.known_on)
        show_json(facts.latest(found, number))
    else:
        title, days = asked.title, (asked.as_of, until)
        known, whole = asked.known_on, len(asked.ledger.goals)
        sheet = history.log(title, chosen, asked.voice, days, known, whole, number)
        show_sheet(sheet, screen(color, plain=plain), asked)
