"""Hold the forecasts against series whose outcome is known, and print the tables.

    python bench/calibration.py [FOLDER]

FOLDER has `competition_series.json.gz`, the yearly and quarterly series of the M3
(Makridakis and Hibon, 2000) and tourism (Athanasopoulos, Hyndman, Song and Wu, 2011)
competitions, and `forecast/`, families of published series with their provenance.
Without them there is nothing to measure. Exit code 1 if a bound is broken.

Each score is compared with that of the first edition's method (reference_walk.py) on
the same cuts: the ratio of a family is the geometric mean over its series.
"""

import random
import sys
import time
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import pairwise
from math import exp, log, sqrt
from pathlib import Path
from statistics import fmean
from typing import NamedTuple, Protocol

import tomli
from forecast_cuts import (
    Cut,
    Points,
    burn_down_cuts,
    families,
    level_cuts,
    total_cuts,
)
from reference_walk import thinned, walk

from goaltrack.analysis.forecast import Forecast, forecast
from goaltrack.analysis.series import Figure
from goaltrack.analysis.student_t import StudentOutlook
from goaltrack.analysis.year_share import year_share
from goaltrack.ledger.decode import decode
from goaltrack.model.ledger import Aim, Entry, Goal, Kind
from goaltrack.model.period import Period

HERE = Path(__file__).parent
PLACES = (HERE.parent.parent / "shared/data", Path("data"))
GRID = [(n + 0.5) / 40 for n in range(40)]
"""The shares at which the continuous ranked probability score is summed."""
TINY = 1e-12
DRAWS = 20
TOTALS, BURN_DOWNS = "vaccination-italy", "burndown-jira"


class Distribution(Protocol):
    """Whatever tells quantiles and chances."""

    def quantile(self, share: float) -> float:
        """The value below which it will be with that probability."""

    def below(self, value: float) -> float:
        """The probability that it will be below the value."""


class Floored(NamedTuple):
    """The first edition's outlook of a total: nothing lies below what is there."""

    outlook: StudentOutlook
    floor: float

    def quantile(self, share: float) -> float:
        """The value below which it will be with that probability."""
        return max(self.outlook.quantile(share), self.floor)

    def below(self, value: float) -> float:
        """The probability that it will be below the value."""
        return self.outlook.below(value) if value > self.floor else 0.0


class Scores(NamedTuple):
    """How one outlook did."""

    crps: float
    is80: float
    in80: bool
    in95: bool
    width: float
    is_below_0: bool


class Row(NamedTuple):
    """A cut, and how the program, the first edition and simple lines did."""

    cut: Cut
    ours: Scores
    first: Scores
    naive: Scores
    line: Scores
    found: Forecast
    reference: Distribution


def scores(outlook: Distribution, outcome: float) -> Scores:
    """The scores of one outlook: CRPS by quantiles, the interval score of 80 %."""
    crps = 0.0
    for share in GRID:
        value = outlook.quantile(share)
        crps += (share - (outcome < value)) * (outcome - value)
    low, high = outlook.quantile(0.1), outlook.quantile(0.9)
    missed = max(low - outcome, 0) + max(outcome - high, 0)
    wide = outlook.quantile(0.025) <= outcome <= outlook.quantile(0.975)
    return Scores(
        2 * crps / len(GRID),
        high - low + 10 * missed,
        low <= outcome <= high,
        wide,
        high - low,
        low < 0,
    )


def first_edition(cut: Cut, kind: Kind) -> Distribution:
    """The outlook of the first edition."""
    outlook = walk(thinned(cut.points, cut.day)).at(cut.day)
    return Floored(outlook, cut.points[-1][1]) if kind is Kind.TOTAL else outlook


