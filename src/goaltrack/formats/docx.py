"""The report as a Word document: first page, register on wide pages, sections."""

import re
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from itertools import count
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from goaltrack.formats.docx_chart import insert_chart
from goaltrack.formats.registry import Contents
from goaltrack.formats.text_chart import Drawing
from goaltrack.i18n.resources import address
from goaltrack.i18n.text import titled, width
from goaltrack.reports.blocks import (
    Block,
    Cell,
    Chart,
    Facts,
    Gantt,
    Heading,
    Lights,
    Lines,
    Note,
    Sheet,
    Stack,
    Strip,
    Table,
)

_BEGIN = datetime(2000, 1, 1)  # noqa: DTZ001 - a file has no zone
_COLOURS = {
    "green": "1D6B3A",
    "yellow": "805300",
    "red": "A8201A",
    "blue": "1F5F8B",
    "grey": "59616B",
    "muted": "59616B",
}
_PAPERS = {"green": "E3F2E8", "yellow": "FBF0D5", "red": "FBE3E1", "blue": "E1EEF6"}
_HEAD, _BAND, _LINK = "E9EEF3", "F3F1EC", "1F5F8B"
_FONTS = {"zh": ("Times New Roman", "仿宋", "黑体"), "en": ("Calibri", "等线", "等线")}
"""Of each language: Latin, Chinese, and Chinese of headings; Word and WPS have them."""
_SHORT, _LONG = Cm(21), Cm(29.7)
_MARGIN = Cm(1.8)
_MANY = 8
"""Columns that fit on an upright page."""
_NARROW, _WIDE, _NARROW_LONG = 5, 24, 12
"""Cells of the narrowest and widest column of short texts, the narrowest of long."""
_LETTER, _SMALL_LETTER, _INSIDE = Pt(5.4), Pt(4.6), Cm(0.3)
"""How wide a cell of text is, and the space beside it, in EMU."""


def export(contents: Contents) -> bytes:
    """Return the whole report as a document."""
    voice = contents.voice
    words = voice.word("annex"), titled(voice.word("sources"))
    return render(contents.report().sheet(voice), voice.language, words)


def render(sheet: Sheet, language: str, words: tuple[str, str]) -> bytes:
    """The sheet as a document: the same bytes for the same sheet.

    `words` are the headings of the annex and of the sources.
    """
    out = BytesIO()
    _Writer(sheet, language).written(words).save(out)
    return _undated(out.getvalue())


def _undated(raw: bytes) -> bytes:
    """Return a document whose parts do not say when they were written."""
    out = BytesIO()
    with ZipFile(BytesIO(raw)) as made, ZipFile(out, "w", ZIP_DEFLATED) as kept:
        for name in made.namelist():
            kept.writestr(ZipInfo(name), made.read(name), ZIP_DEFLATED)
    return out.getvalue()


