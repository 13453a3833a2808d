"""The workbook of a plan: what would close each gap, and the measures over all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from compliance.assessment.plan import Plan
from compliance.report import plan as planning
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
    f"{planning.OTHER_WAYS} {planning.ORDER} Accounts are never merged.",
)


def parts(plans: Sequence[Plan]) -> Iterator[bytes]:
    """The workbook of the plans: the same bytes for the same input."""
    sheets: list[Listing[Any]] = [actions(plans, planning.NOTHING_TO_DO)]
    sheets.append(closing(plans, planning.NOTHING_TO_DO, is_linked=False))
    yield reading_book.render("Plan", ABOUT, [one.assessment for one in plans], sheets)
