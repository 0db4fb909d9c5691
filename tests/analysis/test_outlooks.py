"""What is forecast of each kind: bounds, hedges, what is kept, what is supposed."""

import json
import math
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import goal, judged
from conftest import Run
from goaltrack.analysis.assess import assess
from goaltrack.analysis.forecast import Forecast, forecast, probability
from goaltrack.analysis.gamma_total import GammaOutlook, GammaTotal, gamma_total
from goaltrack.analysis.kept_share import chance_of_keeping
from goaltrack.analysis.series import Figure
from goaltrack.analysis.smoothed_level import find_season, smoothed_level
from goaltrack.analysis.student_t import StudentOutlook
from goaltrack.analysis.what_if import supposed
from goaltrack.model.ledger import Entry, Goal, Kind
from goaltrack.model.period import Period

DAY = date.fromisoformat
SHARES = (0.025, 0.1, 0.5, 0.9, 0.975)


def forecast_of(keys: str, *rows: str, as_of: str) -> Forecast:
    """The forecast of that goal, which must have one."""
    found = judged(keys, *rows, as_of=DAY(as_of)).forecast
    assert found is not None
    return found


# Laws

_values = st.one_of(
    st.lists(st.integers(0, 9), min_size=3, max_size=40),
    st.lists(st.integers(-(10**12), 10**12), min_size=3, max_size=12),
    st.lists(st.just(5), min_size=3, max_size=9),
    st.lists(st.sampled_from([0, 0, 0, 0, 7]), min_size=3, max_size=400),
    st.lists(st.floats(1e-9, 1e-6), min_size=3, max_size=9),
)


@pytest.mark.parametrize("kind", ["level", "total", "rate"])
@pytest.mark.parametrize("aim", ["at-least", "at-most"])
@given(
    values=_values,
    gaps=st.lists(st.integers(1, 400), min_size=1, max_size=5),
    ahead=st.sampled_from([1, 2, 30, 365, 30 * 365]),
    target=st.sampled_from(["0", "5", "100", "1e12", "-3"]),
)
def test_a_forecast_is_finite_and_ordered_or_refused(
    kind: str, aim: str, values: list[float], gaps: list[int], ahead: int, target: str
) -> None:
    """Whatever the figures: ranges that nest, a chance from 0 to 1, or a reason."""
    it = goal(f'kind = "{kind}"\naim = "{aim}"\ntarget = 1\ndue = 2026-12-31')
    added = 0.0
    day, figures = date(1990, 1, 1), []
    for n, value in enumerate(values):
        added = added + abs(value) if kind == "total" else value
        day += timedelta(gaps[n % len(gaps)])
        entry = Entry(Period(day, day), value=Decimal(repr(float(added))))
        figures.append(Figure(entry.period, entry.value or Decimal(0), (entry,)))
    due = day + timedelta(ahead)
    it = it._replace(due=Period(due, due), target=Decimal(target))
    found = forecast(it, figures, None, day)
    assert found is not None
    if found.outlook is None:
        assert found.refused in ("too-few", "not-moved")
        return
    ends = [found.outlook.quantile(share) for share in SHARES]
    assert all(map(math.isfinite, ends))
    assert ends == sorted(ends)
    assert found.outlook.median == pytest.approx(ends[2])
    assert found.probability is not None
    assert 0 <= found.probability <= 1
    for share, end in zip(SHARES, ends, strict=True):
        slack = 1e-9 * max(abs(end), 1e-9)
        below = found.outlook.below(end - slack) - 1e-6
        assert below <= share <= found.outlook.at_most(end + slack) + 1e-6


@given(st.integers(0, 30), st.integers(0, 30), st.integers(1, 40), st.integers(-2, 42))
def test_more_wanted_is_never_likelier(
    kept: int, missed: int, rest: int, wanted: int
) -> None:
    """The chance of keeping so many falls with how many are wanted, from 1 to 0."""
    chance = chance_of_keeping(kept, missed, rest, wanted)
    assert 0 <= chance_of_keeping(kept, missed, rest, wanted + 1) <= chance <= 1
    assert chance_of_keeping(kept, missed, rest, 0) == 1
    assert chance_of_keeping(kept, missed, rest, rest + 1) == 0


