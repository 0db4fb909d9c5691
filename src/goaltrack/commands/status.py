"""`goaltrack status`."""

from typing import Annotated

import typer

from goaltrack.commands import (
    AsOf,
    Color,
    Files,
    Goals,
    Json,
    KnownOn,
    Lang,
    Plain,
    When,
    show_json,
    show_sheet,
)
from goaltrack.context import open_ledgers, screen, suppose
from goaltrack.report.board import board


def run(
    goals: Goals = None,
    file: Files = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    what_if: Annotated[
        list[str] | None,
        typer.Option(
            "--what-if",
            metavar="GOAL=FIGURE[@PERIOD]",
            help="The board as it would be (gdp=990@2025); saves nothing.",
        ),
    ] = None,
    json: Json = False,
    plain: Plain = False,
    color: Color = When.AUTO,
    lang: Lang = None,
) -> None:
    """Show where every goal stands, worst first in its group."""
    asked = open_ledgers(file, goals, lang, as_of, known_on)
    asked = suppose(asked, what_if or [])
    assessments = asked.assess(asked.goals())
    if json:
        from goaltrack.report.facts import status  # noqa: PLC0415 - only for --json

        mode = asked.ledger.rollup
        days = asked.as_of, asked.known_on
        show_json(status(asked.file, assessments, mode, *days))
    else:
        title = asked.title
        if what_if:
            title = asked.voice.word("what_if", title=title, figures=", ".join(what_if))
        mode = asked.ledger.rollup
        days = asked.as_of, asked.known_on
        sheet = board(title, assessments, mode, asked.voice, *days)
        show_sheet(sheet, screen(color, plain=plain))
