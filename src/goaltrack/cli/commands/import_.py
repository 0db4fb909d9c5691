"""`goaltrack import`."""

import os
from collections.abc import Sequence
from typing import Annotated, NamedTuple

import typer

from goaltrack.cli import options as opt
from goaltrack.cli.entry_table import (
    check_mapping,
    decimal_of,
    import_entries,
    likely_words,
    no_column,
    table_names,
    with_rows,
)
from goaltrack.cli.errors import argument_missing
from goaltrack.cli.goal_rows import NUMBERS as GOAL_NUMBERS
from goaltrack.cli.goal_rows import Given, goal_rows
from goaltrack.cli.goal_table import AsSaid, import_export, import_goals
from goaltrack.cli.progress import Waiting
from goaltrack.cli.recording import (
    commit_draft,
    require_known_source,
    require_text,
)
from goaltrack.cli.run_state import RUN
from goaltrack.cli.table_options import (
    Order,
    TableOptions,
    YearsOf,
    from_recipe,
    to_recipe,
)
from goaltrack.errors import BadUsage, Message, Refused
from goaltrack.importing.columns import Each
from goaltrack.importing.dates import certain_order
from goaltrack.importing.exported import exported
from goaltrack.importing.fetch import fetch
from goaltrack.importing.goal_columns import NAMES as GOAL_NAMES
from goaltrack.importing.goal_columns import GoalColumns, find_goal_columns
from goaltrack.importing.iati import iati, is_xml
from goaltrack.importing.layout import Grid, find_table
from goaltrack.importing.readers import Cells, Options, read_rows
from goaltrack.importing.reconcile import Adds
from goaltrack.ledger import journal
from goaltrack.ledger.find import included, read_bytes
from goaltrack.ledger.toml_text import recipe_table
from goaltrack.ledger.transaction import Note, prepare_with_table
from goaltrack.ledger.validate import is_goal_id
from goaltrack.model.period import moment
from goaltrack.session import Context, open_ledger

_ALL_ALONE = Message(
    "all-alone", "--all runs the imports of the ledger as they are: it takes no FILE"
)
_RECIPE_ALONE = Message(
    "recipe-alone",
    "the import {name} has its options in the ledger\n"
    "change them there, with `goaltrack edit`",
)
_NO_FILES = Message("recipe-without-file", "the import {name} has no table: {why}")
_NOT_SAVED = Message(
    "not-saved",
    "there is an import {name} already, or that is not a name\n"
    "a name has letters, digits and hyphens",
)
_OUTSIDE = Message(
    "table-outside",
    "{path} is not in the ledger's folder, and others have it elsewhere\n"
    "move it there, or write the import with a url",
)
_BAD_DECIMAL = Message(
    "bad-decimal-mark",
    "--decimal takes . or , and not '{text}'",
)
_AMOUNTS_OR_TOTALS = Message(
    "amounts-or-totals",
    "figures are either amounts or totals\nuse --amounts or --totals, not both",
)


