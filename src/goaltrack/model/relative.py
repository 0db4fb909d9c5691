"""Targets that are no plain number: `-42%`, `x2`, `+7%/year`, `@gdp-growth + 0.5`.

The number that a relative target means follows from the baseline: `-42%` of 1,000 is
580, and compound growth of 7 % a year over five years multiplies by 1.07 ** 5.
"""

import re
from datetime import date
from decimal import Context, Decimal
from typing import NamedTuple

from goaltrack.model.ledger import UNDECIDED, Aim, Point, Reference
from goaltrack.model.period import Period

_NUMBER = r"\d+(?:\.\d+)?"
_RELATIVE = re.compile(
    rf"(?P<sign>[+-])(?P<number>{_NUMBER}) *(?P<percent>%)?(?P<points>pp|个百分点)?"
    r"(?: *(?:/|per |a |每)(?P<each>year|quarter|month|年|季度?|月))?"
)
_FACTOR = re.compile(rf"x *(?P<top>{_NUMBER})(?:/(?P<bottom>{_NUMBER}))?")
_REFERENCE = re.compile(
    r"@(?P<goal>\w(?:[\w-]*\w)?)"
    rf"(?: *(?P<sign>[+-]) *(?P<number>{_NUMBER})(?P<percent>%)?(?:pp|个百分点)?)?"
)
_MULTIPLES: dict[str, int | Decimal] = {
    "翻番": 2,
    "翻一番": 2,
    "翻两番": 4,
    "double": 2,
    "doubled": 2,
    "triple": 3,
    "half": Decimal("0.5"),
    "halve": Decimal("0.5"),
    "halved": Decimal("0.5"),
    "减半": Decimal("0.5"),
}
_PER_YEAR = {
    "year": 1,
    "年": 1,
    "quarter": 4,
    "季": 4,
    "季度": 4,
    "month": 12,
    "月": 12,
}
_PREVIOUS = "previous"
_HUNDRED, _ONE = Decimal(100), Decimal(1)
_EXACT = Context(prec=50)
_ROUNDED = Context(prec=12)
"""A growth over years has no end of digits."""
_DAYS_OF_YEAR = 365


class Relative(NamedTuple):
    """A target relative to the value of the baseline."""

    aim: Aim
    """Which way its sign points."""
    factor: Decimal | None = None
    """By what that value is multiplied; None where something is added."""
    divisor: Decimal = _ONE
    """By what it is divided after that: 3 of `x1/3`."""
    offset: Decimal = Decimal(0)
    each: int | None = None
    """How many times a year it applies; None: once."""

    @property
    def is_growth(self) -> bool:
        """Whether it grows by the same share each year."""
        return self.factor is not None and self.each is not None

    def of(self, base: Point, due: Period | None) -> Decimal:
        """Return the number that it means.

        `base` is the baseline, `due` the due period of what applies each year: calendar
        years between the ends of both, the rest of days by 365.
        """
        times = _ONE
        if self.each is not None and due is not None:
            times = self.each * years_between(base.period.last, due.last)
        if self.factor is None:
            return _EXACT.add(base.value, _EXACT.multiply(self.offset, times))
        if self.each is not None:
            grown = _EXACT.power(self.factor, times) if self.factor else self.factor
            return _ROUNDED.multiply(base.value, grown)
        found = _EXACT.multiply(base.value, self.factor)
        return found if self.divisor == 1 else _ROUNDED.divide(found, self.divisor)


class TargetText(NamedTuple):
    """A target that is written as a text."""

    text: str
    relative: Relative | None = None
    reference: Reference | None = None
    is_percent: bool = False
    """Whether it is a percentage of the baseline's value."""

    @property
    def is_undecided(self) -> bool:
        """Whether it is to be set later."""
        return self.text == UNDECIDED


def years_between(start: date, end: date) -> Decimal:
    """Return the calendar years between two days, the rest as days / 365."""
    whole = end.year - start.year
    while whole and _later(start, whole) > end:
        whole -= 1
    rest = (end - _later(start, whole)).days
    return _EXACT.add(Decimal(whole), _EXACT.divide(Decimal(rest), _DAYS_OF_YEAR))


def _later(day: date, years: int) -> date:
    month_end = day.month == 2 and day.day == 29  # noqa: PLR2004 - a leap day
    return date(day.year + years, day.month, 28 if month_end else day.day)


def parse_target_text(text: str) -> TargetText | None:
    """Return the parts of a target that is no plain number; None if it is none."""
    plain = text.strip().translate(_PLAIN)
    low = plain.lower()
    if low in (UNDECIDED, "未定", "待定"):
        return TargetText(UNDECIDED)
    if low in _MULTIPLES:
        return TargetText(text.strip(), _times(Decimal(_MULTIPLES[low]), _ONE))
    found = _REFERENCE.fullmatch(plain)
    if found:
        return TargetText(text.strip(), reference=_reference(found))
    found = _FACTOR.fullmatch(low)
    if found:
        bottom = Decimal(found["bottom"] or 1)
        factor = _times(Decimal(found["top"]), bottom) if bottom else None
        return factor and TargetText(text.strip(), factor)
    found = _RELATIVE.fullmatch(low)
    return _relative(text.strip(), found) if found else None


_PLAIN = {
    ord("％"): "%",
    ord("×"): "x",
    ord("X"): "x",
    ord("＋"): "+",
    ord("−"): "-",
    ord("－"): "-",
    ord("＠"): "@",
    ord("／"): "/",
}


def _times(factor: Decimal, divisor: Decimal) -> Relative:
    aim = Aim.AT_MOST if factor < divisor else Aim.AT_LEAST
    return Relative(aim, factor, divisor)


def _relative(text: str, found: re.Match[str]) -> TargetText | None:
    number = Decimal(found["sign"] + found["number"])
    each = _PER_YEAR[found["each"]] if found["each"] else None
    aim = Aim.AT_MOST if number.is_signed() else Aim.AT_LEAST
    if not found["percent"]:
        return TargetText(text, Relative(aim, offset=number, each=each))
    if found["points"] or number < -_HUNDRED:
        return None
    factor = _EXACT.add(_ONE, number / _HUNDRED)
    return TargetText(text, Relative(aim, factor, each=each), is_percent=True)


def _reference(found: re.Match[str]) -> Reference:
    goal = None if found["goal"] == _PREVIOUS else found["goal"]
    if not found["number"]:
        return Reference(goal)
    number = Decimal(found["sign"] + found["number"])
    if found["percent"]:
        return Reference(goal, factor=_ONE + number / _HUNDRED)
    return Reference(goal, offset=number)
