"""Objectives: goals without a figure of their own, assessed by their parts.

Progress is the weighted mean of the parts' progress, each between 0 and 1. An objective
is met when every part is, and lost with the first that is; in between it is as its
worst part is, or by the pace of the mean (`rollup = "mean"`).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from goaltrack.analysis.pace import is_budget
from goaltrack.analysis.states import (
    TOO_EARLY,
    Outcome,
    Reason,
    State,
    pace_state,
    suspension,
)
from goaltrack.model.ledger import Goal, Kind, Mode, Range
from goaltrack.model.period import Period

if TYPE_CHECKING:
    from goaltrack.analysis.assess import Assessment, Others

_ZERO, _ONE = Decimal(0), Decimal(1)

_LEFT_OUT = (State.WATCHING, State.DROPPED, State.PAUSED, State.UNDECIDED)
_MET = (State.MET, State.LATE)
_GOOD = (State.MET, State.LATE, State.ON_TARGET)
_BAD = (State.MISSED, State.OFF_TARGET)
_WORST = (
    State.MISSED,
    State.MOVING_AWAY,
    State.FAR_BEHIND,
    State.OFF_TARGET,
    State.BEHIND,
    State.ON_TARGET,
    State.ON_TRACK,
    State.LATE,
    State.MET,
    # These say nothing bad, and nothing good.
    State.NO_RESULT,
    State.STALE,
    State.NO_DATA,
    State.TOO_EARLY,
    State.OPEN,
    State.UNDATED,
)
"""The states of parts: the first that one has is that of the objective."""


class Part(NamedTuple):
    """A part of an objective, and what it adds to it."""

    assessment: "Assessment"
    share: Decimal | None
    """Its progress from 0 to 1; None where it has none that could count."""


class Parts(NamedTuple):
    """The parts of an objective, and what they come to."""

    parts: tuple[Part, ...]
    """Those that count."""
    left_out: tuple["Assessment", ...]
    """Those that are watched, dropped, paused or undecided."""
    progress: Decimal | None
    """The weighted mean of their shares; None where none has one."""
    begin: date | None
    """The day at whose end the objective begins."""
    time_elapsed: Decimal | None
    """The share of the time to the due date that has passed, at most 1."""

    @property
    def pace_ratio(self) -> Decimal | None:
        """Progress / time elapsed."""
        if self.progress is None or not self.time_elapsed:
            return None
        return self.progress / self.time_elapsed


def inherited(goals: Mapping[str, Goal]) -> dict[str, Goal]:
    """Return the goals with what they have from the objectives that they are parts of.

    Group and due date are the nearest objective's that has them; a part with `each`, or
    without a target, has no due date from there. An objective without any is due with
    the last of its parts.
    """
    found = dict(goals)
    order = _from_the_top(goals)
    for name in order:
        goal = found[name]
        above = found.get(goal.parent or "")
        if above is None or above.kind is not Kind.OBJECTIVE:
            continue
        is_dated = goal.due or goal.each or not _may_be_due(goal, above.due)
        found[name] = goal._replace(
            group=goal.group or above.group, due=goal.due if is_dated else above.due
        )
    for name in reversed(order):
        goal = found[name]
        above = found.get(goal.parent or "")
        if above is None or above.kind is not Kind.OBJECTIVE or goal.due is None:
            continue
        is_own = goals[above.id].due or _dated_above(above, found)
        if not is_own and (above.due is None or above.due.last < goal.due.last):
            found[above.id] = above._replace(due=goal.due)
    return found


def _may_be_due(goal: Goal, due: Period | None) -> bool:
    if goal.kind in (Kind.OBJECTIVE, Kind.MILESTONE):
        return True
    if goal.kind is Kind.YEAR_TOTAL and due:
        # It is due in years: a quarter is none.
        years = goal.years
        if not years.is_whole(Period(years.first_of(due.last), due.last)):
            return False
    return goal.target is not None or goal.reference is not None or goal.is_undecided


def _dated_above(goal: Goal, goals: Mapping[str, Goal]) -> bool:
    """Whether the due date of an objective is that of one above it."""
    above = goals.get(goal.parent or "")
    return above is not None and above.due is not None and above.due is goal.due


def _from_the_top(goals: Mapping[str, Goal]) -> list[str]:
    """Return the ids, each after that of its parent; without recursion."""
    order: dict[str, None] = {}
    for name in goals:
        way: list[str] = []
        above: str | None = name
        while above is not None and above in goals and above not in order:
            way.append(above)
            above = goals[above].parent
        order.update(dict.fromkeys(reversed(way)))
    return list(order)


def objective(goal: Goal, as_of: date, others: "Others") -> tuple[Outcome, Parts]:
    """Return the state of an objective, and its parts; without recursion."""
    waiting = [goal]
    while waiting:
        # Those at the bottom first: each then finds its parts assessed.
        top = waiting[-1]
        deeper = [
            part
            for part in others.parts(top.id)
            if part.kind is Kind.OBJECTIVE and not others.is_known(part.id)
        ]
        waiting += deeper
        if not deeper:
            waiting.pop()
            if top is not goal:
                others.assessed(top.id)
    found = _parts(
        goal, [others.assessed(part.id) for part in others.parts(goal.id)], as_of
    )
    return suspension(goal, as_of) or _outcome(goal, found, as_of), found


def _parts(goal: Goal, assessments: Iterable["Assessment"], as_of: date) -> Parts:
    every = list(assessments)
    counting = [one for one in every if one.state not in _LEFT_OUT]
    parts = tuple(Part(one, _share(one)) for one in counting)
    weights = [
        (p.share, p.assessment.goal.weight) for p in parts if p.share is not None
    ]
    whole = sum((weight for _, weight in weights), _ZERO)
    mean = sum((share * weight for share, weight in weights), _ZERO)
    begin = _begin(goal, counting)
    return Parts(
        parts,
        tuple(one for one in every if one.state in _LEFT_OUT),
        mean / whole if whole else None,
        begin,
        _elapsed(begin, goal.due, as_of),
    )


def _share(one: "Assessment") -> Decimal | None:
    """How much of a part is done, from 0 to 1; None where it has nothing to count."""
    goal = one.goal
    if one.standing is not None:
        return one.standing.share or _ZERO
    is_held = is_budget(goal) or isinstance(goal.target, Range)
    progress = None if is_held else one.progress
    if progress is not None:
        return min(max(progress, _ZERO), _ONE)
    if one.state in _GOOD:
        return _ONE
    if one.state in _BAD:
        return _ZERO
    return _ZERO if one.figure is None else None


def _begin(goal: Goal, parts: Sequence["Assessment"]) -> date | None:
    """Return the eve of the objective: its own, else the earliest of its parts'."""
    if goal.start:
        return _eve(goal.start)
    days = []
    for one in parts:
        if one.parts and one.parts.begin:
            days.append(one.parts.begin)
        if one.goal.start:
            days.append(_eve(one.goal.start))
        elif one.goal.baseline:
            days.append(one.goal.baseline.period.last)
    return min(days, default=None)


