"""A workbook as an .xlsx file: real numbers and days, colours, charts, links."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from goaltrack.errors import Message, Refused
from goaltrack.formats.registry import Contents
from goaltrack.i18n.text import clean, titled, width
from goaltrack.ledger.toml_text import to_toml
from goaltrack.model.amount import plain
from goaltrack.reports.blocks import (
    Block,
    Cell,
    Facts,
    Heading,
    Lights,
    Lines,
    Table,
)
from goaltrack.reports.tables import Form
from goaltrack.reports.wording import Voice
from goaltrack.reports.workbook import Field, Grid, Row, Value, workbook

_TOO_MANY_ROWS = Message(
    "too-many-rows",
    "a sheet has 1,048,576 rows, and '{sheet}' would need {number:,}\n"
    "`goaltrack export entries.csv --entries` has room for all of them",
)
_ROWS = 1_048_576
_SHAPES: dict[Form, dict[str, object]] = {
    Form.TEXT: {"text_wrap": True},
    Form.NUMBER: {"num_format": "#,##0.#########"},
    Form.DAY: {"num_format": "yyyy-mm-dd", "align": "left"},
    Form.RATIO: {"num_format": "0%"},
    Form.COUNT: {"num_format": "0"},
}
_COLOURS = {
    "green": ("#1D6B3A", "#E3F2E8"),
    "yellow": ("#805300", "#FBF0D5"),
    "red": ("#A8201A", "#FBE3E1"),
    "blue": ("#1F5F8B", "#E1EEF6"),
    "grey": ("#59616B", "#F1EFEA"),
    "muted": ("#59616B", "#FFFFFF"),
}
_HEAD = {
    "bold": True,
    "bottom": 1,
    "text_wrap": True,
    "valign": "top",
    "bg_color": "#F1EFEA",
}
_BARS = {
    "type": "data_bar",
    "bar_solid": True,
    "bar_color": "#9CC3DD",
    "min_type": "num",
    "min_value": 0,
    "max_type": "num",
    "max_value": 1,
}
_BEGIN = datetime(2000, 1, 1)  # noqa: DTZ001 - a file has no zone
_FIRST_DAY = date(1900, 3, 1)
_LONGEST_NAME = 31
_WIDEST, _NARROWEST = 44, 9
"""Characters of the widest and narrowest column of the first sheet."""
_BARS_AT_MOST = 60
"""Goals whose progress a chart has room for."""
_NOT_XML = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")
"""The only characters that XML cannot hold even escaped; no text has them."""


def export(contents: Contents) -> bytes:
    """Return first page, register, entries, sources and goals as a workbook.

    Raises:
        Refused: there are more entries than a sheet has rows.
    """
    voice, known_on = contents.voice, contents.known_on
    report = contents.report()
    grids = workbook(
        contents.assessments, voice, known_on, contents.years, report, contents.sources
    )
    first = list(report.first_page(voice))
    if report.outlook:
        first += [Heading(voice.word("outlook"), 2), report.outlook]
    if report.register.bands:
        parts = tuple(band.title for band in report.register.bands)
        first += [Heading(voice.word("parts_of"), 2), Lines(parts)]
    head = (report.title, report.subtitle(voice))
    annex = (*report.annex, Lines((report.made_by,)))
    return render(head, first, grids, annex, voice)


def render(
    head: tuple[str, str],
    first: Sequence[Block],
    grids: Sequence[Grid],
    annex: Sequence[Block],
    voice: Voice,
) -> bytes:
    """The sheets as a workbook: the same bytes for the same sheets.

    Raises:
        Refused: one has more rows than a sheet.
    """
    for grid in grids:
        # Before anything is written: what is begun stands in files of its own.
        if grid.number + _above(grid) + 1 > _ROWS:
            raise Refused(_TOO_MANY_ROWS, sheet=grid.title, number=grid.number)
    out = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False}
    book = _Book(xlsxwriter.Workbook(out, options))
    book.book.set_properties({"title": clean(head[0]), "created": _BEGIN})
    book.page(voice.word("overview"), head, first)
    for number, grid in enumerate(grids):
        book.grid(grid, is_register=number == 0)
    book.page(voice.word("annex"), (voice.word("annex"), ""), annex)
    book.book.close()
    return out.getvalue()


def _above(grid: Grid) -> int:
    """How many rows stand above a table."""
    return len(grid.above) + 1 if grid.above else 0


class _Book:
    """A workbook as it grows."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.head = book.add_format(_HEAD)
        self.title = book.add_format({"bold": True, "font_size": 16})
        self.heading = book.add_format({"bold": True, "font_size": 12})
        self.muted = book.add_format({"font_color": "#59616B"})
        self.known: dict[tuple[object, ...], Format] = {}

    def shape(
        self, form: Form, places: int | None = None, role: str = "", depth: int = 0
    ) -> Format:
        """Return the format of a cell, made once."""
        key = (form, places, role, depth)
        if key not in self.known:
            how: dict[str, object] = {"valign": "top"} | _SHAPES[form]
            if form is Form.NUMBER and places is not None:
                how["num_format"] = "#,##0" + ("." + "0" * places if places else "")
            if role in _COLOURS:
                how["font_color"] = _COLOURS[role][0]
            if depth:
                how["indent"] = depth
            self.known[key] = self.book.add_format(how)
        return self.known[key]

    def sheet(self, title: str) -> Worksheet:
        """Begin a sheet, to be printed on wide pages."""
        sheet = self.book.add_worksheet(_name(title))
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        return sheet

    def grid(self, grid: Grid, *, is_register: bool = False) -> None:
        """Write a table of values below its lines."""
        above = _above(grid)
        sheet = self.sheet(grid.title)
        for column, field in enumerate(grid.fields):
            sheet.set_column(column, column, field.width)
        for number, line in enumerate(grid.above):
            sheet.write_string(number, 0, line, self.muted if number else self.title)
        for column, field in enumerate(grid.fields):
            sheet.write_string(above, column, clean(field.title), self.head)
        states: dict[str, str] = {}
        state_at = grid.place("state") if is_register else None
        last = above
        for last, row in enumerate(grid.rows(), above + 1):
            self.row(sheet, last, grid.fields, row)
            if state_at is not None:
                states[str(row.values[state_at])] = row.role
        title_at = grid.place("title") if is_register else 0
        sheet.freeze_panes(above + 1, (title_at or 0) + 1)
        sheet.autofilter(above, 0, max(last, above + 1), len(grid.fields) - 1)
        sheet.repeat_rows(above)
        if is_register:
            self.colours(sheet, grid, states, above + 1, max(last, above + 1))
            self.chart(sheet, grid, above + 1, last)

    def row(
        self, sheet: Worksheet, number: int, fields: Sequence[Field], row: Row
    ) -> None:
        """Write the values of a row, numbers with the digits of their goal."""
        for column, (field, value) in enumerate(zip(fields, row.values, strict=True)):
            # A key of the ledger may be a day or a text, and is shown as it is.
            form = Form.DAY if isinstance(value, date) else field.form
            depth = row.depth if field.name == "title" else 0
            shape = self.shape(form, row.places, "", depth)
            is_link = field.name == "url" and _is_address(value)
            if is_link and isinstance(value, str):
                sheet.write_url(number, column, value, string=value[:255])
                continue
            _write(sheet, number, column, _kept(value, form), shape)

    def colours(
        self,
        sheet: Worksheet,
        grid: Grid,
        states: dict[str, str],
        first: int,
        last: int,
    ) -> None:
        """Give each state its colour, by rules that hold when rows are changed."""
        state_at, done_at = grid.place("state"), grid.place("progress")
        for state, role in states.items():
            if role in _COLOURS and role != "grey" and state_at is not None:
                ink, paper = _COLOURS[role]
                form = self.book.add_format({"font_color": ink, "bg_color": paper})
                quoted = state.replace('"', '""')
                rule = {"type": "cell", "criteria": "==", "value": f'"{quoted}"'}
                rule["format"] = form
                sheet.conditional_format(first, state_at, last, state_at, rule)
        if done_at is not None:
            sheet.conditional_format(first, done_at, last, done_at, _BARS)

    def chart(self, sheet: Worksheet, grid: Grid, first: int, last: int) -> None:
        """Draw the progress of each goal as bars below the table."""
        done, title = grid.place("progress"), grid.place("title")
        if done is None or title is None or not 0 < last - first < _BARS_AT_MOST:
            return
        name = _name(grid.title)
        chart = self.book.add_chart({"type": "bar"})
        chart.add_series({
            "name": clean(grid.fields[done].title),
            "categories": [name, first, title, last, title],
            "values": [name, first, done, last, done],
            "fill": {"color": "#1F5F8B"},
        })  # fmt: skip
        chart.set_y_axis({"reverse": True})
        chart.set_x_axis({"num_format": "0%", "min": 0, "max": 1})
        chart.set_legend({"none": True})
        chart.set_size({"width": 720, "height": 60 + 22 * (last - first + 1)})
        sheet.insert_chart(last + 2, title, chart)

    def page(self, title: str, head: tuple[str, str], blocks: Sequence[Block]) -> None:
        """Write texts and tables one below the other."""
        sheet = self.sheet(title)
        tables = [block for block in blocks if isinstance(block, Table)]
        count = max((len(table.columns) for table in tables), default=2)
        for column in range(count):
            texts = [
                row[column].text
                for table in tables
                if len(table.columns) > column
                for row in table.rows
            ]
            if column == 0:
                facts = [block for block in blocks if isinstance(block, Facts)]
                texts += [term for block in facts for term, _ in block.pairs]
            wide = max(map(width, texts), default=_NARROWEST) + 2
            sheet.set_column(column, column, min(max(wide, _NARROWEST), _WIDEST))
        sheet.write_string(0, 0, head[0], self.title)
        sheet.write_string(1, 0, head[1], self.muted)
        at = 3
        for block in blocks:
            at = self.block(sheet, at, block)

    def block(self, sheet: Worksheet, at: int, block: Block) -> int:
        """Write a block from a row on; return the row after it."""
        if isinstance(block, Heading):
            sheet.write_string(at + 1, 0, titled(block.text), self.heading)
            return at + 2
        if isinstance(block, Lines):
            for text in block.texts:
                sheet.write_string(at, 0, text.translate(_NOT_XML))
                at += 1
            return at
        if isinstance(block, Lights):
            for text in block.lines:
                sheet.write_string(at, 0, text, self.heading)
                at += 1
            return at
        if isinstance(block, Facts):
            for term, cell in block.pairs:
                sheet.write_string(at, 0, titled(term), self.shape(Form.TEXT))
                sheet.write_string(at, 1, _text(cell))
                at += 1
            return at
        return self.texts(sheet, at, block) if isinstance(block, Table) else at

    def texts(self, sheet: Worksheet, at: int, table: Table) -> int:
        """Write a table of texts; return the row after it."""
        for column, head in enumerate(table.columns):
            sheet.write_string(at, column, titled(head.title), self.head)
        for number, row in enumerate(table.rows, at + 1):
            for column, cell in enumerate(row):
                shape = self.shape(Form.TEXT, None, cell.role)
                sheet.write_string(number, column, _text(cell), shape)
        return at + len(table.rows) + 1


