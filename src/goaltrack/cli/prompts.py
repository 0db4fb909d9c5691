"""Questions to the user, on a terminal only."""

import sys

import typer

from goaltrack.cli.errors import lines
from goaltrack.errors import BadUsage, GoaltrackError, Message, NotRecorded
from goaltrack.i18n.text import clean
from goaltrack.reports.wording import Voice

NO_TERMINAL = Message(
    "no-terminal",
    "there is no terminal to ask on\nsay {option}",
)


def confirm(question: str, voice: Voice, *, yes: bool) -> None:
    """Ask on a terminal whether to go on; without one, `yes` is needed.

    Raises:
        BadUsage: nobody can be asked.
        NotRecorded: the answer was no.
    """
    if yes:
        return
    needs_terminal("--yes")
    if not agreed(question, voice):
        raise NotRecorded


_YES, _NO = ("y", "yes", "是", "好", "对"), ("n", "no", "否", "不", "不是")
"""Answers, in either language."""


def agreed(question: str, voice: Voice, *, default: bool = False) -> bool:
    """Ask on the terminal until the answer is yes or no; return which.

    Without an answer it is the default.
    """
    while True:
        answer: str = typer.prompt(
            clean(f"{question} [{'Y/n' if default else 'y/N'}]"),
            default="",
            show_default=False,
            prompt_suffix=": ",
            err=True,
        )
        said = answer.strip().lower()
        if not said:
            return default
        if said in _YES or said in _NO:
            return said in _YES
        typer.echo(voice.word("yes_or_no"), err=True)


def ask(question: str, default: str | None = None) -> str:
    """Return the user's answer on the terminal; empty only where that is allowed."""
    shows = bool(default)
    ends = " " if question.endswith(("?", "？")) else ": "
    answer: str = typer.prompt(
        clean(question),
        default=default,
        show_default=shows,
        prompt_suffix=ends,
        err=True,
    )
    return answer.strip()


def refuse(error: GoaltrackError, voice: Voice) -> None:
    """Say what was wrong with an answer, before it is asked for again."""
    for line in lines(error, voice.language):
        typer.echo(line, err=True)


def needs_terminal(option: str) -> None:
    """Refuse to ask without a terminal.

    Raises:
        BadUsage: standard input is no terminal.
    """
    if not sys.stdin.isatty():
        raise BadUsage(NO_TERMINAL, option=option)
