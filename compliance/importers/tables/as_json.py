"""A list in JSON: objects, alone or as the one list that an object holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from compliance.errors import InputError, Location, Problem, fault
from compliance.files import text_of
from compliance.importers.tables.sheet import (
    MAX_BYTES,
    Cell,
    Known,
    Row,
    Sheet,
    clean,
    counted,
    shown,
)

_FORM = "write a list of objects, such as [{…}, {…}]"


def read(path: Path, known: Known) -> Sheet:  # noqa: ARG001 - the names stand in every entry
    """The list in the file. Raises InputError."""
    entries = _entries(_parsed(text_of(path, str(path), at_most=MAX_BYTES), path), path)
    places = [_place(path, number) for number, _ in enumerate(entries, 1)]
    faulty = [w for e, w in zip(entries, places, strict=True) if not isinstance(e, Mapping)]
    if faulty:
        raise InputError(Problem("this is no object", where, _FORM) for where in faulty)
    names = tuple(dict.fromkeys(name for entry in entries for name in entry))
    rows = (
        Row(tuple(_cell(entry.get(name), where) for name in names), where)
        for entry, where in zip(entries, places, strict=True)
    )
    return Sheet(tuple(map(clean, names)), tuple(counted(rows)), Location(str(path)))


def _place(path: Path, number: int) -> Location:
    return Location(str(path), number, cell=f"{path}: entry {number}")


def _parsed(text: str, path: Path) -> Any:
    def without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            double = next(name for name in names if names.count(name) > 1)
            raise fault(f"an object has two keys `{shown(double)}`", Location(str(path)))
        return found

    try:
        return json.loads(text, object_pairs_hook=without_doubles)
    except json.JSONDecodeError as error:
        where = Location(str(path), error.lineno, error.colno)
        raise fault(f"this is no JSON: {error.msg.lower()}", where) from None
    except (ValueError, RecursionError):
        # A number of thousands of digits; an endless bracket.
        raise fault("this is no JSON that can be read", Location(str(path)), _FORM) from None


def _entries(data: Any, path: Path) -> list[Any]:
    if isinstance(data, Mapping):
        lists = [value for value in data.values() if isinstance(value, list)]
        if len(lists) > 1:
            what = "the object holds several lists, and it cannot be told which is meant"
            raise fault(what, Location(str(path)), _FORM)
        data = lists[0] if lists else data
    if not isinstance(data, list):
        raise fault("there is no list in this file", Location(str(path)), _FORM)
    return data


def _cell(value: Any, where: Location) -> Cell | None:
    if value is None or value == []:
        return None
    if isinstance(value, str):
        return Cell(value, "text", where) if value.strip() else None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Cell(str(value), "number", where)
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return Cell("; ".join(value), "list", where)
    return Cell(json.dumps(value), "object", where)
