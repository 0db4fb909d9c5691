from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from builders import LATE, figures, goal
from goaltrack.analysis.series import Series, series
from goaltrack.model.amount import plain

LEVEL = 'kind = "level"\ntarget = 100'
TOTAL = 'kind = "total"\ntarget = 100'
YEAR = 'kind = "year-total"\ntarget = 100'
STONE = 'kind = "milestone"'


def shown(found: Series) -> list[tuple[str, str, str]]:
    """First day, last day and value of each figure."""
    return [(str(p.first), str(p.last), str(v)) for p, v, _ in found.figures]


def values(found: Series) -> list[str]:
    return [str(figure.value) for figure in found.figures]


def clashes(found: Series) -> list[tuple[str | None, list[str | None], str | None]]:
    """Of each conflict: the entry, those it disagrees with, what they come to."""
    return [
        (
            c.entry.id,
            [e.id for e in c.others],
            None if c.found is None else str(c.found),
        )
        for c in found.conflicts
    ]


def test_a_level_is_the_last_word_of_each_day() -> None:
    """Of two values for one day the later row counts, whatever order days are in."""
    found = figures(
        LEVEL,
        "{ on = 2023-03-01, value = 3 }",
        "{ on = 2023-01-01, value = 1 }",
        "{ on = 2023-03-01, value = 4 }",
    )
    assert shown(found) == [
        ("2023-01-01", "2023-01-01", "1"),
        ("2023-03-01", "2023-03-01", "4"),
    ]


def test_a_level_over_a_period_is_true_at_its_end() -> None:
    """A level recorded for a quarter stands at the quarter's last day."""
    found = figures(LEVEL, '{ period = "2023Q1", value = 3 }')
    assert shown(found) == [("2023-03-31", "2023-03-31", "3")]


def test_changes_add_to_the_figure_before() -> None:
    """Changes are applied in the order of days, from the baseline if there is one."""
    rows = ("{ on = 2023-02-01, change = -2 }", "{ on = 2023-01-02, value = 10.5 }")
    assert values(figures(LEVEL, *rows)) == ["10.5", "8.5"]
    base = LEVEL + "\nbaseline = { on = 2023-01-01, value = 50 }"
    assert values(figures(base, "{ on = 2023-02-01, change = 5 }")) == ["55"]


def test_a_change_of_a_level_needs_something_before_it() -> None:
    """A change with nothing before it gives no figure, and is reported."""
    found = figures(LEVEL, '{ id = "a", on = 2023-02-01, change = 5 }')
    assert (values(found), clashes(found)) == ([], [("a", [], None)])
    assert found.last is None


def test_corrections_forecasts_and_the_future_are_left_out() -> None:
    """Only what had happened, was not corrected and is no forecast counts."""
    found = figures(
        LEVEL,
        '{ id = "a", on = 2023-01-01, value = 1 }',
        '{ id = "b", on = 2023-01-01, value = 2, replaces = "a" }',
        '{ on = 2023-02-01, value = 9, status = "forecast" }',
        "{ on = 2023-03-01, value = 3 }",
        "{ on = 2023-01-05, note = 'only a word' }",
        as_of=date(2023, 2, 28),
    )
    assert values(found) == ["2"]


def test_known_on_takes_back_what_was_written_later() -> None:
    """A correction counts from the day it was recorded, the first figure until then."""
    it = goal(
        LEVEL,
        '{ id = "a", on = 2023-01-01, value = 1, recorded = 2023-01-02 }',
        '{ id = "b", on = 2023-01-01, value = 2, replaces = "a", '
        "recorded = 2023-02-01T08:00:00 }",
        "{ on = 2023-01-20, value = 7 }",
    )
    assert values(series(it, LATE, date(2023, 1, 1))) == []
    assert values(series(it, LATE, date(2023, 1, 31))) == ["1", "7"]
    assert values(series(it, LATE, date(2023, 2, 1))) == ["2", "7"]


