"""A table of entries: how it is to be read, and what its rows come to."""

from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence

import typer

from goaltrack.analysis.lint import suspected_typos
from goaltrack.cli.progress import Waiting
from goaltrack.cli.recording import commit_all, in_goals, print_changes, warn
from goaltrack.cli.run_state import RUN
from goaltrack.cli.table_options import TableOptions, YearsOf
from goaltrack.errors import BadTable, BadUsage, Contradicts, Finding, Message, Refused
from goaltrack.i18n.catalog import Phrase
from goaltrack.i18n.suggest import nearest
from goaltrack.i18n.text import clean
from goaltrack.importing.columns import (
    AMOUNTS,
    KNOWN,
    NAMES,
    TOTALS,
    UNITS,
    Columns,
    ambiguous_months,
    find_columns,
    name_and_unit,
    unpivot,
)
from goaltrack.importing.dates import certain_order, first_days, is_ordered
from goaltrack.importing.decimal_mark import infer
from goaltrack.importing.goal_columns import NAMES as GOAL_NAMES
from goaltrack.importing.layout import Grid
from goaltrack.importing.readers import finding
from goaltrack.importing.reconcile import Adds, Row, RowState, Rules, classify_rows
from goaltrack.ledger.batch import NewEntry, prepare_entries
from goaltrack.ledger.transaction import Draft, Note
from goaltrack.reports.wording import Voice
from goaltrack.session import Context

_NO_COLUMN = Message(
    "no-column",
    "{path} has no column '{name}'{hint}; its columns are {known}\n"
    "name it with --map KEY=COLUMN; for all rows --goal names the goal, --on the day "
    "or period",
)
_BAD_MAPPING = Message(
    "bad-mapping",
    "'{text}' is not KEY=COLUMN\nthe keys are {known}",
)
_IN_ROW = Phrase("{goal}, {key}: ")
_FEW = 10
"""So many names of columns are told."""
_TWINS = {"on": "period", "period": "on", "change": "value", "percent": "value"}
"""In which column a key may stand as well: a day in that of periods, +5 as a value."""


_BAD_WHERE = Message(
    "bad-where",
    "'{text}' is not COLUMN=TEXT\nwrite it like --where sex=T",
)
_AND_MORE = Phrase("and {number} more like it")
_ALIKE = 5
"""Of so many rows that are refused for the same reason each is told."""
_TWICE = Phrase("two columns are called '{name}'")

_POINT = ","
"""Of a table with this separator the decimal mark is the point."""


def import_entries(
    asked: Context,
    grid: Grid,
    how: TableOptions,
    on: str | None,
    *,
    correct: bool,
    dry_run: bool,
    before: Sequence[Draft] = (),
) -> None:
    """Write the entries of a table: all or none, and those that are there once.

    What is drafted `before` them (their goals) is written with them.

    Raises:
        BadUsage, Refused: an option does not fit to the table.
        BadTable: a row is no entry.
        Contradicts: a row contradicts the ledger.
        GoaltrackError: it could not be written.
    """
    passed: Counter[str] = Counter()
    voice = asked.voice
    texts_ = {
        "on": on,
        "goal": how.goal,
        "source": how.source,
        "status": how.status,
        "by": how.by,
    }
    given = {key: text for key, text in texts_.items() if text}
    with Waiting() as waiting:
        found = _columns(grid, how.mapped, asked, given)
        rules = _rules(grid, found, how)
        lines = waiting.over(grid.lines, len(grid.lines), voice.word("reading"))
        units = {goal.unit.lower() for goal in asked.ledger.goals.values()}
        texts = unpivot(grid, found, lines, units, passed)
        rows = classify_rows(asked.ledger, texts, given, rules, passed)
        if correct:
            rows = [_corrected(row) for row in rows]
        waiting.at(voice.word("checking"))
        rows, drafts = _drafted(asked, rows)
    asked_for = {text.partition("=")[0].removesuffix("!") for text in how.where}
    rest = tuple(name for name in found.unknown if name not in asked_for)
    _remark(grid, rest, passed, voice)
    if dry_run:
        _show(voice, rows)
    _refuse(grid, rows, found, voice)
    if dry_run:
        print_changes(*before, *drafts)
        typer.echo(voice.word("dry_run"), err=True)
        return
    says = Note(f"import {grid.path}")
    commit_all([(draft, says) for draft in (*before, *drafts)], voice)
    warn(_slips(asked, drafts), voice)
    for row in rows:
        if row.state is RowState.SAME and row.why:
            why = f"{grid.path}:{row.line}: {row.why.say(voice.language)}"
            typer.echo(clean(why), err=True)
    new, same = (_count(rows, state) for state in (RowState.NEW, RowState.SAME))
    RUN.say(voice.word("imported", new=new, same=same, path=grid.path))


