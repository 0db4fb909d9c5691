"""Files of a ledger on disk: one writer at a time, each file whole or not at all.

The lock belongs to an open folder, not to a file: a writer that was killed leaves
nothing behind, and nothing has to be removed. Where that does not keep out writers on
other machines, or a folder cannot be locked, a file beside the ledger is locked too.
"""

import errno
import os
import re
import stat
import time
from collections.abc import Iterable
from contextlib import suppress
from typing import Self

from goaltrack import system
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
"""The file that is locked where the lock of a folder is not enough."""
_UNKNOWN_HERE = (
    errno.ENOLCK,
    errno.EOPNOTSUPP,
    errno.EINVAL,
    errno.EBADF,
    errno.ENOSYS,
)
"""Errors of network file systems, and of Windows, where no folder can be locked."""

_SOMEBODY = Phrase("another program")
_PROCESS = Phrase("{name} (process {pid})")

_WRITABLE = 0o222
_READ_ONLY = Phrase("it is read-only")
_LINKED = Phrase(
    "it has a second name (hard link), which would keep the old content",
)
_NO_FOLDER = Phrase("there is no folder {folder}: make it first")
_NOT_READ_BACK = Phrase("what was written does not read back as it was")
_MOUNTED = Phrase("it is mounted by itself: mount its folder instead")

_STREAMS = ("/dev", "/dev/fd", "/proc/self/fd")
"""Folders in which a name is an open file of this process, not a file of its own."""
_TEMPORARY = ".tmp"
_KEY_BYTES = 6
"""Of the random part of a temporary file's name."""
_LONGEST_NAME = 255
"""Bytes of the longest name of a file."""
_STALE = 60.0
"""Seconds after which a temporary file on a network disk has been left behind."""


class Lock:
    """The right to write in these folders, from `with` until its end.

    Raises:
        Inaccessible: another writer has held it for as long as we wait.
        CannotWrite: the file system knows no locks, or refuses.
    """

    def __init__(self, folders: Iterable[str]) -> None:
        # A writer of several asks for them in the given order: the ledger's first.
        self.folders = list(dict.fromkeys(folders))
        self.handles: list[tuple[int, str]] = []
        """The folders that are locked, and the side files with their paths."""

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
                handle, side = self.handles.pop()
                if side:
                    system.unlock_file(handle, side)
                else:
                    os.close(handle)

    def _take(self, folder: str) -> None:
        try:
            if not (self._lock_folder(folder) and system.is_local(folder)):
                side = os.path.join(folder, _SIDE)
                self.handles.append((_open_side(side, folder), side))
                _wait(self.handles[-1][0], folder)
        except OSError as error:
            raise CannotWrite(path=folder, why=reason_of(error)) from error

    def _lock_folder(self, folder: str) -> bool:
        """Lock the folder itself; return False where it cannot be locked."""
        try:
            self.handles.append((system.open_folder(folder), ""))
            _wait(self.handles[-1][0], folder)
        except OSError as error:
            if error.errno in _UNKNOWN_HERE:
                return False
            raise
        return True


def _open_side(path: str, folder: str) -> int:
    """Open the side file; all who may write in the folder may lock it."""
    mode = stat.S_IMODE(os.stat(folder).st_mode) & 0o666
    try:
        handle = system.patiently(lambda: os.open(path, system.CREATE, mode))
    except FileExistsError:
        return system.patiently(lambda: os.open(path, system.EDIT))
    with suppress(OSError):
        os.chmod(path, mode)  # whatever the umask
    return handle


def _wait(handle: int, folder: str) -> None:
    """Take the lock as soon as it is free."""
    end = time.monotonic() + PATIENCE
    pause, longest = _PAUSES
    while True:
        if system.lock(handle):
            return
        if time.monotonic() > end:
            facts = {"seconds": round(PATIENCE), "holder": _holder(handle)}
            raise Inaccessible(_LOCKED, path=folder, **facts)
        time.sleep(pause)
        # Many who wait should not keep the one who works from working.
        pause = min(pause * 1.5, longest)


