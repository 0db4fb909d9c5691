"""The one table of keys: what a ledger may say, and how it becomes a `Ledger`.

From it come the reader and its problems, the JSON Schema (`goaltrack schema`)
and the tables of docs/ledger.md, so that they cannot disagree.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any, NamedTuple

from goaltrack.analysis.colour_rules import BOUNDS, COLOURS, Rule, RuleSet
from goaltrack.analysis.rollup import Mode
from goaltrack.errors import Phrase
from goaltrack.ledger.rows import Rows
from goaltrack.ledger.values import (
    CITATION,
    DAY,
    DONE,
    DUE,
    EVERY,
    ID,
    MOMENT,
    NUMBER,
    ONE_DAY,
    PERCENT,
    PERIOD,
    POSITIVE,
    STATES,
    TARGET,
    TEXT,
    UNIT,
    VERSION,
    WHOLE,
    WORDS,
    Shape,
    Wrong,
    choice,
    nearest,
)
from goaltrack.model.ledger import (
    DIRECTIONS,
    Aim,
    ByHand,
    Citation,
    Entry,
    Goal,
    Kind,
    Ledger,
    Point,
    Range,
    Revision,
    Source,
    Step,
    Word,
)
from goaltrack.model.period import Period

_ZERO = Decimal(0)
_ONE = Decimal(1)

STATUSES = ("preliminary", "revised", "final", "forecast")
PRESETS = ("pace", "sdg", "yinchuan", "sanya", "suqian")
PACES = ("linear", "growth")
ROLLUPS = tuple(mode.value for mode in Mode)

Path = tuple[str | int, ...]


class Problem(NamedTuple):
    """Something that a ledger must not say, and the place in it."""

    path: Path
    at_key: bool
    """Whether the key is wrong, rather than the value behind it."""
    phrase: Phrase
    is_warning: bool = False
    others: tuple[Path, ...] = ()
    """Places that it disagrees with, to be shown too."""
    file: int = 0
    """Which of the ledger's files it is in: 0 its own, then those it includes."""


class Key(NamedTuple):
    """A key: the shape of its value, and what it means."""

    shape: "Shape | Table"
    says: str
    is_needed: bool = False
    many: str = ""
    """How tables stand behind it: one, "rows" of an array, or "named" by keys."""


class Table:
    """The keys that may stand together, and what they become."""

    def __init__(
        self,
        name: str,
        keys: Mapping[str, Key],
        build: Callable[["_Reading", Path, dict[str, Any]], Any],
    ) -> None:
        self.name = name
        self.keys = keys
        self.build = build
        self.needed = [name for name, key in keys.items() if key.is_needed]
        # Looked up for each value of a ledger: nothing is asked twice.
        self.readers = {
            name: key.shape.read
            for name, key in keys.items()
            if isinstance(key.shape, Shape)
        }


def decode_rules(name: str, data: dict[str, Any]) -> tuple[RuleSet, list[Problem]]:
    """The rule set that the data says, under that name, and every problem in it."""
    reading = _Reading(data)
    found: RuleSet = reading.table(data, RULE_SET, ())
    return found._replace(name=name), reading.problems


def decode(
    data: dict[str, Any], *included: dict[str, Any]
) -> tuple[Ledger, list[Problem]]:
    """The ledger that the data of a TOML reader says, and every problem in it.

    Goals and sources of the files that it includes become its own; what such a
    file says of its own board (title, rules, …) holds where it is read alone.
    The ledger is to be used only if there are no problems. Floats must have been
    read as `Decimal`.
    """
    reading = _Reading(data, *included)
    ledger: Ledger = reading.table(data, LEDGER, ())
    for number, part in enumerate(included, 1):
        reading.file = number
        found: Ledger = reading.table(part, LEDGER, ())
        _join(reading, part, ledger, found)
    return ledger, reading.problems


def _join(
    reading: "_Reading", part: dict[str, Any], ledger: Ledger, found: Ledger
) -> None:
    """Take the goals and sources of an included file into the ledger."""
    if "include" in part:
        reading.report(("include",), _NESTED, at_key=True)
    for name, goal in found.goals.items():
        if ledger.goals.setdefault(name, goal) is not goal:
            reading.report(("goals", name), _SAME_GOAL, at_key=True)
    for name, source in found.sources.items():
        if ledger.sources.setdefault(name, source) != source:
            reading.report(("sources", name), _SAME_SOURCE, at_key=True)


