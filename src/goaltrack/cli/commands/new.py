"""`goaltrack new`."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from typing import Annotated, Any

import typer

from goaltrack.cli import options as opt
from goaltrack.cli.assignments import (
    Subject,
    all_named,
    complete_target,
    ordered_keys,
    require_baseline,
    spelled,
    subject_of,
    typed_due,
)
from goaltrack.cli.prompts import ask, refuse
from goaltrack.cli.recording import (
    commit_draft,
    first_doubts,
    prepare_draft,
    print_dry_run,
    print_outcome,
    use_source,
    warn,
)
from goaltrack.cli.run_state import RUN
from goaltrack.errors import BadUsage, GoaltrackError, Message, Refused
from goaltrack.importing.goal_columns import kind_of
from goaltrack.ledger.edit import Change
from goaltrack.ledger.identify import proposed_id
from goaltrack.ledger.toml_text import goal_table, inline_table
from goaltrack.ledger.transaction import Note
from goaltrack.ledger.validate import is_goal_id
from goaltrack.model.amount import plain
from goaltrack.model.ledger import DIRECTIONS, Aim, Goal, Kind
from goaltrack.model.period import moment
from goaltrack.model.relative import parse_target_text
from goaltrack.model.target import parse_target
from goaltrack.reports.wording import Voice
from goaltrack.session import Context, open_ledger

_FILE_NOT_INCLUDED = Message(
    "file-not-included",
    "{path} is not a file of {ledger}\nadd it to include = […] there first",
)
_BAD_GOAL_ID = Message(
    "bad-goal-id",
    "'{text}' cannot be the id of a goal\nan id has letters, digits and hyphens only",
)
_GOAL_EXISTS = Message(
    "goal-exists",
    "there is a goal {goal} already\nchange it with `goaltrack set {goal}`",
)
_FIELDS_MISSING = Message(
    "fields-missing",
    "a new goal needs {options}\nwithout a terminal nothing is asked",
)
_KIND_MISSING = Message(
    "kind-missing",
    "a new goal needs {options}\n"
    "kinds: level (a quantity on a day: weight, firms), rate (measured afresh each "
    "time: growth, response time), total (adds up: km, savings), year-total (adds up "
    "inside a year: GDP), milestone (done or not), objective (made of other goals)",
)

_UNIT_IS_AMOUNT = Message(
    "unit-is-amount",
    "'{text}' is an amount: enter only the unit here, such as km, % or 亿元\n"
    "the target is asked for next",
)


def run(
    goal: Annotated[
        str | None,
        typer.Argument(
            metavar="[GOAL]",
            help="Its title, from which its id follows; or its id (letters, digits, "
            "hyphens), with the title behind it.",
        ),
    ] = None,
    fields: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KEY=VALUE]...", help="owner=…, start=2026-01-01, figure=…, …"
        ),
    ] = None,
    title: Annotated[
        str | None, typer.Option("--title", metavar="TEXT", help="The promise.")
    ] = None,
    kind: Annotated[
        Kind | None, typer.Option("--kind", help="What is measured.")
    ] = None,
    target: Annotated[
        str | None,
        typer.Option(
            "--target", metavar="VALUE", help="400, <=75, 60..65, 5±0.2, 350亿元以上."
        ),
    ] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="UNIT", help="km, %, 亿元, …")
    ] = None,
    due: Annotated[
        str | None,
        typer.Option("--due", metavar="DAY", help="A day or period: 2026, 2026H1."),
    ] = None,
    aim: Annotated[
        Aim | None,
        typer.Option("--aim", metavar="WORD", help="Which figures meet the target."),
    ] = None,
    start_value: Annotated[
        str | None,
        typer.Option(
            "--from", metavar="VALUE[@DAY]", help="Where it starts from: 85, 85@2026."
        ),
    ] = None,
    each: Annotated[
        str | None,
        typer.Option(
            "--each", metavar="PERIOD", help="It is to hold each day, week, month, …"
        ),
    ] = None,
    need: Annotated[
        str | None,
        typer.Option("--need", metavar="NUMBER", help="In how many of these: 10, 90%."),
    ] = None,
    parent: Annotated[
        str | None,
        typer.Option("--parent", metavar="GOAL", help="The goal it is a part of."),
    ] = None,
    owner: Annotated[
        str | None, typer.Option("--owner", metavar="NAME", help="Who answers for it.")
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(
            "--source",
            metavar="ID|URL",
            help="Where it was promised: ID#PLACE, or URL.",
        ),
    ] = None,
    step: Annotated[
        list[str] | None,
        typer.Option(
            "--step", metavar="TITLE[@DAY]", help="A step of a milestone; repeatable."
        ),
    ] = None,
    like: Annotated[
        str | None,
        typer.Option("--like", metavar="GOAL", help="The rest as that goal has it."),
    ] = None,
    group: Annotated[
        str | None, typer.Option("--group", metavar="TEXT", help="Its heading.")
    ] = None,
    into: Annotated[
        str | None,
        typer.Option("--into", metavar="FILE", help="A file that the ledger includes."),
    ] = None,
    dry_run: opt.DryRun = False,
    json: opt.Json = False,
    file: opt.File = None,
    lang: opt.Lang = None,
) -> None:
    """Add a goal; on a terminal, what is missing is asked for."""
    RUN.as_json = json
    asked = open_ledger(file, lang)
    options = {
        "title": title,
        "kind": kind.value if kind else None,
        "target": target,
        "unit": unit,
        "aim": aim.value if aim else None,
        "due": due,
        "baseline": start_value,
        "each": each,
        "need": need,
        "parent": asked.goal(parent).id if parent else None,
        "owner": owner,
        "source": source,
        "group": group,
    }
    typed = {key: text for key, text in options.items() if text is not None}
    goal = _with_title(goal, fields, typed)
    if goal is not None and "title" not in typed and _is_title(goal):
        typed.setdefault("title", goal)
        goal = _proposed(asked, goal)
    typed = all_named(fields or [], typed)
    if step:
        typed.setdefault("kind", Kind.MILESTONE.value)
    if like:
        _like(asked.goal(like), typed)
    complete_target(typed)
    table = use_source(asked, typed)
    home = _home(asked, into)
    if goal is not None:
        _check(asked, goal)
    goal = _complete(asked, goal, typed)
    complete_target(typed)
    require_baseline(typed, goal, "--from ")
    about = _subject(asked, goal, typed)
    lines = {key: spelled(key, typed[key], about) for key in ordered_keys(typed)}
    if step:
        rows = "".join(
            f"  {inline_table(row)},\n" for row in _steps(step, asked, typed.get("due"))
        )
        lines["steps"] = f"[\n{rows}]"
    change = Change(goal, "", "", goal_table(goal, lines))
    draft = prepare_draft(asked, goal, [change], home, table)
    voice = asked.voice
    if dry_run:
        print_dry_run(draft, voice)
        return
    ledger = commit_draft(draft, Note(f"new {goal}"), voice).ledger
    joined = voice.word("joined", path=draft.document.path)
    print_outcome(asked, ledger, goal, joined, *_promise(ledger.goals[goal], voice))
    is_today = start_value is not None and "@" not in start_value
    _say_next(asked, ledger.goals[goal], is_today=is_today)


def _promise(new: Goal, voice: Voice) -> Iterator[str]:
    """Yield what a new goal promises, as the board says it: which way, and by when."""
    target = voice.target(new) if new.target is not None or new.each else ""
    due = voice.period(new.due) if new.due else ""
    if target and due:
        yield voice.word("promised_by", target=target, due=due)
    elif target or due:
        yield voice.word("promised", target=target or due)


def _say_next(asked: Context, new: Goal, *, is_today: bool) -> None:
    """Say how to go on, and from where progress counts where nobody has said it."""
    goal, voice = new.id, asked.voice
    if new.kind is Kind.OBJECTIVE:
        RUN.say(voice.word("then_parts", goal=goal))
        return
    if new.formula:
        warn(first_doubts([new]), voice)
        return
    is_done = new.kind is Kind.MILESTONE
    RUN.say(voice.word("then_done" if is_done else "then_add", goal=goal))
    if is_today and new.baseline:
        value = plain(new.baseline.value)
        RUN.say(voice.word("then_from_today", goal=goal, value=value))
    elif _counts_from_first(new):
        day = voice.day(asked.today)
        RUN.say(voice.word("then_baseline", goal=goal, day=day))


def _counts_from_first(goal: Goal) -> bool:
    """Whether progress is counted from its first figure, which may surprise."""
    is_reached = goal.aim in (Aim.AT_LEAST, Aim.ABOVE) and not goal.each
    is_plain = goal.kind is Kind.LEVEL and isinstance(goal.target, Decimal)
    return is_plain and is_reached and goal.baseline is None


def _with_title(
    goal: str | None, fields: list[str] | None, typed: dict[str, str]
) -> str | None:
    """Take a text behind the id for the title: `new books "Read 24 books"`.

    `new objective "Grow"` names the kind, and no id.
    """
    if not fields or "=" in fields[0] or "title" in typed:
        return goal
    typed["title"] = fields.pop(0)
    if goal in (Kind.OBJECTIVE.value, Kind.MILESTONE.value) and "kind" not in typed:
        typed["kind"] = goal
        return None
    return goal


def _is_title(text: str) -> bool:
    """Whether what was typed for an id is a title, from which the id follows."""
    return not is_goal_id(text) or not text.isascii() or text != text.lower()


def _proposed(asked: Context, title: str) -> str:
    """Return an id made of the title.

    Raises:
        BadUsage: the title has no letter and no digit.
    """
    found = proposed_id(title, asked.ledger.goals)
    if not found:
        raise BadUsage(_BAD_GOAL_ID, text=title)
    return found


def _like(other: Goal, typed: dict[str, str]) -> None:
    """Add what another goal has, but for its promise and its figures."""
    said = {
        "kind": other.kind.value,
        "unit": other.unit,
        "group": other.group,
        "aim": other.aim.value if other.is_aim_said else "",
        "each": other.each,
        "take": other.take,
        "every": other.every,
        "owner": other.owner,
        "parent": other.parent,
        "tags": ", ".join(other.tags),
    }
    for key, text in said.items():
        if text:
            typed.setdefault(key, text)


def _steps(texts: list[str], asked: Context, due: str | None) -> list[dict[str, Any]]:
    """Return the steps of a milestone: `TITLE` or `TITLE@DAY`, numbered."""
    years = asked.ledger.years
    whole = moment(due, asked.today, is_due=True, years=years) if due else None
    found = []
    for number, text in enumerate(texts, 1):
        title, at, day_ = text.rpartition("@")
        row: dict[str, Any] = {"id": f"s{number}", "title": title if at else text}
        if at:
            row["due"] = typed_due(day_, asked.today, asked.ledger.years, whole)
        found.append(row)
    return found


def _subject(asked: Context, goal: str, typed: dict[str, str]) -> Subject:
    """Return what the goal's fields are read by: its unit, kind and years."""
    ledger = asked.ledger
    return subject_of(goal, typed, asked.today, ledger.years, ledger.decimal)


