"""`goaltrack git-setup`."""

import os
import re
import shlex
import shutil
import sys
from typing import Annotated

import typer

from goaltrack.cli import options as opt
from goaltrack.cli.prompts import confirm
from goaltrack.cli.run_state import RUN
from goaltrack.errors import Inaccessible
from goaltrack.i18n.catalog import Phrase
from goaltrack.i18n.text import clean
from goaltrack.ledger.files import atomic_write
from goaltrack.ledger.find import CANNOT_READ, read_bytes
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
        atomic_write(path, after, follows=False)
    RUN.say(voice.word("git_unset" if remove else "git_set", path=shown))


def _top(asked: Context) -> str:
    """The top folder of the repository that the ledger is in."""
    folder = os.path.dirname(os.path.realpath(asked.path))
    out = git("rev-parse", "--show-toplevel", folder=folder).out
    return os.path.realpath(os.fsdecode(out.removesuffix(b"\n")))


def _driver() -> str:
    """The command line that git is to run; by lines, if this program has gone."""
    is_own = os.path.splitext(os.path.basename(sys.argv[0]))[0] == "goaltrack"
    found = shutil.which(sys.argv[0]) if is_own else None
    # Without -P a `typer.py` of the repository would be imported.
    python = [sys.executable, "-P", "-m", "goaltrack"]
    own = [os.path.abspath(found)] if found else python
    # In a driver's command git reads % as the beginning of a name of its own. It is run
    # by a shell, which git brings along on Windows.
    words = [shlex.quote(word.replace(os.sep, "/")).replace("%", "%%") for word in own]
    program = " ".join(words)
    # Whatever goes wrong with the program, git's own marks are better than one side.
    return (
        f"{program} merge-driver %O %A %B %L; "
        f"case $? in 0) ;; {CONFLICT}) exit 1 ;; *) {_BY_LINES} ;; esac"
    )


def _attributes(asked: Context, top: str, *, remove: bool) -> tuple[str, bytes, bytes]:
    """The .gitattributes file of the repository, as it is and as it is to be.

    Raises:
        Inaccessible: it is a link, which git would not follow either.
    """
    path = os.path.join(top, ".gitattributes")
    if os.path.islink(path):
        raise Inaccessible(CANNOT_READ, path=path, why=_A_LINK)
    before = read_bytes(path) if os.path.lexists(path) else b""
    lines = before.decode("utf-8", "surrogateescape").splitlines(keepends=True)
    wanted = _wanted(asked, top)
    kept = [line for line in lines if not remove or line.strip() not in wanted]
    have = {line.strip() for line in kept}
    if kept and not kept[-1].endswith("\n"):
        kept[-1] += "\n"
    new = [] if remove else [f"{line}\n" for line in wanted if line not in have]
    return path, before, "".join([*kept, *new]).encode("utf-8", "surrogateescape")


_A_LINK = Phrase("it is a symbolic link")


def _wanted(asked: Context, top: str) -> list[str]:
    """The line of the ledger, and of each pattern by which it includes others."""
    # Line ends are fixed only where they are so already: no byte is to move.
    is_lf = all(b"\r\n" not in document.raw for document in asked.book.documents)
    sets = "merge=goaltrack text eol=lf" if is_lf else "merge=goaltrack"
    own = _escaped("/" + os.path.relpath(os.path.realpath(asked.path), top))
    names = [own]
    patterns = asked.book.documents[0].data.get("include", [])
    names += [f"{own.rpartition('/')[0]}/{pattern}" for pattern in patterns]
    return [f"{_quoted(name)} {sets}" for name in names]


def _escaped(path: str) -> str:
    """Return a path as a pattern of git has it, with / between its parts."""
    parts = path.replace(os.sep, "/")
    return "".join(f"\\{char}" if char in "*?[\\" else char for char in parts)


def _quoted(name: str) -> str:
    """Return a pattern as .gitattributes has it: quoted as C does, if need be."""
    if not re.search(r'[\x00-\x20"\x7f]', name):
        return name
    quoted = re.sub(r'["\\]', r"\\\g<0>", name)
    return '"' + re.sub(r"[\x00-\x1f\x7f]", _octal, quoted) + '"'


def _octal(found: re.Match[str]) -> str:
    return f"\\{ord(found[0]):03o}"


def _changed(before: bytes, after: bytes) -> list[str]:
    """The lines that come (+) and go (-)."""
    old, new = (text.decode(errors="replace").splitlines() for text in (before, after))
    return [f"+ {line}" for line in new if line not in old] + [
        f"- {line}" for line in old if line not in new
    ]
