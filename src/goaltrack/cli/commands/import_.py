"""`goaltrack import`."""

from collections import Counter
from collections.abc import Sequence
from typing import Annotated

import typer

from goaltrack.cli import options as opt
from goaltrack.cli.entry_table import (
    NO_COLUMN,
    How,
    Order,
    YearsOf,
    check_mapping,
    decimal_of,
    import_entries,
    likely_words,
    table_names,
    with_rows,
)
from goaltrack.cli.goal_rows import NUMBERS as GOAL_NUMBERS
from goaltrack.cli.goal_rows import Given, GoalRow, goal_rows
from goaltrack.cli.progress import Waiting
from goaltrack.cli.recording import (
    commit_all,
    print_changes,
    require_known_source,
    require_text,
)
from goaltrack.cli.run_state import RUN
from goaltrack.errors import BadTable, BadUsage, Message, NotSound, Refused
from goaltrack.i18n.text import clean
from goaltrack.importing.columns import Each
from goaltrack.importing.goal_columns import NAMES as GOAL_NAMES
from goaltrack.importing.goal_columns import GoalColumns, find_goal_columns
from goaltrack.importing.layout import Grid, find_table
from goaltrack.importing.readers import Cells, Options, finding, read_rows
from goaltrack.importing.reconcile import Adds, RowState
from goaltrack.ledger.decode import decode
from goaltrack.ledger.edit import Change, expected
from goaltrack.ledger.find import read_bytes
from goaltrack.ledger.transaction import Draft, Note, prepare
from goaltrack.model.period import moment
from goaltrack.reports.wording import Voice
from goaltrack.session import Context, open_ledger

_BAD_DECIMAL = Message(
    "bad-decimal-mark",
    "--decimal takes . or , and not '{text}'",
)
_AMOUNTS_OR_TOTALS = Message(
    "amounts-or-totals",
    "figures are what is new, or totals\nuse --amounts or --totals, not both",
)


def run(
    table: Annotated[
        str, typer.Argument(metavar="FILE", help="CSV, a workbook, or JSON.")
    ],
    goal: Annotated[
        str | None,
        typer.Option("--goal", metavar="GOAL", help="The goal of rows that name none."),
    ] = None,
    map_: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="KEY=COLUMN", help="Where a key stands: value=产值."
        ),
    ] = None,
    sheet: Annotated[
        str | None,
        typer.Option("--sheet", metavar="NAME", help="Of a workbook (default: first)."),
    ] = None,
    encoding: Annotated[
        str | None,
        typer.Option("--encoding", metavar="NAME", help="Of a CSV file: gb18030, …"),
    ] = None,
    decimal: Annotated[
        str | None,
        typer.Option("--decimal", metavar="MARK", help="The decimal mark: . or ,"),
    ] = None,
    each: Annotated[
        Each | None,
        typer.Option(
            "--each",
            metavar="PERIOD",
            help="What a date names: its day, month, quarter or year.",
        ),
    ] = None,
    years: Annotated[
        YearsOf | None,
        typer.Option("--years", metavar="WORD", help="What a year alone names."),
    ] = None,
    date_order: Annotated[
        Order | None,
        typer.Option("--date-order", metavar="ORDER", help="How to read 3/4/2022."),
    ] = None,
    amounts: Annotated[
        bool,
        typer.Option("--amounts", help="Figures of totals are what is new each time."),
    ] = False,
    totals: Annotated[
        bool,
        typer.Option("--totals", help="Figures of totals are what it came to by then."),
    ] = False,
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where", metavar="COLUMN=TEXT", help="Only rows that have this text."
        ),
    ] = None,
    only_known: Annotated[
        bool,
        typer.Option(
            "--only-known", help="Pass over rows of goals that are not in the ledger."
        ),
    ] = False,
    header: Annotated[
        int | None,
        typer.Option("--header", metavar="ROW", help="The row of the column names."),
    ] = None,
    path: Annotated[
        str | None,
        typer.Option("--path", metavar="KEYS", help="Of JSON: where its rows are."),
    ] = None,
    cells: Annotated[
        Cells,
        typer.Option(
            "--cells", metavar="HOW", help="Numbers of a workbook as shown or stored."
        ),
    ] = Cells.SHOWN,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="DAY",
            help="Of a table of goals: the day or period of its current figures.",
        ),
    ] = None,
    update: Annotated[
        bool,
        typer.Option("--update", help="Goals that are there take what the table says."),
    ] = False,
    reason: opt.Reason = None,
    keep: Annotated[
        bool,
        typer.Option("--keep", help="Of a table of goals, other columns are fields."),
    ] = False,
    correct: Annotated[
        bool,
        typer.Option("--correct", help="Rows that contradict entries replace them."),
    ] = False,
    source: opt.SourceId = None,
    status: opt.Firm = None,
    by: opt.By = None,
    dry_run: opt.DryRun = False,
    file: opt.File = None,
    lang: opt.Lang = None,
) -> None:
    """Take in entries or goals of a table: all or none, and twice is once."""
    asked = open_ledger(file, lang)
    require_text(source=source, by=by, reason=reason)
    require_known_source(asked, source)
    if goal is not None:
        asked.goal(goal)
    if decimal not in (None, ".", ","):
        raise BadUsage(_BAD_DECIMAL, text=decimal)
    if amounts and totals:
        raise BadUsage(_AMOUNTS_OR_TOTALS)
    mapped = map_ or []
    firm = status.value if status else None
    with Waiting():
        options = Options(sheet, encoding, cells, likely_words(asked), path)
        raw = read_rows(table, read_bytes(table), options)
        grid = find_table(raw, table_names(asked, mapped), header)
        grid = with_rows(grid, where or [])
        goals = None
        if goal is None:
            goals = _goal_columns(grid, mapped, keeps=keep)
    if goals:
        names = [goals.by_key.get(key, "") for key in GOAL_NUMBERS]
        mark = decimal_of(grid, filter(None, names), decimal)
        when = moment(on, asked.today, years=asked.ledger.years) if on else None
        given = Given(mark, when, source, firm, by, updates=update, reason=reason)
        rows = goal_rows(asked, goals, grid.lines, given)
        _import_goals(asked, grid, goals, rows, dry_run=dry_run)
        return
    texts = {"goal": goal, "source": source, "status": firm, "by": by}
    how = How(
        mapped,
        {key: text for key, text in texts.items() if text},
        decimal,
        each,
        years,
        date_order,
        Adds.AMOUNTS if amounts else Adds.TOTALS if totals else None,
        only_known=only_known,
        correct=correct,
    )
    import_entries(asked, grid, how, dry_run=dry_run)


