from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltrack.errors import InvalidPeriod
from goaltrack.model.period import Period, day, label, moment, read, year_of

READ = {
    "2023": ("2023-01-01", "2023-12-31"),
    "2023年": ("2023-01-01", "2023-12-31"),
    "2023年全年": ("2023-01-01", "2023-12-31"),
    "2023H1": ("2023-01-01", "2023-06-30"),
    "2023-H2": ("2023-07-01", "2023-12-31"),
    "2023h1": ("2023-01-01", "2023-06-30"),
    "2023Q3": ("2023-07-01", "2023-09-30"),
    "2023-Q1": ("2023-01-01", "2023-03-31"),
    "2023-06": ("2023-06-01", "2023-06-30"),
    "2024-02": ("2024-02-01", "2024-02-29"),
    "2023-W14": ("2023-04-03", "2023-04-09"),
    "2020-W53": ("2020-12-28", "2021-01-03"),
    "2023-06-30": ("2023-06-30", "2023-06-30"),
    " 2023-06-30 ": ("2023-06-30", "2023-06-30"),
    "2023年上半年": ("2023-01-01", "2023-06-30"),
    "2023年下半年": ("2023-07-01", "2023-12-31"),
    "2023年前三季度": ("2023-01-01", "2023-09-30"),
    "2023年前3季度": ("2023-01-01", "2023-09-30"),
    "2023年1-2月": ("2023-01-01", "2023-02-28"),
    "2023年1—2月": ("2023-01-01", "2023-02-28"),
    "2023年1至2月": ("2023-01-01", "2023-02-28"),
    "2023年1月至2月": ("2023-01-01", "2023-02-28"),
    "2023年第1-3季度": ("2023-01-01", "2023-09-30"),
    "2023年第一至三季度": ("2023-01-01", "2023-09-30"),
    "2023年三季度": ("2023-07-01", "2023-09-30"),
    "2023年第三季度": ("2023-07-01", "2023-09-30"),
    "2023年第3季度": ("2023-07-01", "2023-09-30"),
    "2023年6月": ("2023-06-01", "2023-06-30"),
    "2023年12月": ("2023-12-01", "2023-12-31"),
    "2023年8月14日": ("2023-08-14", "2023-08-14"),
    "2023年第14周": ("2023-04-03", "2023-04-09"),
    "2023年底": ("2023-12-31", "2023-12-31"),
    "2023年末": ("2023-12-31", "2023-12-31"),
    "end of 2025": ("2025-12-31", "2025-12-31"),
    "End of 2025Q1": ("2025-03-31", "2025-03-31"),
    "2021..2025": ("2021-01-01", "2025-12-31"),
    "2021年至2025年": ("2021-01-01", "2025-12-31"),
    "2023-01..2023Q3": ("2023-01-01", "2023-09-30"),
    "十四五": ("2021-01-01", "2025-12-31"),
    "“十四五”": ("2021-01-01", "2025-12-31"),
    "“十四五”期间": ("2021-01-01", "2025-12-31"),
    "第十四个五年规划": ("2021-01-01", "2025-12-31"),
    "三五": ("1966-01-01", "1970-12-31"),
    "十五": ("2001-01-01", "2005-12-31"),
    "十五五": ("2026-01-01", "2030-12-31"),
    "二十五": ("2051-01-01", "2055-12-31"),
    "9999-12": ("9999-12-01", "9999-12-31"),
    "0001": ("0001-01-01", "0001-12-31"),
}

REFUSED = [
    "",
    "10",
    "2023-",
    "2023-1",
    "2023-1-1",
    "2023-06-1",
    "2023-H1-",
    "2023H3",
    "2023Q5",
    "2023-13",
    "2023-06-31",
    "2023-02-29",
    "2023-W54",
    "9999-W53",
    "20230630",
    "2023/06",
    "２０２３",
    "2023年13月",
    "2023年5-3月",
    "2023年第五季度",
    "2023年第四至一季度",
    "2023年第十周",
    "2023年8月14",
    "2023年8月x日",
    "2023年x月",
    "2023年夏",
    "2025..2021",
    "2025..",
    "..2025",
    "end of",
    "end of time",
    "一五",
    "二五",
    "十x五",
    "x十五",
    "today",
    "-3d",
    "next year",
]


@pytest.mark.parametrize(("text", "ends"), READ.items())
def test_each_documented_form_is_read(text: str, ends: tuple[str, str]) -> None:
    """A period means the same stretch of days whoever reads it."""
    assert read(text) == Period(*map(date.fromisoformat, ends))


@pytest.mark.parametrize("text", REFUSED)
def test_everything_else_is_refused(text: str) -> None:
    """Nothing is guessed: what is no form of the grammar is an error that names it."""
    with pytest.raises(InvalidPeriod) as caught:
        read(text)
    assert str(caught.value).startswith(f"'{text}' is not a day or period: ")


TODAY = date(2026, 11, 25)  # a Wednesday

