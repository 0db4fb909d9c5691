"""Decided cases: small ledgers and texts with the answer that is right, and its reason.

`vectors/cases.json` is the table that came with the contract, each case decided by
reasoning and not by running anything. `vectors/cases-open.txt` lists those that do not
hold yet; one that holds must leave the list.
"""

import json
import re
import shlex
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from conftest import REPOSITORY, Ran, Run

VECTORS = REPOSITORY / "tests" / "vectors"
CASES: list[dict[str, Any]] = json.loads(
    (VECTORS / "cases.json").read_text(encoding="utf-8"), parse_float=Decimal
)
OPEN = set((VECTORS / "cases-open.txt").read_text(encoding="utf-8").split())
MISSING = object()
LEDGER = Path("goals.toml")
Go = Callable[[list[str]], Ran]


def is_number(value: object) -> bool:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def is_close(found: Any, wanted: Any, within: Any = None) -> bool:
    want = Decimal(wanted)
    bound = (
        Decimal(within) if within is not None else max(Decimal(1), abs(want)) / 10**9
    )
    return is_number(found) and abs(Decimal(found) - want) <= bound


TESTS: dict[str, Callable[[Any, Any], bool]] = {
    "any": lambda found, wanted: any(holds(found, one) for one in wanted),
    "not": lambda found, wanted: found is not MISSING and not holds(found, wanted),
    "at-least": lambda found, wanted: is_number(found) and found >= wanted,
    "below": lambda found, wanted: is_number(found) and found < wanted,
    "ratio": lambda found, wanted: is_close(
        found, Decimal(wanted[0]) / Decimal(wanted[1]), "2e-9"
    ),
    "said": lambda found, wanted: found is not MISSING and bool(found) is wanted,
}


def holds(found: Any, wanted: Any) -> bool:
    """Whether a value of the JSON is the one that a case asks for."""
    if isinstance(wanted, dict):
        if "about" in wanted:
            return is_close(found, wanted["about"], wanted["within"])
        [(test, value)] = wanted.items()
        return TESTS[test](found, value)
    if is_number(wanted):
        return is_close(found, wanted)
    if isinstance(wanted, list):
        is_list = isinstance(found, list) and len(found) == len(wanted)
        return is_list and all(map(holds, found, wanted))
    return bool(found == wanted)


def at(value: Any, path: str) -> Any:
    """What stands at a dotted path; a null object has null parts."""
    for key in path.split("."):
        if isinstance(value, dict) and key in value:
            value = value[key]
        else:
            return None if value is None else MISSING
    return value


def goals(go: Go, *words: str) -> list[dict[str, Any]]:
    """The goals of `status --json`."""
    ran = go(["status", "--json", *words])
    assert ran.code == 0, ran.err
    found: list[dict[str, Any]] = json.loads(ran.out, parse_float=Decimal)["goals"]
    return found


def differences(goal: dict[str, Any], wanted: dict[str, Any]) -> Iterator[str]:
    for path, value in wanted.items():
        found = at(goal, path)
        if not holds(found, value):
            yield f"{path} is {found}, not {value}"


def says(ran: Ran, groups: list[Any], text: str) -> Iterator[str]:
    for group in groups:
        words = [group] if isinstance(group, str) else group
        if not any(re.search(word, text, re.IGNORECASE) for word in words):
            yield f"{group} is not said: {ran.out or ran.err}"


def commanded(go: Callable[..., Ran], command: Any) -> Iterator[str]:
    """What is wrong with the outcome of one command of a case."""
    if isinstance(command, str | list):
        command = {"run": command}
    words = command["run"]
    words = shlex.split(words) if isinstance(words, str) else words
    ran = go(words, command.get("today"))
    wanted = command.get("exit", 0)
    if ran.code not in (wanted if isinstance(wanted, list) else [wanted]):
        yield f"{words} exits {ran.code}: {ran.err}"
    streams = {"stdout": ran.out, "stderr": ran.err}
    text = streams.get(command.get("in", ""), f"{ran.out}\n{ran.err}")
    yield from says(ran, command.get("says", []), text)
    for word in command.get("never-says", []):
        if re.search(word, text, re.IGNORECASE):
            yield f"{words} says {word}"


def of_meaning(go: Callable[..., Ran], case: dict[str, Any]) -> Iterator[str]:
    """A ledger, a day, and the states and numbers of its goals."""
    LEDGER.write_text(case["ledger"], encoding="utf-8")
    for name, text in case.get("files", {}).items():
        Path(name).write_text(text, encoding="utf-8")
    for command in case.get("commands", []):
        yield from commanded(go, command)
    if "expect" in case:
        known = ["--known-on", case["known_on"]] if "known_on" in case else []
        ran = go(["status", "--all", "--json", "--as-of", case["as_of"], *known])
        if ran.code:
            yield ran.err
            return
        found = {g["id"]: g for g in json.loads(ran.out, parse_float=Decimal)["goals"]}
        for name, wanted in case["expect"].items():
            if name in found:
                yield from differences(found[name], wanted)
            else:
                yield f"there is no goal {name}"
    for command in case.get("then", []):
        yield from commanded(go, command)


