"""The changes between two views, as a page or plain data."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.changes import Change
from goaltrack.analysis.combine import where
from goaltrack.analysis.promises import around
from goaltrack.i18n.text import clean
from goaltrack.model.ledger import Entry, Goal, Revision
from goaltrack.reports.blocks import Column, Sheet, Table, cell
from goaltrack.reports.cells import figure_period, figure_text, state_cell
from goaltrack.reports.data import goal as numbers
from goaltrack.reports.wording import Voice


def page(title: str, changes: Sequence[Change], voice: Voice, said: str) -> Sheet:
    """Return the page of changes; `said` names the two views."""
    found = table(changes, voice)
    if found is None:
        return Sheet(clean(title), said, (), voice.word("no_changes"))
    return Sheet(clean(title), said, (found,))


def table(
    changes: Sequence[Change], voice: Voice, *, with_ids: bool = True
) -> Table | None:
    """A row for each thing that changed; None if nothing did."""
    id_column = Column("id", voice.word("id"), below="goal", speaks=True)
    columns = (
        Column("goal", voice.word("goal"), folds=True),
        *([id_column] if with_ids else []),
        Column("what", voice.word("what")),
        Column("before", voice.word("before"), folds=True),
        Column("after", voice.word("after"), folds=True),
    )
    rows = []
    for change in changes:
        shown = True
        for what, before, after, role in _rows(change, voice):
            title_ = change.goal.title if shown else ""
            id_ = change.goal.id if shown else ""
            shown = False
            rows.append(
                (
                    cell(title_)._replace(goal=change.goal.id if title_ else ""),
                    *([cell(id_, "muted")] if with_ids else []),
                    cell(what),
                    cell(before, "muted"),
                    cell(after, role),
                )
            )
    return Table("", columns, tuple(rows)) if rows else None


def _replaced(goal: Goal, entry: Entry, voice: Voice) -> str:
    """Return the figure and id of the entry that this one corrects."""
    old = next(each for each in goal.progress if each.id == entry.replaces)
    said, name = voice.entry(goal, old), entry.replaces or ""
    return voice.word("with", what=said, more=name) if said else name


def _rows(change: Change, voice: Voice) -> Iterator[tuple[str, str, str, str]]:
    before, after = change.before, change.after
    if change.has_moved:
        old, new = state_cell(before, voice).text, state_cell(after, voice).text
        turn = {1: "state_better", -1: "state_worse"}.get(change.turn, "state")
        yield voice.word(turn), old, new, after.colour
    if change.has_figure:
        yield voice.word("figure"), _figure(before, voice), _figure(after, voice), ""
    for entry in change.corrected:
        old = _replaced(change.goal, entry, voice)
        yield voice.word("correction"), old, voice.entry(change.goal, entry), ""
    for revision in change.revised:
        yield (
            voice.word("revision"),
            _promise(change, revision, voice),
            voice.word(
                "with", what=_now(change, revision, voice), more=revision.reason
            ),
            "",
        )


def _figure(assessment: Assessment, voice: Voice) -> str:
    if assessment.figure is None:
        return ""
    what, more = figure_text(assessment, voice), figure_period(assessment, voice)
    return voice.word("with", what=what, more=more)


def _promise(change: Change, revision: Revision, voice: Voice) -> str:
    """Return what was promised until a revision."""
    return voice.revised(around(change.goal, revision)[0], revision)


def _now(change: Change, revision: Revision, voice: Voice) -> str:
    """Return what has been promised since a revision."""
    after = around(change.goal, revision)[1]
    return voice.revised(after, revision) or voice.target(after)


def data(
    path: str | None, changes: Sequence[Change], since: date, until: date
) -> Mapping[str, object]:
    """The changes as plain data: each goal's numbers before and after."""
    return {
        "schema": "goaltrack/diff/1",
        "ledger": path,
        "since": since,
        "until": until,
        "changes": [
            {
                "ledger": where(change.goal, path),
                "goal": change.goal.own_id,
                "before": numbers(change.before, path),
                "after": numbers(change.after, path),
                "corrected": [entry.id for entry in change.corrected],
                "revised": [
                    {"on": revision.on, "reason": revision.reason}
                    for revision in change.revised
                ],
            }
            for change in changes
        ],
    }
