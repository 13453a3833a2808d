"""The workbook of a plan: the sheet Actions of a gap report, alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance.assessment.plan import Plan
from compliance.workbook import schema as form
from compliance.workbook.sheets.actions import Actions
from compliance.workbook.writing.book import Book, alone
from compliance.workbook.writing.identity import Account


def parts(plans: Sequence[Plan]) -> Iterator[bytes]:
    """The workbook of these plans: the same bytes for the same input."""
    assessments = [plan.assessment for plan in plans]
    acting, identity = Actions(assessments), Account()
    with Book(is_reviewed=acting.is_filled_in) as book:
        table = book.table(acting.listing())
        for plan in plans:
            identity.add(plan.assessment)
            table.add(acting.steps(plan))
        table.add(acting.others())
        yield from alone(book, "Plan", assessments, identity.identity(form.PLAN))