def naive_walk(points: Points, day: int) -> StudentOutlook:
    """The last value, with the range of a random walk without drift."""
    pairs = list(pairwise(points))
    variance = fmean((b[1] - a[1]) ** 2 / (b[0] - a[0]) for a, b in pairs)
    scale = sqrt(variance * (day - points[-1][0]))
    return StudentOutlook(points[-1][1], scale, len(pairs))


def least_squares(points: Points, day: int) -> StudentOutlook:
    """The straight line through the figures with its textbook range, to compare."""
    count = len(points)
    mean_x = sum(x for x, _ in points) / count
    mean_y = sum(y for _, y in points) / count
    square = sum((x - mean_x) ** 2 for x, _ in points)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / square
    rest = sum((y - mean_y - slope * (x - mean_x)) ** 2 for x, y in points)
    scale = sqrt(rest / (count - 2) * (1 + 1 / count + (day - mean_x) ** 2 / square))
    return StudentOutlook(mean_y + slope * (day - mean_x), scale, count - 2)


def base(kind: str) -> Goal:
    """A goal of that kind, to be given a target, a day and a unit."""
    published = 'every = "week"\n' if kind == "total" else ""
    text = (
        f'format = 1\n[goals.it]\ntitle = "it"\nkind = "{kind}"\naim = "at-least"\n'
        f"{published}due = 2026-12-31\ntarget = 1\n"
    )
    ledger, problems = decode(tomli.loads(text, parse_float=Decimal))
    if problems:
        sys.exit(f"the goal is wrong: {problems}")
    return ledger.goals["it"]


def as_goal(
    goal: Goal, cut: Cut, target: float, *, rises: bool
) -> tuple[Goal, list[Figure]]:
    """The cut as figures of a goal with a target up or down."""
    due = date.fromordinal(cut.day)
    figures = []
    for at, value in cut.points:
        day = date.fromordinal(at)
        entry = Entry(Period(day, day), value=Decimal(repr(value)))
        figures.append(Figure(entry.period, entry.value or Decimal(0), (entry,)))
    goal = goal._replace(
        due=Period(due, due),
        unit="%" if cut.upper else "",
        aim=Aim.AT_LEAST if rises else Aim.AT_MOST,
        target=Decimal(f"{target:.12g}"),
    )
    return goal, figures


def our_forecast(goal: Goal, cut: Cut, target: float, *, rises: bool) -> Forecast:
    """The program's forecast of a cut with a target up or down."""
    goal, figures = as_goal(goal, cut, target, rises=rises)
    found = forecast(goal, figures, None, figures[-1].period.last)
    if found is None or found.outlook is None:
        sys.exit(f"no forecast of {cut}: {found}")
    return found


def rows_of(kind: str, cuts: Iterable[Cut]) -> list[Row]:
    """Every cut with the scores of each method."""
    goal, found = base(kind), []
    for cut in cuts:
        last = cut.points[-1][1]
        falls = cut.family == BURN_DOWNS
        target = 0.0 if falls else max(last, 0.0)
        ours = our_forecast(goal, cut, target, rises=not falls)
        first = first_edition(cut, goal.kind)
        naive, line = (
            naive_walk(cut.points, cut.day),
            least_squares(cut.points, cut.day),
        )
        if ours.outlook is not None:
            mine, theirs, *lines = (
                scores(one, cut.outcome) for one in (ours.outlook, first, naive, line)
            )
            found.append(Row(cut, mine, theirs, lines[0], lines[1], ours, first))
    return found


def ratio(rows: Sequence[Row], name: str, other: str, score: str) -> float:
    """The geometric mean over series of one method's mean score against another's."""
    sums: dict[str, list[float]] = {}
    for row in rows:
        both = sums.setdefault(row.cut.series, [0.0, 0.0])
        both[0] += getattr(getattr(row, name), score)
        both[1] += getattr(getattr(row, other), score)
    logs = [log(max(a, TINY) / max(b, TINY)) for a, b in sums.values()]
    return exp(fmean(logs))


