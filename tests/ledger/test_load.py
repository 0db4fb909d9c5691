import os
from pathlib import Path

import pytest

from goaltrack.errors import BadLedger, Inaccessible
from goaltrack.ledger.find import read_bytes
from goaltrack.ledger.load import load, parse
from goaltrack.ledger.positions import Lines
from goaltrack.ledger.problems import excerpt
from systems import posix_only

F = "format = 1\n"
GOOD = 'format = 1\n[goals.it]\ntitle = "经济"\nkind = "level"\ntarget = 5\n'


def said(text: str | bytes, language: str = "en") -> str:
    """The message about a ledger that is not sound."""
    path = Path("bad.toml")
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(BadLedger) as caught:
        load("bad.toml")
    return caught.value.say(language)


def test_a_sound_ledger() -> None:
    """A file is read as it is: bytes, text, data and what it says."""
    Path("goals.toml").write_bytes(GOOD.encode())
    [document], ledger = load("goals.toml")
    assert document.raw.decode() == document.text == GOOD
    assert ledger.goals["it"].title == "经济"


def test_byte_order_mark_and_crlf() -> None:
    """A file from a Windows editor reads the same, and its places are right."""
    raw = b"\xef\xbb\xbf" + GOOD.replace("\n", "\r\n").encode()
    Path("goals.toml").write_bytes(raw)
    [document], ledger = load("goals.toml")
    assert document.raw == raw
    assert ledger.goals["it"].target == 5
    assert said(raw + b"nmae = 5\r\n").startswith("bad.toml:6:1: goal it: ")


def test_problems_are_shown_with_their_places() -> None:
    """Each problem has its line, its column in characters and a caret under it."""
    text = GOOD + 'progress = [\n  { note = "数字", valeu = 3, on = 2023-01-01 },\n]\n'
    assert said("titel = 'x'\n" + text) == (
        "bad.toml:1:1: unknown key 'titel'; did you mean 'title'?\n"
        "    1 | titel = 'x'\n"
        "      | ^\n"
        "bad.toml:8:18: goal it, entry 1: unknown key 'valeu'; did you mean 'value'?\n"
        '    8 |   { note = "数字", valeu = 3, on = 2023-01-01 },\n'
        "      |                    ^"
    )
    assert said("titel = 'x'\n" + text, "zh").splitlines()[0] == (
        "bad.toml:1:1: 未知的键“titel”；是否应为“title”？"
    )


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("format = 1\n[sources.s]\nurl = 5", "bad.toml:3:7: source s, url: "),
        ("format = 1\n[goals.a.baseline]\nvalue='x'", "bad.toml:2:8: goal a: "),
        (GOOD + "baseline = { value = 1 }", "bad.toml:6:12: goal it, baseline: "),
        (
            GOOD + "plan = [{on=2023-01-01, value=''}]",
            "bad.toml:6:31: goal it, plan.0.value: ",
        ),
        ("", "bad.toml:1:1: 'format' is missing"),
        (F + "a = ", "bad.toml:2:5: not TOML: this is no value"),
        (F + "a = 1\nb = [1, 2", "bad.toml:3:10: not TOML: "),
        (F + "x = 1\r\ny = \r\n", "bad.toml:3:5: not TOML: "),
        (F + "[a.b]\n[a.b]\n", "bad.toml:3:1: [a.b] stands here a second time"),
        (b'format = 1\na = "\xff"', "bad.toml:2:6: this is not UTF-8 text: "),
        (b"\xff\xfea\x00", "bad.toml:1:1: this is not a goaltrack ledger"),
        (
            F + "a = 1\n<<<<<<< x\n",
            "bad.toml:3:1: a merge conflict is left in lines 3 to 3: ",
        ),
        (F + "a = 1" + "0" * 5000, "bad.toml:1:1: a number is too long"),
        (F + "a = " + "[" * 5000, "bad.toml:1:1: this is nested too deeply"),
    ],
)
def test_what_is_no_ledger_is_told_with_its_place(
    text: str | bytes, first: str
) -> None:
    """Whatever a file holds, one line says what is wrong and where."""
    lines = said(text).splitlines()
    assert any(line.startswith(first) for line in lines), lines