class _Reading:
    """One pass over the data: what is known of it, what is wrong with it."""

    def __init__(self, *files: dict[str, Any]) -> None:
        self.problems: list[Problem] = []
        self.bad: set[Path] = set()
        self.file = 0
        self.goals = _names(files, "goals")
        self.sources = _names(files, "sources")
        self.ids: dict[str, tuple[str, int | Rows]] = {}
        """The goal of each entry with an id, and its place there, or where to ask."""
        self.taken: list[tuple[str, Rows]] = []
        """The rows whose ids are still to be put there: most ledgers never ask."""
        self.doubled = _doubled(files)
        self.plain: set[Path] = set()
        """Where the rows are of which there is nothing more to check."""

    def report(self, path: Path, phrase: Phrase, *, at_key: bool = False) -> None:
        """Keep a problem; what it stands in is not judged any further."""
        self.problems.append(Problem(path, at_key, phrase, file=self.file))
        self.bad.add(path)

    def table(self, raw: Any, table: Table, path: Path) -> Any:
        """What the table becomes, whatever problems there are; None for no table."""
        if type(raw) is not dict:
            self.report(path, _NO_TABLE)
            return None
        fields: dict[str, Any] = {}
        readers = table.readers
        for name, value in raw.items():
            read = readers.get(name)
            if read is None:
                self.other(name, value, table, path, fields)
                continue
            try:
                fields[name] = read(value)
            except Wrong as wrong:
                self.report((*path, name), wrong.phrase)
        for name in table.needed:
            if name not in raw:
                self.report(path, _MISSING.about(name=name), at_key=True)
                self.bad.add((*path, name))
        return table.build(self, path, fields)

    def other(
        self, name: str, value: Any, table: Table, path: Path, fields: dict[str, Any]
    ) -> None:
        """What stands behind a key for tables, or the report of an unknown key."""
        key = table.keys.get(name)
        if key and isinstance(key.shape, Table):
            fields[name] = self.tables(value, key.many, key.shape, (*path, name))
        else:
            phrase = _UNKNOWN_KEY.about(name=name, hint=nearest(name, table.keys))
            self.report((*path, name), phrase, at_key=True)

    def tables(self, raw: Any, many: str, table: Table, path: Path) -> Any:
        """The one table, the tuple of rows, or the dictionary of named tables."""
        if not many:
            return self.table(raw, table, path)
        items: Iterable[tuple[str | int, Any]]
        if type(raw) is Rows:
            if many == "rows" and self.takes(raw, path):
                return raw.entries
            raw = raw.tables
        if many == "rows":
            if type(raw) is not list:
                self.report(path, _NO_ROWS)
                return ()
            items = enumerate(raw)
        else:
            if type(raw) is not dict:
                self.report(path, _NO_TABLE)
                return {}
            items = raw.items()
        built = {name: self.table(row, table, (*path, name)) for name, row in items}
        if many == "rows":
            return tuple(row for row in built.values() if row is not None)
        return {name: row for name, row in built.items() if row is not None}

    def takes(self, rows: Rows, path: Path) -> bool:
        """Whether all of the rows fit to what was read before; if so, they are taken.

        If not, one by one they tell why.
        """
        for known in (self.doubled, self.ids):
            if known and any(id_ in known for id_ in rows.ids):
                return False
        if not rows.sources <= self.sources.keys():
            return False
        self.taken.append((str(path[1]), rows))
        if rows.is_plain:
            self.plain.add(path)
        return True

    def first(self, id_: str, own: tuple[str, int]) -> tuple[str, int | Rows]:
        """The place of the first entry with this id: its own, if there is no other."""
        for goal, rows in self.taken:
            self.ids.update(dict.fromkeys(rows.ids, (goal, rows)))
        self.taken.clear()
        return self.ids.setdefault(id_, own)

    def is_bad(self, path: Path, *names: str) -> bool:
        """Whether any of the keys was already reported."""
        return any((*path, name) in self.bad for name in names)


