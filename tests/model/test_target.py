"""Targets as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltrack.model.ledger import Aim
from goaltrack.model.target import parse_target, without_base_year

READ = {
    "350": ("350", None, None),
    "-5": ("-5", None, None),
    ">=350": ("350", "at-least", None),
    "≥ 350 家": ("350 家", "at-least", None),
    "＞350": ("350", "above", None),
    "<=75 kg": ("75 kg", "at-most", None),
    "≤-5": ("-5", "at-most", None),
    "<2%": ("2%", "below", None),
    "At least 5 km": ("5 km", "at-least", None),
    "no more than 5": ("5", "at-most", None),
    "over 1,000": ("1,000", "above", None),
    "under 60 min": ("60 min", "below", None),
    "350 or more": ("350", "at-least", None),
    "80 or less": ("80", "at-most", None),
    "350亿元以上": ("350亿元", "at-least", None),
    "60岁及以上": ("60岁", "at-least", None),
    "不低于6.5亿吨": ("6.5亿吨", "at-least", None),
    "不超过3%": ("3%", "at-most", None),
    "控制在5.5%以内": ("5.5%", "at-most", None),
    "控制在3%左右": ("3%", "at-most", "about"),
    "突破1000亿元": ("1000亿元", "above", None),
    "约600亿元": ("600亿元", None, "about"),
    "about 5": ("5", None, "about"),
    "about 5 or more": ("5", "at-least", "about"),
    "5%左右": ("5%", None, "about"),
    "约5%±0.2": ("5%", None, "0.2"),
    ">=5±0.2": ("5", "at-least", "0.2"),
    "5%±0.2": ("5%", "within", "0.2"),
    "5 +/- 0.2": ("5", "within", "0.2"),
    "75..80": ("75..80", "within", None),
    "-5..-3": ("-5..-3", "within", None),
    "60~65": ("60..65", "within", None),
    "60至65岁": ("60..65岁", "within", None),
    "10 to 12 km": ("10..12 km", "within", None),
    "75..": ("75..", None, None),
    "soon": ("soon", None, None),
    "": ("", None, None),
}


@pytest.mark.parametrize(("text", "meant"), READ.items())
def test_a_target_is_read_as_it_is_written(
    text: str, meant: tuple[str, str | None, str | None]
) -> None:
    """The number, which way, and how nearly: each from its own words."""
    target, aim, tolerance, _ = parse_target(text)
    assert (target, aim and aim.value, tolerance) == meant


@given(st.text(max_size=30))
def test_any_text_has_a_target_and_no_more_than_it(text: str) -> None:
    """What is left to be read is part of the text, and its aim is one of a number."""
    target, aim, _, _ = parse_target(text)
    assert set(target) <= {*text, *"<>=.+-"}
    assert aim not in (Aim.UP, Aim.DOWN, Aim.WATCH)


@pytest.mark.parametrize(
    ("text", "target", "aim", "each"),
    [
        ("20 km each week", "20 km", None, "week"),
        ("<=2% every month", "2%", "at-most", "month"),
        ("at least 3 workouts per week", "3 workouts", "at-least", "week"),
        ("2 cups a day", "2 cups", None, "day"),
        ("20 km weekly", "20 km", None, "week"),
        ("7-8 h each night", "7..8 h", "within", "day"),
        ("每月不少于10件", "10件", "at-least", "month"),
        ("每季度不超过2次", "2次", "at-most", "quarter"),
        ("+7%/year", "+7%/year", None, None),
        ("20 km/week", "20 km/week", None, None),
    ],
)
def test_a_target_that_is_to_hold_each_time(
    text: str, target: str, aim: str | None, each: str | None
) -> None:
    """The period for each of which it holds is no part of its unit."""
    found = parse_target(text)
    assert (found.target, found.aim, found.each) == (target, aim, each)


@pytest.mark.parametrize(
    ("text", "target", "aim"),
    [
        ("7-8 h", "7..8 h", "within"),
        ("6.8-7.2%", "6.8..7.2%", "within"),
        ("between 1,000 and 1,200 t", "1,000..1,200 t", "within"),
        ("2026-03", "2026-03", None),
        ("提高到45%", "45%", "at-least"),
        ("达到45%", "45%", "at-least"),
        ("降至25微克", "25微克", "at-most"),
        ("下降13.5%", "-13.5%", "at-most"),
        ("reduce by 20%", "-20%", "at-most"),
        ("增长7%左右", "+7%", "at-least"),
        ("increase to 45%", "45%", "at-least"),
    ],
)
def test_words_of_plans(text: str, target: str, aim: str | None) -> None:
    """To a level, by a share, and between two numbers, as plans put it."""
    found = parse_target(text)
    assert (found.target, found.aim) == (target, aim)


@pytest.mark.parametrize(
    ("text", "rest", "year"),
    [
        ("-20 % vs 1990", "-20 %", "1990"),
        ("50 % below 2005 levels", "50 %", "2005"),
        ("比2020年下降13.5%", "下降13.5%", "2020"),
        ("from 2019", "from 2019", ""),
        ("350", "350", ""),
        ("5 % vs 1990" + " " * 300, "5 % vs 1990" + " " * 300, ""),
    ],
)
def test_the_year_that_a_target_is_relative_to(text: str, rest: str, year: str) -> None:
    """The base year stands behind or before the target, which is left."""
    assert without_base_year(text) == (rest, year)


def test_an_endless_target_is_not_taken_apart() -> None:
    """What is longer than any target is one text, and refused where it is read."""
    text = "at least " + "9" * 300
    assert parse_target(text) == (text, None, None, None)
