"""The figures of a goal: its entries added up by a day, and their conflicts.

Entries that lie after `as_of`, were recorded after `known_on`, were corrected
by another one that was known by then, or are forecasts, are left out.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from goaltrack.model.amount import EXACT, decimals
from goaltrack.model.ledger import Entry, Goal, Kind
from goaltrack.model.period import Period

_ZERO = Decimal(0)
_HUNDRED = Decimal(100)


class Figure(NamedTuple):
    """A value that holds, the days it covers, and the entries that give it.

    A level or running total covers one day, a yearly figure the days of its
    year up to the last one known. A milestone's value is the percentage that is
    done: 100 only when it is reached.
    """

    period: Period
    value: Decimal
    entries: tuple[Entry, ...]

    @property
    def entry(self) -> Entry:
        """The entry that was needed last."""
        return self.entries[-1]


class Conflict(NamedTuple):
    """An entry that contradicts the sum of those before it."""

    entry: Entry
    others: tuple[Entry, ...]
    found: Decimal | None
    """The sum of the others; None where they leave it open."""


class Series(NamedTuple):
    """The figures of a goal, oldest first, and the entries that disagree."""

    figures: tuple[Figure, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def last(self) -> Figure | None:
        """The figure that reaches furthest."""
        return self.figures[-1] if self.figures else None

    @property
    def steps_done(self) -> dict[str, Period]:
        """The day or period of each step of a milestone that is done, by its id."""
        found: dict[str, Period] = {}
        for figure in self.figures:
            for entry in figure.entries:
                if isinstance(entry.done, str):
                    found.setdefault(entry.done, entry.period)
        return found


def series(goal: Goal, as_of: date, known_on: date | None = None) -> Series:
    """The figures of the goal that had happened by `as_of`.

    With `known_on`, only of what had been written down by then; an entry that
    does not say when it was recorded is taken to have been known at once.
    """
    entries = counting_entries(goal, as_of, known_on)
    if goal.kind is Kind.RATE:
        from goaltrack.analysis.rates import rate_series  # noqa: PLC0415 - few have them

        return rate_series(goal, entries)
    found = _READERS[goal.kind](goal, entries)
    if goal.start and goal.kind in _STARTED:
        kept = [f for f in found.figures if f.period.last >= goal.start]
        return found._replace(figures=tuple(kept))
    return found


def effective_entries(goal: Goal, known_on: date | None) -> list[Entry]:
    """The entries written down by then, without those they replace."""
    entries: Iterable[Entry] = goal.progress
    if known_on is not None:
        entries = [entry for entry in entries if entry.known_since <= known_on]
    replaced = {entry.replaces for entry in entries if entry.replaces}
    if not replaced:
        return list(entries)
    return [entry for entry in entries if entry.id not in replaced]


def counting_entries(goal: Goal, as_of: date, known_on: date | None) -> list[Entry]:
    """Return the entries that count, by their last day, then by their place."""
    entries = [
        entry
        for entry in effective_entries(goal, known_on)
        if (entry.period.last <= as_of or is_early(entry, as_of))
        and entry.status != "forecast"
    ]
    entries.sort(key=_ORDER)
    return entries


def is_early(entry: Entry, as_of: date) -> bool:
    """Whether a period's figure came out before the period was over, and by the day."""
    is_period = entry.period.first < entry.period.last
    return is_period and entry.recorded is not None and entry.known_since <= as_of


_ORDER = attrgetter("period.last", "period.first")


def _level(goal: Goal, entries: Sequence[Entry]) -> Series:
    """The last word of each day; a change adds to the figure before it."""
    figures: dict[date, Figure] = {}
    conflicts = []
    baseline = goal.baseline
    before = baseline.value if baseline else None
    for entry in entries:
        value = entry.value
        by: tuple[Entry, ...] = (entry,)
        if entry.change is not None:
            if before is None:
                conflicts.append(Conflict(entry, (), None))
                continue
            value = EXACT.add(before, entry.change)
            by = _after(figures, entry)
        if value is not None:
            period = entry.period
            figures[period.last] = Figure(_end(period), value, by)
            before = value
    return Series(tuple(figures.values()), tuple(conflicts))


def _total(goal: Goal, entries: Sequence[Entry]) -> Series:
    """Return the running total at the end of each day that has an entry.

    A value on a day is the total by then, a change adds to the total before it,
    a value over a period was produced in it and adds to the total at its
    beginning. In the days between nothing is taken to have been produced.
    """
    origin = _origin(goal, entries)
    latest = _ZERO
    totals = {origin: latest}
    figures: dict[date, Figure] = {}
    reached = origin
    conflicts = []
    for entry in entries:
        period, value = entry.period, entry.value
        by: tuple[Entry, ...] = (entry,)
        day = period.last
        last = day.toordinal()
        if last <= origin:
            continue
        if entry.change is not None:
            total = EXACT.add(latest, entry.change)
            by = _after(figures, entry)
        elif value is None:
            continue
        elif period.first == day:
            total = value
        else:
            before = period.first.toordinal() - 1
            base = totals.get(before, latest if before >= reached else None)
            total = value if base is None else EXACT.add(base, value)
            other = figures.get(day)
            if base is None or (other and other.value != total):
                rival = other or next(reversed(figures.values()))
                found = None if base is None else rival.value
                conflicts.append(Conflict(entry, rival.entries, found))
                continue
        figures[day] = Figure(_end(period), total, by)
        totals[last] = latest = total
        reached = last
    return Series(tuple(figures.values()), tuple(conflicts))


