"""The end of every error: a sentence on stderr, and an exit code."""

import errno
import os
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

import typer

from goaltrack.cli.completion_table import OFFERS
from goaltrack.cli.help import choices, is_whole, spoken, term
from goaltrack.cli.options import ARGUMENT_MISSING
from goaltrack.cli.registry import COMMANDS, HIDDEN
from goaltrack.cli.run_state import RUN
from goaltrack.errors import (
    BadLedger,
    BadTable,
    BadUsage,
    CannotWrite,
    FindingsError,
    GoaltrackError,
    Inaccessible,
    InvalidAmount,
    InvalidPeriod,
    Message,
    NotRecorded,
    reason_of,
)
from goaltrack.formats.registry import FORMATS
from goaltrack.i18n.catalog import Phrase
from goaltrack.i18n.suggest import nearest
from goaltrack.i18n.text import clean
from goaltrack.ledger.find import CANNOT_READ
from goaltrack.model.amount import HOURS, MINUTES
from goaltrack.reports.wording import Voice

_UNKNOWN_COMMAND = Message(
    "unknown-command",
    "there is no command '{name}'{hint}\n`goaltrack -h` lists the commands",
)
_OTHER_COMMAND = Message(
    "other-command",
    "there is no command '{name}'\nuse `{use}`",
)
_OTHER_KIND = Message(
    "other-kind",
    "there is no kind '{name}'\nuse `{use}`",
)
_OTHER_TOPIC = Message(
    "other-topic",
    "there is no topic '{name}'\nuse `{use}`",
)
_GOAL_AS_COMMAND = Message(
    "goal-as-command",
    "'{name}' is a goal, and no command\n"
    "use `goaltrack show {goal}`, or `goaltrack add {goal} VALUE`",
)
_NO_HEADING = Message(
    "no-heading",
    "--group takes one of {known}\n"
    "to see the goals of one group: `goaltrack status group='{name}'`",
)
_OTHER_OPTION = Message(
    "other-option",
    "there is no option '{name}'\nuse `{use}`",
)
_WHOLE_NUMBER = Phrase("{name} takes a whole number")
_BAD_ARGUMENTS = Message(
    "bad-arguments",
    "{why}\n`{command} -h` says what it takes",
)
_UNKNOWN_OPTION = Message(
    "unknown-option",
    "there is no option '{name}'{hint}\n`{command} -h` lists the options",
)
_OPTION_TAKES_NO_VALUE = Message(
    "option-takes-no-value",
    "{name} takes no value\n`{command} -h` lists the options",
)
_OPTION_VALUE_MISSING = Message(
    "option-value-missing",
    "{name} needs a value\n`{command} -h` says which",
)
_UNKNOWN_CHOICE = Message(
    "unknown-choice",
    "{name} takes one of {known}{hint}",
)
_OPTION_BEFORE_COMMAND = Message(
    "option-before-command",
    "'{name}' belongs to a command\nput it behind: goaltrack {command} … {name} …",
)

_RECORDED = Message(
    "recorded-not-printed",
    "{path} holds the change, but the answer could not be printed\n"
    "do not record it again",
)
_CANNOT_USE = Message("cannot-use", "{path} cannot be used: {why}")
_SYSTEM = Message("system-refused", "the system refused: {why}")
_HINTS: Mapping[str, Phrase] = {
    "not-one-day": Phrase("say one day; a figure may be of a period: --period {text}"),
    "not-a-percentage": Phrase(
        "say `goaltrack done {goal}` when it is reached, or how far it is, as 60%"
    ),
    "no-ledger": Phrase("start one with `goaltrack init`, or name one with -f"),
    "unknown-filter": Phrase("`goaltrack help filters` explains them"),
    "contradicts-ledger": Phrase(
        "--correct lets them replace the entries of the ledger"
    ),
}
"""The second line of errors that lower layers raise: how to go on, by code."""
_AMOUNTS = Phrase("write it like {examples}")
_IN_ITS_UNIT = Phrase("write it in {unit}")
_PERIODS = Phrase(
    "write it like 2026-06-30, 2026-06, 2026Q3, 2026H1, 2026 or 2021..2025; "
    "or yesterday, last month, end of year, 3 days ago"
)
_BOTH_NAMED = ("period-ambiguous", "amount-clock-ambiguous")
"""Errors whose own sentence says what to write."""

USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[1]
"""Typer's exception for a command line that it cannot read: it has no public name."""
_CLOSED_PIPE = 141
_INTERRUPTED = 130
_RECORDED_CODE = 6