def test_the_chance_of_keeping_by_hand() -> None:
    """Drawn one after another, each kept with (kept + 1) / (known + 2)."""

    def by_hand(kept: int, missed: int, rest: int, wanted: int) -> float:
        found = 0.0
        for way in product((True, False), repeat=rest):
            one, good, bad = 1.0, kept, missed
            for is_kept in way:
                share = (good + 1) / (good + bad + 2)
                one *= share if is_kept else 1 - share
                good, bad = good + is_kept, bad + (not is_kept)
            found += one if sum(way) >= wanted else 0
        return found

    for kept, missed, rest, wanted in ((3, 1, 1, 1), (6, 1, 5, 4), (0, 4, 6, 1)):
        expected = pytest.approx(by_hand(kept, missed, rest, wanted))
        assert chance_of_keeping(kept, missed, rest, wanted) == expected


# Bounds


def test_values_with_a_chance_of_their_own() -> None:
    """At a bound, or with nothing more to come, `at most` and `below` differ."""
    zero = StudentOutlook(0.0, 1.0, 3, low=0.0, high=2.0)
    assert (zero.below(0), zero.at_most(0)) == (0, 0.5)
    assert zero.below(2) < zero.at_most(2) == 1
    assert (zero.below(3), zero.at_most(-1)) == (1, 0)
    same = GammaOutlook(10.0, 0.3, 1.0, 5.0)
    assert (same.below(10), same.at_most(10), same.at_most(9)) == (0, 0.3, 0)
    left = GammaOutlook(10.0, 0.3, 1.0, 5.0, falls=True)
    assert left.below(10) == pytest.approx(0.7)
    assert left.at_most(10) == 1
    # All that is left is done if as much comes: 2 of the scale, or more.
    assert left.below(0) == 0
    assert left.at_most(0) == pytest.approx(0.7 * math.exp(-2))
    assert (left.at_most(-1), left.below(11)) == (0, 1)


@pytest.mark.parametrize(
    ("aim", "chance"), [("at-most", 0.5), ("below", 0), ("above", 0.5), ("at-least", 1)]
)
def test_a_bound_as_the_target(aim: str, chance: float) -> None:
    """At most 0 of what cannot be less is 0; below it is impossible."""
    it = goal(f'kind = "level"\naim = "{aim}"\ntarget = 0\ndue = 2026-12-31')
    assert probability(it, StudentOutlook(0.0, 1.0, 3, low=0.0)) == chance


def test_what_was_never_negative_stays_so() -> None:
    """No range reaches below 0 of a level that never was, unless its target is."""
    rows = [f"{{ on = 2026-0{m}-01, value = {9 - m} }}" for m in range(1, 8)]
    keys = 'kind = "level"\naim = "at-most"\ndue = 2027-06-30\n'
    found = forecast_of(keys + "target = 4", *rows, as_of="2026-07-02")
    assert found.method == "level"
    assert (found.interval(0.8) or (1,))[0] == 0
    beyond = forecast_of(keys + "target = -1", *rows, as_of="2026-07-02")
    assert (beyond.interval(0.8) or (0,))[0] < 0


# What is left, and what adds up


def test_a_burn_down_comes_to_nothing() -> None:
    """Open cases that only fell are forecast by what is done, and not below 0."""
    keys = 'kind = "level"\naim = "at-most"\ndue = 2026-04-30\ntarget = 0'
    rows = [
        f"{{ on = 2026-0{m}-{d}, value = {value} }}"
        for m, d, value in ((1, "01", 40), (1, "20", 31), (2, "10", 22), (3, "01", 12))
    ]
    found = forecast_of(keys, *rows, as_of="2026-03-02")
    assert found.method == "left"
    low, high = found.interval(0.8) or (-1, -1)
    assert low == 0 <= high <= 12
    assert 0.3 < (found.probability or 0) < 0.95
    # Weight is no number of cases: its target is far from 0.
    keys = keys.replace("target = 0", "target = 30")
    heavy = forecast_of(keys, *rows, as_of="2026-03-02")
    assert heavy.method == "level"


