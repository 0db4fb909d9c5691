"""Days and periods as people write them: a closed grammar.

Nothing is guessed. What `read` accepts means one stretch of days whatever day
it is; `moment` adds what depends on today (`yesterday`, `-3d`, `friday`, `March`).
The inverse of `read` is `period_label.label`.
"""

import re
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple, Self

from goaltrack.errors import InvalidPeriod

if TYPE_CHECKING:
    from goaltrack.model.years import Years


class Period(NamedTuple):
    """A stretch of days; `first` and `last` both belong to it."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has: one at least."""
        return self.last.toordinal() - self.first.toordinal() + 1


class NamedPeriod(Period):
    """A period of a fiscal year, with the name by which its ledger writes it."""

    name: str

    def __new__(cls, first: date, last: date, name: str) -> Self:
        """Return the period with that name."""
        period = super().__new__(cls, first, last)
        period.name = name
        return period

    def __getnewargs__(self) -> tuple[date, date, str]:
        """Return what makes it again, for copies and pickles."""
        return self.first, self.last, self.name


FIRST_PLAN = 3
"""Plans before the third did not run 1951 + 5n to 1955 + 5n."""

LAST_PLAN = 99
"""The last whose number has at most two digits."""

_DECEMBER = 12
_DASHES = str.maketrans("–—−～~", "-----")
_PLAIN = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5E)} | _DASHES
"""Fullwidth letters, digits and signs as plain ones, and each dash as a hyphen."""
_NUMERALS = {numeral: n for n, numeral in enumerate("一二三四五六七八九", 1)}
_QUARTERS = {"1": 1, "2": 2, "3": 3, "4": 4} | {
    numeral: n
    for numeral, n in _NUMERALS.items()
    if n <= 4  # noqa: PLR2004 - quarters
}
_PARTS = {
    "": (1, 12),
    "全年": (1, 12),
    "度": (1, 12),
    "上半年": (1, 6),
    "下半年": (7, 12),
    "前三季度": (1, 9),
    "前3季度": (1, 9),
    "H1": (1, 6),
    "H2": (7, 12),
}
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_DAYS = {
    name: n
    for n, english in enumerate((*_WEEKDAYS, "sunday"))
    for name in (english, english[:3])
} | {
    prefix + numeral: n
    for n, numeral in enumerate("一二三四五六日")
    for prefix in ("周", "星期")
}
_MONTHS = {
    name: n
    for n, english in enumerate(
        (
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ),
        1,
    )
    for name in (english, english[:3], f"{english[:3]}.")
} | {"sept": 9}
_ORDINALS = ("st", "nd", "rd", "th")
_YEARS_AWAY = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "明年": 1}
_UNITS = {"d": "days", "w": "weeks", "m": "months", "y": "years"} | {
    word: unit
    for unit, words in {
        "days": ("day", "days", "天"),
        "weeks": ("week", "weeks", "周"),
        "months": ("month", "months", "个月"),
        "years": ("year", "years", "年"),
    }.items()
    for word in words
}


_STRETCHES = {
    f"{which} {unit}": (unit, away)
    for unit in ("week", "month", "quarter", "year")
    for which, away in (("this", 0), ("last", -1), ("next", 1))
} | {
    f"{which}{chinese}": (unit, away)
    for unit, forms in (
        ("week", ("周", "星期")),
        ("month", ("月", "个月")),
        ("quarter", ("季度", "季")),
    )
    for chinese in forms
    for which, away in (("本", 0), ("上", -1), ("下", 1))
}
"""The unit of a stretch of days and how many of them it is away from this one."""
_FARTHEST = 8
"""Years to the nearest 29 February, at most."""
_LONGEST = 100
"""Characters of the longest text that can be a period, blanks and all."""


def read(text: str, years: "Years | None" = None) -> Period:
    """The period that `text` means on any day.

    Reads `2023`, `2023H1`, `2023Q3`, `2023-06`, `2023-W14`, `2023-06-30`, their
    Chinese forms (`2023年上半年`, `2023年前三季度`, `2023年1-2月`, …) and English ones
    (`1 March 2026`, `Mar 2026`, `Q1 2026`), the five-year plans (`十四五`), `end of
    2025` and `2025年12月底` (the last day), `2021..2025` and `2021-2025`. A time of day
    is dropped. With fiscal `years` also `FY2024`, `FY2024Q1`, `2023/24`, `2024年度`.

    Raises:
        InvalidPeriod: it is none of these, or may be two of them.
    """
    if len(text) > _LONGEST:
        raise InvalidPeriod("period-unknown", text=f"{text[:_LONGEST]}…")
    plain = text.strip().translate(_PLAIN)
    fiscal = years if years and years.are_fiscal else None
    try:
        period = _read(plain, fiscal)
    except (ValueError, OverflowError):
        # Raised by `date` itself: the form is right, the day does not exist.
        _refuse_two_readings(plain)
        raise InvalidPeriod("period-no-such-day", text=text) from None
    if period is None:
        _refuse_two_readings(plain)
        raise InvalidPeriod("period-unknown", text=text)
    return _forwards(period, text)


