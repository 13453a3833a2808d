"""The workbook: a gap report to read, filter, print, review and send back.

A sheet is a listing (columns over subjects) or a page (running text). A new sheet is one more
module that makes a listing, and one more line in :func:`_listings`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance.assessment.assess import Assessment
from compliance.lazy import MOST_HELD
from compliance.workbook import many
from compliance.workbook.gap_report import GapReport


def parts(assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """The workbook of the assessments; of many of them, that of many."""
    if len(assessments) > MOST_HELD:
        yield from many.parts(assessments)
    else:
        yield render(assessments)


def render(assessments: Sequence[Assessment]) -> bytes:
    """The workbook of the assessments: the same bytes for the same input."""
    return GapReport(assessments).to_bytes()
