"""Where a table begins: its header among titles, and the rows below that are none.

A header is known by the names of its columns, or by the periods in them. What stands
above it may hold the year and the unit of the figures; what stands below without a
figure is a note.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from goaltrack.errors import BadTable, Finding, InvalidPeriod, Message, Refused
from goaltrack.i18n.catalog import Phrase
from goaltrack.importing.dates import as_iso
from goaltrack.importing.readers import Doubt, RawRow, RawTable, finding
from goaltrack.model.period import read as read_period

_NO_ROW = Message("no-such-row", "{path} has no row {number}")
_NO_HEADER = Phrase("the table is empty")
_LENGTH = Phrase("this row has {found} fields, and the header has {wanted}")

_SEARCHED = 40
"""Rows at the top among which the header is looked for."""
_UNIT = re.compile(
    r"(?:单位|计量单位|unit)\s*[:：]\s*([^，,;；()（）\s]+)", re.IGNORECASE
)
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})\s*年")
_OF_YEAR = re.compile(
    r"[0-9]{1,2}(?:\s*[-－–—至~～]\s*[0-9]{1,2})?月份?|[一二三四1-4]季度|第[一二三四]季度"
    r"|上半年|下半年|前三季度|全年"
)
"""A period that is written without its year, which a title has."""
_FULLWIDTH = {ord("－"): "-", ord("　"): " ", **{0xFF10 + n: str(n) for n in range(10)}}
_FIGURES = (
    "绝对量",
    "绝对值",
    "绝对数",
    "总量",
    "数值",
    "value",
    "level",
    "amount",
    "",
)
"""Words of a second header row for the figure itself, lower case."""
_COMPOSITE = re.compile(r"(.+)\\(TIME_PERIOD|time)\s*")
"""The first name in Eurostat's TSV: the keys of a row, and what its columns are."""


class Line(NamedTuple):
    """A row of the table: the line on which it ends, and its texts by column."""

    number: int
    cells: dict[str, str]
    doubts: Mapping[str, Doubt] = {}


class Grid(NamedTuple):
    """A table: its columns in their order (one may lack a name), and its rows.

    Rows without any text are left out.
    """

    path: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    delimiter: str = ""
    """The separator of the cells of a CSV file; empty for a workbook."""
    header: int = 1
    """The line of the header."""
    titles: int = 0
    """How many rows stand above it."""
    times: Mapping[str, str] = {}
    """The period of each column that is named by one."""
    unit: str = ""
    """The unit that a title gives to all figures."""
    year: str = ""
    """The year that a title gives to all periods."""
    has_flags: bool = False
    """Whether it is of a form in which flags stand behind figures."""
    doubled: Collection[str] = ()
    """Names that several columns have: only the first is read by its name."""


def find_table(
    raw: RawTable, known: AbstractSet[str], header: int | None = None
) -> Grid:
    """Return the table among the rows of a file.

    `known` are names that columns may have, lower case; `header` is the number of the
    header's row, where the user gives it.

    Raises:
        BadTable: there is none, or a row has more cells than the header.
        Refused: there is no such row.
    """
    rows = raw.rows
    place = _place(raw, known, header)
    above = [text for row in rows[:place] for text in row.texts]
    names = [name.strip() for name in rows[place].texts]
    below = place + 1
    figures: Mapping[int, bool] = {}
    if below < len(rows) and _is_second(names, rows[below].texts):
        names, figures = _combined(names, rows[below].texts)
        below += 1
    width = max((n for n, name in enumerate(names, 1) if name), default=0)
    composite = _COMPOSITE.fullmatch(names[0]) if names else None
    if composite:
        keys = [key.strip() for key in composite[1].split(",")]
        names = [*keys, *names[1:]]
        body: Iterable[RawRow] = (_split(row, len(keys)) for row in rows[below:])
        width += len(keys) - 1
    else:
        body = rows[below:]
    columns, doubled = _unique(names[:width])
    year = next((found[1] for text in above if (found := _YEAR.search(text))), "")
    units = (found[1] for text in above if (found := _UNIT.search(text)))
    times = {
        name: time
        for n, name in enumerate(columns)
        if name and figures.get(n, True) and (time := period_of(names[n], year))
    }
    return Grid(
        raw.path,
        columns,
        tuple(_lines(raw.path, columns, body)),
        raw.delimiter,
        rows[place].number,
        place,
        times,
        next(units, ""),
        year,
        composite is not None,
        doubled,
    )


def period_of(text: str, year: str = "") -> str:
    """Return the period that names a column; "" if none does.

    `year` is that of the table, for columns such as `1-6月`.
    """
    text = text.translate(_FULLWIDTH).partition("\n")[0].strip()
    if year and _OF_YEAR.fullmatch(text):
        text = f"{year}年" if text == "全年" else f"{year}年{text}"
    elif not (text[:1].isdecimal() or text[-1:].isdecimal() or "年" in text):
        # Nearly all names of columns: a period has a digit at an end.
        return ""
    try:
        read_period(as_iso(text))
    except InvalidPeriod:
        return ""
    return text


