"""The changes between two views of a ledger."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.states import BAD, GOOD, State
from goaltrack.model.ledger import Entry, Goal, Revision

_ORDER = (*BAD, *GOOD)


class Change(NamedTuple):
    """A goal that is another one than before: what was, and what is."""

    before: Assessment
    after: Assessment
    corrected: tuple[Entry, ...]
    """Entries that replace another one, and were not known before."""
    revised: tuple[Revision, ...]
    """Promises that were changed in between."""

    @property
    def goal(self) -> Goal:
        """The goal, as it is."""
        return self.after.goal

    @property
    def has_moved(self) -> bool:
        """Whether its state or its colour is another one."""
        return (self.before.state, self.before.colour) != (
            self.after.state,
            self.after.colour,
        )

    @property
    def turn(self) -> int:
        """1 for the better, -1 for the worse, else 0.

        What nothing was known of is worse where it turns out bad; good news of it is
        no change for the better.
        """
        before, after = self.before.state, self.after.state
        if after not in _ORDER:
            return 0
        if before not in _ORDER:
            return -1 if after in BAD else 0
        was, now = _ORDER.index(before), _ORDER.index(after)
        if before in GOOD and after in GOOD and after is not State.MET:
            return 0
        return (now > was) - (now < was)

    @property
    def has_figure(self) -> bool:
        """Whether its figure is another one."""
        return _figure(self.before) != _figure(self.after)


def changes(
    before: Iterable[Assessment],
    after: Iterable[Assessment],
    *,
    since: date,
    until: date,
) -> list[Change]:
    """The goals that differ between two views, in the order of the ledger.

    `since` and `until` bound what was recorded or revised in between: after the one,
    up to the other.
    """
    found = []
    for old, new in zip(before, after, strict=True):
        corrected = tuple(
            entry
            for entry in new.goal.progress
            if entry.replaces and since < entry.known_since <= until
        )
        revised = tuple(r for r in new.goal.revisions if since < r.on <= until)
        change = Change(old, new, corrected, revised)
        if change.has_moved or change.has_figure or corrected or revised:
            found.append(change)
    return found


def _figure(assessment: Assessment) -> tuple[object, ...] | None:
    figure = assessment.figure
    return figure and (figure.period, figure.value)
