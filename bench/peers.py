"""Measure goaltrack beside other plain-text programs, on as many dated entries.

    python bench/peers.py [SIZE ...]        # default: 1000 10000 100000

Whole processes, each command in turn, medians of five; the ratio is goaltrack's time
to theirs. What is not installed is left out. hledger and ledger print balances,
bean-query sums, Taskwarrior counts: they add up, goaltrack judges as well.
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

ROUNDS = 5
SAMPLE = Path(__file__).parent.parent / "scripts" / "sample.py"
GOALTRACK = str(Path(sys.executable).parent / "goaltrack")


def entries(size: int) -> Iterator[tuple[int, date, str]]:
    """Goal, day and value of each entry, the same as in scripts/sample.py."""
    for number in range(size):
        row = number // 10
        day = date(1999, 1, 1) + timedelta(days=row % 9_000)
        yield number % 10, day, f"{row % 1000 + 1}.{(row * 37 + number) % 100:02}"


def ours(path: Path, size: int) -> list[str]:
    """A ledger of ten goals."""
    words = [sys.executable, str(SAMPLE), "10", str(size)]
    text = subprocess.run(words, capture_output=True, check=True)
    path.write_bytes(text.stdout)
    return [GOALTRACK, "status", "-f", str(path)]


def hledger(path: Path, size: int) -> list[str]:
    """A journal of ten accounts."""
    _journal(path, size)
    return ["hledger", "-f", str(path), "balance"]


def ledger(path: Path, size: int) -> list[str]:
    """The same journal."""
    _journal(path, size)
    return ["ledger", "-f", str(path), "balance"]


def _journal(path: Path, size: int) -> None:
    with path.open("w", encoding="utf-8") as file:
        for goal, day, value in entries(size):
            file.write(f"{day} it\n    goal:{goal}  {value} KM\n    from\n\n")


def beancount(path: Path, size: int) -> list[str]:
    """The same in beancount's language."""
    with path.open("w", encoding="utf-8") as file:
        file.write("1990-01-01 open Equity:From\n")
        file.writelines(f"1990-01-01 open Assets:Goal{n}\n" for n in range(10))
        for goal, day, value in entries(size):
            file.write(
                f'{day} * "it"\n  Assets:Goal{goal}  {value} KM\n  Equity:From\n\n'
            )
    query = "select account, sum(position) group by account"
    return ["bean-query", str(path), query]


PEERS: dict[str, tuple[str, Callable[[Path, int], list[str]]]] = {
    "goaltrack": ("--version", ours),
    "hledger": ("--version", hledger),
    "ledger": ("--version", ledger),
    "bean-query": ("--version", beancount),
}


def wall(command: list[str]) -> tuple[float, float]:
    """Seconds of the whole process, and its largest memory in megabytes."""
    # Beancount keeps a cache beside its file: each run is to be a first one.
    env = {**os.environ, "BEANCOUNT_DISABLE_LOAD_CACHE": "1"}
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    start = time.perf_counter()
    child = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=env
    )
    _, status, usage = os.wait4(child.pid, 0)
    taken = time.perf_counter() - start
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(command)[:200]} failed with {child.returncode}")
    return taken, usage.ru_maxrss / 1024


def main() -> None:
    """Print a line for each size and program."""
    sizes = [int(text) for text in sys.argv[1:]] or [1_000, 10_000, 100_000]
    here = {name: each for name, each in PEERS.items() if shutil.which(name)}
    here["goaltrack"] = PEERS["goaltrack"]
    for name, (option, _) in here.items():
        program = GOALTRACK if name == "goaltrack" else name
        said = subprocess.run([program, option], capture_output=True, check=False)
        text = (said.stdout or said.stderr).decode().splitlines()
        print(f"# {text[0] if text else name}")
    print(f"{'entries':>8} {'program':<12} {'seconds':>8} {'MB':>6} {'ratio':>6}")
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            commands = {
                name: make(Path(folder) / f"{name}.{size}", size)
                for name, (_, make) in here.items()
            }
            found: dict[str, list[tuple[float, float]]] = {n: [] for n in commands}
            for number in range(ROUNDS + 1):
                for name, command in commands.items():
                    taken = wall(command)
                    if number:
                        found[name].append(taken)
            base = statistics.median(seconds for seconds, _ in found["goaltrack"])
            for name, runs in found.items():
                seconds = statistics.median(one for one, _ in runs)
                memory = max(one for _, one in runs)
                print(
                    f"{size:>8} {name:<12} {seconds:8.3f} {memory:6.0f} "
                    f"{base / seconds:6.2f}"
                )


if __name__ == "__main__":
    main()
