"""The engine against a few lines that go through every completion, and know nothing of tables.

Random rulebooks are written as YAML, loaded and assessed for random accounts. The oracle asks
rule-engine itself, for every way in which the open answers could be completed.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import rule_engine
from support.layers import write_layer

from compliance.assessment.assess import assess
from compliance.library.library import Library

ROUNDS = int(os.environ.get("ORACLE_ROUNDS", "125"))
"""Rulebooks that are tried, each with four accounts: 500; `make nightly` tries 10 000."""
ACCOUNTS, RULES = 4, 3
WORDS = ("alpha", "beta", "gamma")
Values = dict[str, Any]


class Invented:
    """A rulebook of random rules over random facts, and accounts of it."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.remembered: dict[tuple[Any, ...], str] = {}
        kinds = self.chance.choices(["yes_no", "choice", "number", "many"], k=4)
        self.facts = {f"t.f{number}": kind for number, kind in enumerate(kinds)}
        self.rules = [
            [self._check(number) for number in range(self.chance.randint(1, 3))]
            for _ in range(RULES)
        ]

    def domain(self, fact: str) -> list[Any]:
        """Every value that an answer can have."""
        if self.facts[fact] == "many":
            return [set(), {"a"}, {"b"}, {"a", "b"}]
        return {"yes_no": [True, False], "choice": ["a", "b", "c"], "number": [*range(6)]}[
            self.facts[fact]
        ]

    def _leaf(self, fact: str) -> str:
        chance, kind = self.chance, self.facts[fact]
        if kind == "yes_no":
            return chance.choice([fact, f"not {fact}"])
        if kind == "many":
            return f'"{chance.choice("ab")}" in {fact}'
        if kind == "number":
            return (
                f"{fact} {chance.choice(['<', '<=', '>', '>=', '==', '!='])} {chance.randint(1, 4)}"
            )
        one, other = chance.sample("abc", 2)
        return chance.choice(
            [f'{fact} == "{one}"', f'{fact} != "{one}"', f'{fact} in ["{one}", "{other}"]']
        )

    def _expression(self) -> str:
        parts = [
            self._leaf(f) for f in self.chance.sample([*self.facts], self.chance.randint(1, 3))
        ]
        if len(parts) < 3:
            return f" {self.chance.choice(['and', 'or'])} ".join(parts)
        one, other = self.chance.sample(["and", "or"], 2)
        return f"{parts[0]} {one} ({parts[1]} {other} {parts[2]})"

    def _check(self, number: int) -> dict[str, str]:
        """A check each of whose outcomes is possible: `check` refuses others."""
        while True:
            check = {"id": f"c{number}", "asks": WORDS[number], "measure": "structure"}
            check |= {"met": self._expression(), "remedy": "Do it."}
            wanted = {"met", "not met"}
            for key, result in (("partly", "partly met"), ("applies", "not applicable")):
                if self.chance.random() < 0.4:
                    check[key] = self._expression()
                    wanted.add(result)
            found = self._outcomes(check)
            if {*found.values()} == wanted and self._each_fact_matters(check, found):
                return check

    def _outcomes(self, check: Mapping[str, str]) -> dict[tuple[str, ...], str]:
        """What a check comes to, by the values of the facts."""
        every = product(*map(self.domain, self.facts))
        values = [dict(zip(self.facts, one, strict=True)) for one in every]
        return {tuple(map(str, one.values())): self.outcome(check, one) for one in values}

    def _each_fact_matters(
        self, check: Mapping[str, str], found: Mapping[tuple[str, ...], str]
    ) -> bool:
        """Whether each fact that is read changes an outcome: `check` refuses others."""
        for place, fact in enumerate(self.facts):
            if any(fact in check.get(name, "") for name in ("met", "partly", "applies")):
                seen: dict[tuple[str, ...], set[str]] = {}
                for values, outcome_ in found.items():
                    rest = (*values[:place], *values[place + 1 :])
                    seen.setdefault(rest, set()).add(outcome_)
                if all(len(outcomes) == 1 for outcomes in seen.values()):
                    return False
        return True

    def outcome(self, check: Mapping[str, str], values: Values) -> str:
        """What a check comes to on complete answers, found once."""
        key = (*(check.get(name) for name in ("met", "partly", "applies")), str(values))
        if key not in self.remembered:
            self.remembered[key] = outcome(check, values)
        return self.remembered[key]

    def files(self) -> Mapping[str, str]:
        """The layer, in YAML; JSON is YAML."""
        facts = []
        for name, kind in self.facts.items():
            fact: dict[str, Any] = {"id": name, "question": "What is so?", "type": kind}
            letters = {"choice": "abc", "many": "ab"}.get(kind, "")
            fact |= {"choices": {x: f"Value {x}" for x in letters}} if letters else {}
            if kind == "number":
                fact |= {"integer": "yes", "min": "0", "max": "5", "unit": "things"}
            facts.append({**fact, "evidence": "A paper"})
        found = {
            "rules/topics.yaml": "t: Tests",
            "rules/facts/t.yaml": json.dumps(facts),
            "rules/O-1/errata.yaml": "errata: []",
            "rules/O-1/instrument.yaml": (
                "symbol: O/1\ntitle: Oracle\nbody: Tests\ntext_held: no\n"
                f"operative: {[*range(1, RULES + 1)]}"
            ),
        }
        for number, checks in enumerate(self.rules, start=1):
            rule = {
                "provision": str(number),
                "title": "A rule",
                "summary": f"States do {' '.join(WORDS[: len(checks)])}.",
                "addressee": "states",
                "force": "call",
                "topics": ["t"],
                "frame": [{"words": "States do", "as": "addressee"}],
                "checks": checks,
            }
            found[f"rules/O-1/{number}.yaml"] = json.dumps(rule)
        return found

    def answers(self) -> Iterator[tuple[str, dict[str, Any], list[Any]]]:
        """For some facts an answer as a profile has it, with the values that it leaves possible."""
        for fact, kind in self.facts.items():
            domain = self.domain(fact)
            if self.chance.random() < 0.3:
                continue
            if kind == "many":
                yield fact, *self._members(domain)
            elif kind == "number" and self.chance.random() < 0.5:
                low, high = sorted(self.chance.sample(range(6), 2))
                yield fact, {"at_least": str(low), "at_most": str(high)}, [*range(low, high + 1)]
            else:
                yield fact, *self._values(domain)

    def _members(self, domain: list[Any]) -> tuple[dict[str, Any], list[Any]]:
        told = {x: self.chance.choice(["yes", "no"]) for x in "ab" if self.chance.random() < 0.6}
        told |= {"others": "no"} if not told or self.chance.random() < 0.2 else {}
        closed = told.get("others") == "no"
        left = [
            one
            for one in domain
            if all(
                (x in one) == (told[x] == "yes") if x in told else not (closed and x in one)
                for x in "ab"
            )
        ]
        return {"value": told}, left

    def _values(self, domain: list[Any]) -> tuple[dict[str, Any], list[Any]]:
        some = self.chance.sample(domain, self.chance.randint(1, len(domain) - 1))
        written = [
            {True: "yes", False: "no"}.get(v, str(v)) if isinstance(v, bool) else str(v)
            for v in some
        ]
        if len(some) == 1 and self.chance.random() < 0.6:
            return {"value": written[0]}, some
        if self.chance.random() < 0.5:
            return {"not": written}, [one for one in domain if one not in some]
        return ({"one of": written}, some) if len(some) > 1 else ({"value": written[0]}, some)


