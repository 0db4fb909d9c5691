"""A table of entries from another program: rows of texts, and where each stands."""

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from goaltrack.errors import BadTable, Finding, Phrase
from goaltrack.store.read import read_bytes

_LONGEST = 10_000_000
_NO_TEXT = Phrase(
    "this is neither UTF-8 nor GB 18030 text", "既不是 UTF-8 也不是 GB 18030 文本"
)
_NO_HEADER = Phrase("the table is empty", "表格为空")
_TWICE = Phrase("two columns are called '{name}'", "有两列都叫“{name}”")
_NUL = Phrase("there is a NUL character in this row", "该行含有 NUL 字符")
_CSV = Phrase("this is not CSV: {why}", "不是合法的 CSV：{why}")
_LENGTH = Phrase(
    "this row has {found} fields, and the header has {wanted}",
    "该行有 {found} 个字段，而表头有 {wanted} 个",
)


class Line(NamedTuple):
    """A row of the table: the line on which it ends, and its texts by column."""

    number: int
    cells: dict[str, str]


class Grid(NamedTuple):
    """A table: its columns in their order (one may lack a name), and its rows.

    Rows without any text are left out.
    """

    path: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]


def read_csv(path: str) -> Grid:
    """The table that a CSV file holds: UTF-8, or what Chinese spreadsheets write.

    Raises:
        CannotRead: the file system does not give it.
        BadTable: it is no table with a header; every such row is named.
    """
    text = _decoded(path, read_bytes(path))
    rows = _rows(path, text)
    number, header = next((row for row in rows if row[1]), (1, []))
    columns = tuple(name.strip() for name in header)
    if not any(columns):
        raise BadTable([finding(path, number, 1, _NO_HEADER)])
    for place, name in enumerate(columns):
        if name and name in columns[:place]:
            raise BadTable([finding(path, number, place + 1, _TWICE.about(name=name))])
    lines, wrong = [], []
    for number, cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        if "\0" in "".join(cells):
            wrong.append(finding(path, number, 1, _NUL))
        elif len(cells) != len(columns):
            phrase = _LENGTH.about(found=len(cells), wanted=len(columns))
            wrong.append(finding(path, number, 1, phrase))
        else:
            pairs = zip(columns, (cell.strip() for cell in cells), strict=True)
            lines.append(Line(number, {name: cell for name, cell in pairs if name}))
    if wrong:
        raise BadTable(wrong)
    return Grid(path, columns, tuple(lines))


def finding(path: str, line: int, column: int, phrase: Phrase) -> Finding:
    """Something wrong in a table: the column is that of the field, from 1."""
    return Finding(path, line, column, Phrase("", ""), phrase, "")


def _decoded(path: str, raw: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadTable([finding(path, 1, 1, _NO_TEXT)])


def _rows(path: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line on which it ends; the separator is that of the header."""
    head, _, rest = text.partition("\n")
    if head.lower().startswith("sep="):
        # A line that a spreadsheet writes for another one.
        text, head = f"\n{rest}", rest.partition("\n")[0]
    comma = max(",;\t", key=head.count)
    csv.field_size_limit(_LONGEST)
    # Only CR and LF end a row: `splitlines` knows ten characters more.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        phrase = _CSV.about(why=str(error))
        raise BadTable([finding(path, reader.line_num, 1, phrase)]) from None
