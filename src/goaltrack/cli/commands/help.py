"""`goaltrack help`: what is not about one command."""

from enum import StrEnum
from typing import Annotated

import typer

from goaltrack.analysis.states import URGENCY
from goaltrack.cli import options as opt
from goaltrack.i18n.catalog import language
from goaltrack.i18n.resources import read_text
from goaltrack.i18n.text import width
from goaltrack.reports.messages import SYMBOLS
from goaltrack.reports.wording import Voice


class Topic(StrEnum):
    """The topics that have a page."""

    LEDGER = "ledger"
    PERIODS = "periods"
    AMOUNTS = "amounts"
    STATES = "states"
    RULES = "rules"
    FILTERS = "filters"


def run(
    topic: Annotated[
        Topic | None,
        typer.Argument(metavar="[TOPIC]", help="What to explain, or a command."),
    ] = None,
    lang: opt.Lang = None,
) -> None:
    """Explain a topic, or a command; without one, say which there are."""
    said = language(lang)
    if topic is None:
        known = ", ".join(each.value for each in Topic)
        typer.echo(Voice(said).word("topics", known=known))
        return
    text = read_text(f"cli/topics/{topic.value}.{said}.txt")
    typer.echo(text.replace("{states}", _states(Voice(said))), nl=False)


def _states(voice: Voice) -> str:
    """The sign and the word of each state, the worst first."""
    words = [(SYMBOLS[state], voice.state(state), state.value) for state in URGENCY]
    room = max(width(word) for _, word, _ in words)
    lines = (f"  {s} {w}{' ' * (room - width(w))}  {name}" for s, w, name in words)
    return "\n".join(lines)
