"""`goaltrack status`."""

from enum import StrEnum
from typing import Annotated

import typer

from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.states import State
from goaltrack.cli import options as opt
from goaltrack.cli.column_names import read_columns, read_sort
from goaltrack.cli.screen import screen, show_json, show_sheet
from goaltrack.reports.blocks import Sheet
from goaltrack.reports.board import View, board
from goaltrack.session import Context, open_ledgers, with_supposed_figures


class Heading(StrEnum):
    """The headings by which goals are grouped."""

    GROUP = "group"
    OWNER = "owner"
    STATE = "state"
    KIND = "kind"
    TAG = "tag"
    LEDGER = "ledger"
    NONE = "none"


def run(
    goals: opt.Goals = None,
    sort: Annotated[
        str | None,
        typer.Option(
            "--sort", metavar="ORDER", help="The order in a group (default: urgency)."
        ),
    ] = None,
    reverse: Annotated[
        bool, typer.Option("-r", "--reverse", help="The other way round.")
    ] = False,
    group: Annotated[
        Heading,
        typer.Option(
            "--group", metavar="KEY", help="What goals stand under (default: group)."
        ),
    ] = Heading.GROUP,
    flat: Annotated[
        bool, typer.Option("--flat", help="Do not show objectives as a tree.")
    ] = False,
    columns: opt.Columns = None,
    every: Annotated[
        bool, typer.Option("-a", "--all", help="With the goals that were given up.")
    ] = False,
    watch: Annotated[
        bool,
        typer.Option("-w", "--watch", help="Draw it again whenever a file changes."),
    ] = False,
    file: opt.Files = None,
    as_of: opt.AsOf = None,
    known_on: opt.KnownOn = None,
    what_if: Annotated[
        list[str] | None,
        typer.Option(
            "--what-if",
            metavar="GOAL=FIGURE[@PERIOD]",
            help="The board as it would be (gdp=990@2025); saves nothing.",
        ),
    ] = None,
    json: opt.Json = False,
    plain: opt.Plain = False,
    color: opt.Color = opt.When.AUTO,
    lang: opt.Lang = None,
) -> None:
    """Show where every goal stands, worst first in its group."""
    view = View(
        group.value,
        read_sort(sort) if sort else "urgency",
        reverse,
        flat,
        read_columns(columns) if columns else (),
    )

    def read() -> Context:
        asked = open_ledgers(file, goals, lang, as_of, known_on)
        return with_supposed_figures(asked, what_if or [])

    if json:
        from goaltrack.reports.data import status  # noqa: PLC0415 - only for --json

        asked = read()
        mode, days = asked.ledger.rollup, (asked.as_of, asked.known_on)
        show_json(status(asked.file, asked.chosen(), mode, *days, asked.ledger.parts))
    elif watch:
        from goaltrack.cli.watch import watched  # noqa: PLC0415 - only for --watch

        watched(
            read,
            lambda asked: _sheet(asked, view, what_if or [], every=every),
            color=color.value,
        )
    else:
        asked = read()
        sheet = _sheet(asked, view, what_if or [], every=every)
        show_sheet(sheet, screen(color, plain=plain), asked)


def _sheet(asked: Context, view: View, supposed: list[str], *, every: bool) -> Sheet:
    found = asked.chosen()
    shown = found if every or asked.names else [each for each in found if _is_on(each)]
    title = asked.title
    if supposed:
        title = asked.voice.word("what_if", title=title, figures=", ".join(supposed))
    hidden, goals = len(found) - len(shown), len(asked.ledger.goals)
    view = view._replace(hidden=hidden, goals=goals)
    mode, days = asked.ledger.rollup, (asked.as_of, asked.known_on)
    return board(title, shown, mode, asked.voice, *days, view)


def _is_on(assessment: Assessment) -> bool:
    return assessment.state is not State.DROPPED
