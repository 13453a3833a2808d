"""The words, marks and colours of results in a workbook: one place for tables and charts."""

from __future__ import annotations

from compliance.document.style import SIGNS, STATUS_WORDS
from compliance.engine.outcomes import SCALE, Outcome, Outcomes, Status

FILLS = {
    Status.MET: "8CCFBC",
    Status.PARTLY_MET: "F6D67E",
    Status.NOT_MET: "EFA27A",
    Status.UNDETERMINED: "E1E5E9",
}
"""Behind a status in a cell, and of its bar in a chart; the two others have none.

They are those of :mod:`compliance.document.style`, lightened so far that text can be read on them
and every eye tells them apart.
"""


def mark(outcomes: Outcomes) -> str:
    """Three signs from not met to met, a dot for each that is ruled out: ``○◐·``.

    A dash where none of the three is possible.
    """
    return SIGNS.mark(outcomes).strip()


def outcomes_words(outcomes: Outcomes) -> str:
    """The status; of what is open also what is possible: ``open: partly met or met``."""
    words = STATUS_WORDS[outcomes.status]
    if outcomes.status is not Status.UNDETERMINED:
        return words
    if all(outcome in outcomes for outcome in SCALE):
        return f"{words}: any result"
    possible = [STATUS_WORDS[Status(str(one))] for one in Outcome if one in outcomes]
    return f"{words}: {', '.join(possible[:-1])} or {possible[-1]}"