_SIGNS = ["<", "<=", ">", ">=", "==", "!="]
_WRITTEN = {True: "yes", False: "no"}


@cache
def _rule(expression: str) -> rule_engine.Rule:
    return rule_engine.Rule(expression.replace("t.", "t_"))


def holds(expression: str, values: Values) -> bool:
    """What rule-engine says of an expression."""
    named = {fact.replace(".", "_"): value for fact, value in values.items()}
    return bool(_rule(expression).matches(named))


def outcome(check: Mapping[str, str], values: Values) -> str:
    """Of a check: not applicable; else met; else partly met; else not met."""
    if "applies" in check and not holds(check["applies"], values):
        return "not applicable"
    if holds(check["met"], values):
        return "met"
    return "partly met" if "partly" in check and holds(check["partly"], values) else "not met"


def of_rule(outcomes: list[str]) -> str:
    """Checks that do not apply are left out; all met is met; none even partly met is not met."""
    applying = [one for one in outcomes if one != "not applicable"]
    if not applying:
        return "not applicable"
    if set(applying) == {"met"}:
        return "met"
    return "not met" if set(applying) == {"not met"} else "partly met"


@pytest.mark.parametrize("start", range(0, ROUNDS, max(ROUNDS // 4, 1)))
def test_the_engine_finds_what_every_completion_comes_to(
    tmp_path: Path, start: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPLIANCE_CACHE_DIR", str(tmp_path / "cache"))
    decided = 0
    for seed in range(start, min(start + max(ROUNDS // 4, 1), ROUNDS)):
        invented = Invented(seed)
        library = Library.load([write_layer(tmp_path / f"layer-{seed}", invented.files())])
        for _ in range(ACCOUNTS):
            decided += compare(invented, library, tmp_path, seed)
    assert decided >= ACCOUNTS * RULES


def compare(invented: Invented, library: Library, folder: Path, seed: int) -> int:
    """Hold one account's findings against the oracle. Returns how many there were."""
    told = [*invented.answers()]
    account = {
        "country": "ATA",
        "voice": "government",
        "speaker": "Nobody",
        "as_of": "2011-07-14",
        "answers": {fact: answer for fact, answer, _ in told},
    }
    path = folder / "account.yaml"
    path.write_text(json.dumps(account), encoding="utf-8")
    found = assess(library.read_profile(path), library)
    left = {fact: values for fact, _, values in told}
    domains = [left.get(fact, invented.domain(fact)) for fact in invented.facts]
    completions = [dict(zip(invented.facts, one, strict=True)) for one in product(*domains)]
    for rule, finding in zip(invented.rules, found.findings, strict=True):
        checks = [[invented.outcome(check, one) for one in completions] for check in rule]
        whole = {of_rule([*one]) for one in zip(*checks, strict=True)}
        context = (seed, finding.rule.id, account["answers"])
        assert {str(one) for one in finding.outcomes} == whole, context
        for check, outcomes in zip(finding.checks, checks, strict=True):
            assert {str(one) for one in check.outcomes} == set(outcomes), (*context, check.check.id)
    return len(found.findings)
