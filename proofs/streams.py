"""Every command with a standard stream that is closed, full, or a broken pipe.

    python proofs/streams.py

A change is recorded once or not at all. Exit code 0 or 6 says that it is, 6 that the
answer could not be printed; any other says that it is not. No run ends in a traceback.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from common import report

LEDGER = """format = 1

[goals.run]
title = "Run"
kind = "total"
unit = "km"
target = 600
due = "2026"
progress = [
  { id = "aaaa1111", on = 2026-01-02, change = 5, recorded = 2026-01-02 },
]

[goals.race]
title = "Race"
kind = "milestone"
progress = [
]
"""
WRITERS = (
    ("add", "run", "+5", "--yes"),
    ("add", "run", "9999999", "--yes"),
    ("add", "run", "+1", "--on", "2026-12-31", "--yes"),
    ("done", "race"),
    ("correct", "run", "+6", "--yes"),
    ("new", "walk", "--title", "Walk", "--kind", "level", "--target", "5 km"),
    ("set", "run", "unit=miles", "--slip"),
    ("drop", "run", "--reason", "a knee"),
    ("drop", "race", "--pause", "--reason", "a knee"),
    ("edit",),
    ("import", "t.csv"),
    ("undo", "--yes"),
)
READERS = (
    ("status",),
    ("status", "--json"),
    ("status", "--plain"),
    ("show", "run"),
    ("why", "run"),
    ("next",),
    ("next", "--line"),
    ("timeline",),
    ("diff", "--since", "2026-01-01"),
    ("log",),
    ("check",),
    ("add", "run", "+5", "--dry-run"),
    ("undo", "--dry-run"),
    ("export", "-"),
    ("export", "r.md"),
    ("help", "states"),
    ("help",),
    ("-h",),
    ("add", "-h"),
    ("--version",),
    ("completion", "bash"),
    ("schema",),
    ("ask",),
    ("git-setup", "--yes"),
    ("git-setup", "--dry-run"),
    ("add", "nobody", "5"),
    ("nothing",),
)
STATES = ("closed", "full", "broken")
STREAMS = ("stdin", "stdout", "stderr")


def prepared(folder: Path) -> dict[str, str]:
    """Write a ledger, a change to take back, a table and an editor; the environment."""
    (folder / "goals.toml").write_text(LEDGER, encoding="utf-8")
    (folder / "t.csv").write_text("goal,on,change\nrun,2026-02-01,7\n", "utf-8")
    editor = folder / "editor"
    editor.write_text("#!/bin/sh\nsed -i 's/Race/Marathon/' \"$1\"\n", encoding="utf-8")
    editor.chmod(0o755)
    subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
    env = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "XDG_STATE_HOME": str(folder / "state"),
        "LC_ALL": "C.UTF-8",
        "EDITOR": str(editor),
        "GOALTRACK_TODAY": "2026-11-26",
    }
    command = [sys.executable, "-m", "goaltrack", "add", "run", "+1", "--yes"]
    subprocess.run(command, cwd=folder, env=env, check=True, capture_output=True)
    return env


def run(
    args: tuple[str, ...], stream: str, state: str, folder: Path, env: dict[str, str]
) -> tuple[int, str]:
    """Run a command with one of its streams in that state; its code and its stderr."""
    number = STREAMS.index(stream)
    told = folder / "stderr.txt"
    redirect = {
        "closed": f"{number}{'<' if not number else '>'}&-",
        "full": f"{number}{'<' if not number else '>'}/dev/full",
        "broken": "",
    }[state]
    others = "" if number == 2 else f"2>{told}"
    line = f'{sys.executable} -m goaltrack "$@" {redirect} {others}'
    if state == "broken" and number:
        # The reader of the pipe has gone before anything is written to it.
        swap = "" if number == 1 else "2>&1 >/dev/null"
        line = f"{{ sleep 0.05; {line} {swap}; echo $? >code; }} | true"
    else:
        line = f"{line}; echo $? >code"
    (folder / "code").unlink(missing_ok=True)
    subprocess.run(
        ["/bin/bash", "-c", line, "bash", *args],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL if number else None,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    for _ in range(200):
        if (folder / "code").exists() and (folder / "code").read_text():
            break
        subprocess.run(["sleep", "0.02"], check=True)
    text = told.read_text(encoding="utf-8") if told.exists() else ""
    return int((folder / "code").read_text()), text


def main() -> None:
    """Try every command with every stream in every state."""
    codes: Counter[int] = Counter()
    wrong = []
    with tempfile.TemporaryDirectory() as name:
        model = Path(name) / "model"
        model.mkdir()
        env = prepared(model)
        state = Path(name) / "state"
        shutil.move(model / "state", state)
        for args in (*WRITERS, *READERS):
            for stream in STREAMS:
                for how in STATES:
                    # The journal knows the ledger by its path.
                    shutil.rmtree(model / "state", ignore_errors=True)
                    shutil.copytree(state, model / "state")
                    before = (model / "goals.toml").read_bytes()
                    code, said = run(args, stream, how, model, env)
                    after = (model / "goals.toml").read_bytes()
                    is_written = after != before
                    (model / "goals.toml").write_bytes(before)
                    codes[code] += 1
                    claims = code in (0, 6) and args in WRITERS
                    good = "Traceback" not in said and is_written == claims
                    # A stdout that takes nothing is noticed; undo shows, then writes.
                    if args in WRITERS and stream == "stdout" and how != "closed":
                        good = good and (code == 6 or args[0] == "undo")
                    # 120: what was left in a stream was lost when the run ended.
                    good = good and code != 120
                    if not good:
                        wrong.append((args, stream, how, code, is_written, said[-300:]))
    for each in wrong:
        print(*each, sep=" | ")
    figures: dict[str, object] = {"runs": codes.total(), "wrong": len(wrong)}
    figures |= {f"exit {code}": number for code, number in sorted(codes.items())}
    report("streams closed, full and broken", figures, good=not wrong)


if __name__ == "__main__":
    main()
