"""A list in a workbook: the first sheet in view that has the headings, each cell by its name."""

from __future__ import annotations

import contextlib
import io
import warnings
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from compliance.errors import InputError, Location, fault
from compliance.files import content_of
from compliance.importers.package import check_package
from compliance.importers.tables.layout import Layout, layout_of, with_merged
from compliance.importers.tables.sheet import (
    MAX_BYTES,
    Cell,
    Kind,
    Known,
    Row,
    Sheet,
    counted,
    sheet_of,
    shown,
)

MAX_BLANK = 10_000
"""Blank rows after which a sheet is at its end: a column that is coloured goes on for a million."""


def read(path: Path, known: Known) -> Sheet:
    """The list in the file. Raises InputError, and so may its rows."""
    content = content_of(path, str(path), at_most=MAX_BYTES)
    check_package(content, Location(str(path)))
    with _refusing(path):
        return _Workbook(content, path).chosen(known)


class _Workbook:
    """A workbook whose sheets are read row by row."""

    def __init__(self, content: bytes, path: Path) -> None:
        self._path = path
        with warnings.catch_warnings():
            # What openpyxl says of extensions it leaves out, and of days before all calendars.
            warnings.simplefilter("ignore")
            book: Any = openpyxl.load_workbook(
                io.BytesIO(content), read_only=True, keep_links=False
            )
        self._seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        self._hidden = [sheet for sheet in book.worksheets if sheet.sheet_state != "visible"]

    def chosen(self, known: Known) -> Sheet:
        """The first sheet in view whose headings are known best; the remarks name the others."""
        where = Location(str(self._path))
        if not self._seen:
            raise fault("there is no sheet in this workbook", where)
        tops = {sheet.title: self._sheet(sheet, known, None) for sheet in self._seen}
        name = max(tops, key=lambda title: known(tops[title].columns))
        hidden = [sheet.title for sheet in self._hidden]
        if hidden and not known(tops[name].columns):
            what = f"the list is not on a sheet in view; {_quoted(hidden)} is hidden"
            raise fault(what, where, "unhide the sheet, if it is the one to be read")
        others = [title for title in tops if title != name and tops[title].columns]
        sheet = next(sheet for sheet in self._seen if sheet.title == name)
        read = self._sheet(sheet, known, layout_of(sheet))
        if others:
            read.remarks.append(f"only the sheet `{shown(name)}` is read, not {_quoted(others)}")
        if hidden:
            read.remarks.append(f"hidden sheets are not read: {_quoted(hidden)}")
        return read

    def _sheet(self, sheet: Any, known: Known, layout: Layout | None) -> Sheet:
        """The list in one sheet; without its layout only the names of its columns are of use."""
        remarks = layout.remarks() if layout else []
        rows = counted(self._rows(sheet, layout, remarks))
        total = layout.rows if layout else 0
        read = sheet_of(rows, known, Location(str(self._path)), total, remarks)
        read.hidden = layout.hidden_columns if layout else frozenset()
        return read

    def _rows(self, sheet: Any, layout: Layout | None, remarks: list[str]) -> Iterator[Row]:
        """The rows of a sheet in which something stands, merged cells filled in."""
        rows = _quietly(rows_of(sheet, self._path))
        last = 0
        with _refusing(self._path):
            for number, row in enumerate(with_merged(rows, layout) if layout else rows, 1):
                if not row.is_blank:
                    last = number
                    yield row
                elif number - last >= MAX_BLANK:
                    said = f"read to here; {MAX_BLANK} blank rows follow"
                    remarks.append(f"{shown(sheet.title)}!{last}: {said}")
                    return


def _quietly(rows: Iterator[Row]) -> Iterator[Row]:
    """The rows, without what openpyxl says of extensions and of days before all calendars."""
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            row = next(rows, None)
        if row is None:
            return
        yield row


def rows_of(sheet: Any, path: Path, columns: int | None = None) -> Iterator[Row]:
    """The rows of a sheet that openpyxl reads, blank ones too; at most so many ``columns``."""
    sheet.reset_dimensions()  # what a sheet says of its own size is not always so
    title = shown(sheet.title)
    for number, cells in enumerate(sheet.iter_rows(max_col=columns), 1):
        found = tuple(
            cell_of(cell.value, cell.data_type, title, number, column, path)
            for column, cell in enumerate(cells, 1)
        )
        yield Row(found, Location(str(path), number, cell=f"{title}!{number}"))


def cell_of(  # noqa: PLR0913, PLR0917 - what it is, and where
    value: Any, data_type: str, sheet: str, row: int, column: int, path: Path
) -> Cell | None:
    """A cell as openpyxl has read it; None where nothing stands in it."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    text, kind = _text_and_kind(value, data_type)
    name = shown(f"{sheet}!{get_column_letter(column)}{row}")
    return Cell(text, kind, Location(str(path), row, column, cell=name))


def _text_and_kind(value: Any, data_type: str) -> tuple[str, Kind]:
    if data_type in ("f", "e"):
        return str(value), "formula" if data_type == "f" else "error"
    if isinstance(value, str):
        return value, "text"
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(int(value) if value == int(value) else value), "number"
    if isinstance(value, datetime) and value.time() == datetime.min.time():
        return value.date().isoformat(), "date"
    if isinstance(value, date):
        return value.isoformat(), "date"
    return str(value), "object"


def _quoted(titles: Iterable[str]) -> str:
    return ", ".join(f"`{shown(title)}`" for title in titles)


@contextlib.contextmanager
def _refusing(path: Path) -> Iterator[None]:
    """Whatever openpyxl fails with is the file's fault, and becomes an InputError."""
    try:
        yield
    except (InputError, GeneratorExit):
        raise
    except Exception as error:
        raise _damaged(str(path), error) from error


def _damaged(path: str, error: Exception) -> InputError:
    what = f"the workbook is damaged ({type(error).__name__})"
    return fault(what, Location(path), "open it, and save it again as .xlsx")
