"""Goals of a table as changes to a ledger: what is new, there already, or refused."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from goaltrack.cli.assignments import (
    Subject,
    complete_target,
    spelled,
)
from goaltrack.errors import GoaltrackError
from goaltrack.i18n.catalog import Phrase
from goaltrack.importing.goal_columns import (
    GoalColumns,
    inferred_kind,
    kind_of,
    texts_of,
)
from goaltrack.importing.readers import Doubt, Line
from goaltrack.importing.reconcile import NO_GOAL, number_in_doubt
from goaltrack.ledger.edit import Change
from goaltrack.ledger.identify import proposed_id
from goaltrack.ledger.toml_text import entry_row, goal_table, new_id
from goaltrack.ledger.validate import is_goal_id
from goaltrack.model.amount import read
from goaltrack.model.ledger import Citation, Entry, Kind
from goaltrack.model.period import Period, moment
from goaltrack.session import Context

_NO_KIND = Phrase("'{text}' is not a kind: they are {known}")
_NO_DAY = Phrase("a baseline needs its day or year: add a column of years, or a start")
_NO_PERIOD = Phrase(
    "a figure that adds up inside a year needs its period: add --on 2025H1"
)
_TWICE = Phrase("line {line} has a goal of the same title")

_ORDER = (
    *("title", "number", "group", "kind", "unit", "target", "tolerance", "aim", "due"),
    *("start", "baseline", "owner", "parent", "weight", "tags", "source", "note"),
)
"""The keys of a goal in the order in which they are written."""
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
    change: Change | None = None


def goal_rows(
    asked: Context, columns: GoalColumns, lines: Sequence[Line], given: Given
) -> list[GoalRow]:
    """Return each row as a new goal, one that is there, or with why it is refused.

    A parent that no goal is called becomes an objective.
    """
    reader = _Reader(asked, given)
    for number, cells, doubts in lines:
        reader.doubts = {
            key: doubts[name] for key, name in columns.by_key.items() if name in doubts
        }
        reader.row(number, texts_of(columns, cells))
    return reader.found


class _Reader:
    """The rows of a table of goals, one after the other."""

    def __init__(self, asked: Context, given: Given) -> None:
        self.found: list[GoalRow] = []
        self.doubts: Mapping[str, Doubt] = {}
        """Numbers of the row being read that may be other numbers, by key."""
        self._given = given
        self._asked = asked
        goals = asked.ledger.goals
        self._ids = {goal.title.strip().casefold(): goal.id for goal in goals.values()}
        self._taken = set(goals)
        self._lines: dict[str, int] = {}

    def row(self, line: int, texts: dict[str, str]) -> None:
        """Read a row; one without a title and a target says nothing."""
        title, name = texts.get("title", ""), texts.pop("id", "")
        if not title:
            if "target" in texts:
                row = GoalRow(line, "", texts, why=NO_GOAL, key="title")
                self.found.append(row)
            return
        same = title.casefold()
        there = self._asked.ledger.goals
        if same in self._lines:
            why = _TWICE.about(line=self._lines[same])
            self.found.append(GoalRow(line, "", texts, why=why, key="title"))
        elif same in self._ids or name in there:
            known = self._ids.get(same, name)
            self.found.append(GoalRow(line, known, texts, is_there=True))
        else:
            self._lines[same] = line
            is_free = is_goal_id(name) and name not in self._taken
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
        current, year = texts.pop("current", ""), texts.pop("baseline-year", "")
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
        if kind in _WITHOUT_NUMBER:
            # What a deed comes to stands in words.
            words_ = texts.pop("target", "")
            texts.pop("unit", None)
            if words_ and words_ not in texts["title"]:
                texts.setdefault("note", words_)
            current = ""
        if self._given.source:
            texts["source"] = self._given.source
        row = GoalRow(line, name, texts, is_inferred=not said)
        return self._written(row, current, year)

    def _written(self, row: GoalRow, current: str, year: str) -> GoalRow:
        """Return the row with the change that writes it, or with why it is refused."""
        texts = dict(row.texts)
        key = "target"
        try:
            complete_target(texts)
            about = self._subject(row.id, texts)
            key, why = self._in_doubt({**texts, "current": current})
            if why:
                return row._replace(why=why, key=key)
            key = "target"
            if "baseline" in texts:
                key = "due"
                when = year or texts.get("start") or self._eve(texts.get(key, ""))
                if not when:
                    return row._replace(why=_NO_DAY, key="baseline")
                texts["baseline"] += f"@{when}"
            lines = {}
            for key in (each for each in _ORDER if each in texts):
                lines[key] = spelled(key, texts[key], about)
            key = "current"
            if current and self._given.period is None and about.kind == Kind.YEAR_TOTAL:
                return row._replace(why=_NO_PERIOD, key=key)
            table = goal_table(row.id, lines)
            if current:
                entry = self._entry(current, about)
                rows = f"progress = [\n  {entry},\n]"
                table = table.replace("progress = [\n]", rows)
        except GoaltrackError as error:
            return row._replace(why=error.phrase.first_line, key=key)
        return row._replace(texts=texts, change=Change(row.id, "", "", table))

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

    def _eve(self, due: str) -> str:
        """Return the day before a due period begins; empty where a day is due."""
        if not due:
            return ""
        years = self._asked.ledger.years
        found = moment(due, self._asked.today, is_due=True, years=years)
        if found.first == found.last:
            return ""
        return date.fromordinal(found.first.toordinal() - 1).isoformat()

    def _subject(self, name: str, texts: Mapping[str, str]) -> Subject:
        ledger = self._asked.ledger
        return Subject(
            name,
            texts.get("unit", ""),
            self._asked.today,
            texts["kind"],
            ledger.years,
            self._given.decimal or ".",
        )

    def _entry(self, text: str, about: Subject) -> str:
        """Return the entry of what the table calls current: it is so today."""
        amount = read(text, about.unit, about.goal, about.decimal)
        today = about.today
        given = self._given
        entry = Entry(
            given.period or Period(today, today),
            new_id(self._asked.ledger.entries),
            amount.number,
            status=given.status,
            source=Citation.parse(given.source) if given.source else None,
            recorded=today,
            by=given.by,
        )
        return entry_row(entry)
