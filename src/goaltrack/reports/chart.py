"""One goal as a picture: figures, plan, target, and what is to come."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.pace import is_whole_year, planned_on
from goaltrack.analysis.series import Figure
from goaltrack.i18n.text import clean
from goaltrack.model.amount import decimals, write
from goaltrack.model.ledger import EACH_FIGURE, Goal, Kind, Range
from goaltrack.reports.blocks import Chart, Part, Slot, Stack, Strip, Tick
from goaltrack.reports.ticks import round_days, round_values
from goaltrack.reports.wording import Voice

if TYPE_CHECKING:
    from goaltrack.analysis.objectives import Parts
    from goaltrack.analysis.standing import Standing, Turn

_FEWEST = 2
_STEPS = 48
"""Into how many pieces a drawn line is cut."""
_AHEAD = 12
"""Into how many the time that is still to come."""


def picture(assessment: Assessment, voice: Voice) -> Chart | Strip | Stack | None:
    """Return the picture of a goal, of the kind that fits it; None if there is none.

    Of a standing target its periods, of an objective its parts, else its figures.
    """
    if assessment.standing:
        return strip(assessment, assessment.standing, voice)
    if assessment.parts:
        return stack(assessment.parts, voice)
    return chart(assessment, voice)


def chart(assessment: Assessment, voice: Voice) -> Chart | None:
    """The chart of a goal with a target to reach and two figures at least, else None.

    It begins at the baseline. A yearly flow is drawn in whole years. The fan holds the
    value four times in five.
    """
    goal, target = assessment.goal, assessment.goal.target
    drawn = _from_baseline(assessment, thinned(points(assessment)))
    if len(drawn) < _FEWEST or target is None or goal.kind is Kind.MILESTONE:
        return None
    first, latest = drawn[0][0], drawn[-1][0]
    last = max(latest, goal.due.last.toordinal() if goal.due else 0)
    days = [first + (last - first) * n // _STEPS for n in range(_STEPS + 1)]
    year, ends = _year(assessment), _fan(assessment) if last > latest else None
    if year:
        fan = [(latest, *year)]
    else:
        step = max((last - latest) // _AHEAD, 1)
        ahead = [*range(latest, last, step), last] if ends else []
        fan = [(day, *ends(day)) for day in ahead] if ends else []
    widest = fan[-1][1:] if fan else ()
    bounds = target.bounds if isinstance(target, Range) else (target,)
    values = [*(value for _, value in drawn), *map(float, bounds), *widest]
    if min(values) == max(values):
        return None
    plan = [(day, _planned(assessment, day)) for day in days]
    names = ("chart_figure", "chart_plan", "chart_target", "chart_fan", "chart_middle")
    figure, planned, target_, range_, middle = map(voice.word, names)
    lines = tuple(
        Tick(float(value), clean(f"{target_} {voice.exact(goal, value)}"))
        for value in bounds
    )
    rounded = round_values(min(values), max(values))
    places = decimals([value.normalize() for value in rounded])
    return Chart(
        points=tuple(drawn),
        plan=tuple((day, value) for day, value in plan if value is not None),
        targets=lines,
        fan=tuple(fan),
        last=last,
        ticks=tuple(Tick(float(value), write(value, places)) for value in rounded),
        days=tuple(round_days(first, last)),
        names=(figure, planned, target_, range_, middle),
    )


def _from_baseline(
    assessment: Assessment, drawn: list[tuple[int, float]]
) -> list[tuple[int, float]]:
    """Return the figures with the value before them from which progress is counted."""
    trajectory = assessment.trajectory
    if trajectory is None or assessment.goal.kind is Kind.YEAR_TOTAL:
        return drawn
    day = trajectory.baseline.period.last.toordinal()
    if drawn and day >= drawn[0][0]:
        return drawn
    return [(day, float(trajectory.baseline.value)), *drawn]


_MOST = 160
"""Figures that are drawn: more could not be told apart."""


def thinned(drawn: list[tuple[int, float]]) -> list[tuple[int, float]]:
    """Return at most so many figures: of each stretch its lowest and highest."""
    if len(drawn) <= _MOST:
        return drawn
    size = len(drawn) * 2 / _MOST
    found = {drawn[0], drawn[-1]}
    for number in range(_MOST // 2):
        piece = drawn[int(number * size) : int((number + 1) * size)]
        found |= {min(piece, key=_value), max(piece, key=_value)}
    return sorted(found)


def _value(point: tuple[int, float]) -> float:
    return point[1]


_SLOTS, _DAYS = 60, 371
"""Periods of a strip, and days: a year and a week."""


def strip(assessment: Assessment, found: "Standing", voice: Voice) -> Strip | None:
    """Return the latest periods of a standing target; None without any."""
    each = assessment.goal.each
    is_daily = each == "day"
    turns = found.turns[-(_DAYS if is_daily else _SLOTS) :]
    if not turns or each is None:
        return None
    slots = [
        Slot(turn.period.first, voice.period(turn.period), _role(turn))
        for turn in turns
    ]
    if each != EACH_FIGURE:
        slots = list(_with_gaps(slots, turns, assessment.goal, voice))
    slots = slots[-(_DAYS if is_daily else _SLOTS) :]
    roles = {slot.role for slot in slots}
    names = tuple(
        (role, voice.word(f"slot_{role}")) for role in _ROLES if role in roles
    )
    return Strip(tuple(slots), is_daily, names)


_ROLES = ("kept", "missed", "open", "unknown")


def _role(turn: "Turn") -> str:
    if turn.is_kept is None:
        return "unknown" if turn.is_over else "open"
    if not turn.is_over and not turn.is_kept:
        return "open"
    return "kept" if turn.is_kept else "missed"


def _with_gaps(
    slots: Sequence[Slot], turns: Sequence["Turn"], goal: Goal, voice: Voice
) -> Iterator[Slot]:
    """Yield the periods, those of which nothing is known as well."""
    from goaltrack.analysis.standing import Slots  # noqa: PLC0415 - few goals have them

    numbers = Slots(goal.each or "", goal.years)
    after = None
    for slot, turn in zip(slots, turns, strict=True):
        number = numbers.number(turn.period.first)
        for gap in range(number if after is None else after, number)[-_DAYS:]:
            period = numbers.period(gap)
            yield Slot(period.first, voice.period(period), "unknown")
        yield slot
        after = number + 1


def stack(found: "Parts", voice: Voice) -> Stack | None:
    """Return the parts of an objective that count, each by its weight; None of none."""
    whole = sum((one.assessment.goal.weight for one in found.parts), Decimal(0))
    if not whole:
        return None
    return Stack(
        tuple(
            Part(
                clean(one.assessment.goal.title),
                float(one.assessment.goal.weight / whole),
                min(max(float(one.share or 0), 0.0), 1.0),
                one.assessment.colour,
                "" if one.share is None else voice.share(one.share, 0),
            )
            for one in found.parts
        )
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
