"""Laws of states, for goals of every kind, aim and target."""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from hypothesis import assume, given
from hypothesis import strategies as st

from builders import goal
from goaltrack.analysis.assess import Assessment, assess
from goaltrack.analysis.states import URGENCY, State

FIRST = date(2023, 1, 1)
DUE = date(2023, 12, 31)
_days = st.dates(date(2023, 1, 1), date(2024, 6, 30))
_values = st.integers(0, 40)
_aims = st.sampled_from(["at-least", "above", "at-most", "below"])


class Made(NamedTuple):
    """The keys and rows of a goal."""

    keys: str
    rows: tuple[str, ...]

    def judged(self, as_of: date, known_on: date | None = None) -> Assessment:
        """The assessment of that goal as of a day."""
        return assess(goal(self.keys, *self.rows), as_of, known_on)


def row(kind: str, day: date, value: object) -> str:
    """A row of a figure, as its kind has it."""
    if kind == "year-total":
        return f'{{ period = "2023-01-01..{day}", value = {value} }}'
    return f"{{ on = {day}, value = {value} }}"


@st.composite
def _made(
    draw: st.DrawFn, kinds: tuple[str, ...] = (), *, is_due: bool = False
) -> Made:
    all_kinds = ("level", "rate", "total", "year-total")
    kind = draw(st.sampled_from(kinds or all_kinds))
    keys = [f'kind = "{kind}"', f'aim = "{draw(_aims)}"']
    target = draw(st.sampled_from(["20", '"-40%"', '"x2"', '"+5"', '"+10%/year"']))
    if target != "20" or draw(st.booleans()):
        keys.append("baseline = { on = 2022-12-31, value = 20 }")
    keys.append(f"target = {target}")
    each = draw(st.sampled_from([None, "week", "month", "quarter"]))
    if each and kind != "year-total":
        keys += [f'each = "{each}"', 'need = "80%"', "start = 2023-01-01"]
    if is_due or draw(st.booleans()):
        keys.append('due = "2023"')
    if draw(st.booleans()):
        keys.append('every = "month"\nlag = 10')
    if draw(st.booleans()):
        keys.append("tolerance = 1")
    if '"+10%/year"' in target and 'due = "2023"' not in keys:
        keys.append('due = "2023"')
    days = sorted(draw(st.lists(_last(kind), max_size=6, unique=True)))
    rows = tuple(row(kind, day, draw(_values)) for day in days)
    return Made("\n".join(keys), rows)


def _last(kind: str) -> st.SearchStrategy[date]:
    return st.dates(date(2023, 1, 2), DUE if kind == "year-total" else date(2024, 3, 1))


@given(_made(), _days)
def test_exactly_one_state(made: Made, as_of: date) -> None:
    """Every goal has one of the states on every day, and a reason for it."""
    found = made.judged(as_of)
    assert found.state in State
    assert found.state in URGENCY
    assert found.reasons


ORDER = (
    State.MISSED,
    State.MOVING_AWAY,
    State.FAR_BEHIND,
    State.OFF_TARGET,
    State.BEHIND,
    State.ON_TRACK,
    State.ON_TARGET,
    State.LATE,
    State.MET,
)


@given(
    st.sampled_from(["level", "total", "rate"]),
    st.sampled_from([None, "month", "week"]),
    st.lists(st.tuples(_last("level"), _values), min_size=1, max_size=5),
    st.integers(0, 30),
    _days,
)
def test_more_is_never_worse_nor_less_better(
    kind: str,
    each: str | None,
    figures: list[tuple[date, int]],
    more: int,
    as_of: date,
) -> None:
    """Of what is to be at least so much, a higher last figure gives no worse state."""
    days = sorted(dict(figures).items())
    keys = f'kind = "{kind}"\ntarget = 25\naim = "at-least"\nstart = 2023-01-01\n'
    keys += 'due = "2023"\nbaseline = { on = 2022-12-31, value = 0 }\n'
    keys += f'each = "{each}"\nneed = "50%"\n' if each else ""
    if kind == "total":
        rows = [f"{{ on = {day}, change = {value} }}" for day, value in days]
        last = f"{{ on = {days[-1][0]}, change = {days[-1][1] + more} }}"
    else:
        rows = [row(kind, day, value) for day, value in days]
        last = row(kind, days[-1][0], days[-1][1] + more)
    low = Made(keys, tuple(rows)).judged(as_of).state
    high = Made(keys, (*rows[:-1], last)).judged(as_of).state
    assume(low in ORDER and high in ORDER)
    assert ORDER.index(low) <= ORDER.index(high)


