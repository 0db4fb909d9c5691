"""Tables of other programs: rows of texts from CSV or a workbook, and their lines."""

import codecs
import csv
import re
import warnings
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from io import BytesIO, StringIO
from typing import NamedTuple
from zipfile import ZipFile

from goaltrack.errors import (
    BadTable,
    BadUsage,
    Finding,
    Message,
    MissingExtra,
    Refused,
)
from goaltrack.i18n.catalog import Phrase
from goaltrack.importing.number_format import Shown, shown
from goaltrack.model.amount import plain

_NO_SHEET = Message(
    "no-sheet",
    "{path} has no sheet '{name}'\nits sheets are {known}",
)
_UNKNOWN_ENCODING = Message(
    "unknown-encoding",
    "no encoding is called '{name}'\nsuch as utf-8, utf-16, gb18030, cp1252, big5",
)
_NOT_DECODED = Phrase("this is not {encoding} text")
_NOT_TEXT = Phrase("this is not text in UTF-8 or another usual encoding")
_GUESSED = Phrase(
    "this is not UTF-8 text, and may be {readings}: choose with --encoding NAME"
)
_OTHER_KIND = Phrase("this is not a table of text but {kind}")
_TOO_LARGE = Phrase(
    "unpacked this workbook has {size} MB, and at most {most} MB are read: "
    "save the sheet as CSV"
)
_TOO_WIDE = Phrase("a row has {found} cells, and at most {most} are read")
_CSV = Phrase("this is not CSV: {why}")
_NO_BOOK = Phrase("this is no workbook: {why}")
_LONGEST = 10_000_000
_QUOTED = re.compile(r"(^|[;\t\r\n])'('*)(?=[=+\-@＝＋－＠])")
"""A quote that keeps a spreadsheet from taking a text for a formula."""
_OPENPYXL = (".xlsx", ".xlsm")
_WORKBOOKS = (*_OPENPYXL, ".xls", ".ods")
_LIKELY = ("gb18030", "cp1252", "big5", "shift_jis")
"""Encodings that text which is not UTF-8 is read in, to be shown to the user."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class Cells(StrEnum):
    """How a number of a workbook is taken whose format shows something else."""

    SHOWN = "shown"
    STORED = "stored"


class Doubt(NamedTuple):
    """Why a number of a workbook may mean another number."""

    is_scaled: bool
    """Whether it is shown in thousands or the like; else its format is not known."""


class Options(NamedTuple):
    """The user's options for a table."""

    sheet: str | None = None
    encoding: str | None = None
    cells: Cells = Cells.SHOWN
    words: Collection[str] = ()
    """Words that the table is likely to hold: they tell an encoding from others."""
    path: str | None = None
    """Of JSON: the keys that lead to its rows, with points between them."""


class RawRow(NamedTuple):
    """A row of a file as it stands: its line, its texts, and what is doubtful in it."""

    number: int
    texts: list[str]
    doubts: Mapping[int, Doubt] = {}
    shared: Mapping[int, str] = {}
    """Texts of cells above it that are merged with those of this row, by place."""


class RawTable(NamedTuple):
    """The rows of a file; of empty ones none."""

    path: str
    rows: list[RawRow]
    delimiter: str = ""
    """The separator of the cells of a CSV file; empty for others."""


def read_rows(path: str, raw: bytes, options: Options) -> RawTable:
    """Return the rows in the bytes of a file: a workbook, JSON, or CSV.

    Raises:
        BadTable: it is none of them, which is said by name where it is known.
        BadUsage: there is no such encoding.
        Refused: the workbook has no sheet of that name, or CSV was given one.
        MissingExtra: workbooks need what is not installed.
    """
    name = path.lower()
    if name.endswith(_WORKBOOKS):
        _check_workbook(path, raw)
        return RawTable(path, _workbook(path, raw, options))
    if options.sheet is not None:
        raise Refused(_NO_SHEET, path=path, name=options.sheet, known="-")
    _check_kind(path, raw)
    text = decoded(path, raw, options)
    if name.endswith(".json"):
        from goaltrack.importing.json_tables import json_rows  # noqa: PLC0415 - few are

        return RawTable(path, json_rows(path, text, options.path))
    delimiter = _delimiter(text)
    rows = [row for row in _csv_rows(path, text, delimiter) if any(row.texts)]
    return RawTable(path, rows, delimiter)


