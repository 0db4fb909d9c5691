"""Assessments, entries and findings as plain data: the documented keys of --json.

Keys are always there, None where they do not apply; nothing is translated.
docs/json.md says what each one means.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from goaltrack.analysis.assess import Assessment, Original, Rate
from goaltrack.analysis.combine import where
from goaltrack.analysis.forecast import Forecast
from goaltrack.analysis.pace import YearEstimate
from goaltrack.analysis.rollup import Rollup, count_states, rollup
from goaltrack.analysis.states import State
from goaltrack.errors import Finding
from goaltrack.model.entry_fields import (
    ENTRY_FIELDS,
    EntryField,
    ValueType,
)
from goaltrack.model.exported import SCHEMA
from goaltrack.model.ledger import (
    ColourOverride,
    Entry,
    Goal,
    Ledger,
    Mode,
    Need,
    Point,
    Range,
    Source,
    Suspension,
)
from goaltrack.model.period import Period
from goaltrack.model.years import Years
from goaltrack.reports.as_written import keys_of
from goaltrack.reports.goal_page import citations
from goaltrack.reports.tables import (
    LEDGER_COLUMN,
    EntryColumn,
    EntryRow,
    Form,
    aim_of,
    cited,
    entry_rows,
    estimated,
    own_id,
    rounded,
)
from goaltrack.reports.wording import Voice

Data = Mapping[str, object]
Parts = Mapping[str, Sequence[str]]

_LOW80 = 0.10
_ENGLISH = Voice("en")


def status(
    path: str | None,
    assessments: Sequence[Assessment],
    mode: str,
    as_of: date,
    known_on: date | None,
    parts: Parts = MappingProxyType({}),
) -> Data:
    """The board: every goal with all its numbers, and the groups as one each.

    `parts` are the ids of the parts of each goal that has any.
    """
    groups: dict[tuple[str | None, str], list[Assessment]] = {}
    for assessment in assessments:
        subject = assessment.goal
        groups.setdefault((where(subject, path), subject.group), []).append(assessment)
    return {
        "schema": "goaltrack/status/1",
        "ledger": path,
        "as_of": as_of,
        "known_on": known_on,
        "goals": [goal(assessment, path, parts) for assessment in assessments],
        "groups": [
            {
                "ledger": ledger,
                "group": group or None,
                **_rollup(rollup(members, Mode(mode))),
            }
            for (ledger, group), members in groups.items()
        ],
        "counts": dict.fromkeys((s.value for s in State), 0)
        | {state.value: number for state, number in count_states(assessments).items()},
    }


def whole(
    path: str | None,
    assessments: Sequence[Assessment],
    mode: str,
    as_of: date,
    known_on: date | None,
    parts: Parts,
    sources: Mapping[str, Source],
    years: Years,
) -> Data:
    """The board, and all that `import` needs to make the same goals of it.

    `sources` are those of the ledger, and `years` its years.
    """
    board = status(path, assessments, mode, as_of, known_on, parts)
    subjects = [assessment.goal for assessment in assessments]
    goals = [
        {**goal(each, path, parts), "as_written": keys_of(each.goal, years)}
        for each in assessments
    ]
    cited = {c.source: None for subject in subjects for c in citations(subject)}
    return {
        **board,
        "schema": SCHEMA,
        "goals": goals,
        "entries": _entries(subjects, path, as_of, known_on),
        "sources": [_source(sources[name]) for name in cited],
    }


def show(
    path: str | None,
    ledger: Ledger,
    assessment: Assessment,
    parts: Sequence[Assessment],
    known_on: date | None,
) -> Data:
    """Return one goal in full: its numbers, parts, keys and entries."""
    subject = assessment.goal
    cited = dict.fromkeys(citation.source for citation in citations(subject))
    return {
        "schema": "goaltrack/show/1",
        "ledger": path,
        "as_of": assessment.as_of,
        "known_on": known_on,
        "goal": goal(assessment, path, {subject.id: [part.goal.id for part in parts]}),
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


def latest(log_: Data, number: int | None) -> Data:
    """Return the JSON of a log with the last entries by their days; all without it."""
    entries = log_["entries"]
    if number is None or not isinstance(entries, list):
        return log_
    by_day = sorted(entries, key=lambda entry: (entry["last"], entry["first"]))
    kept = {id(entry) for entry in by_day[-number:]}
    return {**log_, "entries": [each for each in entries if id(each) in kept]}


def written(path: str, goal: Goal, state: State | None, entry: Entry | None) -> Data:
    """Return what a writing command has written: the goal, its state, the entry."""
    row = EntryRow(goal, entry, where(goal, path), None) if entry else None
    return {
        "schema": "goaltrack/written/1",
        "ledger": path,
        "goal": goal.own_id,
        "state": state and state.value,
        "entry": row and {column.name: column.get(row) for column in _JSON_ENTRY},
    }


def check(path: str | None, findings: Iterable[Finding]) -> Data:
    """Return the findings of `check`, each with its place; None: of several ledgers."""
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


def goal(
    assessment: Assessment, path: str | None, parts: Parts = MappingProxyType({})
) -> Data:
    """Return one goal with its assessment; docs/json.md explains the keys.

    `parts` are the ids of the parts of each goal that has any.
    """
    subject, trajectory = assessment.goal, assessment.trajectory
    return {
        "ledger": where(subject, path),
        "id": subject.own_id,
        "title": subject.title,
        "group": subject.group or None,
        "kind": subject.kind.value,
        "unit": subject.unit or None,
        "aim": aim_of(subject),
        "target": _target(subject.target),
        "target_as_written": subject.written,
        "tolerance": subject.tolerance,
        "due": _period(subject.due),
        "state": assessment.state.value,
        "colour": assessment.colour,
        "colour_by_hand": _by_hand(subject.colour),
        "stale": assessment.state is State.STALE,
        "met_on": assessment.met_on,
        "days_late": assessment.days_late,
        "reached_on": assessment.reached_on,
        "days_left": assessment.days_left,
        "figure": _figure(assessment),
        "decided_by": _decided_by(assessment),
        "each": _each(assessment),
        "year": _year(assessment),
        "baseline": _point(trajectory.baseline)
        if trajectory
        else _point(subject.baseline),
        "progress": rounded(assessment.progress),
        "attainment": rounded(assessment.attainment),
        "time_elapsed": rounded(assessment.time_elapsed),
        "pace_ratio": rounded(assessment.pace_ratio),
        "gap": rounded(assessment.gap),
        "over": assessment.over,
        "remaining": assessment.remaining,
        "gap_to_plan": rounded(assessment.gap_to_plan),
        "days_ahead": trajectory.days_ahead if trajectory else None,
        "required": _rate(assessment.required),
        "achieved": _rate(assessment.achieved),
        "forecast": _forecast(assessment.forecast),
        "parts": [part.rpartition(":")[2] for part in parts.get(subject.id, ())],
        "fields": dict(subject.fields or {}),
        "original": _original(assessment.original),
        "reasons": _ENGLISH.reasons(assessment),
    }


def _target(target: Decimal | Range | None) -> object:
    if not isinstance(target, Range):
        return target
    return list(target.bounds) if target.middle is None else target.middle


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
        "value": rounded(figure.value),
        "entry": figure.entry.id,
        "status": figure.entry.status,
        "age_days": assessment.age,
    }


def _decided_by(assessment: Assessment) -> Data | None:
    figure = assessment.decided_by
    return figure and {
        "first": figure.period.first,
        "last": figure.period.last,
        "value": rounded(figure.value),
    }


def _each(assessment: Assessment) -> Data | None:
    subject, found = assessment.goal, assessment.standing
    if subject.each is None:
        return None
    need: object = found.need if found else None
    if need is None:
        need = _need(subject.need)
    return {
        "period": subject.each,
        "need": need,
        "kept": found.kept if found else 0,
        "missed": found.missed if found else 0,
        "unknown": found.unknown if found else 0,
        "share": rounded(found.share if found else None),
        "run": found.run if found else 0,
        "longest_run": found.longest_run if found else 0,
        "last_miss": _period(
            found.last_miss.period if found and found.last_miss else None
        ),
    }


def _year(assessment: Assessment) -> Data | None:
    year = assessment.year
    return year and {
        "year": year.year,
        "to_date": year.to_date,
        "estimate": rounded(year.estimate),
        "low80": estimated(year.outlook and year.outlook.quantile(_LOW80)),
        "high80": estimated(year.outlook and year.outlook.quantile(1 - _LOW80)),
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
        "mean": rounded(found.mean),
        "measured": found.measured,
        "score": rounded(found.score),
    }


def _forecast(found: Forecast | None) -> Data | None:
    if found is None:
        return None
    low80, high80 = found.interval(0.80) or (None, None)
    low95, high95 = found.interval(0.95) or (None, None)
    return {
        "on": found.on,
        "median": estimated(found.outlook.median if found.outlook else None),
        "low80": estimated(low80),
        "high80": estimated(high80),
        "low95": estimated(low95),
        "high95": estimated(high95),
        "probability": estimated(found.probability),
        "method": found.method,
        "figures": found.points,
        "kept": found.kept and found.kept[0],
        "hedged": found.hedge and _ENGLISH.hedge(found.hedge),
        "refused": found.refused and _ENGLISH.refusal(found),
    }


def _rate(rate: Rate | None) -> Data | None:
    return rate and {
        "per_year": rounded(rate.per_year),
        "growth": rounded(rate.growth),
    }


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


def _pause(pause: Suspension) -> Data:
    return {"on": pause.on, "until": pause.until, "reason": pause.reason}


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
        "source": cited(subject.source),
        "weight": subject.weight,
        "parent": own_id(subject.parent),
        "dropped": _word(subject.dropped),
        "paused": [_pause(pause) for pause in subject.paused],
        "closed": _word(subject.closed),
        "number": subject.number,
        "limit": subject.limit,
        "formula": subject.formula and subject.formula.text,
        "year_start": subject.years.start,
        "revisions": [
            {
                "on": revision.on,
                "target": _target(revision.target),
                "target_as_written": revision.written,
                "due": _period(revision.due),
                "aim": revision.aim,
                "tolerance": revision.tolerance,
                "each": revision.each,
                "need": _need(revision.need),
                "kind": revision.kind,
                "reason": revision.reason,
            }
            for revision in subject.revisions
        ],
    }


def _need(need: Need | None) -> object:
    if need is None or need.share is None:
        return need and need.number
    return f"{need.share * 100:f}%"


def _entries(
    goals: Iterable[Goal], path: str | None, as_of: date, known_on: date | None
) -> list[Data]:
    rows = entry_rows(goals, path, as_of, known_on)
    return [{column.name: column.get(row) for column in _JSON_ENTRY} for row in rows]


def _stored_column(field: EntryField) -> EntryColumn:
    return EntryColumn(field.name, Form.TEXT, lambda row: field.get(row.entry))


_JSON_ENTRY = (
    LEDGER_COLUMN,
    EntryColumn("goal", Form.TEXT, lambda row: row.goal.own_id),
    EntryColumn("unit", Form.TEXT, lambda row: row.goal.unit or None),
    EntryColumn("first", Form.DAY, lambda row: row.entry.period.first),
    EntryColumn("last", Form.DAY, lambda row: row.entry.period.last),
    *(
        _stored_column(field)
        for field in ENTRY_FIELDS
        if field.type not in (ValueType.DAY, ValueType.PERIOD)
    ),
    EntryColumn("corrected_by", Form.TEXT, lambda row: row.corrected_by),
)
"""The keys of an entry in JSON, where every one has a first and a last day."""


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
