"""Cells and rows as every sheet writes them."""

from __future__ import annotations

from typing import cast

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.dimensions import RowDimension
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from compliance.workbook.writing.safe_text import escaped, may_look_like_formula


class FittedRow(RowDimension):
    """A row with a height that spreadsheets may fit anew when the row is edited."""

    customHeight = None  # type: ignore[assignment]  # noqa: N815 - the file format's name


def put(sheet: Worksheet, row: int, column: int, value: str | int) -> Cell:
    """Put a value into a cell of the sheet; see :func:`fill`."""
    return fill(cast("Cell", sheet.cell(row, column)), value)


def fill(cell: Cell, value: str | int) -> Cell:
    """Give a cell its value, texts always as texts: never a formula, never an error.

    A text of no characters leaves the cell empty.
    """
    if isinstance(value, int):
        cell.value = value
    elif value:
        cell.value = escaped(value)
        cell.data_type = "s"
        cell.quotePrefix = may_look_like_formula(value)
    return cell


def lead_to(cell: Cell, place: str) -> None:
    """Make the cell a link to a place in this workbook."""
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)


def propose_height(sheet: Worksheet, row: int, points: float) -> None:
    """Give a row its height, without fixing it."""
    sheet.row_dimensions[row] = FittedRow(sheet, index=row, ht=points)
