"""One goal as a picture of characters: figures, plan, target, what is to come."""

import math
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from goaltrack.core.assess import Assessment
from goaltrack.core.model import Kind
from goaltrack.core.pace import is_whole_year, planned_on
from goaltrack.report.sheet import Chart, Plot
from goaltrack.report.text import clean
from goaltrack.report.words import Voice

_COLUMNS, _ROWS = 56, 9
_FIGURE, _PLAN, _TARGET, _FAN, _MIDDLE = "●", "·", "─", "░", "+"
_FEWEST = 2
_STEPS = 48
"""Into how many pieces a drawn line is cut."""


class _Frame(NamedTuple):
    """Which days and values the picture spans."""

    first: int
    last: int
    low: float
    high: float

    def column(self, day: int) -> int:
        return (day - self.first) * (_COLUMNS - 1) // max(self.last - self.first, 1)

    def day(self, column: int) -> int:
        return self.first + (self.last - self.first) * column // (_COLUMNS - 1)

    def row(self, value: float) -> int:
        """The row from the top; out of the picture where it is out of range."""
        share = (value - self.low) / (self.high - self.low)
        return round((1 - share) * (_ROWS - 1))


def chart(assessment: Assessment, voice: Voice) -> Chart | None:
    """The chart of a goal with a target to reach and two figures at least, else None.

    A yearly flow is drawn in whole years. The fan holds the value four times in five.
    """
    goal, target = assessment.goal, assessment.goal.target
    drawn = points(assessment)
    if len(drawn) < _FEWEST or not isinstance(target, Decimal):
        return None
    latest = drawn[-1][0]
    last = max(latest, goal.due.last.toordinal() if goal.due else 0)
    fan = _fan(assessment) if last > latest else None
    year = _year(assessment)
    ends = [*(fan(last) if fan else ()), *(year or ())]
    values = [value for _, value in drawn] + [float(target), *ends]
    if min(values) == max(values):
        return None
    frame = _Frame(drawn[0][0], last, min(values), max(values))
    grid = [[" "] * _COLUMNS for _ in range(_ROWS)]
    has_plan = False
    for column in range(_COLUMNS):
        day = frame.day(column)
        if fan and day > latest:
            _draw_fan(grid, frame, column, fan(day))
        _put(grid, frame, column, float(target), _TARGET)
        planned = _planned(assessment, day)
        if planned is not None:
            has_plan = True
            _put(grid, frame, column, planned, _PLAN)
    for day, value in drawn:
        _put(grid, frame, frame.column(day), value, _FIGURE)
    if year:
        _draw_fan(grid, frame, frame.column(latest), year)
    return Chart(
        tuple(_lines(assessment, frame, grid, voice)),
        _legend(fan or year, voice, has_plan=has_plan),
        _plot(assessment, frame, drawn, fan, voice),
    )


