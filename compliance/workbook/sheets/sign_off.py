"""The sheet Sign-off: who reviewed the report, and with what result."""

from __future__ import annotations

from compliance.workbook import schema as form
from compliance.workbook.writing.entries import Entries
from compliance.workbook.writing.listing import Column, Content, Listing
from compliance.workbook.writing.style import Look

_SIGNATURES, _HEIGHT = 12, 32.0


def sign_off() -> Listing[int]:
    """Empty rows, one for each who signs; also with a pen."""
    entries: Entries[int] = Entries(form.SIGN_OFF, str, _offers, printed=True)
    signature: Column[int] = Column("Signature on paper", 28, lambda _: Content("", Look.ENTRY))
    subjects = {str(number): number for number in range(1, _SIGNATURES + 1)}
    about = "for those who have reviewed it: name, role, institution, date and decision"
    columns = [*entries.columns(), signature]
    return Listing(form.SIGN_OFF, columns, subjects, about, "", least_height=_HEIGHT)


def _offers(field: str, _: int) -> str:
    return form.LIST_DECISION if field == "decision" else ""
