"""Which sheet of a workbook is meant, whatever it is called by now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

from compliance.errors import fault
from compliance.workbook.reading.columns import known_headings
from compliance.workbook.reading.opening import Book, Grid
from compliance.workbook.reading.words import plain_words
from compliance.workbook.schema import column_name


def find_sheet(book: Book, title: str, fields: Collection[str]) -> Grid | None:
    """The sheet that was ``title``: where its names point, else so called, else with its headers.

    None where there is none such. Where that one is hidden, and one that is seen has its headers
    too, that one counts.
    """
    seen = [grid for grid in book.sheets.values() if not grid.hidden]
    scores = {grid.title: known_headings(grid, fields) for grid in seen}
    best = max(scores, key=lambda name: scores[name], default="")
    alike = book.sheets[best] if best and scores[best] * 2 > len(fields) else None
    spans = [book.names.get(column_name(title, field)) for field in fields]
    pointed = Counter(span.sheet for span in spans if span and span.sheet in book.sheets)
    wanted = plain_words(title)
    called = [name for name in book.sheets if plain_words(name) == wanted]
    for name in (*(name for name, _ in pointed.most_common(1)), *called):
        grid = book.sheets[name]
        return alike if grid.hidden and alike else grid
    return alike


def require_sheet(book: Book, title: str, fields: Collection[str]) -> Grid:
    """The same. Raises InputError where there is none such."""
    grid = find_sheet(book, title, fields)
    if grid is None:
        hint = "do not delete it; take the answers over into the file as it was sent to you"
        raise fault(f"the sheet `{title}` is gone", book.where, hint)
    return grid
