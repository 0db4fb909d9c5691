"""A table of entries from another program: rows of texts, and where each stands."""

import csv
from collections.abc import Iterator
from datetime import datetime, time
from decimal import Decimal
from io import BytesIO, StringIO
from typing import NamedTuple

from goaltrack.errors import BadTable, Finding, Message, MissingExtra, Refused
from goaltrack.i18n.catalog import Phrase
from goaltrack.model.amount import plain

_NO_SHEET = Message(
    "no-sheet",
    "{path} has no sheet '{name}'\nits sheets are {known}",
)

_LONGEST = 10_000_000
_NO_TEXT = Phrase("this is neither UTF-8 nor GB 18030 text")
_NO_HEADER = Phrase("the table is empty")
_TWICE = Phrase("two columns are called '{name}'")
_NUL = Phrase("there is a NUL character in this row")
_CSV = Phrase("this is not CSV: {why}")
_NO_BOOK = Phrase("this is no workbook: {why}")
_WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
_LENGTH = Phrase(
    "this row has {found} fields, and the header has {wanted}",
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


def read_table(path: str, raw: bytes, sheet: str | None = None) -> Grid:
    """The table that a file holds (`raw`): a workbook by its ending, else CSV.

    Raises:
        BadTable: it is no table with a header; every such row is named.
        Refused: the workbook has no sheet of that name, or CSV was given one.
        MissingExtra: workbooks need what is not installed.
    """
    if path.lower().endswith(_WORKBOOKS):
        return _grid(path, iter(_cells(path, raw, sheet)))
    if sheet is not None:
        raise Refused(_NO_SHEET, path=path, name=sheet, known="-")
    return read_csv(path, raw)


def read_csv(path: str, raw: bytes) -> Grid:
    """The table that a CSV file holds: UTF-8, or what Chinese spreadsheets write.

    Raises:
        BadTable: it is no table with a header; every such row is named.
    """
    return _grid(path, _rows(path, _decoded(path, raw)))


def _grid(path: str, rows: Iterator[tuple[int, list[str]]]) -> Grid:
    number, header = next((row for row in rows if row[1]), (1, []))
    columns = tuple(name.strip() for name in header)
    if not any(columns):
        raise BadTable([finding(path, number, 1, _NO_HEADER)])
    for place, name in enumerate(columns):
        if name and name in columns[:place]:
            raise BadTable([finding(path, number, place + 1, _TWICE.about(name=name))])
    lines, wrong = [], []
    for number, texts in rows:
        cells = [text.strip() for text in texts]
        if not any(cells):
            continue
        if any("\0" in cell for cell in cells):
            wrong.append(finding(path, number, 1, _NUL))
        elif len(cells) != len(columns):
            phrase = _LENGTH.about(found=len(cells), wanted=len(columns))
            wrong.append(finding(path, number, 1, phrase))
        else:
            by_column = dict(zip(columns, cells, strict=True))
            by_column.pop("", None)
            lines.append(Line(number, by_column))
    if wrong:
        raise BadTable(wrong)
    return Grid(path, columns, tuple(lines))


def _cells(path: str, raw: bytes, sheet: str | None) -> list[tuple[int, list[str]]]:
    """The rows of a sheet (the first one if none is named) as texts."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415
    except ModuleNotFoundError:
        facts = {"name": "xlsx", "package": "python-calamine", "extra": "xlsx"}
        raise MissingExtra(**facts) from None
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(raw))
        name = sheet or book.sheet_names[0]
        if name not in book.sheet_names:
            raise Refused(
                _NO_SHEET, path=path, name=name, known=", ".join(book.sheet_names)
            )
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except (CalamineError, IndexError) as error:
        phrase = _NO_BOOK.about(why=str(error))
        raise BadTable([finding(path, 1, 1, phrase)]) from None
    texts = ([_text(value) for value in row] for row in rows)
    return [(n, row if any(row) else []) for n, row in enumerate(texts, 1)]


def _text(value: object) -> str:
    """A cell as a person would have typed it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat() if value.time() != time() else value.date().isoformat()
    if isinstance(value, float):
        # A spreadsheet shows fifteen digits, and keeps no more.
        return plain(Decimal(f"{value:.15g}"))
    return str(value)


def finding(path: str, line: int, column: int, phrase: Phrase) -> Finding:
    """Something wrong in a table: the column is that of the field, from 1."""
    return Finding(path, line, column, Phrase(""), phrase, "")


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
    reader = csv.reader(StringIO(text, newline=""), delimiter=comma, strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error as error:
        phrase = _CSV.about(why=str(error))
        raise BadTable([finding(path, reader.line_num, 1, phrase)]) from None
