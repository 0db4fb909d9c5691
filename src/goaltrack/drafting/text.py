"""A text in its parts: lines, headings, sentences and clauses, each with its place."""

import re
from collections.abc import Iterator
from typing import NamedTuple


class Span(NamedTuple):
    """A part of a text: where it begins, and what it says."""

    start: int
    text: str

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)

    def part(self, start: int, end: int) -> "Span":
        """Return a part of it, by places in it, without blanks around it."""
        text = self.text[start:end]
        lead = len(text) - len(text.lstrip())
        return Span(self.start + start + lead, text.strip())


class Heading(NamedTuple):
    """A heading: its text, and how far below the title it stands, from 1."""

    text: str
    level: int


_NUMBERED = (
    (r"第[一二三四五六七八九十百]+[章编篇]", 1),
    (r"第[一二三四五六七八九十百]+节", 2),
    (r"[一二三四五六七八九十]+、", 2),
    (r"[（(][一二三四五六七八九十]+[）)]", 3),
    (r"\d{1,2}[.．、](?!\d)", 4),
    (r"[（(]\d{1,2}[）)]", 5),
    (r"——", 5),
    (r"#{1,6} ", 2),
)
_LONGEST = 40
"""Characters of the longest line that is a heading, not a sentence."""
_PHRASE = 12
"""Characters of the longest phrase in quotation marks that is no sentence."""
_OPEN, _CLOSE = "“《（(「『【", "”》）)」』】"
_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)} | {
    ord("％"): "%",
    ord("．"): ".",
    ord("∶"): ":",
    ord("～"): "—",
    ord("–"): "—",
    ord("－"): "—",
    ord("−"): "—",
}


def plain(text: str) -> str:
    """Return a text with plain digits and signs; each character keeps its place.

    What somebody says in whole sentences is no closed unit: its marks become blanks, as
    do those of Markdown. A row of a table is read as a name and what is said of it.
    """

    def opened(found: re.Match[str]) -> str:
        said = found[1]
        is_speech = len(said) > _PHRASE and re.search("[，。；]", said)
        return f" {said} " if is_speech else found[0]

    text = re.sub("“([^“”]*)”", opened, text.translate(_WIDE))
    text = _MARKS.sub(lambda found: " " * len(found[0]), text)
    return _ROW.sub(_told, text)


_MARKS = re.compile(r"(?m)^[ \t]*[-*+•·●▪◆■]\s(?=\S)|^[ \t]*>[ \t]|\*\*|__")
"""Signs of lists, quotations and bold words."""
_ROW = re.compile(r"(?m)^[ \t]*\|(.+)\|[ \t]*$")
"""A row of a table in Markdown."""


def _told(row: re.Match[str]) -> str:
    first, _, rest = row[0].lstrip()[1:].rstrip()[:-1].partition("|")
    said = f"{first}：{rest.replace('|', '，')}" if rest else first
    return f"{' ' * (len(row[0]) - len(said))}{said}"


def lines(text: str) -> Iterator[Span]:
    """Yield the lines that say something."""
    at = 0
    for line in text.split("\n"):
        whole = Span(at, line).part(0, len(line))
        if whole.text:
            yield whole
        at += len(line) + 1


def heading(line: Span) -> tuple[Heading | None, Span]:
    """Return the heading that a line is, or begins with, and what stands behind it."""
    for pattern, level in _NUMBERED:
        found = re.match(pattern, line.text)
        if not found:
            continue
        rest = line.part(found.end(), len(line.text))
        title, stop, _ = rest.text.partition("。")
        if not stop and len(rest.text) <= _LONGEST and not _is_sentence(rest.text):
            return Heading(rest.text, level), Span(line.end, "")
        said = re.sub(r"[（(][^（）()]*[）)]", "", title)
        if stop and len(title) <= _LONGEST and not re.search(r"\d", said):
            return Heading(title, level), rest.part(len(title) + 1, len(rest.text))
        return Heading("", level), rest
    return None, line


def _is_sentence(text: str) -> bool:
    rest = re.sub(r"(?:20\d\d(?:年|—)?|(?<=[年—（(至])\d{1,2}月)", "", text)
    return text[-1:] in "。；！？" or bool(re.search(r"\d", rest))


def sentences(line: Span) -> Iterator[Span]:
    """Yield the sentences of a line."""
    for found in re.finditer(r"[^。！？!?]+[。！？!?]*[”』）)]*", line.text):
        yield line.part(found.start(), found.end())


def clauses(sentence: Span, marks: str = "，；：,;:") -> Iterator[tuple[Span, str]]:
    """Yield the clauses of a sentence, and the mark behind each.

    What stands in brackets or quotation marks is not cut, and neither is 2.4:1.
    """
    depth = begin = 0
    text = sentence.text
    for place, char in enumerate(text):
        if char in _OPEN:
            depth += 1
        elif char in _CLOSE:
            depth = max(depth - 1, 0)
        elif char in marks and not depth:
            around = text[place - 1 : place] + text[place + 1 : place + 2]
            if char in ":," and around.isdecimal() and len(around) == 2:  # noqa: PLR2004 - on both sides
                continue
            yield sentence.part(begin, place), char
            begin = place + 1
    end = len(text.rstrip("。！？!?"))
    if begin < end:
        yield sentence.part(begin, end), ""


_PRIVATE = 0xE000
"""The first of the characters that stand for hidden ones: no text has them."""


def masked(text: str) -> tuple[str, dict[str, str]]:
    """Return a text in which names in 《》 and phrases in “” are hidden, and what is.

    Nothing in them is read as a number, a date or a verb. Plans (“十四五”) stay.
    """
    hidden: dict[str, str] = {}

    def hide(found: re.Match[str]) -> str:
        if re.fullmatch(r"“十[一二三四五六七八九]?五”", found[0]):
            return found[0]
        signs = [chr(_PRIVATE + len(hidden) + n) for n in range(len(found[0]))]
        hidden.update(zip(signs, found[0], strict=True))
        return "".join(signs)

    return re.sub(r"《[^》]{1,200}》|“[^”]{1,200}”", hide, text), hidden


def shown(text: str, hidden: dict[str, str]) -> str:
    """Return a text with what was hidden in it."""
    return "".join(hidden.get(char, char) for char in text)
