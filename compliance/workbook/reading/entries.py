"""The rows of a sheet by their keys, in whatever order they stand by now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from compliance.errors import Location, Problem, did_you_mean
from compliance.importers.tables.sheet import Cell, Row, shown
from compliance.workbook.reading.columns import Columns
from compliance.workbook.reading.headings import HEADINGS
from compliance.workbook.reading.opening import Grid
from compliance.workbook.reading.words import held_words, plain_words
from compliance.workbook.schema import KEY, ROW

_LEAVE = "leave the keys as they are"
_AS_SENT = "fill in the file as it was sent to you"


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


def entries_of(  # noqa: PLR0913, PLR0917 - what is known of the rows is named
    grid: Grid,
    columns: Columns,
    known: Collection[str],
    fields: Collection[str],
    meant: Callable[[str], str | None] = lambda _: None,
    sent: Collection[str] = (),
) -> Entries:
    """The rows below the header whose key is ``known``.

    Wrong are rows with something in one of the ``fields`` and a key that nobody knows, with
    ``meant``'s hint or the nearest key; keys that stand twice, where both rows are seen; and rows
    with something in a field but no key, unless it is among the plain texts that were ``sent``.
    Other rows without a key are notes between the rows. Of two rows with one key, one of them
    hidden, the one that is seen counts.
    """
    found: dict[str, Entry] = {}
    problems: list[Problem] = []
    remarks: list[str] = []
    every = list(_entries(grid, columns))
    if every and not any(entry.key in known for entry in every):
        what = f"the column `{HEADINGS[KEY][0]}` was deleted or changed: no row can be told"
        return Entries({}, (Problem(what, grid.place(columns.header), _AS_SENT),))
    for entry in every:
        filled = [name for name in fields if _is_filled(entry.cell(name), sent)]
        if not entry.key:
            if filled:
                what = "this row is not one to be filled in: it has no key"
                hint = "write it into the row of the question or paragraph that is meant"
                problems.append(Problem(what, entry.place(filled[0]), hint))
            elif not sent:
                remarks.append(f"{grid.place(entry.number)}: not read, for the row has no key")
        elif entry.key not in known:
            what = f"there is no `{shown(entry.key)}` here"
            if filled:
                near = meant(entry.key) or did_you_mean(entry.key, known) or _LEAVE
                problems.append(Problem(what, entry.place(filled[0]), near))
            else:
                remarks.append(f"{entry.place(KEY)}: {what}; nothing is filled in in its row")
        elif entry.key not in found:
            found[entry.key] = entry
        else:
            _take_one(found, entry, problems, remarks)
    if moved := [entry for entry in found.values() if _is_moved(entry)]:
        what = "the cells to be filled in were sorted without the others"
        remarks.append(f"{moved[0].place(KEY)}: {what}; each entry is read for its own row")
    return Entries(found, tuple(problems), tuple(remarks))


def _is_filled(cell: Cell | None, sent: Collection[str]) -> bool:
    return cell is not None and plain_words(cell.text) not in sent


def _is_moved(entry: Entry) -> bool:
    cell = entry.cell(KEY)
    return cell is not None and held_words(cell.text) != entry.key


def _take_one(
    found: dict[str, Entry], entry: Entry, problems: list[Problem], remarks: list[str]
) -> None:
    """Of two rows with one key take the one that is seen; where both are, it is a problem."""
    first = found[entry.key]
    hidden = [one for one in (first, entry) if one.number in one.grid.hidden_rows]
    if len(hidden) != 1:
        what = f"`{shown(entry.key)}` stands here again; it stands in {first.place(KEY)} already"
        problems.append(Problem(what, entry.place(KEY), "remove one of the two rows"))
        return
    found[entry.key] = entry if hidden[0] is first else first
    remarks.append(f"{hidden[0].place(KEY)}: not read; the row is hidden, and is there twice")


def lone_entries_of(grid: Grid, columns: Columns) -> list[Entry]:
    """The rows below the header of a sheet without keys, in order."""
    return list(_entries(grid, columns))


def _entries(grid: Grid, columns: Columns) -> Iterator[Entry]:
    column = columns.by_field.get(KEY, 0)
    beside = columns.by_field.get(ROW, 0)
    for number, row in grid.rows.items():
        if number > columns.header:
            key = _key(row, beside) or _key(row, column)
            yield Entry(key, grid, columns, number)


def _key(row: Row, column: int) -> str:
    cell = row.cells[column - 1] if 0 < column <= len(row.cells) else None
    return held_words(cell.text) if cell else ""