def _end(period: Period) -> Period:
    """The last day of the period; the same one, where that is all."""
    first, last = period
    return period if first is last else Period(last, last)


def _after(figures: dict[date, Figure], entry: Entry) -> tuple[Entry, ...]:
    """The entries of the same day that a change adds to, and the change."""
    same = figures.get(entry.period.last)
    return (*same.entries, entry) if same else (entry,)


def _origin(goal: Goal, entries: Sequence[Entry]) -> int:
    """The day, as an ordinal, at whose end the count begins."""
    if goal.start:
        return goal.start.toordinal() - 1
    if goal.baseline:
        return goal.baseline.period.last.toordinal()
    firsts = [entry.period.first.toordinal() for entry in entries]
    return min(firsts, default=1) - 1


def _year_total(goal: Goal, entries: Sequence[Entry]) -> Series:
    """The year to date at the end of each period that leads there from its start."""
    number = goal.years.number
    years: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.value is not None:
            years.setdefault(number(entry.period.first), []).append(entry)
    figures: list[Figure] = []
    conflicts: list[Conflict] = []
    for year in sorted(years):
        _add_up(goal.years.first_day(year), years[year], figures, conflicts)
    return Series(tuple(figures), tuple(conflicts))


class _Sum(NamedTuple):
    value: Decimal
    entries: tuple[Entry, ...]


def _add_up(
    new_year: date,
    entries: Sequence[Entry],
    figures: list[Figure],
    conflicts: list[Conflict],
) -> None:
    """Append the year's figures, and what in it disagrees.

    Each entry says what lies between two days. From 0 at the turn of the year,
    those that begin there come first, then whatever adjoins what is known, at
    either end, until nothing more does.
    """
    root = new_year.toordinal() - 1
    spans: dict[tuple[int, int], Entry] = {}
    for entry in entries:
        # A figure on a day is what the year had come to by then.
        first = root if entry.period.days == 1 else entry.period.first.toordinal() - 1
        spans[first, entry.period.last.toordinal()] = entry
    sums = {root: _Sum(_ZERO, ())}
    waiting = sorted(spans.items(), key=lambda span: span[0][0] != root)
    while True:
        left = [
            (ends, entry)
            for ends, entry in waiting
            if not _joined(sums, ends, entry, conflicts)
        ]
        if len(left) == len(waiting):
            break
        waiting = left
    conflicts += [Conflict(entry, (), None) for _, entry in waiting]
    del sums[root]
    for last in sorted(sums):
        total = sums[last]
        period = Period(new_year, date.fromordinal(last))
        figures.append(Figure(period, total.value, total.entries))


def _joined(
    sums: dict[int, _Sum],
    ends: tuple[int, int],
    entry: Entry,
    conflicts: list[Conflict],
) -> bool:
    """Whether the entry touches what is known; then `sums` knows it too."""
    value = entry.value or _ZERO
    before, after = sums.get(ends[0]), sums.get(ends[1])
    if before and after:
        found = EXACT.subtract(after.value, before.value)
        others = tuple(part for part in after.entries if part not in before.entries)
        unit = min(_decimals(part) for part in (entry, *others))
        if abs(EXACT.subtract(found, value)) > Decimal(1).scaleb(-unit):
            conflicts.append(Conflict(entry, others, found))
    elif before:
        total = EXACT.add(before.value, value)
        sums[ends[1]] = _Sum(total, (*before.entries, entry))
    elif after:
        total = EXACT.subtract(after.value, value)
        sums[ends[0]] = _Sum(total, (*after.entries, entry))
    return bool(before or after)


def _decimals(entry: Entry) -> int:
    return decimals([entry.value or _ZERO])


def _milestone(goal: Goal, entries: Sequence[Entry]) -> Series:
    """How much is done, in percent; of steps, their weights' share.

    A step never takes back what was said before, and counts from its first day.
    """
    weights = {step.id: step.weight for step in goal.steps}
    whole = sum(weights.values())
    reached: dict[str, Entry] = {}
    figures: dict[date, Figure] = {}
    said = _ZERO
    for entry in entries:
        by: tuple[Entry, ...] = (entry,)
        if isinstance(entry.done, str):
            reached.setdefault(entry.done, entry)
            by = tuple(reached.values())
            share = sum(weights[step] for step in reached) * _HUNDRED / whole
            share = max(share, said)
        elif entry.done:
            share = said = _HUNDRED
        elif entry.percent is not None:
            share = said = entry.percent
        else:
            continue
        day = entry.period.last
        figures[day] = Figure(Period(day, day), share, by)
    return Series(tuple(figures.values()), ())


_STARTED = (Kind.LEVEL, Kind.YEAR_TOTAL)
"""The kinds of which figures that end before `start` judge nothing."""
_READERS: dict[Kind, Callable[[Goal, Sequence[Entry]], Series]] = {
    Kind.LEVEL: _level,
    Kind.TOTAL: _total,
    Kind.YEAR_TOTAL: _year_total,
    Kind.MILESTONE: _milestone,
    Kind.OBJECTIVE: lambda _goal, _entries: Series((), ()),
}
