"""Changes to the text of a ledger's file; every character around them stays.

A change says which text goes and which comes: a row of an array, the value of a
key, or a whole goal. Each becomes spans of the text that was read. What is to go
must stand there as it was seen, so that a change can be tried on a text that has
moved on since, and taken back later.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import tomli

from goaltrack.i18n.catalog import Phrase
from goaltrack.ledger.entry_rows import Rows
from goaltrack.ledger.positions import Node, scan

_LONG = ("progress", "steps", "plan", "revisions")
"""Keys whose value takes lines of its own; a new key stands before them."""

_NOT_ROWS = Phrase(
    "{key} is not written as one array of rows, {key} = [ … ]",
)
_NO_HEADER = Phrase(
    "the goal has no [goals.{goal}] header to add {key} under",
)
_NOT_ONE_VALUE = Phrase(
    "{key} is written as a table of its own, or in parts",
)
_NO_BLOCKS = Phrase(
    "goals are not written under [goals.…] headers here",
)


class Change(NamedTuple):
    """A change of a ledger's file: the TOML text that goes and the one that comes.

    Without a key it is the whole goal, header and all; with `is_row` one row of
    the array behind the key, else the value of the key. Where `old` is empty
    something is only added, where `new` is empty something is only taken away.
    """

    goal: str
    key: str
    old: str
    new: str
    is_row: bool = False

    @property
    def inverse(self) -> "Change":
        """The change that takes this one back."""
        return self._replace(old=self.new, new=self.old)


class Edit(NamedTuple):
    """A span of a text (in characters), and what comes in its place."""

    start: int
    end: int
    new: str


class NoPlace(Exception):
    """The text has no place at which the change could be made safely."""

    def __init__(self, at: int, why: Phrase, change: Change) -> None:
        self.at = at
        self.why = why.about(goal=change.goal, key=change.key)
        self.change = change
        super().__init__(why.text)


class StaleEdit(Exception):
    """The text to be replaced is no longer there, or the new one is there already."""


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with the edits made, which must not overlap."""
    parts, at = [], 0
    for edit in sorted(edits, key=lambda edit: edit[:2]):
        parts += [text[at : edit.start], edit.new]
        at = edit.end
    return "".join([*parts, text[at:]])


def plan_edits(text: str, changes: Iterable[Change]) -> list[Edit]:
    """The spans that the changes take, in the style of the text around them.

    New rows stand at the end of their array, new keys behind the goal's other
    short ones, new goals at the end of the file. The line ends are those of the text.

    Raises:
        NoPlace: the text is written in a form that takes no such change.
        Moved: what is to go is not there, or what comes is.
    """
    root = scan(text)
    place = EditPlanner(text, root)
    found: list[Edit] = []
    rows: dict[tuple[str, str], list[Change]] = {}
    for change in changes:
        if change.is_row and not change.old:
            rows.setdefault((change.goal, change.key), []).append(change)
        elif change.is_row:
            found.append(place.row(change))
        elif change.key:
            found.append(place.value(change))
        else:
            found += place.goal(change)
    for new in rows.values():
        found += place.append(new)
    return found


def source_text(text: str, goal: str, key: str = "") -> str:
    """Return the text of the value of a goal's key, or of the whole goal.

    Empty if it is not there.
    """
    path = ("goals", goal, key) if key else ("goals", goal)
    node = _under(scan(text), path)
    if node is None:
        return ""
    return text[node.start : node.end if key else node.tail]


def row_text(text: str, goal: str, key: str, number: int) -> str:
    """Return the text of a row of an array of a goal, counted from 0; "" if none."""
    array = _under(scan(text), ("goals", goal, key))
    rows = list((array.items or {}).values()) if array else []
    row = rows[number] if number < len(rows) else None
    return text[row.start : row.end] if row and not row.is_block else ""


