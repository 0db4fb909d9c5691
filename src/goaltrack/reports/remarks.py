"""What people say of a goal beside its figures: notes, problems, next steps."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.series import effective_entries
from goaltrack.model.ledger import Entry
from goaltrack.model.period import Period
from goaltrack.reports.entries import happened


class Remark(NamedTuple):
    """A text, and the day or period of its entry; None of one that the goal has."""

    text: str
    period: Period | None = None


def latest_note(assessment: Assessment) -> Remark | None:
    """Return the note of the latest entry that has one; None without any."""
    noted = [entry for entry in _entries(assessment) if entry.note]
    if not noted:
        return None
    last = max(noted, key=lambda entry: entry.period.last)
    return Remark(last.note or "", last.period)


def field(assessment: Assessment, names: Sequence[str]) -> Remark | None:
    """Return the latest text under one of the names, of an entry or of the goal."""
    known = {name.casefold() for name in names}
    found: tuple[str, Period] | None = None
    for entry in _entries(assessment):
        for name, text in (entry.fields or {}).items():
            is_newer = found is None or found[1].last <= entry.period.last
            if is_newer and name.strip().casefold() in known:
                found = text, entry.period
    if found:
        return Remark(*found)
    own = (assessment.goal.fields or {}).items()
    texts = (Remark(text) for name, text in own if name.strip().casefold() in known)
    return next(texts, None)


def _entries(assessment: Assessment) -> Iterator[Entry]:
    """Yield the entries that are seen in the view."""
    as_of, known_on = assessment.as_of, assessment.known_on
    for entry in effective_entries(assessment.goal, known_on):
        if (entry.note or entry.fields) and happened(entry, as_of, known_on):
            yield entry
