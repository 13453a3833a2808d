"""What the rows of the sheets are about, and the keys by which links find them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from compliance.assessment.assess import Assessment
from compliance.assessment.findings import CheckFinding, Finding, RequirementFinding
from compliance.report.sections import section_of
from compliance.workbook import schema as form


@dataclass(frozen=True, slots=True)
class Found:
    """A finding of the ``number``-th assessment in the workbook."""

    number: int
    assessment: Assessment
    finding: Finding

    @property
    def key(self) -> str:
        """By which links find it."""
        return f"{self.number} {self.finding.rule.id}"

    @property
    def is_listed_as_gap(self) -> bool:
        """Whether it is on the sheet Gaps: a gap, or one if it applies."""
        return section_of(self.finding).is_gap

    @property
    def review_key(self) -> str:
        """By which programs find what a reviewer says of it."""
        return form.finding_key(self.assessment.profile.id, self.finding.rule.id)


@dataclass(frozen=True, slots=True)
class FoundCheck:
    """The outcome of a check, with that of the requirement it belongs to."""

    found: Found
    check: CheckFinding
    requirement: RequirementFinding

    @property
    def number(self) -> int:
        """The place of its assessment in the workbook."""
        return self.found.number

    @property
    def assessment(self) -> Assessment:
        """The assessment it is of."""
        return self.found.assessment

    @property
    def key(self) -> str:
        """By which links find it."""
        return f"{self.found.key} {self.check.check.id}"


def rule_hash(found: Found) -> str:
    """Tells whether the rule of a finding is still the same."""
    return form.rule_hash(found.finding.rule)


def all_found(assessments: Sequence[Assessment]) -> list[Found]:
    """Every finding of every assessment, in order."""
    return [
        Found(number, assessment, finding)
        for number, assessment in enumerate(assessments)
        for finding in assessment.findings
    ]


def checks_of(found: Found) -> list[FoundCheck]:
    """The checks of a finding, requirement by requirement."""
    return [
        FoundCheck(found, check, requirement)
        for requirement in found.finding.requirements
        for check in found.finding.checks
        if check.check.asks == requirement.asks
    ]


def by_key(subjects: Iterable[Found]) -> Mapping[str, Found]:
    """Findings by their key, in order."""
    return {subject.key: subject for subject in subjects}
