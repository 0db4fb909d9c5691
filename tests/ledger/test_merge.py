import pytest
import tomli

from goaltrack.ledger.merge import Sides, is_merge, merged, sides_of

HEAD = 'format = 1\n[goals.a]\ntitle = "A" # a\nkind = "level"\ntarget = 5\n'
ONE = '  { id = "one", on = 2023-01-01, value = 1 },\n'
TWO = '  { id = "two", on = 2023-02-01, value = 2 },\n'
MINE = '  { id = "mine", on = 2023-03-01, value = 3 },\n'
YOURS = '  { id = "yours", on = 2023-03-02, value = 4 },\n'
OTHER = '\n[goals.b]\ntitle = "B"\nkind = "level"\ntarget = 5\n'
THIRD = '\n[goals.c]\ntitle = "C"\nkind = "level"\ntarget = 5\n'


def ledger(*rows: str, head: str = HEAD, rest: str = "") -> str:
    return f"{head}progress = [\n{''.join(rows)}]\n{rest}"


def sides(base: str, ours: str, theirs: str) -> Sides:
    found = sides_of(base.encode(), ours.encode(), theirs.encode())
    assert found is not None
    return found


def ids(text: str, goal: str = "a") -> list[str]:
    rows = tomli.loads(text)["goals"][goal]["progress"]
    return [row.get("id", "-") for row in rows]


BASE = ledger(ONE, TWO)
CLEAN = {
    "both add to one goal": (
        ledger(ONE, TWO, MINE),
        ledger(ONE, TWO, YOURS),
        ["one", "two", "mine", "yours"],
    ),
    "one adds, the other edits the last": (
        ledger(ONE, TWO, MINE),
        ledger(ONE, TWO.replace("value = 2", "value = 9")),
        ["one", "two", "mine"],
    ),
    "one adds, the other takes the last away": (
        ledger(ONE, TWO, MINE),
        ledger(ONE),
        ["one", "mine"],
    ),
    "each edits another row": (
        ledger(ONE.replace("value = 1", "value = 8"), TWO),
        ledger(ONE, TWO.replace("value = 2", "value = 9")),
        ["one", "two"],
    ),
    "both make the same edit": (
        ledger(ONE, TWO.replace("value = 2", "value = 9"), MINE),
        ledger(ONE, TWO.replace("value = 2", "value = 9"), YOURS),
        ["one", "two", "mine", "yours"],
    ),
    "one sets the target, the other adds": (
        ledger(ONE, TWO, head=HEAD.replace("= 5", "= 6")),
        ledger(ONE, TWO, YOURS),
        ["one", "two", "yours"],
    ),
    "both add a goal": (
        ledger(ONE, TWO, rest=OTHER),
        ledger(ONE, TWO, rest=THIRD),
        ["one", "two"],
    ),
    "both add a goal with a comment": (
        ledger(ONE, TWO, rest=OTHER.replace("[goals", "# b\n# of ours\n[goals")),
        ledger(ONE, TWO, rest=THIRD.replace("[goals", "# c\n[goals")),
        ["one", "two"],
    ),
    "one adds a note, the other takes the target of another": (
        ledger(ONE, TWO, head=HEAD + 'note = "x"\n'),
        ledger(ONE, TWO, head=HEAD.replace("target", 'unit = "km"\ntarget')),
        ["one", "two"],
    ),
}


@pytest.mark.parametrize(("ours", "theirs", "rows"), CLEAN.values(), ids=CLEAN)
@pytest.mark.parametrize("is_turned", [False, True])
def test_what_does_not_contradict_is_one(
    ours: str, theirs: str, rows: list[str], *, is_turned: bool
) -> None:
    """Both changes are in the merge, whichever side it is made from."""
    pair = (theirs, ours) if is_turned else (ours, theirs)
    text = merged(sides(BASE, *pair), ())
    assert text is not None
    assert sorted(ids(text)) == sorted(rows)
    assert is_merge(sides(BASE, *pair), text)
    assert "# a" in text


