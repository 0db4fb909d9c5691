"""The years of a ledger or goal: calendar years, or fiscal ones."""

from datetime import date
from typing import NamedTuple

from goaltrack.model.period import NamedPeriod, Period

_MONTHS = 12


class Years(NamedTuple):
    """When a year begins, and by which of its two calendar years it is named."""

    start: int = 1
    """The month with whose first day a year begins."""
    named: str = "end"
    """`end`: a fiscal year has the number of the year it ends in; else `start`."""

    @property
    def are_fiscal(self) -> bool:
        """Whether they are other than calendar years."""
        return self.start != 1

    def number(self, day: date) -> int:
        """Return the number of the year that the day is in."""
        year = day.year
        if self.start == 1:
            return year
        begins = year if day.month >= self.start else year - 1
        return begins + 1 if self.named == "end" else begins

    def first_day(self, number: int) -> date:
        """Return the first day of the year of that number."""
        begins = number - 1 if self.are_fiscal and self.named == "end" else number
        return date(begins, self.start, 1)

    def first_of(self, day: date) -> date:
        """Return the first day of the year that the day is in."""
        return self.first_day(self.number(day))

    def year(self, number: int) -> Period:
        """Return the year of that number, named as a ledger writes it."""
        return self.part(number, 0, _MONTHS)

    def part(self, number: int, after: int, months: int) -> Period:
        """Return so many months of a year, so many months after its beginning."""
        first = self.first_day(number)
        begin = first.year * _MONTHS + first.month - 1 + after
        period = Period(_month(begin), _eve(begin + months))
        if not self.are_fiscal:
            return period
        name = f"FY{number:04}"
        if months != _MONTHS:
            letter = "Q" if months == 3 else "H"  # noqa: PLR2004 - a quarter
            name += f"{letter}{after // months + 1}"
        return NamedPeriod(*period, name)

    def is_whole(self, period: Period) -> bool:
        """Return whether the period is one year, or several."""
        return _begins_year(self, period.first) and _begins_year(
            self, date.fromordinal(min(period.last.toordinal() + 1, _LAST))
        )


CALENDAR = Years()
_LAST = date.max.toordinal()


def _begins_year(years: Years, day: date) -> bool:
    return (day.month, day.day) == (years.start, 1) or day == date.max


def _month(index: int) -> date:
    return date(index // _MONTHS, index % _MONTHS + 1, 1)


def _eve(index: int) -> date:
    if index // _MONTHS > date.max.year:
        return date.max
    return date.fromordinal(_month(index).toordinal() - 1)
