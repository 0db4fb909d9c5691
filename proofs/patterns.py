"""The worst of texts for everything that reads text: time grows with its length only.

    python proofs/patterns.py

Fifty thousand characters each; the best of three runs, since machines are noisy.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import date

from common import report

from goaltrack.errors import GoaltrackError
from goaltrack.importing.cells import rounded, without_flag
from goaltrack.importing.columns import name_and_unit
from goaltrack.importing.goal_columns import aim_of
from goaltrack.importing.layout import period_of
from goaltrack.ledger.load import parse
from goaltrack.ledger.positions import comments, scan
from goaltrack.model.amount import read
from goaltrack.model.period import moment
from goaltrack.model.target import parse_target, without_base_year

LENGTH = 50_000
TODAY = date(2026, 11, 25)
MOST = 0.050

PIECES = (
    *("9", "9,", ",999", "1.", "-", "+", "=", " ", "万", "亿", "千亿", "1e", "a", "a."),
    *(
        "2023-",
        "2023H",
        "年",
        "1月",
        "第",
        "(",
        "（a）",
        "至少",
        " each ",
        "..",
        "十四五",
        "W1",
        "\r",
        "\n",
        "\t",
    ),
    *('"', "'", '"""', "'''", "\\", "#", "[", "{", "[[", "{a=", "]", "},"),
    *("<<<<<<< ", "=======\n", "\N{FULLWIDTH DIGIT NINE}"),
)


def amount(text: str) -> None:
    """As an amount."""
    read(text, "亿元", "it")


def period(text: str) -> None:
    """As a day or period."""
    moment(text, TODAY)


def target(text: str) -> None:
    """As a target."""
    parse_target(text)
    without_base_year(text)


def cell(text: str) -> None:
    """As a cell of a table: a name, a period, a figure with its flag."""
    name_and_unit(text)
    period_of(text, "2026")
    without_flag(text, "km")
    rounded(text)
    aim_of(text)


def ledger(text: str) -> None:
    """As a ledger, and as the text of one."""
    parse("goals.toml", text.encode())


def inside(text: str) -> None:
    """As the text of a ledger that was accepted, to be searched for places."""
    comments(text)
    scan(text)


def accepted(text: str) -> list[str]:
    """The text within an array, strings and a comment, where TOML allows it there."""
    found = []
    for value in (f"[{text}]", f'"""{text}"""', f"1 # {text}", f"'''{text}'''"):
        with suppress(GoaltrackError):
            found.append(parse("goals.toml", f"a = {value}\n".encode()).text)
    return found


def best(work: Callable[[str], None], text: str) -> float:
    """Seconds that the work takes at best."""
    times = []
    for _ in range(3):
        start = time.perf_counter()
        with suppress(GoaltrackError):
            work(text)
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Try every piece, repeated and ended in several ways, and report."""
    slowest, tried, where = 0.0, 0, ""
    for piece in PIECES:
        for end in ("", "x", '"', "]"):
            text = (piece * LENGTH)[:LENGTH] + end
            works = [(work, text) for work in (amount, period, target, cell, ledger)]
            works += [(inside, each) for each in accepted(text)]
            for work, each in works:
                seconds = best(work, each)
                tried += 1
                if seconds > slowest:
                    slowest, where = seconds, f"{work.__name__} of {piece!r}"
    figures = {"texts": tried, f"ms at most ({where})": round(slowest * 1000, 1)}
    report("worst texts", figures, good=slowest < MOST)


if __name__ == "__main__":
    main()
