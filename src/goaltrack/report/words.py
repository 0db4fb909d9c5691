"""The words of reports in English and Chinese, and how each writes numbers."""

from datetime import date
from decimal import Decimal
from math import floor, log10
from typing import NamedTuple

from goaltrack.core.assess import Assessment, Rate, Reason, State
from goaltrack.core.forecast import Forecast
from goaltrack.core.model import Aim, Citation, Goal, Kind, Range
from goaltrack.core.period import Period, label
from goaltrack.core.quantity import decimals, write
from goaltrack.core.rollup import Mode, Rollup

_STATES = {
    State.DROPPED: ("dropped", "已取消"),
    State.PAUSED: ("paused", "已暂停"),
    State.WATCHING: ("watching", "监测中"),
    State.MET: ("met", "已完成"),
    State.LATE: ("met late", "逾期完成"),
    State.MISSED: ("missed", "未完成"),
    State.NO_RESULT: ("no result", "到期待报"),
    State.UNDATED: ("undated", "未定时限"),
    State.OPEN: ("open", "推进中"),
    State.NO_DATA: ("no data", "尚无数据"),
    State.TOO_EARLY: ("too early", "暂不评判"),
    State.MOVING_AWAY: ("moving away", "背离目标"),
    State.FAR_BEHIND: ("far behind", "严重滞后"),
    State.BEHIND: ("behind", "滞后序时"),
    State.ON_PACE: ("on pace", "符合序时"),
}

SYMBOLS = {
    State.DROPPED: "⨯",
    State.PAUSED: "‖",
    State.WATCHING: "◦",
    State.MET: "✓",
    State.LATE: "✓",
    State.MISSED: "✗",
    State.NO_RESULT: "?",
    State.UNDATED: "·",
    State.OPEN: "▸",
    State.NO_DATA: "◌",
    State.TOO_EARLY: "◔",
    State.MOVING_AWAY: "⇊",
    State.FAR_BEHIND: "‼",
    State.BEHIND: "!",
    State.ON_PACE: "✓",
}
"""A sign for each state, one cell wide; the word always stands beside it."""

_KINDS = {
    Kind.LEVEL: ("level", "存量"),
    Kind.TOTAL: ("total", "累计量"),
    Kind.YEAR_TOTAL: ("year-total", "年度量"),
    Kind.MILESTONE: ("milestone", "里程碑"),
}

_AIMS = {
    Aim.AT_LEAST: ("≥", "≥"),
    Aim.ABOVE: (">", ">"),
    Aim.AT_MOST: ("≤", "≤"),
    Aim.BELOW: ("<", "<"),
    Aim.WITHIN: ("", ""),
    Aim.UP: ("up", "上升"),
    Aim.DOWN: ("down", "下降"),
    Aim.WATCH: ("watch", "监测"),
}

_COLOURS = {
    "green": ("green", "绿"),
    "yellow": ("yellow", "黄"),
    "red": ("red", "红"),
    "blue": ("blue", "蓝"),
    "grey": ("grey", "灰"),
}

_NUMBERS = {
    "ratio": ("pace ratio", "进度比"),
    "behind": ("points behind", "落后点数"),
    "short": ("percent short", "短缺百分比"),
    "missed": ("missed running", "连续未完成"),
    "days-left": ("days left", "剩余天数"),
    "sdg": ("Open SDG measure", "Open SDG 测度"),
}

_STATUSES = {
    "preliminary": ("preliminary", "初步数"),
    "revised": ("revised", "修订数"),
    "final": ("final", "最终数"),
    "forecast": ("forecast", "预测"),
}

_INTERVALS = {
    "day": ("day", "每日"),
    "week": ("week", "每周"),
    "month": ("month", "每月"),
    "quarter": ("quarter", "每季度"),
    "half-year": ("half year", "每半年"),
    "year": ("year", "每年"),
}

_REFUSALS = {
    "past-due": ("the due date is here", "已到期限"),
    "too-few": ("{count} figures show no trend", "只有 {count} 期数据，看不出趋势"),
    "no-figure": ("there is no figure", "尚无数据"),
    "one-figure": ("one figure is not a trend", "一期数据不成趋势"),
    "not-moved": ("the figures have not moved", "数据没有变化"),
}