_LONGEST_LINK = 2079
"""Characters of the longest link of a workbook."""


def _is_address(value: object) -> bool:
    """Whether a workbook can hold it as a link to a page."""
    text = str(value)
    return text.startswith(("https://", "http://")) and len(text) <= _LONGEST_LINK


def _text(cell: Cell) -> str:
    return cell.text.translate(_NOT_XML)


def _name(title: str) -> str:
    """The name of a sheet: at most 31 characters, and none that has a meaning."""
    return clean(title).translate(_NOT_IN_NAMES)[:_LONGEST_NAME].strip("'") or "-"


_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def _kept(value: Value, form: Form) -> Value:
    """Return a value as a spreadsheet keeps it: a longer number as a text."""
    if not isinstance(value, Decimal) or form is not Form.NUMBER:
        return value
    return value if Decimal(f"{value:.15g}") == value else plain(value)


def _write(sheet: Worksheet, row: int, column: int, value: Value, form: Format) -> None:
    if value is None:
        sheet.write_blank(row, column, None, form)
    elif isinstance(value, Decimal):
        sheet.write_number(row, column, float(value), form)
    elif isinstance(value, (list, dict)):
        sheet.write_string(row, column, to_toml(value).translate(_NOT_XML), form)
    elif isinstance(value, int):
        sheet.write_number(row, column, value, form)
    elif isinstance(value, str):
        # Never as a formula or a link, whatever it begins with.
        sheet.write_string(row, column, value.translate(_NOT_XML), form)
    elif (value.date() if isinstance(value, datetime) else value) < _FIRST_DAY:
        # Spreadsheets know no earlier days, and count one too many of 1900.
        sheet.write_string(row, column, value.isoformat(), form)
    else:
        sheet.write_datetime(row, column, value, form)
