"""A workbook as an .xlsx file: real numbers and days, colours, a chart."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from goaltrack.formats.registry import Contents
from goaltrack.i18n.text import clean
from goaltrack.ledger.toml_text import to_toml
from goaltrack.model.amount import plain
from goaltrack.reports.tables import Form
from goaltrack.reports.workbook import Grid, workbook

_FORMATS: dict[Form, dict[str, object]] = {
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
_STATE, _DONE, _NAME = "state", "done_share", "goal"
"""The columns of the register that are coloured, drawn and named in the chart."""
_LONGEST_NAME = 31
_NOT_XML = dict.fromkeys((0xFFFE, 0xFFFF), "\ufffd")
"""The only characters that XML cannot hold even escaped; no text has them."""


def export(contents: Contents) -> bytes:
    """Return the register, the entries and the goals as a workbook."""
    voice, known_on = contents.voice, contents.known_on
    sheets = workbook(contents.assessments, voice, known_on, contents.years)
    return render(sheets, contents.title)


def render(grids: Sequence[Grid], title: str) -> bytes:
    """The sheets as a workbook: the same bytes for the same sheets."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties({"title": clean(title), "created": _BEGIN})
    head = book.add_format(_HEAD)
    formats = {
        form: book.add_format(how | {"valign": "top"}) for form, how in _FORMATS.items()
    }
    for grid in grids:
        sheet = book.add_worksheet(clean(grid.title)[:_LONGEST_NAME])
        for column, field in enumerate(grid.fields):
            sheet.set_column(column, column, field.width)
            sheet.write_string(0, column, clean(field.title), head)
        for number, row in enumerate(grid.rows, 1):
            for column, (field, value) in enumerate(zip(grid.fields, row, strict=True)):
                # A key of the ledger may be a day or a text, and is shown as it is.
                form = Form.DAY if isinstance(value, date) else field.form
                _write(sheet, number, column, _kept(value, form), formats[form])
        sheet.freeze_panes(1, 2 if grid.roles else 1)
        sheet.autofilter(0, 0, max(len(grid.rows), 1), len(grid.fields) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        if grid.roles:
            _colour(book, sheet, grid)
            _chart(book, sheet, grid)
    book.close()
    return out.getvalue()


def _kept(value: object, form: Form) -> object:
    """Return a value as a spreadsheet keeps it: a longer number as a text."""
    if not isinstance(value, Decimal) or form is not Form.NUMBER:
        return value
    return value if Decimal(f"{value:.15g}") == value else plain(value)


def _write(
    sheet: Worksheet, row: int, column: int, value: object, form: object
) -> None:
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
    else:
        sheet.write_datetime(row, column, value, form)


def _colour(book: Workbook, sheet: Worksheet, grid: Grid) -> None:
    """Each state in its colour, by rules that hold when rows are moved or changed."""
    state_at, done_at = grid.place(_STATE), grid.place(_DONE)
    names = (str(row[state_at]) for row in grid.rows)
    states = dict(zip(names, grid.roles, strict=True))
    for state, role in states.items():
        if role in _COLOURS:
            ink, paper = _COLOURS[role]
            form = book.add_format({"font_color": ink, "bg_color": paper})
            quoted = state.replace('"', '""')
            rule = {"type": "cell", "criteria": "==", "value": f'"{quoted}"'}
            rule["format"] = form
            sheet.conditional_format(1, state_at, len(grid.rows), state_at, rule)
    sheet.conditional_format(1, done_at, max(len(grid.rows), 1), done_at, _BARS)


def _chart(book: Workbook, sheet: Worksheet, grid: Grid) -> None:
    """Draw the progress of each goal as bars below the table."""
    done, title = grid.place(_DONE), grid.place(_NAME)
    if all(row[done] is None for row in grid.rows):
        return
    chart = book.add_chart({"type": "bar"})
    last, name = len(grid.rows), clean(grid.title)[:_LONGEST_NAME]
    chart.add_series({
        "name": clean(grid.fields[done].title),
        "categories": [name, 1, title, last, title],
        "values": [name, 1, done, last, done],
        "fill": {"color": "#1F5F8B"},
    })  # fmt: skip
    chart.set_y_axis({"reverse": True})
    chart.set_x_axis({"num_format": "0%", "min": 0})
    chart.set_legend({"none": True})
    chart.set_size({"width": 720, "height": 60 + 22 * last})
    sheet.insert_chart(last + 2, title, chart)
