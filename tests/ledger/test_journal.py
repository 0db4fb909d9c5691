import os
import signal
import stat
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltrack.ledger import journal
from goaltrack.ledger.edit import Change, Edit
from goaltrack.ledger.journal import (
    CHANGE,
    REDO,
    UNDO,
    Record,
    append,
    folder,
    forgetting,
    records,
    skipping,
    undoable,
    written,
)
from goaltrack.ledger.toml_text import inline_table
from systems import posix_only

FILE = "/x/goals.toml"


def made(
    kind: str = CHANGE, new: str = "", old: str = "", says: str = "add it"
) -> Record:
    change = Change("it", "progress", old, new, is_row=True)
    return journal.record(kind, says, FILE, ("a", "b"), [Edit(0, 1, "a")], [change])


def test_records_come_back_as_they_were_kept() -> None:
    """A journal is read as it was written, oldest first."""
    kept = [made(says=f"add {number}") for number in range(3)]
    for each in kept:
        append(FILE, each)
    found = records(FILE)
    assert [r._replace(at=r.at.replace(microsecond=0)) for r in kept] == found
    assert records("/other/goals.toml") == []


@posix_only
def test_a_folder_whose_name_is_no_text_keeps_its_journal() -> None:
    """The path comes back byte for byte, whatever the name of its folder is."""
    path = os.fsdecode(b"/x\xff/goals.toml")
    append(path, made()._replace(file=path))
    assert [record.file for record in records(path)] == [path]


@posix_only
def test_the_journal_is_the_users_own() -> None:
    """It lies in the state folder, not beside the ledger, and nobody else reads it."""
    append(FILE, made())
    [path] = Path(folder()).iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert Path(folder()).is_relative_to(Path.home())


@posix_only
@pytest.mark.parametrize("base", ["", "relative", None])
def test_the_state_folder(monkeypatch: pytest.MonkeyPatch, base: str | None) -> None:
    """XDG_STATE_HOME is used if it is absolute, as its specification says."""
    if base is not None:
        monkeypatch.setenv("XDG_STATE_HOME", base)
    assert folder() == os.path.join(os.environ["HOME"], ".local/state/goaltrack")
    monkeypatch.setenv("XDG_STATE_HOME", "/state")
    assert folder() == "/state/goaltrack"


@posix_only
@pytest.mark.parametrize("home", ["", "relative", None])
def test_a_home_that_is_not_said(
    monkeypatch: pytest.MonkeyPatch, home: str | None
) -> None:
    """Where HOME names no folder, the system is asked; no folder named ~ is made."""
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    if home is None:
        monkeypatch.delenv("HOME")
    else:
        monkeypatch.setenv("HOME", home)
    import pwd  # noqa: PLC0415 - there is none on Windows

    own = pwd.getpwuid(os.getuid()).pw_dir
    assert folder() == os.path.join(own, ".local/state/goaltrack")

    def unknown(_: int) -> None:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    with pytest.raises(FileNotFoundError):
        folder()
    assert records(FILE) == []


def test_half_a_line_is_passed_over() -> None:
    """A machine that was switched off in the middle loses that record only."""
    append(FILE, made(says="one"))
    [path] = Path(folder()).iterdir()
    with path.open("a", encoding="utf-8") as file:
        file.write('{ key = "x", at = 2026\n{ key = "y" }\n\xff\n')
    append(FILE, made(says="two"))
    assert [record.says for record in records(FILE)] == ["one", "two"]


def test_a_line_that_was_left_unfinished_swallows_nothing() -> None:
    """What is written after half a line is a record of its own."""
    append(FILE, made(says="one"))
    [path] = Path(folder()).iterdir()
    whole = path.read_bytes()
    append(FILE, made(says="two"))
    for cut in (1, 2, 40, len(path.read_bytes()) - len(whole) - 1):
        path.write_bytes((whole + whole.replace(b'"one"', b'"two"'))[:-cut])
        append(FILE, made(says="three"))
        said = [record.says for record in records(FILE)]
        assert said in (["one", "three"], ["one", "two", "three"])


@posix_only
def test_what_cannot_be_written_whole_is_not_written() -> None:
    """A full disk leaves no half record, and the error names the journal."""
    append(FILE, made(says="one"))
    [path] = Path(folder()).iterdir()
    before = path.read_bytes()
    import resource  # noqa: PLC0415 - there is none on Windows

    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    for room in (0, 1, 50):
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + room, most))
        try:
            with pytest.raises(OSError, match=r"File too large|No space") as caught:
                append(FILE, made(says="two"))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        assert caught.value.filename == str(path)
        assert path.read_bytes() == before
    signal.signal(signal.SIGXFSZ, handler)


