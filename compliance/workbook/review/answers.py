"""What reviewers answered: which of it can be taken over into a profile, and why the rest cannot.

Nothing here writes. An answer is taken with all who gave it and the evidence each of them named;
evidence of one is never put beside the place or the words of another.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from compliance.workbook import schema as form
from compliance.workbook.review.filled import Line
from compliance.workbook.review.merging import Merged, Place, Written, alike
from compliance.workbook.review.subjects import Subject

SHEETS = (form.OPEN_QUESTIONS, form.EVIDENCE)
DIFFER = "the answers differ"
CHANGED = "the question has changed since the export"
GONE = "the question is no longer there"
UNANSWERED = "evidence without an answer"


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as one reviewer gave it, with what stands beside it in the row."""

    author: str
    value: str
    file: str
    cell: str
    beside: Mapping[str, Written]
    """Document, place, quote, said_by, date and comment, as far as they are given."""

    def text(self, name: str) -> str:
        """What stands in the field beside it; nothing where it is blank."""
        return self.beside[name].value if name in self.beside else ""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What reviewers answer to a question, about a member of it where it has many."""

    subject: Subject
    given: tuple[Given, ...]
    why_not: str | None = None
    """Why it is not taken over; None where it is."""

    @property
    def value(self) -> str:
        """The answer that is taken over."""
        return self.given[0].value

    @property
    def is_taken(self) -> bool:
        """Whether it goes into a new profile."""
        return self.why_not is None


def proposals(
    cells: Mapping[Place, Merged],
    subjects: Mapping[Line, Subject],
    waiting: Collection[Line],
) -> tuple[Proposal, ...]:
    """The answers by profile and question. A question can stand on both sheets, as one.

    ``waiting`` are rows whose question has changed and which nobody has confirmed.
    """
    by_key: dict[str, list[Line]] = defaultdict(list)
    for line in subjects:
        if line.sheet in SHEETS:
            by_key[line.key].append(line)
    found = [_proposal(lines, cells, subjects, waiting) for lines in by_key.values()]
    return tuple(proposal for proposal in found if proposal)


def _proposal(
    lines: Iterable[Line],
    cells: Mapping[Place, Merged],
    subjects: Mapping[Line, Subject],
    waiting: Collection[Line],
) -> Proposal | None:
    rows = [(line, _row(line, cells)) for line in lines]
    given = tuple(
        Given(entry.author, entry.value, entry.file, entry.cell, _beside(row, entry))
        for _, row in rows
        for entry in row["answer"]
    )
    used = [line for line, row in rows if any(row.values())]
    if not used:
        return None
    subject = subjects[used[0]]
    if not given:
        named = tuple(
            Given(entry.author, "", entry.file, entry.cell, _beside(row, entry))
            for _, row in rows
            for entry in row["document"]
        )
        return Proposal(subject, named, UNANSWERED) if named else None
    return Proposal(subject, given, _why_not(given, subject, waiting, used))


def _why_not(
    given: Iterable[Given], subject: Subject, waiting: Collection[Line], used: Iterable[Line]
) -> str | None:
    if len({alike(one.value) for one in given}) > 1:
        return DIFFER
    if not subject.is_there:
        return GONE
    return CHANGED if any(line in waiting for line in used) else None


def _row(line: Line, cells: Mapping[Place, Merged]) -> dict[str, tuple[Written, ...]]:
    found = {name: cells.get(Place(*line, name)) for name in form.ANSWER_FIELDS}
    return {name: cell.entries if cell else () for name, cell in found.items()}


def _beside(row: Mapping[str, Iterable[Written]], entry: Written) -> dict[str, Written]:
    """What the one who wrote the entry wrote in the same row of the same copy."""
    return {
        name: other
        for name, entries in row.items()
        for other in entries
        if (other.author, other.file) == (entry.author, entry.file)
        and other.value != form.CLEAR
        and name not in ("answer", "name")
    }
