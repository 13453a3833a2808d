"""A review: copies of one gap report put together, and what that comes to.

Opinions are counted by kind and never averaged; where two differ, both stand side by side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from compliance.assessment.basis import TOGETHER
from compliance.errors import Location, Problem
from compliance.library.library import Library
from compliance.workbook import schema as form
from compliance.workbook.review.answers import Proposal, proposals
from compliance.workbook.review.filled import Filled, Line, Note, Signature
from compliance.workbook.review.merging import Merged, Place, Written, alike, merge
from compliance.workbook.review.record import Record
from compliance.workbook.review.showing import GATHERING
from compliance.workbook.review.subjects import Subject, is_same, subject_of

FINDINGS = (form.GAPS, form.FINDINGS)


@dataclass(frozen=True, slots=True)
class Changed:
    """A row that was filled in and whose rule or question is no longer as it was exported."""

    line: Line
    subject: Subject
    authors: tuple[str, ...]

    @property
    def why(self) -> str:
        """In what way it is not."""
        what = "rule" if self.line.sheet in FINDINGS else "question"
        if self.subject.is_there:
            return f"the {what} has changed since the export"
        return f"the {what} is no longer there"


@dataclass(frozen=True, slots=True)
class Reviewer:
    """What one reviewer has done."""

    name: str
    files: tuple[str, ...]
    rows: int
    """Rows in which the reviewer wrote anything."""
    opinions: Mapping[str, int]
    answers: int


@dataclass(frozen=True)
class Review:
    """What the copies of one export come to."""

    copies: tuple[Filled, ...]
    cells: Mapping[Place, Merged]
    subjects: Mapping[Line, Subject]
    changed: tuple[Changed, ...]
    confirmed: bool
    proposals: tuple[Proposal, ...]

    @property
    def held_together(self) -> str:
        """The id of the accounts that the workbook holds together; empty where it does not."""
        identity = self.copies[0].identity
        return identity.profiles[0] if identity.voice == TOGETHER else ""

    @property
    def accounts(self) -> tuple[str, ...]:
        """The profiles that the workbook is of; of accounts held together each of them."""
        joint = self.held_together
        return tuple(joint.split("+")) if joint else self.copies[0].identity.profiles

    @property
    def conflicts(self) -> tuple[Merged, ...]:
        """The cells in which two changes differ."""
        return tuple(cell for cell in self.cells.values() if cell.is_conflict)

    @property
    def differing(self) -> tuple[Merged, ...]:
        """The findings on which opinions differ."""
        return tuple(cell for cell in self.conflicts if cell.place.field == "opinion")

    @cached_property
    def written(self) -> Mapping[Line, tuple[tuple[str, Written], ...]]:
        """What was written in each row, by field, in rows where anything was."""
        found: dict[Line, list[tuple[str, Written]]] = {}
        for place, cell in self.cells.items():
            line = Line(place.sheet, place.key)
            for entry in cell.entries:
                found.setdefault(line, []).append((place.field, entry))
        return {line: tuple(entries) for line, entries in found.items()}

    @property
    def findings(self) -> tuple[int, int]:
        """How many rows of findings there are, and in how many of them anybody wrote."""
        every = sum(line.sheet in FINDINGS for line in self.subjects)
        return every, sum(line.sheet in FINDINGS for line in self.written)

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
        return Record(said, settled, self.notes)


def review(copies: Sequence[Filled], library: Library, *, confirm: bool = False) -> Review:
    """What the copies come to. They must be of one export: see :func:`misfits`.

    With ``confirm``, what was written on rules and questions that have changed counts as if
    they had not.
    """
    first = copies[0]
    cells = merge(first.export.base, (copy.copy for copy in copies), GATHERING)
    subjects = {
        line: subject_of(line, first.identity.profiles, library) for line in first.export.hashes
    }
    filled = {Line(p.sheet, p.key): () for p, cell in cells.items() if cell.entries}
    changed = tuple(
        Changed(line, subjects[line], _authors(line, cells))
        for line in filled
        if line in subjects and not is_same(subjects[line], first.export.hashes[line])
    )
    waiting = () if confirm else [one.line for one in changed]
    answers = proposals(cells, subjects, waiting)
    return Review(tuple(copies), cells, subjects, changed, confirm, answers)


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
            what = f"the hidden sheet {form.BASE} is not the same as in {first.path}"
            hint = "take the answers over into the file as it was sent to you"
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
        len({line for line, field, _ in every if field == "answer"}),
    )


def _by_kind(counted: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total = dict.fromkeys(form.OPINIONS, 0)
    for counts in counted:
        for kind in form.OPINIONS:
            total[kind] += counts.get(kind, 0)
    return total


def placed(problem: Problem, path: str) -> Problem:
    """The problem with the file before its cell, where there are several files."""
    where = problem.where
    if where is None or not where.cell:
        return problem
    return replace(problem, where=replace(where, cell=f"{path}: {where.cell}"))
