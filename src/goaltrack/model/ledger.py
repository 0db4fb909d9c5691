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
from typing import Any, NamedTuple

from goaltrack.model.period import Period


class Kind(StrEnum):
    """The kind of quantity, which decides how figures compare with a target."""

    LEVEL = "level"
    RATE = "rate"
    TOTAL = "total"
    YEAR_TOTAL = "year-total"
    MILESTONE = "milestone"


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
    """That a person dropped or paused a goal: when, and why."""

    on: date
    reason: str


class Revision(NamedTuple):
    """The target and due date until `on`, when they were changed."""

    on: date
    target: Decimal | Range | None
    due: Period | None
    reason: str


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
    paused: Suspension | None
    colour: ColourOverride | None
    revisions: tuple[Revision, ...]
    progress: tuple[Entry, ...]
    origin: Origin | None = None
    """Its ledger, where several are read together."""

    @property
    def own_id(self) -> str:
        """Its id in its own ledger."""
        return self.id.rpartition(":")[2]

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
    sources: dict[str, Source]
    goals: dict[str, Goal]

    @property
    def entries(self) -> dict[str, tuple[Goal, Entry]]:
        """The entries that have an id, by it, each with its goal."""
        return {
            entry.id: (goal, entry)
            for goal in self.goals.values()
            for entry in goal.progress
            if entry.id
        }


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
