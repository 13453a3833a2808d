"""Checks that share open facts, gone through one combination of what they share after another.

Such a combination is a world: in it the checks are free of each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, reduce
from itertools import chain, islice
from math import prod
from operator import or_

from compliance.engine.decision_table import Column, DecisionTable, Masks, Memory, bits_of
from compliance.engine.hitting_sets import first_hitting
from compliance.engine.outcomes import (
    DECIDED,
    NOTHING_PRESENT,
    outcomes_of,
    present_after,
    rule_outcome,
)
from compliance.engine.partitions import Partition, PartitionKey
from compliance.model.rulebook import FactId

AllMasks = tuple[Masks, ...]
"""For each of several tables, what the answers leave open on its partitions."""

Readers = Mapping[int, int]
"""The numbers of the tables that read a partition, and its place in each."""


class SharedInputs:
    """Every combination of classes that are left on the partitions that several tables share."""

    def __init__(
        self,
        tables: Sequence[DecisionTable],
        masks: AllMasks,
        shared: Mapping[PartitionKey, Readers],
    ) -> None:
        self.masks = masks
        self._tables = tables
        self._shared: dict[PartitionKey, tuple[Readers, tuple[int, ...]]] = {}
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

    def along(self, key: PartitionKey, readers: Readers) -> dict[int, int]:
        """What the tables can come to together for each class left on a partition, by its bit."""
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
        """The outcomes for each combination of classes on the first open partitions."""
        answers = prod(len(bits) for _, bits in islice(self._shared.values(), number))
        run = self._number // answers
        starts = range(0, self._number, run)
        return [outcomes_of(reduce(or_, self.present[s : s + run])) for s in starts]

    def differ_along(self, readers: Readers) -> bool:
        """Whether the outcome differs, in some combination, along a partition that is not shared.

        ``readers`` are those of the partition, each free of the others but for it.
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

    def _along_shared(self, key: PartitionKey) -> Iterator[tuple[int, int]]:
        """For each open class of a shared partition, the outcomes that go with it."""
        run = self._number
        for other, (_, bits) in self._shared.items():
            whole, run = run, run // len(bits)
            if other == key:
                for n, bit in enumerate(bits):
                    starts = range(n * run, self._number, whole)
                    yield bit, reduce(or_, (p for s in starts for p in self.present[s : s + run]))
                return

    def _combinations(self, number: int, own: Masks) -> tuple[list[Masks], list[int]]:
        """The states of a table's own partitions, and for each combination which of them it has."""
        masks, places = [own], [0]
        for readers, bits in self._shared.values():
            if number in readers:
                at, size = readers[number], len(bits)
                masks = [_with(one, at, bit) for one in masks for bit in bits]
                places = [place * size + n for place in places for n in range(size)]
            else:
                places = [place for place in places for _ in bits]
        return masks, places


def outcomes_apart(tables: Sequence[DecisionTable], masks: AllMasks) -> int:
    """All that tables that share nothing open can come to together, as a bit set."""
    present = NOTHING_PRESENT
    for table, own in zip(tables, masks, strict=True):
        present = present_after(present, table.decide(own))
    return outcomes_of(present)


def _only(facts: Collection[FactId], table: DecisionTable, masks: Masks) -> Masks:
    """The masks of a table where nothing but these facts is answered."""
    parts = zip(table.partitions, masks, table.full, strict=True)
    return tuple([mask if part.key[0] in facts else every for part, mask, every in parts])


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


__all__ = ["AllMasks", "RuleTables"]


