"""Changes of facts: which there can be, and sets of them that work together.

A change sets one fact (or one member of it) to a value, or to any of a few that do alike. Facts
that nobody can change stay as they are, and so does a day that is past.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from itertools import chain, product
from math import prod
from operator import lshift

from compliance.engine.decision_table import DecisionTable, Masks, cells_with, single_bits
from compliance.engine.outcomes import MET, NOT_APPLICABLE, NOT_MET, PARTLY_MET
from compliance.engine.partitions import Partition, PartitionKey, ValueClass
from compliance.model.rulebook import FactId
from compliance.model.value_sets import UNKNOWN, ValueSet, common


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact, or one member of it, is brought to one of these values; any of them will do."""

    fact: FactId
    member: str | None
    to: ValueSet
    key: PartitionKey = field(init=False, repr=False, compare=False)
    """The partition that it sets."""
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", (self.fact, self.member))
        object.__setattr__(self, "_hash", hash((self.fact, self.member, self.to)))

    def __hash__(self) -> int:  # worked out once: a plan looks a change up in many requirements
        return self._hash

    @property
    def order(self) -> tuple[str, str, str]:
        """Where it stands in a list: by id, so that the same plan always reads the same."""
        return self.fact, self.member or "", _as_text(self.to)


Changes = tuple[FactChange, ...]
"""Changes that work together, in order; leaving out one of them would not do."""


@dataclass(frozen=True, slots=True)
class ChangeSets:
    """Every smallest set of changes for a requirement: one set of each part, and all parts.

    Parts share no fact and are free of each other, so they are kept apart and not multiplied out.
    No parts: nothing is to be done. A part without a set: it cannot be done.
    """

    parts: tuple[tuple[Changes, ...], ...]
    is_searched: bool = True
    """Not where its checks are so entangled that they were not gone through."""

    @property
    def number(self) -> int:
        """How many smallest sets there are."""
        return prod(len(part) for part in self.parts)

    def __iter__(self) -> Iterator[Changes]:
        for chosen in product(*self.parts):
            yield in_order(change for changes in chosen for change in changes)


NO_SETS = ChangeSets(((),))
"""It cannot be done."""


def in_order(changes: Iterable[FactChange]) -> Changes:
    """The changes in the order in which lists have them."""
    return tuple(sorted(changes, key=lambda change: change.order))


def order_of_sets(changes: Changes) -> tuple[int, list[tuple[str, str, str]]]:
    """Where a set stands in a list of sets: the smaller first, then by its changes."""
    return len(changes), [change.order for change in changes]


def narrower(one: FactChange, other: FactChange) -> FactChange | None:
    """One change that does as either of two on the same fact; None where that cannot be."""
    to = common(one.to, other.to)
    return None if to is None else FactChange(one.fact, one.member, to)


@lru_cache(maxsize=4096)
def _as_text(to: ValueSet) -> str:
    if to.ranges is not None:
        return str([(one.low, one.high, sorted(one.without)) for one in to.ranges])
    if to.values is not None:
        return str(sorted(map(str, to.values)))
    return str([(name, sorted(values)) for name, values in to.members or ()])


class ReachableValues:
    """To what the facts can be changed from how they stand on a day."""

    def __init__(self, day: date, answers: Mapping[FactId, ValueSet]) -> None:
        self._day = day.toordinal()
        self._answers = answers
        self._found: dict[Partition, int] = {}
        self._made: dict[tuple[Partition, int], FactChange] = {}

    def of(self, partition: Partition) -> int:
        """The classes that a partition can be changed to, as a bit set; 0 if there is none."""
        if partition not in self._found:
            self._found[partition] = self._of(partition)
        return self._found[partition]

    def _of(self, partition: Partition) -> int:
        if not partition.fact.changeable or self._is_past(partition):
            return 0
        return sum(
            1 << n for n, cls in enumerate(partition.classes) if self._can_come(partition, cls)
        )

    def _is_past(self, partition: Partition) -> bool:
        """Whether the fact is a day that was before."""
        ranges = self._answers.get(partition.fact.id, UNKNOWN).ranges
        return (
            partition.fact.type == "date"
            and ranges is not None
            and all(one.high is not None and one.high < self._day for one in ranges)
        )

    def _can_come(self, partition: Partition, cls: ValueClass) -> bool:
        """Whether the class is more than days that are past."""
        if partition.fact.type != "date" or cls.high is None:
            return True
        return cls.high - (0 if cls.is_point else 1) >= self._day

    def change(self, partition: Partition, classes: int) -> FactChange:
        """Bringing the partition to any of these classes."""
        if (partition, classes) not in self._made:
            since = self._day if partition.fact.type == "date" else None
            self._made[partition, classes] = FactChange(
                *partition.key, partition.value_set(classes, since)
            )
        return self._made[partition, classes]


