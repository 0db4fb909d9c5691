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
        following = _after(last, goal.every)
        return following and _later(following, goal.lag)
    if len(figures) < _FEWEST:
        return None
    days = [figure.period.last.toordinal() for figure in figures[-_RECENT:]]
    gaps = list(map(sub, days[1:], days))
    # One long pause should not excuse the next one.
    return _later(last, min(max(gaps), round(2 * median(gaps))))


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
        following = _after(last, goal.every)
        latest = following and _after(following, goal.every)
        return _next_day(latest, goal.lag) if latest else []
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


def _later(day: date, days: int) -> date:
    """Return the day so many days later, or the last there is."""
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


def _after(last: date, every: str) -> date | None:
    """Return the end of the period after the one that the day is in or ends.

    None after the end of a rule that ends.
    """
    if every in _DAYS:
        return _later(last, _DAYS[every])
    if every in _MONTHS:
        return _end_of_next(last, _MONTHS[every])
    # Costs 25 ms that only a ledger with a recurrence rule should pay.
    from dateutil.rrule import rrulestr  # noqa: PLC0415

    start = datetime.combine(last, time())
    rule = rrulestr(_by_month_end(every, last), dtstart=start)
    following = rule.after(start)
    return following.date() if following else None


def _by_month_end(every: str, last: date) -> str:
    """Return a rule without a zone, and with the ends of months where it counts so.

    A figure at the end of a month is followed by one at the end of the next, which
    the 31st would pass over; days have no zone.
    """
    every = every.replace("Z", "") if "UNTIL=" in every else every
    is_monthly = "FREQ=MONTHLY" in every and "BY" not in every
    if is_monthly and _later(last, 1).day != last.day + 1 and last.day > _SHORTEST:
        return every + ";BYMONTHDAY=-1"
    return every


_SHORTEST = 28


def _end_of_next(last: date, months: int) -> date:
    """The last day of the month, quarter, half or whole year that comes after."""
    tomorrow = _later(last, 1)
    index = tomorrow.year * 12 + (tomorrow.month - 1) // months * months + months
    if index // 12 > date.max.year:
        return date.max
    return date(index // 12, index % 12 + 1, 1) - timedelta(days=1)


def median(numbers: Sequence[int]) -> float:
    """Their median; the library's own costs 10 ms to load."""
    half, is_odd = divmod(len(numbers), 2)
    ranked = sorted(numbers)
    return ranked[half] if is_odd else (ranked[half - 1] + ranked[half]) / 2
