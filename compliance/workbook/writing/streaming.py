"""Sheets written row by row, each row let go when it is written: for more rows than can be held.

The rows are written as they stand in the file, and put into their sheets when it is packed:
openpyxl takes ten times as long. Cells that say the same are made once, for most rows repeat
others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from tempfile import TemporaryFile
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableColumn
from openpyxl.worksheet.worksheet import Worksheet

from compliance.errors import fault
from compliance.workbook.writing import fitting, style
from compliance.workbook.writing.cells import fill
from compliance.workbook.writing.listing import Content

MOST_ROWS = 1_048_576
"""What a sheet holds, with its header."""
_MOST_REMEMBERED = 20_000
_HEADER_HEIGHT = 30.0
_PART = 1 << 16


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over a column, and its width in characters."""

    text: str
    width: float


SetUp = Callable[[Worksheet, int, int], None]
"""How a sheet of so many columns and rows prints."""
_Known = tuple[str, float]
"""A cell as it stands in the file, behind its place, and the height it takes."""


class Stream:
    """A sheet that grows row by row."""

    def __init__(self, workbook: Workbook, title: str, headings: Sequence[Heading]) -> None:
        self.sheet: Worksheet = workbook.create_sheet(title)
        self.headings = headings
        self.rows = 0
        self._letters = [get_column_letter(n) for n in range(1, len(headings) + 1)]
        self._known: list[dict[Content, _Known]] = [{} for _ in headings]
        self._file = TemporaryFile()  # noqa: SIM115 - see close
        for letter, heading in zip(self._letters, headings, strict=True):
            self.sheet.column_dimensions[letter].width = heading.width
        self.sheet.sheet_view.showGridLines = False

    def append(self, contents: Sequence[Content]) -> None:
        """Write a row. Raises InputError where the sheet is full."""
        if self.rows == MOST_ROWS:
            what = f"the sheet {self.sheet.title} holds no more than {MOST_ROWS:,} rows"
            raise fault(what, hint="have fewer accounts or rules, or write .csv or .json")
        self._write([self._known[n].get(c) or self._make(n, c) for n, c in enumerate(contents)])

    def _write(self, cells: Sequence[_Known]) -> None:
        self.rows += 1
        placed = [
            f'<c r="{self._letters[n]}{self.rows}"{cell}' for n, (cell, _) in enumerate(cells)
        ]
        highest = max(height for _, height in cells)
        row = f'<row r="{self.rows}" ht="{highest}">{"".join(placed)}</row>'
        self._file.write(row.encode())

    def _make(self, place: int, content: Content) -> _Known:
        """Make a cell; a heading's text runs on over its empty neighbours."""
        if len(self._known[place]) > _MOST_REMEMBERED:
            self._known[place].clear()
        held, size = content.as_held(), style.size_of(content.look)
        cell, lines = fill(new_cell(self.sheet), held.value), 1
        if size > style.SIZE:
            style.dress_free(cell, content.look)
        else:
            style.dress(cell, content.look, content.status)
            lines = len(fitting.wrapped(str(held.value), self.headings[place].width, size))
        self._known[place][content] = _in_file(cell), fitting.height_of(lines, size)
        return self._known[place][content]

    @property
    def ref(self) -> str:
        """The cells that are written so far."""
        return f"A1:{self._letters[-1]}{self.rows}"

    def xml(self) -> Iterator[bytes]:
        """The rows as they stand in the file."""
        self._file.seek(0)
        while part := self._file.read(_PART):
            yield part

    def close(self) -> None:
        """Forget the rows."""
        self._file.close()


class TableStream(Stream):
    """A sheet that is one table with filters."""

    def __init__(
        self, workbook: Workbook, title: str, headings: Sequence[Heading], set_up: SetUp
    ) -> None:
        super().__init__(workbook, title, headings)
        self._set_up = set_up
        self.sheet.freeze_panes = "B2"
        self._write([self._header(heading) for heading in headings])

    def _header(self, heading: Heading) -> _Known:
        cell = fill(new_cell(self.sheet), heading.text)
        style.dress_header(cell)
        return _in_file(cell), _HEADER_HEIGHT

    def end(self) -> None:
        """Make a table of what was written."""
        columns = [TableColumn(id=n, name=h.text) for n, h in enumerate(self.headings, start=1)]
        name = re.sub(r"\W", "_", self.sheet.title)
        self.sheet.add_table(Table(displayName=name, ref=self.ref, tableColumns=columns))
        self._set_up(self.sheet, len(columns), self.rows)


def new_cell(sheet: Worksheet) -> Cell:
    """A cell that is in no place of the sheet."""
    return WriteOnlyCell(sheet)


def _in_file(cell: Cell) -> str:
    """The cell as it stands in the file, behind its place."""
    value, looks = cell.value, f' s="{cell.style_id}"'
    if value is None:
        return f"{looks}/>"
    if isinstance(value, str):
        text = f'<is><t xml:space="preserve">{escape(value)}</t></is>'
        return f'{looks} t="inlineStr">{text}</c>'
    return f"{looks}><v>{value}</v></c>"