MAX_CELLS = 1 << 22
"""More combinations of what checks share are not gone through; it is said where that is so."""

_ON_SCALE = NOT_MET | PARTLY_MET | MET
_Step = tuple[int, int]
"""The place of a partition, and the classes it may be set to."""
_Steps = tuple[_Step, ...]


class CheckGroup:
    """Checks of one requirement that share facts, and so cannot be looked at one by one.

    Facts that are certain and stay as they are do not tie checks together.
    """

    def __init__(
        self, tables: Sequence[DecisionTable], masks: Sequence[Masks], reachable: ReachableValues
    ) -> None:
        self.reachable = reachable
        self.before = [table.decide(own) for table, own in zip(tables, masks, strict=True)]
        found: dict[PartitionKey, tuple[Partition, int]] = {}
        for table, own in zip(tables, masks, strict=True):
            found.update(
                {
                    partition.key: (partition, m)
                    for partition, m in zip(table.partitions, own, strict=True)
                }
            )
        self.partitions = [partition for partition, _ in found.values()]
        self.masks = [mask for _, mask in found.values()]
        self.options = [reachable.of(partition) for partition in self.partitions]
        self.places = [
            [n for n in range(len(partition.classes)) if (mask | options) >> n & 1]
            for partition, mask, options in zip(
                self.partitions, self.masks, self.options, strict=True
            )
        ]
        self.tables = tables
        self.sizes = [prod(map(len, self.places[n:])) for n in range(len(self.places) + 1)]

    @property
    def is_too_large(self) -> bool:
        """Whether it has more combinations than are gone through."""
        return self.sizes[0] > MAX_CELLS

    @cached_property
    def now(self) -> list[int]:
        """For each partition, the cells over it and later ones that today's answers allow."""
        return [self._now(n) for n in range(len(self.places) + 1)]

    def _where(self, number: int, outcomes: int) -> int:
        """The cells of all partitions of the part in which a check has one of the outcomes.

        They can be hundreds of thousands, so they are the bits of one number; a stretch of them
        that a partition of other checks only repeats is made once.
        """
        stretches, reads = self._laid_out[number]
        bits = [cells_with(outcomes, stretch) for stretch in stretches]
        for depth in reversed(range(len(reads))):
            count, size = len(self.places[depth]), self.sizes[depth + 1]
            shifts = range(0, count * size, size)
            if reads[depth]:
                runs = [bits[n : n + count] for n in range(0, len(bits), count)]
                bits = [sum(map(lshift, run, shifts)) for run in runs]
            else:
                bits = [sum(one << shift for shift in shifts) for one in bits]
        return bits[0]

    @cached_property
    def _on_scale(self) -> list[int]:
        """For each check, the cells in which it applies."""
        return [self._where(number, _ON_SCALE) for number in range(len(self.tables))]

    @cached_property
    def _laid_out(self) -> list[tuple[list[bytes], list[bool]]]:
        """For each check its outcomes over the last partitions, as far as it reads all of them.

        A stretch, backwards, for each combination of the earlier partitions, and which it reads.
        """
        return [self._stretches(table) for table in self.tables]

    def _stretches(self, table: DecisionTable) -> tuple[list[bytes], list[bool]]:
        strides = dict(
            zip((partition.key for partition in table.partitions), table.strides, strict=True)
        )
        reads = [partition.key in strides for partition in self.partitions]
        cells = [0]
        for partition, places in zip(self.partitions, self.places, strict=True):
            if step := strides.get(partition.key):
                cells = [cell + cls * step for cell in cells for cls in places]
        own = bytes(map(table.cells.__getitem__, cells))
        while reads and reads[-1]:
            reads.pop()
        size = self.sizes[len(reads)]
        return [own[n : n + size][::-1] for n in range(0, len(own), size)], reads

    def _now(self, depth: int) -> int:
        bits = 1
        for place in reversed(range(depth, len(self.places))):
            size = self.sizes[place + 1]
            bits = sum(
                bits << n * size
                for n, cls in enumerate(self.places[place])
                if self.masks[place] >> cls & 1
            )
        return bits

    @property
    def may_not_apply(self) -> bool:
        """Whether every check of it may turn out not to apply."""
        return all(bits & NOT_APPLICABLE for bits in self.before)

    @property
    def applies_never(self) -> bool:
        """Whether no check of it applies."""
        return all(bits == NOT_APPLICABLE for bits in self.before)

    def is_met_after(self, changes: Changes) -> bool:
        """Whether, after the changes, each of its checks is met or does not apply."""
        left = dict(zip((one.key for one in self.partitions), self.masks, strict=True))
        own = {one.key: one for one in self.partitions}
        left.update({c.key: own[c.key].mask(c.to) for c in changes})
        decided = (
            table.decide(tuple(left[p.key] for p in table.partitions)) for table in self.tables
        )
        return not any(bits & ~(MET | NOT_APPLICABLE) for bits in decided)

    def to_meet(self) -> tuple[Changes, ...]:
        """Every smallest set after which each check is met where it applies."""
        return self._smallest(self._every(MET))

    def to_meet_partly(self) -> tuple[Changes, ...]:
        """Every smallest set after which some check is at least partly met, whatever is open."""
        return self._smallest(self._some(MET | PARTLY_MET))

    def to_fail_nowhere(self) -> tuple[Changes, ...]:
        """The same, but that all its checks may also turn out not to apply."""
        return self._smallest(self._some(MET | PARTLY_MET) | self._every(0))

    def _every(self, outcomes: int) -> int:
        """The cells in which each check has one of the outcomes, or does not apply."""
        wanted = (1 << self.sizes[0]) - 1
        for number in range(len(self.tables)):
            wanted &= self._where(number, outcomes | NOT_APPLICABLE)
        return wanted

    def _some(self, outcomes: int) -> int:
        wanted = 0
        for number in range(len(self.tables)):
            wanted |= self._where(number, outcomes)
        return wanted

    def _smallest(self, good: int) -> tuple[Changes, ...]:
        """Every smallest set of changes that leaves nothing but good cells.

        No check may cease to apply by it: none that must apply may become free not to, and none
        that may apply may be ruled out.
        """
        applying = []
        for on_scale, before in zip(self._on_scale, self.before, strict=True):
            if not before & NOT_APPLICABLE:
                good &= on_scale
            elif before != NOT_APPLICABLE:
                applying.append(on_scale)
        known: dict[tuple[int, int, tuple[int, ...]], list[_Steps]] = {}
        found = (tuple(sorted(s)) for s in self._search(0, good, tuple(applying), known))
        merged = _merged(list(found))
        return tuple(sorted((self._changes(steps) for steps in merged), key=order_of_sets))

    def _changes(self, steps: _Steps) -> Changes:
        change = self.reachable.change
        return in_order(change(self.partitions[place], classes) for place, classes in steps)

    def _search(
        self,
        depth: int,
        good: int,
        applying: tuple[int, ...],
        known: dict[tuple[int, int, tuple[int, ...]], list[_Steps]],
    ) -> list[_Steps]:
        """The smallest sets of steps on the partitions from ``depth`` on.

        ``good`` are the cells that are wanted, ``applying`` for some checks those where they
        apply, of which one must stay possible. An partition is either left as it is, or set.
        """
        now = self.now[depth]
        if good & now == now and all(cells & now for cells in applying):
            return [()]
        if not good or depth == len(self.partitions):
            return []
        place = (depth, good, applying)
        if place in known:
            return known[place]
        size = self.sizes[depth + 1]
        ones = (1 << size) - 1
        mask, options = self.masks[depth], self.options[depth]
        slices = {
            cls: (good >> n * size & ones, tuple(cells >> n * size & ones for cells in applying))
            for n, cls in enumerate(self.places[depth])
        }
        left, staying = ones, (0,) * len(applying)
        for cls, (part, on_scale) in slices.items():
            if mask >> cls & 1:
                left &= part
                staying = tuple(a | b for a, b in zip(staying, on_scale, strict=True))
        found = self._search(depth + 1, left, staying, known)
        without = [set(steps) for steps in found]
        found = list(found)
        for bit in single_bits(options):
            after = slices[bit.bit_length() - 1]
            if bit != mask and after != (left, staying):  # else it does no more than to leave it
                for steps in self._search(depth + 1, *after, known):
                    if not any(fewer <= set(steps) for fewer in without):
                        found.append(((depth, bit), *steps))
        known[place] = found
        return found


