"""Rows of a table as entries: what is new, what the ledger has, what contradicts it.

An entry is known again by its id; without one by its goal, its time and what it
says, as often as it stands there: a table that is taken in twice adds nothing the
second time, and two equal rows of one table are two entries.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from goaltrack.errors import GoaltrackError
from goaltrack.i18n.catalog import Phrase
from goaltrack.importing.cells import rounded, structured
from goaltrack.importing.columns import Each, Texts, name_and_unit
from goaltrack.importing.dates import as_iso, day_of
from goaltrack.importing.decimal_mark import doubtful_mark
from goaltrack.importing.layout import period_of
from goaltrack.importing.readers import Doubt
from goaltrack.model.amount import ALL
from goaltrack.model.amount import read as read_amount
from goaltrack.model.decimal_comma import with_point
from goaltrack.model.ledger import Entry, Goal, Kind, Ledger
from goaltrack.model.period import Period
from goaltrack.model.period import read as read_period
from goaltrack.model.period_label import label
from goaltrack.model.years import Years

Field = str | Decimal | date | bool | dict[str, str]
Fields = dict[str, Field]
"""The keys of an entry as a ledger has them, without an id if it has none."""

_REMEMBERED = 20_000
"""Of so many texts it is remembered which day or period they are."""
_SAYING = ("value", "change", "done", "percent")
_EXACT = ("note", "by", "source")
"""Keys whose texts are kept to the last blank."""
_AMOUNTS = ("value", "change", "percent")
_TIMES = ("on", "period")
_YES = ("true", "yes", "y", "x", "1", "是", "√", "✓", "done", "完成", "已完成")
_NO = ("false", "no", "n", "0", "否", "未完成", "×")
_STATUSES = {
    "初步": "preliminary",
    "初步数": "preliminary",
    "修订": "revised",
    "修订数": "revised",
    "最终": "final",
    "最终数": "final",
    "预测": "forecast",
}
NO_GOAL = Phrase("no goal is named in this row")
_UNKNOWN = Phrase("no goal is called '{name}'")
_BOTH = Phrase("both a day and a period stand here")
_NO_DAY = Phrase(
    "'{text}' is not a day: write it like 2024-03-01",
)
_SEVERAL = Phrase(
    "several goals are called '{name}': name it by its id ({known})",
)
_CORRECTED = Phrase(
    "the ledger has it, and it was corrected since",
)
_IN_TABLE = Phrase(
    "line {line} says {value} for the same time",
)
_TAKEN = Phrase("the entry '{id}' of the ledger says something else")
_MONTH_OR_YEAR = Phrase(
    "'{text}' may be a month or the year {text}: choose with --each month",
)
_ORDER = Phrase(
    "'{text}' may be two days: choose with --date-order dmy or --date-order mdy",
)
_FIRST = Phrase(
    "'{text}' may be the day, or name its month (all dates here are the first of one): "
    "choose with --each day, --each month, --each quarter or --each year",
)
_ADDS = Phrase(
    "{text} may be what is new, or the total by then: "
    "choose with --amounts or --totals",
)
_SEPARATOR = Phrase(
    "'{text}' may be {small} or {large}: choose with --decimal , or --decimal .",
)
_SCALED = Phrase(
    "the workbook does not show {text} here but a part of it: "
    "--cells stored takes the number as it is stored",
)
_FORMAT_UNKNOWN = Phrase(
    "this kind of workbook does not tell whether {text} is shown as a percentage: "
    "save it as .xlsx, or take the number as it is stored with --cells stored",
)
_OTHER = Phrase(
    "the ledger says {value} for the same time (entry {id})",
)


_NO_FIELDS = Phrase(
    "'{text}' is not a table of texts in TOML or JSON, as `export` writes it",
)


class RowState(StrEnum):
    """How a row of a table compares with the ledger."""

    NEW = "new"
    SAME = "same"
    CONFLICT = "conflicting"
    REFUSED = "refused"


class Row(NamedTuple):
    """A row of the table, as an entry of a goal, and what is to be made of it."""

    line: int
    goal: str
    fields: Fields
    state: RowState
    why: Phrase | None = None
    column: str = ""
    """The key whose text is wrong; empty where it is the whole row."""
    field: str = ""
    """The name of the column in which it stands, where each period has one."""
    replaces: str | None = None
    """The entry of the ledger that a conflicting row contradicts, if it has an id."""
    is_twin: bool = False
    """Whether a row before it has another figure for the same time."""


class Adds(StrEnum):
    """Whether the figures of a total are changes or values."""

    AMOUNTS = "amounts"
    """Each figure is what is new since the one before."""
    TOTALS = "totals"
    """Each figure is the total by then."""
    RECORDED = "recorded"
    """As a ledger has them: on a day the total, over a period what was produced."""


class Rules(NamedTuple):
    """How the texts of a table are to be read."""

    decimal: str = "."
    """The decimal mark; empty where a mark before three digits is doubtful."""
    doubtful_times: Collection[str] = ()
    """Texts that may be a month, or a year."""
    each: Each | None = None
    """The period that a date names; None: the day itself."""
    firsts: Collection[str] = ()
    """Dates that may name their month: all of the table are the first of one."""
    order: str = ""
    """The order of the parts of 3/4/2022, `dmy` or `mdy`; empty where it is open."""
    unordered: Collection[str] = ()
    """Dates that may be two days, since nothing tells the order of their parts."""
    is_fiscal: bool = False
    """Whether a year alone is a fiscal one."""
    adds: Adds | None = None
    """How the figures of totals are read; None where the table does not say."""
    year: str = ""
    """The year of months that are written without one."""
    only_known: bool = False
    """Whether rows of goals that the ledger has not are passed over."""


def classify_rows(
    ledger: Ledger,
    rows: Iterable[Texts],
    given: Mapping[str, str],
    rules: Rules,
    passed: Counter[str],
) -> list[Row]:
    """Return each row as an entry, and what it is to the ledger.

    `given` are texts for keys that a row leaves empty, such as the goal or a source.
    Rows that are passed over are counted in `passed`.
    """
    titles: dict[str, list[str]] = {}
    for name, goal in ledger.goals.items():
        titles.setdefault(goal.title, []).append(name)
    existing = {name: _existing(goal) for name, goal in ledger.goals.items()}
    seen: Counter[object] = Counter()
    new: dict[object, Row] = {}
    found = []
    for line, texts, field, doubts in rows:
        said = _trimmed(texts, ledger)
        if given:
            said = {**given, **said}
        name = said.pop("goal", "")
        called = [name] if name in ledger.goals else _titled(titles, name)
        if not called and rules.only_known:
            passed["unknown"] += 1
            continue
        if len(called) != 1:
            why = _UNKNOWN.about(name=name) if name else NO_GOAL
            if called:
                why = _SEVERAL.about(name=name, known=", ".join(called))
            found.append(Row(line, name, {}, RowState.REFUSED, why, "goal"))
            continue
        goal = ledger.goals[called[0]]
        row = _row(goal, line, said, rules, doubts)
        if row.state is RowState.NEW:
            row = _compared(row, goal, existing[goal.id], seen)
        if row.state in (RowState.NEW, RowState.CONFLICT):
            row = _reject_duplicate_period(row, new, goal.years)
        found.append(row._replace(field=field) if field else row)
    return found


def _titled(titles: Mapping[str, list[str]], name: str) -> list[str]:
    """Return the goals of that title, also where a table numbers it or has its unit."""
    return titles.get(name) or titles.get(name_and_unit(name)[0], [])


def _trimmed(texts: Mapping[str, str], ledger: Ledger) -> dict[str, str]:
    """Return the texts that are not empty, trimmed but for remarks and names."""
    found = {}
    for key, text in texts.items():
        short = text.strip()
        if short:
            if key in _EXACT:
                is_known = text.partition("#")[0] in ledger.sources
                short = text if key != "source" or is_known else short
            found[key] = short
    return found


def _reject_duplicate_period(row: Row, new: dict[object, Row], years: Years) -> Row:
    """Return the row, refused if one before it has another figure for its time."""
    saying = row.fields.get("value", row.fields.get("percent"))
    # An entry with an id comes from a ledger, which `check` looks after.
    if saying is None or "id" in row.fields or "replaces" in row.fields:
        return row
    when = (row.goal, _period(row.fields, years), row.fields.get("status"))
    other = new.setdefault(when, row)
    said = other.fields.get("value", other.fields.get("percent"))
    if said == saying:
        return row
    why = _IN_TABLE.about(line=other.line, value=said)
    return row._replace(state=RowState.REFUSED, why=why, column="value", is_twin=True)


def _row(
    goal: Goal,
    line: int,
    said: Mapping[str, str],
    rules: Rules,
    doubts: Mapping[str, Doubt],
) -> Row:
    """Return the row as an entry, or refused at the key whose text cannot be read."""
    fields: Fields = {}

    def refused(why: Phrase, key: str) -> Row:
        return Row(line, goal.id, fields, RowState.REFUSED, why, key)

    for key, text in said.items():
        why = _doubt(key, text, goal, rules, doubts)
        if why:
            return refused(why, key)
        try:
            fields |= _field(key, text, goal, rules)
        except GoaltrackError as error:
            return refused(error.phrase.first_line, key)
        except ValueError:
            why = _NO_FIELDS if key == "fields" else _NO_DAY
            return refused(why.about(text=text), key)
    if "on" in fields and "period" in fields:
        return refused(_BOTH, "period")
    if "value" in fields and goal.kind in (Kind.TOTAL, Kind.YEAR_TOTAL):
        why = _added_up(fields, goal, rules)
        if why:
            return refused(why, "value")
    return Row(line, goal.id, fields, RowState.NEW)


def _field(key: str, text: str, goal: Goal, rules: Rules) -> Fields:
    if key in _TIMES:
        return _when(text, goal, rules)
    if key in _AMOUNTS:
        # The same number, as a ledger writes it.
        text = rounded(with_point(text) if rules.decimal == "," else text)
    fields = _READERS.get(key, _text)(key, text, goal)
    is_signed = text.lstrip().startswith(("+", "＋"))
    if key == "value" and rules.adds is Adds.RECORDED and not is_signed:
        # What is new has a column of its own: -12 is the total.
        return {key: fields["change"]} if "change" in fields else fields
    return fields


def _added_up(fields: Fields, goal: Goal, rules: Rules) -> Phrase | None:
    """Let a figure of what adds up say what the table means by it; or why it cannot.

    On a day the number of a total is what is new, or the total; over a period it was
    produced in it, unless the table has what it came to.
    """
    period = fields.get("period")
    if isinstance(period, str):
        if rules.adds is Adds.TOTALS:
            found = read_period(period, goal.years)
            if goal.kind is Kind.TOTAL:
                del fields["period"]
                fields["on"] = found.last
            else:
                year = Period(goal.years.first_of(found.last), found.last)
                fields["period"] = label(year, "en")
        return None
    if goal.kind is not Kind.TOTAL:
        return None
    if rules.adds is None:
        return _ADDS.about(text=fields["value"])
    if rules.adds is Adds.AMOUNTS:
        fields["change"] = fields.pop("value")
    return None


def _doubt(
    key: str, text: str, goal: Goal, rules: Rules, doubts: Mapping[str, Doubt]
) -> Phrase | None:
    """Return why a text may mean two things; None if it cannot."""
    if key in ("on", "period"):
        if text in rules.unordered:
            return _ORDER.about(text=text)
        if text in rules.firsts:
            return _FIRST.about(text=text)
        # Where years are fiscal ones, 2009/10 is a year, and 2009-10 is refused.
        is_doubtful = text in rules.doubtful_times and not goal.years.are_fiscal
        return _MONTH_OR_YEAR.about(text=text) if is_doubtful else None
    if key not in _AMOUNTS:
        return None
    is_share = goal.unit == "%" or goal.kind is Kind.MILESTONE or key == "percent"
    return number_in_doubt(text, rules.decimal, doubts.get(key), is_share=is_share)


def number_in_doubt(
    text: str, decimal: str, doubt: Doubt | None, *, is_share: bool
) -> Phrase | None:
    """Return why a number may be two numbers; None if it cannot.

    `decimal` is empty where the table does not show its decimal mark, and `doubt` what
    the workbook leaves open. `is_share`: whether it may be shown as a percentage.
    """
    if doubt:
        if doubt.is_scaled:
            return _SCALED.about(text=text)
        return _FORMAT_UNKNOWN.about(text=text) if is_share else None
    if not decimal and (mark := doubtful_mark(text)):
        small, large = text.replace(mark, "."), text.replace(mark, "")
        return _SEPARATOR.about(text=text, small=small, large=large)
    return None


def _text(key: str, text: str, _goal: Goal) -> Fields:
    return {key: text}


def _when(text: str, goal: Goal, rules: Rules) -> Fields:
    """Read a day or a period from either column."""
    if rules.year:
        text = period_of(text, rules.year) or text
    return dict([_time(text, goal.years, rules.each, rules.order, rules.is_fiscal)])


@lru_cache(_REMEMBERED)
def _time(
    text: str, years: Years, each: Each | None, order: str, is_fiscal: bool
) -> tuple[str, Field]:
    # Many rows of a table are of one day.
    if not years.are_fiscal or text[4:5] != "/":
        # There 2009/10 is a year, and no month.
        text = day_of(text, order)
    if is_fiscal and len(text) == 4 and text.isdecimal():  # noqa: PLR2004 - a year
        text = f"FY{text}"
    found = read_period(text, years)
    if found.first < found.last:
        return "period", text
    if each is None or each is Each.DAY:
        return "on", found.last
    if each is Each.MONTH:
        return "period", f"{found.last:%Y-%m}"
    months = 3 if each is Each.QUARTER else 12
    year = years.number(found.last)
    begin = years.first_day(year)
    after = (found.last.year - begin.year) * 12 + found.last.month - begin.month
    return "period", label(years.part(year, after // months * months, months), "en")


def _amount(key: str, text: str, goal: Goal) -> Fields:
    if goal.kind is Kind.MILESTONE and key == "value":
        key = "percent"
    unit = "%" if key == "percent" else goal.unit
    amount = read_amount(text, unit, goal.id)
    if key == "percent" and amount.number == ALL:
        return {"done": True}
    may_change = goal.kind is Kind.TOTAL or text.lstrip().startswith(("+", "＋"))
    if (
        key == "value"
        and amount.is_change
        and may_change
        and goal.kind is not Kind.RATE
    ):
        # +7.5 is added, as on the command line; -1 may be a level below zero.
        return {"change": amount.number}
    return {key: amount.number}


def _status(key: str, text: str, _goal: Goal) -> Fields:
    return {key: _STATUSES.get(text, text)}


def _done(_key: str, text: str, goal: Goal) -> Fields:
    if text.lower() in _NO:
        return {}
    is_step = text in {step.id for step in goal.steps}
    return {"done": True if text.lower() in _YES and not is_step else text}


def _recorded(_key: str, text: str, _goal: Goal) -> Fields:
    if "T" in text:
        return {"recorded": datetime.fromisoformat(text)}
    return {"recorded": date.fromisoformat(as_iso(text))}


def _fields(key: str, text: str, _goal: Goal) -> Fields:
    """Read texts under names of the user's own."""
    found = structured(text)
    if not isinstance(found, dict) or not all(map(_is_text, found.values())):
        raise ValueError(text)
    return {key: found}


