"""Fields of a goal as people type them, and as a ledger writes them."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from goaltrack.errors import BadUsage, InvalidPeriod, Message
from goaltrack.i18n.key_words import key_for, key_in_english, kind_in_english
from goaltrack.i18n.suggest import nearest
from goaltrack.ledger.edit import Change
from goaltrack.ledger.schema import GOAL
from goaltrack.ledger.toml_text import Value, inline_table, to_toml
from goaltrack.ledger.values import INTERVALS, LONGEST_TEXT
from goaltrack.model.amount import apart, read
from goaltrack.model.ledger import ABOUT, DIRECTIONS, Goal, Kind
from goaltrack.model.period import Period, day, moment
from goaltrack.model.period import read as read_period
from goaltrack.model.period_label import label
from goaltrack.model.relative import parse_target_text
from goaltrack.model.target import parse_target
from goaltrack.model.years import CALENDAR, Years

_BAD_ASSIGNMENT = Message(
    "bad-assignment",
    "'{text}' is not KEY=VALUE\nwrite it like target=400 or due=2026",
)
_UNKNOWN_KEY = Message(
    "unknown-key",
    "a goal has no key '{name}'{hint}\nthe keys are {known}",
)
_OTHER_KEY = Message(
    "other-key",
    "a goal has no key '{name}'\nuse `{use}`",
)
_CLOSE = 0.7
"""How near a key must be to be offered."""
_INSTEAD = {
    **dict.fromkeys(("id", "代号", "编号"), "goaltrack rename GOAL ID"),
    **dict.fromkeys(("done", "complete", "完成"), "goaltrack done GOAL"),
    **dict.fromkeys(("confidence", "信心"), "goaltrack note GOAL 'confidence 7/10'"),
    **dict.fromkeys(("state", "status", "状态"), "goaltrack done GOAL"),
    **dict.fromkeys(
        ("progress", "value", "current", "进展", "进度", "当前值", "完成情况"),
        "goaltrack add GOAL VALUE",
    ),
    **dict.fromkeys(("color", "red", "颜色"), "goaltrack edit GOAL"),
    **dict.fromkeys(("step", "milestone", "步骤"), "goaltrack set GOAL --step TITLE"),
    **dict.fromkeys(("direction", "方向"), "goaltrack set GOAL aim=at-most"),
    **dict.fromkeys(("delayed", "postponed", "延期至"), "goaltrack set GOAL due=DAY"),
    **dict.fromkeys(
        ("problem", "问题", "存在的问题", "配合单位", "分管领导", "联系人"),
        "goaltrack note GOAL --field NAME=TEXT",
    ),
}
"""The command for each name that is not a key of a goal."""
_KEY_NOT_SETTABLE = Message(
    "key-not-settable",
    "'{key}' is not set like this\n"
    "for progress use add, done and correct, for dropped and paused use drop; "
    "for the others, goaltrack edit",
)
_EMPTY_FIELD = Message(
    "empty-field",
    "{key} is empty, or longer than 10,000 characters\n--unset {key} takes it away",
)
_VALUE_IS_A_CHANGE = Message(
    "value-is-a-change",
    "'{text}' would be added, and {key} is set\nwrite the number itself",
)
_UNIT_OR_EACH = Message(
    "unit-or-each",
    "'{text}' may be a unit, or a target that is to hold each {each}\n"
    "use --target '{bare}' --each {each}, or --unit {unit}",
)
_BASELINE_MISSING = Message(
    "baseline-missing",
    "the target '{text}' is relative, and {goal} has no baseline\n"
    "add {option}VALUE, such as {option}1000@2020",
)
_WHOLE_KEY = Message(
    "whole-key",
    "a key is set as a whole, and nothing is added to it\n"
    "say all of it: {key}=..., as tags=health,home",
)
KEY_GIVEN_TWICE = Message(
    "key-given-twice",
    "'{key}' is said more than once\nsay it once",
)


class Subject(NamedTuple):
    """The context in which a field is parsed: the goal, its unit, and today."""

    goal: str
    unit: str
    today: date
    kind: str = ""
    years: Years = CALENDAR
    decimal: str = "."


def subject_of(
    goal: str, typed: Mapping[str, str], today: date, years: Years, decimal: str
) -> Subject:
    """Return the context of the fields of a new goal; `years` are the ledger's."""
    start = typed.get("year-start", "")
    if start.isdecimal() and 1 <= int(start) <= 12:  # noqa: PLR2004 - months
        years = years._replace(start=int(start))
    years = years._replace(named=typed.get("year-name", years.named))
    unit, kind = typed.get("unit", ""), typed.get("kind", "")
    return Subject(goal, unit, today, kind, years, decimal)


