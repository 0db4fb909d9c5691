"""Files of a ledger on disk: one writer at a time, each file whole or not at all.

The lock belongs to an open folder, not to a file: a writer that was killed leaves
nothing behind, and nothing has to be removed.
"""

import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Self

from goaltrack.errors import CannotWrite, Inaccessible, LedgerMoved, Message, reason_of
from goaltrack.i18n.catalog import Phrase
from goaltrack.ledger.find import read_bytes

_NOT_CONFIRMED = Message(
    "not-confirmed",
    "{path} holds the change, but the disk did not confirm it: {why}\n"
    "do not record it again; look after the disk",
)
_LOCKED = Message(
    "locked",
    "{holder} has been writing in {path} for more than {seconds} seconds: "
    "nothing was written\ntry again, or end that program",
)

PATIENCE = 10.0
"""Seconds to wait for another writer, which needs a few thousandths of one."""

_PAUSES = (0.001, 0.01)
"""Seconds between two tries: the first ones, and the longest."""
_SIDE = ".goaltrack.lock"
_UNKNOWN_HERE = (
    errno.ENOLCK,
    errno.EOPNOTSUPP,
    errno.EINVAL,
    errno.EBADF,
    errno.ENOSYS,
)
"""Errors of network file systems where a folder cannot be locked."""

_SOMEBODY = Phrase("another program")
_PROCESS = Phrase("{name} (process {pid})")

_WRITABLE = 0o222
_READ_ONLY = Phrase("it is read-only")
_LINKED = Phrase(
    "it has a second name (hard link), which would keep the old content",
)
_NO_FOLDER = Phrase("there is no folder {folder}: make it first")
_NOT_READ_BACK = Phrase("what was written does not read back as it was")
_TEMPORARY = ".tmp"


class Lock:
    """The right to write in these folders, from `with` until its end.

    Raises:
        Inaccessible: another writer has held it for as long as we wait.
        CannotWrite: the file system knows no locks, or refuses.
    """

    def __init__(self, folders: Iterable[str]) -> None:
        # A writer of several asks for them in the given order: the ledger's first.
        self.folders = list(dict.fromkeys(folders))
        self.handles: list[int] = []

    def __enter__(self) -> None:
        try:
            for folder in self.folders:
                self._take(folder)
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_: object) -> None:
        while self.handles:
            # What was written is written: a lock that closes badly changes nothing.
            with suppress(OSError):
                os.close(self.handles.pop())

    def _take(self, folder: str) -> None:
        try:
            flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
            self.handles.append(os.open(folder, flags))
            try:
                _wait(self.handles[-1], folder)
            except OSError as error:
                if error.errno not in _UNKNOWN_HERE:
                    raise
                side = os.path.join(folder, _SIDE)
                flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
                self.handles.append(os.open(side, flags, 0o666))
                _wait(self.handles[-1], folder)
        except OSError as error:
            raise CannotWrite(path=folder, why=reason_of(error)) from error


def _wait(handle: int, folder: str) -> None:
    """Take the lock as soon as it is free."""
    end = time.monotonic() + PATIENCE
    pause, longest = _PAUSES
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > end:
                seconds = round(PATIENCE)
                holder = _holder(handle)
                raise Inaccessible(
                    _LOCKED, path=folder, seconds=seconds, holder=holder
                ) from None
            time.sleep(pause)
            # Many who wait should not keep the one who works from working.
            pause = min(pause * 1.5, longest)
        else:
            return


def _holder(handle: int) -> Phrase:
    """Return the holder of the lock, as far as the system shows it."""
    found = os.fstat(handle)
    device = f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}"
    try:
        with open("/proc/locks", encoding="ascii") as locks:
            for line in locks:
                _, kind, _, _, pid, place, *_ = line.split()
                if kind == "FLOCK" and place == f"{device}:{found.st_ino}":
                    with open(f"/proc/{int(pid)}/comm", encoding="utf-8") as comm:
                        return _PROCESS.about(name=comm.read().strip(), pid=int(pid))
    except (OSError, ValueError):
        pass
    return _SOMEBODY


