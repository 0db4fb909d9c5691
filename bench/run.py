"""Measure goaltrack against bare programs, as ratios in one run.

    python bench/run.py [ROUNDS]

Each pair of commands runs in turn, A B A B …; the ratio is that of the medians, so
that a slow moment of the machine falls on both. Exit code 1 if a bound is broken.
"""

import compileall
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from importlib import metadata
from pathlib import Path

import tomli

from goaltrack.analysis.assess import assess
from goaltrack.ledger.decode import decode

HERE = Path(__file__).parent
ROOT = HERE.parent
SCRIPT = Path(sys.executable).parent / "goaltrack"


def bare(module: str, *args: str) -> list[str]:
    """The command line of a bare program, compiled like an installed one."""
    return [sys.executable, "-c", f"import {module}; {module}.app()", *args]


def wall(command: list[str], folder: Path, before: Callable[[], None]) -> float:
    """Seconds that the command takes as a whole process."""
    before()
    env = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    env["PYTHONPATH"] = str(HERE)
    env["XDG_STATE_HOME"] = str(folder / "state")
    start = time.perf_counter()
    done = subprocess.run(
        command, cwd=folder, env=env, capture_output=True, check=False
    )
    taken = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{command} failed: {done.stderr.decode()}")
    return taken


def pair(
    rounds: int,
    ours: list[str],
    theirs: list[str],
    folder: Path,
    before: Callable[[], None] = lambda: None,
) -> tuple[float, float]:
    """Median seconds of both commands, run in turn after one round to warm up."""
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(rounds + 1):
        for command, taken in zip((ours, theirs), times, strict=True):
            seconds = wall(command, folder, before)
            if number:
                taken.append(seconds)
    return statistics.median(times[0]), statistics.median(times[1])


def parse_seconds(path: Path, rounds: int) -> float:
    """Median seconds of one plain parse of the file by tomli, decimals exact."""
    text = path.read_text(encoding="utf-8")
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        tomli.loads(text, parse_float=Decimal)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def report(name: str, ours: float, theirs: float, bound: float) -> bool:
    """Print one line; whether the bound holds."""
    ratio = ours / theirs
    verdict = "ok" if ratio <= bound else "TOO SLOW"
    print(
        f"{name:<44} {ours * 1000:7.1f} ms {theirs * 1000:7.1f} ms "
        f"{ratio:6.2f} (at most {bound:.2f}) {verdict}"
    )
    return ratio <= bound


