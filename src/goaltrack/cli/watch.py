"""A board that draws itself again when its ledger changes."""

import os
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from time import sleep
from typing import Self

from goaltrack import _process
from goaltrack.cli.prompts import NO_TERMINAL
from goaltrack.cli.screen import addresses, screen
from goaltrack.errors import BadUsage, GoaltrackError
from goaltrack.formats.terminal import render
from goaltrack.i18n.text import clean
from goaltrack.reports.blocks import Sheet
from goaltrack.session import Context

_PAUSE = 0.3
"""Seconds between two looks at the files."""
_ALTERNATE, _BACK = "\x1b[?1049h\x1b[?25l", "\x1b[?25h\x1b[?1049l"
_HOME, _REST = "\x1b[H", "\x1b[J"
_CLEAR_LINE = "\x1b[K"


def watched(
    read: Callable[[], Context], sheet: Callable[[Context], Sheet], *, color: str
) -> None:
    """Show the sheet on the terminal's other screen until Ctrl-C.

    It is drawn again when a file of the ledger, the day or the size of the terminal
    changes. A ledger that is unsound for a moment is told in place of the board.

    Raises:
        BadUsage: there is no screen to draw on.
        GoaltrackError: the ledger cannot be read to begin with.
    """
    if not sys.stdout.isatty():
        raise BadUsage(NO_TERMINAL, option="no --watch")
    asked = read()
    _process.go_on()
    before: object = None
    with _OtherScreen() as shown:
        while True:
            now = (_look(asked), shown.number)
            if now != before:
                try:
                    asked = read()
                    seen = screen(color, plain=False)
                    links = addresses(asked) if seen.links else {}
                    text = render(
                        sheet(asked), seen.width, color=seen.color, links=links
                    )
                except GoaltrackError as error:
                    said = error.say(asked.voice.language).split("\n")
                    text = "\n".join(map(clean, said))
                _draw(text)
                before = now
            sleep(_PAUSE)


def _look(asked: Context) -> object:
    """Return the state on which the picture depends: files and terminal size."""
    stamps: list[object] = []
    for book in asked.books:
        for document in book.documents:
            try:
                stat = os.stat(document.path)
                stamps.append((stat.st_mtime_ns, stat.st_size, stat.st_ino))
            except OSError:
                stamps.append(None)
    return stamps, shutil.get_terminal_size()


def _draw(text: str) -> None:
    """The lines that the screen has room for, each over what stood there."""
    room = shutil.get_terminal_size().lines - 1
    lines = text.rstrip("\n").split("\n")[:room]
    said = "".join(f"{line}{_CLEAR_LINE}\r\n" for line in lines)
    sys.stdout.write(_HOME + said + _REST)
    sys.stdout.flush()


class _OtherScreen:
    """The terminal's other screen, and its own one back, whatever happens.

    Ctrl-C ends it, as does every signal that asks a program to end. Ctrl-Z gives the
    own screen back until the program goes on.
    """

    def __init__(self) -> None:
        self.number = 0
        """How often it has been shown anew, empty."""

    def __enter__(self) -> Self:
        for name in _ENDING:
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), _leave)
        if hasattr(signal, "SIGTSTP"):
            signal.signal(signal.SIGTSTP, self._rest)
        _write(_ALTERNATE)
        return self

    def __exit__(self, kind: object, *_: object) -> bool:
        _write(_BACK)
        return kind is KeyboardInterrupt

    def _rest(self, number: int, _: object) -> None:
        _write(_BACK)
        signal.signal(number, signal.SIG_DFL)
        os.kill(os.getpid(), number)  # it stops here, until it is told to go on
        signal.signal(number, self._rest)
        _write(_ALTERNATE)
        self.number += 1


_ENDING = ("SIGTERM", "SIGHUP", "SIGQUIT")


def _leave(number: int, _: object) -> None:
    sys.exit(128 + number)  # as a shell tells of a signal


def _write(text: str) -> None:
    with suppress(OSError):  # of a terminal that has gone
        sys.stdout.write(text)
        sys.stdout.flush()
