import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from goaltrack import system
from goaltrack.errors import CannotWrite, Inaccessible
from goaltrack.ledger import files
from goaltrack.ledger.files import Lock
from systems import posix_only

HOLD = """
import sys
from goaltrack.ledger.files import Lock
with Lock([sys.argv[1]]):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(folder: Path) -> "subprocess.Popen[str]":
    """Another process that holds the lock until its input ends."""
    command = [sys.executable, "-c", HOLD, str(folder)]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_lock_leaves_nothing_behind(tmp_path: Path) -> None:
    """It can be taken again and again, and the folder is as it was."""
    for _ in range(3):
        with Lock([str(tmp_path), str(tmp_path)]) as held:
            assert held is None
    assert list(tmp_path.iterdir()) == []


def test_who_waits_too_long_is_told_for_whom(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message names the process that holds the lock."""
    monkeypatch.setattr(files, "PATIENCE", 0.05)
    process = holder(tmp_path)
    with pytest.raises(Inaccessible) as caught, Lock([str(tmp_path)]):
        pass
    said = str(caught.value)
    assert f"has been writing in {tmp_path}" in said
    assert f"(process {process.pid})" in said or "another program" in said
    process.communicate()
    with Lock([str(tmp_path)]):
        pass


def test_the_lock_of_a_killed_holder_is_free(tmp_path: Path) -> None:
    """Nothing has to be removed after a kill: the next writer waits not at all."""
    process = holder(tmp_path)
    process.kill()
    process.communicate()
    with Lock([str(tmp_path)]):
        pass


@posix_only
def test_whose_name_is_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the system does not tell, it is another program."""
    monkeypatch.setattr(files, "PATIENCE", 0)
    monkeypatch.setattr(os, "major", lambda _: 99)
    process = holder(tmp_path)
    with (
        pytest.raises(Inaccessible, match="another program has been"),
        Lock([str(tmp_path)]),
    ):
        pass
    real = open
    monkeypatch.setattr(
        "builtins.open", lambda name, *a, **k: real(f"{name}-", *a, **k)
    )
    assert system.lock_holder(os.open(tmp_path, os.O_RDONLY)) is None
    monkeypatch.undo()
    process.communicate()


def is_free(path: Path) -> bool:
    """Whether another process could lock it now."""
    handle = os.open(path, os.O_RDWR if path.is_file() else os.O_RDONLY)
    try:
        return system.lock(handle)
    finally:
        os.close(handle)


def test_a_side_file_where_folders_cannot_be_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a network file system the lock is on a file of its own; it still excludes."""
    side, lock = tmp_path / ".goaltrack.lock", system.lock

    def refuse(handle: int) -> bool:
        if stat.S_ISDIR(os.fstat(handle).st_mode):
            raise OSError(errno.ENOLCK, "No locks available")
        return lock(handle)

    monkeypatch.setattr(system, "lock", refuse)
    with Lock([str(tmp_path)]):
        assert not is_free(side)
    assert not side.exists() or is_free(side)


@pytest.mark.parametrize("code", [errno.EIO, errno.ENOLCK])
def test_a_file_system_that_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    """A folder that cannot be locked is not written to."""

    def refuse(*_: object) -> None:
        raise OSError(code, "refused")

    monkeypatch.setattr(system, "lock", refuse)
    with pytest.raises(CannotWrite, match="refused"), Lock([str(tmp_path)]):
        pass
    with pytest.raises(CannotWrite), Lock([str(tmp_path / "missing")]):
        pass


@posix_only
def test_where_writers_of_other_machines_may_be_both_are_locked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a file system that is not known to be local: the folder, and a file in it."""
    monkeypatch.setattr(system, "is_local", lambda _: False)
    tmp_path.chmod(0o770)
    side = tmp_path / ".goaltrack.lock"
    for _ in range(2):  # the file is made, then found
        with Lock([str(tmp_path)]):
            assert not is_free(tmp_path)
            assert not is_free(side)
        assert is_free(tmp_path)
        assert is_free(side)
    assert stat.S_IMODE(side.stat().st_mode) == 0o660
    side.unlink()
    side.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CannotWrite), Lock([str(tmp_path)]):
        pass
    assert not (tmp_path / "elsewhere").exists()


MOUNTS = r"""22 1 259:1 / / rw - ext4 /dev/root rw
23 22 0:20 / /mnt/nfs rw - nfs4 server:/x rw
24 23 8:1 / /mnt/nfs/disk rw - xfs /dev/sda1 rw
25 22 0:21 / /mnt/a\040b rw shared:1 - fuse.sshfs host:/ rw
26 22 0:22 / /mnt/two rw - ext4 /dev/sdb rw
27 22 0:23 / /mnt/two rw - cifs //server/two rw
"""


@posix_only
@pytest.mark.parametrize(
    ("folder", "is_local"),
    [
        ("/home/me", True),
        ("/mnt/nfs", False),
        ("/mnt/nfs/goals", False),
        ("/mnt/nfsgoals", True),
        ("/mnt/nfs/disk/goals", True),
        ("/mnt/a b/goals", False),
        ("/mnt/two", False),
    ],
)
def test_which_folders_are_known_to_be_local(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str, is_local: bool
) -> None:
    """The file system that is mounted nearest above decides, by its kind."""
    (tmp_path / "mounts").write_text(MOUNTS, encoding="utf-8")
    monkeypatch.setattr(system, "_MOUNTS", str(tmp_path / "mounts"))
    assert system.is_local(folder) is is_local
    monkeypatch.setattr(system, "_MOUNTS", str(tmp_path / "none"))
    assert not system.is_local(folder)
