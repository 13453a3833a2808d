"""Which column of a list says what: by its heading, or as the user says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence

from compliance.errors import InputError, Location, Problem, did_you_mean
from compliance.importers.recommendations.words import answers, headings
from compliance.importers.tables import Sheet
from compliance.importers.tables.sheet import shown

_MAP = Location("--map")
_OTHERWISE = {"state_under_review": "; if all are to one State, name it with --country"}


def parsed(mappings: Iterable[str]) -> dict[str, str]:
    """The columns that the user names, each with its field: ``Recommendation text=text``."""
    found: dict[str, str] = {}
    problems = []
    for mapping in mappings:
        column, sign, field = mapping.rpartition("=")
        if not sign or not column.strip():
            what, hint = f"`{mapping}` names no column", 'write --map "Heading of the column"=text'
            problems.append(Problem(what, _MAP, hint))
        elif field not in headings():
            hint = did_you_mean(field, headings()) or f"it can be {', '.join(headings())}"
            problems.append(Problem(f"nothing is called `{field}` here", _MAP, hint))
        else:
            found[column] = field
    if problems:
        raise InputError(problems)
    return found


def known(named: Mapping[str, str]) -> Callable[[Sequence[str]], int]:
    """A count of the headings in a row that are known, or named by the user."""
    keys = {_key(name) for names in headings().values() for name in names} | set(map(_key, named))
    return lambda row: len({_key(name) for name in row} & keys)


def columns_of(sheet: Sheet, named: Mapping[str, str]) -> dict[str, int]:
    """The column of each field that the list has. Raises InputError.

    A column in view is preferred to a hidden one, and of those in view the surer heading.
    """
    keys = [_key(name) for name in sheet.columns]
    problems = [
        Problem(f"there is no column `{column}`", _MAP, _there_are(sheet))
        for column in named
        if _key(column) not in keys
    ]
    found: dict[str, int] = {}
    for field, names in _names_of_fields(named).items():
        own = [n for name in dict.fromkeys(names) for n, key in enumerate(keys) if key == name]
        own.sort(key=lambda number: number in sheet.hidden)
        if not own:
            continue
        found[field] = own[0]
        twins = [n for n in own[1:] if keys[n] == keys[own[0]] and n not in sheet.hidden]
        if twins and own[0] not in sheet.hidden:
            what = f"two columns are called `{shown(sheet.columns[own[0]])}`"
            problems.append(Problem(what, sheet.where, "take one out, or rename it"))
    if problems:
        raise InputError(problems)
    return found


def _names_of_fields(named: Mapping[str, str]) -> dict[str, list[str]]:
    """The headings of each field: those the user names, else those that are known."""
    meant = {_key(column): field for column, field in named.items()}
    return {
        field: [key for key, own in meant.items() if own == field]
        or [key for key in map(_key, names) if key not in meant]
        for field, names in headings().items()
    }


def answer_columns(sheet: Sheet) -> dict[str, int]:
    """The columns in view that expect an answer, by what it says."""
    keys = [_key(name) for name in sheet.columns]
    found: dict[str, int] = {}
    for field, names in answers().items():
        own = [n for name in names for n, key in enumerate(keys) if key == _key(name)]
        seen = [n for n in own if n not in sheet.hidden and n not in found.values()]
        if seen:
            found[field] = seen[0]
    return found


def require(sheet: Sheet, columns: Mapping[str, int], fields: Iterable[str]) -> None:
    """Raises InputError for the fields without which nothing can be read."""
    missing = [field for field in fields if field not in columns]
    if missing:
        hint = f'{_there_are(sheet)}; name yours with --map "…"='
        raise InputError(
            Problem(
                f"there is no column for `{field}`",
                sheet.where,
                f"{hint}{field}{_OTHERWISE.get(field, '')}",
            )
            for field in missing
        )


def remarks(sheet: Sheet, columns: Mapping[str, int]) -> list[str]:
    """What a user is to know: columns that are not read, and hidden ones that are."""
    read = set(columns.values())
    unused = [name for n, name in enumerate(sheet.columns) if name and n not in read]
    hidden = [sheet.columns[n] for n in sorted(read & sheet.hidden)]
    said = {"columns not read": unused, "hidden columns that are read too": hidden}
    return [f"{what}: {_quoted(names)}" for what, names in said.items() if names]


def _there_are(sheet: Sheet) -> str:
    found = _quoted(name for name in sheet.columns if name)
    return f"the columns are {found}" if found else "there is no row of headings"


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"`{shown(name)}`" for name in dict.fromkeys(names))


def _key(name: str) -> str:
    """A heading as it is compared: without case, accents, spaces and signs."""
    return re.sub(r"[\W_\u0300-\u036f]+", "", unicodedata.normalize("NFKD", name).casefold())
