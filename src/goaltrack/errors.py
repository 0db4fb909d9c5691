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

    @property
    def first_line(self) -> "Phrase":
        """What is wrong, without the line that says what to do."""
        en, zh = (text.partition("\n")[0] for text in self[:2])
        return Phrase(en, zh, self.facts)

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
        "'{text}' is longer than a day\n"
        "say one day; a figure may be of a period: --period {text}",
        "“{text}”不止一天\n请写某一天；数字可属于时期：--period {text}",
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


class NotAdded(BadUsage):
    """A figure was to be corrected by what looks like a change."""

    sentence = Phrase(
        "'{text}' would be added, and {entry} is a figure by itself\n"
        "write the figure that it should have said (={number} if it is below zero)",
        "“{text}”表示增减，而 {entry} 是一个数值\n"
        "请直接写正确的数值（负数写成 ={number}）",
    )


class SaidTwice(BadUsage):
    """A field was given more than once."""

    sentence = Phrase(
        "'{key}' is said more than once\nsay it once",
        "“{key}”给出了不止一次\n请只写一次",
    )


class UnknownFormat(BadUsage):
    """An ending or `--format` that no renderer answers to."""

    sentence = Phrase(
        "no report is written as '{name}'\n"
        "the formats are {known}; say --format for others",
        "不能输出“{name}”格式\n可用格式：{known}；其他后缀请加 --format",
    )


class NoEntries(BadUsage):
    """Entries were asked for in a format that is not a table."""

    sentence = Phrase(
        "--entries is for .csv: a report as {name} has them anyway",
        "--entries 用于 .csv：{name} 报告本来就含条目",
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
        "say `goaltrack done {goal}` when it is reached, or how far it is, as 60%",
        "{goal} 是里程碑，没有数值\n完成时请用 goaltrack done {goal}；进度请写成 60%",
    )


