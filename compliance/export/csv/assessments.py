"""Findings as CSV: one row a check, one a rule without checks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from compliance.assessment.assess import Assessment
from compliance.assessment.findings import CheckFinding
from compliance.export import csv
from compliance.report import wording
from compliance.report.evidence_levels import LEVEL_WORDS, Shown, levels
from compliance.report.reasons import evidence_of, reason
from compliance.report.sections import Section, section_of

COLUMNS = (
    "profile",
    "country",
    "voice",
    "speaker",
    "as of",
    "rule",
    "citation",
    "title",
    "topics",
    "force",
    "rule status",
    "gap",
    "check",
    "asks",
    "measure",
    "check force",
    "check status",
    "possible",
    "because",
    "missing",
    "remedy",
    "evidence",
    "reason",
    "layer",
    "counted",
    "asked by",
    "also asked in",
    "in our words",
    "by reservation",
    "rule as claimed",
    "rule as documented",
    "rule as confirmed",
)
"""The header row; a column may be added at the end, none changes its name or place."""

_FOLLOWS_LINE = "\n"
_GAP = {Section.GAP: "yes", Section.GAP_IF_IT_APPLIES: "if it applies"}


def parts(assessments: Sequence[Assessment]) -> Iterator[bytes]:
    """All assessments in one file, told apart by their first columns."""
    yield from csv.parts(
        COLUMNS,
        (_rows(one, shown) for one in assessments for shown in levels(one)),
    )


def _rows(assessment: Assessment, shown: Shown) -> Iterator[list[str]]:
    profile, finding = assessment.profile, shown.finding
    rule = finding.rule
    before = [
        profile.id,
        profile.country,
        profile.voice,
        profile.speaker,
        assessment.as_of.isoformat(),
        rule.id,
        rule.citation,
        rule.title,
        _FOLLOWS_LINE.join(wording.topic_labels(rule, assessment.library)),
        rule.force,
        str(finding.status),
        _GAP.get(section_of(finding), ""),
    ]
    after = [
        finding.reason or "",
        wording.layer_name(rule.layer),
        "yes" if finding.is_counted else "no",
        rule.asked,
    ]
    ours = "no" if rule.text else "yes"
    by_level = [_FOLLOWS_LINE.join(shown.outcomes[level]) for level in LEVEL_WORDS]
    for found in finding.checks:
        others = assessment.also_asked(finding, found)
        elsewhere = _FOLLOWS_LINE.join(other.citation for other in others)
        reserved = "yes" if found.is_reserved else "no"
        yield [*before, *_check(assessment, found), *after, elsewhere, ours, reserved, *by_level]
    if not finding.checks:
        empty = len(COLUMNS) - len(before) - len(after) - len(by_level) - 3
        yield [*before, *[""] * empty, *after, "", ours, "", *by_level]


def _check(assessment: Assessment, found: CheckFinding) -> list[str]:
    known, questions = reason(assessment, found)
    evidence = evidence_of(assessment, found.table.facts)
    return [
        found.check.id,
        _FOLLOWS_LINE.join(found.check.asks),
        found.check.measure,
        found.force,
        str(found.outcomes.status),
        _FOLLOWS_LINE.join(found.outcomes),
        known,
        _FOLLOWS_LINE.join(questions),
        found.check.remedy,
        _FOLLOWS_LINE.join(f"{fact}: {wording.quotation(told)}" for fact, told in evidence),
    ]
