"""What a library holds: its rules, facts and profiles, on a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rich.console import Console

from compliance.countries import country_name
from compliance.document.screen import Screen
from compliance.library.library import Library
from compliance.model.profiles import Profile
from compliance.model.rulebook import Fact, Rule
from compliance.model.scalars import BUNDLED
from compliance.report import wording

_TYPES = {
    "yes_no": "yes or no",
    "choice": "one of",
    "many": "any of",
    "number": "number",
    "date": "date",
}


def print_rules(console: Console, library: Library) -> None:
    """The rules in the order of their provisions, instrument by instrument."""
    screen = Screen(console)
    for instrument in library.instruments.values():
        rules = [rule for rule in library.rules.values() if rule.instrument == instrument.id]
        if rules:
            screen.heading(instrument.symbol, f"{instrument.title}, {_rules_and_checks(rules)}")
            indent = 4 + max(len(rule.id) for rule in rules)
            for rule in rules:
                after = f"({_of_rule(rule)})"
                words = screen.joined(screen.text(rule.title), screen.text(after, "dim"))
                screen.item(screen.text(rule.id, "bold"), words, indent, at=2)


def print_facts(console: Console, library: Library) -> None:
    """The questions of the vocabulary, topic by topic, and how each is answered."""
    screen = Screen(console)
    for topic, facts in _facts_by_topic(library).items():
        screen.heading(wording.topic_label(topic, library), wording.number_of(len(facts), "fact"))
        for fact in facts:
            screen.paragraph(screen.text(fact.id, "bold"), 2)
            screen.paragraph(fact.question, 6)
            screen.paragraph(_of_fact(fact), 6, "dim")
            margin = 10 + max((len(choice) for choice in fact.choices), default=0)
            for name, choice in fact.choices.items():
                screen.item(name, choice.label, margin, at=8)


def print_profiles(console: Console, library: Library) -> None:
    """The profiles, country by country."""
    screen = Screen(console)
    countries = dict.fromkeys(profile.country for profile in library.profiles.values())
    for country in sorted(countries):
        screen.heading(country_name(country), country)
        for profile in library.profiles.values():
            if profile.country == country:
                screen.paragraph(screen.text(profile.id, "bold"), 2)
                screen.paragraph(_of_profile(profile), 6)


def _rules_and_checks(rules: Iterable[Rule]) -> str:
    listed = list(rules)
    checks = sum(len(rule.checks) for rule in listed)
    return f"{wording.number_of(len(listed), 'rule')}, {wording.number_of(checks, 'check')}"


def _of_rule(rule: Rule) -> str:
    checks = wording.number_of(len(rule.checks), "check") if rule.checks else "no check"
    checks = "draft" if rule.draft else checks
    return ", ".join([rule.force, checks, *_layer_words(rule.layer)])


def _of_fact(fact: Fact) -> str:
    kind = _TYPES[fact.type]
    parts = [f"{kind} of {fact.unit}" if fact.unit else kind]
    if fact.context:
        parts.append("shown, decides nothing")
    return "; ".join([*parts, f"evidence: {fact.evidence}", *_layer_words(fact.layer)])


def _of_profile(profile: Profile) -> str:
    answers = wording.number_of(profile.answered(), "answer")
    return ", ".join([wording.account(profile), answers, *_layer_words(profile.layer)])


def _layer_words(name: str) -> list[str]:
    return [] if name == BUNDLED else [f"layer {name}"]


def _facts_by_topic(library: Library) -> Mapping[str, list[Fact]]:
    found: dict[str, list[Fact]] = {topic: [] for topic in library.topics}
    for fact in library.facts.values():
        found.setdefault(fact.topic, []).append(fact)
    return {topic: facts for topic, facts in found.items() if facts}
