"""`goaltrack check`."""

from typing import Annotated

import typer

from goaltrack.commands import AsOf, File, Json, KnownOn, Lang, show_json
from goaltrack.context import Context, language, open_ledger
from goaltrack.core.assess import State
from goaltrack.core.check import doubts
from goaltrack.errors import BadLedger, Finding, UnknownState
from goaltrack.report import facts
from goaltrack.report.text import clean
from goaltrack.report.words import Voice
from goaltrack.store.codec import Path, Problem
from goaltrack.store.read import findings

_BAD = 4
_NO = 1


def run(
    file: File = None,
    strict: Annotated[
        bool,
        typer.Option(
            "--strict", help="Warnings fail, and so do numbers without a source."
        ),
    ] = False,
    fail_on: Annotated[
        list[str] | None,
        typer.Option(
            "--fail-on", metavar="STATE", help="Exit 1 if any goal is in this state."
        ),
    ] = None,
    as_of: AsOf = None,
    known_on: KnownOn = None,
    json: Json = False,
    lang: Lang = None,
) -> None:
    """Show each problem of the ledger; silent if there is none."""
    asked: Context | None = None
    try:
        asked = open_ledger(file, lang, as_of, known_on)
        found = _findings(asked, strict=strict)
        voice = asked.voice
    except BadLedger as error:
        found = list(error.findings)
        voice = Voice(language(lang))
    if json:
        path = asked.path if asked else found[0].path
        show_json(facts.check(path, found))
    else:
        for finding in found:
            for line in finding.say(voice.language).split("\n"):
                typer.echo(clean(line))
    if any(strict or not finding.is_warning for finding in found):
        raise typer.Exit(_BAD)
    if asked and _is_in(asked, fail_on or []):
        raise typer.Exit(_NO)


def _findings(asked: Context, *, strict: bool) -> list[Finding]:
    """The doubts about the ledger, each with its place in the file."""
    found = doubts(asked.ledger, strict=strict)
    if not found:
        return []
    problems = []
    for doubt in found:
        goal: Path = ("goals", doubt.goal)
        is_goal = doubt.entry is None
        path = goal if doubt.entry is None else (*goal, "progress", doubt.entry)
        others = tuple((*goal, "progress", other) for other in doubt.others)
        problem = Problem(path, is_goal, doubt.phrase, doubt.is_warning, others)
        problems.append(problem)
    return findings(asked.document, problems)


def _is_in(asked: Context, names: list[str]) -> bool:
    """Whether any goal is in one of the states, which are said on stderr."""
    known = {state.value: state for state in State}
    for name in names:
        if name not in known:
            raise UnknownState(name=name, known=", ".join(known))
    wanted = {known[name] for name in names}
    hits = [a for a in asked.assess(asked.goals(None)) if a.state in wanted]
    for hit in hits:
        said = f"{hit.goal.id}: {asked.voice.state(hit.state)}"
        typer.echo(clean(said), err=True)
    return bool(hits)
