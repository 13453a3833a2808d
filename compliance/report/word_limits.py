"""How long the texts may be that are handed to the United Nations."""

from __future__ import annotations

from typing import NamedTuple


class WordLimit(NamedTuple):
    """A limit in words: for what, and who sets it."""

    words: int
    text: str
    source: str


_REVIEW = "OHCHR, guidelines for written submissions to the universal periodic review, third cycle"
_TREATY_BODIES = "General Assembly resolution 68/268, para. 16"
LIMITS = {
    "upr-stakeholder": WordLimit(2_815, "a stakeholder’s submission", _REVIEW),
    "upr-joint": WordLimit(5_630, "a joint submission of stakeholders", _REVIEW),
    "upr-national": WordLimit(
        10_700,
        "a State’s national report",
        "OHCHR’s count for the 20 pages of Human Rights Council resolution 5/1, annex, para. 15",
    ),
    "treaty-body-initial": WordLimit(31_800, "a State’s first report", _TREATY_BODIES),
    "treaty-body-periodic": WordLimit(21_200, "a State’s later report", _TREATY_BODIES),
}
"""The limits by the name that ``--limit`` takes."""
