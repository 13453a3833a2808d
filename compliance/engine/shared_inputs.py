"""Checks that share open facts: every combination of what they share, all of them at once.

Such a combination is a world: in it the checks are free of each other. A set of worlds is one
number, as a set of cells is in a decision table: bit *w* is set if world *w* is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property, lru_cache, reduce
from itertools import product
from math import prod
from operator import or_

from compliance.engine.decision_table import (
    Column,
    DecisionTable,
    Masks,
    bits_of,
    cells_by_classes,
    cells_with,
    places_in,
)
from compliance.engine.outcomes import DECIDED, NOTHING_PRESENT, present_after, rule_outcome
from compliance.engine.partitions import PartitionKey

AllMasks = tuple[Masks, ...]
"""For each of several tables, what the answers leave open on its partitions."""

Readers = Mapping[int, int]
"""The numbers of the tables that read a partition, and its place in each."""

Worlds = int
"""A set of worlds, as the bits of one number."""


class SharedInputs:
    """Every combination of the classes that are left on some partitions of several tables.

    The last partition runs fastest. Each table must be free of the others but for these.
    """

    def __init__(
        self,
        tables: Sequence[DecisionTable],
        masks: AllMasks,
        partitions: Mapping[PartitionKey, Readers],
    ) -> None:
        self.masks = masks
        self._tables = tables
        self._open: dict[PartitionKey, tuple[Readers, tuple[int, ...]]] = {}
        for key, readers in partitions.items():
            number, place = next(iter(readers.items()))
            left = masks[number][place]
            if left & (left - 1):
                self._open[key] = readers, bits_of(left)
        self._number = prod(len(bits) for _, bits in self._open.values())
        self._tied = {number for readers, _ in self._open.values() for number in readers}
        self._known: dict[int, list[tuple[int, Worlds]]] = {}
        self._rest: dict[tuple[int, ...], dict[int, Worlds]] = {}

    @property
    def outcomes(self) -> int:
        """All that the tables can come to together, as a bit set."""
        return sum(self._coming_to)

    def along(self, key: PartitionKey) -> dict[int, int]:
        """What the tables can come to together for each class left on a partition, by its bit."""
        bits, cells = self._open[key][1], self._cells[key]
        return {
            bit: sum(o for o, worlds in self._coming_to.items() if worlds & cells[1 << n])
            for n, bit in enumerate(bits)
        }

    def along_own(self, number: int, place: int) -> dict[int, int]:
        """The same for a partition that only one table reads."""
        rest = self._beside_others((number,))
        own = self.masks[number]
        found = {}
        for bit in bits_of(own[place]):
            where = self._where(number, (*own[:place], bit, *own[place + 1 :]))
            found[bit] = reduce(or_, map(rule_outcome, _beside(rest, where)))
        return found

    def by_first(self, number: int) -> set[int]:
        """What they can come to for some combination of classes on the first open partitions."""
        rest = list(self._open.items())[number:]
        groups = {0: (1 << self._number) - 1}
        for key, _ in rest:
            groups[0] &= self._cells[key][1]
        for outcome, worlds in self._coming_to.items():
            possible = worlds
            for key, (_, bits) in rest:  # moves what is possible with any class onto the first
                stride = self._strides[key]
                moved = reduce(or_, (possible >> n * stride for n in range(len(bits))))
                possible = moved & self._cells[key][1]
            groups = {
                before | own: both
                for before, first in groups.items()
                for own, both in ((0, first & ~possible), (outcome, first & possible))
                if both
            }
        return set(groups)

    def differ_along(self, readers: Readers) -> bool:
        """Whether the outcome differs, in some world, along a partition that is none of these.

        ``readers`` are those of the partition.
        """
        rest = self._beside_others(tuple(readers))
        shared = [
            (key, own, bits)
            for key, (own, bits) in self._open.items()
            if not readers.keys().isdisjoint(own)
        ]
        for chosen in product(*(enumerate(bits) for _, _, bits in shared)):
            worlds, masks = -1, {number: list(self.masks[number]) for number in readers}
            for (key, own, _), (n, bit) in zip(shared, chosen, strict=True):
                worlds &= self._cells[key][1 << n]
                for number in readers.keys() & own.keys():
                    masks[number][own[number]] = bit
            columns: Iterable[Column] = {()}
            for number, place in readers.items():
                table = self._tables[number]
                columns = _side_by_side(columns, table.columns(tuple(masks[number]), place))
            beside = sum(1 << present for present, where in rest.items() if where & worlds)
            if any(_is_uneven(column, beside) for column in columns):
                return True
        return False

    @cached_property
    def _coming_to(self) -> dict[int, Worlds]:
        """The outcomes that are possible for the whole, and the worlds in which each is."""
        found: dict[int, Worlds] = {}
        for present, worlds in self._fold(range(len(self._tables))).items():
            outcome = rule_outcome(present)
            found[outcome] = found.get(outcome, 0) | worlds
        return found

    def _beside_others(self, numbers: tuple[int, ...]) -> dict[int, Worlds]:
        """The combinations that can be present in all tables but these, and in which worlds."""
        if numbers not in self._rest:
            self._rest[numbers] = self._fold(set(range(len(self._tables))) - set(numbers))
        return self._rest[numbers]

    def _fold(self, numbers: Iterable[int]) -> dict[int, Worlds]:
        """The combinations of outcomes that can be present in these tables, and in which worlds."""
        apart, tied = NOTHING_PRESENT, []
        for number in numbers:
            outcomes = self._tables[number].decide(self.masks[number])
            if number in self._tied and outcomes & (outcomes - 1):
                tied.append(number)
            else:  # the same in all worlds
                apart = present_after(apart, outcomes)
        found = dict.fromkeys(places_in(apart), (1 << self._number) - 1)
        for number in tied:
            if number not in self._known:
                self._known[number] = self._where(number, self.masks[number])
            found = _beside(found, self._known[number])
        return found

    def _where(self, number: int, masks: Masks) -> list[tuple[int, Worlds]]:
        """Each outcome that a table can come to, and the worlds in which it can."""
        places = [readers[number] for readers, _ in self._open.values() if number in readers]
        cells, size = self._tables[number].outcomes_by(masks, places), 1
        for readers, bits in reversed(self._open.values()):
            if number not in readers:  # the same whichever class it is
                runs = range(0, len(cells), size)
                cells = b"".join([cells[n : n + size] * len(bits) for n in runs])
            size *= len(bits)
        possible, backwards = reduce(or_, cells), cells[::-1]
        return [(one, cells_with(one, backwards)) for one in DECIDED if possible & one]

    @cached_property
    def _strides(self) -> dict[PartitionKey, int]:
        """How far apart neighbours on each partition lie among the worlds."""
        strides, step = {}, self._number
        for key, (_, bits) in self._open.items():
            step //= len(bits)
            strides[key] = step
        return strides

    @cached_property
    def _cells(self) -> dict[PartitionKey, Mapping[int, Worlds]]:
        """For each partition: the worlds in which it has one of some of the classes left."""
        return {
            key: cells_by_classes(self._strides[key], len(bits), self._number)
            for key, (_, bits) in self._open.items()
        }


def _beside(found: Mapping[int, Worlds], where: Iterable[tuple[int, Worlds]]) -> dict[int, Worlds]:
    """The combinations that can be present, and in which worlds, with one more check."""
    more: dict[int, Worlds] = {}
    for outcome, own in where:
        for present, worlds in found.items():
            if both := worlds & own:
                more[present | outcome] = more.get(present | outcome, 0) | both
    return more


def _side_by_side(columns: Iterable[Column], others: Iterable[Column]) -> Iterable[Column]:
    """What is present for each value, with one more check."""
    if columns == {()}:
        return others
    return {tuple(map(or_, one, other)) for one in columns for other in others}


@lru_cache(maxsize=4096)
def _is_uneven(column: Column, rest: int) -> bool:
    """Whether what is present along a column comes to different outcomes, beside some ``rest``."""
    return any(
        rest >> beside & 1 and len({rule_outcome(present | beside) for present in column}) > 1
        for beside in range(16)
    )
