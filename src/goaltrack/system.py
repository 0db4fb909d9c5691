"""What differs between Linux, macOS and Windows, in one place."""

import errno
import os
import stat
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

Result = TypeVar("Result")

IS_WINDOWS = sys.platform == "win32"


def _flags(*names: str) -> int:
    """Return the flags of these names that this system has."""
    found = 0
    for name in names:
        found |= getattr(os, name, 0)
    return found


_OURS = _flags("O_CLOEXEC", "O_NOINHERIT", "O_BINARY")
"""No program that we start inherits the file; its bytes are as they are."""
NO_LINK = _flags("O_NOFOLLOW")
READ = os.O_RDONLY | _OURS | _flags("O_NONBLOCK")
"""Without O_NONBLOCK, opening a FIFO would wait for a writer for ever."""
CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_LINK | _OURS
EDIT = os.O_RDWR | os.O_CREAT | NO_LINK | _OURS
_FOLDER = os.O_RDONLY | _OURS | _flags("O_DIRECTORY")


# Files and folders


def open_folder(path: str) -> int:
    """Open a folder.

    Raises:
        OSError: it cannot be opened; on Windows, which opens none, ENOSYS.
    """
    if IS_WINDOWS:
        raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
    return os.open(path, _FOLDER)


def open_beneath(home: str, parts: list[str]) -> int:
    """Open the file that the parts lead to from a folder, none of them a link.

    Nobody can put another file in its place in between: each part is opened from the
    one above, or, on Windows, the name is resolved again once the file is open.

    Raises:
        OSError: it is not there, or a link.
    """
    if IS_WINDOWS:
        path = os.path.join(home, *parts)
        handle = patiently(lambda: os.open(path, READ))
        real = os.path.realpath(path)
        is_same = os.path.samestat(os.fstat(handle), os.stat(real))
        if is_same and os.path.normcase(real) == os.path.normcase(path):
            return handle
        os.close(handle)
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    *above, name = parts
    handle = os.open(home, _FOLDER)
    try:
        for part in above:
            below = os.open(part, _FOLDER | NO_LINK, dir_fd=handle)
            os.close(handle)
            handle = below
        return os.open(name, READ | NO_LINK, dir_fd=handle)
    finally:
        os.close(handle)


def is_special(name: str) -> bool:
    """Return whether Windows takes a name, with / between its parts, for no plain file.

    `C:x` is on another drive, `a:b` a stream of a, `CON` a device.
    """
    if not IS_WINDOWS:
        return False
    parts = [part.translate(_NO_WILDCARDS) for part in name.split("/")]
    if hasattr(os.path, "isreserved"):  # since Python 3.13
        return ":" in name or any(map(os.path.isreserved, parts))
    from pathlib import PureWindowsPath  # noqa: PLC0415 - on Windows alone

    return ":" in name or any(PureWindowsPath(part).is_reserved() for part in parts)


_NO_WILDCARDS = {ord(char): None for char in "*?"}

_PATIENCE, _PAUSE = 2.0, 0.02
"""Seconds for which another program may hold a file on Windows, and between tries."""


def patiently(call: Callable[[], Result]) -> Result:
    """Return what the call returns; on Windows, once no other program holds the file.

    Raises:
        OSError: as the call does; that it is refused, after two seconds.
    """
    if not IS_WINDOWS:
        return call()
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            return call()
        except PermissionError:
            if time.monotonic() > end:
                raise
            time.sleep(_PAUSE)


def replace(path: str, by: str) -> None:
    """Put one file in the place of another, in one step.

    Raises:
        OSError: the file system refused; both are as they were.
    """
    patiently(lambda: os.replace(by, path))


def keep_mode(handle: int, found: os.stat_result) -> None:
    """Give a new file the mode and owner of the old one, as far as we may.

    Raises:
        OSError: the file system refused.
    """
    if sys.platform == "win32":
        return  # what may be done with it follows from its folder
    if (found.st_uid, found.st_gid) != (os.geteuid(), os.getegid()):
        # Only root may give a file away; elsewhere it becomes the writer's.
        try:
            os.fchown(handle, found.st_uid, found.st_gid)
        except PermissionError:
            with suppress(PermissionError):
                os.fchown(handle, -1, found.st_gid)
    os.fchmod(handle, stat.S_IMODE(found.st_mode))


