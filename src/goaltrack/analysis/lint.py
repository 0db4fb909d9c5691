"""Doubts about a valid ledger: conflicts, likely typos, missing sources."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Context, Decimal
from itertools import pairwise
from typing import NamedTuple

from goaltrack.analysis.pace import year_estimate, year_estimates
from goaltrack.analysis.series import (
    Conflict,
    Figure,
    Series,
    counting_entries,
    series,
)
from goaltrack.model.amount import plain
from goaltrack.model.ledger import ABOUT, Entry, Goal, Kind, Ledger, meets
from goaltrack.model.period import Period
from goaltrack.model.period_label import label

_SLIP = Decimal("0.25")
"""How far from a power of ten a slip may lie, as a logarithm: a factor of 1.8."""
_WILD = Decimal("1.78")
"""By which factor more than half of the steps change a series that leaps by itself."""
_STEPS = 4
"""From so many steps on it can be said whether it does."""

REVIEW = "review"
"""The tag of a goal that was drafted from a text, and that nobody has looked at yet."""
_OFTEN = ("day", "week")
"""Periods of which hardly anybody keeps every one."""
_NEAR, _FAR = Decimal("0.25"), Decimal(4)
_BRIEF = Context(prec=6)


class Reason(NamedTuple):
    """Why something is doubtful: the code of a sentence in `i18n/messages`, facts."""

    code: str
    facts: Mapping[str, object] = {}


class Doubt(NamedTuple):
    """Something to look at: a goal, an entry of it by its place (from 0), and why."""

    goal: str
    entry: int | None
    reason: Reason
    is_warning: bool
    """Whether the figures count as they are."""
    others: tuple[int, ...] = ()
    """The entries that it disagrees with."""


def doubts(ledger: Ledger, *, strict: bool = False) -> list[Doubt]:
    """Everything doubtful in the ledger, in the order of the file.

    With `strict`, promises and figures without a source too.
    """
    without = _undivided(ledger)
    return [
        doubt
        for goal in ledger.goals.values()
        for doubt in _doubts(goal, without.get(goal.id, ()), strict=strict)
    ]


def newest_doubts(goal: Goal) -> list[Doubt]:
    """Return the doubts about a goal's newest entry, but for `suspected_typos`."""
    last = len(goal.progress) - 1
    known = series(goal, date.max)
    alone = _alone(goal, strict=False)
    found = (*_aim_in_doubt(goal, known), *alone, *_together(goal, known))
    return [doubt for doubt in found if doubt.entry == last]


def new_goal_doubts(goal: Goal) -> list[Doubt]:
    """Return whether a new goal may aim the other way, or stand in percent wrongly."""
    known = series(goal, date.max)
    return [*_aim_in_doubt(goal, known), *_share_in_doubt(goal)]


def order_of_magnitude_error(before: Goal, after: Goal) -> int:
    """By which power of ten the newest entry's figure differs from the one before it.

    1,012 where 101.2 was before is 1: a slip between 万 and 亿, or of the decimal
    point, looks like this. 0 if by none. Years are compared by their estimates; what
    adds up from its start may grow tenfold, and so may growth: neither is in doubt.
    """
    if after.kind in (Kind.TOTAL, Kind.RATE):
        return 0
    day = after.progress[-1].period.last
    old = _last(before, day) or _last(before, date.max)
    return _power(old, _last(after, day))


def decrease(before: Goal, after: Goal) -> Decimal | None:
    """Return the figure before that the newest one is below, where it adds up.

    What adds up does not fall: a sign was forgotten (7 for +7), or a year to date is
    less than it was. None if it does not fall, and of other kinds.
    """
    entry = after.progress[-1]
    if entry.value is None:
        return None
    if after.kind is Kind.YEAR_TOTAL:
        return _year_before(before, entry)
    if after.kind is not Kind.TOTAL:
        return None
    if entry.period.first < entry.period.last:
        # What was produced in a period is no total.
        return None
    old = _last(before, entry.period.last)
    return old if old is not None and entry.value < old else None


def _year_before(goal: Goal, entry: Entry) -> Decimal | None:
    """Return a figure of the same year up to an earlier day that is larger, if any."""
    years, (first, last) = goal.years, entry.period
    if first != years.first_of(last):
        return None
    found = [
        figure.value
        for figure in series(goal, date.max).figures
        if figure.period.first == first and figure.period.last < last
    ]
    most = max(found, default=None)
    value = entry.value
    return most if most is not None and value is not None and value < most else None


