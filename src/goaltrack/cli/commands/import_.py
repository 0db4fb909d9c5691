"""`goaltrack import`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated

import typer

from goaltrack.analysis.lint import slips
from goaltrack.cli.options import By, DryRun, File, Firm, Lang, SourceId
from goaltrack.cli.progress import Waiting
from goaltrack.cli.recording import (
    commit_all,
    print_changes,
    require_known_source,
    require_text,
    warn,
)
from goaltrack.cli.run_state import RUN
from goaltrack.errors import (
    BadTable,
    BadUsage,
    Contradicts,
    Finding,
    Message,
    NotSound,
    Refused,
)
from goaltrack.i18n.catalog import Phrase
from goaltrack.i18n.messages import sentence
from goaltrack.i18n.suggest import nearest
from goaltrack.i18n.text import clean
from goaltrack.importing.readers import Grid, finding, read_table
from goaltrack.importing.reconcile import (
    NAMES,
    Columns,
    Row,
    Verdict,
    columns,
    sort,
    spread,
)
from goaltrack.ledger.decode import decode
from goaltrack.ledger.edit import Change, expected
from goaltrack.ledger.find import read_bytes
from goaltrack.ledger.toml_text import Value, new_id, row
from goaltrack.ledger.transaction import Draft, Note, prepare
from goaltrack.reports.wording import Voice
from goaltrack.session import Context, open_ledger

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
_ORDER = ("on", "period", "value", "change", "done", "percent", "replaces")
"""The keys of an entry that stand first in its row; the others follow."""


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
    correct: Annotated[
        bool,
        typer.Option("--correct", help="Rows that contradict entries replace them."),
    ] = False,
    source: SourceId = None,
    status: Firm = None,
    by: By = None,
    dry_run: DryRun = False,
    file: File = None,
    lang: Lang = None,
) -> None:
    """Record the entries of a table: all or none, and twice is once."""
    asked = open_ledger(file, lang)
    require_text(source=source, by=by)
    require_known_source(asked, source)
    if goal is not None:
        asked.goal(goal)
    with Waiting() as waiting:
        grid = read_table(table, read_bytes(table), sheet)
        found = _columns(grid, map_ or [], has_goal=goal is not None)
        firm = status.value if status else None
        given = {"goal": goal, "source": source, "status": firm, "by": by}
        read = waiting.over(grid.lines, len(grid.lines), asked.voice.word("reading"))
        said = {key: text for key, text in given.items() if text}
        rows = sort(asked.ledger, spread(found, read), said)
        if correct:
            rows = [_corrected(each) for each in rows]
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
    for each in rows:
        if each.verdict is Verdict.SAME and each.why:
            why = f"{table}:{each.line}: {each.why.say(asked.voice.language)}"
            typer.echo(clean(why), err=True)
    new, same = (_count(rows, each) for each in (Verdict.NEW, Verdict.SAME))
    RUN.say(asked.voice.word("imported", new=new, same=same, path=table))


def _slips(asked: Context, drafts: Iterable[Draft]) -> list[Phrase]:
    """What looks like a slip in the new entries, the first few."""
    after = {
        change.goal: draft.ledger.goals[change.goal]
        for draft in drafts
        for change in draft.changes
    }
    found = [
        _IN_GOAL.about(goal=name, says=sentence(*doubt.reason))
        for name, goal in after.items()
        for doubt in slips(goal)
        if doubt.entry is not None
        and doubt.entry >= len(asked.ledger.goals[name].progress)
    ]
    return found[:_FEW]


def _warn(found: Columns, voice: Voice) -> None:
    """Say which columns nobody reads."""
    for name in found.unknown:
        said = voice.word("warning") + voice.word("no_such_column", name=name)
        typer.echo(clean(said), err=True)


def _columns(grid: Grid, mapped: Iterable[str], *, has_goal: bool) -> Columns:
    """Which column holds what, by its name or as the user says."""
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
    found = columns(grid.columns, wanted)
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
    if row_.verdict is not Verdict.CONFLICT or row_.replaces is None:
        return row_
    fields = {**row_.fields, "replaces": row_.replaces}
    return row_._replace(verdict=Verdict.NEW, fields=fields, why=None)


def _drafted(asked: Context, rows: list[Row]) -> tuple[list[Row], list[Draft]]:
    """The rows, and what is to be written if all of them fit.

    Where the ledger must not say what some of them say, those are refused.
    """
    changes = _changes(asked, rows)
    homes = _by_file(asked, changes.values())
    if _fit(rows) and len(homes) == 1:
        # Of one file the draft itself tells; which rows it is, is asked if it must be.
        try:
            return rows, _drafts(asked, homes)
        except NotSound:
            pass
    rows = _judged(asked, rows, changes, homes)
    return rows, _drafts(asked, homes) if _fit(rows) else []


def _fit(rows: Iterable[Row]) -> bool:
    return all(each.verdict in (Verdict.NEW, Verdict.SAME) for each in rows)


def _changes(asked: Context, rows: Sequence[Row]) -> dict[int, Change]:
    """The change that each new row makes, by its place among the rows."""
    ids: dict[str, object] = {**asked.ledger.entries}
    found = {}
    for place, each in enumerate(rows):
        if each.verdict is not Verdict.NEW:
            continue
        said = each.fields
        name = said.get("id") or new_id(ids)
        ids[str(name)] = each
        fields: dict[str, Value | None] = {"id": name}
        fields |= {key: said[key] for key in _ORDER if key in said}
        fields |= said
        fields["id"] = name
        fields.setdefault("recorded", asked.today)
        found[place] = Change(each.goal, "progress", "", row(fields), is_row=True)
    return found


def _by_file(asked: Context, changes: Iterable[Change]) -> dict[int, list[Change]]:
    homes: dict[int, list[Change]] = {}
    for change in changes:
        homes.setdefault(asked.book.home(change.goal), []).append(change)
    return homes


def _judged(
    asked: Context,
    rows: Sequence[Row],
    changes: Mapping[int, Change],
    homes: Mapping[int, list[Change]],
) -> list[Row]:
    """The rows, refused where the ledger must not say what they say."""
    data = [
        expected(document.data, homes.get(number, ()))
        for number, document in enumerate(asked.book.documents)
    ]
    had = {name: len(goal.progress) for name, goal in asked.ledger.goals.items()}
    places: dict[tuple[str, int], int] = {}
    for place, change in changes.items():
        places[change.goal, had[change.goal]] = place
        had[change.goal] += 1
    judged = list(rows)
    for problem in decode(*data)[1]:
        _, goal, _, number, *rest = (*problem.path, "", "", 0)
        at = places.get((str(goal), int(number)))
        if at is not None:
            key = str(rest[0]) if rest else ""
            judged[at] = judged[at]._replace(
                verdict=Verdict.REFUSED, why=problem.phrase, column=key
            )
    return judged


def _refuse(grid: Grid, rows: Sequence[Row], found: Columns) -> None:
    """Say of every row that cannot be taken why it cannot."""
    for verdict, error in (
        (Verdict.REFUSED, BadTable),
        (Verdict.CONFLICT, Contradicts),
    ):
        wrong = [each for each in rows if each.verdict is verdict]
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


def _drafts(asked: Context, homes: Mapping[int, list[Change]]) -> list[Draft]:
    return [prepare(asked.book, home, of_it) for home, of_it in homes.items()]


def _count(rows: Iterable[Row], verdict: Verdict) -> int:
    return sum(each.verdict is verdict for each in rows)


def _show(voice: Voice, rows: Sequence[Row]) -> None:
    """Each row in a line: its verdict, its line, and what it says."""
    for each in rows:
        texts_ = ("✓" if v is True else str(v) for v in each.fields.values())
        said = " ".join(texts_)
        why = f" ({each.why.say(voice.language)})" if each.why else ""
        verdict = voice.word(f"row_{each.verdict.value}")
        typer.echo(clean(f"{each.line:>6}  {verdict}  {each.goal}  {said}{why}"))
    counts = [f"{_count(rows, v)} {voice.word(f'row_{v.value}')}" for v in Verdict]
    typer.echo(voice.word("comma").join(counts))
