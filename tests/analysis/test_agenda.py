from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import goal, judged
from goaltrack.analysis.agenda import SOON, Need, View, boundaries, needs
from goaltrack.analysis.assess import assess
from goaltrack.analysis.cadence import next_figure, stale_days
from goaltrack.analysis.colour_rules import apply_colour_rules
from goaltrack.analysis.series import series
from goaltrack.ledger.presets import preset
from goaltrack.model.ledger import Goal

DAY = date.fromisoformat
LEVEL = 'kind = "level"\ntarget = 100\n'


def found(keys: str, *rows: str, as_of: str, rules: str = "pace") -> list[Need]:
    chosen = preset(rules)

    assessment = judged(keys, *rows, as_of=DAY(as_of))
    return needs([apply_colour_rules(assessment, chosen)], View(lambda _: chosen))


@pytest.mark.parametrize(
    ("every", "last", "expected"),
    [
        ("day", "2023-05-31", "2023-06-01"),
        ("week", "2023-05-31", "2023-06-07"),
        ("month", "2023-05-31", "2023-06-30"),
        ("month", "2023-05-15", "2023-05-31"),
        ("month", "2023-11-30", "2023-12-31"),
        ("month", "2024-01-31", "2024-02-29"),
        ("quarter", "2023-03-31", "2023-06-30"),
        ("quarter", "2023-12-31", "2024-03-31"),
        ("half-year", "2023-06-30", "2023-12-31"),
        ("half-year", "2023-07-01", "2023-12-31"),
        ("year", "2022-12-31", "2023-12-31"),
        ("FREQ=MONTHLY;BYMONTHDAY=15", "2023-05-20", "2023-06-15"),
    ],
)
def test_when_the_next_figure_is_expected(every: str, last: str, expected: str) -> None:
    """The end of the next period of that length, and as many days more as it lags."""
    it = goal(f'{LEVEL}every = "{every}"\nlag = 10', f"{{ on = {last}, value = 1 }}")
    days = (next_figure(it, series(it, DAY("2030-01-01")).figures) or date.min) - DAY(
        expected
    )
    assert days.days == 10


def test_a_rule_that_ends_expects_nothing_soon() -> None:
    """After the last day of a recurrence rule no figure is expected, and none is late."""
    it = goal(f'{LEVEL}every = "FREQ=DAILY;COUNT=1"', "{ on = 2023-05-20, value = 1 }")
    figures = series(it, DAY("2030-01-01")).figures
    assert next_figure(it, figures) is None
    assert stale_days(it, figures) == []
    both = goal(
        f'{LEVEL}every = "FREQ=DAILY;UNTIL=20230521T000000"',
        "{ on = 2023-05-20, value = 1 }",
    )
    assert stale_days(both, series(both, DAY("2030-01-01")).figures) == []


@pytest.mark.parametrize(
    ("every", "last", "following"),
    [
        ("FREQ=MONTHLY", "2023-01-31", "2023-02-28"),
        ("FREQ=MONTHLY", "2023-01-15", "2023-02-15"),
        ("FREQ=MONTHLY", "2023-02-28", "2023-03-28"),
        ("FREQ=MONTHLY;UNTIL=20301231T235959Z", "2023-01-31", "2023-02-28"),
        (
            "FREQ=MONTHLY;BYMONTHDAY=15;UNTIL=20301231T235959Z",
            "2023-01-31",
            "2023-02-15",
        ),
        ("day", "9999-12-31", "9999-12-31"),
        ("week", "9999-12-30", "9999-12-31"),
    ],
)
def test_rules_as_people_mean_them(every: str, last: str, following: str) -> None:
    """Ends of months follow each other, a zone says nothing, and the calendar ends."""
    it = goal(f'{LEVEL}every = "{every}"', f"{{ on = {last}, value = 1 }}")
    found = next_figure(it, series(it, DAY("9999-12-31")).figures)
    assert found == DAY(following)


def test_how_often_it_came_so_far() -> None:
    """Without a rule the habit counts: the longest gap, but no more than twice the usual."""
    rows = [f"{{ on = 2023-0{month}-01, value = {month} }}" for month in (1, 2, 3, 4)]
    it = goal(LEVEL, *rows)
    assert next_figure(it, series(it, DAY("2023-05-01")).figures) == DAY("2023-05-02")
    late = goal(LEVEL, *rows, "{ on = 2024-01-01, value = 9 }")
    assert next_figure(late, series(late, DAY("2024-05-01")).figures) == DAY(
        "2024-03-03"
    )
    few = goal(LEVEL, *rows[:2])
    assert next_figure(few, series(few, DAY("2023-05-01")).figures) is None
    assert next_figure(few, ()) is None


