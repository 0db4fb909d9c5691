"""Supposed figures: a goal with one more entry, which is not in the ledger."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from goaltrack.analysis.assess import Assessment, assess
from goaltrack.analysis.colour_rules import RuleSet, apply_colour_rules
from goaltrack.analysis.states import State
from goaltrack.model.amount import decimals
from goaltrack.model.ledger import (
    CEILINGS,
    Entry,
    Goal,
    Kind,
    meets,
    slack_of,
    tolerated,
)
from goaltrack.model.period import Period

_LATEST = 12
_HALVINGS = 40
_POINTS = 48
"""How many values are looked at between here and beyond the target."""


class Threshold(NamedTuple):
    """A figure from which on a goal would be in another state or colour."""

    value: Decimal
    period: Period
    state: State
    colour: str
    is_least: bool
    """Whether more says the same; else less does."""


def supposed(
    goal: Goal,
    period: Period,
    value: Decimal | None = None,
    *,
    change: Decimal | None = None,
    done: bool | str = False,
    percent: Decimal | None = None,
    as_of: date | None = None,
) -> Goal:
    """The goal as if it had one more entry, for that day or period.

    `as_of` is the day up to which the record itself is known; the period's last one.
    """
    known = as_of or period.last
    entry = Entry(
        period,
        value=value,
        change=change,
        done=done,
        percent=percent,
        supposed=known,
    )
    return goal._replace(progress=(*goal.progress, entry))


def thresholds(
    assessment: Assessment, rules: RuleSet, goals: Mapping[str, Goal]
) -> list[Threshold]:
    """Return the figures, for today or the year, that would change state or colour.

    From the present value towards the target and a little beyond it, the values at
    which what is said changes; of a goal that is over, what its due period may bring.
    `goals` are those of the ledger.
    """
    goal, target = assessment.goal, assessment.goal.target
    if not isinstance(target, Decimal) or goal.each or assessment.state in _NEVER:
        return []
    target = tolerated(goal, target)
    period = _next(assessment)
    start = assessment.value if assessment.value is not None else Decimal(0)
    if meets(goal, start) and goal.aim not in CEILINGS:
        if assessment.met_on is None and assessment.state is not State.ON_TARGET:
            # An estimate meets nothing yet: what does is seen from the other side.
            start = 2 * target - start
        elif goal.kind is Kind.TOTAL:
            # What adds up does not fall below its target again.
            return []
    as_of = max(assessment.as_of, period.last)

    def said(value: Decimal) -> tuple[State, str]:
        then = supposed(goal, period, value, as_of=assessment.as_of)
        one = assess(then, as_of, None, goals)
        found = apply_colour_rules(one, rules)
        return found.state, found.colour

    step = (target - start) / _POINTS
    if not step:
        return []
    found, before = [], said(start)
    value = start
    for _ in range(_POINTS + 2):
        after = value + step
        now = said(after)
        if now != before:
            edge = _edge(said, value, after, _places(goal))
            found.append(Threshold(edge, period, *said(edge), is_least=step > 0))
            before = now
        value = after
    return found


_NEVER = (State.DROPPED, State.PAUSED, State.WATCHING)


def _next(assessment: Assessment) -> Period:
    """Return the day, year or due period for which a figure would decide most."""
    goal, as_of = assessment.goal, assessment.as_of
    due = goal.due.last if goal.due else as_of
    if goal.kind is Kind.YEAR_TOTAL:
        year, number = assessment.year, goal.years.number
        latest = year.year + 1 if year and year.is_complete else number(as_of)
        return goal.years.year(min(latest, number(due)))
    if goal.kind is Kind.RATE and goal.due:
        return goal.due
    day = min(as_of, due)
    return Period(day, day)


def _places(goal: Goal) -> int:
    """How many digits after the point the goal's numbers have."""
    values = [entry.value for entry in goal.progress[-_LATEST:] if entry.value]
    target = [goal.target] if isinstance(goal.target, Decimal) else []
    return decimals([*values, *target, slack_of(goal)])


def _edge(
    said: Callable[[Decimal], tuple[State, str]],
    low: Decimal,
    high: Decimal,
    places: int,
) -> Decimal:
    """Return the first value past `low` that changes state or colour, in few digits."""
    before, exact = said(low), high
    for _ in range(_HALVINGS):
        middle = (low + exact) / 2
        if said(middle) == before:
            low = middle
        else:
            exact = middle
    onward = ROUND_CEILING if high > low else ROUND_FLOOR
    while True:
        unit = Decimal(1).scaleb(-places)
        for way in (ROUND_HALF_UP, onward):
            rounded = exact.quantize(unit, way)
            if said(rounded) == said(exact):
                return rounded
        places += 1
