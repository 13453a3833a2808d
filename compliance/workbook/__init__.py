"""The workbook: a gap report to read, filter, print, review and send back.

A sheet is a declared list of columns over subjects (:mod:`compliance.workbook.sheets`), written
by :mod:`compliance.workbook.writing.table_sheet`; the Summary is a page of running text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance.assessment.assess import Assessment
from compliance.workbook import gap_report


def parts(assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """The gap report of the assessments, part by part: the same bytes for the same input."""
    return gap_report.parts(assessments)


def render(assessments: Sequence[Assessment]) -> bytes:
    """The gap report in one piece."""
    return b"".join(parts(assessments))
