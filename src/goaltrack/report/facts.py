"""Assessments, entries and findings as plain data: the documented keys of --json.

Keys are always there, None where they do not apply; nothing is translated.
docs/json.md says what each one means.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Context, Decimal

from goaltrack.core.assess import Assessment, Original, Rate, State
from goaltrack.core.forecast import Forecast
from goaltrack.core.model import (
    ByHand,
    Citation,
    Entry,
    Goal,
    Kind,
    Ledger,
    Point,
    Range,
    Source,
    Word,
)
from goaltrack.core.pace import YearEstimate
from goaltrack.core.period import Period, label
from goaltrack.core.rollup import Mode, Rollup, rollup
from goaltrack.errors import Finding
from goaltrack.report.board import counts
from goaltrack.report.detail import citations
from goaltrack.report.history import happened
from goaltrack.report.words import Voice

Data = Mapping[str, object]

_DERIVED = Context(prec=12)
"""Quotients have no end: twelve digits of them are more than any figure has."""

_LOW80 = 0.10
_ENGLISH = Voice("en")


def status(
    path: str,
    assessments: Sequence[Assessment],
    mode: str,
    as_of: date,
    known_on: date | None,
) -> Data:
    """The board: every goal with all its numbers, and the groups as one each."""
    groups: dict[str, list[Assessment]] = {}
    for assessment in assessments:
        groups.setdefault(assessment.goal.group, []).append(assessment)
    return {
        "schema": "goaltrack/status/1",
        "ledger": path,
        "as_of": as_of,
        "known_on": known_on,
        "goals": [goal(assessment) for assessment in assessments],
        "groups": [
            {"group": group or None, **_rollup(rollup(members, Mode(mode)))}
            for group, members in groups.items()
        ],
        "counts": dict.fromkeys((s.value for s in State), 0)
        | {state.value: number for state, number in counts(assessments).items()},
    }


def show(
    path: str,
    ledger: Ledger,
    assessment: Assessment,
    parts: Sequence[Assessment],
    known_on: date | None,
) -> Data:
    """One goal: its numbers, its parts, all that the ledger says of it, its entries."""
    subject = assessment.goal
    cited = dict.fromkeys(citation.source for citation in citations(subject))
    return {
        "schema": "goaltrack/show/1",
        "ledger": path,
        "as_of": assessment.as_of,
        "known_on": known_on,
        "goal": goal(assessment),
        "parts": [part.goal.id for part in parts],
        "rollup": _rollup(rollup(parts, Mode(subject.rollup or ledger.rollup)))
        if parts
        else None,
        "promise": _promise(subject),
        "entries": _entries([subject], assessment.as_of, known_on),
        "sources": [_source(ledger.sources[name]) for name in cited],
    }


def log(path: str, goals: Iterable[Goal], as_of: date, known_on: date | None) -> Data:
    """The entries of the goals, in the order of the ledger."""
    return {
        "schema": "goaltrack/log/1",
        "ledger": path,
        "as_of": as_of,
        "known_on": known_on,
        "entries": _entries(goals, as_of, known_on),
    }


def check(path: str, findings: Iterable[Finding]) -> Data:
    """What is wrong or doubtful in the ledger, with its place."""
    return {
        "schema": "goaltrack/check/1",
        "ledger": path,
        "findings": [
            {
                "file": finding.path,
                "line": finding.line,
                "column": finding.column,
                "severity": "warning" if finding.is_warning else "error",
                "message": finding.subject.say("en") + finding.phrase.say("en"),
            }
            for finding in findings
        ],
    }


def goal(assessment: Assessment) -> Data:
    """What is said of one goal; the keys are those of DESIGN, documented in json.md."""
    subject, way = assessment.goal, assessment.way
    return {
        "id": subject.id,
        "title": subject.title,
        "group": subject.group or None,
        "kind": subject.kind.value,
        "unit": subject.unit or None,
        "aim": None if subject.kind is Kind.MILESTONE else subject.aim.value,
        "target": _target(subject.target),
        "due": _period(subject.due),
        "state": assessment.state.value,
        "colour": assessment.colour,
        "colour_by_hand": _by_hand(subject.colour),
        "met_on": assessment.met_on,
        "days_left": assessment.days_left,
        "figure": _figure(assessment),
        "year": _year(assessment),
        "baseline": _point(way.baseline) if way else _point(subject.baseline),
        "progress": _derived(way.progress if way else None),
        "attainment": _derived(assessment.attainment),
        "time_share": _derived(way.time_share if way else None),
        "pace_ratio": _derived(way.pace_ratio if way else None),
        "gap": _derived(assessment.gap),
        "remaining": assessment.remaining,
        "gap_to_plan": _derived(assessment.gap_to_plan),
        "days_ahead": way.days_ahead if way else None,
        "required": _rate(assessment.required),
        "achieved": _rate(assessment.achieved),
        "forecast": _forecast(assessment.forecast),
        "original": _original(assessment.original),
        "reasons": _ENGLISH.reasons(assessment),
    }


COLUMNS = (
    "id",
    "title",
    "group",
    "kind",
    "owner",
    "unit",
    "aim",
    "target",
    "target_high",
    "due_first",
    "due_last",
    "state",
    "colour",
    "met_on",
    "days_left",
    "figure",
    "figure_first",
    "figure_last",
    "year_estimate",
    "attainment",
    "progress",
    "time_share",
    "pace_ratio",
    "gap",
    "forecast",
    "probability",
    "source",
)
"""The columns of an exported CSV."""


def row(assessment: Assessment) -> Sequence[object]:
    """One goal as the cells of a CSV row, in the order of COLUMNS."""
    subject, way, figure = assessment.goal, assessment.way, assessment.figure
    target = subject.target
    low, high = target if isinstance(target, Range) else (target, None)
    due, period = subject.due, figure.period if figure else None
    forecast = assessment.forecast
    return (
        subject.id,
        subject.title,
        subject.group,
        subject.kind.value,
        subject.owner,
        subject.unit,
        None if subject.kind is Kind.MILESTONE else subject.aim.value,
        low,
        high,
        due.first if due else None,
        due.last if due else None,
        assessment.state.value,
        assessment.colour,
        assessment.met_on,
        assessment.days_left,
        figure.value if figure else None,
        period.first if period else None,
        period.last if period else None,
        _derived(assessment.year.estimate if assessment.year else None),
        _derived(assessment.attainment),
        _derived(way.progress if way else None),
        _derived(way.time_share if way else None),
        _derived(way.pace_ratio if way else None),
        _derived(assessment.gap),
        _estimated(forecast.outlook.median if forecast and forecast.outlook else None),
        _estimated(forecast.probability if forecast else None),
        _citation(subject.source),
    )


ENTRY_COLUMNS = (
    "goal",
    "id",
    "on",
    "period",
    "value",
    "change",
    "done",
    "percent",
    "replaces",
    "status",
    "source",
    "note",
    "recorded",
    "by",
)
"""The columns of exported entries: those that `import` reads."""


def entry_rows(
    goals: Iterable[Goal], as_of: date, known_on: date | None
) -> Iterator[Sequence[object]]:
    """Each entry that had happened, its cells in the order of ENTRY_COLUMNS."""
    for subject in goals:
        for entry in subject.progress:
            if not happened(entry, as_of, known_on):
                continue
            is_day = entry.period.first == entry.period.last
            yield (
                subject.id,
                entry.id,
                entry.period.last if is_day else None,
                None if is_day else label(entry.period, "en"),
                entry.value,
                entry.change,
                "true" if entry.done is True else entry.done or None,
                entry.percent,
                entry.replaces,
                entry.status,
                _citation(entry.source),
                entry.note,
                entry.recorded,
                entry.by,
            )


def _derived(value: Decimal | None) -> Decimal | None:
    return None if value is None else _DERIVED.plus(value)


def _target(target: Decimal | Range | None) -> object:
    return [target.low, target.high] if isinstance(target, Range) else target


def _period(period: Period | None) -> Data | None:
    return period and {"first": period.first, "last": period.last}


def _point(point: Point | None) -> Data | None:
    return point and {
        "first": point.period.first,
        "last": point.period.last,
        "value": point.value,
    }


def _figure(assessment: Assessment) -> Data | None:
    figure = assessment.figure
    return figure and {
        "first": figure.period.first,
        "last": figure.period.last,
        "value": _derived(figure.value),
        "entry": figure.entry.id,
        "status": figure.entry.status,
        "age_days": assessment.age,
    }


def _year(assessment: Assessment) -> Data | None:
    year = assessment.year
    return year and {
        "year": year.year,
        "to_date": year.to_date,
        "estimate": _derived(year.estimate),
        "low80": _estimated(year.outlook and year.outlook.quantile(_LOW80)),
        "high80": _estimated(year.outlook and year.outlook.quantile(1 - _LOW80)),
        "method": _method(year),
    }


def _method(year: YearEstimate) -> str:
    if year.is_complete:
        return "complete"
    return "share of earlier years" if year.years else "even pace"


def _rollup(found: Rollup) -> Data:
    return {
        "mode": found.mode.value,
        "goals": found.goals,
        "covered": found.covered,
        "counts": {state.value: number for state, number in found.counts.items()},
        "worst": found.worst and found.worst.value,
        "mean": _derived(found.mean),
        "measured": found.measured,
    }


def _forecast(found: Forecast | None) -> Data | None:
    if found is None:
        return None
    low80, high80 = found.interval(0.80) or (None, None)
    low95, high95 = found.interval(0.95) or (None, None)
    return {
        "on": found.on,
        "median": _estimated(found.outlook and found.outlook.median),
        "low80": _estimated(low80),
        "high80": _estimated(high80),
        "low95": _estimated(low95),
        "high95": _estimated(high95),
        "probability": _estimated(found.probability),
        "method": found.method,
        "figures": found.points,
        "refused": found.refused and _ENGLISH.refusal(found),
    }


def _estimated(value: float | None) -> Decimal | None:
    """An estimate: a handful of digits is all that it is good for."""
    return None if value is None else Decimal(f"{value:.6g}")


def _rate(rate: Rate | None) -> Data | None:
    return rate and {
        "per_year": _derived(rate.per_year),
        "growth": _derived(rate.growth),
    }


def _citation(citation: Citation | None) -> str | None:
    return citation and _ENGLISH.citation(citation)


def _original(original: Original | None) -> Data | None:
    return original and {
        "target": _target(original.goal.target),
        "due": _period(original.goal.due),
        "state": original.state.value,
    }


def _by_hand(colour: ByHand | None) -> Data | None:
    return colour and {
        "colour": colour.set,
        "on": colour.on,
        "reason": colour.reason,
    }


def _word(word: Word | None) -> Data | None:
    return word and {"on": word.on, "reason": word.reason}


def _promise(subject: Goal) -> Data:
    return {
        "start": subject.start,
        "plan": [_point(point) for point in subject.plan],
        "pace": subject.pace,
        "steps": [
            {
                "id": step.id,
                "title": step.title,
                "due": _period(step.due),
                "weight": step.weight,
            }
            for step in subject.steps
        ],
        "every": subject.every,
        "lag": subject.lag,
        "tags": list(subject.tags),
        "owner": subject.owner,
        "note": subject.note,
        "source": _citation(subject.source),
        "weight": subject.weight,
        "parent": subject.parent,
        "dropped": _word(subject.dropped),
        "paused": _word(subject.paused),
        "revisions": [
            {
                "on": revision.on,
                "target": _target(revision.target),
                "due": _period(revision.due),
                "reason": revision.reason,
            }
            for revision in subject.revisions
        ],
    }


def _entries(goals: Iterable[Goal], as_of: date, known_on: date | None) -> list[Data]:
    found = []
    for subject in goals:
        shown = [e for e in subject.progress if happened(e, as_of, known_on)]
        replaced = {entry.replaces: entry.id for entry in shown if entry.replaces}
        found += [
            _entry(subject, entry, replaced.get(entry.id or "")) for entry in shown
        ]
    return found


def _entry(subject: Goal, entry: Entry, corrected_by: str | None) -> Data:
    return {
        "goal": subject.id,
        "id": entry.id,
        "first": entry.period.first,
        "last": entry.period.last,
        "value": entry.value,
        "change": entry.change,
        "unit": subject.unit or None,
        "done": entry.done or None,
        "percent": entry.percent,
        "replaces": entry.replaces,
        "corrected_by": corrected_by,
        "status": entry.status,
        "source": _citation(entry.source),
        "note": entry.note,
        "recorded": entry.recorded,
        "by": entry.by,
    }


def _source(source: Source) -> Data:
    return {
        "id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "published": source.published,
        "file": source.file,
        "url": source.url,
        "note": source.note,
    }
