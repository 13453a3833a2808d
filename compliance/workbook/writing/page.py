"""A sheet of running text and small tables, written from top to bottom."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from math import ceil
from typing import TypeVar

from openpyxl.chart import BarChart
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table, TableColumn
from openpyxl.worksheet.worksheet import Worksheet

from compliance.workbook.writing import fitting, style
from compliance.workbook.writing.cells import lead_to, propose_height, put
from compliance.workbook.writing.listing import Content, Target
from compliance.workbook.writing.safe_text import safe
from compliance.workbook.writing.style import Look

WIDTHS = (36.0, 12.5, 12.5, 12.5, 12.5, 27.0)
_T = TypeVar("_T")
_LINE, _TABLE_LINE, _TABLE_PADDING, _EMPTY = 1.4, 12.75, 3.0, 12.0
_POINTS_A_CM = 72 / 2.54
_PAGE_POINTS = 880.0
"""What a page holds, fitted to the paper's width."""


class Page:
    """The sheet and the row to be written next.

    Text runs on over empty neighbours, so no cells are merged; paragraphs are broken into
    lines here. ``named`` counts the tables of all pages by name: none may be called as another.
    ``targets`` tells where the links of tables lead.
    """

    def __init__(
        self,
        sheet: Worksheet,
        targets: Mapping[Target, str],
        named: Counter[str],
        widths: Sequence[float] = WIDTHS,
    ) -> None:
        self.sheet, self.targets, self.row, self.widths = sheet, targets, 1, widths
        self._named = named
        self._used = 0.0
        for number, width in enumerate(widths, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.sheet_view.showGridLines = False

    def skip(self, rows: int = 1) -> None:
        """Leave rows empty."""
        for _ in range(rows):
            self.fit(self.row, _EMPTY)
            self.row += 1

    def fit(self, row: int, points: float) -> None:
        """Give a row its height."""
        propose_height(self.sheet, row, points)
        self._used += points

    def new_page(self) -> None:
        """Begin a new page in print, unless nothing is written on this one yet."""
        if not self._used:
            return
        self.sheet.row_breaks.append(Break(id=self.row - 1))
        self._used = 0.0

    def keep_together(self, rows: int) -> None:
        """Begin a new page if so many rows of a table find no room on this one."""
        if self._used + rows * (_TABLE_LINE + _TABLE_PADDING) > _PAGE_POINTS:
            self.new_page()

    def draw(self, chart: BarChart) -> None:
        """Put a chart below what is written."""
        self.sheet.add_chart(chart, f"A{self.row}")
        self.skip(ceil(chart.height * _POINTS_A_CM / _EMPTY))

    def text(self, text: str, look: Look = Look.TEXT, column: int = 1) -> None:
        """A paragraph from ``column`` to the page's right edge, a row a line."""
        width, size = sum(self.widths[column - 1 :]), style.size_of(look)
        bold = look in (Look.TITLE, Look.HEADING, Look.STRONG)
        for line in fitting.wrapped(safe(text), width, size, bold=bold):
            style.dress_free(put(self.sheet, self.row, column, line), look)
            self.fit(self.row, round(size * _LINE))
            self.row += 1

    def heading(self, text: str) -> None:
        """A heading, with room above it."""
        self.skip()
        self.text(text, Look.HEADING)

    def labelled(self, label: str, text: str) -> None:
        """A label, and to its right what it labels."""
        style.dress_free(put(self.sheet, self.row, 1, label), Look.MUTED)
        self.text(text, column=2)

    def table(self, name: str, headers: Sequence[str], rows: Sequence[Sequence[Content]]) -> int:
        """A table without filters, as wide as the page. Returns the row of its header.

        The last column's text may run on to the page's edge. Of tables with the same name the
        second is called ``name_2``, and so on.
        """
        top = self.row
        for number, header in enumerate(self._filled(headers, ""), start=1):
            over_numbers = 1 < number <= len(headers) and isinstance(rows[0][number - 1].value, int)
            style.dress_small_header(
                put(self.sheet, top, number, header), over_numbers=over_numbers
            )
        self.fit(top, _TABLE_LINE + _TABLE_PADDING)
        for row in rows:
            self.row += 1
            self._table_row(self._filled(row, Content("")))
        self._add_table(name, headers, top)
        self.row += 1
        return top

    def _table_row(self, contents: Sequence[Content]) -> None:
        for number, content in enumerate(contents, start=1):
            cell = put(self.sheet, self.row, number, content.as_held().value)
            style.dress_small(cell, content.look, content.status, wrap=number == 1)
            if content.link:
                lead_to(cell, self.targets[content.link])
        lines = fitting.lines(str(contents[0].as_held().value), self.widths[0], style.SIZE)
        self.fit(self.row, lines * _TABLE_LINE + _TABLE_PADDING)

    def _add_table(self, name: str, headers: Sequence[str], top: int) -> None:
        self._named[name] += 1
        unique = name if self._named[name] == 1 else f"{name}_{self._named[name]}"
        columns = [TableColumn(id=n, name=header) for n, header in enumerate(headers, start=1)]
        ref = f"A{top}:{get_column_letter(len(headers))}{self.row}"
        self.sheet.add_table(Table(displayName=unique, ref=ref, tableColumns=columns))

    def _filled(self, values: Sequence[_T], filler: _T) -> list[_T]:
        return [*values, *[filler] * (len(self.widths) - len(values))]
