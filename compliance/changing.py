"""Changes of facts: which there can be, and sets of them that work together.

A change sets one fact (or one member of it) to a value, or to any of a few that do alike. Facts
that nobody can change stay as they are, and so does a day that is past.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import product
from math import prod

from compliance.axis import Axis, AxisKey, ValueClass
from compliance.model import FactId
from compliance.possible import ANYTHING, Possible


@dataclass(frozen=True, slots=True)
class Change:
    """A fact, or one member of it, is brought to one of these values; any of them will do."""

    fact: FactId
    member: str | None
    to: Possible
    key: AxisKey = field(init=False, repr=False, compare=False)
    """The axis that it sets."""
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "key", (self.fact, self.member))
        object.__setattr__(self, "_hash", hash((self.fact, self.member, self.to)))

    def __hash__(self) -> int:  # worked out once: a plan looks a change up in many demands
        return self._hash

    @property
    def order(self) -> tuple[str, str, str]:
        """Where it stands in a list: by id, so that the same plan always reads the same."""
        return self.fact, self.member or "", _as_text(self.to)


Changes = tuple[Change, ...]
"""Changes that work together, in order; leaving out one of them would not do."""


@dataclass(frozen=True, slots=True)
class Ways:
    """Every smallest set of changes for a demand: one set of each part, and all parts.

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


def in_order(changes: Iterable[Change]) -> Changes:
    """The changes in the order in which lists have them."""
    return tuple(sorted(changes, key=lambda change: change.order))


@lru_cache(maxsize=4096)
def _as_text(to: Possible) -> str:
    if to.ranges is not None:
        return str([(one.low, one.high, sorted(one.without)) for one in to.ranges])
    if to.values is not None:
        return str(sorted(map(str, to.values)))
    return str([(name, sorted(values)) for name, values in to.members or ()])


class Possibilities:
    """To what the facts can be changed from how they stand on a day."""

    def __init__(self, day: date, answers: Mapping[FactId, Possible]) -> None:
        self._day = day.toordinal()
        self._answers = answers
        self._found: dict[Axis, int] = {}
        self._made: dict[tuple[Axis, int], Change] = {}

    def of(self, axis: Axis) -> int:
        """The classes to which an axis can be brought, as a bit set; 0 where it is as it is."""
        if axis not in self._found:
            self._found[axis] = self._of(axis)
        return self._found[axis]

    def _of(self, axis: Axis) -> int:
        if not axis.fact.changeable or self._is_past(axis):
            return 0
        return sum(1 << n for n, cls in enumerate(axis.classes) if self._can_come(axis, cls))

    def _is_past(self, axis: Axis) -> bool:
        """Whether the fact is a day that was before."""
        ranges = self._answers.get(axis.fact.id, ANYTHING).ranges
        return (
            axis.fact.type == "date"
            and ranges is not None
            and all(one.high is not None and one.high < self._day for one in ranges)
        )

    def _can_come(self, axis: Axis, cls: ValueClass) -> bool:
        """Whether the class is more than days that are past."""
        if axis.fact.type != "date" or cls.high is None:
            return True
        return cls.high - (0 if cls.is_point else 1) >= self._day

    def change(self, axis: Axis, classes: int) -> Change:
        """Bringing the axis to any of these classes."""
        if (axis, classes) not in self._made:
            since = self._day if axis.fact.type == "date" else None
            self._made[axis, classes] = Change(*axis.key, axis.possible(classes, since))
        return self._made[axis, classes]
