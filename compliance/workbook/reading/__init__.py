"""Workbooks of ours that somebody filled in and sent back: opened safely, and what stands where.

People move, insert, rename and hide columns, sort and delete rows, add sheets, translate headers
and save with another program. What they answered is found all the same, or the cell is named in
which it cannot be understood. An empty cell says nothing, and is never taken for a no.
"""

from __future__ import annotations

from compliance.workbook.reading.columns import Columns, columns_of
from compliance.workbook.reading.entries import Entries, Entry, entries_of, lone_entries_of
from compliance.workbook.reading.identity import Identity, countries_of, identity_of
from compliance.workbook.reading.opening import Book, Grid, open_book
from compliance.workbook.reading.sheets import find_sheet, require_sheet
from compliance.workbook.reading.unread import Found, Sent, sent_in, unread, unseen
from compliance.workbook.reading.values import (
    EMPTY,
    choice,
    day,
    is_clear,
    name,
    number,
    quotation,
    text,
    yes_no,
)
from compliance.workbook.reading.words import plain_words

__all__ = [
    "EMPTY",
    "Book",
    "Columns",
    "Entries",
    "Entry",
    "Found",
    "Grid",
    "Identity",
    "Sent",
    "choice",
    "columns_of",
    "countries_of",
    "day",
    "entries_of",
    "find_sheet",
    "identity_of",
    "is_clear",
    "lone_entries_of",
    "name",
    "number",
    "open_book",
    "plain_words",
    "quotation",
    "require_sheet",
    "sent_in",
    "text",
    "unread",
    "unseen",
    "yes_no",
]
