"""Random ledgers in every style, changed in every way: not another byte moves.

    python proofs/ledgers.py [LEDGERS] [TOML_TEST]

Each ledger takes an entry, a correction, a changed field, a dropped goal and a new
goal. TOML_TEST is the folder `tests` of the public toml-test suite: its valid files
carry a goal as far as they can, its invalid ones must be refused.
"""

import random
import sys
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import tomli
from common import report

from goaltrack.errors import BadLedger, GoaltrackError, NotEditable
from goaltrack.ledger import load as read
from goaltrack.ledger.edit import Change, source_text
from goaltrack.ledger.load import Book, Document, gather, load, parse
from goaltrack.ledger.positions import comments, scan
from goaltrack.ledger.problems import findings
from goaltrack.ledger.toml_text import goal_table, inline_table
from goaltrack.ledger.transaction import Draft, minimal_edit, prepare

BOM = "\ufeff"


class Style:
    """How somebody writes: blanks, comments, line ends."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def pick(self, *options: str) -> str:
        """One of the options."""
        return self.chance.choice(options)

    def comment(self) -> str:
        """A comment at the end of a line, or none."""
        return self.pick("", "", " # note", "\t# [goals.x] {", " #= ],")

    def between(self) -> str:
        """Nothing, blank lines or a comment, as may stand between lines."""
        return self.pick("", "", "\n", "# a line\n", "  # indented\n", "\n# two\n\n")

    def key(self, name: str, value: str) -> str:
        """A line with a key and its value."""
        equals = self.pick(" = ", "=", "  =  ", " =\t")
        indent = self.pick("", "", "  ")
        return f"{indent}{name}{equals}{value}{self.comment()}\n{self.between()}"

    def entry(self, name: str, number: int) -> str:
        """An entry on one line."""
        a, b, c = (self.pick("", " "), self.pick("", " ", "  "), self.pick(" ", ""))
        quote = self.pick('"', "'")
        day = f"2026-{number % 12 + 1:02}-0{number % 8 + 1}"
        fields = [f"id{b}={c}{quote}{name}{quote}", f"on{b}={c}{day}"]
        fields.insert(self.chance.randrange(3), f"value{c}={b}{number}.50")
        if self.chance.random() < 0.2:
            notes = ('note = "a # } ], b"', "note = '''x'''", 'by = "走"')
            fields.append(self.pick(*notes))
        return "{" + a + f"{a},{b}".join(fields) + a + "}"

    def rows(self, rows: list[str]) -> str:
        """The array of the entries, in one of the ways in which people write it."""
        way = self.chance.randrange(5)
        comma = self.pick(",", ",", "")
        if not rows:
            return self.pick("[]", "[\n]", "[ ]", "[\n# none yet\n]")
        if way == 0:
            return "[" + ", ".join(rows) + self.pick("", ",", ", ") + "]"
        indent = self.pick("  ", "    ", "\t", "")
        lines = [f"{indent}{r},{self.comment()}\n{self.between()}" for r in rows[:-1]]
        last = f"{indent}{rows[-1]}{comma}{self.comment()}\n{self.between()}"
        close = self.pick("]", "  ]", "]  ")
        return f"[{self.comment()}\n{self.between()}{''.join(lines)}{last}{close}"


def ledger(chance: random.Random) -> str:
    """A sound ledger of one to four goals."""
    style = Style(chance)
    parts = [style.between(), style.key("format", "1"), style.key("title", '"T"')]
    if chance.random() < 0.3:
        parts += [f"[sources.s]{style.comment()}\n", style.key("title", '"S"')]
    number = 0
    for goal in range(chance.randint(1, 4)):
        head = style.pick(
            f"[goals.g{goal}]", f"[ goals . g{goal} ]", f'[goals."g{goal}"]'
        )
        keys = [
            ("title", '"""\nA "b"\n  c"""' if goal == 1 else "'A'"),
            ("kind", '"level"'),
            ("target", style.pick("5", "5.0", "+5", "5_0")),
        ]
        if chance.random() < 0.3:
            keys.append(("tags", style.pick('["a","b"]', "[\n 'a', # t\n]")))
        rows = []
        for _ in range(chance.randint(0, 4)):
            rows.append(style.entry(f"e{number:05}", number))
            number += 1
        keys.insert(chance.randrange(len(keys) + 1), ("progress", style.rows(rows)))
        parts += [f"{style.between()}{head}{style.comment()}\n{style.between()}"]
        parts += [style.key(*each) for each in keys]
        if chance.random() < 0.2:
            parts.append(f"[goals.g{goal}.baseline]\nvalue = 1\non = 2020-01-01\n")
    text = "".join(parts)
    if chance.random() < 0.3:
        text = text.rstrip("\n")
    if chance.random() < 0.3:
        text = text.replace("\n", "\r\n")
    return BOM + text if chance.random() < 0.1 else text


def changes(book: Book) -> Iterator[tuple[str, Change]]:
    """One change of each kind."""
    for name, goal in book.ledger.goals.items():
        fields = {"id": "added000", "note": 'a "b" 走'}
        new = inline_table(
            {**fields, "on": goal.progress[0].known_since if goal.progress else _DAY}
        )
        yield "add", Change(name, "progress", "", new, is_row=True)
        for entry in goal.progress[:1]:
            new = inline_table(
                {
                    "id": "added000",
                    "on": _DAY,
                    "value": Decimal(2),
                    "replaces": entry.id,
                }
            )
            yield "correct", Change(name, "progress", "", new, is_row=True)
        old = source_text(book.documents[0].text, name, "target")
        yield "set", Change(name, "target", old, "7.25")
        yield "set", Change(name, "owner", "", '"me"')
        word = inline_table({"on": _DAY, "reason": "r"})
        yield "drop", Change(name, "dropped", "", word)
    lines = {"title": '"N"', "kind": '"level"', "target": "1"}
    yield "new", Change("new", "", "", goal_table("new", lines))


_DAY = tomli.loads("d = 2026-11-25")["d"]


def is_kept(draft: Draft, change: Change) -> bool:
    """Whether all that was there is there still, in its order, in its bytes."""
    old, new = draft.document.raw.decode(), draft.content.decode()
    rest = iter(new)
    is_there = all(char in rest for char in old)
    if change.old:
        [edit] = minimal_edit(old, new)
        is_there = old[edit.start : edit.end] in change.old
    return (
        is_there
        and comments(old) == comments(new.removeprefix(BOM))
        and old.startswith(BOM) == new.startswith(BOM)
        and old.endswith("\n") == new.endswith("\n")
        and ("\r\n" not in old or new.count("\n") == new.count("\r\n"))
    )


def written(path: Path, text: str) -> Book:
    """The ledger with that text."""
    path.write_bytes(text.encode())
    return load(str(path))


def own(count: int, path: Path) -> None:
    """Change random ledgers and report."""
    chance = random.Random(5)
    tried = moved = 0
    for _ in range(count):
        book = written(path, ledger(chance))
        for _, change in changes(book):
            draft = prepare(book, 0, [change])
            tried += 1
            moved += not is_kept(draft, change)
            again = draft.after.documents[0].text
            scan(again)
    figures = {"ledgers": count, "changes": tried, "where another byte moved": moved}
    report("random ledgers", figures, good=not moved)


def suite(folder: Path, path: Path) -> None:
    """Read the toml-test suite and report."""
    read.PATIENCE = 0  # nobody is half-way through saving these
    names = (folder / "files-toml-1.1.0").read_text().split()
    valid = [n for n in names if n.startswith("valid/") and n.endswith(".toml")]
    invalid = [n for n in names if n.startswith("invalid/") and n.endswith(".toml")]
    unread = carried = moved = refused = tracebacks = 0
    for name in valid:
        raw = (folder / name).read_bytes()
        try:
            document = parse(name, raw)
        except GoaltrackError:
            unread += 1
            continue
        findings([document], gather([document])[1])
        fit = carrier(document, path)
        if fit is not None:
            carried += 1
            moved += not fit
    for name in invalid:
        path.write_bytes((folder / name).read_bytes())
        try:
            parse(name, path.read_bytes())
        except BadLedger:
            refused += 1
        try:
            load(str(path))
        except GoaltrackError as error:
            error.say("zh")
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            print(name, repr(error))
            tracebacks += 1
    figures = {
        "valid files": len(valid),
        "not read": unread,
        "carried a goal": carried,
        "where another byte moved": moved,
        "invalid files": len(invalid),
        "refused": refused,
        "tracebacks": tracebacks,
    }
    good = not (unread or moved or tracebacks) and refused == len(invalid)
    report("toml-test", figures, good=good)


def carrier(document: Document, path: Path) -> bool | None:
    """Whether a goal behind the file's own content takes an entry; None if it has none.

    The file's data are no ledger's, so that the text alone is looked at.
    """
    from goaltrack.ledger.edit import apply_edits, expected, plan_edits  # noqa: PLC0415

    end = "" if document.text.endswith("\n") or not document.text else "\n"
    text = f"{document.text}{end}[goals.it]\nprogress = [\n]\n"
    try:
        book = parse(str(path), text.encode())
    except BadLedger:
        return None
    change = Change("it", "progress", "", '{ id = "a" }', is_row=True)
    try:
        new = apply_edits(text, plan_edits(text, [change]))
    except NotEditable:
        return None
    after = tomli.loads(new, parse_float=Decimal)
    want = expected(book.data, [change])
    return repr(after) == repr(want) and comments(text) == comments(new)


def main() -> None:
    """Run both."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    with tempfile.TemporaryDirectory() as name:
        own(count, Path(name) / "goals.toml")
        if len(sys.argv) > 2:
            suite(Path(sys.argv[2]), Path(name) / "suite.toml")


if __name__ == "__main__":
    main()
