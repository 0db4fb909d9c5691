"""Several ledgers as one, in which every id is unique."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from goaltrack.model.ledger import Citation, Goal, Ledger, Origin, Reference, Source

if TYPE_CHECKING:
    from goaltrack.model.formula import Formula


def joined(ledgers: Mapping[Origin, Ledger], title: str) -> Ledger:
    """The ledgers as one ledger of that title.

    The id of a goal begins with the name of its ledger: `roads:bridge`. A source that
    another ledger has under the same id with another content gets such an id, too.
    """
    sources: dict[str, Source] = {}
    goals: dict[str, Goal] = {}
    for origin, ledger in ledgers.items():
        names = {}
        for name, source in ledger.sources.items():
            names[name] = name
            if sources.get(name, source) != source:
                names[name] = f"{origin.name}:{name}"
            sources[names[name]] = source._replace(id=names[name])
        renamed = {old: new for old, new in names.items() if old != new}
        for goal in ledger.goals.values():
            found = _moved(goal, origin, renamed)
            goals[found.id] = found
    first = next(iter(ledgers.values()))
    modes = {ledger.rollup for ledger in ledgers.values()}
    return first._replace(
        title=title,
        rollup=modes.pop() if len(modes) == 1 else "counts",
        sources=sources,
        goals=goals,
    )


def where(goal: Goal, path: str | None) -> str | None:
    """The file of the goal's ledger: its own, or the only one there is."""
    return goal.origin.path if goal.origin else path


def _moved(goal: Goal, origin: Origin, renamed: Mapping[str, str]) -> Goal:
    progress = goal.progress
    if renamed:
        progress = tuple(
            entry._replace(source=_cited(entry.source, renamed)) for entry in progress
        )
    return goal._replace(
        id=f"{origin.name}:{goal.id}",
        origin=origin,
        parent=f"{origin.name}:{goal.parent}" if goal.parent else None,
        source=_cited(goal.source, renamed),
        progress=progress,
        reference=_referred(goal.reference, origin.name),
        formula=_renamed(goal.formula, origin.name),
    )


def _referred(reference: Reference | None, name: str) -> Reference | None:
    if reference is None or reference.goal is None:
        return reference
    return reference._replace(goal=f"{name}:{reference.goal}")


def _renamed(formula: "Formula | None", name: str) -> "Formula | None":
    if formula is None:
        return None
    program = (
        item._replace(goal=f"{name}:{item.goal}")
        if isinstance(item, tuple) and item.goal
        else item
        for item in formula.program
    )
    return formula._replace(program=tuple(program))


def _cited(citation: Citation | None, renamed: Mapping[str, str]) -> Citation | None:
    if citation is None or citation.source not in renamed:
        return citation
    return citation._replace(source=renamed[citation.source])
