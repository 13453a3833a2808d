"""Who disagrees, and what changed, as JSON: keys may be added within a version, never changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from compliance.assessment.basis import EffectiveAnswer
from compliance.assessment.comparison import Comparison, FactCompared, FindingCompared
from compliance.assessment.history import AnswerChanged, ComparisonOverTime, FindingChanged
from compliance.engine.outcomes import Outcomes
from compliance.export.json.assessments import as_text, evidence_keys
from compliance.model.profiles import Answer
from compliance.model.rulebook import Fact
from compliance.report import wording

COMPARISON_SCHEMA = "compliance/comparison/v1"
CHANGE_SCHEMA = "compliance/change/v1"


def parts(subject: Comparison | ComparisonOverTime) -> Iterator[bytes]:
    """Accounts side by side, or what changed, in UTF-8."""
    told = _compared(subject) if isinstance(subject, Comparison) else _over_time(subject)
    yield as_text(told).encode("utf-8", "replace")


def _compared(comparison: Comparison) -> dict[str, Any]:
    """Each entry lists the accounts in the order of ``accounts``."""
    return {
        "schema": COMPARISON_SCHEMA,
        "country": comparison.assessments[0].profile.country,
        "accounts": [
            {
                "id": one.profile.id,
                "voice": one.profile.voice,
                "speaker": one.profile.speaker,
                "as_of": one.as_of.isoformat(),
                "stated_on": one.profile.as_of.isoformat(),
            }
            for one in comparison.assessments
        ],
        "answers": [_fact(one) for one in comparison.facts],
        "findings": [_finding(one) for one in comparison.findings],
        "instruments": [
            {"symbol": symbol, "relations": {str(r): count for r, count in counts.items()}}
            for symbol, counts in comparison.by_instrument().items()
        ],
    }


def _fact(one: FactCompared) -> dict[str, Any]:
    return {
        "fact": one.fact.id,
        "question": one.fact.question,
        "relation": str(one.relation),
        "sides": [_side(one.fact, side) for side in one.sides],
        "register": _side(one.fact, one.register),
    }


def _side(fact: Fact, side: EffectiveAnswer | None) -> dict[str, Any] | None:
    if side is None:
        return None
    stated = side.stated_on.isoformat() if side.stated_on else None
    last = side.last_stated.isoformat() if side.last_stated else None
    return {**_answer(fact, side.answer), "stated_on": stated, "as_last_stated": last}


def _answer(fact: Fact, answer: Answer) -> dict[str, Any]:
    return {
        "answer": wording.answer_words(fact, answer),
        "since": answer.since.isoformat() if answer.since else None,
        "until": answer.until.isoformat() if answer.until else None,
        "note": answer.note,
        "evidence": [evidence_keys(told) for told in answer.evidence],
    }


def _finding(one: FindingCompared) -> dict[str, Any]:
    return {
        "rule": one.rule.id,
        "citation": one.rule.citation,
        "title": one.rule.title,
        "relation": str(one.relation),
        "possible": [_outcomes(found.outcomes) for found in one.findings],
        "speaking": list(one.speaking),
        "higher": list(one.higher),
        "hangs_on": list(one.depends_on),
    }


def _outcomes(outcomes: Outcomes | None) -> list[str] | None:
    return None if outcomes is None else [str(outcome) for outcome in outcomes]


def _over_time(change: ComparisonOverTime) -> dict[str, Any]:
    """What changed from an earlier record to a later assessment."""
    old, new = change.old, change.new
    return {
        "schema": CHANGE_SCHEMA,
        "country": old.country,
        "voice": old.voice,
        "then": {
            "id": old.id,
            "as_of": old.day.isoformat(),
            "stated_on": old.stated_on.isoformat(),
            "source": old.source,
        },
        "now": {
            "id": new.profile.id,
            "as_of": new.as_of.isoformat(),
            "stated_on": new.profile.as_of.isoformat(),
        },
        "findings": [_changed(one) for one in change.findings],
        "answers": [_answer_changed(one) for one in change.answers],
        "rules_added": list(change.rules_added),
        "rules_gone": list(change.rules_gone),
        "left_out": list(change.unreadable),
    }


def _changed(one: FindingChanged) -> Mapping[str, Any]:
    return {
        "rule": one.rule,
        "citation": one.citation,
        "title": one.title,
        "turn": str(one.trend),
        "cause": str(one.cause) if one.cause else None,
        "then": _outcomes(one.before),
        "by_rule": _outcomes(one.by_rule),
        "now": _outcomes(one.after),
    }


def _answer_changed(one: AnswerChanged) -> Mapping[str, Any]:
    def told(answers: Iterable[Answer]) -> list[dict[str, Any]]:
        return [_answer(one.fact, answer) for answer in answers]

    return {
        "fact": one.fact.id,
        "question": one.fact.question,
        "then": told(one.before),
        "now": told(one.after),
    }
