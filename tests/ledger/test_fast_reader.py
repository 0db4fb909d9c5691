"""Long ledgers are read as the TOML reader reads them, only sooner."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from goaltrack.errors import BadLedger
from goaltrack.ledger.decode import decode
from goaltrack.ledger.edit import Change, apply_edits, expected, plan_edits
from goaltrack.ledger.entry_rows import Rows
from goaltrack.ledger.fast_reader import outline
from goaltrack.ledger.load import load, parse

HEAD = 'format = 1\n[sources.s]\ntitle = "S"\n'
GOAL = '[goals.{}]\ntitle = "A"\nkind = "level"\ntarget = 5\n'
PLAIN = "  { on = 2026-01-01, value = 1.50 },\n"


def ledger(*rows: str, before: str = "", names: str = "a", close: str = "]\n") -> str:
    """A ledger whose goals all have these rows."""
    array = f"progress = [\n{''.join(rows)}{close}"
    return HEAD + before + "".join(GOAL.format(name) + array for name in names)


def outcome(read: Callable[[], dict[str, Any]]) -> str:
    """The data, the ledger and the problems, or the error; digits and types as such."""
    try:
        data = read()
    except tomli.TOMLDecodeError as error:
        return f"{error.msg} {error.lineno}:{error.colno}"
    return f"{data!r} {decode(data)!r}"


def cut(text: str) -> int:
    """How many arrays are cut out; what is read must be what `tomli` reads."""
    found = outline(text)
    assert outcome(found.data) == outcome(
        lambda: tomli.loads(text, parse_float=Decimal)
    )
    return len(found.holes)


ROWS = (
    '{ id = "k3v9x2ma", on = 2026-06-30, value = 367.83, source = "s#2" }',
    '{ period = "2026H1", value = -0.5, status = "preliminary", by = "我" }',
    '{ id = "a-1", on = 2026-01-02, change = 7, recorded = 2026-01-03T10:00:00Z }',
    '{ id = "a-2", on = 2026-01-02, value = 7, recorded = 2026-01-03 }',
    '{ on = 2026-01-04, value = 0, replaces = "k3v9x2ma", note = "a } ], {b" }',
    '{ on = 2026-01-05, note = "only said" }',
    "{on = 2026-01-01, value = 1.5}",
    "{ value = 1.5, on = 2026-01-01 }",
    '{note="a = 1, b } ],",value=2 ,on=2026-01-01 , id = "x"}',
    '{ source = "s", change = 7, period = "2026", recorded = 2026-01-03 }',
)


@pytest.mark.parametrize("row", ROWS)
def test_rows_of_our_own_are_cut_out(row: str) -> None:
    """Each form that a command writes is read without the TOML reader."""
    assert cut(ledger(PLAIN, f"  {row},\n")) == 1
    assert cut(ledger(PLAIN, f"  {row}\n")) == 1
    assert cut(ledger(PLAIN, f"  {row},\n").replace("\n", "\r\n")) == 1


@pytest.mark.parametrize(
    "row",
    [
        "# a remark",
        "",
        "{ on = 2026-01-01, value = 1.5 }",
        "{ on = 2026-01-01, value = 1.5 }, # said",
        "{ on = 2026-01-01 value = 1.5 },",
        "{ value = 1.5, on = 2026-01-01, },",
        "{ value = 1.5, on = 2026-01-01, value = 1.5 },",
        "{ value = 1.5 on = 2026-01-01 },",
        "{ VALUE = 1.5, on = 2026-01-01 },",
        "{ on = 2026-02-30, value = 1.5 },",
        "{ on = 2026-01-01, value = -0 },",
        "{ on = 2026-01-01, value = +1 },",
        "{ on = 2026-01-01, value = 01 },",
        "{ on = 2026-01-01, value = 1e3 },",
        "{ on = 2026-01-01, value = 1234567890123456 },",
        '{ period = "never", value = 1 },',
        '{ period = "2026\\u0048", value = 1 },',
        "{ on = 2026-01-01, value = 1, value = 2 },",
        "{ on = 2026-01-01, value = 1, percent = 2026-13-01 },",
        '{ on = 2026-01-01, value = 1, note = "" },',
        '{ on = 2026-01-01, value = 1, said = "x" },',
        '{ on = 2026-01-01, value = 1, note = "x", note = "y" },',
        "{ id = '', on = 2026-01-01, value = 1 },",
        "]",
    ],
)
def test_anything_else_is_left_to_the_reader(row: str) -> None:
    """A row that is not surely right takes its array out of our hands."""
    assert cut(ledger(PLAIN, f"  {row}\n", PLAIN)) == 0


def test_what_only_looks_like_rows() -> None:
    """Rows in a text, or where no entries belong, stay what they are."""
    rows = f"progress = [\n{PLAIN}]\n"
    assert cut(ledger(PLAIN, before=f"note = '''\n{rows}'''\n")) == 2
    assert cut(ledger(PLAIN, before=f"\n{rows}")) == 2
    assert cut(f"goals = 1\n{rows}") == 1
    assert cut(f"[goals]\na = 1\n{rows}") == 1


def test_no_number_of_ours_is_taken_for_rows() -> None:
    """A ledger that holds such a number itself is read by the reader alone."""
    assert cut(ledger(PLAIN, before="note = 1e-0000000\n")) == 0


def test_an_array_without_an_end() -> None:
    """An array that nothing closes is the reader's to refuse."""
    assert cut(ledger(PLAIN, close="")) == 0
    assert cut(ledger()) == 0


