"""Tidy tables for analysts: one value a cell, lasting ids, keys from table to table.

The same tables are written as CSV with a ``datapackage.json`` (``package.py``), as a database of
SQLite (``sqlite.py``), and with DuckDB as Parquet or a table in memory (``duck.py``). Nothing
confidential is in any of them, and no count is summed over instruments. A table is one entry in
``rulebooks.py``, ``accounts.py`` or ``actions.py``; a view one in ``views.py``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from compliance.assessment.assess import Assessment
from compliance.export.data import accounts, actions, rulebooks
from compliance.export.data.table import Row, Table

TABLES: tuple[Table[Any], ...] = (
    *rulebooks.TABLES,
    accounts.ACCOUNTS,
    *accounts.TABLES,
    *actions.TABLES,
)
"""All tables; each refers to those before it."""


def batches(assessments: Sequence[Assessment]) -> Iterator[tuple[Table[Any], Iterable[Row]]]:
    """The rows of all tables, bit by bit, as others may see them: one assessment is held at a time.

    Raises ValueError without an assessment, and for two of the same account, day and standard.
    """
    if not assessments:
        raise ValueError("there is no assessment to export")
    library = assessments[0].library
    for table in rulebooks.TABLES:
        yield table, table.rows(library)
    seen, told, countries = set[str](), set[str](), dict[str, None]()
    for one in assessments:
        public = one.published()
        own = accounts.assessment_id(public)
        if own in seen:
            raise ValueError(f"there are two assessments {own}")
        seen.add(own)
        countries[public.profile.country] = None
        new = [row for row in accounts.ACCOUNTS.rows(public) if row[0] not in told]
        told |= {str(row[0]) for row in new}
        yield accounts.ACCOUNTS, new
        for of_account in accounts.TABLES:
            yield of_account, of_account.rows(public)
    for listed in library.action_lists:
        if listed.country in countries:
            for promised in actions.TABLES:
                yield promised, promised.rows(listed)
