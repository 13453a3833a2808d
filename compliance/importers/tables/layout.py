"""What the layout of a sheet says: cells merged, rows and columns hidden.

openpyxl reads rows one by one only where it leaves this out, so it is read before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from xml.parsers import expat

from openpyxl.utils import range_boundaries

from compliance.importers.tables.sheet import MAX_COLUMNS, Cell, Row, shown

_CHUNK = 1 << 18
_MAX_MERGED = 100_000


@dataclass
class Layout:
    """How many rows have something in them, which are hidden, and what is merged."""

    title: str
    rows: int = 0
    hidden_rows: int = 0
    is_filtered: bool = False
    hidden_columns: frozenset[int] = frozenset()
    merged: Mapping[int, list[tuple[int, int, int]]] = field(default_factory=dict)
    """By its first row, each merged range as first column, last row, last column (from 1)."""

    def remarks(self) -> list[str]:
        """What a user is to know of what is not in view."""
        name = shown(self.title)
        said = []
        if self.hidden_rows:
            by = "a filter hides" if self.is_filtered else "hidden:"
            rows = "1 row" if self.hidden_rows == 1 else f"{self.hidden_rows} rows"
            said.append(f"{name}: {by} {rows}; they are read too")
        return said


def layout_of(sheet: Any) -> Layout:
    """The layout of a sheet that openpyxl opened to read it row by row."""
    with sheet._get_source() as source:
        return _Scan(sheet.title).of(source)


class _Scan:
    """Reads the elements of a sheet's part that say something of its layout."""

    def __init__(self, title: str) -> None:
        self.layout = Layout(title)
        self._merged: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
        self._count = 0
        self._hidden: set[int] = set()
        self._is_hidden = self._is_counted = False

    def of(self, source: Any) -> Layout:
        """The layout in the part."""
        parser = expat.ParserCreate(namespace_separator="}")
        parser.StartElementHandler = self._start
        while piece := source.read(_CHUNK):
            parser.Parse(piece)
        self.layout.merged = self._merged
        self.layout.hidden_columns = frozenset(self._hidden)
        return self.layout

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("}")[2]
        if name == "row":
            self._is_hidden = _is_true(attributes.get("hidden"))
            self._is_counted = False
        elif name in ("v", "is") and not self._is_counted:
            self._is_counted = True
            self.layout.rows += 1
            self.layout.hidden_rows += self._is_hidden
        elif name == "col" and _is_true(attributes.get("hidden")):
            first, last = int(attributes["min"]), int(attributes["max"])
            self._hidden.update(range(first - 1, min(last, MAX_COLUMNS)))
        elif name == "autoFilter":
            self.layout.is_filtered = True
        elif name == "mergeCell" and self._count < _MAX_MERGED:
            self._count += 1
            left, top, right, bottom = range_boundaries(attributes["ref"])
            if left and top and right and bottom:
                self._merged[top].append((left, bottom, min(right, MAX_COLUMNS)))


def _is_true(value: str | None) -> bool:
    return value in ("1", "true")


def with_merged(rows: Iterable[Row], layout: Layout) -> Iterator[Row]:
    """The rows, those below the first of a merged range with its value as well."""
    filled: dict[int, tuple[int, bool, Cell | None]] = {}  # by column: to which row, how wide
    for number, row in enumerate(rows, 1):
        for left, bottom, right in layout.merged.get(number, ()):
            cell = row.cells[left - 1] if left <= len(row.cells) else None
            filled[left - 1] = (bottom, right > left, cell)
        if not filled:
            yield row
            continue
        cells = [*row.cells, *[None] * (max(filled) + 1 - len(row.cells))]
        for column, (_, _, cell) in filled.items():
            cells[column] = cells[column] or cell
        is_merged = any(is_wide for _, is_wide, _ in filled.values())
        yield replace(row, cells=tuple(cells), is_merged=is_merged)
        filled = {n: entry for n, entry in filled.items() if entry[0] > number}
