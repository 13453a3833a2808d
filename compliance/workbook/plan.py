"""The workbook of a plan: the sheet Actions of a gap report, alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance.assessment.plan import Plan
from compliance.workbook.sheets import actions
from compliance.workbook.writing.book import Book, alone


def parts(plans: Sequence[Plan]) -> Iterator[bytes]:
    """The workbook of these plans: the same bytes for the same input."""
    assessments = [plan.assessment for plan in plans]
    book = Book()
    table = book.table(actions.actions(assessments))
    for plan in plans:
        table.add(actions.steps(plan))
    yield from alone(book, "Plan", assessments)
