"""Words of other programs, and of Chinese, by what people mean with them.

Each is answered with what to type instead: a word that looks alike would mislead.
"""

from collections.abc import Iterable, Mapping

from goaltrack.analysis.colour_rules import COLOURS
from goaltrack.analysis.filters import FIELDS
from goaltrack.cli.completion_table import FIELDS as SETTABLE
from goaltrack.i18n.key_words import key_for

_OF_COMMANDS: Mapping[str, tuple[str, ...]] = {
    "status": (
        "进展",
        "统计",
        "汇总",
        "成员",
        *("tree", "overview", "dashboard", "summary", "progress", "stats", "score"),
        *("scores", "goals", "objectives", "okr", "okrs", "home", "进度", "状态"),
        *("列表", "清单", "查看", "看板"),
    ),
    "show GOAL": (
        "forecast",
        "预测",
        "图表",
        "view",
        "info",
        "details",
        "describe",
        "cat",
        "graph",
        "chart",
    ),
    "why GOAL": (
        "grade",
        "打分",
        "blame",
        "explain",
        "reason",
        "原因",
        "为什么",
        "解释",
    ),
    "next": (
        "催报",
        "督办",
        *("todo", "agenda", "due", "today", "week", "overdue", "reminders", "remind"),
        *("下一步", "待办", "提醒"),
    ),
    "timeline": ("calendar", "deadlines", "gantt", "roadmap", "日历", "时间线"),
    "diff --since 'last month'": ("compare", "changes", "对比", "变化"),
    "log": ("日志", "history", "entries", "journal", "记录表", "历史"),
    "add GOAL VALUE": (
        "inc",
        "bump",
        "deposit",
        "记录",
        "上报",
        "报送",
        "adn",
        *("record", "track", "checkin", "check-in", "update", "put", "entry", "spend"),
        *("log-entry", "measure", "录入", "添加", "增加", "登记", "填报", "更新"),
    ),
    "done GOAL": (
        *("finish", "complete", "tick", "achieve", "resolve", "reach"),
        *("完成", "办结", "开工", "竣工"),
    ),
    "correct GOAL VALUE": ("fix", "amend", "revise", "更正", "订正"),
    "note GOAL TEXT": ("comment", "remark", "annotate", "confidence", "备注", "批注"),
    "undo": ("revert", "rollback", "撤销", "撤回"),
    "undo --redo": ("redo", "重做"),
    "new TITLE": (
        "create",
        "goal",
        "habit",
        "target",
        "新建",
        "新增",
        "创建",
        "立项",
        "组建",
        "启动",
    ),
    "new TITLE --kind objective": ("objective", "总目标"),
    "new TITLE --parent OBJECTIVE": ("kr", "keyresult", "key-result", "subgoal"),
    "new TITLE --kind milestone": ("milestone", "task", "里程碑"),
    "set GOAL KEY=VALUE": (
        *("change", "modify", "configure", "config", "unset", "tag", "修改", "设置"),
        "变更",
    ),
    "set GOAL owner=NAME": ("分配", "reassign", "assign", "delegate", "分派"),
    "set GOAL parent=OBJECTIVE": ("reparent", "move", "attach", "align", "link"),
    "new TITLE --like GOAL": ("copy", "clone", "duplicate", "复制"),
    "set GOAL weight=NUMBER": ("weight",),
    "set GOAL source=URL": ("source", "来源"),
    "status --what-if GOAL=VALUE": ("what-if", "whatif", "如果"),
    "set GOAL due=DAY": (
        "defer",
        "rollover",
        "deadline",
        "postpone",
        "reschedule",
        "extend",
        "延期",
    ),
    "set GOAL --unset dropped": ("reopen", "reactivate", "恢复"),
    "drop GOAL": ("abandon", "cancel", "archive", "skip", "quit", "取消", "放弃"),
    "drop GOAL --pause": ("pause", "suspend", "hold", "snooze", "暂停"),
    "drop GOAL --resume": ("继续", "resume", "unpause", "continue"),
    "rename GOAL ID": ("mv", "改名", "重命名"),
    "delete GOAL": ("rm", "remove", "del", "destroy", "删除", "移除"),
    "edit": ("open", "vi", "vim", "编辑"),
    "export report.md": (
        "通报",
        "生成报告",
        "复盘",
        "review",
        *("report", "save", "write", "print", "publish", "csv", "导出", "报告", "台账"),
    ),
    "import FILE": ("load", "读入", "导入", "upload", "sync", "pull"),
    "export report.md --as-of 'end of quarter'": ("close", "retro", "retrospective"),
    "init": ("start", "setup", "begin", "初始化", "开始"),
    "check": ("validate", "lint", "verify", "doctor", "检查", "校验"),
    "help": ("man", "docs", "manual", "帮助"),
    "--version": ("version", "版本"),
    "status KEY=VALUE": ("查询", "find", "search", "grep", "filter", "查找", "搜索"),
}
_COMMANDS = {word: use for use, words in _OF_COMMANDS.items() for word in words}

