"""`goaltrack set`."""

from collections.abc import Iterable, Mapping
from itertools import count
from typing import Annotated

import tomli
import typer

from goaltrack.cli import options as opt
from goaltrack.cli.assignments import (
    KEY_GIVEN_TWICE,
    Subject,
    all_named,
    require_baseline,
    revised_promise,
    revision_row,
    settable,
    spelled,
    split_target,
    typed_due,
)
from goaltrack.cli.recording import (
    commit_draft,
    prepare_draft,
    print_dry_run,
    print_outcome,
    require_text,
    use_source,
)
from goaltrack.cli.run_state import RUN
from goaltrack.errors import BadUsage, Message
from goaltrack.i18n.key_words import key_in_english
from goaltrack.i18n.text import clean
from goaltrack.ledger.edit import Change, row_text, source_text
from goaltrack.ledger.toml_text import Value, inline_table
from goaltrack.ledger.transaction import Note
from goaltrack.model.ledger import ABOUT, Goal, Range
from goaltrack.model.period import day
from goaltrack.reports.wording import Voice
from goaltrack.session import Context, open_ledger

_NOTHING_TO_SET = Message(
    "nothing-to-set",
    "set what of {goal}?\nsay KEY=VALUE, such as target=400, or --unset KEY",
)
_REASON_MISSING = Message(
    "reason-missing",
    "a promise of {goal} would change\n"
    "say why with --reason TEXT, or --slip if it was only written down wrongly",
)

_REASON_UNUSED = Message(
    "reason-unused",
    "a reason is kept where a promise of {goal} changes, and here none does\n"
    "a remark is kept by `goaltrack note {goal} TEXT`",
)
_OTHER_UNIT = Message(
    "other-unit",
    "{goal} is counted in {unit}, and its numbers would be read in another unit\n"
    "with --slip the unit was written down wrongly; else begin a new goal",
)
_NO_PARENT = Message(
    "no-parent",
    "no goal is called 'none'\nto take the parent away: --unset parent",
)

_READ_AS = ("unit", "kind")
"""As what the figures are read, which stay the same."""
_WORDS = ("dropped", "paused", "colour")
"""Keys that other commands set, and that `--unset` removes."""


def run(
    goal: Annotated[
        str, typer.Argument(metavar="GOAL", help="The goal: its id, or its title.")
    ],
    fields: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[KEY=VALUE]...",
            help="target=400, due=2026, tags=a,b, baseline=80@2024, title=…",
        ),
    ] = None,
    unset: Annotated[
        list[str] | None,
        typer.Option("--unset", metavar="KEY", help="Take a key away."),
    ] = None,
    reason: opt.Reason = None,
    on: opt.On = None,
    slip: Annotated[
        bool,
        typer.Option(
            "--slip", help="The promise was written down wrongly: keep no old one."
        ),
    ] = False,
    step: Annotated[
        list[str] | None,
        typer.Option(
            "--step", metavar="TITLE[@DAY]", help="Add a step, or set its due date."
        ),
    ] = None,
    dry_run: opt.DryRun = False,
    json: opt.Json = False,
    file: opt.File = None,
    lang: opt.Lang = None,
) -> None:
    """Change fields of a goal; what was promised before is kept."""
    RUN.as_json = json
    asked = open_ledger(file, lang)
    subject = asked.goal(goal)
    require_text(reason=reason)
    typed = all_named(fields or [])
    split_target(typed)
    goal = subject.id
    about = Subject(
        goal,
        typed.get("unit", subject.unit),
        asked.today,
        typed.get("kind", subject.kind.value),
        subject.years,
        asked.ledger.decimal,
    )
    table = use_source(asked, typed)
    _resolve(asked, subject, about, typed)
    wanted = {key: spelled(key, text, about) for key, text in typed.items()}
    text = asked.book.documents[asked.book.home(goal)].text
    wanted |= _taken_away(unset or [], wanted)
    if "target" in wanted:
        wanted |= _outlived(subject, wanted)
    steps = _steps(asked, subject, step or [], text)
    if not wanted and not steps:
        raise BadUsage(_NOTHING_TO_SET, goal=goal)
    changes = [
        Change(goal, key, old, new)
        for key, new in wanted.items()
        if (old := source_text(text, goal, key)) != new
    ]
    changes += steps
    revised = revised_promise(subject, changes)
    if revised and not slip:
        if reason is None:
            raise BadUsage(_REASON_MISSING, goal=goal)
        when = day(on, asked.today) if on else asked.today
        changes.append(revision_row(goal, revised, when, reason))
    if reason is not None and not revised and changes:
        raise BadUsage(_REASON_UNUSED, goal=goal)
    _require_slip(subject, changes, slip=slip)
    if not changes:
        print_outcome(asked, asked.ledger, goal, asked.voice.word("unchanged"))
        return
    draft = prepare_draft(asked, goal, changes, table=table)
    if dry_run:
        print_dry_run(draft, asked.voice)
        return
    ledger = commit_draft(
        draft, Note(f"set {goal} {' '.join(wanted)}"), asked.voice
    ).ledger
    gone = asked.voice.word
    said = [
        f"{key} = {new}" if new else gone("taken_away", key=key)
        for key, new in wanted.items()
    ]
    said += [f"step {each}" for each in step or []]
    print_outcome(asked, ledger, goal, *said)
    if subject.progress:
        _remark(changes, asked.voice)


