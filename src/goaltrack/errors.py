"""Every refusal: the sentence it says, in each language, and its exit code.

The codes are few, and documented in docs/errors.md: 2 wrong usage, 3 refused,
4 the ledger says something that it must not, 5 it cannot be read or written.
"""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from goaltrack.i18n.catalog import Phrase


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


class UnknownCommand(BadUsage):
    """A command was named that is none."""

    sentence = Phrase(
        "there is no command '{name}'{hint}\n`goaltrack -h` lists the commands"
    )


class UnknownOption(BadUsage):
    """An option was given that the command has not."""

    sentence = Phrase(
        "there is no option '{name}'{hint}\n`{command} -h` lists the options"
    )


class OptionFirst(BadUsage):
    """An option of a command was given before any command."""

    sentence = Phrase(
        "'{name}' belongs to a command\nput it behind: goaltrack {command} … {name} …"
    )


class ValueMissing(BadUsage):
    """An option stands last, and wants a value."""

    sentence = Phrase("{name} wants a value\n`{command} -h` says which")


class NoValueTaken(BadUsage):
    """A value was given to an option that is said or not."""

    sentence = Phrase("{name} takes no value\n`{command} -h` lists the options")


class ArgumentMissing(BadUsage):
    """A command was not told what it cannot do without."""

    sentence = Phrase("{name} is missing\n`{command} -h` says what it is")


class NotAChoice(BadUsage):
    """A value was given where only some words are known."""

    sentence = Phrase("{name} takes one of {known}{hint}")


class TooManyArguments(BadUsage):
    """More was said than the command asks for."""

    sentence = Phrase(
        "{command} has no use for '{text}'\n"
        "put a text with blanks into quotes; `{command} -h` says what it takes"
    )


class Unusable(BadUsage):
    """The arguments cannot be used for another reason."""

    sentence = Phrase("{why}\n`{command} -h` says what it takes")


class UnreadableAmount(BadUsage):
    """A text was given as an amount that the grammar does not know."""

    sentence = Phrase(
        "'{text}' is not an amount: {why}\n"
        "write it like 367.83, 1,234.5, 367.83亿元, 1.2万, 12% or +3",
    )


class UnreadablePeriod(BadUsage):
    """A text was given as a day or period that the grammar does not know."""

    sentence = Phrase(
        "'{text}' is not a day or period: {why}\n"
        "write it like 2023, 2023H1, 2023Q3, 2023-06, 2023-06-30 or 2021..2025",
    )


class BadSupposition(BadUsage):
    """`--what-if` was given something else than a figure of a goal."""

    sentence = Phrase(
        "'{text}' supposes nothing\n"
        "write it like gdp=990@2025, weight=72, or road=done@2025-06-30",
    )


class SinceWanted(BadUsage):
    """`diff` was not told since when."""

    sentence = Phrase(
        "since when?\nsay --since DAY (what happened) or --known-since DAY",
    )


class SinceLater(BadUsage):
    """`diff` was told to begin after the day it ends with."""

    sentence = Phrase(
        "{since} is after {until}\nsay an earlier --since, or a later --as-of",
    )


class NotText(BadUsage):
    """An argument holds bytes that are no UTF-8."""

    sentence = Phrase("an argument is not UTF-8 text: '{text}'")


class NotOneDay(BadUsage):
    """A period was given where one day is wanted."""

    sentence = Phrase(
        "'{text}' is longer than a day\n"
        "say one day; a figure may be of a period: --period {text}",
    )


class OnAndPeriod(BadUsage):
    """Both `--on` and `--period` were given."""

    sentence = Phrase(
        "--on and --period exclude each other: "
        "a figure is true on a day, or was produced over a period",
    )


class PeriodWanted(BadUsage):
    """A yearly goal was given a figure without the period that it covers."""

    sentence = Phrase(
        "{goal} adds up inside a calendar year: say what the figure covers\n"
        "for example --period {year}H1 or --period {year}",
    )


class WrongPeriod(BadUsage):
    """A yearly figure covers days of two calendar years."""

    sentence = Phrase(
        "{goal} starts again on 1 January: "
        "a figure for {period} would cover more than one year",
    )


class NoChange(BadUsage):
    """`+3` was given for a goal whose figures are not added to."""

    sentence = Phrase(
        "{goal} is a {kind}: '{text}' cannot be added to its figure\n"
        "write the figure itself, as ={number}",
    )


class NotAdded(BadUsage):
    """A figure was to be corrected by what looks like a change."""

    sentence = Phrase(
        "'{text}' would be added, and {entry} is a figure by itself\n"
        "write the figure that it should have said, as ={number}",
    )


