"""Many things of which only one is held at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar, overload

Source = TypeVar("Source")
Made = TypeVar("Made")
MOST_HELD = 12
"""Of more accounts than these, each is made, written and let go."""


def made(sources: Sequence[Source], make: Callable[[Source], Made]) -> Sequence[Made]:
    """What is made of each source: held where it is little, else made when it is asked for."""
    one_by_one = LazySequence(sources, make)
    return one_by_one if len(sources) > MOST_HELD else list(one_by_one)


class LazySequence(Sequence[Made], Generic[Source, Made]):
    """A sequence whose members are made when they are asked for, each time anew, and not kept."""

    def __init__(self, sources: Sequence[Source], make: Callable[[Source], Made]) -> None:
        self._sources = sources
        self._make = make

    def __len__(self) -> int:
        return len(self._sources)

    @overload
    def __getitem__(self, place: int) -> Made: ...

    @overload
    def __getitem__(self, place: slice) -> LazySequence[Source, Made]: ...

    def __getitem__(self, place: int | slice) -> Made | LazySequence[Source, Made]:
        if isinstance(place, slice):
            return LazySequence(self._sources[place], self._make)
        return self._make(self._sources[place])