def _is_text(value: object) -> bool:
    return isinstance(value, str)


_READERS: Mapping[str, Callable[[str, str, Goal], Fields]] = {
    "value": _amount,
    "change": _amount,
    "percent": _amount,
    "done": _done,
    "recorded": _recorded,
    "status": _status,
    "fields": _fields,
}


class ExistingEntries(NamedTuple):
    """The entries of a goal: by id, by content and by time."""

    ids: Mapping[str, Entry]
    counts: Counter[object]
    replaced: frozenset[object]
    """Identities of entries that others replace."""
    figures: Mapping[object, Entry]


def _existing(goal: Goal) -> ExistingEntries:
    replaced = {entry.replaces for entry in goal.progress if entry.replaces}
    return ExistingEntries(
        {entry.id: entry for entry in goal.progress if entry.id},
        Counter(_said(entry) for entry in goal.progress),
        frozenset(_said(entry) for entry in goal.progress if entry.id in replaced),
        {
            (entry.period, entry.status): entry
            for entry in goal.progress
            if entry.id not in replaced
            and (entry.value is not None or entry.percent is not None)
        },
    )


def _said(entry: Entry) -> object:
    """Return the identity of an entry: its time and values."""
    saying = (entry.value, entry.change, entry.done, entry.percent)
    note = entry.note if saying == (None, None, False, None) else None
    return entry.period, entry.status, saying, note


