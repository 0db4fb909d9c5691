"""Many writers at once, and readers beside them: nothing lost, nothing half-written.

    python proofs/writers.py

Through the library (a process that adds in a loop) and through the command.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from common import LEDGER, add, ids, report, state_below

from goaltrack.errors import GoaltrackError
from goaltrack.ledger.load import load

READERS = 4


def forked(work: object, *args: object) -> int:
    """A child that does the work and says by its exit code whether it could."""
    child = os.fork()
    if not child:
        try:
            work(*args)  # type: ignore[operator]
        except BaseException as error:  # noqa: BLE001 - a child ends here
            print(error, file=sys.stderr)
            os._exit(1)
        os._exit(0)
    return child


def adds(path: str, count: int) -> None:
    """Add in a loop."""
    for _ in range(count):
        add(path)


def commands(path: str, count: int) -> None:
    """Add in a loop by the command."""
    words = [sys.executable, "-m", "goaltrack", "add", "run", "+1", "--yes", "-f", path]
    for _ in range(count):
        subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


def reads(path: str, end: str) -> None:
    """Read until the end is there; whatever does not read is an error."""
    while not os.path.exists(end):
        load(path)
        time.sleep(0.05)


def measure(
    folder: Path, writers: int, each: int, way: object
) -> tuple[int, int, float]:
    """How many entries are missing, how many children failed, and adds a second."""
    path, end = folder / "goals.toml", folder / "end"
    path.write_text(LEDGER, encoding="utf-8")
    end.unlink(missing_ok=True)
    watching = [forked(reads, str(path), str(end)) for _ in range(READERS)]
    start = time.monotonic()
    writing = [forked(way, str(path), each) for _ in range(writers)]
    failed = sum(os.waitpid(child, 0)[1] != 0 for child in writing)
    seconds = time.monotonic() - start
    end.touch()
    failed += sum(os.waitpid(child, 0)[1] != 0 for child in watching)
    try:
        missing = writers * each - len(set(ids(load(str(path)))))
    except GoaltrackError:
        missing = writers * each
    return missing, failed, writers * each / seconds


def main() -> None:
    """Measure and report."""
    for name, writers, each, way, least in (
        ("8 x 50 by the library", 8, 50, adds, 50),
        ("16 x 50 by the library", 16, 50, adds, 50),
        ("2 x 1000 by the library", 2, 1000, adds, 0),
        ("8 x 50 by the command", 8, 50, commands, 0),
    ):
        with tempfile.TemporaryDirectory() as folder:
            state_below(Path(folder))
            missing, failed, rate = measure(Path(folder), writers, each, way)
        figures = {
            "lost": missing,
            "errors of writers and 4 readers": failed,
            "adds a second": round(rate),
        }
        report(name, figures, good=not missing and not failed and rate >= least)


if __name__ == "__main__":
    main()
