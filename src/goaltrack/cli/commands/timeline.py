"""`goaltrack timeline`."""

from goaltrack.cli.options import (
    AsOf,
    Color,
    Files,
    Goals,
    Json,
    KnownOn,
    Lang,
    Plain,
    When,
)
from goaltrack.cli.screen import screen, show_json, show_sheet
from goaltrack.reports import timeline
from goaltrack.session import open_ledgers


def run(
    goals: Goals = None,
    file: Files = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    json: Json = False,
    plain: Plain = False,
    color: Color = When.AUTO,
    lang: Lang = None,
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
        show_sheet(sheet, screen(color, plain=plain))
