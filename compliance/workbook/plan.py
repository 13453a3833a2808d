"""The workbook of a plan: what would close each gap, and the measures over all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from compliance.assessment.assess import Assessment
from compliance.assessment.plan import plan
from compliance.report import planning
from compliance.workbook import reading_book
from compliance.workbook.sheets.actions import actions
from compliance.workbook.sheets.closing import closing
from compliance.workbook.writing.listing import Listing

ABOUT = (
    (
        "What would close the gaps that the answers of an account show. All of it is read off "
        "decision tables: what is said of a change is what another assessment finds once the "
        "answers are changed."
    ),
    f"{planning.WHAT_A_MEASURE_IS} {planning.ORDER} Accounts are never merged.",
)


def parts(assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """The workbook of the plans: the same bytes for the same input."""
    plans = [plan(one) for one in assessments]
    sheets: list[Listing[Any]] = [actions(plans, planning.NOTHING_TO_CLOSE)]
    sheets.append(closing(plans, planning.NOTHING_TO_CLOSE, is_linked=False))
    yield reading_book.render("Plan", ABOUT, [one.assessment for one in plans], sheets)
