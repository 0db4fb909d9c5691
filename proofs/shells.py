"""Completion in real shells, typed into as a person does: bash, zsh and fish.

    python proofs/shells.py

What a ledger says is somebody else's text: whatever TAB offers of it, neither TAB nor
Enter runs a part of it.
"""

import json
import os
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial
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
    """Completions that fish offers for the line."""
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
    """The text in the terminal after TAB."""
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


HOSTILE = (
    "$(touch pwned)",
    "`touch pwned`",
    "a; touch pwned; b",
    "a'; touch pwned; 'b",
    'a"; touch pwned; "b',
    "a' $(touch pwned)",
    'a" $(touch pwned)',
    "$(touch${IFS}pwned)",
    "a | touch pwned",
    "a & touch pwned &",
    "a > pwned",
    "a\n touch pwned\n",
    "a\r touch pwned\r",
    "a \x1b[201~ touch pwned\r",
    "a \\$(touch pwned)",
    "!touch pwned",
    "*",
    "{a,b} <(touch pwned)",
    "\u2066 touch pwned \u2069",
)
LINES = (
    "goaltrack show ",
    "goaltrack correct ",
    "goaltrack done road ",
    "goaltrack add road --source ",
    "goaltrack add road --source=",
    "goaltrack status owner:",
    "goaltrack status group:",
    "goaltrack status tag:",
    "goaltrack status 'owner:",
    'goaltrack status "owner:',
    'goaltrack status owner:"',
    "goaltrack status owner:a",
    "goaltrack status owner:a\\'",
)
SHELLS = {
    "bash": (
        ["bash", "--norc", "--noprofile", "-i"],
        'PS1="> "; eval "$(goaltrack completion bash)"',
    ),
    "zsh": (
        ["zsh", "-f"],
        "PS1='> '; autoload -U compinit; compinit -u; "
        'eval "$(goaltrack completion zsh)"',
    ),
    "fish": (
        ["fish", "--no-config"],
        "function fish_prompt; echo '> '; end; goaltrack completion fish | source",
    ),
}


def attacked(shell: str, text: str, home: str) -> bool:
    """Press TAB and Enter where the text may be offered; whether any of it was run."""
    quoted = json.dumps(text)
    ledger = Path(home) / "goals.toml"
    ledger.write_text(
        f"[sources.{quoted}]\ntitle = {quoted}\n"
        f'[goals.{quoted}]\ntitle = {quoted}\nkind = "level"\naim = "watch"\n'
        f"owner = {quoted}\ngroup = {quoted}\ntags = [{quoted}]\n"
        f"progress = [{{ id = {quoted}, on = 2026-01-01, value = 1 }}]\n"
        f'[goals.road]\ntitle = "Road"\nkind = "milestone"\n'
        f"steps = [{{ id = {quoted} }}]\n",
        encoding="utf-8",
    )
    command, setup = SHELLS[shell]
    env = {**os.environ, "TERM": "dumb", "HOME": home, "LC_ALL": "C.UTF-8"}
    if shell == "fish":
        env["TERM"] = "xterm"
    terminal = pexpect.spawn(
        command[0],
        command[1:],
        cwd=home,
        env=env,
        encoding="utf-8",
        codec_errors="replace",
        dimensions=(40, 200),
    )
    terminal.delaybeforesend = None
    terminal.sendline(f"{setup}; echo rea''dy")
    terminal.expect("ready")
    for line in LINES:
        # TAB completes, TAB lists, Enter runs what stands there, Ctrl-C leaves it.
        terminal.send(f"{line}\t")
        terminal.expect([pexpect.TIMEOUT], timeout=0.35)
        terminal.send("\t\r")
        terminal.expect([pexpect.TIMEOUT], timeout=0.35)
        terminal.send("\x03")
        # What is typed before the shell reads again is not edited by it.
        terminal.expect([pexpect.TIMEOUT], timeout=0.25)
    terminal.expect([pexpect.TIMEOUT], timeout=0.3)
    terminal.close(force=True)
    return bool(list(Path(home).glob("*pwned*")))


def main() -> None:
    """Ask the shells for every case, then attack them by every hostile text."""
    with tempfile.TemporaryDirectory() as home:
        for name, ask in (("fish", fish), ("zsh", zsh)):
            wrong = [line for line, meant in CASES if meant not in ask(line, home)]
            for line in wrong:
                print(name, line, repr(ask(line, home)))
            figures = {"lines completed": len(CASES) - len(wrong), "not": len(wrong)}
            report(name, figures, good=not wrong)
    for name in SHELLS:
        # Most of the time is waiting for a shell.
        with ThreadPoolExecutor(8) as pool:
            run = [text for text, hit in pool.map(partial(_try, name), HOSTILE) if hit]
        figures = {
            "hostile lines completed and entered": len(HOSTILE) * len(LINES),
            "run": len(run),
        }
        for text in run:
            print(name, repr(text))
        report(name, figures, good=not run)


def _try(shell: str, text: str) -> tuple[str, bool]:
    with tempfile.TemporaryDirectory() as home:
        return text, attacked(shell, text, home)


if __name__ == "__main__":
    main()
