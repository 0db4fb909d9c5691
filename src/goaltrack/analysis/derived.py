"""Derived figures: those of a goal that follow from other goals, period by period.

Flows are joined by the same period, stocks by the same last day. A derived figure is
known from the day on which the last of its operands was.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Context, Decimal
from typing import NamedTuple

from goaltrack.analysis.series import counting_entries, series
from goaltrack.model.amount import scale_of
from goaltrack.model.formula import Formula, Function, Operand
from goaltrack.model.ledger import Entry, Goal, Kind, parts_of
from goaltrack.model.period import Period

_EXACT = Context(prec=40)
_KEPT = Context(prec=15)
"""A quotient has no end of digits: of all figures fifteen are kept."""
_HUNDRED = Decimal(100)


class Value(NamedTuple):
    """The value of an operand in a period, and what it is made of."""

    value: Decimal
    period: Period
    known: date
    """Since when it is known."""
    entries: tuple[Entry, ...]


Key = Period | date
"""The period of a flow; of a stock, the last day."""
Values = Mapping[Key, Value]


def derive(goals: Mapping[str, Goal], known_on: date | None) -> dict[str, Goal]:
    """Return the goals, those with a formula with the figures that follow from others.

    Without circles, of which the ledger has none. Each series is made once.
    """
    found = dict(goals)
    sheet = _Sheet(found, known_on)
    for name, formula in _in_order(goals):
        entries, _ = sheet.figures(found[name], formula)
        found[name] = found[name]._replace(progress=entries)
    return found


def undivided(goals: Mapping[str, Goal]) -> dict[str, list[Period]]:
    """The periods that derived goals leave out, since a divisor is 0, by goal."""
    sheet = _Sheet(goals, None)
    return {
        goal.id: sheet.figures(goal, goal.formula)[1]
        for goal in goals.values()
        if goal.formula
    }


def operands(
    goals: Mapping[str, Goal], goal: Goal, period: Period, known_on: date | None
) -> list[tuple[Operand, Goal, Value | None]]:
    """The operands of a derived figure, each with its goal and value in the period."""
    sheet = _Sheet(goals, known_on)
    found: list[tuple[Operand, Goal, Value | None]] = []
    for operand in goal.formula.operands if goal.formula else ():
        for other in sheet.goals_of(goal, operand):
            values = sheet.values(other)
            value = values.get(period) or values.get(period.last)
            found.append((operand, other, value))
            if operand.function is Function.GROWTH:
                before = _year_before(period)
                value = values.get(before) or values.get(before.last)
                found.append((operand, other, value))
    return found


def _in_order(goals: Mapping[str, Goal]) -> list[tuple[str, Formula]]:
    """Return derived goals with their formulas, each after those it follows from."""
    parts = parts_of(goals)
    formulas = {name: goal.formula for name, goal in goals.items() if goal.formula}
    needed = {
        name: [
            other for other in formula.goals(parts.get(name, ())) if other in formulas
        ]
        for name, formula in formulas.items()
    }
    order: dict[str, None] = {}
    for name in needed:
        waiting = [name]
        while waiting:
            before = [other for other in needed[waiting[-1]] if other not in order]
            waiting += before
            if not before:
                order[waiting.pop()] = None
    return [(name, formulas[name]) for name in order]


class _Sheet:
    """The series of the goals that formulas ask for, each made once."""

    def __init__(self, goals: Mapping[str, Goal], known_on: date | None) -> None:
        self._goals = goals
        self._known_on = known_on
        self._values: dict[str, Values] = {}
        self._parts = parts_of(goals)

    def goals_of(self, goal: Goal, operand: Operand) -> list[Goal]:
        """Return the goals that an operand is about."""
        if operand.function is not Function.SUM:
            return [self._goals[operand.goal]]
        return [self._goals[name] for name in self._parts.get(goal.id, ())]

    def values(self, goal: Goal) -> Values:
        """Return the values of a goal, by period or last day."""
        found = self._values.get(goal.id)
        if found is None:
            found = self._values[goal.id] = _values(goal, self._known_on)
        return found

    def figures(
        self, goal: Goal, formula: Formula
    ) -> tuple[tuple[Entry, ...], list[Period]]:
        """Return the figures of a derived goal, and the periods without a quotient."""
        scales = self._scales(goal, formula)
        columns = [self._column(goal, each, scales) for each in formula.operands]
        by = dict(zip(formula.operands, columns, strict=True))
        entries, without = [], []
        for key, first in _keys(columns):
            row = {}
            for operand, column in by.items():
                value = _at(column, key, first)
                if value is None:
                    break
                row[operand] = value
            else:
                entry = _worked_out(formula, row, first.period)
                if entry is None:
                    without.append(first.period)
                else:
                    entries.append(entry)
        return tuple(entries), without

    def _scales(self, goal: Goal, formula: Formula) -> dict[str, int]:
        """Return in which power of ten each unit counts: the goal's, else the first."""
        power, base = scale_of(goal.unit)
        found = {base: power}
        for operand in formula.operands:
            for other in self.goals_of(goal, operand):
                power, base = scale_of(other.unit)
                found.setdefault(base, power)
        return found

    def _column(
        self, goal: Goal, operand: Operand, scales: Mapping[str, int]
    ) -> Values:
        """Return what an operand comes to, by period, in the unit it counts in."""
        others = self.goals_of(goal, operand)
        columns = [
            _scaled(self.values(other), _power(scales, other)) for other in others
        ]
        if operand.function is Function.GROWTH:
            return _growth(columns[0])
        if operand.function is Function.SUM:
            return _sum(columns)
        return columns[0]


