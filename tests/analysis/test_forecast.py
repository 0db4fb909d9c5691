"""The distributions, the fits, the year, and what a goal makes of them.

tests/vectors/worked_examples.json: invented inputs, computed by an independent version;
forecast_reference.json: published series (named in it), computed by another.
china_year_to_date.json names its own sources.
"""

import importlib.util
import json
import math
from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy import special, stats

from builders import goal, judged
from conftest import REPOSITORY
from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.forecast import Forecast, passing, probability
from goaltrack.analysis.gamma import gamma_cdf, gamma_quantile
from goaltrack.analysis.gamma_total import gamma_total
from goaltrack.analysis.series import series
from goaltrack.analysis.smoothed_level import (
    SmoothedLevel,
    smoothed_level,
    thinned,
)
from goaltrack.analysis.student_t import (
    StudentOutlook,
    student_cdf,
    student_quantile,
)
from goaltrack.analysis.year_share import year_share

DAY = date.fromisoformat


def vectors(name: str) -> Any:
    path = REPOSITORY / "tests" / "vectors" / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8"))


@given(st.integers(1, 40), st.floats(1e-3, 1000), st.booleans())
def test_the_distribution_is_students(dof: int, value: float, below: bool) -> None:
    """The closed form agrees with SciPy."""
    value = -value if below else value
    assert abs(student_cdf(value, dof) - stats.t.cdf(value, dof)) < 1e-12


@given(st.floats(-1e-3, 1e-3))
def test_the_distribution_next_to_the_middle(value: float) -> None:
    """Next to 0 it is atan(x) / pi around a half; SciPy is off by 2e-9 there."""
    assert student_cdf(value, 1) == pytest.approx(0.5 + math.atan(value) / math.pi)


@given(st.integers(1, 40), st.floats(0.001, 0.999))
def test_the_quantile_undoes_the_distribution(dof: int, share: float) -> None:
    """A quantile has its share below it, and is SciPy's."""
    value = student_quantile(share, dof)
    assert student_cdf(value, dof) == pytest.approx(share, abs=1e-12)
    assert value == pytest.approx(stats.t.ppf(share, dof), rel=1e-8, abs=1e-9)


@pytest.mark.parametrize("shape", [1e-4, 0.01, 0.3, 1, 2.5, 25, 300])
@given(data=st.data())
def test_the_gamma_function_is_exact(shape: float, data: st.DataObject) -> None:
    """Distribution and quantile of the gamma agree with SciPy, also far out."""
    value = math.exp(data.draw(st.floats(-20, 9)))
    assert abs(gamma_cdf(value, shape) - special.gammainc(shape, value)) < 1e-10
    share = data.draw(st.floats(1e-6, 1 - 1e-6))
    found, theirs = gamma_quantile(share, shape), special.gammaincinv(shape, share)
    assert found == pytest.approx(theirs, rel=1e-9, abs=1e-250)


def test_the_gamma_function_at_its_ends() -> None:
    """Nothing lies below 0, everything below the infinite."""
    assert (gamma_cdf(-1, 2), gamma_cdf(math.inf, 2), gamma_quantile(0, 2)) == (0, 1, 0)


REFERENCE = vectors("forecast_reference")["cases"]


@pytest.mark.parametrize("case", [c for c in REFERENCE if c["kind"] == "level"])
def test_reference_levels(case: dict[str, Any]) -> None:
    """Median, scale, degrees and season of levels, as computed independently."""
    points = [(day, float(value)) for day, value in case["points"]]
    fitted = smoothed_level(points, case["day"])
    outlook = fitted.at(case["day"])
    assert outlook.middle == pytest.approx(case["median"], rel=1e-9)
    assert outlook.scale == pytest.approx(case["scale"], rel=1e-9)
    assert outlook.dof == case["dof"]
    if case["seasonal_weight"] is None:
        assert fitted.season is None
    else:
        assert fitted.season is not None
        expected = pytest.approx(case["seasonal_weight"], rel=1e-9)
        assert fitted.season.weight == expected