@pytest.mark.parametrize(
    "wrong",
    ["x = = 1\n", "\rx = 1\n", "progress = 1\n", "[[goals.a.progress]]\n", '"""\n'],
)
def test_errors_keep_their_places(wrong: str) -> None:
    """An error behind rows that were cut out is where the reader would see it."""
    for names in ("a", "ab"):
        cut(ledger(PLAIN, names=names) + wrong)
    cut(ledger(PLAIN, before=f"note = '''\nprogress = [\n{PLAIN}]\n'''\n") + wrong)


FIELDS = {
    "id": st.from_regex(r"\A[a-z0-9][a-zA-Z0-9_-]{0,8}\Z").map('"{}"'.format),
    "on": st.dates().map(date.isoformat),
    "period": st.sampled_from(['"2026"', '"2026H1"', '"2026-02-03"', '"nope"']),
    "value": st.decimals(-(10**9), 10**9, places=3).map(str) | st.integers().map(str),
    "change": st.integers(-9, 9).map(str),
    "done": st.sampled_from(["true", '"step"', "false"]),
    "percent": st.integers(-1, 101).map(str),
    "replaces": st.sampled_from(['"a"', '"b"']),
    "status": st.sampled_from(['"final"', '"forecast"', '"odd"']),
    "source": st.sampled_from(['"s"', '"s#1"', '"other"', '"#"']),
    "note": st.text(max_size=5).map('"{}"'.format),
    "recorded": st.datetimes().map(lambda moment: f"{moment.isoformat()}Z"),
    "by": st.sampled_from(['"me"', '"我"', "' '", "1"]),
}


@given(
    st.lists(
        st.fixed_dictionaries({}, optional=FIELDS).map(
            lambda row: ", ".join(f"{key} = {value}" for key, value in row.items())
        ),
        max_size=4,
    ),
    st.sampled_from(["level", "total", "year-total", "milestone"]),
)
def test_any_rows_read_the_same(rows: list[str], kind: str) -> None:
    """Data, ledger, problems and errors are those of the reader, whatever is said."""
    text = ledger(*(f"  {{ {row} }},\n" for row in rows), names="ab")
    cut(text.replace('"level"', f'"{kind}"'))


def test_ids_are_unique_over_rows_of_both_kinds() -> None:
    """An id that is there twice is reported with its first place, however it was read."""
    row = '  { id = "x1", on = 2026-01-01, value = 1 },\n'
    other = "  {id = 'x1', on = 2026-01-01, value = 1},\n"
    arrays = [f"progress = [\n{PLAIN}{one}]\n" for one in (row, row, other)]
    text = HEAD + "".join(
        GOAL.format(name) + array for name, array in zip("abc", arrays, strict=True)
    )
    assert cut(text) == 2
    said = [problem.phrase.say("en") for problem in decode(outline(text).data())[1]]
    assert said == ["the id 'x1' is already that of a, entry 2"] * 2


