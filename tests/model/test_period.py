import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltrack.errors import InvalidPeriod
from goaltrack.model.period import Period, day, moment, read
from goaltrack.model.period_label import label
from goaltrack.model.years import CALENDAR

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
    "2023-1-1": ("2023-01-01", "2023-01-01"),
    "2023-06-1": ("2023-06-01", "2023-06-01"),
    "2023/6/1": ("2023-06-01", "2023-06-01"),
    "2023-06-30 10:00": ("2023-06-30", "2023-06-30"),
    "2023-06-30T23:59:59": ("2023-06-30", "2023-06-30"),
    "2023M6": ("2023-06-01", "2023-06-30"),
    "2023M12": ("2023-12-01", "2023-12-31"),
    "2023 Q1": ("2023-01-01", "2023-03-31"),
    "Q1 2023": ("2023-01-01", "2023-03-31"),
    "H2 2023": ("2023-07-01", "2023-12-31"),
    "Sept 2023": ("2023-09-01", "2023-09-30"),
    "december 2023": ("2023-12-01", "2023-12-31"),
    "1 March 2023": ("2023-03-01", "2023-03-01"),
    "March 1, 2023": ("2023-03-01", "2023-03-01"),
    "2nd Mar. 2023": ("2023-03-02", "2023-03-02"),
    "end of March 2023": ("2023-03-31", "2023-03-31"),
    "２０２３年６月": ("2023-06-01", "2023-06-30"),
    "２０２３": ("2023-01-01", "2023-12-31"),
    "2023年1－9月": ("2023-01-01", "2023-09-30"),
    "2023年度": ("2023-01-01", "2023-12-31"),
    "2023年底前": ("2023-12-31", "2023-12-31"),
    "2023年12月底前": ("2023-12-31", "2023-12-31"),
    "2024年2月底": ("2024-02-29", "2024-02-29"),
    "2024年9月末": ("2024-09-30", "2024-09-30"),
    "2023年上半年末": ("2023-06-30", "2023-06-30"),
    "十四五末": ("2025-12-31", "2025-12-31"),
    "“十四五”期末": ("2025-12-31", "2025-12-31"),
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
    "3 2023",
    "1 2 2023",
    "March 32, 2023",
    "Foo 2023",
    "1 Foo 2023",
    "Q5 2023",
    "March 1 2 2023",
    "2023-06-30 24:00",
    "2023-06-30 10:60",
    "2023-06-30 10",
    "2023-06 10:00",
    "10:00",
    "2023M13",
    "2023/06/30/1",
    "3/3/2023",
    "13/4/2023",
    "2023年夏末",
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
    "last wednesday": "2026-11-18",
    "last friday": "2026-11-20",
    "+3d": "2026-11-28",
    "+2w": "2026-12-09",
    "+1m": "2026-12-25",
    "1 March": "2026-03-01",
    "Dec 25": "2025-12-25",
    "end of November": "2025-11-30",
    "29 Feb": "2024-02-29",
    "3月5日": "2026-03-05",
    "9月末": "2026-09-30",
    "今年6月底": "2026-06-30",
    "去年12月31日": "2025-12-31",
}


@pytest.mark.parametrize(("text", "meant"), SAID.items())
def test_a_day_can_be_said_from_today(text: str, meant: str) -> None:
    """Everyday words for a day count from today, and weekdays count backwards."""
    assert day(text, TODAY) == date.fromisoformat(meant)


DUE = {
    "friday": ("2026-11-27", "2026-11-27"),
    "wednesday": ("2026-11-25", "2026-11-25"),
    "last friday": ("2026-11-20", "2026-11-20"),
    "end of March": ("2027-03-31", "2027-03-31"),
    "November": ("2026-11-01", "2026-11-30"),
    "29 Feb": ("2028-02-29", "2028-02-29"),
    "上半年": ("2027-01-01", "2027-06-30"),
    "明年": ("2027-01-01", "2027-12-31"),
    "next quarter": ("2027-01-01", "2027-03-31"),
    "2025": ("2025-01-01", "2025-12-31"),
}


@pytest.mark.parametrize(("text", "ends"), DUE.items())
def test_a_due_date_without_a_year_lies_ahead(text: str, ends: tuple[str, str]) -> None:
    """The next one that has not ended is meant, and a year that is named stays."""
    assert moment(text, TODAY, is_due=True) == Period(*map(date.fromisoformat, ends))


STRETCHES = {
    "March": ("2026-03-01", "2026-03-31"),
    "November": ("2026-11-01", "2026-11-30"),
    "december": ("2025-12-01", "2025-12-31"),
    "Q3": ("2026-07-01", "2026-09-30"),
    "前三季度": ("2026-01-01", "2026-09-30"),
    "last week": ("2026-11-16", "2026-11-22"),
    "本周": ("2026-11-23", "2026-11-29"),
    "last month": ("2026-10-01", "2026-10-31"),
    "last-month": ("2026-10-01", "2026-10-31"),
    "lastmonth": ("2026-10-01", "2026-10-31"),
    "end of month": ("2026-11-30", "2026-11-30"),
    "end of the year": ("2026-12-31", "2026-12-31"),
    "eoy": ("2026-12-31", "2026-12-31"),
    "eoq": ("2026-12-31", "2026-12-31"),
    "end of this quarter": ("2026-12-31", "2026-12-31"),
    "in 5 weeks": ("2026-12-30", "2026-12-30"),
    "in 1 day": ("2026-11-26", "2026-11-26"),
    "上个月": ("2026-10-01", "2026-10-31"),
    "next month": ("2026-12-01", "2026-12-31"),
    "last quarter": ("2026-07-01", "2026-09-30"),
    "本季度": ("2026-10-01", "2026-12-31"),
    "this year": ("2026-01-01", "2026-12-31"),
    "last year": ("2025-01-01", "2025-12-31"),
    "今年上半年": ("2026-01-01", "2026-06-30"),
    "去年": ("2025-01-01", "2025-12-31"),
}


