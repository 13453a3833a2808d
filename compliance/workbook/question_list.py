"""The workbook of open questions: the sheet Questions of a gap report, without the answered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance.assessment.assess import Assessment
from compliance.workbook.sheets import questions
from compliance.workbook.writing.book import Book, alone


def parts(assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """The workbook of the open questions of these accounts: the same bytes for the same input."""
    with Book() as book:
        table = book.table(questions.questions(assessments, is_whole=False))
        for one in assessments:
            table.add(questions.open_only(one))
        yield from alone(book, "Open questions", assessments)
