"""Measure what is very large: seconds, megabytes, and the ratios that must hold.

    python bench/scale.py

A million entries of 112 goals, 60,000 goals, 10,000 included files, and 100,000 rows in
other forms than `add` writes. Exit code 1 if a bound is broken.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent
SCRIPT = Path(sys.executable).parent / "goaltrack"
ENV = {**os.environ, "GOALTRACK_TODAY": "2026-11-25"}


class Cost(NamedTuple):
    """Seconds and megabytes of a whole process."""

    seconds: float
    megabytes: float


def cost(command: list[str], folder: Path, **env: str) -> Cost:
    """Run the command: processor seconds, so that a busy machine changes little."""
    with (folder / "out").open("wb") as out:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=ENV | {"XDG_STATE_HOME": str(folder / "state")} | env,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3, 4):
        sys.exit(f"{command}: {(folder / 'out').read_text()[-500:]}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def million(path: Path) -> None:
    """A million entries of 112 goals, no two of a day."""
    words = [sys.executable, str(ROOT / "scripts" / "sample.py"), "112", "1000000"]
    path.write_bytes(subprocess.run(words, capture_output=True, check=True).stdout)


def goals(count: int) -> Callable[[Path], None]:
    """So many goals of two entries."""

    def write(path: Path) -> None:
        with path.open("w", encoding="utf-8") as file:
            file.write("format = 1\n")
            file.writelines(
                f'[goals.g{n}]\ntitle = "Goal {n}"\nkind = "level"\ntarget = 9\n'
                f'due = "2028"\ngroup = "Bureau {n // 100}"\nprogress = [\n'
                f'  {{ id = "a{n:07}", on = 2024-12-31, value = {n % 9} }},\n'
                f'  {{ id = "b{n:07}", on = 2025-12-31, value = 7 }},\n]\n'
                for n in range(count)
            )

    return write


def files(count: int) -> Callable[[Path], None]:
    """A ledger of so many included files, of a goal each."""

    def write(path: Path) -> None:
        folder = path.parent / "parts"
        folder.mkdir()
        for n in range(count):
            text = (
                f'format = 1\n[goals.g{n}]\ntitle = "Goal {n}"\nkind = "level"\n'
                f'target = 9\ndue = "2028"\nprogress = [\n'
                f"  {{ on = 2025-12-31, value = {n % 9} }},\n]\n"
            )
            (folder / f"p{n}.toml").write_text(text, encoding="utf-8")
        path.write_text('format = 1\ninclude = ["parts/*.toml"]\n', encoding="utf-8")

    return write


FORMS = {
    "as `add` writes them": 'id = "a{n:07}", on = {day}, value = {n}, recorded = {day}',
    "no `recorded`": 'id = "a{n:07}", on = {day}, value = {n}',
    "other keys first": 'value = {n}, on = {day}, recorded = {day}, id = "a{n:07}"',
    "no id": "on = {day}, value = {n}",
    "with a remark": 'id = "a{n:07}", on = {day}, value = {n}, note = "x {n}"',
    "no blanks": 'id="a{n:07}",on={day},value={n},recorded={day}',
}
"""Rows of a ledger, by how they are written."""


def rows(form: str) -> Callable[[Path], None]:
    """A hundred thousand rows of one form."""

    def write(path: Path) -> None:
        with path.open("w", encoding="utf-8") as file:
            file.write(
                'format = 1\n[goals.g]\ntitle = "G"\nkind = "level"\ntarget = 9\n'
            )
            file.write('due = "2028"\nprogress = [\n')
            first = date(1990, 1, 1)
            file.writelines(
                f"  {{ {form.format(n=n, day=first + timedelta(n // 10))} }},\n"
                for n in range(100_000)
            )
            file.write("]\n")

    return write


def measured(folder: Path, write: Callable[[Path], None], goal: str) -> dict[str, Cost]:
    """What each command costs with the ledger, `add` with a figure of the goal."""
    folder.mkdir()
    write(folder / "goals.toml")
    found = {
        name: cost([str(SCRIPT), *name.split()], folder)
        for name in ("status", "next", "check")
    }
    found["add"] = cost([str(SCRIPT), "add", goal, "5", "--yes"], folder)
    for ending in ("html", "xlsx"):
        found[ending] = cost([str(SCRIPT), "export", f"r.{ending}"], folder)
    at_tab = {"GOALTRACK_COMPLETE": "zsh"}
    found["TAB"] = cost([str(SCRIPT), "add", "g"], folder, **at_tab)
    return found


def held(name: str, value: float, bound: float) -> bool:
    """Print a line; whether the bound holds."""
    verdict = "ok" if value <= bound else "BROKEN"
    print(f"{name:<56} {value:8.2f} (at most {bound:g}) {verdict}", flush=True)
    return value <= bound


def bounds(folder: Path) -> Iterator[bool]:
    """Measure, and hold each against its bound."""
    shapes = {
        "1,000,000 entries": (million, "goal-0"),
        "60,000 goals": (goals(60_000), "g0"),
        "10,000 files": (files(10_000), "g0"),
    }
    costs = {}
    for number, (name, (write, goal)) in enumerate(shapes.items()):
        costs[name] = measured(folder / str(number), write, goal)
        said = ", ".join(
            f"{what} {c.seconds:.1f} s {c.megabytes:.0f} MB"
            for what, c in costs[name].items()
        )
        print(f"{name}: {said}", flush=True)
    for name, found in costs.items():
        base = found["status"].seconds
        yield held(f"{name}: next / status", found["next"].seconds / base, 1.5)
        yield held(f"{name}: check / status", found["check"].seconds / base, 1.5)
        for ending in ("html", "xlsx"):
            yield held(f"{name}: MB of {ending}", found[ending].megabytes, 600)
        yield held(f"{name}: seconds at TAB", found["TAB"].seconds, 0.5)
    (folder / "few").mkdir()
    goals(6_000)(folder / "few" / "goals.toml")
    few = cost([str(SCRIPT), "status"], folder / "few").seconds
    many = costs["60,000 goals"]["status"].seconds
    yield held("status of 60,000 goals / of 6,000", many / few, 11)
    plain = 0.0
    for number, (name, form) in enumerate(FORMS.items()):
        place = folder / f"form{number}"
        place.mkdir()
        rows(form)(place / "goals.toml")
        taken = cost([str(SCRIPT), "status"], place).seconds
        plain = plain or taken
        yield held(f"100,000 rows, {name} / as `add` writes them", taken / plain, 2)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        sys.exit(0 if all(list(bounds(Path(name)))) else 1)
