"""A ledger read from disk: the bytes, the text, the data, and what it says."""

import os
import re
import stat
import time
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import tomli

from goaltrack.errors import BadLedger, CannotRead, Finding
from goaltrack.i18n.catalog import Phrase
from goaltrack.i18n.text import clean, width
from goaltrack.ledger.decode import decode
from goaltrack.ledger.validate import Path, Problem
from goaltrack.model.ledger import Ledger

if TYPE_CHECKING:
    from goaltrack.ledger.positions import Node

LONGEST_FILE = 100_000_000
MOST_ENTRIES = 2_000_000
LONGEST_OUTLINE = 10_000_000
MOST_OTHERS = 200_000
"""Characters of the outline, and inline tables in it: what is not in our own form."""
_STEPS = 1_000
"""Inline tables that are no entries, more than any ledger has: steps, plans, …"""
_LONG = 20_000
"""Characters from which on the outline is sooner read than the text."""

_BOM = "\ufeff"
_EXCERPT = 100

_TOO_LARGE = Phrase("it is larger than 100 MB: split the ledger")
_NOT_A_FILE = Phrase("it is not a regular file")
_NOT_UTF8 = Phrase(
    "this is not UTF-8 text: save the file as UTF-8",
)
_TWICE = Phrase("[{name}] stands here a second time")
_CONFLICT = Phrase(
    "a merge conflict is left in lines {first} to {last}: "
    "settle it, then remove the marks",
)
_YOUNG = 1.0
"""Seconds after a change in which an editor may still be writing the file."""
PATIENCE = 0.2
_TOO_DEEP = Phrase("this is nested too deeply")
_LONG_INTEGER = Phrase("a number is too long")
_TOO_MANY = Phrase(
    "there are more than 2,000,000 entries: split the ledger",
)
_NOT_OURS = Phrase(
    "more than 10 MB or 200,000 entries of this file are not rows as `add` writes "
    "them: split the ledger",
)
_IN_GOAL = Phrase("goal {goal}{rest}: ")
_IN_SOURCE = Phrase("source {name}{rest}: ")
_ENTRY_REST = Phrase(", entry {number}{rest}")
_KEY_REST = Phrase(", {name}")
_NOWHERE = Phrase("")


class Document(NamedTuple):
    """A file as it was read, to be compared with before it is replaced."""

    path: str
    mark: str
    """The byte order mark that it begins with, if any."""
    text: str
    """The decoded text, behind the mark."""
    data: dict[str, Any]

    @property
    def raw(self) -> bytes:
        """What the file holds."""
        return (self.mark + self.text).encode()

    def encoded(self, text: str) -> bytes:
        """Another text as this file holds one: behind its byte order mark, if any."""
        return (self.mark + text.removeprefix(_BOM)).encode()


class Book(NamedTuple):
    """A ledger with every file that it is in: its own, then those it includes."""

    documents: tuple[Document, ...]
    ledger: Ledger

    @property
    def path(self) -> str:
        """The ledger's own file, as the user knows it."""
        return self.documents[0].path

    def home(self, goal: str) -> int:
        """Which of the files holds the goal; the ledger's own if none does."""
        for number, document in enumerate(self.documents):
            if goal in document.data.get("goals", {}):
                return number
        return 0

    def place(self, path: str) -> int | None:
        """Which of the files the path leads to; None if to none of them."""
        real = os.path.realpath(path)
        for number, document in enumerate(self.documents):
            if os.path.realpath(document.path) == real:
                return number
        return None


def load(path: str, instead: Document | None = None) -> Book:
    """The ledger at the path, with the files that it includes, and what it says.

    With `instead`, as if that were what the file of its path holds.

    Raises:
        CannotRead: the file system does not give one of them.
        BadLedger: it says what a ledger must not, or is no TOML.
    """
    documents = _read_all([path], instead)
    missing: list[Problem] = []
    if "include" in documents[0].data:
        # Most ledgers are one file, and should not pay for this.
        from goaltrack.ledger.include import included  # noqa: PLC0415

        names, missing = included(path, documents[0].data["include"])
        documents += _read_all(names, instead)
    book, problems = gather(documents)
    if missing or problems:
        raise BadLedger(findings(documents, [*missing, *problems]))
    return book


def gather(documents: Sequence[Document]) -> tuple[Book, list[Problem]]:
    """What the files say together, and every problem in it."""
    ledger, problems = decode(*(document.data for document in documents))
    if sum(len(goal.progress) for goal in ledger.goals.values()) > MOST_ENTRIES:
        problems.append(Problem((), at_key=False, phrase=_TOO_MANY))
    return Book(tuple(documents), ledger), problems


def _read_all(paths: list[str], instead: Document | None) -> list[Document]:
    documents: list[Document] = []
    found: list[Finding] = []
    for path in paths:
        if instead and os.path.realpath(path) == os.path.realpath(instead.path):
            documents.append(instead)
            continue
        try:
            documents.append(read(path))
        except BadLedger as error:
            found += error.findings
    if found:
        raise BadLedger(found)
    return documents


