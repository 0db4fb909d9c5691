"""Disks that are full, read-only, gone, or switched off in the middle of a write.

    python proofs/disks.py [POWER_CUTS]

Needs the right to mount (root); where it has not, it says so and proves the rest.
"""

import fcntl
import os
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from common import HEAD, LEDGER, add, ids, report, state_below

from goaltrack.errors import GoaltrackError
from goaltrack.ledger.load import load

SHUTDOWN = 0x8004587D
"""FS_IOC_SHUTDOWN: the file system stops at once, as if the power had gone."""
WITHOUT_THE_LOG = 2
WRITERS = 3


def command(path: Path, *before: str) -> tuple[int, str, float]:
    """Add by the command: its exit code, what it said, and how long it took."""
    words = [
        *before,
        sys.executable,
        "-m",
        "goaltrack",
        "add",
        "run",
        "+1",
        "--yes",
        "-f",
        str(path),
    ]
    start = time.monotonic()
    ran = subprocess.run(words, check=False, capture_output=True, text=True, timeout=60)
    return ran.returncode, ran.stdout + ran.stderr, time.monotonic() - start


@contextmanager
def mounted(folder: Path, *options: str) -> Iterator[bool]:
    """A file system at the folder, if we may mount one."""
    folder.mkdir(exist_ok=True)
    done = subprocess.run(
        ["mount", *options, str(folder)], check=False, capture_output=True
    )
    try:
        yield done.returncode == 0
    finally:
        if not done.returncode:
            subprocess.run(["umount", "-l", str(folder)], check=False)


def refused(path: Path, *before: str) -> bool:
    """Whether an add is refused in one sentence, and leaves the file as it was."""
    old = path.read_bytes()
    code, said, _ = command(path, *before)
    names = sorted(each.name for each in path.parent.iterdir())
    left = [name for name in names if name.endswith(".tmp")]
    is_told = said.startswith("error: cannot write") and "Traceback" not in said
    return code == 5 and is_told and path.read_bytes() == old and not left


def full(folder: Path) -> str:
    """A disk without room."""
    with mounted(folder, "-t", "tmpfs", "-o", "size=64k", "tmpfs") as may:
        if not may:
            return "not tried"
        path = folder / "goals.toml"
        path.write_text(LEDGER, encoding="utf-8")
        with suppress(OSError), (folder / "filler").open("wb") as filler:
            while True:
                filler.write(b"x" * 4096)
                filler.flush()
        return "refused" if refused(path) else "WRONG"


def limited(folder: Path) -> str:
    """A process that may write no file at all."""
    folder.mkdir(exist_ok=True)
    path = folder / "goals.toml"
    path.write_text(LEDGER, encoding="utf-8")
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    old = path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        add(str(path))
        code = 0
    except GoaltrackError as error:
        code = error.exit_code
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    return "refused" if code == 5 and path.read_bytes() == old else "WRONG"


def read_only(folder: Path) -> str:
    """A file system that takes no writes: refused; but it can be read."""
    folder.mkdir(exist_ok=True)
    path = folder / "goals.toml"
    with mounted(folder, "-t", "tmpfs", "tmpfs") as may:
        if not may:
            return "not tried"
        path.write_text(LEDGER, encoding="utf-8")
        again = ["mount", "-o", "remount,ro", str(folder)]
        subprocess.run(again, check=True)
        words = [sys.executable, "-m", "goaltrack", "status", "-f", str(path)]
        is_read = (
            subprocess.run(words, check=False, capture_output=True).returncode == 0
        )
        return "refused, read" if refused(path) and is_read else "WRONG"


