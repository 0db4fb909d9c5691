"""Text of people made safe for a terminal, and how many cells it takes there."""

from unicodedata import combining, east_asian_width

_UNSEEN = "\N{REPLACEMENT CHARACTER}"


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
