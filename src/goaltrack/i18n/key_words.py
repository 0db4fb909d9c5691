"""Other words for the keys and states of a goal, in English and in Chinese."""

from collections.abc import Mapping

_OF_KEYS: Mapping[str, tuple[str, ...]] = {
    "title": ("name", "label", "名称", "标题", "名字", "任务名称", "目标任务"),
    "target": ("to", "goal", "amount", "目标", "目标值"),
    "unit": ("units", "单位", "计量单位"),
    "due": (
        *("deadline", "until", "by-when", "end", "截止", "期限", "完成时限", "时限"),
        *("截止日期", "完成时间"),
    ),
    "owner": (
        *("assignee", "assign", "responsible", "lead", "who", "责任人", "牵头单位"),
        *("责任单位", "负责人", "责任方"),
    ),
    "parent": ("objective", "goal-of", "上级", "上级目标", "总目标"),
    "group": ("section", "category", "分组", "分类", "组"),
    "kind": ("type", "类型"),
    "baseline": ("from", "base", "start-value", "initial", "基期", "基数", "基期值"),
    "start": ("begin", "start-date", "开始", "起始"),
    "figure": ("formula", "expr", "expression", "calc", "computed", "公式"),
    "tags": ("tag", "labels", "标签"),
    "each": (
        "per",
        "repeat",
        "frequency",
        "every-period",
        "每",
        "考核周期",
        "频率",
        "频次",
        "周期",
    ),
    "every": ("更新频率", "报送频率", "通报频率", "填报频率"),
    "number": ("序号",),
    "state": ("status", "状态"),
    "colour": ("color", "颜色"),
    "weight": ("importance", "权重"),
    "note": ("description", "comment", "备注"),
    "source": ("reference", "来源", "出处"),
    "tolerance": ("about", "误差"),
    "gap": ("distance", "差距"),
    "progress": ("percent", "进度"),
}
_KEYS = {word: key for key, words in _OF_KEYS.items() for word in words}

_OF_STATES: Mapping[str, tuple[str, ...]] = {
    "met": ("done", "completed", "achieved", "finished", "closed", "已完成", "完成"),
    "missed": ("failed", "overdue", "expired", "逾期", "未完成", "超期"),
    "behind": ("delayed", "at-risk", "slipping", "lagging", "落后", "滞后", "有风险"),
    "far-behind": ("off-track", "critical", "严重滞后"),
    "on-track": ("active", "ok", "good", "in-progress", "正常", "进行中", "正常推进"),
    "open": ("todo", "pending", "not-started", "未开始", "待办"),
    "dropped": ("cancelled", "canceled", "abandoned", "已取消", "取消"),
    "paused": ("on-hold", "suspended", "已暂停", "暂停"),
    "no-data": ("empty", "unknown", "无数据"),
    "stale": ("outdated", "old", "过期"),
}
_STATES = {word: state for state, words in _OF_STATES.items() for word in words}


def key_for(word: str) -> str:
    """Return the key that another word means; "" if it means none."""
    return _KEYS.get(word.lower(), "")


_KINDS: Mapping[str, str] = {
    **dict.fromkeys(("水平", "存量", "水平指标"), "level"),
    **dict.fromkeys(("比率", "增速", "增长率", "比率指标"), "rate"),
    **dict.fromkeys(("累计", "累计指标", "累计量"), "total"),
    **dict.fromkeys(("年度", "年度累计", "年度累计指标", "年度量"), "year-total"),
    **dict.fromkeys(("任务", "里程碑", "项目", "工程"), "milestone"),
    "总目标": "objective",
}


def kind_in_english(word: str) -> str:
    """Return the kind that a Chinese word stands for; every other word as it is."""
    return _KINDS.get(word.strip(), word)


def state_for(word: str) -> str:
    """Return the state that another word means; "" if it means none."""
    return _STATES.get(word.lower(), "")


def key_in_english(word: str) -> str:
    """Return the key that a Chinese word stands for; every other word as it is.

    A Chinese word is taken, for it means one key; an English one only begets a hint.
    """
    return word if word.isascii() else key_for(word) or word
