"""`goaltrack review`."""

import shlex
from typing import Annotated, NamedTuple

import typer

from goaltrack.analysis.lint import REVIEW
from goaltrack.cli import options as opt
from goaltrack.cli.assignments import (
    Subject,
    all_named,
    require_baseline,
    spelled,
    split_target,
)
from goaltrack.cli.prompts import ask, needs_terminal, refuse
from goaltrack.cli.recording import commit_draft, prepare_draft
from goaltrack.cli.run_state import RUN
from goaltrack.errors import BadUsage, GoaltrackError, Message, Refused
from goaltrack.i18n.text import clean
from goaltrack.ledger.edit import Change, source_text
from goaltrack.ledger.positions import scan
from goaltrack.ledger.toml_text import to_toml
from goaltrack.ledger.transaction import Note
from goaltrack.model.ledger import Goal
from goaltrack.reports.wording import Voice
from goaltrack.session import Context, open_ledger

_KEEP_OR_DROP = Message(
    "keep-or-drop",
    "a goal is kept or dropped\nsay --keep or --drop, not both",
)
_WHICH = Message(
    "review-which",
    "--keep and --drop are of goals that are named\n"
    "name them, or go through all with `goaltrack review`",
)
_OPEN_QUOTE = Message(
    "open-quote",
    "a quotation mark in {text} is not closed",
)
_NO_DRAFT = Message(
    "not-a-draft",
    "{goal} is no draft: nothing is to be reviewed",
)
_KEYS = {"k": "keep", "保": "keep", "c": "change", "改": "change", "d": "drop"} | {
    "弃": "drop",
    "s": "skip",
    "跳": "skip",
    "q": "quit",
    "退": "quit",
}
"""The first letter of an answer, and what it means."""


def run(
    goals: Annotated[
        list[str] | None,
        typer.Argument(metavar="[GOAL]...", help="Only these drafts (default: all)."),
    ] = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Keep the named drafts as they are.")
    ] = False,
    drop: Annotated[
        bool, typer.Option("--drop", help="Take the named drafts out.")
    ] = False,
    file: opt.File = None,
    lang: opt.Lang = None,
) -> None:
    """Go through drafted goals, each with its sentence: keep, change or drop."""
    asked = open_ledger(file, lang)
    if keep and drop:
        raise BadUsage(_KEEP_OR_DROP)
    if (keep or drop) and not goals:
        raise BadUsage(_WHICH)
    chosen = [asked.goal(name) for name in goals or ()]
    for goal in chosen:
        if REVIEW not in goal.tags:
            raise Refused(_NO_DRAFT, goal=goal.id)
    chosen = chosen or [g for g in asked.ledger.goals.values() if REVIEW in g.tags]
    voice = asked.voice
    if not chosen:
        RUN.say(voice.word("no_drafts"))
        return
    if keep or drop:
        for goal in chosen:
            asked = _kept(asked, goal) if keep else _dropped(asked, goal)
        RUN.say(voice.word("reviewed", number=len(chosen)))
        return
    needs_terminal("--keep / --drop")
    _through(asked, [goal.id for goal in chosen])


class _Counts(NamedTuple):
    """How many drafts were kept and dropped."""

    kept: int = 0
    dropped: int = 0


def _through(asked: Context, names: list[str]) -> None:
    """Ask about each draft in turn; what is answered is written at once."""
    voice, counts = asked.voice, _Counts()
    for number, name in enumerate(names, 1):
        while True:
            goal = asked.ledger.goals[name]
            for line in _told(goal, voice, number, len(names)):
                typer.echo(clean(line))
            answer = _KEYS.get(ask(voice.word("review_question"), "k")[:1].lower(), "")
            if answer == "keep":
                asked, counts = (
                    _kept(asked, goal),
                    counts._replace(kept=counts.kept + 1),
                )
            elif answer == "drop":
                asked = _dropped(asked, goal)
                counts = counts._replace(dropped=counts.dropped + 1)
            elif answer == "change":
                asked = _changed(asked, goal)
                continue
            elif answer not in ("skip", "quit"):
                continue
            break
        if answer == "quit":
            break
    RUN.say(voice.word("review_done", **counts._asdict()))


def _told(goal: Goal, voice: Voice, number: int, of: int) -> list[str]:
    """Return what is shown of a draft: its sentence beside what was read."""
    said = [voice.kind(goal.kind), voice.target(goal)]
    said += [voice.period(goal.due)] if goal.due else []
    fields = goal.fields or {}
    doubt = [voice.word("review_due", due=fields["due"])] if "due" in fields else []
    comma = voice.word("comma")
    return [
        "",
        f"({number}/{of}) {goal.title}  [{goal.id}]",
        f"    {goal.note or '-'}",
        f"  → {comma.join(text for text in said if text)}",
        *(f"    {line}" for line in doubt),
    ]


def _kept(asked: Context, goal: Goal) -> Context:
    """Take the mark of a draft away."""
    text = asked.book.documents[asked.book.home(goal.id)].text
    tags = [tag for tag in goal.tags if tag != REVIEW]
    new = to_toml(tags) if tags else ""
    change = Change(goal.id, "tags", source_text(text, goal.id, "tags"), new)
    return _written(asked, goal, [change], f"review {goal.id}")


def _dropped(asked: Context, goal: Goal) -> Context:
    """Take a draft out of the ledger."""
    text = asked.book.documents[asked.book.home(goal.id)].text
    node = scan(text).find(("goals", goal.id))
    change = Change(goal.id, "", text[node.start : node.tail], "")
    return _written(asked, goal, [change], f"review --drop {goal.id}")


def _changed(asked: Context, goal: Goal) -> Context:
    """Ask for `KEY=VALUE`, and set it; what cannot be read is told."""
    voice = asked.voice
    try:
        typed = all_named(_words(ask(voice.word("review_change"), "")))
        split_target(typed)
        about = Subject(
            goal.id,
            typed.get("unit", goal.unit),
            asked.today,
            typed.get("kind", goal.kind.value),
            goal.years,
            asked.ledger.decimal,
        )
        base = {"baseline": ""} if goal.baseline else {}
        require_baseline(
            {"kind": about.kind, "unit": about.unit, **base, **typed},
            goal.id,
            "baseline=",
        )
        text = asked.book.documents[asked.book.home(goal.id)].text
        changes = [
            Change(
                goal.id, key, source_text(text, goal.id, key), spelled(key, said, about)
            )
            for key, said in typed.items()
        ]
        changes = [each for each in changes if each.old != each.new]
        if changes:
            return _written(asked, goal, changes, f"review {goal.id}")
    except GoaltrackError as error:
        refuse(error, voice)
    return asked


def _words(answer: str) -> list[str]:
    """Return the words of an answer, as a shell splits them.

    Raises:
        BadUsage: a quotation mark is not closed.
    """
    try:
        return shlex.split(answer)
    except ValueError:
        raise BadUsage(_OPEN_QUOTE, text=answer) from None


def _written(asked: Context, goal: Goal, changes: list[Change], says: str) -> Context:
    """Write the changes; return the ledger as it is then."""
    draft = prepare_draft(asked, goal.id, changes)
    kept = commit_draft(draft, Note(says), asked.voice)
    after = kept.draft.after
    return asked._replace(books=(after, *asked.books[1:]), ledger=after.ledger)
