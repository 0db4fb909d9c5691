"""Every refusal: the sentence it says, in each language, and its exit code.

The codes are few, and documented in docs/errors.md: 2 wrong usage, 3 refused,
4 the ledger says something that it must not, 5 it cannot be read or written.
"""

from collections.abc import Mapping, Sequence
from typing import ClassVar, NamedTuple


class Phrase(NamedTuple):
    """A sentence in each language, with the facts that it names."""

    en: str
    zh: str
    facts: Mapping[str, object] = {}

    def about(self, **facts: object) -> "Phrase":
        """The same sentence about these facts."""
        return Phrase(self.en, self.zh, facts)

    def say(self, language: str) -> str:
        """The sentence in `language` ("zh", or else English), facts filled in."""
        facts = {
            name: fact.say(language) if isinstance(fact, Phrase) else fact
            for name, fact in self.facts.items()
        }
        return (self.zh if language == "zh" else self.en).format_map(facts)


class GoaltrackError(Exception):
    """Something that the user can put right.

    A subclass holds its sentence once in each language; the constructor takes
    the facts by name. `str()` of it is the English sentence.
    """

    exit_code: ClassVar[int] = 3
    sentence: ClassVar[Phrase]

    def __init__(self, **facts: object) -> None:
        self.phrase = self.sentence.about(**facts)
        super().__init__(self.phrase.say("en"))

    def say(self, language: str) -> str:
        """The sentence in `language`, its second line (if any) saying what to do."""
        return self.phrase.say(language)


class BadUsage(GoaltrackError):
    """The command line cannot mean what it says."""

    exit_code = 2


class UnreadableAmount(BadUsage):
    """A text was given as an amount that the grammar does not know."""

    sentence = Phrase(
        "'{text}' is not an amount: {why}\n"
        "write it like 367.83, 1,234.5, 367.83亿元, 1.2万, 12% or +3",
        "“{text}”不是数量：{why}\n请写成 367.83、1,234.5、367.83亿元、1.2万、12% 或 +3",
    )


class UnreadablePeriod(BadUsage):
    """A text was given as a day or period that the grammar does not know."""

    sentence = Phrase(
        "'{text}' is not a day or period: {why}\n"
        "write it like 2023, 2023H1, 2023Q3, 2023-06, 2023-06-30 or 2021..2025",
        "“{text}”不是日期或时期：{why}\n"
        "请写成 2023、2023年上半年、2023Q3、2023-06、2023-06-30 或 十四五",
    )


class BadSupposition(BadUsage):
    """`--what-if` was given something else than a figure of a goal."""

    sentence = Phrase(
        "'{text}' supposes nothing\n"
        "write it like gdp=990@2025, weight=72, or road=done@2025-06-30",
        "“{text}”不是假设\n请写成 gdp=990@2025、weight=72 或 road=done@2025-06-30",
    )


class SinceWanted(BadUsage):
    """`diff` was not told since when."""

    sentence = Phrase(
        "since when?\nsay --since DAY (what happened) or --known-since DAY",
        "从何时起？\n请用 --since 日期（按发生）或 --known-since 日期（按记录）",
    )


class SinceLater(BadUsage):
    """`diff` was told to begin after the day it ends with."""

    sentence = Phrase(
        "{since} is after {until}\nsay an earlier --since, or a later --as-of",
        "{since} 晚于 {until}\n请给出更早的 --since，或更晚的 --as-of",
    )


class NotText(BadUsage):
    """An argument holds bytes that are no UTF-8."""

    sentence = Phrase(
        "an argument is not UTF-8 text: '{text}'", "参数不是 UTF-8 文本：“{text}”"
    )


class NotOneDay(BadUsage):
    """A period was given where one day is wanted."""

    sentence = Phrase(
        "'{text}' is longer than a day\nuse --period {text}",
        "“{text}”不止一天\n请用 --period {text}",
    )


