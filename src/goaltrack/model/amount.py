"""Amounts as exact decimals: a closed grammar, conversion, and text for people.

Every library tried gives silently wrong values on amounts such as 350 亿 or
1.5k, so the grammar is our own: a sign, one number, a scale (万, 亿, k, million),
a unit. What it does not know it refuses, and says why.
"""

import re
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact, InvalidOperation
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
_DIGITS_FORMS = (
    r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?"
    r"|[1-9][0-9]{0,2}(?:[ '’\u00a0\u202f][0-9]{3})+(?:[.,][0-9]+)?"
    r"|[1-9][0-9]{0,2}(?:\.[0-9]{3})+,[0-9]+"
    # A comma that cannot divide thousands: 80,5 and 0,125.
    r"|(?:0|[1-9][0-9]*),[0-9]+"
    r"|[0-9]*\.[0-9]+"
    r"|[0-9]+"
)
_NUMBER = rf"([-+=]?) ?({_DIGITS_FORMS})?(.*)"
_CURRENCY_FIRST = r"([-+=]?) ?([$€£¥]|[A-Z]{3}(?= ?[-0-9.])) ?(?=[-0-9.])(.*)"
_CHINESE = r"([十百千]?)(万亿|亿|万|)"
_MONEY = (
    "EUR|USD|GBP|CNY|RMB|JPY|CHF|AUD|CAD|HKD|NZD|SGD|TWD|SEK|NOK|DKK|PLN|CZK|INR|KRW"
    "|BRL|MXN|ZAR"
)
_ENGLISH = (
    r"(?P<word>k|K|thousand|M|mn|million|bn|billion|trillion)"
    rf"(?=$| |[€£¥$]|(?:{_MONEY})$)"
)
"""A scale before a unit; without a blank only before money: kEUR, and no kWh."""
_FULLWIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    0x3000: " ",
    0x2212: "-",
    0xFFE5: "¥",
    0xFFE1: "£",
}
_CURRENCIES = {
    "€": ("EUR",),
    "£": ("GBP",),
    "¥": ("元", "CNY", "RMB", "JPY", "円"),
    "$": ("USD", "US$", "AUD", "CAD", "HKD", "NZD", "SGD", "TWD"),
}
"""The units that a sign of money stands for: which of them, the goal says."""
_POINTS = (
    "个百分点",
    "百分点",
    "pp",
    "percent",
    "percentage points",
    "percentage point",
)
HOURS = frozenset(("h", "hr", "hrs", "hour", "hours", "小时"))
MINUTES = frozenset(("min", "mins", "minute", "minutes", "分钟"))
_SAME = (
    HOURS,
    MINUTES,
    frozenset(("kg", "公斤", "千克", "kilogram", "kilograms", "kilo", "kilos", "kgs")),
    frozenset(("km", "公里", "千米", "kilometre", "kilometer", "kilometres", "kms")),
    frozenset(("m", "米", "metre", "meter", "metres", "meters")),
    frozenset(("%", "percent", "个百分点", "pp")),
)
"""Names of one unit, lower case."""
_ROUGHLY = ("左右", "以上", "以下", "多", "余", "上下")
_CLOCK = r"([-+=]?) ?([0-9]+):([0-9]{2})(?::([0-9]{2}))?"
_HOURS_AND_MINUTES = r"([-+=]?) ?([0-9]+) ?(?:h|小时) ?([0-9]{1,2}) ?(?:m|min|分|分钟)?"

_ONE_TIME = r"([-+=]?) ?([0-9]+(?:\.[0-9]+)?) ?([^\W\d]+)"
"""A number of hours or of minutes: 45m, 1.5 h, 2小时."""

_SIXTY = 60
_LEAST = Decimal(1).scaleb(-FRACTION_DIGITS)
_LONGEST = 200
"""Characters of the longest text that can be an amount, blanks and all."""
_DIGITS = frozenset("零〇一二三四五六七八九两壹贰叁肆伍陆柒捌玖")


