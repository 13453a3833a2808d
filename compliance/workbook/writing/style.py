"""How the workbook looks: fonts, colours, borders."""

from __future__ import annotations

from enum import Enum
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

from compliance.engine.outcomes import Status
from compliance.workbook.writing.statuses import FILLS

FONT = "Calibri"
SIZE = 10.0
INK, MUTED, LINK, WHITE = "1F2933", "5F6B76", "0B5394", "FFFFFF"
DARK, PALE = "1F3B57", "E9EDF2"
LINE, HAIRLINE = "A3AEB9", "CBD2D9"
ENTRY, ENTRY_DARK = "EEF6EA", "3A5F3F"
"""Behind cells to be filled in, which have a frame as well, and behind their headers."""


class Look(Enum):
    """What a cell is to the reader."""

    TEXT = "text"
    STRONG = "strong"
    MUTED = "muted"
    LINK = "link"
    COUNT = "count"
    """A number of which zero is left unseen."""
    TITLE = "title"
    SUBTITLE = "subtitle"
    HEADING = "heading"
    ENTRY = "entry"
    """To be filled in; all that is typed is kept as it is."""
    ENTRY_DATE = "entry of a day"

    @property
    def is_entry(self) -> bool:
        """Whether the reader is to fill it in."""
        return self in (Look.ENTRY, Look.ENTRY_DATE)


_SIZES = {Look.TITLE: 18.0, Look.SUBTITLE: 12.0, Look.HEADING: 12.0}


def size_of(look: Look) -> float:
    """The size of the look's font, in points."""
    return _SIZES.get(look, SIZE)


def _font(colour: str = INK, look: Look = Look.TEXT, **more: Any) -> Font:
    return Font(name=FONT, size=size_of(look), color=colour, **more)


_FONTS = {
    Look.TEXT: _font(),
    Look.STRONG: _font(bold=True),
    Look.MUTED: _font(MUTED),
    Look.LINK: _font(LINK, underline="single"),
    Look.COUNT: _font(),
    Look.TITLE: _font(DARK, Look.TITLE, bold=True),
    Look.SUBTITLE: _font(MUTED, Look.SUBTITLE),
    Look.HEADING: _font(DARK, Look.HEADING, bold=True),
    Look.ENTRY: _font(),
    Look.ENTRY_DATE: _font(),
}
_FADED_LINK = _font(MUTED, underline="single")
_HEADER_FONT, _PALE_HEADER_FONT = _font(WHITE, bold=True), _font(DARK, bold=True)
_HEADER_FILL, _PALE_HEADER_FILL = PatternFill("solid", DARK), PatternFill("solid", PALE)
_ENTRY_FILL, _ENTRY_HEADER_FILL = PatternFill("solid", ENTRY), PatternFill("solid", ENTRY_DARK)
_STATUS_FILLS = {status: PatternFill("solid", fill) for status, fill in FILLS.items()}
_HAIR, _LINE = Side("thin", HAIRLINE), Side("thin", LINE)
_BETWEEN_ROWS = Border(left=_HAIR, right=_HAIR, top=_HAIR, bottom=_HAIR)
_BETWEEN_GROUPS = Border(left=_HAIR, right=_HAIR, top=_LINE, bottom=_HAIR)
_BOXED = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAPPED = Alignment(horizontal="left", vertical="top", wrap_text=True)
_HEADER = Alignment(horizontal="left", vertical="center", wrap_text=True)
_ONE_LINE = Alignment(horizontal="left", vertical="center", indent=1)
_CENTRED = Alignment(horizontal="center", vertical="center")
_FREE = Alignment(vertical="center")
_ZERO_UNSEEN = "0;-0;"
_AS_TYPED, _DAY = "@", "yyyy-mm-dd"
"""As text a spreadsheet makes no formula, number or date of what people type."""
_UNLOCKED = Protection(locked=False)


def dress(cell: Cell, look: Look, status: Status | None = None, *, faded: bool = False) -> None:
    """Give a cell of a listing its look; ``faded`` where it repeats the row above."""
    cell.font = _FONTS[look]
    if status in _STATUS_FILLS:
        cell.font, cell.fill = _FONTS[Look.STRONG], _STATUS_FILLS[status]
    elif faded or status is not None:
        cell.font = _FADED_LINK if look is Look.LINK else _FONTS[Look.MUTED]
    if look is Look.COUNT:
        cell.number_format = _ZERO_UNSEEN
    cell.alignment = _WRAPPED
    cell.border = _BETWEEN_ROWS
    if look.is_entry:
        _open(cell, look)


def _open(cell: Cell, look: Look) -> None:
    """Let the reader fill the cell in, and show that."""
    cell.fill, cell.border, cell.protection = _ENTRY_FILL, _BOXED, _UNLOCKED
    cell.number_format = _DAY if look is Look.ENTRY_DATE else _AS_TYPED


def begin_group(cell: Cell) -> None:
    """Set the cell's row off from the one above."""
    if cell.protection.locked:
        cell.border = _BETWEEN_GROUPS


def dress_header(cell: Cell, *, of_entries: bool = False) -> None:
    """Give a cell of a listing's header its look; that of cells to be filled in is another."""
    fill = _ENTRY_HEADER_FILL if of_entries else _HEADER_FILL
    cell.font, cell.fill, cell.alignment = _HEADER_FONT, fill, _HEADER


def dress_small(
    cell: Cell, look: Look, status: Status | None = None, *, wrap: bool = False
) -> None:
    """Give a cell of a small table on a page its look: numbers in the middle, one line if not
    ``wrap``.
    """
    dress(cell, look, status)
    if not wrap:
        cell.alignment = _CENTRED if isinstance(cell.value, int) else _ONE_LINE
    else:
        cell.alignment = _HEADER


def dress_small_header(cell: Cell, *, over_numbers: bool) -> None:
    """Give a cell of a small table's header its look."""
    cell.font, cell.fill = _PALE_HEADER_FONT, _PALE_HEADER_FILL
    cell.alignment = _CENTRED if over_numbers else _ONE_LINE


def dress_free(cell: Cell, look: Look) -> None:
    """Give a cell outside tables its look; its text may run on over empty neighbours."""
    cell.font, cell.alignment = _FONTS[look], _FREE
