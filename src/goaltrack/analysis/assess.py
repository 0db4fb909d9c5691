"""Assessments: the state of a goal as of a day, its numbers and reasons.

Judged at the date of the figure, not of the clock: what has not been published
is never counted against a goal. The thresholds of the pace ratio, 0.95, 0.60
and 0, are those of Eurostat, Statistics Canada and the United Nations.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from goaltrack.analysis.deciding import (
    Decision,
    decide_level,
    is_known_when_due,
    is_self_recorded,
    run_start,
)
from goaltrack.analysis.forecast import Forecast, forecast
from goaltrack.analysis.pace import (
    Trajectory,
    YearEstimate,
    distance,
    find_trajectory,
    growth,
    is_budget,
    is_whole_year,
    per_year,
    year_estimate,
)
from goaltrack.analysis.series import Figure, Series, series
from goaltrack.model.ledger import CEILINGS, COMPARATORS, Aim, Goal, Kind, Range, meets

ON_TRACK = Decimal("0.95")
FAR_BEHIND = Decimal("0.60")
TOO_EARLY = Decimal("0.10")
"""Less than this part of the time gone says nothing yet: our own choice."""

_ZERO = Decimal(0)
_DAYS_OF_YEAR = Decimal("365.2425")
_HUNDRED = Decimal(100)
_WHOLE_YEAR = 365


class State(StrEnum):
    """The one word that sums an assessment up."""

    DROPPED = "dropped"
    PAUSED = "paused"
    WATCHING = "watching"
    MET = "met"
    LATE = "late"
    MISSED = "missed"
    NO_RESULT = "no-result"
    UNDATED = "undated"
    OPEN = "open"
    NO_DATA = "no-data"
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
    State.TOO_EARLY,
    State.NO_DATA,
    State.OPEN,
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


class Reason(NamedTuple):
    """A reason of an assessment: the name of a sentence, and its facts."""

    name: str
    facts: Mapping[str, object] = {}


class Rate(NamedTuple):
    """A change in the unit a year, and as growth a year (0.1 is ten percent)."""

    per_year: Decimal
    growth: Decimal | None
    """None over less than a year, and where there is no growth rate."""
    days: int
    """Over how many days it goes on, which decides the unit that reads best."""


class Original(NamedTuple):
    """A goal with its first target and due date, and its state by them."""

    goal: Goal
    state: State


class Assessment(NamedTuple):
    """The assessment of a goal as of a day; None where a value does not apply."""

    goal: Goal
    as_of: date
    state: State
    colour: str
    """The colour that the rule set gives; grey until it is applied."""
    rule: int | None
    """Which rule gave the colour, from 0; None: no rule did."""
    met_on: date | None
    """The last day of the first figure that met the target."""
    days_left: int | None
    """Days until the last day of the due period; below zero once it passed."""
    figure: Figure | None
    decided_by: Figure | None
    """Of a level or rate that is due: the figure that decides."""
    reached_on: date | None
    """The first day of the run of figures that meets the target, now or when due."""
    age: int | None
    """Days from the last day of the figure to `as_of`."""
    year: YearEstimate | None
    trajectory: Trajectory | None
    attainment: Decimal | None
    """Figure (of a yearly flow: year estimate) divided by the target."""
    gap: Decimal | None
    """Target minus figure (of a yearly flow: year estimate), in the unit."""
    remaining: Decimal | None
    """Of a yearly flow, in its due year: target minus the year to date."""
    gap_to_plan: Decimal | None
    """Plan line minus figure, at the date of the figure, in the unit."""
    required: Rate | None
    achieved: Rate | None
    forecast: Forecast | None
    """None where there is no number to be met by a day."""
    original: Original | None
    """The assessment by the first target and due date, where they were changed."""
    series: Series
    reasons: tuple[Reason, ...]

    @property
    def value(self) -> Decimal | None:
        """The value compared with the target: the figure or its year's estimate."""
        if self.decided_by:
            return self.decided_by.value
        if self.year:
            return self.year.estimate
        return self.figure.value if self.figure else None

    @property
    def progress(self) -> Decimal | None:
        """How much of its way is gone, as a share; of a milestone how much is done."""
        if self.goal.kind is Kind.MILESTONE:
            return self.figure.value / _HUNDRED if self.figure else None
        return self.trajectory.progress if self.trajectory else None

    @property
    def is_short(self) -> bool:
        """Whether there is a gap to the target, as far as the figure tells."""
        return self.value is not None and not meets(self.goal, self.value)

    @property
    def over(self) -> str | None:
        """Which side of the target a value lies on that does not meet it."""
        return side(self.goal, self.value) if self.is_short else None