@given(
    _made(("level", "rate", "total"), is_due=True),
    st.integers(1, 120),
    _values,
    st.dates(DUE, date(2024, 6, 30)),
)
def test_what_was_met_stays_met(
    made: Made, after: int, value: int, as_of: date
) -> None:
    """No figure after the due date turns met into missed."""
    before = made.judged(as_of).state
    later = Made(
        made.keys, (*made.rows, row("level", DUE + timedelta(days=after), value))
    )
    assert not (before is State.MET and later.judged(as_of).state is State.MISSED)


@given(_made(), _days, st.integers(1, 200), _values)
def test_an_old_view_stays(made: Made, day: date, after: int, value: int) -> None:
    """What is known, changed, paused or closed later does not alter an old view."""
    later = day + timedelta(days=after)
    assume(later <= date(2024, 12, 31))
    kind = re.search(r'kind = "([a-z-]+)"', made.keys)
    assert kind
    when = min(day, DUE) if day > FIRST else date(2023, 1, 2)
    added = row(kind[1], when, value)[:-1] + f", recorded = {later} }}"
    keys = made.keys + (
        f'\nrevisions = [{{ on = {later}, tolerance = 3, reason = "r" }}]'
        f'\npaused = {{ on = {later}, reason = "r" }}'
        f'\nclosed = {{ on = {later}, reason = "r" }}'
        f'\ndropped = {{ on = {later}, reason = "r" }}'
    )
    keys = keys if "tolerance = 1" in keys else made.keys
    revised = keys.replace("tolerance = 1", "tolerance = 2").replace(
        "tolerance = 3", "tolerance = 1"
    )
    then = made.judged(day, day)
    now = Made(revised, (*made.rows, added)).judged(day, day)
    assert _said(now) == _said(then)


def _said(found: Assessment) -> tuple[object, ...]:
    return (
        found.state,
        found.reasons,
        found.gap,
        found.progress,
        found.pace_ratio,
        found.met_on,
        found.goal.target,
    )


@given(_made(), _days, st.sampled_from([10, 100, 10_000]))
def test_the_scale_of_the_unit_changes_nothing(
    made: Made, as_of: date, times: int
) -> None:
    """The same goal counted in a unit so many times smaller has the same state."""

    def larger(found: re.Match[str]) -> str:
        return f"{found[1]}{int(found[2]) * times}"

    number = r'((?:value|change|target|tolerance) = "?\+?)(\d+)(?=[ \n}]|$)'
    keys = re.sub(r'target = "\+5"', f'target = "+{5 * times}"', made.keys)
    keys = re.sub(number, larger, keys)
    rows = tuple(re.sub(number, larger, text) for text in made.rows)
    one, other = made.judged(as_of), Made(keys, rows).judged(as_of)
    assert (one.state, one.progress) == (other.state, other.progress)
    if one.gap is not None:
        assert other.gap == one.gap * times


@given(_made(), _days, st.sampled_from([-112, -28, 28, 56]))
def test_twenty_eight_years_shift_the_answer(
    made: Made, as_of: date, years: int
) -> None:
    """The calendar repeats: shifted by 28 years, the answer is the same one shifted."""

    def shifted(found: re.Match[str]) -> str:
        return f"{int(found[0]) + years:04}"

    keys = re.sub(r"20\d\d", shifted, made.keys)
    rows = tuple(re.sub(r"20\d\d", shifted, text) for text in made.rows)
    one = made.judged(as_of)
    other = Made(keys, rows).judged(as_of.replace(year=as_of.year + years))
    assert (one.state, one.progress, one.gap) == (
        other.state,
        other.progress,
        other.gap,
    )
    assert one.gap is None or isinstance(one.gap, Decimal)
