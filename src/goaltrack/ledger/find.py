"""The files of a ledger: finding and reading them, none before it is checked."""

import os
import stat
from collections.abc import Iterator
from typing import NamedTuple

from goaltrack.errors import Inaccessible, Message, reason_of
from goaltrack.i18n.catalog import Phrase
from goaltrack.system import READ, home, is_special, open_beneath, patiently

_NO_LEDGER = Message(
    "no-ledger",
    "no goals.toml here, in a folder above, or at home",
)
CANNOT_READ = Message(
    "cannot-read",
    "cannot read {path}: {why}",
)

NAME = "goals.toml"
LARGEST_FILE = 100_000_000
"""Bytes of the largest file that is read."""

_TOO_LARGE = Phrase("it is larger than {limit} MB: split the ledger")
_NOT_A_FILE = Phrase("it is not a regular file")
_MOVED_AWAY = Phrase("it is not in the ledger's folder any more")
_OUTSIDE = Phrase(
    "'{name}' leads out of the ledger's folder, where its files must be",
)
_NONE = Phrase("no file is called '{name}'")
_NO_MATCH = Phrase("no file matches '{name}'")
_ITSELF = Phrase("a ledger does not include itself")
_MAGIC = frozenset("*?[")


class Included(NamedTuple):
    """The files that a ledger includes, as its patterns name them."""

    files: list[str]
    """Their paths, relative or absolute as the ledger's own was."""
    refused: list[tuple[int, Phrase]]
    """The patterns (by place, from 0) that name no file or a forbidden one, and why."""


def find(named: str | None) -> str:
    """Return the path of the ledger: as named, else here or above, else at home.

    A ledger that is found, not named, is given relative to the current folder.

    Raises:
        Inaccessible: nothing was named and nothing found.
    """
    if named:
        return os.path.expanduser(named)
    try:
        folder = os.getcwd()
    except OSError as error:
        raise Inaccessible(CANNOT_READ, path=".", why=reason_of(error)) from None
    while not os.path.lexists(os.path.join(folder, NAME)):
        folder, below = os.path.dirname(folder), folder
        if folder == below:
            at_home = os.path.join(home(), NAME)
            if os.path.isabs(at_home) and os.path.lexists(at_home):
                return at_home
            raise Inaccessible(_NO_LEDGER)
    return os.path.relpath(os.path.join(folder, NAME))


def included(path: str, patterns: object, *, most: int | None = None) -> Included:
    """Return the files that the ledger at the path includes, in order.

    They lie below its folder, also after links are resolved; others are refused
    without being opened. What the decoder will report anyway is passed over. It ends
    when there are more than `most`.
    """
    folder = os.path.dirname(path)
    own = os.path.realpath(path)
    found: dict[str, str] = {}
    refused = []
    for number, name in enumerate(patterns if isinstance(patterns, list) else []):
        if not isinstance(name, str) or not name.strip():
            continue
        reason = None
        if _leaves(name):
            reason = _OUTSIDE
        else:
            names = sorted(_matches(folder or ".", name.split("/")))
            if not names:
                reason = _NO_MATCH if _MAGIC & set(name) else _NONE
            for match in names:
                if most is not None and len(found) > most:
                    break
                file = os.path.join(folder, match)
                real = os.path.realpath(file)
                wrong = _refusal(own, real)
                if wrong:
                    reason = wrong
                else:
                    found.setdefault(real, file)
        if reason:
            refused.append((number, reason.about(name=name)))
    return Included(list(found.values()), refused)


def read_bytes(
    path: str, *, limit: int = LARGEST_FILE, beneath: str | None = None
) -> bytes:
    """Return the content of a file of at most `limit` bytes.

    With `beneath`, a folder, the file that is opened lies in it: no link is followed
    on the way down from there.

    Raises:
        Inaccessible: it is missing, forbidden, not a regular file, or too large.
    """
    try:
        handle = _open(path) if beneath is None else _open_beneath(beneath, path)
        with open(handle, "rb") as file:
            found = os.fstat(handle)
            if not stat.S_ISREG(found.st_mode):
                raise Inaccessible(CANNOT_READ, path=path, why=_NOT_A_FILE)
            if found.st_size > limit:
                too_large = _TOO_LARGE.about(limit=limit // 1_000_000)
                raise Inaccessible(CANNOT_READ, path=path, why=too_large)
            return file.read()
    except (OSError, ValueError) as error:
        # ValueError: a path with a NUL in it.
        why = reason_of(error)
        raise Inaccessible(CANNOT_READ, path=path, why=why) from error


def _open(path: str) -> int:
    return patiently(lambda: os.open(path, READ))


def _open_beneath(folder: str, path: str) -> int:
    """Open the file that the path leads to, if it is below the folder."""
    top = os.path.realpath(folder)
    inner = os.path.relpath(os.path.realpath(path), top)
    parts = inner.split(os.sep)
    if os.pardir in parts:
        raise Inaccessible(CANNOT_READ, path=path, why=_MOVED_AWAY)
    return open_beneath(top, parts)


def _leaves(name: str) -> bool:
    """Return whether the pattern itself names a place outside the folder."""
    plain = name.replace("\\", "/")
    # Windows leaves out blanks at the end of a name.
    is_up = any(part.rstrip(" ") == ".." for part in plain.split("/"))
    is_away = os.path.isabs(name) or name[0] in "~/" or is_special(plain)
    return is_away or is_up or "\0" in name


def _refusal(own: str, real: str) -> Phrase | None:
    """Return why the file `real` cannot belong to the ledger `own`; None if it can."""
    if real == own:
        return _ITSELF
    inside = os.path.join(os.path.dirname(own), "")
    is_below = os.path.normcase(real).startswith(os.path.normcase(inside))
    return None if is_below else _OUTSIDE


def _matches(folder: str, parts: list[str]) -> Iterator[str]:
    """Return the paths below the folder that fit the parts of a pattern.

    As a shell's: `*` and `?` pass over names that begin with a point, `**` stands for
    any number of folders. Links to folders are not followed by `**`.
    """
    part, *rest = parts
    if part in ("", "."):
        if rest:
            yield from _matches(folder, rest)
        return
    if part == "**":
        if rest:
            yield from _matches(folder, rest)
        for name in _folders(folder):
            inner = _matches(os.path.join(folder, name), parts)
            yield from (os.path.join(name, match) for match in inner)
        if not rest:
            yield from _names(folder, "*")
        return
    for name in _names(folder, part):
        path = os.path.join(folder, name)
        if not rest:
            yield name
        elif os.path.isdir(path):
            yield from (os.path.join(name, match) for match in _matches(path, rest))


def _names(folder: str, pattern: str) -> list[str]:
    if not _MAGIC & set(pattern):
        return [pattern] if os.path.lexists(os.path.join(folder, pattern)) else []
    from fnmatch import filter as matching  # noqa: PLC0415 - few ledgers have patterns

    try:
        names = os.listdir(folder)
    except OSError:
        return []
    shown = [name for name in names if pattern[0] == "." or name[0] != "."]
    return matching(shown, pattern)


def _folders(folder: str) -> list[str]:
    """Return the names of the folders in a folder, links and hidden ones left out."""
    try:
        with os.scandir(folder) as entries:
            return sorted(
                entry.name
                for entry in entries
                if entry.name[0] != "." and entry.is_dir(follow_symlinks=False)
            )
    except OSError:
        return []
