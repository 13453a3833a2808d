"""What can be changed in the workbook: the cells to be filled in, and how the rest looks.

There is no password: the lock keeps slips out, not people.
"""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

_ALLOWED = (
    "formatCells",
    "formatColumns",
    "formatRows",
    "insertColumns",
    "sort",
    "autoFilter",
    "selectLockedCells",
)


def protect(sheet: Worksheet) -> None:
    """Lock all but the cells to be filled in; colours, new columns, filters and widths are free.

    The workbook's structure is not locked, so that people can add sheets of their own.
    """
    sheet.protection.sheet = True
    for allowed in _ALLOWED:
        setattr(sheet.protection, allowed, False)
