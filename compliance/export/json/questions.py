"""Open questions as JSON: schema ``compliance/questions/v1``; its keys: docs/json.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from compliance.assessment.assess import Assessment
from compliance.assessment.findings import Finding
from compliance.assessment.questions import AnswerEffect, FindingEffect, OpenQuestion, questions
from compliance.export.json.assessments import as_text, profile_keys
from compliance.model.rulebook import Fact
from compliance.report import questions as report

SCHEMA = "compliance/questions/v1"


def parts(assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """The open questions of each assessment, one after the other, in UTF-8."""
    told = {"schema": SCHEMA, "accounts": [_account(one) for one in assessments]}
    yield as_text(told).encode("utf-8", "replace")


def _account(assessment: Assessment) -> dict[str, Any]:
    return {
        "profile": profile_keys(assessment.profile),
        "as_of": assessment.as_of.isoformat(),
        "order": report.ORDER,
        "questions": [_question(question) for question in questions(assessment)],
    }


def _question(question: OpenQuestion) -> dict[str, Any]:
    fact = question.fact
    return {
        "fact": fact.id,
        "question": fact.question,
        "help": fact.help,
        "evidence": fact.evidence,
        "could_decide": _ids(question.could_decide),
        "decides": _ids(question.decides),
        "hanging": _ids(question.hanging),
        "answers": [_consequence(one, fact) for one in question.consequences],
    }


def _ids(findings: Iterable[Finding]) -> list[str]:
    return [finding.rule.id for finding in findings]


def _consequence(one: AnswerEffect, fact: Fact) -> dict[str, Any]:
    return {
        "member": one.member,
        "answer": report.answer_words(one, fact),
        "decided": [_follows(each) for each in one.decided],
        "narrowed": [_follows(each) for each in one.narrowed],
    }


def _follows(follows: FindingEffect) -> dict[str, Any]:
    return {
        "rule": follows.finding.rule.id,
        "before": [str(outcome) for outcome in follows.finding.outcomes],
        "after": [str(outcome) for outcome in follows.after],
    }
