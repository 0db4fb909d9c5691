"""Targets as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goaltrack.model.ledger import Aim
from goaltrack.model.target import parse_target

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
    target, aim, tolerance = parse_target(text)
    assert (target, aim and aim.value, tolerance) == meant


@given(st.text(max_size=30))
def test_any_text_has_a_target_and_no_more_than_it(text: str) -> None:
    """What is left to be read is part of the text, and its aim is one of a number."""
    target, aim, _ = parse_target(text)
    assert set(target) <= {*text, *"<>=."}
    assert aim not in (Aim.UP, Aim.DOWN, Aim.WATCH)
