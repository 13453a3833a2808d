"""The workbook: a gap report to read, filter, print and send on.

A sheet is a listing (columns over subjects) or a page (running text). A new sheet is one more
module that makes a listing, and one more line in :func:`_listings`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from openpyxl import Workbook

from compliance.assessment import Assessment
from compliance.countries import country_name
from compliance.one_by_one import MOST_HELD
from compliance.report.wording import number_of
from compliance.report.workbook import many, printing
from compliance.report.workbook.answers import answers
from compliance.report.workbook.checks import checks
from compliance.report.workbook.clauses import clauses
from compliance.report.workbook.findings import findings
from compliance.report.workbook.gaps import gaps
from compliance.report.workbook.listing import Listing, targets_of
from compliance.report.workbook.package import to_bytes
from compliance.report.workbook.safe_text import safe
from compliance.report.workbook.subjects import SUMMARY
from compliance.report.workbook.summary import title_of, write_summary
from compliance.report.workbook.table_sheet import TableSheet


def parts(assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """The workbook of the assessments; of many of them, that of many."""
    if len(assessments) > MOST_HELD:
        yield from many.parts(assessments)
    else:
        yield render(assessments)


def render(assessments: Sequence[Assessment]) -> bytes:
    """The workbook of the assessments: the same bytes for the same input."""
    workbook = Workbook()
    summary = workbook.worksheets[0]
    summary.title = SUMMARY
    listings = _listings(assessments)
    targets = targets_of(listings)
    clipped = 0
    for listing in listings:
        table = TableSheet(workbook.create_sheet(listing.title), listing, targets)
        table.write()
        clipped += table.clipped
    write_summary(summary, assessments, listings, targets, _remarks(clipped))
    for sheet in workbook.worksheets:
        printing.set_footer(sheet, safe(_subject(assessments)))
    last_day = max(assessment.as_of for assessment in assessments)
    return to_bytes(workbook, safe(title_of(assessments)), last_day)


def _listings(assessments: Sequence[Assessment]) -> list[Listing[Any]]:
    """The sheets after the Summary, in order."""
    return [make(assessments) for make in (gaps, findings, checks, answers, clauses)]


def _remarks(clipped: int) -> list[str]:
    if not clipped:
        return []
    rows = number_of(clipped, "row is", "rows are")
    return [f"{rows} higher than a spreadsheet can show; the cells hold the whole text."]


def _subject(assessments: Sequence[Assessment]) -> str:
    """What the footers say the pages are of."""
    if len(assessments) > 1:
        return title_of(assessments)
    profile = assessments[0].profile
    return f"{country_name(profile.country)}, {profile.voice}, as of {assessments[0].as_of}"
