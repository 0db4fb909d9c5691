"""Validation: rules that the values of a ledger must satisfy together."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from goaltrack.i18n.catalog import Phrase
from goaltrack.i18n.suggest import nearest
from goaltrack.ledger.values import is_id
from goaltrack.model.ledger import (
    DIRECTIONS,
    EACH_FIGURE,
    Aim,
    Citation,
    Entry,
    Goal,
    Kind,
    Range,
)
from goaltrack.model.period import Period

Path = tuple[str | int, ...]
"""The keys and places (from 0) that lead to a value: `("goals", "gdp", "due")`."""


class Problem(NamedTuple):
    """A validation error, and its path."""

    path: Path
    at_key: bool
    """Whether the key is wrong, rather than the value behind it."""
    phrase: Phrase
    is_warning: bool = False
    others: tuple[Path, ...] = ()
    """Places that it disagrees with, to be shown too."""
    file: int = 0
    """Which of the ledger's files it is in: 0 its own, then those it includes."""


_COMPARED = 100_000
"""Names that may be compared for hints, in half a second."""
_NO_HINT = Phrase("")
TOLD = 20
"""The goals of a circle at which it is told, and that are named."""


def way_of(names: Sequence[str]) -> str:
    """Return goals that lead from one to the next, in words; of many the ends."""
    if len(names) > TOLD:
        names = [*names[: TOLD - 2], "…", names[-1]]
    return " > ".join(names)


def circles(following: Mapping[str, str]) -> list[list[str]]:
    """Return the circles of names that each lead to the one that follows.

    Each name is visited once, however long the chains are.
    """
    found = []
    ends: set[str] = set()
    for name in following:
        line: dict[str, None] = {}
        other: str | None = name
        while other is not None and other not in ends and other not in line:
            line[other] = None
            other = following.get(other)
        if other in line:
            names = list(line)
            found.append(names[names.index(str(other)) :])
        ends.update(line)
    return found