TOTAL = 'kind = "total"\ntarget = {}\nstart = 2026-01-01\ndue = 2026-12-31\n'


@pytest.mark.parametrize(
    ("rows", "as_of", "hedge", "chance"),
    [
        # Two rises, and much more is wanted.
        ([("06-01", 5), ("09-01", 9)], "2026-09-02", "few-rises", 0.05),
        # Nothing since April: idle for longer than twice the usual.
        ([(f"0{m}-01", m) for m in (2, 3, 4)], "2026-11-20", "idle", 0.05),
        # The year is young.
        ([(f"01-{d}", d) for d in (10, 12, 15, 19, 20)], "2026-01-22", "far", 0.10),
        (
            [(f"{m:02}-01", v) for m, v in enumerate((1, 3, 9, 30, 60, 66, 67), 3)],
            "2026-09-02",
            "s-shaped",
            0.10,
        ),
        ([(f"0{m}-01", 10 * m) for m in range(2, 10)], "2026-09-02", None, 0.0),
    ],
)
def test_little_is_hedged(
    rows: list[tuple[str, int]], as_of: str, hedge: str | None, chance: float
) -> None:
    """A far target of a total is never ruled out where little is known of it."""
    written = [f"{{ on = 2026-{day}, value = {value} }}" for day, value in rows]
    found = forecast_of(TOTAL.format(9999), *written, as_of=as_of)
    assert (found.method, found.hedge) == ("total", hedge)
    assert found.probability == pytest.approx(chance, abs=0.001)
    near = forecast_of(TOTAL.format(rows[-1][1] + 0.01), *written, as_of=as_of)
    assert near.probability is not None
    assert near.probability <= 1 - chance


def test_the_day_of_the_view_is_known_of_what_is_recorded_at_once() -> None:
    """A month without a run says something; of a published total it says nothing."""
    rows = [f"{{ on = 2026-0{m}-01, value = {10 * m} }}" for m in range(2, 8)]
    own = [
        forecast_of(TOTAL.format(150), *rows, as_of=day)
        for day in ("2026-07-02", "2026-08-02")
    ]
    assert (own[0].points, own[1].points) == (7, 7)
    assert (own[0].probability or 0) > (own[1].probability or 0)
    keys = TOTAL.format(150) + 'every = "month"\nlag = 30'
    late = [forecast_of(keys, *rows, as_of=day) for day in ("2026-07-02", "2026-07-20")]
    assert late[0].probability == late[1].probability


def test_a_supposed_figure_moves_only_what_is_there() -> None:
    """Rate, trust and the chance of nothing are those of what was recorded."""
    rows = [f"{{ on = 2026-0{m}-01, value = {10 * m} }}" for m in range(2, 8)]
    it = goal(TOTAL.format(150), *rows)
    today, later = DAY("2026-07-20"), DAY("2026-09-01")
    now = assess(it, today).forecast
    assert now is not None
    assert isinstance(now.fit, GammaTotal)
    assert now.fit.day == today.toordinal()
    for value in (75, 90, 140):
        then = supposed(it, Period(later, later), Decimal(value), as_of=today)
        found = assess(then, later).forecast
        assert found is not None
        days = (later - today).days
        moved = now.fit._replace(value=value, day=later.toordinal(), supposed=days)
        assert found.fit == moved
    # Of too little it is a figure like others.
    young = goal(TOTAL.format(150), rows[0])
    then = supposed(young, Period(later, later), Decimal(90), as_of=DAY("2026-02-01"))
    found = assess(then, later).forecast
    assert found is not None
    assert isinstance(found.fit, GammaTotal)
    assert found.fit.supposed == 0


def test_what_is_supposed_takes_its_part_of_the_doubt() -> None:
    """The doubt until a day is that of both parts of the way there."""
    fitted = gamma_total([(0, 0.0), (30, 4.0), (60, 7.0), (90, 13.0)], 200)
    whole, half = fitted.at(200), fitted.at(140)
    rest = fitted._replace(day=140, supposed=50).at(200)

    def variance(outlook: GammaOutlook) -> float:
        return outlook.shape * outlook.scale**2

    assert variance(half) + variance(rest) == pytest.approx(variance(whole))
    assert fitted.at(90).quantile(0.9) == 13


