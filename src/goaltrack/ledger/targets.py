"""Targets as a ledger writes them: which number and aim they mean, now and before."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from goaltrack.i18n.catalog import Phrase
from goaltrack.ledger.promise import NO_VALUE, Promise, aim_of_number, within
from goaltrack.ledger.validate import Path, Problems, circles, told_circle
from goaltrack.model.ledger import (
    INDEX_UNIT,
    UNDECIDED,
    Aim,
    Goal,
    Kind,
    Point,
    Range,
    Revision,
)
from goaltrack.model.period_label import label

if TYPE_CHECKING:
    from goaltrack.model.relative import Relative, TargetText

_INDEX = Decimal(100)

_NO_BASE = Phrase(
    "this target is relative to the baseline: say where it counts from, as "
    'baseline = {{ period = "2019", value = 1000 }}'
)
_PERCENT_OF_PERCENT = Phrase(
    'of a goal in %, "{text}" may mean points or a part: write "{points}" for '
    'percentage points, "{factor}" for a part of the baseline'
)
_BASE_NOT_POSITIVE = Phrase(
    "a part of a baseline of {value} is no target: write the number, or what is to "
    'be added, as "+5"'
)
_DUE_WANTED = Phrase('"{text}" counts to the due date: give due')
_EACH_WANTED = Phrase(
    'the period before is that of each = "year" (or month, quarter, …): give each'
)
_VALUE_WANTED = Phrase(
    '\'value\' is missing: only a target such as "-42%" or "x2" needs none'
)
_UNIT_OF_INDEX = Phrase(
    "without the baseline's value, figures are percent of it: take unit away, or give "
    "the value"
)
_NO_GOAL = Phrase("[goals.{name}] is not in this ledger{hint}")
_OWN_FIGURE = Phrase("a goal's target cannot be its own figure: {path}")


def promised(
    problems: Problems, path: Path, fields: Mapping[str, Any], kind: Kind
) -> tuple[Promise, tuple[Revision, ...], Point | None, str]:
    """Return what is promised now, what was before, the baseline and the unit."""
    said = enumerate(fields.get("revisions", ()))
    # One without its day was reported: the ledger is not used then.
    dated = sorted((each for each in said if "on" in each[1]), key=_day)
    old = [revision for _, revision in dated]
    versions: list[Mapping[str, Any]] = [fields]
    for revision in reversed(old):
        versions.append(_before(versions[-1], revision))
    versions.reverse()
    where = [(*path, "revisions", place) for place, _ in dated]
    baseline, unit = _base(problems, path, fields, versions)
    first = _implied(versions[0], baseline, kind)
    found = [
        _resolved(problems, at, version, baseline, unit, first)
        for at, version in zip([*where, path], versions, strict=True)
    ]
    before = tuple(
        _revision(revision, promise, following)
        for revision, promise, following in zip(old, found, found[1:], strict=False)
    )
    return found[-1], before, baseline, unit


def _before(after: Mapping[str, Any], revision: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a promise as it was before a revision, which tells what was another one.

    An aim that does not go with the target of then was another one, too.
    """
    version = {**after, **revision}
    if "aim" in revision or "target" not in revision:
        return version
    is_range = isinstance(version["target"], Range)
    has_range = is_range or isinstance(version.get("tolerance"), Decimal)
    aim = version.get("aim")
    if is_range and aim != Aim.WITHIN:
        version["aim"] = Aim.WITHIN.value
    elif aim == Aim.WITHIN and not has_range:
        del version["aim"]
    return version


def _day(revision: tuple[int, Mapping[str, Any]]) -> date:
    found: date = revision[1]["on"]
    return found


def _base(
    problems: Problems,
    path: Path,
    fields: Mapping[str, Any],
    versions: Sequence[Mapping[str, Any]],
) -> tuple[Point | None, str]:
    """Return the baseline and the unit; without a base value both are of an index."""
    baseline: Point | None = fields.get("baseline")
    unit: str = fields.get("unit", "")
    if baseline is None or baseline.value is not NO_VALUE:
        return baseline, unit
    if not any(_is_factor(version.get("target")) for version in versions):
        problems.report((*path, "baseline"), _VALUE_WANTED)
    elif unit not in ("", "%"):
        problems.report((*path, "unit"), _UNIT_OF_INDEX)
    name = label(baseline.period, "en")
    return baseline._replace(value=_INDEX), f"{INDEX_UNIT}{name}"


