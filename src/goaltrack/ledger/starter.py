"""New TOML text, shaped by tomlkit: never text that a person wrote."""

from datetime import date

import tomlkit
from tomlkit.items import Item, Table

from goaltrack.i18n.catalog import Phrase
from goaltrack.ledger.editor_schema import FIRST_LINE
from goaltrack.ledger.toml_text import new_id

_TITLE = Phrase("My goals")
_HEAD = (
    Phrase("A goaltrack ledger: what was promised, by when, and every figure since."),
    Phrase("It is plain text: read it, edit it, keep it in git."),
)
_COMMANDS = (
    ("goaltrack status", Phrase("where every goal stands")),
    ("goaltrack add running +7.5", Phrase("record a figure")),
    ("goaltrack done first-race", Phrase("record that it is done")),
    ("goaltrack export report.md", Phrase("write the report")),
)
_RUNNING = Phrase("Run 600 km this year")
_A_TOTAL = Phrase("A total adds up from its start to its due date.")
_RACE = Phrase("Run a first race")
_A_MILESTONE = Phrase("A milestone is done, or not.")


def starter(
    title: str | None,
    language: str,
    today: date,
    *,
    is_named: bool = False,
    is_empty: bool = False,
) -> str:
    """The text of a first ledger, with two goals of this year to learn from.

    With `is_named` it says its language; else the reader's is used.
    With `is_empty` it has no goal. Its first line names the schema for editors.
    """
    text = tomlkit.document()
    for line in _HEAD:
        text.add(tomlkit.comment(line.say(language)))
    if not is_empty:
        text.add(tomlkit.comment(""))
        for command, says in _COMMANDS:
            text.add(tomlkit.comment(f"  {command:<30} {says.say(language)}"))
    text.add(tomlkit.nl())
    text.add("format", tomlkit.item(1))
    text.add("title", tomlkit.item(title or _TITLE.say(language)))
    text.add("id", tomlkit.item(new_id({})))
    if is_named:
        text.add("language", tomlkit.item(language))
    if is_empty:
        return f"{FIRST_LINE}\n{text.as_string()}"
    text.add(tomlkit.nl())
    year = str(today.year)
    running = tomlkit.table()
    running.add(tomlkit.comment(_A_TOTAL.say(language)))
    running.add("title", _RUNNING.say(language))
    running.add("kind", "total")
    running.add("unit", "km")
    running.add("target", 600)
    running.add("start", date(today.year, 1, 1))
    running.add("due", year)
    running.add("progress", _no_rows())
    race = tomlkit.table()
    race.add(tomlkit.comment(_A_MILESTONE.say(language)))
    race.add("title", _RACE.say(language))
    race.add("kind", "milestone")
    race.add("due", year)
    race.add("progress", _no_rows())
    text.add("goals", _goals({"running": running, "first-race": race}))
    return f"{FIRST_LINE}\n{text.as_string()}"


def _goals(tables: dict[str, Table]) -> Table:
    goals = tomlkit.table(is_super_table=True)
    for number, (name, table) in enumerate(tables.items()):
        if number:
            list(tables.values())[number - 1].add(tomlkit.nl())
        goals.add(name, table)
    return goals


def _no_rows() -> Item:
    """An empty array with its bracket on a line of its own: a row adds one line."""
    return tomlkit.value("[\n]")
