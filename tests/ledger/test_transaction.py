import os
from pathlib import Path

import pytest

from conftest import REPOSITORY
from goaltrack.errors import (
    BadLedger,
    LedgerMoved,
    NotEditable,
    NotSound,
)
from goaltrack.ledger import journal, transaction
from goaltrack.ledger.edit import Change, Edit, StaleEdit, apply_edits
from goaltrack.ledger.files import TempFile
from goaltrack.ledger.load import Book, load, parse
from goaltrack.ledger.transaction import (
    Draft,
    Note,
    commit,
    difference,
    infer_changes,
    inverse_edits,
    merge_into_file,
    minimal_edit,
    prepare,
    prepare_exact,
    prepare_text,
)

TEXT = 'format = 1\n[goals.it]\ntitle = "It"\nkind = "level"\ntarget = 5\n'
ROWS = TEXT + "progress = [\n  { on = 2023-01-01, value = 1 },\n]\n"
NOTE = Change("it", "progress", "", '{ note = "x", period = "2023" }', is_row=True)
LEDGER = Path("goals.toml")


def book(text: str, encoding: str = "utf-8") -> Book:
    LEDGER.write_bytes(text.encode(encoding))
    return load("goals.toml")


@pytest.mark.parametrize("text", [TEXT, ROWS])
def test_the_next_content_says_one_entry_more(text: str) -> None:
    """A prepared entry stands last in the new content, and the file is untouched."""
    draft = prepare(book(text), 0, [NOTE])
    assert draft.ledger.goals["it"].progress[-1].note == "x"
    assert draft.content.decode().endswith('{ note = "x", period = "2023" },\n]\n')
    assert LEDGER.read_text(encoding="utf-8") == text


def test_a_byte_order_mark_stays() -> None:
    """A file with a byte order mark keeps it, and gets no second one."""
    draft = prepare(book(ROWS, "utf-8-sig"), 0, [NOTE])
    assert draft.content.startswith(b"\xef\xbb\xbfformat")
    assert draft.content.count(b"\xef\xbb\xbf") == 1
    edited = prepare_text(draft.book, draft.document, ROWS.replace("5", "6"))
    assert edited.content == b"\xef\xbb\xbf" + ROWS.replace("5", "6").encode()


@pytest.mark.parametrize(
    ("change", "by_hand"),
    [
        (NOTE, '{ note = "x", period = "2023" }'),
        (Change("it", "note", "", '"x"'), 'note = "x"'),
        (Change("it", "title", '"It"', ""), '# - "It"'),
    ],
)
def test_a_form_that_takes_no_change_is_refused(change: Change, by_hand: str) -> None:
    """The refusal names the line and gives the text to write by hand."""
    text = 'format = 1\n[goals]\nit = { title = "It", kind = "milestone" }\n'
    with pytest.raises(NotEditable) as caught:
        prepare(book(text), 0, [change])
    assert str(caught.value) == (
        f"goals.toml:3: the goal has no [goals.it] header to add {change.key} under\n"
        f"nothing was written; write this by hand:\n{by_hand}"
    )