class OnAndPeriod(BadUsage):
    """Both `--on` and `--period` were given."""

    sentence = Phrase(
        "--on and --period exclude each other: "
        "a figure is true on a day, or was produced over a period",
        "--on 与 --period 只能用一个：数字要么是某一天的，要么是某个时期的",
    )


class PeriodWanted(BadUsage):
    """A yearly goal was given a figure without the period that it covers."""

    sentence = Phrase(
        "{goal} adds up inside a calendar year: say what the figure covers\n"
        "for example --period {year}H1 or --period {year}",
        "{goal} 按年累计：请说明数字所属时期\n"
        "例如 --period {year}H1 或 --period {year}",
    )


class WrongPeriod(BadUsage):
    """A yearly figure covers days of two calendar years."""

    sentence = Phrase(
        "{goal} starts again on 1 January: "
        "a figure for {period} would cover more than one year",
        "{goal} 每年1月1日重新累计：{period} 跨了年度",
    )


class NoChange(BadUsage):
    """`+3` was given for a goal whose figures are not added to."""

    sentence = Phrase(
        "{goal} is a {kind}: '{text}' cannot be added to its figure\n"
        "write the figure itself (={number} if it is below zero)",
        "{goal} 属于 {kind}，不能在前值上增减“{text}”\n"
        "请直接写数值（负数写成 ={number}）",
    )


class UnknownFormat(BadUsage):
    """An ending or `--format` that no renderer answers to."""

    sentence = Phrase(
        "no report is written as '{name}'\n"
        "the formats are {known}; say --format for others",
        "不能输出“{name}”格式\n可用格式：{known}；其他后缀请加 --format",
    )


class UnknownState(BadUsage):
    """A state was named that is none."""

    sentence = Phrase(
        "'{name}' is not a state\nthe states are {known}",
        "没有“{name}”这种状态\n状态有：{known}",
    )


class NoNumber(BadUsage):
    """An option wants a number and was given something else."""

    sentence = Phrase(
        "{goal} is a milestone: it has no figure\n"
        "say `goaltrack done {goal}` when it is reached",
        "{goal} 是里程碑，没有数值\n完成时请用 goaltrack done {goal}",
    )


class UnknownGoal(GoaltrackError):
    """A name was given that no goal answers to."""

    sentence = Phrase(
        "no goal is called '{name}'{hint}",
        "没有名为“{name}”的目标{hint}",
    )


class UnknownStep(GoaltrackError):
    """A name was given that no step of the milestone answers to."""

    sentence = Phrase(
        "{goal} has no step called '{name}'{hint}",
        "{goal} 没有名为“{name}”的节点{hint}",
    )


class UnknownSource(GoaltrackError):
    """A source was cited that the ledger does not list."""

    sentence = Phrase(
        "the ledger lists no source called '{name}'{hint}\n"
        "add [sources.{name}] to it first",
        "账本里没有名为“{name}”的来源{hint}\n请先加入 [sources.{name}]",
    )


class NotAMilestone(GoaltrackError):
    """`done` was said of a goal that is measured."""

    sentence = Phrase(
        "{goal} is a {kind}, which figures decide\nsay `goaltrack add {goal} VALUE`",
        "{goal} 属于 {kind}，由数字判定\n请用 goaltrack add {goal} 数值",
    )


class AlreadyDone(GoaltrackError):
    """`done` was said of what is done."""

    sentence = Phrase(
        "{goal} was already done on {day}",
        "{goal} 已于 {day} 完成",
    )


class WrongUnit(GoaltrackError):
    """The unit of an amount does not fit the goal's."""

    sentence = Phrase(
        "'{text}' does not fit {goal}, which is counted in {unit}",
        "“{text}”与 {goal} 的单位（{unit}）不符",
    )


class NoUnit(GoaltrackError):
    """An amount has a unit, the goal has none."""

    sentence = Phrase(
        "'{text}' does not fit {goal}, which is a number without a unit",
        "“{text}”带有单位，而 {goal} 没有单位",
    )


