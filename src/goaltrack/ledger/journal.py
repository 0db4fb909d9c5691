"""The journal: changes that this computer has written, for `undo` and `check`.

The journal is not part of the ledger: it lies in the user's state folder, one line a
change, and a ledger is as good without it. Those who write it hold the ledger's lock.
"""

import errno
import os
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, NamedTuple

import tomli

from goaltrack import system
from goaltrack.errors import CannotWrite, reason_of
from goaltrack.ledger.edit import Change, Edit
from goaltrack.ledger.files import Lock
from goaltrack.ledger.toml_text import inline_table, new_id

_LONGEST = 1_000_000
_KEPT = 500_000
"""Bytes to which a journal that has grown too long is cut back: its newest part."""

CHANGE, UNDO, REDO, SKIP, FORGET = "change", "undo", "redo", "skip", "forget"


class Fingerprint(NamedTuple):
    """A fingerprint of a text."""

    length: int
    crc: int


class Record(NamedTuple):
    """One change that was written."""

    key: str
    at: datetime
    """When, in UTC."""
    kind: str
    """`change`, `undo`, `redo`; or `skip` and `forget`, which changed nothing."""
    says: str
    """The command, for people."""
    file: str
    """The real path of the file that was changed."""
    before: Fingerprint
    after: Fingerprint
    back: tuple[Edit, ...]
    """The spans of the text after it which make of it the text before."""
    changes: tuple[Change, ...]
    """Empty if the text was changed by hand, in an editor."""
    of: str
    """The record that it takes back or brings back; empty for others."""
    gone: tuple[str, ...]
    """Entries that were taken away on purpose, by their ids."""
    group: str = ""
    """An id shared by changes of several files that belong together; else empty."""

    @property
    def rows(self) -> dict[str, str]:
        """The entries that it wrote, by their ids."""
        return _rows(change.new for change in self.changes if change.key == "progress")

    @property
    def removed(self) -> set[str]:
        """The ids of the entries that it took away."""
        old = _rows(change.old for change in self.changes if change.key == "progress")
        return {*self.gone, *(old.keys() - self.rows.keys())}


def fingerprint(text: str) -> Fingerprint:
    """By what the text is known again."""
    return Fingerprint(len(text), zlib.crc32(text.encode()))


def now() -> datetime:
    """The moment that a record is stamped with, in UTC."""
    return datetime.now(UTC)


def here(at: datetime) -> datetime:
    """Return a moment by the clock of this machine; in UTC where its zone is none."""
    try:
        return at.astimezone()
    except (ValueError, OverflowError, OSError):
        return at


def record(
    kind: str,
    says: str,
    file: str,
    texts: tuple[str, str],
    back: Sequence[Edit],
    changes: Sequence[Change],
    *,
    of: str = "",
    gone: Sequence[str] = (),
    group: str = "",
) -> Record:
    """A new record of the change from the first to the second text."""
    return Record(
        new_id({}),
        now(),
        kind,
        says,
        file,
        fingerprint(texts[0]),
        fingerprint(texts[1]),
        tuple(back),
        tuple(changes),
        of,
        tuple(gone),
        group,
    )


def skipping(last: Record) -> Record:
    """Return a record that skips a change in `undo`."""
    return record(SKIP, last.says, last.file, ("", ""), (), (), of=last.key)


def forgetting(file: str, gone: Sequence[str]) -> Record:
    """A record that these entries are gone on purpose."""
    return record(FORGET, "", file, ("", ""), (), (), gone=gone)


def append(ledger: str, new: Record) -> None:
    """Add the record to the ledger's journal; call it under the ledger's lock.

    A line that a machine left unfinished is ended first. What cannot be written whole
    is not written.

    Raises:
        OSError: the state folder cannot be written.
    """
    path = _path(ledger)
    os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
    line = inline_table(_fields(new)).encode() + b"\n"
    handle = os.open(path, system.EDIT, 0o600)
    with open(handle, "r+b", buffering=0) as file:
        length = file.seek(0, os.SEEK_END)
        if length:
            file.seek(-1, os.SEEK_END)
            line = line if file.read(1) == b"\n" else b"\n" + line
        try:
            is_short, code = file.write(line) < len(line), errno.ENOSPC
        except OSError as error:
            is_short, code = True, error.errno or errno.EIO
        if is_short:
            file.truncate(length)
            raise OSError(code, os.strerror(code), path)
    if length + len(line) > _LONGEST:
        _cut(path)


def append_alone(ledger: str, new: Iterable[Record]) -> None:
    """Add records of no change, under the ledger's lock.

    Raises:
        CannotWrite: the folder of the ledger, or the state folder, cannot be written.
        Inaccessible: another writer holds the lock.
    """
    try:
        with Lock([os.path.dirname(ledger)]):
            for each in new:
                append(ledger, each)
    except OSError as error:
        raise CannotWrite(path=error.filename, why=reason_of(error)) from error


