"""`goaltrack add`."""

from typing import Annotated

import typer

from goaltrack.cli.options import (
    By,
    DryRun,
    File,
    Firm,
    Lang,
    Note,
    On,
    PeriodText,
    SourceId,
    Yes,
)
from goaltrack.cli.recording import parse_value, parse_when, record_entry
from goaltrack.errors import BadUsage, Message
from goaltrack.session import open_ledger

_VALUE_MISSING = Message(
    "value-missing",
    "{goal}: there is nothing to record\nsay a VALUE, or a --note alone",
)


def run(
    goal: Annotated[str, typer.Argument(metavar="GOAL", help="The id of the goal.")],
    value: Annotated[
        str | None,
        typer.Argument(
            metavar="[VALUE]",
            help="The figure: 367.83, 1,012亿元, 1.2万, 12%; +3 or -2 to add; =-2. "
            "Of a milestone, how far it is: 60%.",
        ),
    ] = None,
    on: On = None,
    period: PeriodText = None,
    source: SourceId = None,
    note: Note = None,
    status: Firm = None,
    by: By = None,
    dry_run: DryRun = False,
    yes: Yes = False,
    file: File = None,
    lang: Lang = None,
) -> None:
    """Record a figure, for a day (--on) or a --period."""
    asked = open_ledger(file, lang)
    subject = asked.goal(goal)
    if value is None and note is None:
        raise BadUsage(_VALUE_MISSING, goal=goal)
    said = parse_value(subject, value) if value is not None else {}
    fields = {
        **parse_when(asked, subject, on, period, is_figure=value is not None),
        **said,
        "source": source,
        "note": note,
        "status": status.value if status else None,
        "by": by,
    }
    record_entry(asked, subject, fields, f"add {goal}", dry_run=dry_run, yes=yes)
