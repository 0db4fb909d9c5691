"""The timeline: due dates of goals and steps."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.combine import where
from goaltrack.analysis.states import State
from goaltrack.i18n.text import clean
from goaltrack.reports.blocks import Cell, Column, Sheet, Table, cell
from goaltrack.reports.cells import days_left, left
from goaltrack.reports.messages import SYMBOLS
from goaltrack.reports.wording import Voice

_CELLS = 24
_LINE, _TODAY, _POINT, _DONE = "─", "┃", "●", "✓"


class Date(NamedTuple):
    """A goal, or a step of it, that is due or was done."""

    due: date | None
    done_on: date | None
    assessment: Assessment
    step: str
    """The title of a step; empty for the goal itself."""

    @property
    def day(self) -> date:
        """The day by which it is ordered: when it is due, else when it was done."""
        return self.due or self.done_on or date.max


def dates(assessments: Sequence[Assessment]) -> list[Date]:
    """The due dates of goals and steps, and the days on which they were met."""
    found = []
    for assessment in assessments:
        goal, met_on = assessment.goal, assessment.met_on
        if assessment.state is State.DROPPED:
            continue
        done = assessment.series.steps_done
        for step in goal.steps:
            if step.due:
                when = done[step.id].last if step.id in done else met_on
                found.append(Date(step.due.last, when, assessment, step.title))
        due = goal.due.last if goal.due else None
        if due or met_on:
            found.append(Date(due, met_on, assessment, ""))
    return sorted(found, key=lambda one: one.day)


def timeline(
    title: str, found: Sequence[Date], voice: Voice, as_of: date, known_on: date | None
) -> Sheet:
    """A row a date, each with its place on one line from the first to the last day."""
    subtitle = voice.seen_on(as_of, known_on)
    if not found:
        return Sheet(clean(title), subtitle, (), voice.word("no_dates"))
    days = [day for one in found for day in (one.due, one.done_on) if day]
    first, last = min(*days, as_of), max(*days, as_of)
    scale = f"{voice.day(first)}{' ' * (_CELLS - 20)}{voice.day(last)}"
    has_done = any(one.done_on for one in found)
    columns = [
        Column("due", voice.word("due"), speaks=True),
        Column("goal", voice.word("goal"), folds=True, speaks=True),
        Column("line", scale, below="goal", is_drawn=True),
        Column("left", voice.word("left"), below="due", speaks=True),
    ]
    if has_done:
        columns.append(Column("done", voice.word("done"), below="due"))
    rows = tuple(
        (
            Cell(voice.day(one.due) if one.due else ""),
            cell(_title(one, voice)),
            Cell(_line(one, as_of, first, last), one.assessment.colour),
            _left(one, voice, as_of),
            *([_done(one, voice)] if has_done else []),
        )
        for one in found
    )
    return Sheet(clean(title), subtitle, (Table("", tuple(columns), rows),))


def _title(one: Date, voice: Voice) -> str:
    title = one.assessment.goal.title
    return title + voice.word("colon") + one.step if one.step else title


def _left(one: Date, voice: Voice, as_of: date) -> Cell:
    """Return the days until or since the due date; of what is done late, how late."""
    if one.due is None:
        return Cell("")
    if one.done_on:
        days = (one.done_on - one.due).days
        return Cell(voice.word("late_by", days=voice.days(days)) if days > 0 else "")
    if not one.step:
        return left(one.assessment, voice)
    days = (one.due - as_of).days
    if one.assessment.state is State.PAUSED:
        return Cell("")
    return Cell(days_left(days, voice), "red" if days < 0 else "muted")


def _done(one: Date, voice: Voice) -> Cell:
    if one.done_on is None:
        return Cell("")
    return Cell(f"{SYMBOLS[State.MET]} {voice.day(one.done_on)}", "green")


def _line(one: Date, as_of: date, first: date, last: date) -> str:
    """The line with today, the due date and the day on which it was done."""
    cells = [_LINE] * _CELLS
    span = max((last - first).days, 1)
    for day, sign in ((as_of, _TODAY), (one.due, _POINT), (one.done_on, _DONE)):
        if day:
            cells[(day - first).days * (_CELLS - 1) // span] = sign
    return "".join(cells)


def data(
    path: str | None, found: Sequence[Date], as_of: date, known_on: date | None
) -> Mapping[str, object]:
    """The dates as plain data."""
    return {
        "schema": "goaltrack/timeline/1",
        "ledger": path,
        "as_of": as_of,
        "known_on": known_on,
        "dates": [
            {
                "day": one.done_on or one.day,
                "due": one.due,
                "done_on": one.done_on,
                "ledger": where(one.assessment.goal, path),
                "goal": one.assessment.goal.own_id,
                "step": one.step or None,
                "done": one.done_on is not None,
                "state": one.assessment.state.value,
            }
            for one in found
        ],
    }