def _merged(found: list[_Steps]) -> list[_Steps]:
    """Sets that differ in the value of one partition alone as one: any of the values will do."""
    while True:
        for place in {place for steps in found for place, _ in steps}:
            alike: dict[_Steps, int] = {}
            rest = []
            for steps in found:
                classes = dict(steps).get(place)
                if classes is None:
                    rest.append(steps)
                    continue
                others = tuple(step for step in steps if step[0] != place)
                alike[others] = alike.get(others, 0) | classes
            if len(alike) + len(rest) < len(found):
                found = rest + [
                    tuple(sorted([*others, (place, classes)])) for others, classes in alike.items()
                ]
                break
        else:
            return found


def check_groups(
    tables: Sequence[DecisionTable], masks: Sequence[Masks], reachable: ReachableValues
) -> list[CheckGroup]:
    """The checks of a requirement in groups that share no fact that is open or can be changed."""
    groups: list[tuple[set[PartitionKey], list[int]]] = []
    for number, (table, own) in enumerate(zip(tables, masks, strict=True)):
        keys = {
            partition.key
            for partition, mask in zip(table.partitions, own, strict=True)
            if mask & (mask - 1) or reachable.of(partition)
        }
        members = [number]
        for group in [group for group in groups if group[0] & keys]:
            groups.remove(group)
            keys |= group[0]
            members = group[1] + members
        groups.append((keys, sorted(members)))
    groups.sort(key=lambda group: group[1])
    return [
        CheckGroup([tables[n] for n in members], [masks[n] for n in members], reachable)
        for _, members in groups
    ]