def _values(goal: Goal, known_on: date | None) -> Values:
    if goal.kind is Kind.RATE:
        # Every period measures something of its own.
        return {
            entry.period: Value(entry.value, entry.period, _known(entry), (entry,))
            for entry in counting_entries(goal, date.max, known_on)
            if entry.value is not None
        }
    found: dict[Key, Value] = {}
    for figure in series(goal, date.max, known_on).figures:
        period = figure.period
        known = max(map(_known, figure.entries))
        key = period if goal.kind is Kind.YEAR_TOTAL else period.last
        day = Period(period.last, period.last)
        where = period if goal.kind is Kind.YEAR_TOTAL else day
        found[key] = Value(figure.value, where, known, figure.entries)
    return found


def _known(entry: Entry) -> date:
    return max(entry.known_since, entry.period.last)


def _power(scales: Mapping[str, int], goal: Goal) -> int:
    """Return by which power of ten the goal's figures are to be multiplied."""
    power, base = scale_of(goal.unit)
    return power - scales[base]


def _scaled(values: Values, power: int) -> Values:
    if not power:
        return values
    return {
        key: value._replace(value=value.value.scaleb(power))
        for key, value in values.items()
    }


def _keys(columns: Sequence[Values]) -> list[tuple[Key, Value]]:
    """Return the periods to be looked at: of the first flow, else of the first."""
    flows = [c for c in columns if any(isinstance(key, Period) for key in c)]
    lead = (flows or list(columns) or [{}])[0]
    return sorted(lead.items(), key=lambda item: (item[1].period.last, item[1].period))


def _at(column: Values, key: Key, lead: Value) -> Value | None:
    found = column.get(key)
    return found if found is not None else column.get(lead.period.last)


def _year_before(period: Period) -> Period:
    return Period(_earlier(period.first), _earlier(period.last))


def _earlier(day: date) -> date:
    """Return the day a year before; the end of February is one in all years."""
    next_day = date.fromordinal(min(day.toordinal() + 1, date.max.toordinal()))
    if next_day.day == 1 and next_day.year > 1 and day.month == 2:  # noqa: PLR2004 - February
        return date.fromordinal(date(day.year - 1, 3, 1).toordinal() - 1)
    return day.replace(year=max(day.year - 1, 1))


def _growth(values: Values) -> Values:
    """Return the growth on the same period a year before, in percent."""
    found: dict[Key, Value] = {}
    for key, value in values.items():
        earlier = _year_before(value.period)
        before = values.get(earlier if isinstance(key, Period) else earlier.last)
        if before is None:
            continue
        ratio = _divided(value.value, before.value)
        change = _EXACT.multiply(_EXACT.subtract(ratio, Decimal(1)), _HUNDRED)
        found[key] = value._replace(
            value=change,
            known=max(value.known, before.known),
            entries=(*before.entries, *value.entries),
        )
    return found


def _sum(columns: Sequence[Values]) -> Values:
    """Return the sum of what all of them have."""
    first, *others = columns
    found: dict[Key, Value] = {}
    for key, value in first.items():
        row = [value, *(other[key] for other in others if key in other)]
        if len(row) == len(columns):
            found[key] = value._replace(
                value=sum((one.value for one in row), Decimal(0)),
                known=max(one.known for one in row),
                entries=tuple(entry for one in row for entry in one.entries),
            )
    return found


def _worked_out(
    formula: Formula, row: Mapping[Operand, Value], period: Period
) -> Entry | None:
    """Return the figure of a period; None where it divides by 0."""
    stack: list[Decimal] = []
    for item in formula.program:
        if isinstance(item, Decimal):
            stack.append(item)
        elif isinstance(item, Operand):
            stack.append(row[item].value)
        else:
            right, left = stack.pop(), stack.pop()
            stack.append(_SIGNS[item](left, right))
    if stack[0].is_nan():
        return None
    known = max((value.known for value in row.values()), default=period.last)
    return Entry(
        period,
        value=_short(stack[0]),
        recorded=known if known > period.last else None,
    )


def _divided(number: Decimal, by: Decimal) -> Decimal:
    """Return the quotient: no number where it divides by 0, and so what follows."""
    return _EXACT.divide(number, by) if by else Decimal("NaN")


_SIGNS = {
    "+": _EXACT.add,
    "-": _EXACT.subtract,
    "*": _EXACT.multiply,
    "/": _divided,
}


def _short(value: Decimal) -> Decimal:
    """Return the value in fifteen digits, without zeros at its end."""
    short = _KEPT.plus(value).normalize()
    exponent = short.as_tuple().exponent
    is_whole = isinstance(exponent, int) and exponent > 0
    return short.quantize(Decimal(1), context=_EXACT) if is_whole else short
