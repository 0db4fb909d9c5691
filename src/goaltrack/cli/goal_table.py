"""A table of goals: what its rows come to, and how they are written."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

import typer

from goaltrack.cli.entry_table import import_entries
from goaltrack.cli.goal_rows import GoalRow, exported_rows
from goaltrack.cli.recording import (
    commit_all,
    first_doubts,
    print_changes,
    warn,
)
from goaltrack.cli.run_state import RUN
from goaltrack.cli.table_options import TableOptions
from goaltrack.errors import BadTable, NotSound
from goaltrack.i18n.text import clean
from goaltrack.importing.exported import Export
from goaltrack.importing.goal_columns import GoalColumns
from goaltrack.importing.layout import Grid, find_table
from goaltrack.importing.readers import finding
from goaltrack.importing.reconcile import RowState
from goaltrack.ledger.batch import problems_of
from goaltrack.ledger.edit import Change
from goaltrack.ledger.toml_text import source_table
from goaltrack.ledger.transaction import Draft, Note, prepare, prepare_with_table
from goaltrack.reports.wording import Voice
from goaltrack.session import Context


class AsSaid(NamedTuple):
    """The options for what becomes of an export."""

    updates: bool
    reason: str | None
    correct: bool
    dry_run: bool


def import_goals(
    asked: Context,
    grid: Grid,
    columns: GoalColumns,
    rows: Sequence[GoalRow],
    *,
    dry_run: bool,
) -> None:
    """Write the goals of a table: all or none; those that are there stay.

    Of goals that are there new figures are added, and with --update what differs.

    Raises:
        BadTable: a row is no goal.
    """
    rows, drafts = _drafted(asked, rows)
    voice = asked.voice
    if grid.titles:
        typer.echo(clean(voice.word("header_in", row=grid.header)), err=True)
    if columns.unknown:
        names = voice.word("list_comma").join(columns.unknown)
        said = voice.word("warning") + voice.word("not_kept", names=names)
        typer.echo(clean(said), err=True)

    def column(row: GoalRow) -> int:
        name = columns.by_key.get(row.key, row.key)
        return grid.columns.index(name) + 1 if name in grid.columns else 1

    _check(grid.path, rows, drafts, column, voice, dry_run=dry_run)
    if dry_run:
        print_changes(*drafts)
        typer.echo(voice.word("dry_run"), err=True)
        return
    commit_all(_noted(grid.path, drafts), voice)
    _say(grid.path, rows, voice)


def import_export(asked: Context, path: str, export: Export, given: AsSaid) -> None:
    """Write what an export of ours holds: its goals, their entries and sources.

    Raises:
        BadTable: one of them does not fit to the ledger.
    """
    voice = asked.voice
    missing = {
        name: source
        for name, source in export.sources.items()
        if name not in asked.ledger.sources
    }
    table = "\n\n".join(source_table(name, missing[name]) for name in missing)
    found = exported_rows(asked, export.goals, given.updates, given.reason)
    rows, drafts = _drafted(asked, found, table)
    _check(path, rows, drafts, lambda _: 1, voice, dry_run=given.dry_run)
    if export.entries is None:
        if given.dry_run:
            print_changes(*drafts)
            typer.echo(voice.word("dry_run"), err=True)
            return
        commit_all(_noted(path, drafts), voice)
    else:
        if drafts:
            after = drafts[-1].after
            asked = asked._replace(books=(after,), ledger=after.ledger)
        grid = find_table(export.entries, frozenset(), export.entries.rows[0].number)
        import_entries(
            asked,
            grid,
            TableOptions(),
            None,
            correct=given.correct,
            dry_run=given.dry_run,
            before=drafts,
        )
        if given.dry_run:
            return
    _say(path, rows, voice)


def _by_file(asked: Context, rows: Sequence[GoalRow]) -> dict[int, list[Change]]:
    """Return the changes of each file; new goals are in the ledger's own."""
    files: dict[int, list[Change]] = {}
    for row in rows:
        home = asked.book.home(row.id) if row.is_there else 0
        for change in row.changes:
            files.setdefault(home, []).append(change)
    return files


