"""A listing written to its sheet, row by row: nothing is kept of a row that is written."""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from dataclasses import replace
from typing import Any, Generic

from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.table import Table, TableColumn
from openpyxl.worksheet.worksheet import Worksheet

from compliance.errors import fault
from compliance.workbook import schema as form
from compliance.workbook.writing import fitting, printing, style
from compliance.workbook.writing.cells import fill, propose_height
from compliance.workbook.writing.choosing import Place, offer
from compliance.workbook.writing.listing import Column, Content, Listing, Subject
from compliance.workbook.writing.safe_text import safe
from compliance.workbook.writing.sent import Row, row_of
from compliance.workbook.writing.style import Look

MOST_ROWS = 1_048_576
"""What a sheet holds."""
_MOST_LINES = int((fitting.HIGHEST_ROW - fitting.PADDING) / (style.SIZE * fitting.LINE))
_LEAD_HEIGHT, _MOST_REMEMBERED = 15.0, 20_000
CONTINUED = "(continued)"
_Known = tuple[Cell, int]
"""A cell that is written again where the same is said, and the lines it takes."""


class Stream(WriteOnlyWorksheet):
    """A sheet of openpyxl's write-only mode whose rows are cells, each with its look."""

    def write(self, cells: Sequence[Cell], height: float) -> None:
        """Write a row of so many points; none of it is kept."""
        self.row_dimensions = {self.rows + 1: {"ht": f"{height:g}"}}
        self.rows += 1
        self.append(list(cells))

    rows = 0

    def give_up(self) -> None:
        """Let go of a sheet that is not finished, and of its file; of one that is, nothing."""
        begun: Any = self  # the stubs lack what openpyxl keeps of a sheet that is written
        if begun._writer is None or begun.closed:
            return
        for left in (begun._rows, begun._writer):
            with contextlib.suppress(OSError, ValueError):
                left.close()
        with contextlib.suppress(OSError):
            begun._writer.cleanup()

    def _values_to_row(self, values: Iterable[Cell], row_idx: int) -> Iterator[Cell]:
        for column, cell in enumerate(values, start=1):
            cell.row, cell.column = row_idx, column
            yield cell


