"""One goal in full: what was promised, how far it is, why, and from where."""

from collections.abc import Iterator, Sequence
from datetime import date

from goaltrack.core.assess import Assessment
from goaltrack.core.model import Citation, Goal, Ledger, Revision
from goaltrack.core.quantity import plain, write
from goaltrack.report.board import bar, days_left, figure_text, state_cell
from goaltrack.report.history import entries
from goaltrack.report.sheet import (
    Block,
    Cell,
    Column,
    Facts,
    Heading,
    Lines,
    Sheet,
    Table,
    cell,
)
from goaltrack.report.text import clean
from goaltrack.report.words import Voice

Pairs = Iterator[tuple[str, Cell]]


def page(
    ledger: Ledger, assessment: Assessment, voice: Voice, known_on: date | None
) -> Sheet:
    """The page of one goal."""
    goal = assessment.goal
    subtitle = voice.word("as_of", day=voice.day(assessment.as_of))
    subtitle = f"{goal.id} · {subtitle}"
    blocks = tuple(section(ledger, assessment, voice, known_on))
    return Sheet(clean(goal.title), subtitle, blocks)


def section(
    ledger: Ledger, assessment: Assessment, voice: Voice, known_on: date | None
) -> Iterator[Block]:
    """What is to be said of one goal, without a heading of its own."""
    goal = assessment.goal
    yield Facts(tuple(_numbers(assessment, voice)))
    yield Lines(tuple(clean(text) for text in voice.reasons(assessment)))
    yield Facts(tuple(_promise(ledger, goal, voice)))
    if goal.steps:
        yield Heading(voice.word("steps"), 4)
        yield _steps(assessment, voice)
    history = entries(goal, voice, assessment.as_of, known_on)
    if history.rows:
        yield Heading(voice.word("entries"), 4)
        yield history
    if goal.revisions:
        yield Heading(voice.word("revisions"), 4)
        yield Lines(tuple(_revision(goal, r, voice) for r in goal.revisions))
    cited = citations(goal)
    if cited:
        yield Heading(voice.word("sources"), 4)
        yield Lines(tuple(_sources(ledger, cited, voice)))


def citations(goal: Goal) -> Sequence[Citation]:
    """What the goal and its entries cite, each place once, in order."""
    found = [goal.source, *(entry.source for entry in goal.progress)]
    return list(dict.fromkeys(citation for citation in found if citation))


def _numbers(assessment: Assessment, voice: Voice) -> Pairs:
    goal, figure, way = assessment.goal, assessment.figure, assessment.way

    def pair(name: str, text: str) -> tuple[str, Cell]:
        return voice.word(name), cell(text)

    yield voice.word("verdict"), state_cell(assessment, voice)
    yield pair("target", voice.target(goal))
    if goal.due:
        days = days_left(assessment.days_left or 0, voice)
        yield pair("due", voice.word("with", what=voice.period(goal.due), more=days))
    if figure:
        when, status = voice.period(figure.period), figure.entry.status
        firm = voice.word("comma") + voice.status(status) if status else ""
        value = figure_text(assessment, voice)
        yield pair("figure", voice.word("with", what=value, more=when + firm))
        yield pair("age", voice.days(assessment.age or 0))
    if assessment.year:
        year = assessment.year
        method = voice.word("complete" if year.is_complete else "even_pace")
        value = voice.amount(goal, year.estimate)
        text = voice.word("of_year", value=value, year=year.year, method=method)
        yield pair("year", text)
    done = bar(assessment, voice)
    if done.share:
        name = "progress" if way and way.progress is not None else "attainment"
        yield voice.word(name), done
    if assessment.gap is not None and assessment.is_short:
        yield pair("gap", voice.amount(goal, abs(assessment.gap)))
    if assessment.remaining is not None and assessment.remaining > 0:
        yield pair("remaining", voice.amount(goal, assessment.remaining))
    if way:
        start = voice.period(way.baseline.period)
        value = voice.exact(goal, way.baseline.value)
        yield pair("baseline", voice.word("with", what=value, more=start))
        yield pair("time_share", voice.share(way.time_share))
        if way.pace_ratio is not None:
            yield pair("pace_ratio", write(way.pace_ratio, 2))
        if assessment.gap_to_plan is not None:
            yield pair("gap_to_plan", voice.amount(goal, assessment.gap_to_plan))
        if way.days_ahead is not None:
            yield pair("days_ahead", _days_ahead(way.days_ahead, voice))
    if assessment.required:
        yield pair("required", voice.rate(goal, assessment.required))
    if assessment.achieved:
        yield pair("achieved", voice.rate(goal, assessment.achieved))
    if assessment.met_on:
        yield pair("met_on", voice.day(assessment.met_on))


