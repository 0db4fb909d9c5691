"""Everything that is said of one goal as of one day.

Judged at the date of the figure, not of the clock: what has not been published
is never counted against a goal. The thresholds of the pace ratio, 0.95, 0.60
and 0, are those of Eurostat, Statistics Canada and the United Nations.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from goaltrack.analysis.forecast import Forecast, forecast
from goaltrack.analysis.pace import (
    Way,
    YearEstimate,
    distance,
    growth,
    is_budget,
    is_whole_year,
    per_year,
    way,
    year_estimate,
)
from goaltrack.analysis.series import Figure, Series, series
from goaltrack.model.ledger import HOLDS, Aim, Goal, Kind, Range, meets

ON_PACE = Decimal("0.95")
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
    BEHIND = "behind"
    ON_PACE = "on-pace"


URGENCY = (
    State.MISSED,
    State.MOVING_AWAY,
    State.FAR_BEHIND,
    State.BEHIND,
    State.NO_RESULT,
    State.TOO_EARLY,
    State.NO_DATA,
    State.OPEN,
    State.ON_PACE,
    State.UNDATED,
    State.WATCHING,
    State.LATE,
    State.MET,
    State.PAUSED,
    State.DROPPED,
)
"""The states, worst first."""


class Reason(NamedTuple):
    """Why an assessment says what it says: a sentence's name and its facts."""

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
    """A goal as it was first promised, and its state by that promise."""

    goal: Goal
    state: State


class Assessment(NamedTuple):
    """What is said of a goal as of a day. What does not apply is None."""

    goal: Goal
    as_of: date
    state: State
    colour: str
    """What the rule set makes of it; grey until it has been painted."""
    rule: int | None
    """Which rule gave the colour, from 0; None: no rule did."""
    met_on: date | None
    """The last day of the first figure that met the target."""
    days_left: int | None
    """Days until the last day of the due period; below zero once it passed."""
    figure: Figure | None
    age: int | None
    """Days from the last day of the figure to `as_of`."""
    year: YearEstimate | None
    way: Way | None
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
    """What would be said by the first promise, where that was changed."""
    series: Series
    reasons: tuple[Reason, ...]

    @property
    def value(self) -> Decimal | None:
        """What is held against the target: the figure, or the estimate of its year."""
        if self.year:
            return self.year.estimate
        return self.figure.value if self.figure else None

    @property
    def progress(self) -> Decimal | None:
        """How much of its way is gone, as a share; of a milestone how much is done."""
        if self.goal.kind is Kind.MILESTONE:
            return self.figure.value / _HUNDRED if self.figure else None
        return self.way.progress if self.way else None

    @property
    def is_short(self) -> bool:
        """Whether there is a gap to the target, as far as the figure tells."""
        return self.value is not None and not meets(self.goal, self.value)


class _Verdict(NamedTuple):
    state: State
    reasons: tuple[Reason, ...]
    met_on: date | None = None


class _Seen(NamedTuple):
    """What is known of a goal, gathered once, for the rules to look at."""

    goal: Goal
    as_of: date
    series: Series
    figure: Figure | None
    year: YearEstimate | None
    way: Way | None
    value: Decimal | None
    """What is held against the target: the figure, or the estimate of its year."""
    deciding: Sequence[Figure]
    """The figures that alone can say whether the target is met."""
    meeting: Sequence[Figure]
    """Those of them that say that it is."""
    known: date
    """The day up to which what a person said counts."""

    @property
    def in_due_year(self) -> bool:
        """Whether it is a yearly flow whose last year to be met has begun."""
        due = self.goal.due
        return bool(self.year and due and self.year.year == due.last.year)


def assess(goal: Goal, as_of: date, known_on: date | None = None) -> Assessment:
    """What is to be said of the goal as of a day.

    With `known_on`, only from what had been written down by then.
    """
    figures = series(goal, as_of, known_on)
    figure = figures.last
    yearly = figure is not None and goal.kind is Kind.YEAR_TOTAL
    year = year_estimate(figures.figures) if yearly else None
    value = year.estimate if year else figure.value if figure else None
    where = way(goal, figures.figures) if figure else None
    deciding = _deciding(goal, figures.figures)
    meeting = _meeting(goal, deciding)
    known = min(as_of, known_on or as_of)
    seen = _Seen(
        goal, as_of, figures, figure, year, where, value, deciding, meeting, known
    )
    verdict = _verdict(seen)
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
        age=figure and (as_of - figure.period.last).days,
        year=year,
        way=where,
        attainment=_attainment(goal, value),
        gap=gap,
        remaining=_remaining(seen),
        gap_to_plan=_gap_to_plan(seen),
        required=_required(seen) if verdict.state not in _SETTLED else None,
        achieved=_achieved(seen),
        forecast=None if settled else forecast(goal, figures.figures, year, as_of),
        original=_original(goal, as_of, known_on),
        series=figures,
        reasons=verdict.reasons + _remarks(seen, verdict),
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


