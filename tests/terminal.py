"""The program on a terminal of its own: what is typed, and what it shows."""

import fcntl
import os
import pty
import signal
import subprocess
import sys
import termios
from typing import NamedTuple


class Session(NamedTuple):
    """The exit code and output of a command that has ended."""

    code: int
    out: str
    err: str


def typed(*args: str, answers: str = "", env: dict[str, str] | None = None) -> Session:
    """Run a command line whose input is a terminal, and type the answers."""
    master, process = _start(args, env)
    os.write(master, answers.encode())
    return _end(master, process)


def interrupted(
    *args: str,
    key: str = "\x03",
    env: dict[str, str] | None = None,
    after: bytes = b":",
) -> Session:
    """Run a command line that asks something, and press the key once it has asked."""
    master, process = _start(args, env)
    assert process.stderr is not None
    while process.stderr.read(1) not in (after, b"?"):
        pass
    # A key that comes just before the program begins to read is lost to Python: like
    # a person, press it again.
    for _ in range(12):
        os.write(master, key.encode())
        try:
            # Long enough for a busy machine to end the program: a second key would
            # interrupt that end.
            process.wait(5)
        except subprocess.TimeoutExpired:
            continue
        break
    return _end(master, process)


def _start(
    args: tuple[str, ...], env: dict[str, str] | None
) -> tuple[int, "subprocess.Popen[bytes]"]:
    master, slave = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "goaltrack", *args],
        stdin=slave,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **(env or {})},
        start_new_session=True,
        preexec_fn=_own_terminal,  # noqa: PLW1509 - no threads here
    )
    os.close(slave)
    return master, process


def _own_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    # Where the tests are run in the background, Ctrl-C is ignored, and inherited so.
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _end(master: int, process: "subprocess.Popen[bytes]") -> Session:
    out, err = process.communicate(timeout=60)
    os.close(master)
    return Session(process.returncode, out.decode(), err.decode())
