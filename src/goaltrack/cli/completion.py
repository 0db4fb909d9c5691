"""Completion: the words that may come next, without loading Typer.

A shell that waits for an answer at every TAB is what this is made for: commands and
options come from a list made from the program (`offers.py`), names from the ledger's
file by one plain parse. Whatever goes wrong, nothing is offered and nothing is said.
"""

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from goaltrack.cli.completion_table import FIELDS, OFFERS, TERMS
from goaltrack.cli.registry import PARTS
from goaltrack.i18n.catalog import language, translated
from goaltrack.i18n.text import clean

_FILES = "\t"
"""An offer that tells the shell to complete file names itself."""
_REPEATED = ("goals", "field")
"""Kinds of arguments that may be repeated."""
_LARGEST = 10_000_000
"""Bytes of the largest file that is read at a TAB."""
_MOST_FILES = 500
"""Of a ledger with more files nothing of its own is offered: a TAB must not wait."""
_LATEST = 40
"""Of so many entries the ids are offered, the newest first."""

Offer = tuple[str, str]
"""A word that may be typed, and its meaning."""


class _Line(NamedTuple):
    """The words typed so far: those before, and the one that is begun."""

    before: list[str]
    word: str
    cut: int = 0
    """In bash, how much of the begun word the shell leaves alone."""
    quote: str = ""
    """In bash, the quotation mark in which the begun word stands, if any."""


def main(shell: str) -> None:
    """Print what may come next for the words in `sys.argv`, a line each."""
    line = _LINES.get(shell, _words)()
    try:
        found = [
            offer
            for offer in _offers(line)
            if offer[0] == _FILES or offer[0].startswith(line.word)
        ]
        text = "".join(_shown(offer, shell, line) for offer in found)
    except Exception:  # noqa: BLE001 - a shell has no use for an error between two keys
        return
    # No \r, which a shell would take for part of the word.
    sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="\n")  # type: ignore[union-attr]
    sys.stdout.write(text)


def _words() -> _Line:
    """Read the words as the shell gives them."""
    return _Line(sys.argv[1:-1], sys.argv[-1])


def _powershell_line() -> _Line:
    """Read the words from the environment: PowerShell drops empty arguments."""
    *before, word = os.environ.get("GOALTRACK_WORDS", "").split("\n")
    return _Line(before, word)


def _bash_line() -> _Line:
    """Read the line itself: bash cuts words at `:` and `=` as well."""
    text = os.environ.get("COMP_LINE", "")[: int(os.environ.get("COMP_POINT", "0"))]
    words: list[str] = []
    word, quote, cut = "", "", 0
    is_escaped = is_begun = False
    for char in text:
        if is_escaped:
            word += char
            is_escaped = False
        elif char == "\\" and quote != "'":
            is_escaped = is_begun = True
        elif quote:
            quote = "" if char == quote else quote
            word += char if quote else ""
        elif char in "'\"":
            quote, is_begun = char, True
        elif char.isspace():
            if is_begun:
                words.append(word)
            word, cut, is_begun = "", 0, False
        else:
            word += char
            is_begun = True
            cut = len(word) if char in ":=" else cut
    return _Line(words[1:], word, cut, quote)


_LINES: Mapping[str, Callable[[], _Line]] = {
    "bash": _bash_line,
    "powershell": _powershell_line,
}
"""How the line is read, where a shell does not give its words as arguments."""


def _shown(offer: Offer, shell: str, line: _Line) -> str:
    """Return an offer in the form of the shell, quoted so that no part of it is run."""
    value, says = offer
    if value == _FILES:
        return "\n"
    if not value.isprintable():
        # Nobody could type it, and it might move the cursor.
        return ""
    says = clean(" ".join(says.split()))
    if shell == "bash":
        return f"{_for_bash(value[line.cut :], line.quote)}\n"
    # The others quote what they insert.
    if shell == "zsh":
        value = value.replace("\\", "\\\\").replace(":", "\\:")
        return f"{value}:{says}\n" if says else f"{value}\n"
    return f"{value}\t{says}\n"


