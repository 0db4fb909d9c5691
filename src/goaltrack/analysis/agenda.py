"""The agenda: goals that need a figure or a decision, the most urgent first."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from goaltrack.analysis.assess import Assessment, assess
from goaltrack.analysis.cadence import next_figure
from goaltrack.analysis.colour_rules import (
    RuleSet,
    apply_colour_rules,
    days_left_bounds,
)
from goaltrack.analysis.deciding import is_self_recorded
from goaltrack.analysis.states import State
from goaltrack.model.ledger import Goal, Kind

SOON = 30
"""Days ahead that are looked at."""


class Want(StrEnum):
    """Something that a goal needs, the most urgent first."""

    RESULT = "result"
    FIGURE = "figure"
    STEP = "step"
    DECISION = "decision"
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


def needs(
    assessments: Iterable[Assessment],
    rules_for: RulesFor,
    known_on: date | None = None,
) -> list[Need]:
    """Return one need for each goal that has any, the most urgent first.

    A result that the due date asks for; a figure that is late against how often it is
    to come, or came so far; a goal that is due within thirty days, or will change its
    state or colour in them if nothing comes; a first figure; a figure to come.
    """
    order = list(Want)
    found = [need for a in assessments if (need := _need(a, rules_for, known_on))]
    return sorted(found, key=lambda need: (order.index(need.want), need.day))


def _need(
    assessment: Assessment, rules_for: RulesFor, known_on: date | None
) -> Need | None:
    goal, as_of = assessment.goal, assessment.as_of
    if assessment.state in _DONE or (goal.kind is Kind.MILESTONE and goal.due is None):
        return None
    if assessment.state is State.PAUSED and goal.paused:
        is_long = (as_of - goal.paused.on).days > SOON
        return Need(goal, Want.DECISION, goal.paused.on) if is_long else None
    if assessment.state is State.NO_RESULT and goal.due:
        return Need(goal, Want.RESULT, goal.due.last)
    expected = next_figure(goal, assessment.series.figures)
    if expected and expected < as_of:
        return Need(goal, Want.FIGURE, expected)
    if late := _late_step(assessment):
        return Need(goal, Want.STEP, late)
    return _coming(assessment, rules_for(goal), known_on, expected)


def _coming(
    assessment: Assessment,
    rules: RuleSet,
    known_on: date | None,
    expected: date | None,
) -> Need | None:
    """Return the coming need of a goal of which nothing is late."""
    goal, as_of, left = assessment.goal, assessment.as_of, assessment.days_left
    if goal.due and left is not None and 0 <= left <= SOON:
        return Need(goal, Want.DUE, goal.due.last)
    for day in boundaries(goal, as_of, rules, known_on):
        later = apply_colour_rules(assess(goal, day, known_on), rules)
        if (later.state, later.colour) != (assessment.state, assessment.colour):
            return Need(goal, Want.COLOUR, day, later.state, later.colour)
    if assessment.figure is None and goal.kind is not Kind.MILESTONE:
        return Need(goal, Want.FIRST, goal.due.last if goal.due else date.max)
    return Need(goal, Want.WAIT, expected) if expected else None


def boundaries(
    goal: Goal, as_of: date, rules: RuleSet, known_on: date | None = None
) -> list[date]:
    """Return the days soon after `as_of` on which time alone may change a goal.

    On no other day of the next thirty are its state and colour different from those
    of the day before, if nothing is recorded: pace is measured at the date of the
    figure, and does not change with the day. Only that of a self-recorded total does:
    between two such days one way, so that the day is found by halving.
    """
    days = [entry.period.last for entry in goal.progress]
    days += [step.due.last for step in goal.steps if step.due]
    days += [word.on for word in (goal.dropped, goal.paused) if word]
    first, last = _shifted(as_of, 1), _shifted(as_of, SOON)
    if goal.due:
        due = goal.due.last
        days += [due, _shifted(due, 1)]
        days += [_shifted(due, -bound) for bound in days_left_bounds(rules)]
        # After the due date each month that begins is one more missed.
        days += [date(last.year, last.month, 1), date(first.year, first.month, 1)]
    days += [point.period.last for point in goal.plan]
    found = sorted({day for day in days if as_of < day <= last})
    if not is_self_recorded(goal):
        return found

    def look(day: date) -> tuple[State, str]:
        seen = apply_colour_rules(assess(goal, day, known_on), rules)
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
