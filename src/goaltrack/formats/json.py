"""Plain data as JSON, decimals exact."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring
from typing import TYPE_CHECKING

from goaltrack.model.amount import plain
from goaltrack.reports.data import whole

if TYPE_CHECKING:  # `status --json` needs no other format
    from goaltrack.formats.registry import Contents


def export(contents: "Contents") -> str:
    """Return what `status --json` prints, and with it the goals as they are written.

    From these, the entries and the sources `import` makes the same goals. With a
    comparison it has what changed since its day.
    """
    data = whole(
        contents.file,
        contents.assessments,
        contents.rollup,
        contents.as_of,
        contents.known_on,
        contents.parts,
        contents.sources,
        contents.years,
    )
    found = contents.comparison
    if found is None:
        return as_json({**data, "since": None, "changes": None})
    from goaltrack.reports import changes  # noqa: PLC0415 - `status --json` has none

    since = changes.data(contents.file, found.changes, found.day, contents.as_of)
    return as_json({**data, "since": found.day, "changes": since["changes"]})


def as_json(value: object) -> str:
    """The value as JSON, indented; decimals keep every digit, dates become ISO texts.

    What a terminal would obey or hide is escaped, so that the text is safe to
    print and says the same.
    """
    return _json(value, "\n") + "\n"


def _json(value: object, newline: str) -> str:
    deeper = newline + "  "
    if isinstance(value, Mapping):
        pairs = [f"{_string(k)}: {_json(v, deeper)}" for k, v in value.items()]
        return _wrapped("{", pairs, "}", newline)
    if isinstance(value, (list, tuple)):
        return _wrapped("[", [_json(v, deeper) for v in value], "]", newline)
    if isinstance(value, Decimal):
        return plain(value)
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value) if isinstance(value, int) else _string(_text(value))


def _wrapped(left: str, items: list[str], right: str, newline: str) -> str:
    if not items:
        return left + right
    inner = newline + "  "
    return left + inner + f",{inner}".join(items) + newline + right


def _string(text: str) -> str:
    quoted: str = encode_basestring(text)
    if quoted.isprintable():
        return quoted
    return "".join(c if c.isprintable() else _escape(c) for c in quoted)


def _escape(char: str) -> str:
    units = char.encode("utf-16-be", "surrogatepass").hex()
    return "".join(f"\\u{units[n : n + 4]}" for n in range(0, len(units), 4))


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
