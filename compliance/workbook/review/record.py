"""What a merged workbook remembers: who wrote what, in which copy, cell by cell, and who signed.

It stands in a hidden sheet. So a merged workbook can be merged again with copies that come in
later, a cell left open stays open until somebody decides, and what was decided stays decided.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from compliance.workbook.merging import Place, Written
from compliance.workbook.reading import Grid


@dataclass(frozen=True, slots=True, order=True)
class Note:
    """A note of the spreadsheet program, pinned to a cell.

    ``place`` is what the cell is about, as far as that is known; for other cells ``cell`` alone
    says where it is.
    """

    author: str
    text: str
    file: str
    cell: str
    place: Place | None = None


@dataclass(frozen=True, slots=True, order=True)
class Signature:
    """A row of the table in which reviewers sign."""

    name: str
    office: str
    date: str
    remark: str
    file: str = field(compare=False, default="")
    cell: str = field(compare=False, default="")


RECORD, REVIEW = "_merged", "Review"
"""The names of the sheet, and of the one that is to be read by people."""
COLUMNS: Final = ("what", "sheet", "key", "field", "author", "value", "file", "cell")
_CELL, _SETTLED, _NOTE, _SIGNED = "cell", "settled", "note", "signature"
"""What a row is. Of a signature ``key`` has the office and ``field`` the date."""

Row = tuple[str, ...]


@dataclass(frozen=True)
class Record:
    """What copies had in cells, what was settled since, the notes, and who signed the copies."""

    said: Mapping[Place, frozenset[Written]] = field(default_factory=dict)
    settled: Mapping[Place, frozenset[Written]] = field(default_factory=dict)
    notes: tuple[Note, ...] = ()
    signatures: tuple[Signature, ...] = ()

    def rows(self) -> Iterator[Row]:
        """The rows of the sheet, below its headers."""
        for what, told in ((_CELL, self.said), (_SETTLED, self.settled)):
            for place in sorted(told):
                for one in sorted(told[place]):
                    yield (what, *place, one.author, one.value, one.file, one.cell)
        for note in sorted(self.notes, key=lambda note: (note.file, note.cell, note.text)):
            place = note.place or Place("", "", "")
            yield (_NOTE, *place, note.author, note.text, note.file, note.cell)
        for row in self.signatures:
            yield (_SIGNED, "", row.office, row.date, row.name, row.remark, row.file, row.cell)


def record_in(grid: Grid | None) -> Record:
    """The record in a workbook; an empty one where it was not merged."""
    return _record(_rows(grid)) if grid else Record()


def _rows(grid: Grid) -> Iterator[Row]:
    for number in sorted(grid.rows):
        texts = [cell.text if cell else "" for cell in grid.rows[number].cells[: len(COLUMNS)]]
        yield tuple(texts + [""] * (len(COLUMNS) - len(texts)))


def _record(rows: Iterable[Row]) -> Record:
    said: dict[Place, set[Written]] = defaultdict(set)
    settled: dict[Place, set[Written]] = defaultdict(set)
    notes: list[Note] = []
    signatures: list[Signature] = []
    for what, sheet, key, name, author, text, file, cell in rows:
        place = Place(sheet, key, name)
        if what == _NOTE:
            notes.append(Note(author, text, file, cell, place if sheet else None))
        elif what == _SIGNED:
            signatures.append(Signature(author, key, name, text, file, cell))
        elif what in (_CELL, _SETTLED):
            (said if what == _CELL else settled)[place].add(Written(author, text, file, cell))
    return Record(_frozen(said), _frozen(settled), tuple(notes), tuple(signatures))


def _frozen(told: Mapping[Place, set[Written]]) -> dict[Place, frozenset[Written]]:
    return {place: frozenset(entries) for place, entries in told.items()}
