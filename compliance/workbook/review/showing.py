"""How what was merged stands in a cell: one value, nothing where it is open, or side by side."""

from __future__ import annotations

from collections.abc import Iterable

from compliance.workbook import schema as form
from compliance.workbook.review.merging import Merged, Written, alike

GATHERING = ("comment", "name", "date")
"""Fields whose cells hold what everybody wrote. All others hold one value."""

FIELD_WORDS = {name: name for name in form.BASE_FIELDS} | {
    "status": "proposed status",
    "said_by": "who says so",
    "place": "place in the document",
    "quote": "quotation",
}
"""The fields as one speaks of them."""


def cell_text(cell: Merged) -> str:
    """What is to stand in the merged cell; nothing where two changes are in conflict."""
    if cell.is_conflict:
        return ""
    if cell.value is not None:
        return cell.value
    return gathered(cell.entries, named=cell.place.field == "comment")


def gathered(entries: Iterable[Written], *, named: bool) -> str:
    """What several people wrote, side by side; ``named`` with the author before each."""
    told: dict[tuple[str, str], str] = {}
    for entry in sorted(entries):
        told.setdefault((entry.author if named else "", alike(entry.value)), entry.value)
    if named:
        return "\n".join(f"{author}: {text}" for (author, _), text in told.items())
    return "; ".join(told.values())