class Amount(NamedTuple):
    """A number in the unit of its goal, or a change to the number before it."""

    number: Decimal
    is_change: bool


def read(text: str, unit: str, goal: str, decimal: str = ".") -> Amount:
    """The amount that `text` means for a goal counted in `unit`, exactly.

    A bare number counts in the goal's unit; a scale without a unit (350亿) counts in
    what the goal's unit scales (元 for 亿元). A unit may be written in another case, in
    the singular or plural, or as the sign of its money ($1.2M). A comma is a decimal
    mark where it cannot divide thousands (80,5). For hours and minutes 7h30 and clock
    times are read, rounded to `FRACTION_DIGITS`. A sign makes it a change to the figure
    before it; `=-2` is a figure below zero. Fullwidth characters are read as their
    ASCII twins. Where `decimal` is a comma, 1.234 is 1,234, and 1,5 one and a half.

    Raises:
        InvalidAmount: it is no amount; the message names the reason.
        WrongUnit: its unit is another one, or the goal has none.
        Refused: the ledger has no room for so many digits.
    """
    if len(text) > _LONGEST:
        raise InvalidAmount("amount-too-long", text=f"{text[:_LONGEST]}…", unit=unit)
    if decimal == ",":
        # Costs a module that only such a ledger should pay.
        from goaltrack.model.decimal_comma import with_point  # noqa: PLC0415

        text = with_point(text.translate(_FULLWIDTH).strip())
    whole, point, part = text.partition(".")
    if text.isascii() and whole.isdecimal() and (part.isdecimal() or not point):
        # As nearly all of a long table are: no sign, no scale, no unit.
        sign, digits, rest = "", text, ""
    else:
        plain_text = text.translate(_FULLWIDTH).strip()
        time = _time(plain_text, text, unit)
        if time is not None:
            return time
        sign, digits, rest = _parts(plain_text)
    if rest != unit and (why := _spoiled(rest) if digits else _unread(rest)):
        raise InvalidAmount(why, text=text, unit=unit)
    if not digits and not rest:
        raise InvalidAmount("amount-empty", text=text, unit=unit)
    number = Decimal(_with_point(digits) or 1)
    if digits and rest in ("", unit):
        scaled = number
    else:
        power, base = _split(rest)
        own_power, own_base = _split(unit)
        if base and not _is_same_unit(base, own_base):
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


def exact(text: str) -> Decimal:
    """Return the number that a file has; infinite where its exponent has no end."""
    try:
        return Decimal(text)
    except InvalidOperation:
        # 1e99999999999999999999, which whoever reads it refuses with its place.
        return Decimal("-Infinity" if text.startswith("-") else "Infinity")


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


def _is_same_unit(written: str, unit: str) -> bool:
    """Whether what stands behind a number is the unit of its goal."""
    if written == unit:
        return True
    if unit == "%":
        return written.lower() in _POINTS
    for sign, codes in _CURRENCIES.items():
        names = (sign, *codes)
        if written in names and unit in names:
            return sign in (written, unit)
    one, other = written.lower(), unit.lower()
    if any(one in names and other in names for names in _SAME) and one != other:
        return True
    if one == other:
        # MW is no mW, and MB no Mb.
        is_short = len(unit) <= 3  # noqa: PLR2004 - kWh is one, mile is none
        first = one[0] == "m" and written[0] != unit[0]
        last = one[-1] == "b" and written[-1] != unit[-1]
        return not (is_short and (first or last))
    return singular(one) == singular(other)


def singular(word: str) -> str:
    """An English word without the ending of its plural; short ones as they are."""
    if len(word) <= 3 or not word.isascii():  # noqa: PLR2004 - km/s, gas, bus
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    for ending in ("ches", "shes", "sses", "xes"):
        if word.endswith(ending):
            return word[:-2]
    return word[:-1] if word[-1] == "s" and word[-2] != "s" else word