def _verdict(seen: _Seen) -> _Verdict:
    goal = seen.goal
    for state, word in ((State.DROPPED, goal.dropped), (State.PAUSED, goal.paused)):
        if word and word.on <= seen.known:
            facts = {"day": word.on, "reason": word.reason}
            return _Verdict(state, (Reason(state.value, facts),))
    if goal.target is None and goal.kind is not Kind.MILESTONE:
        return _Verdict(State.WATCHING, (_direction(seen),))
    return _met(seen) or _overdue(seen) or _under_way(seen)


def _met(seen: _Seen) -> _Verdict | None:
    meeting = seen.meeting
    last = bool(meeting) and seen.deciding[-1] is meeting[-1]
    if not last:
        meeting = [figure for figure in meeting if _is_in_some_year(seen, figure)]
    if not meeting:
        return None
    on = meeting[0].period.last
    late = _days_late(seen.goal, on)
    if late > 0:
        return _Verdict(State.LATE, (Reason("late", {"day": on, "days": late}),), on)
    facts = {"day": on, "days": -late, "is_dated": seen.goal.due is not None}
    reasons = [Reason("met", facts)]
    if not last:
        reasons.append(Reason("one-year-counts", {"year": on.year}))
    return _Verdict(State.MET, tuple(reasons), on)


def _deciding(goal: Goal, figures: Sequence[Figure]) -> Sequence[Figure]:
    """The figures that alone can say that the target is met, or is not."""
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
    if isinstance(goal.target, Decimal):
        holds, target = HOLDS[goal.aim], goal.target
        return [figure for figure in figures if holds(figure.value, target)]
    return [figure for figure in figures if meets(goal, figure.value)]


def _is_in_some_year(seen: _Seen, figure: Figure) -> bool:
    """Whether it is one of several years in any of which the target may be met."""
    due = seen.goal.due
    return (
        seen.goal.kind is Kind.YEAR_TOTAL
        and due is not None
        and due.first.year < due.last.year
        and due.first <= figure.period.first
        and figure.period.last <= due.last
    )


def _overdue(seen: _Seen) -> _Verdict | None:
    goal, figure = seen.goal, seen.figure
    if goal.due is None or seen.as_of < goal.due.last:
        return None
    if seen.deciding and seen.deciding[-1].period.last >= goal.due.last:
        return _missed(seen, seen.deciding[-1])
    if seen.as_of == goal.due.last:
        return None
    facts = {
        "days": (seen.as_of - goal.due.last).days,
        "due": goal.due,
        "period": figure and figure.period,
    }
    return _Verdict(State.NO_RESULT, (Reason("no-result", facts),))


def _missed(seen: _Seen, figure: Figure) -> _Verdict:
    gap = distance(seen.goal, figure.value)
    facts = {"period": figure.period, "value": figure.value, "gap": gap}
    name = "missed" if gap != 0 else "missed-equal"
    return _Verdict(State.MISSED, (Reason(name, facts),))


def _under_way(seen: _Seen) -> _Verdict:
    goal, figure = seen.goal, seen.figure
    if goal.due is None:
        return _Verdict(State.UNDATED, (Reason("undated"),))
    if goal.kind is Kind.MILESTONE:
        return _milestone(seen)
    if figure is None or seen.value is None:
        return _Verdict(State.NO_DATA, (Reason("no-data"),))
    if isinstance(goal.target, Range):
        inside = meets(goal, seen.value)
        state = State.ON_PACE if inside else State.BEHIND
        return _Verdict(state, (Reason("inside" if inside else "outside"),))
    if seen.way is None:
        one = len(seen.series.figures) == 1
        name = "no-figure-since"
        if not goal.baseline:
            name = "one-figure" if one else "no-whole-year"
        return _Verdict(State.TOO_EARLY, (Reason(name),))
    is_spent = seen.way.is_budget and not meets(goal, figure.value)
    if seen.way.time_share < TOO_EARLY and not is_spent:
        facts = {"share": seen.way.time_share}
        return _Verdict(State.TOO_EARLY, (Reason("early-days", facts),))
    return _by_pace(seen.way, seen.value)


def _by_pace(where: Way, value: Decimal) -> _Verdict:
    if where.progress is None:
        worse = value != where.baseline.value
        state = State.MOVING_AWAY if worse else State.FAR_BEHIND
        return _Verdict(state, (Reason("no-way", {"value": where.baseline.value}),))
    facts = {
        "progress": where.progress,
        "share": where.time_share,
        "ratio": where.pace_ratio,
        "planned": where.planned,
    }
    ratio = where.pace_ratio
    if ratio is None:
        # Nothing was planned by now (or, of a budget, nothing is used yet).
        state = State.ON_PACE if where.progress >= 0 else State.MOVING_AWAY
        return _Verdict(state, (Reason("nothing-planned", facts),))
    name = "budget" if where.is_budget else "pace"
    return _Verdict(_pace_state(ratio), (Reason(name, facts),))


def _pace_state(ratio: Decimal) -> State:
    if ratio >= ON_PACE:
        return State.ON_PACE
    if ratio >= FAR_BEHIND:
        return State.BEHIND
    return State.FAR_BEHIND if ratio >= 0 else State.MOVING_AWAY


