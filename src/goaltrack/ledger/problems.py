"""Problems of a ledger with their places, in words for the person who wrote it."""

import re
from collections.abc import Sequence
from typing import Protocol

import tomli

from goaltrack.errors import Finding
from goaltrack.i18n.catalog import Phrase
from goaltrack.i18n.text import clean, width
from goaltrack.ledger.positions import Lines, Node, scan
from goaltrack.ledger.validate import Path, Problem

_EXCERPT = 100
"""Characters of a line that are shown."""

_TWICE = Phrase("[{name}] stands here a second time")
_CONFLICT = Phrase(
    "a merge conflict is left in lines {first} to {last}: "
    "settle it, then remove the marks",
)
_IN_GOAL = Phrase("goal {goal}{rest}: ")
_IN_SOURCE = Phrase("source {name}{rest}: ")
_ENTRY_REST = Phrase(", entry {number}{rest}")
_KEY_REST = Phrase(", {name}")
_NOWHERE = Phrase("")


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


class Source(Protocol):
    """A file that was read."""

    @property
    def path(self) -> str:
        """Its path, as the user knows it."""

    @property
    def text(self) -> str:
        """Its decoded text."""


_LOOKS = re.compile(
    r"^[ \t]*(?:format[ \t]*=[ \t]*[0-9]|\[\[?(?:goals|sources)\b)", re.MULTILINE
)
"""Lines that every ledger has, also one with a mistake in it."""
_NOT_A_LEDGER = Phrase("this is not a goaltrack ledger, which begins with format = 1")


def looks_like_ledger(text: str) -> bool:
    """Return whether the text is a ledger's, though it may have mistakes.

    What is not is never quoted in an error: it may be somebody's secret.
    """
    return not text or text.isspace() or _LOOKS.search(text) is not None


def not_a_ledger(path: str) -> Finding:
    """Return the finding for a file of another kind, which quotes nothing of it."""
    return Finding(path, 1, 1, _NOWHERE, _NOT_A_LEDGER, "")


def findings(documents: Sequence[Source], problems: Sequence[Problem]) -> list[Finding]:
    """The problems with their places, file by file, in the order of each."""
    found = []
    for number in sorted({problem.file for problem in problems}):
        document = documents[number]
        root, lines = scan(document.text), Lines(document.text)
        here = [
            _found(document.path, lines, root, problem)
            for problem in problems
            if problem.file == number
        ]
        found += sorted(here, key=lambda finding: (finding.line, finding.column))
    return found


def explained(message: str) -> Phrase:
    """Return the message of the TOML reader, in plain words where we have them."""
    return _SYNTAX.about(message=_KNOWN.get(message, message))


def _found(path: str, lines: Lines, root: Node, problem: Problem) -> Finding:
    subject = _subject(problem.path, problem.at_key)
    at = _place(root, problem)
    finding = finding_at(path, lines, at, problem.phrase, subject)
    others = [excerpt(lines, root.find(other).start) for other in problem.others]
    return finding._replace(
        is_warning=problem.is_warning,
        excerpt="\n".join([*others, finding.excerpt]),
    )


def _place(root: Node, problem: Problem) -> int:
    node = root.find(problem.path)
    return node.key[0] if problem.at_key and node.key else node.start


def syntax_findings(
    path: str, text: str, error: tomli.TOMLDecodeError
) -> list[Finding]:
    """Return what is wrong with a text that is not TOML, in plain words."""
    # The reader turns CRLF into LF before it counts.
    whole = Lines(text)
    lines = text.split("\n")
    conflicts = _conflicts(lines) if "<<<<<<<" in text else []
    if conflicts and conflicts[0][0] <= error.lineno:
        return [
            finding_at(
                path,
                whole,
                _offset(lines, first - 1),
                _CONFLICT.about(first=first, last=last),
            )
            for first, last in conflicts
        ]
    at = _offset(lines, error.lineno - 1) + error.colno - 1
    twice = re.fullmatch(r"Cannot declare \((.*)\) twice", error.msg)
    if twice:
        name = ".".join(re.findall(r"'([^']*)'", twice[1]))
        start = _offset(lines, error.lineno - 1)
        return [finding_at(path, whole, start, _TWICE.about(name=name))]
    return [finding_at(path, whole, at, explained(error.msg))]


def _conflicts(lines: list[str]) -> list[tuple[int, int]]:
    """The first and last line of each conflict that a merge has left, from 1."""
    found: list[tuple[int, int]] = []
    for number, line in enumerate(lines, 1):
        if re.match(r"<{7,}( |\r?$)", line):
            found.append((number, number))
        elif found and re.match(r"(={7,}|>{7,}|\|{7,})( |\r?$)", line):
            found[-1] = (found[-1][0], number)
    return found


def _offset(lines: list[str], number: int) -> int:
    return sum(len(line) + 1 for line in lines[:number])


def finding_at(
    path: str, lines: Lines, at: int, phrase: Phrase, subject: Phrase = _NOWHERE
) -> Finding:
    """Return a finding at a place of a text (in characters)."""
    at = min(at, len(lines.text))
    column = at - lines.start(at) + 1
    place = excerpt(lines, at)
    return Finding(path, lines.number(at), column, subject, phrase, place)


def excerpt(lines: Lines, at: int) -> str:
    """The line that holds the place, numbered, and a caret under the place."""
    start, end = lines.start(at), lines.end(at)
    number = lines.number(at)
    column = at - start
    if end - start <= _EXCERPT:
        shown = lines.text[start:end].rstrip()
    else:
        # Around the place: a line may be as long as a text may be.
        left = max(0, column - _EXCERPT // 2)
        cut = lines.text[start + left : min(start + left + _EXCERPT, end)].rstrip()
        column -= left
        shown = ("…" if left else "") + cut
        column += 1 if left else 0
    caret = " " * width(clean(shown[:column])) + "^"
    return f"{number:>5} | {clean(shown)}\n{'':>5} | {caret}"


def _subject(path: Path, at_key: bool) -> Phrase:
    """Which goal and entry it is about, and the key unless it is named anyway."""
    if len(path) < 2:  # noqa: PLR2004 - a table's kind and its name
        return _NOWHERE
    area, name, *rest = path
    if at_key and rest and isinstance(rest[-1], str):
        rest = rest[:-1]
    tail = _NOWHERE
    if len(rest) > 1 and rest[0] == "progress":
        tail = _KEY_REST.about(name=rest[2]) if len(rest) > 2 else _NOWHERE  # noqa: PLR2004 - as above
        tail = _ENTRY_REST.about(number=int(rest[1]) + 1, rest=tail)
    elif rest:
        tail = _KEY_REST.about(name=".".join(str(part) for part in rest))
    if area == "goals":
        return _IN_GOAL.about(goal=name, rest=tail)
    return _IN_SOURCE.about(name=name, rest=tail) if area == "sources" else _NOWHERE
