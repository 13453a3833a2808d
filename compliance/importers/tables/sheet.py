"""What a list is made of: a row of headings, and rows of cells that know their place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from compliance.errors import Location, fault
from compliance.files import UNUSABLE

MAX_BYTES = 20_000_000
MAX_COLUMNS = 1000
MAX_CELLS = 2_000_000
HEADINGS_WITHIN = 20
"""Above the headings there may be a title and the like, but not more rows than this."""
_SHOWN = 80

Kind = Literal["text", "number", "date", "list", "formula", "error", "object"]
Known = Callable[[Sequence[str]], int]
"""How many of the names in a row are names of columns."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as text, and what it was: in a number or a date, signs may have been lost."""

    text: str
    kind: Kind
    where: Location

    def __str__(self) -> str:
        """Its text as messages quote it."""
        return shown(self.text)


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row by their column; None where there is nothing."""

    cells: tuple[Cell | None, ...]
    where: Location

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(self.cells)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list: the names of its columns, its rows, and what a user is to know of the reading."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    where: Location
    remarks: tuple[str, ...] = ()


def clean(text: str) -> str:
    """A text on one line, with nothing in it that cannot be seen."""
    return UNUSABLE.sub("\ufffd", " ".join(text.split()))


def shown(text: str) -> str:
    """A text as messages quote it: not too long, and nothing in it that a screen would obey."""
    words = clean(text)
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1].rstrip() + "…"


def counted(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, as long as they are no more than a list may have. Raises InputError."""
    cells = 0
    for row in rows:
        cells += len(row.cells)
        if len(row.cells) > MAX_COLUMNS or cells > MAX_CELLS:
            what = f"the list has more than {MAX_COLUMNS} columns or {MAX_CELLS} cells"
            raise fault(what, row.where, "cut it down to what is needed")
        yield row


def sheet_of(lines: Iterable[Row], known: Known, where: Location) -> Sheet:
    """The list in rows of which one has the headings: the first with most known names."""
    rows = [row for row in lines if not row.is_blank]
    if not rows:
        return Sheet((), (), where)
    at = max(range(min(len(rows), HEADINGS_WITHIN)), key=lambda n: (known(_names(rows[n])), -n))
    skipped = f"{rows[0].where} to {rows[at - 1].where}" if at > 1 else str(rows[0].where)
    remarks = (f"{skipped}: not read, for it stands above the headings",) if at else ()
    return Sheet(_names(rows[at]), tuple(rows[at + 1 :]), rows[at].where, remarks)


def _names(row: Row) -> tuple[str, ...]:
    return tuple(clean(cell.text) if cell else "" for cell in row.cells)
