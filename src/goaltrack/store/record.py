"""A ledger's next content: what it was, and one more entry."""

from collections.abc import Mapping
from decimal import Decimal
from difflib import unified_diff
from typing import NamedTuple

import tomli

from goaltrack.core.model import Ledger
from goaltrack.errors import BadLedger, CannotSplice, WouldCorrupt
from goaltrack.store.codec import decode
from goaltrack.store.read import Document, parse
from goaltrack.store.splice import NoPlace, Value, append, row

_BOM = b"\xef\xbb\xbf"


class Next(NamedTuple):
    """What a ledger's file is to hold, and what it will say."""

    content: bytes
    ledger: Ledger


def prepare(document: Document, goal: str, fields: Mapping[str, Value | None]) -> Next:
    """The ledger as it was read, and one more entry of the goal; nothing is written.

    The content was read back: it says the old data and exactly this entry more.

    Raises:
        CannotSplice: the goal's entries are written in a form that takes none.
        WouldCorrupt: the content would not read back so.
    """
    new = row(fields)
    try:
        text = append(document.text, goal, new)
    except NoPlace as error:
        line = document.text.count("\n", 0, error.at) + 1
        facts = {"path": document.path, "line": line, "why": error.why, "row": new}
        raise CannotSplice(**facts) from error
    bom = _BOM if document.raw.startswith(_BOM) else b""
    content = bom + text.encode()
    ledger = _read_back(document, goal, new, content)
    if ledger is None:
        raise WouldCorrupt(path=document.path, row=new)
    return Next(content, ledger)


def difference(document: Document, content: bytes) -> str:
    """The change from the document to the content, as a unified diff."""
    before = document.raw.decode().splitlines(keepends=True)
    after = content.decode().splitlines(keepends=True)
    lines = unified_diff(before, after, document.path, document.path)
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)


def _read_back(
    document: Document, goal: str, new: str, content: bytes
) -> Ledger | None:
    """What the content says, if that is the old data, this row, and no problem."""
    entry = tomli.loads(f"row = {new}", parse_float=Decimal)["row"]
    try:
        after = parse(document.path, content).data
    except BadLedger:
        return None
    ledger, problems = decode(after)
    table = after["goals"][goal]
    last = table["progress"].pop()
    if "progress" not in document.data["goals"][goal]:
        del table["progress"]
    # `repr` tells 1, 1.0 and true apart, which `==` does not.
    same = repr((after, last)) == repr((document.data, entry))
    return ledger if same and not problems else None
