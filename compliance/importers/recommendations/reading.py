"""From a list to recommendations: every row read, those that say the same put together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from compliance.countries import country_name
from compliance.errors import InputError, Problem, fault
from compliance.importers.recommendations import columns
from compliance.importers.recommendations.entry import Entry, Recommendation
from compliance.importers.recommendations.sameness import disagreement, united
from compliance.importers.tables import read_list


@dataclass
class Reading:
    """The recommendations of a list, what is wrong with others, and what a user is to know."""

    recommendations: list[Recommendation] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_recommendations(path: Path, country: str | None, named: Mapping[str, str]) -> Reading:
    """The recommendations in a list: to one State alone, where its code is given.

    ``named`` are columns that the user gives a meaning. Raises InputError where the list as a
    whole cannot be read, or has nothing; a row that cannot be read is a problem of the reading.
    """
    sheet = read_list(path, columns.known(named))
    if not sheet.columns:
        raise fault("the list is empty", sheet.where)
    found = columns.columns_of(sheet, named)
    wanted = ["text"] if country else ["text", "state_under_review"]
    columns.require(sheet, found, wanted)
    reading = Reading(remarks=list(sheet.remarks))
    if unused := columns.unused(sheet, found):
        reading.remarks.append(f"columns not read: {', '.join(f'`{name}`' for name in unused)}")
    read: list[Recommendation] = []
    for row in sheet.rows:
        entry = Entry(row, found, len(sheet.columns))
        own = entry.country() if "state_under_review" in found else country
        if own and country and own != country:
            continue
        try:
            read.append(entry.recommendation(own or ""))
        except InputError as error:
            reading.problems += error.problems
        reading.remarks += entry.remarks
    _put_together(read, reading)
    if not reading.recommendations and not reading.problems:
        whose = f" to {country_name(country)}" if country else ""
        raise fault(f"there is no recommendation{whose} in this list", sheet.where)
    return reading


def _put_together(read: Iterable[Recommendation], reading: Reading) -> None:
    """Count a recommendation once, however many rows have it; leave out those that disagree."""
    groups: dict[str, list[Recommendation]] = {}
    for recommendation in read:
        groups.setdefault(recommendation.id, []).append(recommendation)
    for group in groups.values():
        first, *others = group
        pairs = (disagreement(first, other, ("document", "position")) for other in others)
        found = [problem for problem in pairs if problem]
        if found:
            reading.problems += found
            continue
        reading.remarks += [f"{o.where}: the same as {first.where}, counted once" for o in others]
        reading.recommendations.append(united(group))
