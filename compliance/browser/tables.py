"""What a page decides from: questions and decision tables of some rules, as plain data."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from compliance.assessment.assess import finding_of
from compliance.engine.decision_table import DecisionTable
from compliance.engine.partitions import Partition
from compliance.engine.tokens import names_in
from compliance.library.library import Library
from compliance.library.profile_editor import answer_data
from compliance.model.rulebook import Fact, FactId, Rule
from compliance.model.value_sets import UNKNOWN, Point, ValueSet

Data = dict[str, Any]


def tables(
    library: Library,
    country: str,
    rules: Iterable[Rule],
    facts: Iterable[FactId] = (),
    values: Mapping[FactId, ValueSet] = MappingProxyType({}),
) -> Data:
    """The rules as they are decided for a country, and what is needed of their questions.

    ``facts`` are questions that are asked besides those that the rules read. A table has the
    numbers of its partitions and a digit a cell, its outcome; a rule without checks has its
    outcomes, as bits, and the reason. ``masks`` are what ``values`` leave open on each partition.
    Texts for people are not in it, but for the questions'.
    """
    listed = _Partitions()
    found = [_rule(rule, library, country, listed) for rule in rules]
    givens = library.givens
    read = {p.key[0] for p in listed.numbers} | set(facts)
    while missing := {f for name in read & set(givens) for f in givens[name].facts} - read:
        read |= missing
    own = {name: listed.table(givens[name]) for name in library.facts if name in read & set(givens)}
    stretches = {
        name: listed.number(_of_all_limits(library, fact))
        for name, fact in library.facts.items()
        if name in read and fact.type in ("number", "date")
    }
    return {
        "facts": {name: fact_data(fact) for name, fact in library.facts.items() if name in read},
        "partitions": [_partition(partition) for partition in listed.numbers],
        "masks": [one.mask(values.get(one.key[0], UNKNOWN)) for one in listed.numbers],
        "rules": found,
        "givens": own,
        "stretches": stretches,
    }


def registers(library: Library, country: str, facts: Collection[FactId]) -> list[Data]:
    """What registers say of a country on ``facts``; the latest on one question come last."""
    told = sorted(library.registers_of(country), key=lambda register: register.as_of)
    return [
        {
            "fact": register.fact,
            "title": register.title,
            "as_of": register.as_of.isoformat(),
            "last_day": register.last_day.isoformat(),
            "answer": answer_data(answer),
        }
        for register in told
        if register.fact in facts and (answer := register.answer(country))
    ]


def as_json(data: Mapping[str, Any]) -> str:
    """The data as it can stand in a ``script`` element: nothing in it ends the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


class _Partitions:
    """Partitions, each once, by number; those with the same classes are the same."""

    def __init__(self) -> None:
        self.numbers: dict[Partition, int] = {}
        self._known: dict[object, int] = {}

    def number(self, partition: Partition) -> int:
        """The number of a partition."""
        key = (partition.key, tuple(partition.classes))
        if key not in self._known:
            self._known[key] = self.numbers[partition] = len(self._known)
        return self._known[key]

    def table(self, table: DecisionTable) -> Data:
        """A table: the numbers of its partitions, and its cells."""
        numbers = [self.number(partition) for partition in table.partitions]
        return {"partitions": numbers, "cells": "".join(map(str, table.cells))}


def _rule(rule: Rule, library: Library, country: str, listed: _Partitions) -> Data:
    found = finding_of(rule, library, country, library.partitions.masks({}))
    told: Data = {"id": rule.id, "symbol": rule.symbol}
    if found.joint is None:
        return {**told, "outcomes": found.outcomes.bits, "reason": found.reason}
    checks = []
    for check, table in zip(rule.checks, found.joint.tables, strict=True):
        reserved = sorted(names_in([check.reservation])) if check.reservation else []
        checks.append({**listed.table(table), **({"reservation": reserved} if reserved else {})})
    return {**told, "checks": checks, "requirements": list(rule.requirements().values())}


def _of_all_limits(library: Library, fact: Fact) -> Partition:
    """A number or day by all limits that any rule has."""
    cuts = {cut for partition in library.partitions.of_fact(fact.id) for cut in partition.cuts}
    return Partition(fact, None, cuts)


def _partition(partition: Partition) -> Data:
    fact, member = partition.key
    told: Data = {"fact": fact}
    if member is not None:
        told["member"] = member
    if partition.fact.type in ("number", "date"):
        told["classes"] = [
            [_end(partition.fact, cls.low), _end(partition.fact, cls.high)]
            for cls in partition.classes
        ]
    return told


def _end(fact: Fact, at: Point | None) -> str | None:
    if at is None:
        return None
    return date.fromordinal(int(at)).isoformat() if fact.type == "date" else f"{at:f}"


def fact_data(fact: Fact) -> Data:
    """What a page needs of a question: its words, its kind, what can be answered."""
    told: Data = {"question": fact.question, "type": fact.type}
    if fact.choices:
        told["choices"] = {name: choice.label for name, choice in fact.choices.items()}
    if fact.integer:
        told["integer"] = True
    numbers = {"unit": fact.unit, "min": fact.min, "max": fact.max}
    return told | {key: str(value) for key, value in numbers.items() if value is not None}