class RuleTables:
    """The tables of one rule, or of one requirement in it."""

    def __init__(self, tables: Sequence[DecisionTable]) -> None:
        self.tables = tuple(tables)
        self._because = Memory(self._smallest_reason)
        self._missing = Memory(self._open_questions)
        self._along = Memory(self._worked_out_along)
        self._last: SharedInputs | None = None
        self._parts: dict[tuple[int, ...], RuleTables] = {}

    def part(self, places: tuple[int, ...]) -> RuleTables:
        """Some of the tables, such as those of one requirement, decided as one."""
        if places not in self._parts:
            self._parts[places] = RuleTables([self.tables[n] for n in places])
        return self._parts[places]

    @cached_property
    def facts(self) -> tuple[FactId, ...]:
        """The facts that are read, each once, by id."""
        return tuple(sorted({fact for table in self.tables for fact in table.facts}))

    @cached_property
    def readers(self) -> Mapping[PartitionKey, Readers]:
        """Where each partition is read."""
        found: dict[PartitionKey, dict[int, int]] = {}
        for number, table in enumerate(self.tables):
            for place, partition in enumerate(table.partitions):
                found.setdefault(partition.key, {})[number] = place
        return found

    @cached_property
    def _shared(self) -> Mapping[PartitionKey, Readers]:
        """The partitions that several tables read."""
        return {key: readers for key, readers in self.readers.items() if len(readers) > 1}

    def partition(self, key: PartitionKey) -> Partition:
        """The partition of a fact or a member that they read."""
        number, place = next(iter(self.readers[key].items()))
        return self.tables[number].partitions[place]

    def left(self, key: PartitionKey, masks: AllMasks) -> int:
        """The classes that are left on a partition that they read."""
        number, place = next(iter(self.readers[key].items()))
        return masks[number][place]

    def decide(self, masks: AllMasks) -> int:
        """The bit set of all that they can come to together.

        Checks that read the same open fact are not free to assume different values of it: every
        combination of classes on the shared open partitions is gone through by itself
        (docs/vocabulary.md, 3).
        """
        for readers in self._shared.values():
            number, place = next(iter(readers.items()))
            if masks[number][place] & (masks[number][place] - 1):
                return self._shared_inputs(masks).outcomes
        return outcomes_apart(self.tables, masks)

    def along(self, key: PartitionKey, masks: AllMasks) -> Mapping[int, int]:
        """The joint outcomes for each open class of a partition that they read, by its bit."""
        return self._along[key, masks]

    def by_answers(self, fact: FactId, masks: AllMasks) -> Collection[int]:
        """What they can come to for each whole answer to a fact, about all members of it."""
        own = {key: readers for key, readers in self.readers.items() if key[0] == fact}
        open_ = [key for key in own if self.left(key, masks) & (self.left(key, masks) - 1)]
        if len(open_) == 1:
            return self.along(open_[0], masks).values()
        return SharedInputs(self.tables, masks, {**own, **self._shared}).by_first(len(open_))

    def because(self, masks: AllMasks) -> tuple[FactId, ...]:
        """A smallest set of the answers given that alone yields the same outcomes.

        Ties go by fact id; empty if the outcomes are the same whatever the answers.
        """
        return self._because[masks]

    def missing(self, masks: AllMasks) -> tuple[FactId, ...]:
        """The open facts on which the whole still hangs, in the order of the checks.

        Exact: two values of such a fact, all others being the same, lead to different outcomes
        of the whole. A check can hang on more: where another one has settled it, for one.
        """
        return self._missing[masks]

    def forget(self) -> None:
        """Forget what was worked out; only to measure by."""
        for memory in (self._because, self._missing, self._along):
            memory.clear()
        self._last = None
        for part in self._parts.values():
            part.forget()

    def with_class(self, key: PartitionKey, classes: int, masks: AllMasks) -> AllMasks:
        """The same masks with these classes on one partition."""
        changed = list(masks)
        for number, place in self.readers.get(key, {}).items():
            own = changed[number]
            changed[number] = (*own[:place], classes, *own[place + 1 :])
        return tuple(changed)

    def _worked_out_along(self, of: tuple[PartitionKey, AllMasks]) -> Mapping[int, int]:
        key, masks = of
        return self._shared_inputs(masks).along(key, self.readers[key])

    def _shared_inputs(self, masks: AllMasks) -> SharedInputs:
        """The shared inputs of what is open; the last result is kept: callers ask in turn."""
        if self._last is None or self._last.masks != masks:
            self._last = SharedInputs(self.tables, masks, self._shared)
        return self._last

    # Why: a smallest set of answers hits every set that cannot be done without.

    def _smallest_reason(self, masks: AllMasks) -> tuple[FactId, ...]:
        if len(self.tables) == 1:
            return self.tables[0].because(masks[0])
        target = self.decide(masks)
        given = [fact for fact in self.facts if self._is_answered(fact, masks)]
        needed: list[frozenset[FactId]] = []
        while True:
            chosen = first_hitting(needed)
            if self._yields(target, self._with_only(chosen, masks)):
                return chosen
            kept = set(chosen)
            # Those that are in many sets already are kept first: sets with little in common show
            # soonest how many answers are needed.
            times = Counter(chain.from_iterable(needed))
            for fact in sorted(given, key=lambda fact: -times[fact]):
                if not self._yields(target, self._with_only({*kept, fact}, masks)):
                    kept.add(fact)
            needed.append(frozenset(given) - kept)

    def _yields(self, target: int, masks: AllMasks) -> bool:
        """Whether fewer answers come to what all of them do, ``target``; never do they to less.

        Two bounds are cheap, and mostly enough: in one of the worlds the tables come to a part of
        it, and taken apart they come to more than it or to just as much.
        """
        world = self._first_world(masks)
        if outcomes_apart(self.tables, world) & ~target:
            return False
        return outcomes_apart(self.tables, masks) == target or self.decide(masks) == target

    def _first_world(self, masks: AllMasks) -> AllMasks:
        """The masks with one class alone on each partition that several tables share."""
        world = [list(own) for own in masks]
        for readers in self._shared.values():
            for number, place in readers.items():
                world[number][place] &= -world[number][place]
        return tuple([tuple(own) for own in world])

    def _is_answered(self, fact: FactId, masks: AllMasks) -> bool:
        return any(
            partition.key[0] == fact and mask != partition.every
            for table, own in zip(self.tables, masks, strict=True)
            for partition, mask in zip(table.partitions, own, strict=True)
        )

    def _with_only(self, facts: Iterable[FactId], masks: AllMasks) -> AllMasks:
        """The masks where nothing but these facts is answered."""
        chosen = set(facts)
        return tuple(
            [
                table.full if chosen.isdisjoint(table.facts) else _only(chosen, table, own)
                for table, own in zip(self.tables, masks, strict=True)
            ]
        )

    # On which answers: flip one partition, all others being the same.

    def _open_questions(self, masks: AllMasks) -> tuple[FactId, ...]:
        if self.decide(masks) in DECIDED:
            return ()
        asked = dict.fromkeys(
            fact
            for table, own in zip(self.tables, masks, strict=True)
            for fact in table.missing(own)
        )
        if len(self.tables) == 1:
            return tuple(asked)
        return tuple(fact for fact in asked if self._depends_on(fact, masks))

    def _depends_on(self, fact: FactId, masks: AllMasks) -> bool:
        """Whether the whole differs for two values of the fact, by one partition of it at a time.

        Where different outcomes are left for two classes of a partition, it does. Where the same
        are, it may differ all the same, one way in one world and another way in another.
        """
        left = {key: self.left(key, masks) for key in self.readers if key[0] == fact}
        keys = [key for key, mask in left.items() if mask & (mask - 1)]
        return any(len(set(self.along(key, masks).values())) > 1 for key in keys) or any(
            self._differs_along(key, masks) for key in keys
        )

    def _differs_along(self, key: PartitionKey, masks: AllMasks) -> bool:
        shared = self._shared_inputs(masks)
        if key in self._shared:
            others = {other: own for other, own in self._shared.items() if other != key}
            shared = SharedInputs(self.tables, masks, others)
        return shared.differ_along(self.readers[key])
