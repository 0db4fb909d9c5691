"""The timeline: due dates of goals and steps."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.combine import where
from goaltrack.analysis.states import State
from goaltrack.i18n.text import clean
from goaltrack.reports.blocks import Cell, Column, Sheet, Table, cell
from goaltrack.reports.cells import days_left
from goaltrack.reports.messages import SYMBOLS
from goaltrack.reports.wording import Voice

_CELLS = 36
_LINE, _TODAY, _POINT = "─", "┃", "●"


class Date(NamedTuple):
    """A day on which a goal, or a step of it, is due or was met."""

    day: date
    assessment: Assessment
    step: str
    """The title of a step; empty for the goal itself."""
    is_done: bool


def dates(assessments: Sequence[Assessment]) -> list[Date]:
    """The due dates of goals and steps, and the days on which goals were met."""
    found = []
    for assessment in assessments:
        goal, met_on = assessment.goal, assessment.met_on
        if assessment.state is State.DROPPED:
            continue
        done = assessment.series.steps_done
        for step in goal.steps:
            if step.due:
                is_done = step.id in done or met_on is not None
                found.append(Date(step.due.last, assessment, step.title, is_done))
        day = met_on or (goal.due.last if goal.due else None)
        if day:
            found.append(Date(day, assessment, "", met_on is not None))
    return sorted(found, key=lambda one: one.day)


def timeline(
    title: str, found: Sequence[Date], voice: Voice, as_of: date, known_on: date | None
) -> Sheet:
    """A row a date, each with its place on one line from the first to the last day."""
    subtitle = voice.seen_on(as_of, known_on)
    if not found:
        return Sheet(clean(title), subtitle, (), voice.word("no_dates"))
    first = min(found[0].day, as_of)
    last = max(found[-1].day, as_of)
    scale = f"{voice.day(first)}{' ' * (_CELLS - 20)}{voice.day(last)}"
    columns = (
        Column("day", voice.word("due")),
        Column("line", scale, rank=4),
        Column("goal", voice.word("goal"), folds=True),
        Column("left", voice.word("state"), rank=1),
    )
    rows = tuple(
        (
            Cell(voice.day(one.day)),
            Cell(_line(one.day, as_of, first, last), one.assessment.colour),
            cell(_title(one, voice)),
            _state(one, voice, as_of),
        )
        for one in found
    )
    return Sheet(clean(title), subtitle, (Table("", columns, rows),))


def _title(one: Date, voice: Voice) -> str:
    title = one.assessment.goal.title
    return title + voice.word("colon") + one.step if one.step else title


def _state(one: Date, voice: Voice, as_of: date) -> Cell:
    if one.is_done:
        done = SYMBOLS[State.MET] + " " + voice.word("done")
        return Cell(done, "green")
    return Cell(days_left((one.day - as_of).days, voice))


def _line(day: date, as_of: date, first: date, last: date) -> str:
    """The line with today on it, and the day."""
    cells = [_LINE] * _CELLS
    span = max((last - first).days, 1)
    cells[(as_of - first).days * (_CELLS - 1) // span] = _TODAY
    cells[(day - first).days * (_CELLS - 1) // span] = _POINT
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
                "day": one.day,
                "ledger": where(one.assessment.goal, path),
                "goal": one.assessment.goal.own_id,
                "step": one.step or None,
                "done": one.is_done,
                "state": one.assessment.state.value,
            }
            for one in found
        ],
    }
