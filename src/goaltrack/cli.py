"""The command table, the root options, and how errors become exit codes."""

import gc
import os
import sys
from importlib import import_module
from itertools import pairwise
from keyword import iskeyword
from typing import Annotated, Any, NamedTuple, cast

import typer
from typer._click.exceptions import NoArgsIsHelpError, UsageError
from typer.core import TyperCommand, TyperGroup

from goaltrack import __version__
from goaltrack.catalogue import translated
from goaltrack.commands import Lang
from goaltrack.errors import (
    ArgumentMissing,
    BadLedger,
    BadTable,
    CannotWrite,
    GoaltrackError,
    NotText,
    Phrase,
    TooManyArguments,
    UnknownCommand,
)
from goaltrack.report.text import clean
from goaltrack.report.words import Voice
from goaltrack.store.shapes import nearest
from goaltrack.usage import (
    Command,
    options,
    paragraph,
    refused,
    section,
    spoken,
    usage,
)

_ABOUT = Phrase(
    "Plain-text accounting for targets.\n\n"
    "A ledger, goals.toml, holds what was promised, by when, and every figure since; "
    "goaltrack says how far, how fast, and why it says so."
)
_MORE = Phrase("`goaltrack COMMAND -h` explains a command, with examples.")
_CLOSED_PIPE = 141
_INTERRUPTED = 130
_SETTINGS = {"help_option_names": ["-h", "--help"]}


class Row(NamedTuple):
    """A command: its name, what it promises, and how people call it."""

    name: str
    summary: str
    examples: tuple[str, ...] = ()


class Part(NamedTuple):
    """Commands that belong together, under a heading."""

    title: Phrase
    rows: tuple[Row, ...]


PARTS = (
    Part(
        Phrase("Look"),
        (
            Row(
                "status",
                "Show where every goal stands, worst first in its group.",
                (
                    "goaltrack status",
                    "goaltrack status gdp storage-output --as-of 2023-08-04",
                    "goaltrack status --what-if gdp=990@2025",
                ),
            ),
            Row(
                "show",
                "Show one goal in full: figures, gap, reasons, history.",
                ("goaltrack show gdp",),
            ),
            Row(
                "why",
                "Explain a verdict: its numbers, formulas and rules.",
                ("goaltrack why gdp",),
            ),
            Row(
                "next",
                "Show what needs a figure or a decision, most urgent first.",
                ("goaltrack next", "goaltrack next --line"),
            ),
            Row(
                "timeline",
                "Show what is due when, goals and steps, on a calendar line.",
                ("goaltrack timeline",),
            ),
            Row(
                "diff",
                "Show what changed since a day: states, figures, targets.",
                (
                    "goaltrack diff --since 2023-06-30",
                    "goaltrack diff --known-since yesterday",
                ),
            ),
            Row(
                "log",
                "List the entries, newest last, corrections marked.",
                ("goaltrack log", "goaltrack log gdp --json"),
            ),
        ),
    ),
    Part(
        Phrase("Record"),
        (
            Row(
                "add",
                "Record a figure, for a day (--on) or a --period.",
                (
                    "goaltrack add gdp 367.83亿元 --period 2023H1",
                    "goaltrack add weight 71.2",
                    "goaltrack add running +7.5 --on yesterday",
                ),
            ),
            Row(
                "done",
                "Record that a milestone, or a step of it, is reached.",
                (
                    "goaltrack done first-race",
                    "goaltrack done road paved --on 2023-05-12",
                ),
            ),
            Row(
                "correct",
                "Correct an entry: a new one replaces it, and the old one stays.",
                (
                    "goaltrack correct gdp 376.83",
                    "goaltrack correct k3v9q2xa --retract --note 'counted twice'",
                ),
            ),
            Row(
                "ask",
                "Ask for each missing figure in turn.",
                ("goaltrack ask", "goaltrack ask --by 'Li Ming'"),
            ),
            Row(
                "undo",
                "Take back this machine's last change, which is shown first.",
                ("goaltrack undo", "goaltrack undo --redo"),
            ),
        ),
    ),
    Part(
        Phrase("Change goals"),
        (
            Row(
                "new",
                "Add a goal; on a terminal, what is missing is asked for.",
                (
                    "goaltrack new",
                    "goaltrack new savings --title 'Save 20,000' --kind level "
                    "--target 20000",
                ),
            ),
            Row(
                "set",
                "Change fields of a goal; an old target or due date is kept.",
                (
                    "goaltrack set gdp target=1100 --reason 'plan revised'",
                    "goaltrack set road --unset owner",
                ),
            ),
            Row(
                "drop",
                "Give a goal up, or let it rest, with the reason.",
                (
                    "goaltrack drop road --reason 'moved to the next plan'",
                    "goaltrack drop running --pause --reason injury",
                ),
            ),
            Row(
                "edit",
                "Edit the ledger in $EDITOR; checked before it is taken over.",
                ("goaltrack edit gdp",),
            ),
        ),
    ),
    Part(
        Phrase("Hand in, take in"),
        (
            Row(
                "export",
                "Write the report, or the goals and entries as tables.",
                (
                    "goaltrack export report.md --since 2023-06-30",
                    "goaltrack export page.html --lang zh",
                    "goaltrack export entries.csv --entries",
                    "goaltrack export --show-template md > house.md",
                    "goaltrack export report.md --template house.md",
                ),
            ),
            Row(
                "import",
                "Record the entries of a table: all or none, and twice is once.",
                (
                    "goaltrack import figures.csv --dry-run",
                    "goaltrack import table.xlsx --goal gdp --map value=产值",
                ),
            ),
        ),
    ),
    Part(
        Phrase("Keep the ledger"),
        (
            Row(
                "init",
                "Start a small commented ledger; never overwrites.",
                ("goaltrack init", "goaltrack init --title '2026 年目标' --lang zh"),
            ),
            Row(
                "check",
                "Show each problem of the ledger; silent if there is none.",
                ("goaltrack check --strict", "goaltrack check --fail-on missed"),
            ),
            Row(
                "schema",
                "Print the JSON Schema of the ledger, or of a --json.",
                ("goaltrack schema > goals.schema.json", "goaltrack schema status"),
            ),
            Row(
                "git-setup",
                "Let git merge ledgers entry by entry, in this clone.",
                ("goaltrack git-setup",),
            ),
        ),
    ),
)
_HIDDEN = (Row("merge-driver", "Merge two versions of a ledger for git."),)
COMMANDS = (*(row for part in PARTS for row in part.rows), *_HIDDEN)