def share(rows: Sequence[Row], name: str, score: str) -> float:
    """How often something is so, of all rows."""
    return fmean(getattr(getattr(row, name), score) for row in rows)


def table(title: str, kinds: dict[str, list[Row]]) -> tuple[float, float]:
    """Print each family against the first edition; return the mean of both ratios."""
    print(f"\n{title}: against the first edition, by family")
    print(
        f"{'family':<18} {'cuts':>6} {'CRPS':>6} {'IS80':>6} {'width':>6} {'80 %':>6}"
        f" {'95 %':>6}   first edition   CRPS against: last value, straight line"
    )
    ratios = []
    for family, rows in kinds.items():
        crps = ratio(rows, "ours", "first", "crps")
        is80 = ratio(rows, "ours", "first", "is80")
        ratios.append((crps, is80))
        print(
            f"{family:<18} {len(rows):>6} {crps:>6.3f} {is80:>6.3f} "
            f"{ratio(rows, 'ours', 'first', 'width'):>6.3f} "
            f"{share(rows, 'ours', 'in80'):>6.3f} {share(rows, 'ours', 'in95'):>6.3f}"
            f"   {share(rows, 'first', 'in80'):.3f} {share(rows, 'first', 'in95'):.3f}"
            f"     {ratio(rows, 'ours', 'naive', 'crps'):>6.3f}"
            f" {ratio(rows, 'ours', 'line', 'crps'):>6.3f}"
        )
    means = fmean(a for a, _ in ratios), fmean(b for _, b in ratios)
    print(f"{'mean of families':<25} {means[0]:>6.3f} {means[1]:>6.3f}")
    return means


def coverage(rows: Sequence[Row]) -> bool:
    """How often the outcome lay in the range that was to hold it, by figures known."""
    print("\nCoverage of the 80 % and 95 % ranges of levels, by figures known")
    print(
        f"{'period':<10} {'n':>6} {'cuts':>6} {'80 %':>6} {'95 %':>6}   first edition"
    )
    for period in dict.fromkeys(row.cut.period for row in rows):
        for least, most in ((3, 3), (4, 4), (5, 5), (6, 9), (10, 20), (21, 1000)):
            some = [
                row
                for row in rows
                if row.cut.period == period and least <= len(row.cut.points) <= most
            ]
            if some:
                name = str(least) if least == most else f"{least}+"
                print(
                    f"{period:<10} {name:>6} {len(some):>6} "
                    f"{share(some, 'ours', 'in80'):>6.3f} "
                    f"{share(some, 'ours', 'in95'):>6.3f}   "
                    f"{share(some, 'first', 'in80'):.3f} "
                    f"{share(some, 'first', 'in95'):.3f}"
                )
    whole = share(rows, "ours", "in80"), share(rows, "ours", "in95")
    print(f"{'all':<10} {'':>6} {len(rows):>6} {whole[0]:>6.3f} {whole[1]:>6.3f}")
    never = [row for row in rows if min(value for _, value in row.cut.points) >= 0]
    ours, first = (
        share(never, "ours", "is_below_0"),
        share(never, "first", "is_below_0"),
    )
    print(f"80 % ranges below 0 of what was never below: {ours:.3f}; first {first:.3f}")
    return (
        0.78 <= whole[0] <= 0.86 and 0.92 <= whole[1] <= 0.97 and ours == 0  # noqa: PLR2004 - the bounds of the design
    )