def side(goal: Goal, value: Decimal | None) -> str | None:
    """Return on which side of the target a value lies that does not meet it."""
    target = goal.target
    if value is None or target is None:
        return None
    if isinstance(target, Range):
        return "over" if value > target.high else "under"
    return "over" if goal.aim in CEILINGS else "under"


class _Outcome(NamedTuple):
    state: State
    reasons: tuple[Reason, ...]
    met_on: date | None = None
    reached_on: date | None = None


class _Inputs(NamedTuple):
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
    known: date
    """The day up to which what a person said counts."""
    decision: Decision | None
    """Of a level: what has been decided by its due date."""

    @property
    def in_due_year(self) -> bool:
        """Whether it is a yearly flow whose last year to be met has begun."""
        due = self.goal.due
        return bool(self.year and due and self.year.year == due.last.year)


def assess(goal: Goal, as_of: date, known_on: date | None = None) -> Assessment:
    """Assess the goal as of a day.

    With `known_on`, only from what had been written down by then.
    """
    figures = series(goal, as_of, known_on)
    figure = figures.last
    yearly = figure is not None and goal.kind is Kind.YEAR_TOTAL
    year = year_estimate(figures.figures) if yearly else None
    value = year.estimate if year else figure.value if figure else None
    where = _trajectory(goal, figures.figures, as_of) if figure else None
    deciding = _deciding(goal, figures.figures, as_of)
    decision = None
    if goal.kind is Kind.LEVEL and goal.target is not None:
        decision = decide_level(goal, figures.figures, as_of)
    decided_by = decision.figure if decision else None
    if goal.kind is Kind.TOTAL and goal.due and as_of > goal.due.last:
        decided_by = _by_due_date(goal, figures.figures)
    if goal.kind is Kind.RATE and deciding:
        decided_by = deciding[-1]
    if decided_by:
        value = decided_by.value
        until = figures.figures.index(decided_by) + 1
        where = _trajectory(goal, figures.figures[:until], as_of)
    meeting = _meeting(goal, deciding)
    known = min(as_of, known_on or as_of)
    inputs = _Inputs(
        goal,
        as_of,
        figures,
        figure,
        year,
        where,
        value,
        deciding,
        meeting,
        known,
        decision,
    )
    verdict = _outcome(inputs)
    # Once one of several years has met the target, the others change nothing.
    settled = any(reason.name == "one-year-counts" for reason in verdict.reasons)
    gap = None if value is None or settled else distance(goal, value)
    return Assessment(
        goal=goal,
        as_of=as_of,
        state=verdict.state,
        colour="grey",
        rule=None,
        met_on=verdict.met_on,
        days_left=_days_left(goal, as_of),
        figure=figure,
        decided_by=decided_by,
        reached_on=verdict.reached_on or verdict.met_on,
        age=figure and (as_of - figure.period.last).days,
        year=year,
        trajectory=where,
        attainment=_attainment(goal, value),
        gap=gap,
        remaining=_remaining(inputs),
        gap_to_plan=_gap_to_plan(inputs),
        required=_required(inputs) if verdict.state not in _SETTLED else None,
        achieved=_achieved(inputs),
        forecast=None
        if settled or goal.kind is Kind.RATE
        else forecast(goal, figures.figures, year, as_of),
        original=_original(goal, as_of, known_on),
        series=figures,
        reasons=verdict.reasons + _remarks(inputs, verdict),
    )


_SETTLED = (
    State.DROPPED,
    State.WATCHING,
    State.MET,
    State.LATE,
    State.MISSED,
    State.NO_RESULT,
)


# The rules, first that fits


