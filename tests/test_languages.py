"""Chinese and English: complete, and numbers and days as each language writes them."""

import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

from babel.dates import format_date
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from conftest import REPOSITORY, Run
from goaltrack.cli.registry import COMMANDS
from goaltrack.i18n.catalog import translated, written
from goaltrack.i18n.text import folded, width
from goaltrack.model.amount import decimals, write

DAYS = st.dates(min_value=date(1000, 1, 1))
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=3).filter(
    lambda n: abs(n) < 10**12
)


def test_the_catalogues_are_complete() -> None:
    """Every word, sentence and help text has its Chinese, with the same facts in it."""
    script = REPOSITORY / "scripts" / "catalogue.py"
    ran = subprocess.run(
        [sys.executable, script, "--check"], capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stdout


def test_help_speaks_both_languages(goaltrack: Run) -> None:
    """Each page of help is Chinese where Chinese is asked for, and fits 80 columns."""
    for row in (*COMMANDS, None):
        name = [row.name] if row else []
        env = {"GOALTRACK_LANG": "zh"}
        english = goaltrack(*name, "-h").out
        chinese = goaltrack(*name, "-h", env=env).out
        assert "Usage: goaltrack" in english
        assert "用法：" in chinese
        assert "Usage" not in chinese
        assert "Show this help" not in chinese
        for text in (english, chinese):
            assert max(width(line) for line in text.splitlines()) <= 80, row


def test_a_language_before_the_command_is_meant_for_it(
    goaltrack: Run, shipped: Path
) -> None:
    """--lang is heard before the command as behind it, and the latter counts."""
    assert shipped.exists()
    for args in (("status",), ("help", "states"), ("next",)):
        chinese = goaltrack(*args, "--lang", "zh").out
        assert goaltrack("--lang", "zh", *args).out == chinese
        assert goaltrack("--lang", "en", *args, "--lang", "zh").out == chinese
        assert goaltrack(*args).out != chinese


@given(DAYS)
def test_days_are_written_as_chinese_writes_them(day: date) -> None:
    """A day in a Chinese sentence is what the CLDR's long form of it is."""
    assert written(day, "zh") == format_date(day, "long", "zh_CN")
    assert written(day, "en") == day.isoformat()


@given(NUMBERS)
def test_numbers_are_written_as_both_languages_write_them(number: Decimal) -> None:
    """An amount is grouped and pointed as the CLDR has it for Chinese and English."""
    places = decimals([number])
    said, form = write(number, places), f"#,##0.{'0' * places}"
    for locale in ("zh_CN", "en"):
        assert said == format_decimal(number, form, locale)


@given(
    st.text(st.sampled_from("ab 目标，。（”goals.toml-"), max_size=60),
    st.integers(4, 30),
)
def test_folding_loses_nothing(text: str, room: int) -> None:
    """Folded text is the same text; a line is too long only if it cannot be broken."""
    lines = folded(text, room)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert width(line) <= room or " " not in line


def test_what_nobody_translated_is_said_in_english() -> None:
    """A message or a language that has no catalogue falls back to English."""
    assert translated("no such message", "zh") == "no such message"
    assert translated("Look", "fr") == "Look"
    assert translated("", "zh") == ""