def _drafted(
    asked: Context, rows: Sequence[GoalRow], sources: str = ""
) -> tuple[Sequence[GoalRow], list[Draft]]:
    """Return the rows, and what is to be written if all of them fit.

    `sources` are tables of new ones. Rows that would make the ledger invalid are
    refused.

    Raises:
        NotSound: together they would, and none by itself.
    """
    if any(row.why for row in rows):
        return rows, []
    files = _by_file(asked, rows)
    drafts: list[Draft] = []
    if sources:
        drafts.append(prepare_with_table(asked.book, 0, [], sources))
    book = drafts[0].after if drafts else asked.book
    try:
        for file in files.items():
            # Each on what the one before has made: goals may be parts of others.
            drafts.append(prepare(drafts[-1].after if drafts else book, *file))
    except NotSound:
        problems = problems_of(book, files)
        wrong = {str(each.path[1]): each for each in problems if len(each.path) > 1}
        if wrong.keys().isdisjoint(row.id for row in rows):
            raise
    else:
        return rows, drafts
    refused = [
        row._replace(why=wrong[row.id].phrase, key=str((*wrong[row.id].path, "")[2]))
        if row.id in wrong
        else row
        for row in rows
    ]
    return refused, []


def _check(
    path: str,
    rows: Sequence[GoalRow],
    drafts: Sequence[Draft],
    column: Callable[[GoalRow], int],
    voice: Voice,
    *,
    dry_run: bool,
) -> None:
    """Show the rows of a dry run, refuse what is wrong, and warn of what is doubtful.

    Raises:
        BadTable: a row is no goal of this ledger.
    """
    if dry_run:
        _show_goals(voice, rows)
    wrong = [finding(path, row.line, column(row), row.why) for row in rows if row.why]
    if wrong:
        raise BadTable(wrong)
    goals = drafts[-1].ledger.goals if drafts else {}
    made = [goals[row.id] for row in rows if row.changes and not row.is_there]
    warn(first_doubts(made), voice)


def _noted(path: str, drafts: Sequence[Draft]) -> list[tuple[Draft, Note]]:
    return [(draft, Note(f"import {path}")) for draft in drafts]


def _say(path: str, rows: Sequence[GoalRow], voice: Voice) -> None:
    """Say how many goals are new, how many changed, and which differ."""
    there = [row for row in rows if row.is_there]
    changed = [row for row in there if row.changes]
    facts = {"new": len(rows) - len(there), "same": len(there) - len(changed)}
    name = "imported_changed" if changed else "imported_goals"
    RUN.say(voice.word(name, path=path, changed=len(changed), **facts))
    kept = [row for row in there if all(c.key == "progress" for c in row.changes)]
    differing = [row.id for row in kept if row.differs]
    if differing:
        names = voice.word("list_comma").join(differing[:_FEW])
        typer.echo(clean(voice.word("goals_differ", names=names)), err=True)


_FEW = 10


def _show_goals(voice: Voice, rows: Sequence[GoalRow]) -> None:
    """Print each row: its line, what becomes of it, and what was inferred (*)."""
    counts = Counter({RowState.NEW: 0, RowState.SAME: 0, RowState.REFUSED: 0})
    for row in rows:
        state = RowState.REFUSED if row.why else RowState.NEW
        state = RowState.SAME if row.is_there and not row.changes else state
        kind = row.texts.get("kind", "") + ("*" if row.is_inferred else "")
        said = [row.id, kind]
        said += [
            row.texts[key] for key in ("target", "unit", "due") if key in row.texts
        ]
        texts = "  ".join(filter(None, [*said, row.texts.get("title", "")]))
        why = f" ({row.why.say(voice.language)})" if row.why else ""
        word = voice.word(f"row_{state.value}")
        if row.differs:
            why += f" ({', '.join(row.differs)})"
        typer.echo(clean(f"{row.line:>6}  {word}  {texts}{why}"))
        counts[state] += 1
    said = [f"{number} {voice.word(f'row_{s.value}')}" for s, number in counts.items()]
    typer.echo(voice.word("comma").join(said))