def forbidden(folder: Path) -> str:
    """A folder that belongs to somebody else."""
    folder.mkdir(exist_ok=True)
    path = folder / "goals.toml"
    path.write_text(LEDGER, encoding="utf-8")
    folder.chmod(0o755)
    if os.geteuid():
        folder.chmod(0o555)
        found = "refused" if refused(path) else "WRONG"
        folder.chmod(0o755)
        return found
    old = path.read_bytes()
    child = os.fork()
    if not child:
        os.setgid(65534)
        os.setuid(65534)
        try:
            add(str(path))
        except GoaltrackError as error:
            os._exit(error.exit_code)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return "refused" if code == 5 and path.read_bytes() == old else "WRONG"


def elsewhere(folder: Path) -> str:
    """A link to a ledger on another file system: the link stays, the ledger changes."""
    with mounted(folder, "-t", "tmpfs", "tmpfs") as may:
        if not may:
            return "not tried"
        path = folder / "goals.toml"
        path.write_text(LEDGER, encoding="utf-8")
        link = folder.parent / "link.toml"
        link.symlink_to(path)
        code = command(link)[0]
        good = code == 0 and link.is_symlink() and len(ids(load(str(path)))) == 1
        return "written, link kept" if good else "WRONG"


def power(folder: Path, rounds: int) -> dict[str, object]:
    """Cut the power while writers work; what was acknowledged must be there after."""
    image = folder.parent / "disk.img"
    with image.open("wb") as file:
        file.truncate(32 << 20)
    made = subprocess.run(
        ["mkfs.ext4", "-q", str(image)], check=False, capture_output=True
    )
    path = folder / "goals.toml"
    lost = corrupt = acknowledged = 0
    expected: set[str] = set()
    for turn in range(rounds):
        with mounted(folder, "-o", "loop", str(image)) as may:
            if made.returncode or not may:
                return {"not tried": 0}
            if not turn:
                path.write_text(LEDGER, encoding="utf-8")
                os.sync()
            found: list[str] = []
            try:
                found = ids(load(str(path)))
                corrupt += not path.read_text(encoding="utf-8").startswith(HEAD)
            except GoaltrackError:
                corrupt += 1
            lost += len(expected - set(found))
            said = cut(folder, path)
            acknowledged += len(said)
            expected |= set(said)
        _detached(image)
    return {
        "power cuts": rounds,
        "acknowledged": acknowledged,
        "lost": lost,
        "corrupt": corrupt,
    }


def _detached(image: Path) -> None:
    """Wait until no loop device holds the image."""
    while subprocess.run(
        ["losetup", "-j", str(image)], check=False, capture_output=True
    ).stdout:
        time.sleep(0.01)


def cut(folder: Path, path: Path) -> list[str]:
    """Let writers add, stop the file system under them, and say what they had done."""
    out, into = os.pipe()
    children = []
    for _ in range(WRITERS):
        child = os.fork()
        if not child:
            with suppress(BaseException):
                while True:
                    os.write(into, add(str(path)).encode())
            os._exit(0)
        children.append(child)
    os.close(into)
    time.sleep(0.06)
    handle = os.open(folder, os.O_RDONLY)
    fcntl.ioctl(handle, SHUTDOWN, struct.pack("I", WITHOUT_THE_LOG))
    os.close(handle)
    for child in children:
        os.waitpid(child, 0)
    said = b""
    while chunk := os.read(out, 65536):
        said += chunk
    os.close(out)
    return [said[n : n + 8].decode() for n in range(0, len(said), 8)]


def main() -> None:
    """Try them all and report."""
    cuts = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        home.chmod(0o755)
        state_below(home)
        figures: dict[str, object] = {
            "on a full disk": full(home / "full"),
            "without the right to write a byte": limited(home / "limited"),
            "on a read-only file system": read_only(home / "ro"),
            "in a folder of somebody else": forbidden(home / "other"),
            "through a link to another file system": elsewhere(home / "there"),
        }
        report("disks", figures, good="WRONG" not in figures.values())
        figures = power(home / "power", cuts)
        good = not figures.get("lost") and not figures.get("corrupt")
        report("power", figures, good=good)


if __name__ == "__main__":
    main()
