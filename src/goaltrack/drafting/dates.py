"""By when: the dates and periods that a Chinese text names."""

import re
from datetime import date
from typing import NamedTuple

from goaltrack.errors import InvalidPeriod
from goaltrack.model.period import read

_CHINESE = {char: str(n) for n, char in enumerate("〇一二三四五六七八九")} | {"零": "0"}
_COUNTS = {char: n for n, char in enumerate("一二三四五六七八九十", 1)} | {"两": 2}
_DECEMBER, _HALF = 12, 6
_SEASONS = {"春": "03", "夏": "06", "秋": "09", "冬": "12"}

_FEASTS = {
    "国庆": "09",
    "五一": "04",
    "七一": "06",
    "中秋": "09",
    "暑期": "08",
    "汛期": "05",
}
"""Days that everybody knows, by the last month before them."""
_YEAR = r"(?P<year>20\d\d|二[〇零][〇零一二三四五六七八九]{2})年(?:度)?"
_PART = (
    r"(?:(?P<month>1[0-2]|0?[1-9])月份?(?:(?P<day>[12]\d|3[01]|0?[1-9])[日号]|[上中下]旬)?"
    r"|(?P<half>[上下])半年|第?(?P<quarter>[一二三四])季度|(?P<season>[春秋])季(?:开学)?)"
)
_END = r"(?:开学)?(?:底|末|初|期末)?(?:之?前|以前|之?内)?"
DATE = re.compile(
    rf"(?:到|至|截至|截止|于)?(?:{_YEAR}(?:(?:\d{{1,2}}月(?:至|—|-))?{_PART})?{_END}"
    rf"|“?(?P<plan>十[一二三四五六七八九]?五)”?(?:时期|期间|期末|期内|期|末|收官之年|规划期)?{_END}"
    rf"|{_PART.replace('?P<', '?P<n_')}{_END}"
    r"|(?P<count>[一二三四五两十])年之?内|(?:今后|未来)(?P<ahead>[一二三四五两十])年"
    r"|(?P<now>今年内|年内|年底前?|年末前?|今年底?前?|本年度?|全年|下半年)"
    r"|(?P<next>明年底?前?)"
    rf"|(?P<feast>{'|'.join(_FEASTS)})(?:节)?(?:假期)?(?:之?前|期间)(?=[^、，]))"
)
"""A day or period by which something is due."""
_NOT_DUE = re.compile(r"(?:较|比|在|自|从|以|占|相比|对比)$")


class Due(NamedTuple):
    """A due date: as a ledger writes it, and its last day."""

    text: str
    last: date
    is_part: bool = False
    """Whether it is a part of a year: a month, a quarter or a half."""


class Named(NamedTuple):
    """A date in a text: where it stands, and what it says."""

    start: int
    end: int
    due: Due
    is_lead: bool = False
    """Whether it names its year itself."""
    is_front: bool = False
    """Whether its clause begins with it: then it is of the clauses behind it too."""


def due_of(text: str) -> Due | None:
    """Return the due date that a ledger's text is; None if it is none."""
    try:
        return Due(text, read(text).last, is_part=len(text) > 4 and text[0] == "2")  # noqa: PLR2004 - 2024H1
    except InvalidPeriod:
        return None


def dates(text: str, year: int, published: date) -> list[Named]:
    """Return the dates in a text, in their order.

    `year` is that of the months that name none. What something is compared with
    (较2022年) is no date.
    """
    found = []
    for match in DATE.finditer(text):
        before = text[: match.start()]
        after = text[match.end() :]
        if _NOT_DUE.search(before) or after.startswith(("基础上", "的基础上", "相比")):
            continue
        if re.match(
            r"(?:以?前|以来|及以前)?[^，、；\d]{0,6}[建成产造投设]\w{0,3}的", after
        ):
            # 2000年前建成的小区: of when they are, and not by when.
            continue
        said = _said(match, year, published)
        due = due_of(said) if said else None
        if due:
            has_year = bool(match["year"] or match["plan"] or match["next"])
            found.append(Named(match.start(), match.end(), due, has_year))
    return found


def _said(match: re.Match[str], year: int, published: date) -> str:
    """Return a date as a ledger writes it."""
    if match["plan"]:
        return match["plan"]
    if match["count"] or match["ahead"]:
        years = _COUNTS[match["count"] or match["ahead"]]
        if match["ahead"]:
            return str(published.year + years + (published.month == _DECEMBER))
        # Within three years, said in spring: this one and two more.
        return str(published.year + years - (published.month <= _HALF))
    if match["next"]:
        return str(published.year + 1)
    if match["now"]:
        return str(year)
    if match["year"]:
        digits = "".join(_CHINESE.get(char, char) for char in match["year"])
        return digits + _part(match, "")
    if match["feast"]:
        return f"{year}-{_FEASTS[match['feast']]}"
    return f"{year}{_part(match, 'n_')}"


def _part(match: re.Match[str], prefix: str) -> str:
    if match[f"{prefix}month"]:
        day = match[f"{prefix}day"]
        month = f"-{int(match[f'{prefix}month']):02}"
        return f"{month}-{int(day):02}" if day else month
    if match[f"{prefix}half"]:
        return "H1" if match[f"{prefix}half"] == "上" else "H2"
    if match[f"{prefix}quarter"]:
        return f"Q{_COUNTS[match[f'{prefix}quarter']]}"
    season = match[f"{prefix}season"]
    return f"-{_SEASONS[season]}" if season else ""
