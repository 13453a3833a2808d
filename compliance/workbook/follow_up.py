"""The workbook of a follow-up: who does what by when, and the results if every promise is kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compliance.assessment.assess import Assessment
from compliance.assessment.findings import Finding
from compliance.assessment.follow_up import FollowUp
from compliance.engine.outcomes import Status
from compliance.model.actions import TrackedAction
from compliance.report import follow_up as report
from compliance.workbook.sheets import words
from compliance.workbook.writing.book import Book, alone
from compliance.workbook.writing.listing import Column, Content, Listing
from compliance.workbook.writing.statuses import outcomes_words
from compliance.workbook.writing.style import Look

_NOT_LISTED = "Results that stay open in the same words are not listed."
_TITLES = ("Follow-up", "If every promise is kept", "Not met or open then")


@dataclass(frozen=True, slots=True)
class _Change:
    """A result that would change by a day."""

    assessment: Assessment
    when: str
    before: Finding
    after: Finding


@dataclass(frozen=True, slots=True)
class _Left:
    """A result that would not be fully met once every promise is kept, or would be open."""

    assessment: Assessment
    then: Finding


def parts(subject: Sequence[FollowUp]) -> Iterator[bytes]:
    """The workbook: the same bytes for the same input.

    The actions are those of the State; for each account of it what would change, and what would
    then still be a gap or open.
    """
    first = subject[0]
    assessments = [one.assessment for one in subject]
    with Book() as book:
        actions = [one for own in report.by_lead(first).values() for one in own]
        book.table(_actions(first)).add(actions)
        book.table(_changes(assessments)).add(row for one in subject for row in _changed(one))
        book.table(_left(assessments)).add(row for one in subject for row in _left_by(one))
        yield from alone(book, "Follow-up", assessments)


def _actions(subject: FollowUp) -> Listing[TrackedAction]:
    columns: list[Column[TrackedAction]] = [
        Column("Responsible", 26, lambda one: Content(one.lead or report.NO_LEAD), grouping=True),
        Column("Due", 12, lambda one: Content(one.due.isoformat() if one.due else "no date")),
        Column("State", 14, lambda one: _state(one, subject)),
        Column("Action", 40, lambda one: Content(one.action, Look.STRONG), names=True),
        Column("Progress", 36, lambda one: Content(_progress(one, subject))),
        Column("Leads to", 32, lambda one: Content(_change_words(one, subject))),
        Column("Source", 17, lambda one: Content(one.source or "")),
    ]
    lead = (report.head_words(subject), report.PROMISES)
    return Listing(_TITLES[0], columns, report.NO_ACTIONS, lead)


def _state(one: TrackedAction, subject: FollowUp) -> Content:
    late = one.is_overdue(subject.today)
    return Content(f"overdue ({one.state})", Look.STRONG) if late else Content(one.state)


def _progress(one: TrackedAction, subject: FollowUp) -> str:
    """Each note with its day and who says so, the latest first; and what no account says yet."""
    notes = sorted(one.progress, key=lambda note: note.on, reverse=True)
    told = [f"{note.on}, {note.said_by}: {note.note}" for note in notes]
    return words.bulleted([*told, report.not_shown_words(one, subject)])


def _change_words(one: TrackedAction, subject: FollowUp) -> str:
    return words.bulleted(report.change_words(one, subject))


def _changes(assessments: Sequence[Assessment]) -> Listing[_Change]:
    columns: list[Column[_Change]] = [
        *words.account_column(assessments),
        Column("When", 16, lambda one: Content(one.when), grouping=True),
        Column("Paragraph", 18, lambda one: Content(words.paragraph(one.after.rule)), names=True),
        Column("Title (ours)", 48, lambda one: Content(one.after.rule.title, Look.STRONG)),
        Column("Result before", 26, lambda one: words.result(one.before.outcomes)),
        Column("Result then", 26, lambda one: words.result(one.after.outcomes)),
    ]
    return Listing(_TITLES[1], columns, report.NOTHING_CHANGES, (report.IF_KEPT, _NOT_LISTED))


def _changed(subject: FollowUp) -> Iterator[_Change]:
    for step in subject.steps:
        label = report.step_label(step, subject.today)
        for before, after in step.changed:
            if outcomes_words(before.outcomes) != outcomes_words(after.outcomes):
                yield _Change(subject.assessment, label, before, after)


def _left(assessments: Sequence[Assessment]) -> Listing[_Left]:
    columns: list[Column[_Left]] = [
        *words.account_column(assessments),
        Column("Paragraph", 18, lambda one: Content(words.paragraph(one.then.rule)), names=True),
        Column("Title (ours)", 60, lambda one: Content(one.then.rule.title, Look.STRONG)),
        Column("Result then", 30, lambda one: words.result(one.then.outcomes)),
        Column("Requirements not met", 18, lambda one: Content(words.not_met([one.then]))),
        Column("Open questions", 16, lambda one: Content(len(one.then.missing))),
    ]
    return Listing(_TITLES[2], columns, "Every result would be met.", (report.IF_KEPT,))


def _left_by(subject: FollowUp) -> Iterator[_Left]:
    """The results that would be gaps, then those that would be open."""
    counted = [one for one in subject.after_all if one.is_counted]
    gaps = [one for one in counted if one.outcomes.is_gap]
    open_ = [one for one in counted if one.status is Status.UNDETERMINED and one not in gaps]
    yield from (_Left(subject.assessment, one) for one in (*gaps, *open_))