def run(
    table: Annotated[
        str | None,
        typer.Argument(
            metavar="[FILE]",
            help="CSV, a workbook, or JSON; or the name of one of the imports that "
            "the ledger has.",
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Run every import that the ledger has.")
    ] = False,
    save: Annotated[
        str | None,
        typer.Option(
            "--save",
            metavar="NAME",
            help="Keep this import in the ledger, by name.",
        ),
    ] = None,
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
        Cells | None,
        typer.Option(
            "--cells", metavar="HOW", help="Numbers of a workbook as shown or stored."
        ),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option(
            "--on",
            metavar="DAY",
            help="The day or period of figures for which the table has none.",
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
    if decimal not in (None, ".", ","):
        raise BadUsage(_BAD_DECIMAL, text=decimal)
    if amounts and totals:
        raise BadUsage(_AMOUNTS_OR_TOTALS)
    require_text(source=source, by=by, reason=reason)
    options = TableOptions(
        goal=goal,
        mapped=tuple(map_ or ()),
        where=tuple(where or ()),
        sheet=sheet,
        header=header,
        path=path,
        encoding=encoding,
        decimal=decimal,
        cells=cells,
        each=each,
        years=years,
        order=date_order,
        adds=Adds.AMOUNTS if amounts else Adds.TOTALS if totals else None,
        only_known=only_known,
        keep=keep,
        source=source,
        status=status.value if status else None,
        by=by,
    )
    how = _How(on, reason, update=update, correct=correct, dry_run=dry_run)
    asked = open_ledger(file, lang)
    if every:
        if table or options != TableOptions():
            raise BadUsage(_ALL_ALONE)
        for name in asked.ledger.imports:
            _run_recipe(open_ledger(file, lang), name, TableOptions(), how)
        return
    if table is None:
        raise argument_missing("FILE", "goaltrack import")
    if table in asked.ledger.imports and not os.path.exists(table):
        _run_recipe(asked, table, options, how)
        return
    _import_table(asked, table, read_bytes(table), options, how)
    if save and not dry_run:
        _save(open_ledger(file, lang), save, table, options)


class _How(NamedTuple):
    """The options for what becomes of the rows of a table."""

    on: str | None
    reason: str | None
    update: bool
    correct: bool
    dry_run: bool


def _run_recipe(asked: Context, name: str, options: TableOptions, how: _How) -> None:
    """Import the tables of a recipe, each by itself.

    Raises:
        BadUsage: options are given that the recipe has.
        Refused: no file is there, or it is not in the ledger's folder.
        Inaccessible: its address cannot be fetched.
    """
    recipe = asked.ledger.imports[name]
    if options != TableOptions():
        raise BadUsage(_RECIPE_ALONE, name=name)
    options = from_recipe(recipe.options)
    if recipe.url:
        folder = os.path.join(journal.folder(), "fetched")
        raw = fetch(recipe.url, folder)
        _import_table(asked, recipe.url.partition("?")[0], raw, options, how)
        return
    found = included(asked.path, [recipe.file])
    for _, why in found.refused:
        raise Refused(_NO_FILES, name=name, why=why)
    for number, path in enumerate(found.files):
        # What one table has written, the next one is compared with.
        now = open_ledger(asked.path, asked.voice.language) if number else asked
        _import_table(now, path, read_bytes(path), options, how)


def _save(asked: Context, name: str, path: str, options: TableOptions) -> None:
    """Write the recipe of an import into the ledger.

    Raises:
        Refused: the ledger has one of that name, or the table is not in its folder.
    """
    if name in asked.ledger.imports or not is_goal_id(name):
        raise Refused(_NOT_SAVED, name=name)
    home = os.path.dirname(os.path.realpath(asked.path))
    below = os.path.relpath(os.path.realpath(path), home).replace(os.sep, "/")
    if below.startswith("../"):
        raise Refused(_OUTSIDE, path=path)
    values = {"file": below, **to_recipe(options)}
    draft = prepare_with_table(asked.book, 0, [], recipe_table(name, values))
    commit_draft(draft, Note(f"import --save {name}"), asked.voice)
    RUN.say(asked.voice.word("saved_recipe", name=name))


def _import_table(
    asked: Context, path: str, raw: bytes, options: TableOptions, how: _How
) -> None:
    """Import one table, of goals or of entries, or an export of ours as it is."""
    require_known_source(asked, options.source)
    if options.goal is not None:
        asked.goal(options.goal)
    mapped = options.mapped
    with Waiting():
        cells = options.cells or Cells.SHOWN
        words = likely_words(asked)
        read = Options(options.sheet, options.encoding, cells, words, options.path)
        own = exported(path, raw, read) if options == TableOptions() else None
        if is_xml(path, raw):
            own = iati(path, raw)
    if own is not None:
        as_said = AsSaid(how.update, how.reason, how.correct, how.dry_run)
        import_export(asked, path, own, as_said)
        return
    with Waiting():
        rows = read_rows(path, raw, read)
        grid = find_table(rows, table_names(asked, mapped), options.header)
        grid = with_rows(grid, options.where)
        goals = None
        if options.goal is None:
            goals = _goal_columns(grid, mapped, keeps=options.keep)
    if goals is None:
        import_entries(
            asked, grid, options, how.on, correct=how.correct, dry_run=how.dry_run
        )
        return
    names = [goals.by_key.get(key, "") for key in GOAL_NUMBERS]
    years = asked.ledger.years
    given = Given(
        decimal_of(grid, filter(None, names), options.decimal),
        moment(how.on, asked.today, years=years) if how.on else None,
        options.source,
        options.status,
        options.by,
        updates=how.update,
        reason=how.reason,
        order=_order(grid, goals, options),
        year=grid.year,
        adds=options.adds,
    )
    found = goal_rows(asked, goals, grid.lines, given)
    import_goals(asked, grid, goals, found, dry_run=how.dry_run)


def _order(grid: Grid, goals: GoalColumns, options: TableOptions) -> str:
    """Return the order of the parts of days: by the option, or by the table."""
    if options.order:
        return options.order.value
    names = [goals.by_key[key] for key in ("due", "start") if key in goals.by_key]
    return certain_order(line.cells[n].strip() for n in names for line in grid.lines)


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
        raise no_column(grid, missing)
    return found