def _holder(handle: int) -> Phrase:
    """Return the holder of the lock, as far as the system shows it."""
    found = system.lock_holder(handle)
    return _PROCESS.about(name=found[0], pid=found[1]) if found else _SOMEBODY


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
        # In a folder where one may write, a file that is somebody else's could be
        # replaced; root could write whatever is read-only.
        if not found.st_mode & _WRITABLE or not os.access(real, os.W_OK):
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
        why = _MOUNTED if error.errno == errno.EBUSY else reason_of(error)
        raise CannotWrite(path=path, why=why) from error
    try:
        # So that a crash cannot bring back the old.
        system.flush_folder(os.path.dirname(real))
    except OSError as error:
        raise Inaccessible(_NOT_CONFIRMED, path=path, why=reason_of(error)) from error


def remove_stale_temp_files(path: str) -> None:
    """Remove temporary files that a killed writer left; call it under the lock.

    Only those that are named as ours are, and the user's own. Where a writer of another
    machine may have slipped past the lock, not those of the last minute either.
    """
    folder, name = os.path.split(os.path.realpath(path))
    own = re.compile(
        rf"{re.escape(_stem(name))}[0-9a-f]{{{2 * _KEY_BYTES}}}{_TEMPORARY}"
    )
    left = [file for file in os.listdir(folder) if own.fullmatch(file)]
    is_shared = bool(left) and not system.is_local(folder)
    for file in left:
        with suppress(OSError):
            found = os.lstat(os.path.join(folder, file))
            is_young = time.time() - found.st_mtime < _STALE
            is_ours = stat.S_ISREG(found.st_mode) and system.is_own(found)
            if is_ours and not (is_shared and is_young):
                os.unlink(os.path.join(folder, file))


def _stem(name: str) -> str:
    """Return how the names of a file's temporary files begin, none of them too long."""
    room = _LONGEST_NAME - len(f"..{_TEMPORARY}") - 2 * _KEY_BYTES
    return f".{os.fsencode(name)[:room].decode(errors='ignore')}."


def create(path: str, content: bytes, mode: int = 0o666) -> None:
    """Write a new file, never over an existing one; with the mode, less the umask.

    Raises:
        FileExistsError: something is there already.
        CannotWrite: the file system refused.
    """
    try:
        handle = os.open(path, system.CREATE, mode)
        try:
            with open(handle, "wb") as file:
                file.write(content)
                file.flush()
                system.flush(handle)
        except OSError:
            os.unlink(path)
            raise
    except FileExistsError:
        raise
    except FileNotFoundError as error:
        folder = os.path.dirname(path)
        why = _NO_FOLDER.about(folder=folder) if folder else reason_of(error)
        raise CannotWrite(path=path, why=why) from error
    except (OSError, ValueError) as error:
        raise CannotWrite(path=path, why=reason_of(error)) from error


def atomic_write(path: str, content: bytes, *, follows: bool = True) -> None:
    """Write a file, whole or not at all, in the place of whatever is there.

    A link stays one, and the file behind it is written; one that is not to be followed
    gives its place to the file. What is no regular file (a terminal, a pipe,
    /dev/stdout) is written to as it is.

    Raises:
        CannotWrite: the file system refused.
    """
    try:
        real = os.path.realpath(path) if follows else os.path.abspath(path)
        try:
            found = os.stat(path, follow_symlinks=follows)
        except FileNotFoundError:
            create(path, content)
            return
        is_stream = os.path.dirname(os.path.abspath(path)) in _STREAMS
        if follows and (is_stream or not stat.S_ISREG(found.st_mode)):
            # At its end: what another program has written there stays.
            with open(path, "ab", buffering=0) as file:
                written = memoryview(content)
                while written:
                    written = written[file.write(written) :]
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
        folder, name = os.path.split(real)
        file = f"{_stem(name)}{os.urandom(_KEY_BYTES).hex()}{_TEMPORARY}"
        self.path = os.path.join(folder, file)
        self.is_placed = False

    def __enter__(self) -> Self:
        return self

    def write(self, content: bytes) -> None:
        """Bring the content to the disk, as the old file's owner and mode have it."""
        handle = os.open(self.path, system.CREATE, 0o600)
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            system.keep_mode(handle, self.found)
            system.keep_attributes(handle, self.real)
            system.flush(handle)

    def take_place(self) -> None:
        """Become the file: from here on, the new content is what is read."""
        system.replace(self.real, by=self.path)
        self.is_placed = True

    def __exit__(self, *_: object) -> None:
        if not self.is_placed:
            with suppress(OSError):
                os.unlink(self.path)
