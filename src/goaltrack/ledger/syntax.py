"""What is wrong with a text that is no TOML, in words for who wrote it."""

from goaltrack.i18n.catalog import Phrase

_SYNTAX = Phrase("not TOML: {message}")
_KNOWN = {
    "Unclosed array": Phrase(
        "a comma, or the ] at the end of the rows, is missing before this"
    ),
    "Unclosed inline table": Phrase(
        "a comma, or the }} at the end of the row, is missing before this"
    ),
    "Expected '=' after a key in a key/value pair": Phrase(
        "a = is missing here (a number is written 82.4)"
    ),
    "Expected newline or end of document after a statement": Phrase(
        "the line goes on after its value: a number is written 1000 or 0.5, "
        "a text or a period in quotes"
    ),
    "Expected ']' at the end of a table declaration": Phrase(
        "the ] at the end of the header is missing"
    ),
    "Illegal character '\\n'": Phrase(
        'the text does not end on its line: a " is missing'
    ),
    "Unterminated string": Phrase('the text does not end: a " is missing'),
    "Invalid value": Phrase(
        "this is no value: a text stands in quotes, a number is written 1000 or 0.5, "
        "a day 2026-01-31"
    ),
    "Invalid statement": Phrase(
        "a line is a key and its value, a [header], or a remark that begins with #"
    ),
    "Invalid initial character for a key part": Phrase(
        "a key has letters, digits, hyphens and underscores, or stands in quotes"
    ),
    "Invalid date or datetime": Phrase("there is no such day"),
    "Cannot overwrite a value": Phrase("this key stands there a second time"),
    "Unescaped '\\' in a string": Phrase("a \\ in a text is written \\\\"),
}
"""By what the TOML reader says."""


def explained(message: str) -> Phrase:
    """What the TOML reader says, in words of ours where there are any."""
    return _SYNTAX.about(message=_KNOWN.get(message, message))
