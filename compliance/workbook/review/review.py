"""A review: copies of one gap report put together, and what that comes to.

Opinions are counted by kind and never averaged; where two differ, both are kept, also after
somebody has decided between them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from compliance.errors import Location, Problem
from compliance.library.library import Library
from compliance.model.rulebook import Rule
from compliance.workbook import schema as form
from compliance.workbook.merging import Merged, Place, Written, alike, merge
from compliance.workbook.review.copies import GATHERING, Filled, Line
from compliance.workbook.review.record import Note, Record, Signature

FIELD_WORDS = {name: name for sheet in form.REVIEWED for name in form.FIELDS[sheet]}
"""The fields as one speaks of them."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that was filled in and whose rule is no longer as it was exported."""

    line: Line
    authors: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Reviewer:
    """What one reviewer has done."""

    name: str
    files: tuple[str, ...]
    rows: int
    """Rows in which the reviewer wrote anything."""
    opinions: Mapping[str, int]


@dataclass(frozen=True)
class Review:
    """What the copies of one export come to."""

    copies: tuple[Filled, ...]
    cells: Mapping[Place, Merged]
    rules: Mapping[Line, Rule | None]
    """What the rows are about; None for rules that there are no longer."""
    changed: tuple[Changed, ...]
    confirmed: bool

    def label(self, line: Line) -> str:
        """What a row is about, as people call it: the provision and its title."""
        rule = self.rules.get(line)
        if rule is None:
            return line.key
        several = len(self.copies[0].identity.profiles) > 1
        whose = f" ({line.key.rpartition(' ')[0]})" if several else ""
        return f"{rule.citation}: {rule.title}{whose}"

    @property
    def conflicts(self) -> tuple[Merged, ...]:
        """The cells in which two changes differ."""
        return tuple(cell for cell in self.cells.values() if cell.is_conflict)

    @property
    def decided(self) -> tuple[Merged, ...]:
        """The cells whose entries somebody has decided upon, or written over."""
        return tuple(cell for cell in self.cells.values() if cell.is_decided)

    @cached_property
    def written(self) -> Mapping[Line, tuple[tuple[str, Written], ...]]:
        """What was written in each row, by field; also what somebody has decided against since."""
        found: dict[Line, list[tuple[str, Written]]] = {}
        for place, cell in self.cells.items():
            line = Line(place.sheet, place.key)
            for entry in dict.fromkeys((*cell.settled, *cell.entries)):
                found.setdefault(line, []).append((place.field, entry))
        return {line: tuple(entries) for line, entries in found.items()}

    @property
    def findings(self) -> tuple[int, int]:
        """How many rows of findings there are, and in how many of them anybody wrote."""
        return len(self.rules), len(self.written)

    @property
    def opinions(self) -> Mapping[str, int]:
        """How many opinions of each kind were given: each reviewer's on each finding is one."""
        return _by_kind(reviewer.opinions for reviewer in self.reviewers)

    @cached_property
    def reviewers(self) -> tuple[Reviewer, ...]:
        """Who reviewed what."""
        every = [
            (line, name, entry) for line, entries in self.written.items() for name, entry in entries
        ]
        names = {entry.author for _, _, entry in every}
        return tuple(
            _reviewer(name, [one for one in every if one[2].author == name])
            for name in sorted(names)
        )

    @cached_property
    def notes(self) -> tuple[Note, ...]:
        """The notes in all copies; one that stands in several of them, in the same row, once."""
        found: dict[tuple[object, ...], Note] = {}
        for note in sorted(
            (note for copy in self.copies for note in copy.notes),
            key=lambda note: (note.file, note.cell, note.author, note.text),
        ):
            about = note.place[:2] if note.place else note.cell
            found.setdefault((note.author, alike(note.text), about), note)
        return tuple(found.values())

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """The rows of Sign-off in all copies, each once."""
        every = sorted(
            (signature for copy in self.copies for signature in copy.signatures),
            key=lambda one: (one, one.file, one.cell),
        )
        return tuple(dict.fromkeys(every))

    @property
    def record(self) -> Record:
        """What a merged workbook is to remember."""
        said = {place: frozenset(c.entries) for place, c in self.cells.items() if c.entries}
        settled: dict[Place, frozenset[Written]] = {}
        for copy in self.copies:
            for place, entries in copy.copy.settled.items():
                settled[place] = settled.get(place, frozenset()) | entries
        return Record(said, settled, self.notes, self.signatures)


def review(copies: Sequence[Filled], library: Library, *, confirm: bool = False) -> Review:
    """What the copies come to. They must be of one export: see :func:`misfits`.

    With ``confirm``, what was written on rules that have changed counts as if they had not.
    """
    first = copies[0]
    cells = merge(first.export.base, (copy.copy for copy in copies), GATHERING)
    rules = {line: _rule_of(line, first, library) for line in first.export.hashes}
    filled = dict.fromkeys(Line(p.sheet, p.key) for p, cell in cells.items() if cell.entries)
    changed = tuple(
        Changed(line, _authors(line, cells), why)
        for line in filled
        if (why := _change(rules.get(line), first.export.hashes.get(line, "")))
    )
    return Review(tuple(copies), cells, rules, changed, confirm)


def _rule_of(line: Line, copy: Filled, library: Library) -> Rule | None:
    """What a row is about; the ids of profiles, which stand before it, may have spaces."""
    whose = [name for name in copy.identity.profiles if line.key.startswith(f"{name} ")]
    return library.rules.get(line.key.removeprefix(max(whose, key=len, default="")).strip())


def _change(rule: Rule | None, exported: str) -> str:
    """In what way a rule is no longer as it was exported; empty where it is."""
    if rule is None:
        return "the rule is no longer there"
    return "" if form.rule_hash(rule) == exported else "the rule has changed since the export"


def misfits(copies: Sequence[Filled]) -> list[Problem]:
    """What keeps copies from being merged: they are not of one export."""
    first, *others = copies
    problems = []
    for copy in others:
        where = Location(str(copy.path))
        if copy.identity.export != first.identity.export:
            what = f"this is a copy of another export than {first.path}"
            hint = "merge the copies of each export by themselves"
            problems.append(Problem(what, where, hint))
        elif copy.export != first.export:
            what = f"the hidden sheets are not the same as in {first.path}"
            hint = "fill in the file as it was sent to you"
            problems.append(Problem(what, where, hint))
    return problems


def _authors(line: Line, cells: Mapping[Place, Merged]) -> tuple[str, ...]:
    found = (cells.get(Place(*line, name)) for name in form.FIELDS[line.sheet])
    return tuple(sorted({entry.author for cell in found if cell for entry in cell.entries}))


def _reviewer(name: str, every: Sequence[tuple[Line, str, Written]]) -> Reviewer:
    opinions = {(line, entry.value) for line, field, entry in every if field == "opinion"}
    kinds = Counter(value for _, value in opinions)
    return Reviewer(
        name,
        tuple(sorted({entry.file for _, _, entry in every})),
        len({line for line, _, _ in every}),
        {kind: kinds[kind] for kind in form.OPINIONS},
    )


def _by_kind(counted: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total = dict.fromkeys(form.OPINIONS, 0)
    for counts in counted:
        for kind in form.OPINIONS:
            total[kind] += counts.get(kind, 0)
    return total
