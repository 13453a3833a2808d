"""The workbook: a gap report to read, filter, print, review and send back.

A sheet is a listing (columns over subjects) or a page (running text). A new sheet is one more
module that makes a listing, and one more line in :func:`_listings`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance.assessment import Assessment
from compliance.one_by_one import MOST_HELD
from compliance.report.workbook import many
from compliance.report.workbook.gap_report import GapReport


def parts(assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """The workbook of the assessments; of many of them, that of many."""
    if len(assessments) > MOST_HELD:
        yield from many.parts(assessments)
    else:
        yield render(assessments)


def render(assessments: Sequence[Assessment]) -> bytes:
    """The workbook of the assessments: the same bytes for the same input."""
    return GapReport(assessments).to_bytes()
