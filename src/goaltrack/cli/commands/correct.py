"""`goaltrack correct`."""

from contextlib import suppress
from typing import Annotated

import typer

from goaltrack.analysis.series import effective_entries
from goaltrack.cli import options as opt
from goaltrack.cli.recording import (
    parse_citation,
    parse_value,
    parse_when,
    record_entry,
)
from goaltrack.cli.run_state import RUN
from goaltrack.errors import BadUsage, Message, Refused
from goaltrack.i18n.suggest import nearest
from goaltrack.model.amount import plain, read
from goaltrack.model.ledger import Entry, Goal, Kind
from goaltrack.model.period import Period, moment
from goaltrack.session import Context, open_ledger

_NOTE_MISSING = Message(
    "note-missing",
    "--retract takes an entry out of the count: say why by --note TEXT",
)
_UNKNOWN_ENTRY = Message(
    "unknown-entry",
    "no entry or goal is called '{name}'{hint}\n`goaltrack log` shows the ids",
)
_CORRECTION_IS_A_CHANGE = Message(
    "correction-is-a-change",
    "'{text}' would be added, and {entry} is a figure by itself\n"
    "write the figure that it should have said, as ={number}",
)
_NO_FIGURE_TO_CORRECT = Message(
    "no-figure-to-correct",
    "{goal} has no figure yet that could be corrected\n"
    "record one with `goaltrack add {goal} VALUE`",
)
_ENTRY_WITHOUT_ID = Message(
    "entry-without-id",
    "the last entry of {goal} ({day}) has no id\n"
    "give it one with `goaltrack edit {goal}`",
)
_SEVERAL_ENTRIES = Message(
    "several-entries",
    "several entries begin with '{name}': {known}\nsay more of the id",
)
_ALREADY_CORRECTED = Message(
    "already-corrected",
    "{entry} was corrected already, by {by}\ncorrect {by} instead",
)
_CORRECTION_IS_A_FIGURE = Message(
    "correction-is-a-figure",
    "{entry} is a change ({old}), and '{text}' looks like a figure\n"
    "write the change that it should have said (+{number}), or the figure that "
    "was there then (={number})",
)
_NOTHING_TO_CORRECT = Message(
    "nothing-to-correct",
    "what should {entry} have said?\n"
    "say a VALUE, --on, --period, --source, --note or --status; or --retract",
)

_SHORTEST = 3


def run(
    entry: Annotated[
        str,
        typer.Argument(
            metavar="ENTRY",
            help="Its id, or how that begins (see goaltrack log); or a goal: the entry "
            "of --on or --period, else its last.",
        ),
    ],
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[VALUE]...", help="What it should have said."),
    ] = None,
    on: Annotated[
        str | None,
        typer.Option("--on", metavar="DAY", help="Its right day (default: as it is)."),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option("--period", metavar="PERIOD", help="Its right period."),
    ] = None,
    retract: Annotated[
        bool,
        typer.Option("--retract", help="It should not be there; say why by --note."),
    ] = False,
    source: opt.SourceId = None,
    note: opt.Note = None,
    status: opt.Firm = None,
    by: opt.By = None,
    dry_run: opt.DryRun = False,
    yes: opt.Yes = False,
    json: opt.Json = False,
    file: opt.File = None,
    lang: opt.Lang = None,
) -> None:
    """Correct an entry: a new one replaces it, and the old one stays."""
    RUN.as_json = json
    asked = open_ledger(file, lang)
    if words and entry not in asked.ledger.entries and words[0] in asked.ledger.entries:
        # `correct GOAL ENTRY VALUE`: the entry says which goal.
        entry, *words = words
    value = " ".join(words) if words else None
    goal, old = _find(asked, entry, on or period)
    if old.period == _moment(asked, goal, on or period):
        # It names the entry, and moves nothing.
        on = period = None
    firm = status.value if status else None
    cited = parse_citation(source)
    new = Entry(
        old.period, replaces=old.id, status=firm, source=cited, note=note, by=by
    )
    if retract:
        if not note:
            raise BadUsage(_NOTE_MISSING)
    elif value is not None:
        new = _instead(goal, old, value, new, asked.ledger.decimal)
    elif on or period or any((firm, source, note, by)):
        new = old._replace(
            replaces=old.id,
            status=firm or old.status,
            source=cited or old.source,
            note=note or old.note,
            by=by,
        )
    else:
        raise BadUsage(_NOTHING_TO_CORRECT, entry=old.id)
    if on or period:
        new = new._replace(period=parse_when(asked, goal, on, period))
    record_entry(asked, goal, new, f"correct {old.id}", dry_run=dry_run, yes=yes)


def _moment(asked: Context, goal: Goal, text: str | None) -> Period | None:
    return moment(text, asked.today, years=goal.years) if text else None


def _find(asked: Context, name: str, when: str | None) -> tuple[Goal, Entry]:
    """Return the entry of that name, and its goal; refuse one that was corrected.

    Of a goal, that of the day or period, else the last one.
    """
    goals, rows = asked.ledger.goals, asked.ledger.entries
    named = name in rows or any(id_.startswith(name) for id_ in rows)
    if name not in goals and not (named and len(name) >= _SHORTEST):
        with suppress(Refused):
            name = asked.goal(name).id
    if name in goals and name not in rows:
        entries = [
            entry
            for entry in effective_entries(goals[name], None)
            if _says_something(entry)
        ]
        if not entries:
            raise Refused(_NO_FIGURE_TO_CORRECT, goal=name)
        goal, entry = goals[name], entries[-1]
        wanted = _moment(asked, goal, when)
        entry = next((e for e in reversed(entries) if e.period == wanted), entry)
        if entry.id is None:
            raise Refused(_ENTRY_WITHOUT_ID, goal=name, day=entry.period.last)
        return goal, entry
    begun = [id_ for id_ in rows if id_.startswith(name)]
    if name not in rows and begun and len(name) >= _SHORTEST:
        if len(begun) > 1:
            raise Refused(_SEVERAL_ENTRIES, name=name, known=", ".join(begun))
        name = begun[0]
    if name not in rows:
        raise Refused(_UNKNOWN_ENTRY, name=name, hint=nearest(name, [*rows, *goals]))
    goal, entry = rows[name]
    for other in goal.progress:
        if other.replaces == name:
            raise Refused(_ALREADY_CORRECTED, entry=name, by=other.id or "?")
    return goal, entry


def _instead(goal: Goal, old: Entry, text: str, new: Entry, decimal: str) -> Entry:
    """Return the correction: a change by a sign, a figure without one or by =."""
    if goal.kind is Kind.MILESTONE:
        return parse_value(goal, text, new)
    amount = read(text, goal.unit, goal.id, decimal)
    is_figure = text.lstrip().startswith(("=", "＝"))
    if old.change is not None and not is_figure:
        if not amount.is_change and goal.kind is not Kind.TOTAL:
            was = f"{'+' if old.change >= 0 else ''}{plain(old.change)}"
            number = plain(amount.number)
            raise BadUsage(
                _CORRECTION_IS_A_FIGURE, entry=old.id, old=was, text=text, number=number
            )
        return new._replace(change=amount.number)
    if amount.is_change and goal.kind is not Kind.RATE:
        raise BadUsage(
            _CORRECTION_IS_A_CHANGE,
            text=text,
            entry=old.id,
            number=plain(amount.number),
        )
    return new._replace(value=amount.number)


def _says_something(entry: Entry) -> bool:
    """Return whether it has a figure, a change, or something done: not a note alone."""
    return bool(entry.done) or (entry.value, entry.change, entry.percent) != (None,) * 3