def expected(
    data: dict[str, Any], changes: Sequence[Change], found: dict[str, Any] | None = None
) -> dict[str, Any]:
    """Return the data as it must be once the changes are made, and no other.

    Of rows that were `found`, and whose text is what it must be, it takes those.
    """
    goals = dict(data.get("goals", {}))
    new = [each for each in changes if each.is_row and not each.old]
    for change in changes:
        if not change.key:
            if change.new:
                goals |= tomli.loads(change.new, parse_float=Decimal)["goals"]
            else:
                del goals[change.goal]
        elif not change.is_row:
            goal = goals[change.goal] = dict(goals[change.goal])
            _put(goal, change.key, change.new)
        elif change.old:
            goal = goals[change.goal] = dict(goals[change.goal])
            items = goal[change.key] = list(goal[change.key])
            at = _index(items, change.old)
            items[at : at + 1] = [_read(change.new)] if change.new else []
    arrays: dict[tuple[str, str], list[str]] = {}
    for change in new:
        arrays.setdefault((change.goal, change.key), []).append(change.new)
    for (name, key), rows in arrays.items():
        goal = goals[name] = dict(goals[name])
        there = found["goals"].get(name, {}).get(key) if found else None
        goal[key] = _extended(goal.get(key, []), rows, there)
    return {**data, "goals": goals}


def _extended(
    array: list[Any] | Rows, rows: Sequence[str], found: object
) -> list[Any] | Rows:
    """The array with rows at its end, of which there may be a hundred thousand."""
    if isinstance(found, Rows) and (isinstance(array, Rows) or not array):
        before = array.text if isinstance(array, Rows) else ""
        # The same lines say the same.
        if found.text == before + "".join(f"  {row},\n" for row in rows):
            return found
    return [*array, *_read(f"[{','.join(rows)}]")]


def _put(goal: dict[str, Any], key: str, new: str) -> None:
    if new:
        goal[key] = _read(new)
    else:
        del goal[key]


def _read(text: str) -> Any:
    return tomli.loads(f"it = {text}", parse_float=Decimal)["it"]


def _index(items: list[Any], text: str) -> int:
    value = repr(_read(text))
    return next(n for n, item in enumerate(items) if repr(item) == value)


