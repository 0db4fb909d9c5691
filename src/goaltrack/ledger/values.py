"""Types of values in a ledger: their names, readers and JSON Schemas."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from goaltrack.analysis.states import State
from goaltrack.errors import InvalidPeriod
from goaltrack.i18n.catalog import Phrase
from goaltrack.i18n.messages import sentence
from goaltrack.i18n.suggest import nearest
from goaltrack.model.amount import WHOLE_DIGITS, fits
from goaltrack.model.ledger import ABOUT, EACH_FIGURE, Citation, Need, Range
from goaltrack.model.period import Period
from goaltrack.model.period import read as read_period
from goaltrack.model.report import COLUMNS, FIELD, SORTS
from goaltrack.model.years import CALENDAR, Years

if TYPE_CHECKING:
    from goaltrack.model.formula import Formula
    from goaltrack.model.relative import TargetText

LONGEST_TEXT = 10_000
FORMAT = 1
INTERVALS = ("day", "week", "month", "quarter", "half-year", "year")

_HUNDRED = Decimal(100)
_TOO_LARGE = 10**WHOLE_DIGITS

_NOTHING = Phrase("")
_WANTED = Phrase("this must be {wanted}")
_NOT_FINITE = Phrase("a value must be a finite number")
_TOO_LONG = Phrase(
    "a number has at most 15 digits before the point and 9 after it",
)
_LONG_TEXT = Phrase("a text has at most 10,000 characters")
_ONE_OF = Phrase("this must be one of {known}{hint}")
_NO_COLUMN = Phrase("a column is one of {known}, or fields.NAME{hint}")
_NEWER = Phrase(
    "format {found} is not known here: this goaltrack reads format 1",
)
_LOW_HIGH = Phrase(
    "a range is [low, high], and low is not above high",
)


class Shape(NamedTuple):
    """A type of value: its name for people, its reader, its JSON Schema."""

    name: str
    read: Callable[..., Any]
    schema: Mapping[str, object]
    reads_periods: bool = False
    """Whether the reader takes the `years` in which periods are named."""


class InvalidValue(Exception):
    """A value is not of the type that its key takes."""

    def __init__(self, phrase: Phrase) -> None:
        self.phrase = phrase
        super().__init__(phrase.text)


def _wanted(name: str) -> InvalidValue:
    return InvalidValue(_WANTED.about(wanted=Phrase(name)))


def _text(value: Any) -> str:
    if type(value) is not str:
        raise _wanted("a text")
    if not value.strip():
        raise _wanted("a text, and not empty")
    if len(value) > LONGEST_TEXT:
        raise InvalidValue(_LONG_TEXT)
    return value


def _unit(value: Any) -> str:
    text = _text(value)
    if not text.strip("0123456789.,+- "):
        raise _wanted("a word for what is counted, such as km or 亿元")
    return text


def _id(value: Any) -> str:
    text = _text(value)
    if not is_id(text):
        raise _wanted("letters, digits, hyphens and underscores")
    return text


def is_id(text: str, signs: str = "-_") -> bool:
    """Return whether a text is letters and digits of any script, and the signs."""
    if text.isalnum():
        return True
    plain = text.translate(dict.fromkeys(map(ord, signs)))
    if plain.isalnum():
        return True
    # Vowel signs of Indian scripts and the like are no letters by themselves.
    from unicodedata import category  # noqa: PLC0415 - nearly no id needs it

    letters = [char for char in plain if category(char)[0] != "M"]
    return bool(letters) and plain[0] == letters[0] and "".join(letters).isalnum()


def _number(value: Any) -> Decimal:
    if type(value) is Decimal:
        number = value
    elif type(value) is int:
        if not -_TOO_LARGE < value < _TOO_LARGE:
            raise InvalidValue(_TOO_LONG)
        return Decimal(value)
    else:
        raise _wanted("a number")
    if not fits(number):
        raise InvalidValue(_TOO_LONG if number.is_finite() else _NOT_FINITE)
    return number


def _positive(value: Any) -> Decimal:
    number = _number(value)
    if number <= 0:
        raise _wanted("a number above zero")
    return number


def _percent(value: Any) -> Decimal:
    number = _number(value)
    if not 0 <= number < _HUNDRED:
        raise _wanted(
            "a number from 0 to below 100 (done = true says that it is done)",
        )
    return number


def _whole(value: Any) -> int:
    if type(value) is not int or not 0 <= value <= 10_000:  # noqa: PLR2004 - 27 years
        raise _wanted("a whole number of days")
    return value


def _row(value: Any) -> int:
    if type(value) is not int or not 1 <= value <= 1_000_000:  # noqa: PLR2004
        raise _wanted("the number of a row, from 1")
    return value


def _format(value: Any) -> int:
    if type(value) is not int:
        raise _wanted("the number 1")
    if value != FORMAT:
        raise InvalidValue(_NEWER.about(found=value))
    return value


def _day(value: Any) -> date:
    if type(value) is not date:
        raise _wanted("a day, without quotes: 2023-06-30")
    return value


def _moment(value: Any) -> date:
    if type(value) is not date and type(value) is not datetime:
        raise _wanted(
            "a day or moment, without quotes: 2023-06-30",
        )
    found: date = value
    return found


def _one_day(value: Any) -> Period:
    day = _day(value)
    return Period(day, day)


def _period(value: Any, years: Years = CALENDAR) -> Period:
    if type(value) is not str:
        raise _wanted(
            'a period in quotes: "2023", "2023H1", "2023Q3", "2023-06"',
        )
    known = _PERIODS.get((value, years))
    if known is None:
        try:
            known = _PERIODS[value, years] = read_period(value, years)
        except InvalidPeriod as error:
            raise InvalidValue(error.phrase) from None
    return known


_PERIODS: dict[tuple[str, Years], Period] = {}
"""Texts that were read: a long ledger names the same few periods."""


def _due(value: Any, years: Years = CALENDAR) -> Period:
    return _one_day(value) if type(value) is date else _period(value, years)


def _target(value: Any) -> "Decimal | Range | TargetText":
    if type(value) is str:
        # Few ledgers have one, and only they pay for its grammar.
        from goaltrack.model.relative import parse_target_text  # noqa: PLC0415

        found = parse_target_text(_text(value))
        if found is None:
            raise _wanted(
                'a number, [low, high], or a text such as "-42%", "x2", "+7%/year", '
                '"@id + 0.5", "@previous" or "undecided"'
            )
        return found
    if type(value) is not list:
        return _number(value)
    if len(value) != 2:  # noqa: PLR2004 - low and high
        raise InvalidValue(_LOW_HIGH)
    low, high = map(_number, value)
    if low > high:
        raise InvalidValue(_LOW_HIGH)
    return Range(low, high)


def _formula(value: Any) -> "Formula":
    # As for targets: few ledgers have one.
    from goaltrack.model.formula import (  # noqa: PLC0415
        InvalidFormula,
        parse_formula,
    )

    try:
        return parse_formula(_text(value))
    except InvalidFormula as wrong:
        raise InvalidValue(sentence(wrong.code, wrong.facts)) from None


def _tolerance(value: Any) -> Decimal | str:
    if value == ABOUT:
        return ABOUT
    if type(value) is str:
        raise _wanted('a number above zero, or "about"')
    return _positive(value)


def _each(value: Any) -> str:
    known = (*INTERVALS, EACH_FIGURE)
    if value not in known:
        hint = nearest(value, known) if type(value) is str else _NOTHING
        raise InvalidValue(_ONE_OF.about(known=", ".join(known), hint=hint))
    return str(value)


def _need(value: Any) -> Need:
    if type(value) is int and 0 < value <= 100_000:  # noqa: PLR2004 - 270 years of days
        return Need(value, None)
    if type(value) is str and value.strip().endswith("%"):
        number = value.strip()[:-1].strip()
        if number.replace(".", "", 1).isdecimal() and number.isascii():
            share = Decimal(number) / _HUNDRED
            if 0 < share <= 1:
                return Need(None, share)
    raise _wanted('a whole number of periods, or a share such as "90%"')


def _month(value: Any) -> int:
    if type(value) is not int or not 1 <= value <= 12:  # noqa: PLR2004 - months
        raise _wanted("the number of a month, from 1 to 12")
    return value


def _flag(value: Any) -> bool:
    if type(value) is not bool:
        raise _wanted("true or false")
    return value


def _wheres(value: Any) -> dict[str, tuple[str, ...]]:
    """Return the texts of each column; an empty one is that of an empty cell."""
    if type(value) is not dict:
        raise _wanted("a table of texts, or of arrays of texts")
    found = {}
    for name, said in value.items():
        texts = said if type(said) is list else [said]
        if not texts or any(type(text) is not str for text in texts):
            raise _wanted("a table of texts, or of arrays of texts")
        found[_text(name)] = tuple(texts)
    return found


def _fields(value: Any) -> dict[str, str]:
    if type(value) is not dict:
        raise _wanted("a table of texts")
    for name, text in value.items():
        _text(name)
        _text(text)
    return value


def _order(value: Any) -> str:
    return str(value) if type(value) is int else _text(value)


def _words(value: Any) -> tuple[str, ...]:
    if type(value) is not list:
        raise _wanted("an array of texts")
    return tuple(_text(word) for word in value)


def _states(value: Any) -> tuple[str, ...]:
    words = _words(value)
    known = [state.value for state in State]
    for word in words:
        if word not in known:
            hint = nearest(word, known)
            raise InvalidValue(_ONE_OF.about(known=", ".join(known), hint=hint))
    return words


_MOST_COLUMNS = 100


def _column_names(value: Any) -> tuple[str, ...]:
    words = _words(value)
    if len(words) > _MOST_COLUMNS:
        raise _wanted("an array of at most 100 columns")
    for word in words:
        is_field = word.startswith(FIELD) and word != FIELD
        if word not in COLUMNS and not is_field:
            hint = nearest(word, COLUMNS)
            raise InvalidValue(_NO_COLUMN.about(known=", ".join(COLUMNS), hint=hint))
    return words


def _sort(value: Any) -> str:
    names = [name.strip() for name in _text(value).split(",")]
    for name in names:
        if name not in SORTS:
            hint = nearest(name, SORTS)
            raise InvalidValue(_ONE_OF.about(known=", ".join(SORTS), hint=hint))
    return ",".join(names)


def _citation(value: Any) -> Citation:
    return Citation.parse(_text(value))


def _done(value: Any) -> bool | str:
    if value is True:
        return True
    if type(value) is not str:
        raise _wanted("true, or the id of a step")
    return _id(value)


def _every(value: Any) -> str:
    text = _text(value)
    if text in INTERVALS:
        return text
    if "FREQ=" not in text:
        known = (*INTERVALS, "FREQ=…")
        raise InvalidValue(
            _ONE_OF.about(known=", ".join(known), hint=nearest(text, INTERVALS))
        )
    # Costs 25 ms that only a ledger with a recurrence rule should pay.
    from dateutil.rrule import rrulestr  # noqa: PLC0415

    try:
        # Days have no zone, and a rule that goes on by nothing has no end.
        plain = text.replace("Z", "") if "UNTIL=" in text else text
        rrulestr(plain, dtstart=datetime(2000, 1, 1))  # noqa: DTZ001 - only parsed
        is_rule = not re.search(r"INTERVAL=0+(?:;|$)", text)
    except (ValueError, TypeError, KeyError, AttributeError):
        is_rule = False
    if not is_rule:
        raise _wanted("a recurrence rule such as FREQ=MONTHLY;BYMONTHDAY=15")
    return text


def choice(options: Iterable[str]) -> Shape:
    """The shape of a text that must be one of the options."""
    known = tuple(options)

    def read(value: Any) -> str:
        if value not in known:
            hint = nearest(value, known) if type(value) is str else _NOTHING
            raise InvalidValue(_ONE_OF.about(known=", ".join(known), hint=hint))
        return str(value)

    quoted = ", ".join(f'"{name}"' for name in known)
    return Shape(f"one of {quoted}", read, {"enum": list(known)})


_A_NUMBER: Mapping[str, object] = {"type": "number"}
_A_TEXT: dict[str, object] = {
    "type": "string",
    "minLength": 1,
    "maxLength": LONGEST_TEXT,
}
_A_DAY: dict[str, object] = {"type": "string", "format": "date"}
_AN_ID = {"type": "string", "pattern": "^[^\\s!-,./:-@\\[-^`{-~]+$"}
_EXAMPLE_DAY = {"examples": ["2026-06-30"]}
_EXAMPLE_PERIODS: dict[str, object] = {
    "examples": [
        "2026",
        "2026H1",
        "2026Q3",
        "2026-06",
        "2026..2030",
        "FY2026",
        "十四五",
    ]
}

TEXT = Shape("a text", _text, _A_TEXT)
UNIT = Shape(
    "a text that is no number",
    _unit,
    {**_A_TEXT, "pattern": "[^0-9.,+ -]", "examples": ["km", "%", "亿元", "people"]},
)
ID = Shape("an id", _id, _AN_ID)
NUMBER = Shape("a number", _number, _A_NUMBER)
POSITIVE = Shape(
    "a number above zero", _positive, {"type": "number", "exclusiveMinimum": 0}
)
PERCENT = Shape(
    "a number from 0 to below 100",
    _percent,
    {"type": "number", "minimum": 0, "exclusiveMaximum": 100},
)
WHOLE = Shape(
    "a whole number of days",
    _whole,
    {"type": "integer", "minimum": 0, "maximum": 10_000},
)
ROW = Shape("the number of a row", _row, {"type": "integer", "minimum": 1})
VERSION = Shape("1", _format, {"const": FORMAT})
DAY = Shape("a date", _day, _A_DAY | _EXAMPLE_DAY)
MOMENT = Shape(
    "a date, or a date and time",
    _moment,
    {
        "anyOf": [
            {"type": "string", "format": format_}
            for format_ in ("date", "date-time", "date-time-local")
        ]
    },
)
ONE_DAY = Shape("a date", _one_day, _A_DAY | _EXAMPLE_DAY)
PERIOD = Shape("a period", _period, _A_TEXT | _EXAMPLE_PERIODS, reads_periods=True)
DUE = Shape(
    "a date, or a period",
    _due,
    {"anyOf": [_A_DAY, _A_TEXT], **_EXAMPLE_PERIODS},
    reads_periods=True,
)
EACH = Shape(
    f"one of {', '.join(f'`{i}`' for i in INTERVALS)}, or `{EACH_FIGURE}`",
    _each,
    {"enum": [*INTERVALS, EACH_FIGURE]},
)
NEED = Shape(
    'a whole number of periods, or a share such as `"90%"`',
    _need,
    {
        "anyOf": [
            {"type": "integer", "minimum": 1, "maximum": 100_000},
            {"type": "string", "pattern": "^\\s*[0-9.]+\\s*%\\s*$"},
        ],
        "examples": ["90%", 10],
    },
)
MONTH = Shape(
    "the number of a month", _month, {"type": "integer", "minimum": 1, "maximum": 12}
)
FIELDS = Shape(
    "a table of texts",
    _fields,
    {"type": "object", "additionalProperties": _A_TEXT},
)
FLAG = Shape("`true` or `false`", _flag, {"type": "boolean"})
WHERE = Shape(
    "a table of texts, or of arrays of texts",
    _wheres,
    {
        "type": "object",
        "additionalProperties": {
            "anyOf": [
                {"type": "string"},
                {"type": "array", "items": {"type": "string"}},
            ]
        },
    },
)
ORDER = Shape("a text, or a whole number", _order, {"type": ["string", "integer"]})
FORMULA = Shape(
    "a formula of other goals, such as `rd / gdp * 100`",
    _formula,
    _A_TEXT | {"examples": ["rd / gdp * 100", "growth(gdp)", "sum(parts)"]},
)
TARGET = Shape(
    "a number, `[low, high]`, or a text such as `-42%`, `x2`, `+7%/year`, "
    "`@id + 0.5`, `@previous`, `undecided`",
    _target,
    {
        "anyOf": [
            _A_NUMBER,
            _A_TEXT,
            {"type": "array", "items": _A_NUMBER, "minItems": 2, "maxItems": 2},
        ],
        "examples": [
            350,
            [4.5, 5.0],
            *("-42%", "x2", "+7%/year", "@id + 0.5", "@previous", "undecided"),
        ],
    },
)
TOLERANCE = Shape(
    'a number above zero, or `"about"`',
    _tolerance,
    {"anyOf": [{"type": "number", "exclusiveMinimum": 0}, {"const": ABOUT}]},
)
WORDS = Shape("an array of texts", _words, {"type": "array", "items": _A_TEXT})
COLUMN_NAMES = Shape(
    "an array of columns",
    _column_names,
    {
        "type": "array",
        "items": {
            "anyOf": [
                {"enum": list(COLUMNS)},
                {"type": "string", "pattern": "^fields[.]."},
            ]
        },
    },
)
SORT = Shape(
    "an order, or several with commas between them",
    _sort,
    {"type": "string", "examples": ["number", "urgency", "owner,due"]},
)
STATES = Shape(
    "an array of states",
    _states,
    {"type": "array", "items": {"enum": [state.value for state in State]}},
)
CITATION = Shape(
    "the id of a source, and `#` with a place in it if wanted",
    _citation,
    _A_TEXT | {"examples": ["plan", "plan#4"]},
)
DONE = Shape(
    "`true`, or the id of a step",
    _done,
    {"anyOf": [{"const": True}, _AN_ID]},
)
EVERY = Shape(
    f"one of {', '.join(f'`{i}`' for i in INTERVALS)}, or a recurrence rule",
    _every,
    {
        "anyOf": [{"enum": list(INTERVALS)}, {"type": "string", "pattern": "FREQ="}],
        "examples": ["month", "FREQ=MONTHLY;BYMONTHDAY=15"],
    },
)
