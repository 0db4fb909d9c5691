"""Merges of ledgers by real git, with the driver that `goaltrack git-setup` registers.

    python proofs/merges.py [TIMES]

Fourteen scenarios, each TIMES times with other entries, by turns through `git merge`,
`rebase`, `cherry-pick` and `stash pop`. What came out is held against a model.
"""

import copy
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import tomli
from common import report, state_below

Goal = dict[str, Any]
Model = dict[str, Goal]
Sides = tuple[Model, Model, Model, Model | None]
WAYS = ("merge", "rebase", "cherry-pick", "stash pop")


def fresh(chance: random.Random) -> Model:
    """Two or three goals with some entries."""
    return {
        f"g{n}": {
            "target": 100,
            "rows": [entry(chance) for _ in range(chance.randint(2, 6))],
        }
        for n in range(chance.randint(2, 3))
    }


def entry(chance: random.Random) -> Goal:
    """An entry with an id of its own."""
    name = "".join(chance.choices("abcdefghijkmnpqrstuvwxyz23456789", k=8))
    return {"id": name, "value": chance.randint(1, 999)}


def text(model: Model) -> str:
    """The ledger that says the model."""
    parts = ["# A ledger that is merged.\nformat = 1\n"]
    for name, goal in model.items():
        keys = "".join(f"{key} = {goal[key]}\n" for key in goal if key != "rows")
        rows = "".join(f"  {row_text(row)},\n" for row in goal["rows"])
        head = (
            f'\n# about {name}\n[goals.{name}]\ntitle = "{name}" # t\nkind = "level"\n'
        )
        parts.append(f"{head}{keys}progress = [\n{rows}]\n")
    return "".join(parts)


def row_text(row: Goal) -> str:
    """The line of an entry."""
    more = f', replaces = "{row["replaces"]}"' if "replaces" in row else ""
    return f'{{ id = "{row["id"]}", on = 2026-01-01, value = {row["value"]}{more} }}'


def changed(
    base: Model,
    ours: Callable[[Model], None],
    theirs: Callable[[Model], None],
    *,
    is_conflict: bool = False,
) -> Sides:
    """Both sides, and what they come to together: one change after the other."""
    sides = [copy.deepcopy(base) for _ in range(3)]
    ours(sides[0])
    theirs(sides[1])
    if not is_conflict:
        ours(sides[2])
        theirs(sides[2])
    return base, sides[0], sides[1], None if is_conflict else sides[2]


def scenario(number: int, chance: random.Random) -> Sides:  # noqa: C901 - a table
    """One case of a scenario."""
    base = fresh(chance)
    mine, yours, third = entry(chance), entry(chance), entry(chance)
    more = [entry(chance) for _ in range(3)]
    last = base["g0"]["rows"][-1]["id"]
    first = base["g0"]["rows"][0]["id"]
    correction = mine | {"replaces": last}

    def adds(goal: str, *rows: Goal) -> Callable[[Model], None]:
        return lambda model: model[goal]["rows"].extend(rows)

    def edits(name: str, value: int) -> Callable[[Model], None]:
        def run(model: Model) -> None:
            for row in model["g0"]["rows"]:
                if row["id"] == name:
                    row["value"] = value

        return run

    def drops(name: str) -> Callable[[Model], None]:
        def run(model: Model) -> None:
            rows = model["g0"]["rows"]
            model["g0"]["rows"] = [row for row in rows if row["id"] != name]

        return run

    def sets(key: str, value: object) -> Callable[[Model], None]:
        return lambda model: model["g0"].update({key: value})

    def makes(name: str, row: Goal) -> Callable[[Model], None]:
        return lambda model: model.update({name: {"target": 5, "rows": [dict(row)]}})

    def both(*changes: Callable[[Model], None]) -> Callable[[Model], None]:
        def run(model: Model) -> None:
            for change in changes:
                change(model)

        return run

    cases: tuple[Callable[[], Sides], ...] = (
        lambda: changed(base, adds("g0", mine), adds("g0", yours)),
        lambda: changed(base, adds("g0", mine), adds("g1", yours)),
        lambda: changed(base, adds("g0", *more), adds("g0", yours, mine)),
        lambda: changed(base, adds("g0", mine), edits(last, 5000)),
        lambda: changed(base, drops(last), adds("g0", yours)),
        lambda: changed(base, edits(first, 5000), edits(last, 6000)),
        lambda: changed(base, edits(last, 5000), edits(last, 6000), is_conflict=True),
        lambda: changed(base, edits(last, 5000), drops(last), is_conflict=True),
        lambda: changed(base, adds("g1", mine), makes("n1", third)),
        lambda: changed(
            base, makes("n1", third), both(sets("lag", 1), makes("n2", yours))
        ),
        lambda: changed(base, sets("target", 200), adds("g0", yours)),
        lambda: changed(base, adds("g0", correction), adds("g0", yours)),
        lambda: changed(
            base,
            both(edits(last, 5000), adds("g0", mine)),
            both(edits(last, 5000), adds("g0", yours)),
        ),
        lambda: changed(base, sets("target", 200), sets("lag", 3)),
    )
    return cases[number]()