@pytest.mark.parametrize(
    "wrong",
    [
        "no TOML",
        ROWS.replace("target = 5", "target = 6").replace("},\n]", "},\n{ROW},\n]"),
        ROWS.replace("value = 1", "value = 1.0").replace("},\n]", "},\n{ROW},\n]"),
        ROWS,
        ROWS.replace("},\n]", '},\n{ period = "2023", note = "y" },\n]'),
        ROWS.replace("},\n]", "},\n{ROW},\n]").replace("format", "x = 1\nformat"),
    ],
)
def test_what_would_not_read_back_is_refused(
    monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    """Were the splice ever wrong, even by 1 for 1.0, nothing would be written."""
    text = wrong.replace("{ROW}", NOTE.new)
    monkeypatch.setattr(
        transaction, "plan_edits", lambda was, _: minimal_edit(was, text)
    )
    with pytest.raises(NotEditable):
        prepare(book(ROWS), 0, [NOTE])


def test_an_entry_that_the_ledger_must_not_have_is_refused() -> None:
    """A change that would make the ledger unsound is refused, and says why."""
    with pytest.raises(NotSound) as caught:
        prepare(book(ROWS), 0, [Change("it", "target", "5", "[1, 2]")])
    assert str(caught.value) == (
        'goal it, target: a target of two numbers needs aim = "within"\n'
        "nothing was written"
    )


def test_the_difference_is_one_line() -> None:
    """A dry run shows the row, and only the row, as added."""
    lines = difference(prepare(book(ROWS), 0, [NOTE])).splitlines()
    changed = [line for line in lines[2:] if line[:1] in "+-"]
    assert changed == ['+  { note = "x", period = "2023" },']
    assert difference(prepare(book(ROWS.rstrip()), 0, [NOTE])).endswith("]\n")


def test_a_change_is_made_on_what_is_there_now() -> None:
    """Where the ledger has moved on since it was read, what others wrote stays."""
    draft = prepare(book(ROWS), 0, [NOTE])
    moved = ROWS.replace("target = 5", "target = 7 # theirs")
    LEDGER.write_text(moved, encoding="utf-8")
    kept = commit(draft, Note("add it"))
    assert kept.journal_error == ""
    text = LEDGER.read_text(encoding="utf-8")
    assert "target = 7 # theirs" in text
    assert kept.draft.ledger.goals["it"].target == 7
    assert text.endswith('{ note = "x", period = "2023" },\n]\n')


def test_what_cannot_be_made_any_more_is_refused() -> None:
    """A change of what has gone meanwhile, or one made by hand, is not forced."""
    draft = prepare(book(ROWS), 0, [NOTE])
    other = ROWS.replace("goals.it", "goals.other")
    LEDGER.write_text(other, encoding="utf-8")
    with pytest.raises(StaleEdit):
        commit(draft, Note("add it"))
    LEDGER.write_text(ROWS, encoding="utf-8")
    edited = prepare_text(draft.book, draft.document, TEXT)
    LEDGER.write_text(other, encoding="utf-8")
    with pytest.raises(LedgerMoved):
        commit(edited, Note("edit"))
    LEDGER.write_text("x =", encoding="utf-8")
    with pytest.raises(BadLedger):
        commit(draft, Note("add it"))


def test_a_ledger_that_never_rests_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """After twenty tries on fresh content nothing is written, and that is said."""
    draft = prepare(book(ROWS), 0, [NOTE])
    tries = []

    def moved(path: str, *_: bytes) -> None:
        tries.append(path)
        raise LedgerMoved(path=path)

    monkeypatch.setattr(transaction, "replace", moved)
    with pytest.raises(LedgerMoved):
        commit(draft, Note("add it"))
    assert len(tries) == 20
    assert LEDGER.read_text(encoding="utf-8") == ROWS


def test_without_a_journal_the_change_is_written_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A change that cannot be journaled is still written, and the error is told."""
    monkeypatch.setenv("XDG_STATE_HOME", str(LEDGER.absolute()))
    kept = commit(prepare(book(ROWS), 0, [NOTE]), Note("add it"))
    assert kept.journal_error
    assert 'note = "x"' in LEDGER.read_text(encoding="utf-8")


def test_the_journal_leads_back() -> None:
    """The spans that a record keeps make of the new text the old one, to the byte."""
    text = ROWS.replace(",\n]", "]")
    commit(prepare(book(text), 0, [NOTE]), Note("add it"))
    [kept] = journal.records(os.path.realpath("goals.toml"))
    now = LEDGER.read_text(encoding="utf-8")
    assert apply_edits(now, kept.back) == text
    assert (kept.says, kept.kind, kept.rows) == ("add it", "change", {})
    draft = prepare_exact(load("goals.toml"), 0, [NOTE.inverse], kept.back)
    assert draft.content.decode() == text


def test_entries_taken_away_by_hand_are_known() -> None:
    """An edit that removes an entry is a wish: the journal does not miss it."""
    draft = prepare(
        book(ROWS), 0, [NOTE._replace(new='{ id = "a", period = "2023", note = "x" }')]
    )
    commit(draft, Note("add it"))
    path = os.path.realpath("goals.toml")
    assert list(journal.written(journal.records(path))) == ["a"]
    now = load("goals.toml")
    commit(prepare_text(now, now.documents[0], ROWS), Note("edit"))
    assert journal.written(journal.records(path)) == {}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("abc", "abc"),
        ("abc", "axc"),
        ("aa", "aaa"),
        ("", "x"),
        ("x", ""),
        ("abab", "ab"),
    ],
)
def test_the_one_span_that_differs(old: str, new: str) -> None:
    """Two texts differ in one span at most, and it leads from one to the other."""
    made = minimal_edit(old, new)
    assert apply_edits(old, made) == new
    assert len(made) == (old != new)
    assert apply_edits(new, inverse_edits(old, made)) == old


def test_several_spans_lead_back() -> None:
    """However the spans move each other, the way back is exact."""
    made = [Edit(1, 2, "xyz"), Edit(3, 3, "!"), Edit(0, 0, "<")]
    after = apply_edits("abcd", made)
    assert after == "<axyzc!d"
    assert apply_edits(after, inverse_edits("abcd", made)) == "abcd"


def test_only_the_file_that_holds_the_goal_is_written() -> None:
    """In a ledger of several files the others are not touched."""
    Path("parts").mkdir()
    part = Path("parts/a.toml")
    part.write_bytes(ROWS.encode())
    whole_ = book('format = 1\ninclude = ["parts/*.toml"]\n')
    draft = prepare(whole_, whole_.home("it"), [NOTE])
    LEDGER.write_text('format = 1 # x\ninclude = ["parts/*.toml"]\n', encoding="utf-8")
    assert isinstance(commit(draft, Note("add it")).draft, Draft)
    assert part.read_text(encoding="utf-8") == draft.content.decode()
    part.write_text(TEXT, encoding="utf-8")
    commit(draft, Note("add it"))
    assert 'note = "x"' in part.read_text(encoding="utf-8")
    LEDGER.write_text("format = 1\n", encoding="utf-8")
    part.write_text(TEXT, encoding="utf-8")
    with pytest.raises(LedgerMoved):
        commit(draft, Note("add it"))


def test_the_shipped_ledger_can_be_changed() -> None:
    """Every goal of the project's own ledger takes a new field and a row."""
    text = (REPOSITORY / "goals.toml").read_text(encoding="utf-8")
    found = book(text)
    for goal in found.ledger.goals:
        note = Change(goal, "note", "", '"x"')
        row = Change(
            goal, "progress", "", '{ on = 2023-01-01, note = "x" }', is_row=True
        )
        draft = prepare(
            found, 0, [row] if found.ledger.goals[goal].note else [note, row]
        )
        kept = [line for line in draft.content.decode().splitlines() if "x" not in line]
        assert set(kept) >= {line for line in text.splitlines() if "x" not in line}


@pytest.mark.parametrize("count", [60, pytest.param(500, marks=pytest.mark.slow)])
def test_whatever_is_written_between_stays(
    monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    """Each time, somebody saves between our reading and our rename; nothing is lost."""
    write = TempFile.write
    turns = iter(range(1000))

    def raced(beside: TempFile, content: bytes) -> None:
        write(beside, content)
        turn = next(turns)
        if not turn % 2:
            text = LEDGER.read_text(encoding="utf-8")
            LEDGER.write_text(f"# {turn}\n{text}", encoding="utf-8")

    found = book(TEXT)
    monkeypatch.setattr(TempFile, "write", raced)
    for number in range(count):
        row = f'{{ id = "r{number}", on = 2023-01-01, value = {number} }}'
        change = Change("it", "progress", "", row, is_row=True)
        commit(prepare(found, 0, [change]), Note("add it"))
    text = LEDGER.read_text(encoding="utf-8")
    assert text.count("# ") == count
    assert len(load("goals.toml").ledger.goals["it"].progress) == count


def test_a_goal_of_many_rows_is_changed_without_reading_each() -> None:
    """The rows are the same text before and after; only the target is another."""
    rows = "".join(f"  {{ on = 2023-01-01, value = {n} }},\n" for n in range(2000))
    text = f"{TEXT}progress = [\n{rows}]\n"
    draft = prepare(book(text), 0, [Change("it", "target", "5", "6")])
    assert draft.content.decode() == text.replace("target = 5", "target = 6")


def test_an_edited_text_is_merged_into_what_the_file_holds_now() -> None:
    """Both changes are in; None where they meet, or the file is no longer sound."""
    found = book(ROWS)
    draft = prepare_text(found, found.documents[0], ROWS.replace("= 5", "= 6"))
    LEDGER.write_bytes(ROWS.replace('"It"', '"That"').encode())
    joined = merge_into_file(draft)
    assert joined is not None
    both = ROWS.replace('"It"', '"That"').replace("= 5", "= 6")
    assert joined.content.decode() == both
    for now in (ROWS.replace("= 5", "= 7"), "no TOML"):
        LEDGER.write_text(now, encoding="utf-8")
        assert merge_into_file(draft) is None


def test_an_edited_part_that_is_no_longer_included_is_merged_into_nothing() -> None:
    """A file that left the ledger meanwhile has no place in it."""
    Path("part.toml").write_bytes(ROWS.encode())
    found = book('format = 1\ninclude = ["part.toml"]\n')
    draft = prepare_text(found, found.documents[1], ROWS.replace("= 5", "= 6"))
    LEDGER.write_text("format = 1\n", encoding="utf-8")
    assert merge_into_file(draft) is None


def test_an_edit_is_told_as_changes_where_it_can_be() -> None:
    """An edit is told as changes only if it touches just goals in their usual form."""
    blocks = TEXT + "[[goals.it.progress]]\non = 2023-01-01\nvalue = 1\n"
    inline = 'format = 1\n[goals]\nit = { title = "It", kind = "milestone" }\n'
    for old, new, count in (
        (inline, inline.replace(" }", ', note = "x" }'), 0),
        (ROWS, ROWS.replace("= 5", "= 6"), 1),
        (ROWS, ROWS.replace("= 5", "= 6").replace("[goals", "# c\n[goals"), 1),
        (ROWS, ROWS.replace("format", 'title = "T"\nformat'), 0),
        (blocks, blocks.replace("value = 1", "value = 2"), 0),
        (
            ROWS,
            'format = 1\ngoals = { it = { title = "It", kind = "level", target = 5 } }',
            0,
        ),
    ):
        pair = [parse("goals.toml", text.encode()) for text in (old, new)]
        assert len(infer_changes(*pair)) == count
    sound = parse("goals.toml", ROWS.encode())
    assert infer_changes(sound._replace(data={}), sound) == ()
