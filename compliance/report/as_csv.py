"""Findings as CSV, for spreadsheets and statistics: one row a check, one a rule without checks.

The file is UTF-8 with a byte order mark and CRLF, because Excel takes a file without the mark
for the local code page. Several values in a cell stand one a line. A cell that a spreadsheet
would take for a formula (it begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return,
or with a full-width form of these) gets an apostrophe in front, also after leading spaces: a
spreadsheet then shows it as text; a program that reads the file has to take it off.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence

from compliance.assessment import Assessment, CheckFinding, Finding
from compliance.model import FactId
from compliance.report import wording
from compliance.report.characters import visible

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
)
"""The header row; a column may be added at the end, none changes its name or place."""

_BEGINS_FORMULA = frozenset("=+-@\t\r\n")
_FOLLOWS_LINE = "\n"


def render(assessments: Sequence[Assessment]) -> bytes:
    """All assessments in one file, told apart by their first columns."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for assessment in assessments:
        for finding in assessment.findings:
            writer.writerows([cell(c) for c in row] for row in _rows(assessment, finding))
    return text.getvalue().encode("utf-8-sig", "replace")


def cell(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula."""
    lines = (visible(line.replace("\t", " ")) for line in text.split("\n"))
    shown = "\n".join(lines)
    begin = unicodedata.normalize("NFKC", text.lstrip(" \u00a0\ufeff\u200b"))[:1]
    return f"'{shown}" if begin and begin in _BEGINS_FORMULA else shown


def _rows(assessment: Assessment, finding: Finding) -> Iterator[list[str]]:
    profile, rule = assessment.profile, finding.rule
    topics = (assessment.library.topics.get(topic, topic) for topic in rule.topics)
    before = [
        profile.id,
        profile.country,
        profile.voice,
        profile.speaker,
        assessment.as_of.isoformat(),
        rule.id,
        rule.citation,
        rule.title,
        _FOLLOWS_LINE.join(topics),
        rule.force,
        str(finding.status),
        _gap(finding),
    ]
    after = [finding.reason or "", rule.layer]
    for found in finding.checks:
        yield [*before, *_check(assessment, found), *after]
    if not finding.checks:
        empty = len(COLUMNS) - len(before) - len(after)
        yield [*before, *[""] * empty, *after]


def _gap(finding: Finding) -> str:
    if finding.outcomes.is_gap:
        return "yes"
    return "if it applies" if finding.outcomes.is_gap_if_it_applies else ""


def _check(assessment: Assessment, found: CheckFinding) -> list[str]:
    facts = assessment.library.facts
    return [
        found.check.id,
        _FOLLOWS_LINE.join(found.check.asks),
        found.check.measure,
        found.force,
        str(found.outcomes.status),
        _FOLLOWS_LINE.join(found.outcomes),
        _because(assessment, found),
        _FOLLOWS_LINE.join(facts[fact].question for fact in found.missing),
        found.check.remedy,
        _FOLLOWS_LINE.join(_evidence(assessment, found.table.facts)),
    ]


def _because(assessment: Assessment, found: CheckFinding) -> str:
    """The answers it rests on; what it hangs on has a column of its own."""
    decided = not found.missing
    return (
        wording.check_reason(assessment, found) if decided else wording.because(assessment, found)
    )


def _evidence(assessment: Assessment, facts: Sequence[FactId]) -> Iterator[str]:
    for fact in facts:
        if fact in assessment.answers:
            for evidence in assessment.answers[fact].answer.evidence:
                yield f"{fact}: {wording.quotation(evidence)}"
