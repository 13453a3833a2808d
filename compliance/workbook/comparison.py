"""The workbooks of a comparison: accounts side by side, or what changed."""

from __future__ import annotations

from compliance.assessment.comparison import Comparison
from compliance.assessment.history import ComparisonOverTime
from compliance.workbook.sheets import comparison as sheet
from compliance.workbook.writing.book import Book, alone


def render_comparison(comparison: Comparison) -> bytes:
    """The workbook of a comparison: the same bytes for the same input."""
    book, accounts = Book(), sheet.Accounts()
    for one in comparison.assessments:
        accounts.add(one)
    table = book.table(sheet.comparison(accounts.names, has_relation=True))
    table.add(accounts.rows([comparison]))
    table.add(sheet.question_rows(comparison))
    return b"".join(alone(book, "Accounts side by side", comparison.assessments))


def render_change(change: ComparisonOverTime) -> bytes:
    """The workbook of what changed: the same bytes for the same input."""
    book = Book()
    book.table(sheet.changes(change)).add(sheet.changed_rows(change))
    return b"".join(alone(book, "Then and now", [change.new]))