class StillAdded(BadUsage):
    """A change was to be corrected by what looks like a figure."""

    sentence = Phrase(
        "{entry} is a change ({old}), and '{text}' looks like a figure\n"
        "write the change that it should have said (+{number}), or the figure that "
        "was there then (={number})",
    )


class NotAFigure(BadUsage):
    """A number of a goal was to be set by what looks like a change."""

    sentence = Phrase(
        "'{text}' would be added, and {key} is set\nwrite the number itself",
    )


class SaidTwice(BadUsage):
    """A field was given more than once."""

    sentence = Phrase(
        "'{key}' is said more than once\nsay it once",
    )


class UnknownFormat(BadUsage):
    """An ending or `--format` that no renderer answers to."""

    sentence = Phrase(
        "no report is written as '{name}'\nthe formats are {known}",
    )


class NoEnding(BadUsage):
    """A file was named whose ending does not say what it is to hold."""

    sentence = Phrase(
        "'{path}' has no ending that says what to write\n"
        "name it as report.md, or say --format: {known}"
    )


class NoEntries(BadUsage):
    """Entries were asked for in a format that is not a table."""

    sentence = Phrase(
        "--entries is for .csv and .parquet: a report as {name} has them anyway",
    )


class BadFilter(BadUsage):
    """A field is compared in a way that it has not."""

    sentence = Phrase("'{text}' compares nothing\nthis field is compared by {known}")


class UnknownFilter(BadUsage):
    """Goals were to be chosen by a field that is none."""

    sentence = Phrase(
        "goals have no '{name}' to be chosen by{hint}\n"
        "the fields are {known}; `goaltrack help filters` explains them"
    )


class UnknownWord(BadUsage):
    """A word was given for a field that knows only some."""

    sentence = Phrase("'{name}' is none of its words\nthey are {known}")


class UnknownState(BadUsage):
    """A state was named that is none."""

    sentence = Phrase(
        "'{name}' is not a state\nthe states are {known}",
    )


class NoNumber(BadUsage):
    """An option wants a number and was given something else."""

    sentence = Phrase(
        "{goal} is a milestone: it has no figure\n"
        "say `goaltrack done {goal}` when it is reached, or how far it is, as 60%",
    )


class ValueWanted(BadUsage):
    """`add` was given nothing to record."""

    sentence = Phrase(
        "{goal}: there is nothing to record\nsay a VALUE, or a --note alone",
    )


class UnknownGoal(GoaltrackError):
    """A name was given that no goal answers to."""

    sentence = Phrase(
        "no goal is called '{name}'{hint}",
    )


class SeveralGoals(GoaltrackError):
    """Several ledgers are read, and more than one has a goal of that name."""

    sentence = Phrase("several ledgers have a goal '{name}'\nsay which: {known}")


class UnknownStep(GoaltrackError):
    """A name was given that no step of the milestone answers to."""

    sentence = Phrase(
        "{goal} has no step called '{name}'{hint}",
    )


class UnknownSource(GoaltrackError):
    """A source was cited that the ledger does not list."""

    sentence = Phrase(
        "the ledger lists no source called '{name}'{hint}\n"
        "add [sources.{name}] to it first",
    )


class NotAMilestone(GoaltrackError):
    """`done` was said of a goal that is measured."""

    sentence = Phrase(
        "{goal} is a {kind}, which figures decide\nsay `goaltrack add {goal} VALUE`",
    )


class NotYet(BadUsage):
    """Something was said to be done on a day that is still to come."""

    sentence = Phrase(
        "{day} is still to come: nobody knows yet what is done by then\n"
        "say it on the day; a due date is changed with `goaltrack set`"
    )


class AlreadyDone(GoaltrackError):
    """`done` was said of what is done."""

    sentence = Phrase(
        "{goal} was already done on {day}",
    )


class GoalExists(GoaltrackError):
    """A new goal was to have the id of another one."""

    sentence = Phrase(
        "there is a goal {goal} already\nchange it with `goaltrack set {goal}`",
    )


class NotIncluded(GoaltrackError):
    """A goal was to be put into a file that the ledger does not include."""

    sentence = Phrase(
        "{path} is not a file of {ledger}\nadd it to include = […] there first",
    )


class AlreadyDropped(GoaltrackError):
    """A goal was to be given up, or to rest, for the second time."""

    sentence = Phrase(
        "{goal} has been {key} since {day}: {reason}\n"
        "`goaltrack set {goal} --unset {key}` takes it up again",
    )