def likely_words(asked: Context) -> list[str]:
    """Return words that a table for this ledger is likely to hold."""
    names = [name for names in NAMES.values() for name in names]
    goals = asked.ledger.goals.values()
    found = [*names, *(goal.title for goal in goals), *(goal.unit for goal in goals)]
    # A single character is found in any text.
    return [word for word in found if len(word) > 1]


def _rules(grid: Grid, found: Columns, how: TableOptions) -> Rules:
    """Return how numbers and times are read: by the options, or by the table."""
    each = how.each
    names = [found.by_key.get(key, "") for key in ("value", "change", "percent")]
    columns = (*names, *found.periods, *found.goals)
    rules = Rules(
        decimal_of(grid, filter(None, columns), how.decimal),
        each=each,
        order=how.order.value if how.order else "",
        is_fiscal=how.years is YearsOf.FISCAL,
        adds=how.adds or _adds(found),
        only_known=how.only_known,
        year=grid.year,
    )
    keys = {key: name for key, name in found.by_key.items() if key in _TIMES}
    if found.periods or not keys:
        doubtful = ambiguous_months(found, found.periods, []) if each is None else set()
        return rules._replace(doubtful_times={grid.times[name] for name in doubtful})
    texts = {line.cells[name].strip() for name in keys.values() for line in grid.lines}
    texts.discard("")
    order = rules.order or certain_order(texts)
    unordered = set() if order else {text for text in texts if is_ordered(text)}
    rules = rules._replace(order=order, unordered=unordered)
    if each is not None:
        return rules
    by_key = [dict.fromkeys(keys, text) for text in texts]
    firsts = first_days(texts, rules.order)
    times = ambiguous_months(found, (), by_key)
    return rules._replace(doubtful_times=times, firsts=firsts)


def decimal_of(grid: Grid, names: Iterable[str], said: str | None) -> str:
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
    return in_goals(
        doubt
        for name, goal in after.items()
        for doubt in suspected_typos(goal)
        if doubt.entry is not None
        and doubt.entry >= len(asked.ledger.goals[name].progress)
    )


def _remark(
    grid: Grid, unread: Sequence[str], passed: Counter[str], voice: Voice
) -> None:
    """Tell which row is the header, what is not read, and what is passed over."""
    if grid.titles:
        typer.echo(clean(voice.word("header_in", row=grid.header)), err=True)
    if unread:
        names = voice.word("list_comma").join(unread[:_FEW])
        more = len(unread) - _FEW
        if more > 0:
            names += voice.word("and_more", number=more)
        said = voice.word("warning") + voice.word("not_read", names=names)
        typer.echo(clean(said), err=True)
    for name in ("missing", "notes", "unknown"):
        if passed[name]:
            said = voice.word(f"passed_{name}", number=passed[name])
            typer.echo(clean(said), err=True)


def table_names(asked: Context, mapped: Iterable[str]) -> frozenset[str]:
    """Return what columns of a table for this ledger may be called, lower case."""
    goals = asked.ledger.goals.values()
    words = [*KNOWN, *(n for names in GOAL_NAMES.values() for n in names), *UNITS]
    words += [text.partition("=")[2] for text in mapped]
    words += [*(goal.id for goal in goals), *(goal.title for goal in goals)]
    return frozenset(word.lower() for word in words if word)


def with_rows(grid: Grid, where: Iterable[str]) -> Grid:
    """Return the table with the rows that have the texts of `COLUMN=TEXT`.

    Several texts of one column are alternatives; of `COLUMN!=TEXT` none may be there.
    """
    wanted: dict[tuple[str, bool], set[str]] = {}
    for text in where:
        name, equals, value = text.partition("=")
        is_not = name.endswith("!") and name not in grid.columns
        name = name[:-1] if is_not else name
        if not equals:
            raise BadUsage(_BAD_WHERE, text=text)
        if name not in grid.columns:
            raise no_column(grid, name)
        wanted.setdefault((name, is_not), set()).add(value.strip())
    if not wanted:
        return grid
    lines = tuple(
        line
        for line in grid.lines
        if all(
            (line.cells[name].strip() in texts) is not is_not
            for (name, is_not), texts in wanted.items()
        )
    )
    return grid._replace(lines=lines)


