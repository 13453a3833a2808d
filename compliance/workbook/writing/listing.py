"""A sheet that is one table: columns that know what to say of a subject, one subject a row."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar

from compliance.document.style import SIGNS
from compliance.engine.outcomes import Status
from compliance.workbook.writing import fitting, style
from compliance.workbook.writing.safe_text import safe
from compliance.workbook.writing.style import Look

_LEAD_WIDTH = 150.0
"""What is said above a table is broken at this width, less than that of any printed page."""
Subject = TypeVar("Subject")
Target = tuple[str, str]
"""The title of a listing, and the key of a row in it; an empty key is the whole sheet."""
Targets = Mapping[Target, str]
"""Where what links lead to stands: ``'Clauses'!A5``."""


@dataclass(frozen=True, slots=True)
class Content:
    """What one cell says, how it looks, where it leads, and what it offers to choose from.

    ``offers`` is the defined name of a list. A ``formula`` stays live; ``value`` is what it comes
    to now.
    """

    value: str | int
    look: Look = Look.TEXT
    status: Status | None = None
    link: Target | None = None
    offers: str = ""
    formula: str = ""

    def as_held(self) -> Content:
        """The same, its text as a cell can hold it."""
        return replace(self, value=safe(self.value)) if isinstance(self.value, str) else self


def with_glyph(status: Status, words: str) -> str:
    """Words that begin with a status, with its glyph in front."""
    return f"{SIGNS.statuses[status]} {words}"


def status_content(status: Status) -> Content:
    """A status by glyph, word and colour."""
    return Content(with_glyph(status, status), status=status)


@dataclass(frozen=True, slots=True)
class Column(Generic[Subject]):
    """A column: its header, its width in characters, what it says of a subject.

    One with ``fits`` is wider where a line of it needs that: LibreOffice never breaks the lines
    of a link. ``printed`` columns stand first. A ``grouping`` column is faded where it repeats
    the row above, so that what belongs together is seen and every row can still be filtered.
    Programs find a column again by its ``field``.
    """

    header: str
    width: float
    content: Callable[[Subject], Content]
    fits: bool = False
    printed: bool = True
    grouping: bool = False
    field: str = ""


@dataclass(frozen=True, slots=True)
class Listing(Generic[Subject]):
    """A sheet with one table: its subjects in order, each with the key by which links find it.

    ``about`` tells the reader of the Summary what the sheet holds; ``if_empty`` is what the
    sheet says where there is nothing to list. What ``block`` tells apart begins on a new page.
    ``hash_of`` tells what a row to be filled in is about: its rule, or its question. Rows are at
    least ``least_height`` points high.
    """

    title: str
    columns: Sequence[Column[Subject]]
    subjects: Mapping[str, Subject]
    about: str
    if_empty: str
    block: Callable[[Subject], object] = lambda _: None
    hash_of: Callable[[Subject], str] = lambda _: ""
    least_height: float = 0.0
    lead: Sequence[str] = ()
    """What is said above the table; not on sheets to be filled in, which begin with a header."""

    @property
    def top(self) -> int:
        """The row of the header."""
        return len(self.lead) + 1

    def rows(self) -> Iterator[list[Content]]:
        """The contents of all rows, texts as a cell can hold them."""
        for subject in self.subjects.values():
            yield [column.content(subject).as_held() for column in self.columns]


def lead_of(*texts: str) -> list[str]:
    """What is said above a table, a line a row."""
    return [line for text in texts for line in fitting.wrapped(safe(text), _LEAD_WIDTH, style.SIZE)]


def targets_of(listings: Sequence[Listing[Any]]) -> Targets:
    """Where the sheets of the listings begin, and where each of their rows will stand."""
    places = {(listing.title, ""): f"'{listing.title}'!A1" for listing in listings}
    return places | {
        (listing.title, key): f"'{listing.title}'!A{row}"
        for listing in listings
        for row, key in enumerate(listing.subjects, start=listing.top + 1)
    }