def _doubled(files: Iterable[dict[str, Any]]) -> set[str]:
    """The ids that rows in our own form have more than once."""
    goals = [data.get("goals") for data in files]
    arrays = [
        goal.get("progress")
        for tables in goals
        if type(tables) is dict
        for goal in tables.values()
        if type(goal) is dict
    ]
    ids = [rows.ids for rows in arrays if type(rows) is Rows]
    if len(set(chain.from_iterable(ids))) == sum(map(len, ids)):
        return set()
    counts = Counter(chain.from_iterable(ids))
    return {id_ for id_, count in counts.items() if count > 1}


def _names(files: Iterable[dict[str, Any]], key: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for data in files:
        tables = data.get(key)
        if isinstance(tables, dict):
            found |= tables
    return found


# What is said of a problem

_UNKNOWN_KEY = Phrase("unknown key '{name}'{hint}")
_MISSING = Phrase("'{name}' is missing")
_NESTED = Phrase(
    "an included file includes no others: name them in the ledger itself",
)
_SAME_GOAL = Phrase(
    "another file of this ledger has a goal with this id",
)
_SAME_SOURCE = Phrase(
    "another file of this ledger says something else of a source with this id",
)
_NO_TABLE = Phrase("this must be a table")
_NO_ROWS = Phrase("this must be an array of tables, one a row")
_GOAL_ID = Phrase(
    "a goal's id has lower-case letters, digits and hyphens only",
)
_NO_SOURCE = Phrase(
    "[sources.{name}] is not in this ledger{hint}",
)
_NO_GOAL = Phrase("[goals.{name}] is not in this ledger{hint}")
_OWN_CHILD = Phrase("a goal cannot be its own parent")
_CIRCLE = Phrase("the parents lead back to this goal: {path}")
_TARGET_WANTED = Phrase(
    'a {kind} needs a target, or aim = "up", "down" or "watch"',
)
_RANGE_WANTED = Phrase(
    'aim = "within" needs target = [low, high]',
)
_WITHIN_WANTED = Phrase(
    'a target of two numbers needs aim = "within"',
)
_NO_TARGET = Phrase(
    'aim = "{aim}" has no target: it only says which way is wished',
)
_NOT_FOR = Phrase("a {kind} has no '{name}'")
_DUE_FIRST = Phrase("due lies before {name}")
_PLAN_ORDER = Phrase(
    "checkpoints follow each other in time, between baseline and due",
)
_ON_AND_PERIOD = Phrase(
    "'on' and 'period' exclude each other: a figure is true on a day, "
    "or was produced over a period",
)
_WHEN_WANTED = Phrase("when? give 'on' (a day) or 'period'")
_TWO_YEARS = Phrase(
    "a {kind} starts again on 1 January: a period must lie in one calendar year",
)
_ONE_VALUE = Phrase("'{first}' and '{second}' exclude each other")
_SAYS_NOTHING = Phrase("an entry says something: {names} or a note")
_NO_STEP = Phrase("this milestone has no step '{name}'{hint}")
_SAME_ID = Phrase(
    "the id '{name}' is already that of {goal}, entry {number}",
)
_SAME_STEP = Phrase("two steps have the id '{name}'")
_NO_ENTRY = Phrase(
    "no entry of this goal has the id '{name}'{hint}",
)
_NO_RULES = Phrase("no rule set is called '{name}'{hint}")
_NO_CONDITION = Phrase(
    "a rule says when it holds: states, or a bound",
)
_REPLACES_CIRCLE = Phrase("entries cannot replace each other in a circle")


# What tables become


def _point(reading: _Reading, path: Path, fields: dict[str, Any]) -> Point:
    period = _when(reading, path, fields)
    return Point(period or _SOME_DAY, fields.get("value", _ZERO))


_SOME_DAY = Period(date(1, 1, 1), date(1, 1, 1))
"""Stands in where the day was reported missing; the ledger is not used then."""


def _when(reading: _Reading, path: Path, fields: dict[str, Any]) -> Period | None:
    """The day or period of a row: exactly one of them is there."""
    on, period = fields.get("on"), fields.get("period")
    if on and period:
        reading.report((*path, "period"), _ON_AND_PERIOD, at_key=True)
    elif not on and not period and not reading.is_bad(path, "on", "period"):
        reading.report(path, _WHEN_WANTED)
    found: Period | None = on or period
    return found


def _step(_reading: _Reading, _path: Path, fields: dict[str, Any]) -> Step:
    id_ = fields.get("id", "")
    return Step(
        id_, fields.get("title", id_), fields.get("due"), fields.get("weight", _ONE)
    )


def _word(_reading: _Reading, _path: Path, fields: dict[str, Any]) -> Word:
    return Word(fields.get("on", _SOME_DAY.last), fields.get("reason", ""))


def _by_hand(_reading: _Reading, _path: Path, fields: dict[str, Any]) -> ByHand:
    get = fields.get
    return ByHand(get("set", ""), get("on", _SOME_DAY.last), get("reason", ""))


def _rule(reading: _Reading, path: Path, fields: dict[str, Any]) -> Rule:
    bounds = {name: fields[name] for name in BOUNDS if name in fields}
    states = fields.get("states", ())
    if not bounds and not states and not reading.is_bad(path, "states", *BOUNDS):
        reading.report(path, _NO_CONDITION)
    return Rule(fields.get("colour", ""), states, bounds, fields.get("says"))


def _rule_set(_reading: _Reading, path: Path, fields: dict[str, Any]) -> RuleSet:
    get = fields.get
    name = str(path[-1]) if path else ""
    return RuleSet(name, get("title", ""), get("source"), get("rules", ()))


def _revision(_reading: _Reading, _path: Path, fields: dict[str, Any]) -> Revision:
    return Revision(
        fields.get("on", _SOME_DAY.last),
        fields.get("target"),
        fields.get("due"),
        fields.get("reason", ""),
    )


def _entry(reading: _Reading, path: Path, fields: dict[str, Any]) -> Entry:
    get = fields.get
    on, period = get("on"), get("period")
    if (on is None) is (period is None):
        _when(reading, path, fields)
    id_ = get("id")
    if id_ is not None:
        own = (str(path[1]), int(path[3]))
        first = reading.first(id_, own)
        if first is not own:
            goal, place = first
            number = place.numbers[id_] if isinstance(place, Rows) else place
            phrase = _SAME_ID.about(name=id_, goal=goal, number=number + 1)
            reading.report((*path, "id"), phrase)
    source = get("source")
    if source is not None and source.source not in reading.sources:
        _no_source(reading, path, source)
    return Entry(
        on or period or _SOME_DAY,
        id_,
        get("value"),
        get("change"),
        get("done", False),
        get("percent"),
        get("replaces"),
        get("status"),
        source,
        get("note"),
        get("recorded"),
        get("by"),
    )


def _source(_reading: _Reading, path: Path, fields: dict[str, Any]) -> Source:
    get = fields.get
    return Source(
        str(path[-1]),
        get("title", ""),
        get("publisher"),
        get("published"),
        get("file"),
        get("url"),
        get("note"),
    )


def _goal(reading: _Reading, path: Path, fields: dict[str, Any]) -> Goal:
    get = fields.get
    goal = Goal(
        id=str(path[-1]),
        title=get("title", ""),
        kind=Kind(get("kind", Kind.LEVEL)),
        unit=get("unit", ""),
        aim=Aim(get("aim", Aim.AT_LEAST)),
        target=get("target"),
        due=get("due"),
        start=get("start"),
        baseline=get("baseline"),
        plan=get("plan", ()),
        pace=get("pace", PACES[0]),
        steps=get("steps", ()),
        every=get("every"),
        lag=get("lag", 0),
        group=get("group", ""),
        tags=get("tags", ()),
        owner=get("owner"),
        note=get("note"),
        source=get("source"),
        weight=get("weight", _ONE),
        parent=get("parent"),
        rollup=get("rollup"),
        dropped=get("dropped"),
        paused=get("paused"),
        colour=get("colour"),
        revisions=get("revisions", ()),
        progress=get("progress", ()),
    )
    if not is_goal_id(goal.id):
        reading.report(path, _GOAL_ID, at_key=True)
    if goal.source and goal.source.source not in reading.sources:
        _no_source(reading, path, goal.source)
    _check_parent(reading, path, goal)
    if not reading.is_bad(path, "kind"):
        _check_kind(reading, path, goal, fields)
        _check_target(reading, path, goal, fields)
        _check_entries(reading, path, goal)
    _check_times(reading, path, goal)
    return goal


def _ledger(reading: _Reading, path: Path, fields: dict[str, Any]) -> Ledger:
    get = fields.get
    own = get("rulesets", {})
    rules = get("rules", PRESETS[0])
    if rules not in own and rules not in PRESETS:
        known = (*PRESETS, *own)
        phrase = _NO_RULES.about(name=rules, hint=nearest(rules, known))
        reading.report((*path, "rules"), phrase)
    return Ledger(
        get("title", ""),
        get("language"),
        rules,
        own,
        get("rollup", ROLLUPS[0]),
        get("sources", {}),
        get("goals", {}),
    )


# What must fit together


def is_goal_id(text: str) -> bool:
    """Whether it may name a goal: lower-case letters, digits and hyphens."""
    plain = text.replace("-", "")
    return plain.isascii() and plain.isalnum() and text == text.lower()


def _no_source(reading: _Reading, path: Path, cited: Citation) -> None:
    hint = nearest(cited.source, reading.sources)
    phrase = _NO_SOURCE.about(name=cited.source, hint=hint)
    reading.report((*path, "source"), phrase)


def _check_parent(reading: _Reading, path: Path, goal: Goal) -> None:
    if goal.parent is None:
        return
    where = (*path, "parent")
    if goal.parent == goal.id:
        reading.report(where, _OWN_CHILD)
        return
    if goal.parent not in reading.goals:
        hint = nearest(goal.parent, reading.goals)
        reading.report(where, _NO_GOAL.about(name=goal.parent, hint=hint))
        return
    line = [goal.id]
    above: Any = goal.parent
    while isinstance(above, str) and above not in line:
        line.append(above)
        table = reading.goals.get(above)
        above = table.get("parent") if isinstance(table, dict) else None
    if above == goal.id:
        reading.report(where, _CIRCLE.about(path=" > ".join((*line, goal.id))))


_MEASURED = ("unit", "aim", "target", "baseline", "plan", "pace")
_NOT_KEYS = {
    Kind.MILESTONE: _MEASURED,
    Kind.TOTAL: ("steps",),
    Kind.LEVEL: ("steps", "start"),
    Kind.YEAR_TOTAL: ("steps", "start"),
}


def _check_kind(
    reading: _Reading, path: Path, goal: Goal, fields: dict[str, Any]
) -> None:
    for name in _NOT_KEYS[goal.kind]:
        if name in fields:
            phrase = _NOT_FOR.about(kind=goal.kind.value, name=name)
            reading.report((*path, name), phrase, at_key=True)
    seen = set()
    for number, step in enumerate(goal.steps):
        if step.id in seen:
            where = (*path, "steps", number, "id")
            reading.report(where, _SAME_STEP.about(name=step.id))
        seen.add(step.id)


def _check_target(
    reading: _Reading, path: Path, goal: Goal, fields: dict[str, Any]
) -> None:
    if goal.kind is Kind.MILESTONE or reading.is_bad(path, "aim", "target"):
        return
    at = path if "target" not in fields else (*path, "target")
    if goal.target is None:
        if goal.aim is Aim.WITHIN:
            reading.report((*path, "aim"), _RANGE_WANTED)
        elif goal.aim not in DIRECTIONS:
            phrase = _TARGET_WANTED.about(kind=goal.kind.value)
            reading.report(path, phrase, at_key=True)
    elif goal.aim in DIRECTIONS:
        reading.report(at, _NO_TARGET.about(aim=goal.aim.value))
    elif isinstance(goal.target, Range) and goal.aim is not Aim.WITHIN:
        reading.report(at, _WITHIN_WANTED)
    elif goal.aim is Aim.WITHIN and not isinstance(goal.target, Range):
        reading.report(at, _RANGE_WANTED)


def _check_times(reading: _Reading, path: Path, goal: Goal) -> None:
    due = goal.due
    begins: dict[str, date] = {}
    if goal.start:
        begins["start"] = goal.start
    if goal.baseline:
        begins["baseline"] = goal.baseline.period.last
    for name, begin in begins.items():
        if due and due.last < begin:
            reading.report((*path, "due"), _DUE_FIRST.about(name=name))
    days = [point.period.last for point in goal.plan]
    if begins:
        days.insert(0, max(begins.values()))
    if due:
        days.append(due.last)
    if goal.plan and sorted(set(days)) != days:
        reading.report((*path, "plan"), _PLAN_ORDER)


_SAYING = {
    Kind.MILESTONE: ("done", "percent"),
    Kind.YEAR_TOTAL: ("value",),
    Kind.LEVEL: ("value", "change"),
    Kind.TOTAL: ("value", "change"),
}


def _check_entries(reading: _Reading, path: Path, goal: Goal) -> None:
    may_change = "change" in _SAYING[goal.kind]
    if may_change and (*path, "progress") in reading.plain:
        return
    steps = {step.id for step in goal.steps}
    ids = {entry.id: entry.replaces for entry in goal.progress if entry.id}
    is_yearly = goal.kind is Kind.YEAR_TOTAL
    is_measured = goal.kind is not Kind.MILESTONE
    for number, entry in enumerate(goal.progress):
        first, last = entry.period
        if is_yearly and first.year != last.year:
            where = (*path, "progress", number, "period")
            reading.report(where, _TWO_YEARS.about(kind=goal.kind.value))
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
                _check_replaces(reading, (*path, "progress", number), entry, ids)
        else:
            _check_entry(reading, (*path, "progress", number), goal.kind, entry)
            if isinstance(entry.done, str) and entry.done not in steps:
                hint = nearest(entry.done, steps)
                phrase = _NO_STEP.about(name=entry.done, hint=hint)
                reading.report((*path, "progress", number, "done"), phrase)
            _check_replaces(reading, (*path, "progress", number), entry, ids)


def _check_entry(reading: _Reading, path: Path, kind: Kind, entry: Entry) -> None:
    said = {
        "value": entry.value is not None,
        "change": entry.change is not None,
        "done": entry.done is not False,
        "percent": entry.percent is not None,
    }
    allowed = _SAYING[kind]
    names = [name for name, is_said in said.items() if is_said]
    for name in names:
        if name not in allowed:
            phrase = _NOT_FOR.about(kind=kind.value, name=name)
            reading.report((*path, name), phrase, at_key=True)
    fitting = [name for name in names if name in allowed]
    if len(fitting) > 1:
        phrase = _ONE_VALUE.about(first=fitting[0], second=fitting[1])
        reading.report((*path, fitting[1]), phrase, at_key=True)
    elif not names and entry.note is None and not reading.is_bad(path, *allowed):
        reading.report(path, _SAYS_NOTHING.about(names=", ".join(allowed)))


def _check_replaces(
    reading: _Reading, path: Path, entry: Entry, ids: Mapping[str, str | None]
) -> None:
    if entry.replaces is None:
        return
    where = (*path, "replaces")
    if entry.replaces not in ids:
        hint = nearest(entry.replaces, ids)
        reading.report(where, _NO_ENTRY.about(name=entry.replaces, hint=hint))
        return
    seen = {entry.id}
    above: str | None = entry.replaces
    while above is not None and above not in seen:
        seen.add(above)
        above = ids.get(above)
    if above is not None and above == entry.id:
        reading.report(where, _REPLACES_CIRCLE)


# The table of keys

_ON = Key(ONE_DAY, "the day on which it is true")
_PERIOD_KEY = Key(PERIOD, "the period over which it was produced")

POINT = Table(
    "baseline",
    {
        "on": _ON,
        "period": _PERIOD_KEY,
        "value": Key(NUMBER, "the value, in the goal's unit", is_needed=True),
    },
    _point,
)
STEP = Table(
    "step",
    {
        "id": Key(ID, "its name for `goaltrack done GOAL STEP`", is_needed=True),
        "title": Key(TEXT, "what it is, for people (default: its id)"),
        "due": Key(DUE, "the last day, or the period, for it"),
        "weight": Key(POSITIVE, "its share beside the other steps (default 1)"),
    },
    _step,
)
WORD = Table(
    "dropped",
    {
        "on": Key(DAY, "the day on which it was said", is_needed=True),
        "reason": Key(TEXT, "why", is_needed=True),
    },
    _word,
)
REVISION = Table(
    "revision",
    {
        "on": Key(DAY, "the day on which the promise was changed", is_needed=True),
        "target": Key(TARGET, "the target until then, if it was another one"),
        "due": Key(DUE, "the due date until then, if it was another one"),
        "reason": Key(TEXT, "why it was changed", is_needed=True),
    },
    _revision,
)
ENTRY = Table(
    "entry",
    {
        "id": Key(ID, "its name: 8 random letters and digits, given by `add`"),
        "on": Key(ONE_DAY, "the day on which it is true; exactly one of on, period"),
        "period": Key(
            PERIOD,
            "the period over which it was produced; on a year-total, one that "
            "starts on 1 January is a year to date",
        ),
        "value": Key(NUMBER, "the figure, in the goal's unit; exact"),
        "change": Key(NUMBER, "for total and level: adds to the figure before it"),
        "done": Key(DONE, "on a milestone: that it, or a step of it, is reached"),
        "percent": Key(PERCENT, "on a milestone: how far it is"),
        "replaces": Key(
            ID, "the id of the entry that it corrects, which stays and counts no more"
        ),
        "status": Key(
            choice(STATUSES), "how firm it is; a forecast is shown, never counted"
        ),
        "source": Key(CITATION, "where it was published"),
        "note": Key(TEXT, "a remark; may be all that an entry says"),
        "recorded": Key(MOMENT, "when it was written down, for `--known-on`"),
        "by": Key(TEXT, "who wrote it down"),
    },
    _entry,
)
BY_HAND = Table(
    "colour",
    {
        "set": Key(choice(COLOURS), "the colour", is_needed=True),
        "on": Key(DAY, "the day on which it was set", is_needed=True),
        "reason": Key(TEXT, "why", is_needed=True),
    },
    _by_hand,
)
RULE = Table(
    "rule",
    {
        "colour": Key(choice(COLOURS), "the colour that it gives", is_needed=True),
        "states": Key(STATES, "the states in which it may hold (default: all)"),
        "ratio-from": Key(NUMBER, "the pace ratio is this or more"),
        "ratio-below": Key(NUMBER, "the pace ratio is below this"),
        "behind-from": Key(
            NUMBER, "progress is so many points below the planned share, or more"
        ),
        "behind-above": Key(NUMBER, "progress is further below it than this"),
        "short-above": Key(
            NUMBER, "the pace ratio is more than so many percent below 1"
        ),
        "missed-from": Key(
            NUMBER, "so many due months, or checkpoints, were missed running, or more"
        ),
        "days-left-at-most": Key(NUMBER, "so many days are left, or fewer"),
        "sdg-from": Key(NUMBER, "the measure of Open SDG is this or more"),
        "sdg-below": Key(NUMBER, "the measure of Open SDG is below this"),
        "says": Key(TEXT, "the rule in words"),
    },
    _rule,
)
RULE_SET = Table(
    "rule-set",
    {
        "title": Key(TEXT, "its title", is_needed=True),
        "source": Key(TEXT, "where it comes from"),
        "rules": Key(RULE, "the rules, first that holds", is_needed=True, many="rows"),
    },
    _rule_set,
)
SOURCE = Table(
    "source",
    {
        "title": Key(TEXT, "its title", is_needed=True),
        "publisher": Key(TEXT, "who published it"),
        "published": Key(DAY, "on which day"),
        "file": Key(TEXT, "a file that holds it, beside the ledger"),
        "url": Key(TEXT, "where it can be read"),
        "note": Key(TEXT, "a remark"),
    },
    _source,
)
GOAL = Table(
    "goal",
    {
        "title": Key(TEXT, "the promise in a few words", is_needed=True),
        "kind": Key(
            choice(kind.value for kind in Kind),
            "what is measured: a stock at a date, a running total from `start`, "
            "what a calendar year produces, or something done or not",
            is_needed=True,
        ),
        "unit": Key(UNIT, "the unit of its figures, such as 亿元, km or %"),
        "target": Key(TARGET, "the number to reach, or the range to stay in"),
        "aim": Key(
            choice(aim.value for aim in Aim),
            "which figures meet the target (default `at-least`); `within` takes a "
            "range; `up`, `down` and `watch` have no target",
        ),
        "due": Key(
            DUE,
            "the last day, or the period, in which it must be reached; on a "
            "year-total a period of several years means: in some year of it",
        ),
        "start": Key(
            DAY, "of a total: the first day that counts; of a milestone: when it began"
        ),
        "baseline": Key(POINT, "the value from which progress is counted"),
        "plan": Key(
            POINT, "checkpoints on the way (default: a straight line)", many="rows"
        ),
        "pace": Key(
            choice(PACES), "the shape of the way to the target (default `linear`)"
        ),
        "steps": Key(STEP, "the parts of a milestone", many="rows"),
        "every": Key(EVERY, "how often a figure is expected"),
        "lag": Key(WHOLE, "days from the end of a period until it is published"),
        "group": Key(TEXT, "the heading under which it stands"),
        "tags": Key(WORDS, "words to find it by"),
        "owner": Key(TEXT, "who answers for it"),
        "note": Key(TEXT, "a remark"),
        "source": Key(CITATION, "where it was promised"),
        "weight": Key(POSITIVE, "its share in its parent (default 1)"),
        "parent": Key(ID, "the goal of which it is a part"),
        "rollup": Key(
            choice(ROLLUPS), "of a parent: how its parts become one, as `rollup` below"
        ),
        "dropped": Key(WORD, "that it was given up: when, and why"),
        "paused": Key(WORD, "that it rests: since when, and why"),
        "colour": Key(BY_HAND, "a colour set by hand, shown beside the computed one"),
        "revisions": Key(
            REVISION, "what was promised before, oldest first", many="rows"
        ),
        "progress": Key(ENTRY, "its entries, one inline table a line", many="rows"),
    },
    _goal,
)
LEDGER = Table(
    "ledger",
    {
        "format": Key(VERSION, "the version of this format", is_needed=True),
        "title": Key(TEXT, "the heading of the board and of reports"),
        "language": Key(
            choice(("en", "zh")),
            "the language of board and reports (else --lang, GOALTRACK_LANG and the "
            "locale decide)",
        ),
        "rules": Key(
            TEXT,
            "the rule set that gives colours: `pace` (the default), `sdg`, `yinchuan`, "
            "`sanya`, `suqian`, or one of `rulesets`",
        ),
        "rollup": Key(
            choice(ROLLUPS),
            "how parts of a parent, and goals of a group, become one: `counts` of "
            "states (the default), the `worst` state, or the weighted `mean`; chosen, "
            "it stands beside each group",
        ),
        "include": Key(
            WORDS,
            "other files whose goals and sources belong to this ledger, as patterns "
            'below its folder: `["bureaus/*.toml"]`',
        ),
        "rulesets": Key(RULE_SET, "rule sets of its own", many="named"),
        "sources": Key(SOURCE, "where promises and figures come from", many="named"),
        "goals": Key(GOAL, "the promises", many="named"),
    },
    _ledger,
)
TABLES = (
    LEDGER,
    SOURCE,
    GOAL,
    ENTRY,
    POINT,
    STEP,
    REVISION,
    WORD,
    BY_HAND,
    RULE_SET,
    RULE,
)
"""Every table, in the order in which the documentation lists them."""


def schema() -> dict[str, object]:
    """The JSON Schema (draft 7) of a ledger, for editors."""
    definitions = {table.name: _schema_of(table) for table in TABLES[1:]}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "goaltrack ledger, format 1",
        **_schema_of(LEDGER),
        "definitions": definitions,
    }


def _schema_of(table: Table) -> dict[str, object]:
    properties = {name: _property(key) for name, key in table.keys.items()}
    required = {"required": table.needed} if table.needed else {}
    return {
        "type": "object",
        "properties": properties,
        "additionalProperties": False,
        **required,
    }


def _property(key: Key) -> dict[str, object]:
    if not isinstance(key.shape, Table):
        return {"description": key.says, **key.shape.schema}
    inner: dict[str, object] = {"$ref": f"#/definitions/{key.shape.name}"}
    if key.many == "rows":
        return {"description": key.says, "type": "array", "items": inner}
    if key.many == "named":
        return {
            "description": key.says,
            "type": "object",
            "additionalProperties": inner,
        }
    return {"description": key.says, "allOf": [inner]}
