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
from goaltrack.session import Context


class Screen(NamedTuple):
    """Where output goes: how wide it is, whether it shows colour, columns, links."""

    width: int | None
    color: bool
    plain: bool
    links: bool


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
    links = shows and _shows_links(is_terminal=is_terminal)
    return Screen(_width(is_terminal=is_terminal), shows, is_plain, links)


_LINKING = ("iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper", "Tabby", "rio")
"""Values of TERM_PROGRAM of terminals that show links."""
_LINKING_TERM = ("kitty", "alacritty", "foot", "ghostty", "wezterm", "contour")
"""Words in TERM of such terminals."""
_LINKING_SIGNS = ("WT_SESSION", "KONSOLE_VERSION", "DOMTERM")
"""Variables that such terminals set."""
_FIRST_VTE = 5000
"""The version of VTE (GNOME Terminal and others) from which on it shows links."""


def _shows_links(*, is_terminal: bool) -> bool:
    """Return whether links (OSC 8) are shown: as FORCE_HYPERLINK says, or known of it.

    The names are those of https://github.com/Alhadis/OSC8-Adoption; a terminal that
    is not among them might print the escapes.
    """
    environ = os.environ
    forced = environ.get("FORCE_HYPERLINK")
    if forced is not None:
        return forced != "0"
    vte = environ.get("VTE_VERSION", "")
    return is_terminal and (
        environ.get("TERM_PROGRAM") in _LINKING
        or any(word in environ.get("TERM", "") for word in _LINKING_TERM)
        or any(name in environ for name in _LINKING_SIGNS)
        or (vte.isdecimal() and int(vte) >= _FIRST_VTE)
    )


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


def show_sheet(sheet: Sheet, screen: Screen, asked: Context) -> None:
    """Print the sheet as the screen can show it, with links to its sources."""
    # Rich is not worth its start where it is not seen.
    if screen.plain:
        from goaltrack.formats.plain import render as plain  # noqa: PLC0415

        typer.echo(plain(sheet), nl=False)
    else:
        from goaltrack.formats.terminal import render  # noqa: PLC0415

        links = addresses(asked) if screen.links else {}
        text = render(sheet, screen.width, color=screen.color, links=links)
        if not _paged(text):
            typer.echo(text, nl=False, color=screen.color)


def addresses(asked: Context) -> dict[str, str]:
    """Return the address of each source: a page of the web, or a file that is here."""
    from pathlib import Path  # noqa: PLC0415 - where there are links
    from urllib.parse import quote  # noqa: PLC0415

    found = {}
    folder = Path(asked.path).resolve().parent
    for name, source in asked.ledger.sources.items():
        if source.url and source.url.startswith(("https://", "http://")):
            # Nothing that a terminal might take for its own.
            found[name] = quote(source.url, safe="!#$%&'()*+,/:;=?@[]~")
        elif source.file and asked.file and (folder / source.file).is_file():
            found[name] = (folder / source.file).as_uri()
    return found


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
