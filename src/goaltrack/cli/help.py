"""What the command line says of itself: help and usage errors, in each language."""

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

import typer
from typer._click.exceptions import (
    BadOptionUsage,
    BadParameter,
    MissingParameter,
    NoArgsIsHelpError,
    NoSuchOption,
    UsageError,
)
from typer.core import TyperCommand

from goaltrack.cli.completion_table import OFFERS
from goaltrack.cli.registry import COMMANDS, HIDDEN, PARTS, Row
from goaltrack.errors import (
    ArgumentMissing,
    BadLedger,
    BadTable,
    BadUsage,
    CannotRead,
    CannotWrite,
    GoaltrackError,
    NotAChoice,
    NotRecorded,
    NotText,
    NoValueTaken,
    OptionFirst,
    TooManyArguments,
    UnknownCommand,
    UnknownOption,
    Unusable,
    ValueMissing,
)
from goaltrack.i18n.catalog import Phrase, language, translated
from goaltrack.i18n.suggest import nearest
from goaltrack.i18n.text import clean, folded, width
from goaltrack.reports.wording import Voice

_CLOSED_PIPE = 141
_INTERRUPTED = 130
_MEANT = {
    **dict.fromkeys(("list", "ls", "board"), "status"),
    **dict.fromkeys(("delete", "rm", "remove"), "drop"),
    "report": "export",
    **dict.fromkeys(("todo", "agenda"), "next"),
    **dict.fromkeys(("history", "entries"), "log"),
    "record": "add",
    **dict.fromkeys(("validate", "lint"), "check"),
}
"""Words of other programs for what ours call otherwise."""
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


class Command(TyperCommand):
    """A command that explains itself in the user's language, examples first."""

    examples: tuple[str, ...] = ()

    def make_context(
        self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
    ) -> Any:
        """Read the arguments.

        Raises:
            BadUsage: they are not what the command takes.
        """
        for arg in args:
            if any("\ud800" <= char <= "\udfff" for char in arg):
                raise NotText(text=arg.encode("utf-8", "backslashreplace").decode())
        path = f"{parent.command_path} {self.name}"
        try:
            ctx = super().make_context(info_name, args, parent, **extra)
        except UsageError as error:
            raise refused(error, path, self.params) from None
        if ctx.args:
            raise TooManyArguments(text=ctx.args[0], command=path)
        return ctx

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments, those that begin with a minus and a digit as values."""
        rest: list[str] = super().parse_args(ctx, list(map(_shielded, args)))
        for name, value in ctx.params.items():
            ctx.params[name] = _unshielded(value)
        ctx.args = _unshielded(ctx.args)
        return rest

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page of the command."""
        said = spoken(ctx)
        lines = paragraph(translated(self.help or "", said))
        if self.examples:
            lines += ["", _HEADING.about(title=_EXAMPLES).say(said)]
            lines += [f"  {example}" for example in self.examples]
        lines += ["", *usage(ctx, self.params)]
        arguments, taken = terms(self.params, said)
        lines += section(_ARGUMENTS, arguments, said)
        lines += section(_OPTIONS, taken, said)
        formatter.write("\n".join(lines))


_SHIELD = "\0"
"""Stands before a value that the parser would take for an option.

No argument can hold this character, so that it is told from all that was typed.
"""


def _shielded(arg: str) -> str:
    """Keep `-2`, an amount, and `-3d`, a day, from being read as options."""
    # Options begin with a letter or a second hyphen.
    is_option = arg[1:2] in ("", "-") or (arg[1].isascii() and arg[1].isalpha())
    return arg if arg[:1] != "-" or is_option else _SHIELD + arg


def _unshielded(value: Any) -> Any:
    """Return the value as it was typed."""
    if type(value) is str:
        return value.removeprefix(_SHIELD)
    if isinstance(value, (list, tuple)):
        return [_unshielded(one) for one in value]
    return value


