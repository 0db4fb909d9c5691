"""Where output goes: a terminal and its pager, a pipe or a file."""

import os
import subprocess
import sys
from collections.abc import Mapping
from typing import NamedTuple

import typer

from goaltrack import system
from goaltrack.cli.run_state import RUN
from goaltrack.errors import Inaccessible, Message, reason_of
from goaltrack.i18n.catalog import Phrase
from goaltrack.i18n.text import clean
from goaltrack.reports.blocks import Sheet
from goaltrack.reports.wording import Voice
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
        shows = allowed and ((is_terminal and system.is_vt()) or bool(forced))
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
        if not _paged(text, asked.voice):
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


def _paged(text: str, voice: Voice) -> bool:
    """Whether a pager has shown the text: on a terminal that it is too long for."""
    environ = os.environ
    is_dumb = environ.get("TERM") == "dumb"
    if not RUN.pager or not sys.stdout.isatty() or is_dumb:
        return False
    named = environ.get("GOALTRACK_PAGER", environ.get("PAGER"))
    room = os.get_terminal_size(sys.stdout.fileno()).lines
    if text.count("\n") < room or named in ("", "cat"):
        return False
    try:
        first, *more = system.words(named or _default_pager())
        return _ran([system.program(first), *more], text, voice)
    except (OSError, ValueError) as error:
        if named is not None:
            _tell(voice, named, reason_of(error))
        return False


def _default_pager() -> str:
    """Return `less`; on Windows `more`, where there is no less."""
    if system.IS_WINDOWS:
        try:
            system.program("less")
        except FileNotFoundError:
            return "more"
    return "less"


def _ran(command: list[str], text: str, voice: Voice) -> bool:
    """Let a pager show the text; return whether it did. Ctrl-C is the pager's.

    Raises:
        OSError: it cannot be started.
    """
    import signal  # noqa: PLC0415 - where there is a pager

    # less: leave if it fits, keep colours, and leave the text on the screen.
    env = {"LESS": "FRX", "LESSCHARSET": "utf-8", **os.environ}
    # Not SIG_IGN, which the pager would inherit.
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        found = system.for_pager(text)
        # The user's own program.
        ran = subprocess.run(command, input=found, env=env, check=False)  # noqa: S603
    finally:
        signal.signal(signal.SIGINT, before)
    if ran.returncode > 0:
        _tell(voice, command[0], _CODE.about(code=ran.returncode))
    return ran.returncode <= 0


_CODE = Phrase("it ended with code {code}")
_PAGER_FAILED = Message("pager-failed", "the pager '{pager}' failed: {why}")


def _tell(voice: Voice, pager: str, why: object) -> None:
    """Say on stderr why the text is shown without a pager."""
    error = Inaccessible(_PAGER_FAILED, pager=pager, why=why)
    typer.echo(clean(voice.word("error") + error.say(voice.language)), err=True)


def show_json(data: Mapping[str, object]) -> None:
    """Print the data as JSON."""
    from goaltrack.formats.json import as_json  # noqa: PLC0415 - only where asked for

    typer.echo(as_json(data), nl=False)
