"""What differs from account to account: findings, answers and evidence of each assessment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import get_args

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EffectiveAnswer, EvidenceStandard
from compliance.countries import country_name
from compliance.engine.outcomes import Outcomes, Status
from compliance.export.data.rulebooks import LAYER, layer_words, requirement_numbers
from compliance.export.data.table import (
    CHECK,
    FACT,
    POSSIBLE,
    PROVISION,
    References,
    Row,
    Table,
    day,
    number,
    possible,
    text,
    yes_no,
)
from compliance.model.profiles import Answer
from compliance.model.rulebook import FactId, Voice
from compliance.report import wording
from compliance.report.evidence_levels import levels


def assessment_id(assessment: Assessment) -> str:
    """What tells an assessment from others: account, day, and a standard of evidence if any."""
    standard = assessment.basis.standard
    kind = "" if standard is EvidenceStandard.ANY else f"+{standard}"
    return f"{assessment.profile.id}@{assessment.as_of}{kind}"


def _accounts(assessment: Assessment) -> Iterator[Row]:
    basis, library = assessment.basis, assessment.library
    faces = (assessment.profile, *basis.accounts) if basis.is_joint else (assessment.profile,)
    for one in faces:
        withheld = basis.has_withheld if one is assessment.profile else one.has_withheld
        yield (
            *(one.id, one.country, country_name(one.country), one.voice, one.speaker, one.as_of),
            *(withheld, layer_words(one.layer, library)),
        )


def _assessments(assessment: Assessment) -> Iterator[Row]:
    own = assessment.profile.id
    yield assessment_id(assessment), own, assessment.as_of, str(assessment.basis.standard)


def _findings(assessment: Assessment) -> Iterator[Row]:
    own = assessment_id(assessment)
    for shown in levels(assessment):
        found = shown.finding
        by_level = [str(shown.outcomes[standard].status) for standard in EvidenceStandard]
        outcomes = found.outcomes
        yield (
            *(own, found.rule.id, str(found.status), *possible(outcomes)),
            *(outcomes.is_gap, outcomes.is_gap_if_it_applies, found.is_counted, found.reason),
            *by_level,
        )


def _finding_facts(assessment: Assessment) -> Iterator[Row]:
    own = assessment_id(assessment)
    for found in assessment.findings:
        for fact, role in _roles(found.because, found.missing):
            yield own, found.rule.id, fact, role


def _roles(because: Iterable[FactId], missing: Iterable[FactId]) -> Iterator[tuple[str, str]]:
    yield from ((fact, "because") for fact in because)
    yield from ((fact, "missing") for fact in missing)


def _requirement_findings(assessment: Assessment) -> Iterator[Row]:
    own = assessment_id(assessment)
    for found in assessment.findings:
        for place, one in enumerate(found.requirements, start=1):
            yield own, found.rule.id, place, str(one.outcomes.status), *possible(one.outcomes)


def _check_findings(assessment: Assessment) -> Iterator[Row]:
    own = assessment_id(assessment)
    for found in assessment.findings:
        numbers = requirement_numbers(found.rule)
        for one, place in zip(found.checks, numbers, strict=False):
            outcomes: Outcomes = one.outcomes
            status, reserved = str(outcomes.status), one.is_reserved
            yield own, found.rule.id, one.check.id, place, status, *possible(outcomes), reserved


def _check_finding_facts(assessment: Assessment) -> Iterator[Row]:
    own = assessment_id(assessment)
    for found in assessment.findings:
        for one in found.checks:
            for fact, role in _roles(one.because, one.missing):
                yield own, found.rule.id, one.check.id, fact, role


def _sides(assessment: Assessment) -> Iterator[tuple[FactId, int, EffectiveAnswer]]:
    """What is said of each fact, and by whom else, numbered; the first is the account's own."""
    for fact in sorted(assessment.answers):
        for place, side in enumerate(assessment.answers[fact].all_sources(), start=1):
            yield fact, place, side


def _answers(assessment: Assessment) -> Iterator[Row]:
    own, library = assessment_id(assessment), assessment.library
    for fact, place, side in _sides(assessment):
        answer, speaker = side.answer, (side.account or assessment.profile).id
        register = side.register.id if side.register else None
        yield (
            *(own, fact, place, None if register else speaker, register),
            wording.answer_words(library.facts[fact], answer),
            *(answer.since, answer.until, side.last_stated, assessment.answers[fact].is_contested),
            *(answer.note, answer.lead),
        )


def _answer_values(assessment: Assessment) -> Iterator[Row]:
    own = assessment_id(assessment)
    for fact, place, side in _sides(assessment):
        for position, (form, member, value) in enumerate(_values(side.answer), start=1):
            yield own, fact, place, position, form, member, value


def _values(answer: Answer) -> Iterator[tuple[str, str | None, str]]:
    if isinstance(answer.value, dict):
        yield from (("member", name, value) for name, value in answer.value.items())
    for (form, *_), value in answer.stated_values():
        yield str(form), None, value


def _evidence(assessment: Assessment) -> Iterator[Row]:
    own = assessment_id(assessment)
    for fact, place, side in _sides(assessment):
        for position, told in enumerate(side.answer.evidence, start=1):
            source = (told.document, told.place, told.said_by, told.quote, not told.public)
            yield own, fact, place, position, *source, ", ".join(told.members) or None


_ASSESSMENT = text("assessment", "The assessment.")
_ANSWER = number("answer", "Its number: 1 is the answer that counts, more are what others say.")
_STATUS = text("status", "Decided, undetermined, or no test.", *Status, required=True)
_ROLE = text("role", "Whether it decides, or is open and still matters.", "because", "missing")
_OF_ASSESSMENT: References = {("assessment",): "assessments"}
_OF_ANSWER: References = {("assessment", "fact", "answer"): "answers"}

