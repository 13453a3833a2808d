"""The workbook: a gap report to read, filter, print, review and send back.

A sheet is a listing (columns over subjects) or a page (running text). A new sheet is one more
module that makes a listing, and one more line in :func:`_listings`.
"""

from __future__ import annotations

from collections.abc import Sequence

from compliance.assessment import Assessment
from compliance.report.workbook.gap_report import GapReport


def render(assessments: Sequence[Assessment]) -> bytes:
    """The workbook of the assessments: the same bytes for the same input."""
    return GapReport(assessments).to_bytes()
