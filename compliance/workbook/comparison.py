"""The workbooks of a comparison: accounts side by side, or what changed."""

from __future__ import annotations

from collections.abc import Iterator

from compliance.assessment.comparison import Comparison
from compliance.assessment.history import ComparisonOverTime
from compliance.workbook.sheets import comparison as sheet
from compliance.workbook.writing.book import Book, alone


def parts(subject: Comparison | ComparisonOverTime) -> Iterator[bytes]:
    """Accounts side by side, or what changed: the same bytes for the same input."""
    with Book() as book:
        if isinstance(subject, ComparisonOverTime):
            book.table(sheet.changes(subject)).add(sheet.changed_rows(subject))
            yield from alone(book, "Then and now", [subject.new])
            return
        accounts = sheet.Accounts()
        for one in subject.assessments:
            accounts.add(one)
        table = book.table(sheet.comparison(accounts.names, has_relation=True))
        table.add(accounts.rows([subject]))
        table.add(sheet.question_rows(subject))
        yield from alone(book, "Accounts side by side", subject.assessments)
