"""The page of one goal: target, progress, reasons, history and sources."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from goaltrack.analysis.assess import Assessment, Original
from goaltrack.analysis.earned_value import chance, schedule, slip_ratios
from goaltrack.analysis.forecast import Forecast, passing
from goaltrack.analysis.pace import is_budget
from goaltrack.analysis.promises import around
from goaltrack.analysis.rollup import rollup
from goaltrack.analysis.states import State
from goaltrack.i18n.catalog import written
from goaltrack.i18n.text import clean
from goaltrack.model.amount import plain, write
from goaltrack.model.ledger import (
    CEILINGS,
    Citation,
    Goal,
    Kind,
    Ledger,
    Mode,
    Range,
    Revision,
    Source,
    Step,
    Suspension,
)
from goaltrack.model.period import Period
from goaltrack.model.report import NEXT_STEP, PROBLEM
from goaltrack.reports.blocks import (
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
from goaltrack.reports.board import tables
from goaltrack.reports.cells import (
    bar,
    citing,
    days_left,
    figure_period,
    figure_text,
    is_estimate,
    left,
    state_cell,
)
from goaltrack.reports.chart import picture
from goaltrack.reports.entries import entries
from goaltrack.reports.remarks import field, latest_note
from goaltrack.reports.wording import Voice

Pairs = Iterator[tuple[str, Cell]]


def page(
    ledger: Ledger,
    assessment: Assessment,
    parts: Sequence[Assessment],
    voice: Voice,
    known_on: date | None,
) -> Sheet:
    """The page of one goal, and of the goals that are parts of it."""
    goal = assessment.goal
    subtitle = voice.word("as_of", day=assessment.as_of)
    subtitle = f"{goal.id} · {subtitle}"
    blocks = [*section(ledger, assessment, voice, known_on)]
    if parts:
        blocks.append(Heading(voice.word("parts"), 4))
        if goal.kind is not Kind.OBJECTIVE:
            mode = Mode(goal.rollup or ledger.rollup)
            blocks.append(Lines((clean(voice.rollup(rollup(parts, mode))),)))
        blocks += [table._replace(title="") for table in tables(parts, voice)]
    return Sheet(clean(goal.title), subtitle, tuple(blocks))


def section(
    ledger: Ledger,
    assessment: Assessment,
    voice: Voice,
    known_on: date | None,
    *,
    most: int | None = None,
) -> Iterator[Block]:
    """Return the section of one goal, without a heading.

    With `most` it is that of a report: the latest so many entries, without their ids;
    the sources are its notes. Elsewhere they are told here.
    """
    goal = assessment.goal
    yield Facts((*_numbers(assessment, voice), *_remarks(assessment, voice)))
    yield Lines(tuple(clean(text) for text in voice.reasons(assessment)))
    drawn = picture(assessment, voice)
    if drawn:
        yield drawn
    yield Facts(tuple(_promise(ledger, goal, voice)))
    if goal.steps:
        yield Heading(voice.word("steps"), 4)
        yield _steps(assessment, voice)
    held = _schedule(ledger, assessment, voice)
    if held:
        yield Facts(held)
    history = entries(goal, voice, assessment.as_of, known_on, most)
    if history.table.rows:
        yield Heading(voice.word("entries"), 4)
        yield history.table
        if history.earlier:
            yield Lines((voice.word("earlier_entries", number=history.earlier),))
    if goal.revisions:
        yield Heading(voice.word("revisions"), 4)
        texts = [_revision(goal, revision, voice) for revision in goal.revisions]
        if assessment.original:
            texts.append(_original(assessment.original, voice))
        yield Lines(tuple(texts))
    cited = citations(goal)
    if cited and most is None:
        yield Heading(voice.word("sources"), 4)
        yield Lines(tuple(_sources(ledger, cited, voice)))


def citations(goal: Goal) -> Sequence[Citation]:
    """Return the citations of a goal and its entries, each once, in order."""
    found = [goal.source, *(entry.source for entry in goal.progress)]
    return list(dict.fromkeys(citation for citation in found if citation))


def _numbers(assessment: Assessment, voice: Voice) -> Pairs:
    yield voice.word("state"), state_cell(assessment, voice)
    by_hand = assessment.goal.colour
    if by_hand:
        said = {"colour": voice.colour(by_hand.set), "day": by_hand.on}
        text = voice.word("by_hand", **said, reason=by_hand.reason)
        yield voice.word("colour"), Cell(clean(text), by_hand.set)
    for name, text in _texts(assessment, voice).items():
        if text:
            yield voice.word(name), cell(text)
        elif name == "bar":
            done = bar(assessment, voice)
            counts = assessment.standing is not None
            is_progress = counts or assessment.progress is not None
            if done.share:
                yield voice.word("progress" if is_progress else "attainment"), done


def _texts(assessment: Assessment, voice: Voice) -> dict[str, str]:
    """Return the numbers of a goal in words, by name; empty where they do not apply."""
    goal, gap = assessment.goal, assessment.gap
    remaining, met_on = assessment.remaining, assessment.met_on
    is_short = gap is not None and assessment.is_short
    is_over = assessment.year is not None and assessment.year.is_complete
    missing = remaining if remaining and remaining > 0 and not is_over else None
    required, achieved = assessment.required, assessment.achieved
    shown_gap = voice.difference(goal, abs(gap)) if gap is not None and is_short else ""
    return {
        "target": voice.target(goal, is_full=True),
        "due": _due(assessment, voice),
        "figure": _figure(assessment, voice),
        "age": "" if assessment.age is None else voice.days(assessment.age),
        "year": _year(assessment, voice),
        "bar": "",
        "gap_year" if is_estimate(assessment) else "gap": shown_gap,
        "remaining": "" if missing is None else voice.amount(goal, missing),
        **_trajectory(assessment, voice),
        "required": voice.rate(goal, required) if required and is_short else "",
        "achieved": voice.rate(goal, achieved, required)
        if achieved and required
        else "",
        "met_on": voice.day(met_on) if met_on else "",
        **_standing(assessment, voice),
        **_forecast(assessment, voice),
    }


def _remarks(assessment: Assessment, voice: Voice) -> Pairs:
    """Yield what was reported last: a note, a problem, what is done next."""
    for name, found in (
        ("latest_note", latest_note(assessment)),
        ("problem", field(assessment, PROBLEM)),
        ("next_step", field(assessment, NEXT_STEP)),
    ):
        if found:
            text = found.text
            if found.period:
                text = voice.word("with", what=text, more=voice.period(found.period))
            yield voice.word(name), cell(text)


def _standing(assessment: Assessment, voice: Voice) -> dict[str, str]:
    """Return the runs of a standing target, and its last miss."""
    found, each = assessment.standing, assessment.goal.each
    if found is None or each is None:
        return {}
    run, longest = (voice.periods(each, n) for n in (found.run, found.longest_run))
    miss = found.last_miss
    return {
        "run": voice.word("run_of", run=run, longest=longest),
        "last_miss": voice.period(miss.period) if miss else "",
    }


_OVER = (State.MET, State.LATE, State.DROPPED)
_DECIDED = (*_OVER, State.MISSED)
"""States in which the way to the target is of no more interest."""


def _due(assessment: Assessment, voice: Voice) -> str:
    due = assessment.goal.due
    if due is None:
        return ""
    more = left(assessment, voice).text
    if not more or assessment.state in _OVER:
        return voice.period(due)
    return voice.word("with", what=voice.period(due), more=more)


def _figure(assessment: Assessment, voice: Voice) -> str:
    figure = assessment.figure
    if figure is None:
        return ""
    status = figure.entry.status
    firm = voice.word("comma") + voice.status(status) if status else ""
    what, when = figure_text(assessment, voice), figure_period(assessment, voice)
    return voice.word("with", what=what, more=when + firm)


def _year(assessment: Assessment, voice: Voice) -> str:
    year = assessment.year
    if year is None or year.is_complete:
        return ""
    value = voice.amount(assessment.goal, year.estimate)
    name = "year_share" if year.years else "even_pace"
    method = voice.word(name, years=year.years)
    text = voice.word("of_year", value=value, year=year.year, method=method)
    if year.outlook is None:
        return text
    ends = (year.outlook.quantile(share) for share in (0.1, 0.9))
    low, high = (voice.estimate(assessment.goal, end) for end in ends)
    between = voice.word("range_of", low=low, high=high)
    return text + voice.word("comma") + voice.word("range80") + " " + between


def _forecast(assessment: Assessment, voice: Voice) -> dict[str, str]:
    """Return the forecast for the due date in words, with its certainty."""
    goal, found = assessment.goal, assessment.forecast
    if found is None or assessment.state in _SILENT:
        return {}
    pairs = {}
    if found.outlook is not None:
        median = voice.estimate(goal, found.outlook.median)
        pairs = {
            "forecast": voice.word("forecast_of", value=median, day=found.on),
            "range80": _interval(goal, found, 0.80, voice),
            "range95": _interval(goal, found, 0.95, voice),
        }
    if found.probability is None:
        none = voice.word("no_forecast", why=voice.refusal(found))
        return {"forecast": none, **pairs, "chance": none if pairs else ""}
    chance = voice.chance(found.probability)
    word = voice.chance_word(found.probability)
    texts = [voice.word("chance_of", chance=chance, word=word)]
    texts += voice.certainty(assessment)
    pairs["chance"] = voice.word("semicolon").join(texts)
    return {**pairs, "when_met": _passes(assessment, found, voice)}


_SILENT = (State.DROPPED, State.LATE, State.MISSED, State.NO_RESULT, State.NO_DATA)
"""States in which nothing is to be expected."""


def _interval(goal: Goal, found: Forecast, share: float, voice: Voice) -> str:
    ends = found.interval(share)
    if ends is None:
        return voice.word("no_forecast", why=voice.word("short_record"))
    low, high = (voice.estimate(goal, end) for end in ends)
    return voice.word("range_of", low=low, high=high)


def _passes(assessment: Assessment, found: Forecast, voice: Voice) -> str:
    """From which day on the chance is 20, 50 and 80 percent."""
    goal, as_of = assessment.goal, assessment.as_of
    if assessment.met_on or isinstance(goal.target, Range) or is_budget(goal):
        return ""
    fit = found.fit
    if fit is None or goal.kind is Kind.RATE:
        return ""
    days = {share: passing(goal, fit, share, as_of) for share in (0.20, 0.50, 0.80)}
    texts = [
        voice.word("passes", share=f"{share:.0%}", day=day)
        for share, day in days.items()
        if day
    ]
    return voice.word("comma").join(texts) or voice.word("never")


def _trajectory(assessment: Assessment, voice: Voice) -> dict[str, str]:
    goal, trajectory, gap = (
        assessment.goal,
        assessment.trajectory,
        assessment.gap_to_plan,
    )
    if trajectory is None or assessment.state in _DECIDED:
        return {}
    if gap is not None and goal.aim in CEILINGS:
        # As the gap, it is what is lacking: above zero where it is behind.
        gap = -gap
    start, value = voice.period(trajectory.baseline.period), trajectory.baseline.value
    days, ratio = trajectory.days_ahead, trajectory.pace_ratio
    return {
        "baseline": voice.word("with", what=voice.exact(goal, value), more=start),
        "time_elapsed": voice.share(min(trajectory.time_elapsed, Decimal(1))),
        "pace_ratio": "" if ratio is None else write(ratio, 2),
        "gap_to_plan": "" if gap is None else voice.difference(goal, gap),
        "days_ahead": "" if days is None else _days_ahead(days, voice),
    }


def _days_ahead(days: int, voice: Voice) -> str:
    if days == 0:
        return voice.word("on_line")
    return voice.word("ahead" if days > 0 else "behind", days=voice.days(abs(days)))


def _promise(ledger: Ledger, goal: Goal, voice: Voice) -> Pairs:
    """Yield the keys of the goal itself, in words."""
    parent = ledger.goals[goal.parent].title if goal.parent else ""
    plan = [
        f"{voice.period(point.period)}{voice.word('colon')}"
        f"{voice.exact(goal, point.value)}"
        for point in goal.plan
    ]
    texts = {
        "kind": voice.kind(goal.kind),
        "group": goal.heading,
        "owner": goal.owner or "",
        "tags": voice.word("comma").join(goal.tags),
        "parent": parent,
        "weight": plain(goal.weight),
        "start": voice.day(goal.start) if goal.start else "",
        "plan": voice.word("semicolon").join(plan),
        "pace": "" if goal.pace == "linear" else voice.word("growth_pace"),
        "every": voice.interval(goal.every) if goal.every else "",
        "lag": voice.days(goal.lag) if goal.lag else "",
        "source": voice.citation(goal.source) if goal.source else "",
        "note": goal.note or "",
    }
    if not goal.parent:
        del texts["weight"]
    for name, words in (
        ("dropped", (goal.dropped,)),
        ("paused", goal.paused),
        ("closed", (goal.closed,)),
    ):
        said = [_said(word, voice) for word in words if word]
        texts[name] = voice.word("semicolon").join(said)
    for name, text in texts.items():
        if text:
            cited = (goal.source,) if name == "source" else ()
            yield voice.word(name), citing(text, *cited)


def _said(word: Suspension, voice: Voice) -> str:
    """A day and a reason; of a pause that ended, both its days."""
    if word.until is None:
        return voice.word("changed_on", day=word.on, reason=word.reason)
    span = voice.word("between", first=word.on, last=word.until)
    return span + voice.word("colon") + word.reason


def _schedule(
    ledger: Ledger, assessment: Assessment, voice: Voice
) -> tuple[tuple[str, Cell], ...]:
    """A milestone against its own dates, and how its owner's dates held so far."""
    goal, as_of = assessment.goal, assessment.as_of
    if goal.kind is not Kind.MILESTONE or assessment.state in _DECIDED:
        return ()
    done = assessment.series.steps_done
    pairs = []
    found = schedule(goal.steps, done, as_of)
    if found:
        text = voice.word(
            "schedule_of",
            done=plain(found.done),
            whole=plain(found.whole),
            planned=plain(found.planned),
        )
        if found.earned:
            text += voice.word("semicolon")
            text += voice.word("earned", day=found.earned)
        pairs.append((voice.word("schedule"), cell(text)))
    record = slip_ratios(ledger.goals, goal.owner, as_of)
    chances = chance(goal, done, record, as_of)
    if chances:
        low, high = voice.chance(chances.low), voice.chance(chances.high)
        name = "slip" if low != high else "slip_of"
        text = voice.word(
            name,
            low=low,
            high=high,
            in_time=chances.in_time,
            finished=chances.finished,
        )
        pairs.append((voice.word("chance"), cell(text)))
    return tuple(pairs)


