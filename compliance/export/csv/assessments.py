"""Findings as CSV: one row a provision of an account.

What is the same for every account (titles, words, questions, remedies of checks that are no gap)
and what differs by check is in the tidy tables of ``export/data/``: once, and not in every row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance.assessment.assess import Assessment
from compliance.assessment.basis import EvidenceStandard
from compliance.engine.outcomes import Outcome, Outcomes
from compliance.export import csv
from compliance.report import wording
from compliance.report.evidence_levels import Shown, levels
from compliance.report.reasons import WHATEVER_THE_ANSWERS, evidence_of
from compliance.report.sections import Section, section_of

COLUMNS = (
    "profile",
    "country",
    "voice",
    "speaker",
    "as of",
    "rule",
    "citation",
    "force",
    "status",
    "gap",
    "possible",
    "requirements",
    "requirements not met",
    "because",
    "evidence",
    "missing",
    "remedy",
    "reason",
    "counted",
    "in our words",
    "by reservation",
    "status as documented",
    "status as confirmed",
)
"""The header row; a column may be added at the end, none changes its name or place."""

_FOLLOWS_LINE = "\n"
_GAP = {Section.GAP: "yes", Section.GAP_IF_IT_APPLIES: "if it applies"}
_SHOWN_BETTER = (EvidenceStandard.CITED, EvidenceStandard.INDEPENDENT)
_NOT_MET = Outcomes.of(Outcome.NOT_MET)


def parts(assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """All assessments in one file, told apart by their first columns."""
    yield from csv.parts(
        COLUMNS,
        ((_row(one, shown) for shown in levels(one)) for one in assessments),
    )


def _row(assessment: Assessment, shown: Shown) -> list[str]:
    profile, finding = assessment.profile, shown.finding
    rule, facts, answers = finding.rule, assessment.library.facts, assessment.answers
    because = finding.because
    known = [f"{f}: {wording.standing_words(facts[f], answers[f])}" for f in because]
    if finding.checks and not known and not finding.missing:
        known = [WHATEVER_THE_ANSWERS]
    return [
        profile.id,
        profile.country,
        profile.voice,
        profile.speaker,
        assessment.as_of.isoformat(),
        rule.id,
        rule.citation,
        rule.force,
        str(finding.status),
        _GAP.get(section_of(finding), ""),
        _FOLLOWS_LINE.join(finding.outcomes),
        str(len(finding.requirements)),
        str(sum(one.outcomes is _NOT_MET for one in finding.requirements)),
        _FOLLOWS_LINE.join(known),
        _FOLLOWS_LINE.join(
            f"{fact}: {wording.quotation(told)}"
            for fact, told in evidence_of(assessment, dict.fromkeys([*because, *finding.missing]))
        ),
        _FOLLOWS_LINE.join(finding.missing),
        _FOLLOWS_LINE.join(dict.fromkeys(finding.remedies)),
        finding.reason or "",
        "yes" if finding.is_counted else "no",
        "no" if rule.text else "yes",
        "yes" if finding.reserved else "no",
        *(str(shown.outcomes[level].status) for level in _SHOWN_BETTER),
    ]
