"""`goaltrack import`."""

from collections.abc import Iterable, Sequence
from typing import Annotated, NamedTuple

import typer

from goaltrack.analysis.lint import suspected_typos
from goaltrack.cli import options as opt
from goaltrack.cli.goal_rows import NUMBERS as GOAL_NUMBERS
from goaltrack.cli.goal_rows import Given, GoalRow, goal_rows
from goaltrack.cli.progress import Waiting
from goaltrack.cli.recording import (
    commit_all,
    commit_draft,
    print_changes,
    require_known_source,
    require_text,
    warn,
)
from goaltrack.cli.run_state import RUN
from goaltrack.errors import BadTable, BadUsage, Contradicts, Finding, Message, Refused
from goaltrack.i18n.catalog import Phrase
from goaltrack.i18n.messages import sentence
from goaltrack.i18n.suggest import nearest
from goaltrack.i18n.text import clean
from goaltrack.importing.columns import (
    NAMES,
    Columns,
    Each,
    ambiguous_months,
    find_columns,
    unpivot,
)
from goaltrack.importing.decimal_mark import infer
from goaltrack.importing.goal_columns import NAMES as GOAL_NAMES
from goaltrack.importing.goal_columns import GoalColumns, find_goal_columns
from goaltrack.importing.readers import Cells, Grid, Options, finding, read_table
from goaltrack.importing.reconcile import Row, RowState, Rules, classify_rows
from goaltrack.ledger.batch import NewEntry, prepare_entries
from goaltrack.ledger.find import read_bytes
from goaltrack.ledger.transaction import Draft, Note, prepare
from goaltrack.model.period import moment
from goaltrack.reports.wording import Voice
from goaltrack.session import Context, open_ledger

_BAD_DECIMAL = Message(
    "bad-decimal-mark",
    "--decimal takes . or , and not '{text}'",
)
_NO_COLUMN = Message(
    "no-column",
    "{path} has no column '{name}'{hint}\n"
    "name it with --map, or say --goal for rows of one goal",
)
_BAD_MAPPING = Message(
    "bad-mapping",
    "'{text}' is not KEY=COLUMN\nthe keys are {known}",
)
_IN_ROW = Phrase("{goal}, {key}: ")
_IN_GOAL = Phrase("{goal}: {says}")
_FEW = 10
"""So many doubts about new entries are told; `check` has all."""
_TWINS = {"on": "period", "period": "on", "change": "value", "percent": "value"}
"""In which column a key may stand as well: a day in that of periods, +5 as a value."""


_POINT = ","
"""Of a table with this separator the decimal mark is the point."""


def run(
    table: Annotated[str, typer.Argument(metavar="FILE", help="CSV or a workbook.")],
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
            "--each", metavar="PERIOD", help="Read 2011-12 as a month, not as a year."
        ),
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
    require_text(source=source, by=by)
    require_known_source(asked, source)
    if goal is not None:
        asked.goal(goal)
    if decimal not in (None, ".", ","):
        raise BadUsage(_BAD_DECIMAL, text=decimal)
    with Waiting() as waiting:
        options = Options(sheet, encoding, cells, _words(asked))
        grid = read_table(table, read_bytes(table), options)
        goals = _goal_columns(grid, map_ or []) if goal is None else None
    if goals:
        names = [goals.by_key.get(key, "") for key in GOAL_NUMBERS]
        said_ = Given(
            _decimal(grid, filter(None, names), decimal),
            moment(on, asked.today, years=asked.ledger.years) if on else None,
            source,
            status.value if status else None,
            by,
        )
        rows_ = _drafted_goals(asked, goal_rows(asked, goals, grid.lines, said_))
        _import_goals(asked, grid, goals, rows_, dry_run=dry_run)
        return
    with Waiting() as waiting:
        found = _columns(grid, map_ or [], has_goal=goal is not None)
        rules = _rules(grid, found, decimal, each)
        firm = status.value if status else None
        given = {"goal": goal, "source": source, "status": firm, "by": by}
        said = {key: text for key, text in given.items() if text}
        read = waiting.over(grid.lines, len(grid.lines), asked.voice.word("reading"))
        rows = classify_rows(asked.ledger, unpivot(found, read), said, rules)
        if correct:
            rows = [_corrected(each_) for each_ in rows]
        waiting.at(asked.voice.word("checking"))
        rows, drafts = _drafted(asked, rows)
    _warn(found, asked.voice)
    if dry_run:
        _show(asked.voice, rows)
    _refuse(grid, rows, found)
    if dry_run:
        print_changes(*drafts)
        typer.echo(asked.voice.word("dry_run"), err=True)
        return
    commit_all([(draft, Note(f"import {table}")) for draft in drafts], asked.voice)
    warn(_slips(asked, drafts), asked.voice)
    for row in rows:
        if row.state is RowState.SAME and row.why:
            why = f"{table}:{row.line}: {row.why.say(asked.voice.language)}"
            typer.echo(clean(why), err=True)
    new, same = (_count(rows, state) for state in (RowState.NEW, RowState.SAME))
    RUN.say(asked.voice.word("imported", new=new, same=same, path=table))