def _milestone(seen: _Seen) -> _Verdict:
    """A dated milestone that is not done and not overdue."""
    goal, figure = seen.goal, seen.figure
    if not goal.steps:
        days = {"days": _days_left(goal, seen.as_of)}
        return _Verdict(State.OPEN, (Reason("open", days),))
    planned = planned_steps(goal, seen.as_of)
    if figure is None and not planned:
        return _Verdict(State.NO_DATA, (Reason("no-data"),))
    done = figure.value if figure else _ZERO
    facts = {"done": done, "planned": planned}
    state = _pace_state(done / planned) if planned else State.ON_PACE
    return _Verdict(state, (Reason("steps", facts),))


def planned_steps(goal: Goal, day: date) -> Decimal:
    """How much of a milestone of steps was due by the day, in percent of its weight."""
    due = [step.weight for step in goal.steps if step.due and step.due.last <= day]
    return sum(due, _ZERO) * _HUNDRED / sum(step.weight for step in goal.steps)


def _direction(seen: _Seen) -> Reason:
    """Which way the last two comparable figures go, and whether it is the wished."""
    aim = seen.goal.aim
    if seen.figure is None:
        return Reason("no-data")
    before = _comparable(seen)
    if before is None:
        return Reason("no-direction", {"aim": aim.value})
    step = seen.figure.value - before.value
    way_ = "up" if step > 0 else "down" if step < 0 else "flat"
    wished = None if aim is Aim.WATCH else aim.value == way_
    facts = {"step": abs(step), "period": before.period, "wished": wished}
    return Reason(f"going-{way_}", facts)


def _comparable(seen: _Seen) -> Figure | None:
    """The figure before the last; of a yearly flow, the same part of a year before."""
    *before, last = seen.series.figures
    if seen.goal.kind is Kind.YEAR_TOTAL:
        ends = last.period.last.month, last.period.last.day
        before = [
            f
            for f in before
            if (f.period.last.month, f.period.last.day) == ends
            and f.period.first.year < last.period.first.year
        ]
    return before[-1] if before else None


def _remarks(seen: _Seen, verdict: _Verdict) -> tuple[Reason, ...]:
    """What stands behind the verdict and must be said with it."""
    goal, year = seen.goal, seen.year
    remarks = []
    if verdict.met_on is None and seen.meeting:
        remarks.append(Reason("was-met", {"day": seen.meeting[0].period.last}))
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
    if seen.figure and any(e.status == "preliminary" for e in seen.figure.entries):
        remarks.append(Reason("preliminary"))
    if seen.series.conflicts:
        remarks.append(Reason("conflict", {"count": len(seen.series.conflicts)}))
    return tuple(remarks)


def _original(goal: Goal, as_of: date, known_on: date | None) -> Original | None:
    """The goal as it was first promised, if its target or due date was changed."""
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


def _remaining(seen: _Seen) -> Decimal | None:
    target = seen.goal.target
    if not seen.in_due_year or not isinstance(target, Decimal) or seen.year is None:
        return None
    return target - seen.year.to_date


def _gap_to_plan(seen: _Seen) -> Decimal | None:
    if seen.way is None or seen.figure is None or seen.value is None:
        return None
    value = seen.figure.value if seen.in_due_year else seen.value
    return seen.way.planned - value


def _required(seen: _Seen) -> Rate | None:
    """What is still needed a year, from the figure (or its year) to the due date."""
    goal, value, year = seen.goal, seen.value, seen.year
    target = goal.target
    if value is None or goal.due is None or not isinstance(target, Decimal):
        return None
    if is_budget(goal):
        # What is left of a budget may be used, and need not be.
        return None
    if year and year.year < goal.due.last.year:
        years = goal.due.last.year - year.year
        faster = growth(value, target, Decimal(years))
        return Rate((target - value) / years, faster, years * _WHOLE_YEAR)
    days = (goal.due.last - seen.as_of).days
    if days <= 0:
        return None
    remaining = _remaining(seen)
    if remaining is not None:
        return Rate(per_year(remaining, days), None, days)
    return _rate(goal, value, target, days)


def _achieved(seen: _Seen) -> Rate | None:
    """What came a year from the baseline to the figure."""
    goal, where, figure = seen.goal, seen.way, seen.figure
    if where is None or figure is None or seen.value is None:
        return None
    start, end = where.baseline.period.last, figure.period.last
    if seen.year and not seen.in_due_year:
        years = Decimal(end.year - start.year)
        rise = seen.value - where.baseline.value
        faster = growth(where.baseline.value, seen.value, years)
        return Rate(rise / years, faster, int(years) * _WHOLE_YEAR)
    return _rate(goal, where.baseline.value, figure.value, (end - start).days)


def _rate(goal: Goal, start: Decimal, end: Decimal, days: int) -> Rate:
    """The change from start to end as a rate; a level has a growth rate too."""
    grows = goal.kind is Kind.LEVEL and days >= _WHOLE_YEAR
    faster = growth(start, end, days / _DAYS_OF_YEAR) if grows else None
    return Rate(per_year(end - start, days), faster, days)
