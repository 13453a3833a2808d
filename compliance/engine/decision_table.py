"""Decision tables: a check as a finite function of the classes of its facts' values.

Deciding is a look-up; with open answers it is the union over the cells still possible. The reason
of an outcome and the open questions are exact searches in the same small table.

A set of cells is one number: bit *c* is set if cell *c* is in it. Example: partition A has the
classes a0, a1, a2, partition B has b0, b1. The cell of (a, b) is 2 * a + b; strides are (2, 1)::

              b0            b1
    a0    0: met        1: partly met
    a1    2: partly met 3: partly met
    a2    4: not met    5: not met

"A is a0 or a1" leaves the cells 0b001111, "B is b0" the cells 0b010101. Both leave 0b000101, the
cells 0 and 2: met or partly met. Shifting by a stride moves a class onto its neighbour, so classes
are compared without going through cells one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial, reduce
from itertools import combinations, product
from operator import or_
from typing import Generic, NamedTuple, TypeVar

from compliance.engine.outcomes import DECIDED, NOT_APPLICABLE, Outcome, Outcomes
from compliance.engine.partitions import Partition
from compliance.model.rulebook import FactId
from compliance.model.value_sets import UNKNOWN, ValueSet

Masks = tuple[int, ...]
"""For each partition of a table, the classes still possible, as a bit set."""

Column = tuple[int, ...]
"""The outcomes for the values left on one partition, all others being the same."""

MAX_REMEMBERED = 256
"""Of so many states of a table what was worked out is remembered; then it begins anew."""

Key = TypeVar("Key")
T = TypeVar("T")


class Row(NamedTuple):
    """A printed row: what each partition must be (None: whatever it is), and the outcome."""

    conditions: tuple[tuple[str, ...] | None, ...]
    outcome: Outcome


class Memory(dict[Key, T], Generic[Key, T]):
    """Remembers what was worked out for each masks: many States answer alike."""

    def __init__(self, work: Callable[[Key], T]) -> None:
        super().__init__()
        self._work = work

    def __missing__(self, masks: Key) -> T:
        if len(self) > MAX_REMEMBERED:
            self.clear()
        found = self[masks] = self._work(masks)
        return found


class DecisionTable:
    """The outcome of one check for each combination of classes; the last partition runs fastest."""

    def __init__(self, partitions: tuple[Partition, ...], cells: bytes) -> None:
        self.partitions = partitions
        self.cells = cells
        self._decided = Memory(self._union)
        self._because = Memory(self._smallest_reason)
        self._missing = Memory(self._open_questions)
        self._columns = Memory(self._worked_out_columns)

    @cached_property
    def strides(self) -> tuple[int, ...]:
        """How far apart neighbours on each partition lie in ``cells``."""
        strides = []
        step = len(self.cells)
        for partition in self.partitions:
            step //= len(partition.classes)
            strides.append(step)
        return tuple(strides)

    @cached_property
    def facts(self) -> tuple[FactId, ...]:
        """The facts the check reads, each once, by id."""
        return tuple(sorted({partition.key[0] for partition in self.partitions}))

    @cached_property
    def full(self) -> Masks:
        """Every class of every partition: nothing answered."""
        return tuple(partition.every for partition in self.partitions)

    @cached_property
    def ever(self) -> int:
        """The bit set of all outcomes that it can come to."""
        return self.decide(self.full)

    def masks(self, answers: Mapping[FactId, ValueSet]) -> Masks:
        """What the answers leave open on each partition."""
        return tuple(
            partition.mask(answers.get(partition.key[0], UNKNOWN)) for partition in self.partitions
        )

    def pick(self, masks: Mapping[Partition, int]) -> Masks:
        """The table's own partitions from masks worked out for many tables at once."""
        return tuple([masks[partition] for partition in self.partitions])

    def without(self, facts: Collection[FactId], masks: Masks) -> Masks:
        """The same masks with nothing answered of ``facts``."""
        return tuple(
            partition.every if partition.key[0] in facts else mask
            for partition, mask in zip(self.partitions, masks, strict=True)
        )

    def forget(self) -> None:
        """Forget what was worked out; only to measure by."""
        for memory in (self._decided, self._because, self._missing, self._columns):
            memory.clear()

    def decide(self, masks: Masks) -> int:
        """The bit set of outcomes over every cell that ``masks`` leaves possible."""
        return self._decided[masks]

    def because(self, masks: Masks) -> tuple[FactId, ...]:
        """A smallest set of the answers given that alone yields the same outcomes.

        Ties go by fact id; empty if the outcomes are the same whatever the answers.
        """
        return self._because[masks]

    def missing(self, masks: Masks) -> tuple[FactId, ...]:
        """The open facts on whose answer the outcome still depends."""
        return self._missing[masks]

    def columns(self, masks: Masks, place: int) -> frozenset[Column]:
        """The outcomes along one partition, for each combination of the others that is possible."""
        return self._columns[masks, place]

    def _worked_out_columns(self, of: tuple[Masks, int]) -> frozenset[Column]:
        masks, place = of
        columns: dict[Column, int] = {(): self._possible((*masks[:place], 1, *masks[place + 1 :]))}
        for n in places_in(masks[place]):
            step = n * self.strides[place]
            columns = {
                (*column, outcome): both
                for column, others in columns.items()
                for outcome, cells in self._where
                if (both := others & cells >> step)
            }
        return frozenset(columns)

    def outcomes_by(self, masks: Masks, places: Iterable[int]) -> bytes:
        """The bit set of outcomes for each combination of the classes left on some partitions.

        The last of these ``places`` runs fastest.
        """
        found = [self._possible(masks)]
        for place in places:
            cells = [self._by_classes[place][bit] for bit in bits_of(masks[place])]
            found = [possible & own for possible in found for own in cells]
        return bytes(map(self._outcomes_in, found))

    def _union(self, masks: Masks) -> int:
        if masks == self.full:
            return reduce(or_, self.cells)
        return self._outcomes_in(self._possible(masks))

    def _outcomes_in(self, cells: int) -> int:
        bits = 0
        for outcome, own in self._where:
            if own & cells:
                bits |= outcome
        return bits

    def _possible(self, masks: Masks) -> int:
        """The cells that are left, as the bits of one number."""
        possible = -1
        for cells, mask in zip(self._by_classes, masks, strict=True):
            possible &= cells[mask]
        return possible

    @cached_property
    def _by_classes(self) -> tuple[Memory[int, int], ...]:
        """For each partition: the cells in which it has one of the classes of a mask, by mask."""
        number = len(self.cells)
        shape = zip(self.partitions, self.strides, strict=True)
        return tuple(
            cells_by_classes(stride, len(partition.classes), number) for partition, stride in shape
        )

    @cached_property
    def _where(self) -> tuple[tuple[int, int], ...]:
        """Each outcome that there is, as a bit, and its cells, as the bits of one number."""
        backwards = self.cells[::-1]
        return tuple((own, cells_with(own, backwards)) for own in sorted(set(backwards)))

    def _smallest_reason(self, masks: Masks) -> tuple[FactId, ...]:
        target = self.decide(masks)
        given = [fact for fact in self.facts if self._is_answered(fact, masks)]
        for size in range(len(given) + 1):
            for chosen in combinations(given, size):
                kept = tuple(
                    mask if partition.key[0] in chosen else partition.every
                    for partition, mask in zip(self.partitions, masks, strict=True)
                )
                if self.decide(kept) == target:
                    return chosen
        raise AssertionError("all the answers given yield what they yield")

    def _is_answered(self, fact: FactId, masks: Sequence[int]) -> bool:
        return any(
            partition.key[0] == fact and mask != partition.every
            for partition, mask in zip(self.partitions, masks, strict=True)
        )

    def _open_questions(self, masks: Masks) -> tuple[FactId, ...]:
        if self.decide(masks) in DECIDED:
            return ()
        return tuple(fact for fact in self.facts if self.depends_on(fact, masks))

    def depends_on(self, fact: FactId, masks: Masks) -> bool:
        """Whether the outcome differs for some two values of ``fact`` alone.

        Where it differs for two answers about many members, it differs for two that are apart in
        one member alone: so one partition at a time is enough.
        """
        return any(
            self._differs_along(place, masks)
            for place, partition in enumerate(self.partitions)
            if partition.key[0] == fact and masks[place] & (masks[place] - 1)
        )

    def _differs_along(self, place: int, masks: Masks) -> bool:
        """Whether the outcome depends on this partition: its open classes have different cells."""
        # `cells >> step & first`: the cells of one outcome in class n, moved onto class 0. In the
        # table above, "not met" along A is 0b11 for a2 and 0 for a0 and a1: A matters.
        first = self._possible((*masks[:place], 1, *masks[place + 1 :]))
        steps = [n * self.strides[place] for n in places_in(masks[place])]
        return any(len({cells >> step & first for step in steps}) > 1 for _, cells in self._where)

    def never_falls(self, before: Masks, after: Masks) -> bool:
        """Whether the outcome cannot be lower ``after``, nor come to apply or cease to.

        Partitions with the same classes left are taken to have the same one before and after;
        the others are free. So each combination of the same ones is looked at by itself::

            school: residents -> every child    papers: open, open
            papers yes: not met -> not met      papers no: not met -> met     never falls
        """
        same = [
            bits_of(mask) if mask == other else (None,)
            for mask, other in zip(before, after, strict=True)
        ]
        return all(
            _is_no_lower(
                self.decide(_chosen(after, classes)), self.decide(_chosen(before, classes))
            )
            for classes in product(*same)
        )

    def rows(self) -> list[Row]:
        """The table as a person reads it: classes with the same consequences merged."""
        return [
            Row(conditions, Outcomes.from_bits(bits)._members[0])
            for conditions, bits in self._merge(0, self.cells)
        ]

    def _merge(
        self, depth: int, cells: bytes
    ) -> Iterator[tuple[tuple[tuple[str, ...] | None, ...], int]]:
        if depth == len(self.partitions):
            yield (), cells[0]
            return
        partition, step = self.partitions[depth], self.strides[depth]
        alike: dict[bytes, list[str]] = {}
        for number, cls in enumerate(partition.classes):
            part = cells[number * step : (number + 1) * step]
            alike.setdefault(part, []).append(cls.label)
        for part, labels in alike.items():
            own = None if len(alike) == 1 else tuple(labels)
            for rest, bits in self._merge(depth + 1, part):
                yield (own, *rest), bits


