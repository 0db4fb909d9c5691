"""`goaltrack schema`."""

from enum import StrEnum
from typing import Annotated

import typer

from goaltrack.formats.json import as_json
from goaltrack.formats.json_schema import json_schema
from goaltrack.ledger.editor_schema import editor_schema


class Subject(StrEnum):
    """The documents that have a schema."""

    LEDGER = "ledger"
    STATUS = "status"
    SHOW = "show"
    LOG = "log"
    CHECK = "check"
    NEXT = "next"
    TIMELINE = "timeline"
    DIFF = "diff"
    WRITTEN = "written"
    EXPORT = "export"


def run(
    subject: Annotated[
        Subject, typer.Argument(help="The ledger, or the --json of a command.")
    ] = Subject.LEDGER,
) -> None:
    """Print the JSON Schema of the ledger, or of a --json."""
    if subject is Subject.LEDGER:
        typer.echo(as_json(editor_schema()), nl=False)
    else:
        typer.echo(as_json(json_schema(subject.value)), nl=False)
