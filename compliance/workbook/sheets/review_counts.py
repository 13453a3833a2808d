"""What has been filled in so far: counted live, as people work, and stored as it stands."""

from __future__ import annotations

from collections.abc import Mapping

from compliance.workbook import schema as form
from compliance.workbook.writing.listing import Content
from compliance.workbook.writing.page import Page
from compliance.workbook.writing.style import Look

HEADING = "What has been filled in, as it stands now"
_NO_OPINIONS = [Content("")] * len(form.OPINIONS)


def write_review_counts(page: Page, to_fill_in: Mapping[str, int]) -> None:
    """A row a sheet: of findings how many have which opinion, of the others how many are filled.

    ``to_fill_in`` says how many rows of each sheet there are to fill in.
    """
    page.heading(HEADING)
    rows = []
    for place, (sheet, number) in enumerate(to_fill_in.items(), start=1):
        link = Content(sheet, Look.LINK, link=(sheet, ""))
        if "opinion" not in form.FIELDS[sheet]:
            rows.append([link, *_NO_OPINIONS, _of(_filled(sheet, "answer"), number)])
        else:
            opinions = [_opinions(sheet, opinion) for opinion in form.OPINIONS]
            row = page.row + place
            rows.append([link, *opinions, _of(f"SUM(B{row}:E{row})", number)])
    signed = Content("0 signatures", formula=f'{_filled(form.SIGN_OFF, "name")}&" signatures"')
    rows.append(
        [Content(form.SIGN_OFF, Look.LINK, link=(form.SIGN_OFF, "")), *_NO_OPINIONS, signed]
    )
    headers = ["Sheet", *(opinion.capitalize() for opinion in form.OPINIONS), "Filled in"]
    page.table("Filled_in", headers, rows)


def _opinions(sheet: str, opinion: str) -> Content:
    name = form.column_name(sheet, "opinion")
    return Content(0, formula=f'COUNTIF({name},"{opinion}")')


def _filled(sheet: str, field: str) -> str:
    """How many cells of the column say something, its header and what is locked left out."""
    name = form.column_name(sheet, field)
    return f'COUNTA({name})-1-COUNTIF({name},"{form.SEE_OPEN_QUESTIONS}")'


def _of(formula: str, number: int) -> Content:
    """``3 of 36``."""
    return Content(f"0 of {number}", formula=f'{formula}&" of {number}"')
