"""Lists that others keep, read row by row from JSON, CSV or a workbook.

What the columns mean is decided elsewhere; here it is only found where the list begins.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Protocol

from compliance.errors import Location, did_you_mean, fault
from compliance.importers.tables.sheet import Cell, Known, Row, Sheet

__all__ = ["Cell", "Known", "Row", "Sheet", "read_list"]

_READERS = {
    "json": "compliance.importers.tables.json_list",
    "csv": "compliance.importers.tables.csv_list",
    "tsv": "compliance.importers.tables.csv_list",
    "xlsx": "compliance.importers.tables.workbook",
}
"""The module for each ending, imported when needed."""
_OTHER_WORKBOOKS = ("xls", "xlsm", "xlsb", "xltx", "xltm", "ods", "numbers")


class _Reader(Protocol):
    """What a module for an ending has."""

    def read(self, path: Path, known: Known) -> Sheet:
        """The list in the file. Raises InputError."""


def read_list(path: Path, known: Known) -> Sheet:
    """The list in the file. Raises InputError where it cannot be read; so may its rows.

    ``known`` says how many of the names in a row are names of columns: so the row of headings
    is found, the sheet of a workbook, and what sets off the cells of a CSV file.
    """
    ending = path.suffix.lower().removeprefix(".")
    if ending in _OTHER_WORKBOOKS:
        what = f"a workbook ending in `.{ending}` is not read"
        raise fault(what, Location(str(path)), "open it and save it as .xlsx")
    if ending not in _READERS:
        hint = did_you_mean(ending, _READERS) or f"endings are .{', .'.join(_READERS)}"
        what = f"no list ends in `.{ending}`" if ending else "the file has no ending"
        raise fault(what, Location(str(path)), hint)
    module: _Reader = importlib.import_module(_READERS[ending])
    return module.read(path, known)
