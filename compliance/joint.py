"""Several decision tables that share facts, decided as one: why, and on which answers it hangs.

The tables of a rule are never multiplied out, which could take a hundred million cells. Checks
that share no open fact are free of each other, so it is enough to know which outcomes can be
present together (:func:`compliance.outcome.rule_outcome`); the open facts that several checks
share are gone through one combination after the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import product

from compliance.axis import MAX_REMEMBERED, AxisKey
from compliance.model import FactId
from compliance.outcome import DECIDED, present_after, rule_outcome
from compliance.table import Masks, Table, single_bits, together

AllMasks = tuple[Masks, ...]
"""For each of the tables, what the answers leave open on its axes."""


class Joint:
    """The tables of one rule, or of one demand in it."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self.tables = tuple(tables)
        self._because: dict[AllMasks, tuple[FactId, ...]] = {}
        self._missing: dict[AllMasks, tuple[FactId, ...]] = {}

    @cached_property
    def facts(self) -> tuple[FactId, ...]:
        """The facts that are read, each once, by id."""
        return tuple(sorted({fact for table in self.tables for fact in table.facts}))

    def decide(self, masks: AllMasks) -> int:
        """The bit set of all that they can come to together."""
        return together(self.tables, masks)

    def because(self, masks: AllMasks) -> tuple[FactId, ...]:
        """A smallest set of the answers given that alone yields the same outcomes.

        Ties go by fact id; empty if the outcomes are the same whatever the answers.
        """
        if masks not in self._because:
            _make_room(self._because)
            self._because[masks] = self._smallest_reason(masks)
        return self._because[masks]

    def missing(self, masks: AllMasks) -> tuple[FactId, ...]:
        """The open facts on which the whole still hangs, in the order of the checks.

        Exact: two values of such a fact, all others being the same, lead to different outcomes
        of the whole. A check can hang on more: where another one has settled it, for one.
        """
        if masks not in self._missing:
            _make_room(self._missing)
            self._missing[masks] = self._open_questions(masks)
        return self._missing[masks]

    def forget(self) -> None:
        """Forget what was worked out; only to measure by."""
        self._because.clear()
        self._missing.clear()

    # Why: a smallest set of answers hits every set that cannot be done without.

    def _smallest_reason(self, masks: AllMasks) -> tuple[FactId, ...]:
        target = self.decide(masks)
        given = [fact for fact in self.facts if self._is_answered(fact, masks)]
        needed: list[frozenset[FactId]] = []
        while True:
            chosen = _first_hitting(needed)
            if self.decide(self._with_only(chosen, masks)) == target:
                return chosen
            kept = set(chosen)
            for fact in given:
                if self.decide(self._with_only({*kept, fact}, masks)) != target:
                    kept.add(fact)
            needed.append(frozenset(given) - kept)

    def _is_answered(self, fact: FactId, masks: AllMasks) -> bool:
        return any(
            axis.key[0] == fact and mask != axis.every
            for table, own in zip(self.tables, masks, strict=True)
            for axis, mask in zip(table.axes, own, strict=True)
        )

    def _with_only(self, facts: Iterable[FactId], masks: AllMasks) -> AllMasks:
        """The masks where nothing but these facts is answered."""
        chosen = set(facts)
        return tuple(
            tuple(
                mask if axis.key[0] in chosen else axis.every
                for axis, mask in zip(table.axes, own, strict=True)
            )
            for table, own in zip(self.tables, masks, strict=True)
        )

    # On which answers: flip one axis, all others being the same.

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
        return tuple(fact for fact in asked if self._hangs_on(fact, masks))

    def _hangs_on(self, fact: FactId, masks: AllMasks) -> bool:
        """Whether the whole differs for two values of the fact.

        Where it differs for two answers about many members, it differs for two that are apart in
        one member alone: so one axis at a time is enough.
        """
        keys = dict.fromkeys(
            axis.key
            for table, own in zip(self.tables, masks, strict=True)
            for axis, mask in zip(table.axes, own, strict=True)
            if axis.key[0] == fact and mask & (mask - 1)
        )
        return any(self._differs_along(key, masks) for key in keys)

    def _differs_along(self, key: AxisKey, masks: AllMasks) -> bool:
        for fixed in self._worlds(masks, but=key):
            vectors: set[tuple[int, ...]] = {()}
            rest = {0}
            for table, own in zip(self.tables, fixed, strict=True):
                place = next((n for n, axis in enumerate(table.axes) if axis.key == key), None)
                if place is None:
                    rest = present_after(rest, table.decide(own))
                else:
                    vectors = _side_by_side(vectors, _outcomes_along(table, own, place))
            if any(
                len({rule_outcome(present | beside) for present in vector}) > 1
                for vector in vectors
                for beside in rest
            ):
                return True
        return False

    def _worlds(self, masks: AllMasks, *, but: AxisKey) -> Iterator[AllMasks]:
        """Every combination of values of the open axes that several tables read, but for one."""
        readers: dict[AxisKey, int] = {}
        open_: dict[AxisKey, int] = {}
        for table, own in zip(self.tables, masks, strict=True):
            for axis, mask in zip(table.axes, own, strict=True):
                if mask & (mask - 1) and axis.key != but:
                    readers[axis.key] = readers.get(axis.key, 0) + 1
                    open_[axis.key] = mask
        shared = [key for key, count in readers.items() if count > 1]
        for combination in product(*(list(single_bits(open_[key])) for key in shared)):
            fixed = dict(zip(shared, combination, strict=True))
            yield tuple(
                tuple(fixed.get(axis.key, m) for axis, m in zip(table.axes, own, strict=True))
                for table, own in zip(self.tables, masks, strict=True)
            )


def _make_room(memory: dict[AllMasks, tuple[FactId, ...]]) -> None:
    if len(memory) > MAX_REMEMBERED:
        memory.clear()


def _outcomes_along(table: Table, masks: Masks, place: int) -> set[tuple[int, ...]]:
    """For every completion of the other axes, the outcomes for the values left on this one."""
    columns = [
        table.each((*masks[:place], bit, *masks[place + 1 :])) for bit in single_bits(masks[place])
    ]
    return set(zip(*columns, strict=True))


def _side_by_side(
    vectors: set[tuple[int, ...]], others: set[tuple[int, ...]]
) -> set[tuple[int, ...]]:
    """What is present for each value, with one more check."""
    if vectors == {()}:
        return others
    return {
        tuple(a | b for a, b in zip(one, other, strict=True)) for one in vectors for other in others
    }


def _first_hitting(sets: Sequence[frozenset[FactId]]) -> tuple[FactId, ...]:
    """Of the smallest choices that have a member of each set, the first by the members."""
    every = sorted(set().union(*sets))
    for size in range(len(every) + 1):
        found = min(_hitting(sets, frozenset(), size), default=None)
        if found is not None:
            return found
    raise AssertionError("all members together have one of each set")


def _hitting(
    sets: Sequence[frozenset[FactId]], chosen: frozenset[FactId], left: int
) -> Iterator[tuple[FactId, ...]]:
    missed = min((one for one in sets if not one & chosen), key=len, default=None)
    if missed is None:
        yield tuple(sorted(chosen))
    elif left:
        for member in missed:
            yield from _hitting(sets, chosen | {member}, left - 1)
