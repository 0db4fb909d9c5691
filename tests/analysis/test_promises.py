"""Targets of other goals, revisions, and what has been closed."""

import copy
import pickle
from datetime import date

import pytest

from builders import decoded, goal, judged, sound
from goaltrack.analysis.assess import Assessment, assess
from goaltrack.analysis.promises import as_promised, first_promise
from goaltrack.analysis.states import State
from goaltrack.errors import InvalidPeriod
from goaltrack.model.period import NamedPeriod, moment, read
from goaltrack.model.period_label import label
from goaltrack.model.relative import parse_target_text, years_between
from goaltrack.model.years import Years

DAY = date.fromisoformat
APRIL = Years(4)
PAIR = """
format = 1
[goals.gdp]
title = "GDP"
kind = "{kind}"
unit = "%"
aim = "watch"
progress = [{rows}]
[goals.it]
title = "It"
kind = "{kind}"
unit = "%"
aim = "{aim}"
target = "@gdp{offset}"
due = "2025"
{keys}
progress = [{{ {when}, value = 5.4 }}]
"""
YEAR = 'period = "2025"'


def pair(**facts: str) -> Assessment:
    """The assessment of a goal whose target is another's figure, in March 2026."""
    said = {"kind": "rate", "aim": "above", "offset": "", "keys": "", "when": YEAR}
    goals = sound(PAIR.format(**{**said, **facts})).goals
    return assess(goals["it"], DAY("2026-03-01"), None, goals)


@pytest.mark.parametrize(
    ("offset", "aim", "state", "target"),
    [
        ("", "above", State.MET, "5.0"),
        (" + 0.5", "above", State.MISSED, "5.5"),
        (" - 10%", "at-least", State.MET, "4.50"),
    ],
)
def test_the_figure_of_another_goal(
    offset: str, aim: str, state: State, target: str
) -> None:
    """It is that for the same period, and something more or less."""
    found = pair(rows=f"{{ {YEAR}, value = 5.0 }}", offset=offset, aim=aim)
    assert (found.state, str(found.goal.target)) == (state, target)


def test_within_a_tolerance_of_another_goal() -> None:
    """A range around another figure: in step with it."""
    keys = "tolerance = 0.5"
    found = pair(rows=f"{{ {YEAR}, value = 5.0 }}", aim="within", keys=keys)
    assert found.state is State.MET
    about = pair(
        rows=f"{{ {YEAR}, value = 5.4 }}", aim="within", keys='tolerance = "about"'
    )
    assert about.state is State.MET


@pytest.mark.parametrize("kind", ["level", "year-total", "rate"])
def test_without_the_other_figure_nothing_is_known(kind: str) -> None:
    """A figure of another period is none of this one: no result, and no data before."""
    other = 'period = "2024"'
    found = pair(kind=kind, rows=f"{{ {other}, value = 5.0 }}")
    assert found.state is State.NO_RESULT
    same = pair(kind=kind, rows=f"{{ {YEAR}, value = 5.0 }}")
    assert same.state is State.MET
    alone = sound(
        PAIR.format(kind=kind, rows="", aim="above", offset="", keys="", when=YEAR)
    ).goals["it"]
    assert assess(alone, DAY("2025-03-01")).state is State.NO_DATA
    assert assess(alone, DAY("2026-03-01")).state is State.NO_RESULT


