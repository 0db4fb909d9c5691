"""Goals of a table as changes to a ledger: what is new, there already, or refused."""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import tomli

from goaltrack.cli.assignments import (
    Subject,
    complete_target,
    is_relative,
    ordered_keys,
    require_baseline,
    revised_promise,
    revision_row,
    spelled,
    subject_of,
)
from goaltrack.cli.goal_times import (
    Counted,
    DoubtfulError,
    are_amounts,
    checkpoints,
    figures,
    summed,
    timed_cells,
    timed_periods,
)
from goaltrack.errors import GoaltrackError, Message, Refused
from goaltrack.i18n.catalog import Phrase
from goaltrack.importing.dates import day_of
from goaltrack.importing.exported import ExportedGoal
from goaltrack.importing.goal_columns import (
    GoalColumns,
    aim_of,
    inferred_kind,
    kind_of,
    texts_of,
)
from goaltrack.importing.layout import Line
from goaltrack.importing.readers import Doubt
from goaltrack.importing.reconcile import NO_GOAL, Adds, number_in_doubt
from goaltrack.ledger.edit import Change
from goaltrack.ledger.identify import proposed_id
from goaltrack.ledger.positions import Node, scan
from goaltrack.ledger.toml_text import (
    Value,
    entry_row,
    goal_table,
    inline_table,
    new_id,
    to_toml,
)
from goaltrack.ledger.validate import is_goal_id
from goaltrack.model.amount import ALL, percent, read
from goaltrack.model.ledger import Citation, Entry, Goal, Kind
from goaltrack.model.period import Period, moment
from goaltrack.model.target import parse_target, without_base_year
from goaltrack.reports.as_written import keys_of
from goaltrack.session import Context

_NO_KIND = Phrase("'{text}' is not a kind: they are {known}")
_NO_DAY = Phrase("a baseline needs its day or year: add a column of years, or a start")
_NO_PERIOD = Message(
    "current-without-period",
    "a figure that adds up inside a year needs its period: add --on {half}",
)
_TWICE = Phrase("line {line} has a goal of the same title")

_NO_ID = Phrase("'{text}' is not the id of a goal")
_NO_REASON = Phrase(
    "this changes what was promised: give the reason with --reason TEXT",
)
_WITHOUT_NUMBER = (Kind.MILESTONE, Kind.OBJECTIVE)


NUMBERS = ("target", "baseline", "current")
"""The columns of a table of goals that hold numbers."""


class Given(NamedTuple):
    """The options that the user gives with a table of goals."""

    decimal: str
    """The decimal mark; empty where a mark before three digits is doubtful."""
    period: Period | None = None
    """Of the current figures; None: they are of today."""
    source: str | None = None
    status: str | None = None
    by: str | None = None
    updates: bool = False
    """Whether goals that are there take what the table says."""
    reason: str | None = None
    """Why promises change, where they do."""
    order: str = ""
    """The order of the parts of 3/4/2022, `dmy` or `mdy`."""
    year: str = ""
    """The year of due dates that are written without one."""
    adds: Adds | None = None
    """Whether values of periods are amounts or totals, where the user says it."""


class GoalRow(NamedTuple):
    """A row of a table of goals, as it is read."""

    line: int
    id: str
    texts: Mapping[str, str]
    """Its texts by key; the kind too."""
    is_inferred: bool = False
    """Whether its kind was inferred."""
    is_there: bool = False
    """Whether the ledger has a goal of that title or id."""
    why: Phrase | None = None
    """Why it cannot be taken."""
    key: str = ""
    """Whose text is wrong; empty where it is the whole row."""
    changes: tuple[Change, ...] = ()
    """The changes that write it: the goal, or what is new of one that is there."""
    differs: tuple[str, ...] = ()
    """The keys of a goal that is there which the table has otherwise."""


def goal_rows(
    asked: Context, columns: GoalColumns, lines: Sequence[Line], given: Given
) -> list[GoalRow]:
    """Return each row as a new goal, one that is there, or with why it is refused.

    A parent that no goal is called becomes an objective.
    """
    reader = _Reader(asked, given, columns)
    for number, cells, doubts in lines:
        reader.doubts = {
            key: doubts[name] for key, name in columns.by_key.items() if name in doubts
        }
        fields = {name: cells[name].strip() for name in columns.fields}
        reader.fields = {name: text for name, text in fields.items() if text}
        names = (*columns.plans, *columns.figures)
        reader.timed = {name: cells[name].strip() for name in names}
        reader.timed_doubts = {n: doubts[n] for n in names if n in doubts}
        reader.row(number, texts_of(columns, cells))
    return reader.found