def _plot(
    assessment: Assessment,
    frame: _Frame,
    drawn: list[tuple[int, float]],
    fan: Callable[[int], tuple[float, float, float]] | None,
    voice: Voice,
) -> Plot:
    goal, latest, year = assessment.goal, drawn[-1][0], _year(assessment)
    steps = range(_STEPS + 1)
    days = [frame.first + (frame.last - frame.first) * n // _STEPS for n in steps]
    plan = [(day, _planned(assessment, day)) for day in days]
    ahead = [latest, *(day for day in days if day > latest)] if fan else []
    ends = [(day, *fan(day)) for day in ahead] if fan else []
    if year:
        ends = [(latest, *year)]
    names = ("chart_figure", "chart_plan", "chart_target", "chart_fan")
    figure, planned, target, range_ = (voice.word(name) for name in names)
    return Plot(
        tuple(drawn),
        tuple((day, value) for day, value in plan if value is not None),
        float(goal.target) if isinstance(goal.target, Decimal) else 0.0,
        tuple(ends),
        frame.low,
        frame.high,
        (
            clean(voice.estimate(goal, frame.low)),
            clean(voice.estimate(goal, frame.high)),
        ),
        (figure, planned, target, range_),
    )


def _put(
    grid: list[list[str]], frame: _Frame, column: int, value: float, sign: str
) -> None:
    row = frame.row(value)
    if 0 <= row < _ROWS:
        grid[row][column] = sign


def _draw_fan(
    grid: list[list[str]],
    frame: _Frame,
    column: int,
    ends: tuple[float, float, float],
) -> None:
    low, middle, high = ends
    top, bottom = max(frame.row(high), 0), min(frame.row(low), _ROWS - 1)
    for row in range(top, bottom + 1):
        grid[row][column] = _FAN
    _put(grid, frame, column, middle, _MIDDLE)


def _planned(assessment: Assessment, day: int) -> float | None:
    """The plan line on the day; None off it, and where it lies within one year."""
    way = assessment.way
    if way is None or assessment.remaining is not None:
        return None
    planned = planned_on(assessment.goal, way.baseline, date.fromordinal(day))
    return None if planned is None else float(planned)


def _year(assessment: Assessment) -> tuple[float, float, float] | None:
    """Of an estimated year: lower end, middle and upper end of its 80 % range."""
    outlook = assessment.year.outlook if assessment.year else None
    if outlook is None:
        return None
    return outlook.quantile(0.1), outlook.median, outlook.quantile(0.9)


def points(assessment: Assessment) -> list[tuple[int, float]]:
    """The figures as days (ordinals) and values; of a yearly flow, whole years."""
    goal = assessment.goal
    figures = [
        figure
        for figure in assessment.series.figures
        if goal.kind is not Kind.YEAR_TOTAL or is_whole_year(figure)
    ]
    found = {f.period.last.toordinal(): float(f.value) for f in figures}
    year = assessment.year
    if year and not year.is_complete:
        found[date(year.year, 12, 31).toordinal()] = float(year.estimate)
    if goal.baseline:
        found[goal.baseline.period.last.toordinal()] = float(goal.baseline.value)
    return sorted(found.items())


def _fan(assessment: Assessment) -> Callable[[int], tuple[float, float, float]] | None:
    """Lower end, middle and upper end of the 80 % range on a day to come."""
    found = assessment.forecast
    walk = found.walk if found else None
    if found is None or walk is None:
        return None
    floor = -math.inf if found.floor is None else found.floor

    def ends(day: int) -> tuple[float, float, float]:
        outlook = walk.at(day)
        low = max(outlook.quantile(0.1), floor)
        return low, outlook.median, outlook.quantile(0.9)

    return ends


def _lines(
    assessment: Assessment, frame: _Frame, grid: list[list[str]], voice: Voice
) -> list[str]:
    goal = assessment.goal
    labels = {
        0: voice.estimate(goal, frame.high),
        _ROWS - 1: voice.estimate(goal, frame.low),
    }
    wide = max(len(voice.bare(label)) for label in labels.values())
    lines = []
    for number, row in enumerate(grid):
        label = voice.bare(labels[number]) if number in labels else ""
        lines.append(f"{label:>{wide}} │{''.join(row)}".rstrip())
    first, last = date.fromordinal(frame.first), date.fromordinal(frame.last)
    days = f"{first.isoformat()}{last.isoformat():>{_COLUMNS - 10}}"
    return [*lines, f"{'':>{wide}} └{'─' * _COLUMNS}", f"{'':>{wide}}  {days}"]


def _legend(fan: object, voice: Voice, *, has_plan: bool) -> str:
    names = [f"{_FIGURE} {voice.word('chart_figure')}"]
    if has_plan:
        names.append(f"{_PLAN} {voice.word('chart_plan')}")
    names.append(f"{_TARGET} {voice.word('chart_target')}")
    if fan:
        names.append(f"{_FAN} {voice.word('chart_fan')}")
        names.append(f"{_MIDDLE} {voice.word('chart_middle')}")
    return "  ".join(names)
