"""The board: one row a goal, grouped, worst first."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.filters import GROUPS, ordered
from goaltrack.analysis.rollup import rollup
from goaltrack.i18n.text import clean
from goaltrack.model.ledger import Kind, Mode
from goaltrack.reports.blocks import Cell, Sheet, Table
from goaltrack.reports.columns import BOARD, column, row
from goaltrack.reports.wording import Voice


class View(NamedTuple):
    """How a board is laid out."""

    group: str = "group"
    """One of `select.GROUPS`."""
    sort: str = "urgency"
    """One of `select.ORDERS`."""
    is_reversed: bool = False
    hidden: int = 0
    """How many goals are not shown because they were given up."""
    goals: int = 0
    """Of how many the shown ones were chosen."""


AS_USUAL = View()


def board(
    title: str,
    assessments: Sequence[Assessment],
    mode: str,
    voice: Voice,
    as_of: date,
    known_on: date | None,
    view: View = AS_USUAL,
) -> Sheet:
    """The board of the goals, and a last line that counts the states.

    Where the ledger says how goals become one (not by counts, which the last line
    has), each group is told as one beside its title.
    """
    last = counted(assessments, voice, view.goals)
    if view.hidden:
        last += voice.word("semicolon") + voice.word("hidden", number=view.hidden)
    return Sheet(
        clean(title),
        voice.seen_on(as_of, known_on),
        tuple(_rolled(assessments, Mode(mode), voice, view)),
        last,
    )


def _rolled(
    assessments: Sequence[Assessment], mode: Mode, voice: Voice, view: View
) -> Iterable[Table]:
    found = tables(assessments, voice, view, with_ids=True)
    if mode is Mode.COUNTS:
        return found
    members = by_group(assessments, view.group).values()
    return [
        table._replace(
            title=f"{table.title}  {voice.rollup(rollup(part, mode))}".strip()
        )
        for table, part in zip(found, members, strict=True)
    ]


def tables(
    assessments: Sequence[Assessment],
    voice: Voice,
    view: View = AS_USUAL,
    *,
    with_ids: bool,
) -> list[Table]:
    """A table for each group, in the order of the ledger; its goals worst first."""
    groups = {
        group: [
            _indented(row(BOARD, each, voice), depth)
            for each, depth in tree(
                ordered(members, view.sort, is_reversed=view.is_reversed)
            )
        ]
        for group, members in by_group(assessments, view.group).items()
    }
    every = [cells for rows in groups.values() for cells in rows]
    # A column in which no goal has anything to say is left out.
    kept = [
        n
        for n, each in enumerate(BOARD)
        if any(cells[n].text for cells in every) and (with_ids or each.name != "id")
    ]
    columns = tuple(column(BOARD[n], voice) for n in kept)
    return [
        Table(
            _heading(group, view, voice, is_only=len(groups) == 1),
            columns,
            tuple(tuple(cells[n] for n in kept) for cells in rows),
        )
        for group, rows in groups.items()
    ]


def tree(assessments: Sequence[Assessment]) -> list[tuple[Assessment, int]]:
    """The goals with the depth of each: parts stand below their objective.

    Among themselves those of one objective keep the order in which they come.
    """
    objectives = {
        each.goal.id for each in assessments if each.goal.kind is Kind.OBJECTIVE
    }
    if not objectives:
        return [(each, 0) for each in assessments]
    below: dict[str | None, list[Assessment]] = {}
    for each in assessments:
        parent = each.goal.parent if each.goal.parent in objectives else None
        below.setdefault(parent, []).append(each)
    found = []
    waiting = [(each, 0) for each in reversed(below[None])]
    while waiting:
        each, depth = waiting.pop()
        found.append((each, depth))
        parts = below.get(each.goal.id, ()) if each.goal.id in objectives else ()
        waiting += [(part, depth + 1) for part in reversed(parts)]
    return found


_DEEPEST = 8
"""How far in parts are moved: beyond it a title would have no room."""
_TITLE = next(n for n, each in enumerate(BOARD) if each.name == "goal")


def _indented(cells: tuple[Cell, ...], depth: int) -> tuple[Cell, ...]:
    if not depth:
        return cells
    title = cells[_TITLE]
    branch = (
        "\N{NO-BREAK SPACE}" * (2 * min(depth, _DEEPEST) - 2) + "└\N{NO-BREAK SPACE}"
    )
    title = title._replace(text=branch + title.text)
    return (*cells[:_TITLE], title, *cells[_TITLE + 1 :])


def _heading(group: str, view: View, voice: Voice, *, is_only: bool) -> str:
    if not group:
        return "" if is_only else voice.word("ungrouped")
    if view.group == "state":
        return voice.state_named(group)
    return voice.kind(Kind(group)) if view.group == "kind" else clean(group)


def by_group(
    assessments: Iterable[Assessment], by: str = "group"
) -> dict[str, list[Assessment]]:
    """The goals under each heading, in the order of the ledger."""
    groups: dict[str, list[Assessment]] = {}
    for assessment in assessments:
        groups.setdefault(GROUPS[by](assessment), []).append(assessment)
    return groups


def by_urgency(assessments: Iterable[Assessment]) -> list[Assessment]:
    """The worst state first, the earliest due date first within it."""
    return ordered(assessments, "urgency")


def counted(assessments: Sequence[Assessment], voice: Voice, goals: int = 0) -> str:
    """Return the last line, which counts the states; `goals` is their whole number."""
    if not assessments:
        return voice.word("none_of", goals=goals) if goals else voice.word("no_goals")
    counts: dict[str, int] = {}
    for assessment in by_urgency(assessments):
        word = voice.state(assessment.state, assessment.goal)
        counts[word] = counts.get(word, 0) + 1
    texts = [
        voice.word("count", number=number, state=word)
        for word, number in counts.items()
    ]
    number, said = len(assessments), voice.word("comma").join(texts)
    name = "counts_one" if number == 1 else "counts"
    known = rollup(assessments, Mode.COUNTS)
    coverage = voice.word("coverage", covered=known.covered, goals=known.goals)
    counted_ = voice.word(name, number=number, counts=said)
    return counted_ + voice.word("semicolon") + coverage
