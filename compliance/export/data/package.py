"""The tables as CSV files in a folder, described by a Frictionless ``datapackage.json``.

The files are for programs: UTF-8, CRLF, ``true`` and ``false``, ISO 8601 days, nothing where there
is no value. Unlike our other CSV files no cell is guarded against formulas of a spreadsheet.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from compliance import files
from compliance.assessment.assess import Assessment
from compliance.errors import Location, fault
from compliance.export.data import TABLES, batches
from compliance.export.data.table import Column, Row, Table, Value

DESCRIPTOR = "datapackage.json"
NAME = "compliance-data"
_SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
_PIECE = 1 << 16


def write_package(assessments: Sequence[Assessment], folder: Path) -> list[Path]:
    """Write all tables into ``folder``, which is made where there is none; the files written.

    All are written, or none. Raises InputError where the folder has other files than an earlier
    export, or cannot be written.
    """
    check_folder(folder)
    with files.temporary_files() as spooled:
        spool(assessments, spooled)
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise fault(
                f"this folder cannot be made: {error.strerror}", Location(str(folder))
            ) from error
        contents: dict[Path, Iterable[bytes]] = {
            folder / file_name(table): pieces(spooled / file_name(table)) for table in TABLES
        }
        contents[folder / DESCRIPTOR] = [descriptor().encode()]
        files.replace_all(contents)
    return list(contents)


def check_folder(folder: Path) -> None:
    """Raises InputError where an export would lie among other files."""
    where = Location(str(folder))
    if not folder.exists():
        if not folder.parent.is_dir():
            hint = "make it first, or choose another place"
            raise fault(f"there is no folder `{folder.parent}`", where, hint)
        return
    if not folder.is_dir():
        raise fault(
            "this is a file, not a folder", where, "name a folder, or a file that ends in .db"
        )
    names = {path.name for path in folder.iterdir()}
    if names and not _is_ours(folder / DESCRIPTOR):
        what = "this folder holds other files"
        raise fault(what, where, "name a new folder, or one that an earlier export made")


def _is_ours(path: Path) -> bool:
    try:
        return bool(json.loads(path.read_bytes())["name"] == NAME)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def spool(assessments: Sequence[Assessment], folder: Path) -> None:
    """Write the tables as CSV into a folder that is there, one assessment after the other."""
    with ExitStack() as stack:
        writers = {}
        for table in TABLES:
            file = (folder / file_name(table)).open(
                "w", encoding="utf-8", errors="replace", newline=""
            )
            writers[table.name] = csv.writer(stack.enter_context(file), lineterminator="\r\n")
            writers[table.name].writerow(column.name for column in table.columns)
        for table, rows in batches(assessments):
            writers[table.name].writerows(map(cells, rows))


def file_name(table: Table[Any]) -> str:
    """The file that holds a table."""
    return f"{table.name}.csv"


def cells(row: Row) -> list[str]:
    """The values of a row as text."""
    return [_cell(value) for value in row]


def _cell(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)  # of a day: ISO 8601


def pieces(path: Path) -> Iterator[bytes]:
    """The content of a file, piece by piece."""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece


def descriptor() -> str:
    """The description of all files: columns, types, keys."""
    told = {
        "$schema": _SCHEMA,
        "name": NAME,
        "title": "Findings on the human rights of migrants, with the answers they rest on",
        "description": (
            "One row a thing, one value a cell. What is not answered is undetermined: it is no "
            "failure. Counts belong to one instrument and are not to be summed over instruments; "
            "countries are not to be ranked. Answers that are confidential are left out."
        ),
        "resources": [_resource(table) for table in TABLES],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def _resource(table: Table[Any]) -> dict[str, Any]:
    return {
        "name": table.name,
        "title": table.about,
        "path": file_name(table),
        "type": "table",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {
            "fields": [_field(table, column) for column in table.columns],
            "primaryKey": list(table.key_names),
            **_foreign_keys(table),
        },
    }


def _field(table: Table[Any], column: Column) -> dict[str, Any]:
    constraints: dict[str, Any] = {"required": True} if table.is_required(column) else {}
    if column.values:
        constraints["enum"] = [str(value) for value in column.values]
    told: dict[str, Any] = {
        "name": column.name,
        "type": column.type,
        "description": column.about,
    }
    return {**told, "constraints": constraints} if constraints else told


def _foreign_keys(table: Table[Any]) -> Mapping[str, Any]:
    keys = {other.name: list(other.key_names) for other in TABLES}
    found = [
        {"fields": list(fields), "reference": {"resource": other, "fields": keys[other]}}
        for fields, other in table.references.items()
    ]
    return {"foreignKeys": found} if found else {}
