from datetime import date
from decimal import Decimal

import pytest

from builders import judged
from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.colour_rules import apply_colour_rules
from goaltrack.analysis.open_sdg import status_of_score
from goaltrack.analysis.rollup import rollup
from goaltrack.ledger.presets import preset
from goaltrack.model.ledger import Mode
from goaltrack.reports.wording import Voice

LEVEL = (
    'kind = "level"\ntarget = 100\ndue = 2023-12-31\n'
    "baseline = {{ on = 2022-12-31, value = 0 }}\nweight = {}"
)
DAY = date(2023, 8, 1)


def at(value: int, weight: str = "1") -> Assessment:
    return judged(
        LEVEL.format(weight), f"{{ on = 2023-07-02, value = {value} }}", as_of=DAY
    )


NOTHING = judged(LEVEL.format("1"), as_of=DAY)
DROPPED = judged(
    'kind = "milestone"\ndropped = { on = 2023-01-01, reason = "r" }', as_of=DAY
)


def test_counts_worst_and_mean() -> None:
    """Parts are counted by state, the worst with a figure told, the mean weighted."""
    found = rollup([at(50), at(20, "3"), NOTHING, DROPPED], Mode.MEAN)
    assert (found.mode, found.goals, found.covered, found.measured) == ("mean", 3, 2, 2)
    counted = {state.value: number for state, number in found.counts.items()}
    assert counted == {"far-behind": 1, "no-data": 1, "on-track": 1}
    assert found.worst == "far-behind"
    assert found.mean == Decimal("0.275")


def test_nothing_known() -> None:
    """Of nothing there is no worst and no mean."""
    for parts in ([], [NOTHING], [DROPPED]):
        found = rollup(parts, Mode.WORST)
        assert (found.worst, found.mean, found.covered) == (None, None, 0)


def test_each_part_counts_from_nothing_to_whole() -> None:
    """One part far beyond its target does not make up for another one."""
    assert rollup([at(900), at(-50)], Mode.MEAN).mean == Decimal("0.5")


def test_what_a_mean_is_of() -> None:
    """Milestones by percent, others by figure / target, budgets and watching not."""
    stone = judged('kind = "milestone"', "{ on = 2023-01-01, percent = 40 }", as_of=DAY)
    level = judged(
        'kind = "level"\ntarget = 10', "{ on = 2023-01-01, value = 6 }", as_of=DAY
    )
    watch = judged(
        'kind = "level"\naim = "watch"', "{ on = 2023-01-01, value = 6 }", as_of=DAY
    )
    budget = judged(
        'kind = "total"\ntarget = 10\naim = "at-most"\nstart = 2023-01-01\ndue = "2023"',
        "{ on = 2023-03-01, value = 6 }",
        as_of=DAY,
    )
    found = rollup([stone, level, watch, budget], Mode.MEAN)
    assert (found.measured, found.mean) == (2, Decimal("0.5"))


@pytest.mark.parametrize(
    ("score", "status"),
    [
        (2.5185563910306596, "substantial_progress"),
        (1.3, "moderate_progress"),
        (-0.9229165765750275, "limited_progress"),
        (-2.3084012256907145, "limited_progress"),
        (-2.6, "deterioration"),
    ],
)
def test_several_series_have_the_status_of_their_mean_score(
    score: float, status: str
) -> None:
    """As Statistics Canada publishes them for its indicators (2026-03-10)."""
    assert status_of_score(score) == status


def test_the_mean_of_scores() -> None:
    """Under the rules of Open SDG a group has the mean of the scores that there are."""
    keys = 'kind = "level"\naim = "up"\nbaseline = { period = "2015", value = 100 }\n'
    rules = preset("sdg")
    found = [
        apply_colour_rules(
            judged(keys, f'{{ period = "2020", value = {value} }}'), rules
        )
        for value in (108, 90)
    ]
    nothing = apply_colour_rules(judged('kind = "milestone"'), rules)
    whole = rollup([*found, nothing], Mode.MEAN)
    scores = [one.score for one in found]
    assert nothing.score is None
    assert None not in scores
    assert whole.score == sum(filter(None, scores)) / 2
    said = Voice("en").rollup(whole)
    assert "mean score -1.1: limited progress" in said
    assert rollup([nothing], Mode.MEAN).score is None
