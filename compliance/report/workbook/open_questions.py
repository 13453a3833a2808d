"""The sheet Open questions: what would have to be known, what hangs on it, and room to answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compliance import workbook_form as form
from compliance.assessment import Assessment
from compliance.finding import Finding
from compliance.model import Fact
from compliance.report import saying, wording
from compliance.report.workbook.answering import answer_offers, answers_words, lead_of
from compliance.report.workbook.columns import profile_column, provisions
from compliance.report.workbook.entries import Entries
from compliance.report.workbook.listing import Column, Content, Listing
from compliance.report.workbook.style import Look


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact, or one member of it, on which findings still hang."""

    number: int
    assessment: Assessment
    fact: Fact
    member: str | None
    findings: tuple[Finding, ...]

    @property
    def key(self) -> str:
        """By which programs find its row."""
        return form.answer_key(self.assessment.profile.id, self.fact.id, self.member)


def open_questions(assessments: Sequence[Assessment]) -> Listing[Asked]:
    """One row a question: by topic, in it first those on which most findings hang."""
    entries: Entries[Asked] = Entries(form.OPEN_QUESTIONS, lambda a: a.key, answer_offers)
    columns: list[Column[Asked]] = [
        *profile_column(assessments),
        Column("Topic", 20, _topic, grouping=True),
        Column("Question", 38, lambda a: Content(a.fact.question, Look.STRONG), grouping=True),
        Column("Of which", 24, _member),
        Column("What can be answered", 30, lambda a: Content(answers_words(a.fact))),
        Column("What would show it", 30, lambda a: Content(a.fact.evidence), grouping=True),
        Column("What hangs on it", 26, lambda a: Content(provisions(a.findings))),
        *entries.columns(),
        Column("Findings", 11, lambda a: Content(len(a.findings), Look.COUNT), printed=False),
        Column("Remark", 36, lambda a: Content(a.fact.help or ""), printed=False),
        Column("Answered so far", 30, _so_far, printed=False),
        Column("Lead institution", 24, _lead, printed=False),
        Column("Fact", 32, lambda a: Content(a.fact.id, Look.MUTED), printed=False),
        entries.key_column(),
    ]
    everything = [asked for n, one in enumerate(assessments) for asked in _asked_in(n, one)]
    subjects = {f"{asked.number} {asked.key}": asked for asked in everything}
    return Listing(
        form.OPEN_QUESTIONS,
        columns,
        subjects,
        f"{_how_many(everything)}, what would show an answer, and what hangs on it",
        "No finding hangs on a question that is still open.",
        lambda asked: asked.number,
        lambda asked: form.fact_hash(asked.fact),
    )


def _how_many(everything: Sequence[Asked]) -> str:
    questions = len({(asked.number, asked.fact.id) for asked in everything})
    rows = wording.number_of(len(everything), "row")
    words = wording.number_of(questions, "open question")
    return words if questions == len(everything) else f"{words} in {rows}"


def _asked_in(number: int, assessment: Assessment) -> Iterator[Asked]:
    asked = assessment.open_questions()
    facts = assessment.library.facts
    order = {topic: place for place, topic in enumerate(assessment.library.topics)}
    for fact in sorted(
        (facts[name] for name in facts if name in asked),
        key=lambda fact: (order.get(fact.topic, len(order)), fact.topic, -len(asked[fact.id])),
    ):
        for member, findings in _members(fact, asked[fact.id]).items():
            yield Asked(number, assessment, fact, member, findings)


def _members(fact: Fact, findings: Sequence[Finding]) -> dict[str | None, tuple[Finding, ...]]:
    """The findings by the open member that they read; by None where a fact has one answer."""
    if fact.type != "many":
        return {None: tuple(findings)}
    hanging: dict[str | None, tuple[Finding, ...]] = {}
    for member in fact.choices:
        reading = tuple(finding for finding in findings if _reads(finding, fact, member))
        if reading:
            hanging[member] = reading
    return hanging


def _reads(finding: Finding, fact: Fact, member: str) -> bool:
    """Whether a check of the finding hangs on the fact and reads this member, which is open."""
    return any(
        axis.key == (fact.id, member) and mask == axis.every
        for found in finding.checks
        if fact.id in found.missing
        for axis, mask in zip(found.table.axes, found.masks, strict=True)
    )


def _topic(asked: Asked) -> Content:
    return Content(wording.topic_label(asked.fact.topic, asked.assessment.library))


def _member(asked: Asked) -> Content:
    return Content(saying.label(asked.fact, asked.member) if asked.member else "")


def _so_far(asked: Asked) -> Content:
    """What was said that leaves it open."""
    standing = asked.assessment.answers.get(asked.fact.id)
    return Content(saying.standing_words(asked.fact, standing) if standing else "")


def _lead(asked: Asked) -> Content:
    return Content(lead_of(asked.assessment, asked.fact.id))