def main() -> int:
    """Run every measurement."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    import goaltrack  # noqa: PLC0415 - only to compile it

    for folder in (Path(goaltrack.__file__).parent, HERE):
        compileall.compile_dir(folder, quiet=2)
    versions = ", ".join(
        f"{name} {metadata.version(name)}" for name in ("typer", "rich", "tomli")
    )
    print(f"Python {sys.version.split()[0]}, {versions}; medians of {rounds}")
    print(f"{'':<44} {'goaltrack':>10} {'against':>10} {'ratio':>6}")
    with tempfile.TemporaryDirectory() as name:
        return 0 if all(_measure(Path(name), rounds)) else 1


def _measure(folder: Path, rounds: int) -> list[bool]:
    ledger = folder / "goals.toml"

    def fresh() -> None:
        shutil.copy(ROOT / "goals.toml", ledger)

    fresh()
    held = []
    status = pair(rounds, [str(SCRIPT), "status"], bare("bare_status"), folder)
    held.append(report("status / Typer + Rich, a table of 18 rows", *status, 1.0))
    version = pair(rounds, [str(SCRIPT), "--version"], bare("bare"), folder)
    held.append(report("--version / Typer, one word", *version, 1.15))
    at_tab = ["env", "GOALTRACK_COMPLETE=zsh", str(SCRIPT), "add", ""]
    completion = pair(rounds, at_tab, bare("bare"), folder)
    held.append(report("goals at TAB / Typer, one word", *completion, 1.15))
    add = pair(
        rounds,
        [str(SCRIPT), "add", "gdp", "998", "--period", "2025"],
        bare("bare_add", "goals.toml", "gdp", "998"),
        folder,
        fresh,
    )
    held.append(report("add / Typer + tomli + write + fsync", *add, 1.25))
    sample = [sys.executable, str(ROOT / "scripts" / "sample.py"), "10"]
    for entries in ("20", "10000"):
        text = subprocess.run([*sample, entries], capture_output=True, check=True)
        (folder / f"{entries}.toml").write_bytes(text.stdout)
    long = pair(
        rounds,
        [str(SCRIPT), "status", "-f", "10000.toml"],
        [str(SCRIPT), "status", "-f", "20.toml"],
        folder,
    )
    more = long[0] - long[1]
    parse = parse_seconds(folder / "10000.toml", rounds)
    held.append(report("10,000 entries: status over / tomli parse", more, parse, 3.0))
    more = _added(folder, "10000", rounds) - _added(folder, "20", rounds)
    held.append(report("10,000 entries: add over / tomli parse", more, parse, 6.0))
    held.append(report("10,000 goals of 10: assess / read", *_many(), 20.0))
    for form, bound in (("md", 3), ("html", 3), ("docx", 20)):
        found = _reported(folder, form, sample, rounds)
        name = f"100 goals of 20: export .{form} / status --json"
        held.append(report(name, *found, bound))
    held.append(_million(folder, sample))
    # The ledger of a hundred goals is there by now: what a prompt would show.
    lines = pair(
        rounds,
        [str(SCRIPT), "next", "--line", "-f", "100.toml"],
        [str(SCRIPT), "status", "-f", "100.toml"],
        folder,
    )
    held.append(report("100 goals of 20: next --line / status", *lines, 1.3))
    held.append(_included(folder, max(rounds // 5, 1)))
    held += _imported(folder, max(rounds // 5, 1))
    return held


def _million(folder: Path, sample: list[str]) -> bool:
    """A page of a million entries: its memory, and its size."""
    words = [*sample[:-1], "1000", "1000000"]
    text = subprocess.run(words, capture_output=True, check=True)
    (folder / "million.toml").write_bytes(text.stdout)
    page = folder / "million.html"
    command = [str(SCRIPT), "export", str(page), "-f", "million.toml"]
    start = time.perf_counter()
    pid = os.posix_spawn(command[0], command, os.environ)
    _, _, used = os.wait4(pid, 0)
    taken = time.perf_counter() - start
    memory, size = used.ru_maxrss / 1024, page.stat().st_size / 1e6
    print(
        f"{'a page of 1,000,000 entries':<44} {memory:7.0f} MB (at most 600), "
        f"{size:.1f} MB of HTML (at most 20), {taken:.0f} s"
    )
    return memory <= 600 and size <= 20  # noqa: PLR2004 - the bounds


def _included(folder: Path, rounds: int) -> bool:
    """A hundred included files of a hundred goals, against ten of them."""
    ledgers = []
    for files in (100, 10):
        home = folder / f"in-{files}"
        home.mkdir()
        for n in range(files):
            goals = "".join(
                f'[goals.g{n}-{m}]\ntitle = "Goal {m}"\nkind = "level"\ntarget = 9\n'
                f'due = "2028"\ngroup = "Bureau {n}"\nprogress = [\n'
                f"  {{ on = 2024-12-31, value = {m % 9} }},\n"
                "  { on = 2025-12-31, value = 7 },\n]\n"
                for m in range(100)
            )
            text = f"format = 1\n{goals}"
            (home / f"b{n}.toml").write_text(text, encoding="utf-8")
        ledger = home / "goals.toml"
        ledger.write_text('format = 1\ninclude = ["b*.toml"]\n', encoding="utf-8")
        ledgers.append([str(SCRIPT), "status", "-f", str(ledger)])
    many, few = pair(rounds, ledgers[0], ledgers[1], folder)
    start = pair(rounds, [str(SCRIPT), "status"], [str(SCRIPT), "status"], folder)[0]
    name = "10,000 goals in 100 files / 1,000 in 10"
    return report(name, many - start, few - start, 12.0)


def _reported(
    folder: Path, form: str, sample: list[str], rounds: int
) -> tuple[float, float]:
    """Seconds to write the report of a hundred goals of twenty entries; its numbers."""
    words = [*sample[:-1], "100", "2000"]
    text = subprocess.run(words, capture_output=True, check=True)
    (folder / "100.toml").write_bytes(text.stdout)
    return pair(
        rounds,
        [str(SCRIPT), "export", f"report.{form}", "-f", "100.toml"],
        [str(SCRIPT), "status", "--json", "-f", "100.toml"],
        folder,
    )


def _imported(folder: Path, rounds: int) -> list[bool]:
    """A hundred thousand rows, against reading them and one write into what they make.

    The write is `goaltrack add` of one figure to the ledger that the import has made.
    """
    goals = "".join(
        f'[goals.g{n}]\ntitle = "G{n}"\nkind = "level"\ntarget = 5\nprogress = [\n]\n'
        for n in range(10)
    )
    rows = "".join(
        f"g{n % 10},{date(1990, 1, 1) + timedelta(n // 10)},{n % 997}.{n % 89:02}\n"
        for n in range(100_000)
    )
    (folder / "rows.csv").write_text(f"goal,on,value\n{rows}", encoding="utf-8")
    ledger = folder / "taken.toml"

    def fresh() -> None:
        ledger.write_text(f"format = 1\n{goals}", encoding="utf-8")

    into = ["-f", str(ledger)]
    script = "import csv; rows = list(csv.reader(open('rows.csv')))"
    times: list[list[float]] = [[], [], []]
    for _ in range(rounds):
        commands = (
            ([str(SCRIPT), "import", "rows.csv", *into], fresh),
            ([sys.executable, "-c", script], lambda: None),
            ([str(SCRIPT), "add", "g1", "5", "--yes", *into], lambda: None),
        )
        for taken, (command, before) in zip(times, commands, strict=True):
            taken.append(wall(command, folder, before))
    ours, read, write = map(statistics.median, times)
    # In kilobytes: that of the largest process so far, which is one of these.
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{'import of 100,000 rows: memory':<44} {peak:7.0f} MB (at most 500)")
    name = "import of 100,000 rows / csv + one write"
    return [report(name, ours, read + write, 4.0), peak <= 500]  # noqa: PLR2004


def _added(folder: Path, name: str, rounds: int) -> float:
    """Median seconds of the command that adds one entry to a long ledger."""
    path, kept = folder / f"{name}.toml", folder / f"{name}.kept"
    shutil.copy(path, kept)
    words = [str(SCRIPT), "add", "goal-0", "5", "--yes", "-f", str(path)]

    def fresh() -> None:
        shutil.copy(kept, path)

    times = [wall(words, folder, fresh) for _ in range(rounds)]
    shutil.copy(kept, path)
    return statistics.median(times)


def _many() -> tuple[float, float]:
    """Seconds to assess ten thousand goals of ten figures each, and to read them."""
    rows = "".join(
        f"  {{ on = {2014 + n}-12-31, value = {100 + 7 * n + n % 3}.5 }},\n"
        for n in range(10)
    )
    text = "format = 1\n" + "".join(
        f'[goals.g{n}]\ntitle = "Goal {n}"\nkind = "level"\ntarget = {190 + n % 40}\n'
        f'due = "2028"\nprogress = [\n{rows}]\n'
        for n in range(10_000)
    )
    start = time.perf_counter()
    ledger, _ = decode(tomli.loads(text, parse_float=Decimal))
    read = time.perf_counter() - start
    start = time.perf_counter()
    for goal in ledger.goals.values():
        assess(goal, date(2024, 6, 1))
    return time.perf_counter() - start, read


if __name__ == "__main__":
    sys.exit(main())