SCENARIOS = 14


def git(folder: Path, *args: str) -> int:
    """Run git in the folder; its exit code."""
    who = ("-c", "user.name=p", "-c", "user.email=p@example.org", "-c", "gc.auto=0")
    command = ["git", "-C", str(folder), *who, *args]
    return subprocess.run(command, check=False, capture_output=True).returncode


def commit(folder: Path, model: Model, branch: str, start: str) -> None:
    """Commit the model on a new branch."""
    git(folder, "checkout", "-q", "-B", branch, start)
    (folder / "goals.toml").write_text(text(model), encoding="utf-8")
    git(folder, "commit", "-q", "-am", branch)


def joined(folder: Path, sides: Sides, way: str) -> int:
    """Let git join the sides in that way; its exit code."""
    base, ours, theirs, _ = sides
    commit(folder, base, "base", "start")
    if way == "stash pop":
        (folder / "goals.toml").write_text(text(theirs), encoding="utf-8")
        git(folder, "stash", "-q")
        commit(folder, ours, "ours", "base")
        code = git(folder, "stash", "pop", "-q")
        git(folder, "stash", "clear")
        return code
    commit(folder, theirs, "theirs", "base")
    commit(folder, ours, "ours", "base")
    if way == "rebase":
        git(folder, "checkout", "-q", "theirs")
        return git(folder, "rebase", "-q", "ours")
    return git(folder, way, "theirs", *(("-q", "--no-edit") if way == "merge" else ()))


def told(model: Model) -> object:
    """The model's content, whatever the order of entries of both sides."""
    return {
        name: (sorted((k, v) for k, v in goal.items() if k != "rows"),
               sorted(map(row_text, goal["rows"])))
        for name, goal in model.items()
    }  # fmt: skip


def read(content: str) -> Model:
    """The model that a ledger says."""
    goals = tomli.loads(content, parse_float=Decimal)["goals"]
    return {
        name: {
            **{k: v for k, v in goal.items() if k not in ("title", "kind", "progress")},
            "rows": [
                {k: v for k, v in row.items() if k != "on"} for row in goal["progress"]
            ],
        }
        for name, goal in goals.items()
    }


def many(number: int, times: int, *, registered: bool) -> list[int]:
    """Right, genuine conflicts, wrong, invalid, and conflicts without need."""
    found = [0] * 5
    chance = random.Random(number)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "clone"
        folder.mkdir()
        state_below(Path(name))
        path = folder / "goals.toml"
        git(folder, "init", "-q")
        path.write_text("format = 1\n", encoding="utf-8")
        if registered:
            setup = [sys.executable, "-m", "goaltrack", "git-setup", "--yes"]
            subprocess.run(setup, cwd=folder, check=True, capture_output=True)
        else:
            attributes = "goals.toml merge=goaltrack text eol=lf\n"
            (folder / ".gitattributes").write_text(attributes, encoding="utf-8")
        git(folder, "add", "-A")
        git(folder, "commit", "-q", "-m", "start")
        git(folder, "branch", "start")
        for turn in range(times):
            sides = scenario(number, chance)
            code = joined(folder, sides, WAYS[turn % len(WAYS)])
            found[_verdict(path.read_text(encoding="utf-8"), code, sides[3])] += 1
            git(folder, "reset", "-q", "--hard")
            git(folder, "rebase", "--abort")
            git(folder, "cherry-pick", "--abort")
    return found


def _verdict(content: str, code: int, wanted: Model | None) -> int:
    if "<<<<<<<" in content:
        return 1 if wanted is None and code else 4 if code else 3
    try:
        model = read(content)
    except (tomli.TOMLDecodeError, KeyError):
        return 3
    return 0 if wanted is not None and not code and told(model) == told(wanted) else 2


def main() -> None:
    """Run every scenario and report."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    for registered, count in ((True, times), (False, max(times // 10, 4))):
        numbers = range(SCENARIOS)
        with ProcessPoolExecutor(os.cpu_count()) as pool:
            work = [pool.submit(many, n, count, registered=registered) for n in numbers]
            found = [
                sum(column) for column in zip(*(w.result() for w in work), strict=True)
            ]
        words = ("right", "genuine conflicts", "wrong", "invalid", "needless conflicts")
        figures = dict(zip(words, found, strict=True))
        name = "merges" if registered else "merges in a clone without the driver"
        good = not found[2] and not found[3] and (not registered or not found[4])
        report(name, figures, good=good)


if __name__ == "__main__":
    main()
