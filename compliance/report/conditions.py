"""Conditions in words, in any language: ``yes to question 12 or “Party” to question 3``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from compliance.engine.conditions import And, Condition, Leaf, Member, Not, Or, Truth
from compliance.library.languages import ENGLISH, Language
from compliance.model.rulebook import Fact, FactId

_NO_NUMBERS: Mapping[FactId, int] = MappingProxyType({})


def condition_words(
    tree: Condition,
    facts: Mapping[FactId, Fact],
    numbers: Mapping[FactId, int] = _NO_NUMBERS,
    language: Language = ENGLISH,
) -> str:
    """The answers that a condition wants: ``“State party” to “Is the State a party …?”``.

    A question that has one of the ``numbers`` goes by it: ``yes to question 12``.
    """
    return _Conditions(facts, numbers, language).words_of(tree, holds=True)


@dataclass(frozen=True)
class _Conditions:
    facts: Mapping[FactId, Fact]
    numbers: Mapping[FactId, int]
    language: Language

    def words_of(self, of: Condition, *, holds: bool) -> str:
        """The condition, or that it does not hold."""
        if isinstance(of, Not):
            return self.words_of(of.part, holds=not holds)
        if isinstance(of, And | Or):
            # `not (a and b)` is `not a or not b`, and the other way round.
            link = "given.and" if isinstance(of, And) == holds else "given.or"
            first, *rest = (self._part(part, holds=holds) for part in of.parts)
            for one in rest:
                first = self.language(link, first=first, second=one)
            return first
        return self._leaf(of, holds=holds)

    def _part(self, of: Condition, *, holds: bool) -> str:
        told = self.words_of(of, holds=holds)
        return f"({told})" if isinstance(of, And | Or) else told

    def _leaf(self, of: Leaf, *, holds: bool) -> str:
        fact, say = self.language.fact(self.facts[of.fact]), self.language
        number = self.numbers.get(fact.id)
        where = say("given.question", number=number) if number else f"“{fact.question}”"
        yes = say("word.yes" if holds else "word.no")
        if isinstance(of, Truth):
            return say("given.yes_to", yes=yes, question=where)
        if isinstance(of, Member):
            label = _label(fact, of.choice)
            return say("given.member", yes=yes, label=label, question=where)
        holds = holds if of.operator != "!=" else not holds
        labels, *rest = (f"“{_label(fact, one)}”" for one in of.literals)
        for one in rest:
            labels = say("given.or", first=labels, second=one)
        if of.operator in _SIGNS:
            labels = say(_SIGNS[of.operator], value=labels)
        return say("given.is" if holds else "given.is_not", values=labels, question=where)


_SIGNS = {"<": "given.less", "<=": "given.at_most", ">": "given.more", ">=": "given.at_least"}


def _label(fact: Fact, value: str) -> str:
    return fact.choices[value].label if value in fact.choices else value