def _is_text(target: object) -> bool:
    return target is not None and not isinstance(target, (Decimal, Range))


def _is_factor(target: Any) -> bool:
    if not _is_text(target):
        return False
    relative = target.relative
    return relative is not None and relative.factor is not None


def _implied(version: Mapping[str, Any], baseline: Point | None, kind: Kind) -> Aim:
    """Return the aim of a goal that says none, by the target first promised."""
    target = version.get("target")
    if target is not None and _is_text(target):
        return target.relative.aim if target.relative else Aim.AT_LEAST
    return aim_of_number(target, baseline, kind)


def _resolved(
    problems: Problems,
    path: Path,
    version: Mapping[str, Any],
    baseline: Point | None,
    unit: str,
    implied: Aim,
) -> Promise:
    """Return what a target means, given the rest of the goal as it was then."""
    target = version.get("target")
    said = version.get("aim")
    aim = Aim(said) if said else implied
    tolerance = version.get("tolerance")
    if not _is_text(target):
        return Promise(aim, within(target, aim, tolerance))
    text: TargetText = version["target"]
    at = (*path, "target")
    if text.is_undecided:
        return Promise(aim, None, UNDECIDED)
    if text.reference:
        if text.reference.goal is None and not version.get("each"):
            problems.report(at, _EACH_WANTED)
        return Promise(aim, None, text.text, text.reference)
    if baseline is None or text.relative is None:
        problems.report(at, _NO_BASE)
        return Promise(aim, Decimal(0), text.text)
    problem = _unclear(text, text.relative, version, baseline, unit)
    if problem:
        problems.report(at, problem)
        return Promise(aim, Decimal(0), text.text)
    number = _short(text.relative.of(baseline, version.get("due")))
    found = within(number, aim, tolerance)
    return Promise(aim, found, text.text, is_growth=text.relative.is_growth)


def _short(number: Decimal) -> Decimal:
    """Return the number without zeros at its end: 86.5 for 86.500."""
    short = number.normalize()
    return (
        short.quantize(Decimal(1))
        if short.adjusted() >= len(short.as_tuple().digits)
        else short
    )


def _unclear(
    text: "TargetText",
    relative: "Relative",
    version: Mapping[str, Any],
    baseline: Point,
    unit: str,
) -> Phrase | None:
    """Return why a relative target is no number, if it is none."""
    if text.is_percent and unit == "%" and relative.factor is not None:
        sign = text.text.strip()[0]
        number = text.text.strip()[1:].split("%")[0].strip()
        factor = f"x{relative.factor.normalize():f}"
        return _PERCENT_OF_PERCENT.about(
            text=text.text, points=f"{sign}{number}pp", factor=factor
        )
    if relative.factor is not None and baseline.value <= 0:
        return _BASE_NOT_POSITIVE.about(value=f"{baseline.value:f}")
    if relative.each is not None and not version.get("due"):
        return _DUE_WANTED.about(text=text.text)
    return None


def _revision(
    fields: Mapping[str, Any], promise: Promise, following: Promise
) -> Revision:
    """Return what held until a change; its target also where that follows from due."""
    get = fields.get
    is_other = "target" in fields or promise.target != following.target
    kind, aim = get("kind"), get("aim")
    is_turned = promise.aim is not following.aim
    return Revision(
        fields["on"],
        get("reason", ""),
        target=promise.target if is_other else None,
        written=promise.written if is_other else None,
        reference=promise.reference if is_other else None,
        due=get("due"),
        aim=Aim(aim) if aim else promise.aim if is_turned else None,
        tolerance=get("tolerance"),
        each=get("each"),
        need=get("need"),
        kind=Kind(kind) if kind else None,
    )


def check_references(
    problems: Problems, goals: Mapping[str, Goal], files: Mapping[str, int]
) -> None:
    """Report targets that name a goal which is not there, or lead back to their own."""
    others = {
        name: goal.reference.goal
        for name, goal in goals.items()
        if goal.reference and goal.reference.goal
    }
    for name, other in others.items():
        if other not in goals:
            problems.file = files.get(name, 0)
            phrase = _NO_GOAL.about(name=other, hint=problems.nearest(other, goals))
            problems.report(("goals", name, "target"), phrase)
    for circle in circles(others):
        for name, way in told_circle(circle):
            problems.file = files.get(name, 0)
            problems.report(("goals", name, "target"), _OWN_FIGURE.about(path=way))
