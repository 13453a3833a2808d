"""Text given its type: what names nothing, and years of other calendars."""

from __future__ import annotations

from datetime import date

import pytest

from compliance.model.scalars import as_stated_day, names_nothing, require_our_calendar


@pytest.mark.parametrize(
    "text",
    [
        *("N/A", "n/a", "n.a.", "NA", " n / a ", "-", "–", "—", "--", "...", "…", "?", "???", "."),
        *("none", "None.", "(none)", "nil", "NIL", "null", "tbd", "T.B.D.", "tbc"),
        *("to be confirmed", "not applicable."),
        *("idem", "Idem.", "ibid.", "ditto", "same as above", "Not applicable", "not available"),
        *("unknown", "don't know", "“-”", "Ｎ／Ａ", "néant", "", " "),
    ],
)  # fmt: skip
def test_signs_that_there_is_nothing(text: str) -> None:
    assert names_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        *("1", "§", "x", "p. -1", "No", "X", "Nil Street 4", "None of the above laws", "NAM"),
        *("идем",),
        *("Ministry of the Interior", "A/66/253", "art. 5", "بيان", "國", "Idem, para. 4"),
    ],
)  # fmt: skip
def test_what_may_be_a_name(text: str) -> None:
    assert names_nothing(text) == (text == "§")


@pytest.mark.parametrize("year", ["1432", "1799", "2051", "2082", "2554", "9999", "0001"])
def test_years_of_other_calendars_are_asked_back(year: str) -> None:
    with pytest.raises(ValueError, match=f"which calendar is {int(year)} a year of"):
        as_stated_day(f"{year}-07-14")
    with pytest.raises(ValueError, match="which calendar"):
        require_our_calendar(int(year))


@pytest.mark.parametrize("year", ["1800", "1948", "2011", "2050"])
def test_years_of_ours_are_taken(year: str) -> None:
    assert as_stated_day(f"{year}-07-14") == date(int(year), 7, 14)
