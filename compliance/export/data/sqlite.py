"""The tables and views as a database of SQLite, with keys, indexes and a table of meanings."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

from compliance import files
from compliance.assessment.assess import Assessment
from compliance.export.data import TABLES, batches
from compliance.export.data.package import pieces
from compliance.export.data.table import Column, Row, Table
from compliance.export.data.views import VIEWS

_TYPES = {"string": "TEXT", "date": "TEXT", "integer": "INTEGER", "boolean": "INTEGER"}
_FAULTS_OF_DISKS = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_READONLY", "SQLITE_CANTOPEN")
_MEANINGS = (
    "CREATE TABLE meanings (table_name TEXT, column_name TEXT, type TEXT, about TEXT NOT NULL)"
)


def parts(assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """The database, piece by piece; the same bytes for the same input and version of SQLite."""
    with files.temporary_files() as folder:
        path = folder / "data.db"
        with closing(sqlite3.connect(path)) as database, _faults_of_disks():
            _fill(database, assessments)
        yield from pieces(path)


@contextmanager
def _faults_of_disks() -> Iterator[None]:
    """Raises OSError where SQLite says that its disk is full or cannot be written."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if not error.sqlite_errorname.startswith(_FAULTS_OF_DISKS):
            raise
        raise OSError(errno.EIO, str(error)) from error


def _fill(database: sqlite3.Connection, assessments: Sequence[Assessment]) -> None:
    database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
    database.execute("BEGIN")
    for table in TABLES:
        database.execute(_statement(table))
    for table, rows in batches(assessments):
        marks = ", ".join("?" * len(table.columns))
        database.executemany(f"INSERT INTO {table.name} VALUES ({marks})", map(_values, rows))  # noqa: S608 - our own names
    for table in TABLES:
        for fields in table.references:
            if fields[0] != table.key_names[0]:  # else the key itself is the index
                name = f"{table.name}_by_{'_'.join(fields)}"
                database.execute(f"CREATE INDEX {name} ON {table.name} ({_listed(fields)})")
    for name, view in VIEWS.items():
        database.execute(f"CREATE VIEW {name} AS {view.query}")
    _explain(database)
    database.commit()
    database.execute("VACUUM")


def _statement(table: Table[Any]) -> str:
    keys = {other.name: other.key_names for other in TABLES}
    lines = [_column(table, column) for column in table.columns]
    lines.append(f"PRIMARY KEY ({_listed(table.key_names)})")
    lines += [
        f"FOREIGN KEY ({_listed(fields)}) REFERENCES {other} ({_listed(keys[other])})"
        for fields, other in table.references.items()
    ]
    inner = ",\n  ".join(lines)
    return f"CREATE TABLE {table.name} (\n  {inner}\n) WITHOUT ROWID"


def _column(table: Table[Any], column: Column) -> str:
    needed = " NOT NULL" if table.is_required(column) else ""
    return f'"{column.name}" {_TYPES[column.type]}{needed}'


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _values(row: Row) -> list[object]:
    return [value if value is None or isinstance(value, int) else str(value) for value in row]


def _explain(database: sqlite3.Connection) -> None:
    database.execute(_MEANINGS)
    told: list[tuple[str, str | None, str, str]] = []
    for table in TABLES:
        told.append((table.name, None, "table", table.about))
        told += [(table.name, one.name, one.type, one.about) for one in table.columns]
    told += [(name, None, "view", view.about) for name, view in VIEWS.items()]
    database.executemany("INSERT INTO meanings VALUES (?, ?, ?, ?)", told)
