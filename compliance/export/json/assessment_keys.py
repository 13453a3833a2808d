"""The keys of ``compliance/assessments/v1`` with their types, from which its schema is made.

What they mean stands in docs/json.md. Keys may be added within a version.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from compliance.assessment.basis import EvidenceStandard
from compliance.engine.outcomes import Outcome, Status
from compliance.model.rulebook import Country, FactId, Force, Measure, Voice
from compliance.model.scalars import Day

ScaleEnd = Literal["not met", "partly met", "met"] | None
ByStatus = dict[Status, int]
Level = Literal["claimed", "documented", "confirmed"]
RuleId = str
AtLeastAtMost = Annotated[list[int], Field(min_length=2, max_length=2)]


class Keys(BaseModel):
    """What all have in common: a key that may be left out has a default, all others are there."""

    model_config = ConfigDict(defer_build=True)


class OutcomeKeys(Keys):
    """What is possible, and the ends of it."""

    status: Status
    possible: list[Outcome]
    lowest: ScaleEnd
    highest: ScaleEnd


class Source(Keys):
    """Where it is written down, and who is speaking there."""

    document: str
    said_by: Voice
    place: str | None
    quote: str | None
    members: list[str]


class SourceOfFact(Source):
    """The source of one of the answers that a check reads."""

    fact: FactId


class Given(Keys):
    """The answer as a profile writes it; of its keys only those that it has."""

    value: str = ""
    one_of: list[str] = []
    not_: list[str] = Field([], alias="not")
    at_least: str = ""
    at_most: str = ""
    members: list[Annotated[list[str], Field(min_length=2, max_length=2)]] = []


class Said(Keys):
    """What a register or another account says of the same."""

    profile: str | None
    given: Given
    register_: str | None = Field(alias="register")
    answer: str
    evidence: list[Source]


class Answered(Keys):
    """What is said of a fact."""

    fact: FactId
    question: str
    answer: str
    since: Day | None
    until: Day | None
    as_last_stated: Day | None
    note: str | None
    lead: str | None
    evidence: list[Source]
    register_: str | None = Field(alias="register")
    against: Said | None
    profile: str | None
    others: list[Said]
    contested: bool
    given: Given


class CheckKeys(OutcomeKeys):
    """What a check comes to."""

    id: str
    asks: list[str]
    measure: Measure
    force: Force
    because: list[FactId]
    missing: list[FactId]
    by_reservation: bool
    remedy: str
    also_asked: list[RuleId]
    evidence: list[SourceOfFact]


class FindingKeys(OutcomeKeys):
    """What a rule comes to."""

    rule: RuleId
    citation: str
    title: str
    force: Force
    topics: list[str]
    layer: str = ""
    gap: bool
    gap_if_it_applies: bool
    counted: bool
    asked_by: str | None
    asked_of: str | None
    in_our_words: bool
    asked_in: list[str]
    reason: str | None
    because: list[FactId]
    missing: list[FactId]
    by_evidence: dict[Level, list[Outcome]]
    checks: list[CheckKeys]


class Account(Keys):
    """Whose account it is."""

    id: str
    country: Country
    voice: Voice | Literal["several voices together"]
    speaker: str
    as_of: Day
    layer: str = ""


class RequirementCount(Keys):
    """How many requirements, at least and at most."""

    met: AtLeastAtMost
    applicable: AtLeastAtMost


class LevelCount(Keys):
    """What stands at a level of evidence."""

    statuses: ByStatus
    answers: int


class Summary(Keys):
    """The counts."""

    statuses: ByStatus
    not_counted: int
    demands: dict[str, dict[Force, RequirementCount]]
    levels: dict[Level, LevelCount]
    answers_unread: int


class Contradiction(Keys):
    """An answer to a question that does not arise."""

    profile: str
    fact: FactId
    because: list[FactId]


class SaidWithoutAnswering(Keys):
    """What comes near a fact and does not answer it."""

    fact: FactId
    note: str | None
    evidence: list[Source]


class OpenQuestion(Keys):
    """A question on whose answer findings depend."""

    fact: FactId
    question: str
    evidence: str
    could_decide: list[RuleId]
    findings: list[RuleId]


class AssessmentKeys(Keys):
    """One account held against the rules."""

    profile: Account
    as_of: Day
    together: list[str]
    evidence: EvidenceStandard
    summary: Summary
    findings: list[FindingKeys]
    answers: list[Answered]
    contradictions: list[Contradiction]
    said_without_answering: list[SaidWithoutAnswering]
    open_questions: list[OpenQuestion]


class RegisterKeys(Keys):
    """A register that answers are from, or are contradicted by."""

    id: str
    title: str
    fact: FactId
    document: str
    place: str | None
    as_of: Day
    until: Day
    note: str | None
    layer: str = ""


class Assessments(Keys):
    """The whole document."""

    schema_: Literal["compliance/assessments/v1"] = Field(alias="schema")
    assessments: list[AssessmentKeys]
    registers: list[RegisterKeys]