def _with_point(digits: str) -> str:
    """Digits without what groups them, and with a decimal point."""
    if digits.isascii() and digits.isdecimal():
        return digits
    whole, comma, part = digits.rpartition(",")
    is_decimal = comma and (
        "." in whole or whole in ("", "0") or len(part) != 3 or len(whole) > 3  # noqa: PLR2004 - thousands
    )
    if is_decimal and "," not in whole and "." not in part:
        return re.sub(r"[^0-9]", "", whole) + "." + part
    return re.sub(r"[^0-9.]", "", digits)


def _time(plain_text: str, text: str, unit: str) -> Amount | None:
    """Return the hours or minutes of 7:30 or 7h30; None if it is no such text."""
    name = unit.lower()
    if name not in HOURS and name not in MINUTES:
        return None
    clock = re.fullmatch(_CLOCK, plain_text)
    found = clock or re.fullmatch(_HOURS_AND_MINUTES, plain_text)
    if not found:
        return _of_other_time(plain_text, text, name)
    sign, hours, minutes = found[1], found[2], found[3]
    seconds = (clock[4] if clock else None) or "0"
    if int(minutes) >= _SIXTY or int(seconds) >= _SIXTY:
        raise InvalidAmount("amount-clock", text=text, unit=unit)
    if name in MINUTES and clock and clock[4] is None:
        raise InvalidAmount(
            "amount-clock-ambiguous",
            text=text,
            hours=f"{hours}:{minutes}:00",
            minutes=f"0:{hours.zfill(2)}:{minutes}",
        )
    total = (int(hours) * _SIXTY + int(minutes)) * _SIXTY + int(seconds)
    divisor = _SIXTY if name in MINUTES else _SIXTY * _SIXTY
    return _rounded(_WIDE.divide(Decimal(total), Decimal(divisor)), sign, text)


def _of_other_time(plain_text: str, text: str, unit: str) -> Amount | None:
    """Return minutes of a goal in hours, or hours of one in minutes; None if neither.

    A bare m is a minute only where the goal counts in minutes.
    """
    found = re.fullmatch(_ONE_TIME, plain_text)
    if not found:
        return None
    number, written = Decimal(found[2]), found[3].lower()
    if unit in MINUTES:
        if written == "m":
            return _rounded(number, found[1], text)
        is_other, factor = written in HOURS, Decimal(_SIXTY)
    else:
        is_other, factor = written in MINUTES, _WIDE.divide(Decimal(1), Decimal(_SIXTY))
    return (
        _rounded(_WIDE.multiply(number, factor), found[1], text) if is_other else None
    )


def _rounded(exact: Decimal, sign: str, text: str) -> Amount:
    """Return an amount of time to as many digits as a ledger holds."""
    number = Decimal(
        plain(exact.quantize(_LEAST, ROUND_HALF_UP, _WIDE).normalize(_WIDE))
    )
    if not fits(number):
        raise Refused("too-many-digits", text=text, value=plain(number))
    return Amount(-number if "-" in sign else number, sign in ("+", "-"))


def _parts(text: str) -> tuple[str, str, str]:
    """Sign, digits and the rest; each may be empty."""
    money = re.fullmatch(_CURRENCY_FIRST, text, re.DOTALL)
    if money:
        text = f"{money[1]}{money[3]} {money[2]}"
    sign, digits, rest = re.findall(_NUMBER, text, re.DOTALL)[0]
    if sign == "=" and not digits and rest[:1] == "-":
        sign, digits, rest = re.findall(_NUMBER, rest, re.DOTALL)[0]
        sign = "=-"
    return sign, digits, rest.strip()


def _fraction(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0


def scale_of(unit: str) -> tuple[int, str]:
    """The power of ten in front of a unit, and what it scales: 8 and 元 of 亿元."""
    return _split(unit)


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
    if rest.endswith(_ROUGHLY):
        return "amount-roughly"
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
