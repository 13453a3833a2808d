"""A list in a workbook: the first sheet that has the headings, each cell by its name."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from compliance.errors import InputError, Location, fault
from compliance.files import content_of
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

MAX_UNPACKED = 100_000_000
"""Bytes that a workbook may come to: 2 MB can be made to fill the memory."""
MAX_BLANK = 10_000
"""Blank rows after which a sheet is at its end: a column that is coloured goes on for a million."""
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
_SAVE_AS = "open it, and save it as .xlsx without macros or a password"


def read(path: Path, known: Known) -> Sheet:
    """The list in the file. Raises InputError."""
    content = content_of(path, str(path), at_most=MAX_BYTES)
    check_package(content, Location(str(path)))
    try:
        return _chosen(content, path, known)
    except InputError:
        raise
    except Exception as error:
        what = f"the workbook is damaged ({type(error).__name__})"
        raise fault(what, Location(str(path)), "open it, and save it again as .xlsx") from error


def check_package(content: bytes, where: Location) -> None:
    """Raises InputError for what is no workbook, or not one to be opened."""
    if content.startswith(_OLD_OR_LOCKED):
        raise fault("this is an old workbook, or has a password", where, _SAVE_AS)
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile:
        raise fault("this is no workbook", where, "check that it is the right file") from None
    if any(part.filename.endswith("vbaProject.bin") for part in parts):
        raise fault("the workbook has macros", where, _SAVE_AS)
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        what = f"unpacked, the workbook is larger than {MAX_UNPACKED // 1_000_000} MB"
        raise fault(what, where, "copy the list alone into a new workbook")


def _chosen(content: bytes, path: Path, known: Known) -> Sheet:
    """The first sheet whose headings are known best, and that others are not read."""
    workbook = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
    sheets = {sheet.title: _read(sheet, path, known) for sheet in workbook.worksheets}
    if not sheets:
        raise fault("there is no sheet in this workbook", Location(str(path)))
    name = max(sheets, key=lambda title: known(sheets[title].columns))
    others = [title for title in sheets if title != name and sheets[title].columns]
    left = ", ".join(f"`{shown(title)}`" for title in others)
    remark = f"only the sheet `{shown(name)}` is read, not {left}"
    return replace(sheets[name], remarks=(*sheets[name].remarks, *([remark] if others else [])))


def _read(sheet: Any, path: Path, known: Known) -> Sheet:
    """The list in one sheet."""
    rows: list[Row] = []
    remarks: tuple[str, ...] = ()
    last = 0
    for number, row in enumerate(counted(rows_of(sheet, path)), 1):
        if not row.is_blank:
            rows.append(row)
            last = number
        elif number - last >= MAX_BLANK:
            remarks = (f"{shown(sheet.title)}!{last}: read to here; {MAX_BLANK} blank rows follow",)
            break
    read = sheet_of(rows, known, Location(str(path)))
    return replace(read, remarks=(*read.remarks, *remarks))


def rows_of(sheet: Any, path: Path, columns: int | None = None) -> Iterator[Row]:
    """The rows of a sheet that openpyxl reads, blank ones too; at most so many ``columns``."""
    sheet.reset_dimensions()  # what a sheet says of its own size is not always so
    for number, cells in enumerate(sheet.iter_rows(max_col=columns), 1):
        found = tuple(_cell(cell, sheet.title, number, path) for cell in cells)
        yield Row(found, _place(path, number, 0, f"{sheet.title}!{number}"))


def _place(path: Path, row: int, column: int, name: str) -> Location:
    return Location(str(path), row, column, cell=shown(name))


def _cell(cell: Any, sheet: str, row: int, path: Path) -> Cell | None:
    value = cell.value
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    text, kind = _text_and_kind(value, cell.data_type)
    where = _place(path, row, cell.column, f"{sheet}!{get_column_letter(cell.column)}{row}")
    return Cell(text, kind, where)


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
