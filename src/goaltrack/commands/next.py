"""`goaltrack next`."""

from typing import Annotated

import typer

from goaltrack.commands import (
    AsOf,
    Color,
    File,
    Goals,
    Json,
    KnownOn,
    Lang,
    Plain,
    When,
    show_json,
    show_sheet,
)
from goaltrack.context import open_ledger, screen
from goaltrack.core.agenda import needs
from goaltrack.core.rules import painted
from goaltrack.report import agenda
from goaltrack.store.presets import rules_of


def run(
    goals: Goals = None,
    line: Annotated[
        bool, typer.Option("--line", help="One line for a prompt, or nothing.")
    ] = False,
    file: File = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    json: Json = False,
    plain: Plain = False,
    color: Color = When.AUTO,
    lang: Lang = None,
) -> None:
    """Show what needs a figure or a decision, most urgent first."""
    asked = open_ledger(file, lang, as_of, known_on)
    days = asked.as_of, asked.known_on
    rules = rules_of(asked.ledger)
    assessments = asked.assess(asked.goals(goals))
    found = needs(assessments, lambda a: painted(a, rules), asked.known_on)
    if json:
        show_json(agenda.data(asked.path, found, *days))
    elif line:
        text = agenda.line(found, asked.voice, asked.as_of)
        typer.echo(text, nl=bool(text))
    else:
        title = asked.ledger.title or asked.path
        sheet = agenda.agenda(title, found, asked.voice, *days)
        show_sheet(sheet, screen(color, plain=plain))
