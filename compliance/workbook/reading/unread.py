"""What people wrote where it is not read, and what of their entries cannot be seen."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter

from compliance.importers.tables.sheet import Cell, shown
from compliance.report.wording import number_of
from compliance.workbook.reading.columns import Columns
from compliance.workbook.reading.entries import Entry
from compliance.workbook.reading.opening import Book, Grid
from compliance.workbook.reading.words import plain_words
from compliance.workbook.schema import HEADERS, KEY, SENT, SHEETS

_CANNOT_TELL = (
    f"the hidden sheet {SENT} is gone, or an older version made the workbook: what was written "
    "over our texts cannot be told"
)
_MOST_NAMED = 3
"""Cells of one sheet that are named one by one; of more, the rest is counted."""


@dataclass(frozen=True)
class Sent:
    """The texts of a workbook as it was sent: by sheet, the rows by their numbers."""

    rows: Mapping[str, Mapping[int, tuple[str, ...]]] = field(default_factory=dict)

    def table(self, title: str) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
        """Of a sheet with keys the headers, and the rows by their keys."""
        rows = list(self.rows.get(title, {}).values())
        header = next((row for row in rows if HEADERS[KEY] in row), ())
        if not header:
            return (), {}
        at = header.index(HEADERS[KEY])
        body = rows[rows.index(header) + 1 :]
        return header, {row[at]: row for row in body if at < len(row) and row[at]}


def sent_in(book: Book) -> Sent:
    """What the hidden sheet says; nothing where there is none."""
    grid = book.sheets.get(SENT)
    found: dict[str, dict[int, tuple[str, ...]]] = defaultdict(dict)
    for row in grid.rows.values() if grid else ():
        title, number, *texts = (cell.text if cell else "" for cell in row.cells)
        if number.isdecimal() and len(number) < 8:
            found[title][int(number)] = tuple(texts)
    return Sent(dict(found))


@dataclass(frozen=True, slots=True)
class Found:
    """A sheet with keys as it came back: what it was called, and its rows by number."""

    title: str
    grid: Grid
    columns: Columns
    entries: Mapping[int, Entry]


def unread(
    book: Book,
    sent: Sent,
    found: Collection[Found],
    others: Collection[tuple[str, int, int]] = (),
    titles: Collection[str] = SHEETS,
) -> Iterator[str]:
    """A remark for what was written into cells, columns and sheets that are not for entries.

    ``others`` are cells to be filled in (sheet, row, column) on sheets without keys; ``titles``
    those of our sheets.
    """
    by_title = {one.grid.title: one for one in found}
    if not sent.rows:
        yield _CANNOT_TELL
    for title, grid in book.sheets.items():
        if title in by_title:
            yield from _beside(by_title[title], sent)
        elif title in sent.rows:
            known = _plain(text for row in sent.rows[title].values() for text in row)
            yield from _named(
                cell
                for number, row in grid.rows.items()
                for column, cell in enumerate(row.cells, 1)
                if cell and (title, number, column) not in others and _is_new(cell, known)
            )
        elif not grid.hidden and grid.rows and title not in titles:
            cells = sum(cell is not None for row in grid.rows.values() for cell in row.cells)
            name = shown(title)
            yield f"the sheet `{name}` was added: it is not read ({number_of(cells, 'cell')})"


def _beside(found: Found, sent: Sent) -> Iterator[str]:
    """What was written beside the entries of a sheet with keys.

    Of a workbook that does not say what was sent, the columns behind all of ours.
    """
    header, rows = sent.table(found.title)
    every = _plain(text for row in sent.rows.get(found.title, {}).values() for text in row)
    read = set(found.columns.by_field.values())
    new: list[Cell] = []
    for number, row in found.grid.rows.items():
        entry = found.entries.get(number)
        known = _plain(rows[entry.key]) if entry and entry.key in rows else every
        for column, cell in enumerate(row.cells, 1):
            is_beside = _is_new(cell, known) if header and cell else column > max(read, default=0)
            if cell and column not in read and is_beside:
                new.append(cell)
    headings = {cell.where.column for cell in new if cell.where.line == found.columns.header}
    by_column = Counter(cell.where.column for cell in new)
    for column in sorted(headings):
        cells = [c for c in new if c.where.column == column and c.where.line > found.columns.header]
        if cells and by_column[column] == len(cells) + 1:
            heading = next(c for c in new if c.where.column == column)
            places = _listed([str(cell.where) for cell in cells])
            yield f"the column `{heading}` is not read: {places}"
            new = [cell for cell in new if cell.where.column != column]
    yield from _named(cell for cell in new if cell.where.line != found.columns.header)


def _plain(texts: Iterable[str]) -> set[str]:
    return {plain_words(text) for text in texts if text}


def _is_new(cell: Cell, known: Collection[str]) -> bool:
    """Whether it was not sent; what a formula of ours looks like depends on the program."""
    if cell.kind == "formula" and any(text.startswith("=") for text in known):
        return False
    return plain_words(cell.text) not in known


def _named(cells: Iterable[Cell]) -> Iterator[str]:
    told = list(cells)
    for cell in told[:_MOST_NAMED]:
        yield f"{cell.where}: “{cell}” was written into a cell that is not for entries: not read"
    if more := told[_MOST_NAMED:]:
        places = _listed([str(cell.where) for cell in more])
        yield f"also not read, for the cells are not for entries: {places}"


def _listed(places: list[str]) -> str:
    most = 10
    more = f" and {number_of(len(places) - most, 'more cell')}" if len(places) > most else ""
    return ", ".join(places[:most]) + more


def unseen(
    found: Found, fields: Collection[str], written: Collection[tuple[int, str]]
) -> Iterator[str]:
    """A remark for entries that are hidden, and for cells to be filled in that were merged.

    ``written`` are the rows and fields in which somebody wrote.
    """
    grid, columns = found.grid, found.columns.by_field
    if grid.hidden and written:
        yield f"the sheet `{shown(grid.title)}` is hidden; what was filled in on it counts"
    rows = sorted({row for row, _ in written if row in grid.hidden_rows})
    if rows:
        places = _listed([str(grid.place(row)) for row in rows])
        yield f"hidden or filtered rows were filled in, and count: {places}"
    for name in fields:
        column = columns.get(name, 0)
        if column in grid.hidden_columns and any(at == name for _, at in written):
            place = grid.place(found.columns.header, column)
            yield f"{place}: the column is hidden; what was filled in in it counts"
    entered = {columns[name] for name in fields if name in columns}
    for first, top, last, bottom in grid.merged:
        if entered.intersection(range(first, min(last, max(entered, default=0)) + 1)):
            area = f"{get_column_letter(first)}{top}:{get_column_letter(last)}{bottom}"
            what = "these cells were merged: they count for the first of them alone"
            yield f"{shown(grid.title)}!{area}: {what}"
