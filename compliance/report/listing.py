"""What a library holds: its rules, facts and profiles, on a terminal and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from rich.console import Console

from compliance.accounts import Profile
from compliance.countries import country_name
from compliance.layers import BUNDLED
from compliance.library import Library
from compliance.model import Fact, Rule
from compliance.report import wording
from compliance.report.as_json import as_text, layer
from compliance.report.screen import Screen

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


def _stated(profile: Profile) -> int:
    """How many facts the profile answers; a note alone is no answer."""
    return sum(any(a.states_something for a in dated) for dated in profile.answers.values())


def _of_profile(profile: Profile) -> str:
    answers = wording.number_of(_stated(profile), "answer")
    return ", ".join([wording.account(profile), answers, *_layer_words(profile.layer)])


def _layer_words(name: str) -> list[str]:
    return [] if name == BUNDLED else [f"layer {name}"]


def _facts_by_topic(library: Library) -> Mapping[str, list[Fact]]:
    found: dict[str, list[Fact]] = {topic: [] for topic in library.topics}
    for fact in library.facts.values():
        found.setdefault(fact.topic, []).append(fact)
    return {topic: facts for topic, facts in found.items() if facts}


def rules_json(library: Library) -> str:
    """``{"rules": […]}``, with the checks of each and the facts they read; keys are only added."""
    return as_text({"rules": [rule_keys(library, rule) for rule in library.rules.values()]})


def rule_keys(library: Library, rule: Rule) -> dict[str, Any]:
    """A rule by its keys, with its checks and the facts they read."""
    return {
        "id": rule.id,
        "citation": rule.citation,
        "provision": rule.provision,
        "title": rule.title,
        "text": rule.text,
        "summary": rule.summary,
        "force": rule.force,
        "addressee": rule.addressee,
        "topics": list(rule.topics),
        "related": list(rule.related),
        "echoes": list(rule.echoes),
        "articles": list(rule.articles),
        "asked_by": rule.asked_by,
        "asked_of": rule.asked_of,
        "kind": rule.kind,
        "country": rule.country,
        "no_test": rule.no_test,
        "note": rule.note,
        "document": rule.document,
        "recommended_by": list(rule.recommended_by),
        "position": rule.position and rule.position.model_dump(),
        "draft": rule.draft,
        **layer(rule.layer),
        "checks": [
            {
                "id": check.id,
                "asks": list(check.asks),
                "measure": check.measure,
                "force": rule.force_of(check),
                "role": check.role,
                "facts": list(facts),
                **check.expressions,
                "remedy": check.remedy,
                "note": check.note,
            }
            for check, facts in zip(rule.checks, library.facts_read(rule), strict=True)
        ],
    }


def facts_json(library: Library) -> str:
    """``{"facts": […]}``, with the rules that read each."""
    readers: dict[str, list[str]] = {}
    for rule in library.rules.values():
        for fact in sorted({f for facts in library.facts_read(rule) for f in facts}):
            readers.setdefault(fact, []).append(rule.id)
    facts = library.facts.values()
    return as_text({"facts": [_fact(fact, readers.get(fact.id, [])) for fact in facts]})


def _fact(fact: Fact, rules: list[str]) -> dict[str, Any]:
    return {
        "id": fact.id,
        "topic": fact.topic,
        "question": fact.question,
        "type": fact.type,
        "choices": {name: choice.label for name, choice in fact.choices.items()},
        "unit": fact.unit,
        "integer": fact.integer,
        "min": _number(fact.min),
        "max": _number(fact.max),
        "evidence": fact.evidence,
        "help": fact.help,
        "given": fact.given,
        "context": fact.context,
        "was": list(fact.was),
        **layer(fact.layer),
        "rules": rules,
    }


def _number(number: Decimal | None) -> int | float | None:
    if number is None:
        return None
    return int(number) if number == int(number) else float(number)


def profiles_json(library: Library) -> str:
    """``{"profiles": […]}``, with the number of facts answered in each; keys are only added."""
    return as_text({"profiles": [_profile(profile) for profile in library.profiles.values()]})


def _profile(profile: Profile) -> dict[str, Any]:
    return {
        "id": profile.id,
        "country": profile.country,
        "voice": profile.voice,
        "speaker": profile.speaker,
        "as_of": profile.as_of.isoformat(),
        "answers": _stated(profile),
        **layer(profile.layer),
    }