# What is kept


def test_a_range_is_kept_as_often_as_it_was() -> None:
    """No trend is drawn through what is to be held: (kept + 1) / (known + 2)."""
    keys = (
        'kind = "level"\nunit = "h"\naim = "within"\ntarget = [7, 8]\ndue = 2026-12-31'
    )
    rows = [
        f"{{ on = 2026-0{m}-01, value = {value} }}"
        for m, value in enumerate((7.5, 7, 6, 8, 7.2), 1)
    ]
    found = forecast_of(keys, *rows, as_of="2026-05-02")
    assert (found.method, found.kept, found.outlook) == ("kept", (4, 5), None)
    assert found.probability == pytest.approx(5 / 7)
    assert forecast_of(keys, *rows[:2], as_of="2026-05-02").refused == "too-few"


WEEKS = (
    'kind = "total"\nunit = "km"\ntarget = 20\neach = "week"\nneed = "80%"\n'
    "start = 2026-01-05\ndue = 2026-03-15\n"
)


def test_the_chance_of_a_standing_target() -> None:
    """Of ten weeks eight are needed; five were kept of six, and four are to come."""
    rows = [
        f"{{ on = {date(2026, 1, 7) + timedelta(7 * n)}, change = {km} }}"
        for n, km in enumerate((21, 25, 12, 20, 22, 30))
    ]
    it = judged(WEEKS, *rows, as_of=DAY("2026-02-16"))
    found = it.forecast
    assert found is not None
    assert (found.method, found.kept) == ("kept", (5, 6))
    assert found.probability == pytest.approx(chance_of_keeping(5, 1, 4, 3))
    young = judged(WEEKS, *rows[:2], as_of=DAY("2026-01-20")).forecast
    assert young is not None
    assert young.refused == "too-few-kept"
    over = judged(WEEKS, *rows, as_of=DAY("2026-03-20"))
    assert over.forecast is None
    open_ = WEEKS.replace("due = 2026-03-15\n", "").replace('need = "80%"\n', "")
    assert judged(open_, *rows, as_of=DAY("2026-02-16")).forecast is None
    # On the last day of the last week but the due date nothing is left to be kept.
    longer = WEEKS.replace("2026-03-15", "2026-03-18")
    last = [f"{{ on = 2026-0{m}-{d}, change = 9 }}" for m, d in ((1, "06"), (3, "12"))]
    assert judged(longer, *last, as_of=DAY("2026-03-17")).forecast is None


# Rates and seasons


def test_a_rate_is_forecast_from_figures_of_one_length() -> None:
    """Half a year's growth is no year's growth: the years are the more."""
    keys = 'kind = "rate"\nunit = "%"\ntarget = 5\ndue = "2027"'
    years = [
        f'{{ period = "{year}", value = {value} }}'
        for year, value in ((2022, 3), (2023, 5.2), (2024, 5), (2025, 5))
    ]
    half = '{ period = "2026H1", value = 11 }'
    alone = forecast_of(keys, *years, as_of="2026-08-01")
    both = forecast_of(keys, *years, half, as_of="2026-08-01")
    assert (both.points, both.method) == (4, "level")
    assert both.outlook == alone.outlook