@pytest.mark.parametrize("case", [c for c in REFERENCE if c["kind"] == "total"])
def test_reference_totals(case: dict[str, Any]) -> None:
    """The chance of nothing, shape and scale of totals, as computed independently."""
    points = [(day, float(value)) for day, value in case["points"]]
    if case["as_of"] > points[-1][0]:
        points.append((case["as_of"], points[-1][1]))
    outlook = gamma_total(points, case["day"]).at(case["day"])
    assert outlook.nothing == pytest.approx(case["z"], rel=1e-9)
    assert outlook.shape == pytest.approx(case["shape"], rel=1e-9)
    assert outlook.scale == pytest.approx(case["gamma_scale"], rel=1e-9)


STOCKS = [
    case
    for case in vectors("worked_examples")["cases"]
    if len(case.get("points", ())) > 2 and case.get("forecast")
]


@pytest.mark.parametrize("case", STOCKS, ids=lambda case: case["name"])
def test_worked_examples_of_pace(case: dict[str, Any]) -> None:
    """Progress, time share, pace ratio and gaps of the same examples."""
    aim = "at-least" if case["target"] >= case["baseline"][1] else "at-most"
    (start, value), *rest = case["points"]
    it = judged(
        f'kind = "level"\naim = "{aim}"\ntarget = {case["target"]}\n'
        f"due = {case['due']}\nbaseline = {{ on = {start}, value = {value} }}",
        *(f"{{ on = {day}, value = {figure} }}" for day, figure in rest),
        as_of=DAY(rest[-1][0]),
    )
    assert it.trajectory is not None
    assert float(it.trajectory.progress or 0) == pytest.approx(
        case["progress"], rel=1e-9
    )
    assert float(it.trajectory.time_elapsed) == pytest.approx(
        case["time_elapsed"], rel=1e-12
    )
    assert float(it.trajectory.pace_ratio or 0) == pytest.approx(
        case["pace_ratio"], rel=1e-9
    )
    assert float(it.gap or 0) == pytest.approx(case["gap_to_target"], rel=1e-9)
    # The vector has figure minus plan, we have plan minus figure.
    assert -float(it.gap_to_plan or 0) == pytest.approx(case["gap_to_plan"], rel=1e-9)


def test_the_worked_example_of_a_year() -> None:
    """Half a year of GDP with three earlier years, as worked out."""
    [case] = [c for c in vectors("worked_examples")["cases"] if "history_ytd" in c]
    at = case["period"] - 1
    history = [(row[at], row[-1]) for row in case["history_ytd"]]
    found = year_share(case["current_ytd"], 0.5, history)
    assert found.outlook is not None
    assert found.share == pytest.approx(case["mean_share"], rel=1e-12)
    assert found.outlook.median == pytest.approx(case["forecast"], rel=1e-12)
    # The example takes 0.035 for the spread that little history leaves, we take 0.05.
    wider = (0.05**2 - 0.035**2) * 0.5**2 / 3
    scale = math.sqrt(case["scale_log"] ** 2 + wider)
    assert found.outlook.scale == pytest.approx(scale, rel=1e-9)
    assert (found.outlook.dof, found.years) == (case["df"], 3)


def test_years_with_little_behind_them() -> None:
    """With one earlier year its share is taken, without any even pace, and it is said."""
    one, none = year_share(60, 0.5, [(40, 100)]), year_share(60, 0.5, [])
    assert one.outlook is not None
    assert none.outlook is not None
    assert one.outlook.median == pytest.approx(150)
    assert (one.years, one.outlook.dof) == (1, 1)
    assert (none.outlook.median, none.years) == (120, 0)
    assert one.outlook.scale == 0.06 * 0.5
    assert none.outlook.scale == 0.075 * 0.5
    many = year_share(60, 0.5, [(1, 100)] + [(40, 100)] * 5)
    assert many.years == 5
    assert many.outlook is not None
    assert many.outlook.median == pytest.approx(150)
    early, told = year_share(10, 0.1, [(9, 100)]), year_share(10, 0.1, [(9, 100)] * 2)
    assert (early.outlook, told.outlook is None) == (None, False)


