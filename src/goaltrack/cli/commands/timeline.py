"""`goaltrack timeline`."""

from goaltrack.cli import options as opt
from goaltrack.cli.screen import screen, show_json, show_sheet
from goaltrack.reports import timeline
from goaltrack.session import open_ledgers


def run(
    goals: opt.Goals = None,
    file: opt.Files = None,
    as_of: opt.AsOf = None,
    known_on: opt.KnownOn = None,
    json: opt.Json = False,
    plain: opt.Plain = False,
    color: opt.Color = opt.When.AUTO,
    lang: opt.Lang = None,
) -> None:
    """Show what is due when, goals and steps, on a calendar line."""
    asked = open_ledgers(file, goals, lang, as_of, known_on)
    days = asked.as_of, asked.known_on
    found = timeline.dates(asked.chosen())
    if json:
        show_json(timeline.data(asked.file, found, *days))
    else:
        title = asked.title
        sheet = timeline.timeline(title, found, asked.voice, *days)
        show_sheet(sheet, screen(color, plain=plain), asked)