def test_a_season_is_followed() -> None:
    """Of monthly figures with a winter peak the forecast has the month's part."""
    points = [
        (
            date(2020 + m // 12, m % 12 + 1, 1).toordinal(),
            100 + 30.0 * (m % 12 < 2) + m % 3,
        )
        for m in range(60)
    ]
    fitted = {
        month: smoothed_level(points, date(2025, month, 1).toordinal())
        for month in (1, 2, 7)
    }
    at = {
        month: one.at(date(2025, month, 1).toordinal()).median
        for month, one in fitted.items()
    }
    assert at[1] == pytest.approx(130, abs=3)
    assert at[2] == pytest.approx(130, abs=3)
    assert at[7] == pytest.approx(101, abs=3)
    season = fitted[1].season
    assert season is not None
    assert sum(season.parts) == pytest.approx(0, abs=1e-9)
    assert find_season(points[:20]) is None
    assert find_season([*points[:30], *points[31:]]) is None
    flat = [(day, float(n)) for n, (day, _) in enumerate(points)]
    assert find_season(flat) is None
    quarters = [(91 * n, 10.0 + 5 * (n % 4 == 0) + n % 2) for n in range(12)]
    assert find_season(quarters) is not None


# What a reader sees


def test_a_page_says_how_sure_it_is(goaltrack: Run, tmp_path: Path) -> None:
    """A short record, an early target, a kept range and a stale figure are told."""
    (tmp_path / "goals.toml").write_text(
        """format = 1
[goals.cases]
title = "Cases"
kind = "level"
target = 90
aim = "at-most"
due = 2029-12-31
progress = [
  { on = 2026-01-01, value = 99 },
  { on = 2026-02-01, value = 97.5 },
  { on = 2026-03-01, value = 93 },
  { on = 2026-04-01, value = 88 },
]
[goals.sleep]
title = "Sleep"
kind = "level"
target = [7, 8]
aim = "within"
due = 2026-12-31
progress = [
  { on = 2026-01-01, value = 7 },
  { on = 2026-02-01, value = 7.5 },
  { on = 2026-03-01, value = 9 },
]
""",
        encoding="utf-8",
    )
    page = " ".join(goaltrack("show", "cases", "--as-of", "2026-04-02").out.split())
    assert "95% range none: the record is too short" in page
    assert "it looks further ahead than the record goes" in page
    assert "of levels that met their target early, 3 of 4 still did when due" in page
    stale = goaltrack("why", "cases", "--as-of", "2027-08-02").out
    assert "none: the last figure is out of date" in " ".join(stale.split())
    kept = goaltrack("show", "sleep", "--as-of", "2026-03-02").out
    assert "kept 2 of 3 times so far" in kept
    told = goaltrack("status", "--json", "--as-of", "2026-03-02").out
    both = {one["id"]: one["forecast"] for one in json.loads(told)["goals"]}
    assert (both["sleep"]["kept"], both["sleep"]["figures"]) == (2, 3)
    assert both["cases"]["low95"] is None
    assert both["cases"]["low80"] is not None


def test_a_hedge_is_said(goaltrack: Run, tmp_path: Path) -> None:
    """The chance that is kept off the ends says so, in both languages and JSON."""
    (tmp_path / "goals.toml").write_text(
        f"""format = 1
[goals.run]
title = "Run"
{TOTAL.format(9999)}
progress = [ {{ on = 2026-06-01, change = 5 }}, {{ on = 2026-09-01, change = 4 }} ]
""",
        encoding="utf-8",
    )
    day = ("--as-of", "2026-09-02")
    assert "it has risen fewer than three times" in goaltrack("show", "run", *day).out
    assert "增长不足三次" in goaltrack("show", "run", *day, "--lang", "zh").out
    [run] = json.loads(goaltrack("status", "--json", *day).out)["goals"]
    assert "fewer than three times" in run["forecast"]["hedged"]
    why = goaltrack("why", "run", *day).out
    assert "unless nothing more comes" in " ".join(why.split())


def test_the_kinds_that_have_a_forecast() -> None:
    """Each kind with a number to be met by a day: a milestone and a watched have none."""
    rows = [f"{{ on = 2026-0{m}-01, value = {m} }}" for m in range(1, 6)]
    found: dict[Kind, Goal] = {}
    for kind in (Kind.LEVEL, Kind.TOTAL, Kind.RATE):
        keys = f'kind = "{kind.value}"\ntarget = 9\ndue = 2026-12-31'
        found[kind] = goal(keys, *rows)
        forecast_ = assess(found[kind], DAY("2026-05-02")).forecast
        assert forecast_ is not None
        assert forecast_.probability is not None
    watched = goal('kind = "level"\naim = "up"', *rows)
    assert assess(watched, DAY("2026-05-02")).forecast is None
