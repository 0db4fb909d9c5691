"""Measure goaltrack beside other plain-text programs, on as many dated entries.

    python bench/peers.py [SIZE ...]        # default: 1000 10000 100000

First what there is, then one entry more. Whole processes, each command in turn,
medians of five (of a million entries, one); the ratio is goaltrack's time to theirs.
What is not installed is left out. hledger and ledger print balances and bean-query
sums: they add up, goaltrack judges as well. Taskwarrior has as many tasks.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

ROUNDS = 5
MANY = 1_000_000
SAMPLE = Path(__file__).parent.parent / "scripts" / "sample.py"
GOALTRACK = str(Path(sys.executable).parent / "goaltrack")


class Command(NamedTuple):
    """A program at work on a file of its own."""

    words: list[str]
    file: Path
    answers: str = ""
    """Text typed at its prompts."""


Make = Callable[[Path, int], Command]


def entries(size: int) -> Iterator[tuple[int, date, str]]:
    """Goal, day and value of each entry, the same as in scripts/sample.py."""
    for number in range(size):
        row = number // 10
        day = date(1999, 1, 1) + timedelta(days=row % 9_000)
        yield number % 10, day, f"{row + 1}.{(row * 37 + number % 10) % 100:02}"


def goaltrack_status(path: Path, size: int) -> Command:
    """A ledger of ten goals."""
    words = [sys.executable, str(SAMPLE), "10", str(size)]
    text = subprocess.run(words, capture_output=True, check=True)
    path.write_bytes(text.stdout)
    return Command([GOALTRACK, "status", "-f", str(path)], path)


def goaltrack_add(path: Path, size: int) -> Command:
    """A figure for one of the goals."""
    file = goaltrack_status(path, size).file
    words = [GOALTRACK, "add", "goal-1", "+5", "--on", "2026-01-05", "-f", str(file)]
    return Command(words, file)


def hledger_balance(path: Path, size: int) -> Command:
    """A journal of ten accounts."""
    return Command(["hledger", "-f", str(_journal(path, size)), "balance"], path)


def hledger_add(path: Path, size: int) -> Command:
    """A transaction, each question answered with what the arguments say."""
    said = ["2026-01-05", "it", "goal:1", "5 KM", "from"]
    words = ["hledger", "-f", str(_journal(path, size)), "add", *said]
    return Command(words, path, "\n" * 6 + ".\ny\n.\n")


def ledger_balance(path: Path, size: int) -> Command:
    """The same journal."""
    return Command(["ledger", "-f", str(_journal(path, size)), "balance"], path)


def _journal(path: Path, size: int) -> Path:
    with path.open("w", encoding="utf-8") as file:
        for goal, day, value in entries(size):
            file.write(f"{day} it\n    goal:{goal}  {value} KM\n    from\n\n")
    return path


def bean_query(path: Path, size: int) -> Command:
    """The same in beancount's language."""
    with path.open("w", encoding="utf-8") as file:
        file.write("1990-01-01 open Equity:From\n")
        file.writelines(f"1990-01-01 open Assets:Goal{n}\n" for n in range(10))
        for goal, day, value in entries(size):
            file.write(
                f'{day} * "it"\n  Assets:Goal{goal}  {value} KM\n  Equity:From\n\n'
            )
    query = "select account, sum(position) group by account"
    return Command(["bean-query", str(path), query], path)


def task_add(path: Path, size: int) -> Command:
    """A task more, in one of ten projects."""
    path.mkdir()
    data = path / "pending.data"
    with data.open("w", encoding="utf-8") as file:
        for number, (goal, day, value) in enumerate(entries(size)):
            at = (day - date(1970, 1, 1)).days * 86_400
            file.write(
                f'[description:"{value} km" entry:"{at}" project:"goal{goal}" '
                f'status:"pending" uuid:"{UUID(int=number)}"]\n'
            )
    words = ["task", "rc:/dev/null", f"rc.data.location={path}", "add", "5 km"]
    return Command([*words, "project:goal1"], data)


READ: dict[str, Make] = {
    "goaltrack": goaltrack_status,
    "hledger": hledger_balance,
    "ledger": ledger_balance,
    "bean-query": bean_query,
}
ADD: dict[str, Make] = {
    "goaltrack": goaltrack_add,
    "hledger": hledger_add,
    "task": task_add,
}


def wall(command: Command) -> tuple[float, float]:
    """Seconds of the whole process, and its largest memory in megabytes."""
    # Beancount keeps a cache beside its file: each run is to be a first one.
    env = {**os.environ, "BEANCOUNT_DISABLE_LOAD_CACHE": "1"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env["XDG_STATE_HOME"] = str(command.file.parent / "state")
    with tempfile.TemporaryFile() as typed:
        typed.write(command.answers.encode())
        typed.seek(0)
        start = time.perf_counter()
        child = subprocess.Popen(
            command.words,
            stdin=typed,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=env,
        )
        _, status, usage = os.wait4(child.pid, 0)
        taken = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(command.words)[:200]} failed with {child.returncode}")
    return taken, usage.ru_maxrss / 1024


def main() -> None:
    """Print a line for each size and program."""
    sizes = [int(text) for text in sys.argv[1:]] or [1_000, 10_000, 100_000]
    for name in sorted({*READ, *ADD}):
        program = GOALTRACK if name == "goaltrack" else shutil.which(name)
        if program:
            said = subprocess.run(
                [program, "--version"], capture_output=True, text=True, check=False
            )
            print(f"# {name}: {(said.stdout or said.stderr).splitlines()[0]}")
    for task, all_of_them in (("read", READ), ("add", ADD)):
        print(f"{task:<5} {'entries':>8} {'':<10} {'s':>7} {'MB':>5} {'file':>5} ratio")
        here = {
            name: make
            for name, make in all_of_them.items()
            if name == "goaltrack" or shutil.which(name)
        }
        for size in sizes:
            _measure(task, size, here)


def _measure(task: str, size: int, programs: dict[str, Make]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        commands = {
            name: make(Path(folder) / name, size) for name, make in programs.items()
        }
        found = _rounds(commands, 1 if size >= MANY else ROUNDS)
        base = statistics.median(seconds for seconds, _ in found["goaltrack"])
        for name, runs in found.items():
            seconds = statistics.median(each for each, _ in runs)
            memory = max(each for _, each in runs)
            file = commands[name].file.stat().st_size / 1e6
            print(
                f"{task:<5} {size:>8} {name:<10} {seconds:7.3f} {memory:5.0f} "
                f"{file:5.1f} {base / seconds:5.2f}",
                flush=True,
            )


def _rounds(
    commands: dict[str, Command], rounds: int
) -> dict[str, list[tuple[float, float]]]:
    """The runs of each command, in turn, without the first; each on a fresh file."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in commands}
    before = {}
    for name, command in commands.items():
        before[name] = command.file.with_suffix(".before")
        shutil.copy(command.file, before[name])
    for number in range(rounds + 1):
        for name, command in commands.items():
            shutil.copy(before[name], command.file)
            taken = wall(command)
            is_same = command.file.stat().st_size == before[name].stat().st_size
            if "add" in command.words and is_same:
                sys.exit(f"{name} added nothing")
            if number:
                found[name].append(taken)
    return found


if __name__ == "__main__":
    main()