def test_an_id_of_rows_is_not_given_again() -> None:
    """An entry that is read by itself must not have the id of one that was not."""
    text = ledger(PLAIN, '  { id = "x1", on = 2026-01-01, value = 1 },\n')
    text += GOAL.format("b") + 'progress = [{ id = "x1", on = 2026-01-01, value = 1 }]'
    assert cut(text) == 1
    (problem,) = decode(outline(text).data())[1]
    assert problem.phrase.say("en") == "the id 'x1' is already that of a, entry 2"


ONE = '{ id = "n", on = 2026-01-01, value = 1 }'


@pytest.mark.parametrize(
    ("before", "rows", "is_taken"),
    [
        ([PLAIN], [ONE, ONE], True),
        ([], [ONE], True),
        ([PLAIN.replace("  {", "\t{")], [ONE], False),
        ([PLAIN.replace(",\n", "\n")], [ONE], False),
        ([PLAIN], ["{ value = 1, on = 2026-01-01 }"], True),
        (["  # said\n", PLAIN], [ONE], False),
    ],
)
def test_rows_that_are_added_are_those_that_are_read(
    before: list[str], rows: list[str], is_taken: bool
) -> None:
    """An extended array is taken as read only if all its lines are in our own form."""
    changes = [Change("a", "progress", "", row, is_row=True) for row in rows]
    text = ledger(*before)
    after = apply_edits(text, plan_edits(text, changes))
    found = outline(after).data()
    want = expected(outline(text).data(), changes, found)
    arrays = [data["goals"]["a"]["progress"] for data in (want, found)]
    assert (arrays[0] is arrays[1]) == is_taken
    assert repr(want) == repr(tomli.loads(after, parse_float=Decimal))


def test_a_source_that_is_not_there_is_reported() -> None:
    """Rows that cite an unknown source are looked at one by one, and it is named."""
    text = ledger(PLAIN, '  { on = 2026-01-02, value = 1, source = "t" },\n')
    assert cut(text) == 1
    (problem,) = decode(outline(text).data())[1]
    assert problem.phrase.say("en") == "[sources.t] is not in this ledger"


def test_rows_are_the_list_that_they_stand_for() -> None:
    """Length, items, order, equality and text are those of the list."""
    text = ledger(PLAIN, f"  {ROWS[0]},\n")
    rows = outline(text).data()["goals"]["a"]["progress"]
    want = tomli.loads(text, parse_float=Decimal)["goals"]["a"]["progress"]
    again = outline(text + "# more\n").data()["goals"]["a"]["progress"]
    other = outline(text.replace("1.50", "1.5")).data()["goals"]["a"]["progress"]
    assert isinstance(rows, Rows)
    assert (list(rows), rows[1], rows[:1], len(rows)) == (want, want[1], want[:1], 2)
    assert rows == want == rows == again == other
    assert rows != want[:1]
    assert rows != "rows"
    assert repr(rows) == repr(want)


def test_what_is_too_long_apart_from_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Text that is not in our own form is bounded more narrowly than rows that are."""
    many = ledger(*[PLAIN] * 1000)
    assert len(parse("x", many.encode()).data["goals"]["a"]["progress"]) == 1000
    monkeypatch.setattr("goaltrack.ledger.load.LONGEST_OUTLINE", 2000)
    Path("goals.toml").write_text(many + f"# {'x' * 2000}\n", encoding="utf-8")
    with pytest.raises(BadLedger, match="not rows as `add` writes them"):
        load("goals.toml")
    monkeypatch.setattr("goaltrack.ledger.load.MOST_OTHERS", 0)
    Path("goals.toml").write_text(many + f"# {'{' * 1001}\n", encoding="utf-8")
    with pytest.raises(BadLedger, match="200,000 entries of this file"):
        load("goals.toml")
