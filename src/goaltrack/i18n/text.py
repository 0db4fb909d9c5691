"""Text of people made safe for a terminal, and how many cells it takes there."""

import re
from unicodedata import combining, east_asian_width

_UNSEEN = "\N{REPLACEMENT CHARACTER}"
_WIDE, _OPEN, _CLOSE = r"\u2e80-\uffff", "（“《", "，。；：、）”》？！"
_PIECES = rf"[{_OPEN}]*(?:[{_WIDE}]|[^\s{_WIDE}]+)[{_CLOSE}]*|[^\S{_WIDE}]+"
"""Where a line may be broken: at blanks, and after each Chinese character."""


def clean(text: str) -> str:
    """The text without anything that a terminal would obey or hide.

    Control, bidirectional and invisible characters become U+FFFD; line breaks
    and tabs become blanks.
    """
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else " " if char in "\t\r\n" else _UNSEEN
        for char in text
    )


def titled(text: str) -> str:
    """One of our own words as it stands at the beginning of a line."""
    return text[:1].upper() + text[1:]


def width(text: str) -> int:
    """How many cells of a terminal the (clean) text takes."""
    if text.isascii():
        return len(text)
    return sum(
        2 if east_asian_width(char) in "WF" else 0 if combining(char) else 1
        for char in text
    )


def folded(text: str, room: int) -> list[str]:
    """The text in lines of at most `room` cells, unless a word is longer."""
    lines, line = [], ""
    for piece in re.findall(_PIECES, text):
        if line and width(line) + width(piece.rstrip()) > room:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()]
