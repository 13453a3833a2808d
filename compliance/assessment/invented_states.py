"""A few invented States that show every outcome of a rule, drawn from its decision tables.

They are for a lawyer to say what should be found of each, before the engine is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import reduce
from itertools import product
from operator import or_
from typing import Any

from compliance.engine.decision_table import DecisionTable, bits_of, single_bits
from compliance.engine.outcomes import MET, NOT_APPLICABLE, NOT_MET, PARTLY_MET, rule_outcome
from compliance.engine.partitions import Partition, PartitionKey, ValueClass
from compliance.library.library import Library
from compliance.library.yaml_writer import Data
from compliance.model.rulebook import FactId, Rule
from compliance.model.value_sets import ValueSet

World = Mapping[PartitionKey, int]
"""For each partition of a rule the class that a State has, as a bit."""
Order = tuple[int, ...]
"""Outcomes as bits, the one that is wanted most first."""
Shown = frozenset[tuple[int, int]]
"""What a State shows: outcomes by the number of the check; -1 is the rule itself."""


def invented_states(rule: Rule, library: Library) -> list[dict[FactId, Data]]:
    """The answers of a few States that together show every outcome of the rule and its checks.

    Each answers every question that arises for it. Drawn one after the other: the State that
    shows most of what is still to be shown comes next; what turns out to be superfluous goes.
    """
    tables = library.tables[rule.id]
    drawn = _covering(list(_worlds(tables)), tables)
    by_key = {p.key: p for table in tables for p in table.partitions}
    return [_answers(world, by_key, library) for world in drawn]


def _covering(worlds: Sequence[World], tables: Sequence[DecisionTable]) -> list[World]:
    shows = [_shown(world, tables) for world in worlds]
    left = set(frozenset().union(*shows))
    chosen: list[int] = []
    while left:
        best = max(range(len(worlds)), key=lambda n: (len(shows[n] & left), -n))
        chosen.append(best)
        left -= shows[best]
    for number in list(chosen):
        rest = frozenset().union(*(shows[n] for n in chosen if n != number))
        if shows[number] <= rest:
            chosen.remove(number)
    return [worlds[n] for n in sorted(chosen, key=lambda n: -max(o for c, o in shows[n] if c < 0))]


def _shown(world: World, tables: Sequence[DecisionTable]) -> Shown:
    found = [table.decide(tuple(world[p.key] for p in table.partitions)) for table in tables]
    return frozenset([*enumerate(found), (-1, rule_outcome(reduce(or_, found)))])


def _worlds(tables: Sequence[DecisionTable]) -> Iterator[World]:
    """States enough to choose from: for what is shared, each check with each of its outcomes.

    Given one combination of the partitions that several checks read, the checks are free of each
    other. So it is enough to take one cell of each outcome of each of them, and to put together
    those that are alike, and the best of one check with the worst of the others.
    """
    readers: dict[PartitionKey, list[Partition]] = {}
    for table in tables:
        for partition in table.partitions:
            readers.setdefault(partition.key, []).append(partition)
    shared = [found[0] for found in readers.values() if len(found) > 1]
    for classes in product(*(bits_of(p.every) for p in shared)):
        fixed = {p.key: bit for p, bit in zip(shared, classes, strict=True)}
        cells = [dict(_one_of_each(table, fixed)) for table in tables]
        alike = [[order] * len(cells) for order in _ORDERS]
        for wanted in [*alike, _mixed(len(cells))]:
            world = dict(fixed)
            for own, order in zip(cells, wanted, strict=True):
                world |= next(own[outcome] for outcome in order if outcome in own)
            yield world


_BEST: Order = (MET, PARTLY_MET, NOT_APPLICABLE, NOT_MET)
_WORST: Order = (NOT_MET, PARTLY_MET, NOT_APPLICABLE, MET)
_ORDERS: tuple[Order, ...] = (
    _BEST,
    (MET, NOT_APPLICABLE, PARTLY_MET, NOT_MET),
    _WORST,
    (NOT_MET, NOT_APPLICABLE, PARTLY_MET, MET),
    (PARTLY_MET, *_BEST),
    (NOT_APPLICABLE, *_BEST),
)
"""Which outcome of a check a State should show; the next one where it cannot."""


def _mixed(number: int) -> list[Order]:
    return [_BEST] + [_WORST] * (number - 1)


def _one_of_each(table: DecisionTable, fixed: World) -> Iterator[tuple[int, World]]:
    """Each outcome that the table can still come to, with one cell of it."""
    masks = tuple(fixed.get(p.key, p.every) for p in table.partitions)
    for outcome in single_bits(table.decide(masks)):
        chosen = list(masks)
        for place in range(len(masks)):  # narrows one partition after the other
            chosen[place] = next(
                bit
                for bit in bits_of(masks[place])
                if table.decide((*chosen[:place], bit, *chosen[place + 1 :])) & outcome
            )
        yield outcome, {p.key: bit for p, bit in zip(table.partitions, chosen, strict=True)}


def _answers(
    world: World, partitions: Mapping[PartitionKey, Partition], library: Library
) -> dict[FactId, Data]:
    """The answers of a State, without those to questions that do not arise for it."""
    found: dict[FactId, Any] = {}
    sets: dict[FactId, ValueSet] = {}
    for key, bit in world.items():
        partition = partitions[key]
        cls = partition.classes[bit.bit_length() - 1]
        fact, member = key
        possible = partition.value_set(bit)
        if member is None:
            found[fact] = _value(partition, cls)
            sets[fact] = possible
        else:
            found.setdefault(fact, {})[member] = cls.label
            before = sets[fact].members if fact in sets else ()
            sets[fact] = ValueSet(members=(*(before or ()), *(possible.members or ())))
    while gone := [fact for fact in sets if not _arises(fact, sets, library)]:
        sets = {fact: possible for fact, possible in sets.items() if fact not in gone}
    return {fact: told for fact, told in found.items() if fact in sets}


def _arises(fact: FactId, sets: Mapping[FactId, ValueSet], library: Library) -> bool:
    table = library.givens.get(fact)
    return table is None or table.decide(table.masks(sets)) == MET


def _value(partition: Partition, cls: ValueClass) -> str:
    from compliance.engine.compiler import representative  # noqa: PLC0415 - needs rule-engine

    if cls.value is not None:
        return cls.label
    at = representative(partition, cls)
    if partition.fact.type == "date":
        return date.fromordinal(int(at)).isoformat()
    return str(int(at)) if at == int(at) else f"{at:f}".rstrip("0")
