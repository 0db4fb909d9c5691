"""`goaltrack add`."""

from enum import StrEnum
from typing import Annotated

import typer

from goaltrack.commands import By, DryRun, File, Lang, Note, On, SourceId, enter
from goaltrack.context import Context, open_ledger
from goaltrack.core.model import Goal, Kind
from goaltrack.core.period import Period, label, moment
from goaltrack.core.period import day as one_day
from goaltrack.core.quantity import plain, read
from goaltrack.errors import (
    NoChange,
    NoNumber,
    OnAndPeriod,
    PeriodWanted,
    WrongPeriod,
)


class Firmness(StrEnum):
    """How firm a figure is."""

    PRELIMINARY = "preliminary"
    REVISED = "revised"
    FINAL = "final"
    FORECAST = "forecast"


def run(
    goal: Annotated[str, typer.Argument(metavar="GOAL", help="The id of the goal.")],
    value: Annotated[
        str,
        typer.Argument(
            metavar="VALUE",
            help="The figure: 367.83, 1,012亿元, 1.2万, 12%; +3 or -2 to add; =-2.",
        ),
    ],
    on: On = None,
    period: Annotated[
        str | None,
        typer.Option(
            "--period", metavar="PERIOD", help="The period in which it was produced."
        ),
    ] = None,
    source: SourceId = None,
    note: Note = None,
    status: Annotated[
        Firmness | None, typer.Option("--status", help="How firm the figure is.")
    ] = None,
    by: By = None,
    dry_run: DryRun = False,
    yes: Annotated[
        bool, typer.Option("-y", "--yes", help="Question no figure, however odd.")
    ] = False,
    file: File = None,
    lang: Lang = None,
) -> None:
    """Record a figure, for a day (--on) or a --period."""
    asked = open_ledger(file, lang)
    subject = asked.goal(goal)
    if subject.kind is Kind.MILESTONE:
        raise NoNumber(goal=goal)
    amount = read(value, subject.unit, goal)
    if amount.is_change and subject.kind is Kind.YEAR_TOTAL:
        number = plain(amount.number)
        raise NoChange(goal=goal, kind=subject.kind.value, text=value, number=number)
    when = _when(asked, subject, on, period)
    is_day = when.first == when.last
    fields = {
        "on": when.last if is_day else None,
        "period": None if is_day else label(when, "en"),
        "change" if amount.is_change else "value": amount.number,
        "source": source,
        "note": note,
        "status": status.value if status else None,
        "by": by,
    }
    enter(asked, subject, fields, source, dry_run=dry_run, yes=yes)


def _when(asked: Context, goal: Goal, on: str | None, period: str | None) -> Period:
    """The day or period that the figure is for."""
    if on and period:
        raise OnAndPeriod
    if period:
        when = moment(period, asked.today)
        if goal.kind is Kind.YEAR_TOTAL and when.first.year != when.last.year:
            raise WrongPeriod(goal=goal.id, period=period)
        return when
    if goal.kind is Kind.YEAR_TOTAL and not on:
        raise PeriodWanted(goal=goal.id, year=asked.today.year)
    day = one_day(on, asked.today) if on else asked.today
    return Period(day, day)
