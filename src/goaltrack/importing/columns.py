"""The columns of a table: which key of an entry each one holds."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from goaltrack.errors import InvalidPeriod
from goaltrack.importing.readers import Doubt, Line
from goaltrack.model.entry_fields import TABLE_FIELDS
from goaltrack.model.period import read as read_period

NAMES: Mapping[str, tuple[str, ...]] = {
    "goal": ("goal", "目标", "目标代号", "指标", "目标任务"),
    **{field.name: (field.name, *field.titles) for field in TABLE_FIELDS},
}
"""The names of the column of each key of an entry, in either language."""

_SAYING = ("value", "change", "done", "percent")
_UNITS = ("unit", "单位", "计量单位")
_YEARS = ("year", "年份", "年度", "财年", "fiscal year", "financial year")
"""Names of columns that hold years, lower case."""
_EMPTY = ("", "-", "–", "—", "…", "/")
"""Cells of published tables where there is no figure."""
_DAY = re.compile(
    r"([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2})(?:[ T]0{1,2}:00(?::00)?)?)?"
)
"""A day or month as spreadsheets write it: 2024/3/1, 2024-3-1 0:00, 2024/3."""
_TWO_YEARS = re.compile(r"([0-9]{4})([-/.–])([0-9]{4}|[0-9]{2})")


class Columns(NamedTuple):
    """Which column holds which key of an entry."""

    by_key: Mapping[str, str]
    unknown: tuple[str, ...]
    periods: tuple[str, ...] = ()
    """Columns that are named by a period, each cell in them a figure of its own."""
    unit: str = ""
    """The column with the unit of such figures; empty if there is none."""


class Texts(NamedTuple):
    """The texts of an entry to be: by key, with their line.

    And the column in which it stands, if it shares its line with others.
    """

    line: int
    by_key: Mapping[str, str]
    column: str = ""
    doubts: Mapping[str, Doubt] = {}
    """Numbers of a workbook that may mean something else than they say, by key."""


class Each(StrEnum):
    """The period of a row, where its date may be read in two ways."""

    MONTH = "month"


def find_columns(names: Sequence[str], mapped: Mapping[str, str]) -> Columns:
    """Return the columns by their names, and as `mapped` (key to column) says."""
    known = {word: key for key, words in NAMES.items() for word in words}
    found = dict(mapped)
    unknown = []
    for name in names:
        key = known.get(name.strip().lower())
        if name in mapped.values() or not name:
            continue
        if key is None or key in found:
            unknown.append(name)
        else:
            found[key] = name
    if not found.keys().isdisjoint((*_SAYING, "on", "period")):
        return Columns(found, tuple(unknown))
    # A published table: an indicator a row, a period a column.
    periods = tuple(name for name in unknown if _is_period(name))
    unit = next((name for name in unknown if name.lower() in _UNITS), "")
    rest = tuple(name for name in unknown if name not in (*periods, unit))
    return Columns(found, rest if periods else tuple(unknown), periods, unit)


def unpivot(found: Columns, lines: Iterable[Line]) -> Iterator[Texts]:
    """Yield the entries of each line: one, or one in each column of a period."""
    for number, cells, doubts in lines:
        texts = {key: cells[name] for key, name in found.by_key.items()}
        if not found.periods:
            doubtful = doubts and {
                key: doubts[name]
                for key, name in found.by_key.items()
                if name in doubts
            }
            yield Texts(number, texts, doubts=doubtful)
        for name in found.periods:
            value = cells[name].strip()
            if value in _EMPTY:
                continue
            if found.unit and value[-1:].isdecimal():
                value += cells[found.unit].strip()
            row = {**texts, "period": name, "value": value}
            doubtful = {"value": doubts[name]} if name in doubts else {}
            yield Texts(number, row, name, doubtful)


def ambiguous_months(found: Columns, rows: Iterable[Mapping[str, str]]) -> set[str]:
    """Return the texts of a table's times that may be a month, or a fiscal year.

    `2011-12` is December 2011 unless the other values of its column run like years
    (2010-11, 2012-13), or the column is called one of years; `2011/12` is how fiscal
    years are written, and a month only where others of the column can be nothing else.
    """
    texts = {name for name in found.periods if _TWO_YEARS.fullmatch(name)}
    is_of_years = False
    for key in ("on", "period"):
        if key in found.by_key:
            texts |= {row.get(key, "").strip() for row in rows}
            is_of_years |= found.by_key[key].strip().lower() in _YEARS
    pairs = {text: _TWO_YEARS.fullmatch(text) for text in texts}
    doubtful, months, years = set(), 0, 0
    for text, pair in pairs.items():
        if pair is None:
            continue
        year, sign, second = int(pair[1]), pair[2], pair[3]
        follows = int(second) in (year + 1, (year + 1) % 100)
        may_be_month = len(second) == 2 and 1 <= int(second) <= 12  # noqa: PLR2004 - months
        if follows and may_be_month:
            doubtful.add((text, sign))
        elif follows:
            years += 1
        elif may_be_month:
            months += 1
    if months and not years and not is_of_years:
        return set()
    if years or is_of_years or len(doubtful) > 1:
        return {text for text, _ in doubtful}
    return {text for text, sign in doubtful if sign == "/"}


def as_iso(text: str) -> str:
    """Return a day or month as a ledger writes it, however a spreadsheet has."""
    if re.fullmatch("[0-9]{8}", text):
        return f"{text[:4]}-{text[4:6]}-{text[6:]}"
    found = _DAY.fullmatch(text)
    if not found:
        return text
    year, *rest = (part for part in found.groups() if part)
    return "-".join([year, *(part.zfill(2) for part in rest)])


def _is_period(text: str) -> bool:
    try:
        read_period(as_iso(text))
    except InvalidPeriod:
        return False
    return True
