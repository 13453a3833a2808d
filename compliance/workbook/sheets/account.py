"""A sheet for each account, where a workbook has several: who speaks, and what came out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from compliance.assessment.assess import Assessment
from compliance.countries import country_name
from compliance.report import wording
from compliance.workbook.writing import printing
from compliance.workbook.writing.blocks import Block
from compliance.workbook.writing.page import WIDTHS, Page
from compliance.workbook.writing.style import Look

MOST_SHEETS = 40
"""More accounts have no sheets of their own: nobody would find one among so many."""
_LONGEST = 31
"""How long the name of a sheet can be."""


def write_account(page: Page, number: int, assessment: Assessment) -> None:
    """Fill the sheet of the ``number``-th assessment."""
    page.text(country_name(assessment.profile.country), Look.TITLE)
    page.text(wording.account(assessment), Look.SUBTITLE)
    page.skip()
    block = Block(page, number, assessment)
    block.write_identity()
    block.write_statuses()
    block.write_short_of_met()
    block.write_questions()
    block.write_demands()
    block.write_levels()
    block.write_topics()
    printing.set_up_page(page.sheet, len(WIDTHS), page.row)


def sheet_names(wanted: Iterable[str], taken: Collection[str] = ()) -> list[str]:
    """Names that sheets can have, as near to those wanted as can be, and none like another."""
    used = {name.casefold() for name in (*taken, "History")}  # a name that Excel keeps for itself
    names = []
    for name in wanted:
        plain = re.sub(r"[\[\]:*?/\\\x00-\x1f']", "-", name)[:_LONGEST].strip() or "Sheet"
        found, number = plain, 1
        while found.casefold() in used:
            number += 1
            found = f"{plain[: _LONGEST - len(str(number)) - 1]}~{number}"
        used.add(found.casefold())
        names.append(found)
    return names
