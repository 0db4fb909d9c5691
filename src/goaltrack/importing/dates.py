"""Days and periods as tables write them, in the form of a ledger."""

import re
from collections.abc import Collection, Iterable
from datetime import date, timedelta

_DAY = re.compile(
    r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2})"
    r"(?:[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?)?)?"
)
"""A day or month as spreadsheets write it: 2024/3/1, 2024-3-1 8:30, 2024/3."""
_BY_ORDER = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4})(?:[ T].*)?")
_WHOLE = re.compile(r"([0-9]{4})\.0+")
_HALF = re.compile(r"([0-9]{4})[- ]?[SB]([12])")
_SERIAL = re.compile(r"[2-7][0-9]{4}(?:\.0+)?")
_EPOCH = date(1899, 12, 30)
"""Day 0 of spreadsheets (ECMA-376-1, 18.17.4.1, which counts 29 February 1900)."""


def as_iso(text: str) -> str:
    """Return a day or month as a ledger writes it, however a spreadsheet has.

    A time of day is dropped; `2022.0` is a year, `2022S1` its first half.
    """
    if text.isdecimal() and len(text) == 8:  # noqa: PLR2004 - 20240301
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    found = _WHOLE.fullmatch(text)
    if found:
        return found[1]
    found = _DAY.fullmatch(text)
    if found:
        year, *rest = (part for part in found.groups() if part)
        return "-".join([year, *(part.zfill(2) for part in rest)])
    found = _HALF.fullmatch(text)
    return f"{found[1]}H{found[2]}" if found else text


def in_order(text: str, order: str) -> str:
    """Return a day such as 31/03/2022 by the order of its parts, `dmy` or `mdy`."""
    found = _BY_ORDER.fullmatch(text)
    if found is None:
        return text
    first, second = found[1].zfill(2), found[3].zfill(2)
    day, month = (first, second) if order == "dmy" else (second, first)
    return f"{found[4]}-{month}-{day}"


def day_of(text: str, order: str) -> str:
    """Return a day as a ledger writes it, of any form that tables have."""
    return as_iso(in_order(from_serial(text), order))


def is_ordered(text: str) -> bool:
    """Return whether a day ends with its year, so that its order must be known."""
    return _BY_ORDER.fullmatch(text) is not None


def certain_order(texts: Iterable[str]) -> str:
    """Return the order that the days of a column can only have; "" if it is open."""
    orders = set()
    for text in texts:
        found = _BY_ORDER.fullmatch(text)
        if found and int(found[1]) > 12:  # noqa: PLR2004 - months
            orders.add("dmy")
        elif found and int(found[3]) > 12:  # noqa: PLR2004
            orders.add("mdy")
    return orders.pop() if len(orders) == 1 else ""


def first_days(texts: Collection[str], order: str) -> set[str]:
    """Return the dates, if all texts are the first of a month: they may name it."""
    days = [day_of(text, order) for text in texts]
    is_first = all(_FIRST.fullmatch(day) for day in days)
    return set(texts) if is_first and len(days) >= _FEWEST else set()


_FIRST = re.compile(r"[0-9]{4}-[0-9]{2}-01")
_FEWEST = 3
"""So many dates that are all the first of a month are no chance."""


def from_serial(text: str) -> str:
    """Return the day that a spreadsheet counts as 45292; another text as it is."""
    if not _SERIAL.fullmatch(text):
        return text
    return (_EPOCH + timedelta(int(text.partition(".")[0]))).isoformat()
