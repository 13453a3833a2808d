"""Which column of a sheet is which: by defined name, else by its header, else by what is near."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from compliance.errors import InputError, Problem, nearest
from compliance.importers.tables.sheet import HEADINGS_WITHIN, shown
from compliance.workbook.reading.headings import HEADINGS
from compliance.workbook.reading.opening import Book, Grid
from compliance.workbook.reading.words import plain_words
from compliance.workbook.schema import KEY, column_name


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns (from 1) by field, the row of the headers, and what is to be said of it."""

    by_field: Mapping[str, int]
    header: int
    remarks: tuple[str, ...] = ()


def columns_of(
    book: Book, grid: Grid, title: str, fields: Collection[str], needed: Collection[str] = (KEY,)
) -> Columns:
    """The columns of the sheet that was ``title``. Raises InputError where it cannot be told.

    Names stay with a column that is moved or renamed, so they count first. Where somebody
    copied contents instead, and a header says that a named column is now another field's,
    headers count. Fields that are not ``needed`` may be gone: nothing is said of them then.
    """
    named = {
        field: span
        for field in fields
        if (span := book.names.get(column_name(title, field))) and span.sheet == grid.title
    }
    rows = [span.row for span in named.values()]
    header = max(set(rows), key=rows.count) if rows else _header_row(grid, fields)
    found = _by_header(grid, header, fields)
    by_name = {
        field: span.column
        for field, span in named.items()
        if not _is_anothers(span.column, field, found)
    }
    doubles = [
        Problem(
            f"two columns are called `{shown(_text(grid, header, columns[0]))}`",
            grid.place(header, columns[1]),
            "rename the one that was added",
        )
        for field, columns in found.items()
        if len(columns) > 1 and field not in by_name
    ]
    by_field = {field: columns[0] for field, columns in found.items()} | by_name
    remarks = list(_take_near(grid, header, fields, by_field))
    missing = [
        Problem(
            f"the column `{HEADINGS[field][0]}` was deleted",
            grid.place(header),
            "fill in the file as it was sent to you",
        )
        for field in needed
        if field not in by_field
    ]
    if doubles or missing:
        raise InputError([*doubles, *missing])
    return Columns(by_field, header, tuple(remarks))


def known_headings(grid: Grid, fields: Collection[str]) -> int:
    """How many of the fields have a column, by the headers alone."""
    return len(_by_header(grid, _header_row(grid, fields), fields))


def _header_row(grid: Grid, fields: Collection[str]) -> int:
    """The row with most known headers, the first of them."""
    rows = [number for number in grid.rows if number <= HEADINGS_WITHIN] or [1]
    return max(rows, key=lambda number: (len(_by_header(grid, number, fields)), -number))


def _by_header(grid: Grid, header: int, fields: Collection[str]) -> dict[str, list[int]]:
    """The columns with a heading of each field: with the first of its headings that there is."""
    known: dict[str, list[tuple[str, int]]] = {}
    for field in fields:
        for rank, text in enumerate(HEADINGS[field]):
            known.setdefault(plain_words(text), []).append((field, rank))
    ranked: dict[str, list[tuple[int, int]]] = {}
    for column, text in _headers(grid, header):
        named = known.get(plain_words(text)) or [
            pair for part in _parts(text) for pair in known.get(part, ())
        ]
        for field, rank in named[:1]:
            ranked.setdefault(field, []).append((rank, column))
    return {
        field: [column for rank, column in sorted(pairs) if rank == min(pairs)[0]]
        for field, pairs in ranked.items()
    }


def _parts(text: str) -> Iterable[str]:
    """``Answer / Réponse`` and a header with its translation below it are read by their parts."""
    return (plain_words(part) for line in text.splitlines() for part in line.split(" / "))


def _headers(grid: Grid, header: int) -> Iterator[tuple[int, str]]:
    row = grid.rows.get(header)
    for column, cell in enumerate(row.cells if row else (), 1):
        if cell is not None:
            yield column, cell.text


def _text(grid: Grid, header: int, column: int) -> str:
    return next((text for place, text in _headers(grid, header) if place == column), "")


def _is_anothers(column: int, field: str, found: Mapping[str, list[int]]) -> bool:
    """Whether headers say that a named column is another field's, and its own is elsewhere."""
    others = any(column in columns for other, columns in found.items() if other != field)
    return others and field in found


def _take_near(
    grid: Grid, header: int, fields: Collection[str], by_field: dict[str, int]
) -> Iterator[str]:
    """Take columns whose header is nearly that of a field which has none, and say so."""
    known = {
        plain_words(text): field
        for field in fields
        if field not in (KEY, *by_field)
        for text in HEADINGS[field]
        if len(text) > 3
    }
    for column, text in _headers(grid, header):
        near = None if column in by_field.values() else nearest(plain_words(text), known)
        if near and known[near] not in by_field:
            field = known[near]
            by_field[field] = column
            place = grid.place(header, column)
            yield f"{place}: “{shown(text)}” is read as the column `{HEADINGS[field][0]}`"