def reliability(title: str, kind: str, rows: Sequence[Row]) -> bool:
    """Stated against observed chance of meeting a target near and far, by coin."""
    draw = random.Random(20_230_804)  # noqa: S311 - the same targets in each run
    goal = base(kind)
    tenths: dict[int, list[tuple[float, bool]]] = {}
    ours, first, sure = [], [], []
    for row in rows:
        points, day = row.cut.points, row.cut.day
        last = points[-1][1]
        pairs = pairwise(points)
        speed = fmean(abs(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairs)
        away = speed * (day - points[-1][0]) * exp(draw.uniform(-3, 1.5))
        rises = kind == "total" or draw.random() < 0.5  # noqa: PLR2004 - a coin
        target = last + away if rises else last - away
        chance = our_forecast(goal, row.cut, target, rises=rises).probability or 0.0
        below = row.reference.below(target)
        hit = row.cut.outcome >= target if rises else row.cut.outcome <= target
        tenths.setdefault(min(int(chance * 10), 9), []).append((chance, hit))
        ours.append((chance - hit) ** 2)
        first.append(((1 - below if rises else below) - hit) ** 2)
        if chance < 0.05:  # noqa: PLR2004 - as it is printed
            sure.append(hit)
    print(f"\nStated against observed chance of {title}")
    print(f"{'bin':<8} {'cuts':>6} {'said':>6} {'came':>6}")
    for tenth, pairs_ in sorted(tenths.items()):
        said, came = fmean(p for p, _ in pairs_), fmean(h for _, h in pairs_)
        print(f".{tenth}       {len(pairs_):>6} {said:>6.3f} {came:>6.3f}")
    came = fmean(sure) if sure else 0.0
    print(f"Brier score {fmean(ours):.4f}; first edition {fmean(first):.4f}")
    print(f'"<5 %" came in {came:.3f} of {len(sure)}')
    return came <= 0.08  # noqa: PLR2004 - the bound of the design


def years(folder: Path) -> bool:
    """The last whole year of each quarterly series, from its part and earlier years."""
    print("\nThe year estimate: mean absolute error in %, coverage of its 80 % range")
    print(
        f"{'part':<6} {'years':>6} {'share':>6} {'last year':>10} {'even pace':>10}"
        f"   with one year, two, more"
    )
    errors: dict[int, list[tuple[float, float, float]]] = {1: [], 2: [], 3: []}
    inside: dict[tuple[int, int], list[bool]] = {}
    for family, series in families(folder):
        if "quarterly" not in family or family.startswith("tsdl"):
            continue
        for one in series:
            values = [float(value) for _, value in one["points"]]
            whole = [values[n : n + 4] for n in range(0, len(values) - 3, 4)]
            if len(whole) < 3 or min(map(min, whole)) <= 0:  # noqa: PLR2004 - two to learn from
                continue
            *earlier, last = whole
            for cut, found in errors.items():
                history = [(sum(q[:cut]), sum(q)) for q in earlier]
                to_date, outcome = sum(last[:cut]), sum(last)
                guesses = [
                    _middle(year_share(to_date, cut / 4, known).outlook)
                    for known in (history, history[-1:])
                ]
                even = to_date / (cut / 4)
                found.append(
                    (
                        abs(guesses[0] / outcome - 1) * 100,
                        abs(guesses[1] / outcome - 1) * 100,
                        abs(even / outcome - 1) * 100,
                    )
                )
                for count in (1, 2, 5):
                    outlook = year_share(to_date, cut / 4, history[-count:]).outlook
                    if outlook and len(history) >= count:
                        held = outlook.quantile(0.1) <= outcome <= outlook.quantile(0.9)
                        inside.setdefault((cut, count), []).append(held)
    means: dict[str, float] = {}
    for cut, name in ((1, "Q1"), (2, "H1"), (3, "Q1-3")):
        columns = [fmean(column) for column in zip(*errors[cut], strict=True)]
        means[name] = columns[0]
        texts = "".join(f"{value:>11.2f}" for value in columns[1:])
        covers = " ".join(f"{fmean(inside[cut, n]):.3f}" for n in (1, 2, 5))
        print(f"{name:<6} {len(errors[cut]):>6} {columns[0]:>6.2f}{texts}   {covers}")
    return means["H1"] <= 4.2  # noqa: PLR2004 - the bound of the design


def _middle(outlook: StudentOutlook | None) -> float:
    return outlook.median if outlook else float("nan")


def supposed_figures(rows: Sequence[Row]) -> bool:
    """The average change in the chance when the program's forecast is entered."""
    before, after = [], []
    draw = random.Random(1)  # noqa: S311 - the same figures in each run
    for row in rows:
        goal, figures = as_goal(base("total"), row.cut, 0, rises=True)
        last, outlook, fit = figures[-1].period.last, row.found.outlook, row.found.fit
        middle = (last.toordinal() + row.cut.day) // 2
        if outlook is None or fit is None or middle <= last.toordinal():
            continue
        aimed = Decimal(f"{outlook.quantile(draw.uniform(0.2, 0.9)):.12g}")
        goal = goal._replace(target=aimed)
        day = Period(date.fromordinal(middle), date.fromordinal(middle))
        before.append(1 - outlook.below(float(aimed)))
        for n in range(DRAWS):
            value = fit.at(middle).quantile((n + 0.5) / DRAWS)
            entry = Entry(day, value=Decimal(f"{value:.12g}"), supposed=last)
            then = [*figures, Figure(day, entry.value or Decimal(0), (entry,))]
            found = forecast(goal, then, None, day.last)
            after.append(found.probability or 0.0 if found else 0.0)
    was, now = fmean(before), fmean(after)
    print(f"\nWhat-if of totals: mean chance {was:.3f}; with a figure as the forecast")
    print(f"expects it entered halfway {now:.3f}")
    return abs(now - was) <= 0.02  # noqa: PLR2004 - nothing on average


def speed() -> bool:
    """Milliseconds of a forecast, by figures."""
    print("\nMilliseconds a forecast, at 10, 60 and 400 figures")
    held = True
    for kind in ("level", "total"):
        texts = []
        for count in (10, 60, 400):
            draw = random.Random(count)  # noqa: S311 - the same figures in each run
            value, points = 0.0, []
            for n in range(count):
                value += draw.random()
                points.append((730_000 + 30 * n, value))
            cut = Cut("", "monthly", "", points, points[-1][0] + 365, 0.0, None)
            goal, figures = as_goal(base(kind), cut, value + 5, rises=True)
            rounds, start = 50, time.perf_counter()
            for _ in range(rounds):
                forecast(goal, figures, None, figures[-1].period.last)
            texts.append((time.perf_counter() - start) / rounds * 1000)
        print(f"{kind:<6} " + " ".join(f"{one:.3f}" for one in texts))
        held &= max(texts) < 1
    return held


def main() -> int:
    """Print every table."""
    given = [Path(sys.argv[1])] if len(sys.argv) > 1 else list(PLACES)
    folder = next((place for place in given if (place / "forecast").exists()), None)
    if folder is None:
        print(__doc__)
        print(f"No data at {', '.join(map(str, given))}.")
        return 0
    levels, totals, burns = {}, {}, {}
    for family, series in families(folder):
        if family == TOTALS:
            totals[family] = rows_of("total", total_cuts(family, series))
        elif family == BURN_DOWNS:
            burns[family] = rows_of("level", burn_down_cuts(family, series))
        else:
            levels[family] = rows_of("level", level_cuts(family, series))
    all_levels = [row for rows in levels.values() for row in rows]
    all_totals = [row for rows in totals.values() for row in rows]
    held = [
        table("Levels", levels)[0] <= 0.86,  # noqa: PLR2004 - the bound of the design
        table("Totals", totals)[0] <= 0.90,  # noqa: PLR2004 - as above
        table("Burn-downs", burns)[0] <= 0.19,  # noqa: PLR2004 - as above
        coverage(all_levels),
        reliability("levels", "level", all_levels),
        reliability("totals", "total", all_totals),
        years(folder),
        supposed_figures(all_totals),
        speed(),
    ]
    print("\nall bounds hold" if all(held) else f"\nbounds broken: {held}")
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
