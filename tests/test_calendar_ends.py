"""The ends of the calendar: every kind, interval and command, without a traceback."""

import itertools
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders import sound
from conftest import Run
from goaltrack.analysis.cadence import next_figure, stale_days
from goaltrack.analysis.series import series

EVERY = (
    *("day", "week", "month", "quarter", "half-year", "year"),
    *("FREQ=MONTHLY", "FREQ=WEEKLY;BYDAY=MO", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"),
    *("FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=DAILY;UNTIL=99991231T000000Z"),
)
GOALS = {
    "level": 'kind = "level"\ntarget = 10\n',
    "total": 'kind = "total"\ntarget = 10\nstart = {start}\n',
    "rate": 'kind = "rate"\ntarget = 10\n',
    "year-total": 'kind = "year-total"\ntarget = 10\n',
    "standing": 'kind = "total"\ntarget = 3\neach = "quarter"\nstart = {start}\n',
    "milestone": 'kind = "milestone"\n',
}
COMMANDS = (
    ("status",),
    ("check",),
    ("next",),
    ("next", "--ahead", "30"),
    ("show", "a"),
    ("why", "a"),
    ("timeline",),
    ("diff", "--since", "{day}"),
    ("export", "-", "--format", "md"),
    ("export", "-", "--format", "ics"),
    ("export", "-", "--format", "html"),
)


@pytest.mark.parametrize("kind", GOALS)
@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(9999, 12, 31), "9999-12-31"),
        (date(9999, 12, 15), '"9999"'),
        (date(1, 1, 1), "0001-12-31"),
        (date(1, 1, 2), "9999-12-31"),
    ],
)
def test_every_command_at_the_ends(
    goaltrack: Run, kind: str, day: date, due: str
) -> None:
    """What is due or recorded on the first and last days there are is judged."""
    start = date(day.year, 1, 1)
    row = {"milestone": "percent = 10", "year-total": "value = 1"}.get(
        kind, "value = 1"
    )
    when = f"on = {day}" if kind != "year-total" else f"period = '{day.year:04}'"
    for every in ("month", "year", "FREQ=MONTHLY"):
        text = GOALS[kind].format(start=start)
        is_regular = "every" if kind != "milestone" else "note"
        Path("goals.toml").write_text(
            f'format = 1\n[goals.a]\ntitle = "A"\n{text}due = {due}\n'
            f'{is_regular} = "{every}"\nprogress = [{{ {when}, {row} }}]\n',
            encoding="utf-8",
        )
        for command in COMMANDS:
            args = [part.format(day=day) for part in command]
            as_of = [] if args[0] == "check" else ["--as-of", str(day)]
            ran = goaltrack(*args, *as_of, env={"GOALTRACK_TODAY": str(day)})
            assert ran.code in (0, 1, 2, 3, 4), (command, ran)


DAYS = st.dates(date(9990, 1, 1)) | st.dates(max_value=date(5, 1, 1)) | st.dates()


@given(DAYS, st.sampled_from(EVERY), st.integers(0, 400))
def test_the_next_figure_is_a_day(day: date, every: str, lag: int) -> None:
    """For every interval the next figure comes later than the last, or not at all."""
    ledger = sound(
        f'format = 1\n[goals.a]\ntitle = "A"\nkind = "level"\naim = "watch"\n'
        f'every = "{every}"\nlag = {lag}\n'
        f"progress = [{{ on = {day.isoformat()}, value = 1 }}]\n"
    )
    goal = ledger.goals["a"]
    figures = series(goal, date.max).figures
    found = next_figure(goal, figures)
    assert found is None or found > day or found == date.max
    for first, second in itertools.pairwise([day, *stale_days(goal, figures)]):
        assert second > first + timedelta(days=lag)
