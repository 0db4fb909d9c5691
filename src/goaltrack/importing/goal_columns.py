"""A table of goals: which column holds which key, and of which kind a goal is."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from goaltrack.importing.layout import period_of
from goaltrack.model.ledger import Aim, Kind

NAMES: Mapping[str, tuple[str, ...]] = {
    "title": (
        *("title", "goal", "target name", "key result", "indicator", "task", "name"),
        *("objective name", "commitment"),
        *(
            "目标任务",
            "任务",
            "任务名称",
            "工作任务",
            "重点任务",
            "重点工作",
            "工作内容",
            "目标",
            "指标",
            "指标名称",
            "项目",
        ),
    ),
    "id": ("id", "编号", "代号"),
    "number": ("no.", "no", "number", "#", "序号"),
    "kind": ("kind", "type", "类型", "类别"),
    "unit": ("unit", "units", "单位", "计量单位"),
    "target": (
        *("target", "target value", "goal value"),
        *("目标值", "量化目标", "年度目标", "计划数"),
    ),
    "aim": ("aim", "direction", "方向"),
    "due": (
        *("due", "due date", "deadline", "by when"),
        *("完成时限", "完成时间", "截止日期", "时限"),
    ),
    "start": ("start", "start date", "from", "起始", "起始时间", "开始时间"),
    "baseline": (
        *("baseline", "base", "start value"),
        *("基期", "基期值", "基数", "基准值"),
    ),
    "baseline-year": ("baseline year", "base year", "基期年", "基期年份"),
    "owner": (
        *("owner", "responsible", "lead", "who"),
        *("牵头单位", "责任单位", "责任人", "牵头部门"),
    ),
    "group": ("group", "section", "分组", "分类", "领域"),
    "parent": ("parent", "objective", "上级目标", "所属目标"),
    "weight": ("weight", "权重"),
    "each": ("each", "frequency", "考核周期"),
    "year-start": ("year start", "fiscal year start", "财年起始月"),
    "limit": ("limit", "上限"),
    "tags": ("tags", "labels", "标签"),
    "note": ("note", "notes", "remark", "备注", "说明"),
    "current": (
        *("current", "current value", "latest", "actual"),
        *("当前值", "最新进展", "完成情况"),
    ),
}
"""The names of the column of each key of a goal, in either language, lower case."""

FIELDS = (
    *(
        "配合单位",
        "协办单位",
        "责任领导",
        "存在的问题",
        "存在问题",
        "下一步措施",
        "工作措施",
    ),
    *("partners", "supporting", "problems", "next steps", "risks"),
)
"""Columns that become `fields` of a goal by themselves, lower case."""

_KINDS: Mapping[str, Kind] = {
    "水平": Kind.LEVEL,
    "存量": Kind.LEVEL,
    "比率": Kind.RATE,
    "增速": Kind.RATE,
    "累计": Kind.TOTAL,
    "年度": Kind.YEAR_TOTAL,
    "任务": Kind.MILESTONE,
    "总目标": Kind.OBJECTIVE,
}
_GROWTH = re.compile(
    r"增长|增速|涨幅|同比|失业率|赤字率|growth|unemployment|inflation|deficit ratio"
    r"|within \d+ ?(?:hours?|minutes?|days?)|小时内|分钟内",
    re.IGNORECASE,
)
_SHARE = re.compile(r"率|占比|比重|覆盖|coverage|share|rate\b", re.IGNORECASE)
_ADDS_UP = re.compile(
    r"^\d|累计|新增|新建|改造|完成.*(?:公里|个|套|户|亩)"
    r"|new |added|build|plant|run |read |save",
    re.IGNORECASE,
)
_FLOWS = re.compile(
    r"GDP|生产总值|产值|增加值|营收|营业收入|销售收入|税收|财政收入|投资额|进出口|零售|产量"
    r"|output|revenue|sales|income|turnover",
    re.IGNORECASE,
)


class GoalColumns(NamedTuple):
    """Which column holds which key of a goal, and which are not read."""

    by_key: Mapping[str, str]
    unknown: tuple[str, ...]
    fields: tuple[str, ...] = ()
    """Columns that become texts of the goal under their own names."""
    plans: Mapping[str, str] = {}
    """Columns of what is planned by a time, and the period in their names."""
    figures: Mapping[str, str] = {}
    """Columns of what was reached by a time, and the period in their names."""


def find_goal_columns(
    names: Sequence[str], mapped: Mapping[str, str], *, keeps: bool = False
) -> GoalColumns | None:
    """Return the columns of a table of goals; None if it has no goals.

    Goals have a title and a target, by the names of the columns, or as `mapped` says.
    With `keeps` each other column is a field.
    """
    known = {word: key for key, words in NAMES.items() for word in words}
    found = dict(mapped)
    unknown = []
    for name in names:
        word = name.strip().lower().replace("_", " ")
        key = known.get(word)
        if not name or name in mapped.values():
            continue
        if key is None or key in found:
            unknown.append(name)
        else:
            found[key] = name
    if "title" not in found or "target" not in found:
        return None
    plans, figures = timed(unknown, _PLAN), timed(unknown, _FIGURE)
    left = [name for name in unknown if name not in plans and name not in figures]
    fields = [name for name in left if keeps or name.strip().lower() in FIELDS]
    rest = tuple(name for name in left if name not in fields)
    return GoalColumns(found, rest, tuple(fields), plans, figures)


_PLAN = re.compile(
    r"计划(?:进度|完成)?[数值]?|(?:进度|节点|阶段)?目标[数值]?"
    r"|planned|plan|target|milestone|checkpoint",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"(?:实际|累计)?完成(?:情况|进度)?[数值量]?|实际[数值]?|实绩|进展"
    r"|actual|reached|result|achieved",
    re.IGNORECASE,
)
"""Words beside the period in the name of a column; of figures there may be none."""


def timed(names: Iterable[str], words: re.Pattern[str]) -> dict[str, str]:
    """Return the columns that are named by a period and such a word, and their periods.

    A period that has no year stands as it is written.
    """
    found = {}
    for name in names:
        text = words.sub("", name, count=1) if words.search(name) else name
        text = re.sub(r"[\s()（）:：_]", "", text)
        is_said = words is _FIGURE or text != re.sub(r"[\s()（）:：_]", "", name)
        if is_said and period_of(text, _SOME_YEAR):
            found[name] = text
    return found


_SOME_YEAR = "2000"


def kind_of(text: str) -> Kind | None:
    """Return the kind that a cell names, in either language; None if it names none."""
    word = text.strip().lower()
    for kind in Kind:
        if word == kind.value:
            return kind
    return _KINDS.get(text.strip())


def aim_of(text: str) -> Aim | None:
    """Return the aim that a column of directions names; None if it names none."""
    word = text.strip().lower()
    for aim in Aim:
        if word == aim.value:
            return aim
    if _LESS.search(word):
        return Aim.AT_MOST
    return Aim.AT_LEAST if _MORE.search(word) else None


_LESS = re.compile(
    r"decreas|reduc|lower|at most|at or below|fewer|less|减|降|不高|不超|逆向"
)
_MORE = re.compile(r"increas|higher|at least|at or above|more|增|升|提高|不低|正向")


def inferred_kind(title: str, unit: str, target: str) -> Kind:
    """Return the kind that title, unit and target speak of.

    A deed without a number is a milestone; growth and what is measured afresh each time
    a rate, other shares levels; what is new adds up, what is produced does each year.
    """
    if not any(char.isdecimal() for char in target):
        return Kind.MILESTONE
    said = f"{title} {unit}"
    if _GROWTH.search(said):
        return Kind.RATE
    if "%" in f"{unit}{target}" or "％" in f"{unit}{target}" or _SHARE.search(title):
        return Kind.LEVEL
    if _ADDS_UP.search(said):
        return Kind.TOTAL
    return Kind.YEAR_TOTAL if _FLOWS.search(said) else Kind.LEVEL


def texts_of(columns: GoalColumns, cells: Mapping[str, str]) -> dict[str, str]:
    """Return the texts of a row by key, those that say something."""
    found = {key: cells[name].strip() for key, name in columns.by_key.items()}
    return {key: text for key, text in found.items() if text.lower() not in _NOTHING}


_NOTHING = ("", "-", "--", "–", "—", "…", "/", "n/a", "na", "none", "tbd", "无")
"""Cells in which nothing is said."""