def beyond_target(goal: Goal, entry: Entry) -> Decimal | None:
    """Return how many times the target a new figure is, where that is hard to believe.

    8,600 of a goal of 1.2 (万人) looks like another unit. None where it may well be.
    """
    target, said = goal.target, entry.change if entry.value is None else entry.value
    if not isinstance(target, Decimal) or target <= 0 or said is None:
        return None
    times = said / target
    before = series(goal, date.max).figures[:-1]
    most = max((figure.value for figure in before), default=_NOTHING)
    return times if times >= _BEYOND and said >= _BEYOND * most else None


_NOTHING, _BEYOND = Decimal(0), Decimal(20)


def suspected_typos(goal: Goal, known: Series | None = None) -> list[Doubt]:
    """Return entries that look like typos: ten times their neighbours, a falling total.

    A level that goes on from there has only grown, one that always leaps only does so
    again, and a rate may be anything. `known` is the goal's series, where it is known.
    """
    if goal.kind is Kind.RATE:
        return []
    places = {id(entry): place for place, entry in enumerate(goal.progress)}
    figures = (known or series(goal, date.max)).figures
    values = [figure.value for figure in figures]
    if goal.kind is Kind.YEAR_TOTAL:
        values = [year.estimate for year in year_estimates(figures)]
    found = []
    is_total = goal.kind is Kind.TOTAL
    for n, (before, value) in enumerate(pairwise(values), 1):
        # Nearly all are as they should be: there may be very many.
        if value >= before if is_total else not _power(before, value):
            continue
        reason = _typo(goal, figures[n], values[n - 1 : n + 2])
        place = places.get(id(figures[n].entry))
        if reason and place is not None:
            found.append(Doubt(goal.id, place, reason, is_warning=True))
    return [] if found and not is_total and _is_wild(values) else found


def _typo(goal: Goal, figure: Figure, around: Sequence[Decimal]) -> Reason | None:
    """Return why a figure looks like a typo among its neighbours, if it does."""
    before, value, *after = around
    if goal.kind is Kind.TOTAL:
        is_said = figure.entry.value is not None
        return Reason("total-fell", {"value": plain(before)}) if is_said else None
    power = _power(before, value)
    if after and _power(value, after[0]) * power >= 0:
        return None
    times = plain(Decimal(10) ** abs(power))
    if goal.kind is Kind.YEAR_TOTAL:
        # An estimate has no end of digits.
        before = _BRIEF.plus(before)
    return Reason(
        "too-large" if power > 0 else "too-small",
        {"times": times, "value": plain(before)},
    )


def _power(old: Decimal | None, new: Decimal | None) -> int:
    if not old or not new:
        return 0
    ratio = new / old
    if ratio <= 0 or _NEAR < ratio < _FAR:
        # As nearly all are: a logarithm costs fifty times as much.
        return 0
    leap = ratio.log10()
    power = leap.to_integral_value()
    return int(power) if abs(leap - power) <= _SLIP else 0


def _is_wild(values: Sequence[Decimal]) -> bool:
    """Whether the series leaps as a rule: half of its steps are large ones."""
    # Without logarithms: there may be very many.
    ratios = [after / before for before, after in pairwise(values) if before and after]
    ratios = [ratio for ratio in ratios if ratio > 0]
    calm = sum(1 / _WILD < ratio < _WILD for ratio in ratios)
    return len(ratios) >= _STEPS and 2 * calm < len(ratios)


def _last(goal: Goal, day: date) -> Decimal | None:
    figures = series(goal, day).figures
    if figures and goal.kind is Kind.YEAR_TOTAL:
        return year_estimate(figures).estimate
    return figures[-1].value if figures else None


def _doubts(goal: Goal, without: Iterable[Period], *, strict: bool) -> Iterator[Doubt]:
    """Yield the doubts about a goal that leaves out these periods."""
    if strict and goal.source is None:
        yield Doubt(goal.id, None, Reason("goal-without-source"), is_warning=True)
    if REVIEW in goal.tags:
        carried = (goal.fields or {}).get("due")
        reason = Reason("draft", {"goal": goal.own_id})
        if carried:
            reason = Reason("draft-due", {"goal": goal.own_id, "due": carried})
        yield Doubt(goal.id, None, reason, is_warning=True)
    if goal.tolerance == ABOUT:
        yield Doubt(goal.id, None, Reason("tolerance-without-size"), is_warning=True)
    if goal.each in _OFTEN and goal.need is None:
        yield Doubt(goal.id, None, Reason("need-not-said"), is_warning=True)
    if goal.formula:
        for period in without:
            facts = {"period": label(period, "en")}
            reason = Reason("divided-by-zero", facts)
            yield Doubt(goal.id, None, reason, is_warning=True)
        yield from _share_in_doubt(goal)
        return
    yield from _start_advised(goal)
    known = series(goal, date.max)
    yield from _aim_in_doubt(goal, known)
    yield from _alone(goal, strict=strict)
    yield from suspected_typos(goal, known)
    yield from _together(goal, known)


