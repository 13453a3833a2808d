"""What a sheet that is one table says: columns that know what to say of a subject."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from compliance.engine.outcomes import Status
from compliance.workbook.writing.safe_text import safe
from compliance.workbook.writing.style import Look

NOT_IN_LIST = ("Not in the list", "Choose from the list, or leave the cell empty.")
"""Title and words of what is said to somebody who writes what a drop-down does not offer."""

Subject = TypeVar("Subject")
Target = tuple[str, str]
"""The title of a sheet to which a link leads, and what stands there (empty: the whole sheet)."""


@dataclass(frozen=True, slots=True)
class Content:
    """What one cell says, how it looks, where it leads, and what it offers to choose from.

    ``offers`` is the defined name of a list.
    """

    value: str | int
    look: Look = Look.TEXT
    status: Status | None = None
    link: Target | None = None
    offers: str = ""

    def __hash__(self) -> int:
        return hash(self.value)

    def as_held(self) -> Content:
        """The same, its text as a cell can hold it."""
        held = safe(self.value) if isinstance(self.value, str) else self.value
        return self if held == self.value else replace(self, value=held)


BLANK = Content("")


@dataclass(frozen=True, slots=True)
class Column(Generic[Subject]):
    """A column: its header, its width in characters, what it says of a subject.

    ``printed`` columns come first; those that are ``hidden`` are for programs. A ``grouping``
    column is faded where it repeats the row above. Where a row is too high for a spreadsheet and
    goes on in the next, ``names`` columns are repeated there. Programs find a column again by its
    ``field``.
    """

    header: str
    width: float
    content: Callable[[Subject], Content]
    printed: bool = True
    grouping: bool = False
    names: bool = False
    hidden: bool = False
    field: str = ""


@dataclass(frozen=True, slots=True)
class Listing(Generic[Subject]):
    """A sheet that is one table.

    ``lead`` is said above the table, ``if_empty`` where there is nothing to list. What ``block``
    tells apart begins on a new page. ``hash_of`` tells what a row to be filled in is about: its
    rule, or its question. Rows are at least ``least_height`` points high. On paper the table ends
    before the first subject that is not ``printed``.
    """

    title: str
    columns: Sequence[Column[Subject]]
    if_empty: str
    lead: Sequence[str] = ()
    block: Callable[[Subject], object] = lambda _: None
    hash_of: Callable[[Subject], str] = lambda _: ""
    least_height: float = 0.0
    printed: Callable[[Subject], bool] = lambda _: True
    splits: bool = True
    """Whether a row that is too high goes on in the next; not where rows come back filled in."""
    not_in_list: tuple[str, str] = NOT_IN_LIST
    """Title and words of what is said to somebody who writes what is not offered."""
    not_in: Mapping[str, str] = field(default_factory=dict)
    """Other such words, by the name of a list whose cells say something when they are empty."""