def _outcome(inputs: _Inputs) -> _Outcome:
    goal = inputs.goal
    for state, word in ((State.DROPPED, goal.dropped), (State.PAUSED, goal.paused)):
        if word and word.on <= inputs.known:
            facts = {"day": word.on, "reason": word.reason}
            return _Outcome(state, (Reason(state.value, facts),))
    if goal.target is None and goal.kind is not Kind.MILESTONE:
        return _Outcome(State.WATCHING, (_direction(inputs),))
    if goal.kind is Kind.LEVEL and goal.due:
        return _level(inputs)
    if goal.kind is Kind.TOTAL and inputs.figure:
        return _total(inputs)
    return _met(inputs) or _overdue(inputs) or _under_way(inputs)


def _trajectory(
    goal: Goal, figures: tuple[Figure, ...], as_of: date
) -> Trajectory | None:
    """Return the place on the way, of what is recorded at once as of the day itself."""
    if isinstance(goal.target, Range) and goal.kind is Kind.TOTAL:
        goal = goal._replace(target=goal.target.low, aim=Aim.AT_LEAST)
    day = None
    if is_self_recorded(goal) and goal.due:
        day = max(figures[-1].period.last, min(as_of, goal.due.last))
    return find_trajectory(goal, figures, day)


def _by_due_date(goal: Goal, figures: Sequence[Figure]) -> Figure | None:
    """Return the last figure up to the due date: what is added later is not of it."""
    due = goal.due.last if goal.due else date.max
    return next((f for f in reversed(figures) if f.period.last <= due), None)


def _total(inputs: _Inputs) -> _Outcome:
    """Return the outcome of a total that has a figure."""
    goal, figures, due = inputs.goal, inputs.series.figures, inputs.goal.due
    last = _by_due_date(goal, figures)
    is_ceiling = goal.aim in CEILINGS
    if not is_ceiling and not isinstance(goal.target, Range):
        first = next((f for f in figures if meets(goal, f.value)), None)
        if first:
            return _met_on(goal, first.period.last)
    elif last and side(goal, last.value) == "over" and not meets(goal, last.value):
        # A refund before the due date would bring it back.
        return _missed(inputs, last)
    if due is None or inputs.as_of < due.last:
        return _under_way(inputs)
    if inputs.as_of == due.last:
        is_over = last is not None and last.period.last == due.last and not is_ceiling
        if last and is_over and not meets(goal, last.value):
            return _missed(inputs, last)
        return _under_way(inputs)
    upto = [figure for figure in figures if figure.period.last <= due.last]
    if last is None or not is_known_when_due(goal, upto, inputs.as_of):
        return _overdue(inputs) or _under_way(inputs)
    return _met_on(goal, due.last) if meets(goal, last.value) else _missed(inputs, last)


def _met_on(goal: Goal, on: date) -> _Outcome:
    """Return met on the day, or late."""
    late = _days_late(goal, on)
    if late > 0:
        return _Outcome(State.LATE, (Reason("late", {"day": on, "days": late}),), on)
    facts = {"day": on, "days": -late, "is_dated": goal.due is not None}
    return _Outcome(State.MET, (Reason("met", facts),), on)


def _level(inputs: _Inputs) -> _Outcome:
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


def _now(goal: Goal, figures: Sequence[Figure]) -> _Outcome:
    """Return on or off target: what the figure says, and could still be lost."""
    figure = figures[-1]
    if meets(goal, figure.value):
        facts = {"period": figure.period, "value": figure.value}
        since = run_start(goal, figures)
        reasons = (Reason("on-target", facts),)
        return _Outcome(State.ON_TARGET, reasons, reached_on=since)
    gap = distance(goal, figure.value)
    facts = {"period": figure.period, "value": figure.value, "gap": gap}
    name = f"off-target-{side(goal, figure.value) if gap else 'equal'}"
    return _Outcome(State.OFF_TARGET, (Reason(name, facts),))


