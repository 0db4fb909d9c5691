"""Standing targets: which periods count, what they come to, and what that says."""

from datetime import date
from decimal import Decimal

import pytest

from builders import goal, judged, sound
from goaltrack.analysis.agenda import View, boundaries, needs
from goaltrack.analysis.assess import Assessment, assess
from goaltrack.analysis.filters import parse_filter, select
from goaltrack.analysis.standing import Slots
from goaltrack.analysis.states import State
from goaltrack.ledger.presets import preset
from goaltrack.model.years import CALENDAR, Years

DAY = date.fromisoformat
RATE = 'kind = "rate"\nunit = "%"\ntarget = 95\n'
MONTHS = RATE + 'each = "month"\nstart = 2026-01-01\n'


def counts(found: Assessment) -> tuple[int, int, int]:
    """How many periods were kept, missed and not known."""
    assert found.standing
    return found.standing.kept, found.standing.missed, found.standing.unknown


@pytest.mark.parametrize(
    ("each", "years", "day", "first", "last"),
    [
        ("day", CALENDAR, "2026-02-28", "2026-02-28", "2026-02-28"),
        ("week", CALENDAR, "2026-01-01", "2025-12-29", "2026-01-04"),
        ("month", CALENDAR, "2024-02-10", "2024-02-01", "2024-02-29"),
        ("quarter", CALENDAR, "2026-12-31", "2026-10-01", "2026-12-31"),
        ("half-year", CALENDAR, "2026-06-30", "2026-01-01", "2026-06-30"),
        ("year", CALENDAR, "9999-06-30", "9999-01-01", "9999-12-31"),
        ("year", Years(4), "2026-03-31", "2025-04-01", "2026-03-31"),
        ("half-year", Years(7), "2026-01-01", "2026-01-01", "2026-06-30"),
        ("quarter", Years(2), "2026-01-31", "2025-11-01", "2026-01-31"),
        ("month", Years(4), "2026-03-05", "2026-03-01", "2026-03-31"),
    ],
)
def test_the_period_of_a_day(
    each: str, years: Years, day: str, first: str, last: str
) -> None:
    """Weeks begin on Monday, quarters and halves with the year, also a fiscal one."""
    slots = Slots(each, years)
    number = slots.number(DAY(day))
    assert (slots.first(number), slots.last(number)) == (DAY(first), DAY(last))
    assert slots.period(number) == (DAY(first), DAY(last))


def test_fiscal_periods_have_their_names() -> None:
    """The last miss of a fiscal quarter is told by its name."""
    keys = MONTHS.replace("month", "quarter").replace("2026-01-01", "2025-04-01")
    ledger = sound(
        f"format = 1\nyear-start = 4\n[goals.it]\ntitle = 'x'\n{keys}progress = [\n"
        '{ period = "FY2026Q1", value = 90 }, { period = "FY2026Q2", value = 96 }]'
    )
    found = assess(ledger.goals["it"], DAY("2025-10-05"))
    assert found.standing
    assert found.standing.last_miss
    assert str(getattr(found.standing.last_miss.period, "name", "")) == "FY2026Q1"
    assert counts(found) == (1, 1, 0)


@pytest.mark.parametrize(
    ("take", "aim", "expected"),
    [
        ("", "", 1),
        ('take = "mean"', "", 0),
        ('take = "worst"', "", 0),
        ('take = "worst"', 'aim = "at-most"', 0),
        ('take = "mean"', 'aim = "at-most"', 1),
    ],
)
def test_several_figures_of_a_rate(take: str, aim: str, expected: int) -> None:
    """The last figure in a month, their mean, or the worst of them."""
    found = judged(
        f"{MONTHS}{take}\n{aim}\n",
        '{ period = "2026-01-05..2026-01-11", value = 92 }',
        '{ period = "2026-01-12..2026-01-18", value = 96 }',
        '{ on = 2026-01-20, note = "nothing" }',
        as_of=DAY("2026-02-03"),
    )
    assert counts(found)[0] == expected


