"""What can be changed in the workbook: the cells to be filled in, and how the rest is looked at.

There is no password: the lock keeps slips out, not people.
"""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet


def protect(sheet: Worksheet) -> None:
    """Lock all but the cells to be filled in; filters, sorting, widths and heights stay free.

    The workbook's structure is not locked, so that people can add sheets of their own.
    """
    sheet.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "sort", "autoFilter", "selectLockedCells"):
        setattr(sheet.protection, allowed, False)
