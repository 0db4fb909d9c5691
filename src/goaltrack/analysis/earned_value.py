"""A milestone of steps against its own dates, and how its owner's dates held so far.

Earned value and earned schedule: PV is the weight planned by a day, EV the weight
done; SV = EV - PV, SPI = EV / PV; the earned schedule is the day for which what is done
had been planned. (PMI, Practice Standard for Earned Value Management; W. Lipke,
Schedule is Different, 2003.) SPI drifts to 1 after the planned end, the earned schedule
does not.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from goaltrack.analysis.series import series
from goaltrack.model.ledger import Goal, Kind, Step

FEWEST = 5
"""Finished milestones that it takes to say how an owner's dates hold."""

_ZERO = Decimal(0)


class Schedule(NamedTuple):
    """The position of a milestone on its own schedule."""

    planned: Decimal
    """PV: the weight of the steps that were due by the day."""
    done: Decimal
    """EV: the weight of the steps that are done."""
    whole: Decimal
    earned: date | None
    """The day for which what is done had been planned; None before the first step."""

    @property
    def variance(self) -> Decimal:
        """SV: what is done beyond what was planned; below zero behind it."""
        return self.done - self.planned

    @property
    def performance(self) -> Decimal | None:
        """SPI: done / planned; None while nothing was planned."""
        return self.done / self.planned if self.planned else None


def schedule(steps: Sequence[Step], done: Iterable[str], day: date) -> Schedule | None:
    """The schedule of the steps as of a day; None if any of them has no due date."""
    dated = [(step.due.last, step.weight) for step in steps if step.due]
    if not dated or len(dated) < len(steps):
        return None
    reached = set(done)
    planned = sum((weight for due, weight in dated if due <= day), _ZERO)
    value = sum((step.weight for step in steps if step.id in reached), _ZERO)
    whole = sum((weight for _, weight in dated), _ZERO)
    return Schedule(planned, value, whole, earned(sorted(dated), value))


def earned(dated: Sequence[tuple[date, Decimal]], value: Decimal) -> date | None:
    """The day for which so much had been planned: between two due dates by share.

    `dated` has due dates and weights in the order of time.
    """
    before: date | None = None
    total = _ZERO
    for due, weight in dated:
        if total + weight > value:
            if before is None or value == total:
                return before
            share = (value - total) / weight
            days = round((due - before).days * share)
            return date.fromordinal(before.toordinal() + days)
        total += weight
        before = due
    return before


class Chance(NamedTuple):
    """The chance that all that is open is done in time, by an owner's own record."""

    low: float
    """If each step is on its own."""
    high: float
    """If all move together: the truth lies between."""
    in_time: int
    """How many of the finished milestones that were open so long were in time."""
    finished: int
    """How many those are, for the step that is the least sure."""


def slip_ratios(
    goals: Mapping[str, Goal], owner: str | None, as_of: date
) -> Sequence[Decimal]:
    """Actual / planned duration of each finished milestone of the owner.

    Of milestones with a start and a due date, done by the day. For the same goals and
    day they are worked out once: a report asks for each of its goals.
    """
    known = _latest[0] if _latest else None
    if known is None or known[0] is not goals or known[1] != as_of:
        known = (goals, as_of, _slips(goals.values(), as_of))
        _latest[:] = [known]
    return known[2].get(owner, ())


_Slips = dict[str | None, list[Decimal]]
_latest: list[tuple[Mapping[str, Goal], date, _Slips]] = []


def _slips(goals: Iterable[Goal], as_of: date) -> _Slips:
    """Return the ratios of all finished milestones, by owner."""
    found: _Slips = {}
    for goal in goals:
        if goal.kind is not Kind.MILESTONE or goal.start is None or goal.due is None:
            continue
        planned = (goal.due.last - goal.start).days
        last = series(goal, as_of).last
        if planned > 0 and last and last.value >= 100:  # noqa: PLR2004 - done
            took = Decimal((last.period.last - goal.start).days)
            found.setdefault(goal.owner, []).append(took / planned)
    return found


def chance(
    goal: Goal, done: Iterable[str], ratios: Sequence[Decimal], as_of: date
) -> Chance | None:
    """The chance that the milestone is done in time; None under five finished ones.

    Each open step (or the milestone itself) is done in time with (s + 1) / (n + 2): n
    in the record were open as long as it is now, and s of them were done in time
    (Laplace's rule of succession).
    """
    if len(ratios) < FEWEST or goal.start is None or goal.due is None:
        return None
    reached = set(done)
    ends = [step.due.last for step in goal.steps if step.due and step.id not in reached]
    chances = []
    for end in ends or [goal.due.last]:
        planned = (end - goal.start).days
        gone = Decimal((as_of - goal.start).days)
        open_ = [ratio for ratio in ratios if planned > 0 and ratio * planned > gone]
        if not open_:
            return None
        in_time = sum(ratio <= 1 for ratio in open_)
        count = len(open_)
        chances.append(((in_time + 1) / (count + 2), in_time, count))
    together, in_time, count = min(chances)
    alone = 1.0
    for one, _, _ in chances:
        alone *= one
    return Chance(alone, together, in_time, count)
