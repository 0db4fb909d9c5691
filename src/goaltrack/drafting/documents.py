"""The text of a report: of plain text, Markdown, a web page, or a Word document."""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from goaltrack.errors import Message, MissingExtra, Refused

LARGEST = 2_000_000
"""Bytes of the largest text that is read: a long report has 100,000."""
_UNPACKED = 50_000_000
"""Bytes of the largest Word document, unpacked."""
LONGEST = 150_000
"""Characters of the longest text that is read: a five-year plan has 80,000."""
_TOO_LARGE = Message(
    "text-too-large",
    "{path} has {size}, and at most {most} are read\n"
    "cut out the part that holds the goals",
)
_NO_TEXT = Message(
    "not-a-text",
    "{path} is not a text in UTF-8 or GB 18030: {why}\n"
    "save it as text, as HTML, or as .docx",
)
_NOT_CHINESE = Message(
    "not-chinese",
    "{path} is not in Chinese, and only Chinese texts are read\n"
    "enter its goals with `goaltrack new`, or as a table with `goaltrack import`",
)
_HIDDEN = ("script", "style", "head", "noscript", "template", "svg")
_BLOCKS = frozenset(
    (
        "p",
        "div",
        "br",
        "li",
        "tr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "table",
    )
)
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")
_ENOUGH = 0.3
"""The share of Chinese characters among the letters of a Chinese text, at least."""
_BEGINNINGS = (
    (b"%PDF", "PDF"),
    (b"\xd0\xcf\x11\xe0", "Word 97-2003"),
    (b"\x1f\x8b", "gzip"),
)


def text_of(path: str, raw: bytes) -> str:
    """Return the text in the bytes of a file, by its ending and its beginning.

    Raises:
        Refused: it is too large, no text, or not in Chinese.
        MissingExtra: a Word document needs python-docx.
    """
    if len(raw) > LARGEST:
        size, most = f"{len(raw) // 1_000_000} MB", f"{LARGEST // 1_000_000} MB"
        raise Refused(_TOO_LARGE, path=path, size=size, most=most)
    for mark, why in _BEGINNINGS:
        if raw.startswith(mark):
            raise Refused(_NO_TEXT, path=path, why=why)
    if raw.startswith(b"PK"):
        text = _of_word(path, raw)
    else:
        text = _decoded(path, raw)
        begin = text[:500].lstrip().lower()
        if path.lower().endswith((".html", ".htm")) or begin.startswith(
            ("<!doctype", "<html")
        ):
            text = _of_page(text)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST:
        raise Refused(_TOO_LARGE, path=path, size=len(text), most=LONGEST)
    letters = _LETTER.findall(text[:20_000])
    chinese = _CHINESE.findall(text[:20_000])
    if not chinese or len(chinese) < _ENOUGH * len(letters):
        raise Refused(_NOT_CHINESE, path=path)
    return text


def _decoded(path: str, raw: bytes) -> str:
    for encoding in (
        "utf-8-sig",
        "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "gb18030",
    ):
        try:
            text = raw.decode(encoding)
        except ValueError:
            continue
        if "\0" not in text:
            return text
    raise Refused(_NO_TEXT, path=path, why="-")


class _Page(HTMLParser):
    """The text of a web page, a line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002 - the parser gives them
        """Begin a line at a block."""
        self._hidden += tag in _HIDDEN
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """End a line at a block."""
        if tag in _HIDDEN:
            self._hidden = max(self._hidden - 1, 0)
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        """Keep what is shown."""
        if not self._hidden:
            self.parts.append(" ".join(data.split()))


def _of_page(text: str) -> str:
    page = _Page()
    page.feed(text)
    page.close()
    return re.sub(r"\n{2,}", "\n", "".join(page.parts)).strip("\n")


def _of_word(path: str, raw: bytes) -> str:
    try:
        from docx import Document  # noqa: PLC0415 - an extra
    except ImportError:
        raise MissingExtra(name="docx", package="python-docx", extra="docx") from None
    try:
        unpacked = sum(part.file_size for part in ZipFile(BytesIO(raw)).infolist())
        blocks = (
            () if unpacked > _UNPACKED else Document(BytesIO(raw)).iter_inner_content()
        )
        lines = list(_lines(blocks))
    except Exception as error:  # noqa: BLE001 - the reader raises whatever it meets
        raise Refused(
            _NO_TEXT, path=path, why=str(error) or type(error).__name__
        ) from None
    if unpacked > _UNPACKED:
        size, most = f"{unpacked // 1_000_000} MB", f"{_UNPACKED // 1_000_000} MB"
        raise Refused(_TOO_LARGE, path=path, size=size, most=most)
    return "\n".join(lines)


def _lines(blocks: Iterable[Any]) -> Iterator[str]:
    """Yield the paragraphs of a Word document, and its tables row by row."""
    for block in blocks:
        if hasattr(block, "rows"):
            for row in block.rows:
                cells = [" ".join(cell.text.split()) for cell in row.cells]
                yield "，".join(cell for cell in cells if cell)
        else:
            yield block.text