class ValueWanted(BadUsage):
    """`add` was given nothing to record."""

    sentence = Phrase(
        "{goal}: there is nothing to record\nsay a VALUE, or a --note alone",
        "{goal}：没有可记录的内容\n请给出数值，或仅用 --note 记一条备注",
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


class GoalExists(GoaltrackError):
    """A new goal was to have the id of another one."""

    sentence = Phrase(
        "there is a goal {goal} already\nchange it with `goaltrack set {goal}`",
        "已有目标 {goal}\n修改请用 goaltrack set {goal}",
    )


class NotIncluded(GoaltrackError):
    """A goal was to be put into a file that the ledger does not include."""

    sentence = Phrase(
        "{path} is not a file of {ledger}\nadd it to include = […] there first",
        "{path} 不是 {ledger} 的文件\n请先加入其 include = […]",
    )


class AlreadyDropped(GoaltrackError):
    """A goal was to be given up, or to rest, for the second time."""

    sentence = Phrase(
        "{goal} has been {key} since {day}: {reason}\n"
        "`goaltrack set {goal} --unset {key}` takes it up again",
        "{goal} 自 {day} 起已 {key}：{reason}\n"
        "恢复请用 goaltrack set {goal} --unset {key}",
    )


class UnknownEntry(GoaltrackError):
    """An entry was named that the ledger has not."""

    sentence = Phrase(
        "no entry is called '{name}'{hint}\n`goaltrack log` shows the ids",
        "没有编号为“{name}”的条目{hint}\n编号见 goaltrack log",
    )


class SeveralEntries(GoaltrackError):
    """The beginning of an id was given, and several entries begin so."""

    sentence = Phrase(
        "several entries begin with '{name}': {known}\nsay more of the id",
        "有多个条目以“{name}”开头：{known}\n请写出更多字符",
    )


class NoEntry(GoaltrackError):
    """The last entry of a goal was to be corrected, and none says a figure."""

    sentence = Phrase(
        "{goal} has no figure yet that could be corrected\n"
        "record one with `goaltrack add {goal} VALUE`",
        "{goal} 还没有可更正的数字\n请用 goaltrack add {goal} 数值 记入",
    )


class Unnamed(GoaltrackError):
    """An entry was to be corrected that has no id to be named by."""

    sentence = Phrase(
        "the last entry of {goal} ({day}) has no id\n"
        "give it one with `goaltrack edit {goal}`",
        "{goal} 的最后一条（{day}）没有编号\n请用 goaltrack edit {goal} 补上",
    )


class AlreadyCorrected(GoaltrackError):
    """An entry was to be corrected that another one replaces already."""

    sentence = Phrase(
        "{entry} was corrected already, by {by}\ncorrect {by} instead",
        "{entry} 已被 {by} 更正\n请更正 {by}",
    )


class NothingToUndo(GoaltrackError):
    """This machine has written nothing into the ledger that it could take back."""

    sentence = Phrase(
        "this machine has nothing to take back, or to bring back, in {path}",
        "本机对 {path} 没有可撤销或恢复的修改",
    )


class MovedOn(GoaltrackError):
    """What was to be taken back has been changed since, or cannot be had again."""

    sentence = Phrase(
        "'{says}' cannot be taken back: {why}\n"
        "change it with `goaltrack edit`, or go past it with `goaltrack undo --skip`",
        "无法撤销“{says}”：{why}\n"
        "请用 goaltrack edit 修改，或用 goaltrack undo --skip 跳过",
    )


class NoSheet(GoaltrackError):
    """A table was looked for in a sheet that is not there."""

    sentence = Phrase(
        "{path} has no sheet '{name}'\nits sheets are {known}",
        "{path} 没有工作表“{name}”\n工作表有：{known}",
    )


class NoColumn(GoaltrackError):
    """A table lacks a column that is wanted."""

    sentence = Phrase(
        "{path} has no column '{name}'{hint}\n"
        "name it with --map, or say --goal for rows of one goal",
        "{path} 没有“{name}”列{hint}\n请用 --map 指定；各行属于同一目标时用 --goal",
    )


class MissingExtra(GoaltrackError):
    """A format needs a package that is not installed."""

    sentence = Phrase(
        "to write {name} goaltrack needs {package}\n"
        "install it with `pip install 'goaltrack[{extra}]'`",
        "输出 {name} 需要 {package}\n请安装：pip install 'goaltrack[{extra}]'",
    )


class EditorFailed(GoaltrackError):
    """The editor could not be started, or said that it failed."""

    sentence = Phrase(
        "the editor '{editor}' failed: {why}; nothing was written\n"
        "set VISUAL or EDITOR to the one that you use",
        "编辑器“{editor}”失败：{why}；没有写入\n请用 VISUAL 或 EDITOR 指定编辑器",
    )


class NoGit(GoaltrackError):
    """Git is not there."""

    exit_code = 5
    sentence = Phrase("there is no git on this machine", "本机没有 git")


class GitRefused(GoaltrackError):
    """Git failed."""

    exit_code = 5
    sentence = Phrase("git refused: {why}", "git 拒绝：{why}")


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


class NothingNew(BadUsage):
    """`correct` was not told what the entry should have said."""

    sentence = Phrase(
        "what should {entry} have said?\n"
        "say a VALUE, --on, --period, --source, --note or --status; or --retract",
        "{entry} 应改为什么？\n"
        "请给出数值、--on、--period、--source、--note、--status，或 --retract",
    )


class NoteWanted(BadUsage):
    """An entry was to be retracted, and nobody said why."""

    sentence = Phrase(
        "--retract takes an entry out of the judgement: say why by --note TEXT",
        "--retract 使条目不再计入：请用 --note 说明原因",
    )


class NotAField(BadUsage):
    """A field of a goal was given without its key."""

    sentence = Phrase(
        "'{text}' is not KEY=VALUE\nwrite it like target=400 or due=2026",
        "“{text}”不是 KEY=VALUE\n请写成 target=400 或 due=2026",
    )


class UnknownKey(BadUsage):
    """A key was named that a goal has not."""

    sentence = Phrase(
        "a goal has no key '{name}'{hint}\nthe keys are {known}",
        "目标没有“{name}”这个键{hint}\n可用的键：{known}",
    )


class NotSettable(BadUsage):
    """A key was named that is not set, but written by another command or by hand."""

    sentence = Phrase(
        "'{key}' is not set like this\n"
        "for progress use add, done and correct, for dropped and paused use drop; "
        "for the others, goaltrack edit",
        "“{key}”不能这样设置\n"
        "progress 用 add、done、correct，dropped 与 paused 用 drop；"
        "其他用 goaltrack edit",
    )


class NothingSet(BadUsage):
    """`set` was told no field."""

    sentence = Phrase(
        "set what of {goal}?\nsay KEY=VALUE, such as target=400, or --unset KEY",
        "要设置 {goal} 的什么？\n请写 KEY=VALUE，如 target=400，或 --unset KEY",
    )


class ReasonWanted(BadUsage):
    """A promise was to be changed, and nobody said why."""

    sentence = Phrase(
        "a promise of {goal} would change\n"
        "say why with --reason TEXT, or --slip if it was only written down wrongly",
        "这会改变 {goal} 的承诺\n请用 --reason 说明原因；若只是原先写错，请用 --slip",
    )


class FieldsWanted(BadUsage):
    """`new` was told too little, and there is no terminal to ask on."""

    sentence = Phrase(
        "a new goal needs {options}\nwithout a terminal nothing is asked",
        "新目标需要 {options}\n没有终端，无法询问",
    )


class NotAMapping(BadUsage):
    """`--map` was given something else than a key and a column."""

    sentence = Phrase(
        "'{text}' is not KEY=COLUMN\nthe keys are {known}",
        "“{text}”不是 KEY=COLUMN\n可用的键：{known}",
    )


class NotAGoalId(BadUsage):
    """A name was given to a goal that no goal may have."""

    sentence = Phrase(
        "'{text}' cannot be the id of a goal\n"
        "an id has lower-case letters, digits and hyphens only",
        "“{text}”不能作目标代号\n代号只能用小写字母、数字和连字符",
    )


class NoTerminal(BadUsage):
    """Something is to be asked, and there is nobody to answer."""

    sentence = Phrase(
        "there is no terminal to ask on\nsay {option}",
        "没有可供询问的终端\n请给出 {option}",
    )


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


class EmptyField(BadUsage):
    """A field of a goal was to become empty, or too long."""

    sentence = Phrase(
        "{key} takes a text of 1 to 10,000 characters\n--unset {key} takes it away",
        "{key} 须为 1 至 10,000 个字符的文本\n去掉它请用 --unset {key}",
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


class BadTable(GoaltrackError):
    """A table has rows that are no entries of this ledger; every one is shown."""

    def __init__(self, findings: Sequence["Finding"]) -> None:
        self.findings = findings
        Exception.__init__(self, self.say("en"))

    def say(self, language: str) -> str:
        """Each row with its line and field, and that nothing was written."""
        said = [finding.say(language) for finding in self.findings]
        return "\n".join([*said, *self.hint(language), _NOTHING_WRITTEN.say(language)])

    def hint(self, _language: str) -> list[str]:
        """What may be done about it."""
        return []


class Contradicts(BadTable):
    """A table has rows that say something else than the ledger."""

    def hint(self, language: str) -> list[str]:
        """What may be done about it."""
        return [_MAY_REPLACE.say(language)]


_MAY_REPLACE = Phrase(
    "--correct lets them replace the entries of the ledger",
    "--correct 可用它们更正账本中的条目",
)


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
    """The ledger is written in a form in which the change cannot be made safely."""

    exit_code = 4
    sentence = Phrase(
        "{path}:{line}: {why}\nnothing was written; write this by hand:\n{row}",
        "{path}:{line}：{why}\n没有写入；请手工写入：\n{row}",
    )


class NotSound(GoaltrackError):
    """A change was asked for after which the ledger would say what it must not."""

    def __init__(self, findings: Sequence["Finding"]) -> None:
        self.findings = findings
        Exception.__init__(self, self.say("en"))

    def say(self, language: str) -> str:
        """What each finding says, without its place: nothing was written there."""
        said = [f.subject.say(language) + f.phrase.say(language) for f in self.findings]
        return "\n".join([*said, _NOTHING_WRITTEN.say(language)])


_NOTHING_WRITTEN = Phrase("nothing was written", "没有写入")


class Rejected(GoaltrackError):
    """A ledger was edited into what it must not say; the text is kept."""

    exit_code = 4
    sentence = Phrase(
        "{path} was left as it was\nput your text right, and copy it there",
        "{path} 未改动\n请改正后复制回去",
    )


class EditMoved(GoaltrackError):
    """The ledger was changed by somebody else while it was edited."""

    exit_code = 5
    sentence = Phrase(
        "{path} was changed by someone else in the same place: it was left so\n"
        "look at both, and edit it again",
        "{path} 同一处已被他人修改，保持现状\n请对照后重新编辑",
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


class NotConfirmed(GoaltrackError):
    """The ledger was written, but the disk did not say that it will last."""

    exit_code = 5
    sentence = Phrase(
        "{path} holds the change, but the disk did not confirm it: {why}\n"
        "do not record it again; look after the disk",
        "{path} 已写入，但磁盘未确认：{why}\n请勿重复记录，并检查磁盘",
    )


class Locked(GoaltrackError):
    """Another writer has held the ledger's folder for too long."""

    exit_code = 5
    sentence = Phrase(
        "{holder} has been writing in {path} for more than {seconds} seconds: "
        "nothing was written\ntry again, or end that program",
        "{holder} 占用 {path} 已超过 {seconds} 秒：没有写入\n请重试，或结束该程序",
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
        "write this by hand, and report this as a bug:\n{row}",
        "写入后的 {path} 无法正确读回：没有写入\n"
        "请手工写入以下内容，并报告此错误：\n{row}",
    )
