"""What every command is told: which ledger, which day, which language, what screen."""

import os
import sys
from datetime import date
from typing import NamedTuple

from goaltrack.core.assess import Assessment, assess
from goaltrack.core.model import Goal, Kind, Ledger
from goaltrack.core.period import Period, day, moment
from goaltrack.core.quantity import read
from goaltrack.core.rules import painted
from goaltrack.core.supposed import supposed
from goaltrack.errors import BadSupposition, NoNumber, UnknownGoal, WrongPeriod
from goaltrack.report.words import Voice
from goaltrack.store.locate import locate
from goaltrack.store.presets import rules_of
from goaltrack.store.read import Book, load
from goaltrack.store.shapes import nearest

_LANGUAGES = {"zh": "zh", "en": "en"}


class Context(NamedTuple):
    """A ledger that was read, and the days and the language asked for."""

    book: Book
    ledger: Ledger
    today: date
    as_of: date
    known_on: date | None
    voice: Voice

    @property
    def path(self) -> str:
        """The ledger's file, as the user knows it."""
        return self.book.path

    def goal(self, name: str) -> Goal:
        """The goal of that name.

        Raises:
            UnknownGoal: no goal has it.
        """
        goals = self.ledger.goals
        if name not in goals:
            raise UnknownGoal(name=name, hint=nearest(name, goals))
        return goals[name]

    def goals(self, names: list[str] | None) -> list[Goal]:
        """The goals of those names, or all of them."""
        if not names:
            return list(self.ledger.goals.values())
        return [self.goal(name) for name in dict.fromkeys(names)]

    def assess(self, goals: list[Goal]) -> list[Assessment]:
        """What is to be said of each goal as of the day asked for, in its colour."""
        rules = rules_of(self.ledger)
        return [
            painted(assess(goal, self.as_of, self.known_on), rules) for goal in goals
        ]


def suppose(asked: Context, figures: list[str]) -> Context:
    """The context as if each `GOAL=FIGURE@PERIOD` had been recorded; nothing is.

    Without a period the figure is one of the day asked for; of a milestone the
    figure is `done`. The view moves on to the last day of the latest period.

    Raises:
        BadSupposition: one of them is written otherwise.
        GoaltrackError: its goal, figure or period cannot be read.
    """
    goals, as_of = dict(asked.ledger.goals), asked.as_of
    for text in figures:
        name, equals, rest = text.partition("=")
        figure, at, when = rest.partition("@")
        if not equals or not figure:
            raise BadSupposition(text=text)
        goal = goals.get(name) or asked.goal(name)
        day_ = Period(asked.as_of, asked.as_of)
        period = moment(when, asked.today) if at else day_
        if goal.kind is Kind.YEAR_TOTAL and period.first.year != period.last.year:
            raise WrongPeriod(goal=name, period=when)
        if goal.kind is Kind.MILESTONE:
            if figure != "done":
                raise NoNumber(goal=name)
            goals[name] = supposed(goal, period, done=True)
        else:
            amount = read(figure, goal.unit, name)
            if amount.is_change:
                raise BadSupposition(text=text)
            goals[name] = supposed(goal, period, amount.number)
        as_of = max(as_of, period.last)
    return asked._replace(ledger=asked.ledger._replace(goals=goals), as_of=as_of)


class Screen(NamedTuple):
    """Where output goes: how wide it is, whether it shows colour and columns."""

    width: int | None
    color: bool
    plain: bool


def open_ledger(
    file: str | None,
    lang: str | None,
    as_of: str | None = None,
    known_on: str | None = None,
) -> Context:
    """The ledger asked for, read, and the days asked for; today if none is.

    Raises:
        GoaltrackError: no ledger is there, it is not sound, or a day is none.
    """
    now = today()
    seen = moment(as_of, now).last if as_of else now
    known = moment(known_on, now).last if known_on else None
    book = load(locate(file or os.environ.get("GOALTRACK_FILE")))
    voice = Voice(language(lang, book.ledger.language))
    return Context(book, book.ledger, now, seen, known, voice)


def today() -> date:
    """The user's day; GOALTRACK_TODAY replaces it, for tests and for replays."""
    pinned = os.environ.get("GOALTRACK_TODAY")
    now = date.today()  # noqa: TID251 - the one clock of the program
    return day(pinned, now) if pinned else now


def language(asked: str | None = None, ledger: str | None = None) -> str:
    """`--lang`, GOALTRACK_LANG, the ledger, the locale, else English: "zh" or "en"."""
    environ = os.environ
    locale = (environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    said = asked or environ.get("GOALTRACK_LANG") or ledger
    found = said or next(filter(None, locale), "en")
    return _LANGUAGES.get(found[:2].lower(), "en")


def screen(color: str, *, plain: bool) -> Screen:
    """What standard output is good for, and what the user wants of it."""
    environ = os.environ
    is_terminal = sys.stdout.isatty()
    is_dumb = environ.get("TERM") == "dumb"
    forced = environ.get("FORCE_COLOR") or environ.get("CLICOLOR_FORCE", "0") != "0"
    if color == "auto":
        allowed = not environ.get("NO_COLOR") and not is_dumb
        shows = allowed and (is_terminal or bool(forced))
    else:
        shows = color == "always"
    is_plain = plain or (is_terminal and is_dumb)
    return Screen(_width(is_terminal=is_terminal), shows, is_plain)


def _width(*, is_terminal: bool) -> int | None:
    """Cells of a line: COLUMNS, the terminal's, or None where nothing bounds it."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isdecimal() and int(columns):
        return int(columns)
    if not is_terminal:
        return None
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or None
    except (OSError, ValueError):
        return None