class _Writer:
    """A document as it grows."""

    def __init__(self, sheet: Sheet, language: str) -> None:
        self.sheet = sheet
        self.document: Any = Document()
        self.numbers = {note.id: n for n, note in enumerate(sheet.notes, 1)}
        headings = [each for each in sheet.blocks if isinstance(each, Heading)]
        goals = dict.fromkeys(each.goal for each in headings if each.goal)
        # A bookmark has at most 40 letters, digits and underscores.
        self.anchors = {goal: f"goal_{n}" for n, goal in enumerate(goals, 1)}
        self.ids = count(1)
        self.is_wide = False
        self._begin(language)

    def _begin(self, language: str) -> None:
        latin, text, heading = _FONTS[language]
        styles = self.document.styles
        names = ["Normal", "Title", "Subtitle", *(f"Heading {n}" for n in range(1, 5))]
        for name in names:
            style = styles[name]
            style.font.name = latin
            style.font.color.rgb = RGBColor.from_string("1D2126")
            fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
            for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
                fonts.attrib.pop(qn(key), None)
            far = text if name in ("Normal", "Subtitle") else heading
            fonts.set(qn("w:eastAsia"), far)
        styles["Normal"].font.size = Pt(10.5)
        styles["Title"].font.size = Pt(22)
        for name, size in ((_CELL, 9), (_SMALL, 7.5)):
            style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            style.base_style = styles["Normal"]
            style.font.size = Pt(size)
            style.paragraph_format.space_after = Pt(0)
            style.paragraph_format.line_spacing = 1.05
        core = self.document.core_properties
        core.title, core.author = self.sheet.title, "goaltrack"
        core.language = "zh-CN" if language == "zh" else "en"
        core.created = core.modified = _BEGIN
        self._page(self.document.sections[0], is_wide=False)

    def _page(self, section: Any, *, is_wide: bool) -> None:
        sides = (_LONG, _SHORT) if is_wide else (_SHORT, _LONG)
        section.page_width, section.page_height = sides
        section.orientation = WD_ORIENT.LANDSCAPE if is_wide else WD_ORIENT.PORTRAIT
        section.left_margin = section.right_margin = _MARGIN
        section.top_margin = section.bottom_margin = _MARGIN
        self.is_wide = is_wide

    def written(self, words: tuple[str, str]) -> Any:
        """Write everything, and return the document."""
        self.document.add_paragraph(self.sheet.title, style="Title")
        self.document.add_paragraph(self.sheet.subtitle, style="Subtitle")
        self.blocks(self.sheet.blocks)
        annex, sources = words
        if self.sheet.annex:
            self.heading(Heading(annex, 2))
            self.blocks(self.sheet.annex)
        if self.sheet.notes:
            self.heading(Heading(sources, 2))
            for number, note in enumerate(self.sheet.notes, 1):
                self.source(number, note)
        self.document.add_paragraph(self.sheet.footer).runs[0].font.size = Pt(8)
        return self.document

    def blocks(self, blocks: Sequence[Block]) -> None:
        """Write blocks; a wide register with its heading on pages of its own.

        A timeline is left out: its dates are in the register.
        """
        blocks = without_timeline(blocks)
        for block, after in zip(blocks, [*blocks[1:], None], strict=True):
            if isinstance(block, Heading):
                is_wide = (
                    isinstance(after, Table)
                    and after.is_register
                    and len(after.columns) > _MANY
                )
                if is_wide != self.is_wide:
                    section = self.document.add_section(WD_SECTION.NEW_PAGE)
                    self._page(section, is_wide=is_wide)
                self.heading(block)
            else:
                self.block(block)

    def block(self, block: Block) -> None:
        """Write a block that is no heading."""
        if isinstance(block, Lines):
            for text in block.texts:
                self.document.add_paragraph(text)
        elif isinstance(block, Lights):
            self.lights(block)
        elif isinstance(block, Facts):
            self.facts(block)
        elif isinstance(block, Table):
            self.table(block)
        elif isinstance(block, (Chart, Strip, Stack)):
            self.drawing(block)

    def heading(self, heading: Heading) -> None:
        """Write a heading, of a goal with a bookmark."""
        text = heading.text if heading.level < 4 else titled(heading.text)  # noqa: PLR2004
        paragraph = self.document.add_heading(text, heading.level - 1)
        if heading.goal:
            # It has no other way to an element.
            self.bookmark(paragraph._p, self.anchors[heading.goal])  # noqa: SLF001

    def lights(self, lights: Lights) -> None:
        """Write the headline, and a coloured cell for each light."""
        headline = self.document.add_paragraph()
        run = headline.add_run(f"{lights.headline} ")
        run.bold, run.font.size = True, Pt(20)
        headline.add_run(lights.says)
        if lights.lights:
            side = _text_room(is_wide=False) // len(lights.lights)
            row = self.grid([side] * len(lights.lights)).row()
            for light in lights.lights:
                paper = _PAPERS.get(light.colour, _BAND)
                said = f"{light.word} {light.number}"
                _run(row.cell(paper), said, _COLOURS[light.colour], is_bold=True)

    def grid(self, sides: Sequence[int], style: str = "") -> "_Grid":
        """Begin a table whose columns have these widths, in EMU."""
        body = self.document.element.body
        found = _Grid(sides, style)
        body.insert(len(body) - 1, found.element)
        return found

    def facts(self, facts: Facts) -> None:
        """Write terms and values as a table without lines."""
        if not facts.pairs:
            return
        grid = self.grid([Cm(4), _text_room(is_wide=False) - Cm(4)])
        for term, cell in facts.pairs:
            row = grid.row()
            _run(row.cell(), titled(term), _COLOURS["muted"])
            self.cell(row.cell(), cell)

    def table(self, table: Table) -> None:
        """Write a table whose head is repeated on each page."""
        if table.title:
            self.document.add_paragraph(table.title).runs[0].bold = True
        is_small = len(table.columns) > _MANY
        style = _SMALL if is_small else _CELL
        sides = self.widths(table)
        grid = self.grid(sides, "TableGrid")
        head = grid.row(is_head=True)
        for column in table.columns:
            place = head.cell(_HEAD, style, is_right=column.is_number)
            _run(place, titled(column.title), is_bold=True)
        bands = {band.row: band.title for band in table.bands}
        for number, row in enumerate(table.rows):
            if number in bands:
                place = grid.row().cell(_BAND, style, span=len(sides))
                _run(place, bands[number], is_bold=True)
            line = grid.row()
            for column, cell in zip(table.columns, row, strict=True):
                self.cell(line.cell("", style, is_right=column.is_number), cell)
        self.gap()

    def gap(self) -> None:
        """Write the small paragraph that stands between tables."""
        self.document.add_paragraph().paragraph_format.space_after = Pt(2)

    def widths(self, table: Table) -> list[int]:
        """Return the width of each column in EMU: of short texts as they need.

        Columns of long texts share what is left, each by its longest.
        """
        room = _text_room(is_wide=self.is_wide)
        letter = _SMALL_LETTER if len(table.columns) > _MANY else _LETTER
        longest = [
            max(
                _needed(column.title),
                *(
                    (width if column.folds else _needed)(row[n].text) + 2 * row[n].depth
                    for row in table.rows
                ),
                _NARROW,
            )
            for n, column in enumerate(table.columns)
        ]
        long = [n for n, column in enumerate(table.columns) if column.folds]
        sides = [min(cells, _WIDE) * letter + _INSIDE for cells in longest]
        if not long:
            long = [longest.index(max(longest))]
        least = _NARROW_LONG * letter + _INSIDE
        spare = room - sum(side for n, side in enumerate(sides) if n not in long)
        if spare < least * len(long):
            # Even short texts must be broken.
            return [room * side // sum(sides) for side in sides]
        whole = sum(longest[n] for n in long)
        for n in long:
            sides[n] = spare * longest[n] // whole
        for n in long:
            # A short one among long ones needs some room, too.
            short = max(least - sides[n], 0)
            widest = max(long, key=lambda n: sides[n])
            sides[n] += short
            sides[widest] -= short
        return sides

    def cell(self, paragraph: Any, cell: Cell) -> None:
        """Write a cell, with links to a goal and to sources."""
        if cell.depth:
            _child(_properties(paragraph), "w:ind", left=str(220 * cell.depth))
        target = self.anchors.get(cell.goal)
        if target:
            _run(_child(paragraph, "w:hyperlink", anchor=target), cell.text, _LINK)
        elif cell.text:
            _run(paragraph, cell.text, _COLOURS.get(cell.role, ""))
        for name in cell.cites:
            number = self.numbers.get(name)
            if number:
                link = _child(paragraph, "w:hyperlink", anchor=f"source_{number}")
                _run(link, f"[{number}]", _LINK)

    def source(self, number: int, note: Note) -> None:
        """Write a source, with a bookmark, and its title as a link to its page."""
        paragraph = self.document.add_paragraph()
        element = paragraph._p  # noqa: SLF001 - it has no other way
        self.bookmark(element, f"source_{number}")
        _run(element, f"[{number}] ")
        if not note.url:
            _run(element, note.text)
            return
        to = paragraph.part.relate_to(
            address(note.url), RELATIONSHIP_TYPE.HYPERLINK, is_external=True
        )
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), to)
        element.append(link)
        _run(link, note.title, _LINK)
        _run(element, note.text.removeprefix(note.title))

    def bookmark(self, paragraph: Any, name: str) -> None:
        """Put a bookmark at the end of a paragraph."""
        number = str(next(self.ids))
        _child(paragraph, "w:bookmarkStart", id=number, name=name)
        _child(paragraph, "w:bookmarkEnd", id=number)

    def drawing(self, picture: Drawing) -> None:
        """Write a picture: a chart of Word, or coloured cells."""
        if isinstance(picture, Chart):
            insert_chart(self.document, picture, next(self.ids))
        elif isinstance(picture, Strip):
            self.strip(picture)
        else:
            self.stack(picture)

    def strip(self, strip: Strip) -> None:
        """Write a cell for each period, coloured, in rows, and what colours mean."""
        room = _text_room(is_wide=False)
        grid = self.grid([room // _PER_ROW] * _PER_ROW)
        for start in range(0, len(strip.slots), _PER_ROW):
            row = grid.row()
            for slot in strip.slots[start : start + _PER_ROW]:
                paper, sign = _SLOTS[slot.role]
                _run(row.cell(paper, _SMALL), sign)
        legend = [f"{_SLOTS[role][1]} {name}" for role, name in strip.names]
        ends = f"{strip.slots[0].label} – {strip.slots[-1].label}"
        self.document.add_paragraph("  ".join([ends, *legend]))

    def stack(self, stack: Stack) -> None:
        """Write a cell for each part, as wide as its weight, in its colour."""
        room = _text_room(is_wide=False)
        grid = self.grid([int(room * part.weight) for part in stack.parts])
        row = grid.row()
        for part in stack.parts:
            place = row.cell(_PAPERS.get(part.role, _BAND), _SMALL)
            _run(place, f"{part.title} {part.said}", _COLOURS.get(part.role, ""))
        self.gap()


def without_timeline(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks without a timeline, and without its heading."""
    after = [*blocks[1:], None]
    return [
        block
        for block, next_ in zip(blocks, after, strict=True)
        if not isinstance(block, Gantt)
        and not (isinstance(block, Heading) and isinstance(next_, Gantt))
    ]


_PER_ROW = 31
_SLOTS = {
    "kept": ("CFE8D8", "✓"),
    "missed": ("F6C9C5", "✗"),
    "open": ("E1EEF6", "…"),
    "unknown": (_BAND, "·"),
}
"""Of the periods of a standing target: the colour of the cell, and the sign in it."""


def _needed(text: str) -> int:
    """Return the cells that a short text needs: a longer one breaks at its brackets."""
    if width(text) <= _SHORT_TEXT:
        return width(text)
    return max(map(width, re.split("(?=[（(])|[；;] ?", text)))


_SHORT_TEXT = 11


def _text_room(*, is_wide: bool) -> int:
    return int((_LONG if is_wide else _SHORT) - 2 * _MARGIN)


def _child(parent: Any, element: str, /, **attributes: str) -> Any:
    """Append an element with attributes, and return it."""
    found = parent.makeelement(qn(element))
    for key, value in attributes.items():
        found.set(qn(f"w:{key}"), value)
    parent.append(found)
    return found


def _properties(paragraph: Any) -> Any:
    """Return the properties of a paragraph, which stand first."""
    found = paragraph.find(qn("w:pPr"))
    if found is None:
        found = paragraph.makeelement(qn("w:pPr"))
        paragraph.insert(0, found)
    return found


def _run(paragraph: Any, text: str, colour: str = "", *, is_bold: bool = False) -> None:
    """Append a text to a paragraph or link."""
    run = _child(paragraph, "w:r")
    if colour or is_bold:
        how = _child(run, "w:rPr")
        if is_bold:
            _child(how, "w:b")
        if colour:
            _child(how, "w:color", val=colour)
    said = _child(run, "w:t")
    said.text = text
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


class _Grid:
    """A table as it grows: python-docx takes a hundred times as long for large ones."""

    def __init__(self, sides: Sequence[int], style: str) -> None:
        self.element = OxmlElement("w:tbl")
        self.sides = [str(side // _EMU_OF_TWIP) for side in sides]
        how = _child(self.element, "w:tblPr")
        if style:
            _child(how, "w:tblStyle", val=style)
        total = sum(map(int, self.sides))
        _child(how, "w:tblW", w=str(total), type="dxa")
        _child(how, "w:tblLayout", type="fixed")
        margins = _child(how, "w:tblCellMar")
        for side in ("left", "right"):
            _child(margins, f"w:{side}", w=_BESIDE, type="dxa")
        grid = _child(self.element, "w:tblGrid")
        for side in self.sides:
            _child(grid, "w:gridCol", w=side)

    def row(self, *, is_head: bool = False) -> "_Row":
        """Begin a row, which no page divides; a head is repeated on each page."""
        row = _child(self.element, "w:tr")
        how = _child(row, "w:trPr")
        _child(how, "w:cantSplit")
        if is_head:
            _child(how, "w:tblHeader")
        return _Row(row, self.sides)


class _Row:
    """A row as it grows."""

    def __init__(self, element: Any, sides: Sequence[str]) -> None:
        self.element = element
        self.sides = iter(sides)

    def cell(
        self, paper: str = "", style: str = "", *, span: int = 1, is_right: bool = False
    ) -> Any:
        """Begin a cell on a background; return its paragraph."""
        place = _child(self.element, "w:tc")
        how = _child(place, "w:tcPr")
        side = sum(int(next(self.sides)) for _ in range(span))
        _child(how, "w:tcW", w=str(side), type="dxa")
        if span > 1:
            _child(how, "w:gridSpan", val=str(span))
        if paper:
            _child(how, "w:shd", val="clear", fill=paper)
        paragraph = _child(place, "w:p")
        shape = _child(paragraph, "w:pPr")
        _child(shape, "w:pStyle", val=(style or _CELL).replace(" ", ""))
        if is_right:
            _child(shape, "w:jc", val="right")
        return paragraph


_EMU_OF_TWIP = 635
_BESIDE = "70"
"""The space beside the text of a cell, in twips."""
_CELL, _SMALL = "Cell", "Small Cell"
"""The styles of paragraphs in tables."""
