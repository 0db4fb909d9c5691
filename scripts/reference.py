"""Write the tables of docs/ledger.md and docs/json.md from what the program knows.

python scripts/reference.py            # rewrite them
python scripts/reference.py --check    # exit 1 if they would change
"""

import json
import re
import sys
from pathlib import Path
from typing import Any

from goaltrack.core.assess import URGENCY
from goaltrack.report.words import SYMBOLS, Voice
from goaltrack.store.codec import TABLES, Key, Table
from goaltrack.store.presets import preset
from goaltrack.store.shapes import Shape
from goaltrack.store.shipped import shipped

DOCS = Path(__file__).parent.parent / "docs"
PAGES = ("ledger.md", "json.md", "states.md")
MARK = re.compile(r"(?s)(<!-- made: ([a-z-]+) -->\n)(.*?)(<!-- end -->)")


def page(text: str) -> str:
    """The page with each marked part made anew."""
    return MARK.sub(lambda found: f"{found[1]}\n{_part(found[2])}\n{found[4]}", text)


def _part(name: str) -> str:
    if name == "states":
        return _states()
    if name.startswith("json-"):
        schema = json.loads(shipped("schemas", f"{name.removeprefix('json-')}-1.json"))
        return "\n".join([*_HEAD, *_rows(schema, "")]) + "\n"
    [table] = [table for table in TABLES if table.name == name]
    rows = [
        f"| {_name(n, key)} | {_shape(key)} | {key.says} |" for n, key in _keys(table)
    ]
    return "\n".join([*_HEAD, *rows]) + "\n"


_HEAD = ("| key | value | meaning |", "| --- | --- | --- |")


def _keys(table: Table) -> list[tuple[str, Key]]:
    return list(table.keys.items())


def _name(name: str, key: Key) -> str:
    return f"**`{name}`**" if key.is_needed else f"`{name}`"


def _shape(key: Key) -> str:
    if isinstance(key.shape, Shape):
        return key.shape.name
    many = {"": "a table", "rows": "an array of tables", "named": "named tables"}
    return f"{many[key.many]}: see [{key.shape.name}](#{key.shape.name})"


def _rows(schema: dict[str, Any], above: str) -> list[str]:
    rows = []
    for name, inner in schema.get("properties", {}).items():
        path = f"{above}{name}"
        rows.append(f"| `{path}` | {_type(inner)} | {inner.get('description', '')} |")
        items = inner.get("items", {})
        if "properties" in inner:
            rows += _rows(inner, f"{path}.")
        elif "properties" in items:
            rows += _rows(items, f"{path}[].")
    return rows


def _type(schema: dict[str, Any]) -> str:
    if "const" in schema:
        return f"`{json.dumps(schema['const'])}`"
    if "enum" in schema:
        return ", ".join(f"`{json.dumps(value)}`" for value in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(_type(option) for option in schema["anyOf"])
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    form = str(schema.get("format", "string"))
    names = [form if kind == "string" else str(kind) for kind in kinds]
    return " or ".join(names)


def _states() -> str:
    english, chinese = Voice("en"), Voice("zh")
    lines = ["| sign | `--json` | English | Chinese | colour |", "| --- " * 5 + "|"]
    for state in URGENCY:
        words = f"{english.state(state)} | {chinese.state(state)}"
        rules = preset("pace").rules
        colour = next((r.colour for r in rules if state.value in r.states), "grey")
        sign = SYMBOLS[state]
        lines.append(f"| {sign} | `{state.value}` | {words} | {colour} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Rewrite the pages, or with --check say whether they are up to date."""
    stale = []
    for name in PAGES:
        path = DOCS / name
        before = path.read_text(encoding="utf-8")
        after = page(before)
        if after != before:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(after, encoding="utf-8")
    if stale:
        print(
            f"{'stale' if '--check' in sys.argv else 'rewritten'}: {', '.join(stale)}"
        )
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