def _days_ahead(days: int, voice: Voice) -> str:
    if days == 0:
        return voice.word("on_line")
    return voice.word("ahead" if days > 0 else "behind", days=abs(days))


def _promise(ledger: Ledger, goal: Goal, voice: Voice) -> Pairs:
    """What the ledger says of the goal itself, key by key."""
    parent = ledger.goals[goal.parent].title if goal.parent else ""
    plan = [
        f"{voice.period(point.period)}{voice.word('colon')}"
        f"{voice.exact(goal, point.value)}"
        for point in goal.plan
    ]
    texts = {
        "kind": voice.kind(goal.kind),
        "group": goal.group,
        "owner": goal.owner or "",
        "tags": voice.word("comma").join(goal.tags),
        "parent": parent,
        "weight": plain(goal.weight),
        "start": voice.day(goal.start) if goal.start else "",
        "plan": voice.word("semicolon").join(plan),
        "pace": "" if goal.pace == "linear" else goal.pace,
        "every": goal.every or "",
        "lag": voice.days(goal.lag) if goal.lag else "",
        "source": voice.citation(goal.source) if goal.source else "",
        "note": goal.note or "",
    }
    if not goal.parent:
        del texts["weight"]
    for name, word in (("dropped", goal.dropped), ("paused", goal.paused)):
        if word:
            texts[name] = voice.day(word.on) + voice.word("colon") + word.reason
    for name, text in texts.items():
        if text:
            yield voice.word(name), cell(text)


def _steps(assessment: Assessment, voice: Voice) -> Table:
    goal = assessment.goal
    done = {
        entry.done: entry.period
        for entry in (assessment.figure.entries if assessment.figure else ())
        if isinstance(entry.done, str)
    }
    columns = (
        Column("step", voice.word("step"), folds=True),
        Column("due", voice.word("due")),
        Column("done", voice.word("done")),
        Column("weight", voice.word("weight"), rank=1, is_number=True),
    )
    rows = tuple(
        (
            cell(step.title),
            cell(voice.period(step.due) if step.due else ""),
            cell(voice.period(done[step.id]) if step.id in done else "", "green"),
            cell(plain(step.weight)),
        )
        for step in goal.steps
    )
    return Table("", columns, rows)


def _revision(goal: Goal, revision: Revision, voice: Voice) -> str:
    before = goal._replace(target=revision.target)
    texts = [voice.target(before)] if revision.target is not None else []
    if revision.due:
        texts.append(voice.period(revision.due))
    what = voice.word("comma").join(texts)
    day = voice.day(revision.on)
    return clean(voice.word("changed", day=day, what=what, reason=revision.reason))


def _sources(
    ledger: Ledger, cited: Sequence[Citation], voice: Voice
) -> Iterator[str]:
    """Each source once, with the places in it that are cited."""
    for name in dict.fromkeys(citation.source for citation in cited):
        source = ledger.sources[name]
        places = [f"#{c.place}" for c in cited if c.source == name and c.place]
        what = name
        if places:
            more = voice.word("comma").join(places)
            what = voice.word("with", what=name, more=more)
        published = voice.day(source.published) if source.published else ""
        place = source.url or source.file or ""
        parts = (source.title, source.publisher or "", published, place)
        said = voice.word("comma").join(part for part in parts if part)
        yield clean(f"{what}{voice.word('colon')}{said}")
