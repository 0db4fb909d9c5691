"""The JSON Schema of a ledger, by which editors complete keys and mark mistakes.

It is made of the tables of keys. What it cannot express is left to `goaltrack check`:
periods and formulas as texts, names of other goals, sources, steps and entries, and
whatever depends on the order of days.
"""

from collections.abc import Iterable
from typing import Any

from goaltrack.ledger.schema import (
    BASELINE,
    ENTRY,
    GOAL,
    LEDGER,
    POINT,
    TABLES,
    Key,
    Table,
)
from goaltrack.ledger.validate import ENTRY_VALUES, KEYS_REFUSED
from goaltrack.model.ledger import DIRECTIONS, Kind

NAME = "goals.schema.json"
"""The file beside a ledger that its first line names."""
FIRST_LINE = f"#:schema ./{NAME}"
"""The comment by which editors (taplo, tombi) find the schema of a TOML file."""

Schema = dict[str, Any]

_GOAL_ID = "^[^\\s!-,./:-@\\[-`{-~]+$"


def editor_schema() -> Schema:
    """Return the JSON Schema (draft 7) of a ledger."""
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "goaltrack ledger, format 1",
        **_schema_of(LEDGER),
        "definitions": {table.name: _schema_of(table) for table in TABLES[1:]},
    }


def _schema_of(table: Table) -> Schema:
    found: Schema = {
        "type": "object",
        "properties": {name: _property(key) for name, key in table.keys.items()},
        "additionalProperties": False,
    }
    if table.needed:
        found["required"] = table.needed
    if table in _CONDITIONS:
        found["allOf"] = _CONDITIONS[table]
    return found


def _property(key: Key) -> Schema:
    found: Schema = {"description": key.says}
    if key.default is not None:
        found["default"] = key.default
    if not isinstance(key.shape, Table):
        return {**found, **key.shape.schema}
    inner = {"$ref": f"#/definitions/{key.shape.name}"}
    rows = {"type": "array", "items": inner}
    if key.many == "rows":
        return {**found, **rows}
    if key.many == "some":
        return {**found, "anyOf": [inner, rows]}
    if key.many == "named":
        names = {"pattern": _GOAL_ID} if key.shape is GOAL else {"minLength": 1}
        return {
            **found,
            "type": "object",
            "propertyNames": names,
            "additionalProperties": inner,
        }
    return {**found, "allOf": [inner]}


def _one_of(*names: str) -> Schema:
    return {"anyOf": [{"required": [name]} for name in names]}


def _not_both(first: str, second: str) -> Schema:
    return {"not": {"required": [first, second]}}


def _without(names: Iterable[str]) -> Schema:
    return {"not": _one_of(*names)}


def _if(key: str, values: Iterable[str], then: Schema) -> Schema:
    """Return the condition that holds where the key has one of the values."""
    has = {"properties": {key: {"enum": list(values)}}, "required": [key]}
    return {"if": has, "then": then}


def _of_entries(kind: Kind) -> Schema:
    """Return what entries of a goal of the kind cannot have."""
    values = dict.fromkeys(key for keys in ENTRY_VALUES.values() for key in keys)
    others = [key for key in values if key not in ENTRY_VALUES[kind]]
    rows = {"items": _without(others)}
    return _if("kind", [kind.value], {"properties": {"progress": rows}})


_MEASURED = [k.value for k in Kind if k not in (Kind.MILESTONE, Kind.OBJECTIVE)]
_CONDITIONS = {
    ENTRY: [
        _one_of("on", "period"),
        _not_both("on", "period"),
        *(
            _not_both(first, second)
            for first, second in (
                ("value", "change"),
                ("value", "done"),
                ("value", "percent"),
                ("change", "done"),
                ("change", "percent"),
                ("done", "percent"),
            )
        ),
        _one_of("value", "change", "done", "percent", "note", "fields"),
    ],
    POINT: [_one_of("on", "period"), _not_both("on", "period")],
    BASELINE: [_one_of("on", "period"), _not_both("on", "period")],
    GOAL: [
        *(
            _if("kind", [kind.value], _without(keys))
            for kind, keys in KEYS_REFUSED.items()
        ),
        *(_of_entries(kind) for kind in Kind if kind is not Kind.OBJECTIVE),
        _if("kind", _MEASURED, _one_of("target", "aim")),
        _if("aim", [aim.value for aim in DIRECTIONS], _without(["target"])),
        {"if": _one_of("need", "take"), "then": _one_of("each")},
        {"if": _one_of("each"), "then": _one_of("target")},
        _not_both("each", "plan"),
        _not_both("figure", "progress"),
    ],
}
"""The conditions on the values of a table together, as `validate` checks them."""