def test_a_total_adds_up() -> None:
    """Values on a day state the total, changes and periods add to it."""
    found = figures(
        TOTAL,
        "{ on = 2023-01-10, value = 5 }",
        "{ on = 2023-01-12, change = 2 }",
        "{ on = 2023-01-12, change = 1 }",
        '{ period = "2023-02", value = 10 }',
        "{ on = 2023-03-05, value = 20 }",
        "{ on = 2023-03-06, note = 'rest' }",
    )
    assert shown(found) == [
        ("2023-01-10", "2023-01-10", "5"),
        ("2023-01-12", "2023-01-12", "8"),
        ("2023-02-28", "2023-02-28", "18"),
        ("2023-03-05", "2023-03-05", "20"),
    ]


def test_a_total_may_be_told_from_its_start() -> None:
    """Periods that all begin at the start are running totals, not to be added."""
    found = figures(
        TOTAL + "\nstart = 2023-01-01",
        '{ period = "2023Q1", value = 10 }',
        '{ period = "2023H1", value = 25 }',
        '{ period = "2023Q3", value = 5 }',
        "{ on = 2022-12-31, value = 77 }",
    )
    assert values(found) == ["10", "25", "30"]


def test_a_total_begins_with_nothing_after_its_baseline() -> None:
    """What was before does not count: neither the baseline nor an entry before it."""
    found = figures(
        TOTAL + '\nbaseline = { period = "2022", value = 40 }',
        "{ on = 2022-06-30, value = 3 }",
        '{ period = "2023Q1", value = 10 }',
    )
    assert values(found) == ["10"]


def test_periods_of_a_total_that_disagree_are_reported() -> None:
    """Months that do not come to their quarter are not believed over it."""
    found = figures(
        TOTAL,
        '{ id = "jan", period = "2023-01", value = 1 }',
        '{ id = "feb", period = "2023-02", value = 2 }',
        '{ id = "q", period = "2023Q1", value = 9 }',
        '{ id = "mar", period = "2023-03", value = 3 }',
        '{ id = "x", period = "2023-03-15..2023-04-30", value = 3 }',
    )
    assert values(found) == ["1", "3", "9"]
    assert clashes(found) == [("mar", ["q"], "9"), ("x", ["q"], None)]


def test_months_that_come_to_their_quarter_agree() -> None:
    """A quarter beside its own months is no contradiction."""
    found = figures(
        TOTAL,
        '{ period = "2023-01", value = 1 }',
        '{ period = "2023-02", value = 2 }',
        '{ period = "2023Q1", value = 6 }',
        '{ period = "2023-03", value = 3 }',
    )
    assert (values(found), clashes(found)) == (["1", "3", "6"], [])


def test_a_year_to_date_is_extended_by_what_adjoins() -> None:
    """2023H1 and 2023Q3 give the first three quarters."""
    found = figures(
        YEAR, '{ period = "2023Q3", value = 30 }', '{ period = "2023H1", value = 60 }'
    )
    assert shown(found) == [
        ("2023-01-01", "2023-06-30", "60"),
        ("2023-01-01", "2023-09-30", "90"),
    ]


def test_what_lies_between_two_known_ends_is_known_too() -> None:
    """The half year without its second quarter is the first."""
    found = figures(
        YEAR, '{ period = "2023H1", value = 60 }', '{ period = "2023Q2", value = 35 }'
    )
    assert values(found) == ["25", "60"]


def test_each_year_starts_again() -> None:
    """Nothing is carried over from one calendar year to the next."""
    found = figures(
        YEAR,
        '{ period = "2022", value = 100 }',
        '{ period = "2023Q1", value = 30 }',
        "{ on = 2023-05-15, value = 44 }",
        "{ on = 2023-05-16, note = 'no figure' }",
    )
    assert shown(found) == [
        ("2022-01-01", "2022-12-31", "100"),
        ("2023-01-01", "2023-03-31", "30"),
        ("2023-01-01", "2023-05-15", "44"),
    ]


def test_the_later_row_for_the_same_period_counts() -> None:
    """A figure published again replaces the first, even without `replaces`."""
    found = figures(
        YEAR, '{ period = "2023", value = 99 }', '{ period = "2023", value = 101 }'
    )
    assert values(found) == ["101"]


