"""Writers killed at random moments: nothing corrupt, nothing acknowledged lost.

    python proofs/kill.py [ROUNDS]

Each round, four processes add to one ledger as fast as they can, acknowledge each
entry through a pipe after it was written, and are killed (SIGKILL) after 2 to 50 ms.
"""

import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

from common import HEAD, LEDGER, add, ids, report, state_below

from goaltrack.errors import GoaltrackError
from goaltrack.ledger.load import load

WRITERS = 4
FULL = 400


def writer(path: str, pipe: int) -> None:
    """Add until killed."""
    while True:
        os.write(pipe, add(path).encode())


def one_round(path: Path, chance: random.Random) -> list[str]:
    """Start the writers, kill them, and return what they had acknowledged."""
    out, into = os.pipe()
    children = []
    for _ in range(WRITERS):
        child = os.fork()
        if not child:
            try:
                writer(str(path), into)
            finally:
                os._exit(1)
        children.append(child)
    os.close(into)
    time.sleep(chance.uniform(0.002, 0.050))
    for child in children:
        os.kill(child, signal.SIGKILL)
    for child in children:
        os.waitpid(child, 0)
    said = b""
    while chunk := os.read(out, 65536):
        said += chunk
    os.close(out)
    return [said[n : n + 8].decode() for n in range(0, len(said) - len(said) % 8, 8)]


def main() -> None:
    """Run the rounds and report."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    chance = random.Random(20261125)
    corrupt = lost = stuck = swept = acknowledged = most_left = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        state_below(folder)
        path = folder / "goals.toml"
        path.write_text(LEDGER, encoding="utf-8")
        expected: set[str] = set()
        for _ in range(rounds):
            said = one_round(path, chance)
            acknowledged += len(said)
            expected |= set(said)
            litter = list(folder.glob(".goals.toml.*"))
            swept += len(litter)
            try:
                found = ids(load(str(path)))
                corrupt += not path.read_text(encoding="utf-8").startswith(HEAD)
                corrupt += len(found) != len(set(found))
                lost += len(expected - set(found))
            except GoaltrackError:
                corrupt += 1
                break
            start = time.monotonic()
            expected.add(add(str(path)))
            stuck += time.monotonic() - start > 1
            most_left = max(most_left, len(list(folder.glob(".goals.toml.*"))))
            if len(found) > FULL:
                path.write_text(LEDGER, encoding="utf-8")
                expected.clear()
    figures = {
        "rounds": rounds,
        "acknowledged": acknowledged,
        "corrupt": corrupt,
        "lost": lost,
        "stuck locks": stuck,
        "temporary files swept": swept,
        "left after the next add": most_left,
    }
    good = not (corrupt or lost or stuck or most_left) and acknowledged > rounds
    report("kill -9", figures, good=good)


if __name__ == "__main__":
    main()
