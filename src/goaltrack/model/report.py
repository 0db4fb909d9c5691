"""What a ledger asks of its report: columns, their order, and who reports."""

from collections.abc import Mapping
from typing import NamedTuple

COLUMNS = (
    *("number", "title", "id", "state", "light", "target", "due", "left", "owner"),
    *("group", "kind", "nature", "unit", "tags", "parent", "weight", "baseline"),
    *("latest", "figure", "same-period", "growth", "progress", "elapsed", "gap"),
    *("chance", "forecast", "trend", "age", "latest-note", "problem", "next-step"),
    *("note", "source"),
)
"""The columns of boards and registers, by their names."""
FIELD = "fields."
"""How a column begins that shows a field under a name of the user's own."""

PRESETS: Mapping[str, tuple[str, ...]] = {
    "supervision": (
        *("number", "title", "nature", "target", "due", "owner", "figure", "growth"),
        *("progress", "elapsed", "latest-note", "problem", "next-step", "state"),
    ),
    "okr": (
        *("title", "owner", "latest", "progress", "chance", "gap", "due"),
        *("latest-note", "state"),
    ),
    "public": ("title", "target", "due", "figure", "progress", "state", "source"),
}
"""Sets of columns by a name: for supervision, for OKRs, for the public."""

SORTS = (
    *("number", "urgency", "id", "title", "owner", "due", "as-of", "target", "figure"),
    *("gap", "progress", "pace", "chance", "days", "age", "weight"),
)
"""By what goals may be ordered."""

PROBLEM = (
    *("problem", "problems", "issue", "issues", "blocker", "blockers", "risk", "risks"),
    *("存在的问题", "存在问题", "问题", "主要问题", "困难", "存在困难", "困难问题"),
    *("存在的困难", "存在的主要问题", "存在困难问题", "需协调解决的问题"),
)
NEXT_STEP = (
    *(
        "next-step",
        "next step",
        "next steps",
        "next-steps",
        "next",
        "action",
        "actions",
    ),
    *("下一步措施", "下一步", "下步措施", "下一步工作", "下一步工作措施", "下一步计划"),
    *(
        "下一步打算",
        "下步打算",
        "下步计划",
        "下一步工作打算",
        "下一步安排",
        "下一步举措",
    ),
)
NATURE = ("nature", "指标性质", "性质", "属性", "指标属性", "指标类型")
"""Names that a field may have for a problem, for what is done next, and for whether a
target binds or is expected (约束性, 预期性)."""


class ReportSettings(NamedTuple):
    """The `[report]` of a ledger."""

    columns: tuple[str, ...] = ()
    """The columns of the register; none: those of the preset."""
    preset: str | None = None
    sort: str | None = None
    """By what the register is ordered; None: as the plan has it."""
    by: str | None = None
    """The unit that reports."""


AS_USUAL = ReportSettings()
