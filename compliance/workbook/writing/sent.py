"""The texts of a workbook as it is sent, on a hidden sheet.

With them a reader tells what somebody typed over cells that are not for entries, and a workbook
is built anew from what was exported, whatever was done to its copies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from openpyxl.worksheet.worksheet import Worksheet

Row = tuple[str, ...]
"""The title of a sheet, the number of a row in it, and its texts by column."""


def write_sent(target: Worksheet, rows: Iterable[Row]) -> None:
    """Keep the texts of rows. Equal texts are held once in the file, so this adds little to it."""
    for number, texts in enumerate(rows, start=1):
        for column, text in enumerate(texts, start=1):
            if text:
                cell: Any = target.cell(number, column)
                cell.value, cell.data_type = text, "s"


def texts_of(sheet: Worksheet) -> Iterator[Row]:
    """Each row of a sheet that says anything."""
    for row in sheet.iter_rows():
        if any(cell.value is not None for cell in row):
            yield row_of(sheet.title, row[0].row or 0, row)


def row_of(title: str, number: int, cells: Iterable[Any]) -> Row:
    """A row as it is kept."""
    return (title, str(number), *map(_text, cells))


def _text(cell: Any) -> str:
    value = cell.value
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else str(value)
