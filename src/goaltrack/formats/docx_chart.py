"""A chart of a goal as a chart of Word (DrawingML, ISO/IEC 29500-1, part 21)."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from goaltrack.reports.blocks import Chart

_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
_C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
_WIDE, _HIGH = 5_400_000, 2_160_000
"""Size on paper, in EMU: 15 by 6 cm."""
_EPOCH = date(1899, 12, 30).toordinal()
"""The day that is number 0 to office programs."""

Points = Sequence[tuple[int, float]]


def insert_chart(document: Any, chart: Chart, number: int) -> None:
    """Append a paragraph with the chart, the numbered part of the document."""
    name = PackURI(f"/word/charts/chart{number}.xml")
    part = Part(name, _TYPE, _xml(chart).encode(), document.part.package)
    to = document.part.relate_to(part, _RELATION)
    title = escape(chart.targets[0].label)
    run = document.add_paragraph().add_run()
    run._r.append(  # noqa: SLF001 - it has no other way
        parse_xml(
            f'<w:drawing xmlns:w="{_W}" xmlns:wp="{_WP}" xmlns:a="{_A}" xmlns:r="{_R}">'
            f'<wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent cx="{_WIDE}" cy="{_HIGH}"/>'
            f'<wp:docPr id="{number}" name="chart {number}" descr="{title}"/>'
            f'<a:graphic><a:graphicData uri="{_C}">'
            f'<c:chart xmlns:c="{_C}" r:id="{to}"/>'
            "</a:graphicData></a:graphic></wp:inline></w:drawing>"
        )
    )


def _xml(chart: Chart) -> str:
    """Return the chart: lines over days, with axes at round numbers."""
    figure, plan, _, range_, _ = chart.names
    ends = (chart.first, chart.last)
    lines = [
        (target.label, [(day, target.value) for day in ends], "1D6B3A", "solid")
        for target in chart.targets
    ]
    lines.append((plan, list(chart.plan), "59616B", "sysDash"))
    for n in (0, 2):
        edge = [(day, each[n]) for day, *each in chart.fan]
        lines.append((range_, edge, "7FB8E0", "solid"))
    lines = [line for line in lines if line[1]]
    # Both edges of the range are lines, and one name is enough.
    twice = len(lines) - 1
    lines.append((figure, list(chart.points), "1F5F8B", "solid"))
    # Some readers know only one set of days: each line has all of them.
    days = sorted({day for _, points, _, _ in lines for day, _ in points})
    series = "".join(
        _line(n, *line, days, is_figure=n > twice) for n, line in enumerate(lines)
    )
    entry = (
        f'<c:legendEntry><c:idx val="{twice}"/><c:delete val="1"/></c:legendEntry>'
        if chart.fan
        else ""
    )
    low, high = chart.low, chart.high
    step = chart.ticks[1].value - chart.ticks[0].value
    first, last = chart.first - _EPOCH, chart.last - _EPOCH
    across = _axis(1, 2, "b", first, last, "yyyy\\-mm", None)
    values = _axis(2, 1, "l", low, high, "#,##0.##########", step)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<c:chartSpace xmlns:c="{_C}" xmlns:a="{_A}"><c:roundedCorners val="0"/>'
        '<c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>'
        f'<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>'
        f'{series}<c:axId val="1"/><c:axId val="2"/></c:scatterChart>{across}{values}'
        '</c:plotArea><c:legend><c:legendPos val="b"/>'
        f'{entry}<c:overlay val="0"/></c:legend>'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="span"/></c:chart>'
        f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="800"/></a:pPr></a:p></c:txPr>'
        "</c:chartSpace>"
    )


def _line(
    number: int,
    name: str,
    points: Points,
    colour: str,
    dash: str,
    days: Sequence[int],
    *,
    is_figure: bool,
) -> str:
    """Return a series; that of the figures is wide, with dots."""
    fill = f'<a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    dots = (
        f'<c:marker><c:symbol val="circle"/><c:size val="5"/><c:spPr>{fill}</c:spPr>'
        "</c:marker>"
        if is_figure
        else '<c:marker><c:symbol val="none"/></c:marker>'
    )
    known = dict(points)
    across = _numbers([day - _EPOCH for day in days])
    values = _numbers([known.get(day) for day in days])
    wide = 22225 if is_figure else 12700
    return (
        f'<c:ser><c:idx val="{number}"/><c:order val="{number}"/>'
        f"<c:tx><c:v>{escape(name)}</c:v></c:tx>"
        f'<c:spPr><a:ln w="{wide}">{fill}<a:prstDash val="{dash}"/></a:ln></c:spPr>'
        f"{dots}<c:xVal>{across}</c:xVal><c:yVal>{values}</c:yVal>"
        '<c:smooth val="0"/></c:ser>'
    )


def _numbers(values: Sequence[float | None]) -> str:
    """Return numbers as literals; those that are None are left out."""
    cells = "".join(
        f'<c:pt idx="{n}"><c:v>{value:.10g}</c:v></c:pt>'
        for n, value in enumerate(values)
        if value is not None
    )
    return f'<c:numLit><c:ptCount val="{len(values)}"/>{cells}</c:numLit>'


def _axis(
    own: int,
    other: int,
    side: str,
    low: float,
    high: float,
    form: str,
    step: float | None,
) -> str:
    unit = f'<c:majorUnit val="{step:.10g}"/>' if step else ""
    grid = "<c:majorGridlines/>" if step else ""
    return (
        f'<c:valAx><c:axId val="{own}"/><c:scaling><c:orientation val="minMax"/>'
        f'<c:max val="{high:.10g}"/><c:min val="{low:.10g}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="{side}"/>{grid}'
        f'<c:numFmt formatCode="{form}" sourceLinked="0"/>'
        '<c:majorTickMark val="out"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/><c:crossAx val="{other}"/><c:crosses val="min"/>'
        f"{unit}</c:valAx>"
    )
