"""The rows of a sheet by their keys, in whatever order they stand by now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from compliance.errors import Location, Problem, did_you_mean
from compliance.importers.tables.sheet import Cell, Row, shown
from compliance.workbook.reading.columns import Columns
from compliance.workbook.reading.opening import Grid
from compliance.workbook.reading.words import held_words
from compliance.workbook.schema import KEY


@dataclass(frozen=True, slots=True)
class Entry:
    """A row: its key, and what stands in its fields."""

    key: str
    grid: Grid
    columns: Columns
    number: int

    def cell(self, field: str) -> Cell | None:
        """What stands in a field; None where nothing does, or its column is gone."""
        column = self.columns.by_field.get(field)
        row = self.grid.rows.get(self.number)
        if column is None or row is None or column > len(row.cells):
            return None
        return row.cells[column - 1]

    def place(self, field: str) -> Location:
        """Where the field is, also if nothing stands in it."""
        return self.grid.place(self.number, self.columns.by_field.get(field, 0))


@dataclass(frozen=True, slots=True)
class Entries:
    """The rows by key, what is wrong with them, and what is left unread.

    A row that is missing was deleted or filtered away, and says nothing.
    """

    by_key: Mapping[str, Entry]
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()


def entries_of(
    grid: Grid,
    columns: Columns,
    known: Collection[str],
    fields: Collection[str],
    meant: Callable[[str], str | None] = lambda _: None,
) -> Entries:
    """The rows below the header whose key is ``known``.

    Wrong are keys that nobody knows, with ``meant``'s hint or the nearest one; keys that stand
    twice; and rows with something in one of the ``fields`` but no key. Other rows without a key
    are notes between the rows.
    """
    found: dict[str, Entry] = {}
    problems: list[Problem] = []
    remarks: list[str] = []
    for number, entry in _entries(grid, columns):
        if not entry.key:
            filled = next((field for field in fields if entry.cell(field)), None)
            if filled is None:
                remarks.append(f"{grid.place(number)}: not read, for the row has no id")
            else:
                what = "this answers no question: the row has no id"
                hint = "move it into the row of its question"
                problems.append(Problem(what, entry.place(filled), hint))
        elif entry.key not in known:
            near = meant(entry.key) or did_you_mean(entry.key, known)
            what = f"there is no `{shown(entry.key)}` here"
            problems.append(Problem(what, entry.place(KEY), near or "leave the ids as they are"))
        elif entry.key in found:
            first = found[entry.key].place(KEY)
            what = f"`{shown(entry.key)}` stands here again; it stands in {first} already"
            problems.append(Problem(what, entry.place(KEY), "remove one of the two rows"))
        else:
            found[entry.key] = entry
    return Entries(found, tuple(problems), tuple(remarks))


def lone_entries_of(grid: Grid, columns: Columns) -> list[Entry]:
    """The rows below the header of a sheet without keys, in order."""
    return [entry for _, entry in _entries(grid, columns)]


def _entries(grid: Grid, columns: Columns) -> Iterator[tuple[int, Entry]]:
    column = columns.by_field.get(KEY, 0)
    for number, row in grid.rows.items():
        if number > columns.header:
            yield number, Entry(_key(row, column), grid, columns, number)


def _key(row: Row, column: int) -> str:
    cell = row.cells[column - 1] if 0 < column <= len(row.cells) else None
    return held_words(cell.text) if cell else ""
