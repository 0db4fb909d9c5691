"""Git, asked as a program: by lists of arguments, never by a shell."""

import os
import subprocess
from typing import NamedTuple

from goaltrack import system
from goaltrack.errors import Inaccessible, Message

_GIT_FAILED = Message(
    "git-failed",
    "git refused: {why}",
)
_NO_GIT = Message(
    "no-git",
    "there is no git on this machine",
)


_QUIET = ("-c", f"core.hooksPath={os.devnull}", "-c", "core.fsmonitor=false")
"""A repository that somebody else made must not make git run its programs."""

CONFLICT = 3
"""The exit code of the merge driver when a person must decide.

Not 1, which is also how an interpreter ends that could not even start.
"""


class Ran(NamedTuple):
    """The result of a git command."""

    code: int
    out: bytes


def git(*args: str, folder: str = ".", refusable: bool = True) -> Ran:
    """Run git in the folder.

    Raises:
        Inaccessible: there is no git.
        Inaccessible: it failed, unless that is an answer too (`refusable=False`).
    """
    command = ["git", "--no-optional-locks", *_QUIET, "-C", folder, *args]
    ran = _run(command)
    if refusable and ran.returncode:
        said = ran.stderr.decode(errors="replace").strip().split("\n")[0]
        raise Inaccessible(_GIT_FAILED, why=said)
    return Ran(ran.returncode, ran.stdout)


def merge_file(
    base: str, ours: str, theirs: str, *options: str, in_place: bool = False
) -> Ran:
    """Merge three files by lines, as git does; code 0 where nothing conflicts.

    Raises:
        Inaccessible: there is no git.
    """
    labels = ("-L", "ours", "-L", "base", "-L", "theirs")
    way = () if in_place else ("-p",)
    command = ["git", "merge-file", "-q", *way, *labels, *options, "--"]
    ran = _run([*command, ours, base, theirs])
    return Ran(ran.returncode, ran.stdout)


def _run(command: list[str]) -> "subprocess.CompletedProcess[bytes]":
    try:
        # A list of arguments, no shell, and `--` before the names of files.
        own = system.program(command[0])
        return subprocess.run([own, *command[1:]], check=False, capture_output=True)  # noqa: S603
    except FileNotFoundError:
        raise Inaccessible(_NO_GIT) from None
