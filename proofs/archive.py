"""Every command runs from a zip archive of the installed package.

    python proofs/archive.py WHEEL

The examples of the help run on the example ledgers, from an archive that holds the
package alone; its dependencies are those of the Python that runs this. Nothing that the
program reads of its own may then be a file.
"""

import os
import shlex
import shutil
import subprocess
import sys
import tempfile
import zipapp
import zipfile
from pathlib import Path

from common import report

from goaltrack.cli.registry import COMMANDS

EXAMPLES = Path(__file__).parent.parent / "examples"
WITHOUT_ASKING = {
    "goaltrack new": "goaltrack new walk --title Walk --kind milestone",
    "goaltrack ask": "goaltrack next --json",
    "goaltrack ask --by 'Li Ming'": "goaltrack next",
    "goaltrack delete first-race": "goaltrack delete first-race --yes",
    "goaltrack undo": "goaltrack undo --yes",
    "goaltrack undo --redo": "goaltrack undo --redo --yes",
    "goaltrack git-setup": "goaltrack git-setup --yes",
}
"""Examples that ask need a terminal: here is what runs instead."""
MORE = (
    "goaltrack --version",
    "goaltrack status --json --lang zh",
    *(f"goaltrack export out.{ending}" for ending in ("svg", "ics", "json", "csv")),
    *(f"goaltrack help {topic}" for topic in ("rules", "states", "ledger")),
)


def archive(wheel: Path, folder: Path) -> Path:
    """Return a zip archive of the package in the wheel, with nothing unpacked."""
    with zipfile.ZipFile(wheel) as packed:
        names = [n for n in packed.namelist() if n.startswith("goaltrack/")]
        packed.extractall(folder / "package", names)
    made = folder / "goaltrack.pyz"
    zipapp.create_archive(folder / "package", made, main="goaltrack.__main__:main")
    shutil.rmtree(folder / "package")
    return made


def main(wheel: Path) -> None:
    """Run every example in both languages; report those that fail."""
    runs = 0
    failed: list[str] = []
    with tempfile.TemporaryDirectory() as name:
        made = archive(wheel, Path(name))
        for language in ("en", "zh"):
            for row in COMMANDS:
                folder = Path(name, language, row.name)
                shutil.copytree(EXAMPLES / language, folder)
                subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
                before = ["goaltrack add weight 71.2"] if row.name == "undo" else []
                more = MORE if row.name == "status" else ()
                for example in (*before, *row.examples, *more):
                    line = WITHOUT_ASKING.get(example, example)
                    if row.name == "init":
                        (folder / "goals.toml").unlink()
                    runs += 1
                    failed += run(made, line, folder)
    print(*failed, sep="\n", end="\n" if failed else "")
    figures = {"commands from a zip archive": runs, "failed": len(failed)}
    report("archive", figures, good=not failed)


def run(made: Path, line: str, folder: Path) -> list[str]:
    """Run an example; return what went wrong, as no text or one."""
    command, _, file = line.partition(">")
    env = {**os.environ, "EDITOR": "true", "HOME": str(folder)}
    env |= {"GOALTRACK_TODAY": "2026-11-25", "XDG_STATE_HOME": str(folder / "state")}
    ran = subprocess.run(
        [sys.executable, str(made), *shlex.split(command)[1:]],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    if file and not file.startswith(">"):
        (folder / file.strip()).write_bytes(ran.stdout)
    if ran.returncode == 0:
        return []
    return [f"{line}: exit {ran.returncode}: {ran.stderr.decode()}"]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
