"""Write the tables of docs/ and the list for completion from what the program knows.

python scripts/reference.py            # rewrite them
python scripts/reference.py --check    # exit 1 if they would change
"""

import ast
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from typer import Context
from typer.core import TyperArgument, TyperOption
from typer.main import get_command

from goaltrack import __version__
from goaltrack.analysis.filters import TEXTS, WORDS
from goaltrack.analysis.states import URGENCY, State
from goaltrack.cli.app import LazyCommand, app
from goaltrack.cli.assignments import SETTABLE
from goaltrack.cli.help import choices, terms, usage
from goaltrack.cli.registry import PARTS, Row
from goaltrack.errors import FindingsError
from goaltrack.formats.json_schema import json_schema
from goaltrack.formats.registry import FORMATS
from goaltrack.i18n.messages import MESSAGES
from goaltrack.ledger.presets import preset
from goaltrack.ledger.schema import TABLES, Key, Table
from goaltrack.ledger.values import Shape
from goaltrack.model.report import COLUMNS, SORTS
from goaltrack.reports.messages import SYMBOLS
from goaltrack.reports.wording import Voice


class Page(NamedTuple):
    """A command as help has it."""

    row: Row
    form: str
    arguments: list[tuple[str, str]]
    options: list[tuple[str, str]]


DOCS = Path(__file__).parent.parent / "docs"
SOURCE = DOCS.parent / "src" / "goaltrack"
PAGES = ("ledger.md", "json.md", "states.md")
MARK = re.compile(r"(?s)(<!-- made: ([a-z-]+) -->\n)(.*?)(<!-- end -->)")


def page(text: str) -> str:
    """The page with each marked part made anew."""
    return MARK.sub(lambda found: f"{found[1]}\n{_part(found[2])}\n{found[4]}", text)


def error_codes() -> list[str]:
    """The code of each error: those of messages, and those that calculations name."""
    found = [kind.code for kind in _subclasses(FindingsError) if "code" in vars(kind)]
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_bytes())):
            match node:
                case ast.Call(ast.Name("Message"), [ast.Constant(str(code)), *_]):
                    found.append(code)
                case ast.Constant(str(code)) if code in MESSAGES and _raises(path):
                    found.append(code)
    return list(dict.fromkeys(found))


def _subclasses(kind: type[FindingsError]) -> Iterator[type[FindingsError]]:
    yield kind
    for below in kind.__subclasses__():
        yield from _subclasses(below)


def _raises(path: Path) -> bool:
    """Whether the codes of a module of calculations are those of errors."""
    # What is wrong with a formula is a problem of the ledger, with its place.
    is_model = path.parent.name == "model" and path.name != "formula.py"
    return is_model or path.name == "filters.py"


def _part(name: str) -> str:
    if name == "states":
        return _states()
    if name.startswith("json-"):
        schema = json_schema(name.removeprefix("json-"))
        return "\n".join([*_HEAD, *_rows(schema, "", schema)]) + "\n"
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
    many = {
        "": "a table",
        "rows": "an array of tables",
        "some": "a table, or an array of them",
        "named": "named tables",
    }
    return f"{many[key.many]}: see [{key.shape.name}](#{key.shape.name})"


def _rows(schema: dict[str, Any], above: str, root: dict[str, Any]) -> list[str]:
    rows = []
    for name, value in schema.get("properties", {}).items():
        inner = _resolved(value, root)
        path = f"{above}{name}"
        rows.append(f"| `{path}` | {_type(inner)} | {inner.get('description', '')} |")
        items = _resolved(inner.get("items", {}), root)
        if "properties" in inner:
            rows += _rows(inner, f"{path}.", root)
        elif "properties" in items:
            rows += _rows(items, f"{path}[].", root)
    return rows


