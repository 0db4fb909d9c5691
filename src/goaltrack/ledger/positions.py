"""Positions of keys and values in a TOML text.

No TOML reader tells positions. This scanner does, for a text that the reader
has accepted: it checks nothing, and runs only when something is to be written or
a problem to be shown. An array or inline table is first passed over as a whole, and
looked into when somebody asks for its items: a long ledger costs little, and no
depth of nesting costs the stack.
"""

import re
from bisect import bisect_right

import tomli

Span = tuple[int, int]

# Possessive, so that the worst of texts takes time in proportion to its length.
_STRING = (
    r'"""(?:[^"\\]++|\\[\s\S]|""?(?!"))*+"""(?:"{0,2})'
    r"|'''(?:[^']++|''?(?!'))*+'''(?:'{0,2})"
    r'|"(?:[^"\\\n]++|\\.)*+"'
    r"|'[^'\n]*+'"
)
_PLAIN = r"""[^"'#{}\[\]]++"""
_ROW = rf"\{{(?:{_PLAIN}|{_STRING})*+\}}"
_FLAT = re.compile(rf"{_ROW}|\[(?:{_PLAIN}|#[^\n]*+|{_STRING}|{_ROW})*+\]")
"""An inline table without others in it, or an array of such: nearly all that is."""
_TOKEN = re.compile(rf"{_PLAIN}|#[^\n]*+|{_STRING}|[\[\]{{}}]")
_SKIP = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_BLANK = re.compile(r"[ \t]*+")
_BARE = re.compile(r"[^,\]}\r\n#]++")
_KEY = re.compile(rf"[A-Za-z0-9_-]++|{_STRING}")
_TEXT = re.compile(_STRING)


class Node:
    """A value of the text: its position, and the nodes inside it.

    `start` and `end` bound the value; of a table with a header, the header.
    `key` bounds the key that names it. `items` holds the nodes of a table by
    name, of an array by index, and is None for a plain value.
    """

    __slots__ = (
        "_inside",
        "_items",
        "comma",
        "end",
        "is_block",
        "key",
        "start",
        "tail",
    )

    def __init__(self, start: int, end: int, key: Span | None = None) -> None:
        self.start = start
        self.end = end
        self.key = key
        self._items: dict[str | int, Node] | None = None
        self._inside: str | None = None
        self.is_block = False
        """Whether a `[header]` of its own opened it."""
        self.tail = end
        """Where its last key and value end, for a table with a header."""
        self.comma: int | None = None
        """Where the comma after it stands, for an element of an array."""

    @property
    def items(self) -> "dict[str | int, Node] | None":
        """The nodes inside it, by name or index; None for a plain value."""
        if self._inside is not None:
            text, self._inside = self._inside, None
            self._items = _Scanner(text, self.start).inside()
        return self._items

    def ensure_items(self) -> "dict[str | int, Node]":
        """Its items, of which it may be the first to get one."""
        items = self.items
        if items is None:
            items = self._items = {}
        return items

    def defer_scan(self, text: str) -> None:
        """Remember that its items are still to be looked for in the text."""
        self._inside = text

    def find(self, path: tuple[str | int, ...]) -> "Node":
        """The node at the path, or the nearest above it that the text has."""
        node = self
        for name in path:
            if node.items is None or name not in node.items:
                break
            node = node.items[name]
        return node


