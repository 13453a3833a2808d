"""Invented accounts of invented States, answered at random, and how a change makes another."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from compliance.assessment.assess import Assessment, assess
from compliance.assessment.minimal_changes import FactChange
from compliance.assessment.plan import Requirement
from compliance.engine.outcomes import Outcomes
from compliance.library.library import Library
from compliance.model.profiles import Answer, Profile
from compliance.model.rulebook import Fact, FactId
from compliance.model.value_sets import ValueSet

Step = tuple[FactId, str | None, ValueSet]
"""A fact, or a member of it, and what is said of it."""


def an_answer(fact: Fact, chance: random.Random) -> Answer:
    if fact.type == "many":
        members = [name for name in fact.choices if chance.random() < 0.9]
        return Answer(value={name: chance.choice(["yes", "no"]) for name in members})
    if fact.type == "number":
        return Answer(value=str(chance.randint(int(fact.min or 0), int(fact.max or 400))))
    if fact.type == "date":
        return Answer(value=date.fromordinal(chance.randint(730_000, 736_000)).isoformat())
    values = ["yes", "no"] if fact.type == "yes_no" else list(fact.choices)
    if len(values) > 2 and chance.random() < 0.2:
        return Answer(**{"not": (chance.choice(values),)})
    return Answer(value=chance.choice(values))


def a_profile(library: Library, seed: int) -> Profile:
    """An account of a State, more or less complete; of some, registers speak too."""
    chance = random.Random(seed)
    silence = chance.random()
    return Profile(
        id=f"random-{seed}",
        country=chance.choice(["ZZZ", "ECU"]),
        voice="government",
        speaker="Nobody",
        as_of=date(2011, 7, 14),
        answers={
            name: (an_answer(fact, chance),)
            for name, fact in library.facts.items()
            if chance.random() > silence
        },
    )


def one_of(to: ValueSet, chance: random.Random) -> Any:
    """A value that is possible, as a profile has it."""
    if to.values is not None:
        value = chance.choice(sorted(to.values, key=str))
        return {True: "yes", False: "no"}.get(value, value)
    assert to.ranges is not None
    stretch = chance.choice(to.ranges)
    points = [p for p in (stretch.low, stretch.high) if p is not None and stretch.has(p)]
    return str(chance.choice(points))


def changed(profile: Profile, steps: Iterable[Step], chance: random.Random) -> Profile:
    """The profile as it would be: these facts said to be so, all else as it was."""
    answers = dict(profile.answers)
    for fact, member, to in steps:
        if member is None:
            value = one_of(to, chance)
        else:
            assert to.members is not None
            [(_, [into])] = to.members
            told = answers.get(fact, (Answer(value={}),))[0].value or {}
            assert isinstance(told, dict)
            value = {**told, member: "yes" if into else "no"}
        answers[fact] = (Answer(value=value),)
    return profile.model_copy(update={"answers": answers})


def again(before: Assessment, changes: Iterable[FactChange], chance: random.Random) -> Assessment:
    """The assessment once the changes are made, and registers say so too."""
    changes = list(changes)
    facts = {change.fact for change in changes}
    registers = {n: r for n, r in before.library.registers.items() if r.fact not in facts}
    library = replace(before.library, registers=registers)
    rules = {f.rule.id: f.rule for f in before.all_findings}
    assert library.rules == rules
    steps = [(change.fact, change.member, change.to) for change in changes]
    return assess(changed(before.profile, steps, chance), library, as_of=before.as_of)


def outcome_of(requirement: Requirement, found: Assessment) -> Outcomes:
    [finding] = [f for f in found.all_findings if f.rule.id == requirement.finding.rule.id]
    [same] = [d for d in finding.requirements if d.asks == requirement.found.asks]
    return same.outcomes
