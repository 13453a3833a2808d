"""Text given its type: yes or no, a day, a number. Anything in between is refused."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator

BUNDLED = "bundled"
"""The name of the layer with the rules and profiles that come with the program."""


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


def as_number(value: object) -> object:
    """A plain decimal number; NaN, infinities and exponents are refused."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,9})?", value):
        return Decimal(value)
    raise ValueError("write a plain number, such as 30 or 2.5")


YesNo = Annotated[bool, BeforeValidator(as_yes_no)]
Day = Annotated[date, BeforeValidator(as_date)]
Number = Annotated[Decimal, BeforeValidator(as_number)]
