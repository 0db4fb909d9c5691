"""A file replaced by its next version, whole or not at all."""

import os
import stat
from contextlib import suppress
from typing import Self

from goaltrack.errors import CannotWrite, LedgerMoved, NotConfirmed, Phrase
from goaltrack.ledger.load import read_bytes

_WRITABLE = 0o222
_READ_ONLY = Phrase("it is read-only")
_LINKED = Phrase(
    "it has a second name (hard link), which would keep the old content",
)
_NO_FOLDER = Phrase("there is no folder {folder}: make it first")
_NOT_READ_BACK = Phrase("what was written does not read back as it was")
_TEMPORARY = ".tmp"


def replace(path: str, old: bytes, new: bytes) -> None:
    """Put the new content in the place of the old, which was read from there.

    It is written to a file beside it, brought to the disk, read back, and renamed;
    a symbolic link stays one; mode, owner and extended attributes stay. When this
    returns, the new content is there to stay.

    Raises:
        LedgerMoved: the file is no longer what was read; it was left alone.
        CannotWrite: the file system refused; the old content is there untouched.
        NotConfirmed: the new content is there, but the disk did not say so.
    """
    real = os.path.realpath(path)
    try:
        found = os.stat(real)
        if not found.st_mode & _WRITABLE:
            raise CannotWrite(path=path, why=_READ_ONLY)
        if found.st_nlink > 1:
            raise CannotWrite(path=path, why=_LINKED)
        with _Beside(real, found) as beside:
            beside.write(new)
            if read_bytes(beside.path) != new:
                raise CannotWrite(path=path, why=_NOT_READ_BACK)
            if read_bytes(real) != old:
                raise LedgerMoved(path=path)
            beside.take_place()
    except OSError as error:
        raise CannotWrite(path=path, why=error.strerror) from error
    _confirm(path, os.path.dirname(real))


def sweep(path: str) -> None:
    """Remove what a killed writer left beside the ledger; call it under the lock."""
    folder, name = os.path.split(os.path.realpath(path))
    for file in os.listdir(folder):
        if file.startswith(f".{name}.") and file.endswith(_TEMPORARY):
            with suppress(OSError):
                os.unlink(os.path.join(folder, file))


def create(path: str, content: bytes) -> None:
    """Write a file where none is.

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
        why = getattr(error, "strerror", None) or str(error)
        raise CannotWrite(path=path, why=why) from error


def put(path: str, content: bytes) -> None:
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
        with _Beside(real, found) as beside:
            beside.write(content)
            beside.take_place()
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise CannotWrite(path=path, why=why) from error


class _Beside:
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
        """Take over extended attributes, as far as the file system lets us."""
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
        raise NotConfirmed(path=path, why=error.strerror) from error
