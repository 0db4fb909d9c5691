"""A reading of a text as a draft ledger: goals to be looked at, one after the other."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from goaltrack.analysis.lint import REVIEW
from goaltrack.drafting.reader import Figure, Goal, Reading
from goaltrack.ledger.identify import proposed_id
from goaltrack.ledger.toml_text import (
    Value,
    goal_table,
    inline_table,
    new_id,
    source_table,
    to_toml,
)
from goaltrack.model.period import read

_PLACES = ("全市", "全县", "全区", "全省", "地区", "我市", "我县", "我区")


def ledger_text(
    reading: Reading, text: str, published: date, source: tuple[str, Mapping[str, str]]
) -> str:
    """Return a ledger in TOML with the goals of a reading, and the figures of these.

    A figure that belongs to no goal stands in a comment at the end. `source` is the id
    of the text and what is known of it.
    """
    name, about = source
    lines = _Lines(text)
    taken: dict[str, object] = {}
    ids: dict[str, object] = {}
    left = list(reading.figures)
    tables = [f"format = 1\n\n{source_table(name, about)}"]
    for goal in reading.goals:
        own = [figure for figure in left if _is_of(figure, goal)]
        left = [figure for figure in left if figure not in own]
        id_ = proposed_id(goal.title, taken) or proposed_id("goal", taken)
        taken[id_] = goal
        said = keys_of(goal, published) | {
            "tags": [REVIEW],
            "source": name,
            "note": lines.sentence(goal.start, goal.end),
            "fields": _fields(goal, lines.number(goal.start)),
        }
        table = goal_table(id_, {key: to_toml(value) for key, value in said.items()})
        rows = "".join(
            f"  {_row(figure, name, ids, said['kind'])},\n"
            for figure in {_span(each): each for each in own}.values()
        )
        tables.append(table.replace("progress = [\n]", f"progress = [\n{rows}]"))
    if left:
        tables.append("\n".join(_remarks(left)))
    return "\n\n".join(tables) + "\n"


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
    due = goal.due
    if isinstance(goal.target, list):
        keys |= {"unit": goal.unit, "target": [Decimal(each) for each in goal.target]}
    elif goal.target is not None and goal.target[0] in "x+-":
        # Of a base whose value the text does not give figures are percent.
        if due is None and "/year" in goal.target:
            keys |= {"kind": "rate", "title": f"{goal.title}年均增长", "unit": "%"}
            keys["target"] = Decimal(goal.target[1:].partition("%")[0])
        else:
            base = goal.base_year or _base_year(goal, published)
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


def _base_year(goal: Goal, published: date) -> str:
    """Return the year with which a number is compared that names none."""
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


def _fields(goal: Goal, line: int) -> dict[str, str]:
    fields = {"line": str(line)}
    if goal.due and not goal.is_sure:
        # The due date stands elsewhere: it is the first to look at.
        fields["due"] = f"{goal.due.text} ({goal.due_from})"
    return fields


def _is_of(figure: Figure, goal: Goal) -> bool:
    """Whether a figure is one of the goal: the same thing in the same unit."""
    same = _bare(figure.indicator) == _bare(goal.title)
    return same and figure.unit == goal.unit and isinstance(goal.target, (str, list))


def _bare(title: str) -> str:
    for place in _PLACES:
        title = title.removeprefix(place)
    return title


def _span(figure: Figure) -> str:
    return figure.period


def _row(figure: Figure, source: str, ids: dict[str, object], kind: Value) -> str:
    name = new_id(ids)
    ids[name] = figure
    period = read(figure.period)
    is_day = kind in ("level", "total")
    when = {"on": period.last} if is_day else {"period": figure.period}
    value = Decimal(figure.value)
    return inline_table({"id": name, **when, "value": value, "source": source})


def _remarks(figures: Iterable[Figure]) -> list[str]:
    said = ["# Figures of the text that belong to none of its goals:"]
    for each in figures:
        unit = each.unit.strip()
        said.append(f"#   {each.indicator}: {each.value}{unit} ({each.period})")
    return said


class _Lines:
    """The lines and sentences of a text, by the places of their characters."""

    def __init__(self, text: str) -> None:
        self._text = text

    def number(self, place: int) -> int:
        """Return the line of a place, from 1."""
        return self._text.count("\n", 0, place) + 1

    def sentence(self, start: int, end: int) -> str:
        """Return the sentence in which a clause stands."""
        begin = max(self._text.rfind(mark, 0, start) for mark in "。！？\n") + 1
        ends = [self._text.find(mark, end - 1) for mark in "。！？\n"]
        last = min((place for place in ends if place >= 0), default=len(self._text))
        return self._text[begin : last + 1].strip()