def _home(asked: Context, into: str | None) -> int:
    """Which of the ledger's files the goal is to be in."""
    documents = asked.book.documents
    if into is None:
        return 0
    for number, document in enumerate(documents):
        with suppress(OSError, ValueError):
            if os.path.samefile(document.path, into):
                return number
    raise Refused(_FILE_NOT_INCLUDED, path=into, ledger=asked.path)


def _check(asked: Context, goal: str) -> None:
    if not is_goal_id(goal):
        raise BadUsage(_BAD_GOAL_ID, text=goal)
    if goal in asked.ledger.goals:
        raise Refused(_GOAL_EXISTS, goal=goal)


def _complete(asked: Context, goal: str | None, typed: dict[str, str]) -> str:
    """Ask for what is missing where somebody can answer; the goal's id."""
    missing = [key for key in ("title", "kind", "target") if _lacks(typed, key)]
    if goal is None and "title" in typed and not missing:
        goal = _proposed(asked, typed["title"])
    if goal is not None and not missing:
        return goal
    if not sys.stdin.isatty():
        said = [f"--{key}" for key in missing]
        has_name = goal or "title" in typed
        options = ", ".join(said if has_name else ["GOAL", *said])
        message = _KIND_MISSING if "kind" in missing else _FIELDS_MISSING
        raise BadUsage(message, options=options)
    if goal is None and "title" not in typed:
        typed["title"] = ask(asked.voice.word("ask_title"))
    while goal is None:
        proposed = _proposed(asked, typed["title"])
        answer = ask(asked.voice.word("ask_id"), proposed)
        try:
            _check(asked, answer)
        except GoaltrackError as error:
            refuse(error, asked.voice)
        else:
            goal = answer
    for key in ("title", "kind", "unit", "target", "aim", "baseline", "due", "owner"):
        if _lacks(typed, key):
            _ask_for(asked, goal, key, typed)
    return goal