SAID = {
    "today": "2026-11-25",
    "今天": "2026-11-25",
    "yesterday": "2026-11-24",
    "昨天": "2026-11-24",
    "tomorrow": "2026-11-26",
    "Wednesday": "2026-11-25",
    "thu": "2026-11-19",
    "周二": "2026-11-24",
    "星期日": "2026-11-22",
    "-3d": "2026-11-22",
    "−3d": "2026-11-22",
    "-2w": "2026-11-11",
    "-1m": "2026-10-25",
    "-9m": "2026-02-25",
    "-1y": "2025-11-25",
    "3 days ago": "2026-11-22",
    "1 week ago": "2026-11-18",
    "3天前": "2026-11-22",
    "2个月前": "2026-09-25",
    "end of 2025": "2025-12-31",
}


@pytest.mark.parametrize(("text", "meant"), SAID.items())
def test_a_day_can_be_said_from_today(text: str, meant: str) -> None:
    """Everyday words for a day count from today, and weekdays count backwards."""
    assert day(text, TODAY) == date.fromisoformat(meant)


@pytest.mark.parametrize("text", ["-3", "-xd", "ago", "3 moons ago", "-99999y", "前"])
def test_what_is_not_said_so_is_refused(text: str) -> None:
    """A day that cannot be counted back to is an error, not another day."""
    with pytest.raises(InvalidPeriod):
        moment(text, TODAY)


def test_the_month_before_the_31st_ends_in_its_own_last_day() -> None:
    """A month back from 31 March is the last day of February."""
    assert day("-1m", date(2024, 3, 31)) == date(2024, 2, 29)


def test_a_period_is_no_day() -> None:
    """Where one day is wanted, half a year is refused and --period named."""
    with pytest.raises(InvalidPeriod, match="'2023H1' is longer than a day"):
        day("2023H1", TODAY)


LABELS = {
    "2023": ("2023", "2023年"),
    "2023H1": ("2023H1", "2023年上半年"),
    "2023H2": ("2023H2", "2023年下半年"),
    "2023Q3": ("2023Q3", "2023年第三季度"),
    "2023-01..2023-09": ("2023Q1..2023Q3", "2023年前三季度"),
    "2023-01..2023-02": ("2023-01..2023-02", "2023年1-2月"),
    "2023-06": ("2023-06", "2023年6月"),
    "2023-W14": ("2023-W14", "2023年第14周"),
    "2023-06-30": ("2023-06-30", "2023年6月30日"),
    "2021..2025": ("2021..2025", "十四五"),
    "2001..2005": ("2001..2005", "十五"),
    "2051..2055": ("2051..2055", "二十五"),
    "1966..1970": ("1966..1970", "三五"),
    "2022..2023": ("2022..2023", "2022年至2023年"),
    "2022-11..2023-01": ("2022-11..2023-01", "2022年11月至2023年1月"),
    "2023-06-30..2023-07-02": (
        "2023-06-30..2023-07-02",
        "2023年6月30日至2023年7月2日",
    ),
}


@pytest.mark.parametrize(("text", "labels"), LABELS.items())
def test_a_period_prints_as_people_write_it(text: str, labels: tuple[str, str]) -> None:
    """Each language has its own name for a period, and it is the usual one."""
    assert (label(read(text), "en"), label(read(text), "zh")) == labels


def _periods() -> st.SearchStrategy[Period]:
    ends = st.tuples(st.dates(), st.dates())
    any_days = ends.map(lambda pair: Period(min(pair), max(pair)))
    weeks = st.dates(max_value=date(9999, 12, 20)).map(
        lambda d: Period(m := d - timedelta(days=d.weekday()), m + timedelta(days=6))
    )
    years = st.tuples(st.integers(1, 9999), st.integers(0, 12)).map(
        lambda pair: Period(
            date(pair[0], 1, 1), date(min(pair[0] + pair[1], 9999), 12, 31)
        )
    )
    months = ends.map(
        lambda pair: Period(
            min(pair).replace(day=1), _end_of_month(max(pair).replace(day=1))
        )
    )
    return st.one_of(any_days, weeks, years, months)


def _end_of_month(first: date) -> date:
    if first.month == 12:
        return first.replace(day=31)
    return first.replace(month=first.month + 1) - timedelta(days=1)


@given(_periods(), st.sampled_from(["en", "zh"]))
def test_a_label_is_read_back(period: Period, language: str) -> None:
    """Printing a period and reading it gives the same days, in either language."""
    assert read(label(period, language)) == period


@given(st.text(max_size=12))
def test_any_text_is_a_period_or_refused(text: str) -> None:
    """No text makes the grammar fail in another way than by refusing."""
    try:
        period = moment(text, TODAY)
    except InvalidPeriod:
        return
    assert period.first <= period.last
    assert period.days >= 1


def test_a_year_is_its_days() -> None:
    """A calendar year runs from New Year's Day to New Year's Eve."""
    assert year_of(2024) == Period(date(2024, 1, 1), date(2024, 12, 31))
    assert year_of(2024).days == 366


def test_a_long_text_is_no_period() -> None:
    """However long a text is, it is refused at once, and not repeated whole."""
    for piece in ("..", "2023..", "9", "年", " "):
        with pytest.raises(InvalidPeriod) as caught:
            read(piece * 50_000)
        assert len(str(caught.value)) < 400
