"""Cells of published tables: where there is no figure, and what stands behind one.

Missing figures and flags are those of the offices of statistics (Eurostat's guide to
flags; SDMX code lists CL_OBS_STATUS and CL_CONF_STATUS; GB/T 3101 for `…`).
"""

import json
import re
from contextlib import suppress
from decimal import Decimal

import tomli

from goaltrack.model.amount import exact

MISSING = frozenset(
    (
        *("", "-", "--", "---", "–", "—", "——", "−", "…", "……", "..", "...", ".", ":"),
        *("/", "*", "na", "n/a", "n.a.", "nan", "null", "none", "x", "c", "空", "无"),
        *("缺", "待公布", "未公布"),
    )
)
"""Cells, lower case, in which there is no figure."""
_STATUSES = {
    **dict.fromkeys(("p", "e", "s", "i", "l"), "preliminary"),
    "r": "revised",
    "f": "forecast",
    "a": None,
}
"""How firm a figure with a flag is; of other flags nothing is said."""
_FLAGS = frozenset("bcdefinprsuz")
LIKE_UNITS = frozenset(("c", "d", "in", "s"))
"""Flags that may be units outside the files of an office of statistics."""
_FLAGGED = re.compile(r"(?s)(.*[0-9]\s*%?)(?:\s+([a-z]{1,3})|\s*\*+)")
_NOISE = re.compile(
    r"[+-]?[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?|[+-]?[0-9]+[eE][+-]?[0-9]+"
)
_EXPONENT = re.compile(r"[^eE]{1,40}(?:[eE][+-]?[0-9]{1,2})?")
_DIGITS, _FRACTION = 15, 9
_LONGEST = 200
"""Characters of the longest text that can be a figure with a flag."""


def is_missing(text: str) -> bool:
    """Return whether a cell says that there is no figure."""
    return text.strip().lower() in MISSING


def without_flag(text: str, unit: str) -> tuple[str, str | None]:
    """Return a figure without the flag behind it, and how firm the flag makes it.

    `142 i`, `12.0*`, `129 be`. Letters that are the unit of the goal are no flag.
    """
    found = _FLAGGED.fullmatch(text.strip()) if len(text) <= _LONGEST else None
    if found is None:
        return text, None
    letters = found[2] or ""
    if letters and (letters == unit.lower() or not set(letters) <= _FLAGS):
        return text, None
    return found[1].strip(), status_of(letters)


def status_of(flags: str) -> str | None:
    """Return how firm a figure is by its flags, such as `p` or `be`; None if unsaid."""
    known = (_STATUSES.get(letter) for letter in flags.lower())
    return next((status for status in known if status), None)


def is_flags(text: str) -> bool:
    """Return whether a cell holds flags alone."""
    return len(text) <= 3 and text.isalpha() and set(text.lower()) <= _FLAGS  # noqa: PLR2004


def rounded(text: str) -> str:
    """Return a number as a ledger can hold it: without the noise of binary floats.

    Fifteen digits, as many as a spreadsheet keeps, of which nine behind the point.
    """
    is_short = len(text) <= _FRACTION + 2 and "e" not in text and "E" not in text
    # As nearly all are: there may be very many.
    if is_short or not _NOISE.fullmatch(text):
        return text
    if not _EXPONENT.fullmatch(text):
        # Too large or too small to be a figure: the reader of amounts refuses it.
        return text
    number = Decimal(text)
    exponent = number.as_tuple().exponent
    if number.adjusted() > _DIGITS:
        return text
    if isinstance(exponent, int) and -exponent <= _FRACTION and "e" not in text.lower():
        return text
    places = min(max(_DIGITS - 1 - number.adjusted(), 0), _FRACTION)
    return f"{round(number, places).normalize():f}"


def structured(text: str) -> object:
    """Return the list or table that a cell holds in TOML or JSON; None of other texts.

    Numbers are exact.
    """
    text = text.strip()
    if text[:1] not in ("[", "{"):
        return None
    with suppress(tomli.TOMLDecodeError, RecursionError):
        found: object = tomli.loads(f"it = {text}", parse_float=exact)["it"]
        return found
    with suppress(ValueError, RecursionError):
        return json.loads(text, parse_float=exact, parse_int=exact)
    return None
