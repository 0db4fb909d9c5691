"""Goals as a ledger has them: their keys, from which they can be written again.

Exports have these beside what was computed, so that `import` makes the same goals.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from goaltrack.model.exported import AS_WRITTEN, key_of
from goaltrack.model.ledger import (
    INDEX_UNIT,
    Goal,
    Need,
    Point,
    Range,
    Revision,
    Step,
    Suspension,
)
from goaltrack.model.period import Period
from goaltrack.model.period_label import label
from goaltrack.model.years import Years

Keys = Mapping[str, object]
"""Keys of a ledger with their values: texts, numbers, days, lists, and tables."""


def keys_of(goal: Goal, years: Years) -> dict[str, object]:
    """Return the keys of a goal but its entries, in the order of the ledger's schema.

    `years` are those of its ledger. A key that says what holds without it is left out.
    """
    is_index = _is_index(goal)
    own = goal.years if goal.years != years else None
    said: dict[str, object] = {
        "title": goal.title,
        "kind": goal.kind.value,
        "unit": None if is_index else goal.unit or None,
        "target": _target(goal.target, goal.written),
        "tolerance": goal.tolerance,
        "limit": goal.limit,
        "each": goal.each,
        "need": _need(goal.need),
        "take": goal.take,
        "year-start": own and own.start,
        "year-name": own and own.named,
        "aim": goal.aim.value if goal.is_aim_said else None,
        "due": _time(goal.due),
        "start": goal.start,
        "baseline": goal.baseline and _point(goal.baseline, has_value=not is_index),
        "plan": [_point(point) for point in goal.plan],
        "pace": None if goal.pace == "linear" else goal.pace,
        "steps": [_step(step) for step in goal.steps],
        "every": goal.every,
        "lag": goal.lag or None,
        "group": goal.group or None,
        "tags": list(goal.tags),
        "owner": goal.owner,
        "note": goal.note,
        "source": goal.source and str(goal.source),
        "weight": None if goal.weight == 1 else goal.weight,
        "parent": goal.parent and goal.parent.rpartition(":")[2],
        "rollup": goal.rollup,
        "dropped": goal.dropped and _suspension(goal.dropped),
        "paused": [_suspension(pause) for pause in goal.paused],
        "closed": goal.closed and _suspension(goal.closed),
        "number": goal.number,
        "fields": dict(goal.fields or {}),
        "colour": goal.colour and goal.colour._asdict(),
        "revisions": [_revision(revision) for revision in goal.revisions],
        "figure": goal.formula and goal.formula.text,
    }
    return {key: value for key, value in said.items() if value not in (None, [], {})}


def cells_of(goal: Goal, years: Years) -> list[object]:
    """Return the cells of the columns of `AS_WRITTEN`; `years` are those of the ledger.

    A target that is one number has a column of its own.
    """
    keys = keys_of(goal, years)
    named = {column: keys.get(key_of(column)) for column in AS_WRITTEN}
    if named["target_as_written"] == goal.target:
        named["target_as_written"] = None
    return list(named.values())


def _is_index(goal: Goal) -> bool:
    """Whether its figures are percent of a baseline that has no value of its own."""
    if goal.baseline is None or goal.written is None:
        return False
    return goal.unit == INDEX_UNIT + label(goal.baseline.period, "en")


def _target(target: Decimal | Range | None, written: str | None) -> object:
    if written is not None:
        return written
    if isinstance(target, Range):
        return list(target.bounds) if target.middle is None else target.middle
    return target


def _need(need: Need | None) -> object:
    if need is None or need.share is None:
        return need and need.number
    return f"{need.share * 100:f}%"


def _time(period: Period | None) -> date | str | None:
    """Return a day, or a period in the words of a ledger."""
    if period is None:
        return None
    return period.last if period.first == period.last else label(period, "en")


def _point(point: Point, *, has_value: bool = True) -> Keys:
    key = "on" if point.period.first == point.period.last else "period"
    when = {key: _time(point.period)}
    return {**when, "value": point.value} if has_value else when


def _step(step: Step) -> Keys:
    weight = None if step.weight == 1 else step.weight
    due = _time(step.due)
    return _said({"id": step.id, "title": step.title, "due": due, "weight": weight})


def _suspension(found: Suspension) -> Keys:
    return _said({"on": found.on, "until": found.until, "reason": found.reason})


def _revision(found: Revision) -> Keys:
    return _said({
        "on": found.on,
        "target": _target(found.target, found.written),
        "due": _time(found.due),
        "aim": found.aim and found.aim.value,
        "tolerance": found.tolerance,
        "each": found.each,
        "need": _need(found.need),
        "kind": found.kind and found.kind.value,
        "reason": found.reason,
    })  # fmt: skip


def _said(keys: Keys) -> Keys:
    return {key: value for key, value in keys.items() if value is not None}
