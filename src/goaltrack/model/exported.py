"""The columns in which exports have the keys of goals, for `import` to read again."""

from collections.abc import Mapping

PLAIN = (
    *("title", "kind", "unit", "target", "aim", "group", "tags", "owner", "source"),
    *("weight", "parent"),
)
"""Columns of exported goals that are called as the keys that they hold."""

AS_WRITTEN: Mapping[str, str] = {
    **dict.fromkeys(("due", "tolerance", "limit", "each", "need", "take", "start"), ""),
    **dict.fromkeys(("baseline", "plan", "pace", "steps", "every", "lag"), ""),
    **dict.fromkeys(("rollup", "number", "note", "fields", "dropped", "paused"), ""),
    "closed": "",
    "year_start": "year-start",
    "year_name": "year-name",
    "target_as_written": "target",
    "colour_by_hand": "colour",
    "revisions": "",
    "formula": "figure",
}
"""Columns behind those: as the ledger writes the key of that name, or the one given."""

MARKS = ("id", "kind", "due_first", "due_last", "target_as_written")
"""Columns by which a table of exported goals is known."""

SCHEMA = "goaltrack/export/1"
"""The name of the JSON of a whole export."""
SHEET = "goals"
"""The sheet of an exported workbook that has the goals as their ledger has them."""


def key_of(column: str) -> str:
    """Return the key that a column of `AS_WRITTEN` holds."""
    return AS_WRITTEN[column] or column