class TooMany(GoaltrackError):
    """A value is longer than a ledger may hold."""

    sentence = Phrase(
        "'{text}' would be {value} in the ledger: "
        "it holds 15 digits before the point and 9 after it",
        "“{text}”记入账本为 {value}：小数点前最多15位，后最多9位",
    )


class NotRecorded(GoaltrackError):
    """The user was asked whether a figure is meant, and said no."""

    sentence = Phrase("nothing was written", "没有写入")


class IsLedger(GoaltrackError):
    """A report was to be written over the ledger that it is made from."""

    sentence = Phrase(
        "{path} is the ledger itself, and a report would take its place",
        "{path} 就是账本本身，报告会覆盖它",
    )


class EmptyText(BadUsage):
    """An option for text was given none, or too much of it."""

    sentence = Phrase(
        "{option} takes a text of 1 to 10,000 characters",
        "{option} 须为 1 至 10,000 个字符的文本",
    )


class Exists(GoaltrackError):
    """`init` was asked to write where something is."""

    sentence = Phrase(
        "{path} exists already, and init never overwrites",
        "{path} 已存在，init 不会覆盖",
    )


class BadLedger(GoaltrackError):
    """The ledger says what it must not; every such place is shown."""

    exit_code = 4

    def __init__(self, findings: Sequence["Finding"]) -> None:
        self.findings = findings
        Exception.__init__(self, self.say("en"))

    def say(self, language: str) -> str:
        """Each finding with its place, its line, and a caret under the place."""
        return "\n".join(finding.say(language) for finding in self.findings)


_WARNING = Phrase("warning: ", "提示：")


class Finding(NamedTuple):
    """Something found in a ledger, and where: line and column count from 1."""

    path: str
    line: int
    column: int
    subject: Phrase
    phrase: Phrase
    excerpt: str
    """The line itself and a caret under the place; empty where there is none."""
    is_warning: bool = False

    def say(self, language: str) -> str:
        """`goals.toml:41:9: goal gdp, entry 7: …`, then the line and the caret."""
        where = f"{self.path}:{self.line}:{self.column}: "
        what = self.subject.say(language) + self.phrase.say(language)
        if self.is_warning:
            what = _WARNING.say(language) + what
        return where + what + (f"\n{self.excerpt}" if self.excerpt else "")


class CannotSplice(GoaltrackError):
    """The ledger is written in a form to which no row can be added safely."""

    exit_code = 4
    sentence = Phrase(
        "{path}:{line}: {why}\nnothing was written; add this row by hand:\n{row}",
        "{path}:{line}：{why}\n没有写入；请手工加入这一行：\n{row}",
    )


class NoLedger(GoaltrackError):
    """No ledger was named and none was found."""

    exit_code = 5
    sentence = Phrase(
        "no goals.toml here or in a folder above\n"
        "start one with `goaltrack init`, or name one with -f",
        "此处及上级文件夹都没有 goals.toml\n用 goaltrack init 新建，或用 -f 指定",
    )


class CannotRead(GoaltrackError):
    """The file system refused to give the ledger."""

    exit_code = 5
    sentence = Phrase(
        "cannot read {path}: {why}",
        "无法读取 {path}：{why}",
    )


class CannotWrite(GoaltrackError):
    """The file system refused to take a file; what was there is there still."""

    exit_code = 5
    sentence = Phrase(
        "cannot write {path}: {why}",
        "无法写入 {path}：{why}",
    )


class LedgerMoved(GoaltrackError):
    """The ledger is no longer what was read."""

    exit_code = 5
    sentence = Phrase(
        "{path} was changed by someone else meanwhile: nothing was written\n"
        "look at it and try again",
        "{path} 同时被他人修改：没有写入\n请查看后重试",
    )


class WouldCorrupt(GoaltrackError):
    """A written ledger would not read back as the old one plus the change."""

    exit_code = 4
    sentence = Phrase(
        "{path} would not read back as intended: nothing was written\n"
        "add this line by hand, and report this as a bug:\n{row}",
        "写入后的 {path} 无法正确读回：没有写入\n"
        "请手工加入这一行，并报告此错误：\n{row}",
    )
