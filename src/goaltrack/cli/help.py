"""The pages of help, in each language."""

import shutil
from collections.abc import Iterable, Iterator
from enum import EnumType
from typing import Any, get_args

from goaltrack.cli.registry import COMMANDS, PARTS
from goaltrack.i18n.catalog import Phrase, language, translated
from goaltrack.i18n.text import folded, width

_WIDEST = 80
_TERM = 24
"""Cells of the longest term that has its meaning beside it."""

_HEADING = Phrase("{title}:")
_ABOUT = Phrase(
    "Plain-text accounting for targets.\n\n"
    "A ledger, goals.toml, holds what was promised, by when, and every figure since; "
    "goaltrack says how far, how fast, and why it says so."
)
_MORE = Phrase(
    "`goaltrack COMMAND -h` explains a command, `goaltrack help TOPIC` the rest: "
    "ledger, periods, amounts, states, rules, filters."
)
_EXAMPLES = Phrase("Examples")
_USAGE = Phrase("Usage")
_ARGUMENTS = Phrase("Arguments")
_OPTIONS = Phrase("Options")
_HELP = Phrase("Show this help.")
_CHOICES = Phrase("{says} One of {known}.")


def page(ctx: Any, command: Any, examples: Iterable[str]) -> str:
    """Return the page of a command: what it does, examples, arguments, options."""
    said = spoken(ctx)
    lines = paragraph(translated(command.help or "", said))
    if examples:
        lines += ["", _HEADING.about(title=_EXAMPLES).say(said)]
        lines += [f"  {example}" for example in examples]
    lines += ["", *usage(ctx, command.params)]
    arguments, taken = terms(command.params, said)
    lines += section(_ARGUMENTS, arguments, said)
    lines += section(_OPTIONS, taken, said)
    return "\n".join(lines)


def index(ctx: Any, params: Iterable[Any]) -> str:
    """The page that lists the commands."""
    said = spoken(ctx)
    lines = paragraph(_ABOUT.say(said))
    lines += ["", *usage(ctx, params, "COMMAND [...]")]
    widest = max(len(row.name) for row in COMMANDS)
    for part in PARTS:
        pairs = [(row.name, translated(row.summary, said)) for row in part.rows]
        lines += section(Phrase(part.title), pairs, said, widest)
    lines += section(_OPTIONS, terms(params, said)[1], said)
    return "\n".join([*lines, "", *paragraph(_MORE.say(said))])


def usage(ctx: Any, params: Iterable[Any], rest: str = "") -> list[str]:
    """How the command is called: `Usage: goaltrack add [OPTIONS] GOAL [VALUE]`."""
    said = spoken(ctx)
    parts = [ctx.command_path, "[OPTIONS]"]
    for param in params:
        if param.param_type_name == "argument":
            name = term(param)
            is_bare = param.required or name.startswith("[")
            parts.append(name if is_bare else f"[{name}]")
    heading = _HEADING.about(title=_USAGE).say(said)
    between = "" if said == "zh" else " "
    return [f"{heading}{between}{' '.join([*parts, rest])}".rstrip()]


def terms(
    params: Iterable[Any], said: str
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The arguments and the options of a command, each with what it means."""
    found: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
    for param in params:
        if not param.hidden:
            found[param.param_type_name].append((term(param), _meaning(param, said)))
    return found["argument"], [*found["option"], ("-h, --help", _HELP.say(said))]


def spoken(ctx: Any) -> str:
    """Return the language of help: that of `--lang`, or the locale."""
    return language(ctx.meta.get("goaltrack.language"))


def paragraph(text: str) -> list[str]:
    """The text in lines that a terminal has room for."""
    return [line for part in text.split("\n") for line in folded(part, _room())]


def section(
    title: Phrase, pairs: list[tuple[str, str]], said: str, least: int = 0
) -> list[str]:
    """A heading, and terms with their meanings; nothing if there is no term.

    The meanings stand beside terms of `least` cells at least.
    """
    if not pairs:
        return []
    widths = [width(term) for term, _ in pairs]
    widest = max([least, *(cells for cells in widths if cells <= _TERM)])
    return ["", _HEADING.about(title=title).say(said), *_listed(pairs, widest + 4)]


def _listed(pairs: Iterable[tuple[str, str]], indent: int) -> Iterator[str]:
    for term, meaning in pairs:
        lines = folded(meaning, _room() - indent)
        beside = width(term) + 4 <= indent
        lead = f"  {term}".ljust(indent - width(term) + len(term))
        if not beside:
            yield f"  {term}"
        for number, line in enumerate(lines):
            yield f"{lead if beside and not number else ' ' * indent}{line}".rstrip()


def _room() -> int:
    return min(shutil.get_terminal_size().columns, _WIDEST)


def term(param: Any) -> str:
    """Return `-f, --file FILE`, or the name of an argument."""
    if param.param_type_name == "argument":
        return param.metavar or str(param.name).upper()
    names = ", ".join(param.opts)
    if param.is_flag:
        return names
    return f"{names} {param.metavar or str(param.name).upper()}"


def _meaning(param: Any, said: str) -> str:
    says = translated(param.help or "", said)
    known = choices(param)
    if not known:
        return says
    return _CHOICES.about(says=says, known=", ".join(known)).say(said).strip()


def is_whole(param: Any) -> bool:
    """Return whether an option or argument takes a whole number."""
    of = getattr(getattr(param, "type_descriptor", None), "annotation", None)
    name = getattr(getattr(param, "type", None), "name", "")
    return name in ("int", "integer") or int in (of, *get_args(of))


def choices(param: Any) -> list[str]:
    """Return the words that an option takes, where it takes some only."""
    # Typer 0.29 has the type alone, earlier ones a type that lists the words.
    found = getattr(getattr(param, "type", None), "choices", None)
    if found is None:
        of = getattr(getattr(param, "type_descriptor", None), "annotation", None)
        kinds = [kind for kind in (of, *get_args(of)) if isinstance(kind, EnumType)]
        found = kinds[0] if kinds else ()
    return [str(getattr(choice, "value", choice)) for choice in found]
