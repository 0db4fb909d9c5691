"""The numbers of a clause, in digits and in words: 1.2万亩, 5%—6%, 千亿元, 三成."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from goaltrack.drafting import cues
from goaltrack.model.amount import fits

_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_SCALE = f"(?:{'|'.join(cues.SCALES)})(?!分点)"
_ONE = "|".join(re.escape(unit) for unit in sorted(cues.UNITS, key=len, reverse=True))
_UNIT = rf"(?:{_ONE})(?:/(?:{_SCALE})?(?:{_ONE}))?"
_PATTERN = re.compile(
    rf"(?<![\d.A-Za-z])(?P<low>{_NUMBER})(?![A-Za-z])"
    rf"(?:(?P<ratio>:1)|(?:%|(?:{_SCALE})?(?:{_UNIT}))?(?:—+|-|至)(?P<high>{_NUMBER}))?"
    r"(?:余|多)?"
    rf"(?P<unit>%|‰|(?:{_SCALE})?(?:{_UNIT})|(?:{_SCALE})(?![\u4e00-\u9fff]))?"
    r"(?:余|多)?(?P<tail>左右|上下|以上|以下|以内|之内|及以上)?"
    rf"|(?P<words>[百千])(?P<scale>亿|万)(?P<money>元|吨|美元)(?P<behind>以上|左右|以内)?"
    r"|(?P<tenths>[一二两三四五六七八九])成(?:左右|以上)?"
    rf"|(?P<doubles>{'|'.join(sorted(cues.DOUBLES, key=len, reverse=True))})(?:以上)?"
    rf"|(?P<rank>前)(?P<place>\d+|[一二三四五六七八九十])(?P<name>[名位强])?(?![\d季个])"
)
COUNTED = re.compile(
    r"(?P<number>\d+|[两三四五六七八九十])(?P<unit>大|个|座|条|处|项|家)(?P<thing>[^\d]{2,})"
)
"""A few things that are counted before their name: 两大园区, 3条铁路."""
_TENTHS = {char: n for n, char in enumerate("一二三四五六七八九", 1)} | {"两": 2}


def count_of(found: "re.Match[str]") -> tuple[str, str]:
    """Return the number and the unit of things that are counted before their name."""
    number, unit = found["number"], found["unit"]
    digits = number if number.isdecimal() else str(_TENTHS.get(number, 10))
    return digits, "个" if unit == "大" else unit


class Value(NamedTuple):
    """A number in a clause: its place, its bounds, its unit, and what is behind it."""

    start: int
    end: int
    low: str
    high: str
    unit: str
    tail: str
    form: str = ""
    """`x2`, or `rank`, of what is said in words."""


def _is_index(before: str, low: str) -> bool:
    """Whether a number without a unit is one that has none: 系数提高到0.57."""
    return "." in low and bool(
        re.search(r"(?:系数|指数|得分|强度|密度|比)[^\d]{0,8}$", before)
    )


def values_in(text: str) -> Iterator[Value]:
    """Yield the numbers of a text, those in words too."""
    for found in _PATTERN.finditer(text):
        start, end = found.span()
        if found["low"]:
            low = found["low"].replace(",", "")
            high = (found["high"] or "").replace(",", "")
            if not all(fits(Decimal(each)) for each in (low, high) if each):
                # More digits than a ledger holds: no number of a plan.
                continue
            if re.fullmatch(r"20\d\d", low) and text[start + 4 : start + 5] == "年":
                continue
            unit = found["unit"] or ""
            tail = found["tail"] or ""
            if found["ratio"]:
                yield Value(start, end, low, "", " ", tail)
                continue
            if not unit and (tail == "以内" or _is_index(text[:start], low)):
                unit = " "
            yield Value(start, end, low, high, unit, tail)
        elif found["words"]:
            low = {"百": "100", "千": "1000"}[found["words"]]
            unit = found["scale"] + found["money"]
            yield Value(start, end, low, "", unit, found["behind"] or "")
        elif found["tenths"]:
            yield Value(start, end, str(10 * _TENTHS[found["tenths"]]), "", "%", "")
        elif found["doubles"]:
            yield Value(start, end, "100", "", "%", "", cues.DOUBLES[found["doubles"]])
        else:
            place = found["place"]
            low = place if place.isdecimal() else str(_TENTHS.get(place, 10))
            yield Value(start, end, low, "", found["name"] or "名", "", "rank")
