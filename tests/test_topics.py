"""`goaltrack help TOPIC`: pages in both languages whose examples are true."""

import re
import shlex
from datetime import date
from decimal import Decimal

import pytest
import tomli

from conftest import Run
from goaltrack.analysis.filters import FIELDS, parse_filter
from goaltrack.analysis.states import State
from goaltrack.cli.commands.help import Topic
from goaltrack.i18n.text import width
from goaltrack.ledger.decode import decode
from goaltrack.ledger.schema import PRESETS
from goaltrack.model.amount import read
from goaltrack.model.period import moment
from goaltrack.reports.wording import Voice

TODAY = date(2026, 11, 25)
LANGUAGES = ("en", "zh")


def page(run: Run, topic: str, language: str) -> str:
    ran = run("help", topic, "--lang", language)
    assert (ran.code, ran.err) == (0, "")
    return ran.out


def examples(text: str) -> list[str]:
    """The texts in the first column of a page, which a comma divides."""
    lines = re.findall(r"(?m)^  (\S.*?)(?:  +.*)?$", text)
    return [part.strip() for line in lines for part in re.split(", ", line)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", Topic)
def test_a_page_fits(goaltrack: Run, topic: str, language: str) -> None:
    """Each page is there in both languages, and fits a terminal of 88 cells."""
    text = page(goaltrack, topic, language)
    assert max(width(line) for line in text.splitlines()) <= 88
    assert ("的" in text or "：" in text) == (language == "zh")


@pytest.mark.parametrize("language", LANGUAGES)
def test_periods_are_read(goaltrack: Run, language: str) -> None:
    """Every example of a day or period is one."""
    found = examples(page(goaltrack, "periods", language))
    assert len(found) > 25
    for text in found:
        moment(text, TODAY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_amounts_are_read(goaltrack: Run, language: str) -> None:
    """Every example of an amount is one, and converts as the page says."""
    found = examples(page(goaltrack, "amounts", language))
    for text in found:
        read(text, "亿元", "it")
    assert read("10120000万元", "亿元", "it").number == 1012


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ledger_is_one(goaltrack: Run, language: str) -> None:
    """The ledger and the rule set that are shown are read without a problem."""
    for topic in ("ledger", "rules"):
        text = page(goaltrack, topic, language)
        lines = (
            text.partition("own, in the ledger:" if language == "en" else "自定：")[2]
            or text
        )
        toml = "\n".join(re.findall(r"(?m)^  (.*)$", lines))
        toml = toml if topic == "ledger" else f"format = 1\n{toml}"
        data = tomli.loads(toml, parse_float=Decimal)
        assert decode(data)[1] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_rules_and_states_are_those_there_are(goaltrack: Run, language: str) -> None:
    """Each preset is named, and each state with its word."""
    text = page(goaltrack, "rules", language)
    assert re.findall('(?m)^  rules = "([a-z]+)"  ', text) == list(PRESETS)
    text = page(goaltrack, "states", language)
    voice = Voice(language)
    for state in State:
        assert re.search(rf"(?m){re.escape(voice.state(state))} +{state.value}$", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_filters_are_terms(goaltrack: Run, language: str) -> None:
    """Every field is explained, and every term that is shown is one."""
    text = page(goaltrack, "filters", language)
    for name in FIELDS:
        assert re.search(rf"(?<![a-z]){name}(?![a-z])", text), name
    for line in re.findall("(?m)^  goaltrack (.*)$", text):
        words = [word for word in shlex.split(line) if re.search("[:<>=]", word)]
        assert words
        assert all(parse_filter(word) for word in words)
    shown = re.findall(r"(?<![a-z])[a-z-]+(?:[<>]=?|:)[^\s,、：]+", text)
    assert len(shown) > 12
    assert all(parse_filter(word.strip("'")) for word in shown)


def test_help_explains_commands_too(goaltrack: Run) -> None:
    """`help add` is `add --help`; a topic that is none is told with those there are."""
    assert goaltrack("help", "add") == goaltrack("add", "--help")
    assert goaltrack("help", "nothing").err == (
        "error: TOPIC takes one of ledger, periods, amounts, states, rules, filters, report\n"
    )
