"""One module a command, one function in it: run. Here are the options they share."""

from enum import StrEnum
from typing import Annotated

import typer

from goaltrack.errors import Message

ARGUMENT_MISSING = Message(
    "argument-missing",
    "{name} is missing\nfor example: `{example}`",
)
SINCE_LATER = Message(
    "since-later",
    "{since} is after {until}\nsay an earlier --since, or a later --as-of",
)


class Language(StrEnum):
    """The languages of board, reports and messages."""

    EN = "en"
    ZH = "zh"


class When(StrEnum):
    """When to use colour."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


class Firmness(StrEnum):
    """How firm a figure is."""

    PRELIMINARY = "preliminary"
    REVISED = "revised"
    FINAL = "final"
    FORECAST = "forecast"


File = Annotated[
    str | None,
    typer.Option(
        "-f",
        "--file",
        metavar="FILE",
        help="The ledger (else GOALTRACK_FILE, else goals.toml here, above, or in ~).",
    ),
]
Files = Annotated[
    list[str] | None,
    typer.Option(
        "-f",
        "--file",
        metavar="FILE",
        help="The ledger (else GOALTRACK_FILE, else goals.toml here, above, or in ~); "
        "several are read as one.",
    ),
]
Lang = Annotated[
    Language | None,
    typer.Option("--lang", metavar="LANG", help="The language of the output."),
]
Goals = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[GOAL]...",
        help="Only these goals (default: all), or other ledgers: *.toml.",
    ),
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
Color = Annotated[
    When,
    typer.Option("--color", metavar="WHEN", help="When to use colour (default: auto)."),
]
Plain = Annotated[
    bool, typer.Option("--plain", help="Lines without columns, bars and colour.")
]
Json = Annotated[bool, typer.Option("--json", help="Every number, for programs.")]
Columns = Annotated[
    str | None,
    typer.Option(
        "--columns",
        metavar="COLUMNS",
        help="The columns: title,due,state; or okr, public, supervision.",
    ),
]
On = Annotated[
    str | None,
    typer.Option(
        "--on", metavar="DAY", help="The day on which it is true (default: today)."
    ),
]
PeriodText = Annotated[
    str | None,
    typer.Option(
        "--period", metavar="PERIOD", help="The period in which it was produced."
    ),
]
Firm = Annotated[
    Firmness | None,
    typer.Option("--status", metavar="WORD", help="How firm the figure is."),
]
Reason = Annotated[
    str | None, typer.Option("--reason", metavar="TEXT", help="Why, for the record.")
]
SourceId = Annotated[
    str | None,
    typer.Option(
        "--source", metavar="ID|URL", help="Where it was published: ID#PLACE, or URL."
    ),
]
Note = Annotated[
    str | None, typer.Option("-m", "--note", metavar="TEXT", help="A remark.")
]
By = Annotated[
    str | None, typer.Option("--by", metavar="NAME", help="Who writes it down.")
]
Yes = Annotated[bool, typer.Option("-y", "--yes", help="Ask nothing.")]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Show the change, write nothing.")
]