def _undivided(ledger: Ledger) -> dict[str, list[Period]]:
    """Return the periods that derived goals leave out."""
    if not any(goal.formula for goal in ledger.goals.values()):
        return {}
    from goaltrack.analysis.derived import undivided  # noqa: PLC0415 - as in session

    return undivided(ledger.goals)


def _share_in_doubt(goal: Goal) -> Iterator[Doubt]:
    """Yield that a quotient is given in percent: 0.05 where 5 % would be right."""
    formula = goal.formula
    if formula is None or goal.unit != "%" or "/" not in formula.text:
        return
    if "growth(" not in formula.text and "100" not in formula.text:
        facts = {"formula": formula.text}
        yield Doubt(goal.id, None, Reason("share-in-doubt", facts), is_warning=True)


def _start_advised(goal: Goal) -> Iterator[Doubt]:
    """Yield that the rate of an earlier year stands beside a target due in one year."""
    due, years = goal.due, goal.years
    if goal.kind is not Kind.RATE or goal.start or due is None or goal.each:
        return
    if due.first != years.first_of(due.last) or not years.is_whole(due):
        return
    for place, entry in enumerate(goal.progress):
        if entry.period.last < due.first and years.is_whole(entry.period):
            facts = {"first": due.first}
            yield Doubt(goal.id, place, Reason("start-advised", facts), is_warning=True)
            return


def _aim_in_doubt(goal: Goal, known: Series) -> Iterator[Doubt]:
    """Yield that nobody said which way, and the very first figure meets the target."""
    target = goal.target
    if (
        goal.is_aim_said
        or goal.baseline
        or goal.due is None
        or goal.each
        or goal.kind not in (Kind.LEVEL, Kind.RATE)
        or not isinstance(target, Decimal)
    ):
        return
    figures = known.figures
    if figures and meets(goal, figures[0].value) and figures[0].value != target:
        place = next(
            n for n, e in enumerate(goal.progress) if e is figures[0].entries[0]
        )
        facts = {"value": plain(figures[0].value), "target": plain(target)}
        facts["goal"] = goal.own_id
        yield Doubt(goal.id, place, Reason("aim-in-doubt", facts), is_warning=True)


def _alone(goal: Goal, *, strict: bool) -> Iterator[Doubt]:
    """Yield the doubts about each entry by itself."""
    corrected: dict[str, int] = {}
    for place, entry in enumerate(goal.progress):
        reasons = list(_of_entry(goal, entry, strict=strict))
        if entry.replaces and corrected.setdefault(entry.replaces, place) != place:
            reasons.append(Reason("two-corrections", {"id": entry.replaces}))
        for reason in reasons:
            yield Doubt(goal.id, place, reason, is_warning=True)


def _together(goal: Goal, known: Series) -> Iterator[Doubt]:
    """Yield the conflicts between entries."""
    places = {id(entry): place for place, entry in enumerate(goal.progress)}
    for place, other in _repeated(goal, places):
        reason = Reason("two-figures", {"others": other + 1})
        yield Doubt(goal.id, place, reason, is_warning=True, others=(other,))
    for conflict in known.conflicts:
        others = tuple(places[id(entry)] for entry in conflict.others)
        yield Doubt(
            goal.id,
            places[id(conflict.entry)],
            _conflict(conflict, others),
            is_warning=False,
            others=others,
        )


def _of_entry(goal: Goal, entry: Entry, *, strict: bool) -> Iterator[Reason]:
    if strict and entry.id is None:
        yield Reason("no-id")
    last = entry.period.last
    if entry.recorded and entry.known_since < last and entry.status != "forecast":
        yield Reason("before-period-end", {"recorded": entry.known_since, "last": last})
    begins = goal.baseline.period.last if goal.baseline else goal.start
    if goal.kind is Kind.TOTAL and begins and last < begins:
        yield Reason("before-start", {"first": begins})
    if strict and entry.source is None:
        yield Reason("figure-without-source")


def _repeated(goal: Goal, places: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Entries that give another value for the same time as one before, and that one."""
    seen: dict[tuple[object, object], Entry] = {}
    for entry in counting_entries(goal, date.max, None):
        if entry.value is None:
            continue
        when = (entry.period, entry.status)
        other = seen.setdefault(when, entry)
        if other.value != entry.value:
            yield places[id(entry)], places[id(other)]


def _conflict(conflict: Conflict, places: tuple[int, ...]) -> Reason:
    others = ", ".join(str(place + 1) for place in places)
    if not others:
        return Reason("loose")
    if conflict.found is None or conflict.entry.value is None:
        return Reason("overlaps", {"others": others})
    facts = {
        "value": plain(conflict.entry.value),
        "others": others,
        "found": plain(conflict.found),
    }
    return Reason("disagrees", facts)
