"""``export data``: tidy tables for statistics."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from compliance.cli.errors import OK, Problems, say
from compliance.cli.options import Named, accounts_option, all_states_option, evidence_option
from compliance.cli.profile_names import chosen
from compliance.cli.reports import given
from compliance.countries import country_code
from compliance.errors import Location, fault

if TYPE_CHECKING:
    from typing import Unpack

    from compliance.assessment.assess import Assessment
    from compliance.cli.reports import Given
    from compliance.library.library import Library
    from compliance.model.profiles import Profile

_YEARS = re.compile(r"(\d{4})(?:-(\d{4}))?")


@click.command()
@click.argument("target", metavar="TARGET", type=click.Path())
@accounts_option(optional=True)
@all_states_option
@evidence_option
@click.option(
    "--years",
    metavar="YEARS",
    help="Assess each account as things stood on 31 December of each of these years: 2010-2015.",
)
@click.option(
    "--table",
    metavar="TABLE",
    help="The table or view that a .parquet file holds; without it results: one row a finding.",
)
def data(
    *,
    target: str,
    all_states: bool,
    evidence: str | None,
    years: str | None,
    table: str | None,
    **named: Unpack[Named],
) -> int:
    """Write tidy tables for statistics: CSV, SQLite or Parquet.

    TARGET is a folder for CSV files with their description (datapackage.json), a .db file for
    SQLite, or a .parquet file for one table, which needs DuckDB (the extra "data").

    PROFILE is as in compliance assess; without it, all accounts that are held. Tables have one
    value in each cell, lasting ids, and keys from table to table. Confidential answers are left
    out. Counts are by instrument and must not be added up over instruments.

    \b
    Examples:
      compliance export data tables
      compliance export data ecuador.db ECU
      compliance export data all.db --all-states --years 2010-2015
      compliance export data findings.parquet --all-states
      compliance export data checks.parquet ECU --table check_results
    """
    problems, days = Problems(), list[date]()
    with problems:
        if not named["names"] and not all_states:
            _require_no_country(target)
        _check_target(target, table)
    with problems:
        days = _days(years, named)

    def choose(names: Sequence[str], library: Library, voice: str | None) -> list[Profile]:
        wanted = names if names or all_states else tuple(library.profiles)
        return chosen(wanted, library, voice, all_states=all_states)

    found = given(named, choose=choose, problems=problems)
    _write(_assessed(found, days, evidence), target, table)
    return OK


def _require_no_country(target: str) -> None:
    """Raises InputError where the target was forgotten: ``compliance export data ECU``."""
    if country_code(target):
        hint = f"name a target before it: compliance export data tables {target}"
        raise fault(f"`{target}` is a country, and no folder for tables", hint=hint)


def _check_target(target: str, table: str | None) -> None:
    """Raises InputError where nothing can be written there."""
    from compliance.export.data.writing import check_target  # noqa: PLC0415 - needs pydantic

    check_target(target, table)


def _days(years: str | None, named: Named) -> list[date]:
    """The last days of the years named; empty where none are. Raises InputError."""
    if years is None:
        return []
    from compliance.model.scalars import FIRST_YEAR, LAST_YEAR  # noqa: PLC0415 - needs pydantic

    where = Location("--years")
    found = _YEARS.fullmatch(years.strip())
    if not found:
        raise fault(
            f"`{years}` is no year and no stretch of years", where, "write 2012, or 2010-2015"
        )
    if named["day"] is not None:
        raise fault("--years and --as-of contradict each other", where, "leave out one of them")
    first, last = int(found[1]), int(found[2] or found[1])
    if not FIRST_YEAR <= first <= last <= LAST_YEAR:
        hint = f"years are from {FIRST_YEAR} to {LAST_YEAR}, the earlier first"
        raise fault(f"`{years}` is no stretch of years", where, hint)
    return [date(year, 12, 31) for year in range(first, last + 1)]


def _assessed(found: Given, days: Sequence[date], evidence: str | None) -> Sequence[Assessment]:
    """Each account on each day, or on its own; made one by one."""
    from compliance.assessment.assess import assess  # noqa: PLC0415 - needs pydantic
    from compliance.lazy import LazySequence  # noqa: PLC0415

    scope, standard = found.scope, evidence or "any"
    dated: Sequence[date | None] = days or [found.as_of]
    pairs = [(one, day) for one in found.profiles for day in dated]

    def make(pair: tuple[Profile, date | None]) -> Assessment:
        profile, day = pair
        return assess(
            profile,
            found.library,
            as_of=day,
            rulebooks=scope.rulebooks,
            topics=scope.topics,
            evidence=standard,
        )

    return LazySequence(pairs, make)


def _write(assessments: Sequence[Assessment], target: str, table: str | None) -> None:
    from compliance.export.data.writing import write_data  # noqa: PLC0415 - needs pydantic

    write_data(assessments, target, table)
    say(f"Wrote {Path(target)}")
