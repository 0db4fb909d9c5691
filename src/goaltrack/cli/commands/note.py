"""`goaltrack note`."""

from typing import Annotated

import typer

from goaltrack.cli import options as opt
from goaltrack.cli.recording import parse_citation, parse_when, record_entry
from goaltrack.cli.run_state import RUN
from goaltrack.errors import BadUsage, Message, Refused
from goaltrack.model.ledger import Entry, Kind
from goaltrack.model.period import Period
from goaltrack.session import open_ledger

_FIELD_WANTED = Message(
    "field-wanted",
    "'{text}' is no field\nwrite it as NAME=TEXT",
)
_NO_ENTRIES = Message(
    "no-entries",
    "{goal} has no entries of its own, which a remark could be one of\n"
    "note one of its parts, or keep it with the goal: `goaltrack set {goal} note=TEXT`",
)
_NOTHING_SAID = Message(
    "nothing-said",
    "{goal}: there is nothing to note\nwrite a TEXT, or a --field NAME=TEXT",
)


def run(
    goal: Annotated[
        str, typer.Argument(metavar="GOAL", help="The goal: its id, or its title.")
    ],
    text: Annotated[
        list[str] | None, typer.Argument(metavar="[TEXT]...", help="The remark.")
    ] = None,
    field: Annotated[
        list[str] | None,
        typer.Option(
            "--field", metavar="NAME=TEXT", help="A text under a name of your own."
        ),
    ] = None,
    on: opt.On = None,
    source: opt.SourceId = None,
    by: opt.By = None,
    dry_run: opt.DryRun = False,
    json: opt.Json = False,
    file: opt.File = None,
    lang: opt.Lang = None,
) -> None:
    """Record a remark of a day: what happened, what is in the way."""
    RUN.as_json = json
    asked = open_ledger(file, lang)
    subject = asked.goal(goal)
    if subject.kind is Kind.OBJECTIVE or subject.formula:
        raise Refused(_NO_ENTRIES, goal=subject.id)
    said = " ".join(text) if text else None
    fields = dict(_field(each) for each in field or ())
    if not said and not fields:
        raise BadUsage(_NOTHING_SAID, goal=subject.id)
    period: Period = parse_when(asked, subject, on, None, is_figure=False)
    entry = Entry(
        period,
        note=said,
        source=parse_citation(source),
        by=by,
        fields=fields or None,
    )
    record_entry(asked, subject, entry, f"note {subject.id}", dry_run=dry_run)


def _field(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name.strip() or not value.strip():
        raise BadUsage(_FIELD_WANTED, text=text)
    return name.strip(), value.strip()
