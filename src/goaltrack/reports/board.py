"""The board: one row a goal, grouped, worst first."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from goaltrack.analysis.assess import Assessment
from goaltrack.analysis.filters import GROUPS, ordered
from goaltrack.analysis.rollup import rollup
from goaltrack.analysis.states import State
from goaltrack.i18n.text import clean
from goaltrack.model.ledger import Kind, Mode
from goaltrack.reports import columns
from goaltrack.reports.blocks import Sheet, Table
from goaltrack.reports.wording import Voice


class View(NamedTuple):
    """How a board is laid out."""

    group: str = "group"
    """One of `filters.GROUPS`."""
    sort: str = "urgency"
    """Of `filters.ORDERS`, the first that decides; with commas between them."""
    is_reversed: bool = False
    is_flat: bool = False
    """Whether parts stand among the others, and not below their objectives."""
    columns: tuple[str, ...] = ()
    """The columns that were asked for; none: those of a board."""
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
    """The board of the goals, and two last lines that count states and lights.

    Objectives with their parts come first, then the groups of the others. Where the
    ledger says how goals become one (not by counts, which the last line has), each
    group is told as one beside its title.
    """
    last = counted(assessments, voice, view.goals)
    if view.hidden:
        last += voice.word("semicolon") + voice.word("hidden", number=view.hidden)
    lights = counted_lights(assessments, voice)
    return Sheet(
        clean(title),
        voice.seen_on(as_of, known_on),
        tuple(tables(assessments, voice, view, Mode(mode))),
        "\n".join(line for line in (last, lights) if line),
    )


def tables(
    assessments: Sequence[Assessment],
    voice: Voice,
    view: View = AS_USUAL,
    mode: Mode = Mode.COUNTS,
) -> list[Table]:
    """A table of the objectives, and one for each group, in the order of the ledger."""
    chosen = columns.find(view.columns or (*columns.BOARD, *columns.MORE))
    parts = grouped(assessments, view)
    every = [
        [columns.row(chosen, each, voice) for each, _ in rows] for _, rows in parts
    ]
    # A column in which no goal has anything to say is left out.
    kept = [
        n
        for n, each in enumerate(chosen)
        if any(cells[n].text for rows in every for cells in rows)
    ]
    heads = tuple(
        columns.column(chosen[n], voice, 0 if view.columns else _rank(chosen[n].name))
        for n in kept
    )
    title_at = next((n for n, each in enumerate(heads) if each.name == "title"), None)
    return [
        Table(
            _title(group, [one for one, _ in rows], mode, voice, view, len(parts)),
            heads,
            tuple(
                tuple(
                    cells[n]._replace(depth=depth) if at == title_at else cells[n]
                    for at, n in enumerate(kept)
                )
                for (_, depth), cells in zip(rows, shown, strict=True)
            ),
        )
        for (group, rows), shown in zip(parts, every, strict=True)
    ]


def _rank(name: str) -> int:
    return columns.MORE.index(name) + 1 if name in columns.MORE else 0


Rows = list[tuple[Assessment, int]]
"""Goals, each with how deep it stands below objectives."""


def grouped(
    assessments: Sequence[Assessment], view: View = AS_USUAL
) -> list[tuple[str | None, Rows]]:
    """Return the goals under their headings, in order; None heads the objectives."""
    rest, trees = list(assessments), []
    if view.group == "group" and not view.is_flat:
        inside = {each.goal.id for each in in_trees(assessments)}
        trees = [each for each in assessments if each.goal.id in inside]
        rest = [each for each in assessments if each.goal.id not in inside]
    parts: list[tuple[str | None, Rows]] = []
    if trees:
        parts.append((None, tree(_ordered(trees, view))))
    for group, members in by_group(rest, view.group).items():
        rows = _ordered(members, view)
        flat = view.is_flat or view.group == "group"
        parts.append((group, [(one, 0) for one in rows] if flat else tree(rows)))
    return parts


def _ordered(members: Sequence[Assessment], view: View) -> list[Assessment]:
    return ordered(members, view.sort, is_reversed=view.is_reversed)


def in_trees(assessments: Sequence[Assessment]) -> list[Assessment]:
    """Return the objectives and their parts among the goals."""
    known = {a.goal.id for a in assessments if a.goal.kind is Kind.OBJECTIVE}
    return [a for a in assessments if a.goal.id in known or a.goal.parent in known]


def tree(assessments: Sequence[Assessment]) -> Rows:
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


def _title(
    group: str | None,
    members: Sequence[Assessment],
    mode: Mode,
    voice: Voice,
    view: View,
    parts: int,
) -> str:
    """Return the heading of a table; of a group, with what its goals come to."""
    if group is None:
        return voice.word("objectives") if parts > 1 else ""
    title = _heading(group, view, voice, is_only=parts == 1)
    if mode is Mode.COUNTS:
        return title
    return f"{title}  {voice.rollup(rollup(members, mode))}".strip()


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


_WITHOUT = (
    State.NO_DATA,
    State.UNDATED,
    State.OPEN,
    State.WATCHING,
)
"""States that say nothing of a goal that has no figure."""


_COUNTED = (
    *(State.MET, State.LATE, State.ON_TRACK, State.ON_TARGET, State.BEHIND),
    *(State.OFF_TARGET, State.FAR_BEHIND, State.MOVING_AWAY, State.MISSED),
    *(State.NO_RESULT, State.STALE, State.TOO_EARLY, State.OPEN, State.WATCHING),
    *(State.NO_DATA, State.UNDECIDED, State.UNDATED, State.PAUSED, State.DROPPED),
)
"""The states as they are counted: good ones, bad ones, and those that judge nothing."""


def _in_count(assessment: Assessment) -> int:
    return _COUNTED.index(assessment.state)


def counted(
    assessments: Sequence[Assessment],
    voice: Voice,
    goals: int = 0,
    *,
    is_whole: bool = False,
) -> str:
    """Return the line that counts the states, best first, of so many `goals`.

    Those that nothing is known of are counted together, unless it is to be whole.
    """
    if not assessments:
        return voice.word("none_of", goals=goals) if goals else voice.word("no_goals")
    counts: dict[str, int] = {}
    without = 0
    for assessment in sorted(assessments, key=_in_count):
        is_unknown = assessment.figure is None and assessment.state in _WITHOUT
        if not is_whole and (is_unknown or assessment.state is State.NO_DATA):
            without += 1
            continue
        word = voice.state(assessment.state, assessment.goal)
        counts[word] = counts.get(word, 0) + 1
    if without:
        counts[voice.word("without_figure")] = without
    texts = [
        voice.word("count", number=number, state=word)
        for word, number in counts.items()
    ]
    number, said = len(assessments), voice.word("comma").join(texts)
    name = "counts_one" if number == 1 else "counts"
    return voice.word(name, number=number, counts=said)


LIGHTS = ("red", "yellow", "blue", "green", "grey")
"""The colours in the order of attention that they need."""


def count_lights(assessments: Sequence[Assessment]) -> dict[str, int]:
    """Return how many goals have each colour that occurs, those in need first."""
    found = [assessment.colour for assessment in assessments]
    return {colour: found.count(colour) for colour in LIGHTS if colour in found}


def counted_lights(assessments: Sequence[Assessment], voice: Voice) -> str:
    """Return the line that counts the lights; "" without a goal."""
    texts = [
        voice.word("count_light", number=number, colour=voice.colour(colour))
        for colour, number in count_lights(assessments).items()
    ]
    said = voice.word("comma").join(texts)
    return voice.word("lights_are", lights=said) if said else ""