def _goal_columns(
    grid: Grid, mapped: Sequence[str], *, keeps: bool
) -> GoalColumns | None:
    """Return the columns of a table of goals; None of a table of entries.

    Raises:
        BadUsage: a key is mapped that a goal of a table has not.
        Refused: a column is mapped that the table has not.
    """
    wanted = dict(text.partition("=")[::2] for text in mapped)
    are_goals = not wanted.keys().isdisjoint(("title", "target"))
    if not are_goals and not wanted.keys() <= GOAL_NAMES.keys():
        return None
    found = find_goal_columns(grid.columns, wanted, keeps=keeps)
    if found is None and not are_goals:
        return None
    check_mapping(grid, mapped, GOAL_NAMES)
    if found is None:
        missing = "target" if "title" in wanted else "title"
        raise Refused(NO_COLUMN, name=missing, path=grid.path, hint="")
    return found


def _drafts(asked: Context, rows: Sequence[GoalRow]) -> list[Draft]:
    """Return what is to be written, a draft for each file of the ledger."""
    if any(row.why for row in rows):
        return []
    files: dict[int, list[Change]] = {}
    for row in rows:
        for change in row.changes:
            files.setdefault(_home(asked, row.id), []).append(change)
    return [prepare(asked.book, home, changes) for home, changes in files.items()]


def _checked(asked: Context, rows: Sequence[GoalRow]) -> list[GoalRow]:
    """Return the rows; those that would make the ledger invalid are refused."""
    changes = [change for row in rows for change in row.changes]
    data = [
        expected(
            document.data,
            [c for c in changes if _home(asked, c.goal) == number],
        )
        for number, document in enumerate(asked.book.documents)
    ]
    wrong = {
        str(problem.path[1]): problem
        for problem in decode(*data)[1]
        if len(problem.path) > 1 and not problem.is_warning
    }
    return [
        row._replace(why=wrong[row.id].phrase, key=str((*wrong[row.id].path, "")[2]))
        if row.id in wrong and not row.why
        else row
        for row in rows
    ]


def _home(asked: Context, goal: str) -> int:
    """Return the file of a goal; of a new one, the ledger's own."""
    return asked.book.home(goal) if goal in asked.ledger.goals else 0


def _import_goals(
    asked: Context,
    grid: Grid,
    columns: GoalColumns,
    rows: list[GoalRow],
    *,
    dry_run: bool,
) -> None:
    """Write the goals of a table: all or none; those that are there stay.

    Of goals that are there new figures are added, and with --update what differs.

    Raises:
        BadTable: a row is no goal.
    """
    try:
        drafts = _drafts(asked, rows)
    except NotSound:
        # Of each row it is told what is wrong with it.
        drafts, rows = [], _checked(asked, rows)
    voice = asked.voice
    if grid.titles:
        typer.echo(clean(voice.word("header_in", row=grid.header)), err=True)
    if columns.unknown:
        names = voice.word("list_comma").join(columns.unknown)
        said = voice.word("warning") + voice.word("not_kept", names=names)
        typer.echo(clean(said), err=True)
    if dry_run:
        _show_goals(voice, rows)
    wrong = [
        finding(grid.path, row.line, _column_of(grid, columns, row), row.why)
        for row in rows
        if row.why
    ]
    if wrong:
        raise BadTable(wrong)
    if dry_run:
        print_changes(*drafts)
        typer.echo(voice.word("dry_run"), err=True)
        return
    commit_all([(draft, Note(f"import {grid.path}")) for draft in drafts], voice)
    there = [row for row in rows if row.is_there]
    changed = [row for row in there if row.changes]
    facts = {"new": len(rows) - len(there), "same": len(there) - len(changed)}
    name = "imported_changed" if changed else "imported_goals"
    RUN.say(voice.word(name, path=grid.path, changed=len(changed), **facts))
    kept = [row for row in there if all(c.key == "progress" for c in row.changes)]
    differing = [row.id for row in kept if row.differs]
    if differing:
        names = voice.word("list_comma").join(differing[:_FEW])
        typer.echo(clean(voice.word("goals_differ", names=names)), err=True)


_FEW = 10


def _column_of(grid: Grid, columns: GoalColumns, row: GoalRow) -> int:
    name = columns.by_key.get(row.key, "")
    return grid.columns.index(name) + 1 if name else 1


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
