import errno
import os
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from goaltrack import system
from goaltrack.errors import CannotWrite, Inaccessible, LedgerMoved
from goaltrack.ledger.files import (
    atomic_write,
    create,
    remove_stale_temp_files,
    replace,
)
from systems import posix_only


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "goals.toml"
    path.write_bytes(b"old")
    return path


def litter(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.endswith(".tmp")]


@posix_only
def test_the_new_takes_the_place_of_the_old(ledger: Path) -> None:
    """The content is replaced, the mode stays, and nothing is left beside it."""
    ledger.chmod(0o664)
    replace(str(ledger), b"old", b"new")
    assert ledger.read_bytes() == b"new"
    assert stat.S_IMODE(ledger.stat().st_mode) == 0o664
    assert litter(ledger.parent) == []


def test_a_name_without_a_folder(ledger: Path) -> None:
    """A ledger in the current folder is replaced by its bare name."""
    replace("goals.toml", b"old", b"new")
    assert ledger.read_bytes() == b"new"


@posix_only
def test_a_symbolic_link_stays_one(ledger: Path, tmp_path: Path) -> None:
    """The file that a link leads to is replaced, the link is not."""
    (tmp_path / "far").mkdir()
    link = tmp_path / "far" / "link.toml"
    link.symlink_to(ledger)
    replace(str(link), b"old", b"new")
    assert link.is_symlink()
    assert ledger.read_bytes() == b"new"


def test_a_ledger_that_moved_is_not_overwritten(ledger: Path) -> None:
    """If somebody else wrote meanwhile, their content stays."""
    with pytest.raises(LedgerMoved):
        replace(str(ledger), b"older", b"new")
    assert ledger.read_bytes() == b"old"
    assert litter(ledger.parent) == []


def test_a_second_name_is_refused(ledger: Path, tmp_path: Path) -> None:
    """A hard link would keep the old content: the file is left alone."""
    (tmp_path / "second").hardlink_to(ledger)
    with pytest.raises(CannotWrite, match="hard link"):
        replace(str(ledger), b"old", b"new")
    assert ledger.read_bytes() == b"old"


def test_a_missing_ledger(tmp_path: Path) -> None:
    """Nothing is written where no ledger was."""
    with pytest.raises(CannotWrite):
        replace(str(tmp_path / "goals.toml"), b"", b"new")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "call", ["fsync", "replace", pytest.param("fchmod", marks=posix_only)]
)
def test_a_failing_call_leaves_the_old(
    ledger: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """When the file system refuses half-way, the old content is there untouched."""

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, refuse)
    with pytest.raises(CannotWrite, match="No space left"):
        replace(str(ledger), b"old", b"new")
    monkeypatch.undo()
    assert ledger.read_bytes() == b"old"
    assert litter(ledger.parent) == []