class _Goals(NamedTuple):
    """The goals of a table, and what is to be written if all of them fit."""

    rows: list[GoalRow]
    draft: Draft | None


def _goal_columns(grid: Grid, mapped: Iterable[str]) -> GoalColumns | None:
    """Return the columns of a table of goals; None of a table of entries."""
    wanted = dict(text.partition("=")[::2] for text in mapped)
    if not wanted.keys() <= GOAL_NAMES.keys():
        return None
    if any(name not in grid.columns for name in wanted.values()):
        return None
    return find_goal_columns(grid.columns, wanted)


def _drafted_goals(asked: Context, rows: list[GoalRow]) -> _Goals:
    changes = [row.change for row in rows if row.change]
    if not changes or any(row.why for row in rows):
        return _Goals(rows, None)
    return _Goals(rows, prepare(asked.book, 0, changes))


def _import_goals(
    asked: Context, grid: Grid, columns: GoalColumns, found: _Goals, *, dry_run: bool
) -> None:
    """Write the goals of a table: all or none, and those that are there stay.

    Raises:
        BadTable: a row is no goal.
    """
    voice = asked.voice
    if columns.unknown:
        names = ", ".join(columns.unknown)
        said = voice.word("warning") + voice.word("not_read", names=names)
        typer.echo(clean(said), err=True)
    if dry_run:
        _show_goals(voice, found.rows)
    wrong = [
        finding(grid.path, row.line, _column_of(grid, columns, row), row.why)
        for row in found.rows
        if row.why
    ]
    if wrong:
        raise BadTable(wrong)
    new = sum(row.change is not None for row in found.rows)
    same = sum(row.is_there for row in found.rows)
    if dry_run:
        if found.draft:
            print_changes(found.draft)
        typer.echo(voice.word("dry_run"), err=True)
        return
    if found.draft:
        commit_draft(found.draft, Note(f"import {grid.path}"), voice)
    RUN.say(voice.word("imported_goals", new=new, same=same, path=grid.path))


def _column_of(grid: Grid, columns: GoalColumns, row: GoalRow) -> int:
    name = columns.by_key.get(row.key, "")
    return grid.columns.index(name) + 1 if name else 1


def _show_goals(voice: Voice, rows: Sequence[GoalRow]) -> None:
    """Print each row: its line, what becomes of it, and what was inferred (*)."""
    for row in rows:
        state = RowState.REFUSED if row.why else RowState.NEW
        state = RowState.SAME if row.is_there else state
        kind = row.texts.get("kind", "") + ("*" if row.is_inferred else "")
        said = [row.id, kind]
        said += [
            row.texts[key] for key in ("target", "unit", "due") if key in row.texts
        ]
        texts = "  ".join(filter(None, [*said, row.texts.get("title", "")]))
        why = f" ({row.why.say(voice.language)})" if row.why else ""
        word = voice.word(f"row_{state.value}")
        typer.echo(clean(f"{row.line:>6}  {word}  {texts}{why}"))


def _words(asked: Context) -> list[str]:
    """Return words that a table for this ledger is likely to hold."""
    names = [name for names in NAMES.values() for name in names]
    goals = asked.ledger.goals.values()
    found = [*names, *(goal.title for goal in goals), *(goal.unit for goal in goals)]
    # A single character is found in any text.
    return [word for word in found if len(word) > 1]


def _rules(grid: Grid, found: Columns, decimal: str | None, each: Each | None) -> Rules:
    """Return how numbers and times are read: by the options, or by the table."""
    names = [found.by_key.get(key, "") for key in ("value", "change", "percent")]
    decimal = _decimal(grid, filter(None, (*names, *found.periods)), decimal)
    times: set[str] = set()
    if each is None:
        keys = {key: name for key, name in found.by_key.items() if key in _TIMES}
        times = ambiguous_months(
            found,
            [
                {key: line.cells[name] for key, name in keys.items()}
                for line in (grid.lines if keys else ())
            ],
        )
    return Rules(decimal, times)


def _decimal(grid: Grid, names: Iterable[str], said: str | None) -> str:
    """Return the decimal mark of a table, by the option, or by the columns named."""
    if said is not None:
        return said
    if grid.delimiter in ("", _POINT):
        return "."
    columns = list(names)
    return infer(line.cells[name] for line in grid.lines for name in columns)


_TIMES = ("on", "period")


