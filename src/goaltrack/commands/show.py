"""`goaltrack show`."""

from typing import Annotated

import typer

from goaltrack.commands import (
    AsOf,
    Color,
    File,
    Json,
    KnownOn,
    Lang,
    Plain,
    When,
    show_json,
    show_sheet,
)
from goaltrack.context import open_ledger, screen
from goaltrack.report import facts
from goaltrack.report.detail import page


def run(
    goal: Annotated[str, typer.Argument(metavar="GOAL", help="The id of the goal.")],
    file: File = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    json: Json = False,
    plain: Plain = False,
    color: Color = When.AUTO,
    lang: Lang = None,
) -> None:
    """Show one goal in full: figures, gap, reasons, history."""
    asked = open_ledger(file, lang, as_of, known_on)
    [assessment] = asked.assess([asked.goal(goal)])
    if json:
        show_json(facts.show(asked.path, asked.ledger, assessment, asked.known_on))
    else:
        sheet = page(asked.ledger, assessment, asked.voice, asked.known_on)
        show_sheet(sheet, screen(color, plain=plain))
