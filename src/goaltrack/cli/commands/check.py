"""`goaltrack check`."""

from enum import StrEnum
from typing import Annotated

import typer

from goaltrack.analysis.colour_rules import COLOURS
from goaltrack.analysis.states import State
from goaltrack.cli import options as opt
from goaltrack.cli.recording import commit_draft
from goaltrack.cli.run_state import RUN
from goaltrack.cli.screen import show_json
from goaltrack.errors import BadLedger, BadUsage, Finding, Message
from goaltrack.i18n.catalog import language
from goaltrack.i18n.text import clean
from goaltrack.ledger.audit import audit, lost_entries
from goaltrack.ledger.audit import forget as forget_entries
from goaltrack.ledger.identify import identified
from goaltrack.ledger.transaction import Note, prepare_text
from goaltrack.reports import data as facts
from goaltrack.reports.wording import Voice
from goaltrack.session import Context, open_ledgers

_UNKNOWN_STATE = Message(
    "unknown-state",
    "'{name}' is not a state or colour\nthey are {known}",
)

_BAD = 4
_NO = 1
_MOST = 8
"""How many lines of findings that say the same are named."""


class Form(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    GITHUB = "github"


def run(
    files: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FILE]...", help="Ledgers; each is checked by itself."),
    ] = None,
    file: opt.File = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help="Warnings fail, and so do numbers without a source."
        ),
    ] = False,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on",
            metavar="STATE",
            help="Exit 1 if any goal is in this state, or has this colour.",
        ),
    ] = None,
    form: Annotated[
        Form,
        typer.Option(
            "--format", metavar="FORM", help="text, or github: notes beside the lines."
        ),
    ] = Form.TEXT,
    fix: Annotated[
        bool, typer.Option("--fix", help="Give an id to each entry that lacks one.")
    ] = False,
    forget: Annotated[
        bool,
        typer.Option("--forget", help="Miss no more the entries that are gone."),
    ] = False,
    as_of: opt.AsOf = None,
    known_on: opt.KnownOn = None,
    json: opt.Json = False,
    lang: opt.Lang = None,
) -> None:
    """Show each problem of the ledger; silent if there is none."""
    code = 0
    RUN.as_json = json
    paths, every = [], []
    for path in [*(files or ()), *([file] if file else ())] or [None]:
        seen = _Seen(path, lang, as_of, known_on)
        if fix and seen.asked:
            _fix(seen.asked)
            seen = _Seen(path, lang, as_of, known_on)
        found = seen.findings(strict=strict, forget=forget)
        if json:
            paths.append(seen.path)
            every += found
        elif form is Form.GITHUB:
            for finding in found:
                typer.echo(clean(_annotation(finding, seen.voice.language)))
        else:
            _print(found, seen.voice)
        if any(strict or not finding.is_warning for finding in found):
            code = _BAD
        elif seen.asked and _is_in(seen.asked, fail_on or []):
            code = code or _NO
    if json:
        show_json(facts.check(paths[0] if len(paths) == 1 else None, every))
    if code:
        raise typer.Exit(code)


class _Seen:
    """A ledger as it was read, or what is wrong with it."""

    def __init__(
        self, path: str | None, lang: str | None, as_of: str | None, known: str | None
    ) -> None:
        self.asked: Context | None = None
        self._wrong: list[Finding] = []
        self.voice = Voice(language(lang))
        self.path = path or ""
        try:
            given = [path] if path else None
            self.asked = open_ledgers(given, None, lang, as_of, known)
        except BadLedger as error:
            self._wrong = list(error.findings)
            self.path = self._wrong[0].path
        else:
            self.voice, self.path = self.asked.voice, self.asked.path

    def findings(self, *, strict: bool, forget: bool) -> list[Finding]:
        """Return all that is found in it."""
        asked = self.asked
        if asked is None:
            return self._wrong
        lost = lost_entries(asked.book)
        if forget and lost:
            forget_entries(asked.book, lost)
            said = asked.voice.word("forgotten", entries=", ".join(e.id for e in lost))
            typer.echo(clean(said), err=True)
            lost = []
        return audit(asked.book, lost, strict=strict)


def _print(found: list[Finding], voice: Voice) -> None:
    """Print each finding with its line; of several that say the same, the places."""
    groups: dict[tuple[str, bool, str], list[Finding]] = {}
    for finding in found:
        said = finding.phrase.say(voice.language)
        key = (finding.path, finding.is_warning, said)
        groups.setdefault(key, []).append(finding)
    for alike in groups.values():
        for line in alike[0].say(voice.language).split("\n"):
            typer.echo(clean(line))
        if len(alike) > 1:
            lines = [str(finding.line) for finding in alike[1:]]
            shown = ", ".join(lines[:_MOST])
            shown += ", …" if len(lines) > _MOST else ""
            more = voice.word("more_alike", number=len(lines), lines=shown)
            typer.echo(clean(f"  {more}"))


def _annotation(finding: Finding, language_: str) -> str:
    """Return a finding as a workflow command of GitHub, which shows it at its line."""
    kind = "warning" if finding.is_warning else "error"
    said = finding.subject.say(language_) + finding.phrase.say(language_)
    for char, code in (("%", "%25"), ("\r", "%0D"), ("\n", "%0A")):
        said = said.replace(char, code)
    path = finding.path.replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
    place = f"file={path},line={finding.line},col={finding.column}"
    return f"::{kind} {place}::{said}"


def _fix(asked: Context) -> None:
    """Give an id to each entry of the ledger's files that lacks one."""
    for document in asked.book.documents:
        text, number = identified(asked.book, document)
        if number:
            draft = prepare_text(asked.book, document, text)
            commit_draft(draft, Note("check --fix"), asked.voice)
            RUN.say(asked.voice.word("identified", path=document.path, number=number))


def _is_in(asked: Context, names: list[str]) -> bool:
    """Return whether any goal has a state or colour of those; print those that do."""
    if not names:
        return False
    known = (*(state.value for state in State), *COLOURS)
    wanted = {name.strip() for text in names for name in text.split(",")}
    for name in sorted(wanted.difference(known)):
        raise BadUsage(_UNKNOWN_STATE, name=name, known=", ".join(known))
    hits = [
        found
        for found in asked.assess(asked.goals())
        if not wanted.isdisjoint((found.state.value, found.colour))
    ]
    for hit in hits:
        said = f"{hit.goal.id}: {asked.voice.state(hit.state, hit.goal)}"
        typer.echo(clean(said), err=True)
    return bool(hits)
