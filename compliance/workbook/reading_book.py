"""A workbook that is only read: a first page on what it is, and sheets that are tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from compliance.assessment.assess import Assessment
from compliance.countries import country_name
from compliance.report import wording
from compliance.workbook import schema as form
from compliance.workbook.sheets.read_me import NOT_PUBLIC
from compliance.workbook.sheets.summary import clipped_words, write_contents
from compliance.workbook.writing import printing
from compliance.workbook.writing.blocks import Block
from compliance.workbook.writing.listing import Listing, targets_of
from compliance.workbook.writing.package import to_bytes
from compliance.workbook.writing.page import WIDTHS, Page
from compliance.workbook.writing.protection import protect
from compliance.workbook.writing.safe_text import safe
from compliance.workbook.writing.style import Look
from compliance.workbook.writing.table_sheet import TableSheet

OURS = (
    "How provisions are divided into checks, what counts as half-way and what would close a gap is "
    "our reading. No finding is one of the United Nations."
)


def render(
    title: str,
    about: Sequence[str],
    assessments: Sequence[Assessment],
    listings: Sequence[Listing[Any]],
) -> bytes:
    """The workbook: the same bytes for the same input. Nothing in it is to be filled in."""
    countries = ", ".join(dict.fromkeys(country_name(o.profile.country) for o in assessments))
    title = f"{title}: {countries}"
    workbook = Workbook()
    workbook.worksheets[0].title = form.READ_ME
    targets = targets_of(listings)
    clipped = 0
    for listing in listings:
        table: TableSheet[Any] = TableSheet(workbook.create_sheet(listing.title), listing, targets)
        table.write()
        clipped += table.clipped
    page = Page(workbook.worksheets[0], targets, Counter())
    page.text(title, Look.TITLE)
    for words in (*about, OURS, NOT_PUBLIC, *clipped_words(clipped)):
        page.text(words)
    write_contents(page, listings)
    for number, one in enumerate(assessments):
        page.heading(f"Whose account: {wording.account(one)}")
        Block(page, number, one).write_identity()
    printing.set_up_page(page.sheet, len(WIDTHS), page.row)
    for sheet in workbook.worksheets:
        printing.set_footer(sheet, safe(title))
        protect(sheet)
    return to_bytes(workbook, safe(title), max(one.as_of for one in assessments))
