"""The sheet Summary: whose account this is, what came out, what is reviewed, where to read on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from compliance.assessment.assess import Assessment
from compliance.countries import country_name
from compliance.report import wording
from compliance.report.matrix import NO_RANKING, Matrix, name_of
from compliance.workbook.sheets.review_counts import write_review_counts
from compliance.workbook.writing import printing
from compliance.workbook.writing.blocks import COUNTED, Block
from compliance.workbook.writing.listing import Content, Listing, Target
from compliance.workbook.writing.page import WIDTHS, Page
from compliance.workbook.writing.style import Look

WHAT_THIS_IS = (
    "This workbook holds what one speaker says about a country against what documents of the "
    "United Nations ask, provision by provision. The findings follow from the answers by rules "
    "that are ours, as are titles and notes; they are not words or findings of the United "
    "Nations. Where the speaker is silent a finding is undetermined: silence is neither failure "
    "nor success. Nothing is averaged, weighed or ranked."
)
_MOST_NAMED = 4
_ABOVE_TABLE = 5
"""How many rows the headings of a table take."""


def title_of(assessments: Sequence[Assessment]) -> str:
    """What the workbook is called: ``Gap report: Ecuador, Cyprus``."""
    countries = dict.fromkeys(country_name(one.profile.country) for one in assessments)
    if len(countries) > _MOST_NAMED:
        return f"Gap report: {len(countries)} countries"
    return f"Gap report: {', '.join(countries)}"


def write_summary(  # noqa: PLR0913 - all that it sums up
    page: Page,
    assessments: Sequence[Assessment],
    listings: Sequence[Listing[Any]],
    to_fill_in: Mapping[str, int],
    remarks: Sequence[str],
    *,
    accounts: Mapping[str, Target],
) -> None:
    """Fill the sheet. ``listings`` are the other sheets, ``remarks`` concern them all.

    ``to_fill_in`` says how many rows of a sheet there are to fill in, ``accounts`` where the
    sheet of each profile is, if it has one.
    """
    several = len(assessments) > 1
    page.text(title_of(assessments), Look.TITLE)
    words = f"{len(assessments)} accounts, one after the other, never merged"
    page.text(words if several else wording.account(assessments[0]), Look.SUBTITLE)
    page.skip()
    page.text(WHAT_THIS_IS)
    write_contents(page, listings)
    for remark in remarks:
        page.text(remark)
    write_review_counts(page, to_fill_in)
    if several:
        _write_accounts(page, Matrix.of(assessments), accounts)
    else:
        _write_the_account(page, assessments[0])
    printing.set_up_page(page.sheet, len(WIDTHS), page.row)


def write_contents(page: Page, listings: Sequence[Listing[Any]]) -> None:
    """The sheets, each with a link and what it holds."""
    page.heading("Sheets")
    rows = [
        [Content(listing.title, Look.LINK, link=(listing.title, "")), Content(listing.about)]
        for listing in listings
    ]
    page.table("Sheets", ["Sheet", "What it holds"], rows)


def clipped_words(clipped: int) -> list[str]:
    """What is said where rows are higher than a spreadsheet can show."""
    if not clipped:
        return []
    rows = wording.number_of(clipped, "row is", "rows are")
    return [f"{rows} higher than a spreadsheet can show; the cells hold the whole text."]


def _write_the_account(page: Page, assessment: Assessment) -> None:
    page.heading("Whose account")
    block = Block(page, 0, assessment)
    block.write_identity()
    block.write_statuses()
    block.write_demands()
    block.write_levels()
    block.write_questions()
    block.write_topics()


def _write_accounts(page: Page, matrix: Matrix, accounts: Mapping[str, Target]) -> None:
    """The accounts, instrument by instrument: how many provisions have each status."""
    for instrument, rules in matrix.rulebooks.items():
        page.keep_together(len(matrix.assessments) + _ABOVE_TABLE)
        page.heading(f"Provisions of {rules[0].symbol} by account")
        page.text(f"Those that can be tested. {NO_RANKING}", Look.MUTED)
        rows = []
        for one in matrix.assessments:
            found = [f.status for f in one.counted() if f.rule.instrument == instrument]
            counts = [Content(found.count(status), Look.COUNT) for status in COUNTED]
            rows.append([_account(one, accounts), *counts, Content(f"as of {one.as_of}")])
        page.table("Accounts", ["Account", *map(str, COUNTED), "Assessed"], rows)


def _account(one: Assessment, accounts: Mapping[str, Target]) -> Content:
    words, link = f"{name_of(one)}, {one.profile.voice}", accounts.get(one.profile.id)
    return Content(words, Look.LINK, link=link) if link else Content(words)