LOCAL = datetime(2026, 1, 1)  # noqa: DTZ001 - a moment of no zone is what is tested
TYPES = [
    ("key", [1]), ("at", "x"), ("at", date(2026, 1, 1)), ("at", LOCAL),
    ("kind", 3), ("says", None), ("says", 4), ("file", 4), ("file", "//zz"),
    ("before", [1]), ("after", ["a", "b"]), ("back", [["a", "b", 3]]), ("back", [1]),
    ("changes", [[1, 2, 3, 4, True]]), ("changes", [["a"]]), ("gone", [[1]]),
    ("gone", 1), ("of", {}), ("group", 1), ("other", 1),
]  # fmt: skip


@pytest.mark.parametrize(("key", "value"), TYPES)
def test_a_record_of_other_types_is_passed_over(key: str, value: object) -> None:
    """A line that is valid TOML and no record of ours ends in no traceback."""
    append(FILE, made(says="one"))
    [path] = Path(folder()).iterdir()
    fields = {**journal._fields(made()), key: value}
    line = inline_table({k: v for k, v in fields.items() if v is not None})
    with path.open("a", encoding="utf-8") as file:
        file.write(f"{line}\n[\n" + "[" * 5000 + "\n")
    append(FILE, made(says="two"))
    assert [record.says for record in records(FILE)] == ["one", "two"]


def test_a_row_that_is_none_is_no_lost_entry() -> None:
    """Rows that cannot be read are not missed."""
    for text in ("{", "1", "{ id = 1 }", '{ id = "a" }'):
        append(FILE, made(new=text))
    assert list(written(records(FILE))) == ["a"]


def test_a_long_journal_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest records stay, whole."""
    monkeypatch.setattr(journal, "_LONGEST", 3000)
    monkeypatch.setattr(journal, "_KEPT", 1500)
    for number in range(40):
        append(FILE, made(says=str(number)))
    [path] = Path(folder()).iterdir()
    assert path.stat().st_size <= 3000
    numbers = [int(record.says) for record in records(FILE)]
    assert numbers == list(range(numbers[0], 40))
    assert numbers[0] > 0


def test_the_newest_record_is_kept_however_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A change that is longer than the journal may be can still be taken back."""
    monkeypatch.setattr(journal, "_LONGEST", 300)
    monkeypatch.setattr(journal, "_KEPT", 200)
    append(FILE, made(says="x" * 1000))
    append(FILE, made(says="y" * 1000))
    assert [record.says[0] for record in records(FILE)] == ["y"]
    [path] = Path(folder()).iterdir()
    assert os.name == "nt" or stat.S_IMODE(path.stat().st_mode) == 0o600


@given(st.text(st.characters(codec="utf-8")))
def test_any_text_comes_back(text: str) -> None:
    """Whatever a change holds, its record is one line that reads back."""
    record = made(new=f"{{ id = 'a' }} # {text}", says=text)
    line = inline_table(journal._fields(record))
    assert "\n" not in line
    found = journal._record(line)  # noqa: SLF001 - as above
    assert found is not None
    assert found.says == text
    assert found.changes == record.changes


def test_what_can_be_taken_back() -> None:
    """Each undo goes further back; a new change ends what could be brought back."""
    one, two = made(says="1"), made(says="2")
    undo = made(UNDO)._replace(of=two.key)
    more = made(UNDO)._replace(of=one.key)
    redo = made(REDO)._replace(of=undo.key)
    assert undoable([one, two]) == ([one, two], [])
    assert undoable([one, two, undo]) == ([one], [undo])
    assert undoable([one, two, undo, more]) == ([], [undo, more])
    assert undoable([one, two, undo, redo]) == ([one, redo], [])
    assert undoable([one, two, undo, made()])[1] == []
    # A change that another process made meanwhile is not what was taken back.
    assert undoable([one, two, more]) == ([two], [more])
    assert undoable([one, two, skipping(two)]) == ([one], [])
    assert undoable([one, two, undo, skipping(undo)]) == ([one], [])
    assert undoable([undo, redo, forgetting(FILE, ["a"])]) == ([], [])


def test_which_entries_should_be_there() -> None:
    """An entry counts as written until it is taken back, replaced or forgotten."""
    one, two = made(new='{ id = "a" }'), made(new='{ id = "b" }')
    assert list(written([one, two])) == ["a", "b"]
    assert list(written([one, two, made(UNDO, old='{ id = "b" }')])) == ["a"]
    assert list(written([one, two, forgetting(FILE, ["a"])])) == ["b"]
    assert list(written([made(new='{ id = "a" }', old='{ id = "a", x = 1 }')])) == ["a"]
    assert list(written([made(new="{ x = 1 }")])) == []


def test_the_moment_is_in_utc() -> None:
    """A record says when, wherever the machine is."""
    assert abs((datetime.now(UTC) - made().at).total_seconds()) < 60
