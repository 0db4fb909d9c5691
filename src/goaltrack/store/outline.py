r"""A long ledger read in a fraction of the time: rows in our own form apart.

An array of entries as `add` and `import` write it,

    progress = [
      { id = "k3v9x2ma", on = 2023-06-30, value = 367.83, source = "s#2" },
    ]

is cut out of the text, and an array with one number that stands nowhere else in it put
in its place. What is left, the outline, is TOML, and `tomli` reads it. When it hands
over such a number as one, it stood where a value stands, and so did the rows, not in a
text or a comment: the reader had read the same up to there, and goes on in the same
way behind it. So they mean what they look like. Where anything else is found, the
array stays in the outline, or `tomli` reads the whole text.

proofs/outline.py holds it against `tomli` on mutated ledgers and the public suite.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import Any, NamedTuple

import tomli

from goaltrack.core.model import Citation, Entry
from goaltrack.core.period import Period
from goaltrack.store.codec import ENTRY
from goaltrack.store.rows import Rows
from goaltrack.store.shapes import Wrong

_OPEN, _CLOSE = "\nprogress = [\n", "\n]\n"
_MARK = "1e-000000"
"""How the numbers begin that stand for arrays; nobody writes a zero like that."""

_TEXT = r'"[^"\\\x00-\x1f\x7f]*"'
_ROW = re.compile(
    r'^[ \t]*\{ (?:id = "([A-Za-z0-9][A-Za-z0-9_-]*)", )?'
    rf"(on = [0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|period = {_TEXT})"
    r"(?:, (value|change) = (?!-0[ ,])(-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,9})?))?"
    rf"((?:, [a-z]+ = (?:{_TEXT}|true|[0-9T:.Z+-]+))*) \}},?\n",
    re.MULTILINE,
)
"""A whole line: id, day or period, which figure, the figure, the other keys."""
_HEAD = frozenset(("id", "on", "period", "value", "change"))
_OTHER = Entry._fields[4:]
_NOTHING = tuple({"done": False}.get(name) for name in _OTHER)
_REFERS = frozenset(("done", "percent", "replaces"))


class _Hole(NamedTuple):
    """An array that was cut out."""

    rows: Rows
    end: int
    """Where the array ends that stands for it in the outline."""
    gone: int
    """By how much the outline is shorter than the text, up to there."""


class Outline(NamedTuple):
    """A ledger's text without the rows that were read already."""

    whole: str
    text: str
    holes: dict[str, _Hole]

    def data(self) -> dict[str, Any]:
        """What `tomli` makes of the whole text, with `Rows` for what was cut out.

        Floats are read as `Decimal`.

        Raises:
            tomli.TOMLDecodeError: it is no TOML; the place is that in the whole text.
            RecursionError, ValueError: what `tomli` raises on deep nesting and long
                integers.
        """
        if not self.holes:
            return tomli.loads(self.whole, parse_float=Decimal)
        met = []

        def number(text: str) -> Decimal | Rows:
            hole = self.holes.get(text)
            if hole is None:
                return Decimal(text)
            met.append(hole)
            return hole.rows

        try:
            data = tomli.loads(self.text, parse_float=number)
        except tomli.TOMLDecodeError as error:
            before = [hole for hole in self.holes.values() if hole.end <= error.pos]
            if len(met) == len(before):
                at = error.pos + (before[-1].gone if before else 0)
                raise tomli.TOMLDecodeError(error.msg, self.whole, at) from None
        else:
            if _filled(data) == len(self.holes):
                return data
        # One of them stands in a text, or where no entries belong.
        return tomli.loads(self.whole, parse_float=Decimal)


def _filled(data: dict[str, Any]) -> int:
    """Put rows in the place of arrays with nothing but them; how many there were."""
    goals = data.get("goals")
    count = 0
    for goal in goals.values() if isinstance(goals, dict) else ():
        found = goal.get("progress") if isinstance(goal, dict) else None
        if isinstance(found, list) and len(found) == 1 and isinstance(found[0], Rows):
            goal["progress"] = found[0]
            count += 1
    return count