def sets_to_meet(parts: Sequence[CheckGroup]) -> ChangeSets:
    """How a requirement is met wherever it applies."""
    if any(part.is_too_large for part in parts):
        return ChangeSets(((),), is_searched=False)
    found = [part.to_meet() for part in parts]
    return ChangeSets(tuple(sets for sets in found if sets != ((),)))


def sets_to_meet_partly(parts: Sequence[CheckGroup]) -> tuple[tuple[Changes, ...], ChangeSets]:
    """Every smallest set after which a requirement is at least partly met, wherever it applies.

    It is enough that one part is, come what may: these sets come first. Where parts may not apply
    it is also enough that none of them fails: of these sets, one of each part that may apply.
    """
    if any(part.is_too_large for part in parts):
        return (), NO_SETS
    alone = [part.to_meet_partly() for part in parts]
    if any(sets == ((),) for sets in alone):
        return ((),), NO_SETS
    if not all(part.may_not_apply for part in parts):
        return tuple(chain.from_iterable(alone)), NO_SETS
    # No set may hold another. Parts share no fact, so to look at each by itself is enough.
    each = [
        _holding_none(part.to_fail_nowhere(), own) for part, own in zip(parts, alone, strict=True)
    ]
    idle = [sets == ((),) for sets in each]
    if idle.count(False) <= 1:  # then a set of that part is a whole set
        alone = [
            own if is_idle and not all(idle) else _holding_none(own, sets)
            for own, sets, is_idle in zip(alone, each, idle, strict=True)
        ]
    applying = [sets for part, sets in zip(parts, each, strict=True) if not part.applies_never]
    return tuple(chain.from_iterable(alone)), ChangeSets(tuple(applying))


def _holding_none(sets: Iterable[Changes], others: Sequence[Changes]) -> tuple[Changes, ...]:
    """Those of the sets that hold none of the others."""
    held = list(map(set, others))
    return tuple(own for own in sets if not any(other <= set(own) for other in held))