def test_each_year_against_another_goal() -> None:
    """A standing target compares each period with the other's of that period."""
    rows = f'{{ period = "2024", value = 6 }}, {{ {YEAR}, value = 5.0 }}'
    found = pair(rows=rows, keys='each = "year"\nstart = 2024-01-01')
    assert found.standing
    assert (found.standing.kept, found.standing.unknown) == (1, 1)
    figure = pair(rows=rows, keys='each = "figure"')
    assert figure.standing
    assert figure.standing.kept == 1
    goals = sound(
        PAIR.format(
            kind="rate",
            rows="",
            aim="above",
            offset="",
            keys='each = "year"\nstart = 2024-01-01',
            when=YEAR,
        )
    ).goals
    lone = assess(goals["it"], DAY("2026-03-01"))
    assert lone.standing
    assert lone.standing.unknown == 2


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ('target = "@nobody"', "[goals.nobody] is not in this ledger"),
        ('target = "@it"', "a goal's target cannot be its own figure: it > it"),
        ('target = "@previous"', "give each"),
        ('target = "often"', "a number, [low, high], or a text such as"),
        ('target = "-10%"', 'write "-10pp" for percentage points, "x0.9"'),
        (
            'target = "x2"\nunit = "t"\nbaseline = { on = 2024-01-01, value = 0 }',
            "of 0 is no target",
        ),
        (
            'target = "+5%/year"\nunit = "t"\nbaseline = { on = 2024-01-01, value = 9 }',
            "give due",
        ),
        (
            'target = "-5%"\nunit = "t"\nbaseline = { period = "2024" }',
            "take unit away",
        ),
        (
            'target = 5\neach = "month"\nplan = [{ on = 2024-01-01, value = 1 }]',
            "has no 'plan'",
        ),
        ('target = 5\neach = "often"', "this must be one of day, week"),
        ("target = 5\neach = 4", "this must be one of day, week"),
        ('target = 5\neach = "month"\nneed = 3', "or a share"),
        ('target = 5\neach = "month"\nneed = "most"', 'such as "90%"'),
        ('target = 5\neach = "month"\nneed = "0%"', 'such as "90%"'),
        ('target = 5\neach = "month"\nneed = "x%"', 'such as "90%"'),
        ('target = 5\neach = "month"\ntake = "mean"', "'take' is for rates"),
        ('target = 5\nneed = "90%"', "give each"),
        ('aim = "up"\neach = "month"', "there is none"),
        ('target = "undecided"\naim = "up"', "has no target"),
        ("target = 5\nyear-start = 13", "from 1 to 12"),
        ("target = 5\nfields = 5", "a table of texts"),
        (
            'target = 5\npaused = { on = 2024-02-01, until = 2024-01-01, reason = "r" }',
            "ends before it begins",
        ),
    ],
)
def test_what_does_not_fit_is_told(keys: str, says: str) -> None:
    """Each is a problem of the ledger, with what to write instead."""
    unit = (
        ""
        if "unit" in keys
        else 'unit = "%"\nbaseline = { on = 2024-01-01, value = 9 }\n'
    )
    if "baseline" in keys:
        unit = ""
    text = f'format = 1\n[goals.it]\ntitle = "x"\nkind = "level"\n{unit}{keys}\n'
    problems = decoded(text)[1]
    assert says in " ".join(problem.phrase.say("en") for problem in problems)


@pytest.mark.parametrize(
    ("keys", "says"),
    [
        ('kind = "year-total"\ntarget = 5\neach = "month"', 'each = "year" only'),
        ('kind = "total"\ntarget = 5\neach = "figure"', "for levels and rates"),
        ('kind = "objective"\nrollup = "counts"', '"worst" or "mean"'),
    ],
)
def test_what_a_kind_cannot_have(keys: str, says: str) -> None:
    """A period in which such a goal has no value, or a way of becoming one, is refused."""
    problems = decoded(f'format = 1\n[goals.it]\ntitle = "x"\n{keys}\n')[1]
    assert [p.phrase.say("en").count(says) for p in problems] == [1]


def test_targets_that_lead_round() -> None:
    """Two goals cannot be each other's target; a third that names one of them is well."""
    text = "format = 1\n" + "".join(
        f'[goals.{a}]\ntitle = "x"\nkind = "rate"\ntarget = "@{b}"\n'
        for a, b in (("a", "b"), ("b", "a"), ("c", "a"))
    )
    paths = [problem.path[1] for problem in decoded(text)[1]]
    assert paths == ["a", "b"]


def test_a_goal_as_it_was_promised() -> None:
    """Each key as it was on the day, a checkpoint beyond the old due date left out."""
    it = goal(
        'kind = "level"\ntarget = 9\ndue = "2027"\naim = "at-least"\n'
        "plan = [{ on = 2026-06-30, value = 6 }]\n"
        'paused = [{ on = 2025-02-01, until = 2025-03-01, reason = "a" }, '
        '{ on = 2025-06-01, reason = "b" }]\n'
        'revisions = [{ on = 2025-01-10, target = "undecided", reason = "x" },'
        ' { on = 2025-05-01, due = "2025", target = 7, aim = "above", reason = "y" }]'
    )
    assert first_promise(it).is_undecided
    old = as_promised(it, DAY("2025-02-10"))
    assert (str(old.target), old.aim.value, old.plan) == ("7", "above", ())
    assert old.pause_on(DAY("2025-02-10")) is not None
    assert len(old.revisions) == 1
    assert as_promised(it, DAY("2026-01-01")).plan == it.plan
    lasting = as_promised(it, DAY("2025-03-15"), DAY("2025-02-15")).paused
    assert [pause.until for pause in lasting] == [None]
    assert it.pause_on(DAY("2025-04-01")) is None


