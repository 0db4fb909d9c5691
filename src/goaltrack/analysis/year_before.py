"""The figure of the same period a year before (上年同期)."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from goaltrack.analysis.series import Figure


def year_before(figures: Sequence[Figure], figure: Figure) -> Figure | None:
    """Return the figure of the same days a year earlier; None if there is none."""
    wanted = _earlier(figure.period.first), _earlier(figure.period.last)
    for each in reversed(figures):
        if (each.period.first, each.period.last) == wanted:
            return each
    return None


def _earlier(day: date) -> date | None:
    """Return the day a year before; the end of a month is that of the month then."""
    if day.year == date.min.year:
        return None
    last = monthrange(day.year - 1, day.month)[1]
    is_end = day.day == monthrange(day.year, day.month)[1]
    return date(day.year - 1, day.month, last if is_end else min(day.day, last))
