"""`goaltrack completion`."""

from enum import StrEnum
from typing import Annotated

import typer

from goaltrack.store.shipped import shipped


class Shell(StrEnum):
    """The shells that can be told."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"


def run(
    shell: Annotated[
        Shell, typer.Argument(metavar="SHELL", help="The shell that you use.")
    ],
) -> None:
    """Print the script of the shell."""
    typer.echo(shipped("completion", shell.value), nl=False)
