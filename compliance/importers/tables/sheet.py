"""What a list is made of: a row of headings, and rows of cells that know their place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Literal

from compliance.errors import Location, fault
from compliance.files import UNUSABLE

MAX_BYTES = 20_000_000
MAX_COLUMNS = 1000
MAX_ROWS = 500_000
MAX_CELLS = 5_000_000
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
    is_merged: bool = False
    """Whether a cell of it is merged across columns, as headings between rows are."""

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands in it."""
        return not any(self.cells)


@dataclass
class Sheet:
    """A list: the names of its columns, and its rows, which can be read once."""

    columns: tuple[str, ...]
    rows: Iterable[Row]
    where: Location
    total: int = 0
    """How many rows there are, about: what a progress bar needs to know."""
    remarks: list[str] = field(default_factory=list)
    """What a user is to know of the reading; complete once the rows are read."""
    above: tuple[Row, ...] = ()
    """The rows above the headings that are not blank."""
    hidden: frozenset[int] = frozenset()
    """The columns (from 0) that a user of the workbook does not see."""


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
    for number, row in enumerate(rows, 1):
        cells += len(row.cells)
        if len(row.cells) > MAX_COLUMNS or cells > MAX_CELLS or number > MAX_ROWS:
            what = f"the list has more than {MAX_COLUMNS} columns, {MAX_ROWS} rows or "
            raise fault(f"{what}{MAX_CELLS} cells", row.where, "cut it down to what is needed")
        yield row


def sheet_of(
    lines: Iterable[Row],
    known: Known,
    where: Location,
    total: int,
    remarks: list[str] | None = None,
) -> Sheet:
    """The list in rows of which one has the headings: the first with most known names.

    ``remarks`` may grow while the rows are read.
    """
    said = [] if remarks is None else remarks
    rows = (row for row in lines if not row.is_blank)
    top = list(islice(rows, HEADINGS_WITHIN))
    if not top:
        return Sheet((), (), where)
    at = max(range(len(top)), key=lambda n: (known(names(top[n])), -n))
    skipped = f"{top[0].where} to {top[at - 1].where}" if at > 1 else str(top[0].where)
    if at:
        said.insert(0, f"{skipped}: not read, because it is above the headings")
    rest, above = chain(top[at + 1 :], rows), tuple(top[:at])
    return Sheet(names(top[at]), rest, top[at].where, total, said, above)


def names(row: Row) -> tuple[str, ...]:
    """The texts in a row, as names of columns."""
    return tuple(clean(cell.text) if cell else "" for cell in row.cells)
