"""One module a command, one function in it: run. Here are the options they share."""

import sys
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

import typer

from goaltrack.context import Context, Screen
from goaltrack.core.assess import assess
from goaltrack.core.check import doubts, leap
from goaltrack.core.model import Entry, Goal, Ledger
from goaltrack.core.quantity import write
from goaltrack.errors import EmptyText, NotRecorded, UnknownSource
from goaltrack.report.history import entry_text
from goaltrack.report.sheet import Sheet
from goaltrack.report.text import clean
from goaltrack.report.words import Voice
from goaltrack.store.record import difference, prepare
from goaltrack.store.replace import replace
from goaltrack.store.shapes import LONGEST_TEXT, nearest
from goaltrack.store.splice import Value, new_id


class Language(StrEnum):
    """The languages of board, reports and messages."""

    EN = "en"
    ZH = "zh"


class When(StrEnum):
    """When to use colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


def _remember(ctx: typer.Context, language: Language | None) -> Language | None:
    """Keep the language for an error that may come before the ledger is read."""
    if language:
        ctx.meta["goaltrack.language"] = language.value
    return language


File = Annotated[
    str | None,
    typer.Option(
        "-f",
        "--file",
        metavar="FILE",
        help="The ledger (else GOALTRACK_FILE, else goals.toml here or above).",
    ),
]
Lang = Annotated[
    Language | None,
    typer.Option("--lang", callback=_remember, help="The language of the output."),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of", metavar="DAY", help="Judge as of this day (default: today)."
    ),
]
KnownOn = Annotated[
    str | None,
    typer.Option(
        "--known-on",
        metavar="DAY",
        help="Use only what had been recorded by this day.",
    ),
]
Color = Annotated[When, typer.Option("--color", help="When to use colour.")]
Plain = Annotated[
    bool, typer.Option("--plain", help="Lines without columns, bars and colour.")
]
Json = Annotated[bool, typer.Option("--json", help="Every number, for programs.")]
On = Annotated[
    str | None,
    typer.Option(
        "--on", metavar="DAY", help="The day on which it is true (default: today)."
    ),
]
SourceId = Annotated[
    str | None,
    typer.Option(
        "--source", metavar="ID", help="Where it was published: ID or ID#PLACE."
    ),
]
Note = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="A remark.")]
By = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who writes it down.")
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show the change, write nothing.")
]


def show_sheet(sheet: Sheet, screen: Screen) -> None:
    """Print the sheet as the screen can show it."""
    # Rich is not worth its start where it is not seen.
    if screen.plain:
        from goaltrack.render.plain import render as plain  # noqa: PLC0415

        typer.echo(plain(sheet), nl=False)
    else:
        from goaltrack.render.terminal import render  # noqa: PLC0415

        text = render(sheet, screen.width, color=screen.color)
        typer.echo(text, nl=False, color=screen.color)


def show_json(data: Mapping[str, object]) -> None:
    """Print the data as JSON."""
    from goaltrack.render.data import as_json  # noqa: PLC0415 - only where asked for

    typer.echo(as_json(data), nl=False)


def enter(
    asked: Context,
    goal: Goal,
    fields: Mapping[str, Value | None],
    source: str | None,
    *,
    dry_run: bool,
    yes: bool = True,
) -> None:
    """Write an entry into the ledger, and say what became of its goal.

    With `dry_run`, show the change to the file instead. Unless `yes`, a figure
    that looks like a slip by a power of ten is questioned first.

    Raises:
        UnknownSource: the ledger does not list the source.
        NotRecorded: the user took the figure back.
    """
    for option in ("note", "by", "source"):
        text = fields.get(option)
        if isinstance(text, str) and not (text.strip() and len(text) <= LONGEST_TEXT):
            raise EmptyText(option=f"--{option}")
    name = (source or "").partition("#")[0]
    if name and name not in asked.ledger.sources:
        raise UnknownSource(name=name, hint=nearest(name, asked.ledger.sources))
    ids = {e.id: e for g in asked.ledger.goals.values() for e in g.progress if e.id}
    row = {"id": new_id(ids), **fields, "recorded": asked.today}
    after = prepare(asked.document, goal.id, row)
    voice = asked.voice
    if dry_run:
        typer.echo(difference(asked.document, after.content), nl=False)
        typer.echo(voice.word("dry_run"), err=True)
        return
    new = after.ledger.goals[goal.id]
    entry = new.progress[-1]
    _question(goal, new, entry, voice, yes=yes)
    replace(asked.document.path, asked.document.raw, after.content)
    assessment = assess(new, asked.today)
    state = voice.word("now", state=voice.state(assessment.state))
    if assessment.gap and assessment.is_short:
        gap = voice.amount(new, abs(assessment.gap))
        state += voice.word("comma") + voice.word("gap_of", gap=gap)
    what = entry_text(new, entry, voice)
    if entry.change is not None and assessment.figure:
        total = voice.exact(new, assessment.figure.value)
        what = voice.word("making", change=what, total=total)
    when = voice.period(entry.period)
    said = voice.word("added", goal=goal.id, what=what, when=when)
    typer.echo(clean(said + voice.word("semicolon") + state))
    _warn(after.ledger, new, asked)


def _warn(ledger: Ledger, goal: Goal, asked: Context) -> None:
    """Say on stderr what is doubtful in the goal's newest entry."""
    last = len(goal.progress) - 1
    said = [doubt.phrase for doubt in doubts(ledger, goal.id) if doubt.entry == last]
    period = goal.progress[-1].period
    if period.last > asked.today and not said:
        when = asked.voice.day(period.last)
        typer.echo(clean(asked.voice.word("counts_from", day=when)), err=True)
    for phrase in said:
        text = asked.voice.word("warning") + phrase.say(asked.voice.language)
        typer.echo(clean(text), err=True)


def _question(
    before: Goal, after: Goal, entry: Entry, voice: Voice, *, yes: bool
) -> None:
    """Ask whether a figure ten times another is meant; where nobody is, say so."""
    power = 0 if yes or entry.value is None else leap(before, after)
    if not power or entry.value is None:
        return
    meant = voice.exact(after, entry.value.scaleb(-power).normalize())
    times = write(Decimal(10) ** abs(power), 0)
    name = "slip_up" if power > 0 else "slip_down"
    said = clean(voice.word(name, times=times, meant=meant))
    if not sys.stdin.isatty():
        typer.echo(said, err=True)
    elif not typer.confirm(said + voice.word("record_anyway"), err=True):
        raise NotRecorded
