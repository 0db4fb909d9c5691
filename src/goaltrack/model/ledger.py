"""The data model: ledger, goals, entries and sources, as frozen values.

A day is a `date`, an amount an exact `Decimal` in the unit of its goal. A
period has a `first` and a `last` day, both inside it. What a ledger leaves
out is None, or the default that `ledger/schema` documents.
"""

import operator
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from goaltrack.model.period import Period
from goaltrack.model.report import AS_USUAL, ReportSettings
from goaltrack.model.years import CALENDAR, Years

if TYPE_CHECKING:
    from goaltrack.model.formula import Formula


class Kind(StrEnum):
    """The kind of quantity, which decides how figures compare with a target."""

    LEVEL = "level"
    RATE = "rate"
    TOTAL = "total"
    YEAR_TOTAL = "year-total"
    MILESTONE = "milestone"
    OBJECTIVE = "objective"


class Mode(StrEnum):
    """How goals become one."""

    COUNTS = "counts"
    WORST = "worst"
    MEAN = "mean"


class Aim(StrEnum):
    """Which figures meet the target, or which way is the wished one."""

    AT_LEAST = "at-least"
    ABOVE = "above"
    AT_MOST = "at-most"
    BELOW = "below"
    WITHIN = "within"
    UP = "up"
    DOWN = "down"
    WATCH = "watch"


_ZERO = Decimal(0)
UNDECIDED = "undecided"
"""The target of a goal that has none yet, and is to get one."""
INDEX_UNIT = "% of "
"""How the unit begins of figures that are percent of a baseline without a value."""
EACH_FIGURE = "figure"
"""Of a standing target: it holds for every figure, not for each such period."""
ABOUT = "about"
"""The tolerance of a target that is meant roughly, and does not say how roughly."""
CEILINGS = (Aim.AT_MOST, Aim.BELOW)
DIRECTIONS = (Aim.UP, Aim.DOWN, Aim.WATCH)


class Range(NamedTuple):
    """The target of a goal that is to stay within it, bounds included."""

    low: Decimal
    high: Decimal
    middle: Decimal | None = None
    """The number as promised, where the bounds are it and its tolerance."""

    @property
    def bounds(self) -> tuple[Decimal, Decimal]:
        """The lower bound, and the upper one."""
        return self.low, self.high


class Point(NamedTuple):
    """A value on a day: a baseline, or a checkpoint on the way."""

    period: Period
    value: Decimal


class Citation(NamedTuple):
    """A source, and the place in it (a fact's number, a page) if one is named."""

    source: str
    place: str | None

    @classmethod
    def parse(cls, text: str) -> "Citation":
        """Return the citation that a ledger writes as `SOURCE` or `SOURCE#PLACE`."""
        source, hash_, place = text.partition("#")
        return cls(source, place if hash_ else None)

    def __str__(self) -> str:
        """Return it as a ledger writes it."""
        return self.source if self.place is None else f"{self.source}#{self.place}"


class Step(NamedTuple):
    """A part of a milestone that is reached by itself."""

    id: str
    title: str
    due: Period | None
    weight: Decimal


class Suspension(NamedTuple):
    """That a person dropped, paused or closed a goal: when, and why."""

    on: date
    reason: str
    until: date | None = None
    """The day on which a pause ended; None while it lasts."""


class Reference(NamedTuple):
    """A target that is the figure of another goal, or of the period before."""

    goal: str | None
    """The id of the other goal; None: the goal's own figure of the period before."""
    offset: Decimal = Decimal(0)
    """The amount added to that figure, in the unit."""
    factor: Decimal = Decimal(1)
    """By what that figure is multiplied: 0.85 of `@bau - 15%`."""


class Need(NamedTuple):
    """How many of its periods a standing target is to hold in."""

    number: int | None
    share: Decimal | None
    """As a part of 1, where it is not a count."""


class Revision(NamedTuple):
    """A promise as it was until `on`, when it changed; None where it was the same."""

    on: date
    reason: str
    target: Decimal | Range | None = None
    written: str | None = None
    reference: Reference | None = None
    due: Period | None = None
    aim: Aim | None = None
    tolerance: Decimal | str | None = None
    each: str | None = None
    need: Need | None = None
    kind: Kind | None = None


class Entry(NamedTuple):
    """One recorded figure or event, as the ledger has it."""

    period: Period
    id: str | None = None
    value: Decimal | None = None
    change: Decimal | None = None
    done: bool | str = False
    percent: Decimal | None = None
    replaces: str | None = None
    status: str | None = None
    source: Citation | None = None
    note: str | None = None
    recorded: date | None = None
    by: str | None = None
    fields: Mapping[str, str] | None = None
    """Texts under names of the user's own."""
    supposed: date | None = None
    """The day as of which it was supposed; None of what is recorded."""

    @property
    def known_since(self) -> date:
        """The day from which it counts as known: as recorded, else its own."""
        recorded = self.recorded or self.period.last
        return recorded.date() if isinstance(recorded, datetime) else recorded


class ColourOverride(NamedTuple):
    """A colour set by a person, shown beside the computed one: when, and why."""

    set: str
    on: date
    reason: str


class Origin(NamedTuple):
    """Which of several ledgers a goal is of."""

    name: str
    """The prefix of the goal's id: short, and unique among the ledgers."""
    path: str
    title: str