def keep_attributes(handle: int, path: str) -> None:
    """Copy a file's extended attributes, as far as the file system takes them."""
    if sys.platform == "linux":
        with suppress(OSError):
            for name in os.listxattr(path):
                with suppress(OSError):
                    os.setxattr(handle, name, os.getxattr(path, name))


def is_own(found: os.stat_result) -> bool:
    """Return whether a file is the user's, as far as the system tells."""
    if sys.platform == "win32":
        return True
    return found.st_uid == os.geteuid()


def flush(handle: int) -> None:
    """Bring what was written to the disk itself.

    Raises:
        OSError: the disk refused.
    """
    if sys.platform == "darwin":
        import fcntl  # noqa: PLC0415 - where fsync leaves it in the disk's own memory

        try:
            fcntl.fcntl(handle, fcntl.F_FULLFSYNC)
        except OSError:  # a file system that does not know it
            os.fsync(handle)
    else:
        os.fsync(handle)


def flush_folder(path: str) -> None:
    """Bring the names in a folder to the disk; Windows does so by itself.

    Raises:
        OSError: the disk refused.
    """
    if IS_WINDOWS:
        return
    handle = os.open(path, _FOLDER)
    try:
        flush(handle)
    finally:
        os.close(handle)


# Locks


def lock(handle: int) -> bool:
    """Lock an open file, or folder; False where another holds the lock.

    It ends when the handle is closed, and when the process ends.

    Raises:
        OSError: this file system knows no such lock.
    """
    if sys.platform == "win32":
        from filelock import lock_descriptor  # noqa: PLC0415 - on Windows alone

        return lock_descriptor(handle, blocking=False)
    import fcntl  # noqa: PLC0415 - there is none on Windows

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def lock_holder(handle: int) -> tuple[str, int] | None:
    """Return name and number of the process that holds a lock; None if unknown."""
    if sys.platform != "linux":
        return None
    found = os.fstat(handle)
    device = f"{os.major(found.st_dev):02x}:{os.minor(found.st_dev):02x}"
    try:
        with open("/proc/locks", encoding="ascii") as locks:
            for line in locks:
                _, kind, _, _, pid, place, *_ = line.split()
                if kind == "FLOCK" and place == f"{device}:{found.st_ino}":
                    with open(f"/proc/{int(pid)}/comm", encoding="utf-8") as comm:
                        return comm.read().strip(), int(pid)
    except (OSError, ValueError):
        pass
    return None


def unlock_file(handle: int, path: str) -> None:
    """Close a file that was locked; on Windows take it away, unless others wait for it.

    Elsewhere it stays: another one may have opened it, and would lock a file that is
    not there any more.
    """
    os.close(handle)
    if IS_WINDOWS:
        with suppress(OSError):
            os.unlink(path)


_LOCAL = frozenset(
    {
        *("ext2", "ext3", "ext4", "xfs", "btrfs", "bcachefs", "zfs", "f2fs", "jfs"),
        *("reiserfs", "nilfs2", "tmpfs", "ramfs", "overlay", "aufs", "vfat", "exfat"),
        *("msdos", "ntfs", "ntfs3", "hfs", "hfsplus", "fuseblk", "squashfs", "erofs"),
    }
)
"""Kinds of file systems on Linux that one machine alone writes to."""
_MOUNTS = "/proc/self/mountinfo"


def is_local(folder: str) -> bool:
    """Return whether a folder is known to lie on a disk of this machine alone."""
    if sys.platform == "win32":
        from ctypes import windll  # noqa: PLC0415 - on Windows alone

        drive = os.path.splitdrive(os.path.realpath(folder))[0]
        return windll.kernel32.GetDriveTypeW(drive + os.sep) in _LOCAL_DRIVES
    if sys.platform != "linux":
        # Network folders, and all other disks, are mounted elsewhere.
        device = os.stat(folder).st_dev
        return device in {os.stat(top).st_dev for top in _TOPS if os.path.isdir(top)}
    real, longest, kind = os.path.realpath(folder), -1, ""
    try:
        with open(_MOUNTS, encoding="utf-8", errors="surrogateescape") as mounts:
            for line in mounts:
                before, _, after = line.partition(" - ")
                at = _unescaped(before.split(" ")[4])
                inside = at if at.endswith("/") else f"{at}/"
                # Of two mounted at one place the later one is seen.
                if f"{real}/".startswith(inside) and len(at) >= longest:
                    longest, kind = len(at), after.split(" ")[0]
    except (OSError, IndexError):
        return False
    return kind in _LOCAL


