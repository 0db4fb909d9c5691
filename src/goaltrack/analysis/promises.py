"""The promise in force on a day: revisions and pauses are history, and stay it."""

from collections.abc import Iterable
from datetime import date

from goaltrack.model.ledger import Goal, Revision, Suspension

_FIELDS = ("due", "aim", "tolerance", "each", "need", "kind")


def as_promised(goal: Goal, as_of: date, known_on: date | None = None) -> Goal:
    """Return the goal as it was promised on a day.

    `known_on` (default: `as_of`) is the day up to which changes of the promise count;
    what a person said of it later than either is left out.
    """
    known = known_on or as_of
    seen = min(as_of, known)
    later = [revision for revision in goal.revisions if revision.on > known]
    found = _before(goal, later) if later else goal
    dropped, closed, colour = goal.dropped, goal.closed, goal.colour
    return found._replace(
        revisions=goal.revisions[: len(goal.revisions) - len(later)],
        dropped=dropped if dropped and dropped.on <= seen else None,
        closed=closed if closed and closed.on <= seen else None,
        colour=colour if colour and colour.on <= seen else None,
        paused=tuple(_known(goal.paused, seen)),
    )


def first_promise(goal: Goal) -> Goal:
    """Return the goal as it was first promised."""
    return _before(goal, goal.revisions)._replace(revisions=())


def around(goal: Goal, revision: Revision) -> tuple[Goal, Goal]:
    """Return the goal before one of its revisions, and after it."""
    place = goal.revisions.index(revision)
    return _before(goal, goal.revisions[place:]), _before(
        goal, goal.revisions[place + 1 :]
    )


def _before(goal: Goal, revisions: Iterable[Revision]) -> Goal:
    """Return the goal before the first of the revisions, oldest first."""
    old: dict[str, object] = {}
    for revision in revisions:
        if revision.target is not None or revision.written is not None:
            for name in ("target", "written", "reference"):
                old.setdefault(name, getattr(revision, name))
        for name in _FIELDS:
            value = getattr(revision, name)
            if value is not None:
                old.setdefault(name, value)
    found: Goal = goal._replace(**old)  # type: ignore[arg-type]
    if found.due and found.plan:
        last = found.due.last
        kept = tuple(point for point in found.plan if point.period.last < last)
        found = found._replace(plan=kept)
    return found


def _known(pauses: Iterable[Suspension], day: date) -> Iterable[Suspension]:
    """Yield the pauses that had begun; one that ended later still lasted."""
    for pause in pauses:
        if pause.on <= day:
            lasts = pause.until is not None and pause.until > day
            yield pause._replace(until=None) if lasts else pause
