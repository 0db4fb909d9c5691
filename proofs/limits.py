"""A ledger too large or too deep is refused in a sentence, with little time and memory.

python proofs/limits.py
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import chain, repeat
from pathlib import Path

from common import HEAD, report

SECONDS, MEGABYTES = 1.0, 200


def texts() -> Iterator[tuple[str, Iterable[str]]]:
    """Each ledger that is to be refused, long ones in parts.

    What this process ever held at once counts as its children's memory, too.
    """
    own = "  { on = 2026-01-01, value = 1 },\n" * 1000
    # The single quotes keep them from being read quickly.
    rows = "".join(f"{{on=2026-01-01,value={n},id='a{n}'}},\n" for n in range(250_001))
    yield "101 MB", chain([HEAD, "# "], repeat("x" * 1000, 101_000))
    yield (
        "2,002,000 rows of our own",
        chain([HEAD, "progress = [\n"], repeat(own, 2002), ["]\n"]),
    )
    yield "11 MB", HEAD + f"# {'x' * 11_000_000}\n"
    yield "250,001 entries", f"{HEAD}progress = [\n{rows}]\n"
    yield "depth 400", f"{HEAD}x = {'[' * 400}{']' * 400}\n"
    yield "depth 100,000", f"{HEAD}x = {'[' * 100_000}\n"
    yield "3,000 dotted parts", f"{HEAD}{'.'.join('a' * 3000)} = 1\n"
    yield "5,000 digits", f"{HEAD}x = {'9' * 5000}\n"
    yield "a hexadecimal number of 1 MB", f"{HEAD}x = 0x{'f' * 1_000_000}\n"
    yield "an exponent of nine digits", HEAD.replace("600\n", "1e999999999\n")
    yield "sixteen digits", HEAD.replace("600\n", f"{10**15}\n")
    yield "a text of 10,001 characters", f"{HEAD}note = '{'x' * 10_001}'\n"
    yield "a text of 5 MB", f"{HEAD}note = '{'x' * 5_000_000}'\n"


def run(path: Path) -> tuple[int, str, float, float]:
    """Exit code, what was said, seconds, and megabytes at the most."""
    start = time.perf_counter()
    words = [sys.executable, "-m", "goaltrack", "status", "-f", str(path)]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(words, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - start
        said.seek(0)
        text = said.read().decode()
    return process.returncode, text, seconds, usage.ru_maxrss / 1024


def main() -> None:
    """Try each and report."""
    tried = wrong = 0
    slowest, largest = (0.0, ""), (0.0, "")
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "goals.toml"
        for what, parts in texts():
            tried += 1
            with path.open("w", encoding="utf-8") as file:
                file.writelines(parts)
            code, said, seconds, megabytes = min(
                run(path), run(path), key=lambda r: r[2]
            )
            wrong += code not in (4, 5) or "Traceback" in said or len(said) > 2000
            slowest, largest = (
                max(slowest, (seconds, what)),
                max(largest, (megabytes, what)),
            )
    figures = {
        "texts": tried,
        "not refused in a sentence": wrong,
        f"s at most ({slowest[1]})": round(slowest[0], 2),
        f"MB at most ({largest[1]})": round(largest[0]),
    }
    good = not wrong and slowest[0] < SECONDS and largest[0] < MEGABYTES
    report("limits", figures, good=good)


if __name__ == "__main__":
    main()
