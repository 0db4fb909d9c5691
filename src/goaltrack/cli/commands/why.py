"""`goaltrack why`."""

from typing import Annotated

import typer

from goaltrack.cli import options as opt
from goaltrack.cli.screen import screen, show_sheet
from goaltrack.reports.explain import why
from goaltrack.session import open_ledgers


def run(
    goal: Annotated[
        str, typer.Argument(metavar="GOAL", help="The goal: its id, or its title.")
    ],
    file: opt.Files = None,
    as_of: opt.AsOf = None,
    known_on: opt.KnownOn = None,
    plain: opt.Plain = False,
    color: opt.Color = opt.When.AUTO,
    lang: opt.Lang = None,
) -> None:
    """Explain a state: its numbers, formulas and rules."""
    asked = open_ledgers(file, None, lang, as_of, known_on)
    [assessment] = asked.assess([asked.goal(goal)])
    rules = asked.rules_for()(assessment.goal)
    sheet = why(assessment, rules, asked.known(), asked.voice, known_on=asked.known_on)
    show_sheet(sheet, screen(color, plain=plain), asked)