def outline(text: str) -> Outline:
    """The text with a number in the place of the rows of each array in our own form."""
    whole = text.replace("\r\n", "\n")
    holes: dict[str, _Hole] = {}
    parts: list[str] = []
    at = length = 0
    if "\r" in whole:
        # Lone ones are an error, and `tomli` says where.
        return Outline(text, text, holes)
    if _MARK not in whole:
        for start, end, rows in _arrays(whole):
            name = f"{_MARK}{len(holes)}"
            put = f"[{name}]"
            parts += (whole[at:start], put)
            length += start - at + len(put)
            at = end
            holes[name] = _Hole(rows, length, end - length)
    parts.append(whole[at:])
    return Outline(whole, "".join(parts), holes)


def _arrays(text: str) -> Iterator[tuple[int, int, Rows]]:
    """The arrays that are all rows in our own form: where, and what they say."""
    reading = _Reading(text)
    at = 0
    while (found := text.find(_OPEN, at)) >= 0:
        start = found + len(_OPEN)
        # From the line end before it, since there may be no row at all.
        at = text.find(_CLOSE, start - 1) + 1
        if not at:
            return
        rows = reading.rows(start, at)
        if rows:
            yield start - len("[\n"), at + len("]"), rows


class _Reading:
    """Reads rows; what many of them say is read once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.times: dict[str, Period] = {}
        self.others: dict[str, tuple[Any, ...]] = {"": _NOTHING}
        self.cited: dict[str, Citation] = {}
        self.referring: set[str] = set()

    def rows(self, start: int, end: int) -> Rows | None:
        """The lines as rows; None if one of them is anything else, or there is none."""
        found = _ROW.findall(self.text, start, end)
        lines = self.text.count("\n", start, end)
        commas = self.text.count(",\n", start, end)
        # A match is one whole line: as many matches as lines are all of them. Only
        # the last row may go without a comma.
        if not found or len(found) != lines:
            return None
        if commas < lines - self.text.endswith(" }\n", start, end):
            return None
        times, figures, rests = (set(map(itemgetter(n), found)) for n in (1, 3, 4))
        try:
            self._read_times(times)
            self._read_others(rests)
        except (ValueError, Wrong):
            return None
        entries = self._entries(found)
        cited = {said.source for text in rests if (said := self.cited.get(text))}
        is_plain = "" not in figures and self.referring.isdisjoint(rests)
        return Rows(
            self.text, (start, end), entries, frozenset(cited), is_plain=is_plain
        )

    def _entries(
        self, found: Iterable[tuple[str, str, str, str, str]]
    ) -> tuple[Entry, ...]:
        times, others = self.times, self.others
        # Calling the class does the same in twice the time.
        new = tuple.__new__
        return tuple(
            [
                new(
                    Entry,
                    (
                        times[time],
                        id_ or None,
                        Decimal(figure) if key == "value" else None,
                        Decimal(figure) if key == "change" else None,
                        *others[rest],
                    ),
                )
                for id_, time, key, figure, rest in found
            ]
        )

    def _read_times(self, texts: set[str]) -> None:
        for text in texts - self.times.keys():
            if text.startswith("on"):
                day = date.fromisoformat(text[-10:])
                self.times[text] = Period(day, day)
            else:
                self.times[text] = ENTRY.readers["period"](text.split('"')[1])

    def _read_others(self, texts: set[str]) -> None:
        """Read the other keys as `tomli` and the readers of an entry do."""
        new = sorted(texts - self.others.keys())
        tables = ",".join(f"{{{text[2:]}}}" for text in new)
        for text, data in zip(new, _tables(tables), strict=True):
            if not _HEAD.isdisjoint(data):
                raise ValueError
            said = {name: _reader(name)(value) for name, value in data.items()}
            self.others[text] = tuple(map(said.get, _OTHER, _NOTHING))
            if "source" in said:
                self.cited[text] = said["source"]
            if not _REFERS.isdisjoint(said):
                self.referring.add(text)


def _tables(text: str) -> list[dict[str, Any]]:
    return list(tomli.loads(f"it = [{text}]", parse_float=Decimal)["it"])


def _reader(name: str) -> Callable[[Any], Any]:
    if name not in ENTRY.readers:
        raise ValueError
    return ENTRY.readers[name]