def leave(error: BaseException, ctx: Any) -> None:
    """Report what was wrong, and leave with the error's own exit code.

    An error that nobody could foresee goes on as it is, unless the ledger is written
    already: then the user must not be made to repeat the command.
    """
    if isinstance(error, USAGE_ERROR):
        error = _root_error(error, ctx)
    path = RUN.written
    if path is not None and not isinstance(error, GoaltrackError):
        _silence_broken()
        show_error(GoaltrackError(_RECORDED, path=path), spoken(ctx))
        raise typer.Exit(_RECORDED_CODE) from None
    if isinstance(error, (KeyboardInterrupt, typer.Abort)):
        # Ctrl-C, or no answer to a question; the line it stands in ends.
        with suppress(OSError):
            typer.echo(err=True)
        raise typer.Exit(_INTERRUPTED) from None
    if isinstance(error, BrokenPipeError):
        _silence_broken()
        raise typer.Exit(_CLOSED_PIPE) from None
    if isinstance(error, OSError):
        _silence_broken()
        why = reason_of(error)
        if isinstance(error.filename, str):
            error = Inaccessible(_CANNOT_USE, path=error.filename, why=why)
        elif error.errno in _OF_A_WRITE:
            error = CannotWrite(path="stdout", why=why)
        else:
            error = Inaccessible(_SYSTEM, why=why)
    if isinstance(error, GoaltrackError):
        show_error(error, spoken(ctx))
        raise typer.Exit(error.exit_code) from None


def lines(error: GoaltrackError, language: str) -> list[str]:
    """Return the lines of an error, safe to print: what is wrong, then what to do."""
    text = error.say(language)
    hint = _HINTS.get(error.code)
    facts = {} if isinstance(error, FindingsError) else dict(error.phrase.facts)
    if isinstance(error, InvalidAmount):
        hint = _AMOUNTS
        facts["examples"] = _examples(str(facts.get("unit", "")))
    elif error.code == "wrong-unit":
        hint = _IN_ITS_UNIT
    elif isinstance(error, InvalidPeriod):
        hint = hint or _PERIODS
    if error.code in _BOTH_NAMED:
        hint = None
    if hint:
        text += "\n" + hint.about(**facts).say(language)
    return [clean(line) for line in text.split("\n")]


def _examples(unit: str) -> str:
    """Return amounts as people write them in a goal's unit."""
    if unit == "%":
        return "5.5, 12%, +0.3"
    if unit.lower() in HOURS:
        return "7.5, 7:30, 7h30"
    if unit.lower() in MINUTES:
        return "7.5, 0:07:30, 1h30"
    if not unit:
        return "350, 1,234.5, 1.2万, +3"
    gap = " " if unit.isascii() else ""
    return f"350, 1,234.5, 350{gap}{unit}, +3"


def change_folder(path: str) -> None:
    """Make the folder the current one.

    Raises:
        Inaccessible: it is not a folder, or may not be entered.
    """
    try:
        os.chdir(path)
    except OSError as error:
        raise Inaccessible(CANNOT_READ, path=path, why=reason_of(error)) from None


def unknown_command(name: str) -> BadUsage:
    """Return the error for a name that no command has, and the nearest command."""
    from goaltrack.cli.meanings import command_for  # noqa: PLC0415 - after a mistake

    goal = _goal_called(name)
    if goal == name:  # before what others call so: a goal may be named `weight`
        return BadUsage(_GOAL_AS_COMMAND, name=name, goal=goal)
    use = command_for(name)
    if use:
        return BadUsage(_OTHER_COMMAND, name=name, use=use)
    ending = name.rpartition(".")[2] if "." in name else ""
    if ending == "toml" or ending in FORMATS:
        of_file = f"goaltrack -f {name} status"
        use = of_file if ending == "toml" else f"goaltrack export {name}"
        return BadUsage(_OTHER_COMMAND, name=name, use=use)
    if goal:
        return BadUsage(_GOAL_AS_COMMAND, name=name, goal=goal)
    names = [row.name for row in COMMANDS if row not in HIDDEN]
    turned = [each for each in names if sorted(each) == sorted(name.lower())]
    hint = nearest(turned[0], turned) if turned else nearest(name, names, _CLOSE)
    return BadUsage(_UNKNOWN_COMMAND, name=name, hint=hint)


def _goal_called(name: str) -> str:
    """Return the id of the goal of the ledger here that is called so; "" if none is."""
    from goaltrack.session import open_ledger  # noqa: PLC0415 - after a mistake

    try:
        return open_ledger(None, None).goal(name).id
    except (GoaltrackError, OSError):
        return ""


def argument_missing(name: str, command: str) -> BadUsage:
    """Return the error for an argument that was left out, with an example."""
    last = command.rpartition(" ")[2]
    examples = next((row.examples for row in COMMANDS if row.name == last), ())
    example = examples[0] if examples else "goaltrack status"
    return BadUsage(ARGUMENT_MISSING, name=name, example=example)


