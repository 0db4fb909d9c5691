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
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import repeat
from typing import Any, NamedTuple

import tomli

from goaltrack.ledger.entry_rows import Rows
from goaltrack.ledger.schema import ENTRY
from goaltrack.ledger.values import InvalidValue
from goaltrack.model.ledger import Citation, Entry
from goaltrack.model.period import Period

_OPEN, _CLOSE = "\nprogress = [\n", "\n]\n"
_MARK = "1e-000000"
"""How the numbers begin that stand for arrays; nobody writes a zero like that."""

_TEXT = r'"[^"\\\x00-\x1f\x7f]*"'
_DAY = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_FIGURE = r"(?!-0[ ,])(-?+(?:0|[1-9][0-9]{0,14}+)(?:\.[0-9]{1,9}+)?+)"
_ROW = re.compile(
    r'^[ \t]*+\{ (?:id = "([A-Za-z0-9][A-Za-z0-9_-]*+)", )?+'
    rf"(on = {_DAY}|period = {_TEXT})"
    rf"(?:, (?:value = {_FIGURE}|change = {_FIGURE}))?+"
    rf"((?:, [a-z]+ = (?:{_TEXT}|true|[0-9T:.Z+-]++))*+) \}}(?:,\n|\n\Z)",
    re.MULTILINE,
)
"""A whole line: id, day or period, value or change, the other keys.

Only the last row may go without a comma.
"""
_VALUE = rf"(?:{_TEXT}|true|[0-9T:.Z+-]++)"
_LINE = re.compile(
    rf"^[ \t]*+\{{[ \t]*+([a-z]+[ \t]*+=[ \t]*+{_VALUE}"
    rf"(?:[ \t]*+,[ \t]*+[a-z]+[ \t]*+=[ \t]*+{_VALUE})*+)[ \t]*+\}}[ \t]*+"
    r"(?:,[ \t]*+\n|\n\Z)",
    re.MULTILINE,
)
_PAIR = re.compile(rf"([a-z]+)[ \t]*+=[ \t]*+({_VALUE})")
"""A row with its keys in another order, or other blanks; and a key with its value."""
# The keys that stand first in a row of our own, by their place.
_ORDER = {name: n for n, name in enumerate(("id", "on", "period", "value", "change"))}
_OTHER = Entry._fields[4:]
_NOTHING = tuple({"done": False}.get(name) for name in _OTHER)
_RECORDED = re.compile(rf", recorded = ({_DAY})")
_PLACE = _OTHER.index("recorded")
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
        """Return the data of the whole text, with `Rows` for arrays that were cut out.

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
    """Yield the arrays whose rows are all in our own form: span and rows."""
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


class _Times(dict[str, Period]):
    """The periods of rows, by their text."""

    def __missing__(self, text: str) -> Period:
        if text.startswith("on"):
            day = date.fromisoformat(text[-10:])
            period = Period(day, day)
        else:
            period = ENTRY.readers["period"](text.split('"')[1])
        self[text] = period
        return period


class _Reading:
    """A reader of rows that reads repeated values once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.times = _Times()
        self.others: dict[str, tuple[Any, ...]] = {"": _NOTHING}
        self.cited: dict[str, Citation] = {}
        self.referring: set[str] = set()

    def rows(self, start: int, end: int) -> Rows | None:
        """Return the lines as rows; None if any of them has another form."""
        found = _ROW.findall(self.text, start, end)
        lines = self.text.count("\n", start, end)
        # A match is one whole line: as many matches as lines are all of them.
        if len(found) != lines:
            found = _ROW.findall(self._in_our_form(start, end))
        if not found or len(found) != lines:
            return None
        ids, times, values, changes, others = zip(*found, strict=True)
        rests = set(others)
        try:
            self._read_others(rests)
            periods = list(map(self.times.__getitem__, times))
        except (ValueError, InvalidValue):
            return None
        columns = (
            periods,
            [id_ or None for id_ in ids],
            _amounts(values),
            _amounts(changes),
            *self._other_columns(rests, others),
        )
        # Whole columns, and past the class's own constructor: a third of the time.
        entries = tuple(map(tuple.__new__, repeat(Entry), zip(*columns)))  # noqa: B905
        cited = {self.cited[text].source for text in rests & self.cited.keys()}
        has_figures = all(values) or all(map(max, values, changes))
        is_plain = has_figures and self.referring.isdisjoint(rests)
        return Rows(
            self.text, (start, end), entries, frozenset(cited), is_plain=is_plain
        )

    def _in_our_form(self, start: int, end: int) -> str:
        """Return the lines that are rows of another form as `add` writes them."""
        forms: dict[tuple[str, ...], str] = {}
        rows = []
        for inner in _LINE.findall(self.text, start, end):
            names, values = zip(*_PAIR.findall(inner), strict=True)
            form = forms.get(names)
            if form is None:
                order = sorted(
                    range(len(names)), key=lambda n: _ORDER.get(names[n], len(_ORDER))
                )
                pairs = ", ".join(f"{names[n]} = {{{n}}}" for n in order)
                form = forms[names] = f"{{{{ {pairs} }}}},\n"
            rows.append(form.format(*values))
        return "".join(rows)

    def _other_columns(
        self, texts: set[str], column: Iterable[str]
    ) -> Iterator[Iterable[Any]]:
        """Return the columns of the other keys, after the figures."""
        if len(texts) == 1:
            return map(repeat, self.others[next(iter(texts))])
        return zip(*map(self.others.__getitem__, column), strict=True)

    def _read_others(self, texts: set[str]) -> None:
        """Read the other keys as `tomli` and the readers of an entry do."""
        new = []
        for text in texts - self.others.keys():
            day = _RECORDED.fullmatch(text)
            if day:
                # As nearly all of what is recorded day by day.
                moment = date.fromisoformat(day[1])
                said = (*_NOTHING[:_PLACE], moment, *_NOTHING[_PLACE + 1 :])
                self.others[text] = said
            else:
                new.append(text)
        tables = ",".join(f"{{{text[2:]}}}" for text in new)
        for text, data in zip(new, _tables(tables), strict=True):
            if not _ORDER.keys().isdisjoint(data):
                raise ValueError
            read = {name: _reader(name)(value) for name, value in data.items()}
            self.others[text] = tuple(map(read.get, _OTHER, _NOTHING))
            if "source" in read:
                self.cited[text] = read["source"]
            if not _REFERS.isdisjoint(read):
                self.referring.add(text)


def _amounts(texts: Sequence[str]) -> Iterable[Decimal | None]:
    """The figures of those rows that have one."""
    if not any(texts):
        return repeat(None)
    if all(texts):
        return map(Decimal, texts)
    return [Decimal(text) if text else None for text in texts]


def _tables(text: str) -> list[dict[str, Any]]:
    return list(tomli.loads(f"it = [{text}]", parse_float=Decimal)["it"])


def _reader(name: str) -> Callable[[Any], Any]:
    if name not in ENTRY.readers:
        raise ValueError
    return ENTRY.readers[name]
