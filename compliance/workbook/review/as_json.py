"""A review as JSON, for other programs: schema ``compliance/review/v2``.

Keys may be added within a version, never changed. What they mean stands in docs/json.md.
"""

from __future__ import annotations

from typing import Any

from compliance.export.json.assessments import as_text
from compliance.workbook.merging import Merged, Written
from compliance.workbook.review.copies import Filled, days_of
from compliance.workbook.review.record import Note, Signature
from compliance.workbook.review.review import Changed, Review, Reviewer

SCHEMA = "compliance/review/v2"


def render(review: Review) -> bytes:
    """The review, in UTF-8."""
    first = review.copies[0].identity
    every, reviewed = review.findings
    changes = [
        cell
        for cell in review.cells.values()
        if (cell.entries or cell.settled) and not cell.is_conflict
    ]
    told = {
        "schema": SCHEMA,
        "export": first.export,
        "profiles": list(first.profiles),
        "as_of": [day.isoformat() for day in days_of(first)],
        "copies": [_copy(copy) for copy in review.copies],
        "reviewers": [_reviewer(one) for one in review.reviewers],
        "findings": {"all": every, "reviewed": reviewed},
        "opinions": dict(review.opinions),
        "conflicts": [_decided(cell) for cell in review.conflicts],
        "decided": [_decided(cell) for cell in review.decided],
        "changes": [_cell(cell) for cell in changes],
        "notes": [_note(note) for note in review.notes],
        "signatures": [_signature(one) for one in review.signatures],
        "to_confirm": [_changed(one, confirmed=review.confirmed) for one in review.changed],
    }
    return as_text(told).encode("utf-8", "replace")


def _copy(copy: Filled) -> dict[str, Any]:
    return {"file": copy.path.name, "remarks": list(copy.remarks)}


def _reviewer(one: Reviewer) -> dict[str, Any]:
    return {
        "name": one.name,
        "files": list(one.files),
        "rows": one.rows,
        "opinions": dict(one.opinions),
    }


def _cell(cell: Merged) -> dict[str, Any]:
    return {
        **cell.place._asdict(),
        "exported": cell.base or None,
        "values": list(cell.values),
        "written": [_written(entry) for entry in cell.entries],
        "written_over": [_written(entry) for entry in cell.settled if cell.gathers],
    }


def _decided(cell: Merged) -> dict[str, Any]:
    return {**_cell(cell), "decided_between": [_written(entry) for entry in cell.settled]}


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
        "office": one.office,
        "date": one.date,
        "remark": one.remark,
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
