"""Decision tables: a check as a finite function of the classes of its facts' values.

Deciding is a look-up; with open answers, the union over the cells still possible. Why an
outcome holds and what it hangs on are searches in the same small table, and exact.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import combinations, product
from typing import Generic, NamedTuple, TypeVar

from compliance.axis import MAX_REMEMBERED, Axis, AxisKey
from compliance.model import FactId
from compliance.outcome import DECIDED, Outcome, Outcomes, combined
from compliance.possible import ANYTHING, Possible

Masks = tuple[int, ...]
"""For each axis of a table, the classes still possible, as a bit set."""

T = TypeVar("T")


class Row(NamedTuple):
    """A printed row: what each axis must be (None: whatever it is), and the outcome."""

    conditions: tuple[tuple[str, ...] | None, ...]
    outcome: Outcome


class _Memory(dict[Masks, T], Generic[T]):
    """Remembers what was worked out for each masks: many States answer alike."""

    def __init__(self, work: Callable[[Masks], T]) -> None:
        super().__init__()
        self._work = work

    def __missing__(self, masks: Masks) -> T:
        if len(self) > MAX_REMEMBERED:
            self.clear()
        found = self[masks] = self._work(masks)
        return found


class Table:
    """The outcome of one check for every combination of classes; the last axis runs fastest."""

    def __init__(self, axes: tuple[Axis, ...], cells: bytes) -> None:
        self.axes = axes
        self.cells = cells
        self._decided = _Memory(self._union)
        self._because = _Memory(self._smallest_reason)
        self._missing = _Memory(self._open_questions)

    @cached_property
    def strides(self) -> tuple[int, ...]:
        """How far apart neighbours on each axis lie in ``cells``."""
        strides = []
        step = len(self.cells)
        for axis in self.axes:
            step //= len(axis.classes)
            strides.append(step)
        return tuple(strides)

    @cached_property
    def facts(self) -> tuple[FactId, ...]:
        """The facts the check reads, each once, by id."""
        return tuple(sorted({axis.key[0] for axis in self.axes}))

    @cached_property
    def full(self) -> Masks:
        """Every class of every axis: nothing answered."""
        return tuple(axis.every for axis in self.axes)

    def masks(self, answers: Mapping[FactId, Possible]) -> Masks:
        """What the answers leave open on each axis."""
        return tuple(axis.mask(answers.get(axis.key[0], ANYTHING)) for axis in self.axes)

    def pick(self, masks: Mapping[Axis, int]) -> Masks:
        """The table's own axes from masks worked out for many tables at once."""
        return tuple([masks[axis] for axis in self.axes])

    def without(self, facts: Collection[FactId], masks: Masks) -> Masks:
        """The same masks with nothing answered of ``facts``."""
        return tuple(
            axis.every if axis.key[0] in facts else mask
            for axis, mask in zip(self.axes, masks, strict=True)
        )

    def forget(self) -> None:
        """Forget what was worked out; only to measure by."""
        for memory in (self._decided, self._because, self._missing):
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

    def each(self, masks: Sequence[int]) -> list[int]:
        """The outcome of every cell that ``masks`` leaves possible, in the order of the cells."""
        return [self.cells[cell] for cell in self._possible_cells(masks)]

    def _union(self, masks: Sequence[int]) -> int:
        bits = 0
        for cell in self._possible_cells(masks):
            bits |= self.cells[cell]
        return bits

    def _possible_cells(self, masks: Sequence[int], only: FactId | None = None) -> list[int]:
        """Offsets of the possible cells; with ``only``, of that fact's axes alone."""
        cells = [0]
        for axis, mask, stride in zip(self.axes, masks, self.strides, strict=True):
            if only is None or axis.key[0] == only:
                steps = [n * stride for n in range(len(axis.classes)) if mask >> n & 1]
                cells = [cell + step for cell in cells for step in steps]
        return cells

    def _smallest_reason(self, masks: Masks) -> tuple[FactId, ...]:
        target = self.decide(masks)
        given = [fact for fact in self.facts if self._is_answered(fact, masks)]
        for size in range(len(given) + 1):
            for chosen in combinations(given, size):
                kept = tuple(
                    mask if axis.key[0] in chosen else axis.every
                    for axis, mask in zip(self.axes, masks, strict=True)
                )
                if self.decide(kept) == target:
                    return chosen
        raise AssertionError("all the answers given yield what they yield")

    def _is_answered(self, fact: FactId, masks: Sequence[int]) -> bool:
        return any(
            axis.key[0] == fact and mask != axis.every
            for axis, mask in zip(self.axes, masks, strict=True)
        )

    def _open_questions(self, masks: Masks) -> tuple[FactId, ...]:
        if self.decide(masks) in DECIDED:
            return ()
        return tuple(fact for fact in self.facts if self.hangs_on(fact, masks))

    def hangs_on(self, fact: FactId, masks: Sequence[int]) -> bool:
        """Whether the outcome differs for some two values of ``fact`` alone."""
        own = self._possible_cells(masks, only=fact)
        first = [
            mask & -mask if axis.key[0] == fact else mask
            for axis, mask in zip(self.axes, masks, strict=True)
        ]
        base = min(own)
        return any(
            len({self.cells[cell - base + step] for step in own}) > 1
            for cell in self._possible_cells(first)
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
        if depth == len(self.axes):
            yield (), cells[0]
            return
        axis, step = self.axes[depth], self.strides[depth]
        alike: dict[bytes, list[str]] = {}
        for number, cls in enumerate(axis.classes):
            part = cells[number * step : (number + 1) * step]
            alike.setdefault(part, []).append(cls.label)
        for part, labels in alike.items():
            own = None if len(alike) == 1 else tuple(labels)
            for rest, bits in self._merge(depth + 1, part):
                yield (own, *rest), bits


def together(tables: Sequence[Table], masks: Sequence[Masks]) -> int:
    """The outcomes that a rule (or a demand) of several checks can come to, as a bit set.

    Checks that read the same open fact are not free to assume different values of it: every
    combination of classes on the shared open axes is gone through by itself
    (docs/vocabulary.md, 3).
    """
    if len(tables) == 1:
        return tables[0].decide(masks[0])
    seen: dict[AxisKey, int] = {}
    shared: dict[AxisKey, int] = {}
    for table, own in zip(tables, masks, strict=True):
        for axis, mask in zip(table.axes, own, strict=True):
            if mask & (mask - 1):
                if axis.key in seen:
                    shared[axis.key] = mask
                seen[axis.key] = mask
    result = 0
    for combination in product(*(list(single_bits(mask)) for mask in shared.values())):
        fixed = dict(zip(shared, combination, strict=True))
        sets = [
            table.decide(
                tuple(fixed.get(axis.key, mask) for axis, mask in zip(table.axes, own, strict=True))
            )
            for table, own in zip(tables, masks, strict=True)
        ]
        result |= combined(sets)
    return result


def single_bits(mask: int) -> Iterator[int]:
    """The bits of a mask one by one: its classes, each a mask of its own."""
    while mask:
        lowest = mask & -mask
        yield lowest
        mask ^= lowest
