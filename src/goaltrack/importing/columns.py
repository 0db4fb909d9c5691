"""The columns of a table: which key of an entry each one holds, and in which shape."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from goaltrack.importing.cells import (
    LIKE_UNITS,
    is_flags,
    is_missing,
    status_of,
    without_flag,
)
from goaltrack.importing.layout import Grid, Line
from goaltrack.importing.readers import Doubt
from goaltrack.model.entry_fields import ENTRY_FIELDS

NAMES: Mapping[str, tuple[str, ...]] = {
    "goal": (
        *("goal", "indicator", "indicator name", "series", "series name"),
        *("目标", "目标代号", "指标", "指标名称", "目标任务"),
    ),
    **{field.name: (field.name, *field.titles) for field in ENTRY_FIELDS},
}
"""The names of the column of each key of an entry, in either language."""
KNOWN = {word: key for key, words in NAMES.items() for word in words}
AMOUNTS = ("amount", "change", "本月", "当月", "本期", "本月值", "当期值")
"""Names of columns of what was produced in a period, or is new on a day."""
TOTALS = ("total", "cumulative", "累计", "累计值", "本年累计", "cumulative total")
"""Names of columns of what it came to by then."""

_SAYING = ("value", "change", "done", "percent")
UNITS = ("unit", "units", "单位", "计量单位")
"""Names of columns of units, lower case."""
_YEARS = ("year", "年份", "年度", "财年", "fiscal year", "financial year")
"""Names of columns that hold years, lower case."""
_TWO_YEARS = re.compile(r"([0-9]{4})([-/.–])([0-9]{4}|[0-9]{2})")
_NAMED = re.compile(r"(?s)(.*?)\s*[（(]\s*([^（）()]+?)\s*[)）]\s*")
"""A name with its unit: `城镇调查失业率（%）`, `Output (t)`."""
_LONGEST = 200
"""Characters of the longest name that is taken apart."""
_BEFORE = re.compile(
    r"\s*(?:其中[:：]|[#＃]|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9]+[.、])?\s*"
)
"""The numbers and marks before the name of an indicator in a published table."""


class Columns(NamedTuple):
    """Which column holds which key of an entry."""

    by_key: Mapping[str, str]
    unknown: tuple[str, ...]
    periods: tuple[str, ...] = ()
    """Columns that are named by a period, each cell in them a figure of its own."""
    goals: tuple[str, ...] = ()
    """Columns that are named by a goal: rows are of periods."""
    unit: str = ""
    """The column with the unit of the figures; empty if there is none."""


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

    DAY = "day"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


def name_and_unit(text: str) -> tuple[str, str]:
    """Return the name of an indicator as it stands in a table, and its unit if given.

    `　其中：第一产业（亿元）` is 第一产业, in 亿元.
    """
    name = text.replace("\u3000", " ").strip()
    found = _NAMED.fullmatch(name) if len(name) <= _LONGEST else None
    name, unit = (found[1], found[2]) if found else (name, "")
    before = _BEFORE.match(name)
    return name[before.end() :] if before else name, unit


def find_columns(
    grid: Grid, mapped: Mapping[str, str], goals: Collection[str]
) -> Columns:
    """Return the columns by their names, and as `mapped` (key to column) says.

    `goals` are the ids and titles of the goals that columns may be named by.
    """
    found = dict(mapped)
    unknown = []
    for name in grid.columns:
        if name in mapped.values() or not name:
            continue
        key = _key_of(name)
        if key is None or key in found:
            unknown.append(name)
        else:
            found[key] = name
    unit = next((name for name in unknown if name.strip().lower() in UNITS), "")
    unknown = [name for name in unknown if name != unit]
    if not found.keys().isdisjoint(_SAYING):
        return Columns(found, tuple(unknown), unit=unit)
    if found.keys().isdisjoint(("on", "period")):
        # A published table: an indicator a row, a period a column.
        periods = tuple(name for name in unknown if name in grid.times)
        rest = tuple(name for name in unknown if name not in periods)
        return Columns(found, rest, periods, unit=unit)
    # The other way round: a period a row, an indicator a column.
    columns = tuple(n for n in unknown if {n, name_and_unit(n)[0]} & set(goals))
    rest = tuple(name for name in unknown if name not in columns)
    return Columns(found, rest, goals=columns, unit=unit)


def _key_of(name: str) -> str | None:
    """Return the key of a column, also where a unit stands behind its name."""
    word = name.strip().lower()
    return KNOWN.get(word) or KNOWN.get(name_and_unit(word)[0])


def unpivot(
    grid: Grid,
    found: Columns,
    lines: Iterable[Line],
    units: Collection[str],
    passed: Counter[str],
) -> Iterator[Texts]:
    """Yield the entries of each line: one, or one in each column of a period or goal.

    Cells without a figure are passed over, and counted in `passed`. `units` are those
    of goals, lower case, which are no flags.
    """
    value = found.by_key.get("value")
    units = units if grid.has_flags else {*units, *LIKE_UNITS}
    if found.periods or found.goals:
        for line in lines:
            yield from _spread(grid, found, line, units, passed)
        return
    unit = name_and_unit(value)[1] if value else ""
    for number, cells, doubts in lines:
        texts = {key: cells[name] for key, name in found.by_key.items()}
        if value is not None:
            if is_missing(texts["value"]) and not _says(texts):
                passed["missing"] += 1
                continue
            own = cells[found.unit] if found.unit else unit or grid.unit
            _complete(texts, own.strip(), units)
        doubtful = doubts and {
            key: doubts[name] for key, name in found.by_key.items() if name in doubts
        }
        yield Texts(number, texts, doubts=doubtful)


def _says(texts: Mapping[str, str]) -> bool:
    """Return whether a row without a figure says something else."""
    return any(
        texts.get(key, "").strip() for key in ("change", "done", "percent", "note")
    )


def _spread(
    grid: Grid,
    found: Columns,
    line: Line,
    units: Collection[str],
    passed: Counter[str],
) -> Iterator[Texts]:
    number, cells, doubts = line
    texts = {key: cells[name] for key, name in found.by_key.items()}
    own, goal = "", texts.get("goal", "")
    if found.periods and goal:
        own = name_and_unit(goal)[1]
    columns = found.periods or found.goals
    if not any(cells[name].strip() for name in columns):
        # A note, a source, or the heading of the rows below.
        passed["notes"] += 1
        return
    for name in columns:
        if is_missing(cells[name]):
            passed["missing"] += 1
            continue
        row = {**texts, "value": cells[name]}
        if found.periods:
            row["period"] = grid.times[name]
            unit = (cells[found.unit] if found.unit else "") or own or grid.unit
        else:
            row["goal"] = name
            unit = name_and_unit(name)[1] or grid.unit
        _complete(row, unit.strip(), units)
        doubtful = {"value": doubts[name]} if name in doubts else {}
        yield Texts(number, row, name, doubtful)


def _complete(texts: dict[str, str], unit: str, units: Collection[str]) -> None:
    """Take the flag off a figure, and put the unit behind it that the table gives."""
    text = texts["value"].strip()
    is_bare = text[-1:].isdecimal()
    if is_bare and not unit and "status" not in texts:
        # As nearly all are: there may be very many.
        return
    if text and not is_bare:
        ending = text.rpartition(" ")[2].lower()
        bare, status = (text, None) if ending in units else without_flag(text, unit)
        if bare != text:
            text = bare
            if status:
                texts.setdefault("status", status)
    flags = texts.get("status", "").strip()
    if flags and is_flags(flags):
        texts["status"] = status_of(flags) or ""
    if unit and text[-1:].isdecimal():
        text += unit
    texts["value"] = text


def ambiguous_months(
    found: Columns, columns: Iterable[str], rows: Iterable[Mapping[str, str]]
) -> set[str]:
    """Return the texts of a table's times that may be a month, or a fiscal year.

    `2011-12` is December 2011 unless the other values of its column run like years
    (2010-11, 2012-13), or the column is called one of years; `2011/12` is how fiscal
    years are written, and a month only where others of the column can be nothing else.
    `columns` are the names of those that are named by a period.
    """
    texts = {name for name in columns if _TWO_YEARS.fullmatch(name)}
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
