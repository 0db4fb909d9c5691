"""Colours: what a rule set makes of an assessment. Ordered rules, first match wins.

Rule sets are data: the presets lie in `rulesets/`, a ledger may have its own. A rule
holds where all its conditions do; a condition on a number that is not known does not
hold. Where no rule holds the colour is grey.
"""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, NamedTuple

from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.pace import is_whole_year
from goaltrack.analysis.series import Figure
from goaltrack.analysis.states import State, planned_steps
from goaltrack.model.ledger import Aim, Goal, Kind

if TYPE_CHECKING:
    from goaltrack.analysis.open_sdg import Measure

COLOURS = ("green", "yellow", "red", "blue", "grey")
GREY = "grey"

_ZERO, _ONE, _HUNDRED = Decimal(0), Decimal(1), Decimal(100)
_MONTHS = 12


class Rule(NamedTuple):
    """A colour, and the conditions under which it is given."""

    colour: str
    states: tuple[str, ...]
    bounds: Mapping[str, Decimal]
    """Bounds by name (BOUNDS), all of which must hold."""
    says: str | None


class RuleSet(NamedTuple):
    """Rules in their order, and where they come from."""

    name: str
    title: str
    source: str | None
    rules: tuple[Rule, ...]


BOUNDS = {
    "ratio-from": ("ratio", "from"),
    "ratio-below": ("ratio", "below"),
    "behind-from": ("behind", "from"),
    "behind-above": ("behind", "above"),
    "short-above": ("short", "above"),
    "missed-from": ("missed", "from"),
    "days-left-at-most": ("days-left", "at-most"),
    "sdg-from": ("sdg", "from"),
    "sdg-below": ("sdg", "below"),
}
"""The conditions on numbers: which number, and how it is bounded."""


def apply_colour_rules(assessment: Assessment, rules: RuleSet) -> Assessment:
    """The assessment in the colour of the first rule that holds."""
    known = numbers(assessment, rules)
    assessment = assessment._replace(score=known.get("score"))
    for place, rule in enumerate(rules.rules):
        if rule_holds(rule, assessment.state, known):
            return assessment._replace(colour=rule.colour, rule=place)
    return assessment._replace(colour=GREY, rule=None)


def days_left_bounds(rules: RuleSet) -> set[int]:
    """Return the numbers of days before a due date at which a rule begins to hold."""
    name = "days-left-at-most"
    found = {rule.bounds[name] for rule in rules.rules if name in rule.bounds}
    return {int(bound.to_integral_value(ROUND_FLOOR)) for bound in found}


def rule_holds(rule: Rule, state: State, known: Mapping[str, Decimal | None]) -> bool:
    """Whether all conditions of the rule hold."""
    if rule.states and state.value not in rule.states:
        return False
    return all(_within(known, name, bound) for name, bound in rule.bounds.items())


def _within(known: Mapping[str, Decimal | None], name: str, bound: Decimal) -> bool:
    subject, side = BOUNDS[name]
    value = known.get(subject)
    if value is None:
        return False
    if side == "from":
        return value >= bound
    if side == "above":
        return value > bound
    return value < bound if side == "below" else value <= bound


def numbers(assessment: Assessment, rules: RuleSet) -> dict[str, Decimal | None]:
    """The numbers that the rules ask for; None where one is not known.

    `ratio`: the pace ratio. `behind`: points of percent by which progress is below the
    planned share. `short`: percent by which the pace ratio is below 1. `missed`: due
    months (or checkpoints) missed running. `days-left`. `sdg`: the ratio, or without
    target the growth scaled to its bounds, of the Open SDG measure.
    """
    asked = {BOUNDS[name][0] for rule in rules.rules for name in rule.bounds}
    found: dict[str, Decimal | None] = {}
    days, ratio = assessment.days_left, assessment.pace_ratio
    if "ratio" in asked:
        found["ratio"] = ratio
    if "short" in asked:
        found["short"] = None if ratio is None else (1 - ratio) * _HUNDRED
    if "behind" in asked:
        found["behind"] = _behind(assessment)
    if "missed" in asked:
        found["missed"] = Decimal(missed_running(assessment))
    if "days-left" in asked:
        found["days-left"] = None if days is None else Decimal(days)
    if "sdg" in asked and assessment.parts:
        from goaltrack.analysis.open_sdg import ratio_of_score  # noqa: PLC0415 - rare

        score = mean_score(assessment)
        found["score"] = score
        found["sdg"] = None if score is None else ratio_of_score(score)
    elif "sdg" in asked:
        measured = _sdg(assessment)
        found["sdg"] = measured and _scaled_to_target(assessment, measured)
        found["score"] = _score(measured)
    return found


def _score(measured: "Measure | None") -> Decimal | None:
    score = measured.score if measured else None
    return None if score is None else Decimal(repr(score))


def mean_score(objective: Assessment) -> Decimal | None:
    """The mean of the scores of an objective's parts, some of them such means again."""
    scores: dict[str, Decimal | None] = {}
    waiting = [objective]
    while waiting:
        # Those at the bottom first; without recursion.
        top = waiting[-1]
        parts = [part.assessment for part in top.parts.parts] if top.parts else []
        deeper = [one for one in parts if one.parts and one.goal.id not in scores]
        waiting += deeper
        if deeper:
            continue
        waiting.pop()
        each = [
            scores[one.goal.id] if one.parts else _score(_sdg(one)) for one in parts
        ]
        known = [score for score in each if score is not None]
        scores[top.goal.id] = sum(known, Decimal(0)) / len(known) if known else None
    return scores[objective.goal.id]


