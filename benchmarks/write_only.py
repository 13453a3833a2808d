"""Write the cells of a workbook by openpyxl's write-only mode; print the seconds that takes.

Without and with the looks of the cells. Reading them is not counted.
"""

from __future__ import annotations

import sys
import time
from copy import copy
from io import BytesIO
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

LOOKS = ("font", "fill", "border", "alignment", "number_format")
Cells = dict[str, list[list[Any]]]


def main(path: str) -> None:
    book = load_workbook(path)
    cells: Cells = {sheet.title: [list(row) for row in sheet.iter_rows()] for sheet in book}
    values: Cells = {
        name: [[cell.value for cell in row] for row in rows] for name, rows in cells.items()
    }
    number = sum(len(row) for rows in values.values() for row in rows)
    print(number, _timed(lambda: _write(values)), _timed(lambda: _write_with_looks(cells)))


def _timed(work: Any) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def _write(values: Cells) -> None:
    book = Workbook(write_only=True)
    for name, rows in values.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(BytesIO())


def _write_with_looks(cells: Cells) -> None:
    """A cell that looks like one before takes its look over: openpyxl is slow in giving it."""
    book = Workbook(write_only=True)
    known: dict[int, Any] = {}
    for name, rows in cells.items():
        sheet = book.create_sheet(name)
        for row in rows:
            made = [WriteOnlyCell(sheet, cell.value) for cell in row]
            for new, cell in zip(made, row, strict=True):
                if cell.style_id not in known:
                    for look in LOOKS:
                        setattr(new, look, copy(getattr(cell, look)))
                    known[cell.style_id] = new._style
                new._style = copy(known[cell.style_id])
            sheet.append(made)
    book.save(BytesIO())


if __name__ == "__main__":
    main(sys.argv[1])