def moment(
    text: str, today: date, *, is_due: bool = False, years: "Years | None" = None
) -> Period:
    """Read a day or period as it is meant on `today`.

    Beyond what `read` knows: `today`, `yesterday`, `tomorrow`, `-3d`, `-2w`, `-1m`,
    `-1y`, `+3d`, `3 days ago`; `last month`, `this year`; the names of weekdays. A
    weekday, and what names no year (`March`, `end of June`, `3月5日`), is the latest
    that has begun; of what is due, the next that has not ended. All in Chinese too, and
    as people say it (`spoken.rewritten`): 前天, 上周日, 上月底, 20号, 20/11/2026.

    Raises:
        InvalidPeriod: it is none of these.
    """
    if len(text) > _LONGEST:
        return read(text)
    word = text.strip().translate(_PLAIN).lower()
    try:
        found = _seen_from(today, word, years, is_due=is_due)
    except (ValueError, OverflowError):
        raise InvalidPeriod("period-no-such-day", text=text) from None
    if found is not None:
        return _forwards(found, text)
    try:
        return read(text, years)
    except InvalidPeriod as error:
        if error.code != "period-unknown":
            raise
        near = _in_some_year(word, today, is_due=is_due)
        if near is not None:
            return near
        # Costs a module that only what is said otherwise should pay.
        from goaltrack.model.spoken import rewritten  # noqa: PLC0415

        other = rewritten(word, today, is_due=is_due)
        if other == word:
            raise
        try:
            return moment(other, today, is_due=is_due, years=years)
        except InvalidPeriod as inner:
            if inner.code == "period-no-such-day":
                raise InvalidPeriod("period-no-such-day", text=text) from None
        raise


def day(
    text: str, today: date, *, is_due: bool = False, years: "Years | None" = None
) -> date:
    """Read one day as it is meant on `today`; see `moment`.

    Raises:
        InvalidPeriod: it is a longer period, or neither a day nor a period.
    """
    period = moment(text, today, is_due=is_due, years=years)
    if period.first != period.last:
        raise InvalidPeriod("not-one-day", text=text)
    return period.last


def plan_period(number: int) -> Period:
    """Return the years of a numbered five-year plan, from FIRST_PLAN to LAST_PLAN."""
    return Period(date(1951 + 5 * number, 1, 1), date(1955 + 5 * number, 12, 31))


def is_next_year(first: str, second: str) -> bool:
    """Return whether four digits and four or two more are a year and the one after."""
    after = int(first) + 1
    return int(second) == (after if len(second) == 4 else after % 100)  # noqa: PLR2004 - as a year is written


def _forwards(period: Period, text: str) -> Period:
    if period.last < period.first:
        raise InvalidPeriod("period-backwards", text=text)
    return period


# Compiled where they are needed: few starts of the program meet one.
_SPAN = r"(\d{4})(?: *(?:-|/|至|to) *)(\d{4})"
_SHORTEST_SPAN = len("2021-2025")
_BY_NUMBER = r"(?i)FY *-?\d{2,4}.*"
_BY_BOTH = r"(?i)(\d{4})[/-](\d{2})(?:[ -]?[QH][1-4])?"


def _read(text: str, years: "Years | None" = None) -> Period | None:
    lower = text.lower()
    if lower.startswith("end of "):
        whole = _read(text[7:].strip(), years)
        return whole and Period(whole.last, whole.last)
    left, dots, right = text.partition("..")
    if not dots and text.count("年") > 1:
        left, dots, right = text.partition("至")
    if dots:
        start, end = _read(left.strip(), years), _read(right.strip(), years)
        return start and end and Period(start.first, end.last)
    if ":" in text:
        return _without_time(text)
    fiscal = years and _fiscal(text, years)
    if fiscal:
        return fiscal
    if _is_number(text[:4], 4):
        span = _two_years(text)
        if span:
            return span
        return _in_year(int(text[:4]), text[4:])
    for ending in ("末", "期末"):
        plan = _plan(text.removesuffix(ending)) if text.endswith(ending) else None
        if plan:
            return Period(plan.last, plan.last)
    return _plan(text) or _in_english(lower)