def _met(inputs: _Inputs) -> _Outcome | None:
    meeting = inputs.meeting
    last = bool(meeting) and inputs.deciding[-1] is meeting[-1]
    if not last:
        meeting = [figure for figure in meeting if _is_in_some_year(inputs, figure)]
    if not meeting:
        return None
    on = meeting[0].period.last
    found = _met_on(inputs.goal, on)
    if last or found.state is State.LATE:
        return found
    year = Reason("one-year-counts", {"year": on.year})
    return found._replace(reasons=(*found.reasons, year))


def _deciding(goal: Goal, figures: Sequence[Figure], as_of: date) -> Sequence[Figure]:
    """Return the figures that can decide whether the target is met."""
    if goal.kind is Kind.RATE:
        from goaltrack.analysis.rates import deciding_figure  # noqa: PLC0415 - as above

        found = deciding_figure(goal, figures, as_of)
        return (found,) if found else ()
    if goal.kind is Kind.YEAR_TOTAL:
        # What is due in a period is not met by a year before it.
        period = goal.due
        first = period.first.year if period and period.days > 1 else 0
        years = [figure for figure in figures if is_whole_year(figure)]
        return [figure for figure in years if figure.period.first.year >= first]
    can_be_lost = goal.kind is Kind.TOTAL and goal.aim not in (Aim.AT_LEAST, Aim.ABOVE)
    if isinstance(goal.target, Range) or can_be_lost:
        # A range is kept, and a budget stays unspent, until the due date.
        due = goal.due.last if goal.due else date.max
        return [f for f in figures if f.period.last >= due]
    return figures


def _meeting(goal: Goal, figures: Sequence[Figure]) -> Sequence[Figure]:
    """Those of the figures that meet the target."""
    if goal.kind is Kind.MILESTONE:
        return [figure for figure in figures if figure.value >= _HUNDRED]
    if isinstance(goal.target, Decimal) and not goal.tolerance:
        holds, target = COMPARATORS[goal.aim], goal.target
        return [figure for figure in figures if holds(figure.value, target)]
    return [figure for figure in figures if meets(goal, figure.value)]


def _is_in_some_year(inputs: _Inputs, figure: Figure) -> bool:
    """Whether it is one of several years in any of which the target may be met."""
    due = inputs.goal.due
    return (
        inputs.goal.kind is Kind.YEAR_TOTAL
        and due is not None
        and due.first.year < due.last.year
        and due.first <= figure.period.first
        and figure.period.last <= due.last
    )


def _overdue(inputs: _Inputs) -> _Outcome | None:
    goal, figure = inputs.goal, inputs.figure
    if goal.due is None or inputs.as_of < goal.due.last:
        return None
    decided = inputs.deciding and (
        goal.kind is Kind.RATE or inputs.deciding[-1].period.last >= goal.due.last
    )
    if decided:
        return _missed(inputs, inputs.deciding[-1])
    if inputs.as_of == goal.due.last:
        return None
    facts = {
        "days": (inputs.as_of - goal.due.last).days,
        "due": goal.due,
        "period": figure and figure.period,
    }
    return _Outcome(State.NO_RESULT, (Reason("no-result", facts),))


def _missed(inputs: _Inputs, figure: Figure) -> _Outcome:
    gap = distance(inputs.goal, figure.value)
    facts = {"period": figure.period, "value": figure.value, "gap": gap}
    name = "missed" if gap != 0 else "missed-equal"
    return _Outcome(State.MISSED, (Reason(name, facts),))


def _under_way(inputs: _Inputs) -> _Outcome:
    goal, figure = inputs.goal, inputs.figure
    if figure and _is_on_or_off(goal, figure):
        return _now(goal, inputs.series.figures)
    if goal.due is None:
        return _Outcome(State.UNDATED, (Reason("undated"),))
    if goal.kind is Kind.MILESTONE:
        return _milestone(inputs)
    if figure is None or inputs.value is None:
        return _Outcome(State.NO_DATA, (Reason("no-data"),))
    if isinstance(goal.target, Range) and meets(goal, inputs.value):
        return _Outcome(State.ON_TARGET, (Reason("inside"),))
    if inputs.trajectory is not None:
        return _on_the_way(inputs, inputs.trajectory, figure, inputs.value)
    if isinstance(goal.target, Range):
        return _Outcome(State.BEHIND, (Reason("outside"),))
    one = len(inputs.series.figures) == 1
    name = "no-figure-since"
    if not goal.baseline:
        name = "one-figure" if one else "no-whole-year"
    return _Outcome(State.TOO_EARLY, (Reason(name),))


