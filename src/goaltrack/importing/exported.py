"""Our own exports: goals with all their keys, the entries, and the sources.

They are known by their columns or by the name of their schema, and read as they are:
nothing in them is inferred.
"""

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from goaltrack.importing.cells import structured
from goaltrack.importing.json_tables import json_rows, parsed
from goaltrack.importing.layout import Line, find_table
from goaltrack.importing.readers import (
    Options,
    RawTable,
    decoded,
    read_rows,
    sheet_names,
)
from goaltrack.model.entry_fields import ENTRY_FIELDS
from goaltrack.model.exported import (
    AS_WRITTEN,
    MARKS,
    PLAIN,
    SCHEMA,
    SHEETS,
    columns_of,
    key_of,
    title_of,
)

_ENTRY_MARKS = frozenset(("goal", "id", "on", "period", "value", "change", "replaces"))
"""Columns by which the sheet of exported entries is known."""
_SOURCE_MARKS = frozenset(("id", "title", "publisher", "published", "url"))
"""Columns by which the sheet of sources is known."""
_NUMBERS = (
    *("target", "tolerance", "limit", "weight", "value", "need", "lag"),
    "year-start",
)
_DAYS = ("due", "start", "on", "until", "published")
_TEXTS = ("title", "note", "owner", "group", "unit", "source")
"""Keys whose values are texts, whatever they look like."""
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_OBJECTIVE = "objective"


class ExportedGoal(NamedTuple):
    """A goal of an export: where it stands, its id, and its keys with their values."""

    line: int
    id: str
    """Empty where it is known by its title."""
    keys: Mapping[str, Any]


class Export(NamedTuple):
    """What an export holds; `entries` is None where it has none."""

    goals: list[ExportedGoal]
    entries: RawTable | None = None
    sources: Mapping[str, Mapping[str, Any]] = {}


def exported(path: str, raw: bytes, options: Options) -> Export | None:
    """Return what an export of ours holds; None of any other file.

    Raises:
        BadTable: the file cannot be read.
        MissingExtra: workbooks need what is not installed.
    """
    name = path.lower()
    if name.endswith(".json"):
        head = raw[:200].replace(b" ", b"")
        return _from_json(path, raw, options) if SCHEMA.encode() in head else None
    if name.endswith((".xlsx", ".xlsm")):
        names = () if options.sheet else sheet_names(path, raw)
        sheet = next((name for name in SHEETS.values() if name in names), None)
        if sheet is None:
            return None
        found = _goals(
            _in_our_words(read_rows(path, raw, options._replace(sheet=sheet)))
        )
        rows = (read_rows(path, raw, options._replace(sheet=n)) for n in names)
        tables = [_in_our_words(table) for table in rows]
        entries = (table for table in tables if _has(table, _ENTRY_MARKS))
        sources = (table for table in tables if _has(table, _SOURCE_MARKS))
        return found and found._replace(
            entries=next(entries, None), sources=_sources(next(sources, None))
        )
    if not _looks_so(raw):
        return None
    return _goals(_in_our_words(read_rows(path, raw, options)))


def _in_our_words(table: RawTable) -> RawTable:
    """Return a table with the titles of its first row as the columns that they mean."""
    if not table.rows:
        return table
    head = table.rows[0]
    texts = columns_of(head.texts)
    known = (frozenset(MARKS), _ENTRY_MARKS, _SOURCE_MARKS)
    if any(set(texts) >= marks for marks in known):
        return table._replace(rows=[head._replace(texts=texts), *table.rows[1:]])
    return table


def _sources(table: RawTable | None) -> Mapping[str, Mapping[str, Any]]:
    """Return the sources of a sheet, by their ids."""
    if table is None:
        return {}
    names = table.rows[0].texts
    rows = (dict(zip(names, row.texts, strict=False)) for row in table.rows[1:])
    return {
        row["id"]: {
            key: _typed(key, text)
            for key, text in row.items()
            if key != "id" and text.strip()
        }
        for row in rows
        if row.get("id", "").strip()
    }


