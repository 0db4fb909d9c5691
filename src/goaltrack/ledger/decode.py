"""From the data of a TOML reader to a `Ledger`."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any

from goaltrack.analysis.colour_rules import BOUNDS, Rule, RuleSet
from goaltrack.i18n.catalog import Phrase
from goaltrack.i18n.suggest import nearest
from goaltrack.ledger.entry_rows import Rows
from goaltrack.ledger.promise import NO_VALUE, plain_promise
from goaltrack.ledger.schema import (
    BASELINE,
    COLOUR_OVERRIDE,
    ENTRY,
    GOAL,
    IMPORT,
    LEDGER,
    PACES,
    PAUSE,
    POINT,
    PRESETS,
    REPORT,
    REVISION,
    ROLLUPS,
    RULE,
    RULE_SET,
    SOURCE,
    STEP,
    SUSPENSION,
    YEAR_NAMES,
    Table,
)
from goaltrack.ledger.validate import (
    Path,
    Problem,
    Problems,
    check_goal,
    check_parents,
    check_source,
)
from goaltrack.ledger.values import InvalidValue
from goaltrack.model.ledger import (
    ColourOverride,
    Entry,
    Goal,
    Kind,
    Ledger,
    Point,
    Range,
    Recipe,
    Revision,
    Source,
    Step,
    Suspension,
)
from goaltrack.model.period import Period
from goaltrack.model.report import AS_USUAL, ReportSettings
from goaltrack.model.years import CALENDAR, Years

_ZERO = Decimal(0)
_ONE = Decimal(1)
_DECEMBER = 12
_NUMBERS = (Decimal, Range, type(None))

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
_ON_AND_PERIOD = Phrase(
    "'on' and 'period' exclude each other: a figure is true on a day, "
    "or was produced over a period",
)
_WHEN_WANTED = Phrase("when? give 'on' (a day) or 'period'")
_SAME_ID = Phrase(
    "the id '{name}' is already that of {goal}, entry {number}",
)
_ONE_PLACE = Phrase("an import has either a file or a url")
_NO_ADDRESS = Phrase("this must begin with https:// or http://")
_NO_RULES = Phrase("no rule set is called '{name}'{hint}")
_NO_CONDITION = Phrase(
    "a rule says when it holds: states, or a bound",
)


def decode_rules(name: str, data: dict[str, Any]) -> tuple[RuleSet, list[Problem]]:
    """Return the rule set of that name in the data, and every problem in it."""
    decoder = Decoder(data)
    found: RuleSet = decoder.table(data, RULE_SET, ())
    return found._replace(name=name), decoder.problems.found


def decode(
    data: dict[str, Any], *included: dict[str, Any]
) -> tuple[Ledger, list[Problem]]:
    """Return the ledger in the data of a TOML reader, and every problem in it.

    Goals and sources of the files that it includes become its own; what such a
    file says of its own board (title, rules, …) holds where it is read alone.
    The ledger is to be used only if there are no problems. Floats must have been
    read as `Decimal`.
    """
    decoder = Decoder(data, *included)
    problems = decoder.problems
    ledger: Ledger = decoder.table(data, LEDGER, ())
    for number, part in enumerate(included, 1):
        problems.file = number
        found: Ledger = decoder.table(part, LEDGER, (), ledger.years)
        _join(problems, part, ledger, found)
    files = {
        name: number
        for number, part in enumerate((data, *included))
        for name in _tables(part, "goals")
    }
    check_parents(problems, decoder.goals, files)
    if any(goal.reference for goal in ledger.goals.values()):
        # Few ledgers have one, and only they pay for it.
        from goaltrack.ledger.targets import check_references  # noqa: PLC0415

        check_references(problems, ledger.goals, files)
    if any(goal.formula for goal in ledger.goals.values()):
        from goaltrack.analysis.derived import derive  # noqa: PLC0415 - as above
        from goaltrack.ledger.formulas import check_formulas  # noqa: PLC0415 - as above

        check_formulas(problems, ledger.goals, files)
        if not problems.found:
            ledger = ledger._replace(goals=derive(ledger.goals, None))
    if not problems.found and any(
        goal.kind is Kind.OBJECTIVE for goal in ledger.goals.values()
    ):
        from goaltrack.analysis.objectives import inherited  # noqa: PLC0415 - as above

        ledger = ledger._replace(goals=inherited(ledger.goals))
    return ledger, problems.found


def _join(
    problems: Problems, part: dict[str, Any], ledger: Ledger, found: Ledger
) -> None:
    """Take the goals and sources of an included file into the ledger."""
    if "include" in part:
        problems.report(("include",), _NESTED, at_key=True)
    for name, goal in found.goals.items():
        if ledger.goals.setdefault(name, goal) is not goal:
            problems.report(("goals", name), _SAME_GOAL, at_key=True)
    for name, source in found.sources.items():
        if ledger.sources.setdefault(name, source) != source:
            problems.report(("sources", name), _SAME_SOURCE, at_key=True)


class Decoder:
    """One pass over the data: what is known of it, what is wrong with it."""

    def __init__(self, *files: dict[str, Any]) -> None:
        self.problems = Problems()
        self.goals = _names(files, "goals")
        self.sources = _names(files, "sources")
        self.ids: dict[str, tuple[str, int | Rows]] = {}
        """The goal of each entry with an id, and its place there, or where to ask."""
        self.taken: list[tuple[str, Rows]] = []
        """The rows whose ids are still to be put there: most ledgers never ask."""
        self.doubled = _doubled(files)
        self.plain: set[Path] = set()
        """Where the rows are of which there is nothing more to check."""
        self.years = CALENDAR
        """Of what is being read: those of its goal, else of the ledger."""

    def table(
        self, raw: Any, table: Table, path: Path, years: Years | None = None
    ) -> Any:
        """Return the value of a table, valid or not; None if it is not a table.

        `years` are those of the ledger that includes this one.
        """
        if type(raw) is not dict:
            self.problems.report(path, _NO_TABLE)
            return None
        if table is GOAL or table is LEDGER:
            outer = self.years
            self.years = _years(raw, years or outer)
            try:
                return self.fields(raw, table, path)
            finally:
                if table is GOAL:
                    self.years = outer
        return self.fields(raw, table, path)

    def fields(self, raw: dict[str, Any], table: Table, path: Path) -> Any:
        """Return the value of a table from its keys."""
        fields: dict[str, Any] = {}
        fiscal = self.years.are_fiscal
        readers = table.readers_for(self.years) if fiscal else table.readers
        for name, value in raw.items():
            read = readers.get(name)
            if read is None:
                self.other(name, value, table, path, fields)
                continue
            try:
                fields[name] = read(value)
            except InvalidValue as wrong:
                self.problems.report((*path, name), wrong.phrase)
        for name in table.needed:
            if name not in raw:
                self.problems.report(path, _MISSING.about(name=name), at_key=True)
                self.problems.paths.add((*path, name))
        return _BUILDERS[table.name](self, path, fields)

    def other(
        self, name: str, value: Any, table: Table, path: Path, fields: dict[str, Any]
    ) -> None:
        """Decode a key that holds tables, or report an unknown key."""
        key = table.keys.get(name)
        if key and isinstance(key.shape, Table):
            fields[name] = self.tables(value, key.many, key.shape, (*path, name))
        else:
            phrase = _UNKNOWN_KEY.about(name=name, hint=nearest(name, table.keys))
            self.problems.report((*path, name), phrase, at_key=True)

    def tables(self, raw: Any, many: str, table: Table, path: Path) -> Any:
        """The one table, the tuple of rows, or the dictionary of named tables."""
        if not many:
            return self.table(raw, table, path)
        if many == "some" and type(raw) is dict:
            # One of them may stand without brackets.
            row = self.table(raw, table, path)
            return () if row is None else (row,)
        many = "rows" if many == "some" else many
        items: Iterable[tuple[str | int, Any]]
        if type(raw) is Rows:
            if many == "rows" and self.accept_rows(raw, path):
                return raw.entries
            raw = raw.tables
        if many == "rows":
            if type(raw) is not list:
                self.problems.report(path, _NO_ROWS)
                return ()
            items = enumerate(raw)
        else:
            if type(raw) is not dict:
                self.problems.report(path, _NO_TABLE)
                return {}
            items = raw.items()
        built = {name: self.table(row, table, (*path, name)) for name, row in items}
        if many == "rows":
            return tuple(row for row in built.values() if row is not None)
        return {name: row for name, row in built.items() if row is not None}

    def accept_rows(self, rows: Rows, path: Path) -> bool:
        """Accept all of the rows if they fit to what was read before.

        Return whether they did. If not, each is to be read by itself, to report why.
        """
        for known in (self.doubled, self.ids):
            if known and any(id_ in known for id_ in rows.ids):
                return False
        if not rows.sources <= self.sources.keys():
            return False
        if self.years.are_fiscal and "period =" in rows.text:
            # They were read as periods of calendar years.
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
        found |= _tables(data, key)
    return found


def _tables(data: dict[str, Any], key: str) -> dict[str, Any]:
    """Return the named tables behind a key; none if they are not tables."""
    tables = data.get(key)
    return tables if isinstance(tables, dict) else {}


def _point(decoder: Decoder, path: Path, fields: dict[str, Any]) -> Point:
    period = _when(decoder, path, fields)
    return Point(period or _SOME_DAY, fields.get("value", _ZERO))


def _baseline(decoder: Decoder, path: Path, fields: dict[str, Any]) -> Point:
    """Return the baseline; the goal sees to one whose value is left out."""
    period = _when(decoder, path, fields)
    return Point(period or _SOME_DAY, fields.get("value", NO_VALUE))


_SOME_DAY = Period(date(1, 1, 1), date(1, 1, 1))
"""Stands in where the day was reported missing; the ledger is not used then."""


def _when(decoder: Decoder, path: Path, fields: dict[str, Any]) -> Period | None:
    """The day or period of a row: exactly one of them is there."""
    on, period = fields.get("on"), fields.get("period")
    if on and period:
        decoder.problems.report((*path, "period"), _ON_AND_PERIOD, at_key=True)
    elif not on and not period and not decoder.problems.has(path, "on", "period"):
        decoder.problems.report(path, _WHEN_WANTED)
    found: Period | None = on or period
    return found


def _step(_decoder: Decoder, _path: Path, fields: dict[str, Any]) -> Step:
    id_ = fields.get("id", "")
    return Step(
        id_, fields.get("title", id_), fields.get("due"), fields.get("weight", _ONE)
    )


def _suspension(_decoder: Decoder, _path: Path, fields: dict[str, Any]) -> Suspension:
    get = fields.get
    return Suspension(get("on", _SOME_DAY.last), get("reason", ""), get("until"))


def _colour_override(
    _decoder: Decoder, _path: Path, fields: dict[str, Any]
) -> ColourOverride:
    get = fields.get
    return ColourOverride(get("set", ""), get("on", _SOME_DAY.last), get("reason", ""))


def _rule(decoder: Decoder, path: Path, fields: dict[str, Any]) -> Rule:
    bounds = {name: fields[name] for name in BOUNDS if name in fields}
    states = fields.get("states", ())
    if not bounds and not states and not decoder.problems.has(path, "states", *BOUNDS):
        decoder.problems.report(path, _NO_CONDITION)
    return Rule(fields.get("colour", ""), states, bounds, fields.get("says"))


def _rule_set(_decoder: Decoder, path: Path, fields: dict[str, Any]) -> RuleSet:
    get = fields.get
    name = str(path[-1]) if path else ""
    return RuleSet(name, get("title", ""), get("source"), get("rules", ()))


def _revision(_decoder: Decoder, _path: Path, fields: dict[str, Any]) -> dict[str, Any]:
    """Return its keys as they are: what its target means, the goal says."""
    return fields


def _entry(decoder: Decoder, path: Path, fields: dict[str, Any]) -> Entry:
    get = fields.get
    on, period = get("on"), get("period")
    if (on is None) is (period is None):
        _when(decoder, path, fields)
    id_ = get("id")
    if id_ is not None:
        own = (str(path[1]), int(path[3]))
        first = decoder.first(id_, own)
        if first is not own:
            goal, place = first
            number = place.numbers[id_] if isinstance(place, Rows) else place
            phrase = _SAME_ID.about(name=id_, goal=goal, number=number + 1)
            decoder.problems.report((*path, "id"), phrase)
    source = get("source")
    check_source(decoder.problems, path, source, decoder.sources)
    return Entry(
        on or period or _SOME_DAY,
        id=id_,
        value=get("value"),
        change=get("change"),
        done=get("done", False),
        percent=get("percent"),
        replaces=get("replaces"),
        status=get("status"),
        source=source,
        note=get("note"),
        recorded=get("recorded"),
        by=get("by"),
        fields=get("fields"),
    )


def _source(_decoder: Decoder, path: Path, fields: dict[str, Any]) -> Source:
    get = fields.get
    return Source(
        str(path[-1]),
        title=get("title", ""),
        publisher=get("publisher"),
        published=get("published"),
        file=get("file"),
        url=get("url"),
        note=get("note"),
    )


def _report(_decoder: Decoder, _path: Path, fields: dict[str, Any]) -> ReportSettings:
    return ReportSettings(**fields)


def _recipe(decoder: Decoder, path: Path, fields: dict[str, Any]) -> Recipe:
    file, url = fields.pop("file", None), fields.pop("url", None)
    if (file is None) == (url is None) and not decoder.problems.has(
        path, "file", "url"
    ):
        decoder.problems.report(path, _ONE_PLACE, at_key=True)
    if url is not None and not url.startswith(("https://", "http://")):
        decoder.problems.report((*path, "url"), _NO_ADDRESS)
    return Recipe(str(path[-1]), file, url, fields)


def _years(raw: Mapping[str, Any], outer: Years) -> Years:
    """Return the years that a ledger or goal says, else those of what it is in."""
    start, named = raw.get("year-start"), raw.get("year-name")
    if start is None and named is None:
        return outer
    is_month = type(start) is int and 1 <= start <= _DECEMBER
    return Years(
        start if is_month and start else outer.start,
        named if named in YEAR_NAMES else outer.named,
    )


def _goal(decoder: Decoder, path: Path, fields: dict[str, Any]) -> Goal:
    get = fields.get
    kind = Kind(get("kind", Kind.LEVEL))
    baseline, unit = get("baseline"), get("unit", "")
    before: tuple[Revision, ...] = ()
    if (
        type(get("target")) in _NUMBERS
        and "revisions" not in fields
        and (baseline is None or baseline.value is not NO_VALUE)
    ):
        # As nearly all are.
        now = plain_promise(fields, kind)
    else:
        from goaltrack.ledger.targets import promised  # noqa: PLC0415 - as above

        now, before, baseline, unit = promised(decoder.problems, path, fields, kind)
    goal = Goal(
        id=str(path[-1]),
        title=get("title", ""),
        kind=kind,
        unit=unit,
        aim=now.aim,
        target=now.target,
        tolerance=get("tolerance"),
        due=get("due"),
        start=get("start"),
        baseline=baseline,
        plan=get("plan", ()),
        pace=get("pace") or (PACES[1] if now.is_growth else PACES[0]),
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
        paused=get("paused", ()),
        colour=get("colour"),
        revisions=before,
        progress=get("progress", ()),
        written=now.written,
        reference=now.reference,
        each=get("each"),
        need=get("need"),
        take=get("take"),
        limit=get("limit"),
        closed=get("closed"),
        years=decoder.years,
        fields=get("fields"),
        number=get("number"),
        is_aim_said=get("aim") is not None,
        formula=get("figure"),
    )
    check_source(decoder.problems, path, goal.source, decoder.sources)
    check_goal(
        decoder.problems,
        path,
        goal,
        fields,
        are_plain=(*path, "progress") in decoder.plain,
    )
    return goal


def _ledger(decoder: Decoder, path: Path, fields: dict[str, Any]) -> Ledger:
    get = fields.get
    own = get("rulesets", {})
    rules = get("rules", PRESETS[0])
    if rules not in own and rules not in PRESETS:
        known = (*PRESETS, *own)
        phrase = _NO_RULES.about(name=rules, hint=nearest(rules, known))
        decoder.problems.report((*path, "rules"), phrase)
    return Ledger(
        title=get("title", ""),
        language=get("language"),
        rules=rules,
        rulesets=own,
        rollup=get("rollup", ROLLUPS[0]),
        decimal=get("decimal", "."),
        years=decoder.years,
        sources=get("sources", {}),
        goals=get("goals", {}),
        imports=get("imports", {}),
        id=get("id"),
        report=get("report") or AS_USUAL,
    )


_BUILDERS: Mapping[str, Callable[[Decoder, Path, dict[str, Any]], Any]] = {
    POINT.name: _point,
    BASELINE.name: _baseline,
    PAUSE.name: _suspension,
    STEP.name: _step,
    SUSPENSION.name: _suspension,
    REVISION.name: _revision,
    ENTRY.name: _entry,
    COLOUR_OVERRIDE.name: _colour_override,
    RULE.name: _rule,
    RULE_SET.name: _rule_set,
    SOURCE.name: _source,
    REPORT.name: _report,
    IMPORT.name: _recipe,
    GOAL.name: _goal,
    LEDGER.name: _ledger,
}
"""The builder of each table's value from its fields, valid or not."""
