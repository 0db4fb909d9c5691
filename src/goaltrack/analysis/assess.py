"""Assessments: the state of a goal as of a day, its numbers and reasons.

Judged at the date of the figure, not of the clock, but for what is recorded at once:
what has not been published is never counted against a goal.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from goaltrack.analysis.deciding import Decision, decide_level, decide_year_total
from goaltrack.analysis.forecast import Forecast, forecast, forecast_of_kept
from goaltrack.analysis.pace import (
    Trajectory,
    YearEstimate,
    distance,
    growth,
    is_budget,
    per_year,
    year_estimate,
)
from goaltrack.analysis.series import Figure, Series, series
from goaltrack.analysis.states import (
    Inputs,
    Reason,
    State,
    bound_by_later,
    days_left,
    deciding_figures,
    figure_by_due_date,
    is_waiting,
    meeting_figures,
    outcome,
    planned_steps,
    remarks,
    side,
    stale_or,
    suspension,
    trajectory_of,
)
from goaltrack.model.ledger import Goal, Kind, meets, parts_of

if TYPE_CHECKING:
    from goaltrack.analysis.objectives import Parts
    from goaltrack.analysis.standing import Standing

_HUNDRED = Decimal(100)
_DAYS_OF_YEAR = Decimal("365.2425")
_WHOLE_YEAR = 365


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
    reasons: tuple[Reason, ...]
    series: Series
    days_left: int | None
    """Days until the last day of the due period; below zero once it passed."""
    met_on: date | None
    """The last day of the first figure that met the target."""
    original: Original | None
    """The assessment by the first target and due date, where they were changed."""
    colour: str = "grey"
    """The colour that the rule set gives; grey until it is applied."""
    rule: int | None = None
    """Which rule gave the colour, from 0; None: no rule did."""
    figure: Figure | None = None
    decided_by: Figure | None = None
    """Of a level or rate that is due: the figure that decides."""
    reached_on: date | None = None
    """The first day of the run of figures that meets the target, now or when due."""
    age: int | None = None
    """Days from the last day of the figure to `as_of`."""
    year: YearEstimate | None = None
    trajectory: Trajectory | None = None
    attainment: Decimal | None = None
    """Figure (of a yearly flow: year estimate) divided by the target."""
    gap: Decimal | None = None
    """Target minus figure (of a yearly flow: year estimate), in the unit."""
    remaining: Decimal | None = None
    """Of a yearly flow, in its due year: target minus the year to date."""
    gap_to_plan: Decimal | None = None
    """Plan line minus figure, at the date of the figure, in the unit."""
    required: Rate | None = None
    achieved: Rate | None = None
    standing: "Standing | None" = None
    """Of a target that holds for each period: what became of them."""
    parts: "Parts | None" = None
    """Of an objective: its parts, and what they come to."""
    forecast: Forecast | None = None
    """None where there is no number to be met by a day."""
    known_on: date | None = None
    """The day by which everything that counts was written down; None: any."""
    score: Decimal | None = None
    """The score of Open SDG, from -5 to 5, where the rule set asks for its measure."""

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
        if self.parts:
            return self.parts.progress
        if self.trajectory:
            return self.trajectory.progress
        return _way_gone(self.goal, self.figure)

    @property
    def pace_ratio(self) -> Decimal | None:
        """Progress / planned progress; of a milestone, steps done / steps due."""
        if self.goal.steps:
            planned = planned_steps(self.goal, self.as_of)
            done = self.figure.value if self.figure else Decimal(0)
            return done / planned if planned else None
        if self.parts:
            return self.parts.pace_ratio
        return self.trajectory.pace_ratio if self.trajectory else None

    @property
    def time_elapsed(self) -> Decimal | None:
        """The share of the time to the due date that has passed."""
        if self.parts:
            return self.parts.time_elapsed
        return self.trajectory.time_elapsed if self.trajectory else None

    @property
    def days_late(self) -> int | None:
        """Days from the due date until it was met; of what was not, until now.

        None where it was met in time, or is not due.
        """
        days = -(self.days_left or 0)
        if self.met_on and self.goal.due:
            days = (self.met_on - self.goal.due.last).days
        return days if days > 0 and self.state in _LATE else None

    @property
    def is_short(self) -> bool:
        """Whether there is a gap to the target, as far as the figure tells."""
        return self.value is not None and not meets(self.goal, self.value)

    @property
    def over(self) -> str | None:
        """Which side of the target a value lies on that does not meet it."""
        return side(self.goal, self.value) if self.is_short else None


class Others:
    """The goals of a ledger as of a day: each is looked at once."""

    def __init__(
        self,
        goals: Mapping[str, Goal],
        as_of: date,
        known_on: date | None = None,
        *,
        has_forecasts: bool = True,
    ) -> None:
        self.has_forecasts = has_forecasts
        """Whether assessments have a forecast, which takes half of the time."""
        self._goals = goals
        self._days = as_of, known_on
        self._parts: dict[str, list[str]] | None = None
        self._assessed: dict[str, Assessment] = {}

    def get(self, name: str) -> Goal | None:
        """Return a goal by its id."""
        return self._goals.get(name)

    def parts(self, name: str) -> Sequence[Goal]:
        """Return the goals whose parent that is, in the order of the ledger."""
        if self._parts is None:
            self._parts = parts_of(self._goals)
        return [self._goals[part] for part in self._parts.get(name, ())]

    def is_known(self, name: str) -> bool:
        """Whether the goal is assessed already."""
        return name in self._assessed

    def assessed(self, name: str) -> Assessment:
        """Return the assessment of a goal of the ledger."""
        found = self._assessed.get(name)
        if found is None:
            found = assess(self._goals[name], *self._days, self)
            self._assessed[name] = found
        return found


def assess(
    goal: Goal,
    as_of: date,
    known_on: date | None = None,
    goals: Mapping[str, Goal] | Others | None = None,
) -> Assessment:
    """Assess the goal as of a day.

    With `known_on`, only from what had been written down by then. `goals` are those of
    the ledger, by their ids, of which some may be its parts or give its target.
    """
    others = (
        goals if isinstance(goals, Others) else Others(goals or {}, as_of, known_on)
    )
    if goal.revisions or any((goal.dropped, goal.closed, goal.colour, goal.paused)):
        # Few goals have a history, and only they pay for it.
        from goaltrack.analysis.promises import as_promised  # noqa: PLC0415

        goal = as_promised(goal, as_of, known_on)
    if goal.kind is Kind.OBJECTIVE:
        return _objective(goal, as_of, known_on, others)
    figures = series(goal, as_of, known_on)
    days = as_of, known_on
    if goal.each and not goal.is_undecided:
        return _standing(goal, figures, days, others)
    if goal.reference:
        from goaltrack.analysis.references import with_target  # noqa: PLC0415 - rare

        goal = with_target(goal, goal.reference, figures, days, others.get)
    return _assessed(goal, figures, days, others)


def _assessed(
    goal: Goal,
    figures: Series,
    days: tuple[date, date | None],
    others: Others,
) -> Assessment:
    """Assess a target that is met once, by its figures."""
    as_of, known_on = days
    figure = figures.last
    waits = is_waiting(goal, figures.figures, as_of)
    yearly = figure is not None and goal.kind is Kind.YEAR_TOTAL and not waits
    year = year_estimate(figures.figures, goal.years) if yearly else None
    value = year.estimate if year else figure.value if figure else None
    deciding = deciding_figures(goal, figures.figures, as_of)
    decision = _decision(goal, figures.figures, as_of)
    decided_by = decision.figure if decision else None
    if goal.kind is Kind.TOTAL and goal.due and as_of > goal.due.last:
        decided_by = figure_by_due_date(goal, figures.figures)
        decided_by = decided_by or bound_by_later(goal, figures.figures)
    if goal.kind is Kind.RATE and deciding:
        decided_by = deciding[-1]
    counted = figures.figures
    if decided_by:
        value = decided_by.value
        counted = counted[: counted.index(decided_by) + 1]
        if year:
            year = year_estimate(counted, goal.years)
    if waits and not decided_by:
        # What is known is of another year.
        value, counted = None, ()
    where = trajectory_of(goal, counted, as_of) if counted else None
    inputs = Inputs(
        goal,
        as_of,
        figures,
        figure,
        year,
        where,
        value,
        deciding,
        meeting_figures(goal, deciding),
        decision,
    )
    found = outcome(inputs)
    # Once one of several years has met the target, the others change nothing.
    settled = decision is not None and decision.in_year is not None
    gap = None if value is None or settled else distance(goal, value)
    outlook = None
    if others.has_forecasts and not (settled or waits):
        outlook = forecast(goal, figures.figures, year, as_of)
    return Assessment(
        goal=goal,
        as_of=as_of,
        known_on=known_on,
        state=found.state,
        met_on=found.met_on,
        days_left=days_left(goal, as_of),
        figure=figure,
        decided_by=decided_by,
        reached_on=found.reached_on or found.met_on,
        age=_age(figure, as_of),
        year=year,
        trajectory=where,
        attainment=_attainment(goal, value),
        gap=gap,
        remaining=_remaining(inputs),
        gap_to_plan=_gap_to_plan(inputs),
        required=_required(inputs) if found.state not in _SETTLED else None,
        achieved=_achieved(inputs),
        forecast=_as_sure(outlook, found.state),
        original=_original(goal, as_of, known_on, others),
        series=figures,
        reasons=found.reasons + remarks(inputs, found),
    )


def _decision(goal: Goal, figures: Sequence[Figure], as_of: date) -> Decision | None:
    """Return what has been decided of a level or year-total."""
    if goal.target is None:
        return None
    if goal.kind is Kind.LEVEL:
        return decide_level(goal, figures, as_of)
    if goal.kind is Kind.YEAR_TOTAL:
        return decide_year_total(goal, figures)
    return None


def _age(figure: Figure | None, as_of: date) -> int | None:
    """Days since the last day of the figure; 0 of one whose period is not over."""
    return figure and max((as_of - figure.period.last).days, 0)


def _standing(
    goal: Goal,
    figures: Series,
    days: tuple[date, date | None],
    others: Others,
) -> Assessment:
    """Assess a target that holds for each period."""
    # Few ledgers have one, and only they pay for it.
    from goaltrack.analysis.standing import (  # noqa: PLC0415
        standing,
        standing_outcome,
    )

    as_of, known_on = days
    kept = standing(goal, figures, days, others.get)
    found = suspension(goal, as_of) or standing_outcome(goal, kept, as_of)
    if figures.figures:
        found = stale_or(found, goal, figures.figures, as_of)
    turns = kept.turns if kept else ()
    # Of one in which nothing was recorded no entry can be shown.
    shown = next((t for t in reversed(turns) if t.figure.entries), None)
    judged = next((turn for turn in reversed(turns) if turn.is_kept is not None), shown)
    if kept and found.state in (State.OFF_TARGET, State.MISSED):
        judged = kept.last_miss or judged
    by = judged.figure if judged else None
    return Assessment(
        goal=judged.goal if judged and goal.reference else goal,
        as_of=as_of,
        known_on=known_on,
        state=found.state,
        met_on=found.met_on,
        days_left=days_left(goal, as_of),
        figure=shown.figure if shown else figures.last,
        decided_by=by,
        age=_age(figures.last, as_of),
        gap=distance(judged.goal, by.value) if judged and by else None,
        standing=kept,
        forecast=_as_sure(_forecast_of_kept(goal, kept, as_of), found.state),
        original=_original(goal, as_of, known_on, others),
        series=figures,
        reasons=found.reasons,
    )


def _objective(
    goal: Goal, as_of: date, known_on: date | None, others: Others
) -> Assessment:
    """Assess a goal by its parts."""
    # Few ledgers have one, and only they pay for it.
    from goaltrack.analysis.objectives import objective  # noqa: PLC0415

    found, parts = objective(goal, as_of, others)
    return Assessment(
        goal=goal,
        as_of=as_of,
        known_on=known_on,
        state=found.state,
        met_on=found.met_on,
        days_left=days_left(goal, as_of),
        reached_on=found.met_on,
        original=_original(goal, as_of, known_on, others),
        series=Series((), ()),
        reasons=found.reasons,
        parts=parts,
    )


def _forecast_of_kept(
    goal: Goal, found: "Standing | None", as_of: date
) -> Forecast | None:
    """Return the chance of a dated standing target that is still open."""
    if goal.due is None or found is None or as_of >= goal.due.last:
        return None
    if found.periods is None or found.need is None:
        return None
    rest = found.periods - found.kept - found.missed - found.unknown
    wanted = found.need - found.kept
    if rest <= 0:
        return None
    return forecast_of_kept(goal.due.last, found.kept, found.missed, rest, wanted)


def _as_sure(found: Forecast | None, state: State) -> Forecast | None:
    """Return the forecast, without a chance where its last figure is out of date."""
    if found is None or found.probability is None or state is not State.STALE:
        return found
    return found._replace(probability=None, refused="stale")


_LATE = (State.LATE, State.MISSED, State.NO_RESULT)
_SETTLED = (
    State.DROPPED,
    State.WATCHING,
    State.UNDECIDED,
    State.MET,
    State.LATE,
    State.MISSED,
    State.NO_RESULT,
)


def _original(
    goal: Goal, as_of: date, known_on: date | None, others: Others
) -> Original | None:
    """Return the goal as first promised, if that was something else."""
    if not goal.revisions:
        return None
    from goaltrack.analysis.promises import first_promise  # noqa: PLC0415 - as above

    first = first_promise(goal)
    if first._replace(revisions=goal.revisions, plan=goal.plan) == goal:
        return None
    return Original(first, assess(first, as_of, known_on, others).state)


# The numbers beside the state


def _way_gone(goal: Goal, figure: Figure | None) -> Decimal | None:
    """How much of the way from its baseline a level is, where no time is set for it.

    Or none has passed yet: the figure is of the day from which progress counts.
    """
    base, target = goal.baseline, goal.target
    if goal.kind is not Kind.LEVEL or base is None or figure is None:
        return None
    if not isinstance(target, Decimal) or target == base.value:
        return None
    if figure.period.last < base.period.last or meets(goal, base.value):
        return None
    return (figure.value - base.value) / (target - base.value)


def _attainment(goal: Goal, value: Decimal | None) -> Decimal | None:
    if value is None or not isinstance(goal.target, Decimal) or goal.target <= 0:
        return None
    return value / goal.target


def _remaining(inputs: Inputs) -> Decimal | None:
    target = inputs.goal.target
    if not inputs.in_due_year or not isinstance(target, Decimal) or inputs.year is None:
        return None
    return target - inputs.year.to_date


def _gap_to_plan(inputs: Inputs) -> Decimal | None:
    if inputs.trajectory is None or inputs.figure is None or inputs.value is None:
        return None
    value = inputs.figure.value if inputs.in_due_year else inputs.value
    return inputs.trajectory.planned - value


def _required(inputs: Inputs) -> Rate | None:
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
    last = goal.years.number(goal.due.last)
    if year and year.year < last:
        years = last - year.year
        faster = growth(value, target, Decimal(years))
        return Rate((target - value) / years, faster, years * _WHOLE_YEAR)
    days = (goal.due.last - inputs.as_of).days
    if days <= 0:
        return None
    remaining = _remaining(inputs)
    if remaining is not None:
        return Rate(per_year(remaining, days), None, days)
    return _rate(goal, value, target, days)


def _achieved(inputs: Inputs) -> Rate | None:
    """Return the rate achieved from the baseline to the figure."""
    goal, where, figure = inputs.goal, inputs.trajectory, inputs.figure
    if where is None or figure is None or inputs.value is None:
        return None
    start, end = where.baseline.period.last, figure.period.last
    if inputs.year and not inputs.in_due_year:
        number = goal.years.number
        years = Decimal(number(end) - number(start))
        rise = inputs.value - where.baseline.value
        faster = growth(where.baseline.value, inputs.value, years)
        return Rate(rise / years, faster, int(years) * _WHOLE_YEAR)
    return _rate(goal, where.baseline.value, figure.value, (end - start).days)


def _rate(goal: Goal, start: Decimal, end: Decimal, days: int) -> Rate:
    """The change from start to end as a rate; a level has a growth rate too."""
    grows = goal.kind is Kind.LEVEL and days >= _WHOLE_YEAR
    faster = growth(start, end, days / _DAYS_OF_YEAR) if grows else None
    return Rate(per_year(end - start, days), faster, days)
