"""Invented answers for measuring: complete ones, or with a fifth of them missing."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from decimal import Decimal

from compliance.model.profiles import Answer, Profile
from compliance.model.rulebook import Fact

Answers = dict[str, Answer]


def answers(facts: dict[str, Fact], chance: random.Random, missing: float = 0.0) -> Answers:
    """An answer to each fact, or with the chance ``missing`` none."""
    return {
        name: _answer(fact, chance) for name, fact in facts.items() if chance.random() >= missing
    }


def _answer(fact: Fact, chance: random.Random) -> Answer:
    if fact.type == "yes_no":
        return Answer(value=chance.choice(["yes", "no"]))
    if fact.type == "choice":
        return Answer(value=chance.choice(list(fact.choices)))
    if fact.type == "many":
        return Answer(value={name: chance.choice(["yes", "no"]) for name in fact.choices})
    if fact.type == "number":
        return Answer(value=str(chance.randint(int(fact.min or 0), int(fact.max or 400))))
    day = dt.date(2000, 1, 1) + dt.timedelta(days=chance.randint(0, 8000))
    return Answer(value=day.isoformat())


def profiles(facts: dict[str, Fact], count: int, missing: float, seed: int) -> Iterator[Profile]:
    """Profiles of invented answers, one after another."""
    chance = random.Random(seed)
    for number in range(count):
        yield Profile(
            id=f"sample-{number}",
            country="ZZZ",
            voice="government",
            speaker="Nobody",
            as_of=dt.date(2011, 7, 14),
            answers={name: (answer,) for name, answer in answers(facts, chance, missing).items()},
        )


def value(fact: Fact, answer: Answer) -> object:
    """The answer's one value, as rule-engine takes it."""
    given = answer.value
    if isinstance(given, dict):
        return {name for name, yes_no in given.items() if yes_no == "yes"}
    assert given is not None
    if fact.type == "yes_no":
        return given == "yes"
    if fact.type == "number":
        return Decimal(given)
    if fact.type == "date":
        return dt.datetime.fromisoformat(given).replace(tzinfo=dt.UTC)
    return given
