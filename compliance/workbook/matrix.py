"""The workbook of the matrix: the sheet Comparison of a gap report, alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance.assessment.assess import Assessment
from compliance.countries import sorting_name
from compliance.workbook.sheets.comparison import Accounts, comparison
from compliance.workbook.writing.book import Book, alone


def parts(assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """The workbook: a row a provision, a column an account, in the order of the alphabet."""
    accounts = Accounts()
    for one in assessments:
        accounts.add(one)
    country = {one.profile.id: one.profile.country for one in assessments}
    names = sorted(accounts.names.items(), key=lambda one: (sorting_name(country[one[0]]), one[0]))
    with Book() as book:
        book.table(comparison(dict(names), has_relation=False)).add(accounts.rows())
        yield from alone(book, "Countries side by side", assessments)
