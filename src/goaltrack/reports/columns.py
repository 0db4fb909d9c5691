"""The columns of tables of goals: a row of the table here is a column there."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from goaltrack.analysis.assess import Assessment
from goaltrack.reports import cells
from goaltrack.reports.blocks import Cell, Column
from goaltrack.reports.wording import Voice


class GoalColumn(NamedTuple):
    """A column: its name (also that of its title), and what it shows of a goal."""

    name: str
    cell: Callable[[Assessment, Voice], Cell]
    rank: int = 0
    """Where there is no room the lowest ranks are shown that fit; 0 always is."""
    is_number: bool = False
    folds: bool = False
    """Whether its texts may run over several lines."""


BOARD = (
    GoalColumn("state", cells.state_cell),
    GoalColumn("goal", cells.title_cell, folds=True),
    GoalColumn("id", cells.id_cell, rank=4),
    GoalColumn("figure", cells.figure_cell, rank=2, is_number=True),
    GoalColumn("when", cells.period_cell, rank=8),
    GoalColumn("target", cells.target_cell, rank=3, is_number=True),
    GoalColumn("due", cells.due_cell, rank=5),
    GoalColumn("bar", cells.bar, rank=6),
    GoalColumn("gap", cells.gap_cell, rank=1, is_number=True),
    GoalColumn("chance", cells.chance_cell, rank=7, is_number=True),
    GoalColumn("trend", cells.trend_cell, rank=9),
    GoalColumn("fresh", cells.age, rank=10, is_number=True),
)
"""The columns of the board, from left to right."""

REGISTER = (
    GoalColumn("goal", cells.title_cell, folds=True),
    GoalColumn("target", cells.target_cell, is_number=True),
    GoalColumn("due", cells.due_cell),
    GoalColumn("lead", cells.owner_cell),
    GoalColumn("figure", cells.dated_figure_cell, is_number=True),
    GoalColumn("done_share", cells.bar, is_number=True),
    GoalColumn("time_elapsed", cells.elapsed_cell, is_number=True),
    GoalColumn("gap", cells.gap_cell, is_number=True),
    GoalColumn("state", cells.state_cell),
    GoalColumn("source", cells.source_cell),
)
"""The columns of the register, in the order of a 台账."""


def column(goal_column: GoalColumn, voice: Voice) -> Column:
    """Return the column of a table, titled in the language of the voice."""
    name, _, rank, is_number, folds = goal_column
    return Column(name, voice.word(name), rank, is_number, folds)


def row(
    columns: Sequence[GoalColumn], assessment: Assessment, voice: Voice
) -> tuple[Cell, ...]:
    """Return the row of a goal, a cell for each column."""
    return tuple(each.cell(assessment, voice) for each in columns)
