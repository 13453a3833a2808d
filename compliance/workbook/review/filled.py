"""One copy of a gap report as it was read: what stands in it, by whom, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NamedTuple

from compliance.errors import Problem
from compliance.workbook.reading import Identity
from compliance.workbook.review.merging import Copy, Place


def days_of(identity: Identity) -> list[date]:
    """The days as of which profiles were assessed; one for all, or one for each in their order."""
    found = []
    for text in identity.as_of.split(","):
        try:
            found.append(date.fromisoformat(text.strip()))
        except ValueError:
            continue
    return found


class Line(NamedTuple):
    """A row by what it is about: of a finding, or of a question."""

    sheet: str
    key: str


class Spot(NamedTuple):
    """Where a cell is in one copy; row and column count from 1."""

    sheet: str
    row: int
    column: int


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
    """A row of the sheet Sign-off."""

    name: str
    role: str
    institution: str
    date: str
    decision: str
    file: str = field(compare=False, default="")
    cell: str = field(compare=False, default="")


@dataclass(frozen=True)
class Export:
    """What was exported, which every copy carries along: the values, and a hash for each row."""

    base: Mapping[Place, str]
    hashes: Mapping[Line, str]


@dataclass(frozen=True)
class Filled:
    """A copy."""

    path: Path
    identity: Identity
    export: Export
    copy: Copy
    spots: Mapping[Place, Spot] = field(default_factory=dict)
    """Where the cells are, of the rows and columns that are still there; the keys' too."""
    sign_off: Mapping[str, Spot] = field(default_factory=dict)
    """The headers of the sheet Sign-off, by field."""
    notes: tuple[Note, ...] = ()
    signatures: tuple[Signature, ...] = ()
    problems: tuple[Problem, ...] = ()
    remarks: tuple[str, ...] = ()
