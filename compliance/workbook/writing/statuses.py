"""The words, marks and colours of statuses in a workbook: one place for tables and charts.

The fills are made from the palette of Okabe and Ito, and every eye tells them apart. A status is
its mark and its word all the same.
"""

from __future__ import annotations

from compliance.engine.outcomes import SCALE, Outcome, Outcomes, Status

WORDS = {
    Status.MET: "met",
    Status.PARTLY_MET: "partly met",
    Status.NOT_MET: "not met",
    Status.UNDETERMINED: "open",
    Status.NOT_APPLICABLE: "not applicable",
    Status.NO_TEST: "not tested",
}
FILLS = {
    Status.MET: "8CCFBC",
    Status.PARTLY_MET: "F6D67E",
    Status.NOT_MET: "EFA27A",
    Status.UNDETERMINED: "E1E5E9",
}
"""Behind a status in a cell, and of its bar in a chart; the two others have none."""
_SIGNS, _RULED_OUT, _NONE = dict(zip(SCALE, "○◐●", strict=True)), "·", "–"


def mark(outcomes: Outcomes) -> str:
    """Three signs from not met to met, a dot for each that is ruled out: ``○◐·``.

    A dash where none of the three is possible.
    """
    if not any(outcome in outcomes for outcome in SCALE):
        return _NONE
    return "".join(_SIGNS[one] if one in outcomes else _RULED_OUT for one in SCALE)


def outcomes_words(outcomes: Outcomes) -> str:
    """The status; of what is open also what is possible: ``open: partly met or met``."""
    words = WORDS[outcomes.status]
    if outcomes.status is not Status.UNDETERMINED:
        return words
    if all(outcome in outcomes for outcome in SCALE):
        return f"{words}: any result"
    possible = [WORDS[Status(str(one))] for one in Outcome if one in outcomes]
    return f"{words}: {', '.join(possible[:-1])} or {possible[-1]}"
