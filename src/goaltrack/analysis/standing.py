"""Standing targets: such as 20 km each week; which periods were kept, and which missed.

A period is assessed when it is over; a bound on what adds up that is exceeded counts at
once. Nothing recorded in it is unknown, but of a self-recorded total it is nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from goaltrack.analysis.deciding import is_self_recorded
from goaltrack.analysis.pace import distance, is_budget, is_whole_year
from goaltrack.analysis.references import Others, figure_of, with_base
from goaltrack.analysis.series import Figure, Series, counting_entries, series
from goaltrack.analysis.states import Outcome, Reason, State, side
from goaltrack.model.ledger import (
    CEILINGS,
    EACH_FIGURE,
    Entry,
    Goal,
    Kind,
    Range,
    meets,
)
from goaltrack.model.period import Period
from goaltrack.model.years import Years

_ZERO = Decimal(0)
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_YEAR_MONTHS = 12


class Turn(NamedTuple):
    """A period for which the target holds, and what became of it."""

    period: Period
    figure: Figure
    goal: Goal
    """The goal with the target of this period."""
    is_kept: bool | None
    """None where it is not known, or not over and still open."""
    is_over: bool = True


class Standing(NamedTuple):
    """A standing target so far."""

    need: int | None
    """How many periods are to be kept; None where a share or all of them are."""
    periods: int | None
    """How many periods there are up to the due date; None without one."""
    kept: int
    missed: int
    unknown: int
    run: int
    """How many known periods were kept running, up to the last one."""
    longest_run: int
    turns: tuple[Turn, ...]
    """The periods that have a figure, the running one too, oldest first."""
    last_miss: Turn | None

    @property
    def share(self) -> Decimal | None:
        """The part of the known periods that was kept."""
        known = self.kept + self.missed
        return Decimal(self.kept) / known if known else None


class Slots:
    """The periods of one length, by their numbers."""

    def __init__(self, each: str, years: Years) -> None:
        self._days = {"day": 1, "week": 7}.get(each)
        self._months = _MONTHS.get(each, 1)
        self._shift = years.start - 1 if each in ("quarter", "half-year", "year") else 0
        self._years = years

    def number(self, day: date) -> int:
        """Return the number of the period that the day is in."""
        if self._days:
            return (day.toordinal() - 1) // self._days
        months = day.year * _YEAR_MONTHS + day.month - 1 - self._shift
        return months // self._months

    def first(self, number: int) -> date:
        """Return the first day of a period."""
        if self._days:
            ordinal = number * self._days + 1
            return date.fromordinal(min(ordinal, date.max.toordinal()))
        months = number * self._months + self._shift
        if months // _YEAR_MONTHS > date.max.year:
            return date.max
        return date(months // _YEAR_MONTHS, months % _YEAR_MONTHS + 1, 1)

    def last(self, number: int) -> date:
        """Return the last day of a period."""
        after = self.first(number + 1)
        if after == date.max:
            return after
        return date.fromordinal(after.toordinal() - 1)

    def turns(self, first: date, last: date) -> list[date]:
        """Return the first days of the periods that begin between two days."""
        numbers = range(self.number(first), self.number(last) + 1)
        return [day for day in map(self.first, numbers) if first <= day]

    def period(self, number: int) -> Period:
        """Return a period, a fiscal one with its name."""
        first = self.first(number)
        if self._years.are_fiscal and self._shift and not self._days:
            year = self._years.number(first)
            begin = self._years.first_day(year)
            after = (first.year - begin.year) * _YEAR_MONTHS + first.month - begin.month
            return self._years.part(year, after, self._months)
        return Period(first, self.last(number))


class Value(NamedTuple):
    """A value in a period, and the entries that give it."""

    value: Decimal
    entries: tuple[Entry, ...]
    is_whole: bool = True
    """Whether nothing of the period is left out."""


Values = Mapping[int, Value]


def standing(
    goal: Goal,
    found: Series,
    days: tuple[date, date | None],
    others: Others,
) -> Standing | None:
    """Return what became of the periods so far; None before the first figure.

    `days` are the one as of which it is seen, and `known_on`. `others` gives the goal
    whose figure is the target.
    """
    as_of = days[0]
    if goal.each == EACH_FIGURE:
        return _of_figures(goal, found, days, others)
    slots = Slots(goal.each or "", goal.years)
    if not found.figures and goal.start is None:
        return None
    values = _values(goal, slots, found, days)
    is_own = is_self_recorded(goal, found.figures)
    first, last = _ends(goal, slots, found)
    rests = _paused(goal, slots, as_of)
    running = slots.number(as_of)
    # Of a self-recorded total, what is not recorded did not happen.
    nothing = Value(_ZERO, ()) if is_own else None
    targets = _targets(goal, slots, values, days, others)
    turns, unknown = [], 0
    until = running if last is None else min(running, last)
    for number in range(first, until + 1):
        if number in rests:
            continue
        is_over = number < running or (not is_own and _ends_on(values, number, as_of))
        value = values.get(number, nothing)
        if value is None:
            # Many days may have none: nothing more is to be said of them.
            unknown += is_over
            continue
        period, target = slots.period(number), targets(number)
        turns.append(_turn(goal, period, value, target, is_over=is_over))
    periods = None
    if last is not None:
        periods = max(last - first + 1, 0) - sum(first <= n <= last for n in rests)
    return _counted(goal, turns, periods, unknown)


def _ends_on(values: Values, number: int, day: date) -> bool:
    """Whether a figure of the day ends the period: nothing else is to come."""
    value = values.get(number)
    return value is not None and value.entries[-1].period.last == day


def _ends(goal: Goal, slots: Slots, found: Series) -> tuple[int, int | None]:
    """Return the numbers of the first and last period that lie within start and due."""
    if goal.start:
        first = slots.number(goal.start)
        if slots.first(first) < goal.start:
            first += 1
    else:
        first = slots.number(found.figures[0].period.last)
    if goal.due is None:
        return first, None
    last = slots.number(goal.due.last)
    return first, last if slots.last(last) <= goal.due.last else last - 1


def _paused(goal: Goal, slots: Slots, as_of: date) -> set[int]:
    """Return the periods that a pause touches."""
    found: set[int] = set()
    for pause in goal.paused:
        end = as_of if pause.until is None else pause.until
        last = max(pause.on, date.fromordinal(max(end.toordinal() - 1, 1)))
        found.update(range(slots.number(pause.on), slots.number(last) + 1))
    return found


def _values(
    goal: Goal, slots: Slots, found: Series, days: tuple[date, date | None]
) -> Values:
    """Return the value of each period that has one."""
    if goal.kind is Kind.LEVEL:
        # Of several in a period the last one stays.
        return {
            slots.number(f.period.last): Value(f.value, f.entries)
            for f in found.figures
        }
    if goal.kind is Kind.YEAR_TOTAL:
        return {
            slots.number(f.period.first): Value(f.value, f.entries, is_whole_year(f))
            for f in found.figures
        }
    if goal.kind is Kind.RATE:
        return _of_rate(goal, slots, counting_entries(goal, *days))
    return _produced(goal, slots, found)


def _of_rate(goal: Goal, slots: Slots, entries: Sequence[Entry]) -> Values:
    """Return of each period its own figure, else what `take` says of those in it."""
    inside: dict[int, dict[Period, Entry]] = {}
    for entry in entries:
        if entry.value is None:
            continue
        number = slots.number(entry.period.last)
        if entry.period.days <= (slots.last(number) - slots.first(number)).days + 1:
            inside.setdefault(number, {})[entry.period] = entry
    return {number: _taken(goal, slots, number, of) for number, of in inside.items()}


def _taken(
    goal: Goal, slots: Slots, number: int, entries: Mapping[Period, Entry]
) -> Value:
    own = entries.get(Period(slots.first(number), slots.last(number)))
    if own is not None and own.value is not None:
        return Value(own.value, (own,))
    given = tuple(entries.values())
    values = [entry.value for entry in given if entry.value is not None]
    if goal.take == "mean":
        return Value(sum(values, _ZERO) / len(values), given)
    if goal.take == "worst":
        worst = max if goal.aim in CEILINGS else min
        if isinstance(goal.target, Range):
            middle = (goal.target.low + goal.target.high) / 2
            return Value(max(values, key=lambda v: abs(v - middle)), given)
        return Value(worst(values), given)
    return Value(values[-1], given[-1:])


def _produced(goal: Goal, slots: Slots, found: Series) -> Values:
    """Return what was produced in each period that has figures.

    Of published totals an entry over more than one period leaves all of them open, and
    a period is whole only if its entries cover it.
    """
    values: dict[int, Value] = {}
    before = _ZERO
    covered: dict[int, int] = {}
    across: set[int] = set()
    is_own = is_self_recorded(goal, found.figures)
    for figure in found.figures:
        number = slots.number(figure.period.last)
        produced = figure.value - before
        had = values.get(number)
        entries = (*had.entries, *figure.entries) if had else figure.entries
        values[number] = Value((had.value if had else _ZERO) + produced, entries)
        before = figure.value
        span = figure.entry.period
        if span.first < span.last:
            begin = slots.number(span.first)
            if begin != number:
                across.update(range(begin, number + 1))
            covered[number] = covered.get(number, 0) + span.days
    if is_own:
        return values
    for number in across:
        values.pop(number, None)
    for number, days in covered.items():
        if number in values:
            length = (slots.last(number) - slots.first(number)).days + 1
            values[number] = values[number]._replace(is_whole=days >= length)
    return values


def _targets(
    goal: Goal,
    slots: Slots,
    values: Values,
    days: tuple[date, date | None],
    others: Others,
) -> Callable[[int], Goal | None]:
    """Return what gives the goal with the target of a period; None: it is not known."""
    reference = goal.reference
    if reference is None:
        return lambda _number: goal
    theirs: Values = values
    if reference.goal is not None:
        other = others(reference.goal)
        if other is None:
            return lambda _number: None
        theirs = _values(other, slots, series(other, *days), days)
    back = 1 if reference.goal is None else 0

    def with_target(number: int) -> Goal | None:
        base = theirs.get(number - back)
        is_known = base is not None and base.is_whole
        return with_base(goal, base.value if base and is_known else None)

    return with_target


def _turn(
    goal: Goal, period: Period, value: Value, target: Goal | None, *, is_over: bool
) -> Turn:
    figure = Figure(period, value.value, value.entries)
    kept = None if target is None else _is_kept(target, value, is_over=is_over)
    return Turn(period, figure, target or goal, kept, is_over)


def _is_kept(goal: Goal, value: Value, *, is_over: bool) -> bool | None:
    """Whether a period was kept; None where that is not known yet."""
    is_met = meets(goal, value.value)
    if is_over and value.is_whole:
        return is_met
    if goal.kind not in (Kind.TOTAL, Kind.YEAR_TOTAL):
        return None
    over = side(goal, value.value) == "over" or is_budget(goal)
    if not is_met and over:
        return False
    may_be_lost = isinstance(goal.target, Range) or is_budget(goal)
    return True if is_over and is_met and not may_be_lost else None


def _of_figures(
    goal: Goal,
    found: Series,
    days: tuple[date, date | None],
    others: Others,
) -> Standing | None:
    """Return what became of each figure, where the target holds for every one."""
    figures = [
        figure
        for figure in found.figures
        if (goal.due is None or figure.period.last <= goal.due.last)
        and not any(_lies_in(pause.on, pause.until, figure) for pause in goal.paused)
    ]
    if not figures:
        return None
    turns = []
    before: Decimal | None = None
    for figure in figures:
        target: Goal | None = goal
        if goal.reference:
            other = before
            if goal.reference.goal is not None:
                other = figure_of(others(goal.reference.goal), figure.period, days)
            target = with_base(goal, other)
        kept = None if target is None else meets(target, figure.value)
        turns.append(Turn(figure.period, figure, target or goal, kept))
        before = figure.value
    is_over = goal.due is not None and days[0] > goal.due.last
    return _counted(goal, turns, len(turns) if is_over or goal.closed else None)


def _lies_in(first: date, until: date | None, figure: Figure) -> bool:
    last = figure.period.last
    return first <= last and (until is None or figure.period.first < until)


def _counted(
    goal: Goal, turns: Sequence[Turn], periods: int | None, unknown: int = 0
) -> Standing:
    """Return the counts of the periods; one that is not over counts once it is decided.

    An unknown one neither ends a run nor lengthens it; `unknown` are those without any
    figure.
    """
    kept = missed = run = longest = 0
    last_miss = None
    for turn in turns:
        if turn.is_kept:
            kept, run = kept + 1, run + 1
            longest = max(longest, run)
        elif turn.is_kept is False:
            missed, run, last_miss = missed + 1, 0, turn
    unknown += sum(turn.is_over and turn.is_kept is None for turn in turns)
    need = None
    if goal.need and goal.need.number is not None:
        need = goal.need.number
    elif goal.need and goal.need.share is not None and periods is not None:
        need = -int(-(goal.need.share * periods) // 1)
    elif periods is not None:
        need = periods
    return Standing(
        need, periods, kept, missed, unknown, run, longest, tuple(turns), last_miss
    )


def standing_outcome(goal: Goal, found: Standing | None, as_of: date) -> Outcome:
    """Return the state of a standing target.

    Missed as soon as what is needed can no longer be kept, met when the due date has
    passed and it was; before that, and without due date, on or off target.
    """
    if found is None or not found.turns:
        due = goal.due
        if due and as_of > due.last:
            facts = {"days": (as_of - due.last).days, "due": due, "period": None}
            return Outcome(State.NO_RESULT, (Reason("no-result", facts),))
        return Outcome(State.NO_DATA, (Reason("no-data"),))
    state = _decided(goal, found, as_of) or _so_far(goal, found)
    met_on = goal.due.last if state is State.MET and goal.due else None
    return Outcome(state, _reasons(goal, found, state), met_on)


def _decided(goal: Goal, found: Standing, as_of: date) -> State | None:
    """Return how a dated standing target ended; None while it is open."""
    is_over = goal.closed is not None or (
        goal.due is not None and as_of > goal.due.last
    )
    need, periods = found.need, found.periods
    if need is None or periods is None:
        return None
    possible = found.kept + found.unknown if is_over else periods - found.missed
    if possible < need:
        return State.MISSED
    if not is_over:
        return None
    return State.MET if found.kept >= need else State.NO_RESULT


def _so_far(goal: Goal, found: Standing) -> State:
    """Return on or off target: by the share that is needed, else by the last period."""
    share = found.share
    if share is None:
        # Nothing is over yet, so nothing was missed.
        is_on = True
    elif goal.need is None:
        known = [turn for turn in found.turns if turn.is_kept is not None]
        is_on = found.missed == 0 or (goal.due is None and bool(known[-1].is_kept))
    else:
        wanted = goal.need.share
        if wanted is None:
            wanted = Decimal(found.need or 0) / max(found.periods or 1, 1)
        is_on = share >= wanted
    return State.ON_TARGET if is_on else State.OFF_TARGET


def _reasons(goal: Goal, found: Standing, state: State) -> tuple[Reason, ...]:
    each = goal.each or ""
    known = found.kept + found.missed
    facts: dict[str, object] = {"kept": found.kept, "known": known, "each": each}
    said = [Reason("each-kept" if known else "each-none", facts)]
    if found.need is not None and goal.need is not None:
        of_all = {"need": found.need, "periods": found.periods, "each": each}
        said.append(Reason("each-need", of_all))
    elif goal.need and goal.need.share is not None:
        said.append(Reason("each-share", {"share": goal.need.share}))
    if found.unknown:
        said.append(Reason("each-unknown", {"unknown": found.unknown, "each": each}))
    miss = found.last_miss
    if miss and state in (State.OFF_TARGET, State.MISSED):
        value = miss.figure.value
        gap = distance(miss.goal, value)
        which = side(miss.goal, value) if gap else "equal"
        miss_facts = {"period": miss.period, "value": value, "gap": gap}
        said.append(Reason(f"off-target-{which}", miss_facts))
    return tuple(said)
