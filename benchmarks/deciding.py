"""Deciding by tables, and by rule-engine, on the same complete answers."""

from __future__ import annotations

import random
import statistics
from collections.abc import Callable

from measuring import Figure, Measurement, in_turn, times_faster
from sample import answers, value

from compliance import Library
from compliance.engine.compiler import Runnable, outcome_of
from compliance.engine.expressions import parse
from compliance.model.profiles import Answer
from compliance.model.value_sets import value_set

STATES = 50
ROUNDS = 3
WANTED = 50


class ByRuleEngine:
    """All checks of a library, decided by rule-engine for complete answers."""

    def __init__(self, library: Library) -> None:
        self.facts = library.facts
        self._checks = [
            {
                key: Runnable.of(parse(text, library.facts), library.facts)
                for key, text in check.expressions.items()
            }
            for rule in library.rules.values()
            if library.tables.get(rule.id)
            for check in rule.under(library.instruments[rule.instrument].applies).checks
        ]

    def values(self, given: dict[str, Answer]) -> list[dict[str, object]]:
        """For each check the values of the facts that it reads."""
        read = [{fact for e in one.values() for fact in e.expression.reads} for one in self._checks]
        return [{name: value(self.facts[name], given[name]) for name in own} for own in read]

    def decide(self, values: list[dict[str, object]]) -> list[int]:
        """The outcome of each check."""
        return [outcome_of(e, v).bit for e, v in zip(self._checks, values, strict=True)]


def measure() -> Measurement:
    """All checks of many invented profiles, decided in three ways."""
    library = Library.bundled()
    chance = random.Random(65212)
    given = [answers(dict(library.facts), chance) for _ in range(STATES)]
    engine = ByRuleEngine(library)
    tables = [table for rule in library.rules for table in library.tables.get(rule, ())]
    known = [
        {name: value_set(library.facts[name], answer) for name, answer in one.items()}
        for one in given
    ]
    values = [engine.values(one) for one in given]
    masks = [[table.masks(one) for table in tables] for one in known]

    def by_engine() -> list[int]:
        return [outcome for one in values for outcome in engine.decide(one)]

    def by_table() -> list[int]:
        return [table.decide(m) for one in masks for table, m in zip(tables, one, strict=True)]

    def anew() -> list[int]:
        for table in tables:
            table.forget()
        return by_table()

    def from_answers() -> list[int]:
        opened = [library.partitions.masks(one) for one in known]
        return [table.decide(table.pick(open_)) for open_ in opened for table in tables]

    assert by_engine() == by_table() == from_answers()
    ways: dict[str, Callable[[], object]] = {
        "rule-engine in a loop": by_engine,
        "decision tables, nothing remembered": anew,
        "decision tables": by_table,
        "decision tables, from the answers": from_answers,
    }
    took = in_turn(ROUNDS, *ways.values())
    count = STATES * len(tables)
    faster = times_faster(took[0], took[1])
    rows = [
        [
            name,
            f"{statistics.median(own) / count * 1e6:.2f}",
            f"{times_faster(took[0], own):.0f}",
        ]
        for name, own in zip(ways, took, strict=True)
    ]
    return Measurement(
        "Deciding",
        f"All {len(tables)} checks for {STATES} invented profiles with complete answers: {count} "
        "decisions, the same by either way (asserted). Both start from answers in the form they "
        "take; the last line includes putting them so.",
        [
            Figure(
                "deciding by tables, nothing remembered, against rule-engine in a loop",
                f"at least {WANTED} times faster",
                f"{faster:.0f} times",
                faster >= WANTED,
            )
        ],
        [["", "median, µs a check", "times faster"], *rows],
    )
