"""Assessments, entries and findings as plain data: the documented keys of --json.

Keys are always there, None where they do not apply; nothing is translated.
docs/json.md says what each one means.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Context, Decimal
from enum import StrEnum

from goaltrack.analysis.assess import Assessment, Original, Rate, State
from goaltrack.analysis.combine import where
from goaltrack.analysis.forecast import Forecast
from goaltrack.analysis.pace import YearEstimate
from goaltrack.analysis.rollup import Mode, Rollup, rollup
from goaltrack.errors import Finding
from goaltrack.model.ledger import (
    Citation,
    ColourOverride,
    Entry,
    Goal,
    Kind,
    Ledger,
    Point,
    Range,
    Source,
    Suspension,
)
from goaltrack.model.period import Period, label
from goaltrack.reports.board import counts
from goaltrack.reports.entries import happened
from goaltrack.reports.goal_page import citations
from goaltrack.reports.wording import Voice

Data = Mapping[str, object]

_DERIVED = Context(prec=12)
"""Quotients have no end: twelve digits of them are more than any figure has."""

_LOW80 = 0.10
_ENGLISH = Voice("en")


def status(
    path: str | None,
    assessments: Sequence[Assessment],
    mode: str,
    as_of: date,
    known_on: date | None,
) -> Data:
    """The board: every goal with all its numbers, and the groups as one each."""
    groups: dict[tuple[str | None, str], list[Assessment]] = {}
    for assessment in assessments:
        subject = assessment.goal
        groups.setdefault((where(subject, path), subject.group), []).append(assessment)
    return {
        "schema": "goaltrack/status/1",
        "ledger": path,
        "as_of": as_of,
        "known_on": known_on,
        "goals": [goal(assessment, path) for assessment in assessments],
        "groups": [
            {
                "ledger": ledger,
                "group": group or None,
                **_rollup(rollup(members, Mode(mode))),
            }
            for (ledger, group), members in groups.items()
        ],
        "counts": dict.fromkeys((s.value for s in State), 0)
        | {state.value: number for state, number in counts(assessments).items()},
    }


def show(
    path: str | None,
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
        "goal": goal(assessment, path),
        "parts": [part.goal.own_id for part in parts],
        "rollup": _rollup(rollup(parts, Mode(subject.rollup or ledger.rollup)))
        if parts
        else None,
        "promise": _promise(subject),
        "entries": _entries([subject], path, assessment.as_of, known_on),
        "sources": [_source(ledger.sources[name]) for name in cited],
    }


def log(
    path: str | None,
    goals: Iterable[Goal],
    days: tuple[date, date],
    known_on: date | None,
) -> Data:
    """The entries of the goals, in the order of the ledger.

    `days` are the one as of which they are seen, and the last one of which they tell.
    """
    as_of, until = days
    return {
        "schema": "goaltrack/log/1",
        "ledger": path,
        "as_of": as_of,
        "known_on": known_on,
        "entries": _entries(goals, path, until, known_on),
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


def goal(assessment: Assessment, path: str | None) -> Data:
    """What is said of one goal; the keys are those of DESIGN, documented in json.md."""
    subject, trajectory = assessment.goal, assessment.trajectory
    return {
        "ledger": where(subject, path),
        "id": subject.own_id,
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
        "baseline": _point(trajectory.baseline)
        if trajectory
        else _point(subject.baseline),
        "progress": _derived(assessment.progress),
        "attainment": _derived(assessment.attainment),
        "time_share": _derived(trajectory.time_share if trajectory else None),
        "pace_ratio": _derived(trajectory.pace_ratio if trajectory else None),
        "gap": _derived(assessment.gap),
        "remaining": assessment.remaining,
        "gap_to_plan": _derived(assessment.gap_to_plan),
        "days_ahead": trajectory.days_ahead if trajectory else None,
        "required": _rate(assessment.required),
        "achieved": _rate(assessment.achieved),
        "forecast": _forecast(assessment.forecast),
        "original": _original(assessment.original),
        "reasons": _ENGLISH.reasons(assessment),
    }


class Form(StrEnum):
    """What the values of a column are."""

    TEXT = "text"
    DAY = "day"
    NUMBER = "number"
    """As exact as the ledger."""
    RATIO = "ratio"
    """Computed or estimated."""
    COUNT = "count"


COLUMNS = {
    "id": Form.TEXT,
    "title": Form.TEXT,
    "group": Form.TEXT,
    "kind": Form.TEXT,
    "owner": Form.TEXT,
    "unit": Form.TEXT,
    "aim": Form.TEXT,
    "target": Form.NUMBER,
    "target_high": Form.NUMBER,
    "due_first": Form.DAY,
    "due_last": Form.DAY,
    "state": Form.TEXT,
    "colour": Form.TEXT,
    "met_on": Form.DAY,
    "days_left": Form.COUNT,
    "figure": Form.NUMBER,
    "figure_first": Form.DAY,
    "figure_last": Form.DAY,
    "year_estimate": Form.NUMBER,
    "attainment": Form.RATIO,
    "progress": Form.RATIO,
    "time_share": Form.RATIO,
    "pace_ratio": Form.RATIO,
    "gap": Form.NUMBER,
    "forecast": Form.RATIO,
    "probability": Form.RATIO,
    "source": Form.TEXT,
    "ledger": Form.TEXT,
    "as_of": Form.DAY,
    "tags": Form.TEXT,
    "weight": Form.NUMBER,
    "parent": Form.TEXT,
}
"""The columns of exported goals, a row each."""


def row(assessment: Assessment, path: str | None) -> Sequence[object]:
    """One goal as the cells of a row, in the order of COLUMNS."""
    subject, trajectory, figure = (
        assessment.goal,
        assessment.trajectory,
        assessment.figure,
    )
    target = subject.target
    low, high = target if isinstance(target, Range) else (target, None)
    due, period = subject.due, figure.period if figure else None
    forecast = assessment.forecast
    return (
        subject.own_id,
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
        _derived(assessment.progress),
        _derived(trajectory.time_share if trajectory else None),
        _derived(trajectory.pace_ratio if trajectory else None),
        _derived(assessment.gap),
        _estimated(forecast.outlook.median if forecast and forecast.outlook else None),
        _estimated(forecast.probability if forecast else None),
        _citation(subject.source),
        where(subject, path),
        assessment.as_of,
        ",".join(subject.tags) or None,
        subject.weight,
        _own(subject.parent),
    )


IMPORTED = (
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
"""The columns of exported entries that `import` reads."""

ENTRY_COLUMNS = dict.fromkeys(IMPORTED, Form.TEXT) | {
    "on": Form.DAY,
    "value": Form.NUMBER,
    "change": Form.NUMBER,
    "percent": Form.NUMBER,
    "recorded": Form.DAY,
    "ledger": Form.TEXT,
    "unit": Form.TEXT,
    "first": Form.DAY,
    "last": Form.DAY,
    "corrected_by": Form.TEXT,
}
"""All columns of exported entries, a row each."""


def entry_rows(
    goals: Iterable[Goal], path: str | None, as_of: date, known_on: date | None
) -> Iterator[Mapping[str, object]]:
    """Each entry that had happened, its cells by the names of ENTRY_COLUMNS."""
    for subject in goals:
        shown = [e for e in subject.progress if happened(e, as_of, known_on)]
        replaced = {entry.replaces: entry.id for entry in shown if entry.replaces}
        for entry in shown:
            first, last = entry.period
            is_day = first == last
            yield {
                "goal": subject.own_id,
                "id": entry.id,
                "on": last if is_day else None,
                "period": None if is_day else label(entry.period, "en"),
                "value": entry.value,
                "change": entry.change,
                "done": "true" if entry.done is True else entry.done or None,
                "percent": entry.percent,
                "replaces": entry.replaces,
                "status": entry.status,
                "source": _citation(entry.source),
                "note": entry.note,
                "recorded": entry.recorded,
                "by": entry.by,
                "ledger": where(subject, path),
                "unit": subject.unit,
                "first": first,
                "last": last,
                "corrected_by": replaced.get(entry.id or ""),
            }


def _own(parent: str | None) -> str | None:
    return parent and parent.rpartition(":")[2]


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


def _by_hand(colour: ColourOverride | None) -> Data | None:
    return colour and {
        "colour": colour.set,
        "on": colour.on,
        "reason": colour.reason,
    }


def _word(word: Suspension | None) -> Data | None:
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
        "parent": _own(subject.parent),
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


def _entries(
    goals: Iterable[Goal], path: str | None, as_of: date, known_on: date | None
) -> list[Data]:
    found: list[Data] = []
    for subject in goals:
        shown = [e for e in subject.progress if happened(e, as_of, known_on)]
        replaced = {entry.replaces: entry.id for entry in shown if entry.replaces}
        found += [
            {"ledger": where(subject, path)}
            | _entry(subject, entry, replaced.get(entry.id or ""))
            for entry in shown
        ]
    return found


def _entry(subject: Goal, entry: Entry, corrected_by: str | None) -> dict[str, object]:
    return {
        "goal": subject.own_id,
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
