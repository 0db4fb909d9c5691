"""`goaltrack draft`."""

import os
import sys
from typing import Annotated

import typer

from goaltrack.analysis.lint import REVIEW
from goaltrack.cli import options as opt
from goaltrack.cli.drafts import as_data, ledger_text
from goaltrack.cli.run_state import RUN
from goaltrack.cli.screen import show_json
from goaltrack.drafting.documents import LARGEST, text_of
from goaltrack.drafting.reader import Reading, read_text
from goaltrack.drafting.text import heading, lines
from goaltrack.errors import Message, Refused
from goaltrack.i18n.catalog import language
from goaltrack.i18n.text import clean
from goaltrack.ledger.files import create
from goaltrack.ledger.find import read_bytes
from goaltrack.ledger.toml_text import Value
from goaltrack.ledger.validate import is_goal_id
from goaltrack.model.period import day
from goaltrack.reports.wording import Voice
from goaltrack.session import today

_NO_PART = Message(
    "no-such-heading",
    "no line of {path} begins with '{text}'\n"
    "say how the heading begins, as --from 三、",
)
_DRAFT_EXISTS = Message(
    "draft-exists",
    "{path} exists already, and draft never overwrites",
)
_BAD_SOURCE = Message(
    "bad-source-id",
    "'{text}' is no id of a source\nit has letters, digits and hyphens: report-2024",
)


def run(
    text: Annotated[
        str,
        typer.Argument(
            metavar="FILE", help="A Chinese text, HTML or .docx; - for stdin."
        ),
    ],
    published: Annotated[
        str,
        typer.Option("--published", metavar="DAY", help="The day of its publication."),
    ],
    source: Annotated[
        str | None,
        typer.Option(
            "--source", metavar="ID", help="What its source is called (default: FILE)."
        ),
    ] = None,
    every: Annotated[
        bool,
        typer.Option("--all", help="Also what is only to be pushed forward (推进)."),
    ] = False,
    begin: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="HEADING", help="Read from this heading on: 三、."
        ),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(
            "-o", "--output", metavar="FILE", help="Write it there (default: stdout)."
        ),
    ] = None,
    json: opt.Json = False,
    lang: opt.Lang = None,
) -> None:
    """Draft goals from a Chinese report, plan or news text, to be reviewed."""
    voice = Voice(language(lang))
    on = day(published, today())
    raw = sys.stdin.buffer.read(LARGEST + 1) if text == "-" else read_bytes(text)
    whole = text_of(text, raw)
    place = _place(whole, begin, text) if begin else 0
    reading = read_text(whole, on, with_soft=every, begin=place)
    if json:
        show_json(as_data(reading, text, on, whole))
        _end(reading, voice)
        return
    name = source or _name(text)
    if not is_goal_id(name):
        raise Refused(_BAD_SOURCE, text=name)
    title = next(lines(whole)).text[:200]
    about: dict[str, Value] = {"title": title, "published": on}
    if text != "-":
        about["file"] = os.path.basename(text)
    found = ledger_text(reading, whole, on, (name, about), voice, with_watched=every)
    if out:
        try:
            create(out, found.encode())
        except FileExistsError as error:
            raise Refused(_DRAFT_EXISTS, path=out) from error
        RUN.written = out
        RUN.say(
            voice.word("drafted", path=out, number=found.count(f'tags = ["{REVIEW}"]'))
        )
    else:
        typer.echo(found if not sys.stdout.isatty() else _safe(found), nl=False)
    _end(reading, voice)


def _end(reading: Reading, voice: Voice) -> None:
    """Leave with 1 where nothing was found, as the answer no is given elsewhere."""
    if not reading.goals:
        typer.echo(clean(voice.word("nothing_drafted")), err=True)
        raise typer.Exit(1)


def _place(text: str, begin: str, path: str) -> int:
    """Return where the heading begins.

    Raises:
        Refused: no line begins so.
    """
    for line in lines(text):
        found, _ = heading(line)
        if line.text.startswith(begin) or (found and found.text.startswith(begin)):
            return line.start
    raise Refused(_NO_PART, path=path, text=begin)


def _name(path: str) -> str:
    stem = os.path.splitext(os.path.basename(path))[0]
    return stem if is_goal_id(stem) else "text"


def _safe(text: str) -> str:
    return "\n".join(map(clean, text.split("\n")))
