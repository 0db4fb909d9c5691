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
    depth: int = 0
    """How deep the goal stands below objectives, for a title in a tree."""
    goal: str = ""
    """The id of the goal whose section the text leads to."""


class Column(NamedTuple):
    """A column of a table."""

    name: str
    title: str
    rank: int = 0
    """Where there is no room the lowest ranks are shown that fit; 0 always is."""
    is_number: bool = False
    folds: bool = False
    """Whether its texts may run over several lines."""
    below: str = ""
    """The column under whose texts its own stand where a line has no room for both."""
    speaks: bool = False
    """Whether its texts are understood without its title."""
    is_drawn: bool = False
    """Whether its texts are pictures, which tell nothing as a line."""


class Heading(NamedTuple):
    """The title of what follows: of a part (2), of a piece of it (3)."""

    text: str
    level: int
    goal: str = ""
    """The id of the goal whose section it begins."""


class Facts(NamedTuple):
    """Terms with their values."""

    pairs: tuple[tuple[str, Cell], ...]


class Lines(NamedTuple):
    """Sentences, one a line."""

    texts: tuple[str, ...]


class Band(NamedTuple):
    """A heading inside a table, before the row of that number (from 0)."""

    row: int
    title: str


class Table(NamedTuple):
    """Rows of cells under columns; `title` is empty where a heading has it."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    bands: tuple[Band, ...] = ()
    is_register: bool = False
    """Whether it has a row for each goal of the report."""


class Light(NamedTuple):
    """How many goals have a colour, with its word."""

    colour: str
    word: str
    number: int


class Lights(NamedTuple):
    """The goals of a report at a glance."""

    headline: str
    """How many are met or on track, of how many: `12 / 18`."""
    says: str
    """What these numbers are."""
    lights: tuple[Light, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The same as lines of text."""
        counts = " · ".join(f"{one.word} {one.number}" for one in self.lights)
        said = (f"{self.headline} {self.says}", counts)
        return tuple(line for line in said if line)


class Tick(NamedTuple):
    """A round number on the axis of a chart, and as it is written there."""

    value: float
    label: str


class Chart(NamedTuple):
    """The numbers of a picture: days as ordinals, values in the goal's unit."""

    points: tuple[tuple[int, float], ...]
    plan: tuple[tuple[int, float], ...]
    targets: tuple[Tick, ...]
    """The target with its label; of a range both its bounds."""
    fan: tuple[tuple[int, float, float, float], ...]
    """Day, lower end, middle and upper end of the 80 % range."""
    last: int
    """The day at which the picture ends."""
    ticks: tuple[Tick, ...]
    """Round numbers, the lowest and highest of which bound the picture."""
    days: tuple[tuple[int, str], ...]
    """Round days on the other axis, with their labels."""
    names: tuple[str, str, str, str, str]
    """The names of figures, plan, target, range and its middle."""

    @property
    def first(self) -> int:
        """The day at which the picture begins."""
        return self.points[0][0]

    @property
    def low(self) -> float:
        """The value at its lower edge."""
        return self.ticks[0].value

    @property
    def high(self) -> float:
        """The value at its upper edge."""
        return self.ticks[-1].value


class Slot(NamedTuple):
    """A period of a standing target, and what became of it."""

    first: date
    label: str
    role: str
    """`kept`, `missed`, `open` while it runs, or `unknown`."""


class Strip(NamedTuple):
    """The periods of a standing target, the latest last."""

    slots: tuple[Slot, ...]
    is_daily: bool
    names: tuple[tuple[str, str], ...]
    """The word of each role that occurs."""


class Part(NamedTuple):
    """A part of an objective: how much of it the part is, and how far it is."""

    title: str
    weight: float
    """Its share of the whole, from 0 to 1."""
    done: float
    role: str
    said: str
    """The share that is done, in words."""


class Stack(NamedTuple):
    """The parts of an objective in one bar."""

    parts: tuple[Part, ...]


class Bar(NamedTuple):
    """A time from one day to another, or one day alone where nothing has begun."""

    title: str
    first: date | None
    last: date
    role: str
    """`done`, `late`, or neither."""
    goal: str = ""
    """The id of the goal; empty of a step."""


class Gantt(NamedTuple):
    """Due dates as bars on a line of days, in titled parts."""

    parts: tuple[tuple[str, tuple[Bar, ...]], ...]
    today: date


Picture = Chart | Strip | Stack | Gantt
Block = Heading | Facts | Lines | Lights | Table | Picture


class Note(NamedTuple):
    """A source that cells cite: its id, title, a line that says all of it, address."""

    id: str
    title: str
    text: str
    url: str
    """Of a page of the web; empty without one."""


class Sheet(NamedTuple):
    """A whole report."""

    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    footer: str = ""
    notes: tuple[Note, ...] = ()
    """The sources that cells cite."""
    annex: tuple[Block, ...] = ()
    """What stands behind all that: terms, methods, ids."""


def cell(text: str, role: str = "", share: Share | None = None) -> Cell:
    """A cell with a text that is safe to show."""
    return Cell(clean(text), role, share)
