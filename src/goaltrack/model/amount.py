"""Amounts as exact decimals: a closed grammar, conversion, and text for people.

Every library tried gives silently wrong values on amounts such as 350 亿 or
1.5k, so the grammar is our own: a sign, one number, a scale (万, 亿, k, million),
a unit. What it does not know it refuses, and says why.
"""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact
from typing import NamedTuple

from goaltrack.errors import BadUsage, InvalidAmount, Refused, WrongUnit

WHOLE_DIGITS = 15
FRACTION_DIGITS = 9
"""The digits that a ledger holds: enough for any currency, few enough to add."""

EXACT = Context(prec=60, traps=[Inexact])
"""Adds and subtracts amounts without rounding; raises rather than rounds."""

ALL = Decimal(100)
"""Of a milestone in percent: it is done."""

_WIDE = Context(prec=60)
_SCALES = {
    "十": 1,
    "百": 2,
    "千": 3,
    "万": 4,
    "亿": 8,
    "万亿": 12,
    "k": 3,
    "K": 3,
    "thousand": 3,
    "M": 6,
    "mn": 6,
    "million": 6,
    "bn": 9,
    "billion": 9,
    "trillion": 12,
}
# As texts, not compiled: only `add` reads amounts, and compiling takes longer
# than all else in this module.
_NUMBER = r"([-+=]?) ?([0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)?(.*)"
_CHINESE = r"([十百千]?)(万亿|亿|万|)"
_ENGLISH = r"(?P<word>k|K|thousand|M|mn|million|bn|billion|trillion)(?![^ ])"
_FULLWIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    0x2212: "-",
}

_LONGEST = 200
"""Characters of the longest text that can be an amount, blanks and all."""
_DIGITS = frozenset("零〇一二三四五六七八九两壹贰叁肆伍陆柒捌玖")


class Amount(NamedTuple):
    """A number in the unit of its goal, or a change to the number before it."""

    number: Decimal
    is_change: bool


def read(text: str, unit: str, goal: str) -> Amount:
    """The amount that `text` means for a goal counted in `unit`, exactly.

    A bare number counts in the goal's unit; a scale without a unit (350亿)
    counts in what the goal's unit scales (元 for 亿元). A sign makes it a
    change to the figure before it; `=-2` is a figure below zero. Fullwidth
    characters are read as their ASCII twins.

    Raises:
        InvalidAmount: it is no amount; the message names the reason.
        WrongUnit: its unit is another one, or the goal has none.
        Refused: the ledger has no room for so many digits.
    """
    if len(text) > _LONGEST:
        raise InvalidAmount("amount-too-long", text=f"{text[:_LONGEST]}…")
    whole, point, part = text.partition(".")
    if text.isascii() and whole.isdecimal() and (part.isdecimal() or not point):
        # As nearly all of a long table are: no sign, no scale, no unit.
        sign, digits, rest = "", text, ""
    else:
        sign, digits, rest = _parts(text.translate(_FULLWIDTH).strip())
    if rest != unit and (why := _spoiled(rest) if digits else _unread(rest)):
        raise InvalidAmount(why, text=text)
    if not digits and not rest:
        raise InvalidAmount("amount-empty", text=text)
    number = Decimal(digits.replace(",", "") or 1)
    if digits and rest in ("", unit):
        scaled = number
    else:
        power, base = _split(rest)
        own_power, own_base = _split(unit)
        if base not in ("", own_base):
            code = "wrong-unit" if unit else "no-unit"
            raise WrongUnit(code, text=text, goal=goal, unit=unit)
        # 10120000万元 leaves zeros (1012.0000亿元) or an exponent behind.
        scaled = Decimal(plain(number.scaleb(power - own_power).normalize()))
    if not fits(scaled):
        raise Refused("too-many-digits", text=text, value=plain(scaled))
    return Amount(-scaled if "-" in sign else scaled, sign in ("+", "-"))


