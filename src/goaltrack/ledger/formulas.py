"""Formulas of goals: what they name is there, and none leads back to its own."""

from collections.abc import Mapping
from itertools import islice

from goaltrack.i18n.catalog import Phrase
from goaltrack.ledger.validate import TOLD, Path, Problems, way_of
from goaltrack.model.formula import Function, Operand
from goaltrack.model.ledger import Goal, Kind, parts_of

_NO_GOAL = Phrase("[goals.{name}] is not in this ledger{hint}")
_NO_FIGURES = Phrase("a {kind} has no figures: '{name}' cannot be in a formula")
_NO_PARTS = Phrase("no goal has this one for its parent: sum(parts) has nothing to add")
_CIRCLE = Phrase("its figures would follow from themselves: {path}")


def check_formulas(
    problems: Problems, goals: Mapping[str, Goal], files: Mapping[str, int]
) -> None:
    """Report formulas that name a goal without figures, or lead back to their own.

    Each goal is visited once, however long the chains are.
    """
    parts = parts_of(goals)
    needed: dict[str, list[str]] = {}
    for name, goal in goals.items():
        if goal.formula is None:
            continue
        problems.file = files.get(name, 0)
        path: Path = ("goals", name, "figure")
        own = parts.get(name, [])
        if not own and any(_is_sum(each) for each in goal.formula.operands):
            problems.report(path, _NO_PARTS)
        needed[name] = goal.formula.goals(own)
        for other in needed[name]:
            _check_operand(problems, path, goals, other)
    for name, way in _circles(needed):
        problems.file = files.get(name, 0)
        at: Path = ("goals", name, "figure")
        problems.report(at, _CIRCLE.about(path=way_of(way)))


def _is_sum(operand: Operand) -> bool:
    return operand.function is Function.SUM


def _check_operand(
    problems: Problems, path: Path, goals: Mapping[str, Goal], name: str
) -> None:
    if name not in goals:
        phrase = _NO_GOAL.about(name=name, hint=problems.nearest(name, goals))
        problems.report(path, phrase)
    elif goals[name].kind in (Kind.MILESTONE, Kind.OBJECTIVE):
        phrase = _NO_FIGURES.about(kind=goals[name].kind.value, name=name)
        problems.report(path, phrase)


def _circles(needed: Mapping[str, list[str]]) -> list[tuple[str, list[str]]]:
    """Return the first goals on circles, each with the shortest way back to itself."""
    users: dict[str, list[str]] = {name: [] for name in needed}
    for name, others in needed.items():
        for other in others:
            users.setdefault(other, []).append(name)
    # On no circle is what follows from nothing that is left, nor what nothing needs.
    left = _endless(needed, users)
    left = _endless({name: users[name] for name in left}, needed)
    ways = ((name, _way_back(name, left, needed)) for name in needed if name in left)
    return list(islice(((name, way) for name, way in ways if way), TOLD))


def _endless(
    onward: Mapping[str, list[str]], back: Mapping[str, list[str]]
) -> set[str]:
    """Return the names from which one can go onward for ever."""
    count = {name: sum(o in onward for o in others) for name, others in onward.items()}
    ends = [name for name, number in count.items() if not number]
    left = set(onward)
    while ends:
        name = ends.pop()
        left.remove(name)
        for other in back.get(name, ()):
            if other in left:
                count[other] -= 1
                if not count[other]:
                    ends.append(other)
    return left


def _way_back(start: str, left: set[str], needed: Mapping[str, list[str]]) -> list[str]:
    """Return the shortest way from a goal back to itself; empty where there is none."""
    before: dict[str, str] = {}
    waiting, place = [start], 0
    while place < len(waiting) and start not in before:
        name = waiting[place]
        place += 1
        for other in needed[name]:
            if other not in before and other in left:
                before[other] = name
                waiting.append(other)
    way = [start] if start in before else []
    while way and (len(way) == 1 or way[-1] != start):
        way.append(before[way[-1]])
    return way[::-1]
