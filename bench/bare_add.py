"""The least that adding can cost: Typer, one parse, one write that is on the disk."""

import os
from decimal import Decimal
from pathlib import Path
from typing import Annotated

import tomli
import typer

app = typer.Typer(add_completion=False)


@app.command()
def add(
    file: Annotated[Path, typer.Argument()],
    goal: Annotated[str, typer.Argument()],
    value: Annotated[str, typer.Argument()],
) -> None:
    """Read the file with tomli, write it beside itself, rename it."""
    raw = file.read_bytes()
    tomli.loads(raw.decode(), parse_float=Decimal)
    beside = file.with_suffix(".new")
    with beside.open("wb") as out:
        out.write(raw)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(file)
    typer.echo(f"{goal} {value}")