_CHOOSING = ("status", "next", "log", "timeline", "export", "check", "diff")
"""Commands that choose goals by `KEY=VALUE`."""
_STATES = ("behind", "missed", "late", "met", "on-track", "stale", "dropped", "paused")

_FOR_ALL: Mapping[str, tuple[str, ...]] = {
    "--on": ("--date", "--day", "--when", "--at", "--日期"),
    "--period": ("--month", "--week", "--quarter", "--year", "--时期", "--期间"),
    "--note TEXT": ("--message", "--comment", "--description", "--备注"),
    "--reason": ("--why", "--理由", "--原因"),
    "--source": ("--来源", "--出处"),
    "--yes": ("--force", "--no-confirm", "--assume-yes"),
    "--status revised": ("--revised", "--修订"),
    "--status forecast": ("--forecast", "--estimate", "--预测"),
    "--as-of DAY": ("--today", "--now", "--until"),
    "--file FILE": ("--ledger", "--config"),
    "--lang zh": ("--language", "--语言"),
    "--color never": ("--no-color", "--no-colour", "--colour"),
    "--json": ("--format", "--output", "--raw", "--machine"),
    "--dry-run": ("--preview", "--simulate", "--test"),
}
_OPTIONS = {word: use for use, words in _FOR_ALL.items() for word in words}

_FOR_ONE: Mapping[str, Mapping[str, str]] = {
    "new": {
        "--every": "--each week",
        "--daily": "--each day",
        "--weekly": "--each week",
        "--monthly": "--each month",
        "--min": "--target '>=7'",
        "--max": "--target '<=8'",
        "--steps": "--step TITLE",
        "--步骤": "--step TITLE",
        "--formula": "figure='rd / gdp * 100'",
        "--start": "--from VALUE",
        "--since": "start=DAY",
        "--habit": "--each day",
        "--checklist": "--step TITLE",
        "--assign": "--owner",
        "--quarter": "--due",
        "--每周": "--each week",
        "--每月": "--each month",
        "--父目标": "--parent",
        "--baseline": "--from",
        "--base": "--from",
        "--基期": "--from",
        "--confidence": "goaltrack note GOAL 'confidence 7/10'",
    },
    "add": {"--confidence": "--note 'confidence 7/10'"},
    "note": {
        "--problem": "--field problem=TEXT",
        "--问题": "--field 存在的问题=TEXT",
        "--status": "--field status=TEXT",
        "--text": "goaltrack note GOAL TEXT",
        "--note": "goaltrack note GOAL TEXT",
    },
    "done": {"--step": "goaltrack done GOAL STEP"},
    "correct": {
        "--delete": "--retract",
        "--remove": "--retract",
        "--id": "goaltrack correct ID VALUE",
    },
    "drop": {"--undo": "goaltrack set GOAL --unset dropped", "--暂停": "--pause"},
    "delete": {"--force": "--yes", "--reason": "goaltrack drop GOAL --reason TEXT"},
    "undo": {"--all": "goaltrack undo"},
    "export": {
        "--output": "goaltrack export report.md",
        "-o": "goaltrack export report.md",
        "--out": "goaltrack export report.md",
        "--to": "goaltrack export report.md",
        "--period": "--as-of DAY",
        "--截至": "--as-of DAY",
        "--title": "goaltrack edit",
    },
    "status": {
        "--tree": "goaltrack status",
        "--verbose": "goaltrack why GOAL",
        "-v": "goaltrack why GOAL",
        "--overdue": "goaltrack status 'days<0'",
        "--mine": "goaltrack status owner=NAME",
        "--group-by": "--group KEY",
        "--since": "goaltrack diff --since DAY",
        "--on": "--as-of DAY",
        "--date": "--as-of DAY",
        "--by": "--group KEY",
        "--quarter": "goaltrack status due=2026Q4",
        "--period": "goaltrack status due=2026Q4",
        "--where": "goaltrack status KEY=VALUE",
        "--截至": "--as-of DAY",
        "--逾期": "goaltrack status 'days<0'",
        "--排序": "--sort KEY",
        "--columns": "goaltrack export report.csv",
    },
    "log": {
        "--since": "goaltrack diff --since DAY",
        **dict.fromkeys(("--limit", "--last", "--tail", "--最近"), "--number N"),
    },
    "next": {
        "--days": "goaltrack next 'days<14'",
        "--due": "goaltrack next 'days<14'",
        "--overdue": "goaltrack next 'days<0'",
    },
    "import": {"--预览": "--dry-run"},
    "show": {"--history": "goaltrack log GOAL"},
}


