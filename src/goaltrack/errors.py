"""The errors that a user can put right: a class for each exit code and each handler.

The sentence stands where the error is raised, as a `Message` with a code that does not
change. Calculations name the code alone; `i18n/messages.py` has their sentences.
docs/errors.md lists all of them.
"""

import errno
from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from goaltrack.i18n.catalog import Phrase
from goaltrack.i18n.messages import MESSAGES


class Message(NamedTuple):
    """The sentence of an error in English, its facts in braces, and its code."""

    code: str
    text: str


class GoaltrackError(Exception):
    """Something that the user can put right.

    Takes a message, or the code of one in `i18n/messages.py`, and its facts by name.
    `str()` of it is the English sentence; it can be pickled.
    """

    exit_code: ClassVar[int] = 3
    message: ClassVar[Message | str]
    code: str

    def __init__(
        self, message: Message | str | None = None, /, **facts: object
    ) -> None:
        found = self.message if message is None else message
        if isinstance(found, str):
            found = Message(found, MESSAGES[found])
        self.code = found.code
        self.phrase = Phrase(found.text, facts)
        super().__init__(self.phrase.say("en"))

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how to make it again, in another process as well."""
        return _rebuilt, (type(self), self.code, self.phrase)

    def say(self, language: str) -> str:
        """Return the sentence in `language`; a second line says what to do."""
        return self.phrase.say(language)


def reason_of(error: Exception) -> Phrase | str:
    """Return why the system refused, in the words of a run where they are known."""
    if isinstance(error, OSError) and error.errno in _REASONS:
        return _REASONS[error.errno]
    return getattr(error, "strerror", None) or str(error)


_REASONS = {
    errno.ENOENT: Phrase("No such file or directory"),
    errno.EACCES: Phrase("Permission denied"),
    errno.EPERM: Phrase("Operation not permitted"),
    errno.EISDIR: Phrase("Is a directory"),
    errno.ENOTDIR: Phrase("Not a directory"),
    errno.ENOSPC: Phrase("No space left on device"),
    errno.EROFS: Phrase("Read-only file system"),
    errno.ENAMETOOLONG: Phrase("File name too long"),
}


def _rebuilt(kind: type[GoaltrackError], code: str, phrase: Phrase) -> GoaltrackError:
    return kind(Message(code, phrase.text), **phrase.facts)


class BadUsage(GoaltrackError):
    """The command line, or an argument of a function, cannot be used."""

    exit_code = 2


class Refused(GoaltrackError):
    """The request is not possible: no such goal, another unit, done already."""


class NotEditable(GoaltrackError):
    """The ledger's file cannot take the change, and was left as it was."""

    exit_code = 4


class Inaccessible(GoaltrackError):
    """A file or program cannot be read, written, locked or run."""

    exit_code = 5


# Caught by name


class InvalidAmount(BadUsage):
    """A text is not an amount."""


class InvalidPeriod(BadUsage):
    """A text is not a day or period, or not the right one of both."""


class WrongUnit(Refused):
    """The unit of an amount does not fit the goal's."""


class NotRecorded(Refused):
    """The user was asked whether to go on, and said no."""

    message = Message("not-recorded", "nothing was written")


class MissingExtra(Refused):
    """A format needs a package that is not installed."""

    message = Message(
        "missing-extra",
        "for {name} goaltrack needs {package}\n"
        "install it with `pip install 'goaltrack[{extra}]'`",
    )


class CannotWrite(Inaccessible):
    """The file system refused to take a file; what was there is there still."""

    message = Message("cannot-write", "cannot write {path}: {why}")


class LedgerMoved(Inaccessible):
    """The ledger is no longer what was read."""

    message = Message(
        "ledger-moved",
        "{path} was changed by someone else meanwhile: nothing was written\n"
        "look at it and try again",
    )


class Finding(NamedTuple):
    """Something found in a ledger or table; line and column count from 1."""

    path: str
    line: int
    column: int
    subject: Phrase
    phrase: Phrase
    excerpt: str
    """The line itself and a caret under the place; empty where there is none."""
    is_warning: bool = False

    def say(self, language: str) -> str:
        """Return `goals.toml:41:9: goal gdp, entry 7: …`, then the line and a caret."""
        where = f"{self.path}:{self.line}:{self.column}: "
        what = self.subject.say(language) + self.phrase.say(language)
        if self.is_warning:
            what = _WARNING.say(language) + what
        return where + what + (f"\n{self.excerpt}" if self.excerpt else "")


_WARNING = Phrase("warning: ")
_NOTHING_WRITTEN = Phrase("nothing was written")


class FindingsError(GoaltrackError):
    """Several things are wrong; every one of them is shown."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = findings
        Exception.__init__(self, self.say("en"))

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how to make it again, in another process as well."""
        return type(self), (list(self.findings),)

    def say(self, language: str) -> str:
        """Return each finding with its place, its line, and a caret under the place."""
        return "\n".join(finding.say(language) for finding in self.findings)


class BadLedger(FindingsError):
    """The ledger is not valid; every problem is shown."""

    code = "bad-ledger"
    exit_code = 4


class BadTable(FindingsError):
    """A table has rows that are not entries of this ledger; every one is shown."""

    code = "bad-table"

    def say(self, language: str) -> str:
        """Return each row with its line and field, and that nothing was written."""
        return f"{super().say(language)}\n{_NOTHING_WRITTEN.say(language)}"


class Contradicts(BadTable):
    """A table has rows that contradict entries of the ledger."""

    code = "contradicts-ledger"


class NotSound(FindingsError):
    """After the change that was asked for, the ledger would not be valid."""

    code = "change-not-valid"

    def say(self, language: str) -> str:
        """Return each finding without its place: nothing was written there."""
        said = [f.subject.say(language) + f.phrase.say(language) for f in self.findings]
        return "\n".join([*said, _NOTHING_WRITTEN.say(language)])
