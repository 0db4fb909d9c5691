"""The report that is handed in: first page, register, every goal, and an annex."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from goaltrack import __version__
from goaltrack.analysis.agenda import Need, Want, overdue_need
from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.changes import Change, changes
from goaltrack.analysis.states import BAD, GOOD, URGENCY, State
from goaltrack.analysis.year_before import year_before
from goaltrack.i18n.text import clean, titled
from goaltrack.model.ledger import Ledger, Mode
from goaltrack.model.report import PROBLEM, ReportSettings
from goaltrack.reports import cells, columns, register
from goaltrack.reports import changes as changed
from goaltrack.reports.agenda import want
from goaltrack.reports.blocks import (
    Block,
    Cell,
    Column,
    Facts,
    Gantt,
    Heading,
    Light,
    Lights,
    Lines,
    Note,
    Sheet,
    Table,
    cell,
)
from goaltrack.reports.board import count_lights, counted, grouped
from goaltrack.reports.goal_page import section
from goaltrack.reports.remarks import field
from goaltrack.reports.terms import TERM_MEANINGS
from goaltrack.reports.wording import Voice

_MOST, _LEAST, _ENTRIES = 40, 3, 8_000
"""Entries of a goal that a report shows, at most and at least; and of all goals."""
MOST_GOALS = 1_500
"""Goals that a report shows: no one reads more, and no browser likes them."""
_UNLIKELY = 0.4
"""A chance below which a goal needs attention, though it is on track."""


class Provenance(NamedTuple):
    """The origin of a report, by which it can be made again."""

    name: str
    sha256: str
    """The first twelve digits of the hash of the ledger's files."""
    as_of: date
    known_on: date | None


class Comparison(NamedTuple):
    """The goals on an earlier day, and what has changed since."""

    day: date
    before: Mapping[str, Assessment]
    """By the ids of the goals that a report shows."""
    changes: tuple[Change, ...]

    @property
    def better(self) -> int:
        """How many goals are in a better state now."""
        return sum(one.turn > 0 for one in self.changes)

    @property
    def worse(self) -> int:
        """How many goals are in a worse state now."""
        return sum(one.turn < 0 for one in self.changes)


def compare(
    before: Iterable[Assessment], now: Sequence[Assessment], day: date, until: date
) -> Comparison:
    """Return the comparison of the goals with what they were on an earlier day.

    Of those that a report does not show, only what has changed is kept.
    """
    shown = {one.goal.id for one in _most_urgent(now)}
    kept = {}

    def noted() -> Iterator[Assessment]:
        for one in before:
            if one.goal.id in shown:
                kept[one.goal.id] = one
            yield one

    found = changes(noted(), now, since=day, until=until)
    return Comparison(day, kept, tuple(found))


def _rank(assessment: Assessment) -> int:
    return URGENCY.index(assessment.state)


class Member(NamedTuple):
    """A goal in a report: its cells by the names of columns, and its section."""

    assessment: Assessment
    cells: Mapping[str, Cell]
    section: tuple[Block, ...]


class Report(NamedTuple):
    """A report in its parts, from which a sheet is made, or a house's own form."""

    title: str
    as_of: str
    by: str
    """The sentence that names the unit that reports; empty without one."""
    counts: str
    lights: Lights
    attention: Table | None
    """The goals that are overdue, missed or behind."""
    problems: Table | None
    needs: Table | None
    since: tuple[Block, ...]
    register: Table
    outlook: Table | None
    timeline: Gantt | None
    groups: tuple[tuple[str, tuple[Member, ...]], ...]
    annex: tuple[Block, ...]
    made_by: str
    notes: tuple[Note, ...]
    settings: ReportSettings
    comparison: Comparison | None

    def sheet(self, voice: Voice) -> Sheet:
        """The parts in their order, under their headings."""
        blocks = (*self.first_page(voice), *self._rest(voice))
        return Sheet(
            self.title, self.subtitle(voice), blocks, self.made_by, self.notes,
            self.annex,
        )  # fmt: skip

    def subtitle(self, voice: Voice) -> str:
        """Who reports, and as of which day."""
        return voice.word("comma").join(x for x in (self.by, self.as_of) if x)

    def first_page(self, voice: Voice) -> Iterator[Block]:
        """What a reader needs who reads no further."""
        yield Heading(voice.word("overview"), 2)
        yield Lines((self.counts,))
        yield self.lights
        for name, table in (
            ("attention", self.attention),
            ("problems", self.problems),
            ("needed_now", self.needs),
        ):
            if table:
                yield Heading(voice.word(name), 2)
                yield table
        if self.since:
            yield Heading(voice.word("changes_since"), 2)
            yield from self.since

    def _rest(self, voice: Voice) -> Iterator[Block]:
        yield Heading(voice.word("register"), 2)
        yield self.register
        for name, block in (("outlook", self.outlook), ("timeline", self.timeline)):
            if block:
                yield Heading(voice.word(name), 2)
                yield block
        for group, members in self.groups:
            yield Heading(group, 2)
            for member in members:
                goal = member.assessment.goal
                yield Heading(clean(goal.title), 3, goal.id)
                yield from member.section