ACCOUNTS: Table[Assessment] = Table(
    "accounts",
    "Whose answers: a country's, as one speaker gave them at a date.",
    (
        text("account", "Its lasting id."),
        text("country", "ISO 3166 alpha-3.", required=True),
        text("country_name", "As we call it in English.", required=True),
        text("voice", "The kind of speaker.", required=True),
        text("speaker", "Who answered.", required=True),
        day("stated_on", "The day of the statement.", required=True),
        yes_no("may_withhold", "Whether it may have confidential answers, which are left out."),
        LAYER,
    ),
    _accounts,
)
"""The accounts; one may be assessed for several days and stands here once."""

TABLES: tuple[Table[Assessment], ...] = (
    Table(
        "assessments",
        "An account held against the provisions as things stood on a day.",
        (
            text("assessment", "Account and day."),
            text("account", "The account.", required=True),
            day("as_of", "The day.", required=True),
            text("evidence", "Which answers count.", *EvidenceStandard, required=True),
        ),
        _assessments,
        references={("account",): "accounts"},
    ),
    Table(
        "findings",
        "What each provision comes to in an assessment.",
        (
            _ASSESSMENT,
            PROVISION,
            _STATUS,
            *POSSIBLE,
            yes_no("gap", "Whether it is neither met nor not applicable, whatever is open."),
            yes_no("gap_if_it_applies", "Whether it is a gap unless it does not apply at all."),
            yes_no("counted", "Whether counts have it."),
            text("reason", "Why no check decides it."),
            text("status_claimed", "The status by all answers.", *Status),
            text("status_documented", "By answers that name a source alone.", *Status),
            text("status_confirmed", "By answers that another than the speaker confirms.", *Status),
        ),
        _findings,
        key=2,
        references={**_OF_ASSESSMENT, ("provision",): "provisions"},
    ),
    Table(
        "finding_facts",
        "A smallest set of answers that yields a finding, and the open facts it depends on.",
        (_ASSESSMENT, PROVISION, FACT, _ROLE),
        _finding_facts,
        key=4,
        references={("assessment", "provision"): "findings", ("fact",): "facts"},
    ),
    Table(
        "requirement_findings",
        "What each requirement comes to.",
        (
            _ASSESSMENT,
            PROVISION,
            number("requirement", "The requirement, within its provision."),
            _STATUS,
            *POSSIBLE,
        ),
        _requirement_findings,
        key=3,
        references={
            ("assessment", "provision"): "findings",
            ("provision", "requirement"): "requirements",
        },
    ),
    Table(
        "check_findings",
        "What each check comes to.",
        (
            _ASSESSMENT,
            PROVISION,
            CHECK,
            number("requirement", "The requirement that the check is of."),
            _STATUS,
            *POSSIBLE,
            yes_no("by_reservation", "Whether a reservation to a treaty keeps it off."),
        ),
        _check_findings,
        key=3,
        references={
            ("assessment", "provision"): "findings",
            ("provision", "check_id"): "checks",
            ("assessment", "provision", "requirement"): "requirement_findings",
        },
    ),
    Table(
        "check_finding_facts",
        "A smallest set of answers that yields what a check comes to, and the open facts.",
        (_ASSESSMENT, PROVISION, CHECK, FACT, _ROLE),
        _check_finding_facts,
        key=5,
        references={
            ("assessment", "provision", "check_id"): "check_findings",
            ("fact",): "facts",
        },
    ),
    Table(
        "answers",
        "The answers that count in an assessment, and what others say of the same.",
        (
            _ASSESSMENT,
            FACT,
            _ANSWER,
            text("account", "Whose answer it is, where an account gives it."),
            text("register", "The register that gives it."),
            text("words", "The answer in words.", required=True),
            day("since", "The first day on which it held."),
            day("until", "The last day on which it held."),
            day("last_stated", "The day of the statement, where that is before the day assessed."),
            yes_no("contested", "Whether what is said of this fact cannot all be true."),
            text("note", "The speaker's note."),
            text("lead", "The institution that answers for it."),
        ),
        _answers,
        key=3,
        references={
            **_OF_ASSESSMENT,
            ("fact",): "facts",
            ("account",): "accounts",
            ("register",): "registers",
        },
    ),
    Table(
        "answer_values",
        "The values of each answer, one a row.",
        (
            _ASSESSMENT,
            FACT,
            _ANSWER,
            number("position", "The place among the values."),
            text(
                "form",
                "How the value is meant: it is so, it is one of several, it is not so, at least, "
                "at most; or yes or no of a member of a list.",
                *("value", "one of", "not", "at least", "at most", "member"),
                required=True,
            ),
            text("member", "The member of the list; others for all that are not named."),
            text("value", "The value, in the fact's unit.", required=True),
        ),
        _answer_values,
        key=4,
        references=_OF_ANSWER,
    ),
    Table(
        "evidence",
        "The sources of each answer.",
        (
            _ASSESSMENT,
            FACT,
            _ANSWER,
            number("position", "The place among the sources."),
            text("document", "The document by its symbol or title.", required=True),
            text("place", "Page or paragraph."),
            text("said_by", "Who is speaking there.", *get_args(Voice), required=True),
            text("quote", "Word for word."),
            yes_no("on_file", "Whether the source is not named, and on file with the speaker."),
            text("members", "The members of a list of which it speaks; without any, all."),
        ),
        _evidence,
        key=4,
        references=_OF_ANSWER,
    ),
)
"""The tables that are made of an assessment, in an order in which each refers to those before."""