def _compared(
    row: Row, goal: Goal, existing: ExistingEntries, seen: Counter[object]
) -> Row:
    """Return the row, compared with the entries that the ledger has."""
    if not goal.progress:
        return row
    fields = row.fields
    period = _period(fields, goal.years)
    saying = tuple(fields.get(key, False if key == "done" else None) for key in _SAYING)
    note = fields.get("note") if saying == (None, None, False, None) else None
    said = (period, fields.get("status"), saying, note)
    name = fields.get("id")
    why = _CORRECTED if said in existing.replaced else None
    if name is not None and name in existing.ids:
        if _said(existing.ids[str(name)]) == said:
            return row._replace(state=RowState.SAME, why=why)
        why = _TAKEN.about(id=name)
        return row._replace(state=RowState.CONFLICT, why=why, column="id")
    if name is None:
        place = (goal.id, said)
        seen[place] += 1
        if seen[place] <= existing.counts[said]:
            return row._replace(state=RowState.SAME, why=why)
    other = existing.figures.get((period, fields.get("status")))
    figure = fields.get("value", fields.get("percent"))
    if other is None or figure is None or fields.get("replaces") == other.id:
        return row
    stands = other.percent if other.value is None else other.value
    if stands == figure:
        return row
    why = _OTHER.about(value=stands, id=other.id or "-")
    return row._replace(
        state=RowState.CONFLICT, why=why, column="value", replaces=other.id
    )


def _period(fields: Fields, years: Years) -> Period | None:
    on, period = fields.get("on"), fields.get("period")
    if isinstance(on, date):
        return Period(on, on)
    return _read_period(period, years) if isinstance(period, str) else None


_read_period = lru_cache(_REMEMBERED)(read_period)