def _lacks(typed: dict[str, str], key: str) -> bool:
    """Return whether the key is missing, and needed in such a goal."""
    if key in typed:
        return False
    is_done = typed.get("kind") in (Kind.MILESTONE.value, Kind.OBJECTIVE.value)
    has_none = typed.get("aim") in DIRECTIONS
    if key == "unit":
        return not is_done
    if key == "target":
        return not (is_done or has_none)
    if key == "aim":
        target = typed.get("target", "")
        is_plain = parse_target_text(target) is None
        return not is_done and is_plain and parse_target(target).aim is None
    if key == "baseline":
        return typed.get("kind") == Kind.LEVEL.value and "each" not in typed
    return True


_DEFAULTS = {"kind": Kind.LEVEL.value, "aim": Aim.AT_LEAST.value}
"""The value of an empty answer."""


def _aim_of(answer: str) -> str:
    """Return an aim that stands beside a target, as it is written before a number.

    Raises:
        ValueError: it is none, or a direction, which says nothing beside a target.
    """
    found = parse_target(f"{answer} 1").aim or Aim(answer)
    if found in DIRECTIONS:
        raise ValueError(answer)
    return found.value


def _ask_for(asked: Context, goal: str, key: str, typed: dict[str, str]) -> None:
    """Ask until the answer can be read; some may stay empty."""
    is_needed = key not in ("unit", "target", "baseline", "due", "owner")
    default = _DEFAULTS.get(key, None if is_needed else "")
    while True:
        answer = ask(asked.voice.word(f"ask_{key}"), default)
        if not answer and not is_needed:
            if key == "target":
                # What has no target is watched.
                typed["aim"] = Aim.WATCH.value
            return
        try:
            about = _subject(asked, goal, typed)
            if key == "kind":
                kind = kind_of(answer)
                answer = kind.value if kind else answer
            if key == "unit" and answer[:1].isdecimal():
                raise BadUsage(_UNIT_IS_AMOUNT, text=answer)
            if key == "aim":
                answer = _aim_of(answer)
            said = parse_target(answer).target if key == "target" else answer
            spelled(key, Kind(said).value if key == "kind" else said, about)
        except GoaltrackError as error:
            refuse(error, asked.voice)
        except ValueError:
            names = [each.value for each in (Aim if key == "aim" else Kind)]
            known = [name for name in names if name not in DIRECTIONS]
            typer.echo(", ".join(known), err=True)
        else:
            typed[key] = answer
            return