def _place(raw: RawTable, known: AbstractSet[str], header: int | None) -> int:
    rows = raw.rows
    if header is not None:
        found = [n for n, row in enumerate(rows) if row.number == header]
        if not found:
            raise Refused(_NO_ROW, path=raw.path, number=header)
        return found[0]
    if not rows or not any(map(str.strip, rows[0].texts)):
        raise BadTable([finding(raw.path, 1, 1, _NO_HEADER)])
    scores = [_score(row.texts, known) for row in rows[:_SEARCHED]]
    best = max(scores)
    if best > 0:
        return scores.index(best)
    # No name is known: the first row that has more than a title.
    wide = (n for n, row in enumerate(rows) if _filled(row.texts) > 1)
    return next(wide, 0)


def _score(texts: Sequence[str], known: AbstractSet[str]) -> int:
    """Return how much a row looks like a header."""
    names = {text.strip().lower() for text in texts if text.strip()}
    if len(names) == 1 and len(texts) > 1:
        return 0
    found = len(names & known)
    composite = 2 if texts and _COMPOSITE.fullmatch(texts[0]) else 0
    periods = sum(bool(period_of(text, "2000")) for text in texts if len(text) < 40)  # noqa: PLR2004 - longer ones are titles
    return 2 * found + composite + (periods if periods > 1 or found else 0)


def _filled(texts: Iterable[str]) -> int:
    return sum(bool(text.strip()) for text in texts)


def _is_second(names: Sequence[str], texts: Sequence[str]) -> bool:
    """Return whether a row goes on with the header above: cells were merged there."""
    if not texts or texts[0].strip() or len(texts) < 2:  # noqa: PLR2004
        return False
    said = [text.strip() for text in texts[1:] if text.strip()]
    has_gaps = any(not name for name in names[1:])
    is_words = all(not text[-1:].isdecimal() for text in said)
    return has_gaps and len(said) > 1 and is_words


def _combined(
    names: Sequence[str], texts: Sequence[str]
) -> tuple[list[str], dict[int, bool]]:
    """Return the names of two header rows as one, and which hold the figure itself."""
    found, figures, above = [], {}, ""
    for n in range(max(len(names), len(texts))):
        above = names[n] if n < len(names) and names[n] else above
        below = texts[n].strip() if n < len(texts) else ""
        is_figure = below.lower() in _FIGURES or not below
        figures[n] = is_figure
        found.append(f"{above}\n{below}" if below and n else above)
    return found, figures


def _split(row: RawRow, count: int) -> RawRow:
    """Return a row of Eurostat's TSV with a cell for each key."""
    first, *rest = row.texts or [""]
    keys = [key.strip() for key in first.split(",")]
    keys += [""] * (count - len(keys))
    return row._replace(texts=[*keys[:count], *rest])


def _unique(names: Sequence[str]) -> tuple[tuple[str, ...], set[str]]:
    """Return the names with a number behind each that is there already."""
    counts: Counter[str] = Counter()
    found, doubled = [], set()
    for name in names:
        flat = name.replace("\n", " ")
        counts[flat] += 1
        if flat and counts[flat] > 1:
            doubled.add(flat)
            flat = f"{flat} ({counts[flat]})"
        found.append(flat)
    return tuple(found), doubled


def _filled_up(texts: list[str], shared: Mapping[int, str]) -> list[str]:
    """Return the cells of a row, those that are merged with one above with its text."""
    found = [*texts, *[""] * (max(shared) + 1 - len(texts))]
    for place, text in shared.items():
        found[place] = found[place] or text
    return found


def _lines(path: str, columns: tuple[str, ...], rows: Iterable[RawRow]) -> list[Line]:
    width = len(columns)
    has_nameless = "" in columns
    found: list[Line] = []
    wrong: list[Finding] = []
    for number, texts, doubts, shared in rows:
        if not any(map(str.strip, texts)):
            continue
        if shared:
            texts = _filled_up(texts, shared)  # noqa: PLW2901
        if len(texts) != width:
            if any(map(str.strip, texts[width:])):
                phrase = _LENGTH.about(found=len(texts), wanted=width)
                wrong.append(finding(path, number, 1, phrase))
                continue
            texts = [*texts[:width], *[""] * (width - len(texts))]  # noqa: PLW2901
        by_column = dict(zip(columns, texts, strict=True))
        if has_nameless:
            by_column.pop("", None)
        named = (
            {columns[n]: doubt for n, doubt in doubts.items() if n < width}
            if doubts
            else {}
        )
        found.append(Line(number, by_column, named))
    if wrong:
        raise BadTable(wrong)
    return found
