"""A list in CSV: UTF-8, its cells set off by commas, semicolons or tabs."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from compliance.errors import Location, fault
from compliance.files import text_of
from compliance.importers.tables.sheet import (
    HEADINGS_WITHIN,
    MAX_BYTES,
    Cell,
    Known,
    Row,
    Sheet,
    counted,
    sheet_of,
)

_DELIMITERS = ",;\t"
_QUOTES = "a text with quotation marks in it is put into quotation marks, and its own are doubled"


def read(path: Path, known: Known) -> Sheet:
    """The list in the file. Raises InputError, and so may its rows."""
    text = text_of(path, str(path), at_most=MAX_BYTES)
    delimiter = _delimiter(text, known)
    total = 0
    with contextlib.suppress(csv.Error):
        total = sum(1 for _ in _reader(text, delimiter))
    return sheet_of(counted(_rows(text, delimiter, path)), known, Location(str(path)), total)


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _delimiter(text: str, known: Known) -> str:
    """What sets off the cells: that by which most names of columns are known.

    A text is as likely to have commas in it as to be set off by them; headings are not.
    """

    def score(delimiter: str) -> tuple[int, int]:
        with contextlib.suppress(csv.Error):
            tops = (
                (known(row), len(row)) for row in islice(_reader(text, delimiter), HEADINGS_WITHIN)
            )
            return max(tops, default=(0, 0))
        return 0, 0

    return max(_DELIMITERS, key=score)


def _rows(text: str, delimiter: str, path: Path) -> Iterator[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        where = Location(str(path), number, cell=f"{path}: row {number}")
        try:
            values = next(reader, None)
        except csv.Error as error:
            place = Location(str(path), reader.line_num)
            raise fault(f"this is no CSV: {error}", place, _QUOTES) from None
        if values is None:
            return
        yield Row(tuple(Cell(v, "text", where) if v.strip() else None for v in values), where)
