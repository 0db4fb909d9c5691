"""The root of the command line: one command is loaded, and no error gets out."""

import sys
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from goaltrack import _process
from goaltrack.cli.arrange import arranged
from goaltrack.cli.registry import ALIASES, COMMANDS, HIDDEN, Row, module_of
from goaltrack.system import settle_streams

if TYPE_CHECKING:
    from goaltrack.cli.parser import Command

_SETTINGS = {"help_option_names": ["-h", "--help"]}


class LazyCommand(TyperCommand):
    """A name and a summary, which turn into a command when it is run."""

    def __init__(self, row: Row) -> None:
        super().__init__(
            row.name, help=row.summary, rich_markup_mode=None, hidden=row in HIDDEN
        )
        self.row = row

    def make_context(
        self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
    ) -> Any:
        """Import the command and let it read its own arguments."""
        command = self.load()
        lang = parent.params.get("lang") if parent else None
        if lang and any(param.name == "lang" for param in command.params):
            # Said before the command, it is meant for it as well.
            args = ["--lang", lang, *args]
        return command.make_context(info_name, args, parent, **extra)

    def load(self) -> "Command":
        """Build the real command from the `run` function of its module."""
        from goaltrack.cli.parser import built  # noqa: PLC0415 - when a command is run

        module = import_module(f"goaltrack.cli.commands.{module_of(self.row.name)}")
        return built(self.row, module.run, _SETTINGS)


class LazyGroup(TyperGroup):
    """The root: lists every command, imports one, and owns the exit code."""

    def __init__(self, **attrs: Any) -> None:
        commands = {row.name: LazyCommand(row) for row in COMMANDS}
        super().__init__(**attrs | {"commands": commands})

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the options of the program itself."""
        # Whatever is wrong, or asked for, is told in the language that comes with it.
        ctx.meta["goaltrack.language"] = _language_in(args)
        with ErrorBoundary(ctx):
            front, words = arranged(args)
            if not words or words[0] not in self.commands:
                words = self._meant(front, words)
            return super().parse_args(ctx, [*front, *words])

    def _meant(self, front: list[str], words: list[str]) -> list[str]:
        """Return the words with the command that they mean, where it is clear.

        Without any it is the board, if there is a ledger.
        """
        if not {"-h", "--help", "--version"}.isdisjoint(front):
            if "--json" in words:
                front.append("--json")
                words.remove("--json")
            return words
        if not words or words[0][:1] == "-":
            from goaltrack.cli.about import has_ledger  # noqa: PLC0415 - if none is named

            is_there = bool(words) or has_ledger(front)
            return ["status", *words] if is_there else ["--help"]
        name = ALIASES.get(words[0], words[0])
        begun = [row.name for row in COMMANDS if row.name.startswith(name)]
        shown = [found for found in begun if self.commands[found].hidden is False]
        if len(shown) == 1:
            name = shown[0]
        return [name, *words[1:]]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is named.

        Raises:
            UnknownCommand: there is none of that name.
        """
        if args[0] == "help" and args[1:] and args[1][:1] != "-":
            name = self._meant([], [args[1]])[0]
            if name in self.commands:
                args = [name, "--help"]
        if args[0] not in self.commands:
            from goaltrack.cli.errors import unknown_command  # noqa: PLC0415 - only if it is wrong

            raise unknown_command(args[0])
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page that lists the commands."""
        from goaltrack.cli.help import index  # noqa: PLC0415 - when it is asked for

        formatter.write(index(ctx, self.params))

    def invoke(self, ctx: Any) -> Any:
        """Run the command; report errors, each with its exit code."""
        with ErrorBoundary(ctx):
            result = super().invoke(ctx)
            sys.stdout.flush()
            return result


class ErrorBoundary:
    """Reports every error in a sentence, and turns it into an exit."""

    def __init__(self, ctx: Any) -> None:
        self.ctx = ctx

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> None:
        if error is not None and not isinstance(error, typer.Exit):
            from goaltrack.cli.errors import leave  # noqa: PLC0415 - only if there is one

            leave(error, self.ctx)


app = typer.Typer(
    cls=LazyGroup,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings=_SETTINGS,
)


def _version(ctx: typer.Context, wanted: bool) -> None:
    if not wanted:
        return
    from goaltrack.cli import about  # noqa: PLC0415 - only if it is asked for

    found = about.about()
    if ctx.params.get("json"):
        from json import dumps  # noqa: PLC0415 - as above

        typer.echo(dumps(found._asdict(), ensure_ascii=False, indent=2))
    else:
        typer.echo(about.text(found))
    raise typer.Exit


def _directory(path: str | None) -> None:
    if path is not None:
        from goaltrack.cli.errors import change_folder  # noqa: PLC0415 - only if it is asked for

        change_folder(path)


@app.callback()
def root(
    version: Annotated[  # noqa: ARG001 - its callback has said it
        bool,
        typer.Option(
            "--version",
            callback=_version,
            help="Show the version, and what it runs on (--json for programs).",
        ),
    ] = False,
    json: Annotated[  # noqa: ARG001 - of --version
        bool, typer.Option("--json", is_eager=True, hidden=True)
    ] = False,
    directory: Annotated[  # noqa: ARG001 - its callback has moved there
        str | None,
        typer.Option(
            "-C",
            "--directory",
            metavar="DIR",
            callback=_directory,
            help="Run as if started in this folder.",
        ),
    ] = None,
    quiet: Annotated[
        bool,
        typer.Option("-q", "--quiet", help="Say nothing of what was recorded."),
    ] = False,
    no_pager: Annotated[
        bool, typer.Option("--no-pager", help="Long output at once, without a pager.")
    ] = False,
    lang: Annotated[  # noqa: ARG001 - told to the command that is run
        str | None,
        typer.Option("--lang", metavar="LANG", help="The language: en or zh."),
    ] = None,
) -> None:
    """Say the version, or run a command."""
    from goaltrack.cli.run_state import RUN  # noqa: PLC0415 - --version needs none

    RUN.begin(quiet=quiet, pager=not no_pager)


def _language_in(args: list[str]) -> str | None:
    for name, value in pairwise([*args, ""]):
        if name == "--lang":
            return value
        if name.startswith("--lang="):
            return name.partition("=")[2]
    return None


def main() -> None:
    """Run the program: what `goaltrack` on the command line calls."""
    settle_streams()
    _process.ready()
    try:
        app(prog_name="goaltrack")
    finally:
        _process.end()
