"""How the sheets print: A4, fitted to the width, the header repeated, pages numbered."""

from __future__ import annotations

from typing import Literal

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

_A4 = 9


def set_up_listing(sheet: Worksheet, columns: int, rows: int, header: int = 1) -> None:
    """Landscape; the first ``columns`` columns only, which are the ones to be read."""
    _set_up(sheet, "landscape", columns, rows)
    sheet.print_title_rows = f"{header}:{header}"


def set_up_matrix(sheet: Worksheet, columns: int, rows: int) -> None:
    """Landscape, over as many pages as it takes; the States are repeated on each."""
    _set_up(sheet, "landscape", columns, rows)
    sheet.page_setup.fitToWidth = 0
    sheet.page_setup.scale = 70
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
    sheet.print_title_rows = "1:1"
    sheet.print_title_cols = "A:C"


def set_up_page(sheet: Worksheet, columns: int, rows: int) -> None:
    """Upright, as a page of running text and figures."""
    _set_up(sheet, "portrait", columns, rows)


def _set_up(
    sheet: Worksheet, orientation: Literal["landscape", "portrait"], columns: int, rows: int
) -> None:
    sheet.page_setup.orientation = orientation
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(
        left=0.5, right=0.5, top=0.55, bottom=0.65, header=0.3, footer=0.3
    )
    sheet.print_area = f"A1:{get_column_letter(columns)}{rows}"
    sheet.print_options.horizontalCentered = True


def set_footer(sheet: Worksheet, subject: str) -> None:
    """What it is, which sheet, which page. ``&`` is a command in footers, so it is doubled."""
    texts = {"left": subject.replace("&", "&&"), "center": "&A", "right": "Page &P of &N"}
    for side, text in texts.items():
        part = getattr(sheet.oddFooter, side)
        part.text, part.size = text, 8
