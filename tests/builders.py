"""Goals and ledgers for tests, from the text that a user would write."""

from datetime import date
from decimal import Decimal
from textwrap import dedent

import tomli

from goaltrack.analysis.assess import Assessment, assess
from goaltrack.analysis.series import Series, series
from goaltrack.ledger.decode import decode
from goaltrack.ledger.validate import Problem
from goaltrack.model.ledger import Goal, Ledger

TODAY = date(2026, 11, 25)
LATE = date(2099, 12, 31)


def decoded(text: str) -> tuple[Ledger, list[Problem]]:
    """The ledger that a text holds, and its problems."""
    return decode(tomli.loads(dedent(text), parse_float=Decimal))


def sound(text: str) -> Ledger:
    """The ledger that a text holds, which must have no problem."""
    ledger, problems = decoded(text)
    assert problems == []
    return ledger


def goal(keys: str, *rows: str) -> Goal:
    """The goal with these keys and these rows of progress."""
    title = "" if "title" in keys else 'title = "A goal"\n'
    text = f"format = 1\n[goals.it]\n{title}{dedent(keys)}\nprogress = [\n"
    return sound(text + ",\n".join(rows) + "\n]\n").goals["it"]


def judged(keys: str, *rows: str, as_of: date = LATE) -> Assessment:
    """The assessment of that goal as of a day."""
    return assess(goal(keys, *rows), as_of)


def figures(keys: str, *rows: str, as_of: date = LATE) -> Series:
    """The figures of that goal as of a day."""
    return series(goal(keys, *rows), as_of)
