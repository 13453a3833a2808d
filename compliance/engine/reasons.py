"""Why several checks together come to what they do: a smallest set of answers that is enough.

It hits every set of answers that cannot be done without. So such sets are looked for, and the
smallest choice with a member of each is tried, until one is enough.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Sequence
from itertools import chain
from typing import NamedTuple

from compliance.engine.decision_table import DecisionTable, Masks
from compliance.engine.hitting_sets import first_hitting
from compliance.engine.outcomes import combined
from compliance.engine.partitions import PartitionKey
from compliance.engine.shared_inputs import AllMasks
from compliance.model.rulebook import FactId


class Reason:
    """The answers of one account to what some tables read, of which a few may be enough."""

    def __init__(
        self,
        tables: Sequence[DecisionTable],
        shared: Container[PartitionKey],
        decide: Callable[[AllMasks], int],
        masks: AllMasks,
    ) -> None:
        self._tables, self._decide, self._masks = tables, decide, masks
        self._target = decide(masks)
        parts = [
            (partition, mask)
            for table, own in zip(tables, masks, strict=True)
            for partition, mask in zip(table.partitions, own, strict=True)
        ]
        self._given = sorted({p.key[0] for p, mask in parts if mask != p.every})
        self._read = [frozenset(table.facts).intersection(self._given) for table in tables]
        self._tied = [
            [n for n, partition in enumerate(table.partitions) if partition.key in shared]
            for table in tables
        ]
        self._known: list[dict[frozenset[FactId], _Alone]] = [{} for _ in tables]

    def smallest(self) -> tuple[FactId, ...]:
        """The smallest set; ties go by fact id. Empty if it is the same whatever the answers."""
        needed: list[frozenset[FactId]] = []
        while True:
            chosen = first_hitting(needed)
            if self._is_enough(frozenset(chosen)):
                return chosen
            kept = frozenset(chosen)
            # Those that are in many sets already are kept first: sets with little in common show
            # soonest how many answers are needed.
            times = Counter(chain.from_iterable(needed))
            for fact in sorted(self._given, key=lambda fact: -times[fact]):
                if not self._is_enough(kept | {fact}):
                    kept |= {fact}
            needed.append(frozenset(self._given) - kept)

    def _is_enough(self, chosen: frozenset[FactId]) -> bool:
        """Whether these answers come to what all of them do; never do they to less.

        Bounds are cheap, and mostly enough: in two of the worlds the tables come to a part of it,
        and taken apart they come to more than it or to just as much.
        """
        alone = [
            known.get(chosen & read) or self._alone(number, chosen & read)
            for number, (known, read) in enumerate(zip(self._known, self._read, strict=True))
        ]
        in_worlds = combined([one.first for one in alone]) | combined([one.last for one in alone])
        if in_worlds & ~self._target:
            return False
        if combined([one.outcomes for one in alone]) == self._target:
            return True
        return self._decide(tuple([one.masks for one in alone])) == self._target

    def _alone(self, number: int, chosen: frozenset[FactId]) -> _Alone:
        """What a table comes to where nothing but these facts is answered; worked out once."""
        table, tied = self._tables[number], self._tied[number]
        parts = zip(table.partitions, self._masks[number], strict=True)
        own = [mask if part.key[0] in chosen else part.every for part, mask in parts]
        masks = tuple(own)
        outcomes = first = last = table.decide(masks)
        if tied and outcomes & (outcomes - 1):
            highest = list(own)
            for place in tied:
                own[place] &= -own[place]
                highest[place] = 1 << highest[place].bit_length() - 1
            first, last = table.decide(tuple(own)), table.decide(tuple(highest))
        found = self._known[number][chosen] = _Alone(masks, outcomes, first, last)
        return found


class _Alone(NamedTuple):
    """A table with some of its answers: what it comes to, also in the first and last world."""

    masks: Masks
    outcomes: int
    first: int
    last: int
