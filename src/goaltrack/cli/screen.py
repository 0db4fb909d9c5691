"""Where output goes: a terminal and its pager, a pipe or a file."""

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from typing import NamedTuple

import typer

from goaltrack.cli.run_state import RUN
from goaltrack.reports.blocks import Sheet


class Screen(NamedTuple):
    """Where output goes: how wide it is, whether it shows colour and columns."""

    width: int | None
    color: bool
    plain: bool


def screen(color: str, *, plain: bool) -> Screen:
    """Return the width and abilities of standard output, as the user has set them."""
    environ = os.environ
    is_terminal = sys.stdout.isatty()
    is_dumb = environ.get("TERM") == "dumb"
    forced = environ.get("FORCE_COLOR") or environ.get("CLICOLOR_FORCE", "0") != "0"
    if color == "auto":
        allowed = not environ.get("NO_COLOR") and not is_dumb
        shows = allowed and (is_terminal or bool(forced))
    else:
        shows = color == "always"
    is_plain = plain or (is_terminal and is_dumb)
    return Screen(_width(is_terminal=is_terminal), shows, is_plain)


def _width(*, is_terminal: bool) -> int | None:
    """Cells of a line: COLUMNS, the terminal's, or None where nothing bounds it."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    if not is_terminal:
        return None
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or None
    except (OSError, ValueError):
        return None


def show_sheet(sheet: Sheet, screen: Screen) -> None:
    """Print the sheet as the screen can show it."""
    # Rich is not worth its start where it is not seen.
    if screen.plain:
        from goaltrack.formats.plain import render as plain  # noqa: PLC0415

        typer.echo(plain(sheet), nl=False)
    else:
        from goaltrack.formats.terminal import render  # noqa: PLC0415

        text = render(sheet, screen.width, color=screen.color)
        if not _paged(text):
            typer.echo(text, nl=False, color=screen.color)


def _paged(text: str) -> bool:
    """Whether a pager has shown the text: on a terminal that it is too long for."""
    environ = os.environ
    is_dumb = environ.get("TERM") == "dumb"
    if not RUN.pager or not sys.stdout.isatty() or is_dumb:
        return False
    pager = environ.get("GOALTRACK_PAGER", environ.get("PAGER", "less"))
    room = os.get_terminal_size(sys.stdout.fileno()).lines
    if text.count("\n") < room or pager in ("", "cat"):
        return False
    # less: leave if it fits, keep colours, and leave the text on the screen.
    env = {"LESS": "FRX", "LESSCHARSET": "utf-8", **environ}
    try:
        # The user's own program.
        subprocess.run(shlex.split(pager), input=text.encode(), env=env, check=False)  # noqa: S603
    except OSError:
        return False
    return True


def show_json(data: Mapping[str, object]) -> None:
    """Print the data as JSON."""
    from goaltrack.formats.json import as_json  # noqa: PLC0415 - only where asked for

    typer.echo(as_json(data), nl=False)
