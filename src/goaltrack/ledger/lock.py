"""One writer at a time: a lock on the folder that holds the ledger.

The lock belongs to an open folder, not to a file: nothing is left behind by a
writer that was killed, and nothing has to be removed.
"""

import errno
import fcntl
import os
import time
from collections.abc import Iterable
from contextlib import suppress

from goaltrack.errors import CannotWrite, Locked, Phrase

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
"""What network file systems answer where a folder cannot be locked."""

_SOMEBODY = Phrase("another program")
_PROCESS = Phrase("{name} (process {pid})")


class Lock:
    """The right to write in these folders, from `with` until its end.

    Raises:
        Locked: another writer has held it for as long as we wait.
        CannotWrite: the file system knows no locks, or refuses.
    """

    def __init__(self, folders: Iterable[str]) -> None:
        # Whoever needs several asks for them in the given order: the ledger's first.
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
            raise CannotWrite(path=folder, why=error.strerror) from error


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
                raise Locked(path=folder, seconds=seconds, holder=holder) from None
            time.sleep(pause)
            # Many who wait should not keep the one who works from working.
            pause = min(pause * 1.5, longest)
        else:
            return


def _holder(handle: int) -> Phrase:
    """Who holds the lock, as far as the system tells."""
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
