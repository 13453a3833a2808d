"""How the sheets print: A4, the header repeated, pages numbered, no text below 8 points."""

from __future__ import annotations

from typing import Literal

from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from compliance.library.languages import say

SCALE = 80
"""In per cent: text of 10 points prints at 8."""
LANDSCAPE_WIDTH, PORTRAIT_WIDTH = 177.0, 123.0
"""How wide the columns of a page can be together at this scale, in the units of columns."""
_A4 = 9


def set_up_listing(sheet: Worksheet, columns: int, rows: int, header: int = 1) -> None:
    """Landscape: the first ``columns`` columns and ``rows`` rows, which are the ones to be read.

    Columns wider than a page take several pages, unless the sheet is said to be fitted to one.
    """
    _set_up(sheet, "landscape", columns, rows)
    sheet.print_title_rows = f"{header}:{header}"


def keep_beside(sheet: Worksheet, names: str, last: str) -> None:
    """A page ends after the column ``last``; each has the columns up to ``names`` again."""
    sheet.print_title_cols = f"A:{names}"
    sheet.col_breaks.append(Break(id=column_index_from_string(last)))


def set_up_page(sheet: Worksheet, columns: int, rows: int) -> None:
    """Upright, as a page of running text and figures."""
    _set_up(sheet, "portrait", columns, rows)


def _set_up(
    sheet: Worksheet, orientation: Literal["landscape", "portrait"], columns: int, rows: int
) -> None:
    sheet.page_setup.orientation = orientation
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.scale = SCALE
    sheet.page_margins = PageMargins(
        left=0.3, right=0.3, top=0.5, bottom=0.45, header=0.2, footer=0.2
    )
    sheet.print_area = f"A1:{get_column_letter(columns)}{rows}"
    sheet.print_options.horizontalCentered = True


def set_titles(sheet: Worksheet, subject: str) -> None:
    """On every page what it is of, which sheet, which page; ``&`` is a command there."""
    _say(sheet.oddHeader, left=subject.replace("&", "&&"), right="&A")
    _say(sheet.oddFooter, right=say("sheet.page_of", n="&P", all="&N"))


def _say(item: object, **texts: str) -> None:
    for side, text in texts.items():
        part = getattr(item, side)
        part.text, part.size = text, 8