def test_the_worst_of_a_range_lies_furthest_from_its_middle() -> None:
    """Of several figures the one that is furthest off."""
    found = judged(
        MONTHS.replace("95", "[90, 96]") + 'aim = "within"\ntake = "worst"',
        "{ on = 2026-01-05, value = 95 }",
        "{ on = 2026-01-12, value = 88 }",
        as_of=DAY("2026-02-03"),
    )
    assert counts(found) == (0, 1, 0)
    assert found.over == "under"


def test_a_longer_figure_says_nothing_of_a_month() -> None:
    """A quarter's rate is none of its last month."""
    row = '{ period = "2026Q1", value = 97 }'
    found = judged(MONTHS, row, as_of=DAY("2026-04-20"))
    assert counts(found) == (0, 0, 3)


def test_a_published_quarter_leaves_its_months_open() -> None:
    """What covers several periods tells of none of them; half a period may decide."""
    keys = 'kind = "total"\ntarget = 10\neach = "month"\nstart = 2026-01-01\n'
    found = judged(
        keys + 'every = "month"',
        '{ period = "2026-01..2026-02", value = 30 }',
        '{ period = "2026-03-01..2026-03-10", value = 4 }',
        '{ period = "2026-04-01..2026-04-10", value = 12 }',
        as_of=DAY("2026-05-10"),
    )
    assert counts(found) == (1, 0, 3)


@pytest.mark.parametrize(("value", "kept"), [(3, 0), (12, 1)])
def test_a_budget_each_month_is_kept_only_whole(value: int, kept: int) -> None:
    """Less than a month's budget used in half of it proves nothing."""
    keys = 'kind = "total"\ntarget = 10\naim = "at-most"\neach = "month"\n'
    found = judged(
        keys + 'start = 2026-01-01\nevery = "month"',
        f'{{ period = "2026-01-01..2026-01-15", value = {value} }}',
        as_of=DAY("2026-02-20"),
    )
    assert counts(found) == ((0, 0, 1) if not kept else (0, 1, 0))


def test_what_lies_in_a_pause_does_not_count() -> None:
    """Neither a month that a pause touches, nor a figure in it."""
    rows = [f'{{ period = "2026-0{n}", value = 9{n} }}' for n in range(1, 6)]
    pause = 'paused = { on = 2026-02-20, until = 2026-03-05, reason = "moved" }\n'
    found = judged(MONTHS + 'due = "2026"\n' + pause, *rows, as_of=DAY("2026-06-10"))
    assert counts(found) == (1, 2, 0)
    assert found.standing
    assert found.standing.periods == 10
    each = MONTHS.replace("month", "figure") + pause
    assert counts(judged(each, *rows, as_of=DAY("2026-06-10"))) == (1, 2, 0)
    lasting = each.replace("until = 2026-03-05, ", "")
    assert judged(lasting, *rows, as_of=DAY("2026-06-10")).state is State.PAUSED


def test_each_figure_until_the_due_date() -> None:
    """Every figure is to meet it: one that does not, and it was missed."""
    keys = RATE + 'each = "figure"\ndue = 2026-02-28\n'
    rows = ("{ on = 2026-01-05, value = 96 }", "{ on = 2026-02-05, value = 95 }")
    late = "{ on = 2026-03-05, value = 90 }"
    assert judged(keys, *rows, late, as_of=DAY("2026-02-20")).state is State.ON_TARGET
    assert judged(keys, *rows, late, as_of=DAY("2026-03-20")).state is State.MET
    missed = judged(keys, rows[0], late.replace("03-05", "02-10"))
    assert missed.state is State.MISSED
    assert judged(keys, late, as_of=DAY("2026-03-20")).state is State.NO_RESULT


