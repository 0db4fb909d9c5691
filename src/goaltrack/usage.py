"""What the command line says of itself: help and usage errors, in each language."""

import shutil
from collections.abc import Iterable, Iterator
from typing import Any

from typer._click.exceptions import (
    BadOptionUsage,
    BadParameter,
    MissingParameter,
    NoSuchOption,
    UsageError,
)
from typer.core import TyperCommand

from goaltrack.catalogue import translated
from goaltrack.context import language
from goaltrack.errors import (
    ArgumentMissing,
    BadUsage,
    NotAChoice,
    NoValueTaken,
    Phrase,
    UnknownOption,
    Unusable,
    ValueMissing,
)
from goaltrack.report.text import folded, width
from goaltrack.store.shapes import nearest

_WIDEST = 80
_TERM = 24
"""Cells of the longest term that has its meaning beside it."""

_HEADING = Phrase("{title}:")
_EXAMPLES = Phrase("Examples")
_USAGE = Phrase("Usage")
_ARGUMENTS = Phrase("Arguments")
_OPTIONS = Phrase("Options")
_HELP = Phrase("Show this help.")
_CHOICES = Phrase("{says} One of {known}.")


class Command(TyperCommand):
    """A command that explains itself in the user's language, examples first."""

    examples: tuple[str, ...] = ()

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page of the command."""
        said = spoken(ctx)
        lines = paragraph(translated(self.help or "", said))
        if self.examples:
            lines += ["", _HEADING.about(title=_EXAMPLES).say(said)]
            lines += [f"  {example}" for example in self.examples]
        lines += ["", *usage(ctx, self.params)]
        arguments = [
            (_term(param), _meaning(param, said))
            for param in self.params
            if param.param_type_name == "argument"
        ]
        lines += section(_ARGUMENTS, arguments, said)
        formatter.write("\n".join([*lines, *options(ctx, self.params)]))


def usage(ctx: Any, params: Iterable[Any], rest: str = "") -> list[str]:
    """How the command is called: `Usage: goaltrack add [OPTIONS] GOAL [VALUE]`."""
    said = spoken(ctx)
    parts = [ctx.command_path, "[OPTIONS]"]
    for param in params:
        if param.param_type_name == "argument":
            term = _term(param)
            is_bare = param.required or term.startswith("[")
            parts.append(term if is_bare else f"[{term}]")
    heading = _HEADING.about(title=_USAGE).say(said)
    return [" ".join([heading, *parts, rest]).rstrip()]


def options(ctx: Any, params: Iterable[Any]) -> list[str]:
    """The options of the command, a section of its page."""
    said = spoken(ctx)
    pairs = [
        (_term(param), _meaning(param, said))
        for param in params
        if param.param_type_name == "option" and not param.hidden
    ]
    return section(_OPTIONS, [*pairs, ("-h, --help", _HELP.say(said))], said)


def spoken(ctx: Any) -> str:
    """The language to explain the command in: what it was told, or the locale."""
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


def _term(param: Any) -> str:
    """`-f, --file FILE`, or the name of an argument."""
    if param.param_type_name == "argument":
        return param.metavar or str(param.name).upper()
    names = ", ".join(param.opts)
    if param.is_flag:
        return names
    return f"{names} {param.metavar or str(param.name).upper()}"


def _meaning(param: Any, said: str) -> str:
    says = translated(param.help or "", said)
    known = getattr(param.type, "choices", None)
    if not known:
        return says
    return _CHOICES.about(says=says, known=_known(known)).say(said).strip()


def _known(choices: Iterable[Any]) -> str:
    return ", ".join(str(getattr(choice, "value", choice)) for choice in choices)


def refused(error: UsageError, command: str, params: Iterable[Any]) -> BadUsage:
    """What Typer found wrong with the arguments of a command, as one of ours."""
    if isinstance(error, NoSuchOption):
        names = [
            name for param in params for name in param.opts if len(name) > len("-x")
        ]
        hint = nearest(error.option_name, names)
        return UnknownOption(name=error.option_name, hint=hint, command=command)
    if isinstance(error, BadOptionUsage):
        flags = {name for param in params if _is_flag(param) for name in param.opts}
        found = NoValueTaken if error.option_name in flags else ValueMissing
        return found(name=error.option_name, command=command)
    name = _name(getattr(error, "param", None))
    if isinstance(error, MissingParameter):
        return ArgumentMissing(name=name, command=command)
    if isinstance(error, BadParameter):
        choices = getattr(getattr(error.param, "type", None), "choices", None)
        if choices:
            return NotAChoice(name=name, known=_known(choices))
    return Unusable(why=error.format_message(), command=command)


def _is_flag(param: Any) -> bool:
    return bool(getattr(param, "is_flag", False))


def _name(param: Any) -> str:
    if param is None:
        return ""
    if param.param_type_name == "option":
        return str(param.opts[-1])
    return _term(param).strip("[].")
