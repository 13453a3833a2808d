"""A workbook of somebody's, opened to be written on: what they wrote and how it looks is kept."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Final

from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from compliance.errors import Location, fault
from compliance.workbook.reading import Identity
from compliance.workbook.reading.package import package_of
from compliance.workbook.review.filled import Spot, days_of
from compliance.workbook.review.notes import OURS, marked, without_ours
from compliance.workbook.writing.package import to_bytes

MAX_SHEETS = 20_000_000
"""Bytes that its sheets may come to: to be written on, a workbook is held in memory as a whole."""
_TINT: Final = "F9C6C9"
_TINTED: Final = 'LEN("compliance")>0'
"""A part of the condition of our tints, by which they are known and taken off again."""
_NO_DAY = date(1980, 1, 1)
_POINTS_A_LINE, _LETTERS_A_LINE, _WIDTH = 14, 52, 330


def opened(path: Path) -> Workbook:
    """The workbook without what we put on it before. Raises InputError where it cannot be had."""
    content = package_of(path)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        sheets = [p for p in package.infolist() if p.filename.startswith("xl/worksheets/")]
    if sum(part.file_size for part in sheets) > MAX_SHEETS:
        what = "the workbook is too large to be written on"
        hint = "remove the formats of rows and columns in which nothing stands"
        raise fault(what, Location(str(path)), hint)
    book = load_workbook(io.BytesIO(content), keep_links=False)
    for sheet in book.worksheets:
        _take_off_tints(sheet)
    return book


def to_file(book: Workbook, identity: Identity) -> bytes:
    """The workbook as bytes, the same for the same input."""
    day = max(days_of(identity), default=_NO_DAY)
    return to_bytes(book, book.properties.title or "", day)


def _take_off_tints(sheet: Worksheet) -> None:
    kept = ConditionalFormattingList()
    for formatting in sheet.conditional_formatting:
        for rule in formatting.rules:
            if not any(_TINTED in str(formula) for formula in rule.formula):
                kept.add(str(formatting.sqref), rule)
    sheet.conditional_formatting = kept


def tint(book: Workbook, spot: Spot, *, while_blank: bool = False) -> None:
    """Colour a cell, over the colour that it has; ``while_blank`` as long as nothing is in it."""
    name = f"{get_column_letter(spot.column)}{spot.row}"
    condition = f"AND(ISBLANK({name}),{_TINTED})" if while_blank else _TINTED
    fill = PatternFill("solid", start_color=_TINT, end_color=_TINT)
    rule = FormulaRule([condition], fill=fill)  # type: ignore[no-untyped-call]
    book[spot.sheet].conditional_formatting.add(name, rule)


def pin(book: Workbook, spot: Spot, text: str) -> None:
    """Say something in a note to a cell, below what somebody else has pinned there."""
    cell = book[spot.sheet].cell(spot.row, spot.column)
    theirs = without_ours(cell.comment.text) if cell.comment else ""
    author = cell.comment.author if cell.comment and theirs else OURS
    put_note(book, spot, f"{theirs}\n\n{marked(text)}" if theirs else marked(text), author)


def put_note(book: Workbook, spot: Spot, text: str, author: str) -> None:
    """Put a note to a cell, large enough to be read."""
    lines = sum(1 + len(line) // _LETTERS_A_LINE for line in text.splitlines())
    height = (lines + 1) * _POINTS_A_LINE
    book[spot.sheet].cell(spot.row, spot.column).comment = Comment(text, author, height, _WIDTH)


def remove_our_notes(book: Workbook) -> None:
    """Take what we said out of the notes."""
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment:
                    text = without_ours(cell.comment.text)
                    author, size = cell.comment.author, (cell.comment.height, cell.comment.width)
                    cell.comment = Comment(text, author, *size) if text else None
