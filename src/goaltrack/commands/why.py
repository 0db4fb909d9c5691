"""`goaltrack why`."""

from typing import Annotated

import typer

from goaltrack.commands import (
    AsOf,
    Color,
    File,
    KnownOn,
    Lang,
    Plain,
    When,
    show_sheet,
)
from goaltrack.context import open_ledger, screen
from goaltrack.core.rules import painted
from goaltrack.report.why import why
from goaltrack.store.presets import rules_of


def run(
    goal: Annotated[str, typer.Argument(metavar="GOAL", help="The id of the goal.")],
    file: File = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    plain: Plain = False,
    color: Color = When.AUTO,
    lang: Lang = None,
) -> None:
    """Explain a verdict: its numbers, formulas and rules."""
    asked = open_ledger(file, lang, as_of, known_on)
    [assessment] = asked.assess([asked.goal(goal)])
    rules = rules_of(asked.ledger)
    sheet = why(assessment, rules, lambda a: painted(a, rules), asked.voice)
    show_sheet(sheet, screen(color, plain=plain))
