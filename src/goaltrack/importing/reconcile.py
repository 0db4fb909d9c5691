"""Rows of a table as entries: what is new, what the ledger has, what contradicts it.

An entry is known again by its id; without one by its goal, its time and what it
says, as often as it stands there: a table that is taken in twice adds nothing the
second time, and two equal rows of one table are two entries.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from goaltrack.errors import GoaltrackError, InvalidPeriod
from goaltrack.i18n.catalog import Phrase
from goaltrack.model.amount import ALL
from goaltrack.model.amount import read as read_amount
from goaltrack.model.ledger import Entry, Goal, Kind, Ledger
from goaltrack.model.period import Period
from goaltrack.model.period import read as read_period

Field = str | Decimal | date | bool
Fields = dict[str, Field]
"""The keys of an entry as a ledger has them, without an id if it has none."""

NAMES: Mapping[str, tuple[str, ...]] = {
    "goal": ("goal", "目标", "目标代号", "指标", "目标任务"),
    "id": ("id", "entry", "编号"),
    "on": ("on", "date", "day", "日期"),
    "period": ("period", "when", "as of", "时期", "期间", "时间"),
    "value": ("value", "figure", "amount", "数值", "数字", "值", "完成数"),
    "change": ("change", "增减", "变动"),
    "done": ("done", "step", "完成", "节点"),
    "percent": ("percent", "进度", "百分比"),
    "replaces": ("replaces", "更正"),
    "status": ("status", "状态", "性质"),
    "source": ("source", "来源"),
    "note": ("note", "remark", "备注"),
    "recorded": ("recorded", "记录于", "记录日期"),
    "by": ("by", "记录人"),
}
"""What a column may be called, in either language, for each key of an entry."""

_QUOTED = re.compile(r"'+[=+\-@\t\r＝＋－＠|%]")
"""A quote that keeps a spreadsheet from taking a text for a formula."""
_REMEMBERED = 20_000
"""Of so many texts it is remembered which day or period they are."""
_SAYING = ("value", "change", "done", "percent")
_YES = ("true", "yes", "y", "x", "1", "是", "√", "✓", "done", "完成", "已完成")
_NO = ("false", "no", "n", "0", "否", "未完成", "×")
_STATUSES = {
    "初步": "preliminary",
    "初步数": "preliminary",
    "修订": "revised",
    "修订数": "revised",
    "最终": "final",
    "最终数": "final",
    "预测": "forecast",
}
_DAY = re.compile(
    r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2})(?:[ T]0{1,2}:00(?::00)?)?)?"
)
"""A day or month as spreadsheets write it: 2024/3/1, 2024-3-1 0:00, 2024/3."""
_NO_GOAL = Phrase("no goal is named in this row")
_UNKNOWN = Phrase("no goal is called '{name}'")
_BOTH = Phrase("both a day and a period stand here")
_NO_DAY = Phrase(
    "'{text}' is not a day: write it like 2024-03-01",
)
_SEVERAL = Phrase(
    "several goals are called '{name}': name it by its id ({known})",
)
_CORRECTED = Phrase(
    "the ledger has it, and it was corrected since",
)
_IN_TABLE = Phrase(
    "line {line} says {value} for the same time",
)
_TAKEN = Phrase("the entry '{id}' of the ledger says something else")
_OTHER = Phrase(
    "the ledger says {value} for the same time (entry {id})",
)


class Verdict(StrEnum):
    """What is to be made of a row."""

    NEW = "new"
    SAME = "same"
    CONFLICT = "conflicting"
    REFUSED = "refused"


class Row(NamedTuple):
    """A row of the table, as an entry of a goal, and what is to be made of it."""

    line: int
    goal: str
    fields: Fields
    verdict: Verdict
    why: Phrase | None = None
    column: str = ""
    """The key whose text is wrong; empty where it is the whole row."""
    field: str = ""
    """The name of the column in which it stands, where each period has one."""
    replaces: str | None = None
    """The entry of the ledger that a conflicting row contradicts, if it has an id."""


class Columns(NamedTuple):
    """Which column holds which key of an entry."""

    by_key: Mapping[str, str]
    unknown: tuple[str, ...]
    periods: tuple[str, ...] = ()
    """Columns that are named by a period, each cell in them a figure of its own."""
    unit: str = ""
    """The column with the unit of such figures; empty if there is none."""


class Texts(NamedTuple):
    """What is to become an entry: its line, its texts by key.

    And the column in which it stands, if it shares its line with others.
    """

    line: int
    by_key: Mapping[str, str]
    column: str = ""


def columns(names: Sequence[str], mapped: Mapping[str, str]) -> Columns:
    """The columns found by their names, and as `mapped` (key to column) says."""
    known = {word: key for key, words in NAMES.items() for word in words}
    found = dict(mapped)
    unknown = []
    for name in names:
        key = known.get(name.strip().lower())
        if name in mapped.values() or not name:
            continue
        if key is None or key in found:
            unknown.append(name)
        else:
            found[key] = name
    if not found.keys().isdisjoint((*_SAYING, "on", "period")):
        return Columns(found, tuple(unknown))
    # A published table: an indicator a row, a period a column.
    periods = tuple(name for name in unknown if _is_period(name))
    unit = next((name for name in unknown if name.lower() in _UNITS), "")
    rest = tuple(name for name in unknown if name not in (*periods, unit))
    return Columns(found, rest if periods else tuple(unknown), periods, unit)


def spread(
    found: Columns, lines: Iterable[tuple[int, Mapping[str, str]]]
) -> Iterator[Texts]:
    """What each line of a table says: one entry, or one in each column of a period."""
    for number, cells in lines:
        texts = {key: cells[name] for key, name in found.by_key.items()}
        if not found.periods:
            yield Texts(number, texts)
        for name in found.periods:
            value = cells[name]
            if value in _EMPTY:
                continue
            if found.unit and value[-1:].isdecimal():
                value += cells[found.unit]
            yield Texts(number, {**texts, "period": name, "value": value}, name)


def _is_period(text: str) -> bool:
    try:
        read_period(_as_iso(text))
    except InvalidPeriod:
        return False
    return True


_UNITS = ("unit", "单位", "计量单位")
_EMPTY = ("", "-", "–", "—", "…", "/")
"""What published tables have where there is no figure."""


def sort(
    ledger: Ledger,
    rows: Iterable[Texts],
    given: Mapping[str, str],
) -> list[Row]:
    """What each text is as an entry, and what is to be made of it.

    `given` are texts for keys that a row leaves empty, such as the goal or a source.
    """
    titles: dict[str, list[str]] = {}
    for name, goal in ledger.goals.items():
        titles.setdefault(goal.title, []).append(name)
    had = {name: _had(goal) for name, goal in ledger.goals.items()}
    seen: Counter[object] = Counter()
    new: dict[object, Row] = {}
    found = []
    for line, texts, field in rows:
        said = {**given, **{key: text for key, text in texts.items() if text}}
        name = said.pop("goal", "")
        called = [name] if name in ledger.goals else titles.get(name, [])
        if len(called) != 1:
            why = _UNKNOWN.about(name=name) if name else _NO_GOAL
            if called:
                why = _SEVERAL.about(name=name, known=", ".join(called))
            found.append(Row(line, name, {}, Verdict.REFUSED, why, "goal"))
            continue
        goal = ledger.goals[called[0]]
        row = _row(goal, line, said)
        if row.verdict is Verdict.NEW:
            row = _compared(row, goal, had[goal.id], seen)
        if row.verdict in (Verdict.NEW, Verdict.CONFLICT):
            row = _beside(row, new)
        found.append(row._replace(field=field) if field else row)
    return found


def _beside(row: Row, new: dict[object, Row]) -> Row:
    """The row held against those before it: no two figures for one time."""
    saying = row.fields.get("value", row.fields.get("percent"))
    # An entry with an id comes from a ledger, which `check` looks after.
    if saying is None or not row.fields.keys().isdisjoint(("id", "replaces")):
        return row
    when = (row.goal, _period(row.fields), row.fields.get("status"))
    other = new.setdefault(when, row)
    said = other.fields.get("value", other.fields.get("percent"))
    if said == saying:
        return row
    why = _IN_TABLE.about(line=other.line, value=said)
    return row._replace(verdict=Verdict.REFUSED, why=why, column="value")


def _row(goal: Goal, line: int, said: Mapping[str, str]) -> Row:
    """The row as an entry, or refused at the key whose text cannot be read."""
    fields: Fields = {}
    for key, text in said.items():
        try:
            fields |= _READERS.get(key, _text)(key, text, goal)
        except GoaltrackError as error:
            why = error.phrase.first_line
            return Row(line, goal.id, fields, Verdict.REFUSED, why, key)
        except ValueError:
            why = _NO_DAY.about(text=text)
            return Row(line, goal.id, fields, Verdict.REFUSED, why, key)
    if "on" in fields and "period" in fields:
        return Row(line, goal.id, fields, Verdict.REFUSED, _BOTH, "period")
    return Row(line, goal.id, fields, Verdict.NEW)


def _text(key: str, text: str, _goal: Goal) -> Fields:
    return {key: text[1:] if _QUOTED.match(text) else text}


def _when(_key: str, text: str, _goal: Goal) -> Fields:
    """A day or a period, whichever of both columns it stands in."""
    return _time(text)


@lru_cache(_REMEMBERED)
def _time(text: str) -> Fields:
    # Many rows of a table are of one day.
    text = _as_iso(text)
    found = read_period(text)
    return {"on": found.last} if found.first == found.last else {"period": text}


def _as_iso(text: str) -> str:
    """A day or month as a ledger writes it, however a spreadsheet has."""
    if re.fullmatch("[0-9]{8}", text):
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    found = _DAY.fullmatch(text)
    if not found:
        return text
    year, *rest = (part for part in found.groups() if part)
    return "-".join([year, *(part.zfill(2) for part in rest)])


def _amount(key: str, text: str, goal: Goal) -> Fields:
    if goal.kind is Kind.MILESTONE and key == "value":
        key = "percent"
    unit = "%" if key == "percent" else goal.unit
    amount = read_amount(text, unit, goal.id)
    if key == "percent" and amount.number == ALL:
        return {"done": True}
    may_change = goal.kind is Kind.TOTAL or text.lstrip().startswith(("+", "＋"))
    if key == "value" and amount.is_change and may_change:
        # +7.5 is added, as on the command line; -1 may be a level below zero.
        return {"change": amount.number}
    return {key: amount.number}


def _status(key: str, text: str, _goal: Goal) -> Fields:
    return {key: _STATUSES.get(text, text)}


def _done(_key: str, text: str, goal: Goal) -> Fields:
    if text.lower() in _NO:
        return {}
    is_step = text in {step.id for step in goal.steps}
    return {"done": True if text.lower() in _YES and not is_step else text}


def _recorded(_key: str, text: str, _goal: Goal) -> Fields:
    if "T" in text:
        return {"recorded": datetime.fromisoformat(text)}
    return {"recorded": date.fromisoformat(_as_iso(text))}


_READERS: Mapping[str, Callable[[str, str, Goal], Fields]] = {
    "on": _when,
    "period": _when,
    "value": _amount,
    "change": _amount,
    "percent": _amount,
    "done": _done,
    "recorded": _recorded,
    "status": _status,
}


class _Had(NamedTuple):
    """The entries of a goal: by id, how often each says what, and what it says when."""

    ids: Mapping[str, Entry]
    counts: Counter[object]
    replaced: frozenset[object]
    """What was said by entries that others replace."""
    figures: Mapping[object, Entry]


def _had(goal: Goal) -> _Had:
    replaced = {entry.replaces for entry in goal.progress if entry.replaces}
    return _Had(
        {entry.id: entry for entry in goal.progress if entry.id},
        Counter(_said(entry) for entry in goal.progress),
        frozenset(_said(entry) for entry in goal.progress if entry.id in replaced),
        {
            (entry.period, entry.status): entry
            for entry in goal.progress
            if entry.id not in replaced
            and (entry.value is not None or entry.percent is not None)
        },
    )


def _said(entry: Entry) -> object:
    """By what an entry is known again: its time, and what it says."""
    saying = (entry.value, entry.change, entry.done, entry.percent)
    note = entry.note if saying == (None, None, False, None) else None
    return entry.period, entry.status, saying, note


def _compared(row: Row, goal: Goal, had: _Had, seen: Counter[object]) -> Row:
    """The row held against what the ledger has already."""
    if not goal.progress:
        return row
    fields = row.fields
    period = _period(fields)
    saying = tuple(fields.get(key, False if key == "done" else None) for key in _SAYING)
    note = fields.get("note") if saying == (None, None, False, None) else None
    said = (period, fields.get("status"), saying, note)
    name = fields.get("id")
    why = _CORRECTED if said in had.replaced else None
    if name is not None and name in had.ids:
        if _said(had.ids[str(name)]) == said:
            return row._replace(verdict=Verdict.SAME, why=why)
        why = _TAKEN.about(id=name)
        return row._replace(verdict=Verdict.CONFLICT, why=why, column="id")
    if name is None:
        place = (goal.id, said)
        seen[place] += 1
        if seen[place] <= had.counts[said]:
            return row._replace(verdict=Verdict.SAME, why=why)
    other = had.figures.get((period, fields.get("status")))
    figure = fields.get("value", fields.get("percent"))
    if other is None or figure is None or fields.get("replaces") == other.id:
        return row
    stands = other.percent if other.value is None else other.value
    if stands == figure:
        return row
    why = _OTHER.about(value=stands, id=other.id or "-")
    return row._replace(
        verdict=Verdict.CONFLICT, why=why, column="value", replaces=other.id
    )


def _period(fields: Fields) -> Period | None:
    on, period = fields.get("on"), fields.get("period")
    if isinstance(on, date):
        return Period(on, on)
    return _read_period(period) if isinstance(period, str) else None


_read_period = lru_cache(_REMEMBERED)(read_period)
