"""Long ledgers are read as `tomli` reads them: mutants, and the public suite.

    python proofs/outline.py [MUTANTS] [TOML_TEST]

A mutant is a ledger with rows in the program's own form, among them some in texts
and comments, with a few letters, words or lines changed. Read in both ways it must
give the same data, the same ledger and the same problems, or the same error at the
same place. TOML_TEST is the folder `tests` of the toml-test suite: each of its files
is read alone, and with rows before and behind it.
"""

import os
import random
import re
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import tomli
from common import report

from goaltrack.ledger.decode import decode
from goaltrack.ledger.fast_reader import outline

ROWS = (  # § is any digit but 0
    '{ id = "aa§", on = 2026-01-0§, value = §.50 }',
    "{ on = 2026-02-1§, value = § }",
    '{ id = "b-§", period = "2026H1", value = -§.125, source = "s#§" }',
    '{ id = "c§", on = 2026-03-1§, change = §, recorded = 2026-04-01, by = "我" }',
    '{ id = "d§", period = "2026-0§", value = 0.§, status = "preliminary" }',
    '{ id = "e§", on = 2026-05-02, value = §, replaces = "aa1" }',
    '{ id = "f§", on = 2026-05-0§, done = true, note = "a } ], {b" }',
    "{ on = 2026-06-0§, percent = §, recorded = 2026-06-01T10:0§:00Z }",
    '{ id = "g§", on = 2026-07-0§, note = "only said, § times" }',
)
TOKENS = (
    *"\"'[]{},=#.-+ \n\r\t\\0129ae_:T走",
    *('"""', "'''", "\nprogress = [\n", "]\n", "\n]\n", " },\n", "  { ", "# ", "\r\n"),
    *("1e-0000000", "1e-0000001", "-0", "+1", "0x1", "nan", "inf", "1_0", "1e3"),
    *("true", "false", "2026-02-30", "2026-13-01", "2025-12-31 10:00:00", "07:30:00"),
    *(', id = "aa1"', ", value = 1", ", note = ''", ", done = false", ", by = 1"),
    *(" # said", "\n# said\n", "\n\n", "[goals.a]\n", "[[goals.a.progress]]\n"),
    *("progress = 1e-0000000\n", "progress.x = 1\n", "\\u0031e-0000000", "\ufeff"),
)


def ledger(chance: random.Random) -> str:
    """A ledger of a few goals, long rows and all, that is nearly sound."""
    parts = ['format = 1\n[sources.s]\ntitle = "S"\n']
    if chance.random() < 0.2:
        quote = chance.choice(('"""', "'''"))
        parts.append(f"note = {quote}\n{array(chance)}{quote}\n")
    if chance.random() < 0.1:
        parts.append("".join(f"# {line}\n" for line in array(chance).split("\n")))
    for name in "abc"[: chance.randint(1, 3)]:
        kind = chance.choice(("level", "total", "year-total", "milestone"))
        parts.append(f'[goals.{name}]\ntitle = "A"\nkind = "{kind}"\n')
        parts.append("target = 5\n" if kind != "milestone" else "")
        parts.append(array(chance))
        if chance.random() < 0.1:
            parts.append("[goals.x]\n")
    text = "".join(parts)
    return text.replace("\n", "\r\n") if chance.random() < 0.1 else text


def array(chance: random.Random) -> str:
    """The entries of a goal."""
    plain = chance.choices(ROWS[:3], k=chance.randint(0, 3))
    rows = [
        re.sub("§", lambda _: str(chance.randint(1, 9)), row)
        for row in (*plain, *chance.choices(ROWS, k=chance.randint(0, 2)))
    ]
    comma = chance.choice((",", ",", ""))
    lines = "".join(f"  {row},\n" for row in rows[:-1])
    last = f"  {rows[-1]}{comma}\n" if rows else ""
    return f"progress = [\n{lines}{last}]\n"


def mutant(chance: random.Random, text: str) -> str:
    """The text with a few changes."""
    for _ in range(chance.choice((0, 1, 1, 1, 2, 3))):
        way = chance.randrange(6)
        at = chance.randrange(len(text) + 1)
        if way < 2:
            text = text[:at] + chance.choice(TOKENS) + text[at + way :]
        elif way == 2:
            text = text[:at] + text[at + chance.choice((1, 1, 2, 8)) :]
        elif way == 3:
            end = at + chance.randint(1, 60)
            to = chance.randrange(len(text) + 1)
            text = text[:to] + text[at:end] + text[to:]
        else:
            lines = text.splitlines(keepends=True)
            line = chance.randrange(len(lines) or 1)
            if way == 4:
                del lines[line : line + 1]
            else:
                lines.insert(chance.randrange(len(lines) + 1), lines[line])
            text = "".join(lines)
    return text


def found(read: Callable[[], dict[str, Any]]) -> str:
    """All that comes of reading."""
    try:
        data = read()
    except tomli.TOMLDecodeError as error:
        return f"{error.msg} {error.lineno}:{error.colno}"
    except (ValueError, RecursionError) as error:
        return repr(error)[:100]
    return f"{data!r} {decode(data)!r}"


def is_same(text: str) -> bool:
    """Whether both ways give the same; prints the text if not."""
    ours = found(lambda: outline(text).data())
    theirs = found(lambda: tomli.loads(text, parse_float=Decimal))
    if ours != theirs:
        print(f"{text!r}\n  ours   {ours[:400]}\n  tomli  {theirs[:400]}")
    return ours == theirs


def mutants(seed: int, count: int) -> tuple[int, int]:
    """How many were read differently, and from how many rows were cut out."""
    chance = random.Random(seed)
    wrong = cut = 0
    for _ in range(count):
        text = mutant(chance, ledger(chance))
        wrong += not is_same(text)
        cut += bool(outline(text).holes)
    return wrong, cut


def suite(folder: Path) -> Iterator[str]:
    """The files of the public suite that are text, alone and beside rows."""
    row = '[goals.it]\nprogress = [\n  { id = "a", on = 2026-01-01, value = 1 },\n]\n'
    for path in sorted(folder.rglob("*.toml")):
        try:
            text = path.read_bytes().decode()
        except UnicodeDecodeError:
            continue
        yield from (text, f"{text}\n{row}", f"{row}{text}", f"{row}[it]\n{text}")


def main() -> None:
    """Run both."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    workers = os.cpu_count() or 1
    each = -(-count // (workers * 10))
    with ProcessPoolExecutor(workers) as pool:
        results = list(pool.map(mutants, range(workers * 10), [each] * workers * 10))
    wrong = sum(one for one, _ in results)
    cut = sum(one for _, one in results)
    report(
        "mutants read by the outline and by tomli",
        {"mutants": each * workers * 10, "with rows cut out": cut, "different": wrong},
        good=not wrong and cut > count / 4,
    )
    if len(sys.argv) > 2:
        texts = list(suite(Path(sys.argv[2])))
        different = sum(not is_same(text) for text in texts)
        figures = {"texts": len(texts), "different": different}
        report("toml-test by the outline and by tomli", figures, good=not different)


if __name__ == "__main__":
    main()