DUE = LEVEL + "due = 2023-12-31\nbaseline = { on = 2022-12-31, value = 0 }\n"


@pytest.mark.parametrize(
    ("keys", "rows", "as_of", "want", "day"),
    [
        (
            DUE,
            ["{ on = 2023-07-02, value = 48 }"],
            "2024-02-01",
            "result",
            "2023-12-31",
        ),
        (
            DUE + 'every = "month"',
            ["{ on = 2023-07-02, value = 48 }"],
            "2023-09-01",
            "figure",
            "2023-07-31",
        ),
        (
            DUE + 'paused = { on = 2023-05-01, reason = "r" }',
            [],
            "2023-09-01",
            "decision",
            "2023-05-01",
        ),
        (DUE, ["{ on = 2023-12-02, value = 90 }"], "2023-12-10", "due", "2023-12-31"),
        ('kind = "milestone"\ndue = 2023-12-31', [], "2023-12-31", "due", "2023-12-31"),
        (DUE, [], "2023-06-01", "first", "2023-12-31"),
        (LEVEL, [], "2023-06-01", "first", "9999-12-31"),
        (
            DUE + 'every = "year"',
            ["{ on = 2023-07-02, value = 48 }"],
            "2023-09-01",
            "wait",
            "2023-12-31",
        ),
    ],
)
def test_what_is_wanted(
    keys: str, rows: list[str], as_of: str, want: str, day: str
) -> None:
    """Each goal wants the most urgent of what there is to want."""
    [need] = found(keys, *rows, as_of=as_of)
    assert (need.want.value, need.day) == (want, DAY(day))


@pytest.mark.parametrize(
    ("keys", "rows"),
    [
        (DUE, ["{ on = 2023-07-02, value = 100 }"]),
        (DUE + 'dropped = { on = 2023-01-01, reason = "r" }', []),
        (DUE, ["{ on = 2023-07-02, value = 48 }"]),
        ('kind = "milestone"', []),
        ('kind = "milestone"\ndue = 2025-12-31', []),
    ],
)
def test_what_wants_nothing(keys: str, rows: list[str]) -> None:
    """A goal that is done, given up, or has all it may have for now wants nothing."""
    assert found(keys, *rows, as_of="2023-09-01") == []


def test_a_colour_that_is_about_to_change() -> None:
    """A colour that time alone will change is told with its day."""
    keys = DUE.replace("2023-12-31", "2023-10-15")
    row = "{ on = 2023-07-02, value = 70 }"
    [need] = found(keys, row, as_of="2023-09-01", rules="suqian")
    assert (need.want.value, need.day, need.colour) == (
        "colour",
        DAY("2023-09-15"),
        "blue",
    )


def test_the_most_urgent_first() -> None:
    """Results before late figures before what is due."""
    day = DAY("2024-01-10")
    goals = [
        goal(LEVEL, title_day) for title_day in ("{ on = 2023-12-01, value = 1 }",)
    ]
    goals.append(goal(DUE))
    goals.append(goal('kind = "milestone"\ndue = 2024-02-01'))
    found_ = needs([assess(it, day) for it in goals], View(lambda _: preset("pace")))
    assert [need.want.value for need in found_] == ["result", "due"]


def test_a_step_that_is_overdue_is_wanted() -> None:
    """The step that is overdue longest is told, unless it is done."""
    keys = (
        'title = "Road"\nkind = "milestone"\ndue = 2024-12-31\nsteps = [\n'
        '{ id = "plan", title = "Plan", due = 2023-02-01 },\n'
        '{ id = "dig", title = "Dig", due = 2023-03-01 },\n'
        '{ id = "pave", title = "Pave", due = 2023-04-01 },\n]'
    )
    (need,) = found(keys, '{ on = 2023-02-01, done = "plan" }', as_of="2023-04-02")
    assert (need.want, need.day) == ("step", DAY("2023-03-01"))
    (later,) = found(keys, '{ on = 2023-02-01, done = "plan" }', as_of="2023-01-05")
    assert (later.want, later.day) == ("colour", DAY("2023-02-01"))


