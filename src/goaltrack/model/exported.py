"""The columns in which exports have the keys of goals, for `import` to read again."""

from collections.abc import Mapping, Sequence

PLAIN = (
    *("title", "kind", "unit", "target", "aim", "group", "tags", "owner", "source"),
    *("weight", "parent"),
)
"""Columns of exported goals that are called as the keys that they hold."""

AS_WRITTEN: Mapping[str, str] = {
    **dict.fromkeys(("due", "tolerance", "limit", "each", "need", "take", "start"), ""),
    **dict.fromkeys(("baseline", "plan", "pace", "steps", "every", "lag"), ""),
    **dict.fromkeys(("rollup", "number", "note", "fields", "dropped", "paused"), ""),
    "closed": "",
    "year_start": "year-start",
    "year_name": "year-name",
    "target_as_written": "target",
    "colour_by_hand": "colour",
    "revisions": "",
    "formula": "figure",
}
"""Columns behind those: as the ledger writes the key of that name, or the one given."""

MARKS = ("id", "kind", "due_first", "due_last", "target_as_written")
"""Columns by which a table of exported goals is known."""

SCHEMA = "goaltrack/export/1"
"""The name of the JSON of a whole export."""
SHEETS: Mapping[str, str] = {"en": "goals", "zh": "目标明细"}
"""The sheet of an exported workbook that has the goals as their ledger has them."""

CHINESE: Mapping[str, str] = {
    "id": "编号",
    "title": "目标任务",
    "group": "类别",
    "kind": "类型",
    "owner": "责任单位",
    "unit": "单位",
    "aim": "方向",
    "target": "目标值",
    "target_high": "目标上限",
    "due_first": "时限起",
    "due_last": "时限止",
    "state": "状态",
    "colour": "亮灯",
    "met_on": "达标日期",
    "days_left": "剩余天数",
    "figure": "最新数",
    "figure_first": "数据起",
    "figure_last": "数据止",
    "year_estimate": "全年预计",
    "attainment": "达成比例",
    "progress": "完成进度",
    "time_elapsed": "时间进度",
    "pace_ratio": "进度比",
    "gap": "差距",
    "forecast": "预测值",
    "probability": "达成概率",
    "source": "来源",
    "ledger": "账本",
    "as_of": "截至日期",
    "tags": "标签",
    "weight": "权重",
    "parent": "上级目标",
    "due": "完成时限",
    "tolerance": "允许误差",
    "limit": "极限值",
    "each": "考核周期",
    "need": "应达标数",
    "take": "取值方式",
    "start": "起算日期",
    "baseline": "基期",
    "plan": "计划",
    "pace": "进度方式",
    "steps": "节点",
    "every": "报送周期",
    "lag": "发布滞后天数",
    "rollup": "汇总方式",
    "number": "序号",
    "note": "备注",
    "fields": "自定义字段",
    "dropped": "取消",
    "paused": "暂停",
    "closed": "结束",
    "year_start": "财年起始月",
    "year_name": "财年命名",
    "target_as_written": "目标原文",
    "colour_by_hand": "人工亮灯",
    "revisions": "调整记录",
    "formula": "公式",
    "goal": "目标编号",
    "on": "日期",
    "period": "时期",
    "value": "数值",
    "change": "增减",
    "done": "完成",
    "percent": "进度",
    "replaces": "更正",
    "status": "数据性质",
    "recorded": "记录时间",
    "by": "记录人",
    "first": "起始日期",
    "last": "截止日期",
    "corrected_by": "被更正",
    "publisher": "发布单位",
    "published": "发布日期",
    "url": "网址",
    "file": "文件",
    "since": "比较日期",
    "state_before": "此前状态",
    "figure_before": "此前数",
}
"""The columns of exported tables as a Chinese workbook titles them."""
SOURCE_TITLE = "来源标题"
"""That of the title of a source, which is no goal."""
_ENGLISH = {chinese: name for name, chinese in CHINESE.items()}
_ENGLISH[SOURCE_TITLE] = "title"


def title_of(column: str, language: str) -> str:
    """Return the title of a column of an exported table in a language."""
    return CHINESE[column] if language == "zh" else column


def columns_of(titles: Sequence[str]) -> list[str]:
    """Return the columns that titles of an exported table mean, others as they are."""
    return [_ENGLISH.get(title, title) for title in titles]


def key_of(column: str) -> str:
    """Return the key that a column of `AS_WRITTEN` holds."""
    return AS_WRITTEN[column] or column