def _two_years(text: str) -> Period | None:
    """Return the period of `2021-2025`; None if it is written otherwise."""
    if len(text) < _SHORTEST_SPAN or not _is_number(text[-4:], 4):
        return None
    span = re.fullmatch(_SPAN, text)
    is_said = "to" in text or "至" in text
    return span and _years(int(span[1]), int(span[2]), is_said=is_said)


def _fiscal(text: str, years: "Years") -> Period | None:
    # Costs a module that only a ledger of fiscal years should pay.
    from goaltrack.model.fiscal import read_fiscal  # noqa: PLC0415

    return read_fiscal(text, years)


def _without_time(text: str) -> Period | None:
    """Return the day of `2026-06-29 10:00`; None if it is no day with its time."""
    day_, _, time = text.replace("T", " ").rpartition(" ")
    parts = time.split(":")
    if len(parts) not in (2, 3) or not all(map(_is_number, parts)):
        return None
    if any(int(part) > most for part, most in zip(parts, (23, 59, 59), strict=False)):
        return None
    found = _read(day_.strip())
    return found if found and found.first == found.last else None


def _in_english(text: str) -> Period | None:
    """Return the period of `1 march 2026`, `march 1, 2026`, `mar 2026` or `q1 2026`."""
    words = text.replace(",", " ").split()
    if len(words) not in (2, 3) or not _is_number(words[-1], 4):
        return None
    year, first = int(words[-1]), words[0]
    if len(words) == 2:  # noqa: PLR2004 - a part and its year
        if first in _MONTHS:
            return _months(year, _MONTHS[first], _MONTHS[first])
        is_part = first.upper() in _PARTS or first[:1] == "q"
        return _in_year(year, first.upper()) if is_part else None
    for month, number in ((first, words[1]), (words[1], first)):
        digits = number[:-2] if number.endswith(_ORDINALS) else number
        if month in _MONTHS and _is_number(digits):
            return _one_day(year, str(_MONTHS[month]), digits)
    return None


def _years(first: int, last: int, *, is_said: bool) -> Period | None:
    """Return several calendar years; None of two that may be one fiscal year."""
    if last == first + 1 and not is_said:
        return None
    return Period(date(first, 1, 1), date(last, 12, 31))


def _refuse_two_readings(text: str) -> None:
    """Refuse `3/4/2026`: the third of April in one country, 4 March in another.

    And what is a fiscal year, where years are calendar years.

    Raises:
        InvalidPeriod: both are days, and not the same one; or it is a fiscal year.
    """
    if re.fullmatch(_SPAN, text):
        raise InvalidPeriod(
            "period-two-years", text=text, first=text[:4], second=text[-4:]
        )
    both = re.fullmatch(_BY_BOTH, text)
    if re.fullmatch(_BY_NUMBER, text) or (both and is_next_year(both[1], both[2])):
        raise InvalidPeriod("period-fiscal", text=text)
    parts = text.split("/")
    if len(parts) == 3 and _is_number(parts[2], 4) and all(map(_is_number, parts[:2])):  # noqa: PLR2004 - day, month, year
        one, other, year = map(int, parts)
        if one != other and 0 < one <= _DECEMBER and 0 < other <= _DECEMBER:
            raise InvalidPeriod(
                "period-ambiguous",
                text=text,
                first=date(year, one, other),
                second=date(year, other, one),
            )


def _in_year(year: int, rest: str) -> Period | None:
    if rest.startswith("年"):
        return _in_year_zh(year, rest[1:].strip())
    mark = rest.lstrip(" ").removeprefix("-").upper()
    if mark in _PARTS and not rest.endswith("-"):
        return _months(year, *_PARTS[mark])
    if mark[:1] == "Q" and mark[1:] in ("1", "2", "3", "4"):
        return _quarters(year, int(mark[1]), int(mark[1]))
    if mark[:1] == "W" and _is_number(mark[1:], 2):
        monday = date.fromisocalendar(year, int(mark[1:]), 1)
        return Period(monday, monday + timedelta(days=6))
    if mark[:1] == "M" and _is_number(mark[1:]):
        return _months(year, int(mark[1:]), int(mark[1:]))
    sign, (month, *days) = rest[:1], rest[1:].split(rest[:1] or "-")
    if sign == "-" and not days and _is_number(month, 2):
        return _months(year, int(month), int(month))
    is_day = sign in ("-", "/") and len(days) == 1 and _is_number(month)
    return _one_day(year, month, days[0]) if is_day and _is_number(days[0]) else None


