from datetime import date
from decimal import Decimal

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from goaltrack.ledger.edit import (
    Change,
    NoPlace,
    StaleEdit,
    apply_edits,
    expected,
    plan_edits,
    source_text,
)
from goaltrack.ledger.toml_text import goal_table, inline_table, new_id, to_toml
from goaltrack.model.ledger import Aim

ROW = '{ id = "new", on = 2023-01-01, value = 5 }'


def append(text: str, *rows: str) -> str:
    """The text with these rows at the end of the goal's progress."""
    changes = [Change("it", "progress", "", new, is_row=True) for new in rows]
    return apply_edits(text, plan_edits(text, changes))


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
    text = append(before, ROW)
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
        append(text, ROW)


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
    after = append(text, ROW)
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
    line = inline_table({"note": text})
    assert tomli.loads(f"it = {line}")["it"] == {"note": text}
    assert line.isprintable()


@given(st.decimals(allow_nan=False, allow_infinity=False, places=9, max_value=10**14))
def test_any_number_is_written_exactly(number: Decimal) -> None:
    """A value comes back digit for digit."""
    line = inline_table(
        {"value": number, "on": date(2023, 1, 1), "done": True, "x": None}
    )
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


HEAD = '[goals.it] # head\ntitle = "It" # t\ntarget = 5\n'
ROWS = "progress = [\n  { id = 'a', v = 1 }, # one\n  { id = 'b', v = 2 },\n]\n"


def changed(text: str, *change: Change) -> str:
    """The text with the changes made, which read back as they say."""
    after = apply_edits(text, plan_edits(text, change))
    want = expected(tomli.loads(text, parse_float=Decimal), change)
    assert {"goals": {}} | tomli.loads(after, parse_float=Decimal) == want
    return after


VALUES = {
    "replaced": (
        Change("it", "target", "5", "6"),
        HEAD + ROWS,
        "target = 5",
        "target = 6",
    ),
    "added before the rows": (
        Change("it", "note", "", '"x"'),
        HEAD + ROWS,
        "target = 5\n",
        'target = 5\nnote = "x"\n',
    ),
    "added where there is nothing else": (
        Change("it", "note", "", '"x"'),
        "[goals.it] # head\n" + ROWS,
        "# head\n",
        '# head\nnote = "x"\n',
    ),
    "added behind a key in parts": (
        Change("it", "note", "", '"x"'),
        HEAD + "baseline.on = 2023-01-01\nbaseline.value = 1 # b\n" + ROWS,
        "# b\n",
        '# b\nnote = "x"\n',
    ),
    "added before a table of its own": (
        Change("it", "note", "", '"x"'),
        HEAD + "[goals.it.baseline]\nvalue = 1\n",
        "target = 5\n",
        'target = 5\nnote = "x"\n',
    ),
    "taken away": (Change("it", "target", "5", ""), HEAD + ROWS, "target = 5\n", ""),
    "taken away beside a comment": (
        Change("it", "title", '"It"', ""),
        HEAD + ROWS,
        'title = "It" # t',
        "# t",
    ),
    "revisions before the rows": (
        Change("it", "revisions", "", "{ on = 2023-01-01 }", is_row=True),
        HEAD + ROWS,
        "progress",
        "revisions = [\n  { on = 2023-01-01 },\n]\nprogress",
    ),
    "a row taken away": (
        Change("it", "progress", "{ id = 'b', v = 2 }", "", is_row=True),
        HEAD + ROWS,
        "  { id = 'b', v = 2 },\n",
        "",
    ),
    "a row taken away beside a comment": (
        Change("it", "progress", "{ id = 'a', v = 1 }", "", is_row=True),
        HEAD + ROWS,
        "  { id = 'a', v = 1 }, # one",
        "  # one",
    ),
    "a row of one line taken away": (
        Change("it", "progress", "{ v = 2 }", "", is_row=True),
        HEAD + "progress = [{ v = 1 }, { v = 2 }]\n",
        "{ v = 1 }, { v = 2 }",
        "{ v = 1 }, ",
    ),
    "a row replaced": (
        Change(
            "it", "progress", "{ id = 'b', v = 2 }", "{ id = 'b', v = 3 }", is_row=True
        ),
        HEAD + ROWS,
        "v = 2",
        "v = 3",
    ),
    "a goal at the end": (
        Change("new", "", "", goal_table("new", {"target": "1"})),
        HEAD,
        HEAD,
        HEAD + "\n[goals.new]\ntarget = 1\nprogress = [\n]\n",
    ),
    "a goal behind a blank line": (
        Change("new", "", "", "[goals.new]"),
        HEAD + "\n",
        HEAD + "\n",
        HEAD + "\n[goals.new]\n",
    ),
    "a goal where no line ends": (
        Change("new", "", "", "[goals.new]"),
        HEAD.rstrip(),
        "target = 5",
        "target = 5\n\n[goals.new]",
    ),
    "a first goal": (
        Change("new", "", "", "[goals.new]"),
        "\n",
        "\n",
        "\n[goals.new]\n",
    ),
    "a goal taken away": (
        Change("it", "", "[goals.it]\nx = 1", ""),
        "a = 1\n\n[goals.it]\nx = 1\n\n# two\n[goals.b]\n",
        "\n[goals.it]\nx = 1\n",
        "",
    ),
    "a goal taken away that stands first": (
        Change("it", "", "[goals.it]\nx = 1", ""),
        "[goals.it]\nx = 1\n",
        "[goals.it]\nx = 1\n",
        "",
    ),
    "a goal in the place of another": (
        Change("it", "", "[goals.it]\nx = 1", "[goals.it]\nx = 2"),
        "[goals.it]\nx = 1\n",
        "x = 1",
        "x = 2",
    ),
}