def _resolve(asked: Context, goal: Goal, about: Subject, typed: dict[str, str]) -> None:
    """Let the parent be named by its title; refuse what lacks a baseline.

    Raises:
        BadUsage, Refused: there is no such goal, or no baseline.
    """
    if "parent" in typed:
        typed["parent"] = _parent(asked, typed["parent"])
    base = {"baseline": ""} if goal.baseline else {}
    known = {"kind": about.kind, "unit": about.unit, **base, **typed}
    require_baseline(known, goal.id, "baseline=")


def _parent(asked: Context, name: str) -> str:
    """Return the id of the goal that is named, by its id or its title.

    Raises:
        BadUsage: the word says that there is to be none.
        Refused: there is no such goal.
    """
    if name.strip().lower() in ("none", "no", "-", "无") and name not in (
        asked.ledger.goals
    ):
        raise BadUsage(_NO_PARENT)
    return asked.goal(name).id


def _taken_away(unset: Iterable[str], wanted: Mapping[str, str]) -> dict[str, str]:
    """Return the keys that are to go, each without a value.

    Raises:
        BadUsage: there is no such key, or it is to be set as well.
    """
    gone: dict[str, str] = {}
    for key in map(key_in_english, unset):
        if key not in _WORDS:
            settable(key)
        if key in wanted or key in gone:
            raise BadUsage(KEY_GIVEN_TWICE, key=key)
        gone[key] = ""
    return gone


def _require_slip(goal: Goal, changes: Iterable[Change], *, slip: bool) -> None:
    """Refuse another unit of a goal that counts: 75 kg would become 75 lb.

    Raises:
        BadUsage: nobody has said that the unit was written down wrongly.
    """
    counts = goal.progress or goal.target is not None
    if goal.unit and counts and not slip and any(c.key == "unit" for c in changes):
        raise BadUsage(_OTHER_UNIT, goal=goal.id, unit=goal.unit)


def _outlived(goal: Goal, wanted: Mapping[str, str]) -> dict[str, str]:
    """Return what of the promise goes with its old target, and is taken away with it.

    A target that is about some number, or a range, says so itself.
    """
    gone: dict[str, str] = {}
    if goal.tolerance == ABOUT and "tolerance" not in wanted:
        gone["tolerance"] = ""
    is_number = wanted["target"][:1] not in ("[", "")
    is_range = isinstance(goal.target, Range) and goal.target.middle is None
    if is_range and is_number and "aim" not in wanted and goal.is_aim_said:
        gone["aim"] = ""
    return gone


def _steps(
    asked: Context, goal: Goal, texts: Iterable[str], source: str
) -> list[Change]:
    """Return the changes that add steps, or give steps that are there a due date.

    Raises:
        GoaltrackError: a due date cannot be read.
    """
    taken = {step.id for step in goal.steps}
    found = []
    for text in texts:
        title, at, day_ = text.rpartition("@")
        title = (title if at else text).strip()
        due = typed_due(day_, asked.today, goal.years, goal.due) if at else None
        there = next((s for s in goal.steps if title in (s.id, s.title)), None)
        if there is None:
            number = next(n for n in count(1) if f"s{n}" not in taken)
            taken.add(f"s{number}")
            row: dict[str, Value | None] = {
                "id": f"s{number}",
                "title": title,
                "due": due,
            }
            found.append(Change(goal.id, "steps", "", inline_table(row), is_row=True))
            continue
        old = row_text(source, goal.id, "steps", list(goal.steps).index(there))
        row = {**tomli.loads(f"it = {old}")["it"], "due": due}
        found.append(Change(goal.id, "steps", old, inline_table(row), is_row=True))
    return found


def _remark(changes: Iterable[Change], voice: Voice) -> None:
    """Say on stderr that figures are read otherwise, and not converted."""
    for change in changes:
        if change.key in _READ_AS:
            note = voice.word("as_they_are", key=change.key, new=change.new)
            typer.echo(clean(note), err=True)