def _for_bash(text: str, quote: str) -> str:
    """Return the text as bash reads it back, after a quotation mark or without one."""
    if quote == "'":
        return text.replace("'", "'\\''")
    special = '\\"$`' if quote else _SPECIAL
    quoted = "".join(f"\\{char}" if char in special else char for char in text)
    # The only character that double quotes do not tame.
    return quoted.replace("!", '"\\!"') if quote else quoted


_SPECIAL = " \t\\\"'`$!&|;<>(){}[]*?#~^%"
"""Characters that mean something to bash somewhere."""


def _offers(line: _Line) -> Iterator[Offer]:
    said = language(_after(line.before, ("--lang",)))
    names = [word for word in line.before if word in OFFERS]
    command = names[0] if names else ""
    if not command:
        yield from _roots(line, said)
        return
    kinds, options = OFFERS[command]
    rest = line.before[line.before.index(command) + 1 :]
    last = rest[-1] if rest else ""
    name, equals, _ = line.word.partition("=")
    if equals and options.get(name, ("",))[0]:
        kind = options[name][0]
        yield from ((f"{name}={v}", says) for v, says in _of(kind, line.before, rest))
        return
    if options.get(last, ("",))[0]:
        yield from _of(options[last][0], line.before, rest)
        return
    if line.word.startswith("-"):
        yield from ((n, translated(says, said)) for n, (_, says) in options.items())
        return
    place = sum(
        not word.startswith("-") and not options.get(before, ("",))[0]
        for before, word in zip(["", *rest], rest, strict=False)
    )
    if place < len(kinds) or (kinds and kinds[-1] in _REPEATED):
        yield from _of(kinds[min(place, len(kinds) - 1)], line.before, rest)
    if kinds and kinds[-1] == "goals":
        yield from _terms(line)


def _roots(line: _Line, said: str) -> Iterator[Offer]:
    """Yield the commands; none after a word that is not a command."""
    if line.word.startswith("-"):
        yield "--version", translated("Show the version.", said)
        yield "--help", translated("Show this help.", said)
    elif not line.before:
        for part in PARTS:
            yield from ((row.name, translated(row.summary, said)) for row in part.rows)


def _after(words: list[str], names: tuple[str, ...]) -> str | None:
    """The value of an option among the words."""
    for number, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name in names:
            return value if equals else next(iter(words[number + 1 :]), None)
    return None


def _of(kind: str, words: list[str], rest: list[str]) -> Iterator[Offer]:
    """Yield the words of a kind: goals, days, file names, …."""
    if kind == "file":
        yield _FILES, ""
    elif kind.startswith("one of "):
        yield from ((name, "") for name in kind.removeprefix("one of ").split())
    elif kind == "field":
        yield from ((f"{name}=", "") for name in FIELDS)
    elif kind in ("day", "period"):
        yield from _times(is_period=kind == "period")
    elif kind in _READERS:
        yield from _READERS[kind](_goals(words), rest)
    elif kind == "source":
        for data in _ledgers(words):
            for name, source in data.get("sources", {}).items():
                yield name, str(source.get("title", ""))