_KINDS = (
    (b"%PDF", Phrase("a PDF")),
    (b"PK\x03\x04", Phrase("a workbook or another archive: is its ending right?")),
    (b"\xd0\xcf\x11\xe0", Phrase("an old Office file: is its ending right?")),
    (b"<?xml", Phrase("XML")),
    (b"<!doctype html", Phrase("a web page")),
    (b"<html", Phrase("a web page")),
    (b"PAR1", Phrase("a Parquet file")),
    (b"\x1f\x8b", Phrase("a compressed file")),
)
"""How files begin that are no tables of text."""


def _check_kind(path: str, raw: bytes) -> None:
    """Refuse what is known to be something else than text.

    Raises:
        BadTable: it is.
    """
    begin = raw[:64].removeprefix(codecs.BOM_UTF8).lstrip().lower()
    for mark, kind in _KINDS:
        if begin.startswith(mark.lower()):
            raise BadTable([finding(path, 1, 1, _OTHER_KIND.about(kind=kind))])


def _check_workbook(path: str, raw: bytes) -> None:
    """Refuse a workbook that is too large once it is unpacked, or a document.

    Raises:
        BadTable: it is.
    """
    if not raw.startswith(b"PK"):
        return
    try:
        with ZipFile(BytesIO(raw)) as archive:
            parts = archive.infolist()
    except Exception:  # noqa: BLE001 - it raises whatever it meets
        # The reader of its rows says what is wrong with it.
        return
    if any(part.filename.startswith("word/") for part in parts):
        kind = _OTHER_KIND.about(kind=Phrase("a Word document"))
        raise BadTable([finding(path, 1, 1, kind)])
    size = sum(part.file_size for part in parts)
    if size > _MOST_UNPACKED:
        phrase = _TOO_LARGE.about(size=size // 1_000_000, most=_MOST_UNPACKED // 10**6)
        raise BadTable([finding(path, 1, 1, phrase)])


_MOST_UNPACKED = 200_000_000
"""Bytes of a workbook's parts: a hundred thousand rows of ten cells take 40 MB."""
_MOST_COLUMNS = 5_000


def finding(path: str, line: int, column: int, phrase: Phrase) -> Finding:
    """Return a finding in a table: the column is that of the field, from 1."""
    return Finding(path, line, column, Phrase(""), phrase, "")


# CSV


def decoded(path: str, raw: bytes, options: Options) -> str:
    """Return the text, in an encoding that is named, marked or certain."""
    if options.encoding is not None:
        return _decoded_as(path, raw, options.encoding)
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _decoded_as(path, raw, encoding)
    try:
        return _without_mark(raw)
    except UnicodeDecodeError as error:
        start = error.start
    if (chinese := _read_as(raw, "gb18030")) and _has_words(chinese, options.words):
        return chinese
    # The first word that is not ASCII, as each encoding reads it.
    begin = max(raw.rfind(sep, 0, start) for sep in (b"\n", b",", b";", b"\t")) + 1
    ends = [raw.find(sep, start) for sep in (b"\n", b",", b";", b"\t")]
    word = raw[begin : min((end for end in ends if end > 0), default=len(raw))]
    readings = [
        f"{name} ('{text.strip()}')"
        for name in _LIKELY
        if (text := _read_as(word, name)) and _read_as(raw, name)
    ]
    if not readings:
        raise BadTable([finding(path, 1, 1, _NOT_TEXT)])
    line = raw.count(b"\n", 0, start) + 1
    raise BadTable(
        [finding(path, line, 1, _GUESSED.about(readings=", ".join(readings)))]
    )


def _without_mark(raw: bytes) -> str:
    """Return text without a mark: UTF-8, or UTF-16, where every other byte is NUL.

    Raises:
        UnicodeDecodeError: it is neither.
    """
    for encoding, zeros in (("utf-16-le", raw[1::2]), ("utf-16-be", raw[::2])):
        text = _read_as(raw, encoding) if zeros.count(0) > len(zeros) // 2 else None
        if text and "\0" not in text:
            return text
    return raw.decode()


def _decoded_as(path: str, raw: bytes, encoding: str) -> str:
    try:
        text = raw.decode(encoding)
    except LookupError:
        raise BadUsage(_UNKNOWN_ENCODING, name=encoding) from None
    except ValueError:
        phrase = _NOT_DECODED.about(encoding=encoding)
        raise BadTable([finding(path, 1, 1, phrase)]) from None
    return text.removeprefix("\ufeff")


def _read_as(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except ValueError:
        return None


def _has_words(text: str, words: Collection[str]) -> bool:
    return any(word in text for word in words if not word.isascii())


def _delimiter(text: str) -> str:
    """Return the separator of the header."""
    if text[:4].lower() == "sep=" and text[4:5] not in ("", "\r", "\n", '"'):
        return text[4]
    for line in (
        line for line in text.split("\n", _SEARCHED)[:_SEARCHED] if line.strip()
    ):
        # A title has none: the first line that is cut tells.
        if any(mark in line for mark in _DELIMITERS):
            return max(_DELIMITERS, key=line.count)
    return ","


_DELIMITERS = ",;\t|"
_SEARCHED = 40


def _csv_rows(path: str, text: str, delimiter: str) -> Iterator[RawRow]:
    """Return each row with the line on which it ends."""
    head, _, rest = text.partition("\n")
    if head.lower().startswith("sep="):
        # A line that a spreadsheet writes for another one.
        text = f"\n{rest}"
    csv.field_size_limit(_LONGEST)
    # Only CR and LF end a row: `splitlines` knows ten characters more.
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            _check_width(path, reader.line_num, len(row))
            yield RawRow(reader.line_num, [_unquoted(cell) for cell in row])
    except csv.Error as error:
        phrase = _CSV.about(why=str(error))
        raise BadTable([finding(path, reader.line_num, 1, phrase)]) from None


def _check_width(path: str, line: int, cells: int) -> None:
    if cells > _MOST_COLUMNS:
        phrase = _TOO_WIDE.about(found=cells, most=_MOST_COLUMNS)
        raise BadTable([finding(path, line, 1, phrase)])


def _unquoted(cell: str) -> str:
    return _QUOTED.sub(r"\1\2", cell) if "'" in cell else cell


# Workbooks


def _workbook(path: str, raw: bytes, options: Options) -> list[RawRow]:
    """Return the rows of a sheet (the first one if none is named) as texts."""
    has_formats = path.lower().endswith(_OPENPYXL)
    read = _openpyxl_rows if has_formats else _calamine_rows
    rows = []
    above: dict[int, str] = {}
    merged = _merged(raw, options.sheet)
    for number, cells in enumerate(read(path, raw, options.sheet), 1):
        texts, doubts = [], {}
        for place, (value, number_format) in enumerate(cells):
            text, doubt = _cell(value, number_format, options.cells)
            texts.append(text)
            if text:
                above[place] = text if _is_shared(value) else ""
            if doubt:
                doubts[place] = doubt
        if any(texts):
            shared = {n: above.get(n, "") for n in merged.get(number - 1, ())}
            rows.append(RawRow(number, texts, doubts, shared))
    return rows


def _merged(raw: bytes, sheet: str | None) -> Mapping[int, set[int]]:
    """Return the columns of cells that belong to the one above, by row, from 0."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415
    except ImportError:
        return {}
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(raw))
        wanted = (sheet or book.sheet_names[0]).casefold()
        name = next(n for n in book.sheet_names if n.casefold() == wanted)
        found = book.get_sheet_by_name(name)
        ranges = found.merged_cell_ranges or []
    except (CalamineError, IndexError, StopIteration, ValueError):
        # Whether it is a workbook at all is told by who reads its rows.
        return {}
    columns: dict[int, set[int]] = {}
    for (first, column), (last, _) in ranges[:_MOST_MERGED]:
        for row in range(first + 1, min(last, first + _MOST_MERGED) + 1):
            columns.setdefault(row, set()).add(column)
    return columns


_MOST_MERGED = 10_000
_QUANTITY = re.compile(r"[<>≤≥=＝+-]?\s*[0-9][0-9.,]*\s*[^0-9年月日季度/.-]{0,6}")


def _is_shared(value: object) -> bool:
    """Return whether a cell that is merged over rows says the same of each of them.

    A bureau and a day do; a number over two rows is that of both together.
    """
    if isinstance(value, (date, datetime)):
        return True
    return isinstance(value, str) and not _QUANTITY.fullmatch(value.strip())


_Value = object
_Cell = tuple[_Value, str | None]
"""A value of a workbook, and its number format; None where it is not known."""


def _openpyxl_rows(path: str, raw: bytes, sheet: str | None) -> Iterator[list[_Cell]]:
    try:
        import openpyxl  # noqa: PLC0415 - an extra
        from openpyxl.utils.escape import unescape  # noqa: PLC0415 - as above
    except ImportError:
        raise _missing("openpyxl") from None
    try:
        with warnings.catch_warnings():
            # What it cannot keep of a workbook (colours, lists) is not what is read.
            warnings.simplefilter("ignore", UserWarning)
            book = openpyxl.load_workbook(BytesIO(raw), read_only=True, data_only=True)
            # Its own dimensions may be wrong, in files of other programs.
            names = [each.title for each in book.worksheets]
            found = book.worksheets[_place(path, names, sheet)]
            found.reset_dimensions()
            rows: list[list[_Cell]] = []
            for row in found.iter_rows():
                _check_width(path, len(rows) + 1, len(row))
                rows.append(
                    [(_unescaped(c.value, unescape), c.number_format) for c in row]
                )
    except (Refused, BadTable):
        raise
    except Exception as error:  # noqa: BLE001 - the reader raises whatever it meets
        raise _no_workbook(path, error) from None
    yield from rows


def sheet_names(path: str, raw: bytes) -> list[str]:
    """Return the names of the sheets of a workbook (.xlsx).

    Raises:
        BadTable: it is none.
        MissingExtra: workbooks need what is not installed.
    """
    _check_workbook(path, raw)
    try:
        import openpyxl  # noqa: PLC0415 - an extra
    except ImportError:
        raise _missing("openpyxl") from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            book = openpyxl.load_workbook(BytesIO(raw), read_only=True)
            return [sheet.title for sheet in book.worksheets]
    except Exception as error:  # noqa: BLE001 - the reader raises whatever it meets
        raise _no_workbook(path, error) from None


def _unescaped(value: object, unescape: Callable[[str], str]) -> object:
    """Return a text with the characters that XML cannot hold, written as _x001F_."""
    return unescape(value) if isinstance(value, str) and "_x" in value else value


def _calamine_rows(path: str, raw: bytes, sheet: str | None) -> Iterator[list[_Cell]]:
    try:
        from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415
    except ImportError:
        raise _missing("python-calamine") from None
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(raw))
        name = book.sheet_names[_place(path, book.sheet_names, sheet)]
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise _no_workbook(path, error) from None
    for row in rows:
        yield [(value, None) for value in row]


def _place(path: str, names: list[str], sheet: str | None) -> int:
    if sheet is None and names:
        return 0
    if sheet in names:
        return names.index(sheet)
    low = [name.casefold() for name in names]
    if sheet is None or sheet.casefold() not in low:
        raise Refused(_NO_SHEET, path=path, name=sheet, known=", ".join(names) or "-")
    return low.index(sheet.casefold())


def _missing(package: str) -> MissingExtra:
    return MissingExtra(name="xlsx", package=package, extra="xlsx")


def _no_workbook(path: str, error: Exception) -> BadTable:
    phrase = _NO_BOOK.about(why=str(error) or type(error).__name__)
    return BadTable([finding(path, 1, 1, phrase)])


def _cell(
    value: object, number_format: str | None, cells: Cells
) -> tuple[str, Doubt | None]:
    """Return a cell as a person would have typed it, and what is doubtful about it."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return _text(value), None
    # A spreadsheet shows fifteen digits, and keeps no more.
    number = Decimal(f"{value:.15g}")
    if cells is Cells.STORED:
        return plain(number), None
    if number_format is None:
        return plain(number), Doubt(is_scaled=False)
    found = shown(number_format)
    if found is Shown.SCALED:
        return plain(number), Doubt(is_scaled=True)
    if found is Shown.PERCENT:
        return f"{plain(number.scaleb(2).normalize())}%", None
    return f"{plain(number)}{found}", None


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        has_time = value.time() != time()
        return (value if has_time else value.date()).isoformat()
    return str(value)
