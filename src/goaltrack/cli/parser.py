"""One command of the command line: how its arguments are read."""

from collections.abc import Callable
from typing import Any, cast

import typer
from typer.core import TyperCommand

from goaltrack.cli.errors import USAGE_ERROR, usage_error
from goaltrack.cli.help import page
from goaltrack.cli.registry import Row
from goaltrack.errors import BadUsage, Message
from goaltrack.i18n.catalog import Phrase

_UNEXPECTED_ARGUMENT = Message(
    "unexpected-argument",
    "{command} has no use for '{text}'\n{how}; `{command} -h` says what it takes",
)
_QUOTES = Phrase("quote values that contain spaces")
_ONE_GOAL = Phrase("it takes one goal: run it once for each")
_INSTEAD = {
    "delete": _ONE_GOAL,
    "drop": Phrase("the reason stands behind --reason"),
    "show": _ONE_GOAL,
    "why": _ONE_GOAL,
    "done": Phrase("it takes one step: run it once for each"),
    "edit": Phrase("to correct a figure: `goaltrack correct GOAL VALUE`"),
    "undo": Phrase(
        "it takes back the last change; of an older one: "
        "`goaltrack correct ENTRY --retract`"
    ),
}
"""The way to do it instead, by the command that people give too many arguments."""
_NOT_UTF8 = Message(
    "not-utf8",
    "an argument is not UTF-8 text: '{text}'",
)


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
                raise BadUsage(
                    _NOT_UTF8, text=arg.encode("utf-8", "backslashreplace").decode()
                )
        path = f"{parent.command_path} {self.name}"
        try:
            ctx = super().make_context(info_name, args, parent, **extra)
        except USAGE_ERROR as error:
            raise usage_error(error, path, self.params) from None
        if ctx.args:
            how = _INSTEAD.get(self.name or "", _QUOTES)
            facts = {"text": ctx.args[0], "how": how}
            raise BadUsage(_UNEXPECTED_ARGUMENT, **facts, command=path)
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
        formatter.write(page(ctx, self, self.examples))


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