_LOCAL_DRIVES = (2, 3, 6)
"""Drives that can be taken out, fixed ones, and those in memory."""
_TOPS = ("/", "/System/Volumes/Data")
"""Folders on the disk that macOS starts from."""


def _unescaped(path: str) -> str:
    r"""Return a path without the `\040` that stands for a blank."""
    head, *rest = path.split("\\")
    return head + "".join(chr(int(part[:3], 8)) + part[3:] for part in rest)


# The user, programs and streams


def home() -> str:
    """Return the user's home folder; empty where there is none."""
    named = "USERPROFILE" if IS_WINDOWS else "HOME"
    if os.environ.get(named) != "":
        found = os.path.expanduser("~")
        if os.path.isabs(found):
            return found
    if sys.platform == "win32":
        return ""
    from pwd import getpwuid  # noqa: PLC0415 - where HOME says nothing

    try:
        return getpwuid(os.getuid()).pw_dir
    except KeyError:
        return ""


def state_folder() -> str:
    """Return the folder for what this machine remembers of the user.

    `XDG_STATE_HOME/goaltrack` where that is an absolute path, else the place that the
    system has for it: `~/.local/state`, `~/Library/Application Support`,
    `%LOCALAPPDATA%`.

    Raises:
        FileNotFoundError: the user has no home folder.
    """
    base = os.environ.get("XDG_STATE_HOME", "")
    if not os.path.isabs(base):
        at_home = home()
        if not at_home:
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), "~")
        if sys.platform in ("win32", "darwin"):
            from platformdirs import user_state_path  # noqa: PLC0415 - not on Linux

            return str(user_state_path("goaltrack", appauthor=False))
        base = os.path.join(at_home, ".local", "state")
    return os.path.join(base, "goaltrack")


def program(name: str) -> str:
    """Return the path of a program: never one that just lies in the current folder.

    Raises:
        FileNotFoundError: there is none.
    """
    from shutil import which  # noqa: PLC0415 - before a program is started

    found = None
    if os.path.dirname(name):
        found = which(name)
    else:
        # On Windows, `which` and `subprocess` would look in the current folder first.
        for folder in os.environ.get("PATH", os.defpath).split(os.pathsep):
            if os.path.isabs(folder):
                found = found or which(os.path.join(folder, name))
    if found is None:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
    return found


def words(command: str) -> list[str]:
    r"""Return the words of a command that a variable such as EDITOR holds.

    Quoted as in a shell; on Windows `\` is no escape, but part of a path.

    Raises:
        ValueError: a quotation is not closed, or there is no word.
    """
    import shlex  # noqa: PLC0415 - before a program is started

    found = shlex.split(command, posix=not IS_WINDOWS)
    if IS_WINDOWS:
        found = [word.strip("\"'") for word in found]
    if not found:
        raise ValueError(command)
    return found


def is_vt() -> bool:
    """Return whether the terminal obeys escape codes; Windows must be asked to."""
    if sys.platform == "win32":
        from ctypes import byref, c_ulong, windll  # noqa: PLC0415 - on Windows alone

        handle, mode = windll.kernel32.GetStdHandle(-11), c_ulong()
        if not windll.kernel32.GetConsoleMode(handle, byref(mode)):
            return False
        return bool(windll.kernel32.SetConsoleMode(handle, mode.value | 4))
    return True


def for_pager(text: str) -> bytes:
    """Return a text as a pager reads it: UTF-8, or as the console of Windows."""
    if sys.platform == "win32":
        from ctypes import windll  # noqa: PLC0415 - on Windows alone

        page = windll.kernel32.GetConsoleOutputCP()
        encoding = f"cp{page}" if page else "utf-8"
        return text.replace("\n", "\r\n").encode(encoding, "replace")
    return text.encode()


def settle_streams() -> None:
    """Let what is printed arrive as it is, whatever the console's encoding.

    In a C locale a character that cannot be shown is spelled, not fatal. On Windows
    files and pipes get UTF-8, and line ends as they are.
    """
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if not hasattr(stream, "reconfigure"):
            continue  # of a program that has put its own in the place
        if stream is not sys.stdin:
            stream.reconfigure(errors="backslashreplace")
        if IS_WINDOWS and not stream.isatty():
            if "PYTHONIOENCODING" not in os.environ:
                stream.reconfigure(encoding="utf-8")
            if stream is not sys.stdin:
                stream.reconfigure(newline="\n")