CLOSED = 'closed = { on = 2026-02-01, reason = "over" }\n'


@pytest.mark.parametrize(
    ("keys", "row", "state"),
    [
        (
            'kind = "rate"\ntarget = 5\ndue = "2025"\n',
            "{ on = 2025-06-30, value = 6 }",
            "met",
        ),
        ('kind = "rate"\ntarget = 5\n', "{ on = 2025-06-30, value = 4 }", "missed"),
        (
            'kind = "level"\ntarget = 5\ndue = "2024"\n',
            "{ on = 2025-06-30, value = 6 }",
            "late",
        ),
        (
            'kind = "total"\ntarget = [5, 7]\naim = "within"\ndue = "2026"\n',
            "{ on = 2025-06-30, value = 6 }",
            "met",
        ),
        (
            'kind = "year-total"\ntarget = 5\ndue = "2025"\n',
            '{ period = "2025H1", value = 4 }',
            "missed",
        ),
        (
            'kind = "year-total"\ntarget = 5\ndue = "2025"\n',
            '{ period = "2024", value = 4 }',
            "missed",
        ),
        (
            'kind = "milestone"\ndue = "2027"\n',
            "{ on = 2025-06-30, percent = 40 }",
            "missed",
        ),
    ],
)
def test_the_last_figure_decides_what_is_closed(
    keys: str, row: str, state: str
) -> None:
    """Nothing more will be published: met, missed or late by what there is."""
    assert judged(keys + CLOSED, row, as_of=DAY("2026-03-01")).state == state


def test_a_milestone_at_its_beginning() -> None:
    """Before a step is due, in the first tenth of the time, it is too early to tell."""
    keys = (
        'kind = "milestone"\nstart = 2026-01-01\ndue = "2027"\n'
        'steps = [{ id = "a", due = "2026H1" }, { id = "b" }]'
    )
    row = '{ on = 2026-01-20, done = "b" }'
    assert judged(keys, row, as_of=DAY("2026-02-01")).state is State.TOO_EARLY
    assert judged(keys, row, as_of=DAY("2026-06-01")).state is State.ON_TRACK


@pytest.mark.parametrize(
    ("text", "first", "last", "shown"),
    [
        ("FY2024", "2023-04-01", "2024-03-31", "FY2024"),
        ("fy24", "2023-04-01", "2024-03-31", "FY2024"),
        ("2024年度", "2023-04-01", "2024-03-31", "2024年度"),
        ("2024年度上半年", "2023-04-01", "2023-09-30", "2024年度上半年"),
        ("2024年度第四季度", "2024-01-01", "2024-03-31", "2024年度第四季度"),
        ("2023/24", "2023-04-01", "2024-03-31", "2023/24"),
        ("2023-2024", "2023-04-01", "2024-03-31", "2023/24"),
        ("2023/24Q2", "2023-07-01", "2023-09-30", "FY2024Q2"),
        ("end of FY2024", "2024-03-31", "2024-03-31", "2024-03-31"),
        ("2018-2021", "2018-01-01", "2021-12-31", "2018..2021"),
        ("2019 to 2020", "2019-01-01", "2020-12-31", "2019..2020"),
    ],
)
def test_fiscal_periods(text: str, first: str, last: str, shown: str) -> None:
    """A fiscal year, half or quarter, by the name that the ledger gives it."""
    found = read(text, APRIL)
    assert found == (DAY(first), DAY(last))
    assert label(found, "en") == shown
    assert copy.copy(found) == found == pickle.loads(pickle.dumps(found))  # noqa: S301


@pytest.mark.parametrize(
    "text", ["FY0001", "FY2024Q5", "FY2024H3", "FY9999", "2011-12"]
)
def test_what_is_no_fiscal_period(text: str) -> None:
    """A part that there is not, a year at the end of the calendar, a doubtful month."""
    with pytest.raises(InvalidPeriod):
        read(text, APRIL)