def percent(text: str, goal: str) -> Decimal:
    """The share of a milestone that is done, from 0 to `ALL`, as `60%`.

    Raises:
        BadUsage: it is no such percentage.
        InvalidAmount: it is no number.
    """
    if not text.rstrip().endswith(("%", "％")):
        raise BadUsage("not-a-percentage", goal=goal)
    number = read(text, "%", goal).number
    if not 0 <= number <= ALL:
        raise BadUsage("not-a-percentage", goal=goal)
    return number


def apart(text: str) -> tuple[str, str]:
    """Split a text into number and unit: ("5,000", "EUR"), ("350", "亿元").

    Both are empty where there is no number, or nothing behind it but a scale (1.2k).
    """
    sign, digits, rest = _parts(text.translate(_FULLWIDTH).strip())
    if not digits or not rest or not _split(rest)[1] or _spoiled(rest):
        return "", ""
    return sign + digits, rest


def fits(number: Decimal) -> bool:
    """Whether a ledger may hold the number: finite, and not too long."""
    if not number.is_finite():
        return False
    text = str(number)
    if len(text) <= FRACTION_DIGITS + 2 and "E" not in text:
        # As nearly all are: taking a decimal apart costs ten times as much.
        return True
    exponent = number.as_tuple().exponent
    return (
        isinstance(exponent, int)
        and -exponent <= FRACTION_DIGITS
        and number.adjusted() < WHOLE_DIGITS
        and exponent < WHOLE_DIGITS
    )


def decimals(numbers: Iterable[Decimal]) -> int:
    """How many digits after the point the longest of the numbers has."""
    return max((_fraction(number) for number in numbers), default=0)


def plain(number: Decimal) -> str:
    """The number in full, without exponent or grouping, for files."""
    return format(number, "f")


def write(number: Decimal, digits: int) -> str:
    """The number for people: grouped, rounded to `digits` after the point."""
    rounded = number.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, _WIDE)
    text = f"{rounded:,f}"
    return text.removeprefix("-") if not text.strip("-0.,") else text


def _parts(text: str) -> tuple[str, str, str]:
    """Sign, digits and the rest; each may be empty."""
    sign, digits, rest = re.findall(_NUMBER, text, re.DOTALL)[0]
    if sign == "=" and not digits and rest[:1] == "-":
        sign, digits, rest = re.findall(_NUMBER, rest, re.DOTALL)[0]
        sign = "=-"
    return sign, digits, rest.strip()


def _fraction(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def _split(unit: str) -> tuple[int, str]:
    """The power of ten in front of a unit, and what it scales."""
    english = re.match(_ENGLISH, unit)
    if english:
        return _SCALES[english["word"]], unit[english.end() :].strip()
    small, large = re.findall(_CHINESE, unit)[0]
    power = _SCALES.get(small, 0) + _SCALES.get(large, 0)
    return power, unit[len(small) + len(large) :].strip()


def _spoiled(rest: str) -> str | None:
    """Return the code of why what follows a number cannot be a unit; None if it can."""
    if rest[:1] == ".":
        return "amount-two-points" if rest[1:2].isdecimal() else "amount-bare-point"
    if rest[:1] == ",":
        return "amount-grouping"
    if re.match(r"[eE][-+]?[0-9]", rest):
        return "amount-exponent"
    if set(rest) & _DIGITS:
        return "amount-in-numerals"
    if any(char.isnumeric() and char not in "十百千万亿" for char in rest):
        return "amount-two-numbers"
    return None


def _unread(rest: str) -> str | None:
    """Return the code of why a text without digits cannot be a scale and a unit."""
    if rest[:1] in ("+", "-"):
        return "amount-two-signs"
    if rest[:1] == ".":
        return "amount-bare-point"
    if _split(rest)[0] or set(rest) & _DIGITS:
        return _spoiled(rest)
    return "amount-unit-first" if re.search("[0-9]", rest) else "amount-empty"