def _in_year_zh(year: int, rest: str) -> Period | None:
    if rest in _PARTS:
        return _months(year, *_PARTS[rest])
    end = rest.removesuffix("前") if rest.endswith(("底前", "末前")) else rest
    if end.endswith(("底", "末")):
        of = end[:-1]
        whole = _in_year_zh(year, "" if of == "年" else of)
        return whole and Period(whole.last, whole.last)
    first, last = _span(rest.replace("至", "-").removeprefix("第"))
    if last.endswith("季度"):
        ends = _QUARTERS.get(first.removesuffix("季度")), _QUARTERS.get(last[:-2])
        return _quarters(year, *ends) if ends[0] and ends[1] else None
    if last.endswith("周") and _is_week(first, last[:-1]):
        return _in_year(year, f"-W{int(last[:-1]):02}")
    months = first.removesuffix("月"), last.removesuffix("月")
    if last.endswith("月") and all(map(_is_number, months)):
        return _months(year, int(months[0]), int(months[1]))
    month, moon, day_ = rest.partition("月")
    if day_ in _TENS and _is_number(month):
        return _ten_days(year, int(month), *_TENS[day_])
    if moon and day_:
        number = day_.removesuffix("日")
        fits = day_ != number and _is_number(month) and _is_number(number)
        return _one_day(year, month, number) if fits else None
    return None


_TENS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 0)}


def _ten_days(year: int, month: int, first: int, last: int) -> Period:
    """Return the first, second or last third of a month, as 上旬 means it."""
    whole = _months(year, month, month)
    end = whole.first.replace(day=last) if last else whole.last
    return Period(whole.first.replace(day=first), end)


def _span(text: str) -> tuple[str, str]:
    first, dash, last = text.partition("-")
    return (first, last) if dash else (text, text)


def _is_week(first: str, number: str) -> bool:
    return first == f"{number}周" and _is_number(number)


def _is_number(text: str, digits: int | None = None) -> bool:
    if digits is None:
        return text.isascii() and text.isdecimal() and len(text) in (1, 2)
    return text.isascii() and text.isdecimal() and len(text) == digits


def _one_day(year: int, month: str, day_: str) -> Period:
    found = date(year, int(month), int(day_))
    return Period(found, found)


def _months(year: int, first: int, last: int) -> Period:
    if last == _DECEMBER:
        return Period(date(year, first, 1), date(year, last, 31))
    return Period(date(year, first, 1), date(year, last + 1, 1) - timedelta(days=1))


def _quarters(year: int, first: int | None, last: int | None) -> Period | None:
    return (first and last and _months(year, 3 * first - 2, 3 * last)) or None


def _plan(text: str) -> Period | None:
    # 十五 is the tenth plan and 十五五 the fifteenth: the last 五 says "five-year".
    name = text.removesuffix("期间").strip("“”\"'").removeprefix("第")
    for ending in ("个五年规划", "个五年计划", "五"):
        if name.endswith(ending):
            number = _numeral(name.removesuffix(ending))
            if number is not None and number >= FIRST_PLAN:
                return plan_period(number)
    return None


def _numeral(text: str) -> int | None:
    tens, ten, ones = text.partition("十")
    if not ten:
        return _NUMERALS.get(text)
    high = _NUMERALS.get(tens) if tens else 1
    low = _NUMERALS.get(ones) if ones else 0
    return None if high is None or low is None else 10 * high + low


def _seen_from(
    today: date, word: str, years: "Years | None", *, is_due: bool
) -> Period | None:
    """Return the period that a word means from today; None if it is no such word."""
    word = _usual(word)
    if word.startswith("end of "):
        whole = _seen_from(today, word[7:], years, is_due=is_due)
        return whole and Period(whole.last, whole.last)
    if years and years.are_fiscal:
        found = _fiscal_from(today, word, years)
        if found:
            return found
    for prefix, away in _YEARS_AWAY.items():
        if word.startswith(prefix):
            year = f"{today.year + away:04}"
            return _read(f"{year}年{word[len(prefix) :]}")
    found = _near(today, word, is_due=is_due)
    if found is not None:
        return found
    count, unit = _ago(word)
    if unit is None or not _is_count(count.lstrip("+")):
        return None
    day_ = _back(today, -int(count) if count.startswith("+") else int(count), unit)
    return Period(day_, day_)


