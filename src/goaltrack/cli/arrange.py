"""The words of a command line in the order in which they are read.

Options may stand before the command or behind it: those of the program itself go to the
front, those of commands behind the command.
"""

from collections.abc import Sequence

_PROGRAM = ("-q", "--quiet", "--no-pager")
_PROGRAM_VALUES = ("-C", "--directory")
_ELSE_VALUES = ("--lang",)
_COMMAND = ("--json", "--plain", "--dry-run", "-y", "--yes", "--all")
_COMMAND_VALUES = ("-f", "--file", "--as-of", "--known-on", "--color")
_TEXTS = ("--note", "--title", "--by", "--reason", "--group", "--unit", "--owner")
"""Options of commands whose value may look like an option: it is left where it is."""


def arranged(args: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the options of the program, and the command with all of its own words."""
    front: list[str] = []
    behind: list[str] = []
    place = 0
    while (
        place < len(args) and args[place][:1] == "-" and args[place] not in ("-", "--")
    ):
        name, equals, _ = args[place].partition("=")
        has_value = name in (*_PROGRAM_VALUES, *_ELSE_VALUES, *_COMMAND_VALUES)
        words = args[place : place + 1 + (has_value and not equals)]
        is_command = name in _COMMAND or name in _COMMAND_VALUES
        (behind if is_command else front).extend(words)
        place += len(words)
    own, rest = _parted(args[place + 1 :])
    front += own
    return front, [*args[place : place + 1], *behind, *rest]


def _parted(args: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the options of the program among words behind a command, and the rest."""
    own: list[str] = []
    rest: list[str] = []
    place = 0
    while place < len(args):
        word = args[place]
        if word == "--":
            rest += args[place:]
            break
        count = 2 if word in _PROGRAM_VALUES or word in _TEXTS else 1
        is_own = word in _PROGRAM or word in _PROGRAM_VALUES
        (own if is_own else rest).extend(args[place : place + count])
        place += count
    return own, rest
