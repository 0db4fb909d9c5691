"""Formulas of goals: what they name is there, and none leads back to its own."""

from collections.abc import Mapping

from goaltrack.i18n.catalog import Phrase
from goaltrack.i18n.suggest import nearest
from goaltrack.ledger.validate import Path, Problems
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
        problems.report(at, _CIRCLE.about(path=" > ".join(way)))


def _is_sum(operand: Operand) -> bool:
    return operand.function is Function.SUM


def _check_operand(
    problems: Problems, path: Path, goals: Mapping[str, Goal], name: str
) -> None:
    if name not in goals:
        phrase = _NO_GOAL.about(name=name, hint=nearest(name, goals))
        problems.report(path, phrase)
    elif goals[name].kind in (Kind.MILESTONE, Kind.OBJECTIVE):
        phrase = _NO_FIGURES.about(kind=goals[name].kind.value, name=name)
        problems.report(path, phrase)


def _circles(needed: Mapping[str, list[str]]) -> list[tuple[str, list[str]]]:
    """Return each goal on a circle, with the shortest way from it back to itself."""
    left = dict(needed)
    users: dict[str, list[str]] = {}
    for name, others in needed.items():
        for other in others:
            users.setdefault(other, []).append(name)
    count = {name: sum(o in needed for o in others) for name, others in needed.items()}
    free = [name for name, number in count.items() if not number]
    while free:
        # What follows from nothing that is left is on no circle.
        name = free.pop()
        left.pop(name, None)
        for user in users.get(name, ()):
            count[user] -= 1
            if not count[user]:
                free.append(user)
    ways = ((name, _way_back(name, left)) for name in left)
    return [(name, way) for name, way in ways if way]


def _way_back(start: str, needed: Mapping[str, list[str]]) -> list[str]:
    """Return the shortest way from a goal back to itself; empty where there is none."""
    before: dict[str, str] = {}
    waiting, place = [start], 0
    while place < len(waiting) and start not in before:
        name = waiting[place]
        place += 1
        for other in needed.get(name, ()):
            if other not in before and other in needed:
                before[other] = name
                waiting.append(other)
    way = [start] if start in before else []
    while way and (len(way) == 1 or way[-1] != start):
        way.append(before[way[-1]])
    return way[::-1]