_CHANCES = (
    (0.80, ("likely", "很可能")),
    (0.60, ("more likely than not", "较可能")),
    (0.40, ("open", "难料")),
    (0.20, ("unlikely", "不大可能")),
    (0.00, ("very unlikely", "很不可能")),
)
"""Words for a probability, from which on: our own choice."""

_WORDS = {
    "state": ("state", "状态"),
    "goal": ("goal", "目标任务"),
    "figure": ("latest", "最新进展"),
    "when": ("as of", "时期"),
    "target": ("target", "量化目标"),
    "due": ("due", "完成时限"),
    "bar": ("progress", "进度"),
    "gap": ("gap", "差距"),
    "chance": ("chance", "达成概率"),
    "forecast": ("forecast", "预测"),
    "range80": ("80% range", "80%区间"),
    "range95": ("95% range", "95%区间"),
    "when_met": ("met by", "何时达成"),
    "no_forecast": ("none: {why}", "不作预测：{why}"),
    "forecast_of": ("{value} on {day}", "{day} 为 {value}"),
    "range_of": ("{low} to {high}", "{low} 至 {high}"),
    "chance_of": ("{chance}, {word}", "{chance}，{word}"),
    "passes": ("{share} by {day}", "{day} 起 {share}"),
    "never": ("not at this pace", "照此速度不会达到"),
    "group": ("group", "类别"),
    "kind": ("kind", "类型"),
    "source": ("source", "来源"),
    "owner": ("owner", "责任单位"),
    "note": ("note", "备注"),
    "tags": ("tags", "标签"),
    "parent": ("part of", "上级目标"),
    "colour": ("colour", "颜色"),
    "by_hand": (
        "{colour}, set by hand on {day}: {reason}",
        "{colour}（{day} 人工设定：{reason}）",
    ),
    "weight": ("weight", "权重"),
    "start": ("counted from", "起算日"),
    "baseline": ("baseline", "基期"),
    "plan": ("plan", "检查点"),
    "pace": ("way", "路径"),
    "every": ("expected every", "更新频率"),
    "lag": ("published after", "发布时滞"),
    "year": ("year estimate", "全年预计"),
    "remaining": ("still to come this year", "年内尚需"),
    "age": ("age of the figure", "数据距今"),
    "attainment": ("attainment", "目标完成率"),
    "progress": ("progress", "进度"),
    "time_share": ("time share", "序时进度"),
    "pace_ratio": ("pace ratio", "进度比"),
    "gap_to_plan": ("gap to plan", "与计划线差距"),
    "days_ahead": ("against plan", "与计划相比"),
    "required": ("still required", "尚需速度"),
    "achieved": ("rate so far", "已有速度"),
    "verdict": ("verdict", "判断"),
    "why": ("why", "依据"),
    "met_on": ("met on", "完成于"),
    "steps": ("steps", "节点"),
    "step": ("step", "节点"),
    "entries": ("entries", "记录"),
    "revisions": ("earlier promises", "目标调整"),
    "sources": ("sources", "来源"),
    "value": ("value", "数值"),
    "recorded": ("recorded", "记录于"),
    "by": ("by", "记录人"),
    "status": ("status", "说明"),
    "id": ("id", "编号"),
    "done": ("done", "完成"),
    "reason": ("reason", "原因"),
    "number": ("no.", "序号"),
    "as_of": ("as of {day}", "截至 {day}"),
    "known_on": ("as known on {day}", "按 {day} 所知"),
    "counts": ("{number} goals: {counts}", "共 {number} 项：{counts}"),
    "counts_one": ("1 goal: {counts}", "共 1 项：{counts}"),
    "count": ("{number} {state}", "{state} {number} 项"),
    "goals": ("Goals", "各项目标"),
    "ungrouped": ("other", "其他"),
    "days": ("{days:,} days", "{days:,} 天"),
    "one_day": ("1 day", "1 天"),
    "days_left": ("{days} left", "还有 {days}"),
    "today": ("due today", "今天到期"),
    "overdue": ("{days} overdue", "逾期 {days}"),
    "late_by": ("{days} late", "迟 {days}"),
    "ahead": ("{days} ahead", "超前 {days}"),
    "behind": ("{days} behind", "落后 {days}"),
    "growth_pace": ("even growth", "等比增长"),
    "on_line": ("on the line", "持平"),
    "corrected": ("corrected by {id}", "已由 {id} 更正"),
    "corrects": ("corrects {id}", "更正 {id}"),
    "a_year": ("{value} a year", "每年 {value}"),
    "a_month": ("{value} a month", "每月 {value}"),
    "a_week": ("{value} a week", "每周 {value}"),
    "a_day": ("{value} a day", "每天 {value}"),
    "growth": ("{value} growth a year", "年均增长 {value}"),
    "shrinking": ("{value} less a year", "年均下降 {value}"),
    "even_pace": ("by even pace", "按均速推算"),
    "year_share": (
        "by the share of {years} earlier years",
        "按前{years}年同期占比推算",
    ),
    "of_year": ("{value} for {year} ({method})", "{year}年 {value}（{method}）"),
    "added": ("{goal}: {what}, {when}", "{goal}：{what}，{when}"),
    "making": ("{change}, making {total}", "{change}，变为 {total}"),
    "counts_from": (
        "note: that day is yet to come; it counts from {day}",
        "提示：日期在今天之后，自 {day} 起计入",
    ),
    "warning": ("warning: ", "提示："),
    "reckoned": ("how it is reckoned", "计算"),
    "rules": (
        "rules ({name}), the first that holds",
        "规则（{name}），依次取首条成立者",
    ),
    "would_change": ("what would change it", "怎样会改变"),
    "no_due": ("no due date", "无期限"),
    "no_source": ("no source", "无来源"),
    "implied": ("counted from", "以此为起点"),
    "planned": ("planned by then", "届时计划"),
    "t_of": (
        "{median} in the middle, scale {scale}, Student's t with {freedom} degrees",
        "中位数 {median}，尺度 {scale}，自由度 {freedom} 的 t 分布",
    ),
    "no_rule": ("grey: no rule holds", "灰：没有规则成立"),
    "or": (" or ", "或"),
    "done_by": (
        "done by {day}: met; done later: met late",
        "{day} 前完成：已完成；之后完成：逾期完成",
    ),
    "turn": (
        "{value} or more for {period}: {state} ({colour})",
        "{period}达到 {value}：{state}（{colour}）",
    ),
    "turn_at_most": (
        "{value} or less for {period}: {state} ({colour})",
        "{period}不高于 {value}：{state}（{colour}）",
    ),
    "a_baseline": (
        "an earlier whole year, or a baseline: a pace",
        "有更早的全年数据或基期：可算进度",
    ),
    "wanted": ("wanted", "需要"),
    "since_by": ("since / by", "自／至"),
    "no_needs": ("nothing is wanted", "暂无待办"),
    "want_result": ("result missing for {days}", "缺结果，已 {days}"),
    "want_figure": ("figure late by {days}", "数据逾期 {days}"),
    "what_if": ("what if {figures}: {title}", "假设 {figures}：{title}"),
    "want_step": ("step overdue by {days}", "步骤逾期 {days}"),
    "want_decision": ("paused for {days}: go on?", "已暂停 {days}，是否继续"),
    "want_due": ("due in {days}", "{days}后到期"),
    "want_colour": ("in {days}: {becomes}", "{days}后：{becomes}"),
    "want_first": ("no figure yet", "尚无数据"),
    "want_wait": ("next figure in {days}", "{days}后应有数据"),
    "what": ("what", "事项"),
    "before": ("before", "此前"),
    "after": ("now", "现在"),
    "correction": ("correction", "更正"),
    "revision": ("promise", "目标调整"),
    "between": ("{first} to {last}", "{first} 至 {last}"),
    "no_changes": ("nothing changed", "没有变化"),
    "no_dates": ("nothing is due", "没有期限"),
    "chart_figure": ("figure", "数据"),
    "chart_plan": ("plan", "计划"),
    "chart_target": ("target", "目标"),
    "chart_middle": ("its middle", "其中值"),
    "chart_fan": ("80% range", "80%区间"),
    "parts": ("parts", "组成"),
    "rollup": ("parts", "汇总"),
    "coverage": (
        "{covered} of {goals} have a figure",
        "{goals} 项中 {covered} 项有数据",
    ),
    "worst_of": ("worst: {state}", "最差：{state}"),
    "mean_of": ("mean {mean} of {measured}", "{measured} 项平均 {mean}"),
    "nothing_known": ("nothing known", "均无数据"),
    "schedule": ("schedule", "进度安排"),
    "schedule_of": (
        "{done} of {whole} done, {planned} planned",
        "完成 {done}/{whole}，计划 {planned}",
    ),
    "earned": ("what is done was planned for {day}", "已完成部分原定 {day}"),
    "slip": (
        "{low} to {high}, by {finished} finished milestones of the same owner",
        "{low} 至 {high}（同一责任单位 {finished} 项已完成里程碑）",
    ),
    "together": ("together", "合计"),
    "and_before": ("and {number} entries before", "另有更早的 {number} 条"),
    "gap_of": ("gap {gap}", "差 {gap}"),
    "error": ("error: ", "错误："),
    "dry_run": ("nothing was written", "未写入"),
    "slip_up": (
        "this is about {times} times the figure before; did you mean {meant}?",
        "约为前值的 {times} 倍；是否应为 {meant}？",
    ),
    "slip_down": (
        "this is about one part in {times} of the figure before; did you mean {meant}?",
        "约为前值的 {times} 分之一；是否应为 {meant}？",
    ),
    "no_undo": (
        "this change cannot be taken back with undo: {why}",
        "此次修改无法用 undo 撤销：{why}",
    ),
    "retracted": ("retracted", "已撤回"),
    "noted": ("noted", "已记备注"),
    "unchanged": ("nothing was changed", "没有改动"),
    "joined": ("added to {path}", "已加入 {path}"),
    "taken_away": ("{key} taken away", "已去掉 {key}"),
    "then_add": (
        "record a figure with `goaltrack add {goal} VALUE`",
        "记入数字：goaltrack add {goal} 数值",
    ),
    "then_done": (
        "when it is reached, say `goaltrack done {goal}`",
        "完成时：goaltrack done {goal}",
    ),
    "why_given_up": ("Why is {goal} given up?", "为何取消 {goal}？"),
    "why_paused": ("Why does {goal} rest?", "为何暂停 {goal}？"),
    "undo_this": (
        "Take back '{says}' of {at}?",
        "撤销 {at} 的“{says}”吗？",
    ),
    "redo_this": ("Bring back '{says}' of {at}?", "恢复 {at} 的“{says}”吗？"),
    "undone": (
        "'{says}' of {at} is taken back; goaltrack undo --redo brings it back",
        "已撤销 {at} 的“{says}”；如需恢复：goaltrack undo --redo",
    ),
    "skipped": (
        "'{says}' of {at} stays, and undo goes past it",
        "保留 {at} 的“{says}”，撤销时将跳过",
    ),
    "redone": ("'{says}' of {at} is there again", "已恢复 {at} 的“{says}”"),
    "kept": ("what you wrote is in {path}", "您写的内容保存在 {path}"),
    "edit_again": ("Edit again?", "继续编辑吗？"),
    "ask_id": (
        "Its id (lower-case letters, digits, hyphens)",
        "代号（小写字母、数字、连字符）",
    ),
    "ask_title": ("What is promised", "承诺内容"),
    "ask_kind": (
        "Its kind: level (a stock), total (adds up), year-total (adds up in a year), "
        "milestone (done or not)",
        "类型：level（时点数）、total（累计）、year-total（按年累计）、"
        "milestone（里程碑）",
    ),
    "ask_unit": ("Its unit (Enter: none)", "单位（回车：无）"),
    "ask_target": ("Its target (a range as 60..65)", "目标值（区间如 60..65）"),
    "ask_due": (
        "Due, a day or period (Enter: none)",
        "期限，日期或时期（回车：无）",
    ),
    "ask_figure": (
        "The figure (Enter: pass it over, q: end)",
        "数值（回车：跳过，q：结束）",
    ),
    "ask_done": (
        "Is it reached? y, a step's id, or how far, as 60% "
        "(Enter: pass it over, q: end)",
        "完成了吗？y、节点编号或进度如 60%（回车：跳过，q：结束）",
    ),
    "ask_when": ("For which day or period", "所属日期或时期"),
    "git_setup": (
        "Let git merge this ledger with goaltrack, as shown?",
        "按以上设置让 git 用 goaltrack 合并账本吗？",
    ),
    "git_set": (
        "git merges this ledger entry by entry in this clone; commit {path}",
        "此克隆中 git 将逐条合并账本；请提交 {path}",
    ),
    "git_unset": (
        "git merges this ledger line by line again; commit {path}",
        "git 恢复逐行合并；请提交 {path}",
    ),
    "imported": (
        "{path}: {new} new, {same} in the ledger already",
        "{path}：新增 {new} 条，已有 {same} 条",
    ),
    "no_such_column": (
        "the column '{name}' is not read (say --map KEY={name})",
        "未读取“{name}”列（可用 --map KEY={name} 指定）",
    ),
    "row_new": ("new", "新增"),
    "row_same": ("same", "已有"),
    "row_conflicting": ("conflicting", "冲突"),
    "row_refused": ("refused", "不合格"),
    "forgotten": ("{entries} forgotten", "已不再提示 {entries}"),
    "record_anyway": (" Record it as it is?", "仍按原样记录吗？"),
    "now": ("now {state}", "现为：{state}"),
    "is_done": ("done", "完成"),
    "no_goals": ("no goals yet", "还没有目标"),
    "no_entries": ("no entries yet", "还没有记录"),
    "written": ("{path} written", "已写入 {path}"),
    "dropped": ("dropped", "已取消"),
    "paused": ("paused", "已暂停"),
    "as_first_promised": (
        "as first promised ({promise}): {state}",
        "按最初目标（{promise}）：{state}",
    ),
    "changed_on": ("{day}: {reason}", "{day}：{reason}"),
    "changed": ("until {day}: {what} ({reason})", "{day} 之前：{what}（{reason}）"),
    "with": ("{what} ({more})", "{what}（{more}）"),
    "comma": (", ", "，"),
    "semicolon": ("; ", "；"),
    "colon": (": ", "："),
    "from_fact": ("{title}, {place}", "{title}，{place}"),
    "report": ("Report", "报告"),
    "overview": ("Overview", "总览"),
    "made_by": (
        "Made by goaltrack {version} from {path} (SHA-256 {sha256}) as of {day}.",
        "由 goaltrack {version} 根据 {path}（SHA-256 {sha256}）生成，截至 {day}。",
    ),
    "target_high": ("target to", "量化目标上限"),
    "unit": ("unit", "单位"),
    "event_due": ("Due: {goal}", "到期：{goal}"),
    "event_step": ("Due: {goal}, {step}", "到期：{goal}，{step}"),
    "event_figure": ("Figure expected: {goal}", "应有新数据：{goal}"),
    "find": ("Find", "筛选"),
    "register": ("Register", "台账"),
    "timeline": ("Timeline", "时间安排"),
    "changes_since": ("What changed", "与上期相比"),
    "lead": ("lead", "牵头单位"),
    "done_share": ("done", "完成率"),
    "init_next": (
        "{path} written; look at it, then say `goaltrack status`",
        "已写入 {path}；请先查看，再运行 goaltrack status",
    ),
}