def _on_the_way(
    inputs: _Inputs, where: Trajectory, figure: Figure, value: Decimal
) -> _Outcome:
    """Return the outcome by the pace, unless it is too early to tell."""
    goal = inputs.goal
    is_spent = where.is_budget and not meets(goal, figure.value)
    has_begun = any(point.period.last <= inputs.as_of for point in goal.plan)
    if where.time_share < TOO_EARLY and not is_spent and not has_begun:
        facts = {"share": where.time_share}
        return _Outcome(State.TOO_EARLY, (Reason("early-days", facts),))
    return _by_pace(where, value)


def _is_on_or_off(goal: Goal, figure: Figure) -> bool:
    """Whether a goal is on or off target now, and its pace is not asked for."""
    if goal.kind is Kind.LEVEL:
        is_kept = goal.baseline is not None and meets(goal, goal.baseline.value)
        is_there = goal.due is not None and meets(goal, figure.value)
        return isinstance(goal.target, Range) or is_kept or is_there
    return goal.kind is Kind.RATE


def _by_pace(where: Trajectory, value: Decimal) -> _Outcome:
    if where.progress is None and where.is_budget:
        return _Outcome(State.ON_TRACK, (Reason("nothing-used"),))
    if where.progress is None:
        worse = value != where.baseline.value
        state = State.MOVING_AWAY if worse else State.FAR_BEHIND
        return _Outcome(state, (Reason("no-way", {"value": where.baseline.value}),))
    facts = {
        "progress": where.progress,
        "share": where.time_share,
        "ratio": where.pace_ratio,
        "planned": where.planned,
    }
    ratio = where.pace_ratio
    if ratio is None:
        # Nothing was planned by now (or, of a budget, nothing is used yet).
        state = State.ON_TRACK if where.progress >= 0 else State.MOVING_AWAY
        name = "nothing-used-yet" if where.is_budget else "nothing-planned"
        return _Outcome(state, (Reason(name, facts),))
    name = "budget" if where.is_budget else "pace"
    return _Outcome(_pace_state(ratio), (Reason(name, facts),))


def _pace_state(ratio: Decimal) -> State:
    if ratio >= ON_TRACK:
        return State.ON_TRACK
    if ratio >= FAR_BEHIND:
        return State.BEHIND
    return State.FAR_BEHIND if ratio >= 0 else State.MOVING_AWAY


def _milestone(inputs: _Inputs) -> _Outcome:
    """A dated milestone that is not done and not overdue."""
    goal, figure = inputs.goal, inputs.figure
    if not goal.steps:
        days = {"days": _days_left(goal, inputs.as_of)}
        return _Outcome(State.OPEN, (Reason("open", days),))
    planned = planned_steps(goal, inputs.as_of)
    if figure is None and not planned:
        return _Outcome(State.NO_DATA, (Reason("no-data"),))
    done = figure.value if figure else _ZERO
    facts = {"done": done, "planned": planned}
    state = _pace_state(done / planned) if planned else State.ON_TRACK
    return _Outcome(state, (Reason("steps", facts),))


def planned_steps(goal: Goal, day: date) -> Decimal:
    """How much of a milestone of steps was due by the day, in percent of its weight."""
    due = [step.weight for step in goal.steps if step.due and step.due.last <= day]
    return sum(due, _ZERO) * _HUNDRED / sum(step.weight for step in goal.steps)


def _direction(inputs: _Inputs) -> Reason:
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


def _comparable(inputs: _Inputs) -> Figure | None:
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


