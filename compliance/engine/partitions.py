"""The partitions of decision tables: a fact's values, in classes that no expression tells apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from compliance.model.rulebook import Fact, FactId
from compliance.model.value_sets import UNKNOWN, Point, Range, ValueSet, limits, whole_steps

MAX_REMEMBERED = 4096
"""Of so many answers it is remembered what they leave open; then it begins anew."""

PartitionKey = tuple[FactId, str | None]
"""A fact, and for a fact with many members the one meant."""


class ValueClass(NamedTuple):
    """Values of a fact that no expression of the rule tells apart.

    A listed value has ``value``. A number or day is either the point ``low == high`` or lies
    strictly between the two (None: no end on that side).
    """

    label: str
    value: bool | str | None = None
    low: Point | None = None
    high: Point | None = None

    @property
    def is_point(self) -> bool:
        """Whether it is one number or day, not a stretch of them."""
        return self.value is None and self.low is not None and self.low == self.high


class Partition:
    """One dimension of a table: a fact (or one member of it) and the classes of its values."""

    def __init__(self, fact: Fact, member: str | None = None, cuts: Iterable[Point] = ()) -> None:
        self.fact = fact
        self.key: PartitionKey = (fact.id, member)
        self.cuts = tuple(sorted(cuts))
        self.classes = tuple(self._classes(member))
        self.every = (1 << len(self.classes)) - 1

    def _classes(self, member: str | None) -> Iterator[ValueClass]:
        if member is not None or self.fact.type == "yes_no":
            yield from (ValueClass("yes", value=True), ValueClass("no", value=False))
        elif self.fact.type == "choice":
            yield from (ValueClass(choice, value=choice) for choice in self.fact.choices)
        else:
            yield from self._stretches()

    def _stretches(self) -> Iterator[ValueClass]:
        """Below, at and between the cuts, and above, as far as the fact's limits allow any."""
        ends: list[Point | None] = [None, *self.cuts, None]
        domain = limits(self.fact)
        for low, high in pairwise(ends):
            if domain.meets(low, high, whole_steps=self.whole_steps):
                yield ValueClass(_stretch_label(self.fact, low, high), low=low, high=high)
            if high is not None:
                yield ValueClass(point_label(self.fact, high), low=high, high=high)

    @property
    def whole_steps(self) -> bool:
        """Whether the values are whole numbers or days."""
        return whole_steps(self.fact)

    def mask(self, possible: ValueSet) -> int:
        """The classes that ``possible`` leaves open, as a bit set."""
        if possible is UNKNOWN:
            return self.every
        return sum(1 << n for n, c in enumerate(self.classes) if self._open(c, possible))

    def _open(self, cls: ValueClass, possible: ValueSet) -> bool:
        if self.key[1] is not None:
            return cls.value in possible.member(self.key[1])
        if cls.value is not None:
            return possible.values is None or cls.value in possible.values
        if possible.ranges is None:
            return True
        if cls.is_point:
            return any(cls.low is not None and r.has(cls.low) for r in possible.ranges)
        steps = self.whole_steps
        return any(
            self._within(r).meets(cls.low, cls.high, whole_steps=steps) for r in possible.ranges
        )

    def _within(self, stretch: Range) -> Range:
        """The part of ``stretch`` inside the fact's limits."""
        domain = limits(self.fact)
        lows = [p for p in (domain.low, stretch.low) if p is not None]
        highs = [p for p in (domain.high, stretch.high) if p is not None]
        return Range(max(lows, default=None), min(highs, default=None), stretch.without)

    def value_set(self, classes: int, since: Point | None = None) -> ValueSet:
        """An answer that leaves just these classes, of days those from ``since`` on."""
        chosen = [self.classes[n] for n in range(len(self.classes)) if classes >> n & 1]
        member = self.key[1]
        if member is not None:
            return ValueSet(members=((member, frozenset(bool(cls.value) for cls in chosen)),))
        if self.fact.type in ("yes_no", "choice"):
            return ValueSet(values=frozenset(c.value for c in chosen if c.value is not None))
        return ValueSet(ranges=tuple(self._ranges(chosen, since)))

    def _ranges(self, chosen: Iterable[ValueClass], since: Point | None) -> Iterator[Range]:
        """The stretches of the classes; those that lie side by side are one."""
        runs: list[list[ValueClass]] = []
        for cls in chosen:
            before = runs[-1][-1] if runs else None
            if before and before.high == cls.low is not None and before.is_point != cls.is_point:
                runs[-1].append(cls)
            else:
                runs.append([cls])
        domain = limits(self.fact)
        step = 1 if self.whole_steps else 0
        for run in runs:
            (low, first), (high, last) = (run[0].low, run[0]), (run[-1].high, run[-1])
            outside = [] if step else [(low, first.is_point), (high, last.is_point)]
            without = frozenset(p for p, inside in outside if p is not None and not inside)
            low = domain.low if low is None else low + (0 if first.is_point else step)
            high = domain.high if high is None else high - (0 if last.is_point else step)
            yield Range(
                max((p for p in (low, since) if p is not None), default=None), high, without
            )


def point_label(fact: Fact, at: Point) -> str:
    """A number or day as it is written."""
    return date.fromordinal(int(at)).isoformat() if fact.type == "date" else str(at)


def _stretch_label(fact: Fact, low: Point | None, high: Point | None) -> str:
    words = ("before", "after") if fact.type == "date" else ("below", "above")
    if low is None and high is None:
        return "any"
    parts = []
    if low is not None:
        parts.append(f"{words[1]} {point_label(fact, low)}")
    if high is not None:
        parts.append(f"{words[0]} {point_label(fact, high)}")
    return " and ".join(parts)


class Partitions:
    """The partitions of many tables, each once: an answer is put into classes once for all."""

    def __init__(self) -> None:
        self._open: dict[Partition, int] = {}
        self._by_fact: dict[FactId, list[Partition]] = {}
        self._known: dict[tuple[PartitionKey, tuple[Point, ...]], Partition] = {}
        self._closed: dict[tuple[FactId, ValueSet], dict[Partition, int]] = {}

    def partition(self, fact: Fact, member: str | None, cuts: tuple[Point, ...]) -> Partition:
        """The partition of the fact with these cuts, made where it is not there yet."""
        key = ((fact.id, member), cuts)
        if key not in self._known:
            partition = self._known[key] = Partition(fact, member, cuts)
            self._open[partition] = partition.every
            self._by_fact.setdefault(fact.id, []).append(partition)
        return self._known[key]

    def masks(self, answers: Mapping[FactId, ValueSet]) -> dict[Partition, int]:
        """What the answers leave open on every partition."""
        masks = self._open.copy()
        for answer in answers.items():
            closed = self._closed.get(answer)
            masks.update(self._close(answer) if closed is None else closed)
        return masks

    def of_fact(self, fact: FactId) -> Sequence[Partition]:
        """The partitions of a fact and of all its members."""
        return self._by_fact.get(fact, [])

    def _close(self, answer: tuple[FactId, ValueSet]) -> dict[Partition, int]:
        """What one answer leaves open on its fact's partitions. Remembered: many answer alike."""
        if len(self._closed) > MAX_REMEMBERED:
            self._closed.clear()
        fact, possible = answer
        closed = {partition: partition.mask(possible) for partition in self._by_fact.get(fact, ())}
        self._closed[answer] = closed
        return closed
