"""In which order reports go through findings: what needs action first, then by topic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum

from compliance.assessment import Assessment, CheckFinding, Finding
from compliance.model import FactId
from compliance.outcome import Status


class Section(StrEnum):
    """The parts of a report, what needs action first."""

    GAP = "Gaps"
    GAP_IF_IT_APPLIES = "Gaps if they apply"
    UNDETERMINED = "Undetermined"
    MET = "Met"
    NOT_APPLICABLE = "Not applicable"
    NO_TEST = "No test"

    @property
    def needs_action(self) -> bool:
        """Whether there is something to close or to find out."""
        return self in (Section.GAP, Section.GAP_IF_IT_APPLIES, Section.UNDETERMINED)


_DECIDED = {
    Status.MET: Section.MET,
    Status.NOT_APPLICABLE: Section.NOT_APPLICABLE,
    Status.NO_TEST: Section.NO_TEST,
}


def section_of(finding: Finding) -> Section:
    """The part of a report a finding belongs to."""
    if finding.outcomes.is_gap:
        return Section.GAP
    if finding.outcomes.is_gap_if_it_applies:
        return Section.GAP_IF_IT_APPLIES
    return _DECIDED.get(finding.status, Section.UNDETERMINED)


def sections(findings: Iterable[Finding]) -> dict[Section, list[Finding]]:
    """All sections in their order, with the findings of each."""
    found: dict[Section, list[Finding]] = {section: [] for section in Section}
    for finding in findings:
        found[section_of(finding)].append(finding)
    return found


def by_topic(findings: Iterable[Finding], topics: Mapping[str, str]) -> dict[str, list[Finding]]:
    """The findings by the label of their rule's first topic, topics as the library has them."""
    found: dict[str, list[Finding]] = {topic: [] for topic in topics}
    for finding in findings:
        found.setdefault(finding.rule.topics[0], []).append(finding)
    return {topics.get(topic, topic): group for topic, group in found.items() if group}


def to_close(finding: Finding) -> list[CheckFinding]:
    """The checks that make a finding a gap.

    Where it is one only because its checks cannot all be met at once, those that are open.
    """
    checks = [c for c in finding.checks if c.outcomes.is_gap]
    checks = checks or [c for c in finding.checks if c.outcomes.is_gap_if_it_applies]
    return checks or [c for c in finding.checks if len(c.outcomes) > 1]


def most_deciding(assessment: Assessment) -> list[tuple[FactId, tuple[Finding, ...]]]:
    """The open questions with the findings that hang on each, most findings first."""
    asked = assessment.open_questions().items()
    return sorted(asked, key=lambda pair: (-len(pair[1]), pair[0]))
