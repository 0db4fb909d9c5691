"""Two versions of one ledger file that grew from the same third: are they one again?

A merge is accepted only if what it says is, goal by goal and entry by entry, what
the three say: what one side changed is changed, what nobody touched is as it was,
and where both changed the same thing they changed it alike. Nothing is guessed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import tomli

from goaltrack.errors import BadLedger
from goaltrack.ledger.decode import decode
from goaltrack.ledger.edit import Change, NoPlace, StaleEdit, apply_edits, plan_edits
from goaltrack.ledger.entry_rows import Rows
from goaltrack.ledger.load import Document, parse
from goaltrack.ledger.positions import Node, comments, scan

_AREAS = ("goals", "sources")
Place = tuple[str, ...]
"""Of a value: `goals`, the goal's id, the key, and of an entry its id."""


class Sides(NamedTuple):
    """The common ancestor, and what has become of it on both sides."""

    base: Document
    ours: Document
    theirs: Document


def merged(sides: Sides, candidates: Iterable[str]) -> str | None:
    """The text in which both sides are one; None where a person must decide.

    Each candidate is compared with the three, then what comes of making the changes
    of one side in the text of the other: the first that is right is taken.
    """
    for text in (*candidates, *_remade(sides)):
        if is_merge(sides, text):
            return text
    return None


def is_merge(sides: Sides, text: str) -> bool:
    """Return whether the text is a valid merge of both sides, and nothing more."""
    try:
        found = parse("merged", text.encode())
    except BadLedger:
        return False
    if not _is_like_a_ledger(found.data):
        return False
    wanted = _together(*(_flat(side.data) for side in sides))
    return (
        wanted is not None
        and _flat(found.data) == wanted
        and _is_in_order(sides, found)
        and _has_their_comments(sides, found)
        and _is_sound(sides, found)
    )


def sides_of(base: bytes, ours: bytes, theirs: bytes) -> Sides | None:
    """The three versions, if each of them looks like a ledger at all."""
    try:
        sides = Sides(*(parse("merged", raw) for raw in (base, ours, theirs)))
    except BadLedger:
        return None
    return sides if all(_is_like_a_ledger(side.data) for side in sides) else None


def _is_like_a_ledger(data: Mapping[str, Any]) -> bool:
    """Whether goals and sources are tables, and entries too."""
    for area in _AREAS:
        tables = data.get(area, {})
        if not isinstance(tables, dict):
            return False
        for table in tables.values():
            rows = table.get("progress", []) if isinstance(table, dict) else None
            if not isinstance(rows, (list, Rows)):
                return False
            if not all(isinstance(row, dict) for row in rows):
                return False
    return True


def _flat(data: Mapping[str, Any]) -> dict[Place, str] | None:
    """Each value of the file by its place; None if two entries share an id."""
    flat: dict[Place, str] = {}
    for area, tables in data.items():
        if area not in _AREAS:
            flat[area,] = repr(tables)
            continue
        for name, table in tables.items():
            flat[area, name] = ""
            for key, value in table.items():
                if key != "progress":
                    flat[area, name, key] = repr(value)
                elif not _put_rows(flat, (area, name, key), value):
                    return None
    return flat


def _put_rows(flat: dict[Place, str], place: Place, rows: Sequence[Any]) -> bool:
    seen: Counter[str] = Counter()
    for row in rows:
        said = repr(row)
        name, replaced = row.get("id"), row.get("replaces")
        if name is None:
            # Without an id an entry is only what it says, and how often.
            seen[said] += 1
            flat[*place, _UNNAMED, f"{seen[said]} {said}"] = said
            continue
        if (*place, str(name)) in flat:
            return False
        flat[*place, str(name)] = said
        if replaced is not None:
            # Two corrections of one entry are a change of the same thing.
            by = flat.get((*place, _REPLACED, str(replaced)), "")
            flat[*place, _REPLACED, str(replaced)] = f"{by} {name}"
    return True


_UNNAMED, _REPLACED = "", "replaced"


def _together(
    base: dict[Place, str] | None,
    ours: dict[Place, str] | None,
    theirs: dict[Place, str] | None,
) -> dict[Place, str] | None:
    """Return the merged values of the three; None where they disagree."""
    if base is None or ours is None or theirs is None:
        return None
    wanted: dict[Place, str] = {}
    for place in dict.fromkeys((*base, *ours, *theirs)):
        before, mine, other = (side.get(place) for side in (base, ours, theirs))
        if mine == other != before and mine is not None and _UNNAMED in place[3:-1]:
            # Two people may have meant two entries.
            return None
        if mine not in (other, before) and other != before:
            return None
        said = other if mine == before else mine
        if said is not None:
            wanted[place] = said
    # A goal that one side took away must not have grown on the other.
    is_whole = all(len(place) == 1 or place[:2] in wanted for place in wanted)
    return wanted if is_whole else None


