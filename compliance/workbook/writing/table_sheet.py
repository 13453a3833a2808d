"""A listing written to its sheet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from copy import copy
from itertools import pairwise
from typing import Generic

from openpyxl.cell.cell import Cell
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from compliance.workbook import schema as form
from compliance.workbook.writing import fitting, printing, style
from compliance.workbook.writing.cells import lead_to, propose_height, put
from compliance.workbook.writing.choosing import Place, offer
from compliance.workbook.writing.listing import Column, Content, Listing, Subject, Targets
from compliance.workbook.writing.safe_text import safe
from compliance.workbook.writing.style import Look

_HEADER_HEIGHT, _LEAD_HEIGHT, _WIDEST = 30.0, 15.0, 44.0


class TableSheet(Generic[Subject]):
    """The sheet of a listing."""

    def __init__(self, sheet: Worksheet, listing: Listing[Subject], targets: Targets) -> None:
        self.sheet, self.listing, self.targets = sheet, listing, targets
        self.rows = list(listing.rows())
        self.widths = [
            self._width(column, [row[number] for row in self.rows])
            for number, column in enumerate(listing.columns)
        ]
        self._styles: dict[tuple[object, ...], StyleArray] = {}
        self.offering: dict[str, list[Place]] = defaultdict(list)
        """The cells that offer something to choose from, by the name of the list."""
        self.clipped = 0
        """How many rows are too high for a spreadsheet to show whole."""

    def write(self) -> None:
        """What is said first, header, rows, table, and how it is seen and printed."""
        self._write_lead()
        self._write_header()
        above: list[Content] | None = None
        for row, contents in enumerate(self.rows, start=self.listing.top + 1):
            self._write_row(row, contents, above)
            self._fit_row(row, contents)
            above = contents
        if self.rows:
            self._add_table()
        else:
            row = self.listing.top + 1
            style.dress_free(put(self.sheet, row, 1, self.listing.if_empty), Look.TEXT)
        for name, cells in self.offering.items():
            offer(self.sheet, name, cells)
        self._break_pages()
        self.sheet.freeze_panes = f"B{self.listing.top + 1}"
        self.sheet.sheet_view.showGridLines = False
        printed = sum(column.printed for column in self.listing.columns)
        printing.set_up_listing(self.sheet, printed, self._last_row(), self.listing.top)

    def _last_row(self) -> int:
        return self.listing.top + max(1, len(self.rows))

    def names(self) -> Iterator[tuple[str, DefinedName]]:
        """The names of the columns that programs find again: header and cells."""
        top, last = self.listing.top, self._last_row()
        for number, column in enumerate(self.listing.columns, start=1):
            if column.field:
                letter = get_column_letter(number)
                name = form.column_name(self.listing.title, column.field)
                place = f"'{self.listing.title}'!${letter}${top}:${letter}${last}"
                yield name, DefinedName(name, attr_text=place)

    def base(self) -> Iterator[dict[str, str | int]]:
        """What the cells to be filled in hold now, a row a key, with the hash of its subject."""
        for subject, contents in zip(self.listing.subjects.values(), self.rows, strict=True):
            held = {
                column.field: content.value
                for column, content in zip(self.listing.columns, contents, strict=True)
                if column.field
            }
            if held.get(form.KEY):
                yield {
                    "sheet": self.listing.title,
                    "rule_hash": self.listing.hash_of(subject),
                    **held,
                }

    def texts(self) -> Iterator[str]:
        """All that the sheet says, cell by cell."""
        yield self.listing.title
        yield from self.listing.lead
        for contents in self.rows:
            yield from (str(content.value) for content in contents)

    @staticmethod
    def _width(column: Column[Subject], contents: Sequence[Content]) -> float:
        if not column.fits:
            return column.width
        needed = [fitting.width_for(str(content.value), style.SIZE) for content in contents]
        return min(max([column.width, *needed]), _WIDEST)

    def _write_lead(self) -> None:
        """A row a text, which runs on over the columns beside it."""
        for row, text in enumerate(self.listing.lead, start=1):
            style.dress_free(put(self.sheet, row, 1, safe(text)), Look.MUTED)
            propose_height(self.sheet, row, _LEAD_HEIGHT)

    def _write_header(self) -> None:
        top = self.listing.top
        for number, column in enumerate(self.listing.columns, start=1):
            self.sheet.column_dimensions[get_column_letter(number)].width = self.widths[number - 1]
            entries = any(row[number - 1].look.is_entry for row in self.rows)
            style.dress_header(put(self.sheet, top, number, column.header), of_entries=entries)
        propose_height(self.sheet, top, _HEADER_HEIGHT)

    def _write_row(
        self, row: int, contents: Sequence[Content], above: Sequence[Content] | None
    ) -> None:
        repeats = self._repeated(contents, above)
        groups = any(column.grouping for column in self.listing.columns)
        new_group = groups and above is not None and not any(repeats)
        for number, content in enumerate(contents, start=1):
            cell = put(self.sheet, row, number, content.value)
            self._dress(cell, content, faded=repeats[number - 1], new_group=new_group)
            if content.link:
                lead_to(cell, self.targets[content.link])
            if content.offers:
                self.offering[content.offers].append((number, row))

    def _dress(self, cell: Cell, content: Content, *, faded: bool, new_group: bool) -> None:
        """Give a cell its style; copied where another cell has the same, as openpyxl is slow."""
        key = (content.look, content.status, faded, new_group, bool(cell.quotePrefix))
        if key not in self._styles:
            style.dress(cell, content.look, content.status, faded=faded)
            if new_group:
                style.begin_group(cell)
            self._styles[key] = cell._style  # type: ignore[attr-defined]
        cell._style = copy(self._styles[key])  # type: ignore[attr-defined]

    def _repeated(self, contents: Sequence[Content], above: Sequence[Content] | None) -> list[bool]:
        """Which cells repeat the row above: those of grouping columns, up to the first change."""
        if above is None:
            return [False] * len(contents)
        found, same = [], True
        for column, content, other in zip(self.listing.columns, contents, above, strict=True):
            same = same and (content == other or not column.grouping)
            found.append(column.grouping and same)
        return found

    def _fit_row(self, row: int, contents: Sequence[Content]) -> None:
        texts = [
            (str(content.value), width, style.SIZE)
            for width, content in zip(self.widths, contents, strict=True)
        ]
        height, whole = fitting.row_height(texts)
        propose_height(self.sheet, row, max(height, self.listing.least_height))
        self.clipped += not whole

    def _add_table(self) -> None:
        letter = get_column_letter(len(self.listing.columns))
        ref = f"A{self.listing.top}:{letter}{self._last_row()}"
        name = re.sub(r"\W", "_", self.listing.title)
        self.sheet.add_table(Table(displayName=name, ref=ref))

    def _break_pages(self) -> None:
        blocks = [self.listing.block(subject) for subject in self.listing.subjects.values()]
        for row, (one, other) in enumerate(pairwise(blocks), start=self.listing.top + 1):
            if one != other:
                self.sheet.row_breaks.append(Break(id=row))
