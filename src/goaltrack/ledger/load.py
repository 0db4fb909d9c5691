"""Loading a ledger from disk: text, data, and the ledger in them."""

import os
import time
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, NamedTuple

import tomli

from goaltrack.errors import BadLedger, Finding
from goaltrack.i18n.catalog import Phrase
from goaltrack.ledger.decode import decode
from goaltrack.ledger.find import included, read_bytes
from goaltrack.ledger.validate import Problem
from goaltrack.model.amount import exact
from goaltrack.model.ledger import Ledger

if TYPE_CHECKING:
    pass

_BEGINNING = 1_000_000
"""Bytes of a file that tell whether it is a ledger: a long one costs no second copy."""
MOST_ENTRIES = 2_000_000
LONGEST_OUTLINE = 10_000_000
MOST_OTHERS = 200_000
"""Characters of the outline, and inline tables in it: what is not in our own form."""
_STEPS = 1_000
"""Inline tables that are no entries, more than any ledger has: steps, plans, …"""
_LONG = 20_000
"""Characters from which on the outline is sooner read than the text."""

_BOM = "\ufeff"
_KEYS = frozenset(("format", "goals", "sources"))
"""One of them at least is in every ledger."""

_NOT_UTF8 = Phrase(
    "this is not UTF-8 text: save the file as UTF-8",
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
        """The content of the file."""
        return (self.mark + self.text).encode()

    def encoded(self, text: str) -> bytes:
        """Encode another text for this file, after its byte order mark, if any."""
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
        """Return which of the files has the goal; the ledger's own if none has."""
        for number, document in enumerate(self.documents):
            if goal in document.data.get("goals", {}):
                return number
        return 0

    def place(self, path: str) -> int | None:
        """Return which of the files the path leads to; None if it leads elsewhere."""
        real = os.path.realpath(path)
        for number, document in enumerate(self.documents):
            if os.path.realpath(document.path) == real:
                return number
        return None


def load(path: str, instead: Document | None = None) -> Book:
    """Return the ledger at the path, with the files that it includes.

    With `instead`, as if that were what the file of its path holds.

    Raises:
        CannotRead: the file system does not give one of them.
        BadLedger: it says what a ledger must not, or is no TOML.
    """
    documents = _read_all([path], instead)
    refused: list[Problem] = []
    if "include" in documents[0].data:
        names, reasons = included(path, documents[0].data["include"])
        refused = [
            Problem(("include", number), at_key=False, phrase=reason)
            for number, reason in reasons
        ]
        documents += _read_all(names, instead, beneath=os.path.dirname(path) or ".")
    book, problems = gather(documents)
    if refused or problems:
        from goaltrack.ledger.problems import findings  # noqa: PLC0415 - if there are

        raise BadLedger(findings(documents, [*refused, *problems]))
    return book


def gather(documents: Sequence[Document]) -> tuple[Book, list[Problem]]:
    """Return the files together as a book, and every problem in them."""
    ledger, problems = decode(*(document.data for document in documents))
    if sum(len(goal.progress) for goal in ledger.goals.values()) > MOST_ENTRIES:
        problems.append(Problem((), at_key=False, phrase=_TOO_MANY))
    return Book(tuple(documents), ledger), problems


def _read_all(
    paths: list[str], instead: Document | None, beneath: str | None = None
) -> list[Document]:
    documents: list[Document] = []
    found: list[Finding] = []
    for path in paths:
        if instead and os.path.realpath(path) == os.path.realpath(instead.path):
            documents.append(instead)
            continue
        try:
            documents.append(read(path, beneath))
        except BadLedger as error:
            found += error.findings
    if found:
        raise BadLedger(found)
    return documents


def read(path: str, beneath: str | None = None) -> Document:
    """Return the file at the path as TOML; with `beneath`, only if it is below there.

    An editor that saves in place may be half-way through: what is no TOML and was
    changed this very second is read again before anything is said of it.

    Raises:
        CannotRead: the file system does not give it.
        BadLedger: it is no UTF-8, or no TOML.
    """
    end = time.monotonic() + PATIENCE
    while True:
        raw = read_bytes(path, beneath=beneath)
        try:
            document = parse(path, raw)
        except BadLedger:
            is_young = time.time() - os.stat(path).st_mtime < _YOUNG
            if not is_young or time.monotonic() > end:
                _refuse_others(path, raw)
                raise
            time.sleep(PATIENCE / 8)
        else:
            if _KEYS.isdisjoint(document.data):
                _refuse_others(path, raw)
            return document


def _refuse_others(path: str, raw: bytes) -> None:
    """Refuse a file of another kind, without a word of what it contains.

    Raises:
        BadLedger: it does not begin as a ledger does.
    """
    from goaltrack.ledger import problems  # noqa: PLC0415 - only for errors

    if not problems.looks_like_ledger(raw[:_BEGINNING].decode(errors="replace")):
        raise BadLedger([problems.not_a_ledger(path)]) from None


def parse(path: str, raw: bytes) -> Document:
    """The bytes as TOML, floats read as `Decimal`.

    Raises:
        BadLedger: they are no UTF-8, or no TOML.
    """
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode()
        raise BadLedger([_undecodable(path, before)]) from None
    mark, text = split_mark(text)
    if raw.count(b"{") > MOST_ENTRIES + _STEPS:
        # Found out before it costs the time and memory to read them.
        raise BadLedger([_whole(path, _TOO_MANY)])
    try:
        try:
            data = _data(path, text)
        except InvalidOperation:
            data = tomli.loads(text, parse_float=exact)
    except tomli.TOMLDecodeError as error:
        from goaltrack.ledger import problems  # noqa: PLC0415 - only for errors

        raise BadLedger(problems.syntax_findings(path, text, error)) from None
    except (RecursionError, ValueError) as error:
        deep = isinstance(error, RecursionError)
        phrase = _TOO_DEEP if deep else _LONG_INTEGER
        raise BadLedger([_whole(path, phrase)]) from None
    return Document(path, mark, text, data)


def _undecodable(path: str, before: str) -> Finding:
    """Return the finding for a text that ends to be UTF-8 after `before`."""
    from goaltrack.ledger import problems  # noqa: PLC0415 - only for errors
    from goaltrack.ledger.positions import Lines  # noqa: PLC0415 - as above

    return problems.finding_at(path, Lines(before), len(before), _NOT_UTF8)


def _whole(path: str, phrase: Phrase) -> Finding:
    """Return a finding about the file as a whole."""
    return Finding(path, 1, 1, Phrase(""), phrase, "")


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
        raise BadLedger([_whole(path, _NOT_OURS)])
    return found.data()