def test_shares_of_published_years() -> None:
    """Beijing has half its income by June, Xinjiang two fifths: time says a half."""
    [case] = [
        c
        for c in vectors("china_year_to_date")["cases"]
        if "Beijing" in c.get("ytd", {})
    ]
    shares = {
        place: year_share(100, 0.5, [(row[1], row[3])]).share
        for place, row in case["ytd"].items()
    }
    assert shares["Beijing"] == pytest.approx(0.50884, abs=1e-5)
    assert shares["Xinjiang"] == pytest.approx(0.39715, abs=1e-5)


def _yearly(ytd: dict[str, float]) -> list[str]:
    ends = {"Q1": "Q1", "Q1-2": "H1", "Q1-3": "Q1..{}Q3", "Q1-4": ""}
    rows = []
    for label, value in ytd.items():
        at, part = label[:4], label[4:]
        rows.append(f'{{ period = "{at}{ends[part].format(at)}", value = {value} }}')
    return rows


def test_published_quarters_are_told_apart() -> None:
    """Taken apart inside a year, years to date give the published changes by quarter."""
    case = vectors("china_year_to_date")["cases"][0]
    it = goal('kind = "year-total"\ntarget = 1', *_yearly(case["ytd"]))
    to_date = {
        (f.period.last.year, f.period.last.month // 3): float(f.value)
        for f in series(it, date(2023, 1, 1)).figures
    }

    def quarter(year_: int, number: int) -> float:
        before = to_date[year_, number - 1] if number > 1 else 0.0
        return to_date[year_, number] - before

    published = case["published_quarter_on_quarter"]
    for label in ("2022Q2", "2022Q3", "2006Q2", "2005Q3", "2005Q2"):
        year_, number = int(label[:4]), int(label[5])
        change = quarter(year_, number) / quarter(year_, number - 1) - 1
        assert change == pytest.approx(published[label], abs=1e-6)


@pytest.mark.parametrize(
    "name", ["retail sales", "fiscal revenue", "FDI", "fixed-asset"]
)
def test_published_months_add_up(name: str) -> None:
    """Months and years to date as published agree, but for one unit of rounding."""
    cases = vectors("china_year_to_date")["cases"]
    [case] = [c for c in cases if c["name"].startswith(name)]
    rows = [
        f'{{ period = "{label[:4]}-01..{label}", value = {value:.10g} }}'
        for label, value in case["ytd"].items()
    ]
    rows += [
        f'{{ period = "{label}", value = {value:.10g} }}'
        for label, value in case["month"].items()
        if value is not None and not label.endswith("-01")
    ]
    found = series(goal('kind = "year-total"\ntarget = 1', *rows), date(2026, 1, 1))
    assert found.conflicts == ()
    assert found.last is not None
    assert float(found.last.value) == list(case["ytd"].values())[-1]


def test_a_stock_is_decided_by_kind_not_by_name() -> None:
    """Loans that a table calls cumulative are a stock: their changes lead to the levels."""
    [case] = [c for c in vectors("china_year_to_date")["cases"] if "level" in c]
    first, *later = case["level"].items()
    rows = [f'{{ period = "{first[0]}", value = {first[1]} }}']
    rows += [f'{{ period = "{m}", change = {case["month"][m]} }}' for m, _ in later]
    found = series(goal('kind = "level"\ntarget = 1', *rows), date(2026, 1, 1))
    assert [int(f.value) for f in found.figures] == list(case["level"].values())


RISING = 'kind = "level"\ntarget = 520\ndue = 2025-12-31\n'
ROWS = (
    "{ on = 2021-12-31, value = 300 }",
    "{ on = 2022-12-31, value = 345 }",
    "{ on = 2023-12-31, value = 398 }",
    "{ on = 2024-12-31, value = 452 }",
)


def forecast_of(assessment: Assessment) -> Forecast:
    assert assessment.forecast is not None
    return assessment.forecast


@pytest.mark.parametrize(
    ("rows", "as_of", "refused"),
    [
        ((), "2025-01-01", "too-few"),
        (ROWS[:1], "2025-01-01", "too-few"),
        (ROWS[:2], "2025-01-01", "too-few"),
        (ROWS, "2025-12-31", "past-due"),
        ((*ROWS, "{ on = 2025-12-31, value = 500 }"), "2025-12-31", "past-due"),
        (
            ("{ on = 2022-01-01, value = 5 }",) * 1
            + ("{ on = 2023-01-01, value = 5 }", "{ on = 2024-01-01, value = 5 }"),
            "2025-01-01",
            "not-moved",
        ),
        (ROWS, "2025-01-01", None),
    ],
)
def test_it_refuses_where_it_cannot_know(
    rows: tuple[str, ...], as_of: str, refused: str | None
) -> None:
    """Under three figures, without any movement, and at the due date nothing is said."""
    found = forecast_of(judged(RISING, *rows, as_of=DAY(as_of)))
    assert found.refused == refused
    assert (found.probability is None) is (refused is not None)
    assert (found.interval(0.8) is None) is (refused is not None)


def test_nothing_is_forecast_without_a_number_and_a_day() -> None:
    """A goal without a target or a due day, or done in one go, has no forecast."""
    for keys in (
        'kind = "level"\ntarget = 5',
        'kind = "level"\naim = "up"',
        'kind = "milestone"\ndue = "2025"',
    ):
        assert judged(keys).forecast is None


YEARS = [
    f'{{ period = "{y}{part}", value = {value} }}'
    for y, half, whole in (
        (2019, 261, 580.1),
        (2020, 262, 601.4),
        (2021, 315, 682.7),
        (2022, 333, 723.2),
    )
    for part, value in (("H1", half), ("", whole))
]
GDP = 'kind = "year-total"\ntarget = 1000\ndue = "2021..2025"\n'


def test_years_to_come_begin_from_the_estimate() -> None:
    """A partial year stands in as its estimate, and its doubt widens the forecast."""
    half = '{ period = "2023H1", value = 367.83 }'
    part = judged(GDP, *YEARS, half, as_of=DAY("2023-08-04"))
    assert part.year is not None
    assert (part.year.years, round(part.year.estimate)) == (4, 814)
    found = forecast_of(part)
    assert (found.method, found.points) == ("years", 5)
    assert isinstance(found.fit, SmoothedLevel)
    assert isinstance(found.outlook, StudentOutlook)
    assert found.outlook.scale > found.fit.at(DAY("2025-12-31").toordinal()).scale
    whole = judged(GDP, *YEARS, as_of=DAY("2023-02-01"))
    assert forecast_of(whole).points == 4
    assert "year-share" in [reason.name for reason in part.reasons]


def test_the_due_year_is_forecast_from_its_part() -> None:
    """In the due year the chance is that of the year, planned by the seasonal share."""
    rows = [row.replace("2023", "2025") for row in YEARS]
    half = '{ period = "2025H1", value = 460 }'
    it = judged(GDP, *rows, half, as_of=DAY("2025-08-04"))
    found = forecast_of(it)
    assert (found.method, found.points) == ("year", 4)
    assert it.trajectory is not None
    assert it.year is not None
    assert it.trajectory.planned == 1000 * it.year.share
    assert found.probability == pytest.approx(1 - it.year.outlook.below(1000))  # type: ignore[union-attr]
    alone = judged(GDP, half, as_of=DAY("2025-08-04"))
    assert forecast_of(alone).points == 0
    assert forecast_of(alone).probability is not None


def test_nothing_produced_has_no_relative_range() -> None:
    """A year of which nothing came yet is estimated at nothing, and not forecast."""
    it = judged(GDP, '{ period = "2025H1", value = 0 }', as_of=DAY("2025-08-04"))
    assert it.year is not None
    assert it.year.estimate == 0
    assert it.year.outlook is None
    assert forecast_of(it).refused == "not-moved"


def test_years_are_compared_at_the_end_of_february() -> None:
    """The first two months end on the 28th or the 29th, and are the same part."""
    rows = (
        '{ period = "2023-01..2023-02", value = 10 }',
        '{ period = "2023H1", value = 50 }',
        '{ period = "2023", value = 100 }',
        '{ period = "2022-01..2022-02", value = -1 }',
        '{ period = "2021-01..2021-02", value = 1 }',
        '{ period = "2024-01..2024-02", value = 20 }',
    )
    it = judged(GDP, *rows, as_of=DAY("2024-03-15"))
    assert it.year is not None
    assert it.year.years == 1
    assert float(it.year.share) == pytest.approx(0.1)


def test_a_total_counts_from_its_start() -> None:
    """The zero at the start of a total, or a baseline, is a figure to forecast from."""
    keys = 'kind = "total"\ntarget = 100\nstart = 2025-01-01\ndue = "2025"\n'
    rows = ("{ on = 2025-02-01, value = 9 }", "{ on = 2025-04-01, value = 26 }")
    assert forecast_of(judged(keys, *rows, as_of=DAY("2025-05-01"))).points == 3
    keys += "baseline = { on = 2025-01-15, value = 1 }"
    found = forecast_of(judged(keys, *rows, as_of=DAY("2025-05-01")))
    assert found.points == 3


def test_a_range_is_met_between_its_bounds() -> None:
    """The chance of a range is that of its upper bound less that of its lower."""
    keys = 'kind = "level"\ntarget = [480, 520]\naim = "within"\ndue = 2025-12-31'
    found = forecast_of(judged(keys, *ROWS, as_of=DAY("2025-01-01")))
    assert found.method == "kept"
    outlook = forecast_of(judged(RISING, *ROWS, as_of=DAY("2025-01-01"))).outlook
    assert outlook is not None
    within = probability(goal(keys), outlook)
    low = forecast_of(
        judged(RISING.replace("520", "480"), *ROWS, as_of=DAY("2025-01-01"))
    )
    high = forecast_of(judged(RISING, *ROWS, as_of=DAY("2025-01-01")))
    assert within == pytest.approx(low.probability - high.probability)  # type: ignore[operator]
    falling = RISING + 'aim = "at-most"'
    below = forecast_of(judged(falling, *ROWS, as_of=DAY("2025-01-01")))
    assert below.probability == pytest.approx(1 - high.probability)  # type: ignore[operator]


def test_the_day_from_which_it_is_likely() -> None:
    """The chance passes a share on the day found, and not on the day before."""
    it = goal(RISING, *ROWS)
    points = [
        (DAY(f"{y}-12-31").toordinal(), v)
        for y, v in ((2021, 300), (2022, 345), (2023, 398), (2024, 452))
    ]
    fitted = smoothed_level(points, DAY("2025-12-31").toordinal())
    # What is followed of the rate fades faster than the doubt grows.
    assert passing(it, fitted, 0.8, DAY("2025-01-01")) is None
    for share in (0.2, 0.5):
        day = passing(it, fitted, share, DAY("2025-01-01"))
        assert day is not None
        assert probability(it, fitted.at(day.toordinal())) >= share
        assert probability(it, fitted.at(day.toordinal() - 1)) < share
    assert passing(it, fitted._replace(rate=-0.1), 0.8, DAY("2025-01-01")) is None
    soon = passing(it, fitted, 0.2, DAY("2026-01-01"))
    assert soon == DAY("2026-01-02")


def test_dense_figures_are_thinned() -> None:
    """Of daily figures sixty count, a sixteenth of the way ahead apart, or the last."""
    daily = [(day, float(day)) for day in range(100)]
    assert thinned(daily, 259) == [(day, float(day)) for day in range(9, 100, 10)]
    assert thinned(daily, 101) == daily[-60:]
    assert thinned(daily, 5000) == daily[-60:]


def test_an_outlook_without_any_doubt() -> None:
    """Where nothing spreads, a value is surely below or above."""
    sure = StudentOutlook(5.0, 0.0, 3)
    assert [sure.below(value) for value in (4, 5, 6)] == [0.0, 0.5, 1.0]
    relative = StudentOutlook(5.0, 0.1, 3, is_relative=True)
    assert relative.below(-1) == 0.0
    assert StudentOutlook(-5.0, 0.1, 3, is_relative=True).below(1) == 1.0
    assert relative.quantile(0.5) == pytest.approx(5)


def test_steps_that_are_all_alike() -> None:
    """A perfectly even rise is followed whole, with a range that is not nothing."""
    fitted = smoothed_level([(0, 0.0), (10, 1.0), (20, 2.0), (30, 3.0)], 60)
    assert fitted.shrinkage == pytest.approx(1)
    assert fitted.variance > 0
    flat = smoothed_level([(0, 0.0), (10, 1.0), (20, 0.0)], 60)
    assert (flat.rate, flat.shrinkage) == (0, 0)


_steps = st.lists(st.floats(0.1, 10), min_size=2, max_size=8)


@given(_steps, st.floats(0.1, 50), st.integers(1, 2000), st.integers(1, 2000))
def test_more_time_never_lowers_the_chance(
    steps: list[float], missing: float, one: int, other: int
) -> None:
    """What adds up: a later day is never less likely to have the target."""
    values = [sum(steps[:n]) for n in range(len(steps) + 1)]
    fitted = gamma_total([(100 * n, value) for n, value in enumerate(values)], 900)
    target = values[-1] + missing
    early, late = sorted((one, other))
    means = [fitted.at(fitted.day + ahead) for ahead in (early, late)]
    more = [mean.shape * mean.scale for mean in means]
    assert more[0] <= more[1]
    if missing < more[0] / 2:
        chances = [1 - mean.below(target) for mean in means]
        assert chances[0] <= chances[1] + 0.05


@given(_steps, st.floats(-20, 20), st.floats(0.001, 1000), st.integers(1, 1000))
def test_the_unit_changes_no_chance(
    steps: list[float], offset: float, factor: float, ahead: int
) -> None:
    """The same figures in another unit have the same probability."""
    values = [sum(steps[:n]) for n in range(len(steps) + 1)]
    assume(len(set(values)) > 1)

    def chance(scale: float) -> float:
        points = [(100 * n, value * scale) for n, value in enumerate(values)]
        fitted = smoothed_level(points, points[-1][0] + ahead)
        return fitted.at(fitted.day + ahead).below((values[-1] + offset) * scale)

    assert chance(1) == pytest.approx(chance(factor), abs=1e-9)


@given(
    st.lists(st.tuples(st.floats(1, 100), st.floats(100, 200)), max_size=7),
    st.floats(0.05, 0.95),
)
def test_ranges_nest(history: list[tuple[float, float]], part: float) -> None:
    """The median lies in the 80 % range, and that in the 95 % range."""
    outlook = year_share(50, part, history).outlook
    assume(outlook is not None)
    assert outlook is not None
    ends = [outlook.quantile(share) for share in (0.025, 0.1, 0.5, 0.9, 0.975)]
    assert ends == sorted(ends)
    assert ends[2] == pytest.approx(outlook.median)


def test_a_total_that_only_grew_does_not_fall() -> None:
    """The range of a total begins at what is there, if it never went down, or at 0."""
    keys = 'kind = "total"\ntarget = 100\nstart = 2025-01-01\ndue = "2025"\n'
    rows = ("{ on = 2025-02-01, value = 30 }", "{ on = 2025-04-01, value = 31 }")
    found = forecast_of(judged(keys, *rows, as_of=DAY("2025-05-01")))
    interval = found.interval(0.95)
    assert interval is not None
    assert interval[0] == 31
    falling = (*rows, "{ on = 2025-04-15, value = 25 }")
    interval = forecast_of(judged(keys, *falling, as_of=DAY("2025-05-01"))).interval(
        0.95
    )
    assert interval is not None
    assert interval[0] == 0
    below = (*rows, "{ on = 2025-04-15, value = -1 }")
    interval = forecast_of(judged(keys, *below, as_of=DAY("2025-05-01"))).interval(0.95)
    assert interval is not None
    assert interval[0] < 0


def test_the_line_that_we_compare_with(monkeypatch: pytest.MonkeyPatch) -> None:
    """Least squares, to which the calibration compares, has NIST's certified slope."""
    path = REPOSITORY / "bench" / "calibration.py"
    monkeypatch.syspath_prepend(path.parent)
    spec = importlib.util.spec_from_file_location("calibration", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    case = vectors("nist_norris")
    points = [(x, y) for x, y in zip(case["x"], case["y"], strict=True)]
    certified = case["certified"]
    at = [module.least_squares(points, day) for day in (0, 1000)]
    slope = (at[1].median - at[0].median) / 1000
    assert slope == pytest.approx(certified["slope"], rel=1e-9)
    assert at[0].median == pytest.approx(certified["intercept"], rel=1e-9)
    spread = at[0].scale ** 2 - certified["intercept_se"] ** 2
    assert spread == pytest.approx(certified["mse"], rel=1e-6)


def test_a_budget_that_is_exceeded_has_no_chance() -> None:
    """A total does not fall: over its limit the probability is 0, and its range is above."""
    it = judged(
        'kind = "total"\nunit = "t"\ntarget = 100\naim = "at-most"\n'
        'start = 2023-01-01\ndue = "2023"',
        "{ on = 2023-02-28, value = 20 }",
        "{ on = 2023-04-30, value = 50 }",
        "{ on = 2023-06-30, value = 105 }",
        as_of=DAY("2023-07-01"),
    )
    assert it.forecast is not None
    assert it.forecast.probability == 0
    assert (it.forecast.interval(0.95) or (0,))[0] == 105


def test_nothing_is_forecast_once_one_year_has_met_it() -> None:
    """A goal for any of several years, met in one, has no forecast and no gap left."""
    it = judged(
        'kind = "year-total"\nunit = "t"\ntarget = 500\naim = "at-most"\n'
        'due = "2021..2025"',
        '{ period = "2020", value = 600 }',
        '{ period = "2021", value = 580 }',
        '{ period = "2022", value = 495 }',
        '{ period = "2023", value = 530 }',
        as_of=DAY("2024-07-01"),
    )
    assert (it.state, it.forecast, it.gap) == ("met", None, None)


@pytest.mark.parametrize(
    ("aim", "target", "is_certain"),
    [
        ("at-least", 100, True),
        ("above", 100, False),
        ("above", 99, True),
        ("at-least", 101, False),
        ("at-most", 100, False),
    ],
)
def test_a_total_that_is_reached_stays_reached(
    aim: str, target: int, is_certain: bool
) -> None:
    """A total's chance is 1 only once it has met a target that growth cannot undo."""
    it = judged(
        f'kind = "total"\ntarget = {target}\naim = "{aim}"\n'
        'start = 2026-01-01\ndue = "2026"',
        "{ on = 2026-03-31, value = 40 }",
        "{ on = 2026-06-30, value = 70 }",
        "{ on = 2026-09-30, value = 100 }",
        as_of=DAY("2026-10-01"),
    )
    assert (forecast_of(it).probability == 1) == is_certain


def test_a_range_of_a_total_is_not_decided() -> None:
    """Inside its range a total may still leave it: nothing is certain."""
    it = judged(
        'kind = "total"\ntarget = [90, 110]\naim = "within"\n'
        'start = 2026-01-01\ndue = "2026"',
        "{ on = 2026-03-31, value = 40 }",
        "{ on = 2026-06-30, value = 70 }",
        "{ on = 2026-09-30, value = 100 }",
        as_of=DAY("2026-10-01"),
    )
    assert 0 < (forecast_of(it).probability or 0) < 1
