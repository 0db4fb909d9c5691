"""No command opens a file that a ledger must not include, and none quotes it.

    python proofs/includes.py

Hostile ledgers point at a secret by every way that a pattern has; `strace` lists each
file that a command opens. A ledger with a mistake is quoted, other files never are.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from common import report

HIDDEN = "token = hunter2\n"
WAYS = {
    "a link": ("link.toml", {"link.toml": "../outside/secret.toml"}),
    "a link by a pattern": ("*.toml", {"link.toml": "../outside/secret.toml"}),
    "a link to a folder": ("away/*.toml", {"away": "../outside"}),
    "a link to a folder, any depth": ("**/*.toml", {"away": "../outside"}),
    "a link to a link": ("b.toml", {"a": "../outside/secret.toml", "b.toml": "a"}),
    "a way up": ("../outside/secret.toml", {}),
    "an absolute path": ("{outside}/secret.toml", {}),
    "the environment": ("env", {"env": "/proc/self/environ"}),
    "a home": ("~/secret.toml", {}),
}
COMMANDS = (
    ("status",),
    ("check",),
    ("next",),
    ("log",),
    ("add", "it", "1", "--yes"),
    ("export", "-"),
    ("edit",),
)


def traced(args: tuple[str, ...], folder: Path) -> tuple[set[str], str]:
    """Run a command; the files that it opened, by their real paths, and its output."""
    log = folder.parent / "trace"
    command = ["strace", "-f", "-y", "-e", "trace=open,openat,openat2", "-o", str(log)]
    env = os.environ | {
        "HUNTER": "hunter2",
        "HOME": str(folder.parent / "outside"),
        "XDG_STATE_HOME": str(folder.parent / "state"),
        "EDITOR": "true",
    }
    ran = subprocess.run(
        [*command, sys.executable, "-m", "goaltrack", *args],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    opened = set(re.findall(r"= \d+<([^>]*)>", log.read_text(errors="replace")))
    return opened, ran.stdout + ran.stderr


def completed(folder: Path) -> tuple[set[str], str]:
    """Press TAB: the files that completion opened, and what it offered."""
    line = "goaltrack show "
    words = {"GOALTRACK_COMPLETE": "bash", "COMP_LINE": line}
    os.environ.update(words | {"COMP_POINT": str(len(line))})
    try:
        return traced((), folder)
    finally:
        for name in (*words, "COMP_POINT"):
            del os.environ[name]


def main() -> None:
    """Try each way with each command."""
    runs = opened_ = quoted = 0
    for pattern, links in WAYS.values():
        with tempfile.TemporaryDirectory() as name:
            root = Path(name).resolve()
            outside, folder = root / "outside", root / "ledger"
            outside.mkdir()
            folder.mkdir()
            secret = outside / "secret.toml"
            secret.write_text(HIDDEN, encoding="utf-8")
            for link, target in links.items():
                (folder / link).symlink_to(target)
            include = pattern.format(outside=outside)
            (folder / "goals.toml").write_text(
                f'format = 1\ninclude = ["{include}"]\n'
                '[goals.it]\ntitle = "It"\nkind = "total"\ntarget = 5\n',
                encoding="utf-8",
            )
            tries = [traced(args, folder) for args in COMMANDS]
            for opened, said in [*tries, completed(folder)]:
                runs += 1
                assert str(folder / "goals.toml") in opened
                is_environment = any(path.endswith("/environ") for path in opened)
                opened_ += str(secret) in opened or is_environment
                quoted += "hunter2" in said
    figures = {"runs": runs, "opened": opened_, "quoted": quoted}
    report("files outside the ledger's folder", figures, good=not opened_ + quoted)


if __name__ == "__main__":
    main()
