"""The decimal mark of a table: a point, a comma, or not known.

`1.234` and `1,234` are one number in one country and another in the next. A table whose
cells are separated by `;` or tabs comes from either; what other cells say decides.
"""

import re
from collections.abc import Iterable

from goaltrack.model.decimal_comma import NUMBER

_DOUBTFUL = re.compile(r"[1-9][0-9]{0,2}([.,])[0-9]{3}")


def infer(texts: Iterable[str]) -> str:
    """Return the decimal mark that the numbers of a table have: `.`, `,` or nothing.

    Nothing where no number decides, or two contradict each other.
    """
    marks = {mark for text in texts if (mark := _certain(text))}
    return marks.pop() if len(marks) == 1 else ""


def doubtful_mark(text: str) -> str:
    """Return the mark of a number that it may divide in thousands or in decimals."""
    found = NUMBER.match(text)
    doubtful = _DOUBTFUL.fullmatch(found[1]) if found else None
    return doubtful[1] if doubtful else ""


def _certain(text: str) -> str:
    """Return the decimal mark that a number cannot do without; empty if it can."""
    found = NUMBER.match(text.strip())
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
