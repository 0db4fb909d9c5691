"""The table that is handed in: one row a goal, in the columns of a 台账."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.lint import REVIEW
from goaltrack.analysis.rollup import rollup
from goaltrack.analysis.states import State
from goaltrack.i18n.text import clean
from goaltrack.model.ledger import Goal, Kind, Ledger, Mode
from goaltrack.model.report import PRESETS, ReportSettings
from goaltrack.reports import columns
from goaltrack.reports.blocks import Band, Bar, Gantt, Note, Table
from goaltrack.reports.board import Rows, View, grouped
from goaltrack.reports.goal_page import citations, source_text
from goaltrack.reports.wording import Voice

_ROLES = {
    State.MET: "done",
    State.LATE: "done",
    State.MISSED: "late",
    State.MOVING_AWAY: "late",
    State.FAR_BEHIND: "late",
}


def view_of(settings: ReportSettings) -> View:
    """Return how a report is laid out: in the order of the plan, else as it asks."""
    if settings.sort in (None, "number"):
        return View(sort="number")
    return View(group="none", sort=settings.sort or "", is_flat=True)


def names_of(
    settings: ReportSettings, assessments: Sequence[Assessment]
) -> tuple[str, ...]:
    """Return the columns of a register; of drafts, with the sentence of each."""
    if settings.columns:
        return settings.columns
    names = PRESETS.get(settings.preset or "", columns.REGISTER)
    if any(REVIEW in each.goal.tags for each in assessments):
        at = names.index("title") + 1
        names = (*names[:at], "note", *names[at:])
    return names


def register(
    assessments: Sequence[Assessment],
    settings: ReportSettings,
    mode: Mode,
    voice: Voice,
) -> Table:
    """Return the register, objectives with their parts first, then the groups.

    Columns that the ledger does not ask for are left out where they say nothing.
    """
    parts = grouped(assessments, view_of(settings))
    chosen = columns.find(names_of(settings, assessments))
    rows = [
        tuple(
            cell._replace(depth=depth) if each.name == "title" else cell
            for each, cell in zip(chosen, columns.row(chosen, one, voice), strict=True)
        )
        for _, members in parts
        for one, depth in members
    ]
    kept = [
        n
        for n, each in enumerate(chosen)
        if settings.columns or each.name == "title" or any(row[n].text for row in rows)
    ]
    return Table(
        "",
        tuple(columns.column(chosen[n], voice) for n in kept),
        tuple(tuple(row[n] for n in kept) for row in rows),
        tuple(_bands(parts, mode, voice)),
        is_register=True,
    )


def _bands(
    parts: Sequence[tuple[str | None, Rows]], mode: Mode, voice: Voice
) -> Iterator[Band]:
    """Yield the heading of each group, with what its goals come to."""
    if len(parts) == 1 and not parts[0][0]:
        return
    start = 0
    for group, members in parts:
        title = heading(group, voice)
        goals = [one for one, _ in members]
        if group is not None:
            title += voice.word("colon") + voice.rollup(rollup(goals, mode))
        yield Band(start, title)
        start += len(members)


def heading(group: str | None, voice: Voice) -> str:
    """Return the heading of a group of a report; None heads the objectives."""
    if group is None:
        return voice.word("objectives")
    return clean(group) or voice.word("ungrouped")


def gantt(parts: Sequence[tuple[str | None, Rows]], voice: Voice) -> Gantt | None:
    """Return due dates as bars, from the start where one is known; None without any."""
    found = []
    as_of = None
    for group, members in parts:
        dated = [one for one, _ in members if one.goal.due]
        if dated:
            as_of = dated[0].as_of
            bars = tuple(bar for one in dated for bar in _bars(one))
            title = heading(group, voice) if len(parts) > 1 else voice.word("goals")
            found.append((title, bars))
    return Gantt(tuple(found), as_of) if as_of else None


def notes(ledger: Ledger, goals: Sequence[Goal], voice: Voice) -> tuple[Note, ...]:
    """Return each cited source once, in the order in which they are cited."""
    found: dict[str, Note] = {}
    for goal in goals:
        for citation in citations(goal):
            name = citation.source
            if name not in found:
                source = ledger.sources[name]
                url = source.url or ""
                is_page = url.startswith(("https://", "http://"))
                text = source_text(source, voice, with_url=not is_page)
                found[name] = Note(
                    name, clean(source.title), text, url if is_page else ""
                )
    return tuple(found.values())


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
    yield Bar(clean(goal.title), first, goal.due.last, role, goal.id)
    done = assessment.series.steps_done
    for step in goal.steps:
        if step.due:
            role = "done" if step.id in done else ""
            late = not role and step.due.last < assessment.as_of
            yield Bar(clean(step.title), None, step.due.last, "late" if late else role)
