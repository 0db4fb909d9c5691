"""Series whose outcome is known, cut at many days: what was known, and what came."""

import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

COUNTS = (3, 4, 5, 7, 9, 12, 21)
LATE = (0.6, 0.8)
"""Shares of the length of a series at which it is cut as well."""
AHEAD = (1, 2, 3)
SPANS = (14, 30, 90)
"""Days ahead of totals that are recorded event by event."""
STEP = {"yearly": 365, "quarterly": 91}
FIRST = 730_000

Points = list[tuple[int, float]]


class Cut(NamedTuple):
    """A series as it was known on a day, and its outcome on another."""

    family: str
    period: str
    series: str
    points: Points
    day: int
    outcome: float
    upper: float | None


def families(folder: Path) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield each family of the folder: its name, and its series with their points."""
    for path in sorted((folder / "forecast").glob("*.json.gz")):
        found = read(path)
        yield found["family"], found["series"]
    path = folder / "competition_series.json.gz"
    if path.exists():
        sets: dict[str, list[dict[str, Any]]] = {}
        for one in read(path)["series"]:
            step = STEP[one["period"]]
            values = enumerate(one["values"])
            points = [[FIRST + n * step, value] for n, value in values]
            name = f"{one['set']}-{one['period']}".lower()
            sets.setdefault(name, []).append({**one, "points": points})
        yield from sets.items()


def read(path: Path) -> dict[str, Any]:
    """The content of a packed file."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        found: dict[str, Any] = json.load(file)
    return found


def level_cuts(family: str, series: list[dict[str, Any]]) -> Iterator[Cut]:
    """Each series after 3 to 21 figures, and late; what came one to three steps on."""
    for one in series:
        points = [(day, float(value)) for day, value in one["points"]]
        counts = {*COUNTS, *(int(part * len(points)) for part in LATE)}
        for count in sorted(counts):
            known = points[:count]
            if len({value for _, value in known}) > 1 and count >= min(COUNTS):
                for ahead in AHEAD:
                    if count + ahead <= len(points):
                        day, outcome = points[count - 1 + ahead]
                        upper = one.get("upper")
                        yield Cut(
                            family,
                            one["period"],
                            str(one["id"]),
                            known,
                            day,
                            outcome,
                            upper,
                        )


def total_cuts(family: str, series: list[dict[str, Any]]) -> Iterator[Cut]:
    """Each total at random days, known by a few or all figures; the outcome later."""
    draw = random.Random(2026)  # noqa: S311 - the same cuts in each run
    for one in series:
        points = [(day, float(value)) for day, value in one["points"]]
        first, last = points[0][0], points[-1][0]
        for _ in range(60):
            ahead = draw.choice(SPANS)
            at = draw.randint(first + ahead // 2, last - ahead)
            known = [point for point in points if point[0] <= at]
            count = draw.choice((3, 4, 6, 10, 20, len(known)))
            if len(known) < max(count, min(COUNTS)):
                continue
            inner = draw.sample(known[1:-1], count - 2)
            known = sorted([known[0], *inner, known[-1]])
            before = [value for day, value in points if day <= known[-1][0] + ahead]
            day = known[-1][0] + ahead
            yield Cut(family, "event", str(one["id"]), known, day, before[-1], None)


def burn_down_cuts(family: str, series: list[dict[str, Any]]) -> Iterator[Cut]:
    """Each burn-down after three figures and more; the outcome up to four later."""
    for one in series:
        points = [(day, float(value)) for day, value in one["points"]]
        for count in range(min(COUNTS), len(points)):
            known = points[:count]
            for day, outcome in points[count : count + 4]:
                if known[0][1] > known[-1][1]:
                    yield Cut(
                        family, "event", str(one["id"]), known, day, outcome, None
                    )
