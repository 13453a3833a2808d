"""The tables and views with DuckDB: one of them as Parquet, or in memory as a table to ask."""

from __future__ import annotations

import errno
from collections.abc import Iterator, Sequence
from typing import Any

from compliance import files
from compliance.assessment.assess import Assessment
from compliance.errors import Location, did_you_mean, fault
from compliance.export.data import TABLES
from compliance.export.data.package import file_name, pieces, spool
from compliance.export.data.views import VIEWS

RESULTS = "results"
"""The table that is meant where none is named: one row a finding, nothing to join."""
_TYPES = {"string": "VARCHAR", "date": "DATE", "integer": "INTEGER", "boolean": "BOOLEAN"}


def parts(assessments: Sequence[Assessment], name: str = RESULTS) -> Iterator[bytes]:
    """A table or view as a Parquet file, piece by piece. Raises InputError as :func:`to_frame`."""
    with files.temporary_files() as folder:
        path = folder / "data.parquet"
        made = to_frame(assessments, name)
        try:
            made.write_parquet(str(path), compression="zstd")
        except engine().IOException as error:
            raise OSError(errno.EIO, str(error)) from error
        yield from pieces(path)


def to_frame(assessments: Assessment | Sequence[Assessment], name: str = RESULTS) -> Any:
    """A table or view of assessments in memory, as a relation of DuckDB.

    It prints itself, and has ``filter``, ``aggregate``, ``query``, ``fetchall`` and, where these
    are installed, ``df()`` for pandas, ``pl()`` for Polars, ``to_arrow_table()``. Answers that are
    confidential are left out: tables are printed and passed on. Raises InputError where there is
    no such table, or no DuckDB (the extra ``data``), and ValueError as :func:`write_data`.
    """
    check_name(name)
    several = [assessments] if isinstance(assessments, Assessment) else assessments
    database = engine().connect()
    with files.temporary_files() as folder:
        spool(several, folder)
        for table in TABLES:
            columns = ", ".join(f'"{one.name}" {_TYPES[one.type]}' for one in table.columns)
            database.execute(f"CREATE TABLE {table.name} ({columns})")
            path = (folder / file_name(table)).as_posix().replace("'", "''")
            database.execute(f"COPY {table.name} FROM '{path}' (HEADER, NULLSTR '')")
    for view_name, view in VIEWS.items():
        database.execute(f"CREATE VIEW {view_name} AS {view.query}")
    return database.view(name) if name in VIEWS else database.table(name)


def check_name(name: str) -> None:
    """Raises InputError where there is no table and no view of this name."""
    known = [*(table.name for table in TABLES), *VIEWS]
    if name not in known:
        hint = did_you_mean(name, known) or f"tables are {', '.join(known)}"
        raise fault(f"there is no table `{name}`", Location("--table"), hint)


def engine() -> Any:
    """The module of DuckDB. Raises InputError where it is not installed."""
    try:
        import duckdb  # noqa: PLC0415 - large, and an extra
    except ImportError:
        hint = 'install it: python -m pip install "migrant-rights-compliance[data]"'
        raise fault(
            "Parquet and tables in memory need DuckDB, which is not here", hint=hint
        ) from None
    return duckdb
