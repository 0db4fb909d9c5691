"""`goaltrack help`: what is not about one command."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from textwrap import fill
from typing import Annotated

import typer

from goaltrack.analysis.states import URGENCY
from goaltrack.cli import options as opt
from goaltrack.i18n.catalog import language
from goaltrack.i18n.resources import read_text
from goaltrack.i18n.text import width
from goaltrack.model.report import FIELD, PRESETS, SORTS
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
    REPORT = "report"


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
    for name, made in _MADE.items():
        if name in text:
            text = text.replace(name, made(Voice(said)))
    typer.echo(text, nl=False)


def _columns(voice: Voice) -> str:
    """The name and the title of each column, and that of fields."""
    from goaltrack.reports.columns import ALL  # noqa: PLC0415 - for one topic

    titles = {name: voice.word(column.word) for name, column in ALL.items()}
    titles[f"{FIELD}NAME"] = voice.word("own_field")
    room = max(map(len, titles))
    return "\n".join(f"  {name:<{room}}  {title}" for name, title in titles.items())


def _presets(_voice: Voice) -> str:
    """The name of each preset, and its columns."""
    return "\n".join(
        fill(
            ", ".join(names),
            _WIDE,
            initial_indent=f"  {name:<{_NAMES}}",
            subsequent_indent=" " * (_NAMES + 2),
        )
        for name, names in PRESETS.items()
    )


def _sorts(_voice: Voice) -> str:
    return fill(", ".join(SORTS), _WIDE, subsequent_indent="  ")


_WIDE, _NAMES = 78, 13
"""Cells of a line, and of the names of presets."""


def _states(voice: Voice) -> str:
    """The sign and the word of each state, the worst first."""
    words = [(SYMBOLS[state], voice.state(state), state.value) for state in URGENCY]
    room = max(width(word) for _, word, _ in words)
    lines = (f"  {s} {w}{' ' * (room - width(w))}  {name}" for s, w, name in words)
    return "\n".join(lines)


_MADE: Mapping[str, Callable[[Voice], str]] = {
    "{states}": _states,
    "{columns}": _columns,
    "{presets}": _presets,
    "{sorts}": _sorts,
}
"""The marks in a topic that stand for lists of the program, and what makes them."""
