"""How well it is shown: what is claimed, what is documented, what someone else has confirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EffectiveAnswer, EvidenceStandard, is_another
from compliance.assessment.findings import Finding
from compliance.engine.outcomes import Outcomes, Status
from compliance.library.languages import say

LEVEL_WORDS = {
    EvidenceStandard.ANY: "claimed",
    EvidenceStandard.CITED: "documented",
    EvidenceStandard.INDEPENDENT: "confirmed",
}
"""In English, as data have them; reports say ``report.level.…``."""


class Shown(NamedTuple):
    """A finding, and what it comes to at each level."""

    finding: Finding
    outcomes: Mapping[EvidenceStandard, Outcomes]

    @property
    def differs(self) -> bool:
        """Whether it depends on how well answers must be shown."""
        return len({one.bits for one in self.outcomes.values()}) > 1


class Answered(NamedTuple):
    """How many answers the account gives, or several accounts that are held together."""

    read: Mapping[EvidenceStandard, int]
    """Those that rules looked at read, by how well they are shown, by a register among others."""
    unread: int
    """Those that none of these rules reads."""
    counting: int
    """Those that rules read and that count here; where a register speaks instead, that counts."""


def levels(assessment: Assessment) -> Iterator[Shown]:
    """Every finding that is shown, with what it comes to at each level."""
    by_rule = assessment.outcomes_by_standard.items()
    for finding in assessment.findings:
        yield Shown(finding, {standard: found[finding.rule.id] for standard, found in by_rule})


def has_levels(assessment: Assessment) -> bool:
    """Whether anybody has given an account; registers alone are all confirmed."""
    return assessment.profile.voice != "register" or bool(assessment.profile.answers)


def status_levels(assessment: Assessment) -> dict[Status, dict[EvidenceStandard, int]]:
    """How many rules have each status at each level, of those that are counted."""
    counted = [finding.rule.id for finding in assessment.counted()]
    found = {
        standard: Counter(outcomes[rule].status for rule in counted)
        for standard, outcomes in assessment.outcomes_by_standard.items()
    }
    return {status: {standard: found[standard][status] for standard in found} for status in Status}


def answered(assessment: Assessment) -> Answered:
    """How many answers of speakers rules read, at each level, and how many no rule reads."""
    read = assessment.read
    answers = assessment.answers_by_standard
    claimed = {
        fact: told for fact, told in answers[EvidenceStandard.ANY].items() if not told.register
    }
    own = {fact: told for fact, told in claimed.items() if fact in read}
    shown = {
        standard: sum(_is_shown(told, held.get(fact)) for fact, told in own.items())
        for standard, held in answers.items()
    }
    counting = sum(not told.register for f, told in assessment.answers.items() if f in read)
    return Answered(shown, len(claimed) - len(own), counting)


def _is_shown(claimed: EffectiveAnswer, held: EffectiveAnswer | None) -> bool:
    """Whether an answer still stands, or a register says as much in its place."""
    if held is None or not held.register:
        return held is not None
    return not claimed.is_contested and claimed.possible | held.possible == claimed.possible


def answers_words(assessment: Assessment) -> Iterator[str]:
    """How many questions are answered, and how many answers have a source, or another's source."""
    told = answered(assessment)
    asked = len(assessment.read)
    claimed, documented, confirmed = (told.read[standard] for standard in LEVEL_WORDS)
    who = "answered_joint" if assessment.basis.is_joint else "answered"
    words = [say(f"report.{who}", answered=claimed, n=asked)]
    if claimed:
        words.append(say("report.documented", documented=documented, confirmed=confirmed))
    yield " ".join([*words, say("report.silence")])
    if told.unread:
        yield say("report.unread", n=told.unread)


def strength(side: EffectiveAnswer, voice: str) -> str:
    """How well an answer is documented: claimed, documented, or confirmed by another voice.

    Of a list as well as the member that is shown least.
    """
    parts = side.answer.evidence_by_part()
    if side.register or all(any(is_another(one.said_by, voice) for one in part) for part in parts):
        return LEVEL_WORDS[EvidenceStandard.INDEPENDENT]
    return LEVEL_WORDS[EvidenceStandard.CITED if all(parts) else EvidenceStandard.ANY]
