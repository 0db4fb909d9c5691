"""Shapes of SVG that several pictures share."""

from decimal import Decimal
from html import escape

from goaltrack.i18n.text import width


def text(x: float, y: float, said: str, role: str = "", *, at_end: bool = False) -> str:
    """Return a text that begins, or ends, at the place; nothing for an empty one."""
    if not said:
        return ""
    anchor = ' text-anchor="end"' if at_end else ""
    kind = f' class="{role}"' if role else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{kind}{anchor}>{escape(said)}</text>'


def line(kind: str, x1: float, y1: float, x2: float, y2: float) -> str:
    """Return a straight line of a class."""
    places = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line class="{kind}" {places}/>'


def shortened(said: str, room: int) -> str:
    """Return the text in at most `room` cells, the rest as an ellipsis."""
    if width(said) <= room:
        return said
    kept = ""
    for char in said:
        if width(kept + char) > room - 1:
            break
        kept += char
    return f"{kept}…"


def share(value: Decimal) -> float:
    """Return a share for a bar, which ends at 0 and 1."""
    return min(max(float(value), 0.0), 1.0)