def exported_rows(
    asked: Context, goals: Iterable[ExportedGoal], updates: bool, reason: str | None
) -> list[GoalRow]:
    """Return each goal of an export as a new one, or one that is there.

    With `updates` those that are there take what the export says, for the reason.
    """
    given = Given(".", updates=updates, reason=reason)
    reader = _Reader(asked, given, GoalColumns({}, ()))
    for goal in goals:
        reader.exported(goal)
    return reader.found


class _Reader:
    """The rows of a table of goals, one after the other."""

    def __init__(self, asked: Context, given: Given, columns: GoalColumns) -> None:
        self.found: list[GoalRow] = []
        self.doubts: Mapping[str, Doubt] = {}
        """Numbers of the row being read that may be other numbers, by key."""
        self.fields: dict[str, str] = {}
        """Texts of the row under the names of their columns."""
        self.timed: dict[str, str] = {}
        """Texts of the row in columns of periods."""
        self.timed_doubts: Mapping[str, Doubt] = {}
        self._columns = columns
        self._given = given
        self._asked = asked
        goals = asked.ledger.goals
        self._ids = {goal.title.strip().casefold(): goal.id for goal in goals.values()}
        self._taken = set(goals)
        self._entry_ids = asked.ledger.entries
        self._lines: dict[str, int] = {}
        self._scanned: dict[int, Node] = {}
        """The places in the files of the ledger, each looked through once."""

    def row(self, line: int, texts: dict[str, str]) -> None:
        """Read a row; one without a title and a target says nothing."""
        title, name = texts.get("title", ""), texts.pop("id", "")
        if not title:
            if "target" in texts:
                row = GoalRow(line, "", texts, why=NO_GOAL, key="title")
                self.found.append(row)
            return
        there = self._asked.ledger.goals
        is_free = is_goal_id(name) and name not in self._taken
        # Of goals that have ids of their own, several may have one title.
        same = name if is_free or name in there else title.casefold()
        if same in self._lines:
            why = _TWICE.about(line=self._lines[same])
            self.found.append(GoalRow(line, "", texts, why=why, key="title"))
        elif name in there or same in self._ids:
            known = name if name in there else self._ids[same]
            self._lines[same] = line
            self.found.append(self._there(line, known, texts))
        else:
            self._lines[same] = line
            id_ = name if is_free else self._id(title)
            self._taken.add(id_)
            if "parent" in texts:
                texts["parent"] = self._above(line, texts["parent"])
            self.found.append(self._new(line, id_, texts))

    def _id(self, title: str) -> str:
        """Return an id made of the title; of one without letters, a number."""
        return proposed_id(title, self._taken) or proposed_id("goal", self._taken)

    def _above(self, line: int, title: str) -> str:
        """Return the id of the goal that a row is a part of, if need be a new one."""
        if title in self._taken:
            return title
        known = self._ids.get(title.casefold())
        if known is None:
            known = self._id(title)
            self._taken.add(known)
            self._ids[title.casefold()] = known
            texts = {"title": title, "kind": Kind.OBJECTIVE.value}
            self.found.append(self._new(line, known, texts)._replace(is_inferred=True))
        return known

    def _new(self, line: int, name: str, texts: dict[str, str]) -> GoalRow:
        """Return a row as a new goal, or with why it is refused."""
        said = texts.get("kind", "")
        kind = kind_of(said)
        if said and kind is None:
            known = ", ".join(each.value for each in Kind)
            why = _NO_KIND.about(text=said, known=known)
            return GoalRow(line, name, texts, why=why, key="kind")
        if kind is None:
            words = (texts.get(key, "") for key in ("title", "unit", "target"))
            kind = inferred_kind(*words)
        texts["kind"] = kind.value
        if self._given.source:
            texts["source"] = self._given.source
        row = GoalRow(line, name, texts, is_inferred=not said)
        found, lines = self._lines_of(row)
        if found.why:
            return found
        table = goal_table(name, lines)
        found, entries = self._entries(found, None)
        if entries:
            rows = "".join(f"  {entry},\n" for entry in entries)
            table = table.replace("progress = [\n]", f"progress = [\n{rows}]")
        return found._replace(changes=(Change(name, "", "", table),))

    def _there(self, line: int, name: str, texts: dict[str, str]) -> GoalRow:
        """Return a row of a goal that is there: its new figure, and what differs."""
        goal = self._asked.ledger.goals[name]
        texts["kind"] = (kind_of(texts.get("kind", "")) or goal.kind).value
        texts.setdefault("unit", goal.unit)
        if not texts["unit"]:
            del texts["unit"]
        if "parent" in texts:
            texts["parent"] = self._above(line, texts["parent"])
        row, lines = self._lines_of(GoalRow(line, name, texts, is_there=True))
        if row.why:
            return row
        old = self._old(name, lines)
        differs = [key for key in lines if not _is_same(old[key], lines[key])]
        row = self._updated(row, goal, old, {key: lines[key] for key in differs})
        if row.why:
            return row
        row, entries = self._entries(row, goal)
        new = [Change(name, "progress", "", entry, is_row=True) for entry in entries]
        return row._replace(changes=(*row.changes, *new))

    def _updated(
        self, row: GoalRow, goal: Goal, old: Mapping[str, str], new: Mapping[str, str]
    ) -> GoalRow:
        """Return a row with what differs, and with --update the changes to it."""
        row = row._replace(differs=tuple(new))
        if not self._given.updates:
            return row
        changes = [Change(goal.id, key, old[key], new[key]) for key in new]
        revised = revised_promise(goal, changes)
        if revised and self._given.reason is None:
            return row._replace(why=_NO_REASON, key=next(iter(revised)))
        if revised:
            today, reason = self._asked.today, self._given.reason or ""
            changes.append(revision_row(goal.id, revised, today, reason))
        return row._replace(changes=tuple(changes))

    def exported(self, row: ExportedGoal) -> None:
        """Read a goal of an export, which says all of it as it is."""
        said = {key: to_toml(value) for key, value in row.keys.items()}
        keys = (*ordered_keys(said), *said)
        lines = {key: said[key] for key in dict.fromkeys(keys)}
        shown = ("title", "kind", "target", "unit", "due")
        texts = {key: str(row.keys[key]) for key in shown if key in row.keys}
        name = row.id or self._called(str(row.keys.get("title", "")))
        found = GoalRow(row.line, name, texts, is_inferred=not row.id)
        if not is_goal_id(name):
            self.found.append(found._replace(why=_NO_ID.about(text=name)))
        elif name not in self._asked.ledger.goals:
            new = Change(name, "", "", goal_table(name, lines))
            self.found.append(found._replace(changes=(new,)))
        else:
            goal = self._asked.ledger.goals[name]
            now = keys_of(goal, self._asked.ledger.years)
            now |= {"aim": goal.aim.value, "weight": goal.weight}
            new_lines = {k: lines[k] for k in lines if row.keys[k] != now.get(k)}
            old = self._old(name, new_lines)
            found = found._replace(is_there=True)
            self.found.append(self._updated(found, goal, old, new_lines))

    def _called(self, title: str) -> str:
        """Return the id of the goal of that title, if need be a new one."""
        known = self._ids.get(title.strip().casefold()) or self._id(title)
        self._taken.add(known)
        return known

    def _old(self, name: str, keys: Iterable[str]) -> dict[str, str]:
        """Return the values of keys of a goal that is there, as they are written."""
        home = self._asked.book.home(name)
        text = self._asked.book.documents[home].text
        if home not in self._scanned:
            self._scanned[home] = scan(text)
        goal = self._scanned[home].find(("goals", name))
        nodes = {key: (goal.items or {}).get(key) for key in keys}
        return {key: text[n.start : n.end] if n else "" for key, n in nodes.items()}

    def _lines_of(self, row: GoalRow) -> tuple[GoalRow, dict[str, str]]:
        """Return the keys of a row as TOML; or the row with why it is refused."""
        texts = dict(row.texts)
        key = "target"
        try:
            _prepare(texts)
            self._date(texts)
            complete_target(texts)
            about = self._subject(row.id, texts)
            key, why = self._in_doubt(texts)
            if why:
                return row._replace(why=why, key=key), {}
            key = "target"
            if "baseline" in texts and "@" not in texts["baseline"]:
                key = "due"
                when = texts.get("start") or self._eve(texts.get(key, ""), about)
                if not when:
                    return row._replace(why=_NO_DAY, key="baseline"), {}
                texts["baseline"] += f"@{when}"
            key = "target"
            require_baseline(texts, row.id, "baseline=")
            lines = {}
            for key in ordered_keys(texts):
                lines[key] = spelled(key, texts[key], about)
        except GoaltrackError as error:
            return row._replace(why=error.phrase.first_line, key=key), {}
        try:
            plan = self._plan(row.id, texts)
        except DoubtfulError as error:
            return row._replace(why=error.why, key=error.column), {}
        if plan:
            lines["plan"] = to_toml(plan)
        if self.fields:
            lines["fields"] = inline_table(dict(self.fields))
        return row._replace(texts=texts), lines

    def _date(self, texts: dict[str, str]) -> None:
        """Give a due date the year of the table, and a total its first day."""
        for key in ("due", "start"):
            if key in texts:
                texts[key] = day_of(texts[key], self._given.order)
        due, year = texts.get("due", ""), self._given.year
        if due and year and not _YEARS.search(due):
            with suppress(GoaltrackError):
                moment(f"{year}年{due}", self._asked.today, is_due=True)
                due = texts["due"] = f"{year}年{due}"
        if texts["kind"] == Kind.TOTAL.value and due and "start" not in texts:
            eve = self._eve(due, self._subject("", texts))
            if eve:
                first = date.fromisoformat(eve).toordinal() + 1
                texts["start"] = date.fromordinal(first).isoformat()

    def _in_doubt(self, texts: Mapping[str, str]) -> tuple[str, Phrase | None]:
        """Return the key of a number that may be another one, and why."""
        is_share = texts.get("unit") == "%"
        for key in NUMBERS:
            text, doubt = texts.get(key, ""), self.doubts.get(key)
            decimal = self._given.decimal
            why = text and number_in_doubt(text, decimal, doubt, is_share=is_share)
            if why:
                return key, why
        return "", None

    def _eve(self, due: str, about: Subject) -> str:
        """Return the day before a due period begins; empty where a day is due."""
        if not due:
            return ""
        found = moment(due, self._asked.today, is_due=True, years=about.years)
        if found.first == found.last:
            return ""
        return date.fromordinal(found.first.toordinal() - 1).isoformat()

    def _subject(self, name: str, texts: Mapping[str, str]) -> Subject:
        asked, decimal = self._asked, self._given.decimal or "."
        return subject_of(name, texts, asked.today, asked.ledger.years, decimal)

    def _counted(self, name: str, texts: Mapping[str, str]) -> Counted:
        """Return how the numbers of the row are read that are of a time."""
        about = self._subject(name, texts)
        year = self._given.year
        due = texts.get("due")
        if due and not year:
            last = moment(due, self._asked.today, is_due=True, years=about.years).last
            year = str(about.years.number(last))
        return Counted(
            name,
            about.unit,
            Kind(texts["kind"]),
            about.years,
            self._given.decimal,
            year,
            self.timed_doubts,
        )

    def _plan(self, name: str, texts: Mapping[str, str]) -> list[Value]:
        """Return the checkpoints of a row.

        Raises:
            DoubtfulError: a cell is none, or may be two.
        """
        if Kind(texts["kind"]) in (*_WITHOUT_NUMBER, Kind.RATE):
            return []
        how = self._counted(name, texts)
        cells = timed_cells(self.timed, self._columns.plans, how)
        if are_amounts(cells, how, self._target(texts, how), self._given.adds):
            cells = summed(cells)
        due = texts.get("due")
        today = self._asked.today
        last = moment(due, today, is_due=True, years=how.years) if due else None
        return checkpoints(cells, last)

    def _target(self, texts: Mapping[str, str], how: Counted) -> Decimal | None:
        """Return the target of a row where it is one number."""
        try:
            return read(texts.get("target", ""), how.unit, "", how.decimal).number
        except GoaltrackError:
            return None

    def _entries(self, row: GoalRow, goal: Goal | None) -> tuple[GoalRow, list[str]]:
        """Return the new entries of a row, or the row with why it is refused."""
        try:
            current = self._entry(row, goal)
        except GoaltrackError as error:
            return row._replace(why=error.phrase.first_line, key="current"), []
        try:
            timed = self._figures(row)
        except DoubtfulError as error:
            return row._replace(why=error.why, key=error.column), []
        found = [] if current is None else [current]
        there = goal.progress if goal else ()
        new = (e for e in timed if not any(_is_there(e, other) for other in there))
        found += [entry_row(self._said(entry)) for entry in new]
        return row, found

    def _figures(self, row: GoalRow) -> list[Entry]:
        """Return the figures of a row that are of a time.

        Raises:
            DoubtfulError: a cell is none, or may be two.
        """
        kind = Kind(row.texts["kind"])
        if kind is Kind.OBJECTIVE or not self._columns.figures:
            return []
        how = self._counted(row.id, row.texts)
        if kind is Kind.MILESTONE:
            return [
                _reported(Entry(Period(when.last, when.last)), self.timed[name])
                for name, when in timed_periods(self.timed, self._columns.figures, how)
            ]
        cells = timed_cells(self.timed, self._columns.figures, how)
        target = self._target(row.texts, how)
        amounts = are_amounts(cells, how, target, self._given.adds)
        return figures(cells, how, amounts=amounts)

    def _said(self, entry: Entry) -> Entry:
        """Return an entry with an id, and what the user says of all of them."""
        given = self._given
        return entry._replace(
            id=new_id(self._entry_ids),
            status=given.status,
            source=Citation.parse(given.source) if given.source else None,
            recorded=self._asked.today,
            by=given.by,
        )

    def _entry(self, row: GoalRow, goal: Goal | None) -> str | None:
        """Return the entry of what the table calls current; None if it is there.

        Of a milestone it is that it is done, how far it is, or what is reported.

        Raises:
            GoaltrackError: it cannot be read, or has no period.
        """
        text = row.texts.get("current", "")
        kind = Kind(row.texts["kind"])
        if not text or kind is Kind.OBJECTIVE or (goal and goal.formula):
            return None
        about, given = self._subject(row.id, row.texts), self._given
        if given.period is None and kind is Kind.YEAR_TOTAL:
            raise Refused(_NO_PERIOD, half=f"{about.today.year}H1")
        today = about.today
        entry = self._said(Entry(given.period or Period(today, today)))
        if kind is Kind.MILESTONE:
            entry = _reported(entry, text)
        else:
            decimal = about.decimal
            number = read(text, about.unit, about.goal, decimal).number
            entry = entry._replace(value=number)
        if goal and any(_says_same(entry, each) for each in goal.progress):
            return None
        return entry_row(entry)