def usage_error(error: Exception, command: str, params: Iterable[Any]) -> BadUsage:
    """Return as one of ours what Typer found wrong with the arguments of a command."""
    names = _names(error)
    option = getattr(error, "option_name", "")
    if "NoSuchOption" in names:
        return _unknown_option(option, command, params)
    if "BadOptionUsage" in names:
        flags = {name for param in params if _is_flag(param) for name in param.opts}
        is_flag = option in flags
        message = _OPTION_TAKES_NO_VALUE if is_flag else _OPTION_VALUE_MISSING
        return BadUsage(message, name=option, command=command)
    param = getattr(error, "param", None)
    name = _name(param)
    if "MissingParameter" in names:
        return argument_missing(name, command)
    values = choices(param)
    if "BadParameter" in names and values:
        said = str(getattr(error, "message", "")).split("'")
        typed = said[1].removeprefix("\\x00") if len(said) > 1 else ""
        known_values = ", ".join(values)
        use = _kind_for(typed) if name == "--kind" else ""
        if use:
            return BadUsage(_OTHER_KIND, name=typed, use=use)
        if name == "TOPIC" and (use := _topic_for(typed)):
            return BadUsage(_OTHER_TOPIC, name=typed, use=use)
        if name == "--group":
            return BadUsage(_NO_HEADING, name=typed, known=", ".join(values))
        facts = {"name": name, "known": known_values, "hint": nearest(typed, values)}
        return BadUsage(_UNKNOWN_CHOICE, **facts)
    why: object = getattr(error, "format_message", error.__str__)().replace("\0", "")
    if is_whole(param):
        why = _WHOLE_NUMBER.about(name=name)
    return BadUsage(_BAD_ARGUMENTS, why=why, command=command)


def _kind_for(word: str) -> str:
    from goaltrack.cli.meanings import kind_for  # noqa: PLC0415 - after a mistake

    return kind_for(word)


def _topic_for(word: str) -> str:
    from goaltrack.cli.meanings import topic_for  # noqa: PLC0415 - after a mistake

    return topic_for(word)


def _unknown_option(option: str, command: str, params: Iterable[Any]) -> BadUsage:
    from goaltrack.cli.meanings import option_for  # noqa: PLC0415 - after a mistake

    known = [name for param in params for name in param.opts if name[:2] == "--"]
    use = option_for(command.rpartition(" ")[2], option, known)
    if use:
        return BadUsage(_OTHER_OPTION, name=option, use=use)
    hint = nearest(option, known, _CLOSE)
    return BadUsage(_UNKNOWN_OPTION, name=option, hint=hint, command=command)


_CLOSE = 0.7
"""How near a command or an option must be to be offered: short names look alike."""


def _root_error(error: Exception, ctx: Any) -> BadUsage:
    """Return what was wrong before any command was found."""
    if type(error) is USAGE_ERROR:
        return argument_missing("COMMAND", "goaltrack")
    if "NoSuchOption" in _names(error):
        option = getattr(error, "option_name", "")
        for command, (_, options) in OFFERS.items():
            if option in options:
                facts = {"name": option, "command": command}
                return BadUsage(_OPTION_BEFORE_COMMAND, **facts)
    return usage_error(error, "goaltrack", ctx.command.params)


def _names(error: BaseException) -> set[str]:
    """Return the names of an error's classes: Typer's own are not public."""
    return {kind.__name__ for kind in type(error).__mro__}


def show_error(error: GoaltrackError, language: str) -> None:
    """Print on stderr what was wrong; a stderr that is broken changes nothing."""
    found = lines(error, language)
    if not isinstance(error, (BadLedger, BadTable, NotRecorded)):
        # A ledger's problems begin with their place, as a compiler's do.
        found[0] = Voice(language).word("error") + found[0]
    try:
        for line in found:
            typer.echo(line, err=True)
    except OSError:
        _silence_broken()


_OF_A_WRITE = (
    *(errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO),
    *(errno.EBADF, errno.EINVAL, errno.ENXIO),
)
"""Errors of writing to a stream: files that we open are named in theirs."""


def _silence_broken() -> None:
    """Let the interpreter's own last flush of a broken stream fail on nothing."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                null = os.open(os.devnull, os.O_WRONLY)
                os.dup2(null, stream.fileno())
                os.close(null)


def _is_flag(param: Any) -> bool:
    return bool(getattr(param, "is_flag", False))


def _name(param: Any) -> str:
    if param is None:
        return ""
    if param.param_type_name == "option":
        return str(param.opts[-1])
    return term(param).strip("[].")