def _times(*, is_period: bool) -> Iterator[Offer]:
    """This year's and last year's periods, the latest first; of days, the nearest."""
    from datetime import date  # noqa: PLC0415 - only for these

    pinned = os.environ.get("GOALTRACK_TODAY")
    today = date.fromisoformat(pinned) if pinned else date.today()  # noqa: TID251 - as context.today
    if not is_period:
        yield from (("today", ""), ("yesterday", ""), (today.isoformat(), ""))
    for year in (today.year, today.year - 1):
        last = today.month if year == today.year else 12
        yield str(year), ""
        yield from ((f"{year}H{n}", "") for n in (2, 1) if n <= (last + 5) // 6)
        yield from ((f"{year}Q{n}", "") for n in range((last + 2) // 3, 0, -1))
        yield from ((f"{year}-{n:02}", "") for n in range(last, 0, -1))


def _ledgers(words: list[str]) -> Iterator[dict[str, Any]]:
    """Return the data of the ledger in question, and of the files that it includes."""
    import tomli  # noqa: PLC0415 - most completions need no ledger

    from goaltrack.ledger.find import find, included, read_bytes  # noqa: PLC0415

    named = _after(words, ("-f", "--file")) or os.environ.get("GOALTRACK_FILE")
    path = find(named)
    data = tomli.loads(read_bytes(path, limit=_LARGEST).decode("utf-8-sig"))
    yield data
    files, refused = included(path, data.get("include"), most=_MOST_FILES)
    if refused or len(files) > _MOST_FILES:
        return
    folder = os.path.dirname(path) or "."
    left = _LARGEST
    for file in files:
        raw = read_bytes(file, limit=left, beneath=folder)
        left -= len(raw)
        yield tomli.loads(raw.decode("utf-8-sig"))


def _goals(words: list[str]) -> dict[str, Any]:
    goals: dict[str, Any] = {}
    for data in _ledgers(words):
        goals |= data.get("goals", {})
    return goals


def _ids(goals: dict[str, Any], _rest: list[str]) -> Iterator[Offer]:
    for name, goal in goals.items():
        if _is_id(name):
            yield name, str(goal.get("title", ""))


def _is_id(text: object) -> bool:
    """Return whether it is what a ledger takes for an id; nothing else is offered."""
    return (
        isinstance(text, str)
        and text.isascii()
        and (text.replace("-", "").replace("_", "").isalnum())
    )


def _chosen(goals: dict[str, Any], rest: list[str]) -> Iterator[Offer]:
    """Goals that are not named yet."""
    yield from (offer for offer in _ids(goals, rest) if offer[0] not in rest)


def _entries(goals: dict[str, Any], rest: list[str]) -> Iterator[Offer]:
    """Entries by their ids, the newest first, and goals, which mean their last."""
    rows = [
        (str(row.get("on") or row.get("period", "")), name, row)
        for name, goal in goals.items()
        for row in goal.get("progress", [])
        if _is_id(row.get("id"))
    ]
    for when, name, row in sorted(rows, key=_recorded, reverse=True)[:_LATEST]:
        says = next((str(row[k]) for k in ("value", "change", "done") if k in row), "")
        yield row["id"], f"{name} {says} {when}"
    yield from _ids(goals, rest)


def _recorded(row: tuple[str, str, dict[str, Any]]) -> str:
    when, _, fields = row
    return str(fields.get("recorded") or when)


def _terms(line: _Line) -> Iterator[Offer]:
    """Terms that choose goals: their fields, then what the ledger has of each."""
    field, colon, _ = line.word.partition(":")
    if not colon:
        yield from ((f"{name}:", "") for name in TERMS if line.word)
    elif TERMS.get(field):
        yield from ((f"{field}:{value}", "") for value in TERMS[field])
    elif field in TERMS:
        goals = _goals(line.before).values()
        key = "tags" if field == "tag" else field
        found = [goal[key] for goal in goals if key in goal]
        texts = [t for v in found for t in (v if isinstance(v, list) else [v])]
        yield from ((f"{field}:{text}", "") for text in dict.fromkeys(map(str, texts)))


def _steps(goals: dict[str, Any], rest: list[str]) -> Iterator[Offer]:
    """The steps of the goal that is named before."""
    steps: Iterable[Any] = goals.get(next(iter(rest), ""), {}).get("steps", [])
    for step in steps:
        if _is_id(step.get("id")):
            yield step["id"], str(step.get("title", ""))


_READERS: Mapping[str, Callable[[dict[str, Any], list[str]], Iterator[Offer]]] = {
    "goal": _ids,
    "goals": _chosen,
    "entry": _entries,
    "step": _steps,
}