class TableSheet(Generic[Subject]):
    """The sheet of a listing. Its rows come in the order in which subjects are added.

    In a sheet of openpyxl's write-only mode rows are let go when they are written, and what is
    said again in a column is the same cell again.
    """

    def __init__(
        self, sheet: Worksheet, listing: Listing[Subject], *, keeps_texts: bool = False
    ) -> None:
        self.sheet, self.listing, self.keeps_texts = sheet, listing, keeps_texts
        self.sent: list[Row] = []
        """The texts of the rows, where they are kept: a sheet that is streamed has let them go."""
        self.offering: dict[str, list[Place]] = defaultdict(list)
        """The cells that offer something to choose from, by the name of the list."""
        self.rows = self.subjects = 0
        self._top = len(listing.lead) + 1
        self._printed_rows: int | None = None
        self._base: list[dict[str, str | int]] = []
        self._fields = [
            (n, column.field) for n, column in enumerate(listing.columns) if column.field
        ]
        self._has_groups = any(column.grouping for column in listing.columns)
        self._is_streamed = isinstance(sheet, Stream) and not self._has_groups
        self._known: list[dict[Content, _Known]] = [{} for _ in listing.columns]
        self._styles: dict[tuple[object, ...], StyleArray] = {}
        self._above: Sequence[Content] | None = None
        self._block: object = None
        self._begin()

    def write(self, subjects: Iterable[Subject]) -> None:
        """All of the sheet."""
        self.add(subjects)
        self.end()

    def add(self, subjects: Iterable[Subject]) -> None:
        """A row for each subject, or several where it has more to say than a row can show.

        Raises InputError where the sheet is full.
        """
        for subject in subjects:
            if self._printed_rows is None and not self.listing.printed(subject):
                self._printed_rows = self.rows
            block = self.listing.block(subject)
            if self.subjects and block != self._block:
                self.sheet.row_breaks.append(Break(id=self.rows))
            self._block = block
            self.subjects += 1
            contents = [column.content(subject) for column in self.listing.columns]
            self._keep_base(subject, contents)
            for row in self._split(contents):
                self._write_row(row)

    def end(self) -> None:
        """What concerns the sheet as a whole: the table, drop-downs, print."""
        columns = self.listing.columns
        if self.subjects:
            letter = get_column_letter(len(columns))
            headers = [TableColumn(id=n, name=c.header) for n, c in enumerate(columns, start=1)]
            name = re.sub(r"\W", "_", self.listing.title)
            ref = f"A{self._top}:{letter}{self.rows}"
            table = Table(displayName=name, ref=ref, tableColumns=headers)
            table.autoFilter = AutoFilter(ref=ref)
            self.sheet.tables.add(table)  # add_table warns in write-only mode
        else:
            self._append([_free(self._cell(self.listing.if_empty), Look.TEXT)], _LEAD_HEIGHT)
        for name, cells in self.offering.items():
            title, words = self.listing.not_in_list
            offer(self.sheet, name, cells, (title, self.listing.not_in.get(name, words)))
        printed = max(n for n, c in enumerate(columns, 1) if c.printed and not c.hidden)
        last = max(self._printed_rows or self.rows, self._top + 1)
        printing.set_up_listing(self.sheet, printed, last, self._top)

    def names(self) -> Iterator[tuple[str, DefinedName]]:
        """The names of the columns that programs find again: header and cells."""
        for number, column in enumerate(self.listing.columns, start=1):
            if column.field:
                letter = get_column_letter(number)
                name = form.column_name(self.listing.title, column.field)
                place = f"'{self.sheet.title}'!${letter}${self._top}:${letter}${self.rows}"
                yield name, DefinedName(name, attr_text=place)

    def base(self) -> Iterator[dict[str, str | int]]:
        """What the cells to be filled in hold now, a row a key, with the hash of its subject."""
        yield from self._base

    def _keep_base(self, subject: Subject, contents: Sequence[Content]) -> None:
        held = {field: contents[number].value for number, field in self._fields}
        if held.get(form.KEY):
            told = {"sheet": self.listing.title, "rule_hash": self.listing.hash_of(subject)}
            self._base.append({**told, **held})

    def _begin(self) -> None:
        sheet, columns = self.sheet, self.listing.columns
        for number, column in enumerate(columns, start=1):
            dimension = sheet.column_dimensions[get_column_letter(number)]
            dimension.width, dimension.hidden = column.width, column.hidden
        sheet.freeze_panes = f"B{self._top + 1}"
        sheet.sheet_view.showGridLines = False
        for text in self.listing.lead:
            self._append([_free(self._cell(safe(text)), Look.MUTED)], _LEAD_HEIGHT)
        headers = []
        for column in columns:
            headers.append(self._cell(column.header))
            style.dress_header(headers[-1], of_entries=column.field not in ("", form.KEY))
        texts = [(column.header, column.width, style.SIZE) for column in columns]
        self._append(headers, fitting.row_height(texts, bold=True)[0])

    def _split(self, contents: Sequence[Content]) -> Iterator[list[Content]]:
        """The contents in rows that a spreadsheet can show whole."""
        rest = [
            content if content in known else content.as_held()
            for content, known in zip(contents, self._known, strict=True)
        ]
        if not self.listing.splits:
            yield rest
            return
        while True:
            row = [
                content if content in known else self._first_part(number, content)
                for number, (content, known) in enumerate(zip(rest, self._known, strict=True))
            ]
            yield row
            if row == rest:
                return
            rest = [
                self._next_part(column, content, part)
                for column, content, part in zip(self.listing.columns, rest, row, strict=True)
            ]

    def _first_part(self, number: int, content: Content) -> Content:
        """As much of a cell's text as a row can show."""
        text, width = content.value, self.listing.columns[number].width
        if not isinstance(text, str) or len(text) < _MOST_LINES:
            return content
        return replace(content, value=fitting.first_lines(text, width, style.SIZE, _MOST_LINES))

    @staticmethod
    def _next_part(column: Column[Subject], content: Content, part: Content) -> Content:
        """What is left to say of a cell in the row below."""
        if part != content:
            return replace(content, value=str(content.value)[len(str(part.value)) :].lstrip())
        if column.names:
            words = str(content.value).removesuffix(f" {CONTINUED}")
            return replace(content, value=f"{words} {CONTINUED}")
        return Content("")

    def _write_row(self, contents: Sequence[Content]) -> None:
        repeats = self._repeated(contents) if self._has_groups else None
        new_group = repeats is not None and self._above is not None and not any(repeats)
        self._above = contents
        cells, lines = [], 1
        for number, content in enumerate(contents):
            if content.offers:
                self.offering[content.offers].append((number + 1, self.rows + 1))
            known = self._known[number].get(content) if self._is_streamed else None
            if known is None:
                faded = repeats is not None and repeats[number]
                known = self._make(number, content, faded=faded, new_group=new_group)
            cells.append(known[0])
            lines = max(lines, known[1])
        height = max(fitting.height_of(lines, style.SIZE), self.listing.least_height)
        self._append(cells, height)

    def _make(self, number: int, content: Content, *, faded: bool, new_group: bool) -> _Known:
        """The cell of a content and the lines it takes; remembered if it can be written again."""
        cell = self._cell(content.value)
        self._dress(cell, content, faded=faded, new_group=new_group)
        width = self.listing.columns[number].width
        made = cell, fitting.lines(str(content.value), width, style.SIZE)
        if self._is_streamed:
            if len(self._known[number]) > _MOST_REMEMBERED:
                self._known[number].clear()
            self._known[number][content] = made
        return made

    def _cell(self, value: str | int) -> Cell:
        return fill(WriteOnlyCell(self.sheet), value)

    def _append(self, cells: Sequence[Cell], height: float) -> None:
        if self.rows == MOST_ROWS:
            what = f"the sheet {self.sheet.title} holds no more than {MOST_ROWS:,} rows"
            raise fault(what, hint="have fewer accounts or rules, or write .csv or .json")
        self.rows += 1
        if self.keeps_texts:
            self.sent.append(row_of(self.listing.title, self.rows, cells))
        if isinstance(self.sheet, Stream):
            self.sheet.write(cells, height)
        else:
            propose_height(self.sheet, self.rows, height)
            self.sheet.append(list(cells))

    def _dress(self, cell: Cell, content: Content, *, faded: bool, new_group: bool) -> None:
        """Give a cell its style; copied where another cell has the same, as openpyxl is slow."""
        key = (content.look, content.status, faded, new_group, bool(cell.quotePrefix))
        if key not in self._styles:
            style.dress(cell, content.look, content.status, faded=faded)
            if new_group:
                style.begin_group(cell)
            self._styles[key] = cell._style  # type: ignore[attr-defined]
        cell._style = copy(self._styles[key])  # type: ignore[attr-defined]

    def _repeated(self, contents: Sequence[Content]) -> list[bool]:
        """Which cells repeat the row above: those of grouping columns, up to the first change."""
        if self._above is None:
            return [False] * len(contents)
        found, same = [], True
        for column, content, other in zip(self.listing.columns, contents, self._above, strict=True):
            same = same and (content == other or not column.grouping)
            found.append(column.grouping and same)
        return found


def _free(cell: Cell, look: Look) -> Cell:
    style.dress_free(cell, look)
    return cell