_OF_KINDS: Mapping[str, tuple[str, ...]] = {
    "--kind total --target 1 --each day --need 90%": (
        *("habit", "daily", "yes-no", "boolean", "习惯", "打卡"),
    ),
    "--kind objective": ("okr", "o", "goal", "目标", "总目标"),
    "--kind level": (
        "number",
        "kr",
        "metric",
        "value",
        "stock",
        "percent",
        "水平",
        "存量",
    ),
    "--kind rate": ("ratio", "percentage", "average", "增长率", "增速", "比率", "率"),
    "--kind total": ("count", "counter", "sum", "cumulative", "累计", "数量"),
    "--kind year-total": ("yearly", "annual", "flow", "revenue", "年度", "年度累计"),
    "--kind milestone": (
        "task",
        "project",
        "deed",
        "done",
        "todo",
        "任务",
        "项目",
        "里程碑",
    ),
}
_KINDS = {word: use for use, words in _OF_KINDS.items() for word in words}

_OF_TOPICS: Mapping[str, tuple[str, ...]] = {
    "ledger": (
        *("goal", "goals", "kind", "kinds", "key", "keys", "fields", "file", "toml"),
        *("target", "targets", "objective", "objectives", "okr", "milestone", "habit"),
        *(
            "steps",
            "sources",
            "format",
            "账本",
            "目标",
            "类型",
            "文件",
            "字段",
            "总目标",
        ),
    ),
    "periods": (
        *("period", "date", "dates", "day", "days", "due", "time", "fiscal", "week"),
        *("日期", "时间", "时期", "期间", "期限"),
    ),
    "amounts": (
        *("amount", "number", "numbers", "unit", "units", "value", "values", "figures"),
        *("数值", "数字", "单位", "数量", "金额"),
    ),
    "states": ("state", "colour", "colours", "color", "colors", "pace", "状态", "颜色"),
    "rules": ("rule", "rule-set", "thresholds", "rag", "traffic-light", "规则"),
    "filters": (
        *("filter", "query", "queries", "select", "choose", "sort"),
        *("筛选", "过滤", "条件"),
    ),
}
_TOPICS = {word: topic for topic, words in _OF_TOPICS.items() for word in words}


def kind_for(word: str) -> str:
    """Return how a kind that other programs have is said here; "" if it is not."""
    return _KINDS.get(word.lower(), "")


def topic_for(word: str) -> str:
    """Return the command that explains what a word means; "" if none does."""
    topic = _TOPICS.get(word.lower())
    if topic:
        return f"goaltrack help {topic}"
    command = _COMMANDS.get(word.lower(), "-").split(" ")[0]
    return "" if command.startswith("-") else f"goaltrack {command} -h"


def suggestions() -> list[str]:
    """Return all that is ever suggested."""
    for_one = [use for uses in _FOR_ONE.values() for use in uses.values()]
    commands = [f"goaltrack {use}" for use in _OF_COMMANDS]
    topics = [f"goaltrack help {topic}" for topic in _OF_TOPICS]
    return [*commands, *_OF_KINDS, *_FOR_ALL, *for_one, *topics]


def command_for(word: str) -> str:
    """Return the command line that a word of another program asks for; "" if none."""
    use = _COMMANDS.get(word.lower())
    return f"goaltrack {use}" if use else ""


def option_for(command: str, option: str, known: Iterable[str]) -> str:
    """Return what to type for an option that the command has not; "" if unknown.

    `known` are the options that the command has.
    """
    name = option.lower()
    found = _FOR_ONE.get(command, {}).get(name) or _of_key(command, name, set(known))
    if found:
        return found
    use = _OPTIONS.get(name, "")
    return use if use.split(" ")[0] in known else ""


def _of_key(command: str, option: str, known: set[str]) -> str:
    """Return how the command takes the key of a goal that the option names."""
    name = option.lstrip("-")
    key = key_for(name) or name
    if command == "new":
        own = "--from" if key == "baseline" else f"--{key}"
        if own in known and own != option:
            return own
        return f"{key}=VALUE" if key in SETTABLE else ""
    if command == "set":
        return f"{key}=VALUE" if key in SETTABLE else ""
    if command in _CHOOSING:
        if name in (*_STATES, *COLOURS):
            return f"goaltrack {command} status:{name}"
        if name in FIELDS or key in FIELDS:
            field = name if name in FIELDS else key
            sign = ":" if field in ("owner", "title", "group") else "="
            return (
                ""
                if command == "export" and key == "title"
                else (f"goaltrack {command} {field}{sign}VALUE")
            )
    return ""