def _adds(found: Columns) -> Adds | None:
    """Return what the figures of totals are, as the name of their column says."""
    if "change" in found.by_key or "id" in found.by_key:
        # A table of entries: what is new has a column of its own.
        return Adds.RECORDED
    name = name_and_unit(found.by_key.get("value", ""))[0].lower()
    if name in AMOUNTS:
        return Adds.AMOUNTS
    return Adds.TOTALS if name in TOTALS else None


def check_mapping(
    grid: Grid, mapped: Iterable[str], keys: Mapping[str, object]
) -> dict[str, str]:
    """Return the column of each key in texts of the form `KEY=COLUMN`.

    Raises:
        BadUsage: there is no such key.
        Refused: the table has no such column.
    """
    wanted = {}
    for text in mapped:
        key, equals, name = text.partition("=")
        if not equals or key not in keys:
            raise BadUsage(_BAD_MAPPING, text=text, known=", ".join(keys))
        if name not in grid.columns:
            raise no_column(grid, name)
        wanted[key] = name
    return wanted


def _columns(
    grid: Grid, mapped: Iterable[str], asked: Context, given: Container[str]
) -> Columns:
    """Return the column of each key, by its name or as the user says."""
    wanted = check_mapping(grid, mapped, NAMES)
    goals = asked.ledger.goals.values()
    titles = {*(goal.id for goal in goals), *(goal.title for goal in goals)}
    found = find_columns(grid, wanted, titles)
    keys = found.by_key
    if "goal" in given and "goal" in keys and "goal" not in wanted:
        name = keys["goal"]
        named = {line.cells[name].strip() for line in grid.lines}
        if not (named | {name_and_unit(each)[0] for each in named}) & titles:
            # It names something else, such as the series: --goal says which goal.
            keys = {key: column for key, column in keys.items() if key != "goal"}
            found = found._replace(by_key=keys, unknown=(*found.unknown, name))
    for name in (*keys.values(), *found.periods, *found.goals):
        if name in grid.doubled:
            place = grid.columns.index(f"{name} (2)") + 1
            twice = finding(grid.path, grid.header, place, _TWICE.about(name=name))
            raise BadTable([twice])
    has_time = found.periods or {"on", "period"} & keys.keys()
    if not has_time and "on" not in given:
        raise no_column(grid, "on")
    if "goal" not in keys and "goal" not in given and not found.goals:
        raise no_column(grid, "goal")
    return found


def no_column(grid: Grid, name: str) -> Refused:
    """Return the error that a table has no such column, with those that it has."""
    columns = [column for column in grid.columns if column]
    known = ", ".join(columns[:_FEW]) + (", …" if len(columns) > _FEW else "")
    hint = nearest(name, columns)
    return Refused(_NO_COLUMN, path=grid.path, name=name, hint=hint, known=known)


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


def _refuse(grid: Grid, rows: Sequence[Row], found: Columns, voice: Voice) -> None:
    """Say of every row that cannot be taken why it cannot."""
    if any(row.is_twin for row in rows):
        # Two figures for one time: as a rule the table has several series.
        several = _differing(grid, found)
        if several:
            names = voice.word("list_comma").join(several[:_FEW])
            said = voice.word("several_series", names=names, first=several[0])
            typer.echo(clean(said), err=True)
    for state, error in (
        (RowState.REFUSED, BadTable),
        (RowState.CONFLICT, Contradicts),
    ):
        wrong = [each for each in rows if each.state is state]
        if wrong:
            findings = [_finding(grid, each, found) for each in wrong]
            raise error(_briefly(findings))


def _briefly(findings: list[Finding]) -> list[Finding]:
    """Return the findings, of many that say the same the first few and their number."""
    counts = Counter(found.phrase.text for found in findings)
    shown: Counter[str] = Counter()
    brief = []
    for found in findings:
        kind = found.phrase.text
        shown[kind] += 1
        left = counts[kind] - _ALIKE
        if left < 2 or shown[kind] <= _ALIKE:  # noqa: PLR2004 - one more is no longer
            brief.append(found)
        elif shown[kind] == _ALIKE + 1:
            phrase = _AND_MORE.about(number=left)
            brief.append(found._replace(phrase=phrase, subject=Phrase("")))
    return brief


def _differing(grid: Grid, found: Columns) -> list[str]:
    """Return the columns, not read, that tell the series of a table apart."""
    most = len(grid.lines) + bool(found.periods)
    return [
        name
        for name in found.unknown
        if 1 < len({line.cells[name] for line in grid.lines}) < most
    ]


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
