"""`goaltrack completion`."""

from enum import StrEnum
from typing import Annotated

import typer

from goaltrack.i18n.resources import read_text


class Shell(StrEnum):
    """The shells that have a completion script."""

    BASH = "bash"
    ZSH = "zsh"
    FISH = "fish"
    POWERSHELL = "powershell"


def run(
    shell: Annotated[
        Shell, typer.Argument(metavar="SHELL", help="The shell that you use.")
    ],
) -> None:
    """Print the script of the shell."""
    typer.echo(read_text(f"cli/shells/{shell.value}"), nl=False)
