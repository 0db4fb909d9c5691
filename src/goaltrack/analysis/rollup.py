"""Several goals as one: counts of states, the worst of them, or a weighted mean.

Always with its coverage: how many of the goals say anything at all. What is dropped is
no part of the whole.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.states import URGENCY, State
from goaltrack.model.ledger import Aim, Mode


class Rollup(NamedTuple):
    """Several goals as one."""

    mode: Mode
    goals: int
    covered: int
    """How many of them have a figure."""
    counts: dict[State, int]
    worst: State | None
    """The worst state of those that have a figure; None where none has."""
    mean: Decimal | None
    """Their weighted mean progress, 1 being whole; each counts 0 to 1."""
    measured: int
    """How many of them the mean is of."""
    score: Decimal | None = None
    """The mean of their scores, where the rule set is that of Open SDG."""
    status: str = ""
    """The name of that score there."""


def count_states(assessments: Iterable[Assessment]) -> dict[State, int]:
    """Return how many goals are in each state that occurs, worst first."""
    found = [assessment.state for assessment in assessments]
    return {state: found.count(state) for state in URGENCY if state in found}


def rollup(assessments: Sequence[Assessment], mode: Mode) -> Rollup:
    """The goals as one. The mean is of progress, else of figure / target."""
    parts = [a for a in assessments if a.state is not State.DROPPED]
    # The figure of an earlier year than the due one is none.
    known_ones = (a for a in parts if a.state is not State.NO_DATA)
    covered = [a for a in known_ones if a.figure or a.parts is not None]
    known = {a.state for a in covered}
    shares = [(share, a.goal.weight) for a in parts if (share := _share(a)) is not None]
    weight = sum((w for _, w in shares), Decimal(0))
    total = sum(
        (min(max(s, Decimal(0)), Decimal(1)) * w for s, w in shares), Decimal(0)
    )
    score = _mean_score(parts)
    return Rollup(
        mode,
        len(parts),
        len(covered),
        count_states(parts),
        next((state for state in URGENCY if state in known), None),
        total / weight if weight else None,
        len(shares),
        score,
        "" if score is None else _sdg_status(score),
    )


def _mean_score(assessments: Iterable[Assessment]) -> Decimal | None:
    """The mean of the scores that there are: so is an indicator of several series."""
    scores = [a.score for a in assessments if a.score is not None]
    return sum(scores, Decimal(0)) / len(scores) if scores else None


def _sdg_status(score: Decimal) -> str:
    from goaltrack.analysis.open_sdg import status_of_score  # noqa: PLC0415 - rare

    return status_of_score(float(score))


def _share(assessment: Assessment) -> Decimal | None:
    """How far a goal is: its progress, or figure / target where more is better."""
    trajectory, progress = assessment.trajectory, assessment.progress
    if progress is not None and not (trajectory and trajectory.is_budget):
        return progress
    is_more = assessment.goal.aim in (Aim.AT_LEAST, Aim.ABOVE)
    return assessment.attainment if is_more else None
