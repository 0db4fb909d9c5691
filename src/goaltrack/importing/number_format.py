"""Number formats of workbooks: how they show a number (ECMA-376-1, 18.8.31)."""

import re
from enum import Enum
from functools import lru_cache


class Shown(Enum):
    """How a number is shown, where that is not the number itself."""

    PERCENT = "percent"
    """A hundred times the number, and a percent sign."""
    SCALED = "scaled"
    """The number divided by a thousand, or otherwise moved by the format."""


_PARTS = re.compile(r'"([^"]*)"|[\\!](.)|\[[^\]]*\]|_.|\*.|([^"])', re.DOTALL)
"""A literal in quotes or after \\ or !, a condition, a gap, or a sign of the format."""
_DIGITS = "0#?"


@lru_cache(256)
def shown(number_format: str) -> Shown | str:
    """Return how a format shows a number, or the text that it puts after it.

    `0.0%` is PERCENT; `#,##0,` (thousands) and `0!.0,"万"` (ten thousands) are SCALED;
    `0.0"万元"` gives 万元, and `General` nothing.
    """
    before, after, signs = "", "", ""
    for literal, escaped, sign in _PARTS.findall(number_format):
        if sign == ";":
            # Formats of negative numbers, zero and text follow.
            break
        signs += sign
        if not any(char in signs for char in _DIGITS):
            before += literal + escaped
        else:
            after += literal + escaped
    if "%" in signs:
        return Shown.PERCENT
    digits = signs.strip("$€£¥ ()+-")
    has_moved_point = "." in after and any(char in _DIGITS for char in digits)
    if digits.endswith(",") or has_moved_point:
        return Shown.SCALED
    unit = after.strip()
    is_unit = bool(unit) and not unit.isspace() and any(map(str.isalpha, unit))
    return unit if is_unit or unit == "%" else ""