def _looks_so(raw: bytes) -> bool:
    """Whether the first line of a table of text names our columns."""
    head = raw[:4000].partition(b"\n")[0]
    return any(
        all(title_of(mark, language).encode() in head for mark in MARKS)
        for language in SHEETS
    )


def _has(table: RawTable, marks: Iterable[str]) -> bool:
    return bool(table.rows) and set(marks) <= set(table.rows[0].texts)


def _goals(table: RawTable) -> Export | None:
    """Return the goals of a table with our columns; None of another one."""
    if not _has(table, MARKS):
        return None
    grid = find_table(table, frozenset(), table.rows[0].number)
    if not set(MARKS) <= set(grid.columns):
        return None  # a second row of names: a table that somebody made over
    return Export([_goal(line) for line in grid.lines])


def _goal(line: Line) -> ExportedGoal:
    """Return a row as a goal: each cell that says something is a key."""
    cells = line.cells
    columns = {name: name for name in PLAIN} | {n: key_of(n) for n in AS_WRITTEN}
    keys = {
        key: _value(key, cells[name])
        for name, key in columns.items()
        if cells.get(name, "").strip()
    }
    if keys.get("kind") == _OBJECTIVE:
        keys.pop("aim", None)
    baseline = keys.get("baseline")
    if isinstance(baseline, Mapping) and "value" not in baseline:
        # Figures are percent of it, which the unit in the table says.
        keys.pop("unit", None)
    return ExportedGoal(line.number, cells["id"].strip(), keys)


def _value(key: str, text: str) -> Any:
    """Return what a cell says: TOML where it is a list or a table."""
    if key in _TEXTS:
        return text
    text = text.strip()
    found = structured(text)
    if found is not None:
        return _typed(key, found)
    if key == "tags":
        return [tag.strip() for tag in text.split(",")]
    return _typed(key, text)


def _typed(key: str, value: Any) -> Any:
    """Return a value with numbers and days in the place of their texts."""
    if isinstance(value, Mapping):
        return {k: v if key == "fields" else _typed(k, v) for k, v in value.items()}
    if isinstance(value, list):
        return [_typed(key, each) for each in value]
    if isinstance(value, str):
        if key in _NUMBERS and _NUMBER.fullmatch(value):
            return Decimal(value)
        if key in _DAYS and _DAY.fullmatch(value):
            with suppress(ValueError):
                return date.fromisoformat(value)
    return value


def _from_json(path: str, raw: bytes, options: Options) -> Export | None:
    """Return the goals, entries and sources of a whole export."""
    text = decoded(path, raw, options)
    data = parsed(path, text)
    if not isinstance(data, Mapping) or data.get("schema") != SCHEMA:
        return None
    goals = [
        ExportedGoal(n, str(goal["id"]), _typed("", goal["as_written"]))
        for n, goal in enumerate(_objects(data.get("goals")), 1)
        if isinstance(goal.get("as_written"), Mapping) and "id" in goal
    ]
    entries = None
    if _objects(data.get("entries")):
        entries = _known(RawTable(path, json_rows(path, text, "entries")))
    sources = {
        str(source["id"]): {k: v for k, v in source.items() if k != "id" and v}
        for source in _objects(data.get("sources"))
        if "id" in source
    }
    return Export(goals, entries, _typed("", sources))


def _known(table: RawTable) -> RawTable:
    """Return the columns of entries that a ledger has; others follow from these."""
    names = ("goal", *(field.name for field in ENTRY_FIELDS))
    places = [n for n, name in enumerate(table.rows[0].texts) if name in names]
    rows = [row._replace(texts=[row.texts[n] for n in places]) for row in table.rows]
    return table._replace(rows=rows)


def _objects(found: Any) -> list[Mapping[str, Any]]:
    rows = found if isinstance(found, list) else []
    return [row for row in rows if isinstance(row, Mapping)]
