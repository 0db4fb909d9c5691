"""`goaltrack log`."""

from datetime import date

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
from goaltrack.reports import data as facts
from goaltrack.reports import entries as history
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
    """List the entries, newest last, corrections marked."""
    asked = open_ledgers(file, goals, lang, as_of, known_on)
    chosen = asked.goals()
    # Unless a day is named, what is written down for days to come is shown as well.
    until = asked.as_of if as_of else date.max
    if json:
        show_json(facts.log(asked.file, chosen, (asked.as_of, until), asked.known_on))
    else:
        title, days = asked.title, (asked.as_of, until)
        known, whole = asked.known_on, len(asked.ledger.goals)
        sheet = history.log(title, chosen, asked.voice, days, known, whole)
        show_sheet(sheet, screen(color, plain=plain))
