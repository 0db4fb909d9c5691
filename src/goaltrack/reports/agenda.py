"""The agenda as a table, a line for a prompt, or plain data."""

from collections.abc import Mapping, Sequence
from datetime import date

from goaltrack.analysis.agenda import Need, Want
from goaltrack.analysis.combine import where
from goaltrack.i18n.text import clean
from goaltrack.reports.blocks import Cell, Column, Sheet, Table, cell
from goaltrack.reports.wording import Voice

_ROLES = {
    Want.RESULT: "red",
    Want.FIGURE: "red",
    Want.STEP: "red",
    Want.NEWER: "yellow",
    Want.DECISION: "yellow",
    Want.TARGET: "yellow",
    Want.PARTS: "yellow",
    Want.DUE: "yellow",
    Want.COLOUR: "yellow",
}


def agenda(
    title: str, needs: Sequence[Need], voice: Voice, as_of: date, known_on: date | None
) -> Sheet:
    """The needs, the most urgent first."""
    subtitle = voice.seen_on(as_of, known_on)
    if not needs:
        return Sheet(clean(title), subtitle, (), voice.word("no_needs"))
    columns = (
        Column("want", voice.word("wanted")),
        Column("goal", voice.word("goal"), folds=True),
        Column("id", voice.word("id"), below="goal"),
        Column("when", voice.word("since_by")),
    )
    rows = tuple(
        (
            Cell(want(need, voice, as_of), _ROLES.get(need.want, "")),
            cell(need.goal.title),
            cell(need.goal.id, "muted"),
            Cell("" if need.day == date.max else voice.day(need.day)),
        )
        for need in needs
    )
    return Sheet(clean(title), subtitle, (Table("", columns, rows),))


def want(need: Need, voice: Voice, as_of: date) -> str:
    """Return a need in words, with its days."""
    days = voice.days(abs((need.day - as_of).days)) if need.day != date.max else ""
    name = f"want_{need.want.value}"
    if need.want is Want.DUE and need.day == as_of:
        return voice.word("today")
    if need.want is Want.COLOUR and need.state and need.colour:
        becomes = voice.word(
            "with",
            what=voice.state(need.state, need.goal),
            more=voice.colour(need.colour),
        )
        return voice.word(name, days=days, becomes=becomes)
    return voice.word(name, days=days)


def line(needs: Sequence[Need], voice: Voice, as_of: date) -> str:
    """The most urgent need in one line, and how many more there are."""
    if not needs:
        return ""
    first = needs[0]
    text = f"{first.goal.id}{voice.word('colon')}{want(first, voice, as_of)}"
    return clean(text + (f" (+{len(needs) - 1})" if len(needs) > 1 else ""))


def data(
    path: str | None, needs: Sequence[Need], as_of: date, known_on: date | None
) -> Mapping[str, object]:
    """The needs as plain data."""
    return {
        "schema": "goaltrack/next/1",
        "ledger": path,
        "as_of": as_of,
        "known_on": known_on,
        "needs": [
            {
                "ledger": where(need.goal, path),
                "goal": need.goal.own_id,
                "want": need.want.value,
                "day": None if need.day == date.max else need.day,
                "state": need.state and need.state.value,
                "colour": need.colour,
            }
            for need in needs
        ],
    }
