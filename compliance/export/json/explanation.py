"""A rule from the clause to its status as JSON: schema ``compliance/explanation/v1``.

Its keys are told in docs/json.md. Answers that are not public are left out, and what follows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EffectiveAnswer
from compliance.assessment.findings import CheckFinding, Finding
from compliance.assessment.questions import (
    Dependency,
    SourceEffect,
    by_itself,
    dependencies,
    if_source_is_right,
)
from compliance.engine.decision_table import DecisionTable
from compliance.export.json.assessments import (
    account_keys,
    answer_keys,
    as_text,
    outcomes_keys,
    register_keys,
    registers_of,
    said_keys,
)
from compliance.export.json.catalogue import rule_keys
from compliance.library.library import Library
from compliance.library.worksheet import worksheet
from compliance.model.profiles import Register
from compliance.model.rulebook import Check, FactId, Rule
from compliance.report import decision, reasons, wording
from compliance.report.explanation import Explained

SCHEMA = "compliance/explanation/v1"
_WHATEVER = (decision.WHATEVER,)
_THEN = {"applies": "applies", "reservation": "reserved", "met": "met", "partly": "partly met"}


def parts(subject: Explained) -> Iterator[bytes]:
    """The rule, and what each account makes of it, in UTF-8."""
    rule, library, accounts = subject.rule, subject.library, []
    registers: dict[str, Register] = {}
    for assessment, finding in subject.found:
        accounts.append(_account(assessment, finding))
        registers |= registers_of(assessment.answers[fact] for fact in _told(assessment, finding))
    told = {
        "schema": SCHEMA,
        "rule": _rule(rule, library),
        "accounts": accounts,
        "registers": [register_keys(register) for register in registers.values()],
    }
    yield as_text(told).encode("utf-8", "replace")


def _rule(rule: Rule, library: Library) -> dict[str, Any]:
    keys = rule_keys(library, rule)
    tables = library.tables.get(rule.id, ())
    laid_open = [
        {
            **told,
            "also_asked": [one.id for one in library.echoes.get((rule.id, check.id), ())],
            **_table(check, table, library),
        }
        for told, check, table in zip(keys["checks"], rule.checks, tables, strict=True)
    ]
    return {
        **keys,
        "frame": [{"words": part.words, "as": part.part} for part in rule.frame],
        "demands": [
            {"asks": list(asks), "checks": [rule.checks[place].id for place in places]}
            for asks, places in rule.requirements().items()
        ],
        "checks": laid_open,
        "worksheet": _worksheet(rule, library) if rule.draft else None,
    }


def _worksheet(rule: Rule, library: Library) -> dict[str, Any]:
    """What is proposed for a draft; nothing of it counts."""
    found = worksheet(rule, library)
    return {
        "requirements": [
            {"asks": list(one.asks), "facts": [match.fact.id for match in one.facts]}
            for one in found.requirements
        ],
        "unsorted": list(found.unsorted),
        "echoes": [{"rule": echo.rule.id, "facts": list(echo.facts)} for echo in found.echoes],
    }


def _table(check: Check, table: DecisionTable, library: Library) -> dict[str, Any]:
    """A check as a table: a column for each question, the merged rows with their outcome."""
    return {
        "conditions": [
            {"then": _THEN[key], "if": words}
            for key, words in decision.conditions(check, table, library.condition)
        ],
        "columns": [
            {
                "letter": asked.letter,
                "fact": asked.fact.id,
                "question": asked.fact.question,
                "member": asked.member,
                "choices": {name: choice.label for name, choice in asked.fact.choices.items()},
            }
            for asked in decision.questions(table)
        ],
        "rows": [
            {
                "when": [None if cell == _WHATEVER else list(cell) for cell in row.cells],
                "outcome": str(row.outcome),
            }
            for row in decision.lines(table, table.full)
        ],
    }


def _account(assessment: Assessment, finding: Finding) -> dict[str, Any]:
    read = _read(finding)
    return {
        **account_keys(assessment),
        **outcomes_keys(finding.outcomes),
        "gap": finding.outcomes.is_gap,
        "gap_if_it_applies": finding.outcomes.is_gap_if_it_applies,
        "counted": finding.is_counted,
        "reason": finding.reason,
        **_why(finding, assessment),
        "checks": [_check(finding, found, assessment) for found in finding.checks],
        "answers": [answer_keys(assessment, fact) for fact in _told(assessment, finding)],
        "said_without_answering": [told for told in said_keys(assessment) if told["fact"] in read],
    }


def _read(finding: Finding) -> set[FactId]:
    """The facts that its checks read."""
    return {fact for found in finding.checks for fact in found.table.facts}


def _told(assessment: Assessment, finding: Finding) -> list[FactId]:
    """Those of them that are answered."""
    return sorted(_read(finding) & assessment.answers.keys())


def _check(finding: Finding, found: CheckFinding, assessment: Assessment) -> dict[str, Any]:
    return {
        "id": found.check.id,
        **outcomes_keys(found.outcomes),
        "by_reservation": found.is_reserved,
        **_why(by_itself(finding, found), assessment),
        "rows_possible": [row.is_possible for row in decision.lines(found.table, found.masks)],
    }


def _why(finding: Finding, assessment: Assessment) -> dict[str, Any]:
    """On which answers it rests, on which it depends, and what each of these would leave of it."""
    return {
        "because": list(finding.because),
        "missing": list(finding.missing),
        "hangs_on": [_hinge(dependency, assessment) for dependency in dependencies(finding)],
        "disputes": [
            _dispute(fact, sides, assessment)
            for fact, sides in if_source_is_right(finding, assessment).items()
        ],
    }


def _hinge(dependency: Dependency, assessment: Assessment) -> dict[str, Any]:
    fact = assessment.library.facts[dependency.fact]
    return {
        "fact": fact.id,
        "question": fact.question,
        "evidence": fact.evidence,
        "answers": [
            {
                "member": left.member,
                "answer": reasons.left_words(left, fact),
                **outcomes_keys(left.after),
            }
            for left in dependency.answers
        ],
    }


def _dispute(name: FactId, sides: Sequence[SourceEffect], assessment: Assessment) -> dict[str, Any]:
    fact = assessment.library.facts[name]
    return {
        "fact": fact.id,
        "question": fact.question,
        "sides": [
            {
                "answer": wording.answer_words(fact, side.said[0].answer),
                "by": [_speaker(one, assessment) for one in side.said],
                **outcomes_keys(side.after),
            }
            for side in sides
        ],
    }


def _speaker(said: EffectiveAnswer, assessment: Assessment) -> str:
    """The id of the register or profile."""
    if said.register:
        return said.register.id
    return (said.account or assessment.profile).id
