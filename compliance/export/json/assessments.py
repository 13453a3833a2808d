"""Assessments as JSON, for other programs: schema ``compliance/assessments/v1``.

Keys may be added within a version, never changed. What they mean stands in docs/vocabulary.md.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EffectiveAnswer
from compliance.assessment.findings import CheckFinding, Finding
from compliance.assessment.questions import questions
from compliance.engine.outcomes import Outcomes
from compliance.model.profiles import Answer, Evidence, Profile, Register
from compliance.model.rulebook import Fact, FactId
from compliance.model.scalars import BUNDLED
from compliance.report import wording
from compliance.report.evidence_levels import LEVEL_WORDS, Shown, answered, levels, status_levels
from compliance.report.reasons import evidence_of

SCHEMA = "compliance/assessments/v1"
_BEGINS = "{\n"


def parts(assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """The assessments, one after the other, in UTF-8; then the registers they rest on."""
    registers: dict[str, Register] = {}
    yield f'{{\n  "schema": "{SCHEMA}",\n  "assessments": ['.encode()
    for number, assessment in enumerate(assessments):
        registers |= registers_of(assessment.answers.values())
        told = "," * bool(number) + f"\n{_text(_assessment(assessment))}".replace("\n", "\n    ")
        yield told.encode("utf-8", "replace")
    after = as_text({"registers": [register_keys(register) for register in registers.values()]})
    yield f"\n  ],\n{after.removeprefix(_BEGINS)}".encode("utf-8", "replace")


def as_text(data: Mapping[str, Any]) -> str:
    """JSON to be read by people too: indented, no escapes but the needed, a final newline."""
    return _text(data) + "\n"


def _text(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2)


def layer(name: str) -> dict[str, str]:
    """The layer a thing comes from, by its name alone, where it is not ours."""
    return {} if name == BUNDLED else {"layer": wording.layer_name(name)}


def profile_keys(profile: Profile) -> dict[str, str]:
    """Whose account it is."""
    return {
        "id": profile.id,
        "country": profile.country,
        "voice": profile.voice,
        "speaker": profile.speaker,
        "as_of": profile.as_of.isoformat(),
        **layer(profile.layer),
    }


def account_keys(assessment: Assessment) -> dict[str, Any]:
    """Whose account it is, as of which day, and which of its answers count."""
    is_joint = assessment.basis.is_joint
    return {
        "profile": profile_keys(assessment.profile),
        "as_of": assessment.as_of.isoformat(),
        "together": [one.id for one in assessment.basis.accounts if is_joint],
        "evidence": str(assessment.basis.standard),
    }


def _assessment(assessment: Assessment) -> dict[str, Any]:
    return {
        **account_keys(assessment),
        "summary": {
            "statuses": {str(s): count for s, count in assessment.statuses().items()},
            "not_counted": len(assessment.all_findings) - len(assessment.counted()),
            "demands": {
                instrument: {
                    force: {"met": list(count.met), "applicable": list(count.applicable)}
                    for force, count in counts.items()
                }
                for instrument, counts in assessment.requirements.items()
            },
            **_levels(assessment),
        },
        "findings": [_finding(assessment, shown) for shown in levels(assessment)],
        "answers": [answer_keys(assessment, fact) for fact in sorted(assessment.answers)],
        "contradictions": [
            {"profile": one.account.id, "fact": one.fact.id, "because": list(one.because)}
            for one in assessment.contradictions
        ],
        "said_without_answering": said_keys(assessment),
        "open_questions": [
            {
                "fact": one.fact.id,
                "question": one.fact.question,
                "evidence": one.fact.evidence,
                "could_decide": [finding.rule.id for finding in one.could_decide],
                "findings": [finding.rule.id for finding in one.hanging],
            }
            for one in questions(assessment)
        ],
    }


def _levels(assessment: Assessment) -> dict[str, Any]:
    """The statuses and the answers counted at each level of evidence."""
    told, statuses = answered(assessment), status_levels(assessment)
    return {
        "levels": {
            word: {
                "statuses": {str(status): counts[level] for status, counts in statuses.items()},
                "answers": told.read[level],
            }
            for level, word in LEVEL_WORDS.items()
        },
        "answers_unread": told.unread,
    }


def said_keys(assessment: Assessment) -> list[dict[str, Any]]:
    """What comes near a fact and does not answer it."""
    return [
        {
            "fact": fact,
            "note": answer.note,
            "evidence": [evidence_keys(told) for told in answer.evidence],
        }
        for fact, answer in wording.said_without_answering(assessment.basis)
    ]


def _finding(assessment: Assessment, shown: Shown) -> dict[str, Any]:
    finding = shown.finding
    rule = finding.rule
    return {
        "rule": rule.id,
        "citation": rule.citation,
        "title": rule.title,
        "force": rule.force,
        "topics": list(rule.topics),
        **layer(rule.layer),
        **outcomes_keys(finding.outcomes),
        "gap": finding.outcomes.is_gap,
        "gap_if_it_applies": finding.outcomes.is_gap_if_it_applies,
        "counted": finding.is_counted,
        "asked_by": rule.asked_by,
        "asked_of": rule.asked_of,
        "in_our_words": rule.text is None,
        "asked_in": _instruments(assessment, finding, *(finding.failing_checks or finding.checks)),
        "reason": finding.reason,
        "because": list(finding.because),
        "missing": list(finding.missing),
        "by_evidence": {
            LEVEL_WORDS[standard]: [str(one) for one in outcomes]
            for standard, outcomes in shown.outcomes.items()
        },
        "checks": [_check(assessment, finding, found) for found in finding.checks],
    }


def _instruments(assessment: Assessment, finding: Finding, *checks: CheckFinding) -> list[str]:
    """The instruments that ask what the checks ask; of a gap, those that make it one."""
    rules = (finding.rule, *assessment.also_asked(finding, *checks))
    return list(dict.fromkeys(rule.instrument for rule in rules))


def _check(assessment: Assessment, finding: Finding, found: CheckFinding) -> dict[str, Any]:
    check = found.check
    return {
        "id": check.id,
        "asks": list(check.asks),
        "measure": check.measure,
        "force": found.force,
        **outcomes_keys(found.outcomes),
        "because": list(found.because),
        "missing": list(found.missing),
        "by_reservation": found.is_reserved,
        "remedy": check.remedy,
        "also_asked": [rule.id for rule in assessment.also_asked(finding, found)],
        "evidence": [
            {"fact": fact, **evidence_keys(told)}
            for fact, told in evidence_of(assessment, found.table.facts)
        ],
    }


def outcomes_keys(outcomes: Outcomes) -> dict[str, Any]:
    """What is possible, and the ends of it."""
    return {
        "status": str(outcomes.status),
        "possible": [str(outcome) for outcome in outcomes],
        "lowest": str(outcomes.lowest) if outcomes.lowest else None,
        "highest": str(outcomes.highest) if outcomes.highest else None,
    }


def evidence_keys(evidence: Evidence) -> dict[str, Any]:
    """Evidence by its keys."""
    return {
        "document": evidence.document,
        "said_by": evidence.said_by,
        "place": evidence.place,
        "quote": evidence.quote,
        "members": list(evidence.members),
    }


def answer_keys(assessment: Assessment, fact: FactId) -> dict[str, Any]:
    """What is said of a fact, with its evidence and what contradicts it."""
    asked, standing = assessment.library.facts[fact], assessment.answers[fact]
    answer = standing.answer
    dated = {"since": answer.since, "until": answer.until, "as_last_stated": standing.last_stated}
    return {
        "fact": fact,
        "question": asked.question,
        "answer": wording.answer_words(asked, answer),
        **{key: day.isoformat() if day else None for key, day in dated.items()},
        "note": answer.note,
        "lead": answer.lead,
        "evidence": [evidence_keys(told) for told in answer.evidence],
        "register": standing.register.id if standing.register else None,
        "against": _said(asked, standing.contradicted_by) if standing.contradicted_by else None,
        "profile": standing.account.id if standing.account else None,
        "others": [_said(asked, other) for other in standing.others],
        "contested": standing.is_contested,
        "given": _given(answer),
    }


def _given(answer: Answer) -> dict[str, Any]:
    """The answer as a profile writes it, so that it can be held against other rules later."""
    if isinstance(answer.value, dict):
        return {"members": [list(pair) for pair in answer.value.items()]}
    forms = {
        "value": answer.value,
        "one_of": answer.one_of,
        "not": answer.not_,
        "at_least": answer.at_least,
        "at_most": answer.at_most,
    }
    return {key: form for key, form in forms.items() if form is not None}


def _said(asked: Fact, standing: EffectiveAnswer) -> dict[str, Any]:
    """What a register or another account says of the same."""
    return {
        "profile": standing.account.id if standing.account else None,
        "given": _given(standing.answer),
        "register": standing.register.id if standing.register else None,
        "answer": wording.answer_words(asked, standing.answer),
        "evidence": [evidence_keys(told) for told in standing.answer.evidence],
    }


def registers_of(answers: Iterable[EffectiveAnswer]) -> dict[str, Register]:
    """The registers that answers are from, or are contradicted by."""
    found = [side.register for one in answers for side in one.all_sources() if side.register]
    return {register.id: register for register in found}


def register_keys(register: Register) -> dict[str, Any]:
    """A register by its keys."""
    return {
        "id": register.id,
        "title": register.title,
        "fact": register.fact,
        "document": register.evidence.document,
        "place": register.evidence.place,
        "as_of": register.as_of.isoformat(),
        "until": register.last_day.isoformat(),
        "note": register.note,
        **layer(register.layer),
    }
