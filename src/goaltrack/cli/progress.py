"""Progress of long work: one line on stderr, which is erased at the end."""

import os
import sys
from collections.abc import Iterable, Iterator
from time import monotonic
from typing import Self, TypeVar

from goaltrack.i18n.text import clean

Item = TypeVar("Item")

_PATIENCE = 1.0
"""Seconds of silence before anything is shown."""
_OFTEN = 0.1
"""Seconds between two signs of life."""
_ERASE = "\r\x1b[K"


class Waiting:
    """How far a long work is; shown on a terminal only, and after a second.

    As a context manager it leaves the line empty, whatever happens.
    """

    def __init__(self) -> None:
        dumb = os.environ.get("TERM") == "dumb"
        self._next = monotonic() + _PATIENCE
        self._is_seen = sys.stderr.isatty() and not dumb
        self._is_shown = False

    def __enter__(self) -> Self:
        """Begin to count the seconds."""
        return self

    def __exit__(self, *_: object) -> None:
        """Take the line away."""
        if self._is_shown:
            sys.stderr.write(_ERASE)
            sys.stderr.flush()

    def over(self, items: Iterable[Item], total: int, says: str) -> Iterator[Item]:
        """The items one by one, of which there are `total`, and how far they are."""
        for number, item in enumerate(items):
            if self._is_seen and monotonic() >= self._next:
                self._show(f"{says} {number * 100 // total} %")
            yield item

    def at(self, says: str) -> None:
        """Show the step that is under way, if it is time to."""
        if self._is_shown or (self._is_seen and monotonic() >= self._next):
            self._show(says)

    def _show(self, text: str) -> None:
        sys.stderr.write(f"{_ERASE}{clean(text)} …")
        sys.stderr.flush()
        self._is_shown = True
        self._next = monotonic() + _OFTEN
