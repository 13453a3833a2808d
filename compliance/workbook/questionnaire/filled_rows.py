"""A row of a questionnaire as it came back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from compliance.errors import Location
from compliance.importers.tables.sheet import Cell
from compliance.model.rulebook import Fact
from compliance.workbook import reading
from compliance.workbook.questionnaire import fields as f
from compliance.workbook.reading.words import held_words, plain_words


@dataclass(frozen=True, slots=True)
class FilledRow:
    """What a row says. A cell that is empty says nothing, whatever stood in it."""

    fact: Fact
    about: str
    entry: reading.Entry
    base: Mapping[str, str] = field(default_factory=dict)
    author: str = ""
    """The institution that filled it in, where it says so itself."""
    beside: tuple[FilledRow, ...] = ()
    """The same row in other copies whose note or institution is another."""

    def cell(self, name: str) -> Cell | None:
        """What stands in a field."""
        return self.entry.cell(name)

    def filled(self, name: str) -> Cell:
        """What stands in a field in which something stands."""
        cell = self.cell(name)
        assert cell is not None
        return cell

    def told(self, name: str) -> list[str]:
        """What stands in a field that gathers, in all copies. Raises InputError."""
        return list(self._told(name))

    def _told(self, name: str) -> Iterator[str]:
        for row in (self, *self.beside):
            cell = row.cell(name)
            if cell and not row.clears(name) and (row is self or row.says(name)):
                yield reading.text(cell) if name == f.NOTE else reading.name(cell)

    def place(self, name: str) -> Location:
        """Where a field is."""
        return self.entry.place(name)

    def says(self, name: str) -> bool:
        """Whether somebody wrote into the field what did not stand there before."""
        cell = self.cell(name)
        return cell is not None and not self._is_as_before(name, cell)

    def says_any(self, names: Collection[str] = f.FIELDS) -> bool:
        """The same of any of the fields."""
        return any(self.says(name) for name in names)

    def clears(self, name: str) -> bool:
        """Whether the field takes back what stood there."""
        cell = self.cell(name)
        return cell is not None and reading.is_clear(cell)

    def emptied(self, names: Collection[str] = f.FIELDS) -> list[str]:
        """The fields of which somebody removed what stood there."""
        return [name for name in names if self.base.get(name) and self.cell(name) is None]

    def words(self) -> dict[str, str]:
        """What stands in the row, so that two can be compared."""
        cells = {name: self.cell(name) for name in f.FIELDS}
        return {
            name: plain_words(cell.text) if name in f.WORDS else held_words(cell.text)
            for name, cell in cells.items()
            if cell
        }

    def _is_as_before(self, name: str, cell: Cell) -> bool:
        if cell.kind in ("formula", "error"):
            return False
        before = self.base.get(name, "")
        if name in f.WORDS:
            return plain_words(cell.text) == plain_words(before)
        return held_words(cell.text) == held_words(before)
