"""`goaltrack done`."""

from typing import Annotated

import typer

from goaltrack.analysis.assess import assess
from goaltrack.analysis.series import effective_entries
from goaltrack.analysis.states import State
from goaltrack.cli import options as opt
from goaltrack.cli.recording import (
    parse_citation,
    record_entry,
    require_recordable,
    step_called,
    warn,
)
from goaltrack.cli.run_state import RUN
from goaltrack.errors import BadUsage, GoaltrackError, Message, Refused
from goaltrack.i18n.catalog import Phrase
from goaltrack.i18n.suggest import nearest
from goaltrack.model.amount import ALL, plain
from goaltrack.model.ledger import Entry, Goal, Kind
from goaltrack.model.period import Period
from goaltrack.model.period import day as one_day
from goaltrack.session import Context, open_ledger

_NOT_A_MILESTONE = Message(
    "not-a-milestone",
    "{goal} is a {kind}, which figures decide\nsay `goaltrack add {goal} VALUE`",
)
_UNKNOWN_STEP = Message(
    "unknown-step",
    "{goal} has no step called '{name}'{hint}",
)
_STEP_IS_DAY = Message(
    "step-is-a-day",
    "{goal} has no step called '{text}', which is a day\n"
    "use `goaltrack done {goal} --on {text}`",
)
_STEP_IS_SHARE = Message(
    "step-is-a-share",
    "{goal} has no step called '{text}'\nhow far it is: `goaltrack add {goal} {text}`",
)
_NOT_YET = Phrase(
    "an entry of a later day says {percent}%, so that it is open still: "
    "`goaltrack correct {entry}` puts that right"
)
_DONE_IN_FUTURE = Message(
    "done-in-future",
    "{day} is still to come: nobody knows yet what is done by then\n"
    "say it on the day; a due date is changed with `goaltrack set`",
)
_WITH_STEPS = Phrase(
    "the open steps count as done too: {steps} (for one step: "
    "`goaltrack done {goal} STEP`; to go back: `goaltrack undo`)"
)
_ALREADY_DONE = Message(
    "already-done",
    "{goal} was already done on {day}",
)


def run(
    goal: Annotated[
        str, typer.Argument(metavar="GOAL", help="The milestone: its id, or its title.")
    ],
    step: Annotated[
        str | None,
        typer.Argument(metavar="[STEP]", help="One step of it: its id, or its title."),
    ] = None,
    on: opt.On = None,
    source: opt.SourceId = None,
    note: opt.Note = None,
    by: opt.By = None,
    dry_run: opt.DryRun = False,
    json: opt.Json = False,
    file: opt.File = None,
    lang: opt.Lang = None,
) -> None:
    """Record that a milestone, or a step of it, is reached."""
    RUN.as_json = json
    asked = open_ledger(file, lang)
    if step is None and goal not in asked.ledger.goals:
        # As people write a part of a whole: road/survey.
        whole, slash, part = goal.rpartition("/")
        if slash and whole in asked.ledger.goals:
            goal, step = whole, part
    subject = asked.goal(goal)
    goal = subject.id
    require_recordable(subject)
    if subject.kind is not Kind.MILESTONE:
        raise Refused(_NOT_A_MILESTONE, goal=goal, kind=subject.kind.value)
    if step:
        steps = [name for part in subject.steps for name in (part.id, part.title)]
        hint = nearest(step, steps)
        named, step = step, step_called(subject, step)
        if step is None:
            _check_step(goal, named, asked)
            raise Refused(_UNKNOWN_STEP, goal=goal, name=named, hint=hint)
    _check_open(asked, subject, step)
    day = one_day(on, asked.today) if on else asked.today
    if day > asked.today:
        raise BadUsage(_DONE_IN_FUTURE, day=day)
    entry = Entry(
        Period(day, day),
        done=step or True,
        source=parse_citation(source),
        note=note,
        by=by,
    )
    says = f"done {goal} {step}" if step else f"done {goal}"
    record_entry(asked, subject, entry, says, dry_run=dry_run)
    reached = {each.done for each in effective_entries(subject, None)}
    left = [part.title for part in subject.steps if part.id not in reached]
    later = [e for e in subject.progress if e.percent and e.period.last > day]
    if later and not step and not dry_run:
        last = later[-1]
        percent = plain(last.percent or ALL)
        warn([_NOT_YET.about(percent=percent, entry=last.id or goal)], asked.voice)
    if left and not step and not dry_run:
        # Done as a whole reaches every step: nobody should be surprised by it.
        names = asked.voice.word("list_comma").join(left)
        warn([_WITH_STEPS.about(steps=names, goal=goal)], asked.voice)


def _check_step(goal: str, text: str, asked: Context) -> None:
    """Refuse a day or a share that stands where a step is named.

    Raises:
        BadUsage: it is one.
    """
    if text.endswith(("%", "％")):
        raise BadUsage(_STEP_IS_SHARE, text=text, goal=goal)
    try:
        one_day(text, asked.today)
    except GoaltrackError:
        return
    raise BadUsage(_STEP_IS_DAY, text=text, goal=goal)


def _check_open(asked: Context, goal: Goal, step: str | None) -> None:
    """Refuse to record that something is done for the second time."""
    is_done = assess(goal, asked.today, None, asked.ledger.goals).state in (
        State.MET,
        State.LATE,
    )
    for entry in effective_entries(goal, None):
        if (entry.done is True and is_done) or (step and entry.done == step):
            name = f"{goal.id} {step}" if entry.done == step else goal.id
            raise Refused(_ALREADY_DONE, goal=name, day=entry.period.last.isoformat())