def test_the_figure_of_the_period_before() -> None:
    """@previous+10%: each month a tenth more than the month before; the first is open."""
    keys = 'kind = "level"\ntarget = "@previous+10%"\nstart = 2026-01-01\n'
    rows = [f"{{ on = 2026-0{n}-28, value = {v} }}" for n, v in ((1, 10), (2, 11))]
    rows.append("{ on = 2026-03-30, value = 12 }")
    found = judged(keys + 'each = "month"', *rows, as_of=DAY("2026-04-02"))
    assert counts(found) == (1, 1, 1)
    found = judged(keys + 'each = "figure"', *rows, as_of=DAY("2026-04-02"))
    assert counts(found) == (1, 1, 1)
    assert found.goal.target == Decimal("12.1")


def test_before_the_first_figure_and_the_first_period() -> None:
    """No figure is no data, and later no result; the running period was not missed."""
    keys = 'kind = "level"\ntarget = 5\neach = "month"\ndue = "2026H1"\n'
    assert judged(keys, as_of=DAY("2026-02-01")).state is State.NO_DATA
    assert judged(keys, as_of=DAY("2026-08-01")).state is State.NO_RESULT
    row = "{ on = 2026-02-01, value = 1 }"
    found = judged(keys, row, as_of=DAY("2026-02-05"))
    assert (found.state, counts(found)) == (State.ON_TARGET, (0, 0, 0))
    closed = keys + 'closed = { on = 2026-04-05, reason = "moved away" }\n'
    assert judged(closed, row, as_of=DAY("2026-04-10")).state is State.MISSED


def test_a_period_is_decided_by_the_figure_of_its_last_day() -> None:
    """On that day a published month counts, and a self-recorded week does not yet."""
    row = '{ period = "2026-01", value = 96 }'
    assert counts(judged(MONTHS, row, as_of=DAY("2026-01-31"))) == (1, 0, 0)
    week = 'kind = "total"\ntarget = 3\neach = "week"\nstart = 2026-01-05\n'
    row = "{ on = 2026-01-11, change = 3 }"
    assert counts(judged(week, row, as_of=DAY("2026-01-11"))) == (0, 0, 0)
    assert counts(judged(week, row, as_of=DAY("2026-01-12"))) == (1, 0, 0)


def test_an_old_standing_target_is_out_of_date() -> None:
    """With `every` a figure is to come; the agenda asks for a newer one without it."""
    row = '{ period = "2026-01", value = 96 }'
    old = judged(MONTHS + 'every = "month"', row, as_of=DAY("2026-06-10"))
    assert (old.state, old.reasons[0].name) == (State.STALE, "stale")


def test_the_agenda_knows_the_turns_of_periods() -> None:
    """The state may change when a period ends, and the filter knows the share kept."""
    it = goal(
        'kind = "total"\ntarget = 3\neach = "week"\nstart = 2026-01-05\n',
        "{ on = 2026-01-06, change = 3 }",
    )
    view = View(lambda _: preset("pace"))
    days = boundaries(it, DAY("2026-01-13"), view)
    assert DAY("2026-01-19") in days
    [need] = needs([view.seen(it, DAY("2026-01-13"))], view)
    assert (need.want.value, need.day, need.state) == (
        "colour",
        DAY("2026-01-19"),
        State.OFF_TARGET,
    )
    term = parse_filter("progress>99")
    assert term
    found = [assess(it, DAY("2026-01-13"))]
    assert select(found, [term], DAY("2026-01-13"), {}) == found


def test_the_agenda_asks_for_targets_and_newer_figures() -> None:
    """A target to be set, and a figure that is too old, are asked for; a pause is not."""
    view = View(lambda _: preset("pace"))
    day = DAY("2026-06-10")
    undecided = goal('kind = "level"\ntarget = "undecided"')
    old = goal(
        'kind = "level"\ntarget = 9\ndue = "2026"\nstart = 2026-01-01\n',
        "{ on = 2026-01-15, value = 3 }",
        "{ on = 2026-01-20, value = 4 }",
    )
    rests = goal(
        'kind = "level"\ntarget = 9\npaused = { on = 2026-06-01, reason = "ill" }'
    )
    found = needs([view.seen(it, day) for it in (undecided, old, rests)], view)
    assert [need.want.value for need in found] == ["newer", "target"]
