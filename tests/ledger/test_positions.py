from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from conftest import REPOSITORY
from goaltrack.ledger.positions import Node, scan

TEXTS = {
    "empty": "",
    "only a comment": "# nothing",
    "keys": 'a = 1\n"b c" = 2 # x\n\'d.e\' = 3\nf . "g" = 4\n',
    "strings": 'a = "x # ] } , \\" y"\nb = \'c:\\\'\nc = ""\nd = \'\'\n',
    "long strings": (
        'a = """\none "two" \\"""three""""\n'
        "b = '''\nit''s # ] '''''\n"
        'c = """"""\nd = """\\\\"""\n'
    ),
    "bare values": (
        "a = true\nb = 2023-01-01 10:00:00 # c\nc=-1_000.5e3\nd = inf,\n"
    ).replace("inf,", "inf"),
    "arrays": "a = [1, [2, 3,], # x ]\n  'y', # z\n]\nb=[ ]\nc = [\n# x\n]\n",
    "inline": "a = { b = 1, c.d = [ { e = 2 }, {} ] }\nf = { }\n",
    "TOML 1.1": "a = {\n  b = 1, # x\n  c = 2,\n}\n",
    "headers": "[a]\nx = 1\n[a.b]\ny = 2\n[ 'c d' . e ]\nz = 3\n",
    "arrays of tables": (
        "[[a]]\nx = 1\n[[a.b]]\ny = 1\n[[a.b]]\ny = 2\n[a.c]\nz = 1\n[[a]]\nx = 2\n"
    ),
    "out of order": "[a.b]\nx = 1\n[c]\ny = 1\n[a]\nz = 1\n",
    "CRLF": "a = 1\r\n[b] # x\r\nc = [\r\n  1,\r\n]\r\n",
    "no line end": "a = [1,\n2]",
}


def leaves(data: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every value below the data, by its path."""
    items: Any = ()
    if isinstance(data, dict):
        items = data.items()
    elif isinstance(data, list):
        items = enumerate(data)
    for name, value in items:
        yield (*path, name), value
        yield from leaves(value, (*path, name))


def check(text: str) -> int:
    """Hold every span of the text against what the reader reads; how many there are."""
    data = tomli.loads(text, parse_float=Decimal)
    root = scan(text)
    count = 0
    for path, value in leaves(data):
        node = root.find(path)
        assert node is not root, path
        if node.key and not isinstance(path[-1], int):
            key = tomli.loads(f"{text[slice(*node.key)]} = 1")
            assert list(key) == [path[-1]]
        if (
            node.is_block
            or text[node.start : node.end] == text[slice(*(node.key or (0, 0)))]
        ):
            continue  # a table under a header, or a part of a dotted key
        again = tomli.loads(f"it = {text[node.start : node.end]}", parse_float=Decimal)
        assert repr(again["it"]) == repr(value)
        count += 1
    return count


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_spans_hold_what_the_reader_reads(text: str) -> None:
    """The span of each value holds that very value, in every form of TOML."""
    check(text)


def test_the_shipped_ledger() -> None:
    """The project's own ledger is scanned whole."""
    text = (REPOSITORY / "goals.toml").read_text(encoding="utf-8")
    assert check(text) > 100


def test_blocks_know_where_they_end() -> None:
    """The tail of a table is the end of its last own key and value."""
    text = "[a]\nx = 1 # one\n\n# two\n[a.b]\ny = 2\n[c]\n"
    root = scan(text)
    assert text[: root.find(("a",)).tail].endswith("x = 1")
    assert text[: root.find(("a", "b")).tail].endswith("y = 2")
    assert text[: root.find(("c",)).tail].endswith("[c]")


def test_commas_are_told() -> None:
    """Each element of an array knows the comma behind it, if there is one."""
    text = "a = [1 , 2]"
    items = scan(text).find(("a",)).items
    assert items is not None
    assert [node.comma for node in items.values()] == [7, None]


def test_what_is_not_there_leads_to_the_nearest_above() -> None:
    """A path that ends nowhere gives the last node on it."""
    root = scan("[a]\nb = 1\n")
    assert root.find(("a", "x", "y")) is root.find(("a",))
    assert root.find(("a", "b", "c")) is root.find(("a", "b"))
    assert isinstance(root, Node)


_keys = st.sampled_from(["a", "b", '"c d"', "'e'"])
_plain = st.sampled_from(
    ["1", "-2.5", "2023-01-01", "true", '"x, # ]"', "'y'", '"""z"""', "1e3", "nan"]
)
_blank = st.sampled_from(["", " ", "\t"])
_break = st.sampled_from(["", " ", "\n", " # c ] \n", "\r\n"])


def _array(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.tuples(st.lists(st.tuples(_break, values, _break)), st.booleans()).map(
        lambda drawn: (
            "["
            + ",".join("".join(part) for part in drawn[0])
            + ("," if drawn[1] and drawn[0] else "")
            + "]"
        )
    )


def _inline(values: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pairs = st.dictionaries(_keys, values, max_size=3)
    return pairs.map(
        lambda items: "{" + ", ".join(f"{k} = {v}" for k, v in items.items()) + "}"
    )


_values = st.recursive(_plain, lambda v: _array(v) | _inline(v), max_leaves=8)
_pairs = st.dictionaries(_keys, st.tuples(_blank, _values, _blank), max_size=4).map(
    lambda items: "".join(f"{k}={a}{v}{b}\n" for k, (a, v, b) in items.items())
)
_documents = st.tuples(_pairs, st.lists(_pairs, max_size=3)).map(
    lambda drawn: (
        drawn[0] + "".join(f"[t.u{n}]\n{pairs}" for n, pairs in enumerate(drawn[1]))
    )
)


@given(_documents)
def test_any_document_is_scanned_as_it_is_read(text: str) -> None:
    """For random documents too, each span holds what the reader reads there."""
    check(text)