_REASONS = {
    "dropped": ("given up on {day}: {reason}", "{day} 取消：{reason}"),
    "paused": ("paused since {day}: {reason}", "{day} 起暂停：{reason}"),
    "no-data": ("no figure has been recorded yet", "尚无数据"),
    "no-direction": (
        "one figure shows no direction yet",
        "只有一期数据，尚看不出方向",
    ),
    "going-up": ("up by {step} since {period}", "比{period}增加 {step}"),
    "going-down": ("down by {step} since {period}", "比{period}减少 {step}"),
    "going-flat": ("unchanged since {period}", "与{period}持平"),
    "met": ("met on {day}", "{day} 达到目标"),
    "late": (
        "met on {day}, {days} after the due date",
        "{day} 达到目标，晚于期限 {days}",
    ),
    "one-year-counts": (
        "it was to be met in some year, and was in {year}",
        "期限内任何一年达到即可，{year}年已达到",
    ),
    "missed": (
        "{value} for {period} does not meet the target; the gap is {gap}",
        "{period}为 {value}，未达到目标，差 {gap}",
    ),
    "missed-equal": (
        "{value} for {period} equals the target, which had to be passed",
        "{period}为 {value}，等于目标值，而承诺不含等于",
    ),
    "missed-milestone": (
        "on {period} it was {value} done, and the due date has passed",
        "{period}完成 {value}，期限已过",
    ),
    "was-met": ("it had been met on {day}", "{day} 曾达到目标"),
    "no-result": (
        (
            "no figure reaches the due date ({due}, {days} ago): "
            "that is no failure, it is not known"
        ),
        "尚无截至期限（{due}，已过 {days}）的数据：不算未完成，只是结果未知",
    ),
    "undated": ("no due date was promised", "未明确完成时限"),
    "open": ("to be done within {days}", "还有 {days}到期"),
    "inside": ("inside the range", "在区间内"),
    "outside": ("outside the range", "在区间外"),
    "one-figure": (
        "one figure and no baseline: a gap, but no pace",
        "只有一期数据且没有基期：能算差距，不能算进度",
    ),
    "no-figure-since": (
        "no figure is younger than the baseline",
        "基期之后尚无数据",
    ),
    "early-days": (
        "only {share} of the time had passed",
        "时间只过了 {share}",
    ),
    "no-way": (
        "the baseline ({value}) had met the target, the figure does not",
        "基期（{value}）已达标，而现在没有达标",
    ),
    "nothing-planned": (
        "nothing was planned by the date of the figure",
        "到数据日期为止没有计划量",
    ),
    "pace": (
        (
            "{progress} of the way after {share} of the time: pace ratio {ratio} "
            "({planned} was planned)"
        ),
        "时间过了 {share}，进度为 {progress}：进度比 {ratio}（计划为 {planned}）",
    ),
    "budget": (
        "{progress} of it used after {share} of the time: pace ratio {ratio} "
        "({planned} was planned)",
        "时间过了 {share}，已用 {progress}：进度比 {ratio}（计划为 {planned}）",
    ),
    "steps": (
        "{done} done, {planned} was to be done by now",
        "已完成 {done}，按计划应完成 {planned}",
    ),
    "even-pace": (
        "{year} comes to {estimate} by even pace: {share} of its days are known",
        "{year}年按均速推算全年为 {estimate}（已知天数占 {share}）",
    ),
    "year-share": (
        "{year} comes to {estimate} by the share of {years} earlier years: "
        "they had {share} of theirs by then",
        "{year}年按前{years}年同期占比推算全年为 {estimate}（同期占 {share}）",
    ),
    "met-already": (
        "{year} has passed the target already, and is not over",
        "{year}年累计已达目标，年度尚未结束",
    ),
    "preliminary": ("rests on a preliminary figure", "依据的是初步数"),
    "conflict": (
        "{count} entries disagree with others and are left out: see `goaltrack check`",
        "有 {count} 条记录与其他记录不一致，未采用：见 goaltrack check",
    ),
    "wished": ("as wished", "符合期望"),
    "unwished": ("not as wished", "与期望相反"),
    "early": ("{days} early", "提前 {days}"),
}