@pytest.mark.parametrize(
    ("word", "first", "last"),
    [
        ("今年", "2026-04-01", "2027-03-31"),
        ("last year", "2025-04-01", "2026-03-31"),
        ("今年上半年", "2026-04-01", "2026-09-30"),
        ("last month", "2026-10-01", "2026-10-31"),
        ("yesterday", "2026-11-25", "2026-11-25"),
    ],
)
def test_fiscal_years_seen_from_today(word: str, first: str, last: str) -> None:
    """This year is the fiscal one; months and days are those of the calendar."""
    found = moment(word, DAY("2026-11-26"), years=APRIL)
    assert found == (DAY(first), DAY(last))


def test_rows_of_a_fiscal_ledger_are_read_in_its_years() -> None:
    """Rows as `add` writes them, too: 2011-12 is refused there, 2012/13 is a year."""
    text = (
        "format = 1\nyear-start = {start}\n[goals.it]\ntitle = 'x'\nkind = 'rate'\n"
        "target = 5\nprogress = [\n"
        '  {{ id = "aaaaaaaa", period = "{period}", value = 4.1 }},\n]\n'
    )
    from goaltrack.ledger.decode import decode  # noqa: PLC0415
    from goaltrack.ledger.fast_reader import outline  # noqa: PLC0415

    month = outline(text.format(start=1, period="2011-12")).data()
    assert decode(month)[1] == []
    doubtful = decode(outline(text.format(start=4, period="2011-12")).data())[1]
    assert [problem.path[-1] for problem in doubtful] == ["period"]
    year = decode(outline(text.format(start=4, period="2012/13")).data())[0]
    assert isinstance(year.goals["it"].progress[0].period, NamedPeriod)


def test_the_last_year_of_the_calendar() -> None:
    """The year 9999 ends with the calendar, a fiscal one of it is no year."""
    assert Years().year(9999).last == date.max


def test_years_between_two_days() -> None:
    """Whole calendar years, the rest by 365."""
    assert years_between(DAY("2020-12-31"), DAY("2025-12-31")) == 5
    assert years_between(DAY("2024-02-29"), DAY("2025-02-28")) == 1
    assert round(years_between(DAY("2024-06-30"), DAY("2025-06-29")) * 365) == 364


@pytest.mark.parametrize("text", ["-120%", "+5%pp", "x1/0", "5", "@", "@a b"])
def test_what_is_no_relative_target(text: str) -> None:
    """More than all of it, points that are percent, nothing to divide by."""
    assert parse_target_text(text) is None


def test_net_zero_is_a_target() -> None:
    """Minus a hundred percent is nothing."""
    it = goal(
        'kind = "level"\nunit = "t"\ntarget = "-100%"\ndue = "2050"\n'
        "baseline = { on = 2020-12-31, value = 40 }"
    )
    assert (str(it.target), it.aim.value) == ("0", "at-most")


@pytest.mark.parametrize(
    ("keys", "state"),
    [("", State.FAR_BEHIND), ("lag = 10\n", State.ON_TRACK)],
)
def test_a_total_that_comes_late_is_published(keys: str, state: State) -> None:
    """With `lag` silence says nothing: it is judged at the day of its figure."""
    total = 'kind = "total"\ntarget = 100\nstart = 2026-01-01\ndue = "2026"\n'
    row = "{ on = 2026-03-31, value = 26 }"
    assert judged(total + keys, row, as_of=DAY("2026-09-30")).state is state


@pytest.mark.parametrize(
    ("value", "day", "state"),
    [
        (-20, "2026-09-30", State.ON_TRACK),
        (-35, "2026-07-01", State.BEHIND),
        (-60, "2026-09-30", State.MISSED),
        (-49, "2027-01-05", State.MET),
    ],
)
def test_a_floor_below_zero_is_a_budget(value: int, day: str, state: State) -> None:
    """A deficit of at least -50 is used up slowly, and missed while it is exceeded."""
    keys = 'kind = "total"\ntarget = -50\naim = "at-least"\nstart = 2026-01-01\n'
    found = judged(
        keys + 'due = "2026"', f"{{ on = 2026-06-30, value = {value} }}", as_of=DAY(day)
    )
    assert found.state is state