def _steps(assessment: Assessment, voice: Voice) -> Table:
    goal = assessment.goal
    done = assessment.series.steps_done
    has_weights = any(step.weight != 1 for step in goal.steps)
    columns = [
        Column("step", voice.word("step"), folds=True),
        Column("due", voice.word("due")),
        Column("done", voice.word("done")),
        Column("late", voice.word("left")),
    ]
    if has_weights:
        columns.append(Column("weight", voice.word("weight"), rank=1, is_number=True))
    rows = tuple(
        (
            cell(step.title),
            cell(voice.period(step.due) if step.due else ""),
            cell(voice.period(done[step.id]) if step.id in done else "", "green"),
            _lateness(step, done.get(step.id), assessment, voice),
            *([cell(plain(step.weight))] if has_weights else []),
        )
        for step in goal.steps
    )
    return Table("", tuple(columns), rows)


def _lateness(
    step: Step, done: Period | None, assessment: Assessment, voice: Voice
) -> Cell:
    """Return how many days late a step was done, or is; else the days it has left."""
    if step.due is None:
        return Cell("")
    if done is not None:
        days = (done.last - step.due.last).days
        return Cell(voice.word("late_by", days=voice.days(days)) if days > 0 else "")
    if assessment.state in _OVER:
        return Cell("")
    days = (step.due.last - assessment.as_of).days
    return Cell(days_left(days, voice), "red" if days < 0 else "muted")


