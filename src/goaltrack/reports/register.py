"""The table that is handed in: one row a goal, in the columns of a 台账."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.states import State
from goaltrack.i18n.text import clean
from goaltrack.model.ledger import Goal, Kind, Ledger
from goaltrack.reports.blocks import Bar, Gantt, Table
from goaltrack.reports.board import by_group, by_urgency
from goaltrack.reports.columns import REGISTER, column, row
from goaltrack.reports.goal_page import citations, source_text
from goaltrack.reports.wording import Voice

_ROLES = {
    State.MET: "done",
    State.LATE: "done",
    State.MISSED: "late",
    State.MOVING_AWAY: "late",
    State.FAR_BEHIND: "late",
}


def tables(assessments: Sequence[Assessment], voice: Voice) -> list[Table]:
    """A table for each group, in the order of the ledger; its goals worst first."""
    groups = by_group(assessments)
    columns = tuple(column(each, voice) for each in REGISTER)
    other = voice.word("ungrouped") if len(groups) > 1 else ""
    return [
        Table(
            clean(group) or other,
            columns,
            tuple(row(REGISTER, each, voice) for each in by_urgency(members)),
        )
        for group, members in groups.items()
    ]


def gantt(assessments: Sequence[Assessment], voice: Voice) -> Gantt | None:
    """Return due dates as bars, from the start where one is known; None without any."""
    groups = by_group(each for each in assessments if each.goal.due)
    other = voice.word("ungrouped" if len(groups) > 1 else "goals")
    parts = tuple(
        (clean(group) or other, tuple(one for each in members for one in _bars(each)))
        for group, members in groups.items()
    )
    return Gantt(parts, assessments[0].as_of) if parts else None


def notes(
    ledger: Ledger, goals: Sequence[Goal], voice: Voice
) -> tuple[tuple[str, str], ...]:
    """Return each cited source once: its id, and title, publisher, day and address."""
    found: dict[str, str] = {}
    for goal in goals:
        for citation in citations(goal):
            if citation.source not in found:
                source = ledger.sources[citation.source]
                found[citation.source] = source_text(source, voice)
    return tuple(found.items())


def _bars(assessment: Assessment) -> Iterator[Bar]:
    goal = assessment.goal
    if goal.due is None:
        return
    first = goal.start
    if first is None and goal.baseline:
        first = goal.baseline.period.last + timedelta(days=1)
    if first is None and goal.due.first < goal.due.last and goal.kind is not Kind.LEVEL:
        first = goal.due.first
    role = _ROLES.get(assessment.state, "")
    yield Bar(clean(goal.title), first, goal.due.last, role)
    done = assessment.series.steps_done
    for step in goal.steps:
        if step.due:
            role = "done" if step.id in done else ""
            late = not role and step.due.last < assessment.as_of
            yield Bar(clean(step.title), None, step.due.last, "late" if late else role)
