"""A file replaced by its next version, whole or not at all."""

import os
import stat
from contextlib import suppress
from typing import Self

from goaltrack.errors import CannotWrite, LedgerMoved, Phrase
from goaltrack.store.read import read_bytes

_WRITABLE = 0o222
_READ_ONLY = Phrase("it is read-only", "文件为只读")
_LINKED = Phrase(
    "it has a second name (hard link), which would keep the old content",
    "它有另一个名字（硬链接），替换后那个名字仍是旧内容",
)


def replace(path: str, old: bytes, new: bytes) -> None:
    """Put the new content in the place of the old, which was read from there.

    It is written to a file beside it, brought to the disk, and renamed; a
    symbolic link stays one, the mode and owner stay. When this returns, the new
    content is there to stay; when it raises, the old is there untouched.

    Raises:
        LedgerMoved: the file is no longer what was read.
        CannotWrite: the file system refused.
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
            if read_bytes(real) != old:
                raise LedgerMoved(path=path)
            beside.take_place()
    except OSError as error:
        raise CannotWrite(path=path, why=error.strerror) from error


def create(path: str, content: bytes) -> None:
    """Write a file where none is.

    Raises:
        FileExistsError: something is there already.
        CannotWrite: the file system refused.
    """
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with open(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(handle)
    except FileExistsError:
        raise
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise CannotWrite(path=path, why=why) from error


class _Beside:
    """A file in the same folder that may take another one's place."""

    def __init__(self, real: str, found: os.stat_result) -> None:
        self.real = real
        self.found = found
        self.folder, name = os.path.split(real)
        self.path = os.path.join(self.folder, f".{name}.{os.urandom(6).hex()}.tmp")
        self.is_placed = False

    def __enter__(self) -> Self:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
        self.handle = os.open(self.path, flags, 0o600)
        return self

    def write(self, content: bytes) -> None:
        """Bring the content to the disk, under the mode and owner of the old file."""
        with open(self.handle, "wb", closefd=False) as file:
            file.write(content)
        if (self.found.st_uid, self.found.st_gid) != (os.geteuid(), os.getegid()):
            # Only root may give a file away; elsewhere it becomes the writer's.
            with suppress(PermissionError):
                os.fchown(self.handle, self.found.st_uid, self.found.st_gid)
        os.fchmod(self.handle, stat.S_IMODE(self.found.st_mode))
        os.fsync(self.handle)

    def take_place(self) -> None:
        """Become the file: from here on, the new content is what is read."""
        os.rename(self.path, self.real)
        self.is_placed = True
        folder = os.open(self.folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def __exit__(self, *_: object) -> None:
        os.close(self.handle)
        if not self.is_placed:
            os.unlink(self.path)


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