def _slips(asked: Context, drafts: Iterable[Draft]) -> list[Phrase]:
    """Return the first few likely typos among the new entries."""
    after = {
        change.goal: draft.ledger.goals[change.goal]
        for draft in drafts
        for change in draft.changes
    }
    found = [
        _IN_GOAL.about(goal=name, says=sentence(*doubt.reason))
        for name, goal in after.items()
        for doubt in suspected_typos(goal)
        if doubt.entry is not None
        and doubt.entry >= len(asked.ledger.goals[name].progress)
    ]
    return found[:_FEW]


def _warn(found: Columns, voice: Voice) -> None:
    """Warn of columns that are not read."""
    for name in found.unknown:
        said = voice.word("warning") + voice.word("no_such_column", name=name)
        typer.echo(clean(said), err=True)


def _columns(grid: Grid, mapped: Iterable[str], *, has_goal: bool) -> Columns:
    """Return the column of each key, by its name or as the user says."""
    wanted = {}
    for text in mapped:
        key, equals, name = text.partition("=")
        if not equals or key not in NAMES:
            raise BadUsage(_BAD_MAPPING, text=text, known=", ".join(NAMES))
        if name not in grid.columns:
            raise Refused(
                _NO_COLUMN, name=name, path=grid.path, hint=nearest(name, grid.columns)
            )
        wanted[key] = name
    found = find_columns(grid.columns, wanted)
    keys = found.by_key
    if "goal" not in keys and not has_goal:
        raise _missing(grid, "goal")
    if "on" not in keys and "period" not in keys and not found.periods:
        raise _missing(grid, "on")
    return found


def _missing(grid: Grid, key: str) -> Refused:
    chinese = next(name for name in NAMES[key] if not name.isascii())
    return Refused(_NO_COLUMN, name=f"{key} / {chinese}", path=grid.path, hint="")


def _corrected(row_: Row) -> Row:
    """A row that contradicts a named entry, as its correction."""
    if row_.state is not RowState.CONFLICT or row_.replaces is None:
        return row_
    fields = {**row_.fields, "replaces": row_.replaces}
    return row_._replace(state=RowState.NEW, fields=fields, why=None)


def _drafted(asked: Context, rows: list[Row]) -> tuple[list[Row], list[Draft]]:
    """Return the rows, and what is to be written if all of them fit.

    Rows that would make the ledger invalid are refused.
    """
    places = [n for n, row in enumerate(rows) if row.state is RowState.NEW]
    new = [NewEntry(rows[n].goal, rows[n].fields) for n in places]
    if not new:
        return rows, []
    drafts, problems = prepare_entries(asked.book, new, asked.today)
    if not problems:
        return rows, drafts if _fit(rows) else []
    found = list(rows)
    for number, problem in problems.items():
        key = str((*problem.path, "", "", "", "")[4])
        place = places[number]
        found[place] = rows[place]._replace(
            state=RowState.REFUSED, why=problem.phrase, column=key
        )
    return found, []


def _fit(rows: Iterable[Row]) -> bool:
    return all(row.state in (RowState.NEW, RowState.SAME) for row in rows)


def _refuse(grid: Grid, rows: Sequence[Row], found: Columns) -> None:
    """Say of every row that cannot be taken why it cannot."""
    for state, error in (
        (RowState.REFUSED, BadTable),
        (RowState.CONFLICT, Contradicts),
    ):
        wrong = [each for each in rows if each.state is state]
        if wrong:
            raise error([_finding(grid, each, found) for each in wrong])


def _finding(grid: Grid, row_: Row, found: Columns) -> Finding:
    twin = _TWINS.get(row_.column, "")
    name = found.by_key.get(row_.column) or found.by_key.get(twin)
    if row_.column != "goal":
        name = row_.field or name
    column = grid.columns.index(name) + 1 if name else 1
    said = finding(grid.path, row_.line, column, row_.why or _IN_ROW)
    if not row_.goal or row_.column in ("", "goal"):
        return said
    return said._replace(subject=_IN_ROW.about(goal=row_.goal, key=row_.column))


def _count(rows: Iterable[Row], state: RowState) -> int:
    return sum(each.state is state for each in rows)


def _show(voice: Voice, rows: Sequence[Row]) -> None:
    """Print each row: its line, its state, and its values."""
    for each in rows:
        texts_ = ("✓" if v is True else str(v) for v in each.fields.values())
        said = " ".join(texts_)
        why = f" ({each.why.say(voice.language)})" if each.why else ""
        state = voice.word(f"row_{each.state.value}")
        typer.echo(clean(f"{each.line:>6}  {state}  {each.goal}  {said}{why}"))
    counts = [f"{_count(rows, v)} {voice.word(f'row_{v.value}')}" for v in RowState]
    typer.echo(voice.word("comma").join(counts))
