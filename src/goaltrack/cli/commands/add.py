"""`goaltrack add`."""

from datetime import date
from typing import Annotated

import typer

from goaltrack.cli import options as opt
from goaltrack.cli.recording import (
    parse_citation,
    parse_value,
    parse_when,
    record_entry,
    step_called,
)
from goaltrack.cli.run_state import RUN
from goaltrack.errors import BadUsage, GoaltrackError, Message, WrongUnit
from goaltrack.model.ledger import Entry, Goal, Kind
from goaltrack.model.period import Period, moment
from goaltrack.session import Context, open_ledger

_TIME_IN_VALUE = Message(
    "time-in-value",
    "'{text}' is a day or period\nuse `goaltrack add {goal} {value} {option} {quoted}`",
)
_OF_A_STEP = Message(
    "figure-of-a-step",
    "{step} is a step of {goal}, which is done or is not\n"
    "use `goaltrack done {goal} {step}`, or say how far the whole is: "
    "`goaltrack add {goal} 60%`",
)
_NOTE_IN_VALUE = Message(
    "note-in-value",
    "'{text}' is no part of a figure\n"
    "a remark stands behind -m: `goaltrack add {goal} {value} -m {quoted}`",
)
_VALUE_MISSING = Message(
    "value-missing",
    "{goal}: there is nothing to record\nsay a VALUE, or a --note alone",
)


def run(
    goal: Annotated[
        str, typer.Argument(metavar="GOAL", help="The goal: its id, or its title.")
    ],
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[VALUE]...",
            help="The figure: 367.83, 1,012亿元, 1.2万, 12%; of a total, what is new: "
            "3; =350 is the total; +3 or -2 to add to a level; =-2 is below zero. "
            "Of a milestone, how far it is: 60%.",
        ),
    ] = None,
    on: opt.On = None,
    period: opt.PeriodText = None,
    source: opt.SourceId = None,
    note: opt.Note = None,
    status: opt.Firm = None,
    by: opt.By = None,
    dry_run: opt.DryRun = False,
    yes: opt.Yes = False,
    json: opt.Json = False,
    file: opt.File = None,
    lang: opt.Lang = None,
) -> None:
    """Record a figure, for a day (--on) or a --period."""
    RUN.as_json = json
    asked = open_ledger(file, lang)
    subject = asked.goal(goal)
    value = " ".join(words) if words else None
    if words and subject.kind is Kind.MILESTONE:
        _require_whole(subject, words)
    if words and not (on or period):
        _check_words(subject, words, asked)
    if value is None and note is None:
        raise BadUsage(_VALUE_MISSING, goal=subject.id)
    entry = Entry(
        Period(asked.today, asked.today),
        status=status.value if status else None,
        source=parse_citation(source),
        note=note,
        by=by,
    )
    if value is not None:
        # An amount that cannot be read is told before a period that is missing.
        parse_value(subject, value, entry, asked.ledger.decimal)
    moment = parse_when(asked, subject, on, period, is_figure=value is not None)
    entry = entry._replace(period=moment)
    if value is not None:
        entry = parse_value(subject, value, entry, asked.ledger.decimal)
    says = f"add {subject.id}"
    record_entry(asked, subject, entry, says, dry_run=dry_run, yes=yes)


def _require_whole(goal: Goal, words: list[str]) -> None:
    """Refuse how far a step of a milestone is: `road survey 70%`.

    Raises:
        BadUsage: the words before the percentage name a step.
    """
    step = step_called(goal, " ".join(words[:-1])) or step_called(goal, words[-1])
    if step:
        raise BadUsage(_OF_A_STEP, goal=goal.id, step=step)


def _check_words(goal: Goal, words: list[str], asked: Context) -> None:
    """Refuse a day, a period or a remark among the words: `82.5 yesterday`.

    Raises:
        BadUsage: the last words say when, or something else.
    """
    import shlex  # noqa: PLC0415 - of several words only

    remark = None
    for number in range(1, len(words)):
        text = " ".join(words[number:])
        value = " ".join(words[:number])
        try:
            parse_value(goal, value, Entry(_ANY), asked.ledger.decimal)
        except GoaltrackError:
            continue
        facts = {"text": text, "goal": goal.id, "value": value}
        try:
            found = moment(text, asked.today, years=goal.years)
        except GoaltrackError:
            # The longest figure: in `20 hours of zen` it is 20 hours.
            remark = BadUsage(_NOTE_IN_VALUE, **facts, quoted=shlex.quote(text))
            continue
        option = "--on" if found.first == found.last else "--period"
        when = shlex.quote(text.removeprefix("on "))
        raise BadUsage(_TIME_IN_VALUE, **facts, option=option, quoted=when)
    if remark and _is_no_figure(goal, words, asked):
        raise remark


def _is_no_figure(goal: Goal, words: list[str], asked: Context) -> bool:
    """Whether the words are no figure in whole, and not one in another unit."""
    try:
        parse_value(goal, " ".join(words), Entry(_ANY), asked.ledger.decimal)
    except WrongUnit:
        return len(words) > 2  # noqa: PLR2004 - a number and its unit
    except GoaltrackError:
        return True
    return False


_ANY = Period(date.min, date.min)
