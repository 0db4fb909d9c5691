"""`goaltrack git-setup`."""

import os
import shlex
import shutil
import sys
from typing import Annotated

import typer

from goaltrack.cli import options as opt
from goaltrack.cli.prompts import confirm
from goaltrack.cli.run_state import RUN
from goaltrack.i18n.text import clean
from goaltrack.ledger.files import atomic_write
from goaltrack.ledger.find import read_bytes
from goaltrack.ledger.git import CONFLICT, git
from goaltrack.session import Context, open_ledger

_TITLE = "goaltrack ledgers, entry by entry"
_BY_LINES = "git merge-file -q --marker-size=%L -L ours -L base -L theirs %A %O %B"
"""The merge by lines that git does if goaltrack is missing or fails."""


def run(
    remove: Annotated[
        bool, typer.Option("--remove", help="Take the merge driver away again.")
    ] = False,
    dry_run: opt.DryRun = False,
    yes: opt.Yes = False,
    file: opt.File = None,
    lang: opt.Lang = None,
) -> None:
    """Let git merge ledgers entry by entry, in this clone."""
    asked = open_ledger(file, lang)
    voice = asked.voice
    top = _top(asked)
    settings = {"merge.goaltrack.name": _TITLE, "merge.goaltrack.driver": _driver()}
    path, before, after = _attributes(asked, top, remove=remove)
    shown = os.path.relpath(path)
    for name, value in settings.items():
        what = f"--unset {name}" if remove else f"{name} {shlex.quote(value)}"
        typer.echo(clean(f"git config {what}"))
    for line in _changed(before, after):
        typer.echo(clean(f"{shown}: {line}"))
    if dry_run:
        typer.echo(voice.word("dry_run"), err=True)
        return
    confirm(voice.word("git_setup"), voice, yes=yes)
    for name, value in settings.items():
        if remove:
            git("config", "--local", "--unset-all", name, folder=top, refusable=False)
        else:
            git("config", "--local", name, value, folder=top)
    if not after and before:
        os.unlink(path)
    elif after != before:
        atomic_write(path, after)
    RUN.say(voice.word("git_unset" if remove else "git_set", path=shown))


def _top(asked: Context) -> str:
    """The top folder of the repository that the ledger is in."""
    folder = os.path.dirname(os.path.realpath(asked.path))
    return git("rev-parse", "--show-toplevel", folder=folder).out.decode().rstrip("\n")


def _driver() -> str:
    """The command line that git is to run; by lines, if this program has gone."""
    is_own = os.path.basename(sys.argv[0]) == "goaltrack"
    found = shutil.which(sys.argv[0]) if is_own else None
    own = [os.path.abspath(found)] if found else [sys.executable, "-m", "goaltrack"]
    # In a driver's command git reads % as the beginning of a name of its own.
    words = [shlex.quote(word).replace("%", "%%") for word in own]
    program = " ".join(words)
    # Whatever goes wrong with the program, git's own marks are better than one side.
    return (
        f"{program} merge-driver %O %A %B %L; "
        f"case $? in 0) ;; {CONFLICT}) exit 1 ;; *) {_BY_LINES} ;; esac"
    )


def _attributes(asked: Context, top: str, *, remove: bool) -> tuple[str, bytes, bytes]:
    """The .gitattributes file of the repository, as it is and as it is to be."""
    path = os.path.join(top, ".gitattributes")
    before = read_bytes(path) if os.path.lexists(path) else b""
    lines = before.decode("utf-8", "surrogateescape").splitlines(keepends=True)
    wanted = _wanted(asked, top)
    kept = [line for line in lines if not remove or line.strip() not in wanted]
    have = {line.strip() for line in kept}
    if kept and not kept[-1].endswith("\n"):
        kept[-1] += "\n"
    new = [] if remove else [f"{line}\n" for line in wanted if line not in have]
    return path, before, "".join([*kept, *new]).encode("utf-8", "surrogateescape")


def _wanted(asked: Context, top: str) -> list[str]:
    """The line of the ledger, and of each pattern by which it includes others."""
    # Line ends are fixed only where they are so already: no byte is to move.
    is_lf = all(b"\r\n" not in document.raw for document in asked.book.documents)
    sets = "merge=goaltrack text eol=lf" if is_lf else "merge=goaltrack"
    own = os.path.realpath(asked.path)
    names = [_escaped(own)]
    folder = _escaped(os.path.dirname(own))
    patterns = asked.book.documents[0].data.get("include", [])
    names += [os.path.join(folder, pattern) for pattern in patterns]
    return [f"{_quoted(name, top)} {sets}" for name in names]


def _escaped(path: str) -> str:
    return "".join(f"\\{char}" if char in "*?[\\" else char for char in path)


def _quoted(name: str, top: str) -> str:
    """The name or pattern as .gitattributes has it: from the top, quoted if need be."""
    escaped = name.removeprefix(_escaped(os.path.realpath(top)).rstrip("/"))
    if any(char in escaped for char in ' "\t'):
        quoted = escaped.replace("\\", "\\\\").replace('"', '\\"').replace("\t", "\\t")
        return f'"{quoted}"'
    return escaped


def _changed(before: bytes, after: bytes) -> list[str]:
    """The lines that come (+) and go (-)."""
    old, new = (text.decode(errors="replace").splitlines() for text in (before, after))
    return [f"+ {line}" for line in new if line not in old] + [
        f"- {line}" for line in old if line not in new
    ]
