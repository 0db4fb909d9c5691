"""When the next figure of a goal is to be there."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from operator import sub

from goaltrack.analysis.series import Figure
from goaltrack.model.ledger import Goal

_FEWEST = 3
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_DAYS = {"day": 1, "week": 7}


def next_figure(goal: Goal, figures: tuple[Figure, ...]) -> date | None:
    """The day by which the next figure is to be there.

    By `every` and `lag`, if the goal has them; else by the longest time that passed
    between figures so far, of which there must be three. None without a figure.
    """
    if not figures:
        return None
    last = figures[-1].period.last
    if goal.every:
        return _after(last, goal.every) + timedelta(days=goal.lag)
    if len(figures) < _FEWEST:
        return None
    days = [figure.period.last.toordinal() for figure in figures]
    gaps = list(map(sub, days[1:], days))
    # One long pause should not excuse the next one.
    return last + timedelta(days=min(max(gaps), round(2 * median(gaps))))


def _after(last: date, every: str) -> date:
    """The end of the period after the one that the day is in or ends."""
    if every in _DAYS:
        return last + timedelta(days=_DAYS[every])
    if every in _MONTHS:
        return _end_of_next(last, _MONTHS[every])
    # Costs 25 ms that only a ledger with a recurrence rule should pay.
    from dateutil.rrule import rrulestr  # noqa: PLC0415

    start = datetime.combine(last, time())
    rule = rrulestr(every, dtstart=start)
    following = rule.after(start)
    found: date = following.date() if following else date.max - timedelta(days=10_000)
    return found


def _end_of_next(last: date, months: int) -> date:
    """The last day of the month, quarter, half or whole year that comes after."""
    tomorrow = last + timedelta(days=1)
    index = tomorrow.year * 12 + (tomorrow.month - 1) // months * months + months
    return date(index // 12, index % 12 + 1, 1) - timedelta(days=1)


def median(numbers: Sequence[int]) -> float:
    """Their median; the library's own costs 10 ms to load."""
    half, is_odd = divmod(len(numbers), 2)
    ranked = sorted(numbers)
    return ranked[half] if is_odd else (ranked[half - 1] + ranked[half]) / 2
