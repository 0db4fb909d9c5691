"""`goaltrack diff`."""

from typing import Annotated

import typer

from goaltrack.analysis.changes import changes
from goaltrack.cli import options as opt
from goaltrack.cli.screen import screen, show_json, show_sheet
from goaltrack.errors import BadUsage, Message
from goaltrack.model.period import moment
from goaltrack.reports import changes as changed
from goaltrack.session import open_ledgers

_SINCE_MISSING = Message(
    "since-missing",
    "since when?\nsay --since DAY (what happened) or --known-since DAY",
)


def run(
    goals: opt.Goals = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DAY", help="Compare with the view of a day."),
    ] = None,
    known_since: Annotated[
        str | None,
        typer.Option(
            "--known-since",
            metavar="DAY",
            help="Compare with what had been recorded by a day.",
        ),
    ] = None,
    file: opt.Files = None,
    as_of: opt.AsOf = None,
    known_on: opt.KnownOn = None,
    json: opt.Json = False,
    plain: opt.Plain = False,
    color: opt.Color = opt.When.AUTO,
    lang: opt.Lang = None,
) -> None:
    """Show what changed since a day: states, figures, targets."""
    if not since and not known_since:
        raise BadUsage(_SINCE_MISSING)
    asked = open_ledgers(file, goals, lang, as_of, known_on)
    now, today = asked.chosen(), asked.today
    seen = moment(since, today).last if since else asked.as_of
    known = moment(known_since, today).last if known_since else asked.known_on
    earlier = asked._replace(as_of=seen, known_on=known)
    begin = known if known_since and known else seen
    end = (asked.known_on or today) if known_since else asked.as_of
    if begin > end:
        raise BadUsage(opt.SINCE_LATER, since=begin, until=end)
    before = earlier.assess([each.goal for each in now])
    found = changes(before, now, since=begin, until=end)
    if json:
        show_json(changed.data(asked.file, found, begin, end))
    else:
        voice = asked.voice
        said = voice.word("between", first=begin, last=end)
        sheet = changed.page(asked.title, found, voice, said)
        show_sheet(sheet, screen(color, plain=plain), asked)
