"""A review on a terminal: who reviewed what, where they differ, and what is to be done next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from compliance.document.screen import Screen
from compliance.report.wording import listed, number_of
from compliance.workbook import schema as form
from compliance.workbook.review.answers import Proposal
from compliance.workbook.review.filled import Line
from compliance.workbook.review.merging import Merged, Place, Written
from compliance.workbook.review.review import Review
from compliance.workbook.review.showing import FIELD_WORDS
from compliance.workbook.review.values import shown_answer

if TYPE_CHECKING:
    from rich.console import Console

_AT, _INNER = 2, 6


def print_review(console: Console, review: Review) -> None:
    """Print what the copies come to."""
    _Screen(Screen(console), review).print()


class _Screen:
    def __init__(self, screen: Screen, review: Review) -> None:
        self.screen, self.review = screen, review

    def print(self) -> None:
        """What was reviewed and by whom, what is open, what was answered."""
        identity = self.review.copies[0].identity
        copies = number_of(len(self.review.copies), "copy", "copies")
        title = f"{copies} of the gap report of {', '.join(identity.profiles)}"
        self.screen.paragraph(title, style="bold")
        self._print_reviewers()
        self._print_conflicts()
        self._print_comments()
        self._print_changed()
        self._print_answers()
        self._print_signatures()

    def _print_reviewers(self) -> None:
        every, reviewed = self.review.findings
        self.screen.heading("Who reviewed what", f"{reviewed} of {every} findings were looked at")
        for one in self.review.reviewers:
            told = [number_of(one.rows, "row"), *_counted(one.opinions)]
            told += [number_of(one.answers, "answer")] if one.answers else []
            self.screen.item(one.name, "; ".join(told), 20, at=_AT)
        if not self.review.reviewers:
            self.screen.paragraph("Nobody has filled anything in.", _AT)
        elif opinions := _counted(self.review.opinions):
            words = f"{listed(opinions, 'and')}. Each reviewer's is one; none is averaged."
            self.screen.item("Opinions", words, 20, at=_AT)

    def _print_conflicts(self) -> None:
        conflicts = self.review.conflicts
        if not conflicts:
            return
        meaning = f"{number_of(len(conflicts), 'cell')}, left open in the merged workbook"
        self.screen.heading("In conflict", meaning)
        for cell in conflicts:
            self._print_cell(cell)

    def _print_comments(self) -> None:
        comments = [
            cell
            for cell in self.review.cells.values()
            if cell.place.field == "comment" and cell.entries
        ]
        if comments or self.review.notes:
            self.screen.heading("Comments")
        for cell in comments:
            self._print_cell(cell)
        for note in self.review.notes:
            words = f"{note.author}: {note.text} (note at {note.file}, {note.cell})"
            self.screen.paragraph(words, _AT)

    def _print_cell(self, cell: Merged) -> None:
        place = cell.place
        what = FIELD_WORDS[place.field]
        self.screen.paragraph(f"{place.sheet}, {place.key}: {what}", _AT)
        for entry in cell.entries:
            words = f"{entry.author}: {self._shown(place, entry)} ({entry.file}, {entry.cell})"
            self.screen.paragraph(words, _INNER)

    def _shown(self, place: Place, entry: Written) -> str:
        subject = self.review.subjects.get(Line(place.sheet, place.key))
        fact = subject.fact if subject and place.field == "answer" else None
        return f"“{shown_answer(fact, entry.value)}”"

    def _print_changed(self) -> None:
        if not self.review.changed:
            return
        told = "confirmed with --confirm" if self.review.confirmed else "--confirm accepts them"
        count = number_of(len(self.review.changed), "row")
        self.screen.heading("To be confirmed", f"{count}; {told}")
        for one in self.review.changed:
            who = listed(one.authors, "and")
            words = f"{one.line.sheet}, {one.line.key}: {one.why}; filled in by {who}"
            self.screen.paragraph(words, _AT)

    def _print_answers(self) -> None:
        if not self.review.proposals:
            return
        taken = sum(one.is_taken for one in self.review.proposals)
        count = number_of(len(self.review.proposals), "question")
        self.screen.heading("Answers", f"to {count}; {taken} can go into a new profile (--profile)")
        for one in self.review.proposals:
            self.screen.paragraph(_answer(one), _AT)

    def _print_signatures(self) -> None:
        if self.review.signatures:
            self.screen.heading("Signed off")
        for one in self.review.signatures:
            who = ", ".join(filter(None, (one.name, one.role, one.institution, one.date)))
            self.screen.paragraph(f"{who}: {one.decision or 'no decision'}", _AT)


def _counted(opinions: Mapping[str, int]) -> list[str]:
    return [f"{kind} {count}" for kind, count in opinions.items() if count]


def _answer(proposal: Proposal) -> str:
    subject = proposal.subject
    key = form.answer_key(subject.profile, subject.name, subject.member)
    given = "; ".join(_given(proposal))
    why = f". Not taken over: {proposal.why_not}" if proposal.why_not else ""
    return f"{key}: {given}{why}"


def _given(proposal: Proposal) -> Iterable[str]:
    for one in proposal.given:
        value = shown_answer(proposal.subject.fact, one.value) if one.value else "no answer"
        yield f"“{value}” ({one.author})"
