"""The columns of tables of goals, in one table: a row of it here is a column there."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from goaltrack.analysis.assess import Assessment
from goaltrack.model.report import FIELD
from goaltrack.reports import cells
from goaltrack.reports.blocks import Cell, Column
from goaltrack.reports.wording import Voice

CellOf = Callable[[Assessment, Voice], Cell]


class GoalColumn(NamedTuple):
    """A column: its name, that of its title, and what it shows of a goal."""

    name: str
    word: str
    cell: CellOf
    is_number: bool = False
    folds: bool = False
    """Whether its texts may run over several lines."""
    below: str = ""
    """The column under which it stands where a line has no room for both."""
    speaks: bool = False
    """Whether its texts are understood without its title."""


ALL = {
    column.name: column
    for column in (
        GoalColumn("number", "number", cells.number_cell, speaks=True),
        GoalColumn("title", "goal", cells.title_cell, folds=True, speaks=True),
        GoalColumn("id", "id", cells.id_cell, below="title", speaks=True),
        GoalColumn("state", "state", cells.state_cell, speaks=True),
        GoalColumn("light", "colour", cells.light_cell, speaks=True),
        GoalColumn("target", "target", cells.target_cell, is_number=True),
        GoalColumn("due", "due", cells.due_cell, speaks=True),
        GoalColumn("left", "left", cells.left, below="due", speaks=True),
        GoalColumn("owner", "owner", cells.owner_cell, folds=True),
        GoalColumn("group", "group", cells.group_cell, folds=True),
        GoalColumn("kind", "kind", cells.kind_cell),
        GoalColumn("nature", "nature", cells.nature_cell),
        GoalColumn("unit", "unit", cells.unit_cell),
        GoalColumn("tags", "tags", cells.tags_cell, folds=True),
        GoalColumn("parent", "parent", cells.parent_cell),
        GoalColumn("weight", "weight", cells.weight_cell, is_number=True),
        GoalColumn("baseline", "baseline", cells.baseline_cell, is_number=True),
        GoalColumn("latest", "latest", cells.latest_cell, is_number=True, speaks=True),
        GoalColumn("figure", "figure", cells.dated_figure_cell, is_number=True),
        GoalColumn(
            "same-period", "same_period", cells.same_period_cell, is_number=True
        ),
        GoalColumn("growth", "on_year_before", cells.growth_cell, is_number=True),
        GoalColumn(
            "progress", "bar", cells.bar, is_number=True, below="latest", speaks=True
        ),
        GoalColumn("elapsed", "time_elapsed", cells.elapsed_cell, is_number=True),
        GoalColumn("gap", "gap", cells.gap_cell, is_number=True),
        GoalColumn("chance", "chance", cells.chance_cell, is_number=True, below="gap"),
        GoalColumn("forecast", "forecast", cells.forecast_cell, is_number=True),
        GoalColumn("trend", "trend", cells.trend_cell),
        GoalColumn("age", "fresh", cells.age, is_number=True, below="trend"),
        GoalColumn("latest-note", "latest_note", cells.latest_note_cell, folds=True),
        GoalColumn("problem", "problem", cells.problem_cell, folds=True),
        GoalColumn("next-step", "next_step", cells.next_step_cell, folds=True),
        GoalColumn("note", "note", cells.note_cell, folds=True),
        GoalColumn("source", "source", cells.source_cell),
    )
}
"""The columns by their names, which are those of `model.report.COLUMNS`."""

BOARD = ("state", "title", "id", "latest", "progress", "due", "left")
"""The columns that a board always shows, from left to right."""
MORE = ("gap", "chance", "trend", "age")
"""Those that it shows as well where there is room, the most useful first."""
REGISTER = (
    *("number", "title", "target", "due", "owner", "figure", "progress", "elapsed"),
    *("gap", "latest-note", "state", "source"),
)
"""The columns of a register of which nothing else is said."""


def find(names: Iterable[str]) -> list[GoalColumn]:
    """Return the columns of these names; of `fields.NAME`, one that shows the field."""
    return [ALL.get(name) or _field(name.removeprefix(FIELD)) for name in names]


def _field(name: str) -> GoalColumn:
    def shown(assessment: Assessment, _voice: Voice) -> Cell:
        return cells.field_cell(assessment, name)

    return GoalColumn(FIELD + name, "", shown, folds=True)


def column(found: GoalColumn, voice: Voice, rank: int = 0) -> Column:
    """Return the column of a table, titled in the language of the voice."""
    title = voice.word(found.word) if found.word else found.name.removeprefix(FIELD)
    return Column(
        found.name,
        title,
        rank,
        is_number=found.is_number,
        folds=found.folds,
        below=found.below,
        speaks=found.speaks,
    )


def row(
    columns: Sequence[GoalColumn], assessment: Assessment, voice: Voice
) -> tuple[Cell, ...]:
    """Return the row of a goal, a cell for each column."""
    return tuple(each.cell(assessment, voice) for each in columns)
