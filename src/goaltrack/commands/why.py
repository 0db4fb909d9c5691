"""`goaltrack why`."""

from typing import Annotated

import typer

from goaltrack.commands import (
    AsOf,
    Color,
    Files,
    KnownOn,
    Lang,
    Plain,
    When,
    show_sheet,
)
from goaltrack.context import open_ledgers, screen
from goaltrack.core.joined import where
from goaltrack.report.why import why


def run(
    goal: Annotated[str, typer.Argument(metavar="GOAL", help="The id of the goal.")],
    file: Files = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    plain: Plain = False,
    color: Color = When.AUTO,
    lang: Lang = None,
) -> None:
    """Explain a verdict: its numbers, formulas and rules."""
    asked = open_ledgers(file, None, lang, as_of, known_on)
    [assessment] = asked.assess([asked.goal(goal)])
    rules = asked.rules()[where(assessment.goal, asked.path) or asked.path]
    sheet = why(assessment, rules, asked.painter(), asked.voice)
    show_sheet(sheet, screen(color, plain=plain))
