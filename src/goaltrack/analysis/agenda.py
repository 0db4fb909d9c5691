"""The agenda: goals that need a figure or a decision, the most urgent first."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from goaltrack.analysis.assess import Assessment, assess
from goaltrack.analysis.cadence import next_figure, stale_days
from goaltrack.analysis.colour_rules import (
    RuleSet,
    apply_colour_rules,
    days_left_bounds,
)
from goaltrack.analysis.deciding import is_self_recorded
from goaltrack.analysis.series import series
from goaltrack.analysis.states import State
from goaltrack.model.ledger import EACH_FIGURE, Goal, Kind

SOON = 30
"""Days ahead that are looked at."""


class Want(StrEnum):
    """Something that a goal needs, the most urgent first."""

    RESULT = "result"
    FIGURE = "figure"
    STEP = "step"
    NEWER = "newer"
    DECISION = "decision"
    TARGET = "target"
    PARTS = "parts"
    DUE = "due"
    COLOUR = "colour"
    FIRST = "first"
    WAIT = "wait"


class Need(NamedTuple):
    """A need of a goal, since or by a day."""

    goal: Goal
    want: Want
    day: date
    """Since when it is wanted, or by when it will be."""
    state: State | None = None
    colour: str | None = None
    """For COLOUR: what it will be from that day on if nothing comes."""


RulesFor = Callable[[Goal], RuleSet]
"""Gives the rule set that colours a goal."""


class View(NamedTuple):
    """The view in which goals are seen on later days."""

    rules_for: RulesFor
    known_on: date | None = None
    goals: Mapping[str, Goal] = MappingProxyType({})
    """Those of the ledger, of which some are the targets of others."""

    def seen(self, goal: Goal, day: date) -> Assessment:
        """Return the assessment of a goal on a day, in its colour."""
        found = assess(goal, day, self.known_on, self.goals)
        return apply_colour_rules(found, self.rules_for(goal))


def needs(assessments: Iterable[Assessment], view: View) -> list[Need]:
    """Return one need for each goal that has any, the most urgent first.

    A result that the due date asks for; a figure that is late against how often it is
    to come, or came so far; a goal that is due within thirty days, or will change its
    state or colour in them if nothing comes; a first figure; a figure to come.
    """
    order = list(Want)
    found = [need for a in assessments if (need := _need(a, view))]
    return sorted(found, key=lambda need: (order.index(need.want), need.day))


def _need(assessment: Assessment, view: View) -> Need | None:
    goal = assessment.goal
    is_open_end = goal.kind is Kind.MILESTONE and goal.due is None
    if assessment.state in _DONE or is_open_end:
        return None
    if assessment.parts:
        # What is wanted of an objective is wanted of its parts.
        is_empty = not (assessment.parts.parts or assessment.parts.left_out)
        day = goal.due.last if goal.due else date.max
        return Need(goal, Want.PARTS, day) if is_empty else None
    return overdue_need(assessment) or _coming(assessment, view)


def overdue_need(assessment: Assessment) -> Need | None:
    """Return what is wanted already: a result, a figure, a step or a decision."""
    goal, as_of = assessment.goal, assessment.as_of
    paused = goal.pause_on(as_of)
    if assessment.state is State.PAUSED and paused:
        is_long = (as_of - paused.on).days > SOON
        return Need(goal, Want.DECISION, paused.on) if is_long else None
    if assessment.state is State.UNDECIDED:
        return Need(goal, Want.TARGET, goal.due.last if goal.due else date.max)
    if assessment.state is State.NO_RESULT and goal.due:
        return Need(goal, Want.RESULT, goal.due.last)
    expected = next_figure(goal, assessment.series.figures)
    if expected and expected < as_of and not _was_told(assessment, expected):
        return Need(goal, Want.FIGURE, expected)
    if late := _late_step(assessment):
        return Need(goal, Want.STEP, late)
    last = assessment.series.last
    if assessment.state is State.STALE and last:
        return Need(goal, Want.NEWER, last.period.last)
    return None


def _was_told(assessment: Assessment, day: date) -> bool:
    """Whether a remark since the day says how it is, in the place of a figure."""
    return any(
        entry.note and day <= entry.period.last <= assessment.as_of
        for entry in assessment.goal.progress
        if entry.value is None and entry.change is None
    )


def _coming(assessment: Assessment, view: View) -> Need | None:
    """Return the coming need of a goal of which nothing is late."""
    goal, as_of, left = assessment.goal, assessment.as_of, assessment.days_left
    if assessment.state is State.PAUSED:
        return None
    expected = next_figure(goal, assessment.series.figures)
    if goal.due and left is not None and 0 <= left <= SOON:
        return Need(goal, Want.DUE, goal.due.last)
    for day in boundaries(goal, as_of, view):
        later = view.seen(goal, day)
        if (later.state, later.colour) != (assessment.state, assessment.colour):
            return Need(goal, Want.COLOUR, day, later.state, later.colour)
    if assessment.figure is None and goal.kind is not Kind.MILESTONE:
        return Need(goal, Want.FIRST, goal.due.last if goal.due else date.max)
    return Need(goal, Want.WAIT, expected) if expected else None


def boundaries(goal: Goal, as_of: date, view: View) -> list[date]:
    """Return the days soon after `as_of` on which time alone may change a goal.

    On no other day of the next thirty are its state and colour different from those
    of the day before, if nothing is recorded: pace is measured at the date of the
    figure, and does not change with the day. Only that of a self-recorded total does:
    between two such days one way, so that the day is found by halving.
    """
    days = [entry.period.last for entry in goal.progress]
    days += [entry.known_since for entry in goal.progress if entry.recorded]
    days += [step.due.last for step in goal.steps if step.due]
    words = (goal.dropped, goal.closed, *goal.paused)
    days += [word.on for word in words if word]
    days += [pause.until for pause in goal.paused if pause.until]
    days += [revision.on for revision in goal.revisions]
    first, last = _shifted(as_of, 1), _shifted(as_of, SOON)
    if goal.due:
        due = goal.due.last
        days += [due, _shifted(due, 1)]
        days += [
            _shifted(due, -bound) for bound in days_left_bounds(view.rules_for(goal))
        ]
        # After the due date each month that begins is one more missed.
        days += [date(last.year, last.month, 1), date(first.year, first.month, 1)]
    days += [point.period.last for point in goal.plan]
    if goal.each and goal.each != EACH_FIGURE:
        from goaltrack.analysis.standing import Slots  # noqa: PLC0415 - as in assess

        days += Slots(goal.each, goal.years).turns(first, last)
    figures = series(goal, last, view.known_on).figures
    seen = sum(figure.period.last <= as_of for figure in figures)
    for number in range(seen, len(figures) + 1):
        # Each figure that is dated in these days puts the day off.
        days += stale_days(goal, figures[:number])
    found = sorted({day for day in days if as_of < day <= last})
    if not is_self_recorded(goal, figures):
        return found

    def look(day: date) -> tuple[State, str]:
        seen = view.seen(goal, day)
        return seen.state, seen.colour

    ends = [*(_shifted(day, -1) for day in found), last]
    starts = [as_of, *found]
    turns = [
        turn
        for start, end in zip(starts, ends, strict=True)
        for turn in _turns(look, start, end)
    ]
    return sorted({*found, *turns})


def _turns(
    look: Callable[[date], tuple[State, str]], start: date, end: date
) -> Iterator[date]:
    """Yield the days up to `end` on which what is seen is another than before.

    It changes one way: what was seen once does not come back.
    """
    said = look(start)
    while start < end and look(end) != said:
        same, other = start.toordinal(), end.toordinal()
        while other - same > 1:
            middle = (same + other) // 2
            if look(date.fromordinal(middle)) == said:
                same = middle
            else:
                other = middle
        start = date.fromordinal(other)
        yield start
        said = look(start)


def _shifted(day: date, days: int) -> date:
    """Return the day so many days later, or the last there is."""
    ordinal = min(max(day.toordinal() + days, 1), date.max.toordinal())
    return date.fromordinal(ordinal)


def _late_step(assessment: Assessment) -> date | None:
    """The due date of the step of a milestone that is overdue longest."""
    done = assessment.series.steps_done
    steps = assessment.goal.steps
    days = [step.due.last for step in steps if step.due and step.id not in done]
    return min((day for day in days if day < assessment.as_of), default=None)


_DONE = (State.MET, State.LATE, State.MISSED, State.DROPPED)