class EditPlanner:
    """Finds where in one text each change goes."""

    def __init__(self, text: str, root: Node) -> None:
        self.text = text
        self.root = root
        self.eol = "\r\n" if "\r\n" in text else "\n"

    def goal(self, change: Change) -> list[Edit]:
        """The whole goal added at the end, taken away, or put in another's place."""
        node = _under(self.root, ("goals", change.goal))
        new = change.new.replace("\n", self.eol)
        if not change.old:
            if node:
                raise StaleEdit
            goals = _under(self.root, ("goals",))
            if goals and not goals.is_block and self.text[goals.start] == "{":
                raise NoPlace(goals.start, _NO_BLOCKS, change)
            return [self._at_end(new)]
        if not node or self.text[node.start : node.tail] != change.old.replace(
            "\n", self.eol
        ):
            raise StaleEdit
        if new:
            return [Edit(node.start, node.tail, new)]
        start, end = node.start, self._line_end(node.tail)
        if self.text[node.tail : end].strip():
            raise StaleEdit
        blank = self.text[:start]
        if blank.endswith(self.eol * 2):
            start -= len(self.eol)
        return [Edit(start, end, "")]

    def _at_end(self, new: str) -> Edit:
        text, eol = self.text, self.eol
        end = len(text)
        if not text.strip():
            return Edit(end, end, new + eol)
        if not text.endswith("\n"):
            return Edit(end, end, eol * 2 + new)
        gap = "" if text.endswith(eol * 2) else eol
        return Edit(end, end, gap + new + eol)

    def value(self, change: Change) -> Edit:
        """The value of a key of the goal: put, replaced or taken away."""
        goal = self._goal(change)
        node = (goal.items or {}).get(change.key)
        if not change.old:
            if node:
                raise StaleEdit
            return self._new_key(goal, change, f"{change.key} = {change.new}")
        if not node:
            raise StaleEdit
        if node.is_block or node.key is None or node.key == (node.start, node.end):
            raise NoPlace(node.start, _NOT_ONE_VALUE, change)
        if self.text[node.start : node.end] != change.old:
            raise StaleEdit
        if change.new:
            return Edit(node.start, node.end, change.new)
        if not goal.is_block:
            raise NoPlace(node.start, _NO_HEADER, change)
        return Edit(*self._whole_line(node.key[0], node.end), "")

    def row(self, change: Change) -> Edit:
        """Plan to replace or remove a row of an array, wherever it is now."""
        array = (self._goal(change).items or {}).get(change.key)
        if array is None:
            raise StaleEdit
        for node in self._rows(array, change):
            if self.text[node.start : node.end] != change.old:
                continue
            if change.new:
                return Edit(node.start, node.end, change.new)
            inside = (
                self.text[array.start : node.start] + self.text[node.end : array.end]
            )
            is_bare = not inside.strip("[], \t\r\n")
            if change.key != "progress" and is_bare and array.key:
                # An array that was made for this row goes with it.
                return Edit(*self._whole_line(array.key[0], array.end), "")
            end = node.end if node.comma is None else node.comma + 1
            return Edit(*self._whole_line(node.start, end), "")
        raise StaleEdit

    def append(self, changes: Sequence[Change]) -> list[Edit]:
        """Rows at the end of one array, which is made if it is not there."""
        text, eol = self.text, self.eol
        change = changes[0]
        key = change.key
        node = self._goal(change)
        array = (node.items or {}).get(key)
        if array is None:
            lines = "".join(f"  {each.new},{eol}" for each in changes)
            return [self._new_key(node, change, f"{key} = [{eol}{lines}]")]
        rows = self._rows(array, change)
        close = array.end - 1
        indent = self._indent(array.key[0] if array.key else array.start)
        if rows and text[: rows[-1].start].rsplit("\n", 1)[-1].isspace():
            inner = self._indent(rows[-1].start)
        else:
            inner = indent + "  "
        lines = "".join(f"{inner}{each.new},{eol}" for each in changes)
        found = []
        if rows and rows[-1].comma is None:
            end = rows[-1].end
            found.append(Edit(end, end, ","))
        line = text.rfind("\n", 0, close) + 1
        if line > array.start and not text[line:close].strip(" \t"):
            found.append(Edit(line, line, lines))
        else:
            end = len(text[:close].rstrip(" \t"))
            found.append(Edit(end, close, f"{eol}{lines}{indent}"))
        return found

    def _new_key(self, goal: Node, change: Change, new: str) -> Edit:
        """Plan a new key after the goal's other keys of its kind."""
        if not goal.is_block:
            raise NoPlace(goal.start, _NO_HEADER, change)
        at = goal.tail
        if change.key != "progress":
            after = ("progress",) if change.key in _LONG else _LONG
            ends = [
                _end(node)
                for name, node in (goal.items or {}).items()
                if name not in after and goal.start < _end(node) <= goal.tail
            ]
            at = max(ends, default=goal.end)
        new = self._indent(at) + new
        end = self.text.find("\n", at)
        if end < 0:
            return Edit(len(self.text), len(self.text), self.eol + new)
        return Edit(end + 1, end + 1, new + self.eol)

    def _goal(self, change: Change) -> Node:
        node = _under(self.root, ("goals", change.goal))
        if node is None:
            raise StaleEdit
        return node

    def _rows(self, array: Node, change: Change) -> list[Node]:
        rows = list((array.items or {}).values())
        is_array = not array.is_block and self.text[array.start] == "["
        if array.items is None or not is_array or any(row.is_block for row in rows):
            raise NoPlace(array.start, _NOT_ROWS, change)
        return rows

    def _whole_line(self, start: int, end: int) -> tuple[int, int]:
        """Return the span, or its whole lines if nothing else is on them."""
        line = self.text.rfind("\n", 0, start) + 1
        after = self._line_end(end)
        if self.text[line:start].strip() or self.text[end:after].strip():
            if self.text[end : end + 1] == " ":
                end += 1
            return start, end
        return line, after

    def _line_end(self, at: int) -> int:
        """Behind the end of the line."""
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end + 1

    def _indent(self, at: int) -> str:
        line = self.text[self.text.rfind("\n", 0, at) + 1 : at]
        return line[: len(line) - len(line.lstrip(" \t"))]


def _under(root: Node, path: tuple[str, ...]) -> Node | None:
    """Return the node at the path, if the text has one."""
    node: Node | None = root
    for name in path:
        node = (node.items or {}).get(name) if node else None
    return node


def _end(node: Node) -> int:
    """Where a key's value ends, though it be written in parts (`baseline.on = …`)."""
    if node.is_block:
        return node.end
    if node.items and node.key == (node.start, node.end):
        return max(_end(part) for part in node.items.values())
    return node.end