def _is_in_order(sides: Sides, found: Document) -> bool:
    """Return whether the entries of each side keep its order."""
    for name, goal in found.data.get("goals", {}).items():
        rows = _ids(goal)
        for side in (sides.ours, sides.theirs):
            before = _ids(side.data.get("goals", {}).get(name, {}))
            both = set(rows) & set(before)
            if [r for r in rows if r in both] != [r for r in before if r in both]:
                return False
    return True


def _ids(goal: Any) -> list[str]:
    return [row.get("id") or repr(row) for row in goal.get("progress", [])]


def _has_their_comments(sides: Sides, found: Document) -> bool:
    """Return whether each comment occurs as often as in both sides together."""
    base, ours, theirs, now = (
        Counter(comments(document.text)) for document in (*sides, found)
    )
    for text in {*base, *ours, *theirs, *now}:
        before, mine, other = base[text], ours[text], theirs[text]
        allowed = {mine + other - before}
        if mine == other:
            allowed.add(mine)
        if now[text] not in allowed:
            return False
    return True


def _is_sound(sides: Sides, found: Document) -> bool:
    """Whether the merge has no problem that neither side had alone.

    A file that another one includes may well have some: a source or parent elsewhere.
    """
    known = [problem for side in sides[1:] for problem in decode(side.data)[1]]
    return all(problem in known for problem in decode(found.data)[1])


def _remade(sides: Sides) -> Iterator[str]:
    """The changes of each side, made in the text of the other."""
    for ours, theirs in ((sides.ours, sides.theirs), (sides.theirs, sides.ours)):
        changes, made = (differences(sides.base, side) for side in (theirs, ours))
        with suppress(NoPlace, StaleEdit):
            missing = [change for change in changes if change not in made]
            yield apply_edits(ours.text, plan_edits(ours.text, missing))


def differences(old: Document, new: Document) -> list[Change]:
    """Return the changes of goals that lead from the old text to the new one."""
    places = scan(old.text), scan(new.text)
    goals = [place.find(("goals",)).items or {} for place in places]
    changes: list[Change] = []
    for name in map(str, dict.fromkeys((*goals[0], *goals[1]))):
        before, after = goals[0].get(name), goals[1].get(name)
        if before is None or after is None:
            was, is_ = _block(old.text, before), _block(new.text, after)
            is_ = _comment_above(new.text, after) + is_
            changes.append(Change(name, "", was, is_))
        else:
            changes += _of_goal(name, (old.text, before), (new.text, after))
    return changes


def _block(text: str, node: Node | None) -> str:
    return text[node.start : node.tail].replace("\r\n", "\n") if node else ""


def _comment_above(text: str, node: Node | None) -> str:
    """Return the comment lines right above the header of a goal."""
    lines: list[str] = []
    for line in reversed(text[: node.start].splitlines() if node else []):
        if not line.lstrip().startswith("#"):
            break
        lines.insert(0, f"{line}\n")
    return "".join(lines)


def _of_goal(
    name: str, old: tuple[str, Node], new: tuple[str, Node]
) -> Iterator[Change]:
    keys = [node.items or {} for _, node in (old, new)]
    for key in map(str, dict.fromkeys((*keys[0], *keys[1]))):
        nodes = (old[0], keys[0].get(key)), (new[0], keys[1].get(key))
        if key == "progress" and all(_is_rows(*each) for each in nodes):
            yield from _of_rows(name, key, *(_elements(*each) for each in nodes))
            continue
        was, is_ = (text[node.start : node.end] if node else "" for text, node in nodes)
        if was != is_:
            yield Change(name, key, was, is_)


def _is_rows(text: str, array: Node | None) -> bool:
    """Whether it is one array of inline tables, or not there at all."""
    rows = (array.items or {}).values() if array else ()
    return all(text[row.start] == "{" for row in rows)


def _elements(text: str, array: Node | None) -> list[str]:
    items = (array.items or {}) if array else {}
    return [text[node.start : node.end] for node in items.values()]


def _of_rows(
    name: str, key: str, before: list[str], after: list[str]
) -> Iterator[Change]:
    """Rows by their ids: gone, changed and new."""
    rows = [{_id_of(text): text for text in texts} for texts in (before, after)]
    for id_ in dict.fromkeys((*rows[0], *rows[1])):
        was, is_ = (texts.get(id_, "") for texts in rows)
        if was != is_:
            yield Change(name, key, was, is_, is_row=True)


def _id_of(text: str) -> str:
    return str(tomli.loads(f"it = {text}")["it"].get("id") or text)
