"""Text given its type: yes or no, a day, a number. Anything in between is refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator
from pydantic.json_schema import SkipJsonSchema

BUNDLED = "bundled"
"""The name of the layer with the rules and profiles that come with the program."""


FIRST_YEAR, LAST_YEAR = 1800, 2050
"""The years that a day can be of; others are of another calendar, or slips of the hand."""

NO_NAMES = frozenset(
    (
        *("na", "notapplicable", "notavailable", "nil", "none", "null", "nan"),
        *("tbd", "tba", "tbc", "tobedetermined", "tobeconfirmed", "pending", "todo"),
        *("idem", "ibid", "ibidem", "ditto", "same", "sameasabove", "asabove", "seeabove"),
        *("unknown", "notknown", "dontknow", "aucun", "aucune", "néant", "ninguno", "ninguna"),
    )
)
"""What people write where they have nothing to write, without its spaces and signs."""


def names_nothing(text: str) -> bool:
    """Whether a text is only a sign that there is none: ``N/A``, ``-``, ``tbd``, ``?``, ``idem``.

    For every field that names a thing: a document, a place, a quotation, a person, a body.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    letters = "".join(character for character in folded if character.isalnum())
    return not letters or letters in NO_NAMES


_INSTEAD = {
    "document": "leave this evidence out where there is no document",
    "speaker": "write who gives these answers",
    "action": "write what is to be done",
    "said_by": "write who says so, or leave the note out",
}


def name_faults(**fields: str | None) -> Iterator[tuple[str, str, str | None]]:
    """The fields in which a name is only a sign that there is none: which, what, and a hint."""
    for key, text in fields.items():
        if text is not None and names_nothing(text):
            yield key, f"“{text}” names nothing", _INSTEAD.get(key, "leave it out")


def as_yes_no(value: object) -> object:
    """``yes`` and ``no`` alone are yes and no; anything else is refused."""
    if isinstance(value, bool):
        return value
    if value in ("yes", "no"):
        return value == "yes"
    raise ValueError("write `yes` or `no`")


def as_date(value: object) -> object:
    """A day written YYYY-MM-DD, nothing else: no times, no timestamps."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError as error:
            raise ValueError(f"there is no such day: {value}") from error
    raise ValueError("write the day as YYYY-MM-DD")


def as_stated_day(value: object) -> object:
    """A day that somebody states, written so, of a year that can be one of our calendar."""
    day = as_date(value)
    assert isinstance(day, date)
    require_our_calendar(day.year)
    return day


def require_our_calendar(year: int) -> None:
    """Raises ValueError for a year that is hardly one of the Gregorian calendar: 1432, 2554.

    For days however they are written; who reads them calls it with the year.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        known = f"write the Gregorian year, from {FIRST_YEAR} to {LAST_YEAR}"
        raise ValueError(f"which calendar is {year} a year of? {known}")


def as_number(value: object) -> object:
    """A plain decimal number; NaN, infinities and exponents are refused."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,9})?", value):
        return Decimal(value)
    raise ValueError(PLAIN_NUMBER)


PLAIN_NUMBER = "write a plain number, such as 30 or 2.5"


def number_hint(unit: str | None) -> str:
    """How a number is to be written; one with a unit is counted in it."""
    return f"write the number of {unit} alone, such as 30" if unit else PLAIN_NUMBER


YesNo = Annotated[bool, BeforeValidator(as_yes_no)]
Day = Annotated[date, BeforeValidator(as_stated_day)]
Number = Annotated[Decimal, BeforeValidator(as_number)]
ByPlace = SkipJsonSchema[str]
"""A key that follows from where the file lies, and may not be written in it."""
