"""What a decision table shows about the rule that was meant: lines that are hardly intended.

All of these look at the finished table, so they see what an expression does and not how it is
written. Cells that do not apply are left out: nothing is better or worse there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, product
from operator import ne
from typing import NamedTuple

from compliance.engine.decision_table import DecisionTable, Masks, bits_of
from compliance.engine.outcomes import MET, NOT_APPLICABLE, PARTLY_MET, Outcome, Outcomes
from compliance.engine.partitions import Partition, PartitionKey

Cell = tuple[int, ...]
"""The place of a class on each partition."""


class Reversal(NamedTuple):
    """Two answers to one question of which each is the better one somewhere.

    Where the other answers are as in ``here``, ``better`` comes to ``higher`` and ``worse`` to
    ``lower``. Where they differ as in ``there``, the same on all other questions, it is the other
    way round.
    """

    partition: Partition
    better: str
    worse: str
    higher: Outcome
    lower: Outcome
    here: Mapping[Partition, str]
    there: Mapping[Partition, str]


def reversals(table: DecisionTable) -> Iterator[Reversal]:
    """The questions of which an answer raises the outcome here and lowers it there, each once.

    Example: *everyone* and inspected is met, *residents* and inspected is partly met; not
    inspected, *everyone* is not met and *residents* still partly met. So the better law makes it
    worse. What is told is the rarer of the two, held against the most similar case.
    """
    for place, partition in enumerate(table.partitions):
        for one, other in combinations(range(len(partition.classes)), 2):
            up, down = _differences(table, place, one, other)
            if up and down:
                if len(up) < len(down):
                    yield _told(table, place, (one, other), up[0], down)
                else:
                    yield _told(table, place, (other, one), down[0], up)
                break


def _differences(
    table: DecisionTable, place: int, one: int, other: int
) -> tuple[list[Cell], list[Cell]]:
    """The cells in which the first class comes to more than the second, and to less."""
    up: list[Cell] = []
    down: list[Cell] = []
    sizes = [range(len(partition.classes)) for partition in table.partitions]
    sizes[place] = range(1)
    for cell in product(*sizes):
        first, second = (_outcome(table, _at(cell, place, n)) for n in (one, other))
        if first != second and NOT_APPLICABLE not in (first, second):
            (up if first > second else down).append(cell)
    return up, down


def _at(cell: Cell, place: int, number: int) -> Cell:
    return (*cell[:place], number, *cell[place + 1 :])


def _outcome(table: DecisionTable, cell: Cell) -> int:
    return table.cells[sum(n * step for n, step in zip(cell, table.strides, strict=True))]


def _told(
    table: DecisionTable, place: int, classes: tuple[int, int], cell: Cell, others: Sequence[Cell]
) -> Reversal:
    nearest = min(others, key=lambda other: sum(map(ne, cell, other)))
    apart = [n for n, own in enumerate(cell) if own != nearest[n]]
    here, there = (
        {table.partitions[n]: table.partitions[n].classes[of[n]].label for n in apart}
        for of in (cell, nearest)
    )
    higher, lower = (
        next(iter(Outcomes.from_bits(_outcome(table, _at(cell, place, n))))) for n in classes
    )
    partition = table.partitions[place]
    better, worse = (partition.classes[n].label for n in classes)
    return Reversal(partition, better, worse, higher, lower, here, there)


def ways(table: DecisionTable, outcomes: int, size: int) -> int:
    """How many sets of ``size`` questions can by themselves bring one of the ``outcomes``.

    ``outcomes`` is a bit set. Cells that do not apply are no hindrance.
    """
    wanted = outcomes | NOT_APPLICABLE
    return sum(
        any(
            (found := table.decide(_fixed(table.full, chosen))) & outcomes and not found & ~wanted
            for chosen in _choices(table, places)
        )
        for places in combinations(range(len(table.partitions)), size)
    )


def _choices(table: DecisionTable, places: Sequence[int]) -> Iterator[dict[int, int]]:
    """Every choice of one class on each of the partitions at ``places``."""
    classes = (bits_of(table.partitions[place].every) for place in places)
    for chosen in product(*classes):
        yield dict(zip(places, chosen, strict=True))


def _fixed(full: Masks, chosen: Mapping[int, int]) -> Masks:
    return tuple(chosen.get(place, mask) for place, mask in enumerate(full))


def any_of_many(table: DecisionTable) -> tuple[int, int] | None:
    """How many answers *partly met* and *met* take, where any few of many are half-way.

    That is where *partly met* takes less than half as many answers as *met*, and there are several
    ways to give them. None where there are not, or the table has no half-way house.
    """
    if PARTLY_MET not in table.cells:
        return None
    sizes = range(len(table.partitions) + 1)
    found = ((size, count) for size in sizes if (count := ways(table, PARTLY_MET | MET, size)))
    partly, number = next(found, (0, 0))
    if number < 2 or any(ways(table, MET, size) for size in range(2 * partly + 1)):
        return None
    return next(((partly, size) for size in sizes if ways(table, MET, size)), None)


def are_told_apart(tables: Iterable[DecisionTable], key: PartitionKey, one: int, two: int) -> bool:
    """Whether some check comes out differently for two classes of a fact's values."""
    return any(
        table.cells[start + one * stride : start + (one + 1) * stride]
        != table.cells[start + two * stride : start + (two + 1) * stride]
        for table in tables
        for partition, stride in zip(table.partitions, table.strides, strict=True)
        if partition.key == key
        for start in range(0, len(table.cells), stride * len(partition.classes))
    )
