"""The board: one row a goal, grouped, worst first."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from goaltrack.analysis.assess import URGENCY, Assessment, State
from goaltrack.analysis.cadence import next_figure
from goaltrack.analysis.filters import GROUPS, ordered
from goaltrack.analysis.rollup import Mode, rollup
from goaltrack.i18n.text import clean
from goaltrack.model.ledger import Aim, Kind
from goaltrack.reports.blocks import Cell, Column, Share, Sheet, Table, cell
from goaltrack.reports.chart import points
from goaltrack.reports.wording import SYMBOLS, Voice

_RANKS = {
    "fresh": 10,
    "trend": 9,
    "when": 8,
    "chance": 7,
    "bar": 6,
    "due": 5,
    "id": 4,
    "target": 3,
    "figure": 2,
    "gap": 1,
}
_NUMBERS = ("figure", "target", "gap", "chance", "fresh")
_NAMES = (
    "state",
    "goal",
    "id",
    "figure",
    "when",
    "target",
    "due",
    "bar",
    "gap",
    "chance",
    "trend",
    "fresh",
)
_SPARKS = "▁▂▃▄▅▆▇█"
_FEWEST, _LATEST = 3, 8
"""How many figures a trend has at least, and at most."""
_OVER = (State.MET, State.LATE, State.DROPPED, State.PAUSED)
_HUNDRED = 100


class View(NamedTuple):
    """How a board is laid out."""

    group: str = "group"
    """One of `select.GROUPS`."""
    sort: str = "urgency"
    """One of `select.ORDERS`."""
    is_reversed: bool = False
    hidden: int = 0
    """How many goals are not shown because they were given up."""
    goals: int = 0
    """Of how many the shown ones were chosen."""


AS_USUAL = View()


def board(
    title: str,
    assessments: Sequence[Assessment],
    mode: str,
    voice: Voice,
    as_of: date,
    known_on: date | None,
    view: View = AS_USUAL,
) -> Sheet:
    """The board of the goals, and a last line that counts the states.

    Where the ledger says how goals become one (not by counts, which the last line
    has), each group is told as one beside its title.
    """
    last = counted(assessments, voice, view.goals)
    if view.hidden:
        last += voice.word("semicolon") + voice.word("hidden", number=view.hidden)
    return Sheet(
        clean(title),
        voice.seen_on(as_of, known_on),
        tuple(_rolled(assessments, Mode(mode), voice, view)),
        last,
    )


def _rolled(
    assessments: Sequence[Assessment], mode: Mode, voice: Voice, view: View
) -> Iterable[Table]:
    found = tables(assessments, voice, view, with_ids=True)
    if mode is Mode.COUNTS:
        return found
    members = by_group(assessments, view.group).values()
    return [
        table._replace(
            title=f"{table.title}  {voice.rollup(rollup(part, mode))}".strip()
        )
        for table, part in zip(found, members, strict=True)
    ]


def tables(
    assessments: Sequence[Assessment],
    voice: Voice,
    view: View = AS_USUAL,
    *,
    with_ids: bool,
) -> list[Table]:
    """A table for each group, in the order of the ledger; its goals worst first."""
    groups = {
        group: [
            tuple(_cells(each, voice))
            for each in ordered(members, view.sort, is_reversed=view.is_reversed)
        ]
        for group, members in by_group(assessments, view.group).items()
    }
    every = [row for rows in groups.values() for row in rows]
    # A column in which no goal has anything to say is left out.
    kept = [
        n
        for n, name in enumerate(_NAMES)
        if any(row[n].text for row in every) and (with_ids or name != "id")
    ]
    columns = tuple(_column(_NAMES[n], voice) for n in kept)
    return [
        Table(
            _heading(group, view, voice, is_only=len(groups) == 1),
            columns,
            tuple(tuple(row[n] for n in kept) for row in rows),
        )
        for group, rows in groups.items()
    ]


def _heading(group: str, view: View, voice: Voice, *, is_only: bool) -> str:
    if not group:
        return "" if is_only else voice.word("ungrouped")
    if view.group == "state":
        return voice.state_named(group)
    return voice.kind(Kind(group)) if view.group == "kind" else clean(group)


def _column(name: str, voice: Voice) -> Column:
    return Column(
        name,
        voice.word(name),
        _RANKS.get(name, 0),
        is_number=name in _NUMBERS,
        folds=name == "goal",
    )


def by_group(
    assessments: Iterable[Assessment], by: str = "group"
) -> dict[str, list[Assessment]]:
    """The goals under each heading, in the order of the ledger."""
    groups: dict[str, list[Assessment]] = {}
    for assessment in assessments:
        groups.setdefault(GROUPS[by](assessment), []).append(assessment)
    return groups


def by_urgency(assessments: Iterable[Assessment]) -> list[Assessment]:
    """The worst state first, the earliest due date first within it."""
    return ordered(assessments, "urgency")


def counts(assessments: Iterable[Assessment]) -> dict[State, int]:
    """How many goals are in each state that occurs, worst first."""
    found = [assessment.state for assessment in assessments]
    return {state: found.count(state) for state in URGENCY if state in found}


def counted(assessments: Sequence[Assessment], voice: Voice, goals: int = 0) -> str:
    """One line that counts the states; of `goals` none may have been chosen."""
    if not assessments:
        return voice.word("none_of", goals=goals) if goals else voice.word("no_goals")
    texts = [
        voice.word("count", number=number, state=voice.state(state))
        for state, number in counts(assessments).items()
    ]
    number, said = len(assessments), voice.word("comma").join(texts)
    name = "counts_one" if number == 1 else "counts"
    known = rollup(assessments, Mode.COUNTS)
    coverage = voice.word("coverage", covered=known.covered, goals=known.goals)
    counted_ = voice.word(name, number=number, counts=said)
    return counted_ + voice.word("semicolon") + coverage


def state_cell(assessment: Assessment, voice: Voice) -> Cell:
    """The sign and the word of the state, in its colour."""
    text = f"{SYMBOLS[assessment.state]} {voice.state(assessment.state)}"
    return Cell(text, assessment.colour)


def bar(assessment: Assessment, voice: Voice) -> Cell:
    """How far the goal is, and where it should be; empty where nobody can say."""
    trajectory, done = assessment.trajectory, assessment.progress
    if done is None and assessment.goal.aim in (Aim.AT_LEAST, Aim.ABOVE):
        done = assessment.attainment
    if done is None:
        return Cell("")
    mark = (
        trajectory.time_share
        if trajectory and trajectory.progress is not None
        else None
    )
    return Cell(voice.share(done, 0), assessment.colour, Share(done, mark))


def gap(assessment: Assessment, voice: Voice) -> str:
    """What is missing in the unit; of what has no number, the days it is about."""
    goal, days, met_on = assessment.goal, assessment.days_left, assessment.met_on
    if met_on:
        if assessment.state is State.LATE and goal.due:
            return voice.word("late_by", days=voice.days((met_on - goal.due.last).days))
        return ""
    if assessment.gap is not None:
        return voice.amount(goal, abs(assessment.gap)) if assessment.is_short else ""
    if days is None or assessment.state in (State.DROPPED, State.PAUSED):
        return ""
    return days_left(days, voice)


def chance(assessment: Assessment, voice: Voice) -> str:
    """The probability of meeting the target; empty where nobody can know."""
    found = assessment.forecast
    if found is None or found.probability is None or assessment.met_on:
        return ""
    return voice.chance(found.probability)


def trend(assessment: Assessment) -> str:
    """The latest figures as bars of eight heights; empty where there are few."""
    values = [value for _, value in points(assessment, _LATEST)]
    if len(values) < _FEWEST:
        return ""
    low, high = min(values), max(values)
    span = high - low or 1.0
    steps = len(_SPARKS) - 1
    return "".join(_SPARKS[round((value - low) / span * steps)] for value in values)


def age(assessment: Assessment, voice: Voice) -> Cell:
    """How old the figure is; in colour where a newer one ought to be there."""
    days = assessment.age
    is_stone = assessment.goal.kind is Kind.MILESTONE
    if days is None or is_stone or assessment.state in _OVER:
        return Cell("")
    expected = next_figure(assessment.goal, assessment.series.figures)
    is_stale = expected is not None and expected < assessment.as_of
    return Cell(voice.word("age_of", days=days), "yellow" if is_stale else "muted")


def days_left(days: int, voice: Voice) -> str:
    """How long until, or since, the due date."""
    if days == 0:
        return voice.word("today")
    if days < 0:
        return voice.word("overdue", days=voice.days(-days))
    return voice.word("days_left", days=voice.days(days))


def figure_text(assessment: Assessment, voice: Voice) -> str:
    """The figure in its unit; of a milestone, how much is done if that is known."""
    goal, figure = assessment.goal, assessment.figure
    if figure is None:
        return ""
    if goal.kind is Kind.MILESTONE:
        done = figure.value >= _HUNDRED
        return (
            voice.word("is_done") if done else voice.share(figure.value / _HUNDRED, 0)
        )
    return voice.exact(goal, figure.value)


def figure_period(assessment: Assessment, voice: Voice) -> str:
    """What the figure covers; of a milestone, as it was recorded."""
    figure = assessment.figure
    if figure is None:
        return ""
    is_stone = assessment.goal.kind is Kind.MILESTONE
    return voice.period(figure.entry.period if is_stone else figure.period)


def _cells(assessment: Assessment, voice: Voice) -> Iterable[Cell]:
    goal = assessment.goal
    yield state_cell(assessment, voice)
    yield cell(goal.title)
    yield cell(goal.id, "muted")
    yield cell(figure_text(assessment, voice))
    yield Cell(figure_period(assessment, voice), "muted")
    yield cell(voice.target(goal))
    yield Cell(voice.period(goal.due) if goal.due else "")
    yield bar(assessment, voice)
    yield cell(gap(assessment, voice))
    yield Cell(chance(assessment, voice))
    yield Cell(trend(assessment), "muted")
    yield age(assessment, voice)
