"""Where each key and value of a TOML text stands.

No TOML reader tells positions. This scanner does, for a text that the reader
has accepted: it checks nothing, and runs only when a row is to be added or a
problem to be shown.
"""

from collections.abc import Callable, Iterator


class Node:
    """A value of the text: where it stands, and what is in it.

    `start` and `end` bound the value; of a table with a header, the header.
    `key` bounds the key that names it. `items` holds the nodes of a table by
    name, of an array by index, and is None for a plain value.
    """

    __slots__ = ("comma", "end", "is_block", "items", "key", "start", "tail")

    def __init__(
        self, start: int, end: int, key: tuple[int, int] | None = None
    ) -> None:
        self.start = start
        self.end = end
        self.key = key
        self.items: dict[str | int, Node] | None = None
        self.is_block = False
        """Whether a `[header]` of its own opened it."""
        self.tail = end
        """Where its last key and value end, for a table with a header."""
        self.comma: int | None = None
        """Where the comma after it stands, for an element of an array."""

    def find(self, path: tuple[str | int, ...]) -> "Node":
        """The node at the path, or the nearest above it that the text has."""
        node = self
        for name in path:
            if node.items is None or name not in node.items:
                break
            node = node.items[name]
        return node


def scan(text: str) -> Node:
    """The root table of a text that a TOML reader accepts, positions in characters."""
    return _Scanner(text).document()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0

    def document(self) -> Node:
        root = Node(0, 0)
        root.items = {}
        table = root
        while self._skip():
            if self._peek("["):
                table = self._header(root)
            else:
                table.tail = self._pair(table).end
        return root

    def _header(self, root: Node) -> Node:
        start = self.at
        is_array = self._peek("[[")
        self.at += 2 if is_array else 1
        *above, (name, span) = self._key()
        parent = _descend(root, above)
        self.at += 2 if is_array else 1
        node = _child(parent, name, span)
        if is_array:
            node = _child(node, len(node.items or {}), span)
        node.items = {} if node.items is None else node.items
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
        parent = _descend(table, above)
        parent.items = {} if parent.items is None else parent.items
        parent.items[name] = value
        return value

    def _key(self) -> list[tuple[str, tuple[int, int]]]:
        """The parts of a dotted key, each with its span; stops after it."""
        parts = []
        while True:
            self._blank()
            start = self.at
            if self.text[start] in "\"'":
                self._string()
                # Escapes in a quoted key are rare; the name is only looked up.
                name = self.text[start + 1 : self.at - 1]
            else:
                while self.text[self.at] not in " \t.=]":
                    self.at += 1
                name = self.text[start : self.at]
            parts.append((name, (start, self.at)))
            self._blank()
            if not self._peek("."):
                return parts
            self.at += 1

    def _value(self) -> Node:
        start = self.at
        char = self.text[start]
        if char == "[":
            return self._array(start)
        if char == "{":
            return self._inline(start)
        if char in "\"'":
            self._string()
        else:
            while self.at < len(self.text) and self.text[self.at] not in ",]}\r\n#":
                self.at += 1
            while self.text[self.at - 1] in " \t":
                self.at -= 1
        return Node(start, self.at)

    def _array(self, start: int) -> Node:
        node = Node(start, start)
        node.items = {}
        self.at += 1
        for value in self._elements("]", self._value):
            node.items[len(node.items)] = value
        node.end = node.tail = self.at
        return node

    def _inline(self, start: int) -> Node:
        node = Node(start, start)
        node.items = {}
        self.at += 1
        for _ in self._elements("}", lambda: self._pair(node)):
            pass
        node.end = node.tail = self.at
        return node

    def _elements(self, close: str, read: Callable[[], Node]) -> Iterator[Node]:
        self._skip()
        while not self._peek(close):
            value = read()
            self._skip()
            if self._peek(","):
                value.comma = self.at
                self.at += 1
                self._skip()
            yield value
        self.at += 1

    def _string(self) -> None:
        quote = self.text[self.at]
        mark = quote * 3 if self._peek(quote * 3) else quote
        self.at += len(mark)
        while not self._peek(mark):
            self.at += 2 if quote == '"' and self._peek("\\") else 1
        self.at += len(mark)
        # A multi-line string may end with up to two quotes of its own.
        while len(mark) > 1 and self._peek(quote):
            self.at += 1

    def _peek(self, text: str) -> bool:
        return self.text.startswith(text, self.at)

    def _blank(self) -> None:
        while self.at < len(self.text) and self.text[self.at] in " \t":
            self.at += 1

    def _skip(self) -> bool:
        """Pass blanks, line ends and comments; False at the end of the text."""
        while self.at < len(self.text):
            if self._peek("#"):
                end = self.text.find("\n", self.at)
                self.at = len(self.text) if end < 0 else end
            elif self.text[self.at] not in " \t\r\n":
                return True
            else:
                self.at += 1
        return False


def _descend(node: Node, parts: list[tuple[str, tuple[int, int]]]) -> Node:
    """The table that dotted parts lead to: the last one of an array of tables."""
    for name, span in parts:
        node = _child(node, name, span)
        if node.items and 0 in node.items:
            node = node.items[len(node.items) - 1]
    return node


def _child(node: Node, name: str | int, span: tuple[int, int]) -> Node:
    node.items = {} if node.items is None else node.items
    if name not in node.items:
        node.items[name] = Node(*span, span)
    return node.items[name]
