"""Checks that share open facts, gone through one combination of what they share after another.

Such a combination is a world: in it the checks are free of each other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, reduce
from itertools import islice
from math import prod
from operator import or_

from compliance.axis import AxisKey
from compliance.outcome import NOTHING_PRESENT, outcomes_of, present_after, rule_outcome
from compliance.table import Column, Masks, Table, bits_of

AllMasks = tuple[Masks, ...]
"""For each of several tables, what the answers leave open on its axes."""

Readers = Mapping[int, int]
"""The numbers of the tables that read an axis, and its place in each."""


class Worlds:
    """Every combination of classes that are left on the axes that several tables share."""

    def __init__(
        self, tables: Sequence[Table], masks: AllMasks, shared: Mapping[AxisKey, Readers]
    ) -> None:
        self.masks = masks
        self._tables = tables
        self._shared: dict[AxisKey, tuple[Readers, tuple[int, ...]]] = {}
        for key, readers in shared.items():
            number = next(iter(readers))
            left = masks[number][readers[number]]
            if left & (left - 1):
                self._shared[key] = readers, bits_of(left)
        self._combined = [self._combinations(number, own) for number, own in enumerate(masks)]
        self._known: dict[int, list[int]] = {}

    @cached_property
    def present(self) -> list[int]:
        """For each world the combinations of outcomes that can be present."""
        return self._fold(range(len(self._tables)))

    @property
    def outcomes(self) -> int:
        """All that the tables can come to together, as a bit set."""
        return outcomes_of(reduce(or_, self.present))

    def along(self, key: AxisKey, readers: Readers) -> dict[int, int]:
        """What the tables can come to together for each class left on an axis, by its bit."""
        if key in self._shared:
            return {bit: outcomes_of(present) for bit, present in self._along_shared(key)}
        number, place = next(iter(readers.items()))
        left = self.masks[number][place]
        if not left & (left - 1):
            return {left: self.outcomes}
        rest = self._fold(self._others(readers))
        masks, places = self._combined[number]
        runs = [self._tables[number].along(one, place) for one in masks]
        found = []
        for came in zip(*runs, strict=True):
            present = map(present_after, rest, [came[at] for at in places])
            found.append(outcomes_of(reduce(or_, present)))
        return dict(zip(bits_of(left), found, strict=True))

    def by_first(self, number: int) -> list[int]:
        """What the tables can come to for each combination of classes on the first open axes."""
        answers = prod(len(bits) for _, bits in islice(self._shared.values(), number))
        run = self._number // answers
        starts = range(0, self._number, run)
        return [outcomes_of(reduce(or_, self.present[s : s + run])) for s in starts]

    def differ_along(self, readers: Readers) -> bool:
        """Whether what the tables come to differs, in some world, along an axis not shared here.

        ``readers`` are those of the axis, each free of the others but for it.
        """
        rest = self._fold(self._others(readers))
        reading = [self._combined[number] for number in readers]
        places = [placed for _, placed in reading]
        for present, *at in dict.fromkeys(zip(rest, *places, strict=True)):
            columns: Iterable[Column] = {()}
            for (number, place), (masks, _), n in zip(readers.items(), reading, at, strict=True):
                columns = _side_by_side(columns, self._tables[number].columns(masks[n], place))
            if any(_is_uneven(column, present) for column in columns):
                return True
        return False

    def _others(self, readers: Readers) -> list[int]:
        return [number for number in range(len(self._tables)) if number not in readers]

    def _fold(self, numbers: Iterable[int]) -> list[int]:
        """For each world what can be present in these tables."""
        present = [NOTHING_PRESENT] * self._number
        for number in numbers:
            present = list(map(present_after, present, self._decided(number)))
        return present

    def _decided(self, number: int) -> list[int]:
        """What a table can come to, world by world."""
        if number not in self._known:
            own, places = self._combined[number]
            decided = [self._tables[number].decide(one) for one in own]
            self._known[number] = [decided[place] for place in places]
        return self._known[number]

    @property
    def _number(self) -> int:
        return prod(len(bits) for _, bits in self._shared.values())

    def _along_shared(self, key: AxisKey) -> Iterator[tuple[int, int]]:
        """For each class left on a shared axis, what can be present in the worlds that have it."""
        run = self._number
        for other, (_, bits) in self._shared.items():
            whole, run = run, run // len(bits)
            if other == key:
                for n, bit in enumerate(bits):
                    starts = range(n * run, self._number, whole)
                    yield bit, reduce(or_, (p for s in starts for p in self.present[s : s + run]))
                return

    def _combinations(self, number: int, own: Masks) -> tuple[list[Masks], list[int]]:
        """What a table's own axes can be in the worlds, and for each world which of them it is."""
        masks, places = [own], [0]
        for readers, bits in self._shared.values():
            if number in readers:
                at, size = readers[number], len(bits)
                masks = [_with(one, at, bit) for one in masks for bit in bits]
                places = [place * size + n for place in places for n in range(size)]
            else:
                places = [place for place in places for _ in bits]
        return masks, places


def outcomes_apart(tables: Sequence[Table], masks: AllMasks) -> int:
    """All that tables that share nothing open can come to together, as a bit set."""
    present = NOTHING_PRESENT
    for table, own in zip(tables, masks, strict=True):
        present = present_after(present, table.decide(own))
    return outcomes_of(present)


def _with(masks: Masks, place: int, classes: int) -> Masks:
    return (*masks[:place], classes, *masks[place + 1 :])


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