@posix_only
@pytest.mark.parametrize(
    "name", ["/dev/zero", "/dev/null", ".", "missing", "a\0b", "pipe"]
)
def test_what_is_no_file_is_refused(name: str) -> None:
    """A device, a folder, a pipe or nothing is no ledger, and none of them hangs."""
    os.mkfifo("pipe")
    with pytest.raises(Inaccessible, match="cannot read"):
        read_bytes(name)


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file or a ledger larger than any kept by hand is refused."""
    Path("goals.toml").write_text(GOOD, encoding="utf-8")
    with monkeypatch.context() as patch:
        defaults = {"limit": 10, "beneath": None}
        patch.setattr(read_bytes, "__kwdefaults__", defaults)
        with pytest.raises(Inaccessible, match="larger than 0 MB"):
            load("goals.toml")
    monkeypatch.setattr("goaltrack.ledger.load.MOST_ENTRIES", 0)
    text = GOOD + "progress = [{ on = 2023-01-01, value = 1 }]"
    too_many = "bad.toml:1:1: there are more than 2,000,000 entries"
    assert said(text).startswith(too_many)
    braces = GOOD + f"# {'{' * 1001}\n"
    assert said(braces).startswith(too_many)


def test_a_long_line_is_cut_around_its_place() -> None:
    """A problem in a line of thousands of characters shows its surroundings."""
    text = f"{'a' * 500}X{'b' * 500}\n"
    line, caret = excerpt(Lines(text), 500).splitlines()
    assert len(line) < 120
    assert line[caret.index("^")] == "X"
    line, caret = excerpt(Lines(f"X{'b' * 500}"), 0).splitlines()
    assert line[caret.index("^")] == "X"


def test_what_a_terminal_would_obey_is_not_shown() -> None:
    """The excerpt of a hostile line is harmless, and its caret still right."""
    text = said(GOOD + "nmae = '\u202e\u200b'\n")
    assert all(char.isprintable() or char == "\n" for char in text)


def test_data_are_as_the_reader_gives_them() -> None:
    """Parsing alone judges nothing."""
    assert parse("x", b"a = 1.10").data["a"].as_tuple().exponent == -2


def test_each_conflict_is_told_with_its_lines() -> None:
    """Each conflict that a merge has left is named by its lines, first to last."""
    text = GOOD + (
        "<<<<<<< ours\nnote = 'a'\n||||||| base\n=======\nnote = 'b'\n>>>>>>> theirs\n"
        "unit = 'km'\n<<<<<<< ours\n=======\n>>>>>>> theirs\n"
    )
    lines = [line for line in said(text).splitlines() if line.startswith("bad.toml")]
    assert [line.split(": settle")[0] for line in lines] == [
        "bad.toml:6:1: a merge conflict is left in lines 6 to 11",
        "bad.toml:13:1: a merge conflict is left in lines 13 to 15",
    ]
    assert said(text.replace("\n", "\r\n")).startswith("bad.toml:6:1: a merge conflict")
    assert "not TOML" in said("x =\n" + text)
    quoted = GOOD + 'note = """\n<<<<<<< ours\n"""\n'
    Path("goals.toml").write_text(quoted, encoding="utf-8")
    assert load("goals.toml").ledger.goals["it"].note == "<<<<<<< ours\n"


def test_a_file_that_is_being_saved_is_read_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An editor that saves in place is given a moment to finish."""
    path = Path("goals.toml")
    path.write_text(GOOD[:20], encoding="utf-8")
    monkeypatch.setattr("goaltrack.ledger.load.PATIENCE", 5)
    monkeypatch.setattr("time.sleep", lambda _: path.write_text(GOOD, encoding="utf-8"))
    assert load("goals.toml").ledger.goals["it"].target == 5
    path.write_text(GOOD[:20], encoding="utf-8")
    os.utime(path, (1, 1))
    with pytest.raises(BadLedger):
        load("goals.toml")


@pytest.mark.parametrize("padding", ["", "# " + "x" * 300_000 + "\n"])
def test_a_number_without_end_is_refused_with_its_place(
    tmp_path: Path, padding: str
) -> None:
    """An exponent that no number can have is a mistake of the ledger, like infinity."""
    path = tmp_path / "goals.toml"
    goal = (
        '[goals.it]\ntitle = "It"\nkind = "level"\ntarget = -1e55292164868960000000\n'
    )
    path.write_text(f"format = 1\n{padding}{goal}", encoding="utf-8")
    with pytest.raises(BadLedger, match="a value must be a finite number") as caught:
        load(str(path))
    assert caught.value.findings[0].line == 5 + bool(padding)