def read(path: str) -> Document:
    """The file at the path as TOML.

    An editor that saves in place may be half-way through: what is no TOML and was
    changed this very second is read again before anything is said of it.

    Raises:
        CannotRead: the file system does not give it.
        BadLedger: it is no UTF-8, or no TOML.
    """
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return parse(path, read_bytes(path))
        except BadLedger:
            is_young = time.time() - os.stat(path).st_mtime < _YOUNG
            if not is_young or time.monotonic() > end:
                raise
            time.sleep(PATIENCE / 8)


def read_bytes(path: str) -> bytes:
    """What the file holds.

    Raises:
        CannotRead: it is missing, forbidden, no regular file, or too large.
    """
    try:
        # Without O_NONBLOCK, opening a FIFO would wait for a writer for ever.
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with open(handle, "rb") as file:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise CannotRead(path=path, why=_NOT_A_FILE)
            if found.st_size > LONGEST_FILE:
                raise CannotRead(path=path, why=_TOO_LARGE)
            return file.read()
    except (OSError, ValueError) as error:
        # ValueError: a path with a NUL in it.
        why = getattr(error, "strerror", None) or str(error)
        raise CannotRead(path=path, why=why) from error


def parse(path: str, raw: bytes) -> Document:
    """The bytes as TOML, floats read as `Decimal`.

    Raises:
        BadLedger: they are no UTF-8, or no TOML.
    """
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode()
        raise BadLedger([_finding(path, before, len(before), _NOT_UTF8)]) from None
    mark, text = split_mark(text)
    if raw.count(b"{") > MOST_ENTRIES + _STEPS:
        # Found out before it costs the time and memory to read them.
        raise BadLedger([_finding(path, text, 0, _TOO_MANY)])
    try:
        data = _data(path, text)
    except tomli.TOMLDecodeError as error:
        raise BadLedger(_syntax(path, text, error)) from None
    except (RecursionError, ValueError) as error:
        deep = isinstance(error, RecursionError)
        phrase = _TOO_DEEP if deep else _LONG_INTEGER
        raise BadLedger([_finding(path, text, 0, phrase)]) from None
    return Document(path, mark, text, data)


def split_mark(text: str) -> tuple[str, str]:
    """The byte order mark that the text begins with, if any, and the rest."""
    return (_BOM, text[1:]) if text.startswith(_BOM) else ("", text)


def _data(path: str, text: str) -> dict[str, Any]:
    if len(text) < _LONG:
        return tomli.loads(text, parse_float=Decimal)
    # Its pattern takes longer to compile than a short ledger to read.
    from goaltrack.ledger.fast_reader import outline  # noqa: PLC0415

    found = outline(text)
    tables = found.text.count("{")
    if len(found.text) > LONGEST_OUTLINE or tables > MOST_OTHERS + _STEPS:
        raise BadLedger([_finding(path, text, 0, _NOT_OURS)])
    return found.data()


def findings(
    documents: Sequence[Document], problems: Sequence[Problem]
) -> list[Finding]:
    """The problems with their places, file by file, in the order of each."""
    # Its patterns take longer to compile than a short ledger to read.
    from goaltrack.ledger.positions import scan  # noqa: PLC0415

    found = []
    for number in sorted({problem.file for problem in problems}):
        document = documents[number]
        root = scan(document.text)
        here = [_found(document, root, p) for p in problems if p.file == number]
        found += sorted(here, key=lambda finding: (finding.line, finding.column))
    return found


def _found(document: Document, root: "Node", problem: Problem) -> Finding:
    text = document.text
    subject = _subject(problem.path, problem.at_key)
    at = _place(root, problem)
    finding = _finding(document.path, text, at, problem.phrase, subject)
    others = [excerpt(text, root.find(path).start) for path in problem.others]
    return finding._replace(
        is_warning=problem.is_warning,
        excerpt="\n".join([*others, finding.excerpt]),
    )


def _place(root: "Node", problem: Problem) -> int:
    node = root.find(problem.path)
    return node.key[0] if problem.at_key and node.key else node.start


def _syntax(path: str, text: str, error: tomli.TOMLDecodeError) -> list[Finding]:
    from goaltrack.ledger.syntax import explained  # noqa: PLC0415 - only for errors

    # The reader turns CRLF into LF before it counts.
    lines = text.split("\n")
    conflicts = _conflicts(lines) if "<<<<<<<" in text else []
    if conflicts and conflicts[0][0] <= error.lineno:
        return [
            _finding(
                path,
                text,
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
        return [_finding(path, text, start, _TWICE.about(name=name))]
    return [_finding(path, text, at, explained(error.msg))]


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


def _finding(
    path: str, text: str, at: int, phrase: Phrase, subject: Phrase = _NOWHERE
) -> Finding:
    at = min(at, len(text))
    start = text.rfind("\n", 0, at) + 1
    line = text.count("\n", 0, at) + 1
    return Finding(path, line, at - start + 1, subject, phrase, excerpt(text, at))


def excerpt(text: str, at: int) -> str:
    """The line that holds the place, numbered, and a caret under the place."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    number = text.count("\n", 0, at) + 1
    shown = text[start : len(text) if end < 0 else end].rstrip()
    column = at - start
    if len(shown) > _EXCERPT:
        # Around the place: a line may be as long as a text may be.
        left = max(0, column - _EXCERPT // 2)
        cut = shown[left : left + _EXCERPT]
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