class Lines:
    """The lines of a text, by the places of its characters.

    They are counted once: a long text may have very many places that are asked for.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def number(self, at: int) -> int:
        """Return the number of the line of a place, from 1."""
        return bisect_right(self._starts, at)

    def start(self, at: int) -> int:
        """Return the place where the line of a place begins."""
        return self._starts[self.number(at) - 1]

    def end(self, at: int) -> int:
        """Return the place behind the last character of the line of a place."""
        number = self.number(at)
        is_last = number == len(self._starts)
        return len(self.text) if is_last else self._starts[number] - 1


def scan(text: str) -> Node:
    """The root table of a text that a TOML reader accepts, positions in characters."""
    return _Scanner(text, 0).document()


def comments(text: str) -> list[str]:
    """The comments of a text that a TOML reader accepts, in their order."""
    found = _TOKEN.findall(text)
    return [token.rstrip("\r") for token in found if token[0] == "#"]


class _Scanner:
    def __init__(self, text: str, at: int) -> None:
        self.text = text
        self.at = at

    def document(self) -> Node:
        root = Node(0, 0)
        root.ensure_items()
        table = root
        while self._skip():
            if self._peek("["):
                table = self._header(root)
            else:
                table.tail = self._pair(table).end
        return root

    def inside(self) -> dict[str | int, Node]:
        """The items of the array or inline table that begins here."""
        node = Node(self.at, self.at)
        items = node.ensure_items()
        is_array = self._peek("[")
        close = "]" if is_array else "}"
        self.at += 1
        self._skip()
        while not self._peek(close):
            if is_array:
                value = items[len(items)] = self._value()
            else:
                value = self._pair(node)
            self._skip()
            if self._peek(","):
                value.comma = self.at
                self.at += 1
                self._skip()
        return items

    def _header(self, root: Node) -> Node:
        start = self.at
        is_array = self._peek("[[")
        self.at += 2 if is_array else 1
        *above, (name, span) = self._key()
        parent = _descend(root, above)
        self.at += 2 if is_array else 1
        node = _child(parent, name, span)
        if is_array:
            node = _child(node, len(node.ensure_items()), span)
        node.ensure_items()
        node.start, node.end, node.key = start, self.at, span
        node.is_block = True
        node.tail = self.at
        return node

    def _pair(self, table: Node) -> Node:
        *above, (name, span) = self._key()
        self.at += 1  # the equals sign
        self._blank()
        value = self._value()
        value.key = span
        _descend(table, above).ensure_items()[name] = value
        return value

    def _key(self) -> list[tuple[str, Span]]:
        """The parts of a dotted key, each with its span; stops after it."""
        parts = []
        while True:
            self._blank()
            start = self.at
            self._pass(_KEY)
            name = self.text[start : self.at]
            if name[0] in "\"'":
                name = next(iter(tomli.loads(f"{name} = 0")))
            parts.append((name, (start, self.at)))
            self._blank()
            if not self._peek("."):
                return parts
            self.at += 1

    def _value(self) -> Node:
        start = self.at
        char = self.text[start]
        if char in "[{":
            if not self._pass(_FLAT):
                self._pass_nested()
            node = Node(start, self.at)
            node.defer_scan(self.text)
            return node
        if char in "\"'":
            self._pass(_TEXT)
            return Node(start, self.at)
        self._pass(_BARE)
        return Node(start, start + len(self.text[start : self.at].rstrip(" \t")))

    def _pass_nested(self) -> None:
        """Pass what is in brackets, however deep they are nested."""
        depth = 0
        while True:
            char = self.text[self.at]
            depth += (char in "[{") - (char in "]}")
            self._pass(_TOKEN)
            if not depth:
                return

    def _pass(self, pattern: re.Pattern[str]) -> bool:
        found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found is not None

    def _peek(self, text: str) -> bool:
        return self.text.startswith(text, self.at)

    def _blank(self) -> None:
        self._pass(_BLANK)

    def _skip(self) -> bool:
        """Pass blanks, line ends and comments; False at the end of the text."""
        self._pass(_SKIP)
        return self.at < len(self.text)


def _descend(node: Node, parts: list[tuple[str, Span]]) -> Node:
    """The table that dotted parts lead to: the last one of an array of tables."""
    for name, span in parts:
        node = _child(node, name, span)
        if node.items and 0 in node.items:
            node = node.items[len(node.items) - 1]
    return node


def _child(node: Node, name: str | int, span: Span) -> Node:
    items = node.ensure_items()
    if name not in items:
        items[name] = Node(*span, span)
    return items[name]
