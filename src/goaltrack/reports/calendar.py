"""Events of a calendar: due dates, steps, and days when figures are expected."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.cadence import next_figure
from goaltrack.analysis.states import State
from goaltrack.i18n.text import clean
from goaltrack.reports.cells import figure_text, state_cell
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


def events(assessments: Sequence[Assessment], voice: Voice) -> list[Event]:
    """The events of the goals, by day."""
    found = [event for each in assessments for event in _events(each, voice)]
    return sorted(found, key=lambda event: (event.day, event.key))


def _events(assessment: Assessment, voice: Voice) -> Iterator[Event]:
    goal = assessment.goal
    title, groups = (
        clean(goal.title),
        tuple(clean(t) for t in (goal.group, *goal.tags) if t),
    )
    is_over = assessment.state in _OVER
    text = _text(assessment, voice)
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
    if expected and not is_over and expected < date.max:
        said = voice.word("event_figure", goal=title)
        yield Event(f"{goal.id}-figure", expected, said, text, groups, is_over=False)


def _text(assessment: Assessment, voice: Voice) -> str:
    """Target, latest figure, state and owner, a line each."""
    goal = assessment.goal
    said = {
        "target": voice.target(goal),
        "figure": figure_text(assessment, voice),
        "state": state_cell(assessment, voice).text,
        "owner": goal.owner or "",
    }
    colon = voice.word("colon")
    lines = (f"{voice.word(name)}{colon}{text}" for name, text in said.items() if text)
    return "\n".join(clean(line) for line in lines)