def _resolved(schema: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    """The schema, or the definition that it refers to."""
    for part in (schema, *schema.get("allOf", [])):
        if "$ref" in part:
            found = root["definitions"][part["$ref"].rpartition("/")[2]]
            return {**found, **{k: v for k, v in schema.items() if k == "description"}}
    return schema


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


_KINDS = {
    "GOAL": "goal",
    "[GOAL]...": "goals",
    "ENTRY": "entry",
    "[STEP]": "step",
    "FILE": "file",
    "[FILE]": "file",
    "DAY": "day",
    "PERIOD": "period",
    "ID": "source",
    "ID|URL": "source",
    "LANG": "one of en zh",
    "STATE": f"one of {' '.join(state.value for state in State)}",
    "KEY": f"one of {' '.join(SETTABLE)}",
    "ORDER": f"one of {' '.join(SORTS)}",
    "COLUMNS": f"one of {' '.join(COLUMNS)}",
    "[KEY=VALUE]...": "field",
    "FORMAT": f"one of {' '.join(FORMATS)}",
}
"""The kind of value offered for a parameter, by how help calls it."""


def _kind(param: TyperArgument | TyperOption) -> str:
    known = choices(param)
    if known:
        return f"one of {' '.join(known)}"
    if getattr(param, "is_flag", False):
        return ""
    return _KINDS.get(param.metavar or "", "text")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def offers() -> str:
    """The module that completion reads, from the parameters of the commands."""
    lines = [
        '"""Arguments and options of each command. Made by scripts/reference.py."""',
        "",
        "OFFERS: dict[str, tuple[tuple[str, ...], dict[str, tuple[str, str]]]] = {",
    ]
    for row in (row for part in PARTS for row in part.rows):
        kinds: list[str] = []
        options: dict[str, tuple[str, str]] = {}
        for param in LazyCommand(row).load().params:
            if isinstance(param, TyperOption) and not param.hidden:
                for name in param.opts:
                    options[name] = (_kind(param), param.help or "")
            elif isinstance(param, TyperArgument):
                kinds.append(_kind(param))
        taken = "".join(f"{_quoted(kind)}, " for kind in kinds).rstrip()
        lines.append(f"    {_quoted(row.name)}: (({taken}), {{")
        lines += [
            f"        {_quoted(name)}: ({_quoted(kind)}, {_quoted(says)}),"
            for name, (kind, says) in options.items()
        ]
        lines.append("    }),")
    fields = ", ".join(map(_quoted, SETTABLE))
    lines += ["}", f"FIELDS = ({fields})", "TERMS: dict[str, tuple[str, ...]] = {"]
    for name in TEXTS:
        known = "".join(f"{_quoted(word)}, " for word in WORDS.get(name, ()))
        lines.append(f"    {_quoted(name)}: ({known.rstrip()}),")
    return "\n".join([*lines, "}", ""])


def _pages() -> Iterator[Page]:
    """Each command with its form, arguments and options, as help has them."""
    for row in (row for part in PARTS for row in part.rows):
        command = LazyCommand(row).load()
        root = Context(get_command(app), info_name="goaltrack")
        ctx = Context(command, info_name=row.name, parent=root)
        params = command.params
        form = usage(ctx, params)[0].partition(" ")[2]
        arguments, taken = terms(params, "en")
        yield Page(row, form, arguments, taken)


def manual() -> str:
    """docs/reference.md: every command, its arguments and options."""
    lines = [
        "# Commands",
        "",
        "Made from the program: `goaltrack COMMAND -h` says the same, in Chinese with",
        "`--lang zh`. Topics: `goaltrack help TOPIC`.",
    ]
    for page in _pages():
        lines += ["", f"## {page.row.name}", "", page.row.summary, "", "```text"]
        lines += [page.form, "```", "", *_table("argument", page.arguments)]
        lines += _table("option", page.options)
        if page.row.examples:
            lines += ["```sh", *page.row.examples, "```"]
    text = "\n".join(lines)
    return re.sub("\n{3,}", "\n\n", text).rstrip() + "\n"


def _table(head: str, pairs: list[tuple[str, str]]) -> list[str]:
    if not pairs:
        return []
    rows = [f"| `{term}` | {_cell(says)} |" for term, says in pairs]
    return [f"| {head} | |", "| --- | --- |", *rows, ""]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*").replace("<", "\\<")


def man() -> str:
    """The same as a manual page, for `man goaltrack`."""
    lines = [
        f'.TH GOALTRACK 1 "" "goaltrack {__version__}" "User Commands"',
        ".SH NAME",
        "goaltrack \\- plain-text accounting for targets",
        ".SH SYNOPSIS",
        ".B goaltrack",
        ".I COMMAND",
        "[...]",
        ".SH DESCRIPTION",
        "A ledger, goals.toml, holds what was promised, by when, and every figure",
        "since; goaltrack says how far, how fast, and why it says so.",
        ".SH COMMANDS",
    ]
    for page in _pages():
        lines += [f".SS {_roff(page.form)}", _roff(page.row.summary)]
        for term, says in (*page.arguments, *page.options):
            lines += [".TP", f".B {_roff(term)}", _roff(says) or "\\&"]
        if page.row.examples:
            lines += [".PP", "Examples:", ".PP", ".EX"]
            lines += [f"  {_roff(example)}" for example in page.row.examples]
            lines += [".EE"]
    lines += [
        ".SH EXIT STATUS",
        *(f".TP\n.B {code}\n{_roff(says)}" for code, says in _codes()),
        ".SH ENVIRONMENT",
        ".TP\n.B GOALTRACK_FILE\nThe ledger where no \\-f names one.",
        ".TP\n.B GOALTRACK_LANG\nThe language: en or zh.",
        ".TP\n.B NO_COLOR, FORCE_COLOR, COLUMNS, EDITOR\nAs other programs take them.",
    ]
    return "\n".join(lines) + "\n"


def _codes() -> list[tuple[str, str]]:
    text = (DOCS / "errors.md").read_text(encoding="utf-8")
    return re.findall(r"(?m)^\| (\d+) \| (.*) \|$", text)


def _roff(text: str) -> str:
    plain = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{plain}" if plain[:1] in (".", "'") else plain


def main() -> int:
    """Rewrite the pages, or with --check say whether they are up to date."""
    stale = []
    made = {DOCS / name: page((DOCS / name).read_text("utf-8")) for name in PAGES}
    made[SOURCE / "cli" / "completion_table.py"] = offers()
    made[DOCS / "reference.md"] = manual()
    made[DOCS.parent / "man" / "goaltrack.1"] = man()
    for path, after in made.items():
        if not path.exists() or path.read_text(encoding="utf-8") != after:
            stale.append(path.name)
            if "--check" not in sys.argv:
                path.parent.mkdir(exist_ok=True)
                path.write_text(after, encoding="utf-8")
    if stale:
        print(
            f"{'stale' if '--check' in sys.argv else 'rewritten'}: {', '.join(stale)}"
        )
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
