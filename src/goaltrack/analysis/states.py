"""States: the one word that sums a goal up, and the rules that give it.

The first rule that fits decides. The thresholds of the pace ratio, 0.95, 0.60 and 0,
are those of Eurostat, Statistics Canada and the United Nations.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from goaltrack.analysis.cadence import is_stale
from goaltrack.analysis.deciding import (
    Decision,
    is_known_when_due,
    is_self_recorded,
    run_start,
)
from goaltrack.analysis.pace import (
    Trajectory,
    YearEstimate,
    distance,
    find_trajectory,
    is_budget,
)
from goaltrack.analysis.series import Figure, Series
from goaltrack.model.ledger import CEILINGS, COMPARATORS, Aim, Goal, Kind, Range, meets

ON_TRACK = Decimal("0.95")
FAR_BEHIND = Decimal("0.60")
TOO_EARLY = Decimal("0.10")
"""Less than this part of the time gone says nothing yet: our own choice."""

_ZERO = Decimal(0)
_HUNDRED = Decimal(100)


class State(StrEnum):
    """The one word that sums an assessment up."""

    DROPPED = "dropped"
    PAUSED = "paused"
    WATCHING = "watching"
    UNDECIDED = "undecided"
    MET = "met"
    LATE = "late"
    MISSED = "missed"
    NO_RESULT = "no-result"
    UNDATED = "undated"
    OPEN = "open"
    NO_DATA = "no-data"
    STALE = "stale"
    TOO_EARLY = "too-early"
    MOVING_AWAY = "moving-away"
    FAR_BEHIND = "far-behind"
    OFF_TARGET = "off-target"
    BEHIND = "behind"
    ON_TARGET = "on-target"
    ON_TRACK = "on-track"


URGENCY = (
    State.MISSED,
    State.MOVING_AWAY,
    State.FAR_BEHIND,
    State.OFF_TARGET,
    State.BEHIND,
    State.NO_RESULT,
    State.STALE,
    State.TOO_EARLY,
    State.NO_DATA,
    State.OPEN,
    State.UNDECIDED,
    State.ON_TARGET,
    State.ON_TRACK,
    State.UNDATED,
    State.WATCHING,
    State.LATE,
    State.MET,
    State.PAUSED,
    State.DROPPED,
)
"""The states, worst first."""

BAD = (
    State.MISSED,
    State.MOVING_AWAY,
    State.FAR_BEHIND,
    State.OFF_TARGET,
    State.BEHIND,
)
"""States that are bad news, the worst first."""
GOOD = (State.ON_TARGET, State.ON_TRACK, State.LATE, State.MET)
"""States in which nothing is to be done, the best last."""


class Reason(NamedTuple):
    """A reason of an assessment: the name of a sentence, and its facts."""

    name: str
    facts: Mapping[str, object] = {}


class Outcome(NamedTuple):
    """A state, why, and since when."""

    state: State
    reasons: tuple[Reason, ...]
    met_on: date | None = None
    reached_on: date | None = None


class Inputs(NamedTuple):
    """The inputs of the rules, gathered once."""

    goal: Goal
    as_of: date
    series: Series
    figure: Figure | None
    year: YearEstimate | None
    trajectory: Trajectory | None
    value: Decimal | None
    """The value compared with the target: the figure, or the estimate of its year."""
    deciding: Sequence[Figure]
    """The figures that alone can say whether the target is met."""
    meeting: Sequence[Figure]
    """Those of them that say that it is."""
    decision: Decision | None
    """Of a level or year-total: what has been decided by its due date."""

    @property
    def in_due_year(self) -> bool:
        """Whether it is a yearly flow whose last year to be met has begun."""
        goal = self.goal
        due = goal.due
        return bool(self.year and due and self.year.year == goal.years.number(due.last))


# The rules


def outcome(inputs: Inputs) -> Outcome:
    """Return the state of a goal, by the first rule that fits."""
    goal = inputs.goal
    suspended = suspension(goal, inputs.as_of)
    if suspended:
        return suspended
    if goal.target is None and goal.kind is not Kind.MILESTONE:
        return _without_target(inputs)
    return stale_or(_judged(inputs), goal, inputs.series.figures, inputs.as_of)


def stale_or(
    found: Outcome, goal: Goal, figures: Sequence[Figure], as_of: date
) -> Outcome:
    """Return the outcome; that it is out of date, where the last figure is too old."""
    if found.state not in _MAY_BE_STALE or not is_stale(goal, figures, as_of):
        return found
    facts = {"days": (as_of - figures[-1].period.last).days}
    reasons = (Reason("stale", facts), *found.reasons)
    return found._replace(state=State.STALE, reasons=reasons)


def suspension(goal: Goal, as_of: date) -> Outcome | None:
    """Return that a person dropped or paused the goal; None if nobody did."""
    paused = goal.pause_on(as_of) if goal.paused else None
    for state, word in ((State.DROPPED, goal.dropped), (State.PAUSED, paused)):
        if word:
            facts = {"day": word.on, "reason": word.reason}
            return Outcome(state, (Reason(state.value, facts),))
    return None


_MAY_BE_STALE = frozenset(
    (
        State.TOO_EARLY,
        State.ON_TARGET,
        State.OFF_TARGET,
        State.MOVING_AWAY,
        State.FAR_BEHIND,
        State.BEHIND,
        State.ON_TRACK,
    )
)


def _without_target(inputs: Inputs) -> Outcome:
    """Return the state of a goal that has no number to meet."""
    goal, due = inputs.goal, inputs.goal.due
    if goal.is_undecided:
        return Outcome(State.UNDECIDED, (Reason("undecided"),))
    if goal.reference is None:
        return Outcome(State.WATCHING, (_direction(inputs),))
    if due and inputs.as_of > due.last:
        facts = {"days": (inputs.as_of - due.last).days, "target": goal.written}
        return Outcome(State.NO_RESULT, (Reason("no-other", facts),))
    return Outcome(State.NO_DATA, (Reason("no-other-yet", {"target": goal.written}),))


def _judged(inputs: Inputs) -> Outcome:
    """Return the state of a goal with a target, by what its kind goes by."""
    goal = inputs.goal
    if goal.kind is Kind.LEVEL and (goal.due or goal.closed):
        return _level(inputs)
    if goal.kind is Kind.YEAR_TOTAL and goal.due:
        return _year_total(inputs)
    if goal.kind is Kind.TOTAL and inputs.figure:
        return _total(inputs)
    return _met(inputs) or _overdue(inputs) or _under_way(inputs)


def trajectory_of(
    goal: Goal, figures: tuple[Figure, ...], as_of: date
) -> Trajectory | None:
    """Return the place on the way, of what is recorded at once as of the day itself."""
    if isinstance(goal.target, Range) and goal.kind in (Kind.TOTAL, Kind.YEAR_TOTAL):
        goal = goal._replace(target=goal.target.low, aim=Aim.AT_LEAST)
    day = None
    if is_self_recorded(goal, figures) and goal.due:
        day = max(figures[-1].period.last, min(as_of, goal.due.last))
    return find_trajectory(goal, figures, day)


def figure_by_due_date(goal: Goal, figures: Sequence[Figure]) -> Figure | None:
    """Return the last figure up to the due date: what is added later is not of it."""
    due = goal.due.last if goal.due else date.max
    return next((f for f in reversed(figures) if f.period.last <= due), None)


def _total(inputs: Inputs) -> Outcome:
    """Return the outcome of a total that has a figure."""
    goal, figures, due = inputs.goal, inputs.series.figures, inputs.goal.due
    last = figure_by_due_date(goal, figures)
    is_ceiling = is_budget(goal) or goal.aim in CEILINGS
    if not is_ceiling and not isinstance(goal.target, Range):
        first = next((f for f in figures if meets(goal, f.value)), None)
        if first:
            return _met_on(goal, first.period.last)
    elif (
        last
        and not meets(goal, last.value)
        and (is_budget(goal) or side(goal, last.value) == "over")
    ):
        # A refund before the due date would bring it back.
        return _missed(inputs, last)
    if goal.closed and last:
        return _decided(inputs, last, last.period.last)
    if due is None or inputs.as_of < due.last:
        return _under_way(inputs)
    if inputs.as_of == due.last:
        is_over = last is not None and last.period.last == due.last and not is_ceiling
        if last and is_over and not meets(goal, last.value):
            return _missed(inputs, last)
        return _under_way(inputs)
    return _after_due(inputs, last, due.last)


def _after_due(inputs: Inputs, last: Figure | None, due: date) -> Outcome:
    """Return the outcome of a total whose due date has passed."""
    goal, figures = inputs.goal, inputs.series.figures
    upto = [figure for figure in figures if figure.period.last <= due]
    if last and is_known_when_due(goal, upto, inputs.as_of):
        return _decided(inputs, last, due)
    if goal.aim in CEILINGS or is_budget(goal) or isinstance(goal.target, Range):
        return _by_later(inputs, last)
    return _overdue(inputs) or _under_way(inputs)


def _decided(inputs: Inputs, figure: Figure, on: date) -> Outcome:
    """Return what a figure decides: met on the day, or missed."""
    is_met = meets(inputs.goal, figure.value)
    return _met_on(inputs.goal, on) if is_met else _missed(inputs, figure)


def _by_later(inputs: Inputs, last: Figure | None) -> Outcome:
    """Return the outcome of a bound whose total for the due date is not known.

    A total does not fall: one that is within the bound afterwards was so when due. One
    that is not may have passed it since.
    """
    goal, due = inputs.goal, inputs.goal.due
    later = bound_by_later(goal, inputs.series.figures)
    has_begun = not isinstance(goal.target, Range) or (last and meets(goal, last.value))
    if due and later and has_begun:
        return _met_on(goal, due.last)
    return _no_result(inputs)


def bound_by_later(goal: Goal, figures: Sequence[Figure]) -> Figure | None:
    """Return the first figure of a total after its due date, if it is in the bound."""
    due = goal.due.last if goal.due else date.max
    first = next((f for f in figures if f.period.last > due), None)
    is_bound = goal.aim in CEILINGS or is_budget(goal) or isinstance(goal.target, Range)
    return first if first and is_bound and meets(goal, first.value) else None


def _met_on(goal: Goal, on: date) -> Outcome:
    """Return met on the day, or late."""
    late = days_late(goal, on)
    if late > 0:
        return Outcome(State.LATE, (Reason("late", {"day": on, "days": late}),), on)
    facts = {"day": on, "days": -late, "is_dated": goal.due is not None}
    return Outcome(State.MET, (Reason("met", facts),), on)


def _level(inputs: Inputs) -> Outcome:
    """Return the outcome of a dated level."""
    goal, figures, decision = inputs.goal, inputs.series.figures, inputs.decision
    if decision is None:
        return _overdue(inputs) or _under_way(inputs)
    if not decision.is_met and decision.late is None:
        return _missed(inputs, decision.figure)
    on = decision.late.period.last if decision.late else None
    if on is None:
        until = figures.index(decision.figure) + 1
        on = run_start(goal, figures[:until]) or decision.figure.period.last
    return _met_on(goal, on)


def _year_total(inputs: Inputs) -> Outcome:
    """Return the outcome of a dated year-total."""
    goal, decision, due = inputs.goal, inputs.decision, inputs.goal.due
    if decision is None or due is None:
        late = _overdue(inputs)
        if late is None and is_waiting(goal, inputs.series.figures, inputs.as_of):
            last = inputs.figure
            facts = {"period": last and last.period, "value": last and last.value}
            name = "no-data-this-year" if last else "no-data"
            return Outcome(State.NO_DATA, (Reason(name, facts),))
        return late or _under_way(inputs)
    if decision.late:
        return _met_on(goal, decision.late.period.last)
    if not decision.is_met:
        return _missed(inputs, decision.figure)
    found = _met_on(goal, decision.on or decision.figure.period.last)
    if decision.in_year is None:
        return found
    year = Reason("one-year-counts", {"year": decision.in_year})
    return found._replace(reasons=(*found.reasons, year))


def is_waiting(goal: Goal, figures: Sequence[Figure], as_of: date) -> bool:
    """Whether a year-total is in its only due year, or past it, without its figure."""
    due, number = goal.due, goal.years.number
    if goal.kind is not Kind.YEAR_TOTAL or due is None:
        return False
    last = number(due.last)
    if due.first != due.last and number(due.first) != last:
        return False
    if number(as_of) < last:
        return False
    return not any(number(figure.period.first) == last for figure in figures)


def _now(goal: Goal, figures: Sequence[Figure]) -> Outcome:
    """Return on or off target: what the figure says, and could still be lost."""
    figure = figures[-1]
    if meets(goal, figure.value):
        facts = {"period": figure.period, "value": figure.value}
        since = run_start(goal, figures)
        reasons = (Reason("on-target", facts),)
        return Outcome(State.ON_TARGET, reasons, reached_on=since)
    gap = distance(goal, figure.value)
    facts = {"period": figure.period, "value": figure.value, "gap": gap}
    name = f"off-target-{side(goal, figure.value) if gap else 'equal'}"
    return Outcome(State.OFF_TARGET, (Reason(name, facts),))


def _met(inputs: Inputs) -> Outcome | None:
    meeting = inputs.meeting
    if not meeting or inputs.deciding[-1] is not meeting[-1]:
        return None
    return _met_on(inputs.goal, meeting[0].period.last)


def deciding_figures(
    goal: Goal, figures: Sequence[Figure], as_of: date
) -> Sequence[Figure]:
    """Return the figures that can decide whether the target is met."""
    if goal.kind is Kind.RATE:
        from goaltrack.analysis.rates import deciding_figure  # noqa: PLC0415 - as above

        found = deciding_figure(goal, figures, as_of)
        return (found,) if found else ()
    if isinstance(goal.target, Range) or is_budget(goal):
        # A range is kept, and a budget stays unspent, until the due date.
        due = goal.due.last if goal.due else date.max
        return [f for f in figures if f.period.last >= due]
    return figures


def meeting_figures(goal: Goal, figures: Sequence[Figure]) -> Sequence[Figure]:
    """Those of the figures that meet the target."""
    if goal.kind is Kind.MILESTONE:
        return [figure for figure in figures if figure.value >= _HUNDRED]
    if isinstance(goal.target, Decimal) and not goal.tolerance:
        holds, target = COMPARATORS[goal.aim], goal.target
        return [figure for figure in figures if holds(figure.value, target)]
    return [figure for figure in figures if meets(goal, figure.value)]


def _overdue(inputs: Inputs) -> Outcome | None:
    goal = inputs.goal
    is_closed = goal.closed is not None and bool(inputs.deciding)
    if not is_closed and (goal.due is None or inputs.as_of < goal.due.last):
        return None
    decided = is_closed or (
        goal.kind is not Kind.YEAR_TOTAL
        and inputs.deciding
        and goal.due
        and (goal.kind is Kind.RATE or inputs.deciding[-1].period.last >= goal.due.last)
    )
    if decided:
        return _missed(inputs, inputs.deciding[-1])
    if goal.due is None or inputs.as_of == goal.due.last:
        return None
    return _no_result(inputs)


def _no_result(inputs: Inputs) -> Outcome:
    """Return that nothing decides, though the due date has passed."""
    due, figure = inputs.goal.due, inputs.figure
    facts = {
        "days": (inputs.as_of - due.last).days if due else 0,
        "due": due,
        "period": figure and figure.period,
    }
    return Outcome(State.NO_RESULT, (Reason("no-result", facts),))


def _missed(inputs: Inputs, figure: Figure) -> Outcome:
    gap = distance(inputs.goal, figure.value)
    facts = {"period": figure.period, "value": figure.value, "gap": gap}
    name = "missed" if gap != 0 else "missed-equal"
    return Outcome(State.MISSED, (Reason(name, facts),))


def _under_way(inputs: Inputs) -> Outcome:
    goal, figure = inputs.goal, inputs.figure
    if figure and _is_on_or_off(goal, figure):
        return _now(goal, inputs.series.figures)
    if goal.due is None:
        return Outcome(State.UNDATED, (Reason("undated"),))
    if goal.kind is Kind.MILESTONE:
        return _milestone(inputs)
    if figure is None or inputs.value is None:
        return Outcome(State.NO_DATA, (Reason("no-data"),))
    value = inputs.value
    if inputs.year and inputs.in_due_year:
        value = inputs.year.to_date
    if isinstance(goal.target, Range) and meets(goal, value):
        return Outcome(State.ON_TARGET, (Reason("inside"),))
    if inputs.trajectory is not None:
        return _on_the_way(inputs, inputs.trajectory, inputs.value)
    one = len(inputs.series.figures) == 1
    name = "no-figure-since"
    if not goal.baseline:
        name = "one-figure" if one else "no-whole-year"
    return Outcome(State.TOO_EARLY, (Reason(name),))


def _on_the_way(inputs: Inputs, where: Trajectory, value: Decimal) -> Outcome:
    """Return the outcome by the pace, unless it is too early to tell."""
    goal = inputs.goal
    has_begun = any(point.period.last <= inputs.as_of for point in goal.plan)
    if where.time_elapsed < TOO_EARLY and not has_begun:
        facts = {"share": where.time_elapsed}
        return Outcome(State.TOO_EARLY, (Reason("early-days", facts),))
    return _by_pace(where, value)


def _is_on_or_off(goal: Goal, figure: Figure) -> bool:
    """Whether a goal is on or off target now, and its pace is not asked for."""
    if goal.due is None and (isinstance(goal.target, Range) or is_budget(goal)):
        return True
    if goal.kind is Kind.LEVEL:
        is_kept = goal.baseline is not None and meets(goal, goal.baseline.value)
        is_there = goal.due is not None and meets(goal, figure.value)
        return isinstance(goal.target, Range) or is_kept or is_there
    return goal.kind is Kind.RATE


def _by_pace(where: Trajectory, value: Decimal) -> Outcome:
    if where.progress is None and where.is_budget:
        return Outcome(State.ON_TRACK, (Reason("nothing-used"),))
    if where.progress is None:
        worse = value != where.baseline.value
        state = State.MOVING_AWAY if worse else State.FAR_BEHIND
        return Outcome(state, (Reason("no-way", {"value": where.baseline.value}),))
    facts = {
        "progress": where.progress,
        "share": where.time_elapsed,
        "ratio": where.pace_ratio,
        "planned": where.planned,
    }
    ratio = where.pace_ratio
    if ratio is None:
        # Nothing was planned by now (or, of a budget, nothing is used yet).
        state = State.ON_TRACK if where.progress >= 0 else State.MOVING_AWAY
        name = "nothing-used-yet" if where.is_budget else "nothing-planned"
        return Outcome(state, (Reason(name, facts),))
    name = "budget" if where.is_budget else "pace"
    return Outcome(pace_state(ratio), (Reason(name, facts),))


def pace_state(ratio: Decimal) -> State:
    """The state that a pace ratio says."""
    if ratio >= ON_TRACK:
        return State.ON_TRACK
    if ratio >= FAR_BEHIND:
        return State.BEHIND
    return State.FAR_BEHIND if ratio >= 0 else State.MOVING_AWAY


def _milestone(inputs: Inputs) -> Outcome:
    """A dated milestone that is not done and not overdue."""
    goal, figure = inputs.goal, inputs.figure
    if not any(step.due for step in goal.steps):
        days = {"days": days_left(goal, inputs.as_of)}
        return Outcome(State.OPEN, (Reason("open", days),))
    planned = planned_steps(goal, inputs.as_of)
    if figure is None and not planned:
        return Outcome(State.NO_DATA, (Reason("no-data"),))
    share = elapsed(goal, inputs.as_of)
    if not planned and share is not None and share < TOO_EARLY:
        return Outcome(State.TOO_EARLY, (Reason("early-days", {"share": share}),))
    done = figure.value if figure else _ZERO
    facts = {"done": done, "planned": planned}
    state = pace_state(done / planned) if planned else State.ON_TRACK
    return Outcome(state, (Reason("steps", facts),))


def elapsed(goal: Goal, day: date) -> Decimal | None:
    """Return the share of the time from `start` to the due date that has passed."""
    if goal.start is None or goal.due is None or goal.start >= goal.due.last:
        return None
    passed = Decimal((day - goal.start).days)
    return passed / (goal.due.last - goal.start).days


def planned_steps(goal: Goal, day: date) -> Decimal:
    """How much of a milestone of steps was due by the day, in percent of its weight."""
    due = [step.weight for step in goal.steps if step.due and step.due.last <= day]
    return sum(due, _ZERO) * _HUNDRED / sum(step.weight for step in goal.steps)


def _direction(inputs: Inputs) -> Reason:
    """Which way the last two comparable figures go, and whether it is the wished."""
    aim = inputs.goal.aim
    if inputs.figure is None:
        return Reason("no-data")
    before = _comparable(inputs)
    if before is None:
        return Reason("no-direction", {"aim": aim.value})
    step = inputs.figure.value - before.value
    way_ = "up" if step > 0 else "down" if step < 0 else "flat"
    wished = None if aim is Aim.WATCH else aim.value == way_
    facts = {"step": abs(step), "period": before.period, "wished": wished}
    return Reason(f"going-{way_}", facts)


def _comparable(inputs: Inputs) -> Figure | None:
    """The figure before the last; of a yearly flow, the same part of a year before."""
    *before, last = inputs.series.figures
    if inputs.goal.kind is Kind.YEAR_TOTAL:
        ends = last.period.last.month, last.period.last.day
        before = [
            f
            for f in before
            if (f.period.last.month, f.period.last.day) == ends
            and f.period.first.year < last.period.first.year
        ]
    return before[-1] if before else None


def remarks(inputs: Inputs, found: Outcome) -> tuple[Reason, ...]:
    """Return remarks that belong to a state, such as that a figure is preliminary."""
    goal, year = inputs.goal, inputs.year
    remarks = []
    if found.met_on is None and inputs.meeting and found.state is not State.NO_DATA:
        remarks.append(Reason("was-met", {"day": inputs.meeting[0].period.last}))
    if year and not year.is_complete:
        facts = {
            "year": year.period,
            "estimate": year.estimate,
            "share": year.share,
            "years": year.years,
        }
        name = "even-pace" if not year.years else "year-share"
        remarks.append(Reason(name, facts))
        if meets(goal, year.to_date) and goal.aim in (Aim.AT_LEAST, Aim.ABOVE):
            remarks.append(Reason("met-already", {"year": year.period}))
    if inputs.figure and any(e.status == "preliminary" for e in inputs.figure.entries):
        remarks.append(Reason("preliminary"))
    if inputs.series.conflicts:
        remarks.append(Reason("conflict", {"count": len(inputs.series.conflicts)}))
    return tuple(remarks)


def side(goal: Goal, value: Decimal | None) -> str | None:
    """Return on which side of the target a value lies that does not meet it."""
    target = goal.target
    if value is None or target is None:
        return None
    if isinstance(target, Range):
        return "over" if value > target.high else "under"
    return "over" if goal.aim in CEILINGS else "under"


def days_left(goal: Goal, as_of: date) -> int | None:
    """Return the days until the due date; below zero once it has passed."""
    return (goal.due.last - as_of).days if goal.due else None


def days_late(goal: Goal, on: date) -> int:
    """Days from the due date to `on`; zero or less in time."""
    return (on - goal.due.last).days if goal.due else 0
