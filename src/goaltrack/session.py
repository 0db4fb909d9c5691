"""A session: ledgers opened for a day and a language, with the goals asked for."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from goaltrack import _process
from goaltrack.analysis.assess import Assessment, Others, assess
from goaltrack.analysis.colour_rules import RuleSet, apply_colour_rules
from goaltrack.analysis.combine import joined, where
from goaltrack.analysis.states import State
from goaltrack.errors import BadLedger, BadUsage, GoaltrackError, Message, Refused
from goaltrack.i18n.catalog import Phrase, language
from goaltrack.i18n.key_words import key_for, key_in_english, state_for
from goaltrack.i18n.suggest import nearest
from goaltrack.ledger.find import find
from goaltrack.ledger.load import Book, gather, load, parse
from goaltrack.ledger.presets import rules_of
from goaltrack.model.amount import ALL, percent, read
from goaltrack.model.ledger import Goal, Kind, Ledger, Origin
from goaltrack.model.period import Period, day, moment
from goaltrack.reports.wording import Voice, words

if TYPE_CHECKING:
    from goaltrack.analysis.agenda import View
    from goaltrack.analysis.filters import Filter

_UNKNOWN_GOAL = Message(
    "unknown-goal",
    "no goal is called '{name}'{hint}",
)
_SEVERAL_GOALS = Message(
    "several-goals",
    "several ledgers have a goal '{name}'\nsay which: {known}",
)
_SEVERAL_TITLES = Message(
    "several-titles",
    "several goals have '{name}' in their titles\nsay which: {known}",
)
_UNKNOWN_FILTER = Message(
    "unknown-filter",
    "goals have no '{name}' to be chosen by{hint}\nthe fields are {known}",
)
_BAD_WHAT_IF = Message(
    "bad-what-if",
    "'{text}' supposes nothing\n"
    "write it like gdp=990@2025, weight=72, or road=done@2025-06-30",
)
PERIOD_SPANS_YEARS = Message(
    "period-spans-years",
    "{goal} starts again each year: "
    "a figure for {period} would cover more than one year",
)

_FIGURE_AS_GOAL = Message(
    "figure-as-goal",
    "no goal is called '{name}'\nto record a figure: `goaltrack add {goal} VALUE`",
)
_OWNER_AS_GOAL = Message(
    "owner-as-goal",
    "no goal is called '{name}'\n"
    "for the goals of one owner: `goaltrack status owner:{owner}`",
)
_NO_FILES = Message(
    "text-includes-files",
    "{name} includes other files, and a text has none: read it from its file",
)
_CLOSE = 0.6
"""How near a name must be to be offered, among all goals and states."""

_ENDING = ".toml"
_NAMED = 3
"""So many ledgers are named in a title; more are counted."""


class Context(NamedTuple):
    """Ledgers that were read, with the goals, days and language asked for."""

    books: tuple[Book, ...]
    ledger: Ledger
    """The ledger, or several as one."""
    names: tuple[str, ...]
    """The goals asked for; all if none is named."""
    today: date
    as_of: date
    known_on: date | None
    voice: Voice

    @property
    def book(self) -> Book:
        """The one that is written to."""
        return self.books[0]

    @property
    def path(self) -> str:
        """The ledger's file, as the user knows it."""
        return self.book.path

    @property
    def file(self) -> str | None:
        """The only ledger's file; None if several were read."""
        return self.path if len(self.books) == 1 else None

    @property
    def title(self) -> str:
        """The title of the board."""
        return self.ledger.title or self.path

    def goal(self, name: str) -> Goal:
        """The goal of that id or title, or the only one whose title has it in it.

        Raises:
            Refused: no goal has it.
            Refused: a goal of more than one ledger has it.
        """
        if name not in self.ledger.goals and _filter(name):
            # Terms choose several: here one goal is wanted.
            field, equals, _ = name.partition("=")
            if equals and field in self.ledger.goals:
                raise BadUsage(_FIGURE_AS_GOAL, name=name, goal=field)
            raise Refused(
                _UNKNOWN_GOAL, name=name, hint=nearest(name, self.ledger.goals)
            )
        found = self._named(name)
        if len(found) > 1:
            known = ", ".join(goal.id for goal in found)
            raise Refused(_SEVERAL_GOALS, name=name, known=known)
        return found[0]

    def goals(self) -> list[Goal]:
        """Return the goals asked for, each once."""
        return [found.goal for found in self.chosen()] if self._terms() else self._all()

    def chosen(
        self, kept: Callable[[Assessment], Assessment] | None = None
    ) -> list[Assessment]:
        """Return the assessments of the goals asked for by names and filters.

        With `kept` each is replaced, as soon as it is made, by what that returns.

        Raises:
            BadUsage: a term asks for what there is not.
        """
        found, terms = self.assess(self._all(), kept=kept), self._terms()
        if not terms:
            return found
        from goaltrack.analysis.filters import select  # noqa: PLC0415 - where asked for

        return select(found, terms, self.today, words())

    def _terms(self) -> "list[Filter]":
        goals = self.ledger.goals
        found = (_filter(name) for name in self.names if name not in goals)
        return [each for each in found if each]

    def _all(self) -> list[Goal]:
        """Return the goals that are named; all of them without a name."""
        goals = self.ledger.goals
        names = [name for name in self.names if name in goals or _filter(name) is None]
        if not names:
            return list(goals.values())
        found = [goal for name in names for goal in self._named(name)]
        return list({goal.id: goal for goal in found}.values())

    def _named(self, name: str) -> list[Goal]:
        """The goal of that id; of several ledgers, each goal that has it in its own."""
        goals = self.ledger.goals
        if name in goals:
            return [goals[name]]
        found = [goal for goal in goals.values() if goal.own_id == name]
        low = name.casefold()
        found = found or [g for g in goals.values() if g.own_id.casefold() == low]
        found = found or self._titled(name)
        if not found:
            raise self._unknown(name)
        return found

    def _unknown(self, name: str) -> GoaltrackError:
        """Return the error for a name that no goal has, with what may be meant."""
        goals = self.ledger.goals
        if re.search("[:<>=]", name):
            from goaltrack.analysis.filters import FIELDS  # noqa: PLC0415 - as above

            field = re.split("[:<>=!]", name, maxsplit=1)[0]
            if field in goals:
                return BadUsage(_FIGURE_AS_GOAL, name=name, goal=field)
            hint = nearest(key_for(field) or field, FIELDS)
            facts = {"name": field, "hint": hint, "known": ", ".join(FIELDS)}
            return BadUsage(_UNKNOWN_FILTER, **facts)
        if re.fullmatch(r"[=+-]?[0-9][0-9.,]*\S{0,4}", name):
            return Refused(_FIGURE_AS_GOAL, name=name, goal="GOAL")
        if name[:1] in ("@", "＠") and name[1:]:
            return Refused(_OWNER_AS_GOAL, name=name, owner=name[1:])
        return Refused(_UNKNOWN_GOAL, name=name, hint=self._hint(name))

    def _hint(self, name: str) -> Phrase:
        """Return what may be meant by a name that no goal has: a goal, or a filter."""
        goals = self.ledger.goals
        # `behind` alone is no term, and no goal.
        states = [f"status:{state.value}" for state in State]
        state = words().get(name) or state_for(name)
        if name[:1] in ("+", "#") and name[1:]:
            term = f"tag:{name[1:]}"
        elif f"status:{state}" in states:
            term = f"status:{state}"
        else:
            term = _term_for(name, goals.values())
        if term:
            return nearest(term, [term])
        titles = [goal.title for goal in goals.values()]
        return nearest(name, [*goals, *titles, *states], _CLOSE)

    def _titled(self, name: str) -> list[Goal]:
        """Return the goal of that title, or the one whose title has it in it.

        Raises:
            Refused: several titles have it in them.
        """
        wanted = name.strip().casefold()
        titled = [
            goal
            for goal in self.ledger.goals.values()
            if wanted and wanted in goal.title.casefold()
        ]
        whole = [goal for goal in titled if goal.title.strip().casefold() == wanted]
        found = whole or titled
        if len({goal.own_id for goal in found}) > 1:
            known = ", ".join(goal.id for goal in found)
            raise Refused(_SEVERAL_TITLES, name=name, known=known)
        return found

    def rules(self) -> Mapping[str, RuleSet]:
        """The rule set of each ledger, by its file."""
        return {book.path: rules_of(book.ledger) for book in self.books}

    def rules_for(self) -> Callable[[Goal], RuleSet]:
        """Return what gives the rule set of a goal: that of its ledger."""
        rules, own = self.rules(), self.path
        return lambda goal: rules[where(goal, own) or own]

    def assess(
        self,
        goals: list[Goal],
        *,
        has_forecasts: bool = True,
        kept: Callable[[Assessment], Assessment] | None = None,
    ) -> list[Assessment]:
        """Return the assessment of each goal as of the day asked for, in its colour."""
        found = self.assessing(goals, has_forecasts=has_forecasts)
        return list(map(kept, found)) if kept else list(found)

    def assessing(
        self, goals: Iterable[Goal], *, has_forecasts: bool = True
    ) -> Iterator[Assessment]:
        """Yield the assessment of each goal, which is made when it is asked for."""
        rules_for, days = self.rules_for(), (self.as_of, self.known_on)
        known = self.known()
        others = Others(known, *days, has_forecasts=has_forecasts)
        for goal in goals:
            found = assess(known[goal.id], *days, others)
            yield apply_colour_rules(found, rules_for(goal))

    def later(self) -> "View":
        """Return the view in which its goals are seen on later days."""
        from goaltrack.analysis.agenda import View  # noqa: PLC0415 - for two commands

        return View(self.rules_for(), self.known_on, self.known())

    def known(self) -> dict[str, Goal]:
        """Return the goals of the ledger; derived figures as they were known then."""
        goals = self.ledger.goals
        return goals if self.known_on is None else _derived(goals, self.known_on)


