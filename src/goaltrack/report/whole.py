"""The report that is handed in: overview, then every goal in full."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from goaltrack import __version__
from goaltrack.core.assess import Assessment
from goaltrack.core.model import Ledger
from goaltrack.report import register
from goaltrack.report.board import by_group, counted
from goaltrack.report.detail import section
from goaltrack.report.sheet import Block, Heading, Lines, Sheet, Table
from goaltrack.report.text import clean
from goaltrack.report.words import Voice


class Made(NamedTuple):
    """What a report is made from, so that it can be made again."""

    name: str
    sha256: str
    """The first twelve digits of the hash of the ledger's files."""
    as_of: date
    known_on: date | None


class Since(NamedTuple):
    """What changed since an earlier report: in words since when, and a row each."""

    said: str
    table: Table | None


def whole(
    ledger: Ledger,
    assessments: Sequence[Assessment],
    voice: Voice,
    made: Made,
    since: Since | None = None,
) -> Sheet:
    """The report on the goals: the same for the same ledger and days."""
    facts = {
        "version": __version__,
        "path": clean(made.name),
        "day": made.as_of,
        "sha256": made.sha256,
    }
    goals = [assessment.goal for assessment in assessments]
    return Sheet(
        clean(ledger.title or voice.word("report")),
        voice.seen_on(made.as_of, made.known_on),
        tuple(_blocks(ledger, assessments, voice, made.known_on, since)),
        voice.word("made_by", **facts),
        register.notes(ledger, goals, voice),
    )


def _blocks(
    ledger: Ledger,
    assessments: Sequence[Assessment],
    voice: Voice,
    known_on: date | None,
    since: Since | None,
) -> Iterator[Block]:
    yield Heading(voice.word("overview"), 2)
    yield Lines((counted(assessments, voice),))
    if since:
        yield Heading(voice.word("changes_since"), 2)
        yield Lines((since.said if since.table else voice.word("no_changes"),))
        if since.table:
            yield since.table
    yield Heading(voice.word("register"), 2)
    yield from register.tables(assessments, voice)
    timeline = register.gantt(assessments, voice)
    if timeline:
        yield Heading(voice.word("timeline"), 2)
        yield timeline
    groups = by_group(assessments)
    other = voice.word("ungrouped" if len(groups) > 1 else "goals")
    for group, members in groups.items():
        yield Heading(clean(group) or other, 2)
        for assessment in members:
            yield Heading(clean(assessment.goal.title), 3)
            yield from section(ledger, assessment, voice, known_on, in_report=True)
