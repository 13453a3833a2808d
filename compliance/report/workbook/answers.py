"""The sheet Answers: what was said, with its evidence, and what is still to be asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compliance.accounts import Answer, Evidence
from compliance.assessment import Assessment, Finding
from compliance.model import Fact, FactId
from compliance.report import saying, wording
from compliance.report.workbook.columns import profile_column, provisions
from compliance.report.workbook.listing import Column, Content, Listing
from compliance.report.workbook.style import Look
from compliance.report.workbook.subjects import ANSWERS
from compliance.standing import Standing


@dataclass(frozen=True, slots=True)
class Said:
    """A fact with one piece of evidence for its answer, or with no evidence or no answer."""

    number: int
    assessment: Assessment
    fact: Fact
    standing: Standing | None
    answer: Answer | None
    """The answer as given; it may be a note that answers nothing."""
    evidence: Evidence | None
    open_for: tuple[Finding, ...]


def answers(assessments: Sequence[Assessment]) -> Listing[Said]:
    """One row a piece of evidence, facts in the order of the vocabulary."""
    columns: list[Column[Said]] = [
        *profile_column(assessments),
        Column("Question", 28, lambda s: Content(s.fact.question, Look.STRONG), grouping=True),
        Column("Answer", 19, _answer, grouping=True),
        Column("When", 12, _when, grouping=True),
        Column("Document", 13, lambda s: Content(s.evidence.document if s.evidence else "")),
        Column("Place", 14, lambda s: Content((s.evidence and s.evidence.place) or "")),
        Column("Quotation", 34, lambda s: Content((s.evidence and s.evidence.quote) or "")),
        Column("Who says so", 12, lambda s: Content(s.evidence.said_by if s.evidence else "")),
        Column("Note", 19, _note, grouping=True),
        Column("Still open for", 21, lambda s: Content(provisions(s.open_for)), grouping=True),
        Column("Findings open", 12, lambda s: Content(len(s.open_for), Look.COUNT), printed=False),
        Column("Lead", 24, lambda s: Content((s.answer and s.answer.lead) or ""), printed=False),
        Column("What would show it", 36, lambda s: Content(s.fact.evidence), printed=False),
        Column("Topic", 20, _topic, printed=False),
        Column("Fact", 32, lambda s: Content(s.fact.id), printed=False),
    ]
    everything = [said for n, one in enumerate(assessments) for said in _said_in(n, one)]
    subjects = {f"{place}": said for place, said in enumerate(everything)}
    about = f"{_how_many(everything)}, the answers with their evidence"
    nothing = "The profile has no answer, and no finding hangs on one."
    return Listing(ANSWERS, columns, subjects, about, nothing, lambda said: said.number)


def _how_many(everything: Sequence[Said]) -> str:
    answered = {(said.number, said.fact.id) for said in everything if said.standing}
    asked = {(said.number, said.fact.id) for said in everything if said.open_for}
    questions = wording.number_of(len(asked), "open question")
    return f"{wording.number_of(len(answered), 'answer')}, {questions}"


def _said_in(number: int, assessment: Assessment) -> Iterator[Said]:
    """What was said of each fact that is answered, noted or still open."""
    asked = assessment.open_questions()
    for fact in assessment.library.facts.values():
        standing = assessment.answers.get(fact.id)
        given: list[Answer | None] = [standing.answer] if standing else _notes(assessment, fact.id)
        if not given and fact.id in asked:
            given = [None]
        for answer in given:
            for evidence in (answer and answer.evidence) or (None,):
                open_for = asked.get(fact.id, ())
                yield Said(number, assessment, fact, standing, answer, evidence, open_for)
        for side in list(standing.sides())[1:] if standing else ():
            for evidence in side.answer.evidence or (None,):
                open_for = asked.get(fact.id, ())
                yield Said(number, assessment, fact, side, side.answer, evidence, open_for)


def _notes(assessment: Assessment, fact: FactId) -> list[Answer | None]:
    """The entries of the profile that leave the fact open but carry a note on it."""
    accounts = assessment.testimony.accounts
    dated = [answer for account in accounts for answer in account.answers.get(fact, ())]
    return [answer for answer in dated if not answer.states_something]


def _answer(said: Said) -> Content:
    if said.standing is None:
        return Content("no answer", Look.MUTED)
    return Content(saying.standing_words(said.fact, said.standing))


def _note(said: Said) -> Content:
    """The note on the answer, or that of the register that it is from."""
    register = said.standing and said.standing.register
    return Content((register.note if register else said.answer and said.answer.note) or "")


def _when(said: Said) -> Content:
    return Content(saying.time_words(said.standing) if said.standing else "")


def _topic(said: Said) -> Content:
    return Content(wording.topic_label(said.fact.topic, said.assessment.library))
