"""Days as people write them: every day that a text can mean."""

from __future__ import annotations

import re
from datetime import date

from compliance.model.scalars import require_our_calendar

CANNOT_TELL = "write the day as YYYY-MM-DD, such as 2011-07-14"

_MONTHS = (
    ("january", "jan", "janvier", "janv", "enero", "ene", "يناير"),
    ("february", "feb", "fevrier", "fevr", "fev", "febrero", "فبراير"),
    ("march", "mar", "mars", "marzo", "مارس"),
    ("april", "apr", "avril", "avr", "abril", "abr", "ابريل"),
    ("may", "mai", "mayo", "مايو"),
    ("june", "jun", "juin", "junio", "يونيو"),
    ("july", "jul", "juillet", "juil", "julio", "يوليو"),
    ("august", "aug", "aout", "agosto", "ago", "اغسطس"),
    ("september", "sept", "sep", "septembre", "septiembre", "setiembre", "سبتمبر"),
    ("october", "oct", "octobre", "octubre", "اكتوبر"),
    ("november", "nov", "novembre", "noviembre", "نوفمبر"),
    ("december", "dec", "decembre", "diciembre", "dic", "ديسمبر"),
)
_NUMBER_OF = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_YEAR_FIRST = re.compile(r"(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?:[ t]00:00(?::00(?:\.0+)?)?)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})")
_DAY_FIRST = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th|er)?\.?(?: de(?= ))?[ -]*([^\W\d]+)\.?,?(?: de(?= ))?[ -]*(\d{4})"
)
_MONTH_FIRST = re.compile(r"([^\W\d]+)\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")


def days_meant(words: str) -> list[date]:
    """The days that the words, in their plain form, can mean: none, one, or two.

    14/07/2011 is one day; 03/04/2011 is in March or in April, by where it was written. Raises
    ValueError for a year of another calendar.
    """
    if found := _YEAR_FIRST.fullmatch(words):
        return _days((found[1], found[3], found[4]))
    if found := _YEAR_LAST.fullmatch(words):
        return _days((found[4], found[3], found[1]), (found[4], found[1], found[3]))
    if (found := _DAY_FIRST.fullmatch(words)) and found[2] in _NUMBER_OF:
        return _days((found[3], _NUMBER_OF[found[2]], found[1]))
    if (found := _MONTH_FIRST.fullmatch(words)) and found[1] in _NUMBER_OF:
        return _days((found[3], _NUMBER_OF[found[1]], found[2]))
    return []


def _days(*readings: tuple[str | int, str | int, str | int]) -> list[date]:
    found: dict[date, None] = {}
    for year, month, day in readings:
        require_our_calendar(int(year))
        try:
            found[date(int(year), int(month), int(day))] = None
        except ValueError:
            continue
    return list(found)
