"""Any order of changes by command and by hand, against a plain model."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import NamedTuple

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)
from typer.testing import CliRunner

from goaltrack.cli.app import app
from goaltrack.ledger.load import load

TEXT = """format = 1 # made by hand
[goals.a] # first
title = "A"
kind = "level"
target = 100
progress = [
  { id = "hand0001", on = 2026-01-01, value = 1 }
]
# between
[goals.b]
title = "B"
kind = "level"
target = 100
"""

Rows = dict[str, tuple[int, str | None]]
"""Entries by their ids: the value, and which other one each corrects."""


class Goal(NamedTuple):
    """A goal as the model knows it."""

    target: int
    note: str | None
    is_dropped: bool
    rows: Rows


class Step(NamedTuple):
    """A change that a command made: which goal was what, and became what."""

    goal: str
    before: Goal | None
    after: Goal | None

    @property
    def inverse(self) -> "Step":
        return Step(self.goal, self.after, self.before)


def made(step: Step, now: Goal | None) -> tuple[bool, Goal | None]:
    """Whether the step can be made where the goal is now so, and what comes of it."""
    before, after = step.before, step.after
    if before is None or after is None:
        return now == before, after
    if now is None:
        return False, None
    rows = dict(now.rows)
    for name in before.rows.keys() | after.rows.keys():
        if before.rows.get(name) == after.rows.get(name):
            continue
        if name in before.rows and rows.get(name) != before.rows[name]:
            return False, None
        rows.pop(name, None)
        if name in after.rows:
            rows[name] = after.rows[name]
    fields = {}
    for key in ("target", "note", "is_dropped"):
        was, is_ = getattr(before, key), getattr(after, key)
        if was != is_:
            if getattr(now, key) != was:
                return False, None
            fields[key] = is_
    return True, now._replace(rows=rows, **fields)


values = st.integers(2, 99)


class Machine(RuleBasedStateMachine):
    """Commands and hands at one ledger; the model says what it must say."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "goals.toml"
        self.model: dict[str, Goal] = {}
        self.done: list[Step] = []
        self.undone: list[Step] = []
        self.hands = 0

    def teardown(self) -> None:
        shutil.rmtree(self.folder)

    def run(self, *args: str, code: int = 0) -> str:
        """Run a command on the ledger."""
        env = {
            "XDG_STATE_HOME": str(self.folder / "state"),
            "GOALTRACK_FILE": str(self.path),
            "GOALTRACK_TODAY": "2026-11-25",
        }
        ran = CliRunner().invoke(app, list(args), env=env, prog_name="goaltrack")
        assert ran.exit_code == code, (args, ran.output, ran.exception)
        return ran.output

    def text(self) -> str:
        return self.path.read_bytes().decode()

    @initialize(eol=st.sampled_from(["\n", "\r\n"]), ends=st.booleans())
    def begin(self, eol: str, *, ends: bool) -> None:
        text = TEXT if ends else TEXT.rstrip()
        self.path.write_bytes(text.replace("\n", eol).encode())
        self.model = {
            "a": Goal(100, None, False, {"hand0001": (1, None)}),
            "b": Goal(100, None, False, {}),
        }

    def change(self, goal: str, after: Goal) -> None:
        """Note that a command has changed the goal."""
        self.done.append(Step(goal, self.model.get(goal), after))
        self.undone.clear()
        self.model[goal] = after

    def new_id(self) -> str:
        """The id that a command has just given."""
        known = {name for goal in self.model.values() for name in goal.rows}
        goals = load(str(self.path)).ledger.goals.values()
        [name] = {e.id or "" for g in goals for e in g.progress} - known
        return name

    def goal(self, draw: int) -> str:
        return sorted(self.model)[draw % len(self.model)]

    @rule(draw=st.integers(0, 9), value=values)
    def add(self, draw: int, value: int) -> None:
        name = self.goal(draw)
        self.run("add", name, str(value), "--yes")
        goal = self.model[name]
        self.change(
            name, goal._replace(rows={**goal.rows, self.new_id(): (value, None)})
        )

    @rule(draw=st.integers(0, 99), value=values)
    def correct(self, draw: int, value: int) -> None:
        replaced = {r for g in self.model.values() for _, r in g.rows.values()}
        rows = [
            (name, row)
            for name, goal in sorted(self.model.items())
            for row in goal.rows
            if row not in replaced
        ]
        if not rows:
            return
        name, row = rows[draw % len(rows)]
        self.run("correct", row, str(value), "--yes")
        goal = self.model[name]
        self.change(
            name, goal._replace(rows={**goal.rows, self.new_id(): (value, row)})
        )

    @rule(draw=st.integers(0, 9), amount=values)
    def set_target(self, draw: int, amount: int) -> None:
        name = self.goal(draw)
        goal = self.model[name]
        self.run("set", name, f"target={amount}", "--slip")
        if goal.target != amount:
            self.change(name, goal._replace(target=amount))

    @rule(draw=st.integers(0, 9), note=st.sampled_from(["x", 'a "b" # }', None]))
    def set_note(self, draw: int, note: str | None) -> None:
        name = self.goal(draw)
        goal = self.model[name]
        self.run(
            "set", name, *(["--unset", "note"] if note is None else [f"note={note}"])
        )
        if goal.note != note:
            self.change(name, goal._replace(note=note))

    @rule(draw=st.integers(0, 9))
    def drop(self, draw: int) -> None:
        name = self.goal(draw)
        goal = self.model[name]
        self.run("drop", name, "--reason", "r", code=3 if goal.is_dropped else 0)
        if not goal.is_dropped:
            self.change(name, goal._replace(is_dropped=True))

    @precondition(lambda self: len(self.model) < 5)
    @rule(amount=values)
    def new(self, amount: int) -> None:
        name = f"n{self.hands}-{len(self.done)}-{len(self.model)}"
        self.run(
            "new", name, "--title", "N", "--kind", "level", "--target", str(amount)
        )
        self.change(name, Goal(amount, None, False, {}))

    @rule()
    def undo(self) -> None:
        self.back(self.done, self.undone, "undo", "-y")

    @rule()
    def redo(self) -> None:
        self.back(self.undone, self.done, "undo", "--redo", "-y")

    def back(self, of: list[Step], to: list[Step], *args: str) -> None:
        if not of:
            self.run(*args, code=3)
            return
        step = of[-1].inverse
        fits, after = made(step, self.model.get(step.goal))
        if fits and after is None:
            # A goal goes only as it came: no hand has been at its block.
            fits = self.model[step.goal] == step.before
        before = self.text()
        self.run(*args, code=0 if fits else 3)
        if not fits:
            assert self.text() == before
            return
        to.append(of.pop().inverse)
        if after is None:
            del self.model[step.goal]
        else:
            self.model[step.goal] = after

    @rule()
    def comment_by_hand(self) -> None:
        self.hands += 1
        self.path.write_bytes(f"# hand {self.hands}\n{self.text()}".encode())

    @rule(draw=st.integers(0, 99), value=values)
    def edit_a_row_by_hand(self, draw: int, value: int) -> None:
        rows = [(n, r) for n, g in sorted(self.model.items()) for r in g.rows]
        if not rows:
            return
        name, row = rows[draw % len(rows)]
        goal = self.model[name]
        old, replaces = goal.rows[row]
        if old == value:
            return
        head, id_, rest = self.text().partition(f'"{row}", on')
        rest = rest.replace(f"value = {old}", f"value = {value}", 1)
        self.path.write_bytes((head + id_ + rest).encode())
        self.model[name] = goal._replace(rows={**goal.rows, row: (value, replaces)})

    @invariant()
    def the_ledger_says_what_the_model_says(self) -> None:
        if not self.model:
            return
        found = {}
        for name, goal in load(str(self.path)).ledger.goals.items():
            rows = {
                entry.id or "": (int(entry.value or 0), entry.replaces)
                for entry in goal.progress
            }
            assert not hasattr(goal.target, "low")
            target = int(str(goal.target))
            found[name] = Goal(target, goal.note, goal.dropped is not None, rows)
        assert found == self.model
        assert self.text().count("# hand") == self.hands
        assert [p.name for p in self.folder.iterdir() if p.name != "state"] == [
            "goals.toml"
        ]
        assert "\r" not in self.text().replace("\r\n", "")


Machine.TestCase.settings = settings(
    max_examples=int(os.environ.get("MACHINE_EXAMPLES", "40")), stateful_step_count=25
)
TestMachine = Machine.TestCase