class UnknownEntry(GoaltrackError):
    """An entry was named that the ledger has not."""

    sentence = Phrase(
        "no entry or goal is called '{name}'{hint}\n`goaltrack log` shows the ids",
    )


class SeveralEntries(GoaltrackError):
    """The beginning of an id was given, and several entries begin so."""

    sentence = Phrase(
        "several entries begin with '{name}': {known}\nsay more of the id",
    )


class NoEntry(GoaltrackError):
    """The last entry of a goal was to be corrected, and none says a figure."""

    sentence = Phrase(
        "{goal} has no figure yet that could be corrected\n"
        "record one with `goaltrack add {goal} VALUE`",
    )


class Unnamed(GoaltrackError):
    """An entry was to be corrected that has no id to be named by."""

    sentence = Phrase(
        "the last entry of {goal} ({day}) has no id\n"
        "give it one with `goaltrack edit {goal}`",
    )


class AlreadyCorrected(GoaltrackError):
    """An entry was to be corrected that another one replaces already."""

    sentence = Phrase(
        "{entry} was corrected already, by {by}\ncorrect {by} instead",
    )


class NothingToUndo(GoaltrackError):
    """This machine has written nothing into the ledger that it could take back."""

    sentence = Phrase(
        "this machine has nothing to take back, or to bring back, in {path}",
    )


class MovedOn(GoaltrackError):
    """What was to be taken back has been changed since, or cannot be had again."""

    sentence = Phrase(
        "'{says}' cannot be taken back: {why}\n"
        "change it with `goaltrack edit`, or go past it with `goaltrack undo --skip`",
    )


class NoSheet(GoaltrackError):
    """A table was looked for in a sheet that is not there."""

    sentence = Phrase(
        "{path} has no sheet '{name}'\nits sheets are {known}",
    )


class NoColumn(GoaltrackError):
    """A table lacks a column that is wanted."""

    sentence = Phrase(
        "{path} has no column '{name}'{hint}\n"
        "name it with --map, or say --goal for rows of one goal",
    )


class MissingExtra(GoaltrackError):
    """A format needs a package that is not installed."""

    sentence = Phrase(
        "to write {name} goaltrack needs {package}\n"
        "install it with `pip install 'goaltrack[{extra}]'`",
    )


class BadTemplate(GoaltrackError):
    """A template is none, or asks for something that a report has not."""

    sentence = Phrase(
        "{path}:{line}: {why}\n"
        "`goaltrack export --show-template md` prints one that works"
    )


class NoTemplate(BadUsage):
    """A template was asked for in a format that has none, or given for one."""

    sentence = Phrase(
        "there is no template for '{name}'\n"
        "--show-template knows md; --template writes text, such as .md, .html or .txt"
    )


class EditorFailed(GoaltrackError):
    """The editor could not be started, or said that it failed."""

    sentence = Phrase(
        "the editor '{editor}' failed: {why}; nothing was written\n"
        "set VISUAL or EDITOR to the one that you use",
    )


class NoGit(GoaltrackError):
    """Git is not there."""

    exit_code = 5
    sentence = Phrase("there is no git on this machine")


class GitRefused(GoaltrackError):
    """Git failed."""

    exit_code = 5
    sentence = Phrase("git refused: {why}")


class WrongUnit(GoaltrackError):
    """The unit of an amount does not fit the goal's."""

    sentence = Phrase(
        "'{text}' does not fit {goal}, which is counted in {unit}",
    )


class NoUnit(GoaltrackError):
    """An amount has a unit, the goal has none."""

    sentence = Phrase(
        "'{text}' does not fit {goal}, which is a number without a unit",
    )


class TooMany(GoaltrackError):
    """A value is longer than a ledger may hold."""

    sentence = Phrase(
        "'{text}' would be {value} in the ledger: "
        "it holds 15 digits before the point and 9 after it",
    )


class NotRecorded(GoaltrackError):
    """The user was asked whether a figure is meant, and said no."""

    sentence = Phrase("nothing was written")


class NothingNew(BadUsage):
    """`correct` was not told what the entry should have said."""

    sentence = Phrase(
        "what should {entry} have said?\n"
        "say a VALUE, --on, --period, --source, --note or --status; or --retract",
    )


class NoteWanted(BadUsage):
    """An entry was to be retracted, and nobody said why."""

    sentence = Phrase(
        "--retract takes an entry out of the judgement: say why by --note TEXT",
    )


class NotAField(BadUsage):
    """A field of a goal was given without its key."""

    sentence = Phrase(
        "'{text}' is not KEY=VALUE\nwrite it like target=400 or due=2026",
    )


