"""Outcomes of checks and rules, and sets of outcomes still possible."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache, reduce
from typing import ClassVar


class Outcome(StrEnum):
    """What a check comes to on complete answers; the first three form a scale, in this order."""

    NOT_MET = "not met"
    PARTLY_MET = "partly met"
    MET = "met"
    NOT_APPLICABLE = "not applicable"

    @property
    def bit(self) -> int:
        """The outcome's place in the bit set of :class:`Outcomes`."""
        return _BITS[self]


_BITS = {outcome: 1 << place for place, outcome in enumerate(Outcome)}
SCALE = (Outcome.NOT_MET, Outcome.PARTLY_MET, Outcome.MET)


class Status(StrEnum):
    """What a report says of a rule or a check."""

    NOT_MET = "not met"
    PARTLY_MET = "partly met"
    UNDETERMINED = "undetermined"
    MET = "met"
    NOT_APPLICABLE = "not applicable"
    NO_TEST = "no test"


class Outcomes:
    """The set of outcomes still possible; sixteen instances, one a bit set, made once.

    The empty set belongs to a provision that is not tested.
    """

    __slots__ = ("_members", "bits")
    _all: ClassVar[list[Outcomes]] = []

    def __init__(self, bits: int) -> None:
        self.bits = bits
        self._members = tuple(outcome for outcome in Outcome if bits & outcome.bit)

    @classmethod
    def of(cls, *outcomes: Outcome) -> Outcomes:
        """The set of the outcomes named."""
        return cls.from_bits(sum(outcome.bit for outcome in set(outcomes)))

    @classmethod
    def from_bits(cls, bits: int) -> Outcomes:
        """The set for a bit set as kept in decision tables."""
        return cls._all[bits]

    def __iter__(self) -> Iterator[Outcome]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)

    def __contains__(self, outcome: object) -> bool:
        return outcome in self._members

    def __repr__(self) -> str:
        return f"Outcomes({', '.join(self._members)})"

    def __le__(self, other: Outcomes) -> bool:
        return not self.bits & ~other.bits

    def __or__(self, other: Outcomes) -> Outcomes:
        return Outcomes.from_bits(self.bits | other.bits)

    @property
    def status(self) -> Status:
        """Decided where one outcome is left, ``undetermined`` where more are."""
        if not self._members:
            return Status.NO_TEST
        return Status(self._members[0]) if len(self._members) == 1 else Status.UNDETERMINED

    @property
    def lowest(self) -> Outcome | None:
        """The lower end on the scale not met < partly met < met; None if off the scale."""
        return next((outcome for outcome in SCALE if outcome in self), None)

    @property
    def highest(self) -> Outcome | None:
        """The upper end on the scale; None if only ``not applicable``, or nothing, is left."""
        return next((outcome for outcome in reversed(SCALE) if outcome in self), None)

    @property
    def is_gap(self) -> bool:
        """Neither ``met`` nor ``not applicable`` is possible any more."""
        return bool(self.bits) and not self.bits & (MET | NOT_APPLICABLE)

    @property
    def is_gap_if_it_applies(self) -> bool:
        """Only ``met`` is ruled out: a gap, unless the provision does not apply at all."""
        return not self.bits & MET and bool(self.bits & NOT_APPLICABLE) and len(self) > 1


NOT_MET, PARTLY_MET, MET, NOT_APPLICABLE = (outcome.bit for outcome in Outcome)
DECIDED = (NOT_MET, PARTLY_MET, MET, NOT_APPLICABLE)
"""The bit sets with one outcome."""
Outcomes._all.extend(Outcomes(bits) for bits in range(16))


NOTHING_PRESENT = 1
"""No check yet. Which combinations of outcomes can be present is a bit set too: of bit sets."""


def combined(sets: Iterable[int]) -> int:
    """The outcomes a rule can come to from its checks' sets, each choice from them independent.

    Takes and gives bit sets. Walks over the checks keeping which *combinations of outcomes
    present* can be reached: sixteen at the most, however many checks there are.
    """
    return outcomes_of(reduce(present_after, sets, NOTHING_PRESENT))


@lru_cache(maxsize=4096)
def present_after(present: int, bits: int) -> int:
    """The combinations of outcomes that can be present once a check of these ones is added."""
    found = 0
    for seen in range(16):
        for place in range(4):
            if present >> seen & 1 and bits >> place & 1:
                found |= 1 << (seen | 1 << place)
    return found


@lru_cache(maxsize=4096)
def outcomes_of(present: int) -> int:
    """The outcomes of a rule for all the combinations that can be present."""
    outcomes = 0
    for seen in range(16):
        if present >> seen & 1:
            outcomes |= rule_outcome(seen)
    return outcomes


def rule_outcome(present: int) -> int:
    """One outcome from the outcomes of the checks, all decided (docs/vocabulary.md, 3)."""
    on_scale = present & ~NOT_APPLICABLE
    if not on_scale:
        return NOT_APPLICABLE
    if on_scale in (MET, NOT_MET):
        return on_scale
    return PARTLY_MET


Pair = tuple[int, int]
"""At least, at most."""


@dataclass(frozen=True, slots=True)
class Count:
    """Demands of one force in one instrument, counted as pairs (at least, at most)."""

    met: Pair
    applicable: Pair


def count(requirements: Sequence[Outcomes]) -> Count:
    """How many of the requirements are met, and how many apply."""
    met, off = Outcomes.of(Outcome.MET), Outcomes.of(Outcome.NOT_APPLICABLE)
    return Count(
        met=(sum(d.bits == met.bits for d in requirements), sum(met <= d for d in requirements)),
        applicable=(
            sum(not off <= d for d in requirements),
            sum(d.bits != off.bits for d in requirements),
        ),
    )