def _remarks(inputs: _Inputs, verdict: _Outcome) -> tuple[Reason, ...]:
    """Return remarks that belong to a state, such as that a figure is preliminary."""
    goal, year = inputs.goal, inputs.year
    remarks = []
    if verdict.met_on is None and inputs.meeting:
        remarks.append(Reason("was-met", {"day": inputs.meeting[0].period.last}))
    if year and not year.is_complete:
        facts = {
            "year": year.year,
            "estimate": year.estimate,
            "share": year.share,
            "years": year.years,
        }
        name = "even-pace" if not year.years else "year-share"
        remarks.append(Reason(name, facts))
        if meets(goal, year.to_date) and goal.aim in (Aim.AT_LEAST, Aim.ABOVE):
            remarks.append(Reason("met-already", {"year": year.year}))
    if inputs.figure and any(e.status == "preliminary" for e in inputs.figure.entries):
        remarks.append(Reason("preliminary"))
    if inputs.series.conflicts:
        remarks.append(Reason("conflict", {"count": len(inputs.series.conflicts)}))
    return tuple(remarks)


def _original(goal: Goal, as_of: date, known_on: date | None) -> Original | None:
    """Return the goal by its first target and due date, if they were changed."""
    first = goal
    for revision in reversed(goal.revisions):
        target = revision.target if revision.target is not None else first.target
        first = first._replace(target=target, due=revision.due or first.due)
    if (first.target, first.due) == (goal.target, goal.due):
        return None
    first = first._replace(revisions=())
    return Original(first, assess(first, as_of, known_on).state)


# The numbers beside the verdict


def _days_left(goal: Goal, as_of: date) -> int | None:
    return (goal.due.last - as_of).days if goal.due else None


def _days_late(goal: Goal, on: date) -> int:
    """Days from the due date to `on`; zero or less in time."""
    return (on - goal.due.last).days if goal.due else 0


def _attainment(goal: Goal, value: Decimal | None) -> Decimal | None:
    if value is None or not isinstance(goal.target, Decimal) or goal.target == 0:
        return None
    return value / goal.target


def _remaining(inputs: _Inputs) -> Decimal | None:
    target = inputs.goal.target
    if not inputs.in_due_year or not isinstance(target, Decimal) or inputs.year is None:
        return None
    return target - inputs.year.to_date


def _gap_to_plan(inputs: _Inputs) -> Decimal | None:
    if inputs.trajectory is None or inputs.figure is None or inputs.value is None:
        return None
    value = inputs.figure.value if inputs.in_due_year else inputs.value
    return inputs.trajectory.planned - value


def _required(inputs: _Inputs) -> Rate | None:
    """Return the rate still required, from the figure (or its year) to the due date."""
    goal, value, year = inputs.goal, inputs.value, inputs.year
    target = goal.target
    if value is None or goal.due is None or not isinstance(target, Decimal):
        return None
    if goal.kind is Kind.RATE:
        return None
    if is_budget(goal):
        # What is left of a budget may be used, and need not be.
        return None
    if year and year.year < goal.due.last.year:
        years = goal.due.last.year - year.year
        faster = growth(value, target, Decimal(years))
        return Rate((target - value) / years, faster, years * _WHOLE_YEAR)
    days = (goal.due.last - inputs.as_of).days
    if days <= 0:
        return None
    remaining = _remaining(inputs)
    if remaining is not None:
        return Rate(per_year(remaining, days), None, days)
    return _rate(goal, value, target, days)


def _achieved(inputs: _Inputs) -> Rate | None:
    """Return the rate achieved from the baseline to the figure."""
    goal, where, figure = inputs.goal, inputs.trajectory, inputs.figure
    if where is None or figure is None or inputs.value is None:
        return None
    start, end = where.baseline.period.last, figure.period.last
    if inputs.year and not inputs.in_due_year:
        years = Decimal(end.year - start.year)
        rise = inputs.value - where.baseline.value
        faster = growth(where.baseline.value, inputs.value, years)
        return Rate(rise / years, faster, int(years) * _WHOLE_YEAR)
    return _rate(goal, where.baseline.value, figure.value, (end - start).days)


def _rate(goal: Goal, start: Decimal, end: Decimal, days: int) -> Rate:
    """The change from start to end as a rate; a level has a growth rate too."""
    grows = goal.kind is Kind.LEVEL and days >= _WHOLE_YEAR
    faster = growth(start, end, days / _DAYS_OF_YEAR) if grows else None
    return Rate(per_year(end - start, days), faster, days)
