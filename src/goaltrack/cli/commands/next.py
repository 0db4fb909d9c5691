"""`goaltrack next`."""

from typing import Annotated

import typer

from goaltrack.analysis.agenda import Want, needs
from goaltrack.cli import options as opt
from goaltrack.cli.screen import screen, show_json, show_sheet
from goaltrack.errors import Inaccessible
from goaltrack.reports import agenda
from goaltrack.session import open_ledgers


def run(
    goals: opt.Goals = None,
    line: Annotated[
        bool, typer.Option("--line", help="One line for a prompt, or nothing.")
    ] = False,
    exit_code: Annotated[
        bool,
        typer.Option("--exit-code", help="Exit with 1 where something is needed now."),
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
    try:
        asked = open_ledgers(file, goals, lang, as_of, known_on)
    except Inaccessible as error:
        if line and not file and error.code == "no-ledger":
            # A prompt is drawn in every folder.
            return
        raise
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
        show_sheet(sheet, screen(color, plain=plain), asked)
    if exit_code and any(need.want in _NOW for need in found):
        raise typer.Exit(1)


_NOW = (Want.RESULT, Want.FIGURE, Want.STEP, Want.NEWER, Want.DECISION, Want.TARGET)
"""The needs of today, not those that only come soon."""
