"""`goaltrack ask`."""

from datetime import date, timedelta

import typer

from goaltrack.analysis.agenda import Need, Want, needs
from goaltrack.cli import options as opt
from goaltrack.cli.prompts import ask, needs_terminal, refuse
from goaltrack.cli.recording import (
    parse_citation,
    parse_value,
    parse_when,
    record_entry,
)
from goaltrack.errors import GoaltrackError
from goaltrack.i18n.text import clean
from goaltrack.model.ledger import Entry, Goal, Kind
from goaltrack.model.period import Period
from goaltrack.model.period_label import label
from goaltrack.reports.agenda import want
from goaltrack.session import Context, open_ledger

_WANTED = (Want.RESULT, Want.FIGURE, Want.STEP, Want.FIRST, Want.DUE)
_END = "q"
_YES = ("y", "yes", "是")


def run(
    goals: opt.Goals = None,
    source: opt.SourceId = None,
    by: opt.By = None,
    dry_run: opt.DryRun = False,
    file: opt.File = None,
    lang: opt.Lang = None,
) -> None:
    """Ask for each missing figure in turn."""
    needs_terminal("goaltrack add GOAL VALUE")
    asked = open_ledger(file, lang, goals)
    assessments = asked.assess(asked.goals())
    wanted = needs(assessments, asked.later())
    wanted = [need for need in wanted if goals or need.want in _WANTED]
    if not wanted:
        typer.echo(asked.voice.word("no_needs"))
    for number, need in enumerate(wanted, 1):
        head = f"[{number}/{len(wanted)}] {need.goal.id}: {need.goal.title}"
        more = want(need, asked.voice, asked.as_of)
        typer.echo(clean(asked.voice.word("with", what=head, more=more)))
        if not _one(open_ledger(file, lang), need, source, by, dry_run=dry_run):
            return


def _one(
    asked: Context, need: Need, source: str | None, by: str | None, *, dry_run: bool
) -> bool:
    """Ask for one figure until it can be written; False to end."""
    goal = asked.goal(need.goal.id)
    voice = asked.voice
    while True:
        is_done = goal.kind is Kind.MILESTONE
        answer = ask(voice.word("ask_done" if is_done else "ask_figure"), "")
        if answer in ("", _END):
            return answer != _END
        moment = ask(voice.word("ask_when"), _moment(asked, goal, need))
        try:
            entry = Entry(
                parse_when(asked, goal, None, moment),
                source=parse_citation(source),
                by=by,
            )
            entry = _answered(goal, answer, entry, asked.ledger.decimal)
            says = f"add {goal.id}"
            record_entry(asked, goal, entry, says, dry_run=dry_run, yes=False)
        except GoaltrackError as error:
            refuse(error, voice)
        else:
            return True


def _answered(goal: Goal, answer: str, entry: Entry, decimal: str) -> Entry:
    """Return the entry with an answer: of a milestone yes, a step done, or 60%."""
    if goal.kind is not Kind.MILESTONE:
        return parse_value(goal, answer, entry, decimal)
    if answer.lower() in _YES:
        return entry._replace(done=True)
    if answer in [step.id for step in goal.steps]:
        return entry._replace(done=answer)
    return parse_value(goal, answer, entry, decimal)


def _moment(asked: Context, goal: Goal, need: Need) -> str | None:
    """Return the most likely day or period; None where the user must name it."""
    if goal.kind is not Kind.YEAR_TOTAL:
        return "today"
    if need.want is Want.RESULT and goal.due:
        return label(goal.years.year(goal.years.number(goal.due.last)), "en")
    if goal.every and need.day != date.max:
        last = need.day - timedelta(days=goal.lag)
        if last <= asked.today:
            return label(Period(goal.years.first_of(last), last), "en")
    return None
