"""The workbook of a plan: the sheet Actions of a gap report, alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance.assessment.assess import Assessment
from compliance.assessment.plan import plan
from compliance.workbook.sheets import actions
from compliance.workbook.writing.book import Book, alone


def parts(assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """The workbook of the plans of these accounts: the same bytes for the same input."""
    book = Book()
    table = book.table(actions.actions(assessments))
    for one in assessments:
        table.add(actions.steps(plan(one)))
    yield from alone(book, "Plan", assessments)
