"""How reports count demands: by instrument and force, as pairs, statements apart; never summed."""

from __future__ import annotations

from compliance.assessment import Assessment
from compliance.counts import Count, Pair
from compliance.model import FORCES, Force

FORCE_WORDS: dict[Force, str] = {
    "duty": "duties",
    "call": "calls",
    "request": "requests",
    "encouragement": "encouragements",
    "recommendation": "recommendations",
    "statement": "statements",
}
FORCE_SCALE = (
    "How strongly a provision speaks (duty, call, request, encouragement, recommendation, "
    "statement) is our reading of its verbs, not a ranking by the United Nations."
)


def pair(numbers: Pair) -> str:
    """``9``, or ``29 to 31`` where it is not certain."""
    low, high = numbers
    return str(low) if low == high else f"{low} to {high}"


def count_columns(count: Count) -> tuple[str, str]:
    """``at least 9, at most 17`` and ``29 to 31``: the demands met, and those that apply."""
    low, high = count.met
    met = str(low) if low == high else f"at least {low}, at most {high}"
    return met, pair(count.applicable)


def count_words(count: Count) -> str:
    """``at least 9, at most 17 of 29 to 31``."""
    return " of ".join(count_columns(count))


def demands_heading(symbol: str, *, statements: bool) -> str:
    """What stands over the counts of an instrument's demands, or of its statements."""
    if statements:
        return f"Statements of {symbol} that hold, counted apart"
    return f"Demands of {symbol} that are met, of those that apply"


def demand_counts(
    assessment: Assessment, *, statements: bool
) -> dict[str, list[tuple[Force, Count]]]:
    """The counts of demands by the symbol of their instrument, or those of statements apart."""
    instruments = assessment.library.instruments
    found = {}
    for instrument, counts in assessment.demands.items():
        forces = [f for f in FORCES if f in counts and (f == "statement") is statements]
        if forces:
            found[instruments[instrument].symbol] = [(f, counts[f]) for f in forces]
    return found