@posix_only
def test_the_owner_stays_where_that_is_allowed(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The owner is kept if the writer may give files away, else the write goes on."""
    given: list[tuple[int, int]] = []

    def give(_handle: int, uid: int, gid: int) -> None:
        given.append((uid, gid))
        raise PermissionError

    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    monkeypatch.setattr(os, "fchown", give)
    replace(str(ledger), b"old", b"new")
    owner = ledger.stat()
    assert given == [(owner.st_uid, owner.st_gid), (-1, owner.st_gid)]
    assert ledger.read_bytes() == b"new"


def test_create_never_overwrites(tmp_path: Path) -> None:
    """A file is created where none is, and what is there is left alone."""
    path = tmp_path / "a"
    create(str(path), b"x")
    assert path.read_bytes() == b"x"
    with pytest.raises(FileExistsError):
        create(str(path), b"y")
    assert path.read_bytes() == b"x"
    with pytest.raises(CannotWrite, match="there is no folder"):
        create(str(tmp_path / "no" / "a"), b"y")
    with pytest.raises(CannotWrite, match="null"):
        create("a\0b", b"y")


@posix_only
def test_put_writes_wherever_it_may(tmp_path: Path) -> None:
    """A report replaces the one before, and goes into a pipe or device as it is."""
    path = tmp_path / "report.md"
    atomic_write(str(path), b"x")
    path.chmod(0o600)
    atomic_write(str(path), b"y")
    assert path.read_bytes() == b"y"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert litter(tmp_path) == []
    atomic_write("/dev/null", b"x")
    with pytest.raises(CannotWrite):
        atomic_write(str(tmp_path), b"x")
    with pytest.raises(CannotWrite):
        atomic_write("a\0b", b"x")


@posix_only
def test_the_folder_is_brought_to_the_disk_too(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the rename the folder is synced, so that the new name survives a crash."""
    synced: list[bool] = []
    fsync = os.fsync

    def spy(handle: int) -> None:
        synced.append(stat.S_ISDIR(os.fstat(handle).st_mode))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", spy)
    replace(str(ledger), b"old", b"new")
    assert synced == [False, True]


@posix_only
@pytest.mark.parametrize("call", ["open", "fsync", "close"])
def test_what_is_there_but_not_confirmed_is_said(
    ledger: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """After the rename a failing folder is no failed write: the figure is there."""
    real = getattr(os, call)
    is_placed: list[bool] = []
    rename = os.replace

    def placed(*names: str) -> None:
        rename(*names)
        is_placed.append(True)

    def refuse(*args: object, **more: object) -> object:
        if is_placed:
            if call == "close":
                real(*args)
            raise OSError(5, "Input/output error")
        return real(*args, **more)

    monkeypatch.setattr(os, "replace", placed)
    monkeypatch.setattr(os, call, refuse)
    with pytest.raises(Inaccessible, match="do not record it again"):
        replace(str(ledger), b"old", b"new")
    monkeypatch.undo()
    assert ledger.read_bytes() == b"new"
    assert litter(ledger.parent) == []


@posix_only
def test_extended_attributes_stay(ledger: Path) -> None:
    """An extended attribute of the old file is on the new one too."""
    try:
        os.setxattr(ledger, "user.note", b"x")
    except OSError:
        pytest.skip("the file system has no extended attributes")
    replace(str(ledger), b"old", b"new")
    assert os.getxattr(ledger, "user.note") == b"x"


@posix_only
def test_attributes_that_cannot_be_set_are_let_go(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file system that takes no such attribute does not stop the write."""
    monkeypatch.setattr(os, "listxattr", lambda _: ["user.none"])
    replace(str(ledger), b"old", b"new")
    assert ledger.read_bytes() == b"new"


def test_what_a_killed_writer_left_is_swept(ledger: Path) -> None:
    """Our own temporary files go; everybody else's stay."""
    foreign = (".goals.toml.swp", ".goals.toml.0a1b.tmp", ".goals.toml.~.tmp")
    other = ".other.toml.0123456789ab.tmp"
    for name in (".goals.toml.0123456789ab.tmp", *foreign, other):
        (ledger.parent / name).write_bytes(b"x")
    (ledger.parent / ".goals.toml.aaaaaaaaaaaa.tmp").mkdir()
    remove_stale_temp_files(str(ledger))
    left = {path.name for path in ledger.parent.iterdir()}
    folder = ".goals.toml.aaaaaaaaaaaa.tmp"
    assert left == {*foreign, other, folder, "goals.toml"}


def test_on_a_network_disk_young_files_stay(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer of another machine may be at work; somebody else's file is never ours."""
    young, old, theirs = (
        ledger.parent / f".goals.toml.{number:012x}.tmp" for number in range(3)
    )
    for path in (young, old, theirs):
        path.write_bytes(b"x")
    hour_ago = time.time() - 3600
    for path in (old, theirs):
        os.utime(path, (hour_ago, hour_ago))
    is_own = system.is_own
    number = theirs.stat().st_ino
    monkeypatch.setattr(system, "is_local", lambda _: False)
    monkeypatch.setattr(
        system, "is_own", lambda found: found.st_ino != number and is_own(found)
    )
    remove_stale_temp_files(str(ledger))
    assert (young.exists(), old.exists(), theirs.exists()) == (True, False, True)


@posix_only
@pytest.mark.parametrize(
    "name", ["a" * 255, "书" * 85, "a" * 237, "書" * 79 + ".toml"], ids=range(4)
)
def test_a_name_as_long_as_may_be(tmp_path: Path, name: str) -> None:
    """The temporary file's name is no longer than the file system takes."""
    path = tmp_path / name
    path.write_bytes(b"old")
    replace(str(path), b"old", b"new")
    assert path.read_bytes() == b"new"
    atomic_write(str(path), b"newer")
    assert os.listdir(tmp_path) == [name]


@posix_only
def test_a_file_of_somebody_else_is_left_alone(ledger: Path) -> None:
    """Who may write in the folder, but not the file, does not replace it."""
    ledger.parent.chmod(0o777)
    ledger.chmod(0o644)
    before = ledger.stat()
    try_it = (
        "import os, sys; from goaltrack.ledger.files import replace; "
        "os.setgid(65534); os.setuid(65534); replace(sys.argv[1], b'old', b'new')"
    )
    if os.geteuid():
        pytest.skip("only root can be somebody else")
    for path in ledger.parents:
        path.chmod(path.stat().st_mode | 0o055)
        if path.parent == Path(tempfile.gettempdir()):
            break
    ran = subprocess.run(
        [sys.executable, "-c", try_it, str(ledger)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "it is read-only" in ran.stderr
    assert ledger.stat() == before


def test_a_mounted_file_is_told(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is mounted by itself cannot be replaced: its folder is to be."""

    def busy(*_: object) -> None:
        raise OSError(errno.EBUSY, "Device or resource busy")

    monkeypatch.setattr(os, "replace", busy)
    with pytest.raises(CannotWrite, match="mount its folder instead"):
        replace(str(ledger), b"old", b"new")


@posix_only
def test_an_open_stream_is_written_at_its_end(tmp_path: Path) -> None:
    """/dev/stdout is a stream: what stands there already stays, and a pipe is one."""
    code = (
        "import os; from goaltrack.ledger.files import atomic_write; "
        "os.write(1, b'one\\n'); atomic_write('/dev/stdout', b'two\\n')"
    )
    command = f'{sys.executable} -c "{code}"'
    subprocess.run(f"{command} > {tmp_path}/out", shell=True, check=True)  # noqa: S602 - a shell's redirection is what is tested
    assert (tmp_path / "out").read_bytes() == b"one\ntwo\n"
    ran = subprocess.run(command, shell=True, capture_output=True, check=True)  # noqa: S602 - as above
    assert ran.stdout == b"one\ntwo\n"


@posix_only
def test_a_link_is_replaced_where_it_is_not_to_be_followed(tmp_path: Path) -> None:
    """The file behind it stays as it was."""
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"old")
    link.symlink_to(target)
    atomic_write(str(link), b"new", follows=False)
    assert (target.read_bytes(), link.read_bytes()) == (b"old", b"new")
    assert not link.is_symlink()


def test_what_does_not_read_back_takes_no_place(
    ledger: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that loses what was written is found out before the rename."""
    monkeypatch.setattr("goaltrack.ledger.files.read_bytes", lambda _: b"n")
    with pytest.raises(CannotWrite, match="does not read back"):
        replace(str(ledger), b"old", b"new")
    assert ledger.read_bytes() == b"old"
    assert litter(ledger.parent) == []


def test_a_new_file_that_fails_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a new file is not left behind."""

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(CannotWrite, match="No space left"):
        create(str(tmp_path / "a"), b"x")
    assert list(tmp_path.iterdir()) == []
