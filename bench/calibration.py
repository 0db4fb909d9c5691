"""Hold the forecasts against series whose outcome is known, and print the tables.

    python bench/calibration.py [DATA.json.gz]

The data: {"series": [{"set": …, "period": "yearly" or "quarterly", "values": [...]}]},
the yearly and quarterly series of the M3 (Makridakis and Hibon, 2000) and tourism
(Athanasopoulos, Hyndman, Song and Wu, 2011) competitions, history and outcome joined.
They are in the R packages Mcomp and Tcomp; without them there is nothing to measure.
Exit code 1 if a bound is broken.
"""

import gzip
import json
import math
import random
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from goaltrack.analysis.random_walk import Outlook, thinned, walk, year

PLACES = (
    Path(__file__).parent.parent.parent / "shared/data/competition_series.json.gz",
    Path("competition_series.json.gz"),
)
YEAR, QUARTER = 365, 91
MOST_LEFT = 4
"""Years (or quarters) from the last figure to the due date, at most."""

Points = list[tuple[int, float]]


class Case(NamedTuple):
    """Figures up to a cut, and what came."""

    period: str
    points: Points
    day: int
    outcome: float


def cases(series: list[dict[str, object]], draw: random.Random) -> Iterator[Case]:
    """Each series cut at random: 3 to 10 figures at random dates, the outcome later.

    People's figures come irregularly: one, two or three steps apart; what is due is
    due one to four steps after the last of them.
    """
    for one in series:
        values = [float(v) for v in one["values"]]  # type: ignore[attr-defined]
        yearly = one["period"] == "yearly"
        step = YEAR if yearly else QUARTER
        for _ in range(8):
            count, ahead = draw.randint(3, 10), draw.randint(1, MOST_LEFT)
            gaps = [draw.randint(1, 3) for _ in range(count - 1)]
            length = sum(gaps) + ahead
            if len(values) <= length:
                continue
            at = draw.randint(0, len(values) - length - 1)
            places = [at]
            for gap in gaps:
                places.append(places[-1] + gap)
            points = [(n * step, values[n]) for n in places]
            if len({value for _, value in points}) > 1:
                last = places[-1] + ahead
                yield Case(str(one["period"]), points, last * step, values[last])


def target(case: Case, draw: random.Random, *, wide: bool) -> tuple[float, bool]:
    """A target up or down from the last figure, and whether it is to rise.

    As far as the usual change (per day, times the days left) times a factor: from 0
    to 3 of it, or `wide`, from nearly there to out of reach, 0.02 to 100 by
    logarithm. Which way does not depend on the figures.
    """
    spans = pairwise(case.points)
    speeds = [abs(b[1] - a[1]) / (b[0] - a[0]) for a, b in spans]
    usual = sum(speeds) / len(speeds) * (case.day - case.points[-1][0])
    rises = draw.random() < 0.5  # noqa: PLR2004 - a coin
    factor = math.exp(draw.uniform(math.log(0.02), math.log(100)))
    near = draw.uniform(0, 3)
    way = 1 if rises else -1
    return case.points[-1][1] + way * usual * (factor if wide else near), rises


def least_squares(points: Points, day: int) -> Outlook:
    """The straight line through the figures with its textbook range, to compare."""
    count = len(points)
    mean_x = sum(x for x, _ in points) / count
    mean_y = sum(y for _, y in points) / count
    square = sum((x - mean_x) ** 2 for x, _ in points)
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / square
    rest = sum((y - mean_y - slope * (x - mean_x)) ** 2 for x, y in points)
    scale = math.sqrt(
        rest / (count - 2) * (1 + 1 / count + (day - mean_x) ** 2 / square)
    )
    return Outlook(mean_y + slope * (day - mean_x), scale, count - 2)


def coverage(found: list[Case]) -> bool:
    """How often the outcome lay in the range that was to hold it."""
    print("\nCoverage of the 80 % and 95 % ranges, by number of figures")
    print(
        f"{'period':<10} {'n':>3} {'cases':>6} {'80 %':>6} {'95 %':>6}   least squares"
    )
    held = True
    for period in ("yearly", "quarterly"):
        for count in range(3, 11):
            some = [c for c in found if c.period == period and len(c.points) == count]
            ours = [walk(thinned(c.points, c.day)).at(c.day) for c in some]
            lines = [least_squares(c.points, c.day) for c in some]
            shares = [_covered(some, ours, r) for r in (0.80, 0.95)]
            theirs = [_covered(some, lines, r) for r in (0.80, 0.95)]
            print(
                f"{period:<10} {count:>3} {len(some):>6} {shares[0]:>6.3f} "
                f"{shares[1]:>6.3f}   {theirs[0]:.3f} {theirs[1]:.3f}"
            )
            off = max(abs(shares[0] - 0.80), abs(shares[1] - 0.95))
            held &= count < 4 or off <= 0.05  # noqa: PLR2004 - the bound of the design
    return held


