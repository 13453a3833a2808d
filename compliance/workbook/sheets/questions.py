"""The sheet Questions: every question with its answer and source, and the paragraphs that use it.

It is only read: answers are written in a questionnaire, which asks for their sources.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compliance.assessment.assess import Assessment
from compliance.assessment.findings import Finding
from compliance.assessment.questions import questions as open_questions
from compliance.model.rulebook import Fact
from compliance.report import wording
from compliance.report.accounts import cited
from compliance.workbook import schema as form
from compliance.workbook.sheets import words
from compliance.workbook.writing.listing import Column, Content, Listing
from compliance.workbook.writing.style import Look

MOST_OPEN_PRINTED = 30
_LEAD = (
    "Questions, answers, their sources, and the paragraphs that depend on each question.",
    "Answers are not written here but in a questionnaire: `compliance questionnaire`.",
)
_ALL = "On paper: the questions with an answer, then the open ones that could settle most results."
_NOTHING = "No question is open."


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of an account, and the findings that read it, or still depend on it."""

    assessment: Assessment
    fact: Fact
    findings: tuple[Finding, ...]
    is_open: bool = False
    could_settle: int | None = None
    """How many results an answer could settle; None where that is not worked out."""
    is_printed: bool = True


def answered(assessment: Assessment) -> Iterator[Asked]:
    """The questions that have an answer and are read, in the order of the vocabulary."""
    readers, open_ = _readers(assessment), assessment.open_questions()
    for name, fact in assessment.library.facts.items():
        if name in assessment.answers and name in readers:
            yield Asked(assessment, fact, readers[name], name in open_)


def unanswered(assessment: Assessment) -> Iterator[Asked]:
    """The questions without an answer: first those that could settle most results."""
    for place, one in enumerate(open_only(assessment)):
        if one.fact.id not in assessment.answers:
            yield Asked(
                assessment,
                one.fact,
                one.findings,
                True,
                one.could_settle,
                place < MOST_OPEN_PRINTED,
            )
    asked = assessment.open_questions()
    for name, findings in _readers(assessment).items():
        if name not in asked and name not in assessment.answers:
            fact = assessment.library.facts[name]
            yield Asked(assessment, fact, findings, is_printed=False)


def open_only(assessment: Assessment) -> Iterator[Asked]:
    """The open questions, those first that could settle most results."""
    for one in open_questions(assessment):
        yield Asked(assessment, one.fact, one.hanging, True, len(one.could_decide))


def _readers(assessment: Assessment) -> dict[str, tuple[Finding, ...]]:
    """The findings by the questions that their checks read."""
    readers: dict[str, dict[str, Finding]] = {}
    for finding in assessment.findings:
        for check in finding.checks:
            for fact in check.table.facts:
                readers.setdefault(fact, {})[finding.rule.id] = finding
    return {fact: tuple(found.values()) for fact, found in readers.items()}


def questions(assessments: Sequence[Assessment], *, is_whole: bool = True) -> Listing[Asked]:
    """One row a question and account; ``is_whole`` if the answered ones are listed as well."""
    several = len(assessments) > 1
    columns: list[Column[Asked]] = [
        *words.account_column(assessments),
        Column("Question", 44, lambda a: Content(a.fact.question, Look.STRONG), names=True),
        Column("Answer", 36, _answer),
        Column("Source", 32 if several else 47, _source),
        Column("Paragraphs that depend on it", 26 if several else 38, _paragraphs),
        Column("Results it could settle", 12, _settles),
        Column("What would show it", 36, lambda a: Content(a.fact.evidence), printed=False),
        Column("Topic", 24, _topic, printed=False),
        Column("Question id", 30, lambda a: Content(a.fact.id), printed=False, hidden=True),
    ]
    lead = (*_LEAD, *([_ALL] if is_whole else []))
    return Listing(form.QUESTIONS, columns, _NOTHING, lead, printed=lambda a: a.is_printed)


def _answer(asked: Asked) -> Content:
    told = asked.assessment.answers.get(asked.fact.id)
    notes = [
        f"Note: {answer.note}"
        for profile in asked.assessment.basis.accounts
        for answer in profile.answers.get(asked.fact.id, ())
        if answer.note
    ]
    if told is None:
        return Content("\n".join([words.NO_ANSWER, *notes]), Look.MUTED)
    when = wording.time_words(told)
    said = words.answer_words(asked.fact, told) + (f" ({when})" if when else "")
    still_open = ["Not decided yet by this answer."] if asked.is_open else []
    return Content("\n".join([said, *still_open, *notes]))


def _source(asked: Asked) -> Content:
    told = words.sources(asked.assessment, [asked.fact.id])
    if asked.fact.id in asked.assessment.answers and not told:
        return Content("No source is named.", Look.MUTED)
    return Content(words.bulleted(told))


def _paragraphs(asked: Asked) -> Content:
    return Content(cited(asked.findings))


def _settles(asked: Asked) -> Content:
    return Content("") if asked.could_settle is None else Content(asked.could_settle)


def _topic(asked: Asked) -> Content:
    return Content(wording.topic_label(asked.fact.topic, asked.assessment.library))
