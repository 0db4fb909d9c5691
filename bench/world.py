"""Published target sets, judged here and by their publishers: a table of agreement.

python bench/world.py FOLDER [SET ...]

FOLDER holds the sets (`dev/SET.csv` and so on) with two programs: `to_ledger.py` writes
a set as a ledger, `agree.py` compares `goaltrack status --json` with the publisher's
own state, by day. The tables are not part of this repository. Printed is a table in
Markdown, and below it each goal on which the two differ.
"""

import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import NamedTuple

SETS = {
    "canada-sdg": (),
    "performance.gov": ("--fixed",),
    "sbti": (),
    "nhs": (),
    "ngoma": (),
    "hp2020": (),
    "eu2020": (),
    "beeminder": (),
}
"""The sets, with the options by which `agree.py` leaves out their contradictions."""
GOALTRACK = str(Path(sys.executable).parent / "goaltrack")


class Row(NamedTuple):
    """A set: how it could be written, what `check` says, and how far both agree."""

    name: str
    written: str
    findings: str
    agree: str
    progress: str
    differences: list[str]


def judged(folder: Path, name: str, to: Path) -> Row:
    """Return how a set was written, checked and judged."""
    ledger = to / f"{name}.toml"
    made = _run(sys.executable, str(folder / "to_ledger.py"), name, str(ledger))
    check = _run(GOALTRACK, "check", "-f", str(ledger))
    said = Counter(
        "warning" if ": warning: " in line else "error"
        for line in check.splitlines()
        if re.match(r"\S+\.toml:\d+", line)
    )
    found = ", ".join(f"{number} {kind}s" for kind, number in sorted(said.items()))
    program = str(folder / "agree.py")
    options = ("--goaltrack", GOALTRACK, *SETS[name])
    lines = _run(sys.executable, program, name, str(ledger), *options).splitlines()
    agree = re.search(r"(\d+) of (\d+) agree", lines[0] if lines else "")
    progress = re.search(r"progress: (\d+) of (\d+) equal", "\n".join(lines))
    return Row(
        name,
        made.partition("{")[2].rpartition("}")[0].replace("'", ""),
        found or "none",
        f"{agree[1]} of {agree[2]}" if agree and int(agree[2]) else "",
        f"{progress[1]} of {progress[2]}" if progress else "",
        [line.strip() for line in lines[1:] if " | " in line],
    )


def _run(*words: str) -> str:
    return subprocess.run(
        words, capture_output=True, text=True, check=False, encoding="utf-8"
    ).stdout


def main(folder: str, *names: str) -> None:
    """Print the table of the sets, and where the two differ."""
    with tempfile.TemporaryDirectory() as to:
        rows = [judged(Path(folder), name, Path(to)) for name in names or SETS]
    print("| set | written | findings of `check` | states that agree | same progress |")
    print("| --- | --- | --- | --: | --: |")
    for row in rows:
        print("|", " | ".join(row[:-1]), "|")
    for row in rows:
        for line in row.differences:
            print(f"{row.name}: {line}")


if __name__ == "__main__":
    if len(sys.argv) == 1:
        sys.exit(__doc__)
    main(*sys.argv[1:])
