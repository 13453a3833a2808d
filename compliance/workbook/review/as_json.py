"""A review as JSON, for other programs: schema ``compliance/review/v1``.

Keys may be added within a version, never changed. What they mean stands in docs/json.md.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from compliance.export.json.assessments import as_text
from compliance.workbook.review.answers import Given, Proposal
from compliance.workbook.review.filled import Filled, Note, Signature, days_of
from compliance.workbook.review.merging import Merged, Written
from compliance.workbook.review.review import Changed, Review, Reviewer

SCHEMA = "compliance/review/v1"


def render(review: Review) -> bytes:
    """The review, in UTF-8."""
    first = review.copies[0].identity
    every, reviewed = review.findings
    changes = [cell for cell in review.cells.values() if cell.entries and not cell.is_conflict]
    told = {
        "schema": SCHEMA,
        "export": first.export,
        "profiles": list(first.profiles),
        "as_of": [day.isoformat() for day in days_of(first)],
        "copies": [_copy(copy) for copy in review.copies],
        "reviewers": [_reviewer(one) for one in review.reviewers],
        "findings": {"all": every, "reviewed": reviewed},
        "opinions": dict(review.opinions),
        "conflicts": [_cell(cell) for cell in review.conflicts],
        "changes": [_cell(cell) for cell in changes],
        "notes": [_note(note) for note in review.notes],
        "signatures": [_signature(one) for one in review.signatures],
        "to_confirm": [_changed(one, confirmed=review.confirmed) for one in review.changed],
        "proposals": [_proposal(one) for one in review.proposals],
    }
    return as_text(told).encode("utf-8", "replace")


def _copy(copy: Filled) -> dict[str, Any]:
    return {"file": str(copy.path), "remarks": list(copy.remarks)}


def _reviewer(one: Reviewer) -> dict[str, Any]:
    return {
        "name": one.name,
        "files": list(one.files),
        "rows": one.rows,
        "opinions": dict(one.opinions),
        "answers": one.answers,
    }


def _cell(cell: Merged) -> dict[str, Any]:
    return {
        **cell.place._asdict(),
        "exported": cell.base or None,
        "values": list(cell.values),
        "written": [_written(entry) for entry in cell.entries],
    }


def _written(entry: Written) -> dict[str, Any]:
    return {
        "author": entry.author,
        "value": entry.value,
        "file": entry.file,
        "cell": entry.cell,
    }


def _note(note: Note) -> dict[str, Any]:
    place = note.place
    return {
        "author": note.author,
        "text": note.text,
        "file": note.file,
        "cell": note.cell,
        "key": place.key if place else None,
        "field": (place.field or None) if place else None,
    }


def _signature(one: Signature) -> dict[str, Any]:
    return {
        "name": one.name,
        "role": one.role,
        "institution": one.institution,
        "date": one.date,
        "decision": one.decision,
        "file": one.file,
        "cell": one.cell,
    }


def _changed(one: Changed, *, confirmed: bool) -> dict[str, Any]:
    return {
        "sheet": one.line.sheet,
        "key": one.line.key,
        "why": one.why,
        "authors": list(one.authors),
        "confirmed": confirmed,
    }


def _proposal(one: Proposal) -> dict[str, Any]:
    return {
        "profile": one.subject.profile,
        "fact": one.subject.name,
        "member": one.subject.member,
        "taken": one.is_taken,
        "why_not": one.why_not,
        "given": list(_given(one.given)),
    }


def _given(given: Iterable[Given]) -> Iterable[dict[str, Any]]:
    for one in given:
        names = ("document", "place", "quote", "said_by", "date", "comment")
        yield {
            "author": one.author,
            "answer": one.value or None,
            **{name: one.text(name) or None for name in names},
            "file": one.file,
            "cell": one.cell,
        }
