"""A workbook opened: its sheets with their cells, its names, its properties."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import column_index_from_string, get_column_letter

from compliance.errors import InputError, Location, fault
from compliance.importers.tables.sheet import MAX_CELLS, Row, shown
from compliance.importers.tables.workbook import MAX_BLANK, rows_of
from compliance.workbook.reading.package import package_of

MAX_COLUMNS = 200
"""More are not looked at: a row that is coloured goes on for sixteen thousand."""
MAX_SHEETS = 200
_REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d+)?(?::.*)?")


@dataclass(frozen=True, slots=True)
class Span:
    """Where a defined name points: a sheet, a column (from 1), and its first row."""

    sheet: str
    column: int
    row: int


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet: its rows that are not blank, by their numbers."""

    title: str
    path: str
    rows: Mapping[int, Row]
    hidden: bool = False

    def place(self, row: int, column: int = 0) -> Location:
        """The place of a cell, or of a row, also where nothing stands."""
        letter = get_column_letter(column) if column else ""
        return Location(self.path, row, column, cell=shown(f"{self.title}!{letter}{row}"))


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook: sheets by title, defined names, custom properties, and remarks on the reading."""

    path: Path
    sheets: Mapping[str, Grid]
    names: Mapping[str, Span] = field(default_factory=dict)
    properties: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

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
        self.remarks: list[str] = []

    def read(self, content: bytes) -> Book:
        book: Any = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        if len(book.worksheets) > MAX_SHEETS:
            what = f"the workbook has more than {MAX_SHEETS} sheets"
            raise fault(what, Location(str(self.path)), "remove those that were added")
        sheets = {
            sheet.title: Grid(
                sheet.title,
                str(self.path),
                dict(self._rows(sheet)),
                sheet.sheet_state != "visible",
            )
            for sheet in book.worksheets
        }
        local = (getattr(sheet, "defined_names", {}) for sheet in book.worksheets)
        names: dict[str, Span] = {}
        for defined in (*local, book.defined_names):  # a copied sheet brings names of its own
            names |= dict(_spans(defined.items()))
        properties = {
            str(prop.name): str(prop.value)
            for prop in book.custom_doc_props.props
            if prop.value is not None
        }
        return Book(self.path, sheets, names, properties, tuple(self.remarks))

    def _rows(self, sheet: Any) -> Iterator[tuple[int, Row]]:
        last = 0
        for number, row in enumerate(rows_of(sheet, self.path, MAX_COLUMNS), 1):
            if row.is_blank:
                if number - last >= MAX_BLANK:
                    self.remarks.append(
                        f"{shown(sheet.title)}!{last}: read to here; {MAX_BLANK} blank rows follow"
                    )
                    return
                continue
            self.cells += len(row.cells)
            if self.cells > MAX_CELLS:
                what = f"the workbook has more than {MAX_CELLS} cells"
                raise fault(what, row.where, "remove what does not belong to it")
            last = number
            yield number, row


def _spans(names: Any) -> Iterator[tuple[str, Span]]:
    """What the names point at; those that point at nothing any more are left out."""
    for name, defined in names:
        if found := _REFERENCE.fullmatch(str(defined.attr_text or "")):
            title = found[1].replace("''", "'") if found[1] else found[2]
            column = column_index_from_string(found[3])
            yield str(name), Span(title, column, int(found[4] or 1))