DAYS = st.dates(DAY("2023-01-01"), DAY("2024-03-31"))
PRESETS = ("pace", "sdg", "yinchuan", "sanya", "suqian")
KEYS = (
    'kind = "level"\ntarget = 100\n',
    'kind = "level"\ntarget = 100\naim = "at-most"\n',
    'kind = "level"\ntarget = [90, 110]\naim = "within"\n',
    'kind = "level"\naim = "up"\n',
    'kind = "total"\ntarget = 100\nstart = 2023-01-01\n',
    'kind = "total"\ntarget = 100\naim = "below"\nstart = 2023-01-01\n',
    'kind = "year-total"\ntarget = 100\n',
    'kind = "milestone"\n',
)


@st.composite
def _goals(draw: st.DrawFn) -> Goal:
    """A goal of any kind with a few entries, some of them still to come."""
    keys = draw(st.sampled_from(KEYS))
    due = draw(st.none() | DAYS)
    if due:
        last = (
            f'"{due.year}"'
            if "year-total" in keys
            else str(max(due, DAY("2023-12-31")))
        )
        keys += f"due = {last}\n"
    is_stone = "milestone" in keys
    if is_stone and draw(st.booleans()):
        dues = draw(st.lists(DAYS, min_size=1, max_size=3))
        steps = [f'{{ id = "s{n}", due = {day} }}' for n, day in enumerate(dues)]
        keys += f"steps = [{', '.join(steps)}]\n"
    for word in ("dropped", "paused"):
        if draw(st.integers(0, 5)) == 0:
            keys += f'{word} = {{ on = {draw(DAYS)}, reason = "r" }}\n'
    rows = []
    for _ in range(draw(st.integers(0, 4))):
        day, value = draw(DAYS), draw(st.integers(0, 130))
        if is_stone:
            rows.append(f"{{ on = {day}, percent = {min(value, 99)} }}")
        elif "year-total" in keys:
            rows.append(f'{{ period = "{day.year}-01..{day:%Y-%m}", value = {value} }}')
        else:
            rows.append(f"{{ on = {day}, value = {value} }}")
    return goal(keys, *rows)


@given(_goals(), DAYS, st.sampled_from(PRESETS))
def test_nothing_changes_but_at_a_boundary(it: Goal, as_of: date, name: str) -> None:
    """State and colour on every day of the next thirty are those of the last boundary."""
    rules = preset(name)
    days = boundaries(it, as_of, View(lambda _: rules))
    assert len(days) < SOON
    before = apply_colour_rules(assess(it, as_of), rules)
    for ahead in range(1, SOON + 1):
        day = as_of + timedelta(days=ahead)
        now = apply_colour_rules(assess(it, day), rules)
        if day not in days:
            assert (now.state, now.colour) == (before.state, before.colour), day
        before = now


def test_boundaries_at_the_end_of_the_calendar() -> None:
    """The last days there are have no days after them."""
    it = goal('kind = "level"\ntarget = 5\ndue = 9999-12-31')
    rules = preset("suqian")
    assert boundaries(it, date.max, View(lambda _: rules)) == []
    assert boundaries(it, DAY("9999-12-30"), View(lambda _: rules)) == [date.max]


@pytest.mark.parametrize("aim", ["at-least", "at-most"])
@pytest.mark.parametrize("value", [8, 40])
def test_the_pace_of_a_self_recorded_total_turns_with_the_days(
    aim: str, value: int
) -> None:
    """The days on which it turns are found without looking at each."""
    keys = f'kind = "total"\ntarget = 100\naim = "{aim}"\nstart = 2023-01-01\n'
    it = goal(keys + 'due = "2023"', f"{{ on = 2023-01-20, value = {value} }}")
    rules = preset("pace")
    turned = []
    for as_of in map(DAY, ("2023-01-20", "2023-05-10", "2023-06-05")):
        states = [
            (as_of + timedelta(days=n), assess(it, as_of + timedelta(days=n)).state)
            for n in range(SOON + 1)
        ]
        turns = [day for (_, a), (day, b) in pairwise(states) if a is not b]
        found = boundaries(it, as_of, View(lambda _: rules))
        assert set(turns) <= set(found)
        turned += turns
    assert turned
