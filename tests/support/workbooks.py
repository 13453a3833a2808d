"""Reading a rendered workbook back."""

from __future__ import annotations

from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from compliance.assessment.assess import Assessment
from compliance.workbook import render

Rows = list[dict[str, str | int | None]]
NAMESPACES = {
    "main": "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
}


def opened(*assessments: Assessment) -> Workbook:
    """The workbook of the assessments, as a reader of files sees it."""
    return load_workbook(BytesIO(render(assessments)))


def rows_of(sheet: Worksheet) -> Rows:
    """The rows of the sheet's one table, by the headers of its columns."""
    (table,) = sheet.tables.values()
    header, *rows = ([cell.value for cell in row] for row in sheet[table.ref])
    return [dict(zip(header, row, strict=True)) for row in rows]


def texts_of(sheet: Worksheet) -> list[str]:
    """All that stands in the sheet, row by row."""
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def links_of(sheet: Worksheet) -> dict[str, str]:
    """Where the cells of the sheet lead that are links."""
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    return {cell.coordinate: cell.hyperlink.location for cell in cells}


def part(content: bytes, name: str) -> ElementTree.Element:
    """One of the files that a workbook is made of."""
    with ZipFile(BytesIO(content)) as archive:
        return ElementTree.fromstring(archive.read(name))  # noqa: S314 - our own file
