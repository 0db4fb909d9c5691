"""Which way a state turned."""

from datetime import date

import pytest

from builders import judged
from goaltrack.analysis.changes import Change
from goaltrack.analysis.states import State


@pytest.mark.parametrize(
    ("before", "after", "turn"),
    [
        ("behind", "on-track", 1),
        ("far-behind", "behind", 1),
        ("on-track", "met", 1),
        ("on-target", "on-track", 0),
        ("on-track", "behind", -1),
        ("behind", "missed", -1),
        ("met", "on-target", 0),
        ("no-data", "behind", -1),
        ("no-data", "on-track", 0),
        ("behind", "stale", 0),
        ("behind", "no-result", 0),
        ("behind", "behind", 0),
    ],
)
def test_better_and_worse(before: str, after: str, turn: int) -> None:
    """Only states that judge turn; bad news of what nothing was known of is worse."""
    one = judged('kind = "level"\ntarget = 5', as_of=date(2026, 1, 1))
    views = [one._replace(state=State(name)) for name in (before, after)]
    assert Change(views[0], views[1], (), ()).turn == turn
