"""A reading of a text as a draft ledger: goals to be looked at, one after the other."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from goaltrack.analysis.lint import REVIEW
from goaltrack.drafting.dates import Due
from goaltrack.drafting.reader import Figure, Goal, Reading, kind_of
from goaltrack.i18n.text import clean
from goaltrack.ledger.identify import proposed_id
from goaltrack.ledger.positions import Lines
from goaltrack.ledger.toml_text import (
    Value,
    goal_table,
    inline_table,
    new_id,
    source_table,
    to_toml,
)
from goaltrack.model.period import read
from goaltrack.reports.wording import Voice

_PLACES = ("全市", "全县", "全区", "全省", "地区", "我市", "我县", "我区")

_SIZES = ("产值", "总产值", "增加值", "规模", "营收", "收入")
"""By what the size of an industry is told that is to grow."""
_ON_A_DAY = ("level", "total")
"""Kinds whose figures are as of a day."""
_NOTE = 400
"""Characters of the longest sentence that is noted whole."""


def ledger_text(
    reading: Reading,
    text: str,
    published: date,
    source: tuple[str, Mapping[str, Value]],
    voice: Voice,
    *,
    with_watched: bool = False,
) -> str:
    """Return a ledger in TOML with the goals of a reading, and the figures of these.

    A figure that belongs to no goal stands in a comment at the end; `with_watched` it
    is one of a goal without a target. `source` is the id of the text and what is known
    of it.
    """
    name, about = source
    lines = Lines(text)
    taken: dict[str, int] = {}
    ids: dict[str, object] = {}
    left = _Figures(reading.figures, published)
    tables = [f"format = 1\n\n{source_table(name, about)}"]
    # What is said twice, in the summary and in its chapter, is one promise.
    goals = {
        (goal.title, goal.kind, str(goal.target), goal.unit, goal.due): goal
        for goal in reversed(reading.goals)
    }
    of = (published, name, voice)
    tables += [
        _table(goal, left.of(goal), lines, of, taken, ids)
        for goal in reversed(goals.values())
    ]
    if with_watched:
        tables += [
            _table(each, left.of(each), lines, of, taken, ids)
            for each in _watched(left.all(), published)
        ]
    if left.all():
        tables.append("\n".join(_remarks(left.all(), voice)))
    return "\n\n".join(tables) + "\n"


def _table(
    goal: Goal,
    own: list[Figure],
    lines: Lines,
    of: tuple[date, str, Voice],
    taken: dict[str, int],
    ids: dict[str, object],
) -> str:
    """Return the table of a goal with its own figures, one for each period."""
    published, name, voice = of
    id_ = _new_id(goal.title, taken)
    said = keys_of(goal, published)
    if goal.target is None and own:
        said |= {"kind": kind_of(own[0].indicator, own[0].unit)}
        said |= {"unit": own[0].unit.strip()} if own[0].unit.strip() else {}
    said |= {
        "tags": [REVIEW],
        "source": name,
        "note": _sentence(lines.text, goal.start, goal.end),
        "fields": _fields(goal, lines.number(goal.start), voice),
    }
    table = goal_table(id_, {key: to_toml(value) for key, value in said.items()})
    is_day = said["kind"] in _ON_A_DAY
    rows = "".join(
        f"  {_row(figure, name, ids, published, is_day=is_day)},\n"
        for figure in {each.period: each for each in own}.values()
    )
    return table.replace("progress = [\n]", f"progress = [\n{rows}]")


def _new_id(title: str, taken: dict[str, int]) -> str:
    """Return an id that none has; `taken` has the last number of each beginning."""
    begin = proposed_id(title, ()) or "goal"
    number = taken.get(begin, 0) + 1
    while (name := begin if number == 1 else f"{begin}-{number}") in taken:
        number += 1
    taken[begin] = number
    taken.setdefault(name, 1)
    return name


def _watched(left: Iterable[Figure], published: date) -> list[Goal]:
    """Return a goal without a target for each figure that belongs to none."""
    found = {
        (figure.indicator, figure.unit): figure
        for figure in left
        if _can_be_entered(figure, published)
    }
    return [_watch(figure) for figure in found.values()]


def _can_be_entered(figure: Figure, published: date) -> bool:
    """Whether a figure is of a time that is over, and of one year where it adds up."""
    kind = kind_of(figure.indicator, figure.unit)
    return kind in _ON_A_DAY or _is_one_year(figure, published)


def _is_one_year(figure: Figure, published: date) -> bool:
    period = read(figure.period)
    return period.last <= published and period.first.year == period.last.year


def _watch(figure: Figure) -> Goal:
    title, unit = figure.indicator, figure.unit
    return Goal(
        figure.start, figure.end, title, kind_of(title, unit), "watch", None, unit,
        is_about=False, due=None, due_from="", is_sure=True,
    )  # fmt: skip


def as_data(
    reading: Reading, path: str, published: date, text: str
) -> Mapping[str, Any]:
    """Return what `draft --json` prints: each goal and figure with its place."""
    return {
        "schema": "goaltrack/draft/1",
        "file": path,
        "published": published,
        "goals": [
            {
                "quote": text[goal.start : goal.end],
                "start": goal.start,
                "end": goal.end,
                "title": goal.title,
                "kind": goal.kind,
                "aim": goal.aim,
                "target": goal.target,
                "unit": goal.unit.strip() or None,
                "tolerance": "about" if goal.is_about else None,
                "due": goal.due and goal.due.text,
                "due_from": goal.due_from if goal.due else None,
                "confidence": "high" if goal.is_sure else "low",
            }
            for goal in reading.goals
        ],
        "figures": [
            {
                "quote": text[figure.start : figure.end],
                "start": figure.start,
                "end": figure.end,
                "indicator": figure.indicator,
                "value": figure.value,
                "unit": figure.unit.strip() or None,
                "period": figure.period,
            }
            for figure in reading.figures
        ],
    }


def keys_of(goal: Goal, published: date) -> dict[str, Any]:
    """Return the keys of a goal as a ledger has them, but for where they are from."""
    keys: dict[str, Any] = {"title": goal.title, "kind": goal.kind}
    due = _due(goal, published)
    if isinstance(goal.target, list):
        keys |= {"unit": goal.unit, "target": [Decimal(each) for each in goal.target]}
    elif isinstance(goal.target, str) and _is_relative(goal):
        # Of a base whose value the text does not give figures are percent.
        if due is None and "/year" in goal.target:
            keys |= {"kind": "rate", "title": f"{goal.title}年均增长", "unit": "%"}
            keys["target"] = Decimal(goal.target[1:].partition("%")[0])
        else:
            base = _base_year(goal, published)
            keys |= {"target": goal.target, "baseline": {"period": base}}
    elif goal.target is not None:
        keys |= {"unit": goal.unit.strip(), "target": Decimal(goal.target)}
    if not keys.get("unit", "-"):
        del keys["unit"]
    if goal.aim:
        keys["aim"] = goal.aim
    if goal.is_about and "baseline" not in keys and goal.aim != "within":
        keys["tolerance"] = "about"
    if due:
        keys["due"] = due.last if due.text.count("-") == 2 else due.text  # noqa: PLR2004 - a day
        if goal.kind == "total":
            keys["start"] = _start(goal, published)
    return {key: value for key, value in keys.items() if value is not None}


def _is_relative(goal: Goal) -> bool:
    return isinstance(goal.target, str) and goal.target[0] in "x+-"


def _due(goal: Goal, published: date) -> Due | None:
    """Return the due date; None where the base of a target is not over by then.

    One of the two was read wrongly, and no due date is better than a wrong one.
    """
    if goal.due is None or not _is_relative(goal):
        return goal.due
    base = read(_base_year(goal, published))
    return goal.due if base.last < goal.due.last else None


def _base_year(goal: Goal, published: date) -> str:
    """Return the year with which a number is compared; of none, the one before."""
    if goal.base_year and int(goal.base_year) <= published.year:
        return goal.base_year
    if goal.due:
        first = read(goal.due.text).first.year
        if first <= published.year:
            return str(first - 1)
    return str(published.year - 1)


def _start(goal: Goal, published: date) -> date | None:
    """Return the first day from which a total counts; None where the text is silent."""
    if goal.due is None:
        return None
    period = read(goal.due.text)
    is_plan = not goal.due.text[:1].isdecimal()
    if is_plan or period.last.year in (published.year, published.year + 1):
        return date(period.first.year, 1, 1)
    return None


def _fields(goal: Goal, line: int, voice: Voice) -> dict[str, str]:
    fields = {"line": str(line)}
    if goal.due and not goal.is_sure:
        # The due date stands elsewhere: it is the first to look at.
        where = voice.word(f"due_{goal.due_from}")
        fields["due"] = f"{goal.due.text} ({where})"
    return fields


class _Figures:
    """The figures of a text that no goal has taken yet."""

    def __init__(self, figures: Iterable[Figure], published: date) -> None:
        self._of: dict[tuple[str, str], list[Figure]] = {}
        self._others: list[Figure] = []
        self._published = published
        for each in figures:
            if _can_be_entered(each, published):
                self._of.setdefault((_bare(each.indicator), each.unit), []).append(each)
            else:
                self._others.append(each)

    def all(self) -> list[Figure]:
        """Return those that are left, in the order of the text."""
        left = [figure for figures in self._of.values() for figure in figures]
        return sorted((*left, *self._others), key=lambda figure: figure.start)

    def of(self, goal: Goal) -> list[Figure]:
        """Take those of a goal: of the same thing, in the same unit."""
        title = _bare(goal.title)
        if goal.aim == "up":
            names = {title, *(f"{title}{size}" for size in _SIZES)}
            key = next((key for key in self._of if key[0] in names), None)
            return self._of.pop(key) if key else []
        if goal.target is None and goal.aim != "watch":
            return []
        own = self._of.pop((title, goal.unit), [])
        if goal.kind in _ON_A_DAY:
            return own
        entered = [each for each in own if _is_one_year(each, self._published)]
        self._others += [each for each in own if each not in entered]
        return entered


def _bare(title: str) -> str:
    for place in _PLACES:
        title = title.removeprefix(place)
    return title


def _row(
    figure: Figure,
    source: str,
    ids: dict[str, object],
    published: date,
    *,
    is_day: bool,
) -> str:
    name = new_id(ids)
    ids[name] = figure
    last = min(read(figure.period).last, published)
    when = {"on": last} if is_day else {"period": figure.period}
    value = Decimal(figure.value)
    return inline_table({"id": name, **when, "value": value, "source": source})


def _remarks(figures: Iterable[Figure], voice: Voice) -> list[str]:
    said = [f"# {voice.word('figures_of_none')}"]
    for each in figures:
        unit = each.unit.strip()
        said.append(f"#   {each.indicator}: {each.value}{unit} ({each.period})")
    # A comment may hold no control character.
    return [clean(line) for line in said]


def _sentence(text: str, start: int, end: int) -> str:
    """Return the sentence in which a clause stands."""
    begin = max(text.rfind(mark, 0, start) for mark in "。！？\n") + 1
    ends = [text.find(mark, end - 1) for mark in "。！？\n"]
    last = min((place for place in ends if place >= 0), default=len(text))
    if last - begin > _NOTE:
        begin, last = start, end - 1
    return text[begin : last + 1].strip()[:_NOTE]
