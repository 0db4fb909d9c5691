from pathlib import Path

import pytest

from goaltrack.errors import CannotSplice, WouldCorrupt
from goaltrack.store import record
from goaltrack.store.read import Document, load
from goaltrack.store.record import difference, prepare

TEXT = 'format = 1\n[goals.it]\ntitle = "It"\nkind = "level"\ntarget = 5\n'
ROWS = TEXT + "progress = [\n  { on = 2023-01-01, value = 1 },\n]\n"


def document(text: str, encoding: str = "utf-8") -> Document:
    Path("goals.toml").write_bytes(text.encode(encoding))
    return load("goals.toml")[0]


@pytest.mark.parametrize("text", [TEXT, ROWS])
def test_the_next_content_says_one_entry_more(text: str) -> None:
    """What is to be written was read back: the old data and exactly this entry."""
    after = prepare(document(text), "it", {"note": "x", "period": "2023"})
    assert after.ledger.goals["it"].progress[-1].note == "x"
    assert after.content.decode().endswith('{ note = "x", period = "2023" },\n]\n')
    assert Path("goals.toml").read_text(encoding="utf-8") == text


def test_a_byte_order_mark_stays() -> None:
    """A file with a byte order mark keeps it, and gets no second one."""
    after = prepare(document(ROWS, "utf-8-sig"), "it", {"period": "2023", "note": "x"})
    assert after.content.startswith(b"\xef\xbb\xbfformat")
    assert after.content.count(b"\xef\xbb\xbf") == 1


def test_a_form_that_takes_no_row_is_refused() -> None:
    """The refusal names the line and gives the row to add by hand."""
    text = TEXT.replace("[goals.it]", "[goals]\nit = {").replace("\ntitle", " title")
    text = text.replace('"It"\nkind', '"It", kind').replace(
        '"level"\ntarget', '"level", target'
    )
    with pytest.raises(CannotSplice) as caught:
        prepare(document(text.rstrip() + " }\n"), "it", {"period": "2023", "note": "x"})
    assert str(caught.value) == (
        "goals.toml:3: the goal has no [goals.it] header to add progress under\n"
        'nothing was written; add this row by hand:\n{ period = "2023", note = "x" }'
    )


@pytest.mark.parametrize(
    "wrong",
    [
        "no TOML",
        ROWS.replace("target = 5", "target = 6").replace("]\n", "{ROW},\n]\n"),
        ROWS.replace("value = 1", "value = 1.0").replace("]\n", "{ROW},\n]\n"),
        ROWS,
        ROWS.replace("]\n", '{ period = "2023", note = "y" },\n]\n'),
    ],
)
def test_what_would_not_read_back_is_refused(
    monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    """Were the splice ever wrong, even by 1 for 1.0, nothing would be written."""
    monkeypatch.setattr(
        record, "append", lambda _text, _goal, new: wrong.replace("{ROW}", new)
    )
    with pytest.raises(WouldCorrupt):
        prepare(document(ROWS), "it", {"period": "2023", "note": "x"})


def test_an_entry_that_the_ledger_must_not_have_is_refused() -> None:
    """An entry that would make the ledger unsound is not written."""
    with pytest.raises(WouldCorrupt):
        prepare(document(ROWS), "it", {"period": "2023", "done": True})


def test_the_difference_is_one_line() -> None:
    """A dry run shows the row, and only the row, as added."""
    before = document(ROWS)
    after = prepare(before, "it", {"period": "2023", "note": "x"})
    lines = difference(before, after.content).splitlines()
    changed = [line for line in lines[2:] if line[:1] in "+-"]
    assert changed == ['+  { period = "2023", note = "x" },']
    last = document(ROWS.rstrip())
    assert difference(
        last, prepare(last, "it", {"period": "2023", "note": "x"}).content
    )