def test_overlaps_that_disagree_are_reported_beyond_rounding() -> None:
    """A sum may differ by one unit of its last digit, and by no more."""
    rows = (
        '{ id = "h", period = "2023H1", value = 60.0 }',
        '{ id = "q1", period = "2023Q1", value = 25.0 }',
    )
    close = figures(YEAR, *rows, '{ id = "q2", period = "2023Q2", value = 35.1 }')
    wide = figures(YEAR, *rows, '{ id = "q2", period = "2023Q2", value = 35.2 }')
    assert clashes(close) == []
    assert clashes(wide) == [("q2", ["h"], "35.0")]
    assert values(wide) == ["25.0", "60.0"]


def test_what_adjoins_nothing_gives_no_figure() -> None:
    """A third quarter alone says nothing of the year to date."""
    found = figures(YEAR, '{ id = "q", period = "2023Q3", value = 30 }')
    assert (values(found), clashes(found)) == ([], [("q", [], None)])


def test_a_milestone_is_done_in_percent() -> None:
    """Percent says how far it is, done is 100, a note says nothing."""
    found = figures(
        STONE,
        "{ on = 2023-01-01, note = 'begun' }",
        "{ on = 2023-02-01, percent = 40 }",
        "{ on = 2023-03-01, done = true }",
    )
    assert values(found) == ["40", "100"]


def test_steps_count_by_weight() -> None:
    """A milestone of steps is done as far as the weights of its steps are."""
    keys = STONE + '\nsteps = [{ id = "a", weight = 3 }, { id = "b" }]'
    found = figures(
        keys,
        "{ on = 2023-02-01, done = 'a' }",
        "{ on = 2023-03-01, done = 'b' }",
    )
    assert values(found) == ["75", "100"]
    assert [e.done for e in found.figures[-1].entries] == ["a", "b"]


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=12))
def test_a_split_year_is_the_sum_of_its_months(months: list[int]) -> None:
    """Monthly figures come to the same year to date as their sum told at once."""
    rows = [
        f'{{ period = "2023-{n:02}", value = {value} }}'
        for n, value in enumerate(months, 1)
    ]
    split = figures(YEAR, *rows)
    whole = figures(
        YEAR, f'{{ period = "2023-01..2023-{len(months):02}", value = {sum(months)} }}'
    )
    assert split.last is not None
    assert whole.last is not None
    assert split.last[:2] == whole.last[:2]


@given(st.lists(st.decimals(-(10**6), 10**6, places=9), min_size=1, max_size=40))
def test_totals_are_exact(changes: list[Decimal]) -> None:
    """A running total is the exact sum of its changes, to the last digit."""
    rows = [f"{{ on = 2023-01-01, change = {change:.9f} }}" for change in changes]
    found = figures(TOTAL, *rows)
    assert found.last is not None
    assert found.last.value * 10**9 == sum(int(c * 10**9) for c in changes)


@given(
    st.lists(
        st.tuples(st.dates(date(2020, 1, 1), date(2026, 1, 1)), st.integers(0, 99)),
        max_size=12,
    ),
    st.dates(date(2020, 1, 1), date(2026, 1, 1)),
)
def test_later_knowledge_never_changes_an_earlier_view(
    entries: list[tuple[date, int]], known_on: date
) -> None:
    """Entries recorded after a day change nothing of what was known on it."""
    rows = [
        f"{{ on = 2020-01-01, change = {value}, recorded = {day} }}"
        for day, value in entries
    ]
    early = [
        row for row, (day, _) in zip(rows, entries, strict=True) if day <= known_on
    ]
    all_rows = series(goal(TOTAL, *rows), LATE, known_on)
    assert all_rows.figures == figures(TOTAL, *early).figures


@given(
    st.lists(
        st.decimals(-(10**12), 10**12, places=9, allow_nan=False),
        min_size=1,
        max_size=30,
    )
)
def test_sums_are_exact(changes: list[Decimal]) -> None:
    """A running total is the sum of its changes to the last digit, as fractions are."""
    rows = [
        f"{{ on = {date(2024, 1, 1) + timedelta(days=n)}, change = {plain(change)} }}"
        for n, change in enumerate(changes)
    ]
    found = figures('kind = "total"\ntarget = 1\nstart = 2024-01-01', *rows)
    assert Fraction(found.figures[-1].value) == sum(map(Fraction, changes))
