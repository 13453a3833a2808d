"""Rules, facts and profiles as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from compliance.export.json.assessments import as_text, layer
from compliance.export.json.identifiers import akn4un
from compliance.library.library import Library
from compliance.model.profiles import Profile
from compliance.model.rulebook import Fact, Rule
from compliance.report.catalogue import Catalogue


def parts(subject: Catalogue) -> Iterator[bytes]:
    """The rules, facts or profiles of a library, in UTF-8."""
    told = {"rules": rules_json, "facts": facts_json, "profiles": profiles_json}[subject.kind]
    yield told(subject.library).encode()


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
        "applies": rule.applies,
        "preamble": list(library.instruments[rule.instrument].preamble_of(rule)),
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
        "akn4un": akn4un(library.instruments[rule.instrument]),
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
    """``{"profiles": […]}``, with the number of facts that each answers publicly."""
    return as_text({"profiles": [_profile(profile) for profile in library.profiles.values()]})


def _profile(profile: Profile) -> dict[str, Any]:
    return {
        "id": profile.id,
        "country": profile.country,
        "voice": profile.voice,
        "speaker": profile.speaker,
        "as_of": profile.as_of.isoformat(),
        "answers": profile.published().answered(),
        **layer(profile.layer),
    }
