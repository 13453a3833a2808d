"""Why a check came out as it did, and what makes a gap and would close it.

Every format says it by these, so that none gives a reason that another does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from compliance.assessment import Assessment, CheckFinding, Finding
from compliance.model import Evidence, FactId
from compliance.report import wording

WHATEVER_THE_ANSWERS = "the same whatever the answers"


class Reason(NamedTuple):
    """Why a check has its outcome."""

    known: str
    """The answers that narrow it, in words; empty if there are none and it is still open."""
    questions: tuple[str, ...]
    """What it still hangs on."""


class Detail(NamedTuple):
    """One line under a gap: its label, its words, and the check it is said of."""

    label: str
    words: str
    found: CheckFinding


def reason(assessment: Assessment, found: CheckFinding) -> Reason:
    """The answers on which the outcome of a check rests, and the questions that are open."""
    facts, answers = assessment.library.facts, assessment.answers
    known = "; ".join(
        f"{facts[f].question} {wording.answer_words(facts[f], answers[f].answer)}"
        for f in found.because
    )
    if not known and not found.missing:
        known = WHATEVER_THE_ANSWERS
    return Reason(known, tuple(facts[fact].question for fact in found.missing))


def details(assessment: Assessment, finding: Finding) -> Iterator[Detail]:
    """What is asked, why it is a gap, what is open and what would close it, check by check.

    The labels are ``asks`` (once for the checks of one demand), ``why``, ``evidence``, ``open``
    and ``to close``.
    """
    asked: tuple[str, ...] = ()
    for found in finding.to_close:
        if found.check.asks != asked:
            asked = found.check.asks
            yield Detail("asks", wording.asks_words(asked), found)
        known, questions = reason(assessment, found)
        if known:
            yield Detail("why", known, found)
        for _, evidence in evidence_of(assessment, found.because):
            yield Detail("evidence", wording.quotation(evidence), found)
        for question in questions:
            yield Detail("open", question, found)
        yield Detail("to close", found.check.remedy, found)


def evidence_of(
    assessment: Assessment, facts: Iterable[FactId]
) -> Iterator[tuple[FactId, Evidence]]:
    """The evidence of the answers to these facts, as far as they are answered."""
    for fact in facts:
        if fact in assessment.answers:
            for evidence in assessment.answers[fact].answer.evidence:
                yield fact, evidence
