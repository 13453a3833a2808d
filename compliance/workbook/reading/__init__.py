"""Workbooks of ours that somebody filled in and sent back: opened safely, and what stands where.

People move, insert, rename and hide columns, sort and delete rows, add sheets, translate headers
and save with another program. What they answered is found all the same, or the cell is named in
which it cannot be understood. An empty cell says nothing, and is never taken for a no.
"""

from __future__ import annotations

from compliance.workbook.reading.columns import Columns, columns_of
from compliance.workbook.reading.entries import Entries, Entry, entries_of, lone_entries_of
from compliance.workbook.reading.identity import Identity, identity_of
from compliance.workbook.reading.opening import Book, Grid, open_book
from compliance.workbook.reading.sheets import find_sheet
from compliance.workbook.reading.values import choice, day, is_clear, number, text, yes_no
from compliance.workbook.reading.words import plain_words

__all__ = [
    "Book",
    "Columns",
    "Entries",
    "Entry",
    "Grid",
    "Identity",
    "choice",
    "columns_of",
    "day",
    "entries_of",
    "find_sheet",
    "identity_of",
    "is_clear",
    "lone_entries_of",
    "number",
    "open_book",
    "plain_words",
    "text",
    "yes_no",
]
