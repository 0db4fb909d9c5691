"""Targets as people type them: the number, which way, and how nearly.

`>=350`, `at most 75 kg`, `75..80`, `5%±0.2`, `350亿元以上`, `约600亿元`,
`20 km each week`, `提高到45%`, `下降13.5%`.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from goaltrack.model.ledger import ABOUT, Aim

_PLAIN = {ord("＞"): ">", ord("＜"): "<", ord("＝"): "="}
_BEFORE = (
    (">=", Aim.AT_LEAST),
    ("≥", Aim.AT_LEAST),
    ("<=", Aim.AT_MOST),
    ("≤", Aim.AT_MOST),
    (">", Aim.ABOVE),
    ("<", Aim.BELOW),
    ("at least ", Aim.AT_LEAST),
    ("no less than ", Aim.AT_LEAST),
    ("not less than ", Aim.AT_LEAST),
    ("no fewer than ", Aim.AT_LEAST),
    ("at most ", Aim.AT_MOST),
    ("no more than ", Aim.AT_MOST),
    ("not more than ", Aim.AT_MOST),
    ("up to ", Aim.AT_MOST),
    ("more than ", Aim.ABOVE),
    ("over ", Aim.ABOVE),
    ("above ", Aim.ABOVE),
    ("less than ", Aim.BELOW),
    ("fewer than ", Aim.BELOW),
    ("under ", Aim.BELOW),
    ("below ", Aim.BELOW),
    ("不低于", Aim.AT_LEAST),
    ("不少于", Aim.AT_LEAST),
    ("不小于", Aim.AT_LEAST),
    ("至少", Aim.AT_LEAST),
    ("不超过", Aim.AT_MOST),
    ("不高于", Aim.AT_MOST),
    ("不多于", Aim.AT_MOST),
    ("不大于", Aim.AT_MOST),
    ("至多", Aim.AT_MOST),
    ("最多", Aim.AT_MOST),
    ("控制在", Aim.AT_MOST),
    ("超过", Aim.ABOVE),
    ("突破", Aim.ABOVE),
    ("高于", Aim.ABOVE),
    ("大于", Aim.ABOVE),
    ("低于", Aim.BELOW),
    ("小于", Aim.BELOW),
    ("少于", Aim.BELOW),
)
_BEHIND = (
    (" or more", Aim.AT_LEAST),
    (" or above", Aim.AT_LEAST),
    (" or higher", Aim.AT_LEAST),
    (" or less", Aim.AT_MOST),
    (" or fewer", Aim.AT_MOST),
    (" or lower", Aim.AT_MOST),
    (" or below", Aim.AT_MOST),
    ("及以上", Aim.AT_LEAST),
    ("以上", Aim.AT_LEAST),
    ("及以下", Aim.AT_MOST),
    ("以下", Aim.AT_MOST),
    ("以内", Aim.AT_MOST),
    ("之内", Aim.AT_MOST),
)
_UP = ("提高", "提升", "增加", "增长", "上升")
_DOWN = ("下降", "降低", "减少", "压减")
_TO_REACH = (
    *(("reach ", Aim.AT_LEAST), ("increase to ", Aim.AT_LEAST)),
    *(("raise to ", Aim.AT_LEAST), ("grow to ", Aim.AT_LEAST)),
    *(("reduce to ", Aim.AT_MOST), ("cut to ", Aim.AT_MOST)),
    ("fall to ", Aim.AT_MOST),
    *((f"{verb}{to}", Aim.AT_LEAST) for verb in _UP for to in "到至"),
    *((f"{verb}{to}", Aim.AT_MOST) for verb in (*_DOWN, "降") for to in "到至"),
    ("达到", Aim.AT_LEAST),
)
"""Words for the level to be reached."""
_BY = (
    *((word, "+") for word in ("increase by ", "grow by ", "raise by ")),
    *((word, "-") for word in ("reduce by ", "cut by ", "fall by ", "decrease by ")),
    *((word, "+") for word in _UP),
    *((word, "-") for word in _DOWN),
)
"""Words for how much more or less it is to be than before."""
_PERIODS = {
    **{word: word for word in ("day", "week", "month", "quarter", "half-year", "year")},
    "night": "day",
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "quarterly": "quarter",
    "yearly": "year",
    "annually": "year",
    "天": "day",
    "日": "day",
    "周": "week",
    "星期": "week",
    "月": "month",
    "个月": "month",
    "季度": "quarter",
    "季": "quarter",
    "半年": "half-year",
    "年": "year",
}
_EACH_BEHIND = re.compile(
    r"[, ]\s*(?:(?:each|every|per|an?)\s+(day|night|week|month|quarter|half-year|year)"
    r"|(daily|weekly|monthly|quarterly|yearly|annually))$",
    re.IGNORECASE,
)
_EACH_BEFORE = re.compile("^每(天|日|周|星期|个月|月|季度|季|半年|年)")
_HYPHENATED = re.compile(r"^([0-9][0-9.,]*)\s*[-\u2010-\u2015]\s*([0-9][0-9.,]*\D*)$")
_BETWEEN = re.compile(r"^between (.+) and (.+)$", re.IGNORECASE)
_ABOUT_BEFORE = ("about ", "around ", "roughly ", "approximately ", "大约", "约")
_ABOUT_BEHIND = ("左右", "上下")
_TO = ("..", "~", "～", "–", "—", "至", " to ")


class TypedTarget(NamedTuple):
    """The parts of a typed target; its amounts are still to be read."""

    target: str
    """An amount, or two with `..` between them."""
    aim: Aim | None
    """None where the text does not say which way."""
    tolerance: str | None
    """An amount, `ABOUT`, or None."""
    each: str | None = None
    """The period for each of which it is to hold, or None."""


_CHANGE_BEHIND = re.compile(
    r"([0-9.,]+ ?%?) (?:[a-z]+ )?(reduction|decrease|cut|increase|growth|rise)",
    re.IGNORECASE,
)
"""`50 % reduction`, `20 % intensity reduction`."""
_LESS = ("reduction", "decrease", "cut")


_LONGEST = 200
"""Characters of the longest text that is taken apart, as for amounts."""


def parse_target(text: str) -> TypedTarget:
    """Return the parts of a typed target; a text with none of them is an amount."""
    if len(text) > _LONGEST:
        return TypedTarget(text, None, None)
    rest, each = _without_each(text.strip().translate(_PLAIN))
    rest, aim = _without_aim(rest)
    rest, is_about = _without_about(rest)
    if aim is None:
        rest, aim = _without_aim(rest)
    rest, by = _without_word(rest, _BY)
    change = _CHANGE_BEHIND.fullmatch(rest)
    if change and not by:
        rest = change[1].replace(" ", "")
        by = "-" if change[2].lower() in _LESS else "+"
    if by:
        aim = Aim.AT_MOST if by == "-" else Aim.AT_LEAST
        return TypedTarget(by + rest, aim, ABOUT if is_about else None, each)
    amount, sign, tolerance = rest.replace("+/-", "±").partition("±")
    if sign:
        both_sides = Aim.WITHIN if aim is None and not is_about else aim
        return TypedTarget(amount.strip(), both_sides, tolerance.strip(), each)
    ends = _ends(rest) if aim is None else None
    if ends:
        both = f"{ends[0].strip()}..{ends[1].strip()}"
        return TypedTarget(both, Aim.WITHIN, ABOUT if is_about else None, each)
    return TypedTarget(rest, aim, ABOUT if is_about else None, each)


def without_base_year(text: str) -> tuple[str, str]:
    """Return a target without the year that it is relative to, and this year.

    `-20 % vs 1990`, 比2020年下降13.5%; the year is empty where there is none.
    """
    if len(text) > _LONGEST:
        return text, ""
    found = _BASE_BEHIND.search(text) or _BASE_BEFORE.search(text)
    if found is None:
        return text, ""
    rest = text[: found.start()] + text[found.end() :]
    is_target = any(char.isdecimal() for char in rest)
    return (rest, found["year"]) if is_target else (text, "")


_BASE_BEHIND = re.compile(
    r" *(?:vs\.?|versus|compared (?:to|with)|from|on|below|above|relative to) (?:the )?"
    r"(?P<year>(?:19|20)[0-9]{2})(?: levels?)?$",
    re.IGNORECASE,
)
_BASE_BEFORE = re.compile(r"^(?:比|较)(?P<year>(?:19|20)[0-9]{2})年")


def _ends(text: str) -> tuple[str, str] | None:
    """Return the amounts between which it is to stay; None if there are not two."""
    for to in _TO:
        low, found, high = text.partition(to)
        if found and low.strip() and high.strip():
            return low, high
    two = _BETWEEN.match(text) or _HYPHENATED.match(text)
    # 2026-03 is no range, whatever it is.
    is_range = two and (two.re is _BETWEEN or _first(two[1]) < _first(two[2]))
    return (two[1], two[2]) if two and is_range else None


def _first(text: str) -> Decimal:
    found = re.match(r"[0-9]+(?:\.[0-9]+)?", text.replace(",", ""))
    return Decimal(found[0] if found else 0)


def _without_each(text: str) -> tuple[str, str | None]:
    found = _EACH_BEHIND.search(text)
    if found:
        word = (found[1] or found[2]).lower()
        return text[: found.start()].strip(), _PERIODS[word]
    found = _EACH_BEFORE.match(text)
    return (text[found.end() :], _PERIODS[found[1]]) if found else (text, None)


def _without_word(
    text: str, words: Iterable[tuple[str, str]]
) -> tuple[str, str | None]:
    lower = text.lower()
    for word, meaning in words:
        if lower.startswith(word):
            return text[len(word) :].strip(), meaning
    return text, None


def _without_aim(text: str) -> tuple[str, Aim | None]:
    lower = text.lower()
    for word, aim in (*_TO_REACH, *_BEFORE):
        if lower.startswith(word):
            rest = text[len(word) :].strip()
            return _without_aim(rest)[0] if word == "控制在" else rest, aim
    for word, aim in _BEHIND:
        if lower.endswith(word):
            return text[: -len(word)].strip(), aim
    return text, None


def _without_about(text: str) -> tuple[str, bool]:
    lower = text.lower()
    for word in _ABOUT_BEFORE:
        if lower.startswith(word):
            return text[len(word) :].strip(), True
    for word in _ABOUT_BEHIND:
        if lower.endswith(word):
            return text[: -len(word)].strip(), True
    return text, False
