"""Tables of goals: which columns they have, and of which kind each goal is."""

import pytest

from goaltrack.importing.goal_columns import (
    NAMES,
    find_goal_columns,
    inferred_kind,
    kind_of,
    texts_of,
)
from goaltrack.model.ledger import Kind


def test_columns_by_their_names() -> None:
    """In either language; what is doubled or unknown is not read."""
    names = ("序号", "目标任务", "目标值", "单位", "", "Unit", "附件")
    found = find_goal_columns(names, {})
    assert found is not None
    assert found.by_key == {
        "number": "序号", "title": "目标任务", "target": "目标值", "unit": "单位"
    }  # fmt: skip
    assert found.unknown == ("Unit", "附件")
    assert find_goal_columns(("goal", "on", "value"), {}) is None
    assert find_goal_columns(("指标", "2023", "2024"), {}) is None
    mapped = find_goal_columns(
        ("What", "How much"), {"title": "What", "target": "How much"}
    )
    assert mapped is not None
    assert mapped.unknown == ()


def test_no_name_is_of_two_keys() -> None:
    """Each name of a column belongs to one key, in lower case."""
    words = [word for names in NAMES.values() for word in names]
    assert len(set(words)) == len(words)
    assert all(word == word.lower() for word in words)


@pytest.mark.parametrize(
    ("title", "unit", "target", "kind"),
    [
        ("地区生产总值", "亿元", "1000", "year-total"),
        ("规上工业增加值增长", "%", "6", "rate"),
        ("城镇调查失业率", "%", "5.5", "rate"),
        ("新增城镇就业", "人", "4000", "total"),
        ("养老服务设施覆盖率", "%", "100", "level"),
        ("森林覆盖率", "", "45", "level"),
        ("红色干线全线通车", "", "建成通车", "milestone"),
        ("Road open", "", "", "milestone"),
        ("Answers within 4 hours", "%", "95", "rate"),
        ("Net promoter score", "points", "45", "level"),
        ("Revenue", "EUR", "2,000", "year-total"),
        ("Read 24 books", "books", "24", "total"),
        ("Share of customers", "", "40%", "level"),
    ],
)
def test_the_kind_that_is_spoken_of(
    title: str, unit: str, target: str, kind: str
) -> None:
    """By the words of the title, the unit, and whether there is a number."""
    assert inferred_kind(title, unit, target) == kind


def test_the_kind_that_is_said() -> None:
    """As a ledger writes it, or in Chinese; any other word is none."""
    assert (kind_of(" Rate "), kind_of("年度"), kind_of("x")) == (
        Kind.RATE, Kind.YEAR_TOTAL, None
    )  # fmt: skip


def test_cells_that_say_nothing() -> None:
    """A dash is no text."""
    found = find_goal_columns(("title", "target", "note"), {})
    assert found is not None
    cells = {"title": " A ", "target": "—", "note": "n/a"}
    assert texts_of(found, cells) == {"title": "A"}