_SURE = 0.05
_RATES = (
    (365, "a_year", Decimal(1)),
    (60, "a_month", Decimal(12)),
    (14, "a_week", Decimal("52.1775")),
    (-1_000_000, "a_day", Decimal("365.2425")),
)
"""From how many days on a rate is told in which unit, and how many of it a year has."""


class Voice(NamedTuple):
    """Speaks one language: "en" or "zh"."""

    language: str

    def _pick(self, pair: tuple[str, str]) -> str:
        return pair[1] if self.language == "zh" else pair[0]

    def word(self, name: str, /, **facts: object) -> str:
        """A word or sentence of the catalogue, with its facts."""
        return self._pick(_WORDS[name]).format_map(facts)

    def state(self, state: State) -> str:
        """The word of a state."""
        return self._pick(_STATES[state])

    def colour(self, colour: str) -> str:
        """The word of a colour."""
        return self._pick(_COLOURS[colour])

    def state_named(self, name: str) -> str:
        """The word of a state by its name in the ledger."""
        return self.state(State(name))

    def number(self, name: str) -> str:
        """The word of a number that rules ask for."""
        return self._pick(_NUMBERS[name])

    def kind(self, kind: Kind) -> str:
        """The word of a kind."""
        return self._pick(_KINDS[kind])

    def status(self, status: str) -> str:
        """How firm a figure is."""
        return self._pick(_STATUSES[status])

    def interval(self, every: str) -> str:
        """How often a figure is expected; a recurrence rule as it is written."""
        return self._pick(_INTERVALS.get(every, (every, every)))

    def day(self, day: date) -> str:
        """A day: the ISO form is at home in both languages and short."""
        return day.isoformat()[:10]

    def seen_on(self, as_of: date, known_on: date | None) -> str:
        """As of which day, and as known on which, something is said."""
        said = self.word("as_of", day=self.day(as_of))
        if known_on is None:
            return said
        return said + self.word("comma") + self.word("known_on", day=self.day(known_on))

    def period(self, period: Period) -> str:
        """A day, or a period as people write it."""
        if period.first == period.last:
            return self.day(period.last)
        return label(period, self.language)

    def days(self, days: int) -> str:
        """A count of days."""
        return self.word("one_day") if days == 1 else self.word("days", days=days)

    def share(self, share: Decimal, digits: int = 1) -> str:
        """A share or ratio as percent; what is not whole is never shown as 100%."""
        percent = share * 100
        if share < 1:
            percent = min(percent, 100 - Decimal(1).scaleb(-digits))
        return f"{write(percent, digits)}%"

    def exact(self, goal: Goal, value: Decimal) -> str:
        """A value that the ledger says, in the goal's unit, digit for digit."""
        return with_unit(write(value, decimals([value])), goal.unit)

    def amount(self, goal: Goal, value: Decimal) -> str:
        """A value in the goal's unit: a computed one as exact as the goal's figures."""
        places = min(decimals([value]), digits(goal))
        return with_unit(write(value, places), goal.unit)

    def target(self, goal: Goal) -> str:
        """What was promised: `≥1,000 亿元`, `5–6 %`, or the wished direction."""
        if goal.kind is Kind.MILESTONE:
            return self.word("is_done")
        aim = self._pick(_AIMS[goal.aim])
        if isinstance(goal.target, Range):
            low, high = (write(v, decimals(goal.target)) for v in goal.target)
            return with_unit(f"{low}–{high}", goal.unit)
        if goal.target is None:
            return aim
        return f"{aim}{self.exact(goal, goal.target)}"

    def chance(self, probability: float) -> str:
        """A probability to the nearest 5 %, never 0 or 100 before the due date."""
        if probability < _SURE:
            return "<5%"
        if probability > 1 - _SURE:
            return ">95%"
        return f"{round(probability * 20) * 5}%"

    def chance_word(self, probability: float) -> str:
        """A probability in words."""
        # As it is printed, so that word and number agree.
        rounded = round(probability * 20) / 20
        return self._pick(next(p for least, p in _CHANCES if rounded >= least))

    def refusal(self, found: Forecast) -> str:
        """Why nothing is forecast."""
        few = {0: "no-figure", 1: "one-figure"}
        name = found.refused or "past-due"
        if name == "too-few":
            name = few.get(found.points, name)
        return self._pick(_REFUSALS[name]).format(count=found.points)

    def estimate(self, goal: Goal, value: float) -> str:
        """A statistical estimate in the goal's unit, of four digits or so."""
        places = digits(goal)
        if value:
            places = max(min(places, 3 - floor(log10(abs(value)))), 0)
        return with_unit(write(Decimal(repr(value)), places), goal.unit)

    def bare(self, text: str) -> str:
        """An amount without its unit."""
        return text.partition(" ")[0]

    def rollup(self, found: Rollup) -> str:
        """Several goals as one, and how many of them it is known of."""
        coverage = self.word("coverage", covered=found.covered, goals=found.goals)
        return self._rolled(found) + self.word("semicolon") + coverage

    def _rolled(self, found: Rollup) -> str:
        if found.mode is Mode.COUNTS:
            texts = [
                self.word("count", number=number, state=self.state(state))
                for state, number in found.counts.items()
            ]
            return self.word("comma").join(texts)
        if found.mode is Mode.WORST:
            if found.worst is None:
                return self.word("nothing_known")
            return self.word("worst_of", state=self.state(found.worst))
        if found.mean is None:
            return self.word("nothing_known")
        mean = self.share(found.mean)
        return self.word("mean_of", mean=mean, measured=found.measured)

    def rate(self, goal: Goal, rate: Rate) -> str:
        """A rate in the unit of time that reads best, and as growth a year."""
        unit, parts = next((u, p) for least, u, p in _RATES if rate.days >= least)
        value = self.amount(goal, rate.per_year / parts)
        texts = [self.word(unit, value=value)]
        if rate.growth is not None:
            name = "growth" if rate.growth >= 0 else "shrinking"
            texts.append(self.word(name, value=self.share(abs(rate.growth))))
        return self.word("comma").join(texts)

    def citation(self, citation: Citation) -> str:
        """The id of a source, and the place in it."""
        return citation.source + (f"#{citation.place}" if citation.place else "")

    def reasons(self, assessment: Assessment) -> list[str]:
        """Why the assessment says what it says, a sentence each."""
        return [self.reason(assessment.goal, r) for r in assessment.reasons]

    def reason(self, goal: Goal, reason: Reason) -> str:
        """One sentence of an assessment."""
        facts = {name: self._fact(goal, name, f) for name, f in reason.facts.items()}
        name = reason.name
        if name == "missed" and goal.kind is Kind.MILESTONE:
            name = "missed-milestone"
        text = self._pick(_REASONS[name]).format_map(facts)
        days = reason.facts.get("days")
        if name == "open" and days == 0:
            return self.word("today")
        if name == "met" and reason.facts.get("is_dated") and days:
            text += self.word("comma") + self._pick(_REASONS["early"]).format_map(facts)
        wished = reason.facts.get("wished")
        if wished is not None:
            word = self._pick(_REASONS["wished" if wished else "unwished"])
            text += self.word("comma") + word
        return text

    def _fact(self, goal: Goal, name: str, fact: object) -> str:
        if isinstance(fact, Decimal):
            if name in ("share", "progress"):
                return self.share(fact)
            if name == "ratio":
                return write(fact, 2)
            if goal.kind is Kind.MILESTONE:
                return f"{write(fact, 0)}%"
            return self.amount(goal, fact)
        if isinstance(fact, Period):
            return self.period(fact)
        if name == "days" and isinstance(fact, int):
            return self.days(fact)
        return self.day(fact) if isinstance(fact, date) else str(fact)


def digits(goal: Goal) -> int:
    """How many digits after the point the goal's own numbers have, at most.

    Of its entries the latest dozen is asked: there may be many thousands.
    """
    recent = goal.progress[-12:]
    numbers = [entry.value for entry in recent if entry.value is not None]
    numbers += [entry.change for entry in recent if entry.change is not None]
    if isinstance(goal.target, Range):
        numbers += goal.target
    elif goal.target is not None:
        numbers.append(goal.target)
    if goal.baseline:
        numbers.append(goal.baseline.value)
    return decimals(numbers)


def with_unit(number: str, unit: str) -> str:
    """A number and its unit: a blank between them, but for a percent sign."""
    return f"{number}{'' if unit in ('%', '‰') else ' '}{unit}" if unit else number
