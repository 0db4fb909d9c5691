from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import goal, sound
from goaltrack.analysis.lint import (
    decrease,
    doubts,
    newest_doubts,
    order_of_magnitude_error,
    suspected_typos,
)
from goaltrack.analysis.pace import year_estimate, year_estimates
from goaltrack.analysis.series import Figure
from goaltrack.i18n.messages import sentence
from goaltrack.model.period import Period

HEAD = 'format = 1\n[goals.it]\ntitle = "It"\n'


def found(text: str, *, strict: bool = False) -> list[tuple[int | None, bool, str]]:
    """Of each doubt: the entry, whether it is a warning, and its sentence."""
    return [
        (doubt.entry, doubt.is_warning, sentence(*doubt.reason).say("en"))
        for doubt in doubts(sound(HEAD + text), strict=strict)
    ]


def test_a_clean_ledger_raises_no_doubt() -> None:
    """Rows with ids that agree are in order."""
    text = """
    kind = "level"
    target = 5
    progress = [{ id = "a", on = 2023-01-01, value = 1, recorded = 2023-01-01 }]
    """
    assert found(text) == []


GROWTH = (
    'kind = "rate"\ntarget = 5\naim = "at-least"\ndue = "2026"\n'
    'progress = [{ period = "2025", value = 6 }]'
)


def test_a_row_without_an_id_is_doubtful() -> None:
    """A row written by hand may lack an id; strictly it is told of it."""
    text = 'kind = "level"\ntarget = 5\nprogress = [{ on = 2023-01-01, value = 1 }]'
    assert found(text) == []
    said = [
        doubt.reason.code
        for doubt in doubts(
            sound(f"format = 1\n[goals.it]\ntitle = 'x'\n{text}"), strict=True
        )
    ]
    assert "no-id" in said


def test_disagreement_is_an_error() -> None:
    """Figures that cannot all be true are told with both places."""
    text = """
    kind = "year-total"
    target = 5
    progress = [
      { id = "a", period = "2023H1", value = 9 },
      { id = "b", period = "2023Q1", value = 3 },
      { id = "c", period = "2023Q2", value = 4 },
      { id = "d", period = "2023Q4", value = 4 },
    ]
    """
    assert found(text) == [
        (2, False, "this entry says 4, but the others come to 6 (entry 1)"),
        (
            3,
            False,
            "no figure reaches to the beginning of this one, so it cannot be added: "
            "not used",
        ),
    ]


def test_an_overlap_of_a_total_is_an_error() -> None:
    """A period that overlaps another one cannot be added to a total."""
    text = """
    kind = "total"
    target = 5
    progress = [
      { id = "a", period = "2023Q1", value = 9 },
      { id = "b", period = "2023-03..2023-04", value = 3 },
    ]
    """
    assert found(text) == [
        (
            1,
            False,
            "this period overlaps that of entry 1, and cannot be added to it: not used",
        )
    ]


def test_two_figures_for_one_time_are_doubtful() -> None:
    """A second figure for the same time should say that it replaces the first."""
    text = """
    kind = "level"
    target = 5
    progress = [
      { id = "a", on = 2023-01-01, value = 1 },
      { id = "b", on = 2023-01-01, value = 2 },
      { id = "c", on = 2023-01-01, value = 3, status = "final" },
      { id = "d", on = 2023-01-02, note = "no figure" },
    ]
    """
    [(entry, is_warning, said)] = found(text)
    assert (entry, is_warning) == (1, True)
    assert said.startswith("entry 1 says another figure for the same time")


def test_a_figure_older_than_its_period_is_doubtful() -> None:
    """Nobody knows a period before it is over, unless it is a forecast."""
    text = """
    kind = "level"
    target = 5
    progress = [
      { id = "a", period = "2023", value = 1, recorded = 2023-06-30 },
      { id = "b", period = "2024", value = 1, recorded = 2023-06-30, status = "forecast" },
    ]
    """
    [(entry, _, said)] = found(text)
    assert entry == 0
    assert said.startswith("it was recorded on 2023-06-30, before its period was over")


def test_an_entry_before_the_count_begins_is_told_to_be_unused() -> None:
    """An entry before the start or the baseline of a total is told not to count."""
    row = 'progress = [{ id = "a", on = 2023-01-01, value = 1 }]'
    for begins in (
        "start = 2023-02-01",
        "baseline = { on = 2023-02-01, value = 0 }",
    ):
        [(entry, _, said)] = found(f'kind = "total"\ntarget = 5\n{begins}\n{row}')
        assert entry == 0
        assert said == "it lies before the count begins on 2023-02-01: not used"


def test_strict_wants_a_source_for_everything() -> None:
    """With --strict a promise and a figure without a source are doubtful."""
    text = """
    kind = "level"
    target = 5
    progress = [{ id = "a", on = 2023-01-01, value = 1 }]
    """
    assert found(text, strict=True) == [
        (None, True, "this promise has no source"),
        (0, True, "this figure has no source"),
    ]


