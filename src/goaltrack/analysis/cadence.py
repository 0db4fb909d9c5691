"""When the next figure of a goal is to be there."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from operator import sub

from goaltrack.analysis.series import Figure
from goaltrack.model.ledger import Goal, Kind

_FEWEST = 3
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_DAYS = {"day": 1, "week": 7}


def next_figure(goal: Goal, figures: tuple[Figure, ...]) -> date | None:
    """The day by which the next figure is to be there.

    By `every` and `lag`, if the goal has them; else by the longest time that passed
    between the last hundred figures, of which there must be three. None without any.
    """
    if not figures:
        return None
    last = figures[-1].period.last
    if goal.every:
        return _after(last, goal.every) + timedelta(days=goal.lag)
    if len(figures) < _FEWEST:
        return None
    days = [figure.period.last.toordinal() for figure in figures[-_RECENT:]]
    gaps = list(map(sub, days[1:], days))
    # One long pause should not excuse the next one.
    return last + timedelta(days=min(max(gaps), round(2 * median(gaps))))


_RECENT = 100
_LATEST = 12
_QUIET = 30
"""Days after which a figure may be out of date that nobody promised."""
_INTERVALS, _THIRD = 3, 3


def is_stale(goal: Goal, figures: Sequence[Figure], as_of: date) -> bool:
    """Whether the last figure is so old that it says nothing of the day.

    Older than two intervals of `every`, and `lag`. Without it, of a level or rate dated
    on days, and only beyond thirty days: older than three times the median gap of three
    figures or more; of fewer, than a third of the time to the due date.
    """
    if not figures:
        return False
    last = figures[-1].period.last
    if (as_of - last).days <= _QUIET and not goal.every:
        # As nearly all are.
        return False
    days = stale_days(goal, figures)
    return bool(days) and as_of >= days[0]


def stale_days(goal: Goal, figures: Sequence[Figure]) -> list[date]:
    """Return the day from which the last figure is out of date; none if it never is."""
    if not figures:
        return []
    last = figures[-1].period.last
    if goal.every:
        latest = _after(_after(last, goal.every), goal.every)
        return _next_day(latest, goal.lag)
    if goal.kind not in (Kind.LEVEL, Kind.RATE):
        return []
    used = figures[-_LATEST:]
    if any(_covers_days(figure) for figure in used):
        return []
    days = [figure.period.last.toordinal() for figure in used]
    if len(days) >= _FEWEST:
        longest = int(_INTERVALS * median(list(map(sub, days[1:], days))))
    elif goal.due is None:
        return []
    else:
        begin = goal.start or figures[0].period.first
        if goal.baseline and goal.start is None:
            begin = goal.baseline.period.last
        longest = (goal.due.last - begin).days // _THIRD
    return _next_day(last, max(longest, _QUIET))


def _covers_days(figure: Figure) -> bool:
    period = figure.entry.period
    return period.first < period.last


def _next_day(day: date, days: int) -> list[date]:
    """Return the day after so many days, if there is one."""
    ordinal = day.toordinal() + days + 1
    return [date.fromordinal(ordinal)] if ordinal <= date.max.toordinal() else []


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