Sections = Mapping[str, tuple[Block, ...]]
"""The sections of goals, by their ids."""
_KEPT = 120
"""Figures of a goal that are needed once its section is made."""


def slim(assessment: Assessment) -> Assessment:
    """Return an assessment that holds no more figures than tables need.

    A year of a million figures has its section made first.
    """
    figures = assessment.series.figures
    if len(figures) <= _KEPT:
        return assessment
    figure = cells.compared(assessment)
    before = year_before(figures, figure) if figure else None
    kept = figures[-_KEPT:]
    needed = {each.period: each for each in (figure, before) if each}
    earlier = [each for each in figures[:-_KEPT] if each.period in needed]
    kept = (*earlier, *kept)
    return assessment._replace(series=assessment.series._replace(figures=kept))


def most_entries(goals: int) -> int:
    """Return how many entries of a goal a report of so many goals shows."""
    return max(_LEAST, min(_MOST, _ENTRIES // max(goals, 1)))


def whole(
    ledger: Ledger,
    assessments: Sequence[Assessment],
    voice: Voice,
    made: Provenance,
    comparison: Comparison | None = None,
    sections: Sections | None = None,
) -> Report:
    """The report on the goals: the same for the same ledger and days.

    With `sections` those that were made before are taken.
    """
    facts = {
        "version": __version__,
        "path": clean(made.name),
        "day": made.as_of,
        "sha256": made.sha256,
    }
    settings = ledger.report
    shown = _most_urgent(assessments)
    parts = grouped(shown, register.view_of(settings))
    most = most_entries(len(shown))
    other = voice.word("goals")
    return Report(
        title=clean(ledger.title or voice.word("report")),
        as_of=voice.seen_on(made.as_of, made.known_on),
        by=voice.word("reported_by", by=clean(settings.by)) if settings.by else "",
        counts=_sentence(assessments, len(ledger.goals), comparison, voice),
        lights=_lights(assessments, voice),
        attention=_attention(shown, comparison, voice),
        problems=_problems(shown, voice),
        needs=_needs(shown, voice),
        since=(
            tuple(_since(comparison, shown, made.as_of, voice)) if comparison else ()
        ),
        register=register.register(shown, settings, Mode(ledger.rollup), voice),
        outlook=_outlook(shown, voice),
        timeline=register.gantt(parts, voice),
        groups=tuple(
            (
                register.heading(group, voice) if len(parts) > 1 or group else other,
                tuple(
                    _member(ledger, one, voice, made, most, sections)
                    for one, _ in members
                ),
            )
            for group, members in parts
        ),
        annex=tuple(_annex(shown, voice)),
        made_by=voice.word("made_by", **facts),
        notes=register.notes(ledger, [one.goal for one in shown], voice),
        settings=settings,
        comparison=comparison,
    )


def _most_urgent(assessments: Sequence[Assessment]) -> Sequence[Assessment]:
    """Return the goals that a report shows, in their order: of very many the worst."""
    if len(assessments) <= MOST_GOALS:
        return assessments
    ranked = sorted(range(len(assessments)), key=lambda n: _rank(assessments[n]))
    return [assessments[number] for number in sorted(ranked[:MOST_GOALS])]


def _member(
    ledger: Ledger,
    assessment: Assessment,
    voice: Voice,
    made: Provenance,
    most: int,
    sections: Sections | None,
) -> Member:
    names = register.names_of(ledger.report, [assessment])
    chosen = columns.find(dict.fromkeys((*names, *columns.REGISTER, "chance")))
    shown = dict(
        zip(
            (each.name for each in chosen),
            columns.row(chosen, assessment, voice),
            strict=True,
        )
    )
    if sections is not None:
        return Member(assessment, shown, sections.get(assessment.goal.id, ()))
    blocks = section(ledger, assessment, voice, made.known_on, most=most)
    return Member(assessment, shown, tuple(blocks))


def _sentence(
    assessments: Sequence[Assessment],
    goals: int,
    comparison: Comparison | None,
    voice: Voice,
) -> str:
    """Return the states in one sentence, what is overdue, and what got better."""
    texts = [counted(assessments, voice, goals, is_whole=True)]
    overdue = sum(map(cells.is_overdue, assessments))
    if overdue:
        texts.append(voice.word("overdue_number", number=overdue))
    if comparison and assessments:
        said = {"better": comparison.better, "worse": comparison.worse}
        texts.append(voice.word("compared_with", day=comparison.day, **said))
    if len(assessments) > MOST_GOALS:
        texts.append(voice.word("most_urgent", number=MOST_GOALS))
    return voice.word("semicolon").join(texts)


def _lights(assessments: Sequence[Assessment], voice: Voice) -> Lights:
    good = sum(one.state in GOOD for one in assessments)
    judged = good + sum(one.state in BAD for one in assessments)
    found = tuple(
        Light(colour, titled(voice.light(colour)), number)
        for colour, number in count_lights(assessments).items()
    )
    says = voice.word("headline", number=judged)
    return Lights(str(good), says, found)


def _attention(
    assessments: Sequence[Assessment], comparison: Comparison | None, voice: Voice
) -> Table | None:
    """Return what needs attention, the worst first, with owner and reason.

    What is overdue, missed or behind, and what is on track but unlikely to be met. With
    a comparison the state on its day, which says since when it is so.
    """
    found = [
        one
        for one in assessments
        if one.state in BAD or cells.is_overdue(one) or _is_unlikely(one)
    ]
    if not found:
        return None
    found.sort(key=_rank)
    names = ("title", "owner", "state", "due", "left", "gap", "chance")
    before = comparison.before if comparison else {}
    extra: list[tuple[Column, Callable[[Assessment], Cell]]] = []
    if comparison:
        head = Column("before", voice.word("state_on", day=comparison.day))
        extra.append((head, lambda one: _state_before(before, one, voice)))
    head = Column("reason", voice.word("reason"), folds=True)
    extra.append((head, lambda one: cell(_reason(one, voice))))
    return _table(found, names, voice, extra)


def _is_unlikely(one: Assessment) -> bool:
    found = one.forecast
    if found is None or found.probability is None or one.met_on:
        return False
    return found.probability < _UNLIKELY and one.state in GOOD


def _reason(one: Assessment, voice: Voice) -> str:
    """Return why a goal needs attention."""
    found = one.forecast
    if _is_unlikely(one) and found and found.outlook:
        value = voice.estimate(one.goal, found.outlook.median)
        return voice.word("unlikely", value=value, day=found.on)
    return voice.reasons(one)[0]


def _state_before(
    before: Mapping[str, Assessment], one: Assessment, voice: Voice
) -> Cell:
    return cells.state_cell(before[one.goal.id], voice)._replace(role="muted")


def _table(
    assessments: Sequence[Assessment],
    names: Sequence[str],
    voice: Voice,
    extra: Sequence[tuple[Column, Callable[[Assessment], Cell]]] = (),
) -> Table:
    """Return a table of goals without the columns in which nothing is said."""
    chosen = columns.find(names)
    heads = [*(columns.column(each, voice) for each in chosen), *(c for c, _ in extra)]
    rows = [
        (*columns.row(chosen, one, voice), *(make(one) for _, make in extra))
        for one in assessments
    ]
    kept = [n for n in range(len(heads)) if any(row[n].text for row in rows)]
    return Table(
        "",
        tuple(heads[n] for n in kept),
        tuple(tuple(row[n] for n in kept) for row in rows),
    )


def _problems(assessments: Sequence[Assessment], voice: Voice) -> Table | None:
    """Return the problems that were reported of goals that are not met."""
    over = (State.MET, State.LATE, State.DROPPED)
    found = [a for a in assessments if a.state not in over and field(a, PROBLEM)]
    if not found:
        return None

    def reported(one: Assessment) -> Cell:
        problem = field(one, PROBLEM)
        period = problem.period if problem else None
        return Cell(voice.period(period) if period else "", "muted")

    head = Column("reported", voice.word("reported_on"))
    names = ("title", "owner", "state", "problem", "next-step")
    return _table(found, names, voice, [(head, reported)])


def _needs(assessments: Sequence[Assessment], voice: Voice) -> Table | None:
    """Return which figures and decisions are wanted, of whom, and since when."""
    over = (State.MET, State.LATE, State.MISSED, State.DROPPED)
    found: dict[str, Need] = {}
    for one in assessments:
        need = None if one.state in over or one.parts else overdue_need(one)
        if need and not (one.goal.due is None and need.want is Want.STEP):
            found[one.goal.id] = need
    shown = [one for one in assessments if one.goal.id in found]
    if not shown:
        return None
    shown.sort(key=lambda one: list(Want).index(found[one.goal.id].want))

    def needed(one: Assessment) -> Cell:
        return cell(want(found[one.goal.id], voice, one.as_of))

    def since(one: Assessment) -> Cell:
        day = found[one.goal.id].day
        return Cell("" if day == date.max else voice.day(day))

    extra = [
        (Column("wanted", voice.word("wanted")), needed),
        (Column("since", voice.word("since_by")), since),
    ]
    return _table(shown, ("title", "owner"), voice, extra)


def _since(
    comparison: Comparison, shown: Sequence[Assessment], until: date, voice: Voice
) -> Iterator[Block]:
    ids = {one.goal.id for one in shown}
    found = [change for change in comparison.changes if change.goal.id in ids]
    table = changed.table(found, voice, with_ids=False)
    between = voice.word("between", first=comparison.day, last=until)
    if table is None:
        none = voice.word("no_changes")
        yield Lines((between + voice.word("colon") + none,))
    else:
        yield Lines((between,))
        yield table


def _outlook(assessments: Sequence[Assessment], voice: Voice) -> Table | None:
    """Return how sure the goals are that have a forecast."""
    found = [a for a in assessments if cells.chance(a, voice)]
    if not found:
        return None

    def ends(one: Assessment) -> Cell:
        outlook = one.forecast.interval(0.80) if one.forecast else None
        if outlook is None:
            return Cell("")
        low, high = (voice.estimate(one.goal, end) for end in outlook)
        return cell(voice.word("range_of", low=low, high=high))

    head = Column("range80", voice.word("range80"), is_number=True)
    names = ("title", "target", "due", "figure", "forecast")
    chance = columns.ALL["chance"]
    extra = [
        (head, ends),
        (columns.column(chance, voice), lambda one: chance.cell(one, voice)),
    ]
    return _table(found, names, voice, extra)


def _annex(assessments: Sequence[Assessment], voice: Voice) -> Iterator[Block]:
    """Yield what the words mean, how numbers are computed, and the ids of the goals."""
    if not assessments:
        return
    yield Heading(voice.word("terms"), 3)
    words = {
        voice.state(one.state, one.goal): one.state
        for one in sorted(assessments, key=lambda one: list(State).index(one.state))
    }
    pairs = [(word, cell(voice.meaning(state.value))) for word, state in words.items()]
    pairs += [(voice.word(name), cell(voice.meaning(name))) for name in TERM_MEANINGS]
    yield Facts(tuple(pairs))
    yield Heading(voice.word("method"), 3)
    has_estimates = any(map(cells.is_estimate, assessments))
    estimate = (voice.word("method_estimate"),) if has_estimates else ()
    yield Lines((*estimate, voice.word("method_forecast")))
    yield Heading(voice.word("ids"), 3)
    yield _table(assessments, ("number", "id", "title"), voice)
