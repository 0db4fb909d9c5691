"""Filters of goals, such as `status:behind owner:发改局 due<2026 gap>100`.

Every term must hold; of several values behind one term, one must (`tag:road,rail`). A
number or a day that is not known holds for no comparison.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.colour_rules import COLOURS
from goaltrack.analysis.states import URGENCY
from goaltrack.errors import BadUsage, WrongUnit
from goaltrack.i18n.key_words import state_for
from goaltrack.i18n.suggest import nearest
from goaltrack.model.amount import read
from goaltrack.model.ledger import Kind
from goaltrack.model.period import moment

_TERM = r"([a-z-]+)(:|!=|<=|>=|=|<|>)(.*)"
_HUNDRED = Decimal(100)

Test = Callable[[Assessment], bool]


class Filter(NamedTuple):
    """A field, how it is compared, and with what."""

    field: str
    sign: str
    value: str


def parse_filter(text: str) -> Filter | None:
    """Parse `field:value` or `field<value`; None if the text is not a filter."""
    found = re.fullmatch(_TERM, text)
    return Filter(*found.groups()) if found and found[1] in FIELDS else None


def select(
    assessments: Iterable[Assessment],
    terms: Sequence[Filter],
    today: date,
    words: Mapping[str, str],
) -> list[Assessment]:
    """The assessments for which every term holds.

    `words` are other names of states and colours, such as those of a language.

    Raises:
        BadUsage: a field is compared in a way that it does not have, or with a word
            that is not a state, colour or kind.
    """
    tests = [_test(each, today, words) for each in terms]
    return [one for one in assessments if all(test(one) for test in tests)]


def ordered(
    assessments: Iterable[Assessment], by: str, *, is_reversed: bool = False
) -> list[Assessment]:
    """Return the assessments in one of ORDERS, unknown values last.

    Of several with commas between them, the first decides, then the next.
    """
    found = list(assessments)
    for name in reversed(by.split(",")):
        key = ORDERS[name]
        known = [each for each in found if key(each) is not None]
        known.sort(key=key, reverse=is_reversed)  # type: ignore[arg-type]
        found = known + [each for each in found if key(each) is None]
    return found


def _natural(text: str | None) -> object:
    """Return a number of a plan so that 2.10 comes after 2.9."""
    if text is None:
        return None
    pieces = re.split("([0-9]+)", text)
    return [(int(one), "") if one.isdecimal() else (-1, one) for one in pieces]


def _test(found: Filter, today: date, words: Mapping[str, str]) -> Test:
    if found.field in TEXTS:
        return _text(found, TEXTS[found.field], words)
    if found.field in _DAYS:
        return _day(found, _DAYS[found.field], today)
    if found.sign == "!=":
        raise BadUsage("bad-filter", text=_said(found), known="< <= = >= >")
    if found.field in _AMOUNTS:
        return _amount(found, _AMOUNTS[found.field])
    return _number(found, _NUMBERS[found.field])


def _said(found: Filter) -> str:
    return f"{found.field}{found.sign}{found.value}"


def _text(
    found: Filter,
    read_: Callable[[Assessment], Iterable[str | None]],
    words: Mapping[str, str],
) -> Test:
    """Whether one of the texts is, or has in it, one of the values."""
    if found.sign not in (":", "=", "!="):
        raise BadUsage("bad-filter", text=_said(found), known=": = !=")
    values = [words.get(value, value) for value in found.value.split(",")]
    known = WORDS.get(found.field)
    for value in values:
        if known and value not in known:
            hint = nearest(state_for(value) or value, known)
            facts = {"field": found.field, "name": value, "hint": hint}
            raise BadUsage("unknown-word", **facts, known=", ".join(known))
    low = [value.lower() for value in values]
    is_exact = found.sign != ":" or found.field in _EXACT

    def holds(one: Assessment) -> bool:
        texts = [text.lower() for text in read_(one) if text] or [""]
        if is_exact:
            hit = any(text in low for text in texts)
        else:
            hit = any(v in text if v else not text for v in low for text in texts)
        return hit != (found.sign == "!=")

    return holds


def _day(
    found: Filter, read_: Callable[[Assessment], date | None], today: date
) -> Test:
    """Whether the day lies before, in or after a day or period."""
    if found.sign == "!=":
        raise BadUsage("bad-filter", text=_said(found), known="< <= = >= >")
    first, last = moment(found.value, today)
    tests: Mapping[str, Callable[[date], bool]] = {
        "<": lambda day: day < first,
        "<=": lambda day: day <= last,
        ">": lambda day: day > last,
        ">=": lambda day: day >= first,
    }

    def inside(day: date) -> bool:
        return first <= day <= last

    test = tests.get(found.sign, inside)

    def holds(one: Assessment) -> bool:
        day = read_(one)
        return day is not None and test(day)

    return holds


def _number(found: Filter, read_: Callable[[Assessment], Decimal | None]) -> Test:
    """Whether the number compares so with a number, or with a percentage."""
    is_share = found.value.endswith(("%", "％"))
    number = read(found.value, "%" if is_share else "", "").number
    # Progress and chance are shown in percent, and are asked for so: 10 is ten percent.
    in_percent = is_share or found.field in _SHARES
    bound = number / _HUNDRED if in_percent else number

    def holds(one: Assessment) -> bool:
        asked = read_(one)
        return asked is not None and _compared(asked, found.sign, bound)

    return holds


def _amount(found: Filter, read_: Callable[[Assessment], Decimal | None]) -> Test:
    """Whether an amount compares so, in the unit of each goal.

    A goal whose unit the value does not fit is not meant.
    """

    def holds(one: Assessment) -> bool:
        number = read_(one)
        if number is None:
            return False
        try:
            bound = read(found.value, one.goal.unit, one.goal.id).number
        except WrongUnit:
            return False
        return _compared(number, found.sign, bound)

    with suppress(WrongUnit):
        # What no goal could be compared with is told before any goal is asked.
        read(found.value, "", "")
    return holds


def _compared(number: Decimal, sign: str, bound: Decimal) -> bool:
    if sign == "<":
        return number < bound
    if sign == "<=":
        return number <= bound
    if sign == ">":
        return number > bound
    return number >= bound if sign == ">=" else number == bound


def _chance(one: Assessment) -> Decimal | None:
    found = one.forecast.probability if one.forecast else None
    return None if found is None else Decimal(repr(found))


def _progress(one: Assessment) -> Decimal | None:
    if one.standing:
        return one.standing.share
    return one.attainment if one.progress is None else one.progress


TEXTS: Mapping[str, Callable[[Assessment], Iterable[str | None]]] = {
    "status": lambda a: (a.state.value, a.colour),
    "state": lambda a: (a.state.value,),
    "colour": lambda a: (a.colour,),
    "owner": lambda a: (a.goal.owner,),
    "group": lambda a: (a.goal.group,),
    "tag": lambda a: a.goal.tags,
    "kind": lambda a: (a.goal.kind.value,),
    "unit": lambda a: (a.goal.unit,),
    "title": lambda a: (a.goal.title,),
    "id": lambda a: (a.goal.id,),
    "parent": lambda a: (a.goal.parent,),
    "source": lambda a: (a.goal.source and a.goal.source.source,),
    "ledger": lambda a: (a.goal.origin and a.goal.origin.name,),
}
"""The fields that are texts."""
_EXACT = ("status", "state", "colour", "tag", "kind", "unit", "parent", "ledger")
"""Of the others a part is enough: `owner:发改` is the bureau."""
_STATES = tuple(state.value for state in URGENCY)
WORDS: Mapping[str, Sequence[str]] = {
    "status": (*_STATES, *COLOURS),
    "state": _STATES,
    "colour": COLOURS,
    "kind": tuple(kind.value for kind in Kind),
}
"""The fields that know only some words."""
_DAYS: Mapping[str, Callable[[Assessment], date | None]] = {
    "due": lambda a: a.goal.due.last if a.goal.due else None,
    "met": lambda a: a.met_on,
    "as-of": lambda a: a.figure.period.last if a.figure else None,
}
_AMOUNTS: Mapping[str, Callable[[Assessment], Decimal | None]] = {
    "target": lambda a: a.goal.target if isinstance(a.goal.target, Decimal) else None,
    "figure": lambda a: a.figure.value if a.figure else None,
    "gap": lambda a: abs(a.gap) if a.gap is not None and a.is_short else None,
}
_NUMBERS: Mapping[str, Callable[[Assessment], Decimal | None]] = {
    "progress": _progress,
    "pace": lambda a: a.pace_ratio,
    "chance": _chance,
    "days": lambda a: None if a.days_left is None else Decimal(a.days_left),
    "age": lambda a: None if a.age is None else Decimal(a.age),
    "weight": lambda a: a.goal.weight,
}
_SHARES = ("progress", "chance")
FIELDS = (*TEXTS, *_DAYS, *_AMOUNTS, *_NUMBERS)
"""The fields that filters may name."""

_PLACE = {state: place for place, state in enumerate(URGENCY)}
ORDERS: Mapping[str, Callable[[Assessment], object]] = {
    "urgency": lambda a: (
        _PLACE[a.state],
        a.goal.due.last if a.goal.due else date.max,
    ),
    "number": lambda a: _natural(a.goal.number),
    "id": lambda a: a.goal.id,
    "title": lambda a: a.goal.title,
    "owner": lambda a: a.goal.owner,
    "due": _DAYS["due"],
    "as-of": _DAYS["as-of"],
    **_AMOUNTS,
    **_NUMBERS,
}
"""By what goals may be ordered, the least first; `urgency` has the worst first."""

GROUPS: Mapping[str, Callable[[Assessment], str]] = {
    "group": lambda a: a.goal.heading,
    "owner": lambda a: a.goal.owner or "",
    "state": lambda a: a.state.value,
    "kind": lambda a: a.goal.kind.value,
    "tag": lambda a: a.goal.tags[0] if a.goal.tags else "",
    "ledger": lambda a: a.goal.origin.title if a.goal.origin else "",
    "none": lambda _: "",
}
"""Under which headings goals may stand."""
