"""What a questionnaire asks of whom: what decides most comes first in its topic."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from compliance.assessment.assess import assess
from compliance.assessment.questions import questions as open_questions
from compliance.engine.tokens import names_in
from compliance.library.library import Library, Scope
from compliance.model.profiles import Answer, Profile
from compliance.model.rulebook import Fact, FactId, Rule


@dataclass(frozen=True, slots=True)
class Question:
    """A fact to be asked, and which paragraphs it serves."""

    fact: Fact
    serves: tuple[str, ...] = ()
    """The provisions whose rules read it."""


FORM_ENDING = ".xlsform.xlsx"
"""By which a file is known that is to be written as a form for phones."""
_LONGEST = 60
REST = "rest"


def questions(
    library: Library, country: str, scope: Scope, profile: Profile | None = None
) -> list[Question]:
    """The facts that rules in scope read, topic by topic, and those that decide whether they arise.

    Where topics are asked for, the questions of these topics, whatever rules read them.

    With a profile those come first whose answer could decide most of its results, then those it
    answers; without one, those that most rules read. A question comes after those that decide
    whether it arises. Where all is asked, so are facts that decide nothing, last, and all that
    are answered.
    """
    books = Scope(scope.rulebooks)
    rules = [rule for rule in library.rules.values() if _concerns(rule, country, books)]
    read = Counter(
        fact
        for rule in rules
        for fact in _facts_of(rule, library)
        if not scope.topics or library.facts[fact].topic in scope.topics
    )
    serves: dict[FactId, list[str]] = {}
    for rule in rules:
        for name in _facts_of(rule, library):
            serves.setdefault(name, []).append(rule.citation)
    asked = with_gates(read, library.facts)
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
            Question(library.facts[name], tuple(serves.get(name, ())))
            for name in _gates_first(own, library.facts)
        ]
    return found


def _concerns(rule: Rule, country: str, scope: Scope) -> bool:
    return scope.has(rule) and rule.country in (None, country)


def _facts_of(rule: Rule, library: Library) -> set[FactId]:
    return {fact for facts in library.facts_read(rule) for fact in facts}


def with_gates(names: Iterable[FactId], facts: Mapping[FactId, Fact]) -> set[FactId]:
    """The facts, and those that decide whether they arise."""
    found: set[FactId] = set()
    left = list(names)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += gates_of(facts[name], facts)
    return found


def gates_of(fact: Fact, facts: Mapping[FactId, Fact]) -> list[FactId]:
    """The facts that decide whether this one arises."""
    return [name for name in sorted(names_in([fact.given or ""])) if name in facts]


def _open_for(profile: Profile, library: Library, scope: Scope) -> dict[FactId, tuple[int, int]]:
    """How many results of the profile each answer could decide, and how many depend on it."""
    found = assess(profile, library, rulebooks=scope.rulebooks, topics=scope.topics)
    return {one.fact.id: (len(one.could_decide), len(one.hanging)) for one in open_questions(found)}


def _weights(
    names: Collection[FactId],
    read: Mapping[FactId, int],
    open_for: Mapping[FactId, tuple[int, int]],
    facts: Mapping[FactId, Fact],
) -> dict[FactId, tuple[int, ...]]:
    """What a fact decides; one that others depend on decides at least what they do."""
    found: dict[FactId, tuple[int, ...]] = {
        name: (*open_for.get(name, (0, 0)), read.get(name, 0)) for name in names
    }
    for _ in names:
        before = dict(found)
        for name in names:
            for gate in gates_of(facts[name], facts):
                found[gate] = max(found[gate], found[name])
        if found == before:
            break
    return found


def _gates_first(names: Sequence[FactId], facts: Mapping[FactId, Fact]) -> Iterator[FactId]:
    """The same, but what a question depends on before it."""
    seen: set[FactId] = set()

    def take(name: FactId) -> Iterator[FactId]:
        if name in names and name not in seen:
            seen.add(name)
            for gate in gates_of(facts[name], facts):
                yield from take(gate)
            yield name

    for name in names:
        yield from take(name)


def by_lead(
    questions: Sequence[Question], held: Mapping[FactId, tuple[Answer, ...]]
) -> dict[str, list[Question]]:
    """The questions of each institution, in the order of the questions; those of none last.

    Institutions that are written a little differently are not taken for one.
    """
    found: dict[str, list[Question]] = {}
    for question in questions:
        found.setdefault(_lead(held.get(question.fact.id, ())), []).append(question)
    rest = found.pop("", [])
    return {**found, **({"": rest} if rest else {})}


def _lead(dated: Sequence[Answer]) -> str:
    """The institution that answers now: that of the last answer that names one."""
    named = [answer.lead for answer in dated if answer.lead]
    return " ".join(named[-1].split()) if named else ""


def file_of(target: Path, lead: str, taken: Mapping[Path, object]) -> Path:
    """The file of an institution or a topic beside ``target``: letters and digits of its name."""
    plain = unicodedata.normalize("NFKD", lead or REST).encode("ascii", "ignore").decode()
    stem = "-".join(re.findall(r"[a-z0-9]+", plain.lower()))[:_LONGEST].strip("-") or "institution"
    is_form = target.name.lower().endswith(FORM_ENDING)
    suffix = target.name[-len(FORM_ENDING) :] if is_form else target.suffix
    number = 1
    while True:
        end = f"-{number}" if number > 1 else ""
        path = target.with_name(f"{target.name.removesuffix(suffix)}-{stem}{end}{suffix}")
        if path not in taken:
            return path
        number += 1


def leads_of(assigned: Mapping[str, str], library: Library) -> dict[FactId, str]:
    """The institution of each fact, by the topics (id or title) that are ``assigned``."""
    return {
        fact.id: institution
        for topic, institution in assigned.items()
        for fact in library.facts.values()
        if fact.topic == topic
    }
