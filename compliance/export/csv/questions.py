"""Open questions as CSV: one row an answer, in the form of all our CSV files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance.assessment.assess import Assessment
from compliance.assessment.questions import AnswerEffect, OpenQuestion, questions
from compliance.engine.outcomes import Outcome
from compliance.export import csv
from compliance.report import questions as report

COLUMNS = (
    "profile",
    "country",
    "voice",
    "as of",
    "place",
    "fact",
    "question",
    "evidence",
    "could decide",
    "hanging",
    "answer",
    *(f"would be {outcome}" for outcome in Outcome),
    "would be narrowed",
)
"""The header row; a column may be added at the end, none changes its name or place."""


def parts(assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """All accounts in one file, told apart by their first columns, questions in their order."""
    yield from csv.parts(COLUMNS, map(_rows, assessments))


def _rows(assessment: Assessment) -> Iterator[list[str]]:
    for place, question in enumerate(questions(assessment), start=1):
        for one in question.consequences:
            yield _row(assessment, place, question, one)


def _row(
    assessment: Assessment, place: int, question: OpenQuestion, one: AnswerEffect
) -> list[str]:
    profile, fact = assessment.profile, question.fact
    decided = report.decided_by_outcome(one)
    return [
        profile.id,
        profile.country,
        profile.voice,
        assessment.as_of.isoformat(),
        str(place),
        fact.id,
        fact.question,
        fact.evidence,
        str(len(question.could_decide)),
        str(len(question.hanging)),
        report.answer_words(one, fact),
        *("\n".join(decided.get(outcome, [])) for outcome in Outcome),
        "\n".join(follows.finding.rule.id for follows in one.narrowed),
    ]
