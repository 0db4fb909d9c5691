"""`goaltrack next`."""

from typing import Annotated

import typer

from goaltrack.analysis.agenda import needs
from goaltrack.cli import options as opt
from goaltrack.cli.screen import screen, show_json, show_sheet
from goaltrack.reports import agenda
from goaltrack.session import open_ledgers


def run(
    goals: opt.Goals = None,
    line: Annotated[
        bool, typer.Option("--line", help="One line for a prompt, or nothing.")
    ] = False,
    file: opt.Files = None,
    as_of: opt.AsOf = None,
    known_on: opt.KnownOn = None,
    json: opt.Json = False,
    plain: opt.Plain = False,
    color: opt.Color = opt.When.AUTO,
    lang: opt.Lang = None,
) -> None:
    """Show what needs a figure or a decision, most urgent first."""
    asked = open_ledgers(file, goals, lang, as_of, known_on)
    days = asked.as_of, asked.known_on
    assessments = asked.chosen()
    found = needs(assessments, asked.later())
    if json:
        show_json(agenda.data(asked.file, found, *days))
    elif line:
        text = agenda.line(found, asked.voice, asked.as_of)
        typer.echo(text, nl=bool(text))
    else:
        title = asked.title
        sheet = agenda.agenda(title, found, asked.voice, *days)
        show_sheet(sheet, screen(color, plain=plain))
