"""Where tables go: a folder of CSV files, a database, or a Parquet file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from compliance import export, files
from compliance.assessment.assess import Assessment
from compliance.errors import Location, fault
from compliance.export.data import duck, package, sqlite

DATABASE, PARQUET = "db", "parquet"


def write_data(
    assessments: Assessment | Sequence[Assessment], target: str | Path, table: str | None = None
) -> None:
    """Write the tables of one assessment or of several, as others may see them.

    ``target`` is a folder for CSV files with a ``datapackage.json``, a ``.db`` file for SQLite, or
    a ``.parquet`` file, which holds one ``table`` or view: ``results`` without. Raises InputError
    where it cannot be written, or DuckDB is needed and not there; ValueError without an assessment
    and for two of the same account and day.
    """
    several = [assessments] if isinstance(assessments, Assessment) else assessments
    check_target(target, table)
    if is_folder(target):
        package.write_package(several, Path(target))
        return
    path = Path(target)
    is_one = path.suffix.lower() == f".{PARQUET}"
    content = duck.parts(several, table or duck.RESULTS) if is_one else sqlite.parts(several)
    files.replace_all({path: content})


def is_folder(target: str | Path) -> bool:
    """Whether a folder is meant: it is one, or its name has no ending."""
    named = str(target)
    return named.endswith(("/", os.sep)) or not Path(named).suffix or Path(named).is_dir()


def check_target(target: str | Path, table: str | None = None) -> None:
    """Raises InputError where :func:`write_data` could not write."""
    ending = Path(target).suffix.lower().removeprefix(".")
    if table and ending != PARQUET:
        hint = "a folder and a .db file hold all tables; leave out --table"
        raise fault("only a .parquet file holds one table", Location("--table"), hint)
    if table:
        duck.check_name(table)
    if is_folder(target):
        package.check_folder(Path(target))
        return
    if ending not in (DATABASE, PARQUET):
        hint = "files end in .db or .parquet; the name of a folder has no ending"
        raise fault(f"tables are not written as `.{ending}`", Location(str(target)), hint)
    export.check_target(Path(target), (DATABASE, PARQUET))
    if ending == PARQUET:
        duck.engine()
