"""What a ledger that can be read still says wrongly, doubtfully or without source."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from goaltrack.core.model import Entry, Goal, Kind, Ledger
from goaltrack.core.quantity import plain
from goaltrack.core.series import Conflict, counted, series
from goaltrack.errors import Phrase

_NO_ID = Phrase(
    "this entry has no id: two people who add the same figure would make one row of it",
    "该条目没有编号：两人各记同一数字时会合并成一条",
)
_DISAGREES = Phrase(
    "this entry says {value}, but entry {others} come to {found}",
    "该条目为 {value}，但第{others}条合计为 {found}",
)
_OVERLAPS = Phrase(
    "this period overlaps that of entry {others}, and cannot be added to it: not used",
    "该时期与第{others}条重叠，无法相加：未采用",
)
_LOOSE = Phrase(
    "no figure reaches to the beginning of this one, so it cannot be added: not used",
    "此前没有衔接的数字，无法累加：未采用",
)
_TWICE = Phrase(
    "entry {others} says another figure for the same time; the last one is used "
    '(say which it replaces, with replaces = "…")',
    "第{others}条对同一时间给出了不同数字，采用最后一条（请用 replaces 注明更正）",
)
_BEFORE_OVER = Phrase(
    "it was recorded on {recorded}, before its period was over on {last}: "
    'a forecast has status = "forecast"',
    '记录于 {recorded}，而该时期到 {last} 才结束：预测请写 status = "forecast"',
)
_UNUSED = Phrase(
    "it lies before the count begins on {first}: not used", "早于起算日 {first}：未采用"
)
_UNCITED_FIGURE = Phrase("this figure has no source", "该数字没有来源")
_UNCITED_GOAL = Phrase("this promise has no source", "该承诺没有来源")


class Doubt(NamedTuple):
    """Something to look at: a goal, an entry of it by its place (from 0), and why."""

    goal: str
    entry: int | None
    phrase: Phrase
    is_warning: bool
    """Whether the judgement stands all the same."""


def doubts(ledger: Ledger, *, strict: bool) -> list[Doubt]:
    """Everything doubtful in the ledger, goal by goal, in the order of the file.

    With `strict`, promises and figures without a source too.
    """
    return [
        doubt
        for goal in ledger.goals.values()
        for doubt in _doubts(goal, strict=strict)
    ]


def _doubts(goal: Goal, *, strict: bool) -> Iterator[Doubt]:
    places = {id(entry): place for place, entry in enumerate(goal.progress)}
    if strict and goal.source is None:
        yield Doubt(goal.id, None, _UNCITED_GOAL, is_warning=True)
    for place, entry in enumerate(goal.progress):
        for phrase in _of_entry(goal, entry, strict=strict):
            yield Doubt(goal.id, place, phrase, is_warning=True)
    for place, phrase in _repeated(goal, places):
        yield Doubt(goal.id, place, phrase, is_warning=True)
    for conflict in series(goal, date.max).conflicts:
        phrase = _conflict(conflict, places)
        yield Doubt(goal.id, places[id(conflict.entry)], phrase, is_warning=False)


def _of_entry(goal: Goal, entry: Entry, *, strict: bool) -> Iterator[Phrase]:
    if entry.id is None:
        yield _NO_ID
    last = entry.period.last
    if entry.recorded and entry.known < last and entry.status != "forecast":
        yield _BEFORE_OVER.about(recorded=entry.known, last=last)
    begins = goal.baseline.period.last if goal.baseline else goal.start
    if goal.kind is Kind.TOTAL and begins and last < begins:
        yield _UNUSED.about(first=begins)
    if strict and entry.source is None:
        yield _UNCITED_FIGURE


def _repeated(goal: Goal, places: dict[int, int]) -> Iterator[tuple[int, Phrase]]:
    """Entries that give another value for the same time as one before them."""
    seen: dict[tuple[object, object], Entry] = {}
    for entry in counted(goal, date.max, None):
        if entry.value is None:
            continue
        when = (entry.period, entry.status)
        other = seen.setdefault(when, entry)
        if other.value != entry.value:
            others = places[id(other)] + 1
            yield places[id(entry)], _TWICE.about(others=others)


def _conflict(conflict: Conflict, places: dict[int, int]) -> Phrase:
    others = ", ".join(str(places[id(entry)] + 1) for entry in conflict.others)
    if not others:
        return _LOOSE
    if conflict.found is None or conflict.entry.value is None:
        return _OVERLAPS.about(others=others)
    return _DISAGREES.about(
        value=plain(conflict.entry.value),
        others=others,
        found=plain(conflict.found),
    )