@pytest.mark.parametrize(
    ("keys", "first", "second", "power"),
    [
        (
            'kind = "level"',
            "on = 2023-01-01, value = 100",
            "on = 2023-02-01, value = 1012",
            1,
        ),
        (
            'kind = "level"',
            "on = 2023-01-01, value = 100",
            "on = 2023-02-01, value = 0.9",
            -2,
        ),
        (
            'kind = "level"',
            "on = 2023-01-01, value = 100",
            "on = 2023-02-01, value = 400",
            0,
        ),
        (
            'kind = "level"',
            "on = 2023-01-01, value = 100",
            "on = 2023-02-01, value = -1e3",
            0,
        ),
        (
            'kind = "level"',
            "on = 2023-01-01, value = 0",
            "on = 2023-02-01, value = 9",
            0,
        ),
        (
            'kind = "year-total"',
            "period = '2022', value = 100",
            "period = '2023Q1', value = 25",
            0,
        ),
        (
            'kind = "year-total"',
            "period = '2022', value = 100",
            "period = '2023Q1', value = 250",
            1,
        ),
        (
            'kind = "total"',
            "on = 2023-01-01, value = 1",
            "on = 2023-02-01, value = 10",
            0,
        ),
    ],
)
def test_a_leap_by_a_power_of_ten_is_seen(
    keys: str, first: str, second: str, power: int
) -> None:
    """A figure near a power of ten times the one before is in doubt, others are not."""
    keys += "\ntarget = 5"
    before, after = (
        goal(keys, f"{{ {first} }}"),
        goal(keys, f"{{ {first} }}", f"{{ {second} }}"),
    )
    assert order_of_magnitude_error(before, after) == power
    assert order_of_magnitude_error(goal(keys), before) == 0


@pytest.mark.parametrize(
    ("values", "doubted"),
    [
        ("3 3.1 31 3.2 3.3", [2]),
        ("3 3.1 3.3 3.2 33", [4]),
        # Twice, five and twenty times another is no slip of the decimal point.
        ("3 3.1 16 3.2 3.3", []),
        ("20 1", []),
        # Losses by disasters, which leap from year to year.
        ("0.0245 0.2503 0.0245 0.0643 0.007", []),
    ],
)
def test_a_slip_is_told_from_a_series_that_leaps(
    values: str, doubted: list[int]
) -> None:
    """Only what lies near ten times its neighbours, in a series that is calm else."""
    rows = (
        f"{{ period = '{year}', value = {value} }}"
        for year, value in enumerate(values.split(), 2015)
    )
    it = goal('kind = "level"\ntarget = 5', *rows)
    assert [doubt.entry for doubt in suspected_typos(it)] == doubted


def test_two_corrections_of_one_entry_are_doubtful() -> None:
    """Of two entries that replace the same one, the second is told."""
    text = """
    kind = "level"
    target = 5
    progress = [
      { id = "a", on = 2023-01-01, value = 1 },
      { id = "b", on = 2023-01-02, value = 2, replaces = "a" },
      { id = "c", on = 2023-01-03, value = 3, replaces = "a" },
    ]
    """
    [(entry, is_warning, said)] = found(text)
    assert (entry, is_warning) == (2, True)
    assert said.startswith("another entry replaces 'a' too")


def test_an_estimate_is_told_in_brief() -> None:
    """A year far from what the one before was estimated at is doubted, in few digits."""
    it = goal(
        'kind = "year-total"\ntarget = 5',
        '{ id = "a", period = "2023Q1", value = 26000 }',
        '{ id = "b", period = "2024Q1", value = 26 }',
    )
    (doubt,) = suspected_typos(it)
    said = "about a 1000th of the 105444 before: is the unit right?"
    assert sentence(*doubt.reason).say("en") == said


def test_doubts_of_the_newest_entry() -> None:
    """Of a goal, what is doubtful in its newest entry, but for slips."""
    rows = """
      { on = 2023-01-01, value = 1 },
      { on = 2023-01-02, value = 2 },
      { id = "a", on = 2023-01-03, value = 1000 },
      { on = 2023-01-03, value = 2000 },
    """
    it = goal(
        'kind = "level"\ntarget = 5', *rows.strip().removesuffix(",").split(",\n")
    )
    assert [doubt.entry for doubt in suspected_typos(it)] == [3]
    said = [sentence(*doubt.reason).say("en") for doubt in newest_doubts(it)]
    assert [text[:29] for text in said] == [
        "entry 3 says another figure f",
    ]


PERIODS = st.builds(
    lambda year, month, day: Period(date(year, 1, 1), date(year, month, day)),
    st.integers(2019, 2024),
    st.sampled_from([2, 6, 12]),
    st.sampled_from([28, 1]),
) | st.builds(
    lambda year: Period(date(year, 1, 1), date(year, 12, 31)), st.integers(2015, 2024)
)


@given(
    st.dictionaries(PERIODS, st.integers(-1, 9).map(Decimal), min_size=1, max_size=30)
)
def test_each_year_is_estimated_from_what_came_before(
    values: dict[Period, Decimal],
) -> None:
    """Estimates of all figures are what each one gives with those before it."""
    figures = [
        Figure(period, values[period], ())
        for period in sorted(values, key=lambda period: period.last)
    ]
    assert list(year_estimates(figures)) == [
        year_estimate(figures[: n + 1]) for n in range(len(figures))
    ]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ('kind = "total"\ntarget = 5\neach = "week"', ["need-not-said"]),
        ('kind = "total"\ntarget = 5\neach = "week"\nneed = "100%"', []),
        ('kind = "total"\ntarget = 5\neach = "month"', []),
        (GROWTH, ["start-advised"]),
        (GROWTH + "\nstart = 2026-01-01", []),
        (GROWTH.replace('"2026"', '"2026H1"'), []),
        (GROWTH.replace('"2026"', '"2025"'), []),
    ],
)
def test_what_is_asked_of_a_promise(text: str, codes: list[str]) -> None:
    """How many weeks suffice; and that last year's growth is none of this year's."""
    it = sound(f'format = 1\n[goals.it]\ntitle = "x"\n{text}')
    assert [doubt.reason.code for doubt in doubts(it)] == codes


def test_a_remark_is_no_decrease() -> None:
    """An entry without a figure takes nothing from what adds up."""
    it = goal(
        'kind = "total"\ntarget = 50',
        "{ on = 2026-01-01, value = 9 }",
        "{ on = 2026-02-01, note = 'x' }",
    )
    assert decrease(it, it) is None
