"""A list in JSON: objects, alone or as the one list that an object holds.

The entries are decoded one at a time: 20 MB of `{},` decoded at once would fill the memory.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from compliance.errors import InputError, Location, Problem, fault
from compliance.files import text_of
from compliance.importers.tables.sheet import (
    MAX_BYTES,
    MAX_COLUMNS,
    Cell,
    Known,
    Row,
    Sheet,
    clean,
    counted,
    shown,
)

_FORM = "write a list of objects, such as [{…}, {…}]"
_BLANK = re.compile(r"[ \t\r\n]*")
_MOST_FAULTS = 100


def read(path: Path, known: Known) -> Sheet:  # noqa: ARG001 - the names stand in every entry
    """The list in the file. Raises InputError.

    The entries are read twice: first for their number, kind and names, then as rows.
    """
    reader = _Reader(path, text_of(path, str(path), at_most=MAX_BYTES))
    begin = reader.list_begins()
    names: dict[str, None] = {}
    faults: list[Problem] = []
    total = 0
    for row in counted(Row((None,) * len(names), where) for where in reader.entries(begin)):
        total += 1
        if not isinstance(reader.entry, Mapping):
            faults.append(Problem("this is no object", row.where, _FORM))
        elif len(names) <= MAX_COLUMNS:
            names.update(dict.fromkeys(reader.entry))
    if faults:
        raise InputError(faults[:_MOST_FAULTS])
    rows = (
        Row(tuple(_cell(reader.entry.get(name), where) for name in names), where)
        for where in reader.entries(begin)
    )
    return Sheet(tuple(map(clean, names)), counted(rows), Location(str(path)), total)


class _Reader:
    """Goes through a text in JSON. ``entry`` is the last entry that was read."""

    def __init__(self, path: Path, text: str) -> None:
        self.entry: Any = None
        self._path, self._text, self._at = path, text, 0
        self._decode = json.JSONDecoder(object_pairs_hook=self._without_doubles).raw_decode

    def list_begins(self) -> int:
        """Where the list begins: at the top, or as the only list among an object's values."""
        with self._refusing():
            found = []
            if self._sign() == "[":
                return self._at
            if self._sign() == "{":
                for _ in self._members("{", "}"):
                    self._value()
                    self._take(":")
                    if self._sign() == "[":
                        found.append(self._at)
                    self._value()
            else:
                self._value()
            self._end()
        if len(found) > 1:
            what = "the object holds several lists, and it cannot be told which is meant"
            raise fault(what, Location(str(self._path)), _FORM)
        if not found:
            raise fault("there is no list in this file", Location(str(self._path)), _FORM)
        return found[0]

    def entries(self, begin: int) -> Iterator[Location]:
        """The places of the entries of the list, each while it is in ``entry``."""
        self._at = begin
        members = self._members("[", "]")
        number = 0
        while True:
            with self._refusing():
                if next(members, self) is self:
                    break
                self.entry = self._value()
            number += 1
            yield Location(str(self._path), number, cell=f"{self._path}: entry {number}")
        if begin == _after_blanks(self._text, 0):
            with self._refusing():
                self._end()

    def _members(self, opening: str, closing: str) -> Iterator[None]:
        """Stops before each member of a list or an object, which is then to be read."""
        self._take(opening)
        if self._sign() != closing:
            yield
            while self._sign() != closing:
                self._take(",")
                yield
        self._at += 1

    def _sign(self) -> str:
        self._at = _after_blanks(self._text, self._at)
        return self._text[self._at : self._at + 1]

    def _take(self, sign: str) -> None:
        if self._sign() != sign:
            raise json.JSONDecodeError(f"Expecting '{sign}' delimiter", self._text, self._at)
        self._at += 1

    def _value(self) -> Any:
        self._sign()
        value, self._at = self._decode(self._text, self._at)
        return value

    def _end(self) -> None:
        if self._sign():
            raise json.JSONDecodeError("Extra data", self._text, self._at)

    def _without_doubles(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            double = next(name for name in names if names.count(name) > 1)
            what = f"an object has two keys `{shown(double)}`"
            raise fault(what, Location(str(self._path)))
        return found

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        """Whatever is no JSON becomes an InputError."""
        try:
            yield
        except json.JSONDecodeError as error:
            where = Location(str(self._path), error.lineno, error.colno)
            raise fault(f"this is no JSON: {error.msg.lower()}", where) from None
        except (ValueError, RecursionError):
            # A number of thousands of digits; an endless bracket.
            what = "this is no JSON that can be read"
            raise fault(what, Location(str(self._path)), _FORM) from None


def _after_blanks(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


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