def _original(original: Original, voice: Voice) -> str:
    goal = original.goal
    due = [voice.period(goal.due)] if goal.due else []
    promise = voice.word("comma").join([voice.target(goal), *due])
    state = voice.state(original.state, original.goal)
    return clean(voice.word("as_first_promised", promise=promise, state=state))


def _revision(goal: Goal, revision: Revision, voice: Voice) -> str:
    what, day = voice.revised(around(goal, revision)[0], revision), revision.on
    name = "changed" if what else "changed_on"
    return clean(voice.word(name, day=day, what=what, reason=revision.reason))


def _sources(ledger: Ledger, cited: Sequence[Citation], voice: Voice) -> Iterator[str]:
    """Each source once, with the places in it that are cited."""
    for name in dict.fromkeys(citation.source for citation in cited):
        places = [f"#{c.place}" for c in cited if c.source == name and c.place]
        what = name
        if places:
            more = voice.word("comma").join(places)
            what = voice.word("with", what=name, more=more)
        said = source_text(ledger.sources[name], voice)
        yield clean(f"{what}{voice.word('colon')}{said}")


def source_text(source: Source, voice: Voice, *, with_url: bool = True) -> str:
    """A source in a line: its title, publisher, day and address."""
    day = source.published
    published = written(day, voice.language) if day else ""
    place = (source.url if with_url else "") or source.file or ""
    parts = (source.title, source.publisher or "", published, place)
    return clean(voice.word("comma").join(part for part in parts if part))
