"""Ledgers that are hostile in shape: no list makes a command slow, or large.

    python proofs/shapes.py          # twice as long: less than 2.5 times the time
    python proofs/shapes.py whole    # each command on each shape of one megabyte

For every list of the format, sound and unsound. Seconds are those of the processor,
less those of a ledger with one goal.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from common import report

SHORT, LONG = 2000, 4000
MOST = 2.5
TOO_SHORT = 0.4
"""Seconds below which a ratio says nothing."""
MEGABYTE = 1_000_000
SECONDS, EXPORT_SECONDS, MEGABYTES = 5.0, 15.0, 500

HEAD = "format = 1\n"
GOAL = 'title = "It"\nkind = "level"\ntarget = 5\ndue = 2027-01-01\n'
OPEN = 'title = "It"\nkind = "milestone"\n'
LOOK = (("status",), ("check",))
COMMANDS = (
    *(("status",), ("status", "--json"), ("check",), ("next",), ("next", "--line")),
    *(("timeline",), ("log",), ("show", "g0"), ("why", "g0")),
    *(("diff", "--since", "2026-01-01"), ("add", "g0", "1", "--yes")),
)
EXPORTS = ("md", "html", "json", "csv", "ics", "svg", "docx", "xlsx")


def rows(row: str) -> Callable[[int], str]:
    """As many lines as asked for, with their number in the place of {n}."""
    return lambda size: "".join(row.replace("{n}", str(n)) for n in range(size))


def goal(key: str, row: str, more: str = GOAL) -> Callable[[int], str]:
    """One goal with an array of so many rows."""
    many = rows(f"  {row},\n")
    return lambda size: f"{HEAD}[goals.g0]\n{more}{key} = [\n{many(size)}]\n"


def goals(text: str, start: str = "") -> Callable[[int], str]:
    """So many goals."""
    many = rows(f"[goals.g{{n}}]\n{text}")
    return lambda size: HEAD + start + many(size)


def chain(
    key: str, value: str, more: str = GOAL, *, ends: bool = True
) -> Callable[[int], str]:
    """So many goals, each of which names the next one; or in a circle."""

    def text(size: int) -> str:
        parts = [f"[goals.g{n}]\n{more}" for n in range(size)]
        named = [f"{key} = {value.format((n + 1) % size)}\n" for n in range(size)]
        if ends:
            named[-1] = ""
        return HEAD + "".join(map("".join, zip(parts, named, strict=True)))

    return text


ENTRY = '{ id = "aaaa{n}", on = 2026-01-01, value = 1 }'
LISTS: Mapping[str, Callable[[int], str]] = {
    "goals": goals(GOAL),
    "goals of one group": goals(GOAL + 'group = "G"\n'),
    "groups": goals(GOAL + 'group = "G{n}"\n'),
    "owners": goals(GOAL + 'owner = "O{n}"\n'),
    "tags of a goal": goal("tags", '"t{n}"'),
    "tags": goals(GOAL + 'tags = ["t{n}"]\n'),
    "parts of one goal": goals(
        GOAL + 'parent = "g0"\n', "[goals.g0]\n" + GOAL + "[goals.x]\n" + OPEN
    ),
    "parents in a chain": chain("parent", '"g{}"', OPEN),
    "parts of an objective": lambda size: (
        HEAD
        + '[goals.g0]\ntitle = "O"\nkind = "objective"\nrollup = "mean"\n'
        + rows(f'[goals.h{{n}}]\n{OPEN}parent = "g0"\nweight = 2\n')(size)
    ),
    "figures of others in a chain": chain("figure", '"g{} + 1"'),
    "targets of others in a chain": chain(
        "target", '"@g{} + 1"', 'title = "It"\nkind = "level"\n'
    ),
    "parents in a circle": chain("parent", '"g{}"', OPEN, ends=False),
    "figures of others in a circle": chain("figure", '"g{} + 1"', ends=False),
    "targets of others in a circle": chain(
        "target", '"@g{} + 1"', 'title = "It"\nkind = "level"\n', ends=False
    ),
    "sums of parts": lambda size: (
        HEAD
        + rows(
            f'[goals.s{{n}}]\n{GOAL}figure = "sum(parts)"\n'
            f'[goals.p{{n}}]\n{GOAL}parent = "s{{n}}"\n'
        )(size // 2)
    ),
    "findings in one line": lambda size: (
        f"{HEAD}[goals.g0]\n{GOAL}progress = ["
        + rows("{ on = 2026-01-01, valeu{n} = 1 }, ")(size)
        + "]\n"
    ),
    "figures in the future": goal("progress", "{ on = 2090-01-01, value = {n} }"),
    "goals in one formula": lambda size: (
        f'{HEAD}[goals.sum]\n{GOAL}figure = "'
        + " + ".join(f"g{n}" for n in range(size))
        + '"\n'
        + rows(f"[goals.g{{n}}]\n{GOAL}")(size)
    ),
    "weekly targets": goals(
        'title = "W"\nkind = "total"\ntarget = 3\neach = "week"\nstart = 2020-01-01\n'
    ),
    "fields": lambda size: (
        f"{HEAD}[goals.g0]\n{GOAL}[goals.g0.fields]\n" + rows('f{n} = "x"\n')(size)
    ),
    "entries": goal("progress", ENTRY),
    "entries without an id": goal("progress", "{ on = 2026-01-01, value = {n} }"),
    "entries with the same id": goal(
        "progress", '{ id = "aaaa", on = 2026-01-01, value = 1 }'
    ),
    "corrections of one entry": goal(
        "progress", '{ id = "aaa{n}", replaces = "aaa0", on = 2026-01-01, value = 1 }'
    ),
    "corrections in a chain": lambda size: (
        f"{HEAD}[goals.g0]\n{GOAL}progress = [\n"
        '  { id = "a0z", on = 2026-01-01, value = 1 },\n'
        + "".join(
            f'  {{ id = "a{n}z", on = 2026-01-01, value = 1, '
            f'replaces = "a{n - 1}z" }},\n'
            for n in range(1, size)
        )
        + "]\n"
    ),
    "entries of unknown sources": goal(
        "progress", '{ on = 2026-01-01, value = 1, source = "s{n}" }'
    ),
    "entries of a wrong type": goal("progress", "{ on = 2026-01-01, value = 'x{n}' }"),
    "entries with unknown keys": goal("progress", "{ on = 2026-01-01, valeu{n} = 1 }"),
    "fields of an entry": lambda size: (
        f"{HEAD}[goals.g0]\n{GOAL}progress = [\n"
        "  { on = 2026-01-01, value = 1, fields = { "
        + ", ".join(f'f{n} = "x"' for n in range(size))
        + " } },\n]\n"
    ),
    "checkpoints": goal("plan", "{ on = 2026-01-01, value = {n} }"),
    "steps": goal("steps", '{ id = "s{n}", due = "2026" }', OPEN),
    "steps with the same id": goal("steps", '{ id = "s" }', OPEN),
    "revisions": goal("revisions", '{ on = 2026-01-01, target = {n}, reason = "r" }'),
    "pauses": goal("paused", '{ on = 2026-01-01, until = 2026-01-02, reason = "r" }'),
    "sources": lambda size: HEAD + rows('[sources.s{n}]\ntitle = "S"\n')(size),
    "goals of unknown sources": goals(GOAL + 'source = "s{n}"\n'),
    "unknown parents": goals(GOAL + 'parent = "p{n}"\n'),
    "includes": lambda size: (
        HEAD
        + "include = [\n"
        + rows('  "x{n}.toml",\n')(size)
        + "]\n[goals.g0]\n"
        + GOAL
    ),
    "includes of the same": lambda size: (
        HEAD + "include = [\n" + '  "*.toml",\n' * size + "]\n[goals.g0]\n" + GOAL
    ),
    "imports": lambda size: (
        HEAD + rows('[imports.i{n}]\nfile = "x.csv"\n')(size) + "[goals.g0]\n" + GOAL
    ),
    "rule sets": lambda size: (
        HEAD
        + rows(
            '[rulesets.r{n}]\ntitle = "R"\n'
            'rules = [{ colour = "red", ratio-from = 1 }]\n'
        )(size)
    ),
    "rules": lambda size: (
        HEAD
        + 'rules = "r"\n[rulesets.r]\ntitle = "R"\nrules = [\n'
        + rows('  { colour = "red", ratio-from = {n} },\n')(size)
        + "]\n"
        + rows(f"[goals.g{{n}}]\n{GOAL}")(50)
    ),
    "columns": lambda size: (
        HEAD
        + "[goals.g0]\n"
        + GOAL
        + "[report]\ncolumns = [\n"
        + rows('  "fields.f{n}",\n')(size)
        + "]\n"
    ),
    "unknown keys": lambda size: HEAD + rows("keyy{n} = 1\n")(size),
    "unknown keys of goals": goals(GOAL + "targte = 1\n"),
    "empty goals": goals(""),
    "comments": lambda size: HEAD + "# x\n" * size + "[goals.g0]\n" + GOAL,
    "headers of one goal": lambda size: (
        HEAD + "[goals.g0]\n" + GOAL + rows("[goals.g0.x{n}]\na = 1\n")(size)
    ),
    "dotted keys": lambda size: HEAD + rows("a.b{n}.c = 1\n")(size),
}
"""Every list of the format, by what it is of."""


class Cost(NamedTuple):
    """What a command took."""

    code: int
    said: str
    seconds: float
    megabytes: float


def run(*args: str, folder: Path) -> Cost:
    """Run a command; seconds are those of the processor."""
    env = {
        **os.environ,
        "GOALTRACK_TODAY": "2026-11-25",
        "XDG_STATE_HOME": str(folder / "state"),
    }
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "goaltrack", *args],
            cwd=folder,
            env=env,
            stdout=said,
            stderr=said,
            stdin=subprocess.DEVNULL,
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        text = said.read(100_000).decode(errors="replace")
    seconds = usage.ru_utime + usage.ru_stime
    return Cost(process.returncode, text, seconds, usage.ru_maxrss / 1024)


def best(args: tuple[str, ...], folder: Path) -> Cost:
    """Run a command twice: the better of both, since machines are noisy."""
    return min((run(*args, folder=folder) for _ in range(2)), key=lambda c: c.seconds)


def put(folder: Path, text: str) -> None:
    """Write the ledger."""
    (folder / "goals.toml").write_text(text, encoding="utf-8")


def doubling(folder: Path) -> None:
    """Each list twice as long; the largest ratio."""
    put(folder, LISTS["goals"](1))
    base = {args: run(*args, folder=folder).seconds for args in LOOK}
    slow: list[str] = []
    worst, where = 0.0, ""
    for name, text in LISTS.items():
        taken = []
        for size in (SHORT, LONG):
            put(folder, text(size))
            taken.append([best(args, folder) for args in LOOK])
        for args, short, long in zip(LOOK, *taken, strict=True):
            own = base[args]
            if "Traceback" in long.said or long.seconds - own < TOO_SHORT:
                slow += [f"{name}: traceback"] if "Traceback" in long.said else []
                continue
            ratio = (long.seconds - own) / max(short.seconds - own, TOO_SHORT / MOST)
            worst, where = max((worst, where), (ratio, f"{args[0]}, {name}"))
            if ratio > MOST:
                slow.append(f"{args[0]}, {name}: {ratio:.2f} ({long.seconds:.1f} s)")
    for each in slow:
        print(each)
    figures = {
        "lists": len(LISTS),
        f"times as long for twice as many ({where})": round(worst, 2),
        "lists that are slow": len(slow),
    }
    report("shapes", figures, good=not slow)


class Tried(NamedTuple):
    """What all commands took on one shape."""

    runs: int
    bad: list[str]
    slowest: tuple[float, str]
    """The share of its bound that the slowest took."""
    largest: tuple[float, str]


def tried(folder: Path, name: str) -> Tried:
    """Each command on one shape of a megabyte."""
    folder.mkdir()
    text = LISTS[name]
    size = 1000 * MEGABYTE // len(text(1000))
    lines = [*COMMANDS, *(("export", f"r.{ending}") for ending in EXPORTS)]
    bad = []
    slowest, largest = (0.0, ""), (0.0, "")
    for args in lines:
        put(folder, text(size)[: 2 * MEGABYTE])
        cost = run(*args, folder=folder)
        most = EXPORT_SECONDS if args[0] == "export" else SECONDS
        line = f"{' '.join(args)}, {name} ({size})"
        slowest = max(slowest, (cost.seconds / most, line))
        largest = max(largest, (cost.megabytes, line))
        is_bad = "Traceback" in cost.said or cost.code not in range(7)
        if is_bad or cost.seconds > most or cost.megabytes > MEGABYTES:
            bad.append(f"{line}: {cost._replace(said=cost.said[-300:])}")
            print(bad[-1], flush=True)
    return Tried(len(lines), bad, slowest, largest)


def whole(folder: Path) -> None:
    """Each command on each shape of one megabyte."""
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        places = (folder / str(number) for number in range(len(LISTS)))
        found = list(pool.map(tried, places, LISTS))
    bad = sum(len(one.bad) for one in found)
    slowest = max(one.slowest for one in found)
    largest = max(one.largest for one in found)
    figures = {
        "runs": sum(one.runs for one in found),
        "too slow, too large or broken": bad,
        f"of the bound at most ({slowest[1]})": round(slowest[0], 2),
        f"MB at most ({largest[1]})": round(largest[0]),
    }
    report("hostile megabytes", figures, good=not bad)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        if sys.argv[1:] == ["whole"]:
            whole(Path(place))
        else:
            doubling(Path(place))