def _term_for(name: str, goals: Iterable[Goal]) -> str:
    """Return the filter that a name may mean: that of an owner, group or tag."""
    wanted = name.casefold()
    for goal in goals:
        said = {"owner": goal.owner, "group": goal.group}
        for field, text in (*said.items(), *(("tag", tag) for tag in goal.tags)):
            if text and text.casefold() == wanted:
                return f"{field}:{text}"
    return ""


def _derived(goals: dict[str, Goal], known_on: date | None) -> dict[str, Goal]:
    """The goals with what follows from figures that were known then."""
    if not any(goal.formula for goal in goals.values()):
        return goals
    from goaltrack.analysis.derived import derive  # noqa: PLC0415 - few ledgers have any

    return derive(goals, known_on)


def _filter(word: str) -> "Filter | None":
    """The filter that a word of the command line is; None of a goal's name."""
    from goaltrack.analysis.filters import parse_filter  # noqa: PLC0415 - as above

    sign = re.search("[:<>=!]", word) if not word.isascii() else None
    if sign:
        word = key_in_english(word[: sign.start()]) + word[sign.start() :]
    return parse_filter(word)


def with_supposed_figures(asked: Context, figures: list[str]) -> Context:
    """The context as if each `GOAL=FIGURE@PERIOD` had been recorded; nothing is.

    Without a period the figure is one of the day asked for; of a milestone the
    figure is `done`. The view moves on to the last day of the latest period.

    Raises:
        BadUsage: one of them is written otherwise.
        GoaltrackError: its goal, figure or period cannot be read.
    """
    if not figures:
        return asked
    from goaltrack.analysis.what_if import supposed  # noqa: PLC0415 - for one option

    goals, as_of = dict(asked.ledger.goals), asked.as_of
    for text in figures:
        name, equals, rest = text.partition("=")
        figure, at, when = rest.partition("@")
        if not equals or not figure:
            raise BadUsage(_BAD_WHAT_IF, text=text)
        goal = goals.get(name) or asked.goal(name)
        name = goal.id
        day_ = Period(asked.as_of, asked.as_of)
        period = moment(when, asked.today, years=goal.years) if at else day_
        number = goal.years.number
        if goal.kind is Kind.YEAR_TOTAL and number(period.first) != number(period.last):
            raise BadUsage(PERIOD_SPANS_YEARS, goal=name, period=when)
        if goal.kind is Kind.MILESTONE:
            share = ALL if figure == "done" else percent(figure, name)
            is_done = share == ALL
            part = None if is_done else share
            goals[name] = supposed(goal, period, done=is_done, percent=part)
        else:
            amount = read(figure, goal.unit, name, asked.ledger.decimal)
            if amount.is_change:
                raise BadUsage(_BAD_WHAT_IF, text=text)
            is_event = goal.kind is Kind.TOTAL and goal.each and period.days == 1
            if is_event and not figure.startswith("="):
                # Each week begins with nothing: what is new counts, as for `add`.
                goals[name] = supposed(
                    goal, period, change=amount.number, as_of=asked.as_of
                )
            else:
                goals[name] = supposed(goal, period, amount.number, as_of=asked.as_of)
        as_of = max(as_of, period.last)
    goals = _derived(goals, None)
    return asked._replace(ledger=asked.ledger._replace(goals=goals), as_of=as_of)


