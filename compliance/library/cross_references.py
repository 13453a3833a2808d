"""In how many places the same is asked: checks of linked rules that the same facts decide."""

from __future__ import annotations

from collections.abc import Mapping

from compliance.engine.tokens import names_in
from compliance.model.rulebook import Check, Fact, FactId, Rule

Echoes = Mapping[tuple[str, str], tuple[Rule, ...]]
"""By the ids of a rule and of a check in it, the rules elsewhere that ask the same."""


def echoes_of(rules: Mapping[str, Rule], facts: Mapping[FactId, Fact]) -> Echoes:
    """What recurs in other rules, check by check.

    Rules are linked by their ``echoes``, which count in both directions. A rule has several
    requirements, and only some of them recur: a check is asked again in a linked rule where one of
    the facts that decide it decides a check there.
    """
    linked = _links(rules)
    decided = {
        (name, check.id): deciding_facts(check, facts)
        for name in rules
        if linked[name]
        for check in rules[name].checks
    }
    return {
        (name, check.id): tuple(
            rules[other]
            for other in linked[name]
            if any(
                decided[name, check.id] & decided[other, their.id] for their in rules[other].checks
            )
        )
        for name in rules
        if linked[name]
        for check in rules[name].checks
    }


def deciding_facts(check: Check, facts: Mapping[FactId, Fact]) -> set[FactId]:
    """The facts that decide a check, without those that only decide whether others arise."""
    named = names_in(filter(None, (check.met, check.partly))) & facts.keys()
    gates = names_in(filter(None, (facts[name].given for name in named)))
    return (named - gates) or named


def _links(rules: Mapping[str, Rule]) -> dict[str, list[str]]:
    """The rules that are said to ask the same as each, in the order of the library."""
    found: dict[str, set[str]] = {name: set() for name in rules}
    for rule in rules.values():
        for echo in rule.echoes:
            if echo in found:
                found[rule.id].add(echo)
                found[echo].add(rule.id)
    return {name: [other for other in rules if other in links] for name, links in found.items()}
