"""`goaltrack log`."""

from goaltrack.commands import (
    AsOf,
    Color,
    Files,
    Goals,
    Json,
    KnownOn,
    Lang,
    Plain,
    When,
    show_json,
    show_sheet,
)
from goaltrack.context import open_ledgers, screen
from goaltrack.report import facts, history


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
    if json:
        show_json(facts.log(asked.file, chosen, asked.as_of, asked.known_on))
    else:
        title = asked.title
        sheet = history.log(title, chosen, asked.voice, asked.as_of, asked.known_on)
        show_sheet(sheet, screen(color, plain=plain))
