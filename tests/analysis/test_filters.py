"""Terms that say which goals are meant: laws against plain conditions, and refusals."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from goaltrack.analysis.assess import Assessment, assess
from goaltrack.analysis.colour_rules import apply_colour_rules
from goaltrack.analysis.filters import (
    FIELDS,
    GROUPS,
    ORDERS,
    ordered,
    parse_filter,
    select,
)
from goaltrack.analysis.states import State
from goaltrack.errors import BadUsage, InvalidAmount
from goaltrack.ledger.decode import decode
from goaltrack.ledger.presets import preset
from goaltrack.model.report import SORTS
from goaltrack.reports.wording import words

TODAY = date(2023, 8, 4)


def _everything() -> list[Assessment]:
    found = []
    for name in ("goals.toml", "tests/rich.toml"):
        path = Path(__file__).parent.parent.parent / name
        data = tomli.loads(path.read_text("utf-8"), parse_float=Decimal)
        ledger, problems = decode(data)
        assert not problems
        rules = preset("pace")
        found += [
            apply_colour_rules(assess(g, TODAY), rules) for g in ledger.goals.values()
        ]
    return found


ALL = _everything()


def ids(*texts: str) -> set[str]:
    terms = [found for text in texts if (found := parse_filter(text))]
    assert len(terms) == len(texts)
    return {one.goal.id for one in select(ALL, terms, TODAY, words())}


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("status:stale", lambda a: a.state is State.STALE),
        ("status:yellow", lambda a: a.colour == "yellow"),
        ("status:met,late", lambda a: a.state in (State.MET, State.LATE)),
        ("status:已完成", lambda a: a.state is State.MET),
        ("status:绿", lambda a: a.colour == "green"),
        ("state!=met", lambda a: a.state is not State.MET),
        ("colour=grey", lambda a: a.colour == "grey"),
        ("kind:level,total", lambda a: a.goal.kind.value in ("level", "total")),
        ("kind:年度量", lambda a: a.goal.kind.value == "year-total"),
        ("owner:ME", lambda a: a.goal.owner == "me"),
        ("owner:", lambda a: not a.goal.owner),
        ("owner!=me", lambda a: a.goal.owner != "me"),
        ("group:产", lambda a: "产" in a.goal.group),
        ("group=产业", lambda a: a.goal.group == "产业"),
        ("tag:run", lambda a: "run" in a.goal.tags),
        ("tag:", lambda a: not a.goal.tags),
        ("title:千亿", lambda a: "千亿" in a.goal.title),
        ("id:storage", lambda a: "storage" in a.goal.id),
        ("source:", lambda a: a.goal.source is None),
        ("unit:亿元", lambda a: a.goal.unit == "亿元"),
        ("due<2024", lambda a: a.goal.due and a.goal.due.last < date(2024, 1, 1)),
        ("due<=2023", lambda a: a.goal.due and a.goal.due.last <= date(2023, 12, 31)),
        ("due>2023H1", lambda a: a.goal.due and a.goal.due.last > date(2023, 6, 30)),
        ("due>=2025", lambda a: a.goal.due and a.goal.due.last >= date(2025, 1, 1)),
        ("due:2023", lambda a: a.goal.due and a.goal.due.last.year == 2023),
        ("met<2023-06", lambda a: a.met_on and a.met_on < date(2023, 6, 1)),
        ("figure>=600", lambda a: a.figure and a.figure.value >= 600),
        ("gap>100亿元", lambda a: a.goal.unit == "亿元" and a.gap and a.gap > 100),
        ("gap>1000000万元", lambda a: a.goal.unit == "亿元" and a.gap and a.gap > 100),
        ("days<0", lambda a: a.days_left is not None and a.days_left < 0),
        ("days<=149", lambda a: a.days_left is not None and a.days_left <= 149),
        ("age>=95", lambda a: a.age is not None and a.age >= 95),
        ("progress<30%", lambda a: a.progress is not None and a.progress < Decimal("0.3")),
        ("pace>=0.9", lambda a: a.trajectory and a.trajectory.pace_ratio is not None and a.trajectory.pace_ratio >= Decimal("0.9")),
        ("chance>50%", lambda a: a.forecast and a.forecast.probability is not None and a.forecast.probability > 0.5),
        ("weight=1", lambda a: a.goal.weight == 1),
    ],
)  # fmt: skip
def test_a_term_is_a_condition(text: str, holds: Callable[[Assessment], Any]) -> None:
    """Each kind of term holds for just the goals of which the plain condition is true."""
    meant = {a.goal.id for a in ALL if holds(a)}
    assert ids(text) == meant
    assert text in ("source:", "weight=1") or 0 < len(meant) < len(ALL)


@given(
    st.lists(
        st.sampled_from(
            ["status:met", "due<2026", "kind:level", "id:storage", "days>0", "tag:储能"]
        ),
        max_size=4,
    )
)
def test_terms_are_anded(texts: list[str]) -> None:
    """Several terms choose what each of them chooses; their order does not matter."""
    both = ids(*texts)
    for text in texts:
        assert both <= ids(text)
    assert both == ids(*reversed(texts))
    each = [ids(text) for text in texts]
    assert both == set.intersection({a.goal.id for a in ALL}, *each)


@pytest.mark.parametrize("name", ORDERS)
def test_an_order_keeps_every_goal(name: str) -> None:
    """Each order has every goal once, the unknown last, and reversed the known turned."""
    found = ordered(ALL, name)
    assert sorted(a.goal.id for a in found) == sorted(a.goal.id for a in ALL)
    key = ORDERS[name]
    keys = [key(a) for a in found]
    known = [k for k in keys if k is not None]
    assert keys == known + [None] * (len(keys) - len(known))
    assert known == sorted(known)  # type: ignore[type-var]
    back = [key(a) for a in ordered(ALL, name, is_reversed=True)]
    assert back == known[::-1] + [None] * (len(keys) - len(known))


def test_the_options_are_those_of_the_language() -> None:
    """--sort and --group of `status` know each order and heading, and no other."""
    from goaltrack.cli.commands.status import Heading  # noqa: PLC0415 - a command

    assert set(SORTS) == set(ORDERS)
    assert {heading.value for heading in Heading} == set(GROUPS)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("owner<3", BadUsage),
        ("due!=2025", BadUsage),
        ("gap!=3", BadUsage),
        ("state:mett", BadUsage),
        ("status:", BadUsage),
        ("kind:road", BadUsage),
        ("gap>abc", InvalidAmount),
        ("pace<x", InvalidAmount),
    ],
)
def test_what_cannot_be_compared(text: str, error: type[Exception]) -> None:
    """A wrong sign, word or number is refused, not taken for a term that never holds."""
    with pytest.raises(error):
        ids(text)


@pytest.mark.parametrize(
    "text", ["gdp", "a:gdp", "due", "Due<2", ":x", "nothing:x", ""]
)
def test_what_is_no_term(text: str) -> None:
    """Names of goals, and fields that are none, are no terms."""
    assert parse_filter(text) is None


def test_every_field_can_be_asked() -> None:
    """No field of the language fails for any goal."""
    values = {"status": "met", "state": "met", "colour": "red", "kind": "level"}
    for name in FIELDS:
        sign = ":" if name not in ("gap", "pace") else "="
        value = values.get(name, "2023" if name in ("due", "met", "as-of") else "5")
        assert ids(f"{name}{sign}{value}") <= {a.goal.id for a in ALL}
