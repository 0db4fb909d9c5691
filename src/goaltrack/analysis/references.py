"""Targets that are the figure of another goal, for the same period."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from goaltrack.analysis.series import Series, counting_entries, series
from goaltrack.model.amount import EXACT
from goaltrack.model.ledger import Aim, Goal, Kind, Range, Reference
from goaltrack.model.period import Period

Others = Callable[[str], Goal | None]
"""Gives another goal of the ledger, by its id."""


def with_target(
    goal: Goal,
    reference: Reference,
    found: Series,
    days: tuple[date, date | None],
    others: Others,
) -> Goal:
    """Return the goal with the number that its target comes to, if that is known.

    On the due date and after it, that is for the due period; before, for the period of
    the goal's own latest figure. `days` are the one as of which it is seen, and
    `known_on`.
    """
    other = others(reference.goal or "")
    period = found.last.entry.period if found.last else None
    if goal.due and days[0] >= goal.due.last:
        period = goal.due
    base = figure_of(other, period, days) if period else None
    return with_base(goal, base) or goal


def figure_of(
    other: Goal | None, period: Period, days: tuple[date, date | None]
) -> Decimal | None:
    """Return the figure of a goal for a period: of a stock, for its last day."""
    if other is None:
        return None
    if other.kind is Kind.RATE:
        for entry in reversed(counting_entries(other, *days)):
            if entry.period == period and entry.value is not None:
                return entry.value
        return None
    for figure in reversed(series(other, *days).figures):
        is_same = figure.period.last == period.last
        if other.kind is Kind.YEAR_TOTAL:
            is_same = figure.period == period
        if is_same:
            return figure.value
    return None


def with_base(goal: Goal, base: Decimal | None) -> Goal | None:
    """Return the goal with its target, given the figure that this is made from."""
    reference = goal.reference
    if base is None or reference is None:
        return None
    product = EXACT.multiply(base, reference.factor)
    target = EXACT.add(product, reference.offset)
    if goal.aim is Aim.WITHIN:
        size = goal.tolerance if isinstance(goal.tolerance, Decimal) else Decimal(0)
        return goal._replace(target=Range(target - size, target + size, target))
    return goal._replace(target=target)
