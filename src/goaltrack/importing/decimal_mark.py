"""The decimal mark of a table: a point, a comma, or not known.

`1.234` and `1,234` are one number in one country and another in the next. A table whose
cells are separated by `;` or tabs comes from either; what other cells say decides.
"""

import re
from collections.abc import Iterable

_NUMBER = re.compile(r"[-+=＋－]? ?([0-9][0-9.,'\u00a0\u202f]*)")
_DOUBTFUL = re.compile(r"[1-9][0-9]{0,2}([.,])[0-9]{3}")
_GROUPS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")


def infer(texts: Iterable[str]) -> str:
    """Return the decimal mark that the numbers of a table have: `.`, `,` or nothing.

    Nothing where no number decides, or two contradict each other.
    """
    marks = {mark for text in texts if (mark := _certain(text))}
    return marks.pop() if len(marks) == 1 else ""


def doubtful_mark(text: str) -> str:
    """Return the mark of a number that it may divide in thousands or in decimals."""
    found = _NUMBER.match(text)
    doubtful = _DOUBTFUL.fullmatch(found[1]) if found else None
    return doubtful[1] if doubtful else ""


def with_point(text: str) -> str:
    """Return the text with its number written with a point, from one with a comma.

    `1.234,5 kg` becomes `1234.5 kg`. Where the points do not stand before each three
    digits the text stays, to be refused.
    """
    found = _NUMBER.match(text)
    if not found:
        return text
    whole, comma, part = found[1].partition(",")
    is_grouped = "." not in whole or _GROUPS.fullmatch(whole) is not None
    if not is_grouped or "," in part or "." in part:
        return text
    number = whole.replace(".", "") + ("." if comma else "") + part
    return text[: found.start(1)] + number + text[found.end(1) :]


def _certain(text: str) -> str:
    """Return the decimal mark that a number cannot do without; empty if it can."""
    found = _NUMBER.match(text.strip())
    if not found:
        return ""
    number = found[1].rstrip(".,")
    points, commas = number.count("."), number.count(",")
    if points and commas:
        # The last one is the decimal mark.
        return max(".,", key=number.rfind)
    if points + commas == 0 or doubtful_mark(number):
        return ""
    mark = "." if points else ","
    if points + commas > 1:
        # Only thousands are divided more than once.
        return "," if points else "."
    return mark
