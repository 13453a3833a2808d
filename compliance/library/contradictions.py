"""Answers to questions that do not arise, by what the same account answers to others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from compliance.engine.decision_table import DecisionTable
from compliance.engine.outcomes import NOT_MET
from compliance.model.profiles import Profile
from compliance.model.rulebook import Fact, FactId
from compliance.model.value_sets import AnswerError, ValueSet, value_set


def unasked(
    profile: Profile,
    facts: Mapping[FactId, Fact],
    givens: Mapping[FactId, DecisionTable],
    day: date,
) -> Iterator[tuple[FactId, tuple[FactId, ...]]]:
    """The questions that the account answers on ``day`` though they do not arise.

    Each with those answers, a smallest set of them, by which it does not: "no limit in law" and
    "180 days" contradict each other. An answer that is open says nothing. ``givens`` are the
    questions' ``given`` as tables.
    """
    values: dict[FactId, ValueSet] = {}
    for fact, answer in profile.on(day).items():
        try:
            values[fact] = value_set(facts[fact], answer)
        except (KeyError, AnswerError):  # said where the account is read
            continue
    for fact in values:
        if table := givens.get(fact):
            masks = table.masks(values)
            if table.decide(masks) == NOT_MET:
                yield fact, table.because(masks)


def unasked_words(fact: FactId, because: Iterable[FactId]) -> str:
    """What is wrong, for the one who wrote the account."""
    others = " and ".join(f"`{name}`" for name in because)
    return f"`{fact}` has an answer, and by the answer to {others} the question does not arise"
