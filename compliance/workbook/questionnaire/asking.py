"""What a questionnaire asks, and in which order: what decides most comes first in its topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from compliance.assessment.assess import assess
from compliance.engine.expressions import names_in
from compliance.library.library import Library, Scope
from compliance.model.profiles import Profile
from compliance.model.rulebook import Fact, FactId, Rule
from compliance.report.sections import most_deciding


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to be asked, and how many provisions hang on it."""

    fact: Fact
    decides: int


def questions(
    library: Library, country: str, scope: Scope, profile: Profile | None = None
) -> list[Question]:
    """The facts that rules in scope read, topic by topic, and those on which it hangs whether
    they arise.

    With a profile those come first on which most of its findings still hang, then those it
    answers; without one, those that most rules read. What a question hangs on goes before it.
    Where all is asked, so are facts that decide nothing, last, and all that are answered.
    """
    rules = [rule for rule in library.rules.values() if _concerns(rule, country, scope)]
    read = Counter(fact for rule in rules for fact in _facts_of(rule, library))
    asked = _with_gates(read, library.facts)
    if not scope.rulebooks and not scope.topics:
        answered = profile.answers if profile else {}
        asked |= {n for n, fact in library.facts.items() if fact.context or n in answered}
    open_for = _open_for(profile, library, scope) if profile else {}
    weights = _weights(asked, read, open_for, library.facts)
    places = {name: place for place, name in enumerate(library.facts)}
    ordered = sorted(asked, key=lambda name: (*(-n for n in weights[name]), places[name]))
    found: list[Question] = []
    for topic in dict.fromkeys([*library.topics, *(library.facts[n].topic for n in ordered)]):
        own = [name for name in ordered if library.facts[name].topic == topic]
        found += [
            Question(library.facts[name], open_for.get(name, read[name]))
            for name in _gates_first(own, library.facts)
        ]
    return found


def _concerns(rule: Rule, country: str, scope: Scope) -> bool:
    return scope.has(rule) and rule.country in (None, country)


def _facts_of(rule: Rule, library: Library) -> set[FactId]:
    return {fact for facts in library.facts_read(rule) for fact in facts}


def _with_gates(names: Iterable[FactId], facts: Mapping[FactId, Fact]) -> set[FactId]:
    """The facts, and those on which it hangs whether they arise."""
    found: set[FactId] = set()
    left = list(names)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += gates_of(facts[name], facts)
    return found


def gates_of(fact: Fact, facts: Mapping[FactId, Fact]) -> list[FactId]:
    """The facts on which it hangs whether this one arises."""
    return [name for name in sorted(names_in([fact.given or ""])) if name in facts]


def _open_for(profile: Profile, library: Library, scope: Scope) -> dict[FactId, int]:
    """How many findings of the profile still hang on each fact."""
    found = assess(profile, library, rulebooks=scope.rulebooks, topics=scope.topics)
    return {fact: len(findings) for fact, findings in most_deciding(found)}


def _weights(
    names: Collection[FactId],
    read: Mapping[FactId, int],
    open_for: Mapping[FactId, int],
    facts: Mapping[FactId, Fact],
) -> dict[FactId, tuple[int, int]]:
    """What a fact decides; one on which others hang decides at least what they do."""
    found = {name: (open_for.get(name, 0), read.get(name, 0)) for name in names}
    for _ in names:
        before = dict(found)
        for name in names:
            for gate in gates_of(facts[name], facts):
                found[gate] = max(found[gate], found[name])
        if found == before:
            break
    return found


def _gates_first(names: Sequence[FactId], facts: Mapping[FactId, Fact]) -> Iterator[FactId]:
    """The same, but what a question hangs on before it."""
    seen: set[FactId] = set()

    def take(name: FactId) -> Iterator[FactId]:
        if name in names and name not in seen:
            seen.add(name)
            for gate in gates_of(facts[name], facts):
                yield from take(gate)
            yield name

    for name in names:
        yield from take(name)