def records(ledger: str) -> list[Record]:
    """The records of the ledger, oldest first; a broken line is passed over."""
    try:
        with open(_path(ledger), "rb") as file:
            lines = file.read().decode("utf-8", "replace").split("\n")
    except OSError:
        return []
    return [found for line in lines if (found := _record(line))]


def undoable(kept: Iterable[Record]) -> tuple[list[Record], list[Record]]:
    """Return the changes that can be undone, and those that can be redone.

    Both newest last. Once something new is written, what had been taken back
    before cannot be brought back.
    """
    taken: dict[str, Record] = {}
    back: dict[str, Record] = {}
    for each in kept:
        if each.kind == CHANGE:
            taken[each.key] = each
            back.clear()
        elif each.kind == UNDO and each.of in taken:
            del taken[each.of]
            back[each.key] = each
        elif each.kind == REDO and each.of in back:
            del back[each.of]
            taken[each.key] = each
        elif each.kind == SKIP:
            taken.pop(each.of, None)
            back.pop(each.of, None)
    return list(taken.values()), list(back.values())


def written(kept: Iterable[Record]) -> dict[str, tuple[Record, str]]:
    """The entries that should be in the ledger: by id, who wrote them, and the row."""
    found: dict[str, tuple[Record, str]] = {}
    for each in kept:
        for name in each.removed:
            found.pop(name, None)
        for name, text in each.rows.items():
            found[name] = (each, text)
    return found


def folder() -> str:
    """The folder for what a machine remembers.

    Raises:
        FileNotFoundError: the user has no home folder.
    """
    return system.state_folder()


def _path(ledger: str) -> str:
    # The real path is in each record; two ledgers in one journal do no harm.
    name = os.path.basename(ledger).partition(".")[0][:40]
    key = zlib.crc32(os.fsencode(ledger))
    return os.path.join(folder(), f"{_safe(name)}-{key:08x}.journal")


def _safe(name: str) -> str:
    """Return the name without bytes that are not UTF-8."""
    return os.fsencode(name).decode(errors="ignore")


def _as_text(path: str) -> str:
    """Return a path as UTF-8 text; other bytes in hexadecimal after `//`."""
    raw = os.fsencode(path)
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return f"//{raw.hex()}"


def _as_path(text: str) -> str:
    """Return the path that was made a text."""
    is_hex = text.startswith("//")
    return os.fsdecode(bytes.fromhex(text[2:])) if is_hex else text


def _cut(path: str) -> None:
    """Keep the newest records; readers see the old file or the new one."""
    with open(path, "rb") as file:
        lines = file.read().splitlines(keepends=True)
    # The newest record stays, however long it is.
    kept, length = lines[-1:], len(lines[-1])
    for line in reversed(lines[:-1]):
        length += len(line)
        if length > _KEPT:
            break
        kept.insert(0, line)
    short = f"{path}.new"
    with suppress(FileNotFoundError):
        os.unlink(short)
    with open(os.open(short, system.CREATE, 0o600), "wb") as file:
        file.writelines(kept)
    system.replace(path, by=short)


def _fields(new: Record) -> dict[str, Any]:
    return {
        "key": new.key,
        "at": new.at,
        "kind": new.kind,
        "says": new.says.encode(errors="replace").decode(),
        "file": _as_text(new.file),
        "before": new.before,
        "after": new.after,
        "back": new.back,
        "changes": new.changes,
        "of": new.of,
        "gone": new.gone,
        "group": new.group,
    }


def _record(line: str) -> Record | None:
    """Return the record of a line; None of half a line, or one that is none of ours.

    Half a line is that of a machine that was switched off.
    """
    try:
        data = tomli.loads(f"it = {line}", parse_float=Decimal)["it"]
        found = Record(
            **data
            | {
                "file": _as_path(data["file"]),
                "before": Fingerprint(*data["before"]),
                "after": Fingerprint(*data["after"]),
                "back": tuple(Edit(*edit) for edit in data["back"]),
                "changes": tuple(Change(*change) for change in data["changes"]),
                "gone": tuple(data["gone"]),
            }
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return found if _is_typed(found) else None


def _is_typed(found: Record) -> bool:
    """Return whether each field holds what it is to hold."""
    fields = found._asdict()
    kinds = Record.__annotations__
    texts = [fields[name] for name, kind in kinds.items() if kind is str]
    at = fields["at"]
    return (
        all(isinstance(text, str) for text in (*texts, *found.gone))
        and isinstance(at, datetime)
        and at.tzinfo is not None
        and all(
            isinstance(value, kind)
            for part in (found.before, found.after, *found.back, *found.changes)
            for value, kind in zip(
                part, type(part).__annotations__.values(), strict=True
            )
        )
    )


def _rows(texts: Iterable[str]) -> dict[str, str]:
    found = {}
    for text in texts:
        with suppress(ValueError, AttributeError):  # of a text that is no row
            name = tomli.loads(f"it = {text}")["it"].get("id") if text else None
            if isinstance(name, str):
                found[name] = text
    return found
