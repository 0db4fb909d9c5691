"""Charts drawn in characters, as wide as there is room."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from goaltrack.formats.svg_shapes import shortened
from goaltrack.i18n.text import width
from goaltrack.reports.blocks import Chart, Stack, Strip, Tick

USUAL = 56
"""Columns of a picture in a text of its own."""
_WIDEST = 110
_LOW, _TALL = 9, 13
"""Rows of a picture, and of one that is wider than usual."""
_NARROWEST = 24
_FIGURE, _PLAN, _TARGET, _FAN, _MIDDLE = "●", "·", "─", "░", "+"
_DAY = len("2026-01-01")


Drawing = Chart | Strip | Stack
"""What can be drawn in characters."""


def drawn(picture: Drawing, room: int) -> list[str]:
    """Return a picture with its legend in lines of `room` cells; none if too narrow."""
    if isinstance(picture, Strip):
        return _strip(picture, room)
    if isinstance(picture, Stack):
        return _stack(picture, room)
    return _chart(picture, room)


def _chart(chart: Chart, room: int) -> list[str]:
    wide = max(width(tick.label) for tick in chart.ticks)
    columns = min(room - wide - 2, _WIDEST)
    if columns < _NARROWEST:
        return []
    # A row for each tick, and as many between any two.
    gaps = len(chart.ticks) - 1
    most = _TALL if columns > USUAL + _NARROWEST else _LOW
    rows = gaps * max((most - 1) // gaps, 1) + 1
    grid = _grid(chart, columns, rows)
    step = (rows - 1) // gaps
    at = {rows - 1 - n * step: tick.label for n, tick in enumerate(chart.ticks)}
    lines = []
    for number, row in enumerate(grid):
        label = at.get(number, "")
        tick = "┤" if number in at else "│"
        lines.append(
            f"{' ' * (wide - width(label))}{label} {tick}{''.join(row)}".rstrip()
        )
    below = " " * wide
    lines += [f"{below} └{'─' * columns}", f"{below}  {_days(chart, columns)}"]
    return [*lines, *_legend(chart, room)]


_SLOTS = {"kept": "■", "missed": "✗", "open": "▹", "unknown": "·"}
_WEEK = 7


def _strip(strip: Strip, room: int) -> list[str]:
    """Return a sign for each period; of days, a row for each day of the week."""
    signs = [_SLOTS[slot.role] for slot in strip.slots]
    if strip.is_daily:
        blanks = strip.slots[0].first.weekday()
        padded = [" "] * blanks + signs
        weeks = -(-len(padded) // _WEEK)
        shown = min(weeks, room)
        padded += [" "] * (weeks * _WEEK - len(padded))
        rows = ["".join(padded[n::_WEEK])[weeks - shown :] for n in range(_WEEK)]
        lines = [row.rstrip() for row in rows if row.strip()]
    else:
        lines = ["".join(signs[-room:])]
    ends = f"{strip.slots[0].label} – {strip.slots[-1].label}"
    legend = "  ".join(f"{_SLOTS[role]} {name}" for role, name in strip.names)
    return [*lines, ends, legend]


def _stack(stack: Stack, room: int) -> list[str]:
    """Return a bar for each part, as long as its weight and filled as it is done."""
    longest = max(width(part.title) for part in stack.parts)
    wide = min(max(longest, _NAMES), room // 2)
    bars = min(room - wide - len(" 100%") - 2, USUAL)
    if bars < _NARROWEST // 2:
        return []
    heaviest = max(part.weight for part in stack.parts)
    lines = []
    for part in stack.parts:
        cells = max(round(bars * part.weight / heaviest), 1)
        done = int(cells * part.done + 0.5)
        title = shortened(part.title, wide)
        bar = "█" * done + "░" * (cells - done)
        lines.append(
            f"{title}{' ' * (wide - width(title))}  {bar} {part.said}".rstrip()
        )
    return lines


_NAMES = 12
"""Cells of the shortest column of names."""


class _Paper:
    """The cells of a picture, and where days and values lie on them."""

    def __init__(self, chart: Chart, columns: int, rows: int) -> None:
        self.chart, self.columns, self.rows = chart, columns, rows
        self.span = max(chart.last - chart.first, 1)
        self.cells = [[" "] * columns for _ in range(rows)]

    def column(self, day: int) -> int:
        return (day - self.chart.first) * (self.columns - 1) // self.span

    def day(self, column: int) -> int:
        return self.chart.first + self.span * column // (self.columns - 1)

    def row(self, value: float) -> int:
        share = (value - self.chart.low) / (self.chart.high - self.chart.low)
        return round((1 - share) * (self.rows - 1))

    def put(self, column: int, value: float | None, sign: str) -> None:
        """One sign, unless it lies out of the picture or nowhere."""
        if value is not None and 0 <= self.row(value) < self.rows:
            self.cells[self.row(value)][column] = sign

    def write(self, target: Tick) -> None:
        """Put the label of a target on its line, where no figure is in its way."""
        row = self.cells[self.row(target.value)]
        wide = width(target.label) + 2
        for start in (self.columns - wide - 1, 2):
            place = row[start : start + wide]
            if start > 0 and len(place) == wide and set(place) <= {_TARGET, _PLAN}:
                label = [" ", *target.label, " "]
                # A wide character takes the cell behind it as well.
                row[start : start + wide] = label + [""] * (wide - len(label))
                return

    def fan(self, column: int, ends: Sequence[float | None]) -> None:
        """The range from the first to the last of three values, and its middle."""
        low, middle, high = ends
        if low is None or high is None:
            return
        for row in range(max(self.row(high), 0), min(self.row(low), self.rows - 1) + 1):
            self.cells[row][column] = _FAN
        self.put(column, middle, _MIDDLE)


def _grid(chart: Chart, columns: int, rows: int) -> list[list[str]]:
    paper = _Paper(chart, columns, rows)
    latest = chart.points[-1][0]
    ends = [[(day, one[n]) for day, *one in chart.fan] for n in range(3)]
    for column in range(columns):
        day = paper.day(column)
        for target in chart.targets:
            paper.put(column, target.value, _TARGET)
        paper.put(column, _between(chart.plan, day), _PLAN)
        if day > latest:
            paper.fan(column, [_between(line, day) for line in ends])
    for day, value in chart.points:
        paper.put(paper.column(day), value, _FIGURE)
    for target in chart.targets:
        paper.write(target)
    if len(chart.fan) == 1:
        # Of a year that is not over the range stands at its end.
        [(day, *one)] = chart.fan
        paper.fan(paper.column(day), one)
    return paper.cells


def _between(line: Sequence[tuple[int, float]], day: int) -> float | None:
    """Return the value of a line on a day; None outside it."""
    for (first, start), (last, end) in pairwise(line):
        if first <= day <= last:
            return start + (end - start) * (day - first) / max(last - first, 1)
    return None


def _days(chart: Chart, columns: int) -> str:
    """Return the axis: first and last day, and the latest figure's if it fits."""
    latest = chart.points[-1][0]
    first, middle, last = (
        date.fromordinal(day).isoformat() for day in (chart.first, latest, chart.last)
    )
    line = list(f"{first}{last:>{columns - _DAY}}")
    span = max(chart.last - chart.first, 1)
    start = (latest - chart.first) * (columns - 1) // span - _DAY // 2
    if _DAY < start < columns - 2 * _DAY - 1:
        line[start : start + _DAY] = middle
    return "".join(line)


def _legend(chart: Chart, room: int) -> list[str]:
    """Return the legend, in as few lines as have room for it."""
    signs = {_FIGURE: True, _PLAN: bool(chart.plan), _TARGET: True}
    signs |= {_FAN: bool(chart.fan), _MIDDLE: bool(chart.fan)}
    lines = [""]
    for (sign, is_drawn), name in zip(signs.items(), chart.names, strict=True):
        said = f"{sign} {name}"
        if not is_drawn:
            continue
        if lines[-1] and width(lines[-1]) + 2 + width(said) > room:
            lines.append("")
        lines[-1] += f"  {said}" if lines[-1] else said
    return lines
