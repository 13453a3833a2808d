"""Several copies of one workbook put together, cell by cell, three ways.

Nothing here opens a file. What stands in a cell is held against what the export had there: only
what somebody changed counts. One change, made once or many times, is the new value; two that
differ are a conflict, and the cell stays open. In cells that gather (a comment, a name, a day)
everything stands side by side.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from compliance.library.source_texts import folded


class Place(NamedTuple):
    """A cell by what it is about, wherever it was moved to."""

    sheet: str
    key: str
    field: str


@dataclass(frozen=True, slots=True, order=True)
class Written:
    """What somebody wrote into a cell, and where it stands."""

    author: str
    value: str
    file: str = ""
    cell: str = ""


Said = Mapping[Place, frozenset[Written]]
"""What was written, by place."""


@dataclass(frozen=True)
class Copy:
    """What stands in the cells of one copy. A blank cell says nothing and is not among them.

    ``settled`` are entries of earlier copies between which somebody has decided since, in a
    workbook that had been merged from them.
    """

    said: Said
    settled: Said = field(default_factory=dict)


@dataclass(frozen=True)
class Merged:
    """What the copies together say of one cell."""

    place: Place
    base: str
    entries: tuple[Written, ...]
    gathers: bool = False
    settled: tuple[Written, ...] = ()
    """Entries between which somebody has decided since: they stay in the record."""

    @cached_property
    def variants(self) -> tuple[tuple[Written, ...], ...]:
        """The changes that differ, each with all who made it."""
        by_text: dict[str, list[Written]] = defaultdict(list)
        for entry in self.entries:
            by_text[alike(entry.value)].append(entry)
        return tuple(tuple(by_text[text]) for text in sorted(by_text))

    @property
    def is_conflict(self) -> bool:
        """Whether two changes differ in a cell that holds one."""
        return len(self.variants) > 1 and not self.gathers

    @property
    def values(self) -> tuple[str, ...]:
        """What stands in the cell now; of a conflict, all that is proposed."""
        if not self.entries:
            return (self.base,) if self.base else ()
        return tuple(min(entry.value for entry in same) for same in self.variants)

    @property
    def value(self) -> str | None:
        """The one value of the cell, ``""`` where it is blank; None where there are several."""
        if len(self.variants) > 1:
            return None
        return self.values[0] if self.values else ""

    @property
    def is_decided(self) -> bool:
        """Whether somebody decided upon earlier entries, between them or against one."""
        return bool(self.settled) and not self.gathers and not self.is_conflict

    @property
    def text(self) -> str:
        """What is to stand in the merged cell; nothing where two changes are in conflict.

        A comment always has its author before it: the row may have several names.
        """
        if self.is_conflict:
            return ""
        if self.place.field == "comment" and self.entries:
            every = ((entry.author, entry.value) for entry in self.entries)
            told = {(author, alike(text)): f"{author}: {text}" for author, text in every}
            return "\n".join(told.values())
        return "; ".join(self.values)

    @property
    def authors(self) -> tuple[str, ...]:
        """Who changed the cell."""
        return tuple(dict.fromkeys(entry.author for entry in self.entries))


def alike(text: str) -> str:
    """The text as it is compared: without regard to case, spaces, and marks that are not seen."""
    seen = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return folded(seen).casefold()


def merge(
    base: Mapping[Place, str], copies: Iterable[Copy], gathering: Collection[str] = ()
) -> dict[Place, Merged]:
    """What the copies say of each cell that was exported or filled in, in the order of places.

    ``gathering`` are the fields whose cells hold all that was written.
    """
    copies = tuple(copies)
    settled: dict[Place, set[Written]] = defaultdict(set)
    for place, entry in (one for copy in copies for one in _each(copy.settled)):
        settled[place].add(entry)
    changes: dict[Place, set[Written]] = {place: set() for place in (*base, *settled)}
    for place, entry in (one for copy in copies for one in _each(copy.said)):
        kept = changes.setdefault(place, set())
        is_news = alike(entry.value) != alike(base.get(place, ""))
        if is_news and entry not in settled.get(place, ()):
            kept.add(entry)
    return {
        place: Merged(
            place,
            base.get(place, ""),
            tuple(sorted(changes[place])),
            place.field in gathering,
            tuple(sorted(settled.get(place, ()))),
        )
        for place in sorted(changes)
    }


def _each(said: Said) -> Iterable[tuple[Place, Written]]:
    return ((place, entry) for place, entries in said.items() for entry in entries)