def built(row: Row, run: Callable[..., None], settings: dict[str, Any]) -> Command:
    """The command that `run` is the work of."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    taken = settings | {"allow_extra_args": True}
    app.command(row.name, cls=Command, help=row.summary, context_settings=taken)(run)
    command = cast("Command", typer.main.get_command(app))
    command.examples = row.examples
    return command


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


def leave(error: BaseException, ctx: Any) -> None:
    """Tell the user what was wrong, and leave with the error's own code.

    What nobody could foresee goes on as it is.
    """
    if isinstance(error, NoArgsIsHelpError):
        return
    if isinstance(error, UsageError):
        error = _at_root(error, ctx)
    elif isinstance(error, (KeyboardInterrupt, typer.Abort)):
        # Ctrl-C, or no answer to a question; the line it stands in ends.
        typer.echo(err=True)
        raise typer.Exit(_INTERRUPTED) from None
    elif isinstance(error, BrokenPipeError):
        _silence(sys.stdout)
        raise typer.Exit(_CLOSED_PIPE) from None
    elif isinstance(error, OSError):
        _silence(sys.stdout)
        error = CannotWrite(path="stdout", why=error.strerror)
    if isinstance(error, GoaltrackError):
        _tell(error, spoken(ctx))
        raise typer.Exit(error.exit_code) from None


def _at_root(error: UsageError, ctx: Any) -> BadUsage:
    """What was wrong before any command was found."""
    if type(error) is UsageError:
        return ArgumentMissing(name="COMMAND", command="goaltrack")
    if isinstance(error, NoSuchOption):
        for options, command in ((offer[1], name) for name, offer in OFFERS.items()):
            if error.option_name in options:
                return OptionFirst(name=error.option_name, command=command)
    return refused(error, "goaltrack", ctx.command.params)


def moved(path: str) -> None:
    """Go to the folder.

    Raises:
        CannotRead: it is none, or may not be entered.
    """
    try:
        os.chdir(path)
    except OSError as error:
        raise CannotRead(path=path, why=error.strerror) from None


def unknown(name: str) -> UnknownCommand:
    """That there is no command of that name, and which may be meant."""
    names = [row.name for row in COMMANDS if row not in HIDDEN]
    meant = _MEANT.get(name, name)
    return UnknownCommand(name=name, hint=nearest(meant, names))


def _tell(error: GoaltrackError, said: str) -> None:
    """Say on stderr what was wrong, and what to do."""
    text = error.say(said)
    if not isinstance(error, (BadLedger, BadTable, NotRecorded)):
        # A ledger's problems begin with their place, as a compiler's do.
        text = Voice(said).word("error") + text
    for line in text.split("\n"):
        typer.echo(clean(line), err=True)


def _silence(stream: Any) -> None:
    """Let the interpreter's own last flush of the stream fail on nothing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


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
    between = "" if said == "zh" else " "
    return [f"{heading}{between}{' '.join([*parts, rest])}".rstrip()]


def terms(
    params: Iterable[Any], said: str
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The arguments and the options of a command, each with what it means."""
    found: dict[str, list[tuple[str, str]]] = {"argument": [], "option": []}
    for param in params:
        if not param.hidden:
            found[param.param_type_name].append((_term(param), _meaning(param, said)))
    return found["argument"], [*found["option"], ("-h, --help", _HELP.say(said))]


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


_FIRST = Phrase("; put it before the command")
_OF_ALL = ("-q", "--quiet", "-C", "--directory", "--no-pager")
_SYNONYMS = {
    "--date": "--on",
    "--day": "--on",
    "--when": "--on",
    "--delete": "--retract",
    "--remove": "--retract",
    "--why": "--reason",
    "--message": "--note",
    "--output": "--format",
}
"""Options by the names that other programs have for them."""


def refused(error: UsageError, command: str, params: Iterable[Any]) -> BadUsage:
    """What Typer found wrong with the arguments of a command, as one of ours."""
    if isinstance(error, NoSuchOption):
        names = [
            name for param in params for name in param.opts if len(name) > len("-x")
        ]
        name = error.option_name
        hint = _FIRST if name in _OF_ALL else nearest(_SYNONYMS.get(name, name), names)
        return UnknownOption(name=name, hint=hint, command=command)
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
            values = [str(getattr(one, "value", one)) for one in choices]
            said = error.message.split("'")[1] if "'" in error.message else ""
            said = said.removeprefix("\\x00")
            hint = nearest(said, values)
            return NotAChoice(name=name, known=_known(choices), hint=hint)
    return Unusable(why=error.format_message().replace(_SHIELD, ""), command=command)


def _is_flag(param: Any) -> bool:
    return bool(getattr(param, "is_flag", False))


def _name(param: Any) -> str:
    if param is None:
        return ""
    if param.param_type_name == "option":
        return str(param.opts[-1])
    return _term(param).strip("[].")
