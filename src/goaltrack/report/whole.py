"""The report that is handed in: overview, then every goal in full."""

from collections.abc import Iterator, Sequence
from datetime import date

from goaltrack import __version__
from goaltrack.core.assess import Assessment
from goaltrack.core.model import Ledger
from goaltrack.report.board import counted, tables
from goaltrack.report.detail import section
from goaltrack.report.sheet import Block, Heading, Lines, Sheet
from goaltrack.report.text import clean
from goaltrack.report.words import Voice


def whole(
    path: str,
    ledger: Ledger,
    assessments: Sequence[Assessment],
    voice: Voice,
    as_of: date,
    known_on: date | None,
) -> Sheet:
    """The report on the goals: the same for the same ledger and days."""
    day = voice.day(as_of)
    name = path.rpartition("/")[2]
    return Sheet(
        clean(ledger.title or voice.word("report")),
        voice.seen_on(as_of, known_on),
        tuple(_blocks(ledger, assessments, voice, known_on)),
        voice.word("made_by", version=__version__, path=clean(name), day=day),
    )


def _blocks(
    ledger: Ledger,
    assessments: Sequence[Assessment],
    voice: Voice,
    known_on: date | None,
) -> Iterator[Block]:
    yield Heading(voice.word("overview"), 2)
    yield Lines((counted(assessments, voice),))
    yield from tables(assessments, voice, with_ids=False)
    groups: dict[str, list[Assessment]] = {}
    for assessment in assessments:
        groups.setdefault(assessment.goal.group, []).append(assessment)
    other = voice.word("ungrouped" if len(groups) > 1 else "goals")
    for group, members in groups.items():
        yield Heading(clean(group) or other, 2)
        for assessment in members:
            yield Heading(clean(assessment.goal.title), 3)
            yield from section(ledger, assessment, voice, known_on)
