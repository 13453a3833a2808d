"""What is still to be done in a draft: words to sort, questions that may answer them, echoes.

Everything here is proposed by words, and nothing of it counts: a lawyer takes what is right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from compliance.library.clauses import requirements
from compliance.library.cross_references import deciding_facts
from compliance.library.fact_search import FactSearch, Match
from compliance.library.library import Library
from compliance.library.source_texts import left_over
from compliance.model.rulebook import FactId, Rule

_FACTS = 4
_SURE = 2
"""Of the questions found for a requirement, so many count when echoes are looked for."""
_ECHOES = 6
_COMMON = 5
"""A question that decides more rules than these says nothing of any of them by itself."""


@dataclass(frozen=True, slots=True)
class ProposedRequirement:
    """Words that may make one requirement, and the questions that may answer it."""

    asks: tuple[str, ...]
    facts: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class ProposedEcho:
    """A rule that may ask the same, and the questions by which it was found."""

    rule: Rule
    facts: tuple[FactId, ...]


@dataclass(frozen=True, slots=True)
class Worksheet:
    """What is proposed for a draft."""

    requirements: tuple[ProposedRequirement, ...]
    unsorted: tuple[str, ...]  # words that are neither in the frame nor in a proposed requirement
    echoes: tuple[ProposedEcho, ...]


def worksheet(rule: Rule, library: Library) -> Worksheet:
    """The worksheet of a rule. Its own words find no question: they are left out of the search."""
    search = FactSearch(library, without=[rule.id])
    done = [part.words for part in rule.frame]
    done += [words for check in rule.checks for words in check.asks]
    asked = requirements(rule.wording, done)
    found = tuple(
        ProposedRequirement(tuple(words), tuple(search.find(" ".join(words), at_most=_FACTS)))
        for words in asked
    )
    over = left_over(rule.wording, [*done, *(words for several in asked for words in several)])
    return Worksheet(found, tuple(over), tuple(_echoes(rule, found, library)))


def _echoes(
    rule: Rule, found: Sequence[ProposedRequirement], library: Library
) -> Sequence[ProposedEcho]:
    """The rules that the surest of the questions decide, those with most of them first.

    One question alone is enough where it decides few rules: "may the police ask for papers" decides
    two, the position towards a treaty dozens.
    """
    sure = dict.fromkeys(match.fact.id for one in found for match in one.facts[:_SURE])
    decided = _decided(rule, library)
    count = {fact: sum(fact in facts for facts in decided.values()) for fact in sure}
    shared = {name: tuple(f for f in sure if f in facts) for name, facts in decided.items()}
    telling = {
        name: facts
        for name, facts in shared.items()
        if len(facts) > 1 or any(count[fact] <= _COMMON for fact in facts)
    }
    rarest = {name: min(count[fact] for fact in facts) for name, facts in telling.items()}
    ranked = sorted(telling, key=lambda name: (-len(telling[name]), rarest[name]))
    return [ProposedEcho(library.rules[name], telling[name]) for name in ranked[:_ECHOES]]


def _decided(rule: Rule, library: Library) -> Mapping[str, set[FactId]]:
    """The questions that decide each other rule that may speak of the same State."""
    return {
        name: {fact for check in other.checks for fact in deciding_facts(check, library.facts)}
        for name, other in library.rules.items()
        if name != rule.id and (not rule.country or other.country in (None, rule.country))
    }
