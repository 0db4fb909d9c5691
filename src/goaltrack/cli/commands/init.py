"""`goaltrack init`."""

import os
from typing import Annotated

import typer

from goaltrack.cli import options as opt
from goaltrack.cli.prompts import refuse
from goaltrack.cli.run_state import RUN
from goaltrack.errors import CannotWrite, Message, Refused
from goaltrack.formats.json import as_json
from goaltrack.i18n.catalog import language
from goaltrack.ledger.editor_schema import NAME as SCHEMA
from goaltrack.ledger.editor_schema import editor_schema
from goaltrack.ledger.files import create
from goaltrack.ledger.find import NAME
from goaltrack.ledger.starter import starter
from goaltrack.reports.wording import Voice
from goaltrack.session import today

_FILE_EXISTS = Message(
    "file-exists",
    "{path} exists already, and init never overwrites",
)


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
    lang: opt.Lang = None,
) -> None:
    """Start a small commented ledger, with a schema for editors; never overwrites."""
    voice = Voice(language(lang))
    if not os.path.splitext(out)[1]:
        out += ".toml"
    is_named = lang is not None
    text = starter(title, voice.language, today(), is_named=is_named, is_empty=empty)
    try:
        create(out, text.encode())
    except FileExistsError as error:
        raise Refused(_FILE_EXISTS, path=out) from error
    RUN.written = out
    beside = os.path.join(os.path.dirname(out), SCHEMA)
    try:
        create(beside, as_json(editor_schema()).encode())
    except FileExistsError:
        pass  # of another ledger, or the user's own
    except CannotWrite as error:
        refuse(error, voice)  # the ledger is there, and as good without it
    name = "init_new" if empty else "init_next"
    command = "goaltrack" if os.path.basename(out) == NAME else f"goaltrack -f {out}"
    RUN.say(voice.word(name, path=out, command=command))