def _chosen(masks: Masks, classes: Iterable[int | None]) -> Masks:
    """The masks with these classes alone; those for which there is None as they are."""
    return tuple(
        mask if chosen is None else chosen for mask, chosen in zip(masks, classes, strict=True)
    )


@lru_cache(maxsize=256)
def _is_no_lower(after: int, before: int) -> bool:
    """Whether every outcome of one bit set is at least every one of the other, or none applies."""
    if (after | before) & NOT_APPLICABLE:
        return after == before == NOT_APPLICABLE
    return after & -after >= 1 << before.bit_length() - 1


_DIGITS = [bytes(48 + bool(own & outcomes) for own in range(256)) for outcomes in range(16)]
"""For each set of outcomes what makes of an outcome the digit 1 if it is in the set, else 0."""


def cells_with(outcomes: int, backwards: bytes) -> int:
    """The cells with one of the outcomes, as the bits of one number; from the last cell back."""
    return int(backwards.translate(_DIGITS[outcomes]), 2)


@lru_cache(maxsize=4096)
def cells_by_classes(stride: int, size: int, number: int) -> Memory[int, int]:
    """The cells by the classes of a partition: tables of the same shape have the same."""
    return Memory(partial(_cells_in, stride, size, number))


def _cells_in(stride: int, size: int, number: int, mask: int) -> int:
    """The cells of a table in which a partition has one of the classes of a mask, as bits."""
    one = sum(((1 << stride) - 1) << n * stride for n in places_in(mask))
    return sum(one << start for start in range(0, number, stride * size))


@lru_cache(maxsize=4096)
def places_in(mask: int) -> tuple[int, ...]:
    """The places of the classes of a mask."""
    return tuple(n for n in range(mask.bit_length()) if mask >> n & 1)


@lru_cache(maxsize=4096)
def bits_of(mask: int) -> tuple[int, ...]:
    """The classes of a mask, each a mask of its own."""
    return tuple(1 << n for n in places_in(mask))


def single_bits(mask: int) -> Iterator[int]:
    """The bits of a mask one by one: its classes, each a mask of its own."""
    while mask:
        lowest = mask & -mask
        yield lowest
        mask ^= lowest
