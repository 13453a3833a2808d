"""A workbook opened: its sheets with their cells, its names, its properties."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import openpyxl
from defusedxml.ElementTree import iterparse
from openpyxl.utils import column_index_from_string, get_column_letter, range_boundaries
from openpyxl.worksheet._reader import COL_TAG, MERGE_TAG, ROW_TAG, WorkSheetParser

from compliance.errors import InputError, Location, fault
from compliance.importers.tables.sheet import MAX_CELLS, Cell, Row, shown
from compliance.importers.tables.workbook import cell_of
from compliance.workbook.reading.package import package_of

MAX_COLUMNS = 200
"""More are not looked at: a row that is coloured goes on for sixteen thousand."""
MAX_SHEETS = 200
MAX_NUMBER = 1_048_576
"""The last row that a spreadsheet has."""
_REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d+)?(?::.*)?")


@dataclass(frozen=True, slots=True)
class Span:
    """Where a defined name points: a sheet, a column (from 1), and its first row."""

    sheet: str
    column: int
    row: int


Area = tuple[int, int, int, int]
"""Merged cells: first column, first row, last column, last row."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: its rows that are not blank, by their numbers, and what of it is not seen."""

    title: str
    path: str
    rows: Mapping[int, Row]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    """Also those that a filter hides."""
    hidden_columns: frozenset[int] = frozenset()
    merged: tuple[Area, ...] = ()

    def place(self, row: int, column: int = 0) -> Location:
        """The place of a cell, or of a row, also where nothing stands."""
        letter = get_column_letter(column) if column else ""
        return Location(self.path, row, column, cell=shown(f"{self.title}!{letter}{row}"))


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: sheets by title, defined names, custom properties."""

    path: Path
    sheets: Mapping[str, Grid]
    names: Mapping[str, Span] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)

    @property
    def where(self) -> Location:
        """The file."""
        return Location(str(self.path))


def open_book(path: Path) -> Book:
    """The workbook at ``path``, held in bounded memory. Raises InputError."""
    content = package_of(path)
    try:
        with warnings.catch_warnings():
            # What openpyxl says of extensions it leaves out, and of days before all calendars.
            warnings.simplefilter("ignore")
            return _Reader(path).read(content)
    except InputError:
        raise
    except Exception as error:
        what = f"the workbook is damaged ({type(error).__name__})"
        hint = "open it, and save it again as .xlsx"
        raise fault(what, Location(str(path)), hint) from error


class _Reader:
    """Reads one workbook, and counts what it holds."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.cells = 0

    def read(self, content: bytes) -> Book:
        book: Any = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        if len(book.worksheets) > MAX_SHEETS:
            what = f"the workbook has more than {MAX_SHEETS} sheets"
            raise fault(what, Location(str(self.path)), "remove those that were added")
        sheets = {sheet.title: self._grid(sheet) for sheet in book.worksheets}
        local = (getattr(sheet, "defined_names", {}) for sheet in book.worksheets)
        names: dict[str, Span] = {}
        for defined in (*local, book.defined_names):  # a copied sheet brings names of its own
            names |= dict(_spans(defined.items()))
        properties = {
            str(prop.name): str(prop.value)
            for prop in book.custom_doc_props.props
            if prop.value is not None
        }
        return Book(self.path, sheets, names, properties)

    def _grid(self, sheet: Any) -> Grid:
        """The rows that there are; a cell far down is one row, whatever lies between."""
        rows: dict[int, Row] = {}
        with sheet._get_source() as source:
            parser = _Parser(
                source,
                sheet._shared_strings,
                epoch=sheet.parent.epoch,
                date_formats=sheet.parent._date_formats,
                timedelta_formats=sheet.parent._timedelta_formats,
            )
            for number, cells in parser.parse():
                if row := self._row(sheet.title, number, cells):
                    rows[number] = row
        return Grid(
            sheet.title,
            str(self.path),
            dict(sorted(rows.items())),
            sheet.sheet_state != "visible",
            frozenset(parser.hidden_rows),
            frozenset(parser.hidden_columns),
            tuple(parser.areas),
        )

    def _row(self, title: str, number: int, cells: list[dict[str, Any]]) -> Row | None:
        """A row up to its last cell in which anything stands; None where it is blank."""
        found: dict[int, Cell] = {}
        for cell in cells:
            column = cell["column"]
            if column <= MAX_COLUMNS and 1 <= number <= MAX_NUMBER:
                held = cell_of(cell["value"], cell["data_type"], title, number, column, self.path)
                if held:
                    found[column] = held
        if not found:
            return None
        where = Location(str(self.path), number, cell=shown(f"{title}!{number}"))
        self.cells += len(found)
        if self.cells > MAX_CELLS:
            what = f"the workbook has more than {MAX_CELLS} cells"
            raise fault(what, where, "remove what does not belong to it")
        return Row(tuple(found.get(column) for column in range(1, max(found) + 1)), where)


class _Parser(WorkSheetParser):
    """openpyxl's parser of a sheet, kept to rows and to what hides or merges them.

    openpyxl's own sheets for reading say neither, and its sheets for writing hold everything.
    """

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.areas: list[Area] = []

    def parse(self) -> Generator[tuple[int, list[dict[str, Any]]], None, None]:
        """The rows with anything in them, in the order of the file."""
        for _, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                number, cells = self.parse_row(element)
                self.row_dimensions.clear()
                if element.get("hidden") in _TRUE:
                    self.hidden_rows.add(number)
                yield number, cells
            elif element.tag == COL_TAG and element.get("hidden") in _TRUE:
                last = min(int(element.get("max", 0)), MAX_COLUMNS)
                self.hidden_columns.update(range(int(element.get("min", 1)), last + 1))
            elif element.tag == MERGE_TAG:
                refs = [part.get("ref", "") for part in element[:_MAX_AREAS]]
                self.areas += [cast("Area", range_boundaries(ref)) for ref in refs if ref]
            if element.tag in (ROW_TAG, COL_TAG, MERGE_TAG):
                element.clear()


_TRUE = ("1", "true")
_MAX_AREAS = 10_000


def _spans(names: Any) -> Iterator[tuple[str, Span]]:
    """What the names point at; those that point at nothing any more are left out."""
    for name, defined in names:
        if found := _REFERENCE.fullmatch(str(defined.attr_text or "")):
            title = found[1].replace("''", "'") if found[1] else found[2]
            column = column_index_from_string(found[3])
            yield str(name), Span(title, column, int(found[4] or 1))
