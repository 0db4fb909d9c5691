"""Text of people made safe for a terminal, and how many cells it takes there."""

import re
from unicodedata import category, combining, east_asian_width

_UNSEEN = "\N{REPLACEMENT CHARACTER}"
_WIDE, _OPEN, _CLOSE = r"\u2e80-\uffff", "（“《", "，。；：、）”》？！"
_PIECES = rf"[{_OPEN}]*(?:[{_WIDE}]|[^\s{_WIDE}]+)[{_CLOSE}]*|[^\S{_WIDE}]+"
"""Where a line may be broken: at blanks, and after each Chinese character."""
_JOINERS = "\u200c\u200d"
"""ZWNJ and ZWJ, without which Persian, Hindi and emoji cannot be written."""
_INVISIBLE = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0")
"""Letters and marks that show nothing; a name that holds one looks like another."""
_NONCHARACTERS = range(0xFDD0, 0xFDF0)
_LAST_TWO = 0xFFFE
"""Of each plane of Unicode, the last two are no characters either."""


def clean(text: str) -> str:
    """Return the text without anything that a terminal would obey or hide.

    Control, bidirectional and invisible characters become U+FFFD; line breaks and tabs
    become blanks. Blanks of other widths, joiners and letters that are newer than this
    Python stay.
    """
    if text.isprintable() and (text.isascii() or _INVISIBLE.isdisjoint(text)):
        return text
    return "".join(map(_cleaned, text))


def _cleaned(char: str) -> str:
    if char in _INVISIBLE:
        return _UNSEEN
    if char.isprintable() or char in _JOINERS:
        return char
    kind = category(char)
    if char in "\t\r\n" or kind in ("Zl", "Zp"):
        return " "
    # A blank, a private letter, or one that this Python does not know yet.
    code = ord(char)
    is_none = code in _NONCHARACTERS or code & _LAST_TWO == _LAST_TWO
    is_letter = kind == "Cn" and not is_none
    return char if kind in ("Zs", "Co") or is_letter else _UNSEEN


def titled(text: str) -> str:
    """Return one of our own words as it begins a line."""
    return text[:1].upper() + text[1:]


def width(text: str) -> int:
    """Return how many cells of a terminal the (clean) text takes."""
    if text.isascii():
        return len(text)
    return sum(
        2
        if east_asian_width(char) in "WF"
        else 0
        if combining(char) or char in _JOINERS
        else 1
        for char in text
    )


def folded(text: str, room: int) -> list[str]:
    """Return the text in lines of at most `room` cells, unless a word is longer."""
    lines, line = [], ""
    for piece in re.findall(_PIECES, text):
        if line and width(line) + width(piece.rstrip()) > room:
            lines.append(line.rstrip())
            line = ""
        line += piece if line else piece.lstrip()
    return [*lines, line.rstrip()]
