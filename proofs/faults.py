"""Each system call of a write failing in turn: the old file or the new, never less.

    python proofs/faults.py

`strace` lets the n-th call of a kind fail that touches the ledger, its folder or the
temporary file, for n = 1, 2, … until none is left to fail.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from common import LEDGER, report, state_below

CALLS = (
    "openat",
    "read",
    "write",
    "lseek",
    "fsync",
    "fchmod",
    "fchown",
    "rename",
    "close",
    "flock",
    "newfstatat",
    "fstat",
    "getdents64",
    "listxattr",
    "unlink",
    "ioctl",
)
ERRORS = ("EIO", "ENOSPC", "EACCES", "EROFS", "EINTR")
MOST = 60


def run(folder: Path, inject: str | None) -> tuple[int, str, str]:
    """Add once; the exit code, what it said, and what was traced."""
    path, trace = folder / "goals.toml", folder.parent / "trace"
    path.write_text(LEDGER, encoding="utf-8")
    temporary = folder / f".goals.toml.{'00' * 6}.tmp"
    watched = [word for each in (folder, path, temporary) for word in ("-P", str(each))]
    fault = ["-e", f"inject={inject}"] if inject else ["-e", "trace=file"]
    command = [
        "strace", "-f", "-qq", "-o", str(trace), *watched, *fault,
        sys.executable, str(Path(__file__).parent / "one_add.py"), str(path),
    ]  # fmt: skip
    ran = subprocess.run(command, check=False, capture_output=True, text=True)
    return ran.returncode, ran.stdout + ran.stderr, trace.read_text()


def main() -> None:
    """Let every call fail, and report."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "ledger"
        folder.mkdir()
        state_below(Path(name))
        path = folder / "goals.toml"
        run(folder, None)
        new = path.read_bytes()
        old = LEDGER.encode()
        assert new != old
        faults = wrong = traces = litter = unsaid = silent = 0
        for call in CALLS:
            for error in ERRORS:
                for number in range(1, MOST):
                    code, said, trace = run(
                        folder, f"{call}:error={error}:when={number}"
                    )
                    if "(INJECTED)" not in trace:
                        break
                    faults += 1
                    content = path.read_bytes()
                    wrong += content not in (old, new)
                    # 0 only where the new content is there and the disk has said so.
                    silent += code == 0 and content != new
                    unsaid += (
                        code != 0 and content == new and "holds the change" not in said
                    )
                    traces += "Traceback" in said
                    left = [each for each in folder.iterdir() if each != path]
                    if call != "unlink":
                        litter += len(left)
                    for each in left:
                        each.unlink()
        order = _order(folder)
    figures = {
        "faults": faults,
        "neither old nor new": wrong,
        "exit 0 without the new": silent,
        "new but said to have failed": unsaid,
        "tracebacks": traces,
        "left behind": litter,
    }
    bad = wrong or silent or unsaid or traces or litter
    report("faults", figures, good=not bad and faults >= 80)
    report("order of a write", {"": order}, good=order == ORDER)


ORDER = "write, fsync, rename, fsync of the folder"


def _order(folder: Path) -> str:
    """In which order a write brings things to the disk, as traced."""
    path, trace = folder / "goals.toml", folder.parent / "trace"
    path.write_text(LEDGER, encoding="utf-8")
    command = [
        "strace", "-f", "-qq", "-y", "-o", str(trace), "-e", "write,fsync,rename",
        sys.executable, str(Path(__file__).parent / "one_add.py"), str(path),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    steps = []
    for line in trace.read_text().splitlines():
        call = re.search(rf"(write|fsync|rename)\((.*{re.escape(str(folder))}.*)", line)
        if call:
            is_folder = call[1] == "fsync" and f"<{folder}>" in call[2]
            steps.append(f"{call[1]} of the folder" if is_folder else call[1])
    return ", ".join(steps)


if __name__ == "__main__":
    main()