def told_circle(circle: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the first names of a circle, each with the way from it back to itself."""
    for place, name in enumerate(circle[:TOLD]):
        yield name, way_of([*circle[place:], *circle[:place], name])


class Problems:
    """The problems found so far."""

    def __init__(self) -> None:
        self.found: list[Problem] = []
        self.paths: set[Path] = set()
        self.file = 0
        """Which of the ledger's files is being read."""
        self._left = _COMPARED

    def report(self, path: Path, phrase: Phrase, *, at_key: bool = False) -> None:
        """Keep a problem; the value that it is in is not checked any further."""
        self.found.append(Problem(path, at_key, phrase, file=self.file))
        self.paths.add(path)

    def nearest(self, name: str, known: Collection[str]) -> Phrase:
        """Return a hint at the known name that is nearest, or an empty phrase.

        Comparing is slow: where very many names are wrong, the first have a hint.
        """
        self._left -= len(known)
        return nearest(name, known) if self._left >= 0 else _NO_HINT

    def has(self, path: Path, *names: str) -> bool:
        """Return whether any of the keys was already reported."""
        return any((*path, name) in self.paths for name in names)


_GOAL_ID = Phrase(
    "a goal's id has letters, digits and hyphens only",
)
_NO_SOURCE = Phrase(
    "[sources.{name}] is not in this ledger{hint}",
)
_NO_GOAL = Phrase("[goals.{name}] is not in this ledger{hint}")
_OWN_ENTRIES = Phrase(
    "its figures follow from `figure`: entries of its own would contradict them"
)
_OWN_CHILD = Phrase("a goal cannot be its own parent")
_CIRCLE = Phrase("the parents lead back to this goal: {path}")
_TARGET_WANTED = Phrase(
    'a {kind} needs a target, or aim = "up", "down" or "watch"',
)
_RANGE_WANTED = Phrase(
    'aim = "within" needs target = [low, high], or a number and its tolerance',
)
_WITHIN_WANTED = Phrase(
    'a target of two numbers needs aim = "within"',
)
_NO_TARGET = Phrase(
    'aim = "{aim}" has no target: it only says which way is wished',
)
_NOT_FOR = Phrase("a goal of kind {kind} has no '{name}'")
_DUE_FIRST = Phrase("due lies before {name}")
_PLAN_ORDER = Phrase(
    "checkpoints follow each other in time, between baseline and due",
)
_TWO_YEARS = Phrase(
    "a {kind} starts again each year: a period must lie in one year, and years begin "
    "in month {start} here (year-start)",
)
_PART_OF_YEAR = Phrase(
    "a year-total is due in a year or in several, and years begin in month {start} "
    'here (year-start): for another period say kind = "total"',
)
_NEED_WANTS_DUE = Phrase(
    'a number of periods is of those up to the due date: give due, or a share as "90%"'
)
_ONLY_WITH_EACH = Phrase("'{name}' is said of a target that holds each time: give each")
_YEARS_ONLY = Phrase('a year-total has each = "year" only')
_FIGURES_ONLY = Phrase('each = "figure" is for levels and rates')
_TAKE_OF_RATES = Phrase("'take' is for rates: of a {kind} it is known what counts")
_NO_COUNTS = Phrase('an objective becomes one by "worst" or "mean"')
_UNTIL_FIRST = Phrase("the pause ends before it begins")
_NOT_FOR_EACH = Phrase("a target that holds each time has no '{name}'")
_EACH_TARGET = Phrase("'each' is said of a target, and there is none")
_ONE_VALUE = Phrase("'{first}' and '{second}' exclude each other")
_SAYS_NOTHING = Phrase("an entry says something: {names} or a note")
_NO_STEP = Phrase("this milestone has no step '{name}'{hint}")
_SAME_STEP = Phrase("two steps have the id '{name}'")
_NO_ENTRY = Phrase(
    "no entry of this goal has the id '{name}'{hint}",
)
_REPLACES_CIRCLE = Phrase("entries cannot replace each other in a circle")

_NO_TOLERANCE = Phrase("a tolerance is that of a target, and there is none")
_MEASURED = (
    *("unit", "aim", "target", "tolerance", "limit", "baseline", "plan", "pace"),
    *("each", "need", "take"),
)
KEYS_REFUSED = {
    Kind.MILESTONE: (*_MEASURED, "figure"),
    Kind.TOTAL: ("steps",),
    Kind.LEVEL: ("steps",),
    Kind.RATE: ("steps", "plan", "pace"),
    Kind.YEAR_TOTAL: ("steps",),
    Kind.OBJECTIVE: (
        *_MEASURED,
        "steps",
        "every",
        "lag",
        "closed",
        "progress",
        "figure",
    ),
}
"""The keys that a goal of a kind cannot have."""
ENTRY_VALUES = {
    Kind.MILESTONE: ("done", "percent"),
    Kind.YEAR_TOTAL: ("value",),
    Kind.LEVEL: ("value", "change"),
    Kind.RATE: ("value",),
    Kind.TOTAL: ("value", "change"),
    Kind.OBJECTIVE: (),
}
"""The keys by which an entry of a goal of that kind says something."""


def is_goal_id(text: str) -> bool:
    """Return whether it may name a goal: letters, digits and hyphens of any script."""
    return is_id(text, "-")


def check_goal(
    problems: Problems,
    path: Path,
    goal: Goal,
    given: Collection[str],
    *,
    are_plain: bool,
) -> None:
    """Report what does not fit together in a goal.

    `given` are the keys that it has. Of entries that `are_plain` each is known to say
    a value or change, and none of a step or another entry.
    """
    if not is_goal_id(goal.id):
        problems.report(path, _GOAL_ID, at_key=True)
    if not problems.has(path, "kind"):
        _check_kind(problems, path, goal, given)
        _check_target(problems, path, goal, given)
        _check_standing(problems, path, goal, given)
        _check_entries(problems, path, goal, are_plain=are_plain)
    _check_times(problems, path, goal)


def check_source(
    problems: Problems,
    path: Path,
    citation: Citation | None,
    sources: Collection[str],
) -> None:
    """Report a citation of a source that the ledger does not have."""
    if citation is None or citation.source in sources:
        return
    hint = problems.nearest(citation.source, sources)
    phrase = _NO_SOURCE.about(name=citation.source, hint=hint)
    problems.report((*path, "source"), phrase)


def check_parents(
    problems: Problems, goals: Mapping[str, Any], files: Mapping[str, int]
) -> None:
    """Report parents that are not there, or lead back to the goal itself.

    `goals` are the tables of the ledger by id, `files` which file each is in. Each
    goal is visited once, however long the chains are.
    """
    parents = {
        name: goal["parent"]
        for name, goal in goals.items()
        if isinstance(goal, dict) and isinstance(goal.get("parent"), str)
    }
    for name, parent in parents.items():
        path: Path = ("goals", name, "parent")
        problems.file = files[name]
        if parent == name:
            problems.report(path, _OWN_CHILD)
        elif parent not in goals and path not in problems.paths:
            hint = problems.nearest(parent, goals)
            problems.report(path, _NO_GOAL.about(name=parent, hint=hint))
    for circle in circles(parents):
        # Its own parent was reported.
        for name, way in told_circle(circle) if len(circle) > 1 else ():
            problems.file = files[name]
            problems.report(("goals", name, "parent"), _CIRCLE.about(path=way))


def _check_kind(
    problems: Problems, path: Path, goal: Goal, given: Collection[str]
) -> None:
    for name in KEYS_REFUSED[goal.kind]:
        if name in given:
            phrase = _NOT_FOR.about(kind=goal.kind.value, name=name)
            problems.report((*path, name), phrase, at_key=True)
    if goal.formula and "progress" in given:
        problems.report((*path, "progress"), _OWN_ENTRIES, at_key=True)
    seen = set()
    for number, step in enumerate(goal.steps):
        if step.id in seen:
            where = (*path, "steps", number, "id")
            problems.report(where, _SAME_STEP.about(name=step.id))
        seen.add(step.id)


def _check_target(
    problems: Problems, path: Path, goal: Goal, given: Collection[str]
) -> None:
    if goal.kind in (Kind.MILESTONE, Kind.OBJECTIVE):
        return
    if problems.has(path, "aim", "target"):
        return
    at = path if "target" not in given else (*path, "target")
    is_written = goal.written is not None
    if goal.aim in DIRECTIONS and (is_written or goal.target is not None):
        problems.report(at, _NO_TARGET.about(aim=goal.aim.value))
    elif goal.target is None and not is_written:
        if goal.aim is Aim.WITHIN:
            problems.report((*path, "aim"), _RANGE_WANTED)
        elif goal.aim not in DIRECTIONS:
            phrase = _TARGET_WANTED.about(kind=goal.kind.value)
            problems.report(path, phrase, at_key=True)
        elif goal.tolerance is not None:
            where = (*path, "tolerance")
            problems.report(where, _NO_TOLERANCE, at_key=True)
    elif isinstance(goal.target, Range) and goal.aim is not Aim.WITHIN:
        problems.report(at, _WITHIN_WANTED)
    elif goal.aim is Aim.WITHIN and isinstance(goal.target, Decimal):
        problems.report(at, _RANGE_WANTED)


def _check_standing(
    problems: Problems, path: Path, goal: Goal, given: Collection[str]
) -> None:
    """Report what does not fit to a target that holds each time, or to none."""
    if goal.rollup == "counts" and goal.kind is Kind.OBJECTIVE:
        problems.report((*path, "rollup"), _NO_COUNTS)
    if goal.each is None:
        for name in ("need", "take"):
            if name in given and not problems.has(path, "each", name):
                phrase = _ONLY_WITH_EACH.about(name=name)
                problems.report((*path, name), phrase, at_key=True)
        return
    if "plan" in given:
        problems.report((*path, "plan"), _NOT_FOR_EACH.about(name="plan"), at_key=True)
    if goal.target is None and goal.written is None:
        problems.report((*path, "each"), _EACH_TARGET, at_key=True)
    if goal.take and goal.kind is not Kind.RATE:
        phrase = _TAKE_OF_RATES.about(kind=goal.kind.value)
        problems.report((*path, "take"), phrase, at_key=True)
    if goal.need and goal.need.number is not None and goal.due is None:
        problems.report((*path, "need"), _NEED_WANTS_DUE)
    _check_period(problems, (*path, "each"), goal)


def _check_period(problems: Problems, path: Path, goal: Goal) -> None:
    """Report a period in which such a goal has no value."""
    if goal.kind is Kind.YEAR_TOTAL and goal.each != "year":
        problems.report(path, _YEARS_ONLY)
    if goal.each == EACH_FIGURE and goal.kind not in (Kind.LEVEL, Kind.RATE):
        problems.report(path, _FIGURES_ONLY)


def _check_times(problems: Problems, path: Path, goal: Goal) -> None:
    _check_years(problems, path, goal)
    due = goal.due
    for number, pause in enumerate(goal.paused):
        if pause.until is not None and pause.until < pause.on:
            problems.report((*path, "paused", number, "until"), _UNTIL_FIRST)
    begins: dict[str, date] = {}
    if goal.start:
        begins["start"] = goal.start
    if goal.baseline:
        begins["baseline"] = goal.baseline.period.last
    for name, begin in begins.items():
        if due and due.last < begin:
            problems.report((*path, "due"), _DUE_FIRST.about(name=name))
    days = [point.period.last for point in goal.plan]
    if begins:
        days.insert(0, max(begins.values()))
    if due:
        days.append(due.last)
    if goal.plan and sorted(set(days)) != days:
        problems.report((*path, "plan"), _PLAN_ORDER)


def _check_years(problems: Problems, path: Path, goal: Goal) -> None:
    """Report a year-total that is due in another period than in years of its own."""
    due, years = goal.due, goal.years
    if due is None or goal.kind is not Kind.YEAR_TOTAL:
        return
    whole = due
    if due.first == due.last:
        # The last day of a year is as good as the year.
        whole = Period(years.first_of(due.last), due.last)
    if not years.is_whole(whole):
        phrase = _PART_OF_YEAR.about(start=years.start)
        problems.report((*path, "due"), phrase)


def _check_entries(
    problems: Problems, path: Path, goal: Goal, *, are_plain: bool
) -> None:
    may_change = "change" in ENTRY_VALUES[goal.kind]
    if may_change and are_plain:
        return
    steps = {step.id for step in goal.steps}
    ids = {entry.id: entry.replaces for entry in goal.progress if entry.id}
    following = {name: other for name, other in ids.items() if other}
    in_circle = {name for circle in circles(following) for name in circle}
    is_yearly = goal.kind is Kind.YEAR_TOTAL
    is_measured = goal.kind is not Kind.MILESTONE
    number_of = goal.years.number
    for number, entry in enumerate(goal.progress):
        first, last = entry.period
        if is_yearly and number_of(first) != number_of(last):
            where = (*path, "progress", number, "period")
            phrase = _TWO_YEARS.about(kind=goal.kind.value, start=goal.years.start)
            problems.report(where, phrase)
        # The plain row of a measured goal, which most are, is done here.
        said, other = entry.value, entry.change
        if said is None and may_change:
            said, other = other, said
        if (
            is_measured
            and said is not None
            and other is None
            and entry.done is False
            and entry.percent is None
        ):
            if entry.replaces is not None:
                at = (*path, "progress", number)
                _check_replaces(problems, at, entry, ids, in_circle)
        else:
            _check_entry(problems, (*path, "progress", number), goal.kind, entry)
            if isinstance(entry.done, str) and entry.done not in steps:
                hint = problems.nearest(entry.done, steps)
                phrase = _NO_STEP.about(name=entry.done, hint=hint)
                problems.report((*path, "progress", number, "done"), phrase)
            at = (*path, "progress", number)
            _check_replaces(problems, at, entry, ids, in_circle)


def _check_entry(problems: Problems, path: Path, kind: Kind, entry: Entry) -> None:
    said = {
        "value": entry.value is not None,
        "change": entry.change is not None,
        "done": entry.done is not False,
        "percent": entry.percent is not None,
    }
    allowed = ENTRY_VALUES[kind]
    names = [name for name, is_said in said.items() if is_said]
    for name in names:
        if name not in allowed:
            phrase = _NOT_FOR.about(kind=kind.value, name=name)
            problems.report((*path, name), phrase, at_key=True)
    fitting = [name for name in names if name in allowed]
    if len(fitting) > 1:
        phrase = _ONE_VALUE.about(first=fitting[0], second=fitting[1])
        problems.report((*path, fitting[1]), phrase, at_key=True)
    elif (
        not names
        and entry.note is None
        and not entry.fields
        and not problems.has(path, *allowed)
    ):
        problems.report(path, _SAYS_NOTHING.about(names=", ".join(allowed)))


def _check_replaces(
    problems: Problems,
    path: Path,
    entry: Entry,
    ids: Mapping[str, str | None],
    in_circle: Collection[str],
) -> None:
    if entry.replaces is None:
        return
    where = (*path, "replaces")
    if entry.replaces not in ids:
        hint = problems.nearest(entry.replaces, ids)
        problems.report(where, _NO_ENTRY.about(name=entry.replaces, hint=hint))
    elif entry.id in in_circle:
        problems.report(where, _REPLACES_CIRCLE)
