"""Charts of a goal and of due dates, as SVG inside a page."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from html import escape

from goaltrack.formats.svg_shapes import line, shortened, text
from goaltrack.reports.blocks import Bar, Chart, Gantt

_WIDE, _HIGH = 640, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 96, 16, 14, 26
_ROW, _NAMES, _LONGEST = 26, 220, 30
"""Sizes in the units of the picture; cells of the longest name."""


def plot(chart: Chart) -> str:
    """Figures, plan line, target and what is to come, as a picture with its legend."""
    frame = _Frame(chart.first, chart.last, chart.low, chart.high)
    parts = [*_axes(frame, chart), *_range(frame, chart)]
    target = frame.y(chart.target)
    parts.append(line("target", _LEFT, target, _WIDE - _RIGHT, target))
    parts.append(_curve("plan", frame, chart.plan))
    parts.append(_curve("figures", frame, chart.points))
    parts += [_dot(frame.x(day), frame.y(value)) for day, value in chart.points]
    names = _legend(chart)
    return (
        f'<figure><svg viewBox="0 0 {_WIDE} {_HIGH}" role="img" '
        f'aria-label="{escape(", ".join(names))}">{"".join(parts)}</svg>'
        f"<figcaption>{escape(' · '.join(names))}</figcaption></figure>"
    )


def _axes(frame: "_Frame", chart: Chart) -> Iterator[str]:
    right, bottom = _WIDE - _RIGHT, _HIGH - _BOTTOM
    low, half, high = chart.labels
    yield line("axis", _LEFT, bottom, right, bottom)
    yield text(_LEFT - 8, _TOP + 4, high, at_end=True)
    yield text(_LEFT - 8, (_TOP + bottom) / 2 + 4, half, at_end=True)
    yield text(_LEFT - 8, bottom, low, at_end=True)
    yield text(_LEFT, _HIGH - 8, _day(frame.first))
    yield text(right, _HIGH - 8, _day(frame.last), at_end=True)


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


def gantt(chart: Gantt) -> str:
    """Draw due dates as bars and diamonds on a line of years, with today."""
    bars = [bar for _, part in chart.parts for bar in part]
    days = [day.toordinal() for b in bars for day in (b.first or b.last, b.last)]
    days.append(chart.today.toordinal())
    first, last = min(days), max(days)
    high = _ROW * (len(bars) + len(chart.parts) + 1)
    wide = 900 - _NAMES - 24

    def x(day: int) -> float:
        return _NAMES + wide * (day - first) / max(last - first, 1)

    parts = []
    for year in range(date.fromordinal(first).year, date.fromordinal(last).year + 1):
        at = date(year, 1, 1).toordinal()
        if first <= at <= last:
            parts.append(line("grid", x(at), 16, x(at), high))
            parts.append(text(x(at) + 3, 12, str(year)))
    row = 1
    for title, members in chart.parts:
        row += 1
        parts.append(text(0, _ROW * row - 8, shortened(title, _LONGEST)))
        for bar in members:
            row += 1
            parts.append(_span(bar, x, _ROW * row))
    now = x(chart.today.toordinal())
    parts.append(line("now", now, 16, now, high))
    names = escape(", ".join(bar.title for bar in bars))
    return (
        f'<figure><svg viewBox="0 0 900 {high + 4}" role="img" aria-label="{names}">'
        f"{''.join(parts)}</svg></figure>"
    )


def _span(bar: Bar, x: Callable[[int], float], bottom: int) -> str:
    last = x(bar.last.toordinal())
    kind = f' class="{f"span {bar.role}".strip()}"'
    title = escape(shortened(bar.title, _LONGEST))
    name = f'<text class="name" x="0" y="{bottom - 8}">{title}</text>'
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
