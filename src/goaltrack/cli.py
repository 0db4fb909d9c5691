"""The command table, the root options, and how errors become exit codes."""

import gc
import os
import sys
from importlib import import_module
from keyword import iskeyword
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup

from goaltrack import __version__
from goaltrack.context import language
from goaltrack.errors import (
    BadLedger,
    BadTable,
    CannotWrite,
    GoaltrackError,
    NotText,
)
from goaltrack.report.text import clean
from goaltrack.report.words import Voice

_CLOSED_PIPE = 141
_INTERRUPTED = 130
_SETTINGS = {"help_option_names": ["-h", "--help"]}


class Row(NamedTuple):
    """A command: its name, what it promises, and whether people call it."""

    name: str
    summary: str
    is_hidden: bool = False


COMMANDS = (
    Row("status", "Show where every goal stands, worst first in its group."),
    Row("show", "Show one goal in full: figures, gap, reasons, history."),
    Row("why", "Explain a verdict: its numbers, formulas and rules."),
    Row("next", "Show what needs a figure or a decision, most urgent first."),
    Row("timeline", "Show what is due when, goals and steps, on a calendar line."),
    Row("diff", "Show what changed since a day: states, figures, targets."),
    Row("log", "List the entries, newest last, corrections marked."),
    Row("add", "Record a figure, for a day (--on) or a --period."),
    Row("done", "Record that a milestone, or a step of it, is reached."),
    Row("correct", "Correct an entry: a new one replaces it, and the old one stays."),
    Row("ask", "Ask for each missing figure in turn."),
    Row("undo", "Take back this machine's last change, which is shown first."),
    Row("new", "Add a goal; on a terminal, what is missing is asked for."),
    Row("set", "Change fields of a goal; an old target or due date is kept."),
    Row("drop", "Give a goal up, or let it rest, with the reason."),
    Row("edit", "Edit the ledger in $EDITOR; checked before it is taken over."),
    Row("import", "Record the entries of a table: all or none, and twice is once."),
    Row(
        "export",
        "Write the report: .md .html .svg .xlsx .csv .json .ics.",
    ),
    Row("check", "Show each problem of the ledger; silent if there is none."),
    Row("init", "Start a small commented ledger; never overwrites."),
    Row("schema", "Print the JSON Schema of the ledger, or of a --json."),
    Row("git-setup", "Let git merge ledgers entry by entry, in this clone."),
    Row("merge-driver", "Merge two versions of a ledger for git.", is_hidden=True),
)


def module_of(name: str) -> str:
    """The module of a command: no hyphen, and no word of Python's own."""
    plain = name.replace("-", "_")
    return f"{plain}_" if iskeyword(plain) else plain


class LazyCommand(TyperCommand):
    """A name and a summary, which turn into a command when it is run."""

    def __init__(self, row: Row) -> None:
        super().__init__(
            row.name, help=row.summary, rich_markup_mode=None, hidden=row.is_hidden
        )
        self.row = row

    def make_context(
        self, info_name: str | None, args: list[str], parent: Any = None, **extra: Any
    ) -> Any:
        """Import the command and let it read its own arguments."""
        # A real minus sign cannot be taken for an option: -2 is an amount, -3d a day.
        args = [f"−{a[1:]}" if a[:1] == "-" and a[1:2].isdigit() else a for a in args]
        for arg in args:
            if any("\ud800" <= char <= "\udfff" for char in arg):
                raise NotText(text=arg.encode("utf-8", "backslashreplace").decode())
        return self.load().make_context(info_name, args, parent, **extra)

    def load(self) -> Any:
        """Build the real command from the `run` function of its module."""
        name = module_of(self.row.name)
        module = import_module(f"goaltrack.commands.{name}")
        app = typer.Typer(add_completion=False, rich_markup_mode=None)
        app.command(self.row.name, context_settings=_SETTINGS)(module.run)
        return typer.main.get_command(app)


class LazyGroup(TyperGroup):
    """The root: lists every command, imports one, and owns the exit code."""

    def __init__(self, **attrs: Any) -> None:
        commands = {row.name: LazyCommand(row) for row in COMMANDS}
        super().__init__(**attrs | {"commands": commands})

    def invoke(self, ctx: Any) -> Any:
        """Tell the user what was wrong, and leave with the error's own code."""
        try:
            try:
                result = super().invoke(ctx)
                sys.stdout.flush()
            except (KeyboardInterrupt, typer.Abort):
                # Ctrl-C, or no answer to a question; the line it stands in ends.
                typer.echo(err=True)
                raise typer.Exit(_INTERRUPTED) from None
            except BrokenPipeError:
                _silence(sys.stdout)
                raise typer.Exit(_CLOSED_PIPE) from None
            except OSError as error:
                _silence(sys.stdout)
                raise CannotWrite(path="stdout", why=error.strerror) from error
        except GoaltrackError as error:
            _tell(error, language(ctx.meta.get("goaltrack.language")))
            raise typer.Exit(error.exit_code) from error
        return result


app = typer.Typer(
    cls=LazyGroup,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=_SETTINGS,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"goaltrack {__version__}")
        raise typer.Exit


@app.callback()
def root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_version, is_eager=True, help="Show the version."
        ),
    ] = False,
) -> None:
    """Plain-text accounting for targets.

    A ledger, goals.toml, holds what was promised, by when, and every figure
    since; goaltrack says how far, how fast, and why it says so.
    """


def _tell(error: GoaltrackError, language: str) -> None:
    """Say on stderr what was wrong, and what to do."""
    # What was changed for the parser of arguments is changed back.
    said = error.say(language).replace("−", "-")
    if not isinstance(error, (BadLedger, BadTable)):
        # A ledger's problems begin with their place, as a compiler's do.
        said = Voice(language).word("error") + said
    for line in said.split("\n"):
        typer.echo(clean(line), err=True)


def main() -> None:
    """Run the program: what `goaltrack` on the command line calls."""
    for stream in (sys.stdout, sys.stderr):
        # In a C locale a character that cannot be shown is spelled, not fatal.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    finally:
        # Nothing is left for the interpreter to look through when it ends.
        gc.freeze()


def _silence(stream: Any) -> None:
    """Let the interpreter's own last flush of the stream fail on nothing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