def open_ledger(
    file: str | None, lang: str | None, names: Sequence[str] | None = None
) -> Context:
    """The one ledger that is written to, as of today.

    Raises:
        GoaltrackError: no ledger is there, or it is not sound.
    """
    now = today()
    return _opened([file] if file else [], names, lang, (now, now, None))


def open_ledgers(
    files: Sequence[str] | None,
    names: Sequence[str] | None,
    lang: str | None,
    as_of: str | None = None,
    known_on: str | None = None,
) -> Context:
    """Open the ledgers, read as one, for the days asked for (default: today).

    A name that ends as a file does is one of a ledger, not of a goal.

    Raises:
        GoaltrackError: no ledger is there, one is not sound, or a day is none.
    """
    now = today()
    seen = moment(as_of, now).last if as_of else now
    known = moment(known_on, now).last if known_on else None
    given = [*(files or []), *(n for n in names or () if n.endswith(_ENDING))]
    goals = [name for name in names or () if not name.endswith(_ENDING)]
    return _opened(given, goals, lang, (now, seen, known))


def _opened(
    files: Sequence[str],
    names: Sequence[str] | None,
    lang: str | None,
    days: tuple[date, date, date | None],
) -> Context:
    found: dict[str, Book] = {}
    for path in files or [find(os.environ.get("GOALTRACK_FILE"))]:
        book = load(path)
        found.setdefault(os.path.realpath(path), book)
    return _of(tuple(found.values()), names, lang, days)


