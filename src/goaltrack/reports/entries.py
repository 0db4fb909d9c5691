"""Entries, newest last, with what became of them."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from goaltrack.analysis.series import is_early
from goaltrack.i18n.text import clean
from goaltrack.model.ledger import Citation, Entry, Goal, Kind
from goaltrack.reports.blocks import Cell, Column, Sheet, Table, cell
from goaltrack.reports.wording import Voice

_RANKS = {"by": 4, "recorded": 3, "source": 2, "note": 1}
_OF_RECORDS = ("id", "recorded", "by")
"""Columns of the record, and not of what it says."""


def log(
    title: str,
    goals: Sequence[Goal],
    voice: Voice,
    days: tuple[date, date],
    known_on: date | None,
    whole: int,
    number: int | None = None,
) -> Sheet:
    """The entries of the goals, of so many in the ledger, in the order of time.

    With a `number` the last ones of them.
    `days` are the one as of which they are seen, and the last one of which they tell.
    """
    as_of, until = days
    rows = [
        (goal, entry)
        for goal in goals
        if goal.formula is None
        for entry in goal.progress
        if happened(entry, until, known_on)
    ]
    rows.sort(key=lambda row: (row[1].period.last, row[1].period.first))
    rows = rows[-number:] if number else rows
    subtitle = voice.seen_on(as_of, known_on)
    if not rows:
        is_none = whole and not goals
        said = (
            voice.word("none_of", goals=whole) if is_none else voice.word("no_entries")
        )
        return Sheet(clean(title), subtitle, (), said)
    table = _table(rows, voice, as_of, with_goal=True)
    return Sheet(clean(title), subtitle, (table,))


class History(NamedTuple):
    """Entries of a goal as a table, and how many earlier ones are not in it."""

    table: Table
    earlier: int


def entries(
    goal: Goal,
    voice: Voice,
    as_of: date,
    known_on: date | None,
    most: int | None = None,
) -> History:
    """The entries of one goal, in the order of time.

    With `most` the latest so many, as readers of a report need them: without ids.
    """
    found = [e for e in goal.progress if happened(e, as_of, known_on)]
    found.sort(key=lambda entry: (entry.period.last, entry.period.first))
    shown = found if most is None else found[-most:]
    rows = [(goal, entry) for entry in shown]
    left_out = () if most is None else _OF_RECORDS
    table = _table(rows, voice, as_of, with_goal=False, left_out=left_out)
    return History(table, len(found) - len(shown))


def happened(entry: Entry, as_of: date, known_on: date | None) -> bool:
    """Whether the entry lies before both days; a forecast is shown when known."""
    if known_on and entry.known_since > known_on:
        return False
    is_forecast = entry.status == "forecast"
    return entry.period.last <= as_of or is_forecast or is_early(entry, as_of)


def _table(
    rows: Sequence[tuple[Goal, Entry]],
    voice: Voice,
    as_of: date,
    *,
    with_goal: bool,
    left_out: Sequence[str] = (),
) -> Table:
    every = ["when", "value", "status", "note", "source", "id", "recorded", "by"]
    names = [name for name in every if name not in left_out]
    if with_goal:
        names.insert(1, "goal")
    replaced = {
        entry.replaces: entry for _, entry in rows if entry.replaces is not None
    }
    cells = []
    for goal, entry in rows:
        correction = replaced.get(entry.id or "")
        role = "muted" if correction else ""
        kind = Kind.MILESTONE is goal.kind and entry.done
        shown = {
            "when": cell(voice.period(entry.period), role),
            "goal": cell(goal.title, role),
            "value": cell(voice.entry(goal, entry), "green" if kind else role),
            "status": cell(_standing(entry, correction, voice, as_of), role),
            "note": cell(_remark(entry, voice), role),
            "source": _cited(entry.source, role, voice),
            "id": cell(entry.id or "", role),
            "recorded": cell(str(entry.recorded or ""), role),
            "by": cell(entry.by or "", role),
        }
        cells.append([shown[name] for name in names])
    # A column in which nobody wrote anything tells nothing.
    kept = [n for n, _ in enumerate(names) if any(row[n].text for row in cells)]
    columns = tuple(
        Column(
            names[n],
            voice.word(names[n]),
            _RANKS.get(names[n], 0),
            is_number=names[n] == "value",
            folds=names[n] in ("note", "goal", "status"),
        )
        for n in kept
    )
    return Table("", columns, tuple(tuple(row[n] for n in kept) for row in cells))


def _remark(entry: Entry, voice: Voice) -> str:
    """The note of an entry, and its fields with their names."""
    fields = (entry.fields or {}).items()
    texts = [f"{name}{voice.word('colon')}{text}" for name, text in fields]
    return voice.word("semicolon").join(filter(None, [entry.note or "", *texts]))


def _cited(source: Citation | None, role: str, voice: Voice) -> Cell:
    if source is None:
        return Cell("")
    return Cell(clean(voice.citation(source)), role, cites=(source.source,))


def _standing(entry: Entry, correction: Entry | None, voice: Voice, as_of: date) -> str:
    """How firm an entry is, and what it corrects or is corrected by."""
    texts = [voice.status(entry.status)] if entry.status else []
    is_forecast = entry.status == "forecast"
    if entry.period.last > as_of and not is_forecast and not is_early(entry, as_of):
        texts.append(voice.word("to_come"))
    if entry.replaces:
        texts.append(voice.word("corrects", id=entry.replaces))
    if correction:
        texts.append(voice.word("corrected", id=correction.id or "?"))
    return voice.word("comma").join(texts)
