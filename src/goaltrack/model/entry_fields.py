"""The keys of an entry, in one table.

From it come the reader of ledgers, the rows that are written, the columns of exported
entries, the names by which `import` knows a column, and the schemas.
"""

from collections.abc import Callable
from enum import StrEnum
from typing import NamedTuple

from goaltrack.model.ledger import Entry
from goaltrack.model.period_label import label


class ValueType(StrEnum):
    """The type of a value, which decides how it is read, written and described."""

    ID = "id"
    DAY = "day"
    PERIOD = "period"
    NUMBER = "number"
    DONE = "done"
    PERCENT = "percent"
    STATUS = "status"
    CITATION = "citation"
    TEXT = "text"
    MOMENT = "moment"
    FIELDS = "fields"


class EntryField(NamedTuple):
    """A key of an entry."""

    name: str
    type: ValueType
    meaning: str
    titles: tuple[str, ...]
    """Other names of its column in tables, in English (lower case) and Chinese."""
    get: Callable[[Entry], object]
    """Return its value in an entry, as a ledger or a table has it; None without one."""


def _is_day(entry: Entry) -> bool:
    return entry.period.first == entry.period.last


ENTRY_FIELDS = (
    EntryField(
        "id",
        ValueType.ID,
        "its name: 8 random letters and digits, given by `add`",
        ("entry", "编号"),
        lambda e: e.id,
    ),
    EntryField(
        "on",
        ValueType.DAY,
        "the day on which it is true; exactly one of on, period",
        ("date", "day", "daystamp", "日期"),
        lambda e: e.period.last if _is_day(e) else None,
    ),
    EntryField(
        "period",
        ValueType.PERIOD,
        "the period over which it was produced; on a year-total, one that "
        "starts on 1 January is a year to date",
        (
            *("when", "as of", "year", "time", "time_period", "ref_date", "month"),
            *("quarter", "fiscal year", "financial year", "time period"),
            *("时期", "期间", "时间", "年份", "年度", "财年", "期别", "月份", "报告期"),
        ),
        lambda e: None if _is_day(e) else label(e.period, "en"),
    ),
    EntryField(
        "value",
        ValueType.NUMBER,
        "the figure, in the goal's unit; exact",
        (
            *("figure", "amount", "total", "cumulative", "obs_value", "数值", "数字"),
            *("值", "完成数", "本期", "本月", "当月", "累计", "累计值", "本年累计"),
        ),
        lambda e: e.value,
    ),
    EntryField(
        "change",
        ValueType.NUMBER,
        "for total and level: adds to the figure before it",
        ("增减", "变动"),
        lambda e: e.change,
    ),
    EntryField(
        "done",
        ValueType.DONE,
        "on a milestone: that it, or a step of it, is reached",
        ("step", "完成", "节点"),
        lambda e: e.done or None,
    ),
    EntryField(
        "percent",
        ValueType.PERCENT,
        "on a milestone: how far it is",
        ("进度", "百分比"),
        lambda e: e.percent,
    ),
    EntryField(
        "replaces",
        ValueType.ID,
        "the id of the entry that it corrects, which stays and counts no more",
        ("更正",),
        lambda e: e.replaces,
    ),
    EntryField(
        "status",
        ValueType.STATUS,
        "how firm it is; a forecast is shown, never counted",
        ("obs_flag", "obs_status", "flag", "flags", "状态", "性质", "标志"),
        lambda e: e.status,
    ),
    EntryField(
        "source",
        ValueType.CITATION,
        "where it was published",
        ("来源",),
        lambda e: e.source and str(e.source),
    ),
    EntryField(
        "note",
        ValueType.TEXT,
        "a remark; may be all that an entry says",
        ("remark", "备注"),
        lambda e: e.note,
    ),
    EntryField(
        "recorded",
        ValueType.MOMENT,
        "when it was written down: what was known on a day goes by this",
        ("记录于", "记录日期"),
        lambda e: e.recorded,
    ),
    EntryField(
        "by",
        ValueType.TEXT,
        "who wrote it down",
        ("记录人",),
        lambda e: e.by,
    ),
    EntryField(
        "fields",
        ValueType.FIELDS,
        "texts under names of your own",
        (),
        lambda e: e.fields,
    ),
)
"""The keys in the order in which a row is written."""

STATUSES = ("preliminary", "revised", "final", "forecast")
"""How firm a figure may be."""