def _is_there(entry: Entry, other: Entry) -> bool:
    """Whether an entry of the ledger says the same of the same time."""
    said = (entry.value, entry.done, entry.percent, entry.note)
    return entry.period == other.period and said == (
        other.value,
        other.done,
        other.percent,
        other.note,
    )


def _prepare(texts: dict[str, str]) -> None:
    """Bring the texts of a row into the form in which `new` takes them."""
    if Kind(texts["kind"]) in _WITHOUT_NUMBER:
        # What a deed comes to stands in words.
        words = texts.pop("target", "")
        for key in ("unit", "baseline", "baseline-year", "aim"):
            texts.pop(key, None)
        if words and not _is_number(words) and words not in texts["title"]:
            texts.setdefault("note", words)
        return
    if texts.get("unit", "").startswith("%") and texts["unit"] != "%":
        # `75 %` of a goal in "% of GDP" is 75 of them.
        for key in NUMBERS:
            if key in texts:
                texts[key] = texts[key].replace("%", "").strip()
    target, year = without_base_year(texts.get("target", ""))
    if year:
        texts["target"] = target
        texts.setdefault("baseline-year", year)
    if "aim" in texts:
        aim = aim_of(texts.pop("aim"))
        if aim and parse_target(texts.get("target", "")).aim is None:
            texts["aim"] = aim.value
    _date_baseline(texts)