@pytest.mark.parametrize(("change", "text", "old", "new"), VALUES.values(), ids=VALUES)
@pytest.mark.parametrize("eol", ["\n", "\r\n"])
def test_a_change_touches_its_place_only(
    change: Change, text: str, old: str, new: str, eol: str
) -> None:
    """Only the text of the change is another one; comments and line ends stay."""
    text, old, new = (part.replace("\n", eol) for part in (text, old, new))
    assert changed(text, change) == text.replace(old, new, 1)


@pytest.mark.parametrize("change", [each[0] for each in VALUES.values()], ids=VALUES)
def test_a_change_can_be_taken_back(change: Change) -> None:
    """A change and its inverse leave the data as they were."""
    text = next(each[1] for each in VALUES.values() if each[0] == change)
    if "\n[goals.it]\nx = 1\n\n# two" in text:
        text = text.replace("\n# two", "")
    after = apply_edits(text, plan_edits(text, [change]))
    again = apply_edits(after, plan_edits(after, [change.inverse]))
    data = tomli.loads(again).get("goals", {})
    for goal in data.values():
        # An array that was made for the row stays, and says nothing.
        if goal.get("revisions") == []:
            del goal["revisions"]
    rows = [sorted(map(str, goal.get("progress", []))) for goal in data.values()]
    before = tomli.loads(text).get("goals", {})
    assert rows == [sorted(map(str, g.get("progress", []))) for g in before.values()]
    assert {**data, "it": 0}.keys() == {**before, "it": 0}.keys()


MOVED = [
    (Change("it", "target", "6", "7"), HEAD),
    (Change("it", "target", "", "7"), HEAD),
    (Change("it", "note", "6", "7"), HEAD),
    (Change("it", "progress", "{ v = 9 }", "", is_row=True), HEAD + ROWS),
    (Change("it", "progress", "{ v = 9 }", "", is_row=True), HEAD),
    (Change("other", "progress", "", "{ v = 9 }", is_row=True), HEAD),
    (Change("other", "", "[goals.other]", ""), HEAD),
    (Change("it", "", "", "[goals.it]"), HEAD),
    (Change("it", "", "[goals.it]", ""), HEAD),
    (Change("it", "", "[goals.it]\nx = 1", ""), "[goals.it]\nx = 1 # c\n"),
]


@pytest.mark.parametrize(("change", "text"), MOVED)
def test_what_has_moved_on_is_told(change: Change, text: str) -> None:
    """An edit is stale if its old text is not as it was seen, or its place is taken."""
    with pytest.raises(StaleEdit):
        plan_edits(text, [change])


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (Change("it", "target", "target", "7"), "[goals.it]\ntarget.x = 5\n"),
        (Change("it", "target", "", "7"), "[goals]\nit = { x = 1 }\n"),
        (Change("it", "x", "1", ""), "[goals]\nit = { x = 1 }\n"),
        (Change("it", "b", "[goals.it.b]", "7"), "[goals.it]\n[goals.it.b]\n"),
        (Change("new", "", "", "[goals.new]"), "goals = { it = { x = 1 } }\n"),
    ],
)
def test_forms_that_take_no_change(change: Change, text: str) -> None:
    """Where a change cannot be made safely, nothing is guessed."""
    with pytest.raises(NoPlace):
        plan_edits(text, [change])


def test_several_rows_stand_in_their_order() -> None:
    """Rows that are added together follow each other, behind those that were there."""
    after = append(HEAD + ROWS, "{ id = 'c' }", "{ id = 'd' }")
    rows = tomli.loads(after)["goals"]["it"]["progress"]
    assert [inline_table["id"] for inline_table in rows] == ["a", "b", "c", "d"]


def test_what_stands_there() -> None:
    """The text of a value, or of a goal, is given as it is written."""
    assert source_text(HEAD + ROWS, "it", "target") == "5"
    assert source_text(HEAD + ROWS, "it").endswith("]")
    assert (
        source_text(HEAD, "it", "note")
        == source_text(HEAD, "no")
        == source_text(HEAD, "no", "x")
        == ""
    )


@given(
    st.recursive(
        st.text(st.characters(codec="utf-8"))
        | st.integers(-(2**60), 2**60)
        | st.booleans()
        | st.dates(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from("abc"), inner, max_size=3)
        ),
        max_leaves=8,
    )
)
def test_any_value_reads_back(value: object) -> None:
    """Whatever a ledger may hold is written in TOML 1.0 that reads back the same."""
    text = to_toml(value)  # type: ignore[arg-type]
    assert repr(tomli.loads(f"it = {text}")["it"]) == repr(value)
    assert text.isprintable()


def test_a_word_of_a_choice_is_a_text() -> None:
    """A member of an enumeration of texts is written as its text."""
    assert to_toml(Aim.AT_LEAST) == '"at-least"'
