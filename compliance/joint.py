"""Several decision tables that share facts, decided as one: why, and on which answers it hangs.

The tables of a rule are never multiplied out, which could take a hundred million cells. Checks
that share no open fact are free of each other, so it is enough to know which outcomes can be
present together (:func:`compliance.outcome.rule_outcome`); the open facts that several checks
share are gone through one combination after the other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from compliance.axis import Axis, AxisKey
from compliance.model import FactId
from compliance.outcome import DECIDED
from compliance.table import Memory, Table
from compliance.worlds import AllMasks, Readers, Worlds, outcomes_apart

__all__ = ["AllMasks", "Joint"]


class Joint:
    """The tables of one rule, or of one demand in it."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self.tables = tuple(tables)
        self._because = Memory(self._smallest_reason)
        self._missing = Memory(self._open_questions)
        self._along = Memory(self._worked_out_along)
        self._last: Worlds | None = None
        self._parts: dict[tuple[int, ...], Joint] = {}

    def part(self, places: tuple[int, ...]) -> Joint:
        """Some of the tables, such as those of one demand, decided as one."""
        if places not in self._parts:
            self._parts[places] = Joint([self.tables[n] for n in places])
        return self._parts[places]

    @cached_property
    def facts(self) -> tuple[FactId, ...]:
        """The facts that are read, each once, by id."""
        return tuple(sorted({fact for table in self.tables for fact in table.facts}))

    @cached_property
    def readers(self) -> Mapping[AxisKey, Readers]:
        """Where each axis is read."""
        found: dict[AxisKey, dict[int, int]] = {}
        for number, table in enumerate(self.tables):
            for place, axis in enumerate(table.axes):
                found.setdefault(axis.key, {})[number] = place
        return found

    @cached_property
    def _shared(self) -> Mapping[AxisKey, Readers]:
        """The axes that several tables read."""
        return {key: readers for key, readers in self.readers.items() if len(readers) > 1}

    def axis(self, key: AxisKey) -> Axis:
        """The axis of a fact or a member that they read."""
        number, place = next(iter(self.readers[key].items()))
        return self.tables[number].axes[place]

    def left(self, key: AxisKey, masks: AllMasks) -> int:
        """The classes that are left on an axis that they read."""
        number, place = next(iter(self.readers[key].items()))
        return masks[number][place]

    def decide(self, masks: AllMasks) -> int:
        """The bit set of all that they can come to together.

        Checks that read the same open fact are not free to assume different values of it: every
        combination of classes on the shared open axes is gone through by itself
        (docs/vocabulary.md, 3).
        """
        for readers in self._shared.values():
            number, place = next(iter(readers.items()))
            if masks[number][place] & (masks[number][place] - 1):
                return self._worlds(masks).outcomes
        return outcomes_apart(self.tables, masks)

    def along(self, key: AxisKey, masks: AllMasks) -> Mapping[int, int]:
        """What they can come to together for each class left on an axis they read, by its bit."""
        return self._along[key, masks]

    def by_answers(self, fact: FactId, masks: AllMasks) -> Collection[int]:
        """What they can come to for each whole answer to a fact, about all members of it."""
        own = {key: readers for key, readers in self.readers.items() if key[0] == fact}
        open_ = [key for key in own if self.left(key, masks) & (self.left(key, masks) - 1)]
        if len(open_) == 1:
            return self.along(open_[0], masks).values()
        return Worlds(self.tables, masks, {**own, **self._shared}).by_first(len(open_))

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

    def with_class(self, key: AxisKey, classes: int, masks: AllMasks) -> AllMasks:
        """The same masks with these classes on one axis."""
        changed = list(masks)
        for number, place in self.readers.get(key, {}).items():
            own = changed[number]
            changed[number] = (*own[:place], classes, *own[place + 1 :])
        return tuple(changed)

    def _worked_out_along(self, of: tuple[AxisKey, AllMasks]) -> Mapping[int, int]:
        key, masks = of
        return self._worlds(masks).along(key, self.readers[key])

    def _worlds(self, masks: AllMasks) -> Worlds:
        """The worlds of what is open; those asked for last are at hand, for many ask in turn."""
        if self._last is None or self._last.masks != masks:
            self._last = Worlds(self.tables, masks, self._shared)
        return self._last

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
        """Whether the whole differs for two values of the fact, by one axis of it at a time.

        Where different outcomes are left for two classes of an axis, it does. Where the same
        are, it may differ all the same, one way in one world and another way in another.
        """
        left = {key: self.left(key, masks) for key in self.readers if key[0] == fact}
        keys = [key for key, mask in left.items() if mask & (mask - 1)]
        return any(len(set(self.along(key, masks).values())) > 1 for key in keys) or any(
            self._differs_along(key, masks) for key in keys
        )

    def _differs_along(self, key: AxisKey, masks: AllMasks) -> bool:
        worlds = self._worlds(masks)
        if key in self._shared:
            others = {other: own for other, own in self._shared.items() if other != key}
            worlds = Worlds(self.tables, masks, others)
        return worlds.differ_along(self.readers[key])


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
