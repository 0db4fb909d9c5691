"""The report that is handed in: overview, then every goal in full."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from goaltrack import __version__
from goaltrack.analysis.assess import Assessment
from goaltrack.i18n.text import clean
from goaltrack.model.ledger import Ledger
from goaltrack.reports import register
from goaltrack.reports.blocks import Block, Cell, Gantt, Heading, Lines, Sheet, Table
from goaltrack.reports.board import by_group, counted
from goaltrack.reports.columns import REGISTER, row
from goaltrack.reports.goal_page import section
from goaltrack.reports.wording import Voice


class Provenance(NamedTuple):
    """The origin of a report, by which it can be made again."""

    name: str
    sha256: str
    """The first twelve digits of the hash of the ledger's files."""
    as_of: date
    known_on: date | None


class Since(NamedTuple):
    """The changes since an earlier report: in words, and a row each."""

    said: str
    table: Table | None

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The sentence, and the table if there is one."""
        lines = Lines((self.said,))
        return (lines, self.table) if self.table else (lines,)


class Member(NamedTuple):
    """A goal in a report: its row of the register, and its section."""

    assessment: Assessment
    row: tuple[Cell, ...]
    """In the order of `columns.REGISTER`."""
    section: tuple[Block, ...]


class Report(NamedTuple):
    """A report in its parts, from which a sheet is made, or a house's own form."""

    title: str
    as_of: str
    counts: str
    since: Since | None
    register: tuple[Table, ...]
    timeline: Gantt | None
    groups: tuple[tuple[str, tuple[Member, ...]], ...]
    made_by: str
    notes: tuple[tuple[str, str], ...]

    def sheet(self, voice: Voice) -> Sheet:
        """The parts in their order, under their headings."""
        blocks = tuple(self._blocks(voice))
        return Sheet(self.title, self.as_of, blocks, self.made_by, self.notes)

    def _blocks(self, voice: Voice) -> Iterator[Block]:
        yield Heading(voice.word("overview"), 2)
        yield Lines((self.counts,))
        if self.since:
            yield Heading(voice.word("changes_since"), 2)
            yield from self.since.blocks
        yield Heading(voice.word("register"), 2)
        yield from self.register
        if self.timeline:
            yield Heading(voice.word("timeline"), 2)
            yield self.timeline
        for group, members in self.groups:
            yield Heading(group, 2)
            for member in members:
                yield Heading(clean(member.assessment.goal.title), 3)
                yield from member.section


def whole(
    ledger: Ledger,
    assessments: Sequence[Assessment],
    voice: Voice,
    made: Provenance,
    since: Since | None = None,
) -> Report:
    """The report on the goals: the same for the same ledger and days."""
    facts = {
        "version": __version__,
        "path": clean(made.name),
        "day": made.as_of,
        "sha256": made.sha256,
    }
    groups = by_group(assessments)
    other = voice.word("ungrouped" if len(groups) > 1 else "goals")
    return Report(
        clean(ledger.title or voice.word("report")),
        voice.seen_on(made.as_of, made.known_on),
        counted(assessments, voice, len(ledger.goals)),
        since,
        tuple(register.tables(assessments, voice)),
        register.gantt(assessments, voice),
        tuple(
            (
                clean(group) or other,
                tuple(_member(ledger, one, voice, made.known_on) for one in members),
            )
            for group, members in groups.items()
        ),
        voice.word("made_by", **facts),
        register.notes(ledger, [one.goal for one in assessments], voice),
    )


def _member(
    ledger: Ledger, assessment: Assessment, voice: Voice, known_on: date | None
) -> Member:
    blocks = section(ledger, assessment, voice, known_on, in_report=True)
    return Member(assessment, row(REGISTER, assessment, voice), tuple(blocks))