def _date_baseline(texts: dict[str, str]) -> None:
    """Give the baseline its year; without a value, figures are percent of it."""
    year = texts.pop("baseline-year", "")
    target = parse_target(texts.get("target", "")).target
    if not year:
        return
    if "baseline" in texts:
        texts["baseline"] += f"@{year}"
    elif is_relative(target, texts["kind"], texts.get("unit", "")):
        texts["baseline"] = f"@{year}"
        texts.pop("unit", None)


def _reported(entry: Entry, text: str) -> Entry:
    """Return what is reported of a milestone: done, a share, or a remark."""
    if text.strip().lower() in _DONE:
        return entry._replace(done=True)
    try:
        share = percent(text, "")
    except GoaltrackError:
        return entry._replace(note=text)
    is_done = share == ALL
    return entry._replace(done=is_done, percent=None if is_done else share)


_DONE = ("done", "yes", "complete", "completed", "完成", "已完成", "是", "√", "✓")


def _says_same(entry: Entry, other: Entry) -> bool:
    """Whether an entry of the ledger says the same of the same time, or later on."""
    said = (entry.value, entry.done, entry.percent, entry.note)
    return said == (other.value, other.done, other.percent, other.note) and (
        other.period.last >= entry.period.last or entry.done is True
    )


def _is_same(old: str, new: str) -> bool:
    """Whether two values in TOML are the same value."""
    if old == new:
        return True
    if not old:
        return False
    first, second = (
        tomli.loads(f"it = {text}", parse_float=Decimal)["it"] for text in (old, new)
    )
    return bool(first == second)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace(",", "").isdecimal()


_YEARS = re.compile(r"[0-9]{4}|十[一二三四五六]五|今年|明年|去年")