def _usual(word: str) -> str:
    """Return the usual form of `eoy`, `end of the year`, `last-week`, `in 5 weeks`."""
    word = _SHORT_ENDS.get(word, word)
    if word.startswith("end of "):
        unit = word[7:].removeprefix("the ")
        return f"end of this {unit}" if f"this {unit}" in _STRETCHES else word
    if word.startswith("in ") and not word.endswith(" ago"):
        count, _, unit = word[3:].partition(" ")
        sign = _INITIALS.get(unit.removesuffix("s"))
        return f"+{count}{sign}" if sign else word
    spaced = word.replace("-", " ").replace("_", " ")
    if spaced not in _STRETCHES and word[:4] in ("last", "next", "this"):
        spaced = f"{word[:4]} {word[4:]}"
    return spaced if spaced in _STRETCHES else word


_SHORT_ENDS = {
    "eow": "end of week",
    "eom": "end of month",
    "eoq": "end of quarter",
    "eoy": "end of year",
}
_INITIALS = {"day": "d", "week": "w", "month": "m", "year": "y"}


def _fiscal_from(today: date, word: str, years: "Years") -> Period | None:
    """Return the fiscal year, or its half or quarter, that a word means from today."""
    unit, away = _STRETCHES.get(word, ("", 0))
    rest = ""
    for prefix, distance in _YEARS_AWAY.items():
        if word.startswith(prefix):
            unit, away, rest = "year", distance, word[len(prefix) :]
    if unit != "year":
        return None
    return _read(f"{years.number(today) + away:04}年度{rest}", years)


def _near(today: date, word: str, *, is_due: bool) -> Period | None:
    """Return the period of `yesterday`, `friday`, `last friday` or `last month`."""
    days = {
        "today": 0,
        "今天": 0,
        "yesterday": -1,
        "昨天": -1,
        "tomorrow": 1,
        "明天": 1,
    }
    which, _, name = word.partition(" ")
    is_last = which == "last"
    name = name.strip() if which in ("last", "this") else word
    if name in days and name == word:
        day_ = today + timedelta(days=days[name])
    elif name in _DAYS and which != "this":
        away = (today.weekday() - _DAYS[name]) % 7
        if is_due and not is_last:
            away = -(-away % 7)
        day_ = today - timedelta(days=away or (7 if is_last else 0))
    else:
        return _around(today, *_STRETCHES.get(word, ("", 0)))
    return Period(day_, day_)


def _around(today: date, unit: str, away: int) -> Period | None:
    """Return the week, month, quarter or year so many away from today's."""
    if unit == "week":
        monday = today - timedelta(days=today.weekday() - 7 * away)
        return Period(monday, monday + timedelta(days=6))
    months = {"month": 1, "quarter": 3, "year": 12}.get(unit)
    if months is None:
        return None
    step = (12 * today.year + today.month - 1) // months + away
    year, before = divmod(step * months, 12)
    return _months(year, before + 1, before + months)


def _in_some_year(word: str, today: date, *, is_due: bool) -> Period | None:
    """Return the nearest period that is written without its year, or None."""
    if len(word) < 2:  # noqa: PLR2004 - 3 is a number, and 月 no month
        return None
    away = range(_FARTHEST + 1) if is_due else range(0, -_FARTHEST - 1, -1)
    for year in (f"{today.year + years:04}" for years in away):
        for whole in (f"{word} {year}", f"{year}年{word}"):
            try:
                found = _read(whole)
            except (ValueError, OverflowError):
                continue
            if found and (found.last >= today if is_due else found.first <= today):
                return _forwards(found, word)
    return None


def _ago(word: str) -> tuple[str, str | None]:
    """The count and the unit of `-3d`, `+3d`, `3 days ago` or `3天前`."""
    if word.startswith("-"):
        return word[1:-1], _UNITS.get(word[-1:])
    if word.startswith("+"):
        return word[:-1], _UNITS.get(word[-1:])
    if word.endswith("前"):
        count = word[:-1].rstrip("天周个月年")
        return count.strip(), _UNITS.get(word[len(count) : -1].strip())
    count, _, rest = word.partition(" ")
    return count, _UNITS.get(rest.removesuffix(" ago")) if rest[-4:] == " ago" else None


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 5  # noqa: PLR2004 - five digits reach back past the year 1


def _back(today: date, count: int, unit: str) -> date:
    if unit in ("months", "years"):
        # Costs 10 ms that only this rare form should pay.
        from dateutil.relativedelta import relativedelta  # noqa: PLC0415

        return today - relativedelta(**{unit: count})  # type: ignore[arg-type]
    return today - timedelta(**{unit: count})
