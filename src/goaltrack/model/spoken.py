"""Days and periods as people say them, in the words that `period` reads.

Only what means one thing is rewritten: 3/4 stays what it is. Loaded where nothing else
fits, so that what is written properly costs nothing.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta

_DIGITS = {char: str(n) for n, char in enumerate("〇一二三四五六七八九")} | {
    "零": "0",
    "两": "2",
}
_COUNTS = {
    word: str(n)
    for n, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        1,
    )
} | {"a": "1", "an": "1"}
_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("前天", "前日", "the day before yesterday"), "-2d"),
    "大前天": "-3d",
    **dict.fromkeys(("昨日", "昨晚", "last night"), "yesterday"),
    **dict.fromkeys(
        ("今日", "今早", "今晚", "tonight", "now", "this morning"), "today"
    ),
    "明日": "tomorrow",
    **dict.fromkeys(("后天", "the day after tomorrow", "day after tomorrow"), "+2d"),
    **dict.fromkeys(("这周", "这星期", "本星期", "当周"), "本周"),
    **dict.fromkeys(("这个月", "这月", "当月", "月内"), "本月"),
    **dict.fromkeys(("这个季度", "这季度", "当季", "季内"), "本季度"),
    **dict.fromkeys(("年内", "这一年", "当年", "全年", "今年内"), "今年"),
    **dict.fromkeys(("月底", "月末", "月底前"), "end of month"),
    **dict.fromkeys(("季末", "季度末", "季底"), "end of quarter"),
    **dict.fromkeys(("年底", "年末", "年底前", "年终"), "end of year"),
}
_ENGLISH = {"上": "last", "本": "this", "这": "this", "下": "next"}
_UNITS = {"周": "week", "月": "month", "季": "quarter", "年": "year"}
_DAYS_OF_WEEK = {name: n for n, name in enumerate("一二三四五六日")} | {"天": 6}
_DECEMBER = 12


def rewritten(word: str, today: date, *, is_due: bool) -> str:
    """Return what was said in a form that `moment` reads; else the word itself.

    `is_due`: of a day without its month the next one is meant, else the last.
    """
    word = word.removeprefix("the ") if word not in _WORDS else word
    if word in _WORDS:
        return _WORDS[word]
    text = _in_digits(word)
    for pattern, rewrite in _FORMS:
        found = re.fullmatch(pattern, text)
        if found:
            return rewrite(found, today, is_due)
    return text


def _in_digits(word: str) -> str:
    """Return the text with Chinese numerals of years, months, days and counts."""
    text = re.sub(
        r"[〇零一二三四五六七八九]{4}(?=年)",
        lambda found: "".join(_DIGITS[char] for char in found[0]),
        word,
    )
    # 周一 is a day of the week, 一季度 and 十四五 are read as they are.
    text = re.sub(
        r"(?<![周期第])[十一二三四五六七八九两]+(?=个?月|[日号天周年]|个?星期)",
        lambda found: _number(found[0]),
        text,
    )
    first, _, rest = text.partition(" ")
    return f"{_COUNTS[first]} {rest}" if first in _COUNTS else text


def _number(text: str) -> str:
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS.get(text, text)
    return (_DIGITS.get(tens, "") if tens else "1") + (
        _DIGITS.get(ones, "") if ones else "0"
    )


def _weekday(found: re.Match[str], today: date, _is_due: bool) -> str:
    """上周日: the Sunday of last week; 本周三: the Wednesday of this one."""
    weeks = {"上": -1, "下": 1}.get(found[1], 0)
    away = _DAYS_OF_WEEK[found[2]] - today.weekday() + 7 * weeks
    return (today + timedelta(days=away)).isoformat()


def _day_of_month(found: re.Match[str], today: date, is_due: bool) -> str:
    """20号: that day of this month, or of the one before or after it."""
    which, number = found[1] or "", int(found[2])
    months = {"上": -1, "下": 1}.get(which[:1], 0)
    if not which and (number < today.day if is_due else number > today.day):
        months = 1 if is_due else -1
    year, month = divmod(12 * today.year + today.month - 1 + months, 12)
    return f"{year:04}-{month + 1:02}-{number:02}"


def _end(found: re.Match[str], _today: date, _is_due: bool) -> str:
    return f"end of {_ENGLISH[found[1]]} {_UNITS[found[2][0]]}"


def _told_apart(one: int, other: int) -> tuple[int, int]:
    """Return the month and the day; (0, 0) where either number may be the month."""
    if one <= _DECEMBER < other:
        return one, other
    return (other, one) if other <= _DECEMBER < one else (0, 0)


def _month_and_day(found: re.Match[str], _today: date, _is_due: bool) -> str:
    """11-20 and 20/11, where only one of both can be the month."""
    month, day = _told_apart(int(found[1]), int(found[3]))
    is_read = month and (month == int(found[1]) or found[2] != "-")
    return f"{month}月{day}日" if is_read else found[0]


def _with_year(found: re.Match[str], _today: date, _is_due: bool) -> str:
    """20/11/2026 and 12/31/2026, where only one of both can be the month."""
    month, day = _told_apart(int(found[1]), int(found[3]))
    return f"{found[4]}-{month:02}-{day:02}" if month else found[0]


def _since_january(_found: re.Match[str], today: date, _is_due: bool) -> str:
    return f"{today.year:04}-01-01..{today.isoformat()}"


def _before_last(found: re.Match[str], today: date, _is_due: bool) -> str:
    return f"{today.year - 2:04}年{found[1]}"


def _as(form: str) -> Callable[[re.Match[str], date, bool], str]:
    return lambda found, _today, _is_due: found.expand(form)


_FORMS: tuple[tuple[str, Callable[[re.Match[str], date, bool], str]], ...] = (
    (r"(?:on|by|at|until|due) (.+)", _as(r"\1")),
    # Without its end 截至9月 may be that month, or all up to it.
    (r"(?:截至|截止到?|截至到)(.+[底末日号])", _as(r"\1")),
    (r"(.+) (?:morning|afternoon|evening|night)", _as(r"\1")),
    (r"(上|本|这|下)(?:个)?(?:周|星期|礼拜)([一二三四五六日天])", _weekday),
    (r"(上|本|这|下)(?:个)?(周|月|季度?|年)(?:底|末)前?", _end),
    (r"((?:上|本|这|下)(?:个)?月)?(\d{1,2})[日号]", _day_of_month),
    (r"(\d{1,2})([-/.])(\d{1,2})", _month_and_day),
    (r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})", _with_year),
    (r"(\d{1,2})/(\d{4})", lambda found, *_: f"{found[2]}-{int(found[1]):02}"),
    (r"(\d{4})(\d{2})(\d{2})", _as(r"\1-\2-\3")),
    (r"(\d{4})\.(\d{1,2})\.(\d{1,2})", _as(r"\1年\2月\3日")),
    (r"([a-z]+)[-.](\d{1,2}|\d{4})", _as(r"\1 \2")),
    (r"([2-5]\d)年(.*)", _as(r"20\1年\2")),
    (r"(\d{4})年?[-至到](\d{4})年?", _as(r"\1..\2")),
    (r"(\d{4})年之?内", _as(r"\1年")),
    (r"(?:今年|年初)(?:以来|至今)", _since_january),
    (r"前年(.*)", _before_last),
    (r"(.*[月年])(\d{1,2})号", _as(r"\1\2日")),
    (r"((?:.*年)?\d{1,2}月\d{1,2})", _as(r"\1日")),
    (r"(.*\d)月份", _as(r"\1月")),
    (r"(.*?)前(\d{1,2})个?月份?", _as(r"\g<1>1-\2月")),
    (r"(.*?)前[三3]个季度", _as(r"\1前三季度")),
    (r"(.*?)前[两二2]个?季度", _as(r"\1上半年")),
    (r"(.*[上下]半年)度", _as(r"\1")),
    (r"(.*?)第?([一二三四1-4])季", _as(r"\1\2季度")),
    (r"(.+?)个?(?:星期|礼拜)前", _as(r"\1周前")),
)
