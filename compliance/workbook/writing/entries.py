"""The columns that a reader of the workbook fills in, and how programs find their rows again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic

from compliance.workbook import schema as form
from compliance.workbook.writing.listing import Column, Content, Subject
from compliance.workbook.writing.style import Look

_WIDTHS = {
    "opinion": 14.0,
    "status": 16.0,
    "comment": 34.0,
    "evidence": 30.0,
    "name": 18.0,
    "date": 13.0,
    "answer": 26.0,
    "document": 20.0,
    "place": 16.0,
    "quote": 34.0,
    "said_by": 16.0,
    "role": 28.0,
    "institution": 38.0,
    "decision": 28.0,
}
_KEY_WIDTH = 34.0
LOCKED = Content("")


@dataclass(frozen=True, slots=True)
class Entries(Generic[Subject]):
    """What is to be filled in on a sheet.

    ``key`` of a subject is empty where nothing is to be filled in; ``instead`` then says why, in
    the first of the cells. ``offers`` tells what a field offers to choose from.
    """

    sheet: str
    key: Callable[[Subject], str]
    offers: Callable[[str, Subject], str]
    instead: Callable[[Subject], Content] = lambda _: LOCKED
    printed: bool = False

    def columns(self) -> list[Column[Subject]]:
        """The columns to be filled in; they go behind those that are read."""
        return [self._column(place, field) for place, field in enumerate(form.FIELDS[self.sheet])]

    def key_column(self) -> Column[Subject]:
        """The last column of the sheet, by which its rows are found again."""
        return Column(
            form.HEADERS[form.KEY],
            _KEY_WIDTH,
            lambda subject: Content(self.key(subject), Look.MUTED),
            printed=False,
            field=form.KEY,
        )

    def _column(self, place: int, field: str) -> Column[Subject]:
        look = Look.ENTRY_DATE if field == "date" else Look.ENTRY

        def content(subject: Subject) -> Content:
            if self.key(subject):
                return Content("", look, offers=self.offers(field, subject))
            return self.instead(subject) if place == 0 else LOCKED

        width, header = _WIDTHS[field], form.HEADERS[field]
        return Column(header, width, content, printed=self.printed, field=field)


_REVIEW_LISTS = {"opinion": form.LIST_OPINION, "status": form.LIST_STATUS}


def review_offers(field: str, _: object) -> str:
    """What the fields of a review offer to choose from."""
    return _REVIEW_LISTS.get(field, "")