class Goal(NamedTuple):
    """A goal: what, how much, by when, who said so; and its entries."""

    id: str
    title: str
    kind: Kind
    unit: str
    aim: Aim
    target: Decimal | Range | None
    """The number or range; None without one, and where it is another goal's figure."""
    tolerance: Decimal | str | None
    """By how much a figure may miss the target and meet it; "about" gives no size."""
    due: Period | None
    start: date | None
    baseline: Point | None
    plan: tuple[Point, ...]
    pace: str
    steps: tuple[Step, ...]
    every: str | None
    lag: int
    group: str
    tags: tuple[str, ...]
    owner: str | None
    note: str | None
    source: Citation | None
    weight: Decimal
    parent: str | None
    rollup: str | None
    """Of a parent: how its parts become one; None as the ledger says."""
    dropped: Suspension | None
    paused: tuple[Suspension, ...]
    """Its pauses, those that have ended too, oldest first."""
    colour: ColourOverride | None
    revisions: tuple[Revision, ...]
    progress: tuple[Entry, ...]
    origin: Origin | None = None
    """Its ledger, where several are read together."""
    written: str | None = None
    """The target as the ledger writes it, where that is no number: `-42%`."""
    reference: Reference | None = None
    each: str | None = None
    """Of a standing target: the period for which it holds each time, or `figure`."""
    need: Need | None = None
    """In how many of these periods; None: in all of them."""
    take: str | None = None
    """Of several figures of a rate in such a period: the `mean` or the `worst`."""
    limit: Decimal | None = None
    """The natural end of the scale, such as 100 percent, for the Open SDG measure."""
    closed: Suspension | None = None
    """That nothing more will be published."""
    years: Years = CALENDAR
    fields: Mapping[str, str] | None = None
    """Texts under names of the user's own."""
    number: str | None = None
    """Its number in the plan that lists it."""
    is_aim_said: bool = True
    formula: "Formula | None" = None
    """By which its figures follow from those of other goals."""

    @property
    def own_id(self) -> str:
        """Its id in its own ledger."""
        return self.id.rpartition(":")[2]

    @property
    def is_undecided(self) -> bool:
        """Whether its target is to be set later."""
        return self.written == UNDECIDED

    def pause_on(self, day: date) -> Suspension | None:
        """Return the pause in which the day lies."""
        for pause in self.paused:
            if pause.on <= day and (pause.until is None or day < pause.until):
                return pause
        return None

    @property
    def heading(self) -> str:
        """Its group; of several ledgers, with the title of its own before it."""
        title = self.origin.title if self.origin else ""
        return " · ".join(part for part in (title, self.group) if part)


class Source(NamedTuple):
    """A source in which a target or a figure was published."""

    id: str
    title: str
    publisher: str | None
    published: date | None
    file: str | None
    url: str | None
    note: str | None


class Recipe(NamedTuple):
    """How a table is imported again and again: where it is, and the options for it."""

    name: str
    file: str | None
    """A pattern below the ledger's folder."""
    url: str | None
    options: Mapping[str, Any]
    """The other keys, as the ledger has them."""


class Ledger(NamedTuple):
    """A ledger: its settings, sources and goals."""

    title: str
    language: str | None
    rules: str
    """The name of the rule set that gives colours."""
    rulesets: Mapping[str, Any]
    """Rule sets of its own, by name (`analysis/colour_rules.RuleSet`)."""
    rollup: str
    """How goals become one where a parent does not say."""
    decimal: str
    """The decimal mark by which amounts are read that people type."""
    years: Years
    sources: dict[str, Source]
    goals: dict[str, Goal]
    imports: Mapping[str, Recipe] = {}
    """The tables that are imported by name."""
    id: str | None = None
    """A name that stays when title and file change."""
    report: ReportSettings = AS_USUAL

    @property
    def parts(self) -> dict[str, list[str]]:
        """The ids of the parts of each goal that has any."""
        return parts_of(self.goals)

    @property
    def entries(self) -> dict[str, tuple[Goal, Entry]]:
        """The entries that have an id, by it, each with its goal."""
        return {
            entry.id: (goal, entry)
            for goal in self.goals.values()
            for entry in goal.progress
            if entry.id
        }


def parts_of(goals: Mapping[str, Goal]) -> dict[str, list[str]]:
    """The ids of the parts of each goal that has any, in the order of the goals."""
    found: dict[str, list[str]] = {}
    for goal in goals.values():
        if goal.parent:
            found.setdefault(goal.parent, []).append(goal.id)
    return found


def meets(goal: Goal, value: Decimal) -> bool:
    """Return whether the value meets the target; false without a measurable one."""
    target = goal.target
    if isinstance(target, Range):
        slack = _ZERO if target.middle is not None else slack_of(goal)
        return target.low - slack <= value <= target.high + slack
    if target is None:
        return False
    slack = slack_of(goal)
    is_near = slack > 0 and abs(value - target) <= slack
    return is_near or COMPARATORS[goal.aim](value, target)


def slack_of(goal: Goal) -> Decimal:
    """By how much a figure may miss the target and meet it, in the unit."""
    return goal.tolerance if isinstance(goal.tolerance, Decimal) else _ZERO


def tolerated(goal: Goal, target: Decimal) -> Decimal:
    """Return the least figure that meets the target, of a ceiling the greatest."""
    slack = slack_of(goal)
    return target + slack if goal.aim in CEILINGS else target - slack


COMPARATORS: dict[Aim, Callable[[Decimal, Decimal], bool]] = {
    Aim.AT_LEAST: operator.ge,
    Aim.ABOVE: operator.gt,
    Aim.AT_MOST: operator.le,
    Aim.BELOW: operator.lt,
}
"""Of each aim at one number: how a value that meets it stands to the target."""
