"""The tables of one rule, decided as one: outcomes, reasons, and the questions that are open."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Mapping, Sequence
from functools import cached_property
from operator import itemgetter

from compliance.engine.decision_table import DecisionTable, Memory
from compliance.engine.outcomes import DECIDED, combined
from compliance.engine.partitions import Partition, PartitionKey
from compliance.engine.reasons import Reason
from compliance.engine.shared_inputs import AllMasks, Readers, SharedInputs
from compliance.model.rulebook import FactId

__all__ = ["AllMasks", "RuleTables"]


class RuleTables:
    """The tables of one rule, or of one requirement in it."""

    def __init__(self, tables: Sequence[DecisionTable]) -> None:
        self.tables = tuple(tables)
        self._because = Memory(self._smallest_reason)
        self._missing = Memory(self._open_questions)
        self._along = Memory(self._worked_out_along)
        self._hanging = Memory(self._depends_on)
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
    def open_in(self) -> Callable[[Mapping[Partition, int]], Hashable]:
        """Of masks worked out for many tables those that these read, each once."""
        read = dict.fromkeys(part for table in self.tables for part in table.partitions)
        return itemgetter(*read) if read else lambda _: ()

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
        parts = zip(self.tables, masks, strict=True)
        return combined(table.decide(own) for table, own in parts)

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
        """The open facts on which the whole still depends, in the order of the checks.

        Exact: two values of such a fact, all others being the same, lead to different outcomes
        of the whole. A check can depend on more: where another one has settled it, for one.
        """
        return self._missing[masks]

    def depends_on(self, fact: FactId, masks: AllMasks) -> bool:
        """Whether a fact is among those that are ``missing``."""
        return fact in self.facts and self._hanging[fact, masks]

    def open_facts(self, masks: AllMasks) -> Collection[FactId]:
        """The facts of which more than one value is left."""
        parts = zip(self.tables, masks, strict=True)
        return dict.fromkeys(
            partition.key[0]
            for table, own in parts
            for partition, mask in zip(table.partitions, own, strict=True)
            if mask & (mask - 1)
        )

    def forget(self) -> None:
        """Forget what was worked out; only to measure by."""
        for memory in (self._because, self._missing, self._along, self._hanging):
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
        left = self.left(key, masks)
        if not left & (left - 1):
            return {left: self.decide(masks)}
        if key in self._shared:
            return self._shared_inputs(masks).along(key)
        [(number, place)] = self.readers[key].items()
        return self._shared_inputs(masks).along_own(number, place)

    def _shared_inputs(self, masks: AllMasks) -> SharedInputs:
        """The shared inputs of what is open; the last result is kept: callers ask in turn."""
        if self._last is None or self._last.masks != masks:
            self._last = SharedInputs(self.tables, masks, self._shared)
        return self._last

    def _smallest_reason(self, masks: AllMasks) -> tuple[FactId, ...]:
        if len(self.tables) == 1:
            return self.tables[0].because(masks[0])
        return Reason(self.tables, self._shared, self.decide, masks).smallest()

    # On which answers: flip one partition, all others being the same.

    def _open_questions(self, masks: AllMasks) -> tuple[FactId, ...]:
        if self.decide(masks) in DECIDED:
            return ()
        asked = dict.fromkeys(
            fact
            for table, own in zip(self.tables, masks, strict=True)
            for fact in table.missing(own)
        )
        return tuple(fact for fact in asked if self.depends_on(fact, masks))

    def _depends_on(self, of: tuple[FactId, AllMasks]) -> bool:
        """Whether the whole differs for two values of the fact, by one partition of it at a time.

        Where it differs for two answers about many members, it differs for two that are apart in
        one member alone.
        """
        fact, masks = of
        parts = zip(self.tables, masks, strict=True)
        if not any(table.depends_on(fact, own) for table, own in parts):
            return False
        left = {key: self.left(key, masks) for key in self.readers if key[0] == fact}
        return len(self.tables) == 1 or any(
            self._differs_along(key, masks) for key, own in left.items() if own & (own - 1)
        )

    def _differs_along(self, key: PartitionKey, masks: AllMasks) -> bool:
        inputs = self._shared_inputs(masks)
        if key in self._shared:
            # Where different outcomes are left for two classes, it differs. Where the same are,
            # it may differ all the same, one way in one world and another way in another.
            if len(set(self.along(key, masks).values())) > 1:
                return True
            others = {other: own for other, own in self._shared.items() if other != key}
            inputs = SharedInputs(self.tables, masks, others)
        return inputs.differ_along(self.readers[key])