def open_text(text: str, name: str, lang: str | None) -> Context:
    """Open a ledger that is a text, as of today; it is told by its name.

    Raises:
        BadLedger: it is not sound.
        BadUsage: it names files that it includes, which no text has.
    """
    document = parse(name, text.encode())
    if document.data.get("include"):
        raise BadUsage(_NO_FILES, name=name)
    book, problems = gather([document])
    if problems:
        from goaltrack.ledger.problems import findings  # noqa: PLC0415 - if there are

        raise BadLedger(findings([document], problems))
    now = today()
    return _of((book,), None, lang, (now, now, None))


def _of(
    books: tuple[Book, ...],
    names: Sequence[str] | None,
    lang: str | None,
    days: tuple[date, date, date | None],
) -> Context:
    _process.keep(books)
    voice = Voice(language(lang, books[0].ledger.language))
    ledger = books[0].ledger
    if len(books) > 1:
        ledger = _joined(books, voice)
    return Context(books, ledger, tuple(names or ()), *days, voice)


def _joined(books: Sequence[Book], voice: Voice) -> Ledger:
    """The ledgers as one; each is called as its file, as briefly as it can be."""
    whole = [os.path.splitext(book.path)[0] for book in books]
    short = [os.path.basename(name) for name in whole]
    names = short if len(set(short)) == len(short) else whole
    ledgers = {
        Origin(name, book.path, book.ledger.title or name): book.ledger
        for name, book in zip(names, books, strict=True)
    }
    titles = [origin.title for origin in ledgers]
    if len(titles) > _NAMED:
        return joined(ledgers, voice.word("ledgers", number=len(titles)))
    return joined(ledgers, " · ".join(titles))


def today() -> date:
    """The user's day; GOALTRACK_TODAY replaces it, for tests and for replays."""
    pinned = os.environ.get("GOALTRACK_TODAY")
    now = date.today()  # noqa: TID251 - the one clock of the program
    return day(pinned, now) if pinned else now
