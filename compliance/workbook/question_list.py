"""The workbook of open questions: what to ask next, and what would follow from each answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance.assessment.assess import Assessment
from compliance.report import questions as asking
from compliance.workbook import reading_book
from compliance.workbook.sheets.open_questions import listing
from compliance.workbook.writing.listing import lead_of

ABOUT = (
    (
        "The questions on which findings still hang, and what would follow from each answer. All "
        "of it is read off decision tables: it is what another assessment finds once the answer is "
        "given. To fill in answers, have `compliance questionnaire` write the questions."
    ),
    f"{asking.ORDER} Nothing is weighed, and accounts are never merged.",
    (
        "Of a question with many members each is told by itself; what the whole answer could "
        "decide is counted."
    ),
)


def parts(assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """The workbook of the questions: the same bytes for the same input."""
    accounts = list(assessments)
    sheet = listing(accounts, None, asking.NOTHING_OPEN, lead_of(asking.ORDER))
    yield reading_book.render("What to ask next", ABOUT, accounts, [sheet])
