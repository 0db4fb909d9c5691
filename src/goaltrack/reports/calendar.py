"""Events of a calendar: due dates, steps, and days when figures are expected."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.cadence import next_figure
from goaltrack.analysis.states import State
from goaltrack.i18n.text import clean
from goaltrack.reports.cells import bar, figure_text, state_cell
from goaltrack.reports.full_report import Comparison
from goaltrack.reports.wording import Voice

_OVER = (State.MET, State.LATE, State.DROPPED, State.PAUSED)


class Event(NamedTuple):
    """A whole day on which something is due or expected."""

    key: str
    """By what a calendar knows it again: goal, what, and step."""
    day: date
    title: str
    text: str
    groups: tuple[str, ...]
    is_over: bool
    """Whether nobody need be reminded of it."""


class Task(NamedTuple):
    """A goal or step that is to be done by a day."""

    key: str
    """By what a calendar knows it again."""
    start: date | None
    due: date
    title: str
    text: str
    groups: tuple[str, ...]
    status: str
    """`NEEDS-ACTION`, `IN-PROCESS`, `COMPLETED` or `CANCELLED` (RFC 5545, 3.8.1.11)."""
    percent: int
    done: date | None


_FAR = 36525
"""Days ahead beyond which no figure is expected: a hundred years."""


def _is_near(day: date, assessment: Assessment) -> bool:
    return (day - assessment.as_of).days <= _FAR


def events(
    assessments: Sequence[Assessment], voice: Voice, before: Comparison | None = None
) -> list[Event]:
    """The events of the goals, by day; with a comparison, what changed since."""
    found = [event for each in assessments for event in _events(each, voice, before)]
    return sorted(found, key=lambda event: (event.day, event.key))


def _events(
    assessment: Assessment, voice: Voice, before: Comparison | None
) -> Iterator[Event]:
    goal = assessment.goal
    title, groups = clean(goal.title), _groups(assessment)
    is_over = assessment.state in _OVER
    text = _text(assessment, voice, before)
    if goal.due:
        said = voice.word("event_due", goal=title)
        yield Event(f"{goal.id}-due", goal.due.last, said, text, groups, is_over)
    done = assessment.series.steps_done
    for step in goal.steps:
        if step.due:
            said = voice.word("event_step", goal=title, step=clean(step.title))
            key, over = f"{goal.id}-step-{step.id}", is_over or step.id in done
            yield Event(key, step.due.last, said, text, groups, over)
    expected = next_figure(goal, assessment.series.figures)
    if expected and not is_over and _is_near(expected, assessment):
        said = voice.word("event_figure", goal=title)
        yield Event(f"{goal.id}-figure", expected, said, text, groups, is_over=False)


def tasks(
    assessments: Sequence[Assessment], voice: Voice, before: Comparison | None = None
) -> list[Task]:
    """The goals and steps that have a due date, as what is to be done by then."""
    found = [task for each in assessments for task in _tasks(each, voice, before)]
    return sorted(found, key=lambda task: (task.due, task.key))


def _tasks(
    assessment: Assessment, voice: Voice, before: Comparison | None
) -> Iterator[Task]:
    goal, done_on = assessment.goal, assessment.met_on
    title, groups = clean(goal.title), _groups(assessment)
    text = _text(assessment, voice, before)
    if goal.due:
        progress = bar(assessment, voice).share
        # Only what is met is whole.
        share = min(max(int(progress.done * 100), 0), 99) if progress else 0
        percent = 100 if done_on else share
        start = goal.start if goal.start and goal.start < goal.due.last else None
        status = _status(assessment, is_done=done_on is not None, percent=percent)
        yield Task(
            f"{goal.id}-todo", start, goal.due.last, title, text, groups, status,
            percent, done_on,
        )  # fmt: skip
    done = assessment.series.steps_done
    for step in goal.steps:
        if step.due:
            when = done[step.id].last if step.id in done else done_on
            percent = 100 if when else 0
            status = _status(assessment, is_done=when is not None, percent=0)
            name = title + voice.word("colon") + clean(step.title)
            key = f"{goal.id}-step-{step.id}-todo"
            yield Task(
                key, None, step.due.last, name, text, groups, status, percent, when
            )


def _status(assessment: Assessment, *, is_done: bool, percent: int) -> str:
    if is_done:
        return "COMPLETED"
    if assessment.state is State.DROPPED:
        return "CANCELLED"
    return "IN-PROCESS" if percent else "NEEDS-ACTION"


def _groups(assessment: Assessment) -> tuple[str, ...]:
    goal = assessment.goal
    return tuple(clean(text) for text in (goal.group, *goal.tags) if text)


def _text(assessment: Assessment, voice: Voice, before: Comparison | None) -> str:
    """Target, latest figure, state, owner, and the state before, a line each."""
    goal = assessment.goal
    said = {
        "target": voice.target(goal),
        "figure": figure_text(assessment, voice),
        "state": state_cell(assessment, voice).text,
        "owner": goal.owner or "",
    }
    if before and goal.id in before.before:
        name = voice.word("state_on", day=before.day)
        was = state_cell(before.before[goal.id], voice).text
        said = {**said, "": f"{name}{voice.word('colon')}{was}"}
    colon = voice.word("colon")
    lines = (
        f"{voice.word(name)}{colon}{text}" if name else text
        for name, text in said.items()
        if text
    )
    return "\n".join(clean(line) for line in lines)