@pytest.mark.parametrize(("text", "ends"), STRETCHES.items())
def test_a_period_can_be_said_from_today(text: str, ends: tuple[str, str]) -> None:
    """A period without a year is the latest that has begun."""
    assert moment(text, TODAY) == Period(*map(date.fromisoformat, ends))


@pytest.mark.parametrize("text", ["3/4/2026", "12/01/2026"])
def test_day_and_month_in_either_order_are_refused(text: str) -> None:
    """Both readings are named, and one of them must be written."""
    with pytest.raises(InvalidPeriod) as caught:
        read(text)
    assert caught.value.code == "period-ambiguous"
    assert len(re.findall(r"2026-\d\d-\d\d", str(caught.value))) == 2


@pytest.mark.parametrize("text", ["今年5-3月", "5-3月"])
def test_what_runs_backwards_is_refused_without_its_year_too(text: str) -> None:
    """It is not read as another year's."""
    with pytest.raises(InvalidPeriod) as caught:
        moment(text, TODAY)
    assert caught.value.code == "period-backwards"


@pytest.mark.parametrize("text", ["今年夏", "this friday", "last", "月", "+3", "+xd"])
def test_no_day_is_made_of_half_a_word(text: str) -> None:
    """It is refused, not completed."""
    with pytest.raises(InvalidPeriod):
        moment(text, TODAY)


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
    assert CALENDAR.year(2024) == Period(date(2024, 1, 1), date(2024, 12, 31))
    assert CALENDAR.year(2024).days == 366


def test_a_long_text_is_no_period() -> None:
    """However long a text is, it is refused at once, and not repeated whole."""
    for piece in ("..", "2023..", "9", "年", " "):
        with pytest.raises(InvalidPeriod) as caught:
            read(piece * 50_000)
        assert len(str(caught.value)) < 400
        with pytest.raises(InvalidPeriod):
            moment(piece * 50_000, TODAY)


SPOKEN = {
    "前天": "2026-11-25",
    "大前天": "2026-11-24",
    "昨日": "2026-11-26",
    "今早": "2026-11-27",
    "上周日": "2026-11-22",
    "上个星期六": "2026-11-21",
    "本周三": "2026-11-25",
    "下周一": "2026-11-30",
    "上季度末": "2026-09-30",
    "上月底": "2026-10-31",
    "两天前": "2026-11-25",
    "一周前": "2026-11-20",
    "两个星期前": "2026-11-13",
    "20号": "2026-11-20",
    "上个月15号": "2026-10-15",
    "11-20": "2026-11-20",
    "20/11": "2026-11-20",
    "11.20": "2026-11-20",
    "8月31": "2026-08-31",
    "20260831": "2026-08-31",
    "八月底": "2026-08-31",
    "八月三十一日": "2026-08-31",
    "十月十日": "2026-10-10",
    "2026年6月30号": "2026-06-30",
    "2026.6.30": "2026-06-30",
    "截至10月底": "2026-10-31",
    "20/11/2026": "2026-11-20",
    "12/31/2029": "2029-12-31",
    "20.11.2026": "2026-11-20",
    "nov-15": "2026-11-15",
    "on 2026-11-20": "2026-11-20",
    "two days ago": "2026-11-25",
    "a week ago": "2026-11-20",
    "yesterday evening": "2026-11-26",
    "the day before yesterday": "2026-11-25",
    "月底": "2026-11-30",
    "10月份": "2026-10",
    "一月": "2026-01",
    "这周": "2026-W48",
    "当月": "2026-11",
    "前年": "2024",
    "前年一季度": "2024Q1",
    "今年以来": "2026-01-01..2026-11-27",
    "11月上旬": "2026-11-01..2026-11-10",
    "2026年2月下旬": "2026-02-21..2026-02-28",
    "前10月": "2026-01..2026-10",
    "今年前10个月": "2026-01..2026-10",
    "2025年前9个月": "2025-01..2025-09",
    "前三个季度": "2026-01..2026-09",
    "前两季度": "2026H1",
    "第三季": "2026Q3",
    "上半年度": "2026H1",
    "26年一季度": "2026Q1",
    "二〇二六年六月": "2026-06",
    "年内": "2026",
    "2027年内": "2027",
    "2025-2027年": "2025..2027",
    "09/2025": "2025-09",
    "by 2030": "2030",
}
FRIDAY = date(2026, 11, 27)


@pytest.mark.parametrize(("said", "meant"), SPOKEN.items())
def test_days_as_they_are_said(said: str, meant: str) -> None:
    """What people say for a day or period is read as the one that it can only mean."""
    assert moment(said, FRIDAY) == read(meant)


@pytest.mark.parametrize(
    ("said", "meant"),
    [("20号", "2026-12-20"), ("8月31", "2027-08-31"), ("5日", "2026-12-05")],
)
def test_a_day_that_is_due_is_the_next_one(said: str, meant: str) -> None:
    """Without its month or year a day that is due is one to come."""
    assert moment(said, FRIDAY, is_due=True) == read(meant)


@pytest.mark.parametrize(
    "said",
    [
        "3/4",
        "3/4/2026",
        "20/31/2026",
        "3-4",
        "20-11",
        "截至9月",
        "三百",
        "two weeks",
        "32号",
    ],
)
def test_what_may_be_two_days_is_none(said: str) -> None:
    """Two readings, a number or half a phrase are no day."""
    with pytest.raises(InvalidPeriod):
        moment(said, FRIDAY)
