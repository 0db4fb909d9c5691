"""Errors as Python programs meet them."""

import ast
import pickle
import re
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

import goaltrack
from goaltrack.errors import (
    BadLedger,
    GoaltrackError,
    Inaccessible,
    InvalidAmount,
    InvalidPeriod,
)
from goaltrack.i18n.messages import MESSAGES
from goaltrack.model import amount, period

OPTION = re.compile(r"(^|[\s`(])--?[a-z]|goaltrack [a-z]+`")
CHECKS = {"two-figures", "lost-entry"}
"""Said by `goaltrack check` only."""
WRITES = {"git", "starter", "journal"}
"""Modules that reading a ledger does not come to."""


def test_an_error_comes_back_from_another_process() -> None:
    """Class, code and sentence are the same; nothing waits for ever."""
    Path("bad.toml").write_text("format = 1\ngoals = 3\n", encoding="utf-8")
    with ProcessPoolExecutor(1, get_context("spawn")) as pool:
        for path, kind in (("bad.toml", BadLedger), ("none.toml", Inaccessible)):
            with pytest.raises(kind) as here:
                goaltrack.load(path)
            with pytest.raises(kind) as there:
                pool.submit(goaltrack.load, path).result(60)
            assert str(there.value) == str(here.value)
            assert there.value.say("zh") == here.value.say("zh")


@pytest.mark.parametrize(
    ("kind", "attempt"),
    [
        (InvalidAmount, lambda: amount.read("3 or 4", "km", "run")),
        (InvalidPeriod, lambda: period.read("soon")),
        (Inaccessible, lambda: goaltrack.load("none.toml")),
    ],
)
def test_an_error_is_pickled_with_its_code(
    kind: type[GoaltrackError], attempt: Callable[[], object]
) -> None:
    """An error has its class, code, facts and words on both sides of a pickle."""
    with pytest.raises(kind) as caught:
        attempt()
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own
    assert type(again) is kind
    assert again.code == caught.value.code
    assert again.phrase == caught.value.phrase
    assert str(again) == str(caught.value)


CALCULATIONS = [
    path
    for name in ("model", "analysis")
    for path in sorted((Path(goaltrack.__file__).parent / name).glob("*.py"))
]


@pytest.mark.parametrize("path", CALCULATIONS, ids=lambda path: path.stem)
def test_calculations_hold_no_sentence_and_no_option(path: Path) -> None:
    """Calculations give codes and facts; sentences and options stand elsewhere."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert not names & {"Phrase", "Message", "translated"}
    documents = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        if isinstance(node.body[0], ast.Expr)
    }
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if id(node) not in documents
    ]
    assert not [text for text in texts if OPTION.search(text)]


def test_a_program_is_told_of_no_option() -> None:
    """No sentence that `goaltrack.load` can raise names an option or a command."""
    package = Path(goaltrack.__file__).parent
    told = [MESSAGES[code] for code in MESSAGES if code not in CHECKS]
    for folder in ("ledger", "session.py", "errors.py"):
        root = package / folder
        for path in sorted(root.glob("*.py")) if root.is_dir() else [root]:
            if path.stem in WRITES:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if not isinstance(node, ast.Call) or not isinstance(
                    node.func, ast.Name
                ):
                    continue
                if node.func.id in ("Message", "Phrase"):
                    told += [
                        part.value
                        for part in ast.walk(node)
                        if isinstance(part, ast.Constant)
                        and isinstance(part.value, str)
                    ]
    assert len(told) > 100
    assert not [text for text in told if OPTION.search(text)]