class UnknownKey(BadUsage):
    """A key was named that a goal has not."""

    sentence = Phrase(
        "a goal has no key '{name}'{hint}\nthe keys are {known}",
    )


class NotSettable(BadUsage):
    """A key was named that is not set, but written by another command or by hand."""

    sentence = Phrase(
        "'{key}' is not set like this\n"
        "for progress use add, done and correct, for dropped and paused use drop; "
        "for the others, goaltrack edit",
    )


class NothingSet(BadUsage):
    """`set` was told no field."""

    sentence = Phrase(
        "set what of {goal}?\nsay KEY=VALUE, such as target=400, or --unset KEY",
    )


class ReasonWanted(BadUsage):
    """A promise was to be changed, and nobody said why."""

    sentence = Phrase(
        "a promise of {goal} would change\n"
        "say why with --reason TEXT, or --slip if it was only written down wrongly",
    )


class FieldsWanted(BadUsage):
    """`new` was told too little, and there is no terminal to ask on."""

    sentence = Phrase(
        "a new goal needs {options}\nwithout a terminal nothing is asked",
    )


class NotAMapping(BadUsage):
    """`--map` was given something else than a key and a column."""

    sentence = Phrase(
        "'{text}' is not KEY=COLUMN\nthe keys are {known}",
    )


class NotAGoalId(BadUsage):
    """A name was given to a goal that no goal may have."""

    sentence = Phrase(
        "'{text}' cannot be the id of a goal\n"
        "an id has lower-case letters, digits and hyphens only",
    )


class NoTerminal(BadUsage):
    """Something is to be asked, and there is nobody to answer."""

    sentence = Phrase(
        "there is no terminal to ask on\nsay {option}",
    )


class IsLedger(GoaltrackError):
    """A report was to be written over the ledger that it is made from."""

    sentence = Phrase(
        "{path} is the ledger itself, and a report would take its place",
    )


class EmptyText(BadUsage):
    """An option for text was given none, or too much of it."""

    sentence = Phrase(
        "{option} takes a text of 1 to 10,000 characters",
    )


class EmptyField(BadUsage):
    """A field of a goal was to become empty, or too long."""

    sentence = Phrase(
        "{key} is empty, or longer than 10,000 characters\n--unset {key} takes it away",
    )


class Exists(GoaltrackError):
    """`init` was asked to write where something is."""

    sentence = Phrase(
        "{path} exists already, and init never overwrites",
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


_WARNING = Phrase("warning: ")


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


_NOTHING_WRITTEN = Phrase("nothing was written")


class Rejected(GoaltrackError):
    """A ledger was edited into what it must not say; the text is kept."""

    exit_code = 4
    sentence = Phrase(
        "{path} was left as it was\nput your text right, and copy it there",
    )


class EditMoved(GoaltrackError):
    """The ledger was changed by somebody else while it was edited."""

    exit_code = 5
    sentence = Phrase(
        "{path} was changed by someone else in the same place: it was left so\n"
        "look at both, and edit it again",
    )


class NoLedger(GoaltrackError):
    """No ledger was named and none was found."""

    exit_code = 5
    sentence = Phrase(
        "no goals.toml here or in a folder above\n"
        "start one with `goaltrack init`, or name one with -f",
    )


class CannotRead(GoaltrackError):
    """The file system refused to give the ledger."""

    exit_code = 5
    sentence = Phrase(
        "cannot read {path}: {why}",
    )


class CannotWrite(GoaltrackError):
    """The file system refused to take a file; what was there is there still."""

    exit_code = 5
    sentence = Phrase(
        "cannot write {path}: {why}",
    )


class NotConfirmed(GoaltrackError):
    """The ledger was written, but the disk did not say that it will last."""

    exit_code = 5
    sentence = Phrase(
        "{path} holds the change, but the disk did not confirm it: {why}\n"
        "do not record it again; look after the disk",
    )


class Locked(GoaltrackError):
    """Another writer has held the ledger's folder for too long."""

    exit_code = 5
    sentence = Phrase(
        "{holder} has been writing in {path} for more than {seconds} seconds: "
        "nothing was written\ntry again, or end that program",
    )


class LedgerMoved(GoaltrackError):
    """The ledger is no longer what was read."""

    exit_code = 5
    sentence = Phrase(
        "{path} was changed by someone else meanwhile: nothing was written\n"
        "look at it and try again",
    )


class WouldCorrupt(GoaltrackError):
    """A written ledger would not read back as the old one plus the change."""

    exit_code = 4
    sentence = Phrase(
        "{path} would not read back as intended: nothing was written\n"
        "write this by hand, and report this as a bug:\n{row}",
    )
