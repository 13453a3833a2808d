"""The chart of the Summary: how many provisions of each document have which status."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.label import DataLabel, DataLabelList
from openpyxl.chart.series import Series
from openpyxl.chart.series_factory import SeriesFactory
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Font,
    Paragraph,
    ParagraphProperties,
    RichTextProperties,
)
from openpyxl.worksheet.worksheet import Worksheet

from compliance.engine.outcomes import Status
from compliance.workbook.writing import style
from compliance.workbook.writing.statuses import FILLS

WIDTH_CM = 23.5
MOST_BARS = 12
"""With more bars a chart would not fit on the page."""
_LABELS = 1000
"""The size of all text, in hundredths of a point: printed at 80 per cent it has 8 points."""
_BAR_CM, _REST_CM, _STEPS = 0.75, 1.7, 8


def stacked_bars(
    sheet: Worksheet, header: int, counts: Sequence[Sequence[int]], statuses: Sequence[Status]
) -> BarChart:
    """A bar for each row of the table under ``header``, in it the counts of each status.

    The statuses are the columns of the table behind its first.
    """
    last, most = header + len(counts), max(map(sum, counts))
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "stacked", 100, 25
    chart.width = WIDTH_CM  # type: ignore[assignment]  # the stubs say int
    chart.height = _BAR_CM * len(counts) + _REST_CM
    labels = Reference(sheet, min_col=1, min_row=header + 1, max_row=last)
    for column, status in enumerate(statuses, start=2):
        values = Reference(sheet, min_col=column, min_row=header, max_row=last)
        zeros = [place for place, row in enumerate(counts) if not row[column - 2]]
        chart.series.append(_series(values, status, zeros))
    chart.set_categories(labels)
    _set_axes(chart, most)
    chart.legend.position = "t"
    chart.legend.txPr = _text(_LABELS, style.INK)
    chart.graphical_properties = GraphicalProperties(ln=LineProperties(noFill=True))
    return chart


def _series(values: Reference, status: Status, zeros: Sequence[int]) -> Series:
    series: Series = SeriesFactory(values, title_from_data=True)
    series.graphicalProperties = GraphicalProperties(solidFill=FILLS[status])
    series.graphicalProperties.line = LineProperties(solidFill="FFFFFF", w=6350)
    series.dLbls = DataLabelList(showVal=True, numFmt="0;-0;", dLblPos="ctr")
    for part in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(series.dLbls, part, False)
    series.dLbls.dLbl = [_unseen(place) for place in zeros]
    series.dLbls.txPr = _text(_LABELS, style.INK, bold=True)
    return series


def _unseen(place: int) -> DataLabel:
    """No label on a bar that is not there."""
    parts = ("showVal", "showSerName", "showCatName", "showLegendKey", "showPercent")
    return DataLabel(idx=place, **dict.fromkeys(parts, False))


def _set_axes(chart: BarChart, most: int) -> None:
    """Topics from top to bottom as in the table; counts in whole numbers below."""
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.txPr = _text(_LABELS, style.INK)
    chart.x_axis.majorTickMark = chart.y_axis.majorTickMark = "none"
    chart.x_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill="8A97A4"))
    chart.y_axis.crosses = "max"
    chart.y_axis.scaling.min = 0
    chart.y_axis.majorUnit = max(1, ceil(most / _STEPS))
    chart.y_axis.number_format = "0"
    chart.y_axis.txPr = _text(_LABELS, style.MUTED)
    chart.y_axis.majorGridlines = ChartLines(
        spPr=GraphicalProperties(ln=LineProperties(solidFill="DDE2E7"))
    )
    chart.y_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))


def _text(size: int, colour: str, *, bold: bool = False) -> RichText:
    characters = CharacterProperties(
        sz=size, b=bold, solidFill=colour, latin=Font(typeface=style.FONT)
    )
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=characters), endParaRPr=characters)
    return RichText(bodyPr=RichTextProperties(), p=[paragraph])