def module_of(name: str) -> str:
    """The module of a command: no hyphen, and no word of Python's own."""
    plain = name.replace("-", "_")
    return f"{plain}_" if iskeyword(plain) else plain


class LazyCommand(TyperCommand):
    """A name and a summary, which turn into a command when it is run."""

    def __init__(self, row: Row) -> None:
        super().__init__(
            row.name, help=row.summary, rich_markup_mode=None, hidden=row in _HIDDEN
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
        command, path = self.load(), f"{parent.command_path} {self.name}"
        try:
            ctx = command.make_context(info_name, args, parent, **extra)
        except UsageError as error:
            raise refused(error, path, command.params) from None
        if ctx.args and not ctx.resilient_parsing:
            raise TooManyArguments(text=ctx.args[0], command=path)
        return ctx

    def load(self) -> Command:
        """Build the real command from the `run` function of its module."""
        name = module_of(self.row.name)
        module = import_module(f"goaltrack.commands.{name}")
        app = typer.Typer(add_completion=False, rich_markup_mode=None)
        settings = _SETTINGS | {"allow_extra_args": True}
        made = app.command(
            self.row.name, cls=Command, help=self.row.summary, context_settings=settings
        )
        made(module.run)
        command = cast("Command", typer.main.get_command(app))
        command.examples = self.row.examples
        return command


def _language_in(args: list[str]) -> str | None:
    for name, value in pairwise([*args, ""]):
        if name == "--lang":
            return value
        if name.startswith("--lang="):
            return name.partition("=")[2]
    return None


class LazyGroup(TyperGroup):
    """The root: lists every command, imports one, and owns the exit code."""

    def __init__(self, **attrs: Any) -> None:
        commands = {row.name: LazyCommand(row) for row in COMMANDS}
        super().__init__(**attrs | {"commands": commands})

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the options of the program itself."""
        # Whatever is wrong, or asked for, is told in the language that comes with it.
        ctx.meta["goaltrack.language"] = _language_in(args)
        try:
            return super().parse_args(ctx, args)
        except NoArgsIsHelpError:
            raise
        except UsageError as error:
            found = refused(error, "goaltrack", self.params)
            _tell(found, spoken(ctx))
            raise typer.Exit(found.exit_code) from None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that is named.

        Raises:
            UnknownCommand: there is none of that name.
        """
        if args[0] not in self.commands:
            names = [row.name for row in COMMANDS if row not in _HIDDEN]
            raise UnknownCommand(name=args[0], hint=nearest(args[0], names))
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the page that lists the commands."""
        said = spoken(ctx)
        lines = paragraph(_ABOUT.say(said))
        lines += ["", *usage(ctx, self.params, "COMMAND [...]")]
        widest = max(len(row.name) for row in COMMANDS)
        for part in PARTS:
            pairs = [(row.name, translated(row.summary, said)) for row in part.rows]
            lines += section(part.title, pairs, said, widest)
        lines += [*options(ctx, self.params), "", *paragraph(_MORE.say(said))]
        formatter.write("\n".join(lines))

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
            except UsageError:
                raise ArgumentMissing(name="COMMAND", command="goaltrack") from None
            except BrokenPipeError:
                _silence(sys.stdout)
                raise typer.Exit(_CLOSED_PIPE) from None
            except OSError as error:
                _silence(sys.stdout)
                raise CannotWrite(path="stdout", why=error.strerror) from error
        except GoaltrackError as error:
            _tell(error, spoken(ctx))
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
    lang: Lang = None,
) -> None:
    """Say the version, or run a command."""


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