def _covered(some: list[Case], outlooks: list[Outlook], share: float) -> float:
    rest = (1 - share) / 2
    inside = [
        o.quantile(rest) <= c.outcome <= o.quantile(1 - rest)
        for c, o in zip(some, outlooks, strict=True)
    ]
    return sum(inside) / len(inside)


def reliability(found: list[Case], draw: random.Random, *, wide: bool) -> bool:
    """Stated against observed probability of meeting a target, and Brier scores."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    scores, lines, hits = [], [], []
    for case in found:
        goal, rises = target(case, draw, wide=wide)
        hit = case.outcome >= goal if rises else case.outcome <= goal
        chances = []
        for outlook in (
            walk(thinned(case.points, case.day)).at(case.day),
            least_squares(case.points, case.day),
        ):
            below = outlook.below(goal)
            chances.append(1 - below if rises else below)
        bins.setdefault(min(int(chances[0] * 10), 9), []).append((chances[0], hit))
        scores.append((chances[0] - hit) ** 2)
        lines.append((chances[1] - hit) ** 2)
        hits.append(hit)
    print(
        f"\nStated against observed probability, {'wide' if wide else 'near'} targets"
    )
    print(f"{'bin':<8} {'cases':>6} {'said':>6} {'came':>6}")
    held = True
    for tenth, pairs in sorted(bins.items()):
        said = sum(p for p, _ in pairs) / len(pairs)
        came = sum(h for _, h in pairs) / len(pairs)
        print(f".{tenth}       {len(pairs):>6} {said:>6.3f} {came:>6.3f}")
        held &= len(pairs) < 100 or abs(said - came) <= 0.07  # noqa: PLR2004 - the bound of the design
    rate = sum(hits) / len(hits)
    brier = sum(scores) / len(scores)
    base, line = rate * (1 - rate), sum(lines) / len(lines)
    print(
        f"{len(hits)} targets, {rate:.3f} met. Brier score {brier:.4f}; always saying"
    )
    print(f"the base rate {base:.4f}; least squares {line:.4f}")
    return held and (not wide or brier <= 0.115)  # noqa: PLR2004 - the bound of the design


def years(series: list[dict[str, object]]) -> bool:
    """The last whole year of each quarterly series, from its part and earlier years."""
    print("\nError of the year estimate (mean absolute, %), last year of each series")
    print(f"{'cut':<6} {'years':>6} {'share':>6} {'last year':>10} {'even pace':>10}")
    errors: dict[int, list[tuple[float, float, float]]] = {1: [], 2: [], 3: []}
    for one in series:
        if one["period"] != "quarterly":
            continue
        values = [float(v) for v in one["values"]]  # type: ignore[attr-defined]
        whole = [values[n : n + 4] for n in range(0, len(values) - 3, 4)]
        if len(whole) < 3 or min(map(min, whole)) <= 0:  # noqa: PLR2004 - two to learn from
            continue
        *earlier, last = whole
        for cut, found in errors.items():
            history = [(sum(q[:cut]), sum(q)) for q in earlier]
            to_date, outcome = sum(last[:cut]), sum(last)
            guesses = (
                year(to_date, cut / 4, history).outlook.median,
                year(to_date, cut / 4, history[-1:]).outlook.median,
                to_date / (cut / 4),
            )
            share, before, even = (abs(g / outcome - 1) * 100 for g in guesses)
            found.append((share, before, even))
    means: dict[str, float] = {}
    for cut, name in ((1, "Q1"), (2, "H1"), (3, "Q1-3")):
        found = errors[cut]
        columns = [sum(column) / len(found) for column in zip(*found, strict=True)]
        means[name] = columns[0]
        texts = "".join(f"{value:>11.2f}" for value in columns[1:])
        print(f"{name:<6} {len(found):>6} {columns[0]:>6.2f}{texts}")
    return means["H1"] <= 4.2  # noqa: PLR2004 - the bound of the design


def main() -> int:
    """Print every table."""
    places = [Path(sys.argv[1])] if len(sys.argv) > 1 else list(PLACES)
    data = next((place for place in places if place.exists()), None)
    if data is None:
        print(__doc__)
        print(f"No data at {', '.join(map(str, places))}.")
        return 0
    with gzip.open(data, "rt", encoding="utf-8") as file:
        series = json.load(file)["series"]
    draw = random.Random(20_230_804)  # noqa: S311 - the same cuts in each run
    found = list(cases(series, draw))
    print(f"{len(series)} series, {len(found)} cuts")
    held = [
        coverage(found),
        reliability(found, draw, wide=False),
        reliability(found, draw, wide=True),
        years(series),
    ]
    print("\nall bounds hold" if all(held) else f"\nbounds broken: {held}")
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
