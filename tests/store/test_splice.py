from datetime import date
from decimal import Decimal

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from goaltrack.store.splice import NoPlace, append, new_id, row

ROW = '{ id = "new", on = 2023-01-01, value = 5 }'

# How progress may be written, and how it is written with one more row.
STYLES = {
    "none": (
        "[goals.it]\ntitle = 'x'\n",
        "[goals.it]\ntitle = 'x'\nprogress = [\n  ROW,\n]\n",
    ),
    "none, and no line end": (
        "[goals.it]\ntitle = 'x'",
        "[goals.it]\ntitle = 'x'\nprogress = [\n  ROW,\n]",
    ),
    "none, with a comment and another goal after it": (
        "[goals.it]\ntitle = 'x' # why\n\n# the other\n[goals.b]\n",
        "[goals.it]\ntitle = 'x' # why\nprogress = [\n  ROW,\n]\n\n# the other\n[goals.b]\n",
    ),
    "none, with a table of its own": (
        "[goals.it]\ntitle = 'x'\n[goals.it.baseline]\nvalue = 1\n",
        "[goals.it]\ntitle = 'x'\nprogress = [\n  ROW,\n]\n[goals.it.baseline]\nvalue = 1\n",
    ),
    "only a header": ("[goals.it]\n", "[goals.it]\nprogress = [\n  ROW,\n]\n"),
    "empty": (
        "[goals.it]\nprogress = []\n",
        "[goals.it]\nprogress = [\n  ROW,\n]\n",
    ),
    "empty with a blank": (
        "[goals.it]\nprogress = [ ] # none yet\n",
        "[goals.it]\nprogress = [\n  ROW,\n] # none yet\n",
    ),
    "empty, bracket below": (
        "[goals.it]\nprogress = [\n]\n",
        "[goals.it]\nprogress = [\n  ROW,\n]\n",
    ),
    "empty with a comment": (
        "[goals.it]\nprogress = [\n  # none yet\n]\n",
        "[goals.it]\nprogress = [\n  # none yet\n  ROW,\n]\n",
    ),
    "the usual form": (
        "[goals.it]\nprogress = [\n  { a = 1 },\n]\n",
        "[goals.it]\nprogress = [\n  { a = 1 },\n  ROW,\n]\n",
    ),
    "another indent": (
        "[goals.it]\nprogress = [\n\t{ a = 1 },\n]\n",
        "[goals.it]\nprogress = [\n\t{ a = 1 },\n\tROW,\n]\n",
    ),
    "an indented table": (
        "[goals.it]\n    progress = [\n    ]\n",
        "[goals.it]\n    progress = [\n      ROW,\n    ]\n",
    ),
    "no comma after the last": (
        "[goals.it]\nprogress = [\n  { a = 1 }\n]\n",
        "[goals.it]\nprogress = [\n  { a = 1 },\n  ROW,\n]\n",
    ),
    "no comma, and a comment": (
        "[goals.it]\nprogress = [\n  { a = 1 } # one\n  # two\n]\n",
        "[goals.it]\nprogress = [\n  { a = 1 }, # one\n  # two\n  ROW,\n]\n",
    ),
    "one line": (
        "[goals.it]\nprogress = [{ a = 1 }, { a = 2 }] # x\nz = 1\n",
        "[goals.it]\nprogress = [{ a = 1 }, { a = 2 },\n  ROW,\n] # x\nz = 1\n",
    ),
    "one line with a comma": (
        "[goals.it]\nprogress = [ { a = 1 }, ]\n",
        "[goals.it]\nprogress = [ { a = 1 },\n  ROW,\n]\n",
    ),
    "bracket behind the last row": (
        "[goals.it]\nprogress = [\n  { a = 1 }]\n",
        "[goals.it]\nprogress = [\n  { a = 1 },\n  ROW,\n]\n",
    ),
    "in an inline table": (
        "goals = { it = { progress = [\n  { a = 1 },\n] } }\n",
        "goals = { it = { progress = [\n  { a = 1 },\n  ROW,\n] } }\n",
    ),
    "CRLF": (
        "[goals.it]\r\nprogress = [\r\n  { a = 1 },\r\n]\r\n",
        "[goals.it]\r\nprogress = [\r\n  { a = 1 },\r\n  ROW,\r\n]\r\n",
    ),
    "CRLF, none": (
        "[goals.it]\r\ntitle = 'x'\r\n",
        "[goals.it]\r\ntitle = 'x'\r\nprogress = [\r\n  ROW,\r\n]\r\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), STYLES.values(), ids=STYLES.keys())
def test_a_row_joins_in_the_style_of_the_text(before: str, after: str) -> None:
    """One row is added in the form that is there, and every other character stays."""
    text = append(before, "it", ROW)
    assert text == after.replace("ROW", ROW)
    assert tomli.loads(text)["goals"]["it"]["progress"][-1] == {
        "id": "new",
        "on": date(2023, 1, 1),
        "value": 5,
    }


@pytest.mark.parametrize(
    "text",
    [
        "goals.it.title = 'x'\n",
        "[goals]\nit = { title = 'x' }\n",
        "[[goals.it.progress]]\na = 1\n",
        "[goals.it.progress]\na = 1\n",
        "[goals.it]\nprogress = 5\n",
        "[goals.it]\nprogress.x = 5\n",
    ],
)
def test_other_forms_take_no_row(text: str) -> None:
    """Where a row cannot be added safely, nothing is guessed."""
    with pytest.raises(NoPlace):
        append(text, "it", ROW)


_comments = st.sampled_from(["", " # c", "\n  # { x = 1 },", "\n"])
_rows = st.lists(
    st.tuples(
        st.sampled_from(["", "\n", "\n  ", "\n\t", " "]),
        st.sampled_from(["{ a = 1 }", "{a=2023-01-01}", "{ a = '] }' }", "{}"]),
        st.sampled_from(["", " "]),
    ),
    max_size=4,
)
_ends = st.sampled_from(["", " ", "\n", "\n  ", " # end\n", "\n# end\n\n"])
_eols = st.sampled_from(["\n", "\r\n"])


@given(
    _rows,
    st.booleans(),
    _ends,
    st.sampled_from(["", "\n", "\n\n[goals.b]\nx = 1\n"]),
    _eols,
)
def test_any_array_takes_a_row(
    rows: list[tuple[str, str, str]], comma: bool, end: str, tail: str, eol: str
) -> None:
    """However an array is written, the old data and one row are what is read after."""
    body = ",".join("".join(parts) for parts in rows) + ("," if comma and rows else "")
    text = f"# head\n[goals.it] # it\nprogress = [{body}{end}]{tail}".replace("\n", eol)
    before = tomli.loads(text)
    after = append(text, "it", ROW)
    data = tomli.loads(after)
    assert data["goals"]["it"]["progress"].pop()["id"] == "new"
    assert data == before
    assert (after.count("\r\n") == after.count("\n")) or eol == "\n"
    assert after.endswith(text[text.rindex("]" + tail.replace("\n", eol)) :])


@given(st.text())
def test_any_text_is_written_so_that_it_reads_back(text: str) -> None:
    """A note comes back as it was given, and shows no character that hides."""
    if any("\ud800" <= char <= "\udfff" for char in text):
        return
    line = row({"note": text})
    assert tomli.loads(f"it = {line}")["it"] == {"note": text}
    assert line.isprintable()


@given(st.decimals(allow_nan=False, allow_infinity=False, places=9, max_value=10**14))
def test_any_number_is_written_exactly(number: Decimal) -> None:
    """A value comes back digit for digit."""
    line = row({"value": number, "on": date(2023, 1, 1), "done": True, "x": None})
    read = tomli.loads(f"it = {line}", parse_float=Decimal)["it"]
    assert read == {"value": number, "on": date(2023, 1, 1), "done": True}
    assert read["value"].as_tuple() == number.as_tuple()


def test_ids_are_random_and_new() -> None:
    """An id is eight letters and digits, and never one that is taken."""
    ids = {new_id({}) for _ in range(200)}
    assert len(ids) == 200
    assert all(len(name) == 8 and name.isalnum() and name.isascii() for name in ids)


def test_a_taken_id_is_not_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Should chance give a taken id, another one is drawn."""
    draws = iter([bytes(8), bytes([1] * 8)])
    monkeypatch.setattr("os.urandom", lambda _: next(draws))
    assert new_id({"aaaaaaaa": 1}) == "bbbbbbbb"
