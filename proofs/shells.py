"""Completion in real shells: zsh and fish, typed into as a person does.

python proofs/shells.py
"""

import os
import subprocess
import tempfile
from pathlib import Path

import pexpect
from common import report

ROOT = Path(__file__).parent.parent
CASES = (
    ("goaltrack sta", "status"),
    ("goaltrack show storage-p", "storage-park"),
    ("goaltrack add gdp 3 --status pre", "preliminary"),
    ("goaltrack add gdp 3 --per", "--period"),
    ("goaltrack export CHANGE", "CHANGELOG.md"),
)


def fish(line: str, _home: str) -> str:
    """What fish offers for the line."""
    program = f"goaltrack completion fish | source; complete -C '{line}'"
    done = subprocess.run(
        ["fish", "--no-config", "-c", program],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return done.stdout


def zsh(line: str, home: str) -> str:
    """What stands in the terminal after TAB."""
    env = {**os.environ, "TERM": "dumb", "HOME": home}
    shell = pexpect.spawn(
        "zsh", ["-f"], cwd=str(ROOT), env=env, encoding="utf-8", dimensions=(40, 200)
    )
    shell.sendline(
        "PS1='> '; autoload -U compinit; compinit -u; "
        'eval "$(goaltrack completion zsh)"; echo rea""dy'
    )
    shell.expect("ready\r\n.*> ")
    shell.send(f"{line}\t")
    shell.expect(pexpect.TIMEOUT, timeout=2)
    seen = str(shell.before)
    shell.close(force=True)
    return seen


def main() -> None:
    """Ask both shells for every case."""
    with tempfile.TemporaryDirectory() as home:
        for name, ask in (("fish", fish), ("zsh", zsh)):
            wrong = [line for line, meant in CASES if meant not in ask(line, home)]
            for line in wrong:
                print(name, line, repr(ask(line, home)))
            figures = {"lines completed": len(CASES) - len(wrong), "not": len(wrong)}
            report(name, figures, good=not wrong)


if __name__ == "__main__":
    main()
