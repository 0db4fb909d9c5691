"""For programs: read ledgers, and have them assessed, as the command line does.

    import goaltrack
    reading = goaltrack.load("goals.toml")
    for found in reading.assess(date(2023, 8, 4)):
        print(found.goal.id, found.state, found.attainment)

Amounts are `decimal.Decimal`, days `datetime.date`, all values immutable tuples.
"""

import os
from collections.abc import Iterable, Mapping
from datetime import date

from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.series import Figure
from goaltrack.analysis.states import State
from goaltrack.errors import GoaltrackError
from goaltrack.model.ledger import Entry, Goal, Kind, Ledger, Source
from goaltrack.model.period import Period
from goaltrack.reports import data as facts
from goaltrack.reports import tables
from goaltrack.session import Context, open_ledgers, open_text

__all__ = [
    "Assessment",
    "Entry",
    "Figure",
    "Goal",
    "GoaltrackError",
    "Kind",
    "Ledger",
    "Period",
    "Reading",
    "Source",
    "State",
    "load",
    "loads",
]


class Reading:
    """Ledgers as they were read."""

    def __init__(self, found: Context) -> None:
        self._found = found

    @property
    def ledger(self) -> Ledger:
        """Its goals and sources by their ids; of several ledgers, all together."""
        return self._found.ledger

    def assess(
        self,
        day: date | None = None,
        *,
        known_on: date | None = None,
        terms: Iterable[str] = (),
    ) -> list[Assessment]:
        """Return the assessment of each goal as of the day (default: today).

        `known_on` uses only what had been recorded by then. `terms` are ids of goals
        and conditions as on the command line: `status:behind`, `due<2026`.

        Raises:
            GoaltrackError: there is no such goal, or a term asks for what is not.
        """
        return self._at(day, known_on, terms).chosen()

    def data(
        self,
        day: date | None = None,
        *,
        known_on: date | None = None,
        terms: Iterable[str] = (),
    ) -> Mapping[str, object]:
        """The same as plain data: the documented keys of `goaltrack status --json`.

        Raises:
            GoaltrackError: as `assess`.
        """
        asked = self._at(day, known_on, terms)
        days = asked.as_of, asked.known_on
        return facts.status(
            asked.file, asked.chosen(), asked.ledger.rollup, *days, asked.ledger.parts
        )

    def entries(self, day: date | None = None) -> list[Mapping[str, object]]:
        """A row for each entry up to the day: the columns of `export --entries`."""
        asked = self._at(day, None, ())
        rows = tables.entry_rows(asked.goals(), asked.file, asked.as_of, None)
        columns = tables.ENTRY_COLUMNS
        return [{column.name: column.get(row) for column in columns} for row in rows]

    def _at(
        self, day: date | None, known_on: date | None, terms: Iterable[str]
    ) -> Context:
        found = self._found
        return found._replace(
            as_of=day or found.today, known_on=known_on, names=tuple(terms)
        )


def load(*paths: str | os.PathLike[str]) -> Reading:
    """The ledgers at the paths, read as one; none: the one that `goaltrack` finds.

    Raises:
        GoaltrackError: a file cannot be read, or is no sound ledger; `str()` of it says
            where and why.
    """
    return Reading(open_ledgers([os.fspath(path) for path in paths], None, "en"))


def loads(text: str, *, name: str = "goals.toml") -> Reading:
    """The ledger that the text holds; errors tell places in it by the name.

    No file is read.

    Raises:
        GoaltrackError: it is no sound ledger, or includes files.
    """
    return Reading(open_text(text, name, "en"))