CONFLICTS = {
    "both edit one row": (
        ledger(ONE, TWO.replace("value = 2", "value = 8")),
        ledger(ONE, TWO.replace("value = 2", "value = 9")),
    ),
    "1 is not 1.0": (
        ledger(ONE, TWO.replace("value = 2", "value = 2.0")),
        ledger(ONE, TWO.replace("value = 2", "value = 2.00")),
    ),
    "one edits what the other takes away": (
        ledger(ONE),
        ledger(ONE, TWO.replace("value = 2", "value = 9")),
    ),
    "both set the target": (
        ledger(ONE, TWO, head=HEAD.replace("= 5", "= 6")),
        ledger(ONE, TWO, head=HEAD.replace("= 5", "= 7")),
    ),
    "both add the same goal otherwise": (
        ledger(ONE, TWO, rest=OTHER),
        ledger(ONE, TWO, rest=OTHER.replace("= 5", "= 6")),
    ),
    "one adds to the goal that the other takes away": (
        "format = 1\n",
        ledger(ONE, TWO, YOURS),
    ),
    "both correct one entry": (
        ledger(ONE, TWO, MINE.replace("value", 'replaces = "two", value')),
        ledger(ONE, TWO, YOURS.replace("value", 'replaces = "two", value')),
    ),
    "both add the same entry without an id": (
        ledger(ONE, TWO, "  { on = 2023-03-01, value = 3 },\n"),
        ledger(ONE, TWO, "  { on = 2023-03-01, value = 3 },\n"),
    ),
    "the comments contradict": (
        ledger(ONE, TWO, MINE).replace("# a", "# b"),
        ledger(ONE, TWO, YOURS).replace("# a", "# c"),
    ),
    "together they are not sound": (
        ledger(ONE, TWO, head=HEAD + "due = 2023-01-01\n"),
        ledger(ONE, TWO, head=HEAD + "baseline = { on = 2024-01-01, value = 1 }\n"),
    ),
    "an id stands twice": (ledger(ONE, TWO, TWO), ledger(ONE, TWO, YOURS)),
}


@pytest.mark.parametrize(("ours", "theirs"), CONFLICTS.values(), ids=CONFLICTS)
@pytest.mark.parametrize("is_turned", [False, True])
def test_what_contradicts_is_left_to_a_person(
    ours: str, theirs: str, *, is_turned: bool
) -> None:
    """Where both sides changed the same thing, nothing is guessed."""
    pair = (theirs, ours) if is_turned else (ours, theirs)
    assert merged(sides(BASE, *pair), pair) is None


def test_a_candidate_is_believed_only_if_it_is_right() -> None:
    """A text that lost, moved or invented anything is no merge."""
    ours, theirs = ledger(ONE, TWO, MINE), ledger(ONE, TWO, YOURS)
    right = ledger(ONE, TWO, MINE, YOURS)
    found = sides(BASE, ours, theirs)
    assert merged(found, [ours, right]) == right
    for wrong in (
        "no toml",
        ours,
        ledger(TWO, ONE, MINE, YOURS),
        ledger(ONE, TWO, MINE, YOURS, YOURS),
        right.replace("# a", ""),
        right.replace("# a", "# a\n# a"),
        right.replace("value = 1", "value = 1.0"),
        right.replace('"A"', '"B"'),
        right + OTHER,
    ):
        assert not is_merge(found, wrong)


def test_comments_of_both_sides_are_kept() -> None:
    """A new comment of each side stands in the merge, one of both may stand once."""
    ours = ledger("  # mine\n", ONE, TWO)
    theirs = ledger(ONE, TWO, "  # yours\n")
    both = ledger("  # mine\n", ONE, TWO, "  # yours\n")
    assert merged(sides(BASE, ours, theirs), [both]) == both
    same = ledger("  # mine\n", ONE, TWO, MINE)
    assert is_merge(sides(BASE, ours, same), same)


def test_sources_and_other_forms_are_merged_by_git_alone() -> None:
    """Sources or entry blocks changed on both sides are merged by git or not at all."""
    ours = BASE + '[sources.s]\ntitle = "S"\n'
    theirs = ledger(ONE, TWO, YOURS)
    both = theirs + '[sources.s]\ntitle = "S"\n'
    assert merged(sides(BASE, ours, theirs), ()) is not None
    twice = BASE + '[sources.t]\ntitle = "T"\n'
    assert merged(sides(BASE, ours, twice), ()) is None
    assert merged(sides(BASE, ours, theirs), [both]) == both
    blocks = HEAD + '[[goals.a.progress]]\nid = "one"\non = 2023-01-01\nvalue = 1\n'
    more = blocks + '[[goals.a.progress]]\nid = "two"\non = 2023-01-02\nvalue = 1\n'
    assert merged(sides(blocks, more, blocks.replace("= 5", "= 6")), ()) is not None
    assert (
        merged(
            sides(blocks, more, blocks + more[len(blocks) :].replace("two", "x")), ()
        )
        is None
    )


def test_no_toml_is_no_side() -> None:
    """A version that cannot be read is nothing to compare with."""
    assert sides_of(b"x", b"x = 1", b"x = 1") is None
    assert sides_of(b"x = 1", b"x = 1", b"\xff") is None


@pytest.mark.parametrize(
    "odd",
    ["goals = 5", "goals.a = 5", "goals.a.progress = 5", "goals.a.progress = [1]"],
)
def test_what_is_no_ledger_is_not_merged(odd: str) -> None:
    """Data that no ledger has are left to git and a person."""
    raw = odd.encode()
    assert sides_of(raw, raw, raw) is None
    assert not is_merge(sides(BASE, BASE, BASE), odd)
