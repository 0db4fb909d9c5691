"""Charts of a goal and of due dates, as SVG inside a page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from html import escape

from goaltrack.formats.svg_shapes import line, shortened, text
from goaltrack.reports.blocks import Bar, Chart, Gantt, Slot, Stack, Strip
from goaltrack.reports.ticks import round_days

_WIDE, _HIGH = 640, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 96, 16, 14, 26
_ROW, _NAMES, _LONGEST = 26, 220, 30
"""Sizes in the units of the picture; cells of the longest name."""


def draw(picture: Chart | Strip | Stack) -> str:
    """Return a picture with its legend, as a figure of a page."""
    if isinstance(picture, Strip):
        return _heat_map(picture) if picture.is_daily else _strip(picture)
    return _stack(picture) if isinstance(picture, Stack) else _plot(picture)


def _plot(chart: Chart) -> str:
    """Draw figures, plan line, target and what is to come."""
    frame = _Frame(chart.first, chart.last, chart.low, chart.high)
    parts = [*_axes(frame, chart), _curve("plan", frame, chart.plan)]
    parts += _range(frame, chart)
    for target in chart.targets:
        y = frame.y(target.value)
        parts.append(line("target", _LEFT, y, _WIDE - _RIGHT, y))
        parts.append(text(_LEFT + 6, _above(y), target.label, "goal"))
    parts.append(_curve("figures", frame, chart.points))
    if len(chart.points) <= _DOTS:
        parts += [_dot(frame.x(day), frame.y(value)) for day, value in chart.points]
    names = _legend(chart)
    return _figure(_WIDE, _HIGH, parts, names)


def _above(y: float) -> float:
    """Return where a label stands: above its line, at the top edge below it."""
    return y - 5 if y > _TOP + _LABEL else y + _LABEL


_LABEL = 14
"""The height of a label, with the room that it needs."""


def _figure(
    wide: float, high: float, parts: Sequence[str], names: Sequence[str]
) -> str:
    return (
        f'<figure><svg viewBox="0 0 {wide:.0f} {high:.0f}" role="img" '
        f'aria-label="{escape(", ".join(names))}">{"".join(parts)}</svg>'
        f"<figcaption>{escape(' · '.join(names))}</figcaption></figure>"
    )


def _axes(frame: "_Frame", chart: Chart) -> Iterator[str]:
    right, bottom = _WIDE - _RIGHT, _HIGH - _BOTTOM
    for tick in chart.ticks:
        y = frame.y(tick.value)
        yield line("grid", _LEFT, y, right, y)
        yield text(_LEFT - 8, y + 4, tick.label, at_end=True)
    yield line("axis", _LEFT, bottom, right, bottom)
    if not chart.days:
        yield text(_LEFT, _HIGH - 8, _day(frame.first))
        yield text(right, _HIGH - 8, _day(frame.last), at_end=True)
    for day, label in chart.days:
        x = frame.x(day)
        yield line("axis", x, bottom, x, bottom + 5)
        if x < right - _DATE:
            yield text(x, _HIGH - 8, label)


_DOTS = 60
"""So many figures have a dot each: more would be a band."""
_DATE = 46
"""How wide the label of a day is."""
_CELL, _STEP = 14, 17
"""A period of a strip, and how far apart two are."""
_PER_ROW = 36


def _strip(strip: Strip) -> str:
    """Draw a square for each period, in rows."""
    parts = [
        _square(n % _PER_ROW * _STEP, n // _PER_ROW * _STEP, slot)
        for n, slot in enumerate(strip.slots)
    ]
    rows = (len(strip.slots) - 1) // _PER_ROW + 1
    columns = min(len(strip.slots), _PER_ROW)
    return _figure_of(strip, columns * _STEP, rows * _STEP, parts)


def _heat_map(strip: Strip) -> str:
    """Draw a square for each day, a column a week, with the months above."""
    start = strip.slots[0].first.weekday()
    parts = []
    for n, slot in enumerate(strip.slots):
        column, row = divmod(n + start, _WEEK)
        parts.append(_square(column * _STEP, _STEP + row * _STEP, slot))
        # Above the first whole week of a month.
        if row == 0 and slot.first.day <= _WEEK:
            parts.append(text(column * _STEP, 11, f"{slot.first.month:02}"))
    columns = (len(strip.slots) - 1 + start) // _WEEK + 1
    return _figure_of(strip, columns * _STEP, (_WEEK + 1) * _STEP, parts)


_WEEK = 7


def _square(x: float, y: float, slot: Slot) -> str:
    return (
        f'<rect class="slot {slot.role}" x="{x}" y="{y}" width="{_CELL}" '
        f'height="{_CELL}" rx="2"><title>{escape(slot.label)}</title></rect>'
    )


def _figure_of(strip: Strip, wide: float, high: float, parts: Sequence[str]) -> str:
    """Return squares in their own size, with the signs of their legend below."""
    ends = f"{strip.slots[0].label} – {strip.slots[-1].label}"
    keys = "".join(
        f'<span class="key"><i class="slot {role}"></i>{escape(name)}</span>'
        for role, name in strip.names
    )
    names = ", ".join(name for _, name in strip.names)
    return (
        f'<figure><svg class="own" width="{wide:.0f}" height="{high:.0f}" '
        f'viewBox="0 0 {wide:.0f} {high:.0f}" role="img" '
        f'aria-label="{escape(f"{ends}: {names}")}">{"".join(parts)}</svg>'
        f"<figcaption>{escape(ends)} {keys}</figcaption></figure>"
    )


def _stack(stack: Stack) -> str:
    """Draw one bar of the parts side by side, each filled as far as it is done."""
    x, parts = 0.0, []
    for part in stack.parts:
        wide = _WIDE * part.weight
        bar = f'x="{x:.1f}" y="0" height="26"'
        title = f"<title>{escape(part.title)} {escape(part.said)}</title>"
        parts.append(f'<rect class="track" {bar} width="{max(wide - 2, 1):.1f}"/>')
        done = max((wide - 2) * part.done, 0)
        parts.append(
            f'<rect class="part {part.role}" {bar} width="{done:.1f}">{title}</rect>'
        )
        x += wide
    names = [f"{part.title} {part.said}".strip() for part in stack.parts]
    return _figure(_WIDE, 28, parts, names)


def _range(frame: "_Frame", chart: Chart) -> Iterator[str]:
    """Yield the forecast: a fan, or a bar at the end of an estimated year."""
    if len(chart.fan) == 1:
        [(day, low, _, high)] = chart.fan
        y = frame.y(high)
        yield (
            f'<rect class="fan" x="{frame.x(day) - 6:.1f}" y="{y:.1f}" width="12" '
            f'height="{frame.y(low) - y:.1f}"/>'
        )
    elif chart.fan:
        upper = [frame.point(day, high) for day, _, _, high in chart.fan]
        lower = [frame.point(day, low) for day, low, _, _ in reversed(chart.fan)]
        yield f'<polygon class="fan" points="{" ".join(upper + lower)}"/>'
        middle = [(day, value) for day, _, value, _ in chart.fan]
        yield _curve("middle", frame, middle)


def _dot(x: float, y: float) -> str:
    return f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>'


def _curve(kind: str, frame: "_Frame", points: Sequence[tuple[int, float]]) -> str:
    places = " ".join(frame.point(day, value) for day, value in points)
    return f'<polyline class="{kind}" points="{places}"/>' if places else ""


def _legend(chart: Chart) -> list[str]:
    figure, planned, target, fan, _ = chart.names
    names = [f"● {figure}"]
    names += [f"╌ {planned}"] if chart.plan else []
    names.append(f"─ {target}")
    names += [f"▒ {fan}"] if chart.fan else []
    return names


class _Frame:
    """Days and values as places in the picture."""

    def __init__(self, first: int, last: int, low: float, high: float) -> None:
        self.first, self.last, self.low, self.high = first, last, low, high

    def x(self, day: int) -> float:
        room = _WIDE - _LEFT - _RIGHT
        return _LEFT + room * (day - self.first) / max(self.last - self.first, 1)

    def y(self, value: float) -> float:
        share = (value - self.low) / (self.high - self.low)
        return _TOP + (_HIGH - _TOP - _BOTTOM) * (1 - min(max(share, 0.0), 1.0))

    def point(self, day: int, value: float) -> str:
        return f"{self.x(day):.1f},{self.y(value):.1f}"


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


def gantt(chart: Gantt, names: Mapping[str, str], link: Callable[[str], str]) -> str:
    """Draw due dates as bars and diamonds on a line of days, with today.

    `names` are the words of the roles, of `""` and of `now`; `link` gives the address
    of a goal's section.
    """
    bars = [bar for _, part in chart.parts for bar in part]
    days = [day.toordinal() for b in bars for day in (b.first or b.last, b.last)]
    days.append(chart.today.toordinal())
    # A due date at the end of the calendar would leave the others no room.
    last = min(max(days), chart.today.toordinal() + _HORIZON)
    first = max(min(days), chart.today.toordinal() - _HORIZON)
    high = _ROW * (len(bars) + len(chart.parts) + 1)
    wide = 900 - _NAMES - 24

    def x(day: int) -> float:
        share = (min(max(day, first), last) - first) / max(last - first, 1)
        return _NAMES + wide * share

    parts = []
    for day, label in round_days(first, last, 9):
        parts.append(line("grid", x(day), 18, x(day), high))
        parts.append(text(x(day) + 3, 12, label))
    row = 1
    for title, members in chart.parts:
        row += 1
        parts.append(text(0, _ROW * row - 8, shortened(title, _LONGEST), "group"))
        for bar in members:
            row += 1
            parts.append(_span(bar, x, _ROW * row, link))
    now = x(chart.today.toordinal())
    parts.append(line("now", now, 18, now, high))
    used = {bar.role for bar in bars}
    keys = "".join(
        f'<span class="key"><i class="span {role}"></i>{escape(word)}</span>'
        for role, word in names.items()
        if role in used or role == "now"
    )
    titles = escape(", ".join(bar.title for bar in bars))
    return (
        f'<figure class="gantt"><svg viewBox="0 0 900 {high + 4}" role="group" '
        f'aria-label="{titles}">{"".join(parts)}</svg>'
        f"<figcaption>{keys}</figcaption></figure>"
    )


_HORIZON = 36525
"""Days before and after today that are drawn: a hundred years."""


def _span(
    bar: Bar, x: Callable[[int], float], bottom: int, link: Callable[[str], str]
) -> str:
    last = x(bar.last.toordinal())
    kind = f' class="{f"span {bar.role}".strip()}"'
    title = escape(shortened(bar.title, _LONGEST if bar.goal else _LONGEST - 2))
    start = 0 if bar.goal else 14
    name = f'<text class="name" x="{start}" y="{bottom - 8}">{title}</text>'
    if bar.goal:
        name = f'<a href="{escape(link(bar.goal))}">{name}</a>'
    y = bottom - 19
    if bar.first is None:
        size = 7
        return (
            f'{name}<rect{kind} x="{last - size:.1f}" y="{y - 1}" width="{size * 2}" '
            f'height="{size * 2}" transform="rotate(45 {last:.1f} {y + 6})"/>'
        )
    first = x(bar.first.toordinal())
    return (
        f'{name}<rect{kind} x="{first:.1f}" y="{y}" '
        f'width="{max(last - first, 2):.1f}" height="12" rx="3"/>'
    )