def replace(path: str, old: bytes, new: bytes) -> None:
    """Put the new content in the place of the old, which was read from there.

    It is written to a file beside it, brought to the disk, read back, and renamed;
    a symbolic link stays one; mode, owner and extended attributes stay. When this
    returns, the new content is there to stay.

    Raises:
        LedgerMoved: the file is no longer what was read; it was left alone.
        CannotWrite: the file system refused; the old content is there untouched.
        Inaccessible: the new content is there, but the disk did not say so.
    """
    real = os.path.realpath(path)
    try:
        found = os.stat(real)
        if not found.st_mode & _WRITABLE:
            raise CannotWrite(path=path, why=_READ_ONLY)
        if found.st_nlink > 1:
            raise CannotWrite(path=path, why=_LINKED)
        with TempFile(real, found) as temp:
            temp.write(new)
            if read_bytes(temp.path) != new:
                raise CannotWrite(path=path, why=_NOT_READ_BACK)
            if read_bytes(real) != old:
                raise LedgerMoved(path=path)
            temp.take_place()
    except OSError as error:
        raise CannotWrite(path=path, why=reason_of(error)) from error
    _confirm(path, os.path.dirname(real))


def remove_stale_temp_files(path: str) -> None:
    """Remove temporary files that a killed writer left; call it under the lock."""
    folder, name = os.path.split(os.path.realpath(path))
    for file in os.listdir(folder):
        if file.startswith(f".{name}.") and file.endswith(_TEMPORARY):
            with suppress(OSError):
                os.unlink(os.path.join(folder, file))


def create(path: str, content: bytes) -> None:
    """Write a new file, never over an existing one.

    Raises:
        FileExistsError: something is there already.
        CannotWrite: the file system refused.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        try:
            with open(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(handle)
        except OSError:
            os.unlink(path)
            raise
    except FileExistsError:
        raise
    except FileNotFoundError as error:
        folder = _NO_FOLDER.about(folder=os.path.dirname(path))
        raise CannotWrite(path=path, why=folder) from error
    except (OSError, ValueError) as error:
        why = reason_of(error)
        raise CannotWrite(path=path, why=why) from error


def atomic_write(path: str, content: bytes) -> None:
    """Write a file, whole or not at all, in the place of whatever is there.

    What is no regular file (a terminal, a pipe) is written to as it is.

    Raises:
        CannotWrite: the file system refused.
    """
    try:
        real = os.path.realpath(path)
        try:
            found = os.stat(real)
        except FileNotFoundError:
            create(path, content)
            return
        if not stat.S_ISREG(found.st_mode):
            with open(real, "wb") as file:
                file.write(content)
            return
        with TempFile(real, found) as temp:
            temp.write(content)
            temp.take_place()
    except (OSError, ValueError) as error:
        why = reason_of(error)
        raise CannotWrite(path=path, why=why) from error


class TempFile:
    """A file in the same folder that may take another one's place."""

    def __init__(self, real: str, found: os.stat_result) -> None:
        self.real = real
        self.found = found
        self.folder, name = os.path.split(real)
        key = os.urandom(6).hex()
        self.path = os.path.join(self.folder, f".{name}.{key}{_TEMPORARY}")
        self.is_placed = False

    def __enter__(self) -> Self:
        return self

    def write(self, content: bytes) -> None:
        """Bring the content to the disk, as the old file's owner and mode have it."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        handle = os.open(self.path, flags, 0o600)
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            self._own(handle)
            os.fchmod(handle, stat.S_IMODE(self.found.st_mode))
            self._attributes(handle)
            os.fsync(handle)

    def _own(self, handle: int) -> None:
        found = self.found
        if (found.st_uid, found.st_gid) != (os.geteuid(), os.getegid()):
            # Only root may give a file away; elsewhere it becomes the writer's.
            try:
                os.fchown(handle, found.st_uid, found.st_gid)
            except PermissionError:
                with suppress(PermissionError):
                    os.fchown(handle, -1, found.st_gid)

    def _attributes(self, handle: int) -> None:
        """Copy extended attributes, as far as the file system allows."""
        with suppress(OSError, AttributeError):
            for name in os.listxattr(self.real):
                with suppress(OSError):
                    os.setxattr(handle, name, os.getxattr(self.real, name))

    def take_place(self) -> None:
        """Become the file: from here on, the new content is what is read."""
        os.rename(self.path, self.real)
        self.is_placed = True

    def __exit__(self, *_: object) -> None:
        if not self.is_placed:
            with suppress(OSError):
                os.unlink(self.path)


def _confirm(path: str, folder: str) -> None:
    """Bring the new name to the disk, so that a crash cannot bring back the old."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise Inaccessible(_NOT_CONFIRMED, path=path, why=reason_of(error)) from error
