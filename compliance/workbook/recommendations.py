"""A list of recommendations as a workbook that goes back: the one that came in, filled in.

Its sheets, formats and rows stay. Empty columns that expect an answer are filled in; what else
there is to say stands in columns behind its last.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from copy import copy
from typing import Any

import openpyxl
from openpyxl import Workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from compliance.assessment.recommendations import AnsweredList, ListedRow
from compliance.files import content_of
from compliance.importers.tables.sheet import MAX_BYTES, shown
from compliance.report.recommendations import HEADINGS, answered, columns_of
from compliance.workbook.writing import fitting, package, style
from compliance.workbook.writing.cells import put
from compliance.workbook.writing.safe_text import safe

_WIDTHS: Mapping[str, float] = {
    "assessment": 60,
    "status": 20,
    "why": 50,
    "source": 36,
    "responsible": 26,
    "due": 13,
    "progress": 40,
    "link": 36,
}
_WIDEST = 50.0
_WRAPPED = Alignment(vertical="top", wrap_text=True)


def parts(subject: AnsweredList) -> Iterator[bytes]:
    """The workbook: the same bytes for the same input."""
    book = _as_it_came(subject) if subject.sheet else _made(subject)
    sheet = next(one for one in book.worksheets if shown(one.title) == (subject.sheet or "List"))
    columns = _columns(sheet, subject)
    for row in subject.rows:
        told = answered(row, subject)
        if told.status:
            for name, column in columns.items():
                if name in subject.own and row.text(column - 1):
                    continue  # people wrote it
                _fill(sheet, row.number + (not subject.header), column, told.text(name))
    title = book.properties.title or subject.path.stem
    yield from package.parts(book, safe(title), subject.today)


def _as_it_came(subject: AnsweredList) -> Workbook:
    content = content_of(subject.path, str(subject.path), at_most=MAX_BYTES)
    return openpyxl.load_workbook(io.BytesIO(content), rich_text=True)


def _made(subject: AnsweredList) -> Workbook:
    """A workbook of a list that came as CSV or JSON."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = "List"
    header = ListedRow(subject.header or 1, subject.columns)
    for row in (*subject.above, header, *subject.rows):
        below = row is not header and not subject.header
        for column, text in enumerate(row.texts, start=1):
            put(sheet, row.number + below, column, safe(text)).alignment = _WRAPPED
    widths = dict(enumerate(map(_width, _texts_by_column(subject)), start=1))
    for column, width in widths.items():
        style.dress_header(sheet.cell(header.number, column))
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row in subject.rows:
        texts = [(text, widths.get(n, 8), style.SIZE + 1) for n, text in enumerate(row.texts, 1)]
        if texts:
            number = row.number + (not subject.header)
            sheet.row_dimensions[number].height = fitting.row_height(texts)[0]
    sheet.freeze_panes = f"A{header.number + 1}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr.fitToPage = 0, True
    sheet.print_title_rows = f"{header.number}:{header.number}"
    return book


def _texts_by_column(subject: AnsweredList) -> Iterator[list[str]]:
    for column, name in enumerate(subject.columns):
        texts = [row.texts[column] for row in subject.rows if column < len(row.texts)]
        yield [name, *(line for text in texts for line in text.splitlines())]


def _width(lines: list[str]) -> float:
    """As wide as the longest line, within reason."""
    return min(max(len(line) for line in lines) + 2.0, _WIDEST)


def _columns(sheet: Any, subject: AnsweredList) -> dict[str, int]:
    """The column (from 1) of each part of an answer; those that are new get their headings."""
    found = {name: column + 1 for name, column in subject.own.items()}
    for name, column in found.items():
        dimension = sheet.column_dimensions[get_column_letter(column)]
        if not dimension.customWidth or dimension.width < _WIDTHS[name] / 2:
            dimension.width = _WIDTHS[name]
    header = subject.header or 1
    last = sheet.cell(header, len(subject.columns))
    new = [name for name in columns_of(subject) if name not in found]
    for column, name in enumerate(new, start=len(subject.columns) + 1):
        cell = put(sheet, header, column, HEADINGS[name])
        if last.has_style:
            cell._style = copy(last._style)  # type: ignore[attr-defined]
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTHS[name]
        found[name] = column
    return {name: found[name] for name in columns_of(subject)}


def _fill(sheet: Any, row: int, column: int, text: str) -> None:
    """Write a text into a cell, and see that the row is high enough for it."""
    if not text:
        return
    merged = sheet.cell(row, column)
    if isinstance(merged, MergedCell):  # merged downwards: each row has an answer of its own
        areas = sheet.merged_cells.ranges
        sheet.unmerge_cells(str(next(area for area in areas if merged.coordinate in area)))
    cell = put(sheet, row, column, safe(text))
    aligned: Any = copy(cell.alignment)
    aligned.wrap_text, aligned.vertical = True, aligned.vertical or "top"
    cell.alignment = aligned
    if text.startswith("https://"):
        cell.hyperlink = Hyperlink(ref=cell.coordinate, target=text)
    height = sheet.row_dimensions[row].height or sheet.sheet_format.defaultRowHeight
    width = sheet.column_dimensions[get_column_letter(column)].width
    needed = fitting.row_height([(text, width, style.SIZE + 1)])[0]
    if needed > height:
        sheet.row_dimensions[row].height = min(needed, fitting.HIGHEST_ROW)
