"""`goaltrack init`."""

from typing import Annotated

import typer

from goaltrack.catalogue import language
from goaltrack.commands import Lang
from goaltrack.context import today
from goaltrack.errors import Exists
from goaltrack.report.text import clean
from goaltrack.report.words import Voice
from goaltrack.store.fragment import starter
from goaltrack.store.locate import NAME
from goaltrack.store.replace import create


def run(
    out: Annotated[
        str,
        typer.Argument(
            metavar="[FILE]", help="Where to write it (default: goals.toml)."
        ),
    ] = NAME,
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="Its heading.")
    ] = None,
    empty: Annotated[
        bool, typer.Option("--empty", help="Without the two goals to learn from.")
    ] = False,
    lang: Lang = None,
) -> None:
    """Start a small commented ledger; never overwrites."""
    voice = Voice(language(lang))
    is_named = lang is not None
    text = starter(title, voice.language, today(), is_named=is_named, is_empty=empty)
    try:
        create(out, text.encode())
    except FileExistsError as error:
        raise Exists(path=out) from error
    name = "init_new" if empty else "init_next"
    typer.echo(clean(voice.word(name, path=out)))
