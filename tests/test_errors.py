"""Errors as Python programs meet them."""

import pickle
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
from goaltrack.model import amount, period


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
