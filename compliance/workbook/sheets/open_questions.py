"""The sheet Open questions: what to ask next, what would follow, and room to answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from compliance.assessment.assess import Assessment
from compliance.assessment.findings import Finding
from compliance.assessment.questions import AnswerEffect, OpenQuestion, questions
from compliance.model.rulebook import Fact
from compliance.report import questions as asking
from compliance.report import wording
from compliance.workbook import schema as form
from compliance.workbook.sheets.answering import answer_offers, answers_words, lead_of
from compliance.workbook.writing.columns import bulleted, profile_column, provisions
from compliance.workbook.writing.entries import Entries
from compliance.workbook.writing.listing import Column, Content, Listing
from compliance.workbook.writing.style import Look


@dataclass(frozen=True, slots=True)
class Asked:
    """An open question, or one member of it, on which findings still hang."""

    number: int
    assessment: Assessment
    place: int
    """Where the question stands among all of the account."""
    question: OpenQuestion
    member: str | None
    findings: tuple[Finding, ...]

    @property
    def fact(self) -> Fact:
        """What is asked."""
        return self.question.fact

    @property
    def key(self) -> str:
        """By which programs find its row."""
        return form.answer_key(self.assessment.profile.id, self.fact.id, self.member)


def open_questions(assessments: Sequence[Assessment]) -> Listing[Asked]:
    """One row a question, or a member of it: first what could decide most."""
    entries: Entries[Asked] = Entries(form.OPEN_QUESTIONS, lambda a: a.key, answer_offers)
    to_fill_in = (entries.columns(), entries.key_column())
    return listing(assessments, to_fill_in, "No finding hangs on a question that is still open.")


def listing(
    assessments: Sequence[Assessment],
    to_fill_in: tuple[Sequence[Column[Asked]], Column[Asked]] | None,
    nothing: str,
    lead: Sequence[str] = (),
) -> Listing[Asked]:
    """The questions in their order, with the columns to be filled in and that of the keys."""
    entries, keys = (to_fill_in[0], [to_fill_in[1]]) if to_fill_in else ((), ())
    columns: list[Column[Asked]] = [
        *profile_column(assessments),
        Column("No.", 5, lambda a: Content(a.place), grouping=True),
        Column("Question", 28, lambda a: Content(a.fact.question, Look.STRONG), grouping=True),
        Column("Of which", 14, _member),
        Column("What can be answered", 19, lambda a: Content(answers_words(a.fact))),
        Column("What would show it", 19, lambda a: Content(a.fact.evidence), grouping=True),
        Column("Could decide", 21, _could_decide, grouping=True),
        Column("What hangs on it", 22, lambda a: Content(provisions(a.findings))),
        Column("What would follow", 47, _follows),
        *entries,
        Column("Topic", 20, _topic, printed=False),
        Column("Findings", 11, lambda a: Content(len(a.findings), Look.COUNT), printed=False),
        Column("Remark", 36, lambda a: Content(a.fact.help or ""), printed=False),
        Column("Answered so far", 30, _so_far, printed=False),
        Column("Lead institution", 24, _lead, printed=False),
        Column("Fact", 32, lambda a: Content(a.fact.id, Look.MUTED), printed=False),
        *keys,
    ]
    everything = [asked for n, one in enumerate(assessments) for asked in _asked_in(n, one)]
    subjects = {f"{asked.number} {asked.key}": asked for asked in everything}
    return Listing(
        form.OPEN_QUESTIONS,
        columns,
        subjects,
        f"{_how_many(everything)}, first what could decide most; what would follow",
        nothing,
        lambda asked: asked.number,
        lambda asked: form.fact_hash(asked.fact),
        lead=lead,
    )


def _how_many(everything: Sequence[Asked]) -> str:
    questions = len({(asked.number, asked.fact.id) for asked in everything})
    rows = wording.number_of(len(everything), "row")
    words = wording.number_of(questions, "open question")
    return words if questions == len(everything) else f"{words} in {rows}"


def _asked_in(number: int, assessment: Assessment) -> Iterator[Asked]:
    for place, question in enumerate(questions(assessment), start=1):
        for member, findings in _members(question.fact, question.hanging).items():
            yield Asked(number, assessment, place, question, member, findings)


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
        partition.key == (fact.id, member) and mask == partition.every
        for found in finding.checks
        if fact.id in found.missing
        for partition, mask in zip(found.table.partitions, found.masks, strict=True)
    )


def _topic(asked: Asked) -> Content:
    return Content(wording.topic_label(asked.fact.topic, asked.assessment.library))


def _member(asked: Asked) -> Content:
    return Content(wording.label(asked.fact, asked.member) if asked.member else "")


def _could_decide(asked: Asked) -> Content:
    """How many findings an answer could decide, and which; of members, the whole answer."""
    could = asked.question.could_decide
    if not could:
        return Content("no finding by itself", Look.MUTED)
    number = wording.number_of(len(could), "finding")
    if len(could) == len(asked.question.hanging):
        return Content(f"{number}: all that hang on it")
    return Content(f"{number}: {provisions(could)}")


def _follows(asked: Asked) -> Content:
    """What would follow from each answer that is still possible; alike ones together."""
    found: dict[str, list[str]] = {}
    for one in asked.question.consequences:
        if one.member == asked.member:
            answer = asking.value_words(one, asked.fact)
            found.setdefault(_follows_words(one), []).append(answer)
    words = [f"{'; '.join(answers)} → {follows}" for follows, answers in found.items()]
    return Content("\n".join(bulleted(words)))


def _follows_words(one: AnswerEffect) -> str:
    """``met: A/RES/65/212, para. 5 (f); narrows 2 findings``."""
    found = {follows.finding.rule.id: follows.finding for follows in one.decided}
    words = [
        f"{outcome}: {provisions(found[rule] for rule in rules)}"
        for outcome, rules in asking.decided_by_outcome(one).items()
    ]
    if one.narrowed:
        words.append(f"narrows {wording.number_of(len(one.narrowed), 'finding')}")
    return "; ".join(words) or asking.NOTHING_ALONE


def _so_far(asked: Asked) -> Content:
    """What was said that leaves it open."""
    standing = asked.assessment.answers.get(asked.fact.id)
    return Content(wording.standing_words(asked.fact, standing) if standing else "")


def _lead(asked: Asked) -> Content:
    return Content(lead_of(asked.assessment, asked.fact.id))
