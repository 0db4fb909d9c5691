"""Commands that read never write: traced, nothing is opened for writing.

python proofs/reads.py
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from common import report

COMMANDS = (
    "status",
    "status --json",
    "show gdp",
    "why gdp",
    "next",
    "timeline",
    "log",
    "check --strict",
    "diff --since 2023-01-01",
    "export -  --format md",
    "schema",
    "add gdp 998 --period 2025 --dry-run",
    "set gdp note=x --dry-run",
    "undo --dry-run",
)
WRITING = re.compile(
    r"O_WRONLY|O_RDWR|O_CREAT|O_TRUNC|\b(rename|unlink|mkdir|rmdir|link|symlink|chmod)"
)


def main() -> None:
    """Trace each command and report."""
    ledger = Path(__file__).parent.parent / "goals.toml"
    traced = writing = changed = failed = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        folder.mkdir()
        path, trace = folder / "goals.toml", Path(name) / "trace"
        path.write_bytes(ledger.read_bytes())
        os.utime(path, (1_000_000_000, 1_000_000_000))
        before = path.stat()
        env = {**os.environ, "XDG_STATE_HOME": f"{name}/state", "HOME": name}
        for command in COMMANDS:
            words = ["strace", "-f", "-qq", "-o", str(trace), "-e", "trace=file"]
            words += [sys.executable, "-B", "-m", "goaltrack", *command.split()]
            ran = subprocess.run(
                words, cwd=folder, env=env, check=False, capture_output=True
            )
            failed += ran.returncode not in (0, 3, 4)
            # What a system hands to every program, and our own state folder, aside.
            for line in trace.read_text(errors="replace").splitlines():
                if WRITING.search(line) and "/dev/" not in line:
                    traced += 1
                    print(command, line)
            now = path.stat()
            changed += (now.st_mtime_ns, now.st_ino) != (
                before.st_mtime_ns,
                before.st_ino,
            )
            writing += (
                len(list(folder.iterdir())) != 1 or (Path(name) / "state").exists()
            )
    figures = {
        "commands": len(COMMANDS),
        "calls that write": traced,
        "changed files": changed,
        "new files": writing,
        "failed": failed,
    }
    report("reads", figures, good=not (traced or changed or writing or failed))


if __name__ == "__main__":
    main()
