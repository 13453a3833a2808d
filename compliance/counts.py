"""Demands counted as pairs: at least so many, whatever the open answers, and at most so many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from compliance.outcome import Outcome, Outcomes

Pair = tuple[int, int]
"""At least, at most."""


@dataclass(frozen=True, slots=True)
class Count:
    """Demands of one force in one instrument, counted as pairs (at least, at most)."""

    met: Pair
    applicable: Pair


def count(demands: Sequence[Outcomes]) -> Count:
    """How many of the demands are met, and how many apply."""
    met, off = Outcomes.of(Outcome.MET), Outcomes.of(Outcome.NOT_APPLICABLE)
    return Count(
        met=(sum(d.bits == met.bits for d in demands), sum(met <= d for d in demands)),
        applicable=(
            sum(not off <= d for d in demands),
            sum(d.bits != off.bits for d in demands),
        ),
    )