def ledger(case: dict[str, Any], kind: str, *lines: str, row: str = "") -> str:
    heads = ("year_start", "year_name", "decimal", "language")
    head = [
        f"{key.replace('_', '-')} = {json.dumps(case[key])}"
        for key in heads
        if key in case
    ]
    goal = ["[goals.g]", 'title = "G"', f'kind = "{kind}"', *lines, "progress = [", row]
    text = "\n".join(["format = 1", *head, *goal, "]", ""])
    LEDGER.write_text(text, encoding="utf-8")
    return text


def refused(
    go: Go, case: dict[str, Any], before: str, words: list[str]
) -> Iterator[str]:
    ran = go(words)
    if ran.code not in (2, 3):
        yield f"exits {ran.code}: {ran.out}{ran.err}"
    if LEDGER.read_text(encoding="utf-8") != before:
        yield "refused, but the ledger has changed"
    yield from says(ran, case.get("says", []), ran.out + ran.err)


def of_amounts(go: Go, case: dict[str, Any]) -> Iterator[str]:
    """A text given to `add`: the latest figure, read back."""
    kind = case.get("kind", "level")
    lines = [f"unit = {json.dumps(case['unit'])}"] if case["unit"] else []
    if kind == "total":
        lines.append('start = 2026-01-01\ndue = "2026"\ntarget = 1000')
    elif kind in ("level", "rate"):
        lines.append('target = 1000\ndue = "2030"')
    row = "  {{ on = 2026-10-01, value = {}, recorded = 2026-10-01 }},"
    rows = row.format(case["before"]) if "before" in case else ""
    text = ledger(case, kind, *lines, row=rows)
    words = ["add", "g", *case.get("words", [case.get("text")])]
    words += case.get("options", ["--yes"])
    if case.get("refused"):
        yield from refused(go, case, text, words)
        return
    ran = go(words)
    if ran.code:
        yield ran.err
    elif not holds(found := at(goals(go)[0], "figure.value"), case["expect"]):
        yield f"read as {found}, not {case['expect']}"


def of_targets(go: Go, case: dict[str, Any]) -> Iterator[str]:
    """A text given to `new --target`: aim, target and tolerance, read back."""
    text = ledger(case, "level", 'unit = "kg"', 'due = "2030"', "target = 1")
    words = ["new", "t", "--title", "T", "--kind", case.get("kind", "level")]
    words += ["--target", case["text"], "--due", "2030"]
    words += ["--unit", case["unit"]] if case["unit"] else []
    words += [f"baseline={case['baseline']}@2019"] if "baseline" in case else []
    if case.get("refused"):
        yield from refused(go, case, text, words)
        return
    ran = go(words)
    if ran.code:
        yield ran.err
    else:
        yield from differences(goals(go)[-1], case["expect"])


def of_periods(go: Go, case: dict[str, Any]) -> Iterator[str]:
    """A text given as a day, a period or a due date, read back."""
    text = ledger(case, "level", 'unit = "kg"', 'due = "2035-12-31"', "target = 1000")
    words = ["add", "g", "5", f"--{case['as']}", case["text"], "--yes"]
    if case["as"] == "due":
        words = ["new", "t", "--title", "T", "--kind", "level", "--unit", "kg"]
        words += ["--target", "5", "--due", case["text"]]
    if case.get("refused"):
        yield from refused(go, case, text, words)
        return
    ran = go(words)
    if ran.code:
        yield ran.err
        return
    if case["as"] == "due":
        found = goals(go)[-1]["due"]
    else:
        log = go(["log", "--json", "--as-of", "2999-12-31"])
        found = json.loads(log.out)["entries"][-1]
    wanted = case["expect"]
    wanted = [wanted, wanted] if isinstance(wanted, str) else wanted
    if [found["first"], found["last"]] != wanted:
        yield f"read as {found}, not {wanted}"


AREAS: dict[str, Callable[[Callable[..., Ran], dict[str, Any]], Iterator[str]]] = {
    "amount": of_amounts,
    "target-text": of_targets,
    "period": of_periods,
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_a_case_is_answered_as_decided(
    goaltrack: Run, monkeypatch: pytest.MonkeyPatch, case: dict[str, Any]
) -> None:
    """The answer is the one decided, or the case is on the list of those open."""
    day = case.get("today") or case.get("as_of") or "2026-11-26"
    monkeypatch.setenv("COLUMNS", "160")

    def go(words: list[str], today: str | None = None) -> Ran:
        env = {
            "GOALTRACK_TODAY": today or day,
            "GOALTRACK_LANG": case.get("lang", "en"),
        }
        return goaltrack(*words, env=env)

    wrong = list(AREAS.get(case["area"], of_meaning)(go, case))
    if case["id"] in OPEN:
        assert wrong, f"{case['id']} holds: take it off vectors/cases-open.txt"
    else:
        assert not wrong, case["why"]
