"""Why a check came out as it did, and what makes a gap and would close it.

Every format says it by these, so that none gives a reason that another does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EffectiveAnswer
from compliance.assessment.findings import CheckFinding, Finding
from compliance.model.profiles import Evidence
from compliance.model.rulebook import Fact, FactId
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


class Dispute(NamedTuple):
    """An answer that a register or another account contradicts."""

    fact: Fact
    sides: tuple[tuple[str, str], ...]
    """Of each side what it is (``profile``, ``register``, ``account``), and its words and sources.
    """


def disputes(assessment: Assessment) -> Iterator[Dispute]:
    """The answers that are contradicted; which side is right is not for us to say."""
    for name, standing in assessment.disputes.items():
        fact = assessment.library.facts[name]
        yield Dispute(fact, tuple(_side(fact, side) for side in standing.all_sources()))


def disputes_words(assessment: Assessment) -> tuple[str, str]:
    """What contradictions are called, and what is to be known of them all."""
    if assessment.basis.is_joint:
        return "Contested", "all that was said is kept, nothing is preferred"
    return "Contradicted by a register", "both are kept, neither is preferred"


def _side(fact: Fact, standing: EffectiveAnswer) -> tuple[str, str]:
    answer = standing.answer
    words = "; ".join(
        [wording.answer_words(fact, answer), *map(wording.quotation, answer.evidence)]
    )
    if standing.register:
        return "register", words
    if standing.account:
        return "account", f"{standing.account.speaker}: {words}"
    return "profile", words


def reason(assessment: Assessment, found: CheckFinding) -> Reason:
    """The answers on which the outcome of a check rests, and the questions that are open."""
    facts, answers = assessment.library.facts, assessment.answers
    known = "; ".join(
        f"{facts[f].question} {wording.standing_words(facts[f], answers[f])}" for f in found.because
    )
    if not known and not found.missing:
        known = WHATEVER_THE_ANSWERS
    return Reason(known, tuple(facts[fact].question for fact in found.missing))


def details(assessment: Assessment, finding: Finding) -> Iterator[Detail]:
    """What is asked, why it is a gap, what is open and what would close it, check by check.

    The labels are ``asked by`` (once, where the document only summarises it), ``asks`` and ``also
    in`` (once for the checks of one requirement), ``why``, ``evidence``, ``open`` and ``to close``.
    """
    asked: tuple[str, ...] = ()
    for found in finding.failing_checks:
        if not asked and (by := wording.summarised_words(finding.rule)):
            yield Detail("asked by", by, found)
        if found.check.asks != asked:
            asked = found.check.asks
            yield Detail("asks", wording.asks_words(finding.rule, asked), found)
            same = [other for other in finding.failing_checks if other.check.asks == asked]
            elsewhere = assessment.also_asked(finding, *same)
            if words := wording.also_asked_words(finding.rule, elsewhere):
                yield Detail("also in", words, found)
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
    """The evidence of the answers to these facts, and of what contradicts them."""
    for fact in facts:
        if fact in assessment.answers:
            for side in assessment.answers[fact].all_sources():
                for evidence in side.answer.evidence:
                    yield fact, evidence
