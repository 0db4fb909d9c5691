"""A report before it has a format: headings, facts and tables of plain values."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from goaltrack.i18n.text import clean


class Share(NamedTuple):
    """A progress (1 is whole), and the planned one."""

    done: Decimal
    mark: Decimal | None


class Cell(NamedTuple):
    """A text, the part it plays (a colour, "muted" or "strong"), a bar."""

    text: str
    role: str = ""
    share: Share | None = None
    cites: tuple[str, ...] = ()
    """The sources of it, by their ids: notes of the sheet."""


class Column(NamedTuple):
    """A column of a table."""

    name: str
    title: str
    rank: int = 0
    """Where there is no room the lowest ranks are shown that fit; 0 always is."""
    is_number: bool = False
    folds: bool = False
    """Whether its texts may run over several lines."""


class Heading(NamedTuple):
    """The title of what follows: of a part (2), of a piece of it (3)."""

    text: str
    level: int


class Facts(NamedTuple):
    """Terms with their values."""

    pairs: tuple[tuple[str, Cell], ...]


class Lines(NamedTuple):
    """Sentences, one a line."""

    texts: tuple[str, ...]


class Table(NamedTuple):
    """Rows of cells under columns; `title` is empty where a heading has it."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


class Chart(NamedTuple):
    """The numbers of a picture: days as ordinals, values in the goal's unit."""

    points: tuple[tuple[int, float], ...]
    plan: tuple[tuple[int, float], ...]
    target: float
    fan: tuple[tuple[int, float, float, float], ...]
    """Day, lower end, middle and upper end of the 80 % range."""
    last: int
    """The day at which the picture ends."""
    low: float
    high: float
    labels: tuple[str, str, str]
    """The lowest value, the one half-way, and the highest, in words."""
    names: tuple[str, str, str, str, str]
    """The names of figures, plan, target, range and its middle."""

    @property
    def first(self) -> int:
        """The day at which the picture begins."""
        return self.points[0][0]


class Bar(NamedTuple):
    """A time from one day to another, or one day alone where nothing has begun."""

    title: str
    first: date | None
    last: date
    role: str
    """`done`, `late`, or neither."""


class Gantt(NamedTuple):
    """Due dates as bars on a line of days, in titled parts."""

    parts: tuple[tuple[str, tuple[Bar, ...]], ...]
    today: date


Block = Heading | Facts | Lines | Table | Chart | Gantt


class Sheet(NamedTuple):
    """A whole report."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    footer: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    """The sources that cells cite: id and text."""


def cell(text: str, role: str = "", share: Share | None = None) -> Cell:
    """A cell with a text that is safe to show."""
    return Cell(clean(text), role, share)