def _behind(assessment: Assessment) -> Decimal | None:
    trajectory, goal, figure = assessment.trajectory, assessment.goal, assessment.figure
    parts = assessment.parts
    if parts and parts.progress is not None and parts.time_elapsed is not None:
        return (parts.time_elapsed - parts.progress) * _HUNDRED
    if goal.steps and figure:
        return planned_steps(goal, assessment.as_of) - figure.value
    if (
        trajectory is None
        or trajectory.progress is None
        or not isinstance(goal.target, Decimal)
    ):
        return None
    planned = (trajectory.planned - trajectory.baseline.value) / (
        goal.target - trajectory.baseline.value
    )
    behind = (planned - trajectory.progress) * _HUNDRED
    # Of a budget, what is used beyond the plan is what it is behind by.
    return -behind if trajectory.is_budget else behind


def missed_running(assessment: Assessment) -> int:
    """How many due months, or checkpoints of a plan, were missed running up to the day.

    Past its due date an unmet goal misses each month that begins. Before it, the
    checkpoints that the figures reach are counted from the last one backwards.
    """
    goal, as_of = assessment.goal, assessment.as_of
    if assessment.state in (State.MET, State.LATE, State.DROPPED, State.PAUSED):
        return 0
    if goal.due and as_of > goal.due.last:
        return max(_months(goal.due.last, as_of), 1)
    missed = 0
    figures = assessment.series.figures
    for point in reversed(goal.plan):
        day = point.period.last
        if not figures or figures[-1].period.last < day:
            continue
        if not _falls_short(goal, _on(figures, day), point.value):
            break
        missed += 1
    return missed


def _months(start: date, end: date) -> int:
    return (end.year - start.year) * _MONTHS + end.month - start.month


def _on(figures: tuple[Figure, ...], day: date) -> Decimal | None:
    """The value that held on the day."""
    before = [figure.value for figure in figures if figure.period.last <= day]
    return before[-1] if before else None


def _falls_short(goal: Goal, value: Decimal | None, planned: Decimal) -> bool:
    if value is None:
        return True
    is_ceiling = goal.aim in (Aim.AT_MOST, Aim.BELOW)
    return value > planned if is_ceiling else value < planned


def _sdg(assessment: Assessment) -> "Measure | None":
    """The measure of Open SDG, in whole years; None where nothing is measured."""
    from goaltrack.analysis.open_sdg import Series, measure  # noqa: PLC0415 - rare

    goal, figures = assessment.goal, assessment.series.figures
    if goal.kind is Kind.MILESTONE or not figures or goal.aim is Aim.WATCH:
        return None
    base = _base(assessment)
    if base is None:
        return None
    target = goal.target if isinstance(goal.target, Decimal) else None
    due = goal.due if target is not None else None
    return measure(
        Series(
            float(base[0]),
            base[1],
            float(assessment.value or 0),
            figures[-1].period.last.year,
            None if target is None else float(target),
            due.last.year if due else None,
            None if goal.limit is None else float(goal.limit),
            rises=goal.aim in (Aim.AT_LEAST, Aim.ABOVE, Aim.UP),
        )
    )


def _scaled_to_target(assessment: Assessment, found: "Measure") -> Decimal | None:
    """The ratio of Open SDG; without target its growth, on the same scale.

    Its bounds of 1.5 and 0.5 percent a year become 0.95 and 0.60.
    """
    from goaltrack.analysis.open_sdg import room  # noqa: PLC0415 - as above

    goal, base = assessment.goal, _base(assessment)
    if found.value is None or base is None:
        return None
    value = Decimal(repr(found.value))
    if isinstance(goal.target, Decimal) and goal.due:
        return value
    limit = None if goal.limit is None else float(goal.limit)
    return _scaled(value, Decimal(repr(room(float(base[0]), limit))))


def _base(assessment: Assessment) -> tuple[Decimal, int] | None:
    """The baseline, or the first figure (of a yearly flow the first whole year)."""
    goal, figures = assessment.goal, assessment.series.figures
    if goal.baseline:
        return goal.baseline.value, goal.baseline.period.last.year
    if goal.kind is Kind.YEAR_TOTAL:
        figures = tuple(figure for figure in figures if is_whole_year(figure))
    return (figures[0].value, figures[0].period.last.year) if figures else None


_LOW, _HIGH = Decimal("0.005"), Decimal("0.015")


def _scaled(growth: Decimal, share: Decimal) -> Decimal:
    """Growth a year on the scale of ratios: 0.5 % is 0.60, 1.5 % is 0.95.

    Near the natural end of the scale only a share of either is asked.
    """
    low, high = _LOW * share, _HIGH * share
    if share <= 0 or growth >= high:
        return growth + _ONE if growth >= 0 else growth
    if growth < low:
        return growth / low * Decimal("0.60")
    return Decimal("0.60") + (growth - low) / (high - low) * Decimal("0.35")
