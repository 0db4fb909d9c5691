"""The table that is handed in: one row a goal, in the columns of a 台账."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from goaltrack.analysis.assess import Assessment, State
from goaltrack.i18n.text import clean
from goaltrack.model.ledger import Citation, Goal, Kind, Ledger
from goaltrack.reports.blocks import Bar, Cell, Column, Gantt, Table, cell
from goaltrack.reports.board import (
    bar,
    by_group,
    by_urgency,
    figure_period,
    figure_text,
    gap,
    state_cell,
)
from goaltrack.reports.goal_page import citations, source_text
from goaltrack.reports.wording import Voice

NAMES = (
    "goal",
    "target",
    "due",
    "lead",
    "figure",
    "done_share",
    "time_share",
    "gap",
    "state",
    "source",
)
"""The columns, in the order of a 台账."""
_NUMBERS = ("target", "figure", "done_share", "time_share", "gap")
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
    columns = tuple(
        Column(name, voice.word(name), is_number=name in _NUMBERS, folds=name == "goal")
        for name in NAMES
    )
    other = voice.word("ungrouped") if len(groups) > 1 else ""
    return [
        Table(
            clean(group) or other,
            columns,
            tuple(row(each, voice) for each in by_urgency(members)),
        )
        for group, members in groups.items()
    ]


def gantt(assessments: Sequence[Assessment], voice: Voice) -> Gantt | None:
    """What is due when, from its beginning where one is known; None if nothing is."""
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
    """What is cited, once each: its id, and title, publisher, day and address."""
    found: dict[str, str] = {}
    for goal in goals:
        for citation in citations(goal):
            if citation.source not in found:
                source = ledger.sources[citation.source]
                found[citation.source] = source_text(source, voice)
    return tuple(found.items())


def cites(citation: Citation | None) -> Cell:
    """The place in a source, with the source as a note."""
    if citation is None:
        return Cell("")
    place = clean(citation.place) if citation.place else ""
    return Cell(f"#{place}" if place else "", cites=(citation.source,))


def row(assessment: Assessment, voice: Voice) -> tuple[Cell, ...]:
    """The row of a goal, a cell for each of NAMES."""
    return tuple(_cells(assessment, voice))


def _cells(assessment: Assessment, voice: Voice) -> Iterator[Cell]:
    goal, trajectory = assessment.goal, assessment.trajectory
    yield cell(goal.title)
    yield cell(voice.target(goal))
    yield Cell(voice.period(goal.due) if goal.due else "")
    yield cell(goal.owner or "")
    figure, period = figure_text(assessment, voice), figure_period(assessment, voice)
    yield cell(voice.word("with", what=figure, more=period) if figure else "")
    yield bar(assessment, voice)
    share = trajectory.time_share if trajectory else None
    yield Cell("" if share is None else voice.share(share, 0))
    yield cell(gap(assessment, voice))
    yield state_cell(assessment, voice)
    yield cites(goal.source)


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
