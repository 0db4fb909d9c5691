"""One goal as a picture: figures, plan, target, and what is to come."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.pace import is_whole_year, planned_on
from goaltrack.analysis.series import Figure
from goaltrack.i18n.text import clean
from goaltrack.model.ledger import Kind
from goaltrack.reports.blocks import Chart
from goaltrack.reports.wording import Voice

_FEWEST = 2
_STEPS = 48
"""Into how many pieces a drawn line is cut."""


def chart(assessment: Assessment, voice: Voice) -> Chart | None:
    """The chart of a goal with a target to reach and two figures at least, else None.

    A yearly flow is drawn in whole years. The fan holds the value four times in five.
    """
    goal, target = assessment.goal, assessment.goal.target
    drawn = points(assessment)
    if len(drawn) < _FEWEST or not isinstance(target, Decimal):
        return None
    first, latest = drawn[0][0], drawn[-1][0]
    last = max(latest, goal.due.last.toordinal() if goal.due else 0)
    days = [first + (last - first) * n // _STEPS for n in range(_STEPS + 1)]
    year, ends = _year(assessment), _fan(assessment) if last > latest else None
    if year:
        fan = [(latest, *year)]
    else:
        ahead = [latest, *(day for day in days if day > latest)] if ends else []
        fan = [(day, *ends(day)) for day in ahead] if ends else []
    widest = fan[-1][1:] if fan else ()
    values = [*(value for _, value in drawn), float(target), *widest]
    low, high = min(values), max(values)
    if low == high:
        return None
    plan = [(day, _planned(assessment, day)) for day in days]
    names = ("chart_figure", "chart_plan", "chart_target", "chart_fan", "chart_middle")
    figure, planned, target_, range_, middle = map(voice.word, names)
    lowest, half, highest = (
        clean(voice.estimate(goal, value)) for value in (low, (low + high) / 2, high)
    )
    return Chart(
        tuple(drawn),
        tuple((day, value) for day, value in plan if value is not None),
        float(target),
        tuple(fan),
        last,
        low,
        high,
        (lowest, half, highest),
        (figure, planned, target_, range_, middle),
    )


def _planned(assessment: Assessment, day: int) -> float | None:
    """Return the planned value on a day; None outside the plan."""
    trajectory = assessment.trajectory
    if trajectory is None or assessment.remaining is not None:
        return None
    planned = planned_on(assessment.goal, trajectory.baseline, date.fromordinal(day))
    return None if planned is None else float(planned)


def _year(assessment: Assessment) -> tuple[float, float, float] | None:
    """Of an estimated year: lower end, middle and upper end of its 80 % range."""
    outlook = assessment.year.outlook if assessment.year else None
    if outlook is None:
        return None
    return outlook.quantile(0.1), outlook.median, outlook.quantile(0.9)


def points(
    assessment: Assessment, latest: int | None = None
) -> list[tuple[int, float]]:
    """The figures as days (ordinals) and values; of a yearly flow, whole years.

    With `latest`, at most so many.
    """
    goal = assessment.goal
    figures: Sequence[Figure] = assessment.series.figures
    if assessment.standing and goal.kind is Kind.TOTAL:
        # Each period begins with nothing.
        figures = [turn.figure for turn in assessment.standing.turns]
    if goal.kind is Kind.YEAR_TOTAL:
        figures = [figure for figure in figures if is_whole_year(figure)]
    if latest:
        figures = figures[-latest:]
    found = {f.period.last.toordinal(): float(f.value) for f in figures}
    year = assessment.year
    if year and not year.is_complete:
        found[date(year.year, 12, 31).toordinal()] = float(year.estimate)
    if goal.baseline:
        found[goal.baseline.period.last.toordinal()] = float(goal.baseline.value)
    return sorted(found.items())[-latest:] if latest else sorted(found.items())


def _fan(assessment: Assessment) -> Callable[[int], tuple[float, float, float]] | None:
    """Lower end, middle and upper end of the 80 % range on a day to come."""
    found = assessment.forecast
    fit = found.fit if found else None
    if fit is None:
        return None

    def ends(day: int) -> tuple[float, float, float]:
        outlook = fit.at(day)
        return outlook.quantile(0.1), outlook.median, outlook.quantile(0.9)

    return ends