def named(text: str) -> tuple[str, str]:
    """The key and the text of `KEY=VALUE`.

    Raises:
        BadUsage: it is written otherwise.
        GoaltrackError: no such key can be set.
    """
    key, equals, value = text.partition("=")
    if not equals:
        raise BadUsage(_BAD_ASSIGNMENT, text=text)
    if key.endswith(("+", "-")) or (key == "tags" and value.startswith("+")):
        raise BadUsage(_WHOLE_KEY, key=key.rstrip("+-"))
    key = key_in_english(key)
    settable(key)
    return key, value


def all_named(
    texts: Iterable[str], had: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The texts of several `KEY=VALUE` by their keys, and those there were.

    Raises:
        BadUsage: a key has two values.
        GoaltrackError: one is written otherwise, or cannot be set.
    """
    found = dict(had or {})
    for text in texts:
        key, value = named(text)
        if key in found:
            raise BadUsage(KEY_GIVEN_TWICE, key=key)
        found[key] = value
    return found


def split_target(typed: dict[str, str]) -> None:
    """Replace a typed target by its number, with the aim and tolerance that it says.

    Raises:
        BadUsage: an aim or tolerance was given as well, and is another one.
    """
    if "target" not in typed:
        return
    word = typed["target"].strip().lower()
    if word in DIRECTIONS:
        # No number: which way is wished.
        del typed["target"]
        typed.setdefault("aim", word)
        return
    target, aim, tolerance, each = parse_target(typed["target"])
    typed["target"] = target
    said = {"aim": aim and aim.value, "tolerance": tolerance, "each": each}
    for key, value in said.items():
        if value is not None and typed.setdefault(key, value) != value:
            raise BadUsage(KEY_GIVEN_TWICE, key=key)


def complete_target(typed: dict[str, str]) -> None:
    """Split a typed target, and take its unit (`5,000 EUR`) for that of the goal.

    Raises:
        BadUsage: an aim or tolerance was given as well, and is another one.
    """
    split_target(typed)
    if "unit" in typed:
        return
    value, at, when = typed.get("baseline", "").partition("@")
    number, unit = apart(value)
    if number and unit:
        typed |= {"baseline": f"{number}{at}{when}", "unit": unit}
    target = typed.get("target", "")
    is_rate = typed.get("kind") == Kind.RATE.value
    if is_rate and "unit" not in typed and target.endswith(("%", "％")):
        # Of a rate, +7% is the number itself.
        typed["unit"] = "%"
        return
    if is_relative(target, typed.get("kind", ""), typed.get("unit", "")):
        return
    low, dots, high = target.rpartition("..")
    number, unit = apart(high)
    if number and unit and typed.get("unit", unit) == unit:
        each = _per_period(unit) if "each" not in typed else None
        if each:
            bare = unit[: -len(each) - 1]
            facts = {"text": f"{number} {unit}", "unit": unit, "each": each}
            raise BadUsage(_UNIT_OR_EACH, **facts, bare=f"{number} {bare}".strip())
        low_number, low_unit = apart(low)
        if low_unit.strip() == unit.strip():
            low = low_number
        typed |= {"target": f"{low}{dots}{number}", "unit": unit}


def _per_period(unit: str) -> str | None:
    """Return the period of a unit such as `km/week`."""
    period = unit.rpartition("/")[2].strip().lower()
    return period if period in INTERVALS else None


def settable(key: str) -> None:
    """Refuse a key that a goal has not, or that has a command of its own.

    Raises:
        BadUsage: a goal has no such key.
        BadUsage: it is changed in another way.
    """
    if key not in GOAL.keys:
        use = _INSTEAD.get(key.lower(), "")
        if use:
            raise BadUsage(_OTHER_KEY, name=key, use=use)
        known = ", ".join(_READERS)
        hint = nearest(key_for(key) or key, _READERS, _CLOSE)
        raise BadUsage(_UNKNOWN_KEY, name=key, hint=hint, known=known)
    if key not in _READERS:
        raise BadUsage(_KEY_NOT_SETTABLE, key=key)


def spelled(key: str, text: str, subject: Subject) -> str:
    """The value of the key as TOML, from what a person has typed.

    Raises:
        BadUsage: nothing was typed, or too much.
        GoaltrackError: it cannot be read as a value of this key.
    """
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise BadUsage(_EMPTY_FIELD, key=key)
    return to_toml(_READERS[key](text, subject))


def ordered_keys(typed: Iterable[str]) -> list[str]:
    """Return those that `set` takes, as a goal is best read; others follow as given."""
    given = [key for key in typed if key in _READERS]
    return list(dict.fromkeys((*(key for key in _ORDER if key in given), *given)))


def _text(text: str, _subject: Subject) -> Value:
    return text


def _kind(text: str, _subject: Subject) -> Value:
    return kind_in_english(text)


def _interval(text: str, _subject: Subject) -> Value:
    """Return the interval that 每季度 or quarterly names, as a ledger writes it."""
    return _INTERVALS.get(text.strip().lower().removeprefix("每"), text)


_INTERVALS = {
    **dict.fromkeys(("天", "日", "daily"), "day"),
    **dict.fromkeys(("周", "星期", "weekly"), "week"),
    **dict.fromkeys(("月", "个月", "monthly"), "month"),
    **dict.fromkeys(("季", "季度", "quarterly"), "quarter"),
    **dict.fromkeys(("半年", "half-yearly"), "half-year"),
    **dict.fromkeys(("年", "yearly", "annually", "annual"), "year"),
}


def _words(text: str, _subject: Subject) -> Value:
    return [word.strip() for word in re.split(r"[,，、]", text) if word.strip()]


def _number(text: str, subject: Subject) -> Value:
    return read(text, "", subject.goal, subject.decimal).number


def _whole(text: str, subject: Subject) -> Value:
    number = read(text, "", subject.goal).number
    return int(number) if number == int(number) else number


def _target(text: str, subject: Subject) -> Value:
    if is_relative(text, subject.kind, subject.unit):
        return text.strip()
    if subject.kind == Kind.RATE.value:
        # 增长7%: of a rate, a sign belongs to the number.
        text = text.strip().removeprefix("+")
    low, dots, high = text.partition("..")
    if dots:
        return [_set("target", part, subject) for part in (low, high)]
    return _set("target", text, subject)


def require_baseline(typed: Mapping[str, str], goal: str, option: str) -> None:
    """Refuse a target that is relative to a baseline that nobody gives.

    `option` is how it is given: `--from ` or `baseline=`.

    Raises:
        BadUsage: there is none.
    """
    target = typed.get("target", "")
    found = parse_target_text(target)
    is_of_base = found is not None and found.relative is not None
    kind, unit = typed.get("kind", ""), typed.get("unit", "")
    if is_of_base and is_relative(target, kind, unit) and "baseline" not in typed:
        raise BadUsage(_BASELINE_MISSING, text=target, goal=goal, option=option)


def is_relative(text: str, kind: str, unit: str) -> bool:
    """Return whether a typed target is no number: `-42%`, `x2`, `@id + 0.5`.

    Of a rate in percent a sign belongs to the number, and so it does without a percent
    sign: -20 is below zero, where a ledger writes "-20" for twenty less.
    """
    found = parse_target_text(text)
    if found is None or found.relative is None:
        return found is not None
    is_number = not found.is_percent and found.relative.each is None
    if is_number and found.relative.offset.is_signed():
        return text.strip().endswith(("pp", "个百分点"))
    return not (found.is_percent and unit == "%" and kind == Kind.RATE.value)


def _need(text: str, subject: Subject) -> Value:
    return text.strip() if text.strip().endswith("%") else _whole(text, subject)


def _tolerance(text: str, subject: Subject) -> Value:
    if text.strip().lower() in _ABOUT_WORDS:
        return ABOUT
    return _set("tolerance", text, subject)


def _set(key: str, text: str, subject: Subject) -> Decimal:
    """The number, which is not one to be added: -5 is below zero."""
    amount = read(text, subject.unit, subject.goal, subject.decimal)
    if amount.is_change and amount.number >= 0:
        raise BadUsage(_VALUE_IS_A_CHANGE, text=text, key=key)
    return amount.number


def typed_due(
    text: str, today: date, years: Years, whole: Period | None = None
) -> Value:
    """Return the day or period that a typed due date is, as a ledger writes it.

    Of a step `whole` is the due date of its goal: a month without a year is before it.

    Raises:
        GoaltrackError: it is not a day or period.
    """
    found = moment(text, today, is_due=True, years=years)
    if whole and found.last > whole.last:
        # Without a year it is the latest one up to then.
        earlier = moment(text, whole.last, years=years)
        found = min(found, earlier, key=lambda each: each.last)
    if found.first == found.last:
        return found.last
    try:
        # As it was typed: 十四五 says more than 2021..2025.
        read_period(text, years)
    except InvalidPeriod:
        return label(found, "en")
    return text


def _due(text: str, subject: Subject) -> Value:
    return typed_due(text, subject.today, subject.years)


def _day(text: str, subject: Subject) -> Value:
    return day(text, subject.today)


def _baseline(text: str, subject: Subject) -> Value:
    value, at, moment_ = text.partition("@")
    found = moment(moment_ if at else "today", subject.today, years=subject.years)
    if at and not value.strip():
        # Beside a target such as -42%: figures are percent of it.
        return {"period": label(found, "en")}
    number = _set("baseline", value, subject)
    if found.first == found.last:
        return {"on": found.last, "value": number}
    return {"period": label(found, "en"), "value": number}


_ABOUT_WORDS = (ABOUT, "约", "左右")
_READERS: dict[str, Callable[[str, Subject], Value]] = {
    **dict.fromkeys(("title", "unit", "aim", "pace", "group"), _text),
    "kind": _kind,
    "every": _interval,
    **dict.fromkeys(("owner", "note", "source", "parent", "rollup"), _text),
    **dict.fromkeys(("take", "year-name", "number", "figure"), _text),
    "each": _interval,
    "need": _need,
    "limit": lambda text, subject: _set("limit", text, subject),
    "year-start": _whole,
    "target": _target,
    "tolerance": _tolerance,
    "due": _due,
    "start": _day,
    "baseline": _baseline,
    "lag": _whole,
    "tags": _words,
    "weight": _number,
}
"""How each key that can be set is read; the others have commands of their own."""

SETTABLE = tuple(_READERS)
"""The keys of a goal that `set` and `new` take."""

_ORDER = (
    *("title", "number", "group", "kind", "unit", "target", "tolerance", "aim"),
    *("limit", "each", "need", "take", "due", "start", "year-start", "baseline"),
    *("owner", "parent", "weight", "tags", "source", "note"),
)
"""The order in which a goal is best read."""

_PROMISE = ("target", "due", "aim", "tolerance", "each", "need")
"""Keys whose old value is kept in `revisions`, with the reason for the change."""


def revised_promise(goal: Goal, changes: Iterable[Change]) -> dict[str, str]:
    """Return what was promised until now, as TOML by its keys."""
    old = {c.key: c.old for c in changes if c.key in _PROMISE and c.old}
    if "target" in old and any(c.key == "aim" and not c.old for c in changes):
        # What was not said was implied, by a target that is another one now.
        old["aim"] = to_toml(goal.aim.value)
    return old


def revision_row(goal: str, old: dict[str, str], when: date, reason: str) -> Change:
    """Return the row that keeps what was promised before."""
    head = [f"on = {when.isoformat()}", *(f"{k} = {text}" for k, text in old.items())]
    said: dict[str, Value | None] = {"reason": reason}
    new = "{ " + ", ".join(head) + ", " + inline_table(said).removeprefix("{ ")
    return Change(goal, "revisions", "", new, is_row=True)