def _eve(day: date) -> date:
    return date.fromordinal(max(day.toordinal() - 1, 1))


def _elapsed(begin: date | None, due: Period | None, as_of: date) -> Decimal | None:
    if begin is None or due is None or begin >= due.last:
        return None
    passed = (min(as_of, due.last) - begin).days
    return Decimal(max(passed, 0)) / (due.last - begin).days


def _outcome(goal: Goal, found: Parts, as_of: date) -> Outcome:
    """Return the state of an objective that nobody dropped or paused."""
    parts = [part.assessment for part in found.parts]
    aside = _named("parts-left-out", found.left_out)
    if not parts:
        return Outcome(State.NO_DATA, (Reason("parts-none"), *aside))
    is_over = goal.closed is not None or (
        goal.due is not None and as_of > goal.due.last
    )
    is_mean = goal.rollup == Mode.MEAN.value
    missed = [one for one in parts if one.state is State.MISSED]
    said: tuple[Reason, ...] = (*_progress(found), *aside)
    if all(one.state in _MET for one in parts):
        return _all_met(goal, parts, said)
    if missed and (is_over or not is_mean):
        return Outcome(State.MISSED, (*_named("parts-missed", missed), *said))
    if is_over:
        unknown = [one for one in parts if one.state not in _MET]
        return Outcome(State.NO_RESULT, (*_named("parts-unknown", unknown), *said))
    if is_mean:
        return _by_mean(found, said)
    state = next(state for state in _WORST if any(one.state is state for one in parts))
    worst = [one for one in parts if one.state is state]
    return Outcome(state, (*_named("parts-worst", worst, state=state), *said))


def _all_met(
    goal: Goal, parts: Sequence["Assessment"], said: tuple[Reason, ...]
) -> Outcome:
    days = [one.met_on for one in parts if one.met_on]
    on = max(days, default=None)
    is_late = any(one.state is State.LATE for one in parts)
    is_late = is_late or bool(on and goal.due and on > goal.due.last)
    state = State.LATE if is_late else State.MET
    return Outcome(state, (Reason("parts-met", {"count": len(parts)}), *said), on)


def _by_mean(found: Parts, said: tuple[Reason, ...]) -> Outcome:
    """Return the state by the pace of the mean."""
    ratio, elapsed = found.pace_ratio, found.time_elapsed
    if found.progress is None:
        return Outcome(State.NO_DATA, said)
    if elapsed is None:
        return Outcome(State.UNDATED, (Reason("undated"), *said))
    if elapsed < TOO_EARLY or ratio is None:
        return Outcome(
            State.TOO_EARLY, (Reason("early-days", {"share": elapsed}), *said)
        )
    facts = {"progress": found.progress, "share": elapsed, "ratio": ratio}
    return Outcome(pace_state(ratio), (Reason("parts-mean", facts), *said[1:]))


def _progress(found: Parts) -> tuple[Reason, ...]:
    """Return the mean of the parts, as far as they have a share."""
    count = sum(part.share is not None for part in found.parts)
    if found.progress is None:
        return ()
    facts = {"progress": found.progress, "count": count}
    return (Reason("parts-progress", facts),)


def _named(
    name: str, parts: Sequence["Assessment"], **facts: object
) -> tuple[Reason, ...]:
    """Return a reason that names parts; none where there are none."""
    if not parts:
        return ()
    titles = tuple(one.goal.title for one in parts)
    return (Reason(name, {"titles": titles, **facts}),)
