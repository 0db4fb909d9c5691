"""The JSON Schema of each `--json`, with one definition of a goal and of an entry."""

import json
from collections.abc import Mapping
from typing import Any

from goaltrack.i18n.resources import read_text
from goaltrack.model.entry_fields import ENTRY_FIELDS, STATUSES, ValueType
from goaltrack.model.exported import SCHEMA

_FOLDER = "reports/schemas"
_TEXT: Mapping[str, object] = {"type": ["string", "null"]}
_NUMBER: Mapping[str, object] = {"type": ["number", "null"]}
_DAY: Mapping[str, object] = {"type": "string", "format": "date"}
_TYPES: Mapping[ValueType, Mapping[str, object]] = {
    ValueType.NUMBER: _NUMBER,
    ValueType.PERCENT: _NUMBER,
    ValueType.DONE: {"anyOf": [{"const": True}, {"type": "string"}, {"type": "null"}]},
    ValueType.STATUS: {"enum": [*STATUSES, None]},
    ValueType.FIELDS: {
        "type": ["object", "null"],
        "additionalProperties": {"type": "string"},
    },
}
_BESIDE: Mapping[str, Mapping[str, object]] = {
    "ledger": {"description": "the file of its ledger", **_TEXT},
    "goal": {"description": "the id of its goal", "type": "string"},
    "unit": {"description": "the unit of the goal", **_TEXT},
    "first": {"description": "first day that it is about", **_DAY},
    "last": {"description": "last day", **_DAY},
    "corrected_by": {"description": "id of the entry that corrects it", **_TEXT},
}
"""The keys of an entry in JSON that are not keys of a ledger's entry."""


def json_schema(name: str) -> dict[str, Any]:
    """Return the schema of the `--json` of a command: `status`, `show`, `log`, ….

    Raises:
        OSError: there is none of that name.
    """
    if name == "export":
        return _export()
    text = read_text(f"{_FOLDER}/{name}-1.json")
    schema: dict[str, Any] = json.loads(text)
    definitions = {
        name: definition
        for name, definition in (("goal", _goal()), ("entry", _entry()))
        if f"#/definitions/{name}" in text
    }
    return schema | ({"definitions": definitions} if definitions else {})


def _export() -> dict[str, Any]:
    """Return the schema of an export: the board, and what makes the same ledger."""
    schema = json_schema("status")
    goal = schema["definitions"]["goal"]
    goal["properties"]["as_written"] = {
        "description": "its keys as its ledger has them, but for its entries",
        "type": "object",
    }
    goal["required"].append("as_written")
    schema["definitions"]["entry"] = _entry()
    schema["properties"] |= {
        "schema": {"description": _NAMED, "const": SCHEMA},
        "entries": {
            "description": "the entries of the goals, in the order of the ledger",
            "type": "array",
            "items": {"$ref": "#/definitions/entry"},
        },
        "sources": json_schema("show")["properties"]["sources"],
        "since": {
            "description": "the day that it is compared with",
            "type": ["string", "null"],
            "format": "date",
        },
        "changes": {
            "description": "what has changed since, as `goaltrack diff --json` has it",
            "anyOf": [json_schema("diff")["properties"]["changes"], {"type": "null"}],
        },
    }
    says = "What `goaltrack export FILE.json` gives, and `goaltrack import` takes."
    required = [*schema["required"], "entries", "sources", "since", "changes"]
    return schema | {"title": SCHEMA, "description": says, "required": required}


_NAMED = "the name and version of this format"


def _goal() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(read_text(f"{_FOLDER}/goal.json"))
    return found


def _entry() -> dict[str, Any]:
    properties = {
        **_BESIDE,
        **{
            field.name: {
                "description": field.meaning,
                **_TYPES.get(field.type, _TEXT),
            }
            for field in ENTRY_FIELDS
            if field.type not in (ValueType.DAY, ValueType.PERIOD)
        },
    }
    return {
        "description": "an entry",
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
