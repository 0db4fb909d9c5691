"""Periods of a fiscal year as people write them: `FY2024Q1`, `2023/24`, `2024年度`."""

import re

from goaltrack.errors import InvalidPeriod
from goaltrack.model.period import NamedPeriod, Period, is_next_year
from goaltrack.model.years import Years

_BY_NUMBER = re.compile(
    r"(?:FY *-?(?P<fy>\d{4}|\d{2})|(?P<year>\d{4}) *(?:年度|财年|财政年度|FY))"
    r"[ -]*(?P<part>[QH][1-4]|第?[一二三四]季度|[上下]半年)?",
    re.IGNORECASE,
)
_BY_BOTH = re.compile(
    r"(?:FY *)?(?P<first>\d{4})(?P<sign>[/-])(?P<second>\d{4}|\d{2})"
    r"(?:年度?|财年)?[ -]*(?P<part>[QH][1-4])?",
    re.IGNORECASE,
)
_QUARTER, _HALF, _YEAR = 3, 6, 12
_MONTHS = 12
_CENTURY = 2000


def read_fiscal(text: str, years: Years) -> Period | None:
    """Return the period of fiscal years that a text means; None if it means none.

    Raises:
        InvalidPeriod: it may be a fiscal year, and a month (`2011-12`).
    """
    found = _BY_NUMBER.fullmatch(text)
    if found:
        digits = found["fy"] or found["year"]
        number = int(digits) + (_CENTURY if len(digits) == 2 else 0)  # noqa: PLR2004
        return _part(text, number, found["part"], years)
    found = _BY_BOTH.fullmatch(text)
    if not found or not is_next_year(found["first"], found["second"]):
        return None
    if (
        found["sign"] == "-"
        and len(found["second"]) == 2  # noqa: PLR2004 - as a month has
        and 0 < int(found["second"]) <= _MONTHS
        and text == f"{found['first']}-{found['second']}"
    ):
        month, year = text.replace("-", "M"), text.replace("-", "/")
        raise InvalidPeriod("period-month-or-year", text=text, month=month, year=year)
    begins = int(found["first"])
    number = begins + 1 if years.named == "end" else begins
    return _part(text, number, found["part"], years)


def _part(text: str, number: int, part: str | None, years: Years) -> Period | None:
    if not 1 < number < 9999:  # noqa: PLR2004 - both ends have days
        return None
    months, place = _YEAR, 0
    if part:
        mark = part.upper().removeprefix("第")
        halves = ("H1", "上半年"), ("H2", "下半年")
        quarters = tuple((f"Q{n}", f"{c}季度") for n, c in enumerate("一二三四", 1))
        for length, names in ((_HALF, halves), (_QUARTER, quarters)):
            for at, both in enumerate(names):
                if mark in both:
                    months, place = length, at
        if months == _YEAR:
            return None
    found = years.part(number, place * months, months)
    return NamedPeriod(*found, _name(text, found))


def _name(text: str, found: Period) -> str:
    """Return the text in the spelling that is written: `2023/24`, `FY2024Q1`."""
    both = re.match(r"(\d{4})[/-]\d{2,4}", text)
    if both and not re.search(r"[QH][1-4]$", text, re.IGNORECASE):
        return f"{both[1]}/{(int(both[1]) + 1) % 100:02}"
    return text if "年" in text else getattr(found, "name", text)
