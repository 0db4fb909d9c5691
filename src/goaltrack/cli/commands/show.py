"""`goaltrack show`."""

from typing import Annotated

import typer

from goaltrack.cli import options as opt
from goaltrack.cli.screen import screen, show_json, show_sheet
from goaltrack.reports import data as facts
from goaltrack.reports.goal_page import page
from goaltrack.session import open_ledgers


def run(
    goal: Annotated[
        str, typer.Argument(metavar="GOAL", help="The goal: its id, or its title.")
    ],
    file: opt.Files = None,
    as_of: opt.AsOf = None,
    known_on: opt.KnownOn = None,
    json: opt.Json = False,
    plain: opt.Plain = False,
    color: opt.Color = opt.When.AUTO,
    lang: opt.Lang = None,
) -> None:
    """Show one goal in full: figures, gap, reasons, history."""
    asked = open_ledgers(file, None, lang, as_of, known_on)
    ledger, known = asked.ledger, asked.known_on
    subject = asked.goal(goal)
    children = [g for g in ledger.goals.values() if g.parent == subject.id]
    assessment, *parts = asked.assess([subject, *children])
    if json:
        show_json(facts.show(asked.file, ledger, assessment, parts, known))
    else:
        sheet = page(ledger, assessment, parts, asked.voice, known)
        show_sheet(sheet, screen(color, plain=plain), asked)
